package scenario

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// FormatDeal writes a deal as the line that [ParseDeal] reads; false when a line cannot hold it, such as an attribute
// with a blank in it.
func FormatDeal(t incentive.Transaction) (string, bool) {
	words := []string{t.ID, num.Format(t.Amount)}
	var owners []string
	switch {
	case len(t.Participants) > 0:
		for _, p := range t.Participants {
			word := p.Payee
			if p.Role != "" {
				word += "/" + p.Role
			}
			owners = append(owners, word+":"+p.Share.String())
		}
		words = append(words, strings.Join(owners, ","))
	case t.Owner != "":
		words = append(words, t.Owner)
	}
	if t.Currency != "" {
		words = append(words, string(t.Currency))
	}
	if t.Reverses != "" {
		words = append(words, "reverses="+t.Reverses)
	}
	if t.Sequence != 0 {
		words = append(words, "sequence="+num.Format(decimal.NewFromInt(t.Sequence)))
	}
	for _, x := range []struct {
		key string
		d   decimal.NullDecimal
	}{{"margin", t.Margin}, {"units", t.Units}, {"cash", t.Cash}} {
		if x.d.Valid {
			words = append(words, x.key+"="+num.Format(x.d.Decimal))
		}
	}
	if t.Booked.IsSet() && t.Booked == t.Invoiced && t.Booked == t.CashDate && t.Booked == t.Delivered {
		words = append(words, t.Booked.String())
	} else {
		for _, x := range []struct {
			key string
			day kam.Day
		}{{"booked", t.Booked}, {"invoiced", t.Invoiced}, {"cash-date", t.CashDate}, {"delivered", t.Delivered}} {
			if x.day.IsSet() {
				words = append(words, x.key+"="+x.day.String())
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(t.Attributes)) {
		words = append(words, key+"="+t.Attributes[key])
	}
	for _, key := range slices.Sorted(maps.Keys(t.Numbers)) {
		words = append(words, "#"+key+"="+num.Format(t.Numbers[key]))
	}
	line := strings.Join(words, " ")
	return line, slices.IndexFunc(words, func(s string) bool { return strings.ContainsFunc(s, unicode.IsSpace) }) < 0 && reads(line, t)
}

// reads tells whether a line reads back as the deal.
func reads(line string, t incentive.Transaction) bool {
	back, err := ParseDeal(line)
	if err != nil || back.ID != t.ID || back.Owner != t.Owner || back.Currency != t.Currency || back.Reverses != t.Reverses || back.Sequence != t.Sequence {
		return false
	}
	same := func(a, b decimal.NullDecimal) bool { return a.Valid == b.Valid && a.Decimal.Equal(b.Decimal) }
	return back.Amount.Equal(t.Amount) && same(back.Margin, t.Margin) && same(back.Units, t.Units) && same(back.Cash, t.Cash) &&
		back.Booked == t.Booked && back.Invoiced == t.Invoiced && back.CashDate == t.CashDate && back.Delivered == t.Delivered &&
		slices.Equal(back.Participants, t.Participants) && maps.Equal(back.Attributes, t.Attributes) &&
		maps.EqualFunc(back.Numbers, t.Numbers, decimal.Decimal.Equal)
}
