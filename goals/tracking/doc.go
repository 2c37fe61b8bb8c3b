// Package tracking tells how far a goal is on a day: attainment, pace against the plan, what the rest has to bring,
// where it leads, how likely the target is met, which milestones were passed; in one word with [NextStatus], in a
// sentence with [Progress.Explain], for a whole cascade with [RollUp] and for a team with [TeamPicture].
//
// # Readings
//
// Observations of the goal's metric, scope, unit and currency count when their days lie in the goal's period and not
// after [Input].AsOf. Of a flow they add up, over any number of subjects; of a stock the one that ends last counts,
// and all are about one subject. An observation that says in its AsOf that it was known before its period ended
// covers the days through that one, such as a month to date. Of two with the same subject and period the higher
// revision counts, then the one known later. The order of observations changes no number.
//
// What is not known is never zero. A flow without a reading, with a reading whose value is not known, or with days
// that no reading covers, is not known; each subject that has a reading is to have one for every day, whatever the
// others have. [GapsZero] says that readings are events and days without one brought nothing.
//
// # Attainment
//
// A is the actual value, T the target, B the baseline of the goal:
//
//	flow, more is better              A / T
//	flow, less is better              (2T - A) / T         100 % at the limit, 0 % at twice the limit
//	stock from a baseline             (A - B) / (T - B)    whichever way is better
//	stock without a baseline          A / T, or (2T - A) / T when less is better
//
// Numerator and denominator are kept apart, so that attainments combine as what was reached by what was asked. It is
// not known where the denominator would not be above 0. Pace is the same formula with what was expected in place of
// T. The value of a flow of which less is better only grows, so its target is met when the period is over, and not
// before.
//
// # Amendments
//
// A figure is of its day: amendments that were decided after AsOf do not count, so that no later decision changes
// what was said before. Those that were decided and are not in force yet make up Target, and change the expectation
// from the day on which they take effect; on [Seasonal] a flow is expected in proportion to Target from their
// decision on.
//
// # Expectation
//
// On [CalendarDays] and [WorkingDays] a flow is expected evenly; with amendments each target over the days on which
// it is in force. On [Seasonal] it is expected as the plan has it, the target being spread over the steps in
// proportion. A stock is expected on the straight line from its baseline to its target; from the day on which an
// amended target takes effect, on the line from where it was expected by then to that target at the end. On
// [Seasonal] it is expected on the line through the levels of the plan at the ends of its steps. Without a baseline
// it is expected at the target in force, or at the level of the current step. A period without a working day is
// measured in calendar days, and Basis says so. AsOf counts as a whole day: after the 12th of 30 days, 12 have
// elapsed and 18 remain.
//
// # Milestones
//
// [Progress].Milestones says of each milestone of the goal whether it was reached, was missed, or is still to come,
// and the exact gap. One whose day has passed is judged by the value of that day, as told by what was known of it:
// for a month to date pass the readings of earlier days too.
//
// # For a meeting
//
// [Progress.Topic] makes a topic of an agenda. A report takes decimals and texts. [Exact.Decimal] and [Exact.Round] give the decimals; what was to be
// reached by now is Expected, not Target, beside Actual. [Progress.Gap] is the share that is missing where a goal has
// a baseline, Achieved and Asked are the attainment, and Target, Pace, Projection and Required with [Progress.Per]
// say how it stands (on the seasonal basis Required of a flow is a share of the plan, and Per empty: leave both out).
// The state of [NextStatus] has the status, and [Status.Text] its words. Package meetings lists its fields for these.
//
// # Numbers
//
// Every number is an exact ratio ([Exact]), which its text and JSON keep. It is reached without rounding between: a
// projection is actual / elapsed * total in one step, so that 38,000 after 22 of 30 days lead to 51,818.18. Required
// times Remaining plus Actual is Target exactly. Numbers are rounded where [Exact.Round], a text or a table asks for
// it, half away from zero; and in [Exact.Decimal], [Progress.Observation] and [Progress.Gap] to six places where
// nothing shorter is exact. Division by zero gives what is not known.
//
// # Faults
//
// Faults of [Track] come all at once in a [*kam.InvalidError] with the codes of [goals.Goal.Check], of
// [kam.Observation.Check] and of [likelihood.FromDeals], and with these: tracking.as-of, .basis, .gaps, .direction
// and .tracking (not stated), .baseline (better than the target), .plan, .number, .strain, .deals, .too-many,
// .metric, .scope, .unit, .form (a ratio as a flow), .reading (a period that does not fit), .conflict, .overlap,
// .subject. [Progress].Findings has the notices tracking.outside, .later, .repeated and .milestone (outside the
// period), and the warnings tracking.no-reading, .unknown-value, .gap, .stale, .undefined, .plan-total,
// .no-working-day, .strain and .digits. [NextStatus] has tracking.thresholds and [ErrOrder]; [RollUp] and
// [TeamPicture] list their codes.
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use.
package tracking
