package kpi

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// AccountHealth is the health of one account.
type AccountHealth struct {
	Subject kam.Subject `json:"subject"`
	// Score is from 0 to 100, rounded; not valid when nothing, or too little, is known.
	Score decimal.NullDecimal `json:"score,omitzero"`
	// Coverage is the share of all weights that is known.
	Coverage Ratio `json:"coverage"`
	// Band is the band of the rounded score, or a worse one by a trigger; empty when neither is known.
	Band string `json:"band,omitempty"`
	// Parts are the components, in the order of the spec.
	Parts []HealthPart `json:"parts"`
	// Triggered are the triggers that hold, Unchecked those whose value is unknown, in the order of the spec.
	Triggered []kam.Text `json:"triggered,omitempty"`
	Unchecked []kam.Text `json:"unchecked,omitempty"`
}

// HealthPart is what one component gave.
type HealthPart struct {
	Group     string `json:"group"`
	Component string `json:"component"`
	// Value is what was measured, Points what it is worth, from 0 to 100; both exact, nil when unknown.
	Value  *big.Rat `json:"value,omitempty"`
	Points *big.Rat `json:"points,omitempty"`
	// Share is the part of the score that the component has a say in: its share of the weights that are known.
	Share *big.Rat `json:"share,omitempty"`
}

// fact is one measured value of a subject.
type fact struct {
	metric, scope string
}

// Score returns the health of one subject from its observations, those of other subjects are passed over. Of several
// observations of a metric and scope the one whose period ends last counts, then the highest revision, then the latest
// AsOf, then the last in the list.
//
// A component without a known value is left out, and so is one whose value is not from 0 to 100 where no scale turns it
// into points: the weights in its group go to the others, and those of a group without any known component to the other
// groups. Coverage tells the share of weights that was known: each component has the share of its group by its weight.
func (h *Health) Score(subject kam.Subject, observations []kam.Observation) AccountHealth {
	latest := map[fact]kam.Observation{}
	for _, o := range observations {
		if o.Subject != subject {
			continue
		}
		at := fact{o.Metric, o.Scope}
		if before, ok := latest[at]; !ok || newer(before, o) {
			latest[at] = o
		}
	}
	return h.score(subject, latest)
}

// ScoreAll returns the health of every subject of a kind that has an observation, ordered by id.
func (h *Health) ScoreAll(kind string, observations []kam.Observation) []AccountHealth {
	bySubject := map[kam.Subject]map[fact]kam.Observation{}
	for _, o := range observations {
		if o.Subject.Kind != kind {
			continue
		}
		latest := bySubject[o.Subject]
		if latest == nil {
			latest = map[fact]kam.Observation{}
			bySubject[o.Subject] = latest
		}
		at := fact{o.Metric, o.Scope}
		if before, ok := latest[at]; !ok || newer(before, o) {
			latest[at] = o
		}
	}
	out := make([]AccountHealth, 0, len(bySubject))
	for subject, latest := range bySubject {
		out = append(out, h.score(subject, latest))
	}
	slices.SortFunc(out, func(a, b AccountHealth) int { return cmp.Compare(a.Subject.ID, b.Subject.ID) })
	return out
}

// newer reports whether o counts in place of before.
func newer(before, o kam.Observation) bool {
	return cmp.Or(compareEnds(o.Period, before.Period), cmp.Compare(o.Revision, before.Revision), o.AsOf.Compare(before.AsOf)) >= 0
}

// compareEnds orders periods by their end; one without an end is the last.
func compareEnds(a, b kam.Period) int {
	switch {
	case a.IsOpen() && b.IsOpen():
		return 0
	case a.IsOpen():
		return 1
	case b.IsOpen():
		return -1
	}
	return a.Until.Compare(b.Until)
}

func (h *Health) score(subject kam.Subject, values map[fact]kam.Observation) AccountHealth {
	a := AccountHealth{Subject: subject}
	covered, score := new(big.Rat), new(big.Rat)
	type reached struct{ weight, known *big.Rat }
	groups := make([]reached, len(h.spec.Groups))
	for i, g := range h.spec.Groups {
		all, known, sum := new(big.Rat), new(big.Rat), new(big.Rat)
		for _, c := range g.Components {
			part := HealthPart{Group: g.Name, Component: c.Name}
			w := num.Rat(c.Weight)
			all.Add(all, w)
			if value, ok := values[fact{c.Metric, c.Scope}].Exact(); ok {
				part.Value, part.Points = value, c.points(value)
			}
			if part.Points != nil {
				known.Add(known, w)
				sum.Add(sum, new(big.Rat).Mul(w, part.Points))
				part.Share = w
			}
			a.Parts = append(a.Parts, part)
		}
		if known.Sign() == 0 {
			continue
		}
		groups[i] = reached{num.Rat(g.Weight), known}
		covered.Add(covered, new(big.Rat).Mul(groups[i].weight, new(big.Rat).Quo(known, all)))
		score.Add(score, new(big.Rat).Mul(groups[i].weight, sum.Quo(sum, known)))
	}
	present := new(big.Rat)
	for _, g := range groups {
		if g.weight != nil {
			present.Add(present, g.weight)
		}
	}
	i := 0
	for gi, g := range h.spec.Groups {
		for range g.Components {
			if part := &a.Parts[i]; part.Share != nil {
				part.Share.Quo(part.Share, groups[gi].known).Mul(part.Share, groups[gi].weight).Quo(part.Share, present)
			}
			i++
		}
	}
	coverage := covered.Quo(covered, h.weight)
	a.Coverage = Ratio{Num: decimal.NewFromBigInt(coverage.Num(), 0), Den: decimal.NewFromBigInt(coverage.Denom(), 0)}
	at := -1
	if present.Sign() > 0 && coverage.Cmp(num.Rat(h.spec.MinCoverage)) >= 0 {
		a.Score = decimal.NewNullDecimal(num.RoundRat(score.Quo(score, present), int32(h.spec.Places), num.HalfUp))
		at = h.band(a.Score.Decimal)
	}
	at = h.trigger(&a, values, at)
	if at >= 0 {
		a.Band = h.spec.Bands[at].Name
	}
	return a
}

// points returns what a value is worth, nil when it is worth nothing that is known.
func (c HealthComponent) points(value *big.Rat) *big.Rat {
	if len(c.Scale) == 0 {
		if value.Sign() < 0 || value.Cmp(big.NewRat(100, 1)) > 0 {
			return nil
		}
		return new(big.Rat).Set(value)
	}
	for i, corner := range c.Scale {
		at := num.Rat(corner.At)
		if value.Cmp(at) > 0 {
			continue
		}
		points := num.Rat(corner.Points)
		if i == 0 || value.Cmp(at) == 0 {
			return points
		}
		from, floor := num.Rat(c.Scale[i-1].At), num.Rat(c.Scale[i-1].Points)
		way := new(big.Rat).Quo(new(big.Rat).Sub(value, from), at.Sub(at, from))
		return floor.Add(floor, way.Mul(way, points.Sub(points, floor)))
	}
	return num.Rat(c.Scale[len(c.Scale)-1].Points)
}

// band returns the index of the band of a score.
func (h *Health) band(score decimal.Decimal) int {
	at := 0
	for i, b := range h.spec.Bands {
		if !score.LessThan(b.From) {
			at = i
		}
	}
	return at
}

// trigger returns the band after all triggers.
func (h *Health) trigger(a *AccountHealth, values map[fact]kam.Observation, at int) int {
	for _, t := range h.spec.Triggers {
		value, ok := values[fact{t.Metric, t.Scope}].Exact()
		switch {
		case !ok:
			a.Unchecked = append(a.Unchecked, t.Name)
		case t.Below.Valid && value.Cmp(num.Rat(t.Below.Decimal)) < 0, t.Above.Valid && value.Cmp(num.Rat(t.Above.Decimal)) > 0:
			a.Triggered = append(a.Triggered, t.Name)
			if best := h.bands[t.Band]; at < 0 || best < at {
				at = best
			}
		}
	}
	return at
}

// Trend says how a score compares with an earlier one.
type Trend string

// Trends of a score. The zero value is unknown: a score is missing.
const (
	Better Trend = "better"
	Same   Trend = "same"
	Worse  Trend = "worse"
)

// Since compares with an earlier health of the account, by the rounded scores.
func (a AccountHealth) Since(before AccountHealth) Trend {
	if !a.Score.Valid || !before.Score.Valid {
		return ""
	}
	switch a.Score.Decimal.Cmp(before.Score.Decimal) {
	case 1:
		return Better
	case -1:
		return Worse
	default:
		return Same
	}
}

// Why tells how the score comes about.
func (a AccountHealth) Why() kam.Text {
	var parts []kam.Text
	if a.Score.Valid {
		parts = append(parts, say("score %s", "健康分 %s", a.Score.Decimal))
	} else {
		parts = append(parts, say("the score is unknown", "健康分未知"))
	}
	coverage, _ := a.Coverage.Rat()
	parts = append(parts, say("%s %% of the weights are known", "已知权重占 %s%%", wording.Percent(coverage)))
	var points, missing []kam.Text
	for _, p := range a.Parts {
		name := wording.Clip(p.Component)
		if p.Points == nil {
			missing = append(missing, wording.Same(name))
			continue
		}
		points = append(points, say("%s %s (%s %%)", "%s %s 分（%s%%）", name, rounded(p.Points, 1), wording.Percent(p.Share)))
	}
	if len(points) > 0 {
		parts = append(parts, wording.Join(points))
	}
	if len(missing) > 0 {
		parts = append(parts, say("unknown: %s", "未知：%s", wording.Join(missing)))
	}
	if len(a.Triggered) > 0 {
		parts = append(parts, say("held down by: %s", "触发：%s", wording.Join(a.Triggered)))
	}
	if len(a.Unchecked) > 0 {
		parts = append(parts, say("not checked: %s", "未能检查：%s", wording.Join(a.Unchecked)))
	}
	return wording.Clauses(parts)
}

// Finding tells the health of the account.
func (a AccountHealth) Finding() kam.Finding {
	band := say("no band", "未定档")
	if a.Band != "" {
		band = wording.Same(wording.Clip(a.Band))
	}
	return kam.Finding{Code: prefix + ".health", Severity: kam.Info, Place: a.Subject.Kind + "/" + a.Subject.ID, Message: say("%s: %s", "%s：%s", band, a.Why())}
}
