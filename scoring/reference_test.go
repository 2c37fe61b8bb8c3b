package scoring_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// reference is a slow scorer that follows the text of the package word by word on big.Rat, for cards with points,
// ratio, min-max and anchors.
type reference struct {
	card   scoring.Card
	values map[string]*big.Rat
	known  *big.Rat // the share of weight that is known
	block  bool
}

func rat(d decimal.Decimal) *big.Rat { return num.Rat(d) }

func clamp(r, low, high *big.Rat) *big.Rat {
	if r.Cmp(low) < 0 {
		return low
	}
	if r.Cmp(high) > 0 {
		return high
	}
	return r
}

func (f *reference) measure(m scoring.Measure) *big.Rat {
	x := f.values[m.Metric]
	low, high := rat(f.card.Scale.Min), rat(f.card.Scale.Max)
	if f.card.Scale.MeasureMin.Valid {
		low = rat(f.card.Scale.MeasureMin.Decimal)
	}
	if f.card.Scale.MeasureMax.Valid {
		high = rat(f.card.Scale.MeasureMax.Decimal)
	}
	if x == nil {
		policy := m.Missing
		if policy.Policy == "" {
			policy = f.card.Missing
		}
		switch policy.Policy {
		case scoring.MissingZero:
			return clamp(new(big.Rat), low, high)
		case scoring.MissingNeutral:
			return rat(policy.Neutral.Decimal)
		case scoring.MissingBlock:
			f.block = f.block || m.Weight.Num != 0 || m.Missing.Policy == scoring.MissingBlock
		case scoring.MissingRenormalise:
		}
		return nil
	}
	var raw *big.Rat
	switch {
	case m.Function.Points != nil:
		raw = x
	case m.Function.Ratio != nil:
		raw = new(big.Rat).Mul(rat(f.card.Scale.Max), clamp(new(big.Rat).Quo(x, rat(m.Function.Ratio.Target.Decimal)), new(big.Rat), big.NewRat(1, 1)))
	case m.Function.MinMax != nil:
		worst, best := rat(m.Function.MinMax.Worst), rat(m.Function.MinMax.Best)
		part := new(big.Rat).Quo(new(big.Rat).Sub(x, worst), new(big.Rat).Sub(best, worst))
		part = clamp(part, new(big.Rat), big.NewRat(1, 1))
		span := new(big.Rat).Sub(rat(f.card.Scale.Max), rat(f.card.Scale.Min))
		raw = span.Add(span.Mul(span, part), rat(f.card.Scale.Min))
	case m.Function.Anchors != nil:
		raw = interpolate(m.Function.Anchors.Points, x)
	}
	return clamp(raw, low, high)
}

func interpolate(anchors []scoring.Anchor, x *big.Rat) *big.Rat {
	anchors = slices.Clone(anchors)
	slices.SortFunc(anchors, func(a, b scoring.Anchor) int { return a.Value.Cmp(b.Value) })
	if x.Cmp(rat(anchors[0].Value)) <= 0 {
		return rat(anchors[0].Score)
	}
	for i := 1; i < len(anchors); i++ {
		a, b := anchors[i-1], anchors[i]
		if x.Cmp(rat(b.Value)) <= 0 {
			part := new(big.Rat).Quo(new(big.Rat).Sub(x, rat(a.Value)), new(big.Rat).Sub(rat(b.Value), rat(a.Value)))
			return part.Add(part.Mul(part, new(big.Rat).Sub(rat(b.Score), rat(a.Score))), rat(a.Score))
		}
	}
	return rat(anchors[len(anchors)-1].Score)
}

// level is the weighted mean of what is known among siblings; nil of nothing.
func (f *reference) level(dimensions []scoring.Dimension, measures []scoring.Measure, share *big.Rat) *big.Rat {
	all, kept, total := new(big.Rat), new(big.Rat), new(big.Rat)
	for _, d := range dimensions {
		all.Add(all, d.Weight.Rat())
	}
	for _, m := range measures {
		all.Add(all, m.Weight.Rat())
	}
	take := func(weight *big.Rat, score *big.Rat) {
		if score != nil {
			kept.Add(kept, weight)
			total.Add(total, new(big.Rat).Mul(weight, score))
		}
	}
	for _, d := range dimensions {
		w := new(big.Rat).Quo(d.Weight.Rat(), all)
		take(w, f.level(d.Dimensions, d.Measures, new(big.Rat).Mul(share, w)))
	}
	for _, m := range measures {
		w := new(big.Rat).Quo(m.Weight.Rat(), all)
		if f.values[m.Metric] != nil {
			f.known.Add(f.known, new(big.Rat).Mul(share, w))
		}
		take(w, f.measure(m))
	}
	if kept.Sign() == 0 {
		return nil
	}
	return total.Quo(total, kept)
}

// total is the exact total, the rounded one and the grade; nil when not known.
func (f *reference) total() (total *big.Rat, rounded decimal.Decimal, grade string) {
	f.known = new(big.Rat)
	total = f.level(f.card.Dimensions, f.card.Measures, big.NewRat(1, 1))
	if total == nil || f.block || f.known.Sign() == 0 || f.known.Cmp(f.card.MinimumCoverage.Rat()) < 0 {
		return nil, decimal.Decimal{}, ""
	}
	for _, a := range f.card.Adjustments {
		if units := f.values[a.Metric]; units != nil && units.Sign() > 0 {
			total = new(big.Rat).Add(total, new(big.Rat).Mul(units, rat(a.PerUnit)))
		}
	}
	total = clamp(total, rat(f.card.Scale.Min), rat(f.card.Scale.Max))
	for _, v := range f.card.Vetoes {
		for _, m := range f.card.Measures {
			if x := f.values[m.Metric]; m.ID == v.On && x != nil && x.Cmp(rat(v.Below.Decimal)) < 0 && v.Effect == scoring.VetoCapScore && total.Cmp(rat(v.Score.Decimal)) > 0 {
				total = rat(v.Score.Decimal)
			}
		}
	}
	rounded = num.RoundRat(total, f.card.Rounding.Places, num.Mode(f.card.Rounding.Mode))
	for _, g := range f.card.Grades {
		if !rounded.LessThan(g.From) {
			grade = g.Key
		}
	}
	return total, rounded, grade
}

// maker makes up cards and values from a seed.
type maker struct {
	*rand.Rand
	next    int
	metrics []string
}

func (m *maker) number(limit int64) decimal.Decimal {
	d := decimal.New(m.Int64N(limit*100), -2)
	if m.IntN(8) == 0 { // many digits, beyond machine integers
		d = decimal.New(m.Int64N(limit), 0).Add(decimal.New(m.Int64N(1<<60), -19))
	}
	return d
}

func (m *maker) measure(weight string) scoring.Measure {
	m.next++
	id := fmt.Sprintf("m%d", m.next)
	m.metrics = append(m.metrics, id)
	var f scoring.Function
	switch m.IntN(4) {
	case 0:
		f.Points = &scoring.Points{}
	case 1:
		f.Ratio = &scoring.Ratio{Target: decimal.NewNullDecimal(m.number(100).Add(dec("0.01")))}
	case 2:
		worst := m.number(50)
		f.MinMax = &scoring.MinMax{Worst: worst, Best: worst.Add(dec("0.07")).Add(m.number(60))}
	default:
		value, points := m.number(20), decimal.Zero
		f.Anchors = &scoring.Anchors{}
		for range 2 + m.IntN(4) {
			f.Anchors.Points = append(f.Anchors.Points, scoring.Anchor{Value: value, Score: points})
			value, points = value.Add(dec("0.03")).Add(m.number(30)), points.Add(m.number(19))
		}
	}
	out := measure(id, weight, f)
	if m.IntN(4) == 0 {
		out.Missing = m.missing()
	}
	return out
}

func (m *maker) missing() scoring.Missing {
	switch m.IntN(8) {
	case 0:
		return scoring.Missing{Policy: scoring.MissingBlock}
	case 1, 2:
		return scoring.Missing{Policy: scoring.MissingZero}
	case 3:
		return scoring.Missing{Policy: scoring.MissingNeutral, Neutral: opt("37.5")}
	}
	return scoring.Missing{Policy: scoring.MissingRenormalise}
}

func (m *maker) weight() string {
	return []string{"1", "2", "3", "0.5", "1/3", "0", "7/11", "12.25"}[m.IntN(8)]
}

func (m *maker) dimension(depth int) scoring.Dimension {
	m.next++
	d := scoring.Dimension{ID: fmt.Sprintf("d%d", m.next), Weight: kam.MustFraction(m.weight())}
	for range m.IntN(3) {
		if depth > 0 {
			d.Dimensions = append(d.Dimensions, m.dimension(depth-1))
		}
	}
	for range m.IntN(3) {
		d.Measures = append(d.Measures, m.measure(m.weight()))
	}
	d.Measures = append(d.Measures, m.measure("1"))
	return d
}

func (m *maker) card() scoring.Card {
	modes := []scoring.RoundingMode{scoring.HalfUp, scoring.HalfEven, scoring.Down, scoring.Ceil}
	c := card(m.measure("2"), m.measure(m.weight()))
	c.Weights, c.Missing, c.Grades = scoring.WeightsNormalised, m.missing(), grades()
	c.Rounding = scoring.Rounding{Places: int32(m.IntN(4)), Mode: modes[m.IntN(len(modes))]}
	for range m.IntN(3) {
		c.Dimensions = append(c.Dimensions, m.dimension(2))
	}
	if m.IntN(2) == 0 {
		c.Scale.MeasureMin, c.Scale.MeasureMax = opt("-10"), opt("115")
		c.MinimumCoverage = kam.MustFraction("0.4")
	}
	c.Adjustments = []scoring.Adjustment{{ID: "bonus", Metric: "bonus", PerUnit: dec("1.7")}, {ID: "penalty", Metric: "penalty", PerUnit: dec("-0.9")}}
	c.Vetoes = []scoring.Veto{{ID: "veto", On: c.Measures[0].ID, Below: opt("15"), Effect: scoring.VetoCapScore, Score: opt("42")}}
	return c
}

// values are observations of somebody, some missing and some ratios.
func (m *maker) values(s kam.Subject) ([]kam.Observation, map[string]*big.Rat) {
	var list []kam.Observation
	values := map[string]*big.Rat{}
	for _, metric := range append([]string{"bonus", "penalty"}, m.metrics...) {
		if m.IntN(5) == 0 {
			continue
		}
		o := kam.Observation{Subject: s, Metric: metric, Period: year}
		if top, bottom := m.number(120), m.number(9).Add(dec("0.01")); m.IntN(3) == 0 {
			o.Numerator, o.Denominator = decimal.NewNullDecimal(top), decimal.NewNullDecimal(bottom)
			values[metric] = new(big.Rat).Quo(rat(top), rat(bottom))
		} else {
			o.Value = decimal.NewNullDecimal(top)
			values[metric] = rat(top)
		}
		list = append(list, o)
	}
	m.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list, values
}

func TestAgainstTheReference(t *testing.T) {
	known, large := 0, 0
	for seed := range uint64(600) {
		m := &maker{Rand: rand.New(rand.NewPCG(seed, 1))}
		c := m.card()
		p := compile(t, c)
		in := scoring.Batch{Period: year}
		totals := make([]*big.Rat, 3)
		scores, marks := make([]decimal.Decimal, 3), make([]string, 3)
		for i := range totals {
			s := kam.Subject{Kind: "agent", ID: fmt.Sprint(i)}
			list, values := m.values(s)
			in.Subjects, in.Observations = append(in.Subjects, s), append(in.Observations, list...)
			totals[i], scores[i], marks[i] = (&reference{card: c, values: values}).total()
		}
		all, err := p.ScoreAll(context.Background(), in, scoring.Options{Workers: 1})
		require.NoError(t, err)
		for i, want := range totals {
			r := all.Result(i)
			require.NoError(t, r.Verify(), seed)
			if want == nil {
				require.NotEmpty(t, all.Unknown(i), seed)
				require.False(t, r.Known)
				require.False(t, all.Total(i).Known())
				continue
			}
			known++
			got, ok := all.Total(i).Rat()
			require.True(t, ok, seed)
			require.Zero(t, want.Cmp(got), "seed %d: got %s, want %s", seed, got, want)
			require.Equal(t, num.Format(scores[i]), format(all.Score(i)), seed)
			require.Equal(t, marks[i], all.Grade(i), seed)
			if scoring.IsBig(all.Total(i)) {
				large++
			}
		}
	}
	assert.Greater(t, known, 600)
	assert.Greater(t, large, 150, "some totals are beyond machine integers")
	assert.Greater(t, known-large, 150, "and some are not")
}
