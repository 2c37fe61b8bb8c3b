package kpi

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Measure is a measured fact with the records that it rests on. Figures may share their refs: they are not to be changed.
type Measure struct {
	kam.Observation
	// Refs are the records, by ref.
	Refs []crm.Ref `json:"refs,omitempty"`
	// Left are how many records more belong to the figure and do not state their part.
	Left int64 `json:"left,omitempty"`
}

// Figures are measured facts and what is to be known about them.
type Figures struct {
	// Measures are in the order of subject, metric, scope and currency.
	Measures []Measure    `json:"measures"`
	Findings kam.Findings `json:"findings,omitempty"`
}

// Find returns the figure of a subject, metric, scope and currency, and whether there is one.
func (f Figures) Find(s kam.Subject, metric, scope string, c kam.Currency) (Measure, bool) {
	want := Measure{Observation: kam.Observation{Subject: s, Metric: metric, Scope: scope, Currency: c}}
	i, ok := slices.BinarySearchFunc(f.Measures, want, compareMeasures)
	if !ok {
		return Measure{}, false
	}
	return f.Measures[i], true
}

// Observations returns the facts without the records that they rest on, as other packages take them, in the order of
// Measures.
func (f Figures) Observations() []kam.Observation {
	out := make([]kam.Observation, len(f.Measures))
	for i, m := range f.Measures {
		out[i] = m.Observation
	}
	return out
}

// Of returns the facts about one subject, of certain metrics or, without any, of all, in the order of Measures.
func (f Figures) Of(s kam.Subject, metrics ...string) []kam.Observation {
	var out []kam.Observation
	for _, m := range f.Measures {
		if m.Subject == s && (len(metrics) == 0 || slices.Contains(metrics, m.Metric)) {
			out = append(out, m.Observation)
		}
	}
	return out
}

func compareMeasures(a, b Measure) int {
	return cmp.Or(cmp.Compare(a.Subject.Kind, b.Subject.Kind), cmp.Compare(a.Subject.ID, b.Subject.ID), cmp.Compare(a.Metric, b.Metric),
		cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Currency, b.Currency))
}

// Why tells the figure in one sentence: its name, its value, how that comes about and on how many records it rests.
func (m Measure) Why() kam.Text {
	name := wording.Same(wording.Clip(m.Metric))
	for _, metric := range Metrics() {
		if metric.Key == m.Metric {
			name = metric.Name
		}
	}
	if m.Scope != "" {
		name = say("%s, %s", "%s（%s）", name, scopeText(m.Metric, m.Scope))
	}
	told := say("%[1]s: %[2]s, from %[3]s", "%[1]s：%[2]s，依据 %[4]d 条记录", name, m.told(), counted(m.Count, "record", "records"), m.Count)
	if m.Left == 0 {
		return told
	}
	return wording.Clauses([]kam.Text{told, say("missing: %[1]s", "另有 %[2]d 条记录缺少相应数据", counted(m.Left, "record", "records"), m.Left)})
}

// told writes the value of a figure.
func (m Measure) told() kam.Text {
	value, ok := m.Exact()
	if !ok {
		return say("unknown", "未知")
	}
	money := func(d decimal.Decimal) string {
		if m.Currency == "" {
			return decimalText(d)
		}
		return wording.Money(d, m.Currency)
	}
	switch m.Metric {
	case MetricAverageSale, MetricAverageDeal:
		return wording.Same(wording.Money(num.RoundRat(value, m.Currency.MinorUnits(), num.HalfUp), m.Currency))
	case MetricCycle, MetricStageAge, MetricFrequency, MetricCSATMean:
		return say("%s by %s is %s", "%s ÷ %s = %s", m.Numerator.Decimal, m.Denominator.Decimal, rounded(value, 2))
	case MetricNPS:
		return say("%s points", "%s 分", rounded(value.Mul(value, big.NewRat(100, 1)), 1))
	case MetricHerfindahl:
		return wording.Same(rounded(value, 4))
	case MetricGrowth:
		return say("%[1]s by %[2]s, %[3]s %%", "%[1]s ÷ %[2]s，即 %[3]s%%", money(m.Numerator.Decimal), money(m.Denominator.Decimal), wording.Percent(value))
	}
	if m.IsRatio() {
		return say("%s of %s, %s %%", "%s / %s，即 %s%%", money(m.Numerator.Decimal), money(m.Denominator.Decimal), wording.Percent(value))
	}
	if m.Currency != "" {
		return wording.Same(money(m.Value.Decimal))
	}
	return wording.Same(decimalText(m.Value.Decimal))
}

// rounded writes a value with at most so many decimal places.
func rounded(r *big.Rat, places int32) string {
	return num.Format(num.RoundRat(r, places, num.HalfUp))
}
