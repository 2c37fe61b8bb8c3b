package reassign

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
)

// compare counts what everybody has before and after, and that nothing is lost.
func (p *Preview) compare(d *draft, after []crm.Record) error {
	before, then := d.count(d.records), d.count(after)
	users := map[string]bool{}
	for u := range before {
		users[u] = true
	}
	for u := range then {
		users[u] = true
	}
	var a, b tally
	for _, user := range slices.Sorted(maps.Keys(users)) {
		x, y := before[user], then[user]
		a.add(x)
		b.add(y)
		if l := (Load{User: user, Before: x.counts(), After: y.counts()}); !l.Before.equal(l.After) {
			p.Loads = append(p.Loads, l)
		}
	}
	p.Totals = Totals{Before: a.counts(), After: b.counts()}
	for user, t := range before {
		if d.gone(user) {
			p.Totals.UnownedBefore += t.n.Accounts
		}
	}
	for user, t := range then {
		if d.gone(user) {
			p.Totals.UnownedAfter += t.n.Accounts
		}
	}
	if !p.Totals.Before.equal(p.Totals.After) || p.Totals.UnownedAfter > p.Totals.UnownedBefore {
		return fmt.Errorf("%w: before %+v, after %+v", ErrTotals, p.Totals.Before, p.Totals.After)
	}
	return nil
}

// tally counts what somebody has.
type tally struct {
	n       Counts
	amounts map[kam.Currency]decimal.Decimal
}

func (t *tally) amount(c kam.Currency, d decimal.Decimal) {
	if t.amounts == nil {
		t.amounts = map[kam.Currency]decimal.Decimal{}
	}
	t.amounts[c] = t.amounts[c].Add(d)
}

func (t *tally) add(o *tally) {
	if o == nil {
		return
	}
	t.n.Accounts += o.n.Accounts
	t.n.Opportunities += o.n.Opportunities
	t.n.Activities += o.n.Activities
	t.n.Requests += o.n.Requests
	t.n.Contacts += o.n.Contacts
	for c, d := range o.amounts {
		t.amount(c, d)
	}
}

func (t *tally) counts() Counts {
	if t == nil {
		return Counts{}
	}
	c := t.n
	for _, currency := range slices.Sorted(maps.Keys(t.amounts)) {
		c.Amounts = append(c.Amounts, Amount{Currency: currency, Amount: t.amounts[currency]})
	}
	return c
}

func (c Counts) equal(o Counts) bool {
	return c.Accounts == o.Accounts && c.Opportunities == o.Opportunities && c.Activities == o.Activities && c.Requests == o.Requests && c.Contacts == o.Contacts &&
		slices.EqualFunc(c.Amounts, o.Amounts, func(a, b Amount) bool { return a.Currency == b.Currency && a.Amount.Equal(b.Amount) })
}

// count counts what is open, by owner.
func (d *draft) count(records []crm.Record) map[string]*tally {
	out := map[string]*tally{}
	of := func(user string) *tally {
		if out[user] == nil {
			out[user] = new(tally)
		}
		return out[user]
	}
	for _, r := range records {
		switch data := r.Data.(type) {
		case *crm.Account:
			of(data.Owner).n.Accounts++
		case *crm.Contact:
			of(data.Owner).n.Contacts++
		case *crm.Opportunity:
			if openDeal(data) {
				t := of(data.Owner)
				t.n.Opportunities++
				if data.Amount.Valid && num.Check(data.Amount.Decimal) == nil {
					t.amount(data.Currency, data.Amount.Decimal)
				}
			}
		case *crm.Activity:
			if d.pending(data) {
				of(data.Owner).n.Activities++
			}
		case *crm.Request:
			if openRequest(data) {
				of(data.Owner).n.Requests++
			}
		}
	}
	return out
}
