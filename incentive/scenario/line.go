package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// ErrDeal is wrapped by every error of [ParseDeal] and [ParseScore].
var ErrDeal = errors.New("scenario: a line that cannot be read")

// maxLine is the length of the longest line, in bytes.
const maxLine = 2000

// ParseDeal reads a deal from one line: its id, its amount, then in any order who owns it, its day and what else it has.
//
//	D1 80000
//	D2 60000 anna 2026-01-15
//	D3 1000 anna:1/2,bo:1/2 units=3 margin=250 product=server #discount=0.1
//	D4 90000 anna,chen/presales:1/5 USD invoiced=2026-01-20 booked=2026-01-05
//	R1 -60000 reverses=D2
//
// A word that is a day is the one on which the deal counts, under every name that a plan may use; booked, invoiced, cash-date and delivered
// set one of them. Three capitals are the currency. Another word is the owner, or several people divided by
// commas: "payee", "payee:share" or "payee/role:share". The keys reverses, sequence, margin, units and cash are the
// deal's own; any other key is an attribute, and with # before it a number of the deal. Words have no blanks: what has
// some is written in full.
//
// The error wraps [ErrDeal].
func ParseDeal(line string) (incentive.Transaction, error) {
	t, day, err := parseDeal(line)
	if err != nil {
		return incentive.Transaction{}, fmt.Errorf("%w: %w", ErrDeal, err)
	}
	if day.IsSet() {
		for _, d := range []*kam.Day{&t.Booked, &t.Invoiced, &t.CashDate, &t.Delivered} {
			if !d.IsSet() {
				*d = day
			}
		}
	}
	return t, nil
}

// parseDeal reads a line; day is the one that stands without a name.
func parseDeal(line string) (t incentive.Transaction, day kam.Day, err error) {
	if len(line) > maxLine {
		return t, day, fmt.Errorf("it is %d bytes long, at most %d are read", len(line), maxLine)
	}
	words := strings.Fields(line)
	if len(words) < 2 {
		return t, day, errors.New("write at least an id and an amount, such as \"D1 80000\"")
	}
	t.ID = words[0]
	if t.Amount, err = num.Parse(words[1]); err != nil {
		return t, day, err
	}
	for _, word := range words[2:] {
		key, value, named := strings.Cut(word, "=")
		switch {
		case named:
			err = setKey(&t, key, value)
		case isDay(word):
			if day.IsSet() {
				return t, day, fmt.Errorf("%q is a second day", word)
			}
			day, err = kam.ParseDay(word)
		case isCurrency(word):
			if t.Currency != "" {
				return t, day, fmt.Errorf("%q is a second currency", word)
			}
			t.Currency = kam.Currency(word)
		default:
			err = setOwners(&t, word)
		}
		if err != nil {
			return t, day, err
		}
	}
	return t, day, nil
}

func isDay(word string) bool {
	return len(word) == len("2026-01-01") && word[4] == '-' && word[7] == '-' && word[0] >= '0' && word[0] <= '9'
}

func isCurrency(word string) bool {
	_, err := kam.ParseCurrency(word)
	return err == nil
}

// setOwners reads who shares a deal.
func setOwners(t *incentive.Transaction, word string) error {
	if t.Owner != "" || len(t.Participants) > 0 {
		return fmt.Errorf("%q is a second owner; divide several by commas", word)
	}
	parts := strings.Split(word, ",")
	if len(parts) == 1 && !strings.ContainsAny(word, ":/") {
		t.Owner = word
		return nil
	}
	for _, part := range parts {
		who, share, stated := strings.Cut(part, ":")
		p := incentive.Participant{Share: kam.Whole()}
		p.Payee, p.Role, _ = strings.Cut(who, "/")
		if p.Payee == "" {
			return fmt.Errorf("%q names nobody", part)
		}
		if stated {
			var err error
			if p.Share, err = kam.ParseFraction(share); err != nil {
				return err
			}
		}
		t.Participants = append(t.Participants, p)
	}
	return nil
}

// keysOfDeals are the keys of a line that are no attributes.
var keysOfDeals = []string{"reverses", "sequence", "margin", "units", "cash", "booked", "invoiced", "cash-date", "delivered"}

// setKey sets what a key says.
func setKey(t *incentive.Transaction, key, value string) (err error) {
	if key == "" || value == "" {
		return fmt.Errorf("%q has no key or no value", key+"="+value)
	}
	if !slices.Contains(keysOfDeals, key) {
		return setOther(t, key, value)
	}
	null := func(into *decimal.NullDecimal) error {
		d, err := num.Parse(value)
		*into = decimal.NewNullDecimal(d)
		return err
	}
	date := func(into *kam.Day) (err error) {
		*into, err = kam.ParseDay(value)
		return err
	}
	switch key {
	case "reverses":
		t.Reverses = value
	case "sequence":
		d, err := num.Parse(value)
		if err != nil || !d.IsInteger() || !d.BigInt().IsInt64() {
			return fmt.Errorf("%q is no sequence number", value)
		}
		t.Sequence = d.IntPart()
	case "margin":
		return null(&t.Margin)
	case "units":
		return null(&t.Units)
	case "cash":
		return null(&t.Cash)
	case "booked":
		return date(&t.Booked)
	case "invoiced":
		return date(&t.Invoiced)
	case "cash-date":
		return date(&t.CashDate)
	case "delivered":
		return date(&t.Delivered)
	}
	return nil
}

// setOther sets an attribute or a number of a deal.
func setOther(t *incentive.Transaction, key, value string) error {
	name, isNumber := strings.CutPrefix(key, "#")
	if !isNumber {
		if _, twice := t.Attributes[name]; twice {
			return fmt.Errorf("%q stands twice", key)
		}
		if t.Attributes == nil {
			t.Attributes = map[string]string{}
		}
		t.Attributes[name] = value
		return nil
	}
	d, err := num.Parse(value)
	if err != nil {
		return err
	}
	if _, twice := t.Numbers[name]; twice || name == "" {
		return fmt.Errorf("%q stands twice, or is no name", key)
	}
	if t.Numbers == nil {
		t.Numbers = map[string]decimal.Decimal{}
	}
	t.Numbers[name] = d
	return nil
}

// ParseScore reads an observation from one line: "metric value", or "metric value payee". Its payee is empty when it
// is about everybody. The error wraps [ErrDeal].
func ParseScore(line string) (metric string, value decimal.Decimal, payee string, err error) {
	words := strings.Fields(line)
	if len(line) > maxLine || len(words) < 2 || len(words) > 3 {
		return "", decimal.Zero, "", fmt.Errorf("%w: write a metric, its value and maybe a payee, such as \"nps 8.5 anna\"", ErrDeal)
	}
	if value, err = num.Parse(words[1]); err != nil {
		return "", decimal.Zero, "", fmt.Errorf("%w: %w", ErrDeal, err)
	}
	if len(words) == 3 {
		payee = words[2]
	}
	return words[0], value, payee, nil
}
