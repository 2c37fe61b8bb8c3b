package compare

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// HistoryRule says when a person's value stands out from the person's own earlier ones. The zero value is ready to use.
type HistoryRule struct {
	// Limit is how far from 0 a modified z-score may be, as in [MedianDeviation], above 0. Defaults to 3.5.
	Limit decimal.Decimal `json:"limit,omitzero"`
	// MinPoints is the smallest number of earlier values, or of changes, to compare with, at least 3.
	// Defaults to [DefaultMinValues].
	MinPoints int `json:"minPoints,omitempty"`
	// Jump is the smallest change from one period to the next that is a jump, inclusive, above 0. Where it is not
	// stated, a change is a jump when it stands out from all changes of the series by the same limit.
	Jump decimal.NullDecimal `json:"jump,omitzero"`
}

// Jump is a sudden change between two periods that follow one another.
type Jump struct {
	From  Point `json:"from"`
	Until Point `json:"until"`
	// Change is the later value less the earlier one, exact.
	Change decimal.Decimal `json:"change"`
	// ZScore is that of the change among all changes, rounded half up to [Places] decimal places; not valid when the
	// rule states what a jump is.
	ZScore decimal.NullDecimal `json:"zScore,omitzero"`
}

// History is the outcome of [AgainstHistory].
type History struct {
	// N counts the known values before the last known one, and Last is that one.
	N    int   `json:"n"`
	Last Point `json:"last,omitzero"`
	// Median and MAD are those of the earlier values, exact; not valid without any.
	Median decimal.NullDecimal `json:"median,omitzero"`
	MAD    decimal.NullDecimal `json:"mad,omitzero"`
	// Unjudged says why nothing is told about the last value; empty when something is.
	Unjudged Unjudged `json:"unjudged,omitempty"`
	// ZScore is the modified z-score of the last value among the earlier ones, rounded half up to [Places] decimal places;
	// not valid when it is not judged. StandsOut compares the exact one with the limit.
	ZScore    decimal.NullDecimal `json:"zScore,omitzero"`
	StandsOut bool                `json:"standsOut"`
	// Jumps are in the order of periods. UnjudgedJumps says why none are told; empty when they are.
	Jumps         []Jump   `json:"jumps,omitempty"`
	UnjudgedJumps Unjudged `json:"unjudgedJumps,omitempty"`
	// Findings are warnings: compare.history for the last value, compare.jump for each jump.
	Findings kam.Findings `json:"findings,omitempty"`
}

// AgainstHistory returns whether the last known value of a person stands out from the earlier ones, and where the
// series jumps. Points may come in any order. A change is told between two known values of periods that follow one
// another; an unknown value in between hides it.
//
// Faults are findings in one [*kam.InvalidError]: those of a series as in [TrendOf], compare.limit and .least.
func AgainstHistory(points []Point, rule HistoryRule) (*History, error) {
	c := checker{}
	if !rule.Limit.IsZero() {
		c.atLeast("limit", field("limit"), rule.Limit, 0, false)
	}
	if rule.Jump.Valid {
		c.atLeast("limit", field("jump"), rule.Jump.Decimal, 0, false)
	}
	c.least(field("minPoints"), rule.MinPoints, 3)
	series := c.series(points)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	h := &History{}
	limit := OutlierRule{Method: MedianDeviation, Limit: rule.Limit}.limit()
	least := orDefault(rule.MinPoints, DefaultMinValues)
	h.last(series, limit, least)
	h.jumps(series, rule.Jump, limit, least)
	return h, nil
}

// last compares the last known value with the earlier ones.
func (h *History) last(series []Point, limit decimal.Decimal, least int) {
	var values []decimal.Decimal
	for _, p := range series {
		if p.Value.Valid {
			h.Last = p
			values = append(values, p.Value.Decimal)
		}
	}
	h.N = max(0, len(values)-1)
	if h.N > 0 {
		median, mad := centre(values[:h.N])
		h.Median, h.MAD = decimal.NewNullDecimal(median), decimal.NewNullDecimal(mad)
	}
	switch {
	case h.N < least:
		h.Unjudged = TooFewValues
		return
	case h.MAD.Decimal.IsZero():
		h.Unjudged = NoSpread
		return
	}
	z, out := standsOut(h.Last.Value.Decimal, h.Median.Decimal, h.MAD.Decimal, limit)
	h.ZScore, h.StandsOut = rounded(z), out
	if out {
		h.Findings.Add(warn("history", "$.points",
			say("%s in %s stands out from the %d values before: their median is %s, the modified z-score %s",
				"%[2]s 的 %[1]s 明显偏离此前 %[3]d 期：此前的中位数为 %[4]s，修正 z 分数为 %[5]s",
				write(h.Last.Value.Decimal), h.Last.Period, h.N, write(h.Median.Decimal), write(h.ZScore.Decimal)),
			lookAt(),
			fact("period", h.Last.Period.String()), fact("value", write(h.Last.Value.Decimal)), count("earlier values", h.N), fact("median", write(h.Median.Decimal)),
			fact("median deviation", write(h.MAD.Decimal)), fact("modified z-score", write(h.ZScore.Decimal)), fact("limit", write(limit))))
	}
}

// jumps finds sudden changes.
func (h *History) jumps(series []Point, stated decimal.NullDecimal, limit decimal.Decimal, least int) {
	var changes []Jump
	var sizes []decimal.Decimal
	for i := 1; i < len(series); i++ {
		if a, b := series[i-1], series[i]; a.Value.Valid && b.Value.Valid {
			change := b.Value.Decimal.Sub(a.Value.Decimal)
			changes, sizes = append(changes, Jump{From: a, Until: b, Change: change}), append(sizes, change)
		}
	}
	var median, mad decimal.Decimal
	if !stated.Valid {
		if len(changes) < least {
			h.UnjudgedJumps = TooFewValues
			return
		}
		if median, mad = centre(sizes); mad.IsZero() {
			h.UnjudgedJumps = NoSpread
			return
		}
	}
	for _, j := range changes {
		out := stated.Valid && j.Change.Abs().GreaterThanOrEqual(stated.Decimal)
		if !stated.Valid {
			z, beyond := standsOut(j.Change, median, mad, limit)
			j.ZScore, out = rounded(z), beyond
		}
		if out {
			h.Jumps = append(h.Jumps, j)
			h.Findings.Add(j.finding(stated, median))
		}
	}
}

// finding says that there is a jump.
func (j Jump) finding(stated decimal.NullDecimal, median decimal.Decimal) kam.Finding {
	evidence := []kam.Evidence{
		fact("period", j.Until.Period.String()), fact("before", write(j.From.Value.Decimal)), fact("after", write(j.Until.Value.Decimal)), fact("change", write(j.Change)),
	}
	if stated.Valid {
		evidence = append(evidence, fact("smallest jump", write(stated.Decimal)))
	} else {
		evidence = append(evidence, fact("median change", write(median)), fact("modified z-score", write(j.ZScore.Decimal)))
	}
	return warn("jump", "$.points",
		say("a jump in %s from %s to %s, by %s", "%s 由 %s 突变为 %s，变化 %s", j.Until.Period, write(j.From.Value.Decimal), write(j.Until.Value.Decimal), write(j.Change)),
		lookAt(), evidence...)
}
