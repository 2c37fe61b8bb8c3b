// Package support measures support requests against what was promised: when an answer and a solution are due in working
// hours, what is at risk, who is to be told, and what share was kept.
//
//	terms, err := support.Compile(agreement, calendar, berlin) // every fault at once
//	desk, err := terms.At(now, records)                        // requests, the most pressing first
//	tasks := desk.Tasks("zoho")                                // escalations for a crm.TaskWriter
//	measures, err := desk.Measures(us, march)
//
// # Working hours
//
// A [Schedule] has opening hours for each weekday, on the working days of the calendar or on every day; on a make-up day
// those of a stated weekday hold. Time is what passes, not what the clock on the wall shows: where clocks are put
// forward in the night, a schedule around the clock has 23 hours on that day. Of an hour that comes twice an opening
// or closing time means the first one; of an hour that is left out it means the moment of the change.
//
// [Terms.Due] and [Terms.Elapsed] are inverse: the due instant is the first at which the working time since then is the
// target. That is the end of one day's hours and not the beginning of the next; what is done after it is late.
//
// # Clocks
//
// The clock of the response runs from when a request came in until it was answered, or resolved, whatever happens between.
// That of the resolution stands while the customer has to answer, if the target says so, and then nobody can tell when it
// is due: the due instant is zero. A request that is opened again goes on with what it had left, with the time between not
// counted where the earlier resolutions are known, or has its whole target again: the target states which.
//
// # Escalation
//
// A [Step] is reached when its part of the target is used up, and told while what it is about is still to be done.
//
// # Numbers
//
// Targets are whole minutes, instants microseconds; a part of a target is rounded down to a microsecond, and nothing else
// is rounded. Means and medians of [Desk.Measures] are exact ratios. Nothing here reads a clock.
//
// # Bounds
//
// An agreement has at most 50 schedules of 100 hours, and 500 targets of at most 527,040 minutes and 20 steps. Working time
// is counted over at most 3,660 days. A desk has at most 5,000,000 records.
//
// # Faults
//
// [Compile] reports all faults at once in a [*kam.InvalidError]: support.id, .twice, .too-many, .too-few, .days, .hours,
// .overlap, .make-up, .schedule, .minutes, .waiting, .reopened, .step and .at-risk. [ParseAgreement] adds those of strict
// JSON, such as support.unknown-key. Findings of a desk are support.unclear, .resolution-unknown and .nobody. Conditions
// are [ErrInstant], [ErrRecords], [ErrSpan], [ErrSchedule], [ErrMeasure] and [kam.ErrNoHolidays].
package support
