// Package scoring makes observations one score that explains itself. A [Card] is plain data: what is measured, how each
// measure becomes points, how points become one score. [Compile] checks it once; the [Program] scores one person with
// [Program.Score] or a whole company with [Program.ScoreAll]; a [Result] is the tree of contributions with the reason of
// each, reads as Markdown in two languages, and is worked out again from its own figures by [VerifyResult].
//
//	card, err := scoring.ParseCard(data)            // or scoring.Preset("key-account-manager")
//	program, err := scoring.Compile(card)
//	result, err := program.Score(scoring.Inputs{Subject: anna, Period: year, Observations: observations})
//	fmt.Println(result.Summary().EN)                // agent anna: 72.3 of 100 points, grade B
//
// # From a value to points
//
// Each measure names a metric and one [Function]. x is the value, t the target; scores are on the card's scale.
//
//	points                    x
//	ratio                     full * min(cap, max(floor, x / t));  less is better: t / x or 2 - x / t, by name
//	thresholdTargetStretch    straight lines through three anchors, a stated score short of the first
//	anchors                   straight lines through any number of anchors; beyond them flat or going on
//	minMax                    bottom + range * (x - worst) / (best - worst), flat beyond
//	shortfall                 full from the standard on; less perUnit for each unit short, at least 0; 0 below a floor
//	deduction                 max(0, full - perUnit * x)                                    扣满即止
//	efficacy                  base + span * (x - unacceptable) / (satisfactory - unacceptable)    功效系数法
//	gradedEfficacy            base + (x - standard) / (next standard - standard) * (next base - base)
//	bands, binary             the score of a half-open band; one of two scores
//	growth                    start + perPercent * 100 * (x - base) / base, signed
//	rescale                   bottom + range * (x - min) / (max - min), from another scale
//	percentile                bottom + range * (beaten + equal/2) / n, against a cohort
//	zScore                    centre + perDeviation * (x - mean) / deviation, against a cohort
//
// A function whose points go against the direction of its measure is refused, so that a better value never lowers a
// score. What a function gives is limited to the range of a single measure, see [Scale].
//
// # From points to a score
//
// Weights sum to exactly 1 at each level, or are divided by their sum where the card says so; JSON that states none is
// refused, so that 0 is always meant. Written over one denominator, and multiplied by those of the levels above, weights
// have a denominator of at most 300 digits. The steps are: weighted
// sum; bonus and penalty points, each limited and then all together; limits of the scale; vetoes (一票否决); rounding;
// grade; limits of the grade. Several vetoes all apply, the strictest decides. Grades are half-open bands over the whole
// scale, of which the topmost holds its end, and are read from the rounded score.
//
// # What is not known
//
// Unknown is never zero unless the card says so: a measure without a value counts as 0, as a stated score, makes the
// result unknown, or is left out while the weights of its siblings grow, see [MissingPolicy]. The same holds for a value
// that has no points: a ratio to a target of 0, growth on a base of 0 or less, a z in a cohort that is too small or has no
// spread. A percentile in a cohort without spread is a score, with a finding. A finding in the result names each, with its
// path on the card as the place, and its name in the message. A result is unknown too when less weight is known than the
// card asks for, and always when no weighted measure has points from its own value. Of several reasons the result states
// the first: blocked, nothing-known, coverage. An unknown veto is not triggered; an unknown number of bonus or
// penalty units gives no points; both with a finding.
//
// A value of a part of the scored period counts for all of it, and a finding says so, unless the card allows it with
// [Measure].AnyPart, as it should for surveys and states. A value of any other period is refused. Each [Node] states
// the period, revision and source of the observation it comes from.
//
// # Numbers
//
// Everything is exact ([Exact]): on machine integers while numerators and denominators fit, on big.Rat beyond, with the
// same digits. Values of ratios are divided exactly. The total is rounded once, to the places and in the mode of the
// card; contributions are never rounded, so that lines of 40, 38.5 and 22.5 are 101 and not 102. The z of a z-score,
// whose square root is seldom a ratio, is rounded to [ZPlaces] places from exact moments: the time that it takes does
// not grow with the cohort. Values of a cohort that have no common denominator of up to 2^20 bits, which all ratios of
// whole numbers up to 700,000 have together, give no z. A value of a cohort has a numerator and a denominator of at most
// 1,024 bits each.
//
// Texts for people round to four places and mark what they rounded with ≈. The reason of a measure names every number of
// its function that its points come from, and a short ratio as itself, so that they can be worked out again by hand; the
// value, the target and the base with their currency or unit, in words of the language where [Measure].UnitName has them.
// Names on a card are in both languages and printable. A
// number beyond the bounds of the library, which only a result built by hand has, reads as "?". A card has at most
// [MaxNodes] dimensions and measures, on at most [MaxDepth] levels; a batch has at most [MaxSubjects] subjects, and
// [MaxCells] subjects times measures.
//
// # Faults
//
// Faults of a card come all at once in one [*kam.InvalidError] with JSON paths and these codes: card.format, .id
// (unusable, or taken), .text (too long, not printable, or a name in one language), .version, .scale, .rounding, .weights
// (an unknown rule), .weight (none stated, unusable, a sum other than 1, or too many digits together), .missing, .coverage, .empty, .metric, .unit, .direction (unknown, or a function or veto that goes the other way),
// .function (none, several, or an unknown word in one), .number, .score (beyond the limits of a measure), .order, .count,
// .bands, .grades (holes and overlaps included), .veto and .too-many; from [ParseCard] also the codes of strict JSON,
// such as card.unknown-key.
//
// Faults of inputs: score.subject, .period, .metric (not on the card), .source (unusable as a name), .twice (of targets
// too: for [Program.Score] everybody's and the subject's own are two of one measure), .unit, .measure (no such measure,
// or one that does not use what is stated), .target, .number, .too-many, and the codes of [kam.Observation.Check].
// A program that was not compiled gives [ErrProgram].
//
// Findings of a result, all of them warnings: score.period-differs, .missing, .denominator, .no-target, .target-sign,
// .no-base, .base-sign, .no-cohort, .small-cohort, .cohort-digits, .no-spread, .outside, .negative-count and .veto.
// [VerifyResult] has result.differs and result.too-large: a text, a list or a number longer than a result can have, which
// is refused before anything is computed, so that verifying takes a moment whatever it is given. What a result proves and
// what it does not is said there.
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use. Only [Program.ScoreAll] starts
// goroutines, as many as [Options].Workers says, and none of them is left when it returns.
package scoring
