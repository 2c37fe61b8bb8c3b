// Package meetings keeps targets on track between people: when to meet, what to talk about and for how long, what was
// agreed, what was reported, and whether it had an effect.
//
// # What is here
//
//	when              Rule, Cadence, Roll, Schedule      a subset of RFC 5545, rolled to working days
//	what              Format, AgendaSpec, NewAgenda      time boxes, topics by weight x gap, minutes that sum
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
// Minutes are whole and sum to their box exactly, by largest remainders. Weights, gaps and attainments are exact
// ratios and are never rounded but where a text shows them; the texts say so. A [Ratio] of nothing is unknown, not
// zero. Medians of whole days are exact: whole or half.
//
// # Texts
//
// An [Agenda] and a [Report] are written as Markdown in English and Simplified Chinese. What people wrote is escaped:
// it can neither break the Markdown nor bring HTML, links, images or control characters into it.
//
// # Limits
//
// A text has at most [MaxText] bytes, an id at most [MaxID], a list at most [MaxList] elements (those of an [AgendaSpec]
// [MaxItems]), a rule at most
// [MaxRuleText] bytes, an interval at most [MaxInterval] and a count at most [MaxCount], a record at most [MaxRecord]
// bytes; [Store.Save] takes at most [MaxSave] records. All are inclusive.
//
// # Faults
//
// Codes of what people write: meetings.id (empty, too long, not UTF-8, or with control characters), meetings.text
// (the same of a longer text), meetings.list (too long), meetings.twice (an id that stands twice), meetings.day
// (a day that is unset or before the one it follows), meetings.period, meetings.kind (an unknown kind, type or way),
// meetings.number (a number out of bounds), meetings.currency, meetings.unit, meetings.fraction (a weight, a gap or a limit out of range),
// meetings.minutes, meetings.direction, meetings.self (feedback to oneself), meetings.step (a step that was skipped),
// meetings.revision, meetings.content (a record of nothing, or of several things at once), meetings.size (a record that is too large), meetings.rule (a recurrence rule that is not supported or not valid) and
// meetings.carried (a warning: an action carried over too often). JSON adds meetings.json-syntax and its like, a task
// the codes of [kam.Task.Check].
//
// Conditions of single values: [ErrState], [ErrStale], [ErrConflict], [ErrQuery], [ErrRoll], [ErrNoWorkingDay], and
// those of package kam.
package meetings
