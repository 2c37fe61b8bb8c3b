package payout

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Money is what a plan's amounts are in.
type Money struct {
	Currency kam.Currency
	// Places is the number of decimal places, 0 to 6.
	Places int32
	// Mode is how amounts are rounded, in the words of the plan's rounding.
	Mode string
}

// Rules are compiled [Terms]. They are immutable and safe for concurrent use. The zero value settles nothing.
type Rules struct {
	terms Terms
	money Money
	mode  num.Mode
	// byComponent leads to the holdback of a component; rest is the one for all others, or -1.
	byComponent map[string]int
	rest        int
	// booked is the holdback of components without one whose deals can be clawed back.
	booked *Holdback
}

// ParseTerms returns the terms that JSON states, as written; [Compile] checks what they say. Reading is strict. The
// error is a *[kam.InvalidError] with every fault of the JSON, its path and its line and column, with codes that begin
// with "payout.".
func ParseTerms(data []byte) (Terms, error) {
	var t Terms
	if err := strictjson.Decode(data, &t, "payout").Err(); err != nil {
		return Terms{}, err
	}
	return t, nil
}

// ParseCase returns the case that JSON states, as [ParseTerms] does for terms; [Rules.Settle] checks what it says.
func ParseCase(data []byte) (Case, error) {
	var c Case
	if err := strictjson.Decode(data, &c, "payout").Err(); err != nil {
		return Case{}, err
	}
	return c, nil
}

// Compile returns the rules of terms, or a *[kam.InvalidError] with every fault of [Check] and of the money.
func Compile(terms Terms, money Money) (*Rules, error) {
	found := Check(terms, "$")
	c := &checker{Faults: wording.Faults{Prefix: "payout"}}
	if _, err := kam.ParseCurrency(string(money.Currency)); err != nil {
		c.Add("currency", "money.currency", wording.Say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 货币代码", wording.Quote(string(money.Currency))),
			wording.Say("use a code such as CNY", "请使用 CNY 这样的代码"))
	}
	c.between("money.places", int(money.Places), 0, maxPlaces)
	if !num.Mode(money.Mode).Valid() {
		c.Add("unknown-word", "money.mode", wording.Say("%s is no rounding mode", "%s 不是有效的舍入方式", wording.Quote(money.Mode)),
			wording.Say("use a mode such as half-up", "请使用 half-up 这样的方式"))
	}
	found.Merge(c.Findings())
	if err := found.Err(); err != nil {
		return nil, err
	}
	r := newRules(terms)
	r.money, r.mode = money, num.Mode(money.Mode)
	return r, nil
}

// newRules returns rules without money.
func newRules(terms Terms) *Rules {
	r := &Rules{terms: terms.clone(), byComponent: map[string]int{}, rest: -1, booked: booked(terms.Clawback)}
	for i, h := range r.terms.Holdbacks {
		if len(h.Components) == 0 {
			r.rest = i
		}
		for _, name := range h.Components {
			r.byComponent[name] = i
		}
	}
	return r
}

// Terms returns a copy of what was compiled.
func (r *Rules) Terms() Terms { return r.terms.clone() }

// Minimum returns the least that payroll pays out at a time, in the plan's currency; zero when there is none.
func (r *Rules) Minimum() decimal.Decimal {
	if r.terms.Minimum == nil {
		return decimal.Zero
	}
	return r.terms.Minimum.Amount.Decimal
}

// RateOf returns which rate converts a component's earnings, and the table it stands in. It is false when the terms do not convert.
func (r *Rules) RateOf(component string) (policy RatePolicy, table string, ok bool) {
	conv := r.terms.Convert
	if conv == nil {
		return "", "", false
	}
	for _, own := range conv.Components {
		if own.Component == component {
			return own.Policy, own.Table, true
		}
	}
	return conv.Policy, conv.Table, true
}

// booked returns the holdback of a component without one whose deals can be clawed back: all is paid at once, and the ledger
// knows all the same what every deal has earned.
func booked(b *Clawback) *Holdback {
	sums := SumsAtOnce
	if b != nil && b.Sums == ClawSpread {
		sums = SumsSpread
	}
	return &Holdback{Parts: []Part{{Share: kam.Whole(), On: OnBooking}}, Sums: sums}
}

// holdback returns the holdback of a component, or nil.
func (r *Rules) holdback(component string) *Holdback {
	i, named := r.byComponent[component]
	if !named {
		i = r.rest
	}
	switch {
	case i >= 0:
	case r.clawsBack(component):
		return r.booked
	default:
		return nil
	}
	return &r.terms.Holdbacks[i]
}

// clawsBack tells whether earnings of a component are taken back when a deal is cancelled.
func (r *Rules) clawsBack(component string) bool {
	b := r.terms.Clawback
	return b != nil && (len(b.Components) == 0 || slices.Contains(b.Components, component))
}

// clone copies everything that terms refer to.
func (t Terms) clone() Terms {
	t.Convert = copied(t.Convert)
	if t.Convert != nil {
		t.Convert.Components = slices.Clone(t.Convert.Components)
		t.Convert.Places = copied(t.Convert.Places)
	}
	t.Holdbacks = slices.Clone(t.Holdbacks)
	for i := range t.Holdbacks {
		h := &t.Holdbacks[i]
		h.Components, h.Parts = slices.Clone(h.Components), slices.Clone(h.Parts)
	}
	t.Guarantee = copied(t.Guarantee)
	t.Draw = copied(t.Draw)
	if d := t.Draw; d != nil {
		d.Recovery = copied(d.Recovery)
		if d.Recovery != nil {
			d.Recovery.Share = copied(d.Recovery.Share)
		}
		d.Forgive = slices.Clone(d.Forgive)
		for i := range d.Forgive {
			d.Forgive[i].Share = copied(d.Forgive[i].Share)
		}
	}
	t.Clawback = copied(t.Clawback)
	if b := t.Clawback; b != nil {
		b.Components, b.Bands = slices.Clone(b.Components), slices.Clone(b.Bands)
		b.Share, b.Withdrawn = copied(b.Share), copied(b.Withdrawn)
		for i := range b.Bands {
			b.Bands[i].Share = copied(b.Bands[i].Share)
		}
	}
	t.Recovery = copied(t.Recovery)
	if t.Recovery != nil {
		t.Recovery.Kinds = slices.Clone(t.Recovery.Kinds)
		t.Recovery.MaxShareOfPay = copied(t.Recovery.MaxShareOfPay)
	}
	t.Leavers = copied(t.Leavers)
	if t.Leavers != nil {
		t.Leavers.TrailingMonths = copied(t.Leavers.TrailingMonths)
	}
	t.Minimum = copied(t.Minimum)
	return t
}

// copied returns a pointer to a copy of what p points to.
func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
