package incentive

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// content builds the text that an input hash is taken of: fields in a fixed
// order, each with its length, so that no two contents share a text.
type content struct{ strings.Builder }

func (p *content) text(s string) {
	p.WriteString(strconv.Itoa(len(s)))
	p.WriteByte(':')
	p.WriteString(s)
}

func (p *content) number(n int64) { p.text(strconv.FormatInt(n, 10)) }

func (p *content) decimal(d decimal.Decimal) { p.text(num.Format(d)) }

func (p *content) optional(d decimal.NullDecimal) {
	if !d.Valid {
		p.text("")
		return
	}
	p.decimal(d.Decimal)
}

// fingerprint returns a text that two transactions share exactly when their content is the same.
func (t Transaction) fingerprint() string {
	var p content
	p.text(t.ID)
	p.number(t.Sequence)
	owners := ownersOf(t)
	p.number(int64(len(owners)))
	for _, o := range owners {
		p.text(o.Payee)
		p.text(o.Role)
		p.text(o.Share.String())
	}
	p.decimal(t.Amount)
	p.text(string(t.Currency))
	p.optional(t.Margin)
	p.optional(t.Units)
	p.optional(t.Cash)
	for _, name := range []DateName{Booked, Invoiced, CashReceived, Delivered} {
		p.text(t.Date(name).String())
	}
	p.number(int64(len(t.Attributes)))
	for _, k := range sortedKeys(t.Attributes) {
		p.text(k)
		p.text(t.Attributes[k])
	}
	p.number(int64(len(t.Numbers)))
	for _, k := range sortedKeys(t.Numbers) {
		p.text(k)
		p.decimal(t.Numbers[k])
	}
	p.text(t.Reverses)
	return p.String()
}
