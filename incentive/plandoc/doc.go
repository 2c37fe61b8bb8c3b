// Package plandoc writes plans down for people, keeps their versions under
// four eyes, moves payees from one version to the next, and records who has
// accepted which document.
//
//	doc, err := plandoc.Write(plan, plandoc.Options{Lang: kam.Chinese})   // Markdown, with examples computed by the engine
//	changes, err := plandoc.Diff(old, plan)                               // what changed, in words and JSON paths
//	registry, err := plandoc.Load(ctx, store, plan.ID)                    // draft, in review, approved, effective, retired
//	err = registry.Allow(plan, day)                                       // exactly this content was approved and is in force
//	open := registry.Outstanding(registry.Duties(roster.Assignments, day)) // who has not accepted which version
//
// # Documents
//
// [Write] tells everything that a plan says, part by part, in English or
// Chinese. Below each component stands an example: a made-up period that
// [incentive.Program.Run] calculates, with the payee's own quotas and target where
// they are given and hold for the plan's first commission period. Where the
// made-up period cannot be calculated the document says why instead. The plan's
// id, version and hash stand at the foot, and [Document.Hash] names the text.
//
// # Versions
//
// A version is an append-only record of [Event] values in a [Store], one list
// for each plan. A draft may be written anew; submitted, it is returned or
// approved by somebody who neither wrote nor submitted it. An approved version
// never changes: [Registry.Apply] refuses it with [ErrLocked], and [Registry.Allow]
// refuses to calculate with other content under its number. [Copy] makes the
// next year's version. The package knows no clock: days are arguments.
//
// # Moving payees
//
// [Reassign] ends one assignment on a day and begins the next. A [Guarantee]
// then promises a part of what the old plan would have paid: [Guarantee.TopUp]
// compares two runs of the same commission period, one of each plan. What it
// adds is posted as a manual adjustment, under its ID, once.
//
// # Numbers
//
// A top-up is max(0, share × old − new) for an old amount above zero, where
// share × old is exact and rounded once to the minor units of the currency in
// the mode stated. Documents show numbers as the plan and the engine have them.
//
// # Faults
//
// Codes: plandoc.id, .twice, .seq, .version, .day, .step, .hash, .lang,
// .content (from [Event.Check]); .too-many, .too-few, .share, .mode (from
// [Guarantee.Check]); .payee, .figures, .assignment, .period, .overlap,
// .not-effective and the warning .mid-period (from [Reassign]); .assignment
// (from [Write]); those of strict JSON from [ParseEvent]. Plans are checked by
// package incentive with codes of its own.
//
// Nothing here keeps state; everything is safe for concurrent use.
package plandoc
