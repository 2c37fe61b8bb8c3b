package mutation

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
)

// payoutWords are the readings of payout terms that may stand in each other's place.
var payoutWords = map[reflect.Type][]string{
	reflect.TypeFor[payout.Partial]():        {string(payout.PartialFull), string(payout.PartialByDays), string(payout.PartialNone)},
	reflect.TypeFor[payout.Against]():        {string(payout.AgainstEarned), string(payout.AgainstReleased)},
	reflect.TypeFor[payout.BelowZero]():      {string(payout.BelowZeroLift), string(payout.BelowZeroKeep)},
	reflect.TypeFor[payout.DrawKind]():       {string(payout.NonRecoverable), string(payout.Recoverable), string(payout.OnTop), string(payout.StartOfPeriod)},
	reflect.TypeFor[payout.RecoveredOf]():    {string(payout.AboveDraw), string(payout.AllPay)},
	reflect.TypeFor[payout.ClawbackBase]():   {string(payout.BaseEarned), string(payout.BasePaid)},
	reflect.TypeFor[payout.ClawbackHeld]():   {string(payout.HeldCancel), string(payout.HeldFirst), string(payout.HeldKeep)},
	reflect.TypeFor[payout.ClawbackSums]():   {string(payout.ClawSpread), string(payout.ClawLeave)},
	reflect.TypeFor[payout.Position]():       {string(payout.BeforeDraw), string(payout.AfterDraw)},
	reflect.TypeFor[payout.HeldOnLeaving]():  {string(payout.LeaverForfeits), string(payout.LeaverReceives), string(payout.LeaverWaits)},
	reflect.TypeFor[payout.DebtsOnLeaving](): {string(payout.DebtsAsTerms), string(payout.DebtsFromFinalPay)},
	reflect.TypeFor[payout.SumsReading]():    {string(payout.SumsSpread), string(payout.SumsAtOnce), string(payout.SumsHold)},
	reflect.TypeFor[payout.Trigger]():        {string(payout.OnBooking), string(payout.OnInvoice), string(payout.OnCollection), string(payout.OnAcceptance), string(payout.OnYearEnd)},
}

// spot is a value somewhere in payout terms: its place, and the way to it.
type spot struct {
	place string
	way   []int
}

// payout changes the terms of payout: parts left out, words, numbers and shares changed, and shares moved between the parts
// of a holdback.
func (m *mutator) payout() {
	if m.plan.Payout == nil {
		return
	}
	var walk func(v reflect.Value, s spot)
	walk = func(v reflect.Value, s spot) {
		m.spot(v, s)
		if v.Kind() == reflect.Pointer && !v.IsNil() {
			walk(v.Elem(), spot{s.place, append(slices.Clone(s.way), -1)})
			return
		}
		switch {
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), spot{fmt.Sprintf("%s[%d]", s.place, i), append(slices.Clone(s.way), i)})
			}
		case v.Kind() == reflect.Struct && !leaf(v.Type()):
			for i := range v.NumField() {
				name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
				walk(v.Field(i), spot{s.place + "." + name, append(slices.Clone(s.way), i)})
			}
		}
	}
	walk(reflect.ValueOf(m.plan.Payout), spot{place: "$.payout"})
	m.parts()
}

// parts moves one step of a share from each part of a holdback to its neighbour, so that the parts still sum to the whole.
func (m *mutator) parts() {
	for i, h := range m.plan.Payout.Holdbacks {
		for j := range h.Parts {
			for _, k := range []int{j - 1, j + 1} {
				if k < 0 || k >= len(h.Parts) {
					continue
				}
				from, ok := shifted(h.Parts[j].Share, -1)
				to, ok2 := shifted(h.Parts[k].Share, 1)
				if !ok || !ok2 {
					continue
				}
				m.try(Payout, fmt.Sprintf("$.payout.holdbacks[%d].parts[%d].share", i, j), h.Parts[j].Share.String(), fmt.Sprintf("%s (parts[%d]: %s)", from, k, to), func(p *incentive.Plan) {
					p.Payout.Holdbacks[i].Parts[j].Share, p.Payout.Holdbacks[i].Parts[k].Share = from, to
				})
			}
		}
	}
}

// shifted returns a share with so many hundredths more; false where that is none.
func shifted(share kam.Fraction, hundredths int64) (kam.Fraction, bool) {
	if share.Check() != nil {
		return share, false
	}
	sum := kam.Sum(share, kam.Fraction{Num: hundredths, Den: 100})
	if !sum.Num().IsInt64() || !sum.Denom().IsInt64() {
		return share, false
	}
	out := kam.Fraction{Num: sum.Num().Int64(), Den: sum.Denom().Int64()}
	return out, out.Check() == nil && out.Num > 0 && out.Cmp(kam.Whole()) <= 0
}

// leaf tells whether a struct is one value.
func leaf(t reflect.Type) bool {
	return t == reflect.TypeFor[decimal.NullDecimal]() || t == reflect.TypeFor[decimal.Decimal]() || t == reflect.TypeFor[kam.Fraction]() ||
		t == reflect.TypeFor[kam.Day]() || t == reflect.TypeFor[kam.Period]()
}

// follow returns the value at a spot of a copy of the plan, to be set.
func (s spot) follow(p *incentive.Plan) reflect.Value {
	v := reflect.ValueOf(p.Payout)
	for _, i := range s.way {
		switch {
		case i < 0:
			v = v.Elem()
		case v.Kind() == reflect.Slice:
			v = v.Index(i)
		default:
			v = v.Field(i)
		}
	}
	return v
}

// spot changes one value.
func (m *mutator) spot(v reflect.Value, s spot) {
	switch x := v.Interface().(type) {
	case decimal.NullDecimal:
		if x.Valid {
			m.digits(Payout, s.place, x.Decimal, func(p *incentive.Plan, d decimal.Decimal) {
				s.follow(p).Set(reflect.ValueOf(decimal.NewNullDecimal(d)))
			})
			m.try(Payout, s.place, num.Format(x.Decimal), "", func(p *incentive.Plan) { s.follow(p).SetZero() })
		}
	case kam.Fraction:
		for _, f := range []kam.Fraction{{Num: 1, Den: 2}, {Num: 9, Den: 10}} {
			m.try(Payout, s.place, x.String(), f.String(), func(p *incentive.Plan) { s.follow(p).Set(reflect.ValueOf(f)) })
		}
	case int:
		if x > 0 {
			m.try(Payout, s.place, fmt.Sprint(x), fmt.Sprint(x+1), func(p *incentive.Plan) { s.follow(p).SetInt(int64(x + 1)) })
		}
	}
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil() && len(s.way) > 0:
		m.try(Payout, s.place, "…", "", func(p *incentive.Plan) { s.follow(p).SetZero() })
	case v.Kind() == reflect.Slice && v.Len() == len(m.plan.Components) && strings.HasSuffix(s.place, ".components"): // it names all
	case v.Kind() == reflect.Slice && v.Len() > 0:
		m.try(Payout, s.place, "…", "", func(p *incentive.Plan) { s.follow(p).SetZero() })
	case v.Kind() == reflect.String && v.String() != "":
		for _, w := range payoutWords[v.Type()] {
			if w != v.String() {
				m.try(Payout, s.place, v.String(), w, func(p *incentive.Plan) { s.follow(p).SetString(w) })
			}
		}
	}
}
