// Package incentive computes commission to the cent and explains every cent.
//
// A [Plan] is plain data, in Go or in JSON. [Compile] checks it and returns an
// immutable [Program]; [Program.Run] turns deals into credits, credits into
// measures, measures into lines and lines into [Statement] values. No storage
// is needed to compute. The package example is the whole of it: a plan inline,
// two deals, and the slices they are paid by.
//
// # I have X, so I import Y
//
//	I have                                      I import or call
//	deals in memory                             incentive, with Transactions(deals)
//	the same people again and again             incentive, and Program.Enrol them
//	more people than one machine computes       incentive, with Enrolment.Shares, Enrolment.Step and Enrolment.Join
//	a database of deals                         incentive, with Sequence, and implement TransactionReader and RosterReader
//	opportunities of a CRM that change          incentive/fromcrm, which makes transactions and reversals of them
//	a ledger, or want one                       incentive/ledger: Snapshot before a run, Append after it
//	my own store and want to know it is right   incentive/incentivetest and incentive/ledger/ledgertest
//	a statement that somebody doubts            VerifyStatement for its figures, Run.Why for one deal
//
// # What a run does, in this order
//
//  1. Transactions are checked and linked to what they reverse. A fault that no
//     calculation may build on stops the run; see the codes marked "stops".
//  2. The credit rules of each recipient's plan turn them into credits: direct,
//     by role, and to managers through the reporting lines of the credit date.
//     What nobody is credited for is on the house account: [Run.House].
//     Amount, margin and cash of a deal in another currency count in the plan's, as
//     its [Conversion] says, conditions and tables included.
//  3. Measures add credits up over their windows; attainment compares them with quotas,
//     after [Proration], ramps and reliefs.
//  4. Each component finds its rates: one rate, [Tiers] or a [Table]. Gates and
//     the limits per credit apply; where the plan rounds slices or credits, this is the step.
//     A [Curve], [Every], [Contest] or [Pool] pays one sum instead; see below.
//  5. The component's sum meets its gates, caps per transaction, multipliers, caps
//     and floor, in this order; what is done to a sum is an [Adjustment] of its own
//     and is never spread over deals.
//  6. The plan's cap limits what is earned to date; what was posted in earlier
//     periods of a to-date window is subtracted; what a cap carried on is added; the
//     period's cap, then the cap for life limit the rest.
//  7. [Run.Batch] compares the result with the ledger and holds the difference.
//
// Overrides on commission need what others have earned: Compile orders the
// components of all plans into stages, and a run computes one stage of all
// payees before the next; see [Program.Stages].
//
// # Labels
//
// Measures and components have names, which components, quotas, other plans,
// postings and exports refer to, and may have a label in both languages, which
// people read in its place: on statements, in what comes next and in the answers
// of [Run.Why]. Labels are texts from outside and are escaped wherever the library
// writes Markdown. They pay nothing, and are part of [Plan.Hash] all the same.
//
// # Sums
//
// A component with a [Curve], [Every], [Contest] or [Pool] pays on where its
// measure stands at the end of the run's period and has no lines: what it pays
// is an [Adjustment] with the numbers that it comes from. A [Multiplier] raises
// or lowers the sum, or each slice of it; a cap per transaction limits what a
// deal pays all payees of the plan together. Where the plan rounds slices or
// credits, a component with any of these on its sum rounds the sum.
//
// A contest, a pool and a cap per transaction need the figures of several
// payees. While somebody's figures are not known, because they are held for a
// fault of their own or fed by a commission that is not known, [WhenHeld] says
// what happens; those who have a part in a capped deal of theirs are held with
// them. Somebody whose pay is held for another reason keeps the place and the
// weight that their figures give.
//
// # What other products call it
//
//	elsewhere            here
//	accelerator          Tiers with a higher rate from a bound on
//	kicker               a Curve of the shape "step", or a Multiplier on the sum of a component
//	repeating amount     Every: {"each": "10000", "pays": "50"}; for each deal on a Measure of the base "count"
//	SPIFF                a Component of its own on a "count" of the deals that the When of a CreditRule picks:
//	                     Every pays for each, a step Curve once; a Condition on a Date makes it one of a season
//	rate change          two Components on one Measure, with a Condition on a Date until and from the day
//	MBO                  a Measure of the base "observation" with its Metric, and a Curve by "score"
//	linked component     two Components on one Measure, or a Gate or Multiplier on another Measure;
//	                     no component reads what the payee earns in another
//	ramp                 a Ramp of an Assignment: a part of the quota for a while
//	draw                 payout.Draw in the plan's Payout; payout.Guarantee is one that is never owed
//	holdback             payout.Holdback: parts of a deal on invoice, collection, acceptance, a date or after months
//	clawback             payout.Clawback, on the event that a deal is cancelled or withdrawn;
//	                     a refund is a Transaction that Reverses
//	true-up              a Window to date: what the deals so far earn by today's rates, less what was posted
//	overlay              a CreditRule to a "role"
//	roll-up, override    a CreditRule to a "manager" with a Level: on the deal, or with the base
//	                     "commission-gross" or "after-cap" on the commission of those below
//	contest              Contest: prizes by place
//	pool                 Pool: a fund that members share by a key
//
// An excess is carried on by the plan's cap per period, see [ExcessCarry]: a component with an excess of its own stands in a
// plan of its own, as a payee may have several. A clawback is caused by what happens to a deal; what leaving does to held
// pay and debts is said by payout.Leavers, and whoever also takes back the deals of a leaver cancels them by events.
// What is not there: unused credit or quota is not carried from one stretch of a measure to the next.
//
// # Speed
//
// A run of a few thousand transactions and more is computed from records of 16 bytes in whole numbers, see package
// internal/bulk; [Enrolment] checks people and quotas once for many runs, a [Workspace] lends runs their memory, and lines
// are read as an [Item] each, without making a decimal: while they are computed with Visit of [RunOptions], or later with
// [Run.Items], which computes them again. Only sums are kept. A [Line] with its trail, [Statement.Markdown],
// [Statement.Export], the adjustments of a component and [Run.Why] compute the statement again when they are asked for,
// credit by credit, in some 20 microseconds for each of its credits; [Run.ID] and [Statement.InputHash] take less than one.
// [Run.Direct] credits all deals again the first time. What comes out is the same to the byte, and does not depend on which
// way it was computed.
//
// Credit by credit, in some 20 microseconds and 10 kilobytes for each credit, are computed:
//
//   - all statements, when a plan of the program has overrides on commission, a contest, a pool or a cap per transaction,
//     or a window has more than 1,024 days
//   - the statements of plans with marginal tiers on another base than the component's own, an interpolated rate for each
//     deal, tables of more than 65,536 cells together, more than 64 rules by bases, or more than 8 components
//   - the statements that a refund in another currency than the plan's could touch, a deal in one for which there is no
//     rate, or whose money a condition or a table asks for, or that is no whole number of the plan's scale when it is
//     converted (state two places in the plan's conversion); one with texts that are not ASCII, one
//     that comes twice or cannot be checked at a glance, one whose quantity is no whole number of the plan's scale (a third
//     of an amount that is not divisible by three), a refund of a deal before the run's window or of one that is not among
//     the transactions, and a mirrored refund that counts in the period of its original
//   - the statements of those who are held, whose bounds are no whole number of the plan's scale (a quota prorated by days),
//     or who have a balance that several assignments share
//
// # Shares
//
// A run can be computed in shares, each of them some of the payees, in processes or on machines of their own, also under
// plans with overrides on commission, contests, pools and caps per transaction. [Program.Enrol] has the same inputs in every
// process; [Enrolment.Shares] says which shares need a transaction; [Enrolment.Step] computes a share as far as it can. Where
// nobody's pay depends on anybody else's, one step is all. Else the shares meet: each tells the others what they look at of
// its payees, in [Step.Figures], and goes on when it has heard all of them; [Enrolment.Rounds] says how often. Every step
// starts from the transactions again, so that it can be repeated anywhere and comes to the same bytes; a run of r rounds
// therefore computes each share r+1 times. Statements, held payees, house and direct credits of all shares together are
// those of the single run, to the byte.
//
// A share needs the deals of its payees and of everybody below them, and hears of these deals what they pay those who share
// them or stand below; of a contest or a pool it hears where all members of its payees' groups stand. Figures travel
// as bytes with a digest. Those that were changed, are of another version, run, share or round, or would be told
// otherwise now because a share was given other transactions, are an error, and no statement rests on them. The digest
// guards against mistakes: whoever can write figures can forge them. A transaction that comes twice is told by every share
// that has it; two that share an id and differ are an error only in a share that has both, so a host whose ids may repeat
// compares them where it looks for the originals of reversals. [Transaction.Place] tells transactions apart in findings,
// as a number among those of a share means nothing.
//
// A share is not posted by itself, because a ledger takes a run as a whole or not at all: each share's [Run.Tally] goes to
// [Enrolment.Join], whose [Joined.ID] and [Joined.Batch] are those of the single run.
//
// # Numbers
//
// Amounts are decimals of at most 15 significant digits and 4 decimals; rates
// and factors have at most 6 decimals and lie below 1000; bounds in shares of
// quota have at most 4 decimals; shares may be fractions such as 1/3. Everything
// is exact until the one step that [Rounding] names; an amount that is shared
// out afterwards is shared by largest remainder, the earlier line first, so
// that parts always sum to the whole. Bounds are inclusive below and exclusive
// above. No float is used anywhere.
//
// A deal and its refunds are rounded together: what the deal has earned so far
// is rounded, and a line is the difference to the line before. A deal that is
// taken back completely on the same axis by the same rates therefore leaves
// exactly nothing, as does one that is mirrored.
//
// # Time
//
// A run has one commission period, half-open. A deal counts on the date that
// the plan names. A to-date measure looks back to the start of its fiscal
// year, half or quarter; the host supplies those deals too ([Program.Window]),
// and what they earn by today's rates is compared with what the ledger holds.
// Deals that are not supplied enter as an opening [Position].
//
// It counts from the start of the assignment on: an assignment to another
// version begins anew, and one that goes on counting is assigned from the start
// of the year, half or quarter, with what was posted by the version before. Such
// a version pays the whole window by its rates; one that raises rates from a day
// on has the component of before with a [Condition] on the date until that day,
// and one with the new rates from it on: each deal is paid by the rates of its
// day, at the place that the measure has reached.
//
// Where an assignment begins within a commission period, what was posted for
// that period belongs to it if it was posted under its version, and the roster
// of a to-date plan lists the assignments that ended there too: without them,
// or with two to one version, the payee is held.
//
// A quota counts as follows, exactly: its amount times the part of its own
// stretch that the assignment covers, absences that prorate left out and each
// day or month weighed by the ramp; then each [Relief] in order. The target
// incentive of a stretch is the amount in force, averaged by days where it
// changes inside the stretch, times the part of [Target.Per] that the stretch
// has, times the part that is covered; ramps leave it alone. Only changes that
// begin before the end of the run's period are known, so that earlier periods
// are not restated. [Statement.Quotas] and [Statement.Targets] say how each
// came about, [Line.Converted] at which rate a deal counts.
//
// A period that the ledger has closed never changes. What a run of it finds
// later, be it a late deal or a new version of a roster, is a correction that
// is posted into the open period: [Run.BatchInto]. Earnings and corrections of
// a period count as posted for it alike.
//
// What an earlier version's cap on the sum to date cut is compared like what a
// component earned: a version without that cap, assigned from the start of the
// same stretch, pays it.
//
// A cap for life counts what was posted for the payee under any version of the
// plan for periods that have ended when the run's begins. A cap per period that
// carries its excess on takes over what versions that carry have left (see
// [ExcessCarry]); the book must have the versions under which one was cut. Where a payee has several assignments to the plan
// in one period, the later one finds what the earlier ones left.
//
// # Refunds
//
// A refund is a transaction with a negative amount that names its original.
// It is credited to those who were credited for the original, with the
// original's attributes, and [Refunds] says how. With tiers of 2 % up to
// 100,000 and 4 % above, a deal of 80,000 earns 1,600 and one of 60,000 after
// it 2,000; refunding the first takes back 2,400 by recalculation and 1,600 by
// mirroring. A refund never counts before its original: one that is dated
// earlier counts on its original's date, with a warning that has both dates.
// One that needs what its original earned in a period that the run does not
// calculate holds its payees, and the remedy says what would help.
//
// # Findings
//
// Faults are [kam.Finding] values with a code, a place, a message and a remedy,
// in English and Simplified Chinese. Codes that start with "plan." come from
// [ParsePlan] and [Compile], those with "run." from [Program.Run]: they stop
// the run or hold a payee, as the index under [Code] says. Those with "why."
// are reasons that [Run.Why] and [Run.House] give.
//
// # Concurrency
//
// A Program and a Run are immutable and safe for concurrent use. A run uses
// [RunOptions.Workers] goroutines and gives the same bytes for any number.
package incentive
