package kpi

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// key says which figure a record enters.
type key struct {
	subject  kam.Subject
	currency kam.Currency
	scope    string
}

func compareKeys(a, b key) int {
	return cmp.Or(cmp.Compare(a.subject.Kind, b.subject.Kind), cmp.Compare(a.subject.ID, b.subject.ID), cmp.Compare(a.scope, b.scope), cmp.Compare(a.currency, b.currency))
}

// table adds figures up.
type table[T any] map[key]*T

func (t table[T]) at(k key) *T {
	cell := t[k]
	if cell == nil {
		cell = new(T)
		t[k] = cell
	}
	return cell
}

// begin makes cells for those who have counts without a record.
func (t table[T]) begin(q Question) {
	t.at(key{subject: q.Whole})
	for _, s := range q.Subjects {
		t.at(key{subject: s})
	}
}

// beginMoney makes cells in the currency of the policy for those who have sums without a record, once all records are in:
// a named subject with money of another currency has no 0 beside it.
func (t table[T]) beginMoney(q Question, home kam.Currency) {
	if home == "" {
		return
	}
	known := make(map[kam.Subject]bool, len(t))
	for k := range t {
		known[k.subject] = true
	}
	t.at(key{subject: q.Whole, currency: home})
	for _, s := range q.Subjects {
		if !known[s] {
			t.at(key{subject: s, currency: home})
		}
	}
}

// keys returns the keys of a table in order.
func (t table[T]) keys() []key {
	out := make([]key, 0, len(t))
	for k := range t {
		out = append(out, k)
	}
	slices.SortFunc(out, compareKeys)
	return out
}

// basis is what a figure rests on.
type basis struct {
	refs []crm.Ref
	left int64
}

// take takes a record in, as one that states its part or one that does not.
func (b *basis) take(ref crm.Ref, states bool) {
	if states {
		b.refs = append(b.refs, ref)
	} else {
		b.left++
	}
}

// merged returns the two together.
func merged(a, b basis) basis {
	refs := append(slices.Clone(a.refs), b.refs...)
	slices.SortFunc(refs, crm.Ref.Compare)
	return basis{refs: slices.Compact(refs), left: a.left + b.left}
}

// writer writes figures of one question.
type writer struct {
	book     *Book
	q        Question
	period   kam.Period
	over     bool // the period is over: figures may be known
	units    map[string]string
	measures []Measure
}

func (b *Book) writer(q Question, period kam.Period, over bool) *writer {
	w := &writer{book: b, q: q, period: period, over: over, units: map[string]string{}}
	for _, m := range Metrics() {
		w.units[m.Key] = m.Unit
	}
	return w
}

// fact begins a figure, and reports whether it is known.
func (w *writer) fact(k key, metric, scope string, on basis) (Measure, bool) {
	m := Measure{Observation: kam.Observation{
		Subject: k.subject, Metric: metric, Scope: scope, Period: w.period, Unit: w.units[metric], Count: int64(len(on.refs)),
		Source: prefix, AsOf: w.q.AsOf,
	}, Refs: slices.Clip(on.refs), Left: on.left}
	money := m.Unit == ""
	if money {
		m.Currency = k.currency
	}
	ok := w.over && (on.left == 0 || w.book.rules.policy.Missing == MissingLeftOut) && (!money || k.currency != "")
	return m, ok
}

// value writes a figure that is a number.
func (w *writer) value(k key, metric, scope string, on basis, d decimal.NullDecimal) {
	m, ok := w.fact(k, metric, scope, on)
	if ok && d.Valid {
		m.Value = known(d.Decimal)
	}
	w.measures = append(w.measures, m)
}

// amount writes a figure that is an amount.
func (w *writer) amount(k key, metric, scope string, on basis, d decimal.Decimal) {
	w.value(k, metric, scope, on, decimal.NewNullDecimal(d))
}

// count writes a figure that is a number of things.
func (w *writer) count(k key, metric, scope string, on basis, n int64) {
	w.value(k, metric, scope, on, decimal.NewNullDecimal(decimal.NewFromInt(n)))
}

// ratio writes a figure that is a ratio.
func (w *writer) ratio(k key, metric, scope string, on basis, r Ratio) {
	m, ok := w.fact(k, metric, scope, on)
	if ok && usable(r.Num, r.Den) {
		m.Numerator, m.Denominator = decimal.NewNullDecimal(r.Num), decimal.NewNullDecimal(r.Den)
	}
	w.measures = append(w.measures, m)
}

// ratioUnless writes a figure that is a ratio, and an unknown one where its denominator is below zero: parts that combine
// with those of others would hide it.
func (w *writer) ratioUnless(below bool, k key, metric, scope string, on basis, r Ratio) {
	if below {
		w.value(k, metric, scope, on, decimal.NullDecimal{})
		return
	}
	w.ratio(k, metric, scope, on, r)
}

// figures returns what was written, in order.
func (w *writer) figures(findings kam.Findings) Figures {
	slices.SortFunc(w.measures, compareMeasures)
	return Figures{Measures: w.measures, Findings: findings}
}
