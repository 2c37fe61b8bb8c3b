// Package criteria says whether what must be true of a person is true: a tree of rules over observations, tenure, skills,
// certificates, reviews and flags, compiled once and evaluated for one person or for a hundred thousand. The same rules
// promote, keep and demote.
//
//	rule, err := criteria.ParseRule(data)
//	program, err := criteria.Compile(rule, vocabulary, criteria.Options{Version: 3})
//	result := program.Evaluate(file, asOf)
//	fmt.Println(result.Summary().EN)   // agent anna on 2026-07-01: not met; 3 of 4 criteria met, 1 not met
//
// # Three states
//
// A rule is [Met], [NotMet] or [Unknown]. What is not in a file proves nothing unless the file says that it is complete,
// see [evidence.Completeness]; a step without a usable observation is unknown and never zero. Groups follow the logic of
// Kleene: all, any, at least k and not are decided as soon as the members that are known decide them, and are unknown
// otherwise.
//
// What [evidence.File.Check] refuses proves nothing. An unusable record of what is asked for, such as a flag without a first
// day, takes away the proof that there are no others; of a skill or a review it makes the criterion unknown. A position that
// does not say in which track or department it was is neither in one nor elsewhere. Nothing is known of nobody. A name that
// the vocabulary does not have is passed over, so that files are to be checked by [evidence.File.CheckAgainst] first.
//
// # Steps and windows
//
// Criteria on metrics look at steps: years, half-years, quarters and months of the calendar of [Options], or ISO weeks. A
// step counts once it is over, that is when the first day after it is on or before the as-of day. An observation belongs
// to a step when its period is exactly that step. Observations of shorter periods add up to a step that has none of its
// own when they cover it day by day, in sums, ratios and growth always, elsewhere where the criterion says so. Longer ones
// are never cut. Of one fact the highest revision counts; two of one revision that differ make the step unknown, and so do
// two ways to add up shorter periods that come to different figures. The day on which a source knew a value is not looked
// at: a file is what is known.
//
// # Decided early
//
// A criterion is decided although steps are unknown when no value of theirs could change it: a lowest value that is too low
// already, a highest value that is high enough, a run that has its steps or can no longer get them. A sum or a mean is
// decided early only where the metric is declared non-negative, because amounts may be below 0: credit notes take revenue
// back. One value below 0 of the series, anywhere in the file, revokes the declaration.
//
// # Ratios
//
// A ratio travels as numerator and denominator, and several are made one only as the sum of numerators by the sum of
// denominators; the mean of ratios is refused. The threshold of a ratio says how it is written: [AsRatio] is 0.92,
// [AsPercent] is 92.
//
// # Directions
//
// A comparison that asks for a poor value is refused unless it says so with against, as a rule of demotion does, or stands
// inside a not, or inside an odd number of them. Without these, better evidence never makes a rule worse; growth alone looks at its base as well, which
// is better when it is lower.
//
// # Numbers
//
// Everything is exact: machine integers while they fit, big.Rat beyond, with the same outcome. Nothing is rounded. Texts
// for people round to four places and mark what they rounded with ≈. Months are calendar months whose day is the last of a
// shorter month.
//
// # Texts
//
// Names, reasons and Markdown come in both languages. A unit is written in the language of its letters alone, a currency in
// both; the kind of a person, a word of the host, in English alone.
//
// # Cost
//
// Criteria that ask the same are decided once. A file of n records and a rule of m different criteria take time in proportion
// to n times m, and to n log n for each tenure; a forecast reads a file once for each criterion, and again for each fiscal
// year that it reaches.
//
// # Faults
//
// [Compile] reports all faults at once with their JSON paths: criteria.rule (none, or several in one), .id, .twice, .text,
// .empty, .k, .metric, .unit, .currency, .window (none or several, no whole steps, or further back than files reach),
// .aggregate, .comparison, .direction, .scale, .number, .threshold (none), .streak, .also, .tenure, .skill, .certificate, .review, .rating,
// .flag, .history, .version and .too-many, and those of [kam.NewCalendar] at options.calendar and of [kam.Metric.Check] at
// vocabulary.metrics. [Program.Warnings] has criteria.currency and criteria.scale. [ParseRule] adds those of
// strict JSON, such as criteria.unknown-key. [VerifyResult] has result.differs, .format and .too-large (numbers of
// more than 1,024 bits included); it says what it does not prove. A tree has at most
// [MaxRules] rules on [MaxDepth] levels.
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use. Only [Program.EvaluateAll] starts
// goroutines, as many as [Run] says, and none of them is left when it returns.
package criteria
