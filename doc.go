// Package kam is the front page and the shared vocabulary of a library that a sales system embeds to manage
// key-account managers: what they are to reach, how they did, what they earn to the cent, when they are promoted, and
// the customers they serve. Every result is exact, says how it came about, and comes out the same when computed again.
//
// # The house
//
// The library is one house with five rooms, each a package of its own:
//
//	goals        targets: their breakdown to periods and people, and the pace towards them
//	scoring      scorecards, feedback, improvement
//	incentive    plans, credits, commission, statements, ledger
//	careerpath   ladders, promotion, skills, development
//	crm          customers and what happens with them
//
// Each room has a front page that leads to its packages: [github.com/kam-go/kam/goals],
// [github.com/kam-go/kam/scoring], [github.com/kam-go/kam/incentive], [github.com/kam-go/kam/careerpath] and
// [github.com/kam-go/kam/crm].
//
// # I have X, import Y
//
//	a target, to see how good it is              goals                Check: S, M, A, R, T by evidence
//	a year's target for accounts and weeks       goals/breakdown      OverTime, OverOrganisation, OverBoth
//	a number to cut into parts that foot         goals/spread         Parts, Foot
//	a revenue, to know the visits it takes       goals/visits         Plan
//	results so far, and a target                 goals/tracking       Track, NextStatus, RollUp
//	a team to meet                               goals/meetings       ParseRule, NewAgenda
//	a scorecard and observations                 scoring              Compile the card, Score; VerifyResult
//	judgements to make weights of                scoring/weights      FromJudgements, FromPoints
//	raters, peers, trends to compare             scoring/compare      Calibrate, Distribute, TrendOf
//	what many people say of one                  scoring/feedback     Compile a round, Report
//	a result, to know what to do first           scoring/improve      NewPlan, Reevaluate
//	results to draw                              scoring/chart        Radar, Trend
//	a career ladder, and people on it            careerpath           Compile the ladder, Readiness
//	what must be true of a person                careerpath/criteria  Compile the rule, Evaluate, EvaluateAll
//	skills to compare with what is asked         careerpath/skills    NewMatrix, NewGap
//	courses and activities                       careerpath/training  Compile the catalogue, Replay, Report
//	a gap to close                               careerpath/develop   NewPlan, Match mentors
//	openings to fill                             careerpath/promotion Compile the cycle, State.Apply, Replay
//	a decision to audit                          careerpath/fairness  Compare, Audit
//	won deals and a commission plan              incentive            Compile the plan, Run a period
//	a plan as JSON                               incentive            ParsePlan reports every fault with its path
//	a statement somebody doubts                  incentive            VerifyStatement recomputes the exported bytes
//	commission to post once and only once        incentive/ledger     append-only entries, compare-and-swap
//	deals that are repriced, reopened, deleted   incentive/fromcrm    opportunity revisions to transactions
//	a period to settle as a whole                incentive/settlement earnings, corrections, holdbacks, draws, debts
//	commission to hand to payroll                incentive/payroll    Pay, CSV, Acknowledge, Reconcile
//	a period to look at before it is approved    incentive/preclose   Build: variances by the rule that caused them
//	balances of another system                   incentive/migration  from a spreadsheet into the ledger
//	commission to put into the accounts          incentive/accounting accruals, costs of contracts over time
//	benefits, awards and certificates            incentive/awards     Compile the catalogue, Decide
//	accounts or teams to hand over               incentive/handover   Preview, Apply
//	a Zoho CRM organisation                      crm/zoho             New, Changes, Deleted, WriteTasks; zohotest
//	customers in 纷享销客 (Fxiaoke)              crm/fxiaoke          New, Changes, IDs, WriteTasks; fxiaoketest
//	JSON or CSV exports of any CRM               crm/fieldmap         Compile the map, Record, ReadCSV
//	a system whose records I want a copy of      crm/replica          Run
//	customers to be met in a rhythm              crm/followup         Compile the policy, On a day, Tasks, Week
//	support requests and promised times          crm/support          Compile the agreement, At an instant, Measures
//	accounts to give to other owners             crm/reassign         Plan, Apply, Notices
//	a plan for a customer, and CRM records       crm/accountplan      Compile the policy, Review, Tasks, Wishes
//	a salon or product experience day            crm/event            Compile the policy, Guests, After, Measures
//	reports and cases that deals or visits need  crm/library          Compile the policy, On a day, ForDeal, ForVisit
//	customer records, to know the key figures    crm/kpi              Compile the policy, Read, Revenue, Retention, Pipeline
//	accounts, to know their health or segment    crm/kpi              CompileHealth, CompileRFM, CrossSell
//	accounts of two systems that may be one      crm/match            Compile the policy, Match, Why; Decision
//	records of several systems, one customer     crm/picture          Compile the policy, Paint, Markdown, Records
//	a plan that may be unwise                    incentive/lint       Check, CheckRoster
//	a plan, to see what it pays where            incentive/analysis   Ask, Payout: the exact curve, Markdown, SVG
//	a plan to test like code                     incentive/plantest   Load, Monotone, PaysAt; Run, Covered, Killed
//	examples of what a plan must pay             incentive/scenario   Load, Run, Coverage; scenario/boundary Cases,
//	                                             scenario/mutation Kill, scenario/equivalence
//	two versions of a plan, or a budget for one  incentive/backtest   Compare, Simulate, WhatIf
//	a plan to be read, approved and accepted     incentive/plandoc    Write, Registry
//	my own storage to prove                      incentive/incentivetest, incentive/ledger/ledgertest,
//	                                             goals/goalstest, goals/meetings/meetingstest,
//	                                             scoring/scoringtest, careerpath/careerpathtest,
//	                                             crm/crmtest
//	fiscal years, 4-4-5 months, ISO weeks        kam                  NewCalendar
//	holidays and make-up working days            kam                  CalendarSpec, Calendar.WorkingDays
//	days and periods as text or JSON             kam                  ParseDay, ParsePeriod
//	a measured value to pass on                  kam                  Observation, Combine
//	faults to show to a person                   kam                  InvalidError, Findings
//
// # What flows between the rooms
//
// One small thing: an [Observation], which says that a [Metric] of a [Subject] had a value in a [Period]. Customer
// records become observations; goals compare them with targets and yield attainment; scoring makes them a score;
// incentive reads transactions and observations; careerpath reads their history. What one room decides enters the
// next as an observation, so no room imports another, and a program may enter at any door: payroll needs incentive
// alone. The one bridge is incentive/fromcrm, because how a changed deal changes pay is a stated policy.
//
// A value that is not known is Unknown, never zero. A ratio travels as numerator and denominator, so that
// attainments are combined as what was reached by what was asked, and never as a mean of percentages.
//
// # What the host implements
//
// To compute: nothing. Plans and inputs are plain data, results are values; no storage interface is needed.
// To read from and post to its own database a host implements interfaces of one to five methods, declared where they
// are used: incentive.TransactionReader, incentive.RosterReader, ledger.Ledger, goals.Store, meetings.Store,
// improve.Store, training.Store, promotion.Store and crm.Store. Each comes with an in-memory reference and a conformance suite that the host's tests run. Holidays are
// the host's to supply.
// The library reads no clock, opens no file, and keeps no state between calls.
//
// # Numbers
//
// Amounts, quotas, rates and scores are exact decimals (github.com/shopspring/decimal) or exact ratios ([Fraction],
// *big.Rat), never floats. A number from outside has at most 64 bytes of text, 38 digits, 30 decimal places and a
// decimal exponent between -30 and 30; others are refused with [ErrNumber]. Nothing is rounded but at the one step
// that a rule set names, in the mode it names; parts of a split always sum to the whole. Decimals are compared with
// Equal or Cmp: the operator == sees how they are stored.
//
// # Days
//
// A [Day] is a civil day without a clock and a zone, and its zero value is unset. A [Period] is half-open,
// [From, Until). Both are read strictly: 2023-02-29 and 2023-2-1 are refused with [ErrDay], never shifted. Months are
// stepped by [Day.AddMonths], which clamps to the end of a short month. Instants become days in a stated zone by
// [DayAt]. Working days are counted from holidays that were stated; a year without them is [ErrNoHolidays].
//
// # Faults
//
// Whatever a person wrote or a system exported is checked whole: all faults come at once in one [*InvalidError], each
// a [Finding] with a stable code, a place, a message in English and Simplified Chinese ([Text]), and a remedy. Faults
// of single values wrap the sentinel errors [ErrDay], [ErrPeriod], [ErrFraction], [ErrCurrency], [ErrNumber],
// [ErrNoHolidays] and [ErrLang]. Bad input never panics.
//
// Codes of this package: calendar.fiscal-start, calendar.pattern, calendar.year-end, calendar.workweek, calendar.year
// (out of range, or stated twice), calendar.holiday (a day of another year, or stated twice); metric.key,
// metric.direction; observation.subject, .metric, .period, .number, .ratio, .currency, .unit, .count, .revision,
// .mixed and .twice (the last two from [Combine]); task.id, task.owner, task.title, task.about.
package kam
