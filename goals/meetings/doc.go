// Package meetings keeps targets on track between people: when to meet, what to talk about and for how long, what was
// agreed, what was reported, and whether it had an effect.
//
// # What is here
//
//	when              Rule, Cadence, Roll, Schedule      a subset of RFC 5545, rolled to working days
//	what              Format, AgendaSpec, NewAgenda      time boxes, minutes by weight x gap that sum, the rest carried
//	what was agreed   Action, SumActions, Escalations    closure and on-time rates, what is carried on and on
//	what was said     Report, Feedback, Success          weekly and monthly reports, feedback to re-measurement
//	what is needed    Request, SumRequests               fill rate, days to deliver, attainment before and after
//	keeping it        Record, ParseRecord, Store         revisions in the host's own database
//
// A host implements [Store] and proves it with [github.com/kam-go/kam/goals/meetings/meetingstest], which has a
// reference in memory too. Nothing here reads a clock: every day is an argument.
//
// # Numbers
//
// Minutes are whole and sum to their box exactly, by largest remainders of weight x gap. Weights, gaps, attainments and
// effects are exact ratios and are never rounded but where a text shows them, and where effects are summed; the texts
// say so. A [Ratio] of nothing is unknown, not zero. Medians of whole days are exact: whole or half.
//
// # From tracking
//
// Nothing here imports goals/tracking: what it makes of a goal comes in as decimals and texts, so that figures of other
// systems fit as well. Of a tracking.Progress, whose exact numbers Round to as many places as people are to read,
//
//	Topic.Plan, Figure.Plan          Expected, what was to be reached by AsOf, and not Target
//	Topic.Actual, Figure.Actual      Actual
//	Topic.Gap                        1 - Pace, where the goal has a baseline; else leave it out
//	Figure.Attainment                Achieved and Asked, as Progress.Observation has them
//	Request.Before, Request.After    the same, on the day of asking and on AfterOn
//	Standing.Target, .Pace           Target and Pace
//	Standing.Forecast                Projection, or the end of Forecast that people go by
//	Standing.Required, .Per          Required, and the unit of Basis in words
//	Standing.Status                  Status.Text of the state
//
// # Texts
//
// An [Agenda] and a [Report] are written as Markdown in English and Simplified Chinese. What people wrote is escaped:
// it can neither break the Markdown nor bring HTML, links, images or control characters into it. [ActionSummary.Text],
// [RequestSummary.Text] and [StateError.In] are plain texts in both languages.
//
// # Limits
//
// A text has at most [MaxText] bytes, an id at most [MaxID], a list at most [MaxList] elements (those of an
// [AgendaSpec] [MaxItems], of which one meeting discusses [MaxDiscussed] topics), a meeting is moved by at most
// [MaxRoll] days, a rule has at most [MaxRuleText] bytes, an interval at most [MaxInterval] and a count at most
// [MaxCount], a record at most [MaxRecord] bytes; [Store.Save] takes at most [MaxSave] records. All are inclusive.
//
// # Faults
//
// Codes of what people write: meetings.id (empty, too long, not UTF-8, or with control characters), meetings.text (the
// same of a longer text), meetings.list (too long), meetings.twice (an id that stands twice), meetings.day (a day that
// is unset or before the one it follows), meetings.period (one that is none, has no end, or is not as long as a report
// calls it), meetings.kind (an unknown kind, type or way), meetings.number (a number out of bounds), meetings.currency,
// meetings.unit (a value of two units, or a limit for several), meetings.fraction (a weight, a gap or a limit out of
// range), meetings.minutes, meetings.direction, meetings.self (feedback to oneself), meetings.step (a step that was
// skipped), meetings.revision, meetings.content (a record of nothing, or of several things at once), meetings.size (a
// record that is too large), meetings.rule (a recurrence rule that is not supported or not valid) and meetings.carried
// (a warning: an action carried over too often). JSON adds meetings.json-syntax and its like, a task the codes of
// [kam.Task.Check].
//
// Conditions of single values: [ErrState], [ErrStale], [ErrConflict], [ErrQuery], [ErrRoll], [ErrNoWorkingDay], and
// those of package kam.
package meetings
