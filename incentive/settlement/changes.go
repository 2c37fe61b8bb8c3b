package settlement

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/migration"
	"github.com/kam-go/kam/incentive/payout"
)

// Change is how one part of a payee's pay differs from the commission period before.
type Change struct {
	// Kind is the ledger's kind of the amounts, and Component what they belong to.
	Kind      ledger.Kind
	Component string
	// Currency is what Last, Now and Difference are in. Last is what was posted into the period before, Now what this period posts.
	Currency              kam.Currency
	Last, Now, Difference decimal.Decimal
	// Because says what moved: measures, quotas, deals, or what draw and recovery came to.
	Because kam.Text
}

// Changes returns what changed since the last commission period that anything was posted into for the payee and plan, and
// that period; the zero period when there was none. It compares what each of the two periods posted on the payee's account,
// payouts left out, ascending by kind and component. What was brought in from another system counts as nothing posted.
func (s Statement) Changes() (since kam.Period, changes []Change) {
	rows := s.known().posted
	since = s.before()
	last, now := flows{}, flows{}
	add := func(to flows, e ledger.Entry) {
		if broughtIn(e.Kind, e.Account, e.Reference) { // takes off earnings that another system settled
			e.Kind, e.Reference = ledger.Earning, ""
		}
		switch {
		case !s.known().concerns(e.Kind, e.Currency):
		case e.Account != ledger.PayeeAccount || e.Kind == ledger.Payout || e.Kind == ledger.PayoutReturn || e.Kind == ledger.Opened:
		case (e.Kind == ledger.Holdback || e.Kind == ledger.Release) && s.atOnce(e):
		default:
			k := flowKey{e.Kind, e.Component, e.Currency}
			if to[k] == nil {
				to[k] = map[string]decimal.Decimal{}
			}
			deal := dealIn(e)
			to[k][deal] = to[k][deal].Add(e.Amount)
		}
	}
	for _, p := range rows {
		e := ledger.Entry{Version: p.Version, Component: p.Component, Kind: p.Kind, Account: p.Account, Reference: p.Reference, Amount: p.Amount, Currency: p.Currency}
		switch p.Into {
		case since:
			add(last, e)
		case s.Period():
			add(now, e)
		}
	}
	for _, e := range s.known().entries {
		add(now, e)
	}
	for k := range last {
		if now[k] == nil {
			now[k] = map[string]decimal.Decimal{}
		}
	}
	for k := range now {
		c := Change{Kind: k.kind, Component: k.component, Currency: k.currency, Last: last.sum(k), Now: now.sum(k)}
		if c.Now.IsZero() && c.Last.IsZero() {
			continue
		}
		c.Difference = c.Now.Sub(c.Last)
		c.Because = s.because(c, last[k], now[k])
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Component, b.Component), cmp.Compare(a.Currency, b.Currency))
	})
	return since, changes
}

// before returns the last commission period before this one that anything was posted into, but for what was brought in.
func (s Statement) before() kam.Period {
	type origin struct {
		into, period kam.Period
		component    string
		currency     kam.Currency
	}
	earned := map[origin]decimal.Decimal{}
	var last kam.Period
	note := func(into kam.Period) {
		if into.From.Before(s.Period().From) && (last.IsZero() || last.From.Before(into.From)) {
			last = into
		}
	}
	for _, p := range s.known().posted {
		switch {
		case !s.known().concerns(p.Kind, p.Currency):
		case p.Kind == ledger.Earning && p.Account == ledger.PayeeAccount, broughtIn(p.Kind, p.Account, p.Reference):
			k := origin{p.Into, p.Period, p.Component, p.Currency}
			earned[k] = earned[k].Add(p.Amount)
		case p.Kind != ledger.Opened:
			note(p.Into)
		}
	}
	for k, amount := range earned {
		if !amount.IsZero() {
			note(k.into)
		}
	}
	return last
}

// broughtIn tells whether an amount takes off earnings that another system settled.
func broughtIn(k ledger.Kind, a ledger.Account, reference string) bool {
	return k == ledger.Opened && a == ledger.PayeeAccount && reference == migration.SettledReference
}

// flowKey is what amounts add up by, and flows are the amounts of each by deal, where there is one.
type flowKey struct {
	kind      ledger.Kind
	component string
	currency  kam.Currency
}

type flows map[flowKey]map[string]decimal.Decimal

func (f flows) sum(k flowKey) decimal.Decimal {
	total := decimal.Zero
	for _, x := range f[k] {
		total = total.Add(x)
	}
	return total
}

// dealIn returns the deal that an entry of holdback, release or clawback names.
func dealIn(e ledger.Entry) string {
	switch e.Kind {
	case ledger.Holdback, ledger.Release, ledger.Clawback:
		if at := strings.LastIndexByte(e.Reference, '#'); at >= 0 && e.Kind != ledger.Clawback {
			return e.Reference[:at]
		}
		return strings.TrimSuffix(e.Reference, leftMark)
	default:
		return ""
	}
}

// rank orders kinds as a calculation does.
func rank(k ledger.Kind) int {
	order := []ledger.Kind{
		ledger.Earning, ledger.Correction, ledger.Conversion, ledger.Holdback, ledger.Release, ledger.Clawback, ledger.TopUp, ledger.DrawAdvance,
		ledger.DrawRecovery, ledger.Recovery, ledger.Forgiveness, ledger.Manual, ledger.Shortfall,
	}
	if i := slices.Index(order, k); i >= 0 {
		return i
	}
	return len(order)
}

// atOnce tells whether an entry of a holdback is of a part that is paid on booking, which goes through the held account
// without ever being held back.
func (s Statement) atOnce(e ledger.Entry) bool {
	at := strings.LastIndexByte(e.Reference, '#')
	part, err := strconv.Atoi(e.Reference[at+1:])
	back := s.known().of.holdback(s.known().account.plan, e.Version, e.Component)
	return at >= 0 && err == nil && back != nil && part >= 1 && part <= len(back.Parts) && back.Parts[part-1].On == payout.OnBooking
}
