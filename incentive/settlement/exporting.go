package settlement

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

// exported returns the statement in the form that is exported, without its digest.
func (s Statement) exported() (Exported, error) {
	if s.st == nil {
		return Exported{}, errors.New("settlement: the statement is the zero value")
	}
	r, plan := s.known().result, s.known().plan
	x := Exported{
		Format: ExportFormat, Settlement: s.known().of.ID(), Period: s.Period(), Payee: ExportedPayee{s.known().account.payee, s.known().payee.Name},
		Plan: s.known().account.plan, Version: s.known().version, Currency: r.Currency, Places: r.Places, PlanCurrency: plan.Currency, PlanPlaces: placesOf(plan.Rounding.Places, plan.Currency),
		Payable: r.After.Payable.StringFixed(r.Places),
	}
	money := func(d decimal.Decimal) string { return d.StringFixed(r.Places) }
	earns := func(d decimal.Decimal) string { return d.StringFixed(x.PlanPlaces) }
	earned := decimal.Zero
	for _, e := range s.known().earnings {
		data, err := e.Export()
		if err != nil {
			return x, err
		}
		x.Earnings = append(x.Earnings, string(data))
		earned = earned.Add(e.Earned())
	}
	x.Earned = earns(earned)
	for _, c := range s.known().corrections {
		row := ExportedCorrection{Origin: c.Origin, Component: c.Component, Transaction: c.Transaction, Amount: earns(c.Amount), Reason: c.Reason}
		if c.Before.Valid && c.Now.Valid {
			row.Before, row.Now = earns(c.Before.Decimal), earns(c.Now.Decimal)
		}
		x.Corrections = append(x.Corrections, row)
	}
	for _, a := range s.known().adjustments {
		x.Adjustments = append(x.Adjustments, ExportedAdjustment{a.ID, a.Component, money(a.Amount), a.Reason, a.RequestedBy, a.ApprovedBy})
	}
	x.Before, x.After = balancesOf(r.Before, money), balancesOf(r.After, money)
	for _, p := range r.Steps {
		x.Steps = append(x.Steps, ExportedStep{p.Kind, p.Component, p.Transaction, p.Origin, money(p.Amount), money(p.Held), money(p.Owed), p.Because})
	}
	for _, h := range s.holdbacks() {
		x.Holdbacks = append(x.Holdbacks, h.exported(money))
	}
	for _, e := range r.Postings {
		amount := money
		if e.Currency != r.Currency {
			amount = earns
		}
		x.Postings = append(x.Postings, ExportedPosting{e.Version, e.Component, e.Kind, e.Period, e.Account, e.Reference, amount(e.Amount), e.Currency})
	}
	for _, u := range s.Unpaid() {
		x.Unpaid = append(x.Unpaid, ExportedUnpaid{u.Transaction, u.reasons()})
	}
	return x, nil
}

// reasons returns each message once.
func (u Unpaid) reasons() []kam.Text {
	var reasons []kam.Text
	for _, r := range u.Reasons {
		if !slices.Contains(reasons, r.Message) {
			reasons = append(reasons, r.Message)
		}
	}
	return reasons
}

func placesOf(stated *int32, c kam.Currency) int32 {
	if stated != nil {
		return *stated
	}
	return c.MinorUnits()
}

func balancesOf(b payout.Balances, money func(decimal.Decimal) string) ExportedBalances {
	x := ExportedBalances{Payable: money(b.Payable), Paid: money(b.Paid)}
	for _, h := range b.Held {
		x.Held = append(x.Held, ExportedHeld{h.Version, h.Component, h.Transaction, h.Origin, h.Part, money(h.Amount), h.On, h.Due, h.Reference})
	}
	for _, d := range b.Debts {
		x.Debts = append(x.Debts, ExportedDebt{d.Kind, d.Since, money(d.Amount)})
	}
	return x
}

// holdbackKey is earnings that are held back together.
type holdbackKey struct {
	version                int
	component, transaction string
	origin                 kam.Period // without a deal
}

func (k holdbackKey) compare(o holdbackKey) int {
	return cmp.Or(strings.Compare(k.component, o.component), strings.Compare(k.transaction, o.transaction), k.origin.Compare(o.origin), cmp.Compare(k.version, o.version))
}

// kept is what became of earnings that are held back together, by part.
type kept struct {
	holdbackKey
	back  *payout.Holdback
	mode  string
	parts []partSums
	moved bool
}

type partSums struct{ kept, broughtIn, released, cancelled decimal.Decimal }

func (p partSums) left() decimal.Decimal {
	return p.kept.Add(p.broughtIn).Sub(p.released).Sub(p.cancelled)
}

// holdbacks returns the holdbacks of which something is held, or was moved in the period, as the ledger has them once the
// settlement is posted.
func (s Statement) holdbacks() []*kept {
	found := map[holdbackKey]*kept{}
	for _, p := range s.known().posted {
		if p.Account == ledger.HeldAccount && p.Currency == s.Currency() && !p.Into.From.After(s.Period().From) {
			s.keep(found, p, p.Into == s.Period())
		}
	}
	for _, e := range s.known().entries {
		if e.Account == ledger.HeldAccount && e.Currency == s.Currency() {
			s.keep(found, ledger.Posted{Version: e.Version, Component: e.Component, Kind: e.Kind, Period: e.Period, Reference: e.Reference, Amount: e.Amount}, true)
		}
	}
	var list []*kept
	for _, k := range slices.SortedFunc(maps.Keys(found), holdbackKey.compare) {
		if h := found[k]; h.moved || slices.ContainsFunc(h.parts, func(p partSums) bool { return !p.left().IsZero() }) {
			list = append(list, h)
		}
	}
	return list
}

// keep adds a row of the held account.
func (s Statement) keep(found map[holdbackKey]*kept, p ledger.Posted, moved bool) {
	at := strings.LastIndexByte(p.Reference, '#')
	back := s.known().of.holdback(s.known().account.plan, p.Version, p.Component)
	if at < 0 || back == nil {
		return
	}
	part, err := strconv.Atoi(p.Reference[at+1:])
	if err != nil || part < 1 || part > len(back.Parts) {
		return
	}
	k := holdbackKey{version: p.Version, component: p.Component, transaction: p.Reference[:at]}
	if k.transaction == "" {
		k.origin = p.Period
	}
	h := found[k]
	if h == nil {
		h = &kept{holdbackKey: k, back: back, mode: back.Mode, parts: make([]partSums, len(back.Parts))}
		if h.mode == "" {
			h.mode = s.known().of.plans[planKey{s.known().account.plan, p.Version}].plan.Rounding.Mode
		}
		found[k] = h
	}
	h.moved = h.moved || moved
	sums := &h.parts[part-1]
	switch p.Kind {
	case ledger.Holdback:
		sums.kept = sums.kept.Add(p.Amount)
	case ledger.Release:
		sums.released = sums.released.Sub(p.Amount)
	case ledger.Clawback:
		sums.cancelled = sums.cancelled.Sub(p.Amount)
	default:
		sums.broughtIn = sums.broughtIn.Add(p.Amount)
	}
}

func (h *kept) exported(money func(decimal.Decimal) string) ExportedHoldback {
	x := ExportedHoldback{Version: h.version, Component: h.component, Transaction: h.transaction, Origin: h.origin, Mode: h.mode}
	earned := decimal.Zero
	for i, p := range h.parts {
		earned = earned.Add(p.kept)
		x.Parts = append(x.Parts, ExportedPart{
			Share: h.back.Parts[i].Share, On: h.back.Parts[i].On, Kept: money(p.kept), BroughtIn: money(p.broughtIn),
			Released: money(p.released), Cancelled: money(p.cancelled), Left: money(p.left()),
		})
	}
	x.Earned = money(earned)
	return x
}
