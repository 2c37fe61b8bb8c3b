// Package payout computes what becomes of what is earned: what is held back and released, drawn and paid back, clawed
// back, adjusted, owed and payable.
//
//	rules, err := payout.Compile(terms, payout.Money{Currency: "CNY", Places: 2, Mode: "half-up"})
//	result, err := rules.Settle(payout.Case{Payee: "anna", Plan: "kam", Version: 1, Period: january, Earned: earned, Posted: posted})
//	fmt.Println(result.After.Payable, result.Story(kam.Chinese))
//
// [Terms] are a part of a plan. A [Case] is one payee, one plan and one open commission period. Nothing is stored: balances
// come from the ledger's sums, and [Result.Entries] go back into it.
//
// # The order
//
//  1. Earnings of the open period, and changes of what earlier ones have earned.
//  2. Conversion: the earnings of a component in a period are multiplied by a rate and rounded once; deals receive the rounded
//     sum by largest remainder. With "refunds": "original", what deals of an earlier period earn or lose is converted by that
//     period's rate, apart from the rest: of 33.33 at 0.9, 30.00, a full refund at 0.8 later takes 30.00 back, not 26.66.
//  3. Holdback and release.
//  4. Clawback and debt recovery with the position "before-draw".
//  5. Guarantee, then draw.
//  6. Clawback, then debt recovery, with the position "after-draw", or without a draw and guarantee.
//  7. Forgiveness of draws that are still owed.
//  8. Manual adjustments, which neither caps nor draws see. A commission of 1,000 that a cap cuts to 400 is lifted to a draw of
//     5,000, and an adjustment of 200 makes it 5,200 (OI-ORDER).
//  9. What pay and the payable carried forward cannot cover becomes a debt, so that the payable is never below zero. A month
//     of -1,323,000 is owed, and of 1,890,000 in the next month 567,000 are payable (ga-18).
//
// # Holdback
//
// A [Holdback] divides what a deal has earned into parts that sum to it: each is rounded by the mode of the holdback, or the
// plan's where it states none, and the last takes the remainder. 2,099,997 in parts of 40, 20, 20 and 20 %, rounded down, are 839,998, 419,999, 419,999 and 420,001 (ga-15).
// Of 22,800 with 60 % on booking and 40 % on collection 9,120 are held (CE-1.2); a quarter of 6,400 until the year's end is
// 1,600, not the 2,000 that the source of CE-2.2 shows.
//
// Invoice, collection and acceptance release in proportion to the fraction that the last event states, to date: a half-paid
// invoice releases half (oca-23). A lower fraction takes a release back. Without an event nothing changes, so that an event
// need not be handed in again, not even when another plan version calculates the deal anew. It must be for a payee to whom
// the deal moves, where it came before the deal had earned anything, and where it came while the deal was cancelled or had
// earned nothing any more; a warning says so where the ledger knows the deal. Dates, months and year ends come by themselves. The event "released" frees the whole deal.
//
// Parts are found from all that a deal has earned to date, and the difference is posted; a deal that is earned, corrected
// and refunded in many steps therefore leaves nothing behind. What is earned below zero is taken at once and never held; where
// a part of the deal was brought in as held back, it comes off that first: of 20 that an old system paid, with 4 of 8 still
// held back, a full refund takes 16 from pay and the 4. All
// earnings of a component with a holdback go through the held account, the part paid on booking included: entries of the kinds
// holdback and release, with the reference "deal#part" ([Reference]), so that the ledger itself knows what every deal has earned.
// Sums that belong to no deal do as [SumsReading] says.
//
// # Draw and guarantee
//
// A draw is compared with what was earned or with what was released, as it states.
//
//   - "non-recoverable" lifts pay to the draw: of 500 and 3,000 against 1,500, 1,500 and 3,000 are paid (XAC-DRAW-2M).
//   - "recoverable" lifts it and lends what was added: 1,500 and 2,000 are paid. What exceeds the draw repays with
//     "above-draw", and what exceeds it beyond the debt is paid and never carried (SBL-DRAW-6M). In STU-DRAW-ERR, 1,200 against
//     1,000 repay 200 and leave 800; the 300 of the source is wrong.
//   - "advance" pays it on top and lends all of it; it is recovered in later periods only.
//   - "start-of-period" is paid before the period is calculated, by [Rules.Begin] and a pay run, and comes off its earnings: of 6,000
//     against 4,000, 2,000 are left to pay; of 2,000 against 3,000, 1,000 is owed (VIS-DRAW). The period is open then and nobody
//     has approved it: BegunDraws in the terms of the pay run lets the draw through, and nothing else that is unapproved.
//
// Recovery may begin later (ORA-DRAW-DELAYED: debts of 500, 800 and 1,400 before it begins) and with a part of the pay. A guarantee
// is a draw that is never owed, and comes first: 100 earned against 4,000 are topped up by 3,900 (TT-RAMP).
//
// # Clawback
//
// Events of the kinds "cancelled" and "withdrawn" take earnings back: half of 10,000 is a line of -5,000 in the open period
// (C8-CLAW); by a schedule, 40 % of the 2,133,000 paid so far after seven instalments are 853,200, and nothing after thirteen
// (ga-08, ga-11). "reinstated" gives it back. What is taken of a deal, from pay and by cancelling what is held, is found anew
// from all it has earned and is never more than that. A refund by a transaction has reduced what a deal earned already and
// needs no event: of 100 that were clawed back, a full refund gives 100 back, a refund of 40 gives 40, whether or not event
// and facts are handed in again.
//
// For that the ledger knows what deals have earned of every component that is clawed back: without a holdback all of it is
// kept back and released at once, in entries that leave pay as it is. What a deal has earned before the ledger knew it comes
// from [Deal.Earned], once; without it the cancellation is refused. A fact about a deal that the ledger knows is passed over.
//
// A cap, a gate or a multiplier on a sum belongs to no deal. Where a holdback spreads such sums over deals, or the terms have
// "sums": "spread" for components without a holdback, they are part of what deals have earned: of 1,500 and 300 under a cap of
// 1,000, the first deal has earned 833.33, and of a period whose gate is shut nothing is taken back. What is done to the sum of
// the plan is shared among its components first, in proportion to what they earned. With "sums": "leave" all 1,500 are taken.
// A plan in which that makes a difference states one of both.
//
// A clawback is caused by an event of a deal alone. That somebody leaves causes none: what leaving does is under [Leavers].
// Nor do terms carry over what a cap has cut: only the plan's cap per period does, before anything here.
//
// # Debts
//
// A debt is known by its kind and the commission period in which it arose. Oldest first, pay of 500,000 and 300,000 repays
// debts of 600,000 and 100,000 by 500,000, then by 100,000 and 100,000 (ga-20). All recoveries of a period together are at most
// [Recovery.MaxShareOfPay] of its pay and leave the protected minimum; advances count as no pay. Draws have limits of their own besides.
// From the final pay of somebody who leaves everything is recovered but what is payable for a draw of the same period: of 300
// that are lifted to a draw of 1,000, 300 repay an old draw, and 700 are paid and owed.
//
// # Leaving
//
// From the commission period on that holds the last day: no draw and no guarantee for days after it; what is held back is forfeited,
// released, or released by events, without an end or for some trailing months. Deals credited after the last day, or after the
// trailing months where they are stated, are not paid.
//
// # Minimum
//
// [Terms.Minimum] is applied by the pay run, to what is due on its date. A settlement hands it over: Minimums of package
// settlement gives the rows for the terms of package payroll.
//
// # Running again
//
// A settlement computes what the open period should hold from what was posted into earlier periods, and its entries are the
// difference to what was posted into the open one before. Settling twice posts nothing twice; an adjustment of 200
// survives a recalculation from 1,000 to 1,500 (ck-13); a removed adjustment is taken back. Payouts into the open
// period stand as they are. Entries of the kinds of this package in the open period belong to it: whoever wants another one
// makes an [Adjustment]. Earnings, corrections, payouts and balances brought in are posted by others.
//
// A payee whose currency changes has two cases as long as something is held back or owed in the old one: see [Case.Apart]. A
// restated period that was paid in the old currency is converted by its difference alone: 120 instead of the 100 that were paid
// are 20, at the rate.
//
// Balanced by construction, per currency: what was earned and corrected, topped up, forgiven and adjusted, less what was clawed
// back, with what was brought in, is what is payable, held back and paid, less what is owed.
//
// # Numbers
//
// Amounts have at most 15 digits before the point and the places of their currency; [Case] says which. Everything is exact until the
// steps that round: conversion, parts of a holdback, a draw by days, shares of clawback, recovery and forgiveness; the plan's mode
// holds where nothing else is stated, and every part of pay that may repay, of all debts and of draws, is rounded down. Of terms and cases the limits are 100 holdbacks of 60 parts, 100,000
// rows each of earnings, events, deals and rates, 1,000,000 of the ledger, and 1,000 adjustments.
//
// # Findings
//
// About terms: payout.reading-missing, payout.unknown-word, payout.missing, payout.range, payout.conflict, payout.shares,
// payout.order, payout.number, payout.id, payout.twice, payout.period, payout.too-many, payout.too-few, payout.currency,
// payout.unknown-component, payout.asymmetric-rounding (warning). About the JSON of [ParseTerms] and [ParseCase]:
// payout.json-syntax and the others of its kind.
//
// About cases, besides: payout.version, payout.year, payout.places, payout.origin, payout.rate, payout.rate-missing,
// payout.event, payout.deal, payout.credit-date, payout.instalments, payout.zero, payout.reason, payout.approval,
// payout.employment, payout.hired, payout.amount-missing, payout.draw-start, payout.posted, payout.other-version. Warnings:
// payout.later-period, payout.other-currency, payout.held-unknown, payout.unknown-deal, payout.event-again.
//
// # Concurrency
//
// Rules are immutable and safe for concurrent use. Equal cases give equal results, whatever the order of their lists.
package payout
