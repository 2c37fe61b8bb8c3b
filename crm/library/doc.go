// Package library finds what helps to sell and to serve, such as market research, industry reports and case studies: what
// fits an account, a deal or a visit and why, what is stale, what is never used, and what open deals lack.
//
//	rules, err := library.Compile(policy)                  // every fault at once
//	shelf, err := rules.On(today, records)                 // stale, never used, gaps
//	picks, err := shelf.ForDeal(deal, 3)                   // the best three, each with its score and reason
//	measures, err := shelf.Measures(us, quarter)           // used-in-deal rate, win rates
//
// # Fit
//
// A score is the weights of what fits by the weights of what is asked for. Of industries, stages and languages one that
// fits is all; of needs and products the share that fits counts. A resource that says nothing of an aspect is for all, and
// counts as the policy's General. What nobody asks for is in neither number, so that a deal that says little is no reason
// for low scores. Words are compared without the case of letters and blanks at their ends; a product goes by its id, its
// code, its name, its family and the name in the line.
//
// # Freshness
//
// A resource is stale from its day of expiry on; one that states none, so many months after it was published as its type
// lasts; types without a life last for ever. What is stale, or not published yet, is never suggested.
//
// # Use
//
// A use counts when the deal is not void and was not closed before it. A win rate of few deals says little, and is marked
// as such; a high one is no proof that the resource helped.
//
// # Gaps
//
// A gap is an industry, stage, need, product or language of open deals that no fresh resource names, with the deals
// and the stale resources that could be renewed. Aspects without a weight have none. Resources that are for all close none.
//
// # Numbers
//
// Scores and rates are exact fractions; [Shelf.Markdown] alone rounds, to percentages. Nothing reads a clock. Lists state
// their order.
//
// Users are told apart by their id alone, resources in measures too. Where two systems may use one id twice, ask for a
// shelf of each.
//
// # Bounds
//
// Weights are 0 to 1,000; a life is 1 to 1,200 months, of at most 200 types; a wish has at most 100 things of one kind; a
// shelf at most 5,000,000 records.
//
// # Faults
//
// [Compile] reports all faults at once in a [*kam.InvalidError]: library.weight, .general, .least, .must, .twice, .id,
// .months, .undated, .decided, .too-many. [ParsePolicy] adds those of strict JSON, such as library.unknown-key. Findings of
// a shelf are library.undated and .used-stale. Conditions are [ErrUnknown], [ErrWish], [ErrRecords], [ErrMeasure] and
// [kam.ErrDay].
package library
