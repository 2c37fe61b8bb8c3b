// Package followup says which customers are to be met and when, who was never met, which accounts are about to be taken
// back into their pool (公海), and what a week of visits looks like that people can do.
//
//	rules, err := followup.Compile(policy, calendar, shanghai)  // every fault at once
//	overview, err := rules.On(today, records)                   // lines, never contacted, recalls, without owner
//	tasks := overview.Tasks("zoho", friday)                     // for a crm.TaskWriter
//	week, err := overview.Week(spec)                            // visits by day, place and hour, and what did not fit
//
// # Due
//
// A [Cadence] is either an interval, and the next contact is due so long after the last one that counts, or a number of
// times in each period, and each is due at the end of its even part of it. A due day that is no working day moves as
// the policy says. On the due day, and so many working days after it as the grace allows, a line is due; after that it is
// overdue by the working days passed since the due day. What was never contacted has no due day and is listed apart.
//
// What a contact is, the policy says: its types, done and not just planned, long enough, proved by a check-in. The day of
// an activity is that of its start in the zone of the rules; see [Counts].
//
// # Recall
//
// A [Pool] takes an account back so many days after the last contact, or after its owner got it, if no deal was won. What
// is shown is the earliest of these days and of the one that the system states itself. When the owner got an account is
// the first day of his period in the account team, else the day on which the account came into the system; when both are
// unknown no day is made up, and a finding says so.
//
// # A week of visits
//
// [Overview.Week] keeps the appointments that exist, and fills the working days of people with what is due, by urgency,
// so that a day goes to few places. A [Wish], such as an action of an account plan, has its turn before that. Channel,
// language and hours that contacts prefer are respected. What does not fit is listed with its reason.
//
// # Numbers
//
// Days late are working days; recalls and intervals are civil days unless stated otherwise. [Line.Urgency] is an exact
// fraction. [Overview.Measures] gives shares as numerator and denominator, with the records they rest on. Nothing is
// rounded, and nothing reads a clock.
//
// Users are told apart by their id alone. Where two systems may use one id for two people, ask for an overview of each.
//
// # Bounds
//
// A policy has at most 100 tiers of 20 cadences and 100 pools; a week at most 31 days and 1,000 people; an overview at
// most 5,000,000 records. Intervals are 1 to 1,000 units, days of recall 0 to 3,660.
//
// # Faults
//
// [Compile] and [Overview.Week] report all faults at once in a [*kam.InvalidError]: followup.off-day, .id, .twice, .rhythm
// (an interval and a number of times, or neither), .every, .times, .grace, .types, .minutes, .pool, .days, .deal,
// .too-many, .too-few; of a week .period, .place, .turn, .places, .cadence, .per-day and .hours. [ParsePolicy] and
// [ParseWeekSpec] add those of strict JSON, such as followup.unknown-key. Findings of an overview are followup.undated,
// .recall-unknown, .no-pool, .no-email and .no-tier, those of a week .unknown-user, .appointment-off and .over. Conditions are
// [ErrRecords], [ErrMeasure], [kam.ErrDay] and [kam.ErrNoHolidays].
package followup
