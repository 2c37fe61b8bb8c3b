// Package handover says who looks after which account on which day, turns that
// into the participants of a deal, and hands accounts, quotas and teams over:
// first as a preview, then for good, with nothing lost.
//
//	own, err := handover.Compile(book)                        // every fault at once
//	people, findings := own.Participants(deal)                // owners total exactly 1
//	preview, err := own.Preview(change, roster, deals)        // nothing is applied
//	fmt.Println(preview.Markdown(kam.English))                // who gains and loses what
//	own, roster, err = own.Apply(change, roster, preview.Digest())
//
// # Teams
//
// A [Book] has accounts and territories, each with a team of dated [Member]
// rows, and each within a territory for a while. All periods are half-open. The
// owners of an account on a day are those of the nearest team that has any;
// their shares total exactly 1 on every day. Other roles, such as overlay
// specialists, come from every team on the way up and need not total anything.
//
// # Deals
//
// [Ownership.Participants] uses the day on which a deal counts. With the basis
// "stages" the stages of its opportunity share it, as the policy states. What
// nobody owns goes to the house of the policy and is reported, never dropped:
// the house is no payee of the roster, so that a run shows the part on its house account.
//
// # Changes
//
// A [Change] has one day. Days before it never change, and neither do deals
// that count before it. A move to several receivers multiplies shares; a
// transition leaves a part with the old owners for some months; kept deals stay
// with the team of the day before. What a change leaves without an owner is
// refused, or goes to the house, as the change states.
//
// Quota moves from row to row: giver and receiver have a quota of the same plan,
// measure and period. What moves is quota × share × the part that [Cut] states,
// placed at the stated decimal places by largest remainder, what stays first
// and the receivers in the order of their ids; what the quota has below those places
// stays. The sum never changes.
//
// [Preview.Totals] has the sums before and after: accounts, accounts without an
// owner, quotas by plan and measure, and the credit of the deals compared, each
// shared out among its owners at four decimals by largest remainder. They are
// equal, or the preview fails with [ErrTotals].
//
// # Faults
//
// [Compile] and [Ownership.Preview] report all faults at once with these codes:
// handover.id, .twice, .period, .number, .too-many, .too-few, .policy, .share
// (no share, or too fine for a transaction), .shares (a sum that is not 1),
// .overlap, .unknown, .loop, .too-deep, .weight, .day, .one-of, .payee,
// .not-theirs, .opportunities, .unowned, .quota, .places and .transition.
// [ParseBook] and [ParseChange] add those of strict JSON, such as
// handover.unknown-key. Warnings have the code handover.unowned.
//
// # Numbers
//
// Shares are exact fractions, with at most six decimals or a denominator up to
// 10,000, as transactions carry them. Amounts have at most 15 digits and 4
// decimals. Nothing here reads a clock or keeps state; everything is safe for
// concurrent use.
package handover
