// Package fromcrm turns the history of CRM opportunities into the transactions
// and reversals that package incentive pays on, by a policy that is stated and
// never guessed.
//
// A deal in a CRM is edited after it is won: its price, owner, product or close
// date changes, it is lost again, deleted, restored. A [incentive.Transaction]
// is never edited: the same id has the same content in every later run. So each
// change becomes reversals of what was booked before and new transactions.
// Which ones, and on which day, changes pay; [Policy] states it, [Compile]
// refuses a policy that leaves anything open, and [Standard] is a complete one.
//
// The records of package crm become revisions by [Revisions]:
//
//	transactions, findings := converter.Transactions(fromcrm.Revisions(records))
//
// # What counts
//
// A [Revision] is the whole opportunity as it stood after one change. It counts
// while its stage is one of [Policy.Won], it is not deleted, and it has the
// date of [Policy.CreditDate]. For every opportunity, after each revision:
//
//   - the amounts of its transactions, reversals included, add up to the amount
//     that counts, or to zero when nothing does; so do margin, units and cash;
//   - the same holds for each owner, by the owners of the original of each reversal;
//   - reversals never exceed their original;
//   - the transactions of the earlier revisions are all still there, unchanged.
//
// A part of the policy that says "keep" fixes the part it names at the revision
// that won the deal; winning again after a reversal fixes it anew. The amount
// that counts is always the latest.
//
// # Ids and order
//
// The first transaction of an opportunity has the opportunity's own id; an
// export with one revision for each deal gives one transaction for each won
// deal, under the same id. Every later one is named for the revision that
// caused it: the k-th transaction of revision n of D-1 is "D-1#n.k", reversals
// before the new transaction. Opportunity ids that end in that pattern are
// refused, so ids never collide. A plan with the order "numeric-id" cannot rank
// such ids; the orders "sequence" and "id" can. [incentive.Transaction.Sequence]
// is the revision's number, so that the order "sequence" ranks the changes of
// one day as they were made; the order "id" compares text and puts revision 10
// before revision 2.
//
// # Days
//
// The first transaction carries the deal's own dates. [Policy.Dating] gives the
// credit date of all later ones; their other dates are those of the deal, or of
// the original for a reversal. Nothing is ever dated before the deal itself: a
// change made before the credit date counts on the credit date.
//
// # Findings
//
// An opportunity with a finding of severity error yields no transactions at
// all, not even those of earlier revisions: a run that goes ahead without it
// would take back what was paid on it. Check [kam.Findings.Err] before the
// transactions are used. A faulty revision that a later one has replaced is
// passed over with a warning, or holds the opportunity: [Policy.Faulty].
//
// # Balance
//
// [Comparison.Balance] compares what a copy of the CRM says was won in a period
// with what is measured of people and what of it statements are about, and names
// everybody and every deal that one of the three sums leaves out.
//
// # Bounds
//
// Opportunity ids have 1 to 96 bytes, payees, roles and keys 1 to 128, values
// of attributes at most 1,024. Amount, margin, units and cash have at most 15
// digits, 4 of them decimals; numbers at most 15 digits, 6 of them decimals. A
// share is above zero and has at most 6 decimals or a denominator up to 10,000.
// An opportunity has at most 10,000 revisions; a revision at most 100
// participants, 200 attributes and 200 numbers.
package fromcrm
