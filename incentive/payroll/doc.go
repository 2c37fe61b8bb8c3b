// Package payroll hands over to payroll what a ledger owes, and takes payroll's answer back into the ledger.
//
// # The way of a payment
//
// Commission is calculated by commission periods and paid on the dates of a
// payroll [Calendar], which are dates of their own: [Calendar.Due] tells which
// pay date a period falls into. [Pay] makes a pay run: from the balances of a
// [ledger.Snapshot] and [Terms] it makes lines to pay, what stays behind and
// why, and the batch that moves the lines from what is payable to what is
// paid. [PayRun.CSV] is the file for payroll, [PayRun.KeptCSV] that of what
// stays behind. Payroll answers with a file that [ParseAnswers] reads; [Acknowledge] makes the batch that returns rejected
// lines to what is payable, and [Reconcile] compares line by line what was
// calculated with what payroll says it paid.
//
// The minimum that a plan states is part of its payout terms; Minimums of a
// settlement gives it as rows of [Terms.Minimums]. A pay run knows no others.
//
// A [Hold] stops a payee's pay, or a disputed part of it. Draws that a period
// begins with are paid while it is open by [Terms.BegunDraws], in a regular
// run or one of their own, and nothing else that is unapproved with them; let
// all pay runs say it then.
//
// # Once
//
// A line has an id that depends on the payee, the plan, the currency, the pay
// date and the run alone, and stands as the reference of its entries in the
// ledger. A pay run that is in the ledger already gives the same lines and the
// same batch again, taken from there: a run that died after it was appended is
// simply repeated. An answer that is read twice returns nothing twice.
//
// # Numbers
//
// Amounts are exact decimals. A line is paid in whole minor units of its
// currency: what is due is cut towards zero, and the rest stays payable. That
// is the one rounding of a pay run. [Withhold] rounds each part as it is told.
// What is payable under one plan is never set off against another plan.
//
// # Limits
//
// A calendar has at most 1,000 dates, terms at most 10,000 rows of a kind, a
// file of answers 64 MiB and a million lines, a list of documents to settle a
// million.
//
// # Faults
//
// Faults of data are findings inside *[kam.InvalidError], all at once:
//
//   - payroll.id, payroll.twice, payroll.number, payroll.period, payroll.too-many, payroll.too-few, payroll.currency,
//     payroll.day: a value that is unfit or missing; the codes of JSON begin with payroll. too
//   - payroll.order: pay dates or cutoffs that do not ascend, or a cutoff after its date
//   - payroll.unapproved, payroll.scope, payroll.frequency, payroll.rounding, payroll.status: a word that is none of those known
//   - payroll.reason: a reason that is missing or too long
//   - payroll.closed: a period that takes no payouts any more
//   - payroll.csv, payroll.header, payroll.columns: a file that cannot be read as what it should be
//   - payroll.unknown, payroll.different, payroll.unposted, payroll.returned: an answer that fits no line, tells another
//     amount or currency, belongs to a payout that the ledger does not have, or to one that was returned before
//   - payroll.rate: rates that are negative or take more than everything
//
// Conditions are [ErrNoPayDate].
package payroll
