package scoring

import "github.com/kam-go/kam"

// ScoreMetric is the metric of [Result.Observation].
const ScoreMetric = "score"

// Observation returns the score as a fact for other rooms, such as the multiplier of a commission: about the subject of,
// which the other room may call otherwise than the card does, in the period of the result, with the metric [ScoreMetric]
// and the rounded score as its value. While the result is not known the value is not either, which is never zero. The
// zero value of of is the subject of the result.
func (r Result) Observation(of kam.Subject) kam.Observation {
	if of == (kam.Subject{}) {
		of = r.Subject
	}
	return kam.Observation{Subject: of, Metric: ScoreMetric, Period: r.Period, Value: r.Score, Unit: "points", Source: "scoring"}
}
