// Package visits turns targets into work: how many visits, calls and proposals in which week, for which deals and which
// accounts, and whether the people who are there can do them. Which customers those are is not its business.
//
// # From revenue back to the first activity
//
// A [Segment] states a revenue for each of its steps, the average deal, and the stages from the first activity to the
// win, each with the share that goes on to the next. [Segment.Ladder] climbs back from the deals: 14 deals at rates of
// 40 %, 50 %, 35 % and 10 % take 35, 70, 200 and 2000 items. A stage may also be a multiple of the deals.
//
// # From the close back to the week
//
// [Plan] lets the deals of a step close evenly over its working days, and puts every stage before them by its own lead
// and all later ones: so many working days, or so many weeks and then the last working day on or before that day. What
// an item takes of each [Activity] becomes the [Line]s of the plan. What should have been done before the first day
// that can be planned is [Late], and told; what is due after the plan is counted as later. [Revenue] says the same in
// money: what the weeks can bring, what is too late by the leads, and what takes work after the plan.
//
// # Existing accounts
//
// A [Tier] states how many accounts it has, and a [Rhythm] how many weeks lie between two visits to one of them. What
// that makes in the planned days is spread over the weeks by their working days, so that a week of holidays gets less.
//
// # Capacity
//
// With people in the [Spec] every week's need is set against what they can do on the working days on which they are
// not away. The [Verdict] knows that work can be done earlier than planned and never later, and judges hours and counts
// together: a visit that is brought forward takes hours there. [Capacity] also says which part of the revenue within
// the weeks the people support, and what of the targets cannot be reached any more.
//
// # Numbers
//
// Rates, counts, hours and needs are exact ratios; nothing is a float. Three steps round, each once:
//
//   - [Rung.Count] is rounded up on every rung from the rung after it.
//   - A line of new business cumulates its exact needs over the weeks, and what is cumulated is rounded up. At the end
//     of every week at least what was needed by then is planned, and less than one more; each week is less than one
//     from its exact need; Late, weeks and Later sum to the exact need of all steps rounded up once, [Line.Need].
//   - A line of existing accounts rounds its need in the planned days up once. The weeks cumulate its shares by working
//     days plus a phase below one, different for each line, and what is cumulated is rounded down. Each week is less
//     than one from its exact share, the weeks sum to Line.Need, and lines with few accounts take turns.
//
// A Rung.Count may be above the sum of a line's counts: rounding each rung up asks for a little more than the exact
// need of all steps does.
//
// # Working days
//
// Weeks are ISO 8601 weeks. Working days are those of the [kam.Calendar], with its make-up working days; a year without
// data, which leads may reach before the plan, is [kam.ErrNoHolidays].
//
// # Bounds
//
// A plan has at most 160 weeks, 100 segments, 100 tiers and 1,000 people; a segment at most 12 stages and 200 steps
// within 160 weeks around the plan; a stage or a person at most 20 activities, a tier at most 20 rhythms, a person at
// most 200 absences. Rates have denominators of at most 1,000,000 in lowest terms, other fractions of at most 1,000.
// Names have at most 64 bytes, activities 32. A count is at most 10^12.
//
// # Faults
//
// All faults of a spec come at once in a [*kam.InvalidError]: visits.period, .currency, .name, .twice (a name or an
// activity stands twice), .size (too many entries), .step, .target, .deal, .stages, .rate, .lead, .count (also counts
// above 10^12), .accounts, .every, .hours, .person and .away; from [ParseSpec] also those of strict JSON, such as
// visits.unknown-key. What a plan cannot do is told by [WeeklyPlan.Findings]: visits.late, .later, .overload, .level and
// .short.
package visits
