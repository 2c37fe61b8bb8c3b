// Package preclose is the report before a commission period is closed: everybody's pay against the last period and against
// a forecast, each large variance explained by what caused it, those who get nothing and why, what nobody is credited for,
// and what to look at before approving.
//
//	report, err := preclose.Build(preclose.Inputs{Now: run, Late: late, Before: last, Previous: preclose.FiguresPosted(posted, january), Limits: limits})
//	fmt.Println(report.Markdown(kam.Chinese))
//
// # What is compared
//
// A [Row] is a payee's component under a plan, in the plan's currency, or one of the plan's own caps under the name that the
// ledger has for it. Now is what the run earns plus the late corrections posted with it. Last is the figure of
// Inputs.Previous; where figures are given at all, one that is missing is zero. Without figures, those of Inputs.Before
// count; without either, Last is unknown, and so is the variance. A forecast that is missing is unknown, never zero.
// Open positions are left out. Those who are held now have no figures: they stand in Report.Held and in no total.
//
// # Limits
//
// A variance is beyond a limit of an amount when it is more than the amount, up or down: exactly the amount is within it.
// A limit in percent is of the figure compared with, without its sign, exclusive likewise; every variance from a figure of
// zero is beyond it. Limit.Beyond says whether either test is enough or both are needed.
//
// # What explains a variance
//
// With Inputs.Before every variance is divided into parts that sum to it exactly. They are found in this order:
//
//	late            late corrections posted with this period: the periods calculated anew and, where Inputs.Before is one of
//	                them, up to five of the deals that changed. Reasons are no input here; the statement has them
//	posted-differs  what the last period posted beside what its run earned, such as its own corrections
//	held-before     the payee was held in the last run; joined, left: the payee was, or is, on the plan in one of the two alone
//	volume          what the change of the base makes at the last period's effective rate (what lines earn ÷ their base), rounded
//	                half-up; all that lines earn where there was no base
//	target          what the change of a curve's base makes at the last period's factor, rounded likewise
//	quota           the part of what rates or a curve change that the quota moved attainment by, see below
//	rate, curve     the rest of what lines, or a curve, pay differently
//	plan-version    instead of rate, where one rate became another with the plan's version, and instead of curve, where there
//	                was, or is, none; of other rules that changed with it, the text of rate or curve says so beside the cause
//	every, contest, pool
//	gate            what gates keep from paying
//	multiplier
//	cap             cut to caps, carried in from them, and whatever caps and floors on deals change
//	floor           lifted to floors on sums
//	true-up         earlier periods of a to-date window: their deals at today's rates less what was posted
//
// Where rates go by attainment and the quota changed, attainment moved first with the position, against the old quota, and
// then with the quota; what rates change is shared out in proportion to the two moves, rounded half-up, the rest being rate.
// Without Inputs.Before the rest after late corrections is one part: unexplained.
//
// # Order
//
// Rows ascend by payee, plan, component and currency; so do all other lists, the largest payees excepted: they descend by
// amount without its sign, then ascend by payee.
//
// # Numbers
//
// Amounts are exact and have the places of the plan; percentages have one decimal place, half-up. At most 1,000,000
// figures, 10,000 limits and 240 late runs are read.
//
// # Faults
//
// All at once in one [*kam.InvalidError]: preclose.run, preclose.late, preclose.before, preclose.limit, preclose.number,
// preclose.id, preclose.twice, preclose.currency, preclose.largest and preclose.too-many.
//
// # Concurrency
//
// A [Report] is a value of its own: nothing in it is shared with the inputs.
package preclose
