// Package develop plans how a person closes a gap in skills: the cheapest courses and experiences that lead there, by when,
// how far the plan has come, and who mentors whom.
//
// # I have X, so I call Y
//
//	a gap, a catalogue and limits               NewPlan, Plan.Markdown, Plan.Tasks
//	a plan that somebody doubts                 VerifyPlan
//	days on which to look at progress           CheckPoints
//	training records and later assessments      Plan.Progress, Progress.Markdown
//	people who look for mentors, and mentors    MatchMentors, Matching.Markdown
//
// # What a plan may have
//
// An offering can be taken once all that it requires is completed, by a step that is over or before the plan, and once the
// person is at the From of every skill that it teaches, or above. Then each of these skills is at its To, if it was not above
// already: levels chain, and nothing lowers one. A plan has no offering twice. Steps that only lead to others cost what they
// cost.
//
// A session is on its days; two sessions that share a day cannot both be taken, unless one is of [training.Mentoring] or
// [training.JobRotation], which leave room beside them. An offering without sessions takes a number of days from its hours,
// see [Request.PerWeek]; several may go side by side. All steps lie within the period of the plan. A step that comes after
// another begins on a day on which that one is over.
//
// The cost of a step is the cost per head. What a session costs however many come is not the person's and not in the plan.
//
// That a course was meant to raise a level is no proof that it did: a plan says what to expect, and only an assessment says
// what is so. A level that nobody assessed is not zero; [UnknownPolicy] says how to plan with it, and [Plan.AssessFirst] names
// it.
//
// # Cheapest
//
// A plan that is [Bound.Proven] is the first of all plans that close the gap, in the order of cost, then hours, then number
// of steps, then offerings: of two sets of offerings, the one comes first that has the first offering of the catalogue which
// not both have. The proof is a search over the levels that can be reached, from the least that a way through them may cost
// upwards; no plan is left out but those that another one is at least as good as in everything. In catalogues
// made up so that every offering matters, with five skills to be raised by three levels, [DefaultEffort] completes the search
// for 120 offerings without sessions, and for 60 with three sessions each; [Request.Effort] asks for more. It never depends
// on a clock: effort counts what is looked at, so that each of the up to five searches of a plan takes some tenths of a second
// with the default, whatever the catalogue, and in proportion with another effort. A search that takes more is cut short: the
// plan is then the best one found, and [Plan.Above] says how much more than the cheapest it can cost at most. Before it
// begins, a few plans are made whatever the effort, by taking all that is of use and leaving out again what the rest can do
// without, so that [NotFound] is left to gaps that no such plan closes within the limits.
//
// When no plan closes the gap, [Plan.Obstacles] says why: what nobody teaches, what is too late, which budget or how many hours
// it would take. [Request.Partly] asks for the plan that closes most of the gap, in levels times weight, within the limits;
// of several the first in the same order.
//
// # Mentors
//
// [MatchMentors] covers most of what mentees want, by an assignment that is exact in whole numbers. Names in a wish or an
// exclusion that nobody has are warnings of the matching.
//
// # Numbers
//
// Costs and hours are exact decimals and are never rounded; weights are exact fractions, and what they sum to is a
// [kam.Fraction] or a ratio. Levels are whole numbers from 0 to [skills.MaxLevel].
//
// # Limits
//
// [MaxRelevant] offerings that can contribute, [MaxSessions] sessions of them, [MaxSkills] skills, [MaxDays] days, [MaxEffort]
// partial plans, [MaxList] entries of a list; [MaxMentees], [MaxMentors], [MaxCapacity] and [MaxWishes] of a matching. The sum
// of the weights of a request, in units of their common denominator, is below 2^32; that of one mentee below 2^26. A search
// keeps 300 bytes for each partial plan, and up to some thousand where many sessions meet.
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use, and the same input gives the same result.
//
// # Codes
//
// All faults come at once in one [*kam.InvalidError]. Of a request: develop.id, .twice, .subject, .too-few, .too-many, .level,
// .unknown, .period, .limit, .range, .again, .offering, .session, .sessions, .relevant, .catalogue, .number, .weight, and those
// of package skills for requirements. Of a plan that does not verify: develop.format, .catalogue, .outcome, .left-out, .assess,
// .day, .differs, .order, .requires, .entry, .after, .clash, .closes, .planned, .sum, .over, .bound, and some of the above. Of
// progress: develop.format, .log, .catalogue, .day, and some of the above. Warnings of a matching: develop.unknown-person.
// Reading JSON adds the codes of strict JSON, such as develop.unknown-key. Origins of tasks: develop.assess, develop.step.
package develop
