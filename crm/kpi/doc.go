// Package kpi computes the key figures of customers: revenue and its retention, deals and pipeline, contacts, satisfaction,
// share of wallet; and what is to be seen in them: health, RFM, cross-selling, lapsed, shrinking and single-threaded accounts.
//
//	kept := kpi.Movement{Start: ten, Expansion: oneEight, Contraction: zeroSix, Churn: zeroNine}
//	kept.GRR().Percent(0) // 85
//	kept.NRR().Percent(0) // 103
//
//	rules, err := kpi.Compile(policy, shanghai)  // every fault at once
//	book, err := rules.Read(records)             // records of one system, or merged ones
//	revenue, err := book.Revenue(question)       // figures as kam.Observation, with the records they rest on
//	retained, err := book.Retention(question)    // and what became of each account
//
// # Formulas
//
// They take plain numbers and are exact: [Movement.GRR], [Movement.NRR] and [Retention.Logo], [Growth], [MarginRate],
// [WinRate], [Weighted], [Mean], [Median], [Concentration], [Herfindahl], [WalletShare], [WalletRule],
// [Satisfaction.CSAT], [Promoters.NPS], [Association.Lift]. Their results are [Ratio]s. Where there is nothing to divide by
// a ratio is unknown: with nothing at the start retention is neither 0 nor 100 %, and without answers nobody is satisfied or
// dissatisfied.
//
// # Figures from records
//
// A [Policy] says what is revenue, what becomes of records that lack something, and how currencies are converted; a
// [Book] is records sorted by [Rules.Read]. A [Question] says of whom and when. Each family is one method: [Book.Revenue],
// [Book.Retention], [Book.Deals], [Book.Pipeline], [Book.Activities], [Book.Satisfaction], [Book.Wallet]. A figure is a
// [Measure]: a [kam.Observation] with the refs of its records. Ratios have numerator and denominator, so that figures of
// several subjects combine exactly. A figure of a period that is not over on the day AsOf is unknown.
//
// Amounts of different currencies are never added. Without a currency in the policy there is one figure for each; with one,
// amounts are converted by stated rates, and without a rate they are missing. Without one, records that state no currency make
// an unknown figure of their own, without a currency. A record that lacks its part makes the figure
// unknown or is left out and counted, as the policy says: there is no default.
//
// # What is to be seen
//
// [Health] makes points of observations and a score of points. What is unknown is left out, its weight goes to what is
// known, and the coverage is stated; triggers, such as a contract that ends within 30 days, hold an account down whatever
// its score. [RFM] scores buyers by fixed bounds or by quantiles, which say little of few buyers: a finding tells.
// [Book.CrossSell] finds what is bought together, with support, confidence and lift from stated counts, and what peers
// bought and an account did not. [Book.Lapsed] and [Book.Shrinking] compare an account with its own past,
// [Book.SingleThreaded] finds relationships that hang on too few people. Each result explains itself in English and Chinese
// by its Why or its Finding.
//
// # Numbers
//
// Everything is an exact decimal or a quotient of two. Four steps round, each once, a half away from zero unless said otherwise: an amount that is converted, to
// the smallest unit of its currency; a health score, to the places of its spec, before it is put in a band; the
// margin of a Net Promoter Score, up to four places; the ends of Wilson's interval, outwards to four places. The quantile
// and the square root in the last two differ from the true value by less than 10^-30. A figure that would be beyond the
// bounds of the library is unknown.
//
// Every figure takes time in proportion to the records, but for sorting; associations in proportion to the pairs of
// products that accounts have.
//
// # Bounds
//
// A book has at most 5,000,000 records; a policy 10,000 rates, 1,000 statuses, types and stages and 20 scales. Associations
// are of at most 2,000 products. A health spec has at most 50 groups of 100 components, 50 bands and 100 triggers.
//
// # Findings
//
// [Compile], [CompileHealth], [CompileRFM] and every question report all faults at once in a [*kam.InvalidError]: kpi.source,
// .missing, .currency, .rate, .twice, .id, .text, .number, .too-many, .too-few, .scale, .probability, .days, .top; of a
// question .subject, .period, .day, .by, .account, .amount; of health .weight, .points, .coverage, .places, .band and .trigger;
// of RFM .axis, .ties, .buyers, .segment; of the others .support, .count, .share, .lift, .times, .window. Parsing adds those
// of strict JSON, such as kpi.unknown-key.
//
// [Book.Findings] warns of kpi.undated, .amount, .currency, .rate and .account; figures of kpi.lengths,
// .currency-changed, .order, .score and .few-buyers. What is to be seen is told as kpi.churned, .contracted, .unchanged,
// .expanded, .new, .returned, .no-change, .stale-deal, .health, .whitespace, .lapsed, .shrinking and .single-threaded.
// Conditions are [ErrRecords], [ErrSystems], [ErrProducts] and [ErrSupport].
package kpi
