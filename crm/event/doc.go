// Package event says whom to invite to a customer event, such as a salon (沙龙) or a product experience day (产品体验日), and
// what became of it: who came, who was followed up in time, what happened to the guests' deals next to those of accounts
// like them, and what each of that cost.
//
//	rules, err := event.Compile(policy, calendar, shanghai)   // every fault at once
//	list, err := rules.Guests(salon, today, records)          // invite, reserve, left out; each with its reason
//	outcome, err := rules.After(salon, later, records)        // turnout, follow-ups, pipeline
//	tasks := outcome.Tasks()                                  // for a crm.TaskWriter
//
// # Guests
//
// What speaks for somebody are points: for each topic of the event that an open deal of the account needs, for each that
// the person is interested in, for the account's tier and for the person's buying role. Words are compared without the case
// of letters and blanks at their ends. Who declined, is invited already, wants no e-mail where invitations are e-mails,
// or was invited lately is left out, each with the reason; so is who has too few points. The best of the others are
// invited while there is room, the next are in reserve. Every contact of the event's system is on exactly one list.
//
// # Attendance
//
// Not known is never absent. Where nobody says whether a guest came, attendance rates are unknown, or are those of the
// others with the number left out beside them: the policy says which.
//
// # Follow-up
//
// A guest is followed up by the first activity of a type that counts after the event: on a later day than its last, or on
// that day after its end, where the end is stated. It is in time up to so many working days after the last day.
//
// # Pipeline
//
// The window is the event's days and so many after. A deal was opened in it when it was created in it, else when its
// history begins in it; a deal of before advanced when it came to a later stage than it ever had, or was won. Each account
// that came is compared with the one most like it that did not: of the same tier and industry (what is not stated is
// alike), and with the nearest pipeline before the event, each account once. The pipeline before is the deals that were open
// when the event began, with the amounts that they state now: systems do not keep the amounts of earlier days.
//
// [Effect.Chance] is McNemar's exact test of the pairs that differ. It says how easily chance would give such a
// difference, and nothing about the cause: guests are not drawn by lot. [Effect.Statement] says so in words.
//
// # Numbers
//
// Points are integers; rates, sizes, costs and chances are exact. Only [Outcome.Markdown] rounds, to a percentage or
// to the smallest unit of the currency. Nothing reads a clock. Lists state their order.
//
// # Bounds
//
// A policy has at most 200 rows of each kind, of 0 to 1,000 points; follow-ups are within 1 to 250 working days, windows 1
// to 3,660 days. An event has at most 100,000 invitations, a question at most 5,000,000 records.
//
// # Faults
//
// [Compile] reports all faults at once in a [*kam.InvalidError]: event.id, .twice, .points, .least, .rest, .per-account,
// .expect, .reserve, .notice, .within, .types, .reach, .stages, .compare, .size, .currency, .rates, .number, .tolerance,
// .missing, .too-many and .too-few. [ParsePolicy] adds those of strict JSON, such as event.unknown-key. Findings of a list
// or an outcome are event.twice, .nobody, .cancelled, .begun, .no-topics, .attendance-unknown and .stage. Conditions are
// [ErrEvent], [ErrRecords], [kam.ErrDay] and [kam.ErrNoHolidays].
package event
