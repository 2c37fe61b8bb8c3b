package analysis

import (
	"bytes"
	"encoding/json"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Data is a curve and what follows from it as plain data, for JSON. Numbers are exact; see [Number.MarshalJSON].
type Data struct {
	Plan     string       `json:"plan"`
	Version  int          `json:"version"`
	Currency kam.Currency `json:"currency"`
	Period   kam.Period   `json:"period"`
	Axis     AxisData     `json:"axis"`
	// Profile are the amounts of the profile's deals, in their proportions.
	Profile    []string `json:"profile,omitempty"`
	Components []string `json:"components"`
	// PaysAt is what is paid at the usual places; see [Curve.PaysAt].
	PaysAt       []Paid    `json:"paysAt"`
	Pieces       []Piece   `json:"pieces"`
	Breaks       []Break   `json:"breaks"`
	Jumps        []Jump    `json:"jumps"`
	LargestCliff *Jump     `json:"largestCliff,omitempty"`
	Monotone     bool      `json:"monotone"`
	Falls        []Fall    `json:"falls"`
	Rates        Rates     `json:"marginalRates"`
	Highest      Extreme   `json:"highest"`
	Lowest       Extreme   `json:"lowest"`
	Liability    Liability `json:"liability"`
	Bindings     []Binding `json:"bindings"`
}

// AxisData is the axis of a curve.
type AxisData struct {
	Measure string          `json:"measure"`
	Basis   incentive.Basis `json:"basis"`
	// Unit is how much of the measure's quantity one of the axis is.
	Unit  Number `json:"unit"`
	From  Number `json:"from"`
	Until Number `json:"until"`
}

// Paid is what is paid at one place.
type Paid struct {
	At       Number `json:"at"`
	Quantity Number `json:"quantity"`
	Pay      Number `json:"pay"`
	// Components are what the plan's components pay there, in its order, before the plan's own caps.
	Components []Number `json:"components"`
	// Share is pay as a share of the quantity. Absent where that is zero, or no money.
	Share *Number `json:"share,omitempty"`
}

// usual are the attainments that people ask for, in hundredths.
var usual = []int64{0, 50, 80, 100, 120, 150, 200}

// PaysAt returns what is paid at the usual places: on an axis of attainment at 0, 50, 80, 100, 120, 150 and 200 %, on
// others at eight evenly spaced places of the range; those outside the range are left out.
func (c *Curve) PaysAt() []Paid {
	var places []*big.Rat
	from, until := c.Range()
	if c.model.q.Axis.Basis == incentive.ByAttainment {
		for _, p := range usual {
			places = append(places, big.NewRat(p, 100))
		}
	} else {
		for i := range int64(9) {
			x := new(big.Rat).Sub(until, from)
			places = append(places, x.Add(x.Mul(x, big.NewRat(i, 8)), from))
		}
	}
	var out []Paid
	for _, x := range places {
		if x.Cmp(from) >= 0 && x.Cmp(until) <= 0 {
			out = append(out, c.paid(x))
		}
	}
	return out
}

func (c *Curve) paid(x *big.Rat) Paid {
	o := c.outcomeAt(x)
	p := Paid{At: Exactly(x), Quantity: rational(new(big.Rat).Mul(x, c.model.unit)), Pay: rational(o.pay.At(x))}
	for _, k := range o.components {
		p.Components = append(p.Components, rational(k.At(x)))
	}
	if share, ok := c.CostShare(x); ok && c.money() {
		n := rational(share)
		p.Share = &n
	}
	return p
}

// money reports whether the axis counts money, or shares of a quota in money.
func (c *Curve) money() bool {
	switch c.model.axis.Base {
	case incentive.BaseAmount, incentive.BaseMargin, incentive.BaseCash:
		return true
	default:
		return false
	}
}

// Data returns the curve and what follows from it.
func (c *Curve) Data() Data {
	from, until := c.Range()
	d := Data{
		Plan: c.model.plan.ID, Version: c.model.plan.Version, Currency: c.model.plan.Currency, Period: c.model.q.Period,
		Axis: AxisData{
			Measure: c.model.axis.Name, Basis: c.model.q.Axis.Basis, Unit: rational(c.Unit()), From: rational(from), Until: rational(until),
		},
		PaysAt: c.PaysAt(), Pieces: c.Pieces(), Breaks: c.Breaks(), Jumps: c.Jumps(), Falls: c.Falls(), Rates: c.MarginalRates(),
		Highest: c.Highest(), Lowest: c.Lowest(), Liability: c.Liability(), Bindings: c.Bindings(),
	}
	d.Monotone = len(d.Falls) == 0
	if j, ok := c.LargestCliff(); ok {
		d.LargestCliff = &j
	}
	for _, k := range c.model.plan.Components {
		d.Components = append(d.Components, k.Name)
	}
	for _, deal := range c.model.deals {
		if deal.scaled {
			d.Profile = append(d.Profile, plain(deal.Amount.Rat()))
		}
	}
	return d
}

// JSON returns [Curve.Data] as indented JSON.
func (c *Curve) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(c.Data()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// MarshalJSON writes the slope and the ceiling as well, exactly, where there are any.
func (l Liability) MarshalJSON() ([]byte, error) {
	type plainLiability Liability
	out := struct {
		plainLiability
		Slope   string `json:"slope,omitempty"`
		Ceiling string `json:"ceiling,omitempty"`
	}{plainLiability: plainLiability(l)}
	if l.Ceiling != nil {
		out.Ceiling = plain(l.Ceiling)
	}
	if l.Slope != nil {
		out.Slope = plain(l.Slope)
	}
	return json.Marshal(out)
}
