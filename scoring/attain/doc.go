// Package attain computes the values that are easy to get wrong before anything is scored: attainment and combined
// attainment, growth, targets of a part of a period, shares mixed into one index, and how values change over time.
// Each is an exact [Ratio] that keeps its two parts, says why it is not known where it is not, explains itself, and
// becomes a [kam.Observation].
//
// # Formulas
//
// A is what was reached, T the target, N the value now and B the value before:
//
//	[Of], [ActualByTarget]           A / T               more is better
//	[Of], [TargetByActual]           T / A               less is better; half the target is 200 %
//	[Of], [TwoMinus]                 (2T - A) / T        less is better; twice the target is 0 %
//	[Combine]                        ΣA / ΣT             and never the mean of A / T; by the other methods alike
//	[Growth]                         (N - B) / B         not known when B is not above 0
//	[Growth], [AbsoluteBase]         (N - B) / |B|       not known when B is 0
//	[ChangeOf]                       N - B, (N - B) / B  of two ratios: percentage points, and per cent
//	[MarketDevelopment]              Σ weight * part / whole
//	[Development.Index]              (own / all own) / (base / all base)
//	[Index]                          N / value of the base period
//	[Prorate]                        T * share of the period, by calendar days, working days, months or seasonal steps
//
// There is no default where two formulas are in use: the methods of attainment and the basis of a part of a period
// have to be named.
//
// # What is not known
//
// A decimal that is not valid is a value that nobody knows, and never zero. A ratio is not known when a value is not,
// and when it would be divided by zero; [Ratio.Reason] says which. Division by zero is no fault: a target of 0 exists.
//
// # Numbers
//
// Inputs are within the bounds of the library ([kam.ErrNumber]); everything is computed exactly and rounded only where
// [Ratio.Round], [Ratio.Percent], [PartTarget.Round], a text, or an observation that cannot hold the exact parts asks
// for it, half away from zero. A ratio of 1 is 100 %.
//
// # Faults
//
// Faults of inputs come all at once in one [*kam.InvalidError] with the codes attain.number (out of bounds), .method,
// .rule and .basis (unknown or not named), .actual and .target (below 0 where that has no meaning, or a target of 0 that
// the rule does not answer), .id, .count, .share (a part beyond its whole), .weight (weights that do not sum to 1),
// .period, .overlap and .straddle (periods that do not fit), .base (no value for the base period) and .steps. Working
// days that the calendar does not know are an error that wraps [kam.ErrNoHolidays].
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use.
package attain
