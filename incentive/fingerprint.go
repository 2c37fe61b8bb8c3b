package incentive

import (
	"hash"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// content builds the text that a hash is taken of: fields in a fixed order, each with its length, so that no two contents
// share a text.
type content struct {
	kept []byte
	// into takes the text from time to time. Nil: all of it is kept.
	into hash.Hash
}

// contentKept is how much text is kept before a hash takes it.
const contentKept = 1 << 14

func (p *content) text(s string) {
	p.kept = strconv.AppendInt(p.kept, int64(len(s)), 10)
	p.kept = append(p.kept, ':')
	p.kept = append(p.kept, s...)
	if p.into != nil && len(p.kept) > contentKept {
		p.into.Write(p.kept)
		p.kept = p.kept[:0]
	}
}

// String returns all of the text.
func (p *content) String() string { return string(p.kept) }

func (p *content) number(n int64) {
	var digits [20]byte
	p.bytes(strconv.AppendInt(digits[:0], n, 10))
}

// bytes is text for what lies in memory that will be used again.
func (p *content) bytes(b []byte) {
	p.kept = strconv.AppendInt(p.kept, int64(len(b)), 10)
	p.kept = append(p.kept, ':')
	p.kept = append(p.kept, b...)
}

func (p *content) decimal(d decimal.Decimal) {
	var digits [32]byte
	p.bytes(num.Append(digits[:0], d))
}

func (p *content) day(d kam.Day) {
	var digits [16]byte
	text, _ := d.AppendText(digits[:0]) // it has no error
	p.bytes(text)
}

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
	p.transaction(&t)
	return p.String()
}

// transaction writes the content of a transaction.
func (p *content) transaction(t *Transaction) {
	p.text(t.ID)
	p.number(t.Sequence)
	if t.Owner != "" && len(t.Participants) == 0 {
		p.text("1")
		p.text(t.Owner)
		p.text(roleOwner)
		p.text("1") // all of it
	} else {
		owners := ownersOf(*t)
		p.number(int64(len(owners)))
		for _, o := range owners {
			p.text(o.Payee)
			p.text(o.Role)
			p.text(o.Share.String())
		}
	}
	p.decimal(t.Amount)
	p.text(string(t.Currency))
	p.optional(t.Margin)
	p.optional(t.Units)
	p.optional(t.Cash)
	for _, day := range []kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered} {
		p.day(day)
	}
	p.number(int64(len(t.Attributes)))
	if len(t.Attributes) == 1 {
		for k, v := range t.Attributes {
			p.text(k)
			p.text(v)
		}
	} else {
		for _, k := range sortedKeys(t.Attributes) {
			p.text(k)
			p.text(t.Attributes[k])
		}
	}
	p.number(int64(len(t.Numbers)))
	for _, k := range sortedKeys(t.Numbers) {
		p.text(k)
		p.decimal(t.Numbers[k])
	}
	p.text(t.Reverses)
}
