// Package goals says what a target is and how good it is: who is to bring which metric where by when, how SMART that is
// by evidence, how the figure was negotiated and amended, and how all of it is kept without overwriting anything.
//
// A [Goal] is plain data, in Go or in JSON. [Check] judges it by the facts of a [Situation] and returns a [Report]: for
// each letter a verdict and findings with the numbers they rest on and a remedy. The package example is the whole of it.
//
// # I have X, so I import Y
//
//	I have                                      I import or call
//	a target and want to know how good it is    goals: Check
//	all targets of one person                   goals: Portfolio
//	a proposal, a counter, a decision           goals: Negotiate, Summarize
//	a target that changes inside its period     goals: Goal.Amend, Goal.TargetOn, Goal.Blended
//	a database to keep goals in                 goals: Store, Replay, and goals/goalstest to prove it
//	a number to cut into parts                  goals/spread: rows and matrices that foot, holds, bounds
//	a year's target for months and people       goals/breakdown: over time, over the organisation, both
//	a target and want to know its chances       goals/likelihood: history, peers, deals, coverage
//	a revenue and want to know the visits       goals/visits: reverse funnel, cadence, capacity, weekly plan
//	results so far                              goals/tracking: attainment, pace, forecast, status, roll-up
//	a team to meet and report                   goals/meetings: recurrence, agenda, reports, requests, feedback
//
// # SMART
//
//	S  the metric is registered, one person answers, the scope is stated and holds something, the direction is
//	   stated and the metric's own, and no vague word stands in the statement without a quantity in its sentence
//	M  unit or currency, flow or stock, a baseline that the target leaves in the right direction, a source, at
//	   least 3 readings in the period, and a move larger than the margin of error of the survey behind it
//	A  the chance by own history, by peers and by the open pipeline lies within the [Bands], and the visits fit
//	   into the working days; too easy is found as well as out of reach
//	R  a parent of the same metric, or of one that is declared to be driven, of which the goal carries enough;
//	   children and accounts that sum to what they are part of; no goal that pulls the other way or counts twice
//	T  a closed period that is not over and leaves time for a median sale, milestones on the way, and check-ins
//
// Only what is there is judged: a letter without a fault that lacks something needed is unknown, never failed. Where
// kinds of evidence for A disagree, out of reach by one and within by another, the goal is doubtful.
//
// # Negotiation and amendments
//
// A [Negotiation] takes a [Move] only where it is allowed: nobody agrees to one's own figure, an imposed figure has a
// reason, and the first figures of both sides are kept. An [Amendment] takes effect on a day of the period, with a
// reason and an approver who does not own the goal; earlier targets stay what they were. [Goal.Blended] is the target
// that the whole period is measured by.
//
// # Storage
//
// What happens to a goal is an [Entry]; [Replay] rebuilds the goal from its entries. [Store] is what a host implements
// to keep them, two methods; package goals/goalstest has a reference in memory and the tests that every store passes.
//
// # Numbers
//
// Targets, baselines and figures are exact decimals of at most 38 digits, 30 of them after the point; shares and
// weights are exact fractions from 0 to 1, and weights sum to exactly 1 or are reported with the exact difference.
// Comparisons are exact. Blends are exact ratios, rounded where [Blend.Round] is called, half away from zero.
// Probabilities are those of goals/likelihood, with 6 decimal places. Percentages in texts are rounded half away from
// zero to one decimal place, after judging. Ratios in histories are rounded to 12 decimal places before a probability
// is computed from them. No float is used anywhere.
//
// IDs, metrics, scopes, names of persons and units have at most 128 bytes, statements, titles and reasons 4,096; a goal has at
// most 100 owners, 1,000 milestones and 1,000 amendments, a negotiation 1,000 moves, each list of a situation 10,000
// entries, a portfolio 1,000 goals. Nothing here keeps state; every function may be called from many goroutines at once.
//
// # Codes
//
// [Goal.Check], [Move.Check], [Entry.Check] and [Bands.Check]: goals.id, goals.metric, goals.scope, goals.unit,
// goals.source, goals.statement, goals.title, goals.owner, goals.direction, goals.tracking, goals.cadence, goals.number,
// goals.currency, goals.period, goals.parent, goals.share, goals.survey, goals.milestone, goals.amendment, goals.move,
// goals.entry, goals.bands. Reading JSON: goals.json-syntax, goals.unknown-key, goals.duplicate-key, goals.key-case,
// goals.wrong-type, goals.trailing-data, goals.number, goals.text, goals.null, goals.too-deep, goals.too-large,
// goals.encoding.
//
// [Check]: the code names what was looked at, and the severity how it came out; an information says what a judgement
// rests on, or what was not given.
//
//	smart.s  metric, registry, owner, scope, members, direction, vague
//	smart.m  unit, tracking, target, baseline, source, cadence, readings, survey, spread
//	smart.a  history, peers, pipeline, each also with -easy, -hard, -open (bounds too wide to tell) and
//	         -unknown; direction, capacity, unknown
//	smart.r  parent, parent-unknown, metric, period, share, share-unknown, children, accounts, both also with
//	         -gap and -over; conflict, twice, shared
//	smart.t  period, as-of, over, cycle, working-days, milestone, milestone-day, check-in
//	smart.input for what was given to judge by and could not be used
//
// [Portfolio]: portfolio.count, portfolio.weights, portfolio.weight, portfolio.owner, portfolio.overlap, portfolio.id,
// portfolio.input.
//
// Conditions: [ErrMove], [ErrReplay], [ErrStale], [ErrConflict], [ErrTracking], [ErrCounting].
package goals
