package event

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// effect looks at the deals of all accounts before and after the event.
func (o *Outcome) effect() {
	if !o.Held {
		return
	}
	e := &o.Pipeline
	e.Window = kam.Period{From: o.Days.From, Until: o.Days.Until.AddDays(o.rules.policy.Pipeline.Within)}
	e.Over = e.Window.Until.IsSet() && !o.AsOf.Before(e.Window.Until.AddDays(-1))
	unknown := map[string]bool{}
	var came, others []side
	for _, a := range o.book.accounts {
		switch {
		case a.came:
			e.Accounts = append(e.Accounts, a.ref)
			s := o.side(a, unknown)
			for _, d := range a.deals {
				if t, ok := o.touched(d, unknown); ok {
					t.Account = a.ref
					e.Touched = append(e.Touched, t)
				}
			}
			came = append(came, s)
		case a.unclear:
			e.Unclear = append(e.Unclear, a.ref)
		case o.rules.policy.Pipeline.Compare == NotAttended || !a.invited:
			others = append(others, o.side(a, unknown))
		}
	}
	o.pair(came, others)
	for _, name := range sorted(unknown) {
		o.book.warn("stage", o.Event, say("the policy has no stage %s; deals that came to it did not advance by that", "策略中没有阶段 %s，进入该阶段不计为推进", wording.Quote(name)), say("add it to the stages, at its place", "请将其加入阶段列表的相应位置"))
	}
}

func sorted(set map[string]bool) []string {
	var out []string
	for name := range set {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// openedOn is when a deal was created, else when its history began.
func (r *Rules) openedOn(d *crm.Opportunity) kam.Day {
	switch {
	case !d.Created.IsZero():
		return kam.DayAt(d.Created, r.zone)
	case len(d.History) > 0:
		return kam.DayAt(r.history(d)[0].At, r.zone)
	}
	return kam.Day{}
}

// history returns the stages that a deal came to, by time.
func (r *Rules) history(d *crm.Opportunity) []crm.StageChange {
	out := slices.Clone(d.History)
	slices.SortStableFunc(out, func(a, b crm.StageChange) int { return a.At.Compare(b.At) })
	return out
}

// touched reports whether a deal was opened or advanced in the window, seen from the day of the question.
func (o *Outcome) touched(d deal, unknown map[string]bool) (Touch, bool) {
	window := o.Pipeline.Window
	seen := func(on kam.Day) bool { return window.Contains(on) && !on.After(o.AsOf) }
	t := Touch{Deal: d.ref, Name: d.data.Name, Won: d.data.Status == crm.Won && seen(d.data.Close), Amount: d.data.Amount, Currency: d.data.Currency}
	opened := o.rules.openedOn(d.data)
	if d.data.Status == crm.Void || opened.IsSet() && !opened.Before(window.From) && !seen(opened) {
		return Touch{}, false
	}
	best, known := -1, false
	for _, h := range o.rules.history(d.data) {
		on := kam.DayAt(h.At, o.rules.zone)
		stage, ok := o.rules.stages[h.Stage]
		if !ok {
			unknown[h.Stage] = true
			continue
		}
		if stage <= best || !on.Before(window.Until) || on.After(o.AsOf) {
			continue
		}
		best = stage
		if on.Before(window.From) || !known { // where it stands before it can advance
			t.From, known = h.Stage, true
			continue
		}
		t.To = h.Stage
		if !t.On.IsSet() {
			t.On = on
		}
	}
	if t.Opened = seen(opened); t.Opened {
		t.On, t.From = opened, ""
		return t, true
	}
	if t.Won {
		t.To = d.data.Stage
		if !t.On.IsSet() {
			t.On = d.data.Close
		}
	}
	return t, t.On.IsSet()
}

// side is an account as it is compared.
type side struct {
	Side
	account *account
	why     kam.Text // why it cannot be compared; empty: it can
}

func (o *Outcome) side(a *account, unknown map[string]bool) side {
	s := side{Side: Side{Account: a.ref, Name: a.data.Name}, account: a}
	for _, d := range a.deals {
		if _, ok := o.touched(d, unknown); ok {
			s.Touched = true
		}
		size, before, why := o.before(d)
		if !before {
			continue
		}
		if why != (kam.Text{}) {
			s.why = why
		}
		s.Size = s.Size.Add(size)
	}
	if s.why == (kam.Text{}) && num.Check(s.Size) != nil {
		s.why = say("its pipeline is beyond all numbers", "商机金额超出可计算范围")
	}
	return s
}

// before reports whether a deal was open when the event began, what it adds to the pipeline, and why that is not known.
func (o *Outcome) before(d deal) (size decimal.Decimal, open bool, why kam.Text) {
	opened := o.rules.openedOn(d.data)
	if opened.IsSet() && !opened.Before(o.Days.From) {
		return size, false, why
	}
	name := wording.Quote(named(d.data.Name, d.ref.ID))
	switch d.data.Status {
	case crm.Won, crm.Lost:
		if !d.data.Close.IsSet() {
			return size, true, say("the deal %s does not say when it was closed", "商机 %s 未注明关闭日期", name)
		}
		if d.data.Close.Before(o.Days.From) {
			return size, false, why
		}
	case crm.Open:
		if !opened.IsSet() {
			return size, true, say("the deal %s does not say when it was opened", "商机 %s 未注明创建日期", name)
		}
	case crm.Void:
		return size, false, why
	default:
		return size, true, say("the deal %s does not say whether it is open", "商机 %s 未注明状态", name)
	}
	p := o.rules.policy.Pipeline
	if p.Size == SizeDeals {
		return decimal.NewFromInt(1), true, why
	}
	amount := d.data.Amount
	if !amount.Valid || num.Check(amount.Decimal) != nil {
		return size, true, say("the deal %s states no amount", "商机 %s 未填写金额", name)
	}
	if d.data.Currency == p.Currency {
		return amount.Decimal, true, why
	}
	rate, ok := o.rules.rates[d.data.Currency]
	if !ok {
		return size, true, say("the deal %[1]s is in %[2]s, which has no rate", "商机 %[1]s 的币种为 %[2]s，没有汇率", name, wording.Quote(string(d.data.Currency)))
	}
	return amount.Decimal.Mul(rate), true, why
}
