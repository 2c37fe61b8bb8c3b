// Package settlement settles a commission period: what everybody has earned in it, what late changes correct of earlier
// periods, and what payout terms make of both, as one batch for the ledger and one statement for each payee and plan.
//
//	s, err := settlement.Settle(settlement.Inputs{Run: run, Opening: opening, Late: late, Events: events, Adjustments: adjustments})
//	receipt, err := book.Append(ctx, s.Batch())
//	for st := range s.Statements() {
//		fmt.Println(st.Markdown(kam.Chinese))
//	}
//
// A payroll job takes one snapshot of the whole book, runs each closed period anew that something has changed of, then the
// open period on top of what they correct ([Corrected]), and settles. [Begin] does what comes before: draws that are paid when a period starts. Pay runs
// come after, in package payroll; [Settlement.Minimums] hands them what the plans state as the least to pay out.
//
// # What is settled together
//
//  1. An account is a payee under a plan, whatever its version. Accounts are settled apart: nothing is set off between plans.
//  2. Settled are all who have a statement in the run, and all others for whom something is corrected, adjusted, held back,
//     owed, payable or posted in the period already. Open positions are not.
//  3. The plan version in force is that of the last assignment in the period; without one, the newest that the ledger has.
//     What was held back under another version is released by the terms of that version.
//  4. A payee is paid in the currency that the roster states, else in the plan's. Somebody who is not on the roster any more
//     is paid in the currency of his balances. Where that currency has changed, what is held back or owed in the old one is
//     settled in the old one: released, taken back and recovered there, on a statement of its own. A refund of such a deal is
//     taken in the new currency; the event "released" frees what is held of it in the old one. What is only payable in the old
//     one is left to pay runs.
//  5. A plan without payout terms pays everything at once. Who owes something under it is held: only terms say how debts
//     are recovered.
//
// # What counts
//
//  1. The period's earnings are those of [Inputs.Run], deal by deal; a refund belongs to the deal that it takes back. Sums such
//     as caps belong to no deal.
//  2. A late period is restated: what it earns now replaces what the ledger has for it, and the difference is posted into the
//     open period as corrections. Somebody who is held in it keeps what was posted. Plans that look back would pay the
//     difference again in the open period: a run that was not calculated on top of the corrections is refused. A late deal of
//     a plan to date that nobody runs its own period anew for is paid by the open run; it is held back and clawed back like any
//     deal where what it earns is all that the run pays for earlier periods. Else a warning says that it is settled as a sum.
//  3. Events reach the accounts whose deals they name: deals of the runs, deals of which the ledger holds something back, and
//     those in [Inputs.Deals]. Events without a deal reach everybody. Events are not kept: one that reaches nobody, because the
//     deal counts or earns later, and one of a deal that moves to another payee, plan or component, must be handed in again.
//     Warnings say so where it can be known.
//  4. What a cancelled deal has earned is known to the ledger where its component has a holdback or is clawed back. What was
//     earned before that must be in [Inputs.Deals]; a warning names deals that nobody knows. A window of clawback counts from
//     the credit date that the runs have of a deal; who has a cancelled deal that they do not have is held until it is among
//     their transactions or prior deals, or its credit date among [Inputs.Deals].
//  5. The last day of somebody who left is needed in every period, as long as the roster assigns him; nobody is taken for
//     somebody who left because he once was. A warning says so where the ledger has what only leaving does.
//  6. A person's row without a plan counts under the plan the payee is on; own amounts under several plans name theirs.
//  7. Rates from the plan's currency to the payee's are looked up by the policy of the terms, for each component and the
//     period that earned it: period-end takes the one that holds on the last day, period-average the one stated for exactly the
//     period, plan the one that holds on the first day of the plan. Exactly one must. Where refunds are converted at the
//     original rate, the period of a deal of an earlier period is the one that holds its credit date.
//  8. An adjustment is asked for by one person and approved by another, who is not the payee. Two names that differ in case or
//     in blanks at an end alone are one person.
//
// # Again and again
//
// Settling computes what the open period should have in the ledger from what stood before it, and posts the difference to what
// it has. Settle, append, and settle again: the batch is empty and the statements read the same. For that, everything that
// counted must be handed in again: all adjustments of the period, and the runs of all late periods that were corrected in it.
// An account whose corrections are in the period without their run is held. Events that have reached a deal need not come again.
//
// # Held
//
// A fault that concerns one account holds it: nothing of this settlement is posted for it, and what was posted before stays.
// Everybody else is settled. Held in the run means held here. A fault that may concern anybody is an error of [Settle],
// with every such fault at once.
//
// # Numbers
//
// Amounts are exact. Earnings come rounded by the plan; the named steps of package payout round again. Of late periods at most
// 240 are read, of people, events, deals, adjustments and rates 1,000,000 each.
//
// # Findings
//
// About inputs: settlement.late, settlement.not-on-top, settlement.reason, settlement.twice, settlement.which-plan, settlement.unknown-payee (a warning
// for people), settlement.unknown-plan, settlement.unknown-component, settlement.open-position, settlement.four-eyes, settlement.event, settlement.period,
// settlement.id, settlement.too-many.
//
// Of those who are held: settlement.unknown-plan, settlement.currency, settlement.no-terms, settlement.not-on-roster,
// settlement.late-missing, settlement.rate, settlement.case, and those of packages incentive and payout.
//
// Warnings: settlement.late-held, settlement.late-sum, settlement.unknown-deal, settlement.unknown-event, settlement.early-event,
// settlement.later-event, settlement.event-again, settlement.left-before, and those of packages incentive and payout.
//
// About exported statements, from [VerifyExport]: settlement.format, settlement.number, settlement.digest,
// settlement.difference, settlement.conflict, settlement.invalid, and settlement.json-syntax and the others of its kind.
//
// # Concurrency
//
// Settlements and statements are immutable and safe for concurrent use. Equal inputs give equal results, whatever the order
// of their lists.
package settlement
