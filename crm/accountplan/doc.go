// Package accountplan keeps what is intended with one customer, and says how far it has come: objectives, the people who
// decide and who of us meets them, needs and the fit of what we propose, whitespace, competitors, risks and actions.
//
//	rules, err := accountplan.Compile(policy, shanghai)   // what plans of the company are held to; every fault at once
//	review, err := rules.Review(accountplan.Inputs{AsOf: today, Plan: plan, Records: records, Observations: figures})
//	fmt.Println(review.Completeness.Share)                // 62.5 %
//	fmt.Println(review.Markdown(kam.Chinese))             // for the meeting
//	tasks := review.Tasks()                               // for a crm.TaskWriter
//	spec.Wishes = review.Wishes()                         // visits, for followup.Overview.Week
//	changes, err := accountplan.Compare(before, after)    // between two versions
//
// # The plan and the records
//
// A [Plan] is plain data that people write; a draft has gaps, and the review says which. What systems know better is taken
// from their records: when a person was last met and by whom, roles of contacts, open deals and who decides about them, won
// and lost deals, orders. Records of other systems than the account's are passed over; merged records of several systems are
// those of one. Deals and orders are those of the account and of the accounts that are units of the whitespace.
//
// # Objectives
//
// An objective is measured by observations about the account, subject kind "account" and its id, with its metric and scope.
// The one that ends last counts, no later than the day of the review and the last day of the objective; one of a higher
// revision replaces another of the same end. A [Level] is as far as it has come from the baseline to the target, a [Total]
// as much as was reached of the target since the plan began. At an even pace by civil days it is on track or behind.
//
// # People
//
// A person was met in an activity of one of the policy's types that is done and names him, on or before the day. Within n
// days means on the day of the review or one of the n - 1 days before. A role is covered at the account when a stakeholder
// of the plan plays it and was met; in an open deal when somebody does whom the deal names. [Unnamed] is a role that
// somebody plays at the account whom the deal does not name. A deal of unknown status counts as open.
//
// # Whitespace
//
// What a unit buys of a product is stated, or computed from the lines of its orders in the period of purchases. It is
// unknown, and never 0, where an order leaves open what it is about, when it was, or how much in the plan's currency, and
// until the period is over. Sums are of cells whose potential and current business are both known, and say of how many.
//
// # Wins and losses
//
// [WinLoss] counts decided deals by rival and by reason, of one account or of many. Deals that name two rivals count at
// each. Amounts are added within a currency. A rate by amount is unknown while a deal states no amount.
//
// # Completeness
//
// Each part counts complete items of all its items, with the weight of the policy: an objective with baseline, target, last
// day and owner; a role of the policy with somebody who plays it, his attitude, his influence and who is to meet him; a need
// with priority, source and day; a need to which a solution says something; a cell with potential and current business; a
// competitor with an answer; an open risk with likelihood, impact, owner and a response or an action; an action with owner
// and due day; a day of review that has not passed. A part without items is complete only where the plan says that there is
// nothing.
//
// # Numbers
//
// Everything is an exact decimal, or a [Ratio] of two; nothing is rounded but percentages in texts, and nothing reads a clock.
// Days late are civil days. [Review.Measures] gives the figures as observations: what is not known is unknown there.
//
// # Bounds
//
// A plan has at most 500 items in each list, 100 products and 100 units. Titles, names and ids are 1 to 128 bytes, texts at
// most 4,000. A review takes at most 5,000,000 records and as many observations.
//
// # Faults and findings
//
// [Compile], [Plan.Check], [Rules.Review], [WinLoss] and [Compare] report all faults at once in a [*kam.InvalidError]:
// accountplan.id, .twice, .too-many, .too-few, .version, .account, .period, .currency, .counts, .target, .day, .number,
// .amount, .text, .attitude, .score, .how, .unknown, .part, .nothing and .priority; of a policy .meetings, .days, .people,
// .risk, .months, .partly and .weight. Parsing adds those of strict JSON, such as accountplan.unknown-key.
//
// Findings of a review are accountplan.empty, .no-owner and .owner-gone; of objectives .no-target, .no-baseline, .no-day,
// .unmeasured, .behind and .missed; of people .role-vacant, .role-unmet, .single-thread, .no-champion, .champion-unmet,
// .unmet, .uncovered, .opponent, .unknown-contact and .unrecorded; of deals .deal-role-vacant, .deal-role-unnamed,
// .deal-role-unmet and .deal-single-thread; of needs .no-priority, .need-open, .need-unmet, .need-partly, .need-unrecorded
// and .solution-deal; of whitespace .no-potential, .no-current, .over-potential and .whitespace-open; of competitors .no-answer,
// .rival-unrecorded, .undated and .no-reason; of risks .unweighed and .high-risk; of actions .overdue, .no-day and .nobody; of
// the plan .no-review, .review-due, .over, .early and .unknown-account. Conditions are [ErrRecords], [ErrMeasure] and
// [ErrOther].
package accountplan
