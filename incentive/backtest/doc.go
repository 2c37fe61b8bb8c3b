// Package backtest runs two versions of a plan over one history and says whose pay differs by what and why, simulates
// what a plan may cost, and answers what a payee's next statement would be if open deals are won, lost or moved.
//
//	comparison, err := backtest.Compare(ctx, question, backtest.Options{})   // before, after, and the rule that causes the difference
//	forecast, err := backtest.Simulate(ctx, simulation, backtest.Options{})  // P10, P50, P90 of the cost; how often a budget is exceeded
//	prospect, err := backtest.WhatIf(ctx, pipeline, backtest.Options{})      // the next statement in every case
//	fmt.Println(comparison.Markdown(kam.English))
//
// Everything is computed by [incentive.Compile] and [incentive.Program.Run]; what is earned is compared, before holdbacks,
// draws and other payout terms. Open positions earn nothing and are left out of comparisons and forecasts.
//
// # Histories
//
// A [History] has commission periods and everything that their runs read. They are calculated one after the other, and
// what each earns is posted in memory, for every plan that is tried on books of its own. A run sees the whole history, as
// one who looks back does: where all plans of a side count refunds with their originals ("period": "origin"), a refund
// counts in the period of its original and is left out of later ones. Where a plan mirrors refunds, what the original
// earned in an earlier period of the history is known from that period's run.
//
// # Attribution
//
// [Compare] changes one difference at a time from the plan before to the plan after, in the order in which plans are
// written; [Change] has the order that was taken. The effect of a change is what it adds in its turn, so that the
// effects sum to the difference of each payee exactly, on books of several periods too. What a change would add alone
// stands beside it: where the two are not the same, the changes act on each other, [Comparison.Additive] is false, and
// another order would give other effects. A way of paying and the one that it replaces, and parts without names of a
// list that grows or shrinks, such as tiers, are changed at once. A change that gives no valid plan, or holds somebody
// whom neither side holds, is made together with a later one.
//
// Payees who are held in any period on either side are listed with the reasons and are part of no sum.
//
// # Simulation
//
// [Simulate] draws for each payee of an [Outlook] what a measure gains in a period, from a [Distribution], turns it into
// deals, and calculates all periods of each trial. Draws are 64 bits of the SHA-256 of the seed, the number of the trial, and the
// names of outlook, payee and period, so that the same seed gives the same forecast on every machine and for any number of
// workers, and two plans with the same outlooks meet the same luck. A drawn amount is rounded once, half-up, to the minor units of its
// currency, units and counts to whole ones, scores to 4 decimals. Percentiles are by nearest rank: see [Spread].
//
// # Faults
//
// All faults of a question are reported at once as a *kam.InvalidError, with these codes: backtest.too-many, .too-few,
// .period, .order, .plan, .number, .currency, .id, .twice, .payee, .measure, .basis, .reading (a word that changes the result
// is not stated), .unused, .kind, .missing, .negative, .shape, .chance, .chances, .quota, .day, .deal, .outcome and .invalid.
// [ParseQuestion], [ParseSimulation] and [ParsePipeline] add those of strict JSON, such as backtest.unknown-key. Faults of
// plans, rosters and deals keep the codes of package incentive; their place begins with the side: "before: $.plans[0]…".
//
// # Numbers and limits
//
// Amounts are exact decimals, sums and shares exact; no float is used. A history has at most 120 periods and 1,000,000
// transactions; a side at most 100 plans; a simulation at most 100,000 trials and 5,000,000 trials × payees; a pipeline at most
// 1,000 open deals and 4,096 cases. Nothing here reads a clock or keeps state; everything is safe for concurrent use.
package backtest
