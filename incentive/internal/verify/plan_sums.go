package verify

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

type curve struct {
	Basis             string              `json:"basis"`
	Shape             string              `json:"shape"`
	Points            []point             `json:"points"`
	Beyond            string              `json:"beyond"`
	OfTargetIncentive decimal.NullDecimal `json:"ofTargetIncentive"`
	Amount            decimal.NullDecimal `json:"amount"`
}

type point struct {
	At   decimal.Decimal `json:"at"`
	Pays decimal.Decimal `json:"pays"`
}

type every struct {
	Each decimal.Decimal `json:"each"`
	Pays decimal.Decimal `json:"pays"`
}

type planContest struct {
	Basis   string              `json:"basis"`
	AtLeast decimal.NullDecimal `json:"atLeast"`
	By      string              `json:"by"`
	Prizes  []decimal.Decimal   `json:"prizes"`
	Then    []tieBreak          `json:"then"`
	Ties    string              `json:"ties"`
	Fund    decimal.NullDecimal `json:"fund"`
	Held    string              `json:"held"`
}

type tieBreak struct {
	Measure string `json:"measure"`
	Basis   string `json:"basis"`
}

type planPool struct {
	Rate   decimal.NullDecimal `json:"rate"`
	Amount decimal.NullDecimal `json:"amount"`
	By     string              `json:"by"`
	Key    string              `json:"key"`
	On     string              `json:"on"`
	Held   string              `json:"held"`
}

type multiplier struct {
	On    string       `json:"on"`
	Basis string       `json:"basis"`
	Apply string       `json:"apply"`
	Bands []factorBand `json:"bands"`
}

type factorBand struct {
	From   decimal.Decimal     `json:"from"`
	Until  decimal.NullDecimal `json:"until"`
	Factor decimal.Decimal     `json:"factor"`
}

type planConversion struct {
	Policy  string `json:"policy"`
	Table   string `json:"table"`
	Refunds string `json:"refunds"`
	Places  *int   `json:"places"`
}

type proration struct {
	By           string `json:"by"`
	PartialMonth string `json:"partialMonth"`
	Quotas       *bool  `json:"quotas"`
	Targets      *bool  `json:"targets"`
}

// quotas and targets report whether the plan prorates them.
func (p *plan) quotas() bool {
	return p.Proration != nil && p.Proration.Quotas != nil && *p.Proration.Quotas
}

func (p *plan) targets() bool {
	return p.Proration != nil && p.Proration.Targets != nil && *p.Proration.Targets
}

// form names what a component pays that has no lines; empty for one that pays deal by deal.
func (k *planComponent) form() string {
	switch {
	case k.Curve != nil:
		return "curve"
	case k.Every != nil:
		return "every"
	case k.Contest != nil:
		return "contest"
	case k.Pool != nil:
		return "pool"
	default:
		return ""
	}
}

// factors are the multipliers on the component's sum, dealCaps its caps per transaction.
func (k *planComponent) factors() []multiplier {
	var out []multiplier
	for _, m := range k.Multipliers {
		if m.Apply == "whole" {
			out = append(out, m)
		}
	}
	return out
}

func (k *planComponent) dealCaps() []planCap {
	var out []planCap
	for _, c := range k.Caps {
		if c.Per == "transaction" {
			out = append(out, c)
		}
	}
	return out
}

// named returns a measure's name, the component's own when there is none.
func (k *planComponent) named(name string) string {
	if name == "" {
		return k.Measure
	}
	return name
}

// carries returns the cap whose excess the plan carries into a period that starts on a day, nil when it carries none.
func (p *plan) carries(day kam.Day) *planCap {
	for i := range p.Caps {
		if c := &p.Caps[i]; c.Excess == "carry-until" && day.Before(c.Until) {
			return c
		}
	}
	return nil
}

// lifetime reports whether a cap counts all that the plan ever pays.
func (p *plan) lifetime() bool {
	for i := range p.Caps {
		if p.Caps[i].Per == "lifetime" {
			return true
		}
	}
	return false
}
