package evidence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// fact is what revisions of an observation share.
type fact struct {
	metric, scope, unit string
	currency            kam.Currency
	period              kam.Period
}

func factOf(o kam.Observation) fact {
	return fact{o.Metric, o.Scope, o.Unit, o.Currency, o.Period}
}

// SameFigures reports whether two observations state the same value, or the same numerator and denominator, or both that
// nobody knows. Numbers beyond the bounds of the library are the same only when they are written alike.
func SameFigures(a, b kam.Observation) bool {
	return sameNumber(a.Value, b.Value) && sameNumber(a.Numerator, b.Numerator) && sameNumber(a.Denominator, b.Denominator)
}

func sameNumber(a, b decimal.NullDecimal) bool {
	if !a.Valid || !b.Valid {
		return a.Valid == b.Valid
	}
	if a.Decimal.Exponent() != b.Decimal.Exponent() && (num.Check(a.Decimal) != nil || num.Check(b.Decimal) != nil) {
		return false
	}
	return a.Decimal.Equal(b.Decimal)
}

// Latest returns the highest revision of each fact, in the order of metric, scope, unit, currency and period, whatever the
// order of obs, which stays as it is. Where two of the highest revision state the same, the one whose source comes first
// is kept. Where they contradict each other, which [File.Check] refuses, that fact is not returned. All are of one
// subject.
func Latest(obs []kam.Observation) []kam.Observation {
	sorted := slices.Clone(obs)
	slices.SortStableFunc(sorted, func(a, b kam.Observation) int {
		return cmp.Or(strings.Compare(a.Metric, b.Metric), strings.Compare(a.Scope, b.Scope), strings.Compare(a.Unit, b.Unit),
			strings.Compare(string(a.Currency), string(b.Currency)), a.Period.Compare(b.Period),
			cmp.Compare(b.Revision, a.Revision), strings.Compare(a.Source, b.Source))
	})
	var out []kam.Observation
	for i := 0; i < len(sorted); {
		first, agree, j := sorted[i], true, i+1
		for ; j < len(sorted) && factOf(sorted[j]) == factOf(first); j++ {
			agree = agree && (sorted[j].Revision < first.Revision || SameFigures(first, sorted[j]))
		}
		if agree {
			out = append(out, first)
		}
		i = j
	}
	return out
}

// Covers reports whether f has every record of a kind and a name of the days of a period: whether its entries of
// [Completeness] for that name, or for all names, cover it together. The empty name asks for an entry for all names.
func (f File) Covers(of Kind, name string, p kam.Period) bool {
	if p.Check() != nil {
		return false
	}
	// Each round over few entries moves reached on by at least one of them. Many are looked at in the order of their first
	// days, so that one round is enough.
	entries := f.Complete
	once := len(entries) > fewEntries
	if once {
		entries = slices.Clone(entries)
		slices.SortFunc(entries, func(a, b Completeness) int { return a.Period.From.Compare(b.Period.From) })
	}
	for reached := p.From; ; {
		further := reached
		for i := range entries {
			c := &entries[i]
			if c.Of != of || c.Name != "" && c.Name != name || !c.Period.Contains(reached) {
				continue
			}
			if c.Period.IsOpen() {
				return true
			}
			if c.Period.Until.After(further) {
				further = c.Period.Until
			}
			if once {
				reached = further
			}
		}
		switch {
		case p.Until.IsSet() && !further.Before(p.Until):
			return true
		case once || further == reached:
			return false
		}
		reached = further
	}
}

// fewEntries is how many entries of [Completeness] are looked through as they are.
const fewEntries = 16

// Clone returns a copy of f that shares nothing that can be changed.
func (f File) Clone() File {
	f.Observations, f.Positions, f.Skills = slices.Clone(f.Observations), slices.Clone(f.Positions), slices.Clone(f.Skills)
	f.Certificates, f.Reviews = slices.Clone(f.Certificates), slices.Clone(f.Reviews)
	f.Flags, f.Complete = slices.Clone(f.Flags), slices.Clone(f.Complete)
	return f
}

// PositionsOn returns the positions held on a day, in the order of the file.
func (f File) PositionsOn(day kam.Day) []Position {
	var out []Position
	for _, p := range f.Positions {
		if p.Held.Contains(day) {
			out = append(out, p)
		}
	}
	return out
}
