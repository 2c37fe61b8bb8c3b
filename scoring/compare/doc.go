// Package compare sets people and raters side by side fairly: scores made comparable across raters, a forced
// distribution, standing among peers, trends, values that stand out, and raters who rate unlike the others. Everything
// stands beside the raw score, which is never changed, and says in a sentence how it came about.
//
// # Which function
//
//	different raters, mild and strict       Calibrate        z-score or factor; each beside the raw one
//	bands with shares, such as 20/70/10     Distribute       ties by a stated rule; small groups advisory
//	how many places each band has           BandPlaces       of a DistributionRule
//	a person among comparable people        AmongPeers       rank, mid-rank percentile, quarter, z-score
//	a person over time                      TrendOf          slope, row of improvements, moving average
//	a person against the own past           AgainstHistory   last value, jumps
//	values unlike the others                FindOutliers     median deviation or fences
//	raters unlike the others                DiagnoseRaters   leniency, severity, central tendency, halo
//
// # When nothing is told
//
// A comparison with too few is no comparison. Ratings of a rater with fewer than [DefaultMinRatees] people or without
// spread stay as they are, with the reason; a group below [DefaultMinGroup] gets its bands as advice with a warning; a
// peer group below [DefaultMinPeers] is not used and the next wider one is; a trend below [DefaultMinPoints] and
// outliers below [DefaultMinValues] are unknown. The rules state other numbers. An unknown value is never 0: it counts
// nowhere and comes back as unknown.
//
// # Numbers
//
// Scores are decimals; everything is computed from them with integers and ratios. Comparisons with limits are exact,
// but that of the mean correlation of a halo, which is compared as it is rounded. A square root is exact when it is a
// ratio and else has 30 decimal places. Statistics are rounded half up (a half away from zero) once, to [Places]
// decimal places, adjusted scores to the places of their [Scale]; quartiles, medians, fences, percentiles and places
// are exact. Ratios of many raters are added exactly until their common denominator has more than 4096 bits, and each
// further one to 30 decimal places. The order of the input changes no result.
//
// # Bounds
//
// A list has at most [MaxEntries] elements, a name [MaxName] bytes, a distribution [MaxBands] bands, a chain of peer
// groups [MaxAttributes] levels, a diagnosis [MaxDimensions] dimensions. Numbers have the bounds of the library.
//
// # Faults
//
// All faults of an input come at once in a [*kam.InvalidError]: compare.bands, .deviation, .direction, .key, .least,
// .levels, .limit, .limits, .method, .name, .number, .period, .reference, .scale, .score, .share, .size, .threshold, .tie,
// .ties and .twice. What is worth a word about people and raters are warnings in the results, at the list or band that
// they are about, with the person, rater or period in the message and the evidence: compare.band-limit,
// .central, .halo, .history, .jump, .leniency, .outlier, .severity, .shared-seats, .small-group and .tie.
package compare
