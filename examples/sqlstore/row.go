package sqlstore

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// row is a transaction as the database has it. Equal contents have equal rows, but for the place.
type row struct {
	id, owner, amount, currency           string
	sequence                              int64
	margin, units, cash                   sql.NullString
	booked, invoiced, cashDate, delivered sql.NullString
	participants, attributes, numbers     string
	reverses                              sql.NullString
	place                                 string
}

// content returns the values of the content columns in their order.
func (r *row) content() []any {
	return []any{
		r.id, r.sequence, r.owner, r.participants, r.amount, r.currency, r.margin, r.units, r.cash,
		r.booked, r.invoiced, r.cashDate, r.delivered, r.attributes, r.numbers, r.reverses,
	}
}

// targets returns where the content columns and the place are scanned to.
func (r *row) targets() []any {
	return []any{
		&r.id, &r.sequence, &r.owner, &r.participants, &r.amount, &r.currency, &r.margin, &r.units, &r.cash,
		&r.booked, &r.invoiced, &r.cashDate, &r.delivered, &r.attributes, &r.numbers, &r.reverses, &r.place,
	}
}

// participant is a participant as JSON.
type participant struct {
	Payee string       `json:"payee"`
	Role  string       `json:"role"`
	Share kam.Fraction `json:"share"`
}

// rowOf returns the row of a transaction that the checker has passed.
func rowOf(t incentive.Transaction) (row, error) {
	r := row{
		id: t.ID, sequence: t.Sequence, owner: t.Owner, amount: numberText(t.Amount), currency: string(t.Currency),
		margin: nullNumber(t.Margin), units: nullNumber(t.Units), cash: nullNumber(t.Cash),
		booked: nullText(t.Booked.String()), invoiced: nullText(t.Invoiced.String()),
		cashDate: nullText(t.CashDate.String()), delivered: nullText(t.Delivered.String()),
		reverses: nullText(t.Reverses), place: t.Place,
	}
	participants := make([]participant, len(t.Participants))
	for i, p := range t.Participants {
		participants[i] = participant(p)
	}
	attributes := t.Attributes
	if attributes == nil {
		attributes = map[string]string{}
	}
	numbers := make(map[string]string, len(t.Numbers))
	for name, value := range t.Numbers {
		numbers[name] = numberText(value)
	}
	var err error
	if r.participants, err = encode(participants); err != nil {
		return row{}, err
	}
	if r.attributes, err = encode(attributes); err != nil {
		return row{}, err
	}
	r.numbers, err = encode(numbers)
	return r, err
}

// encode returns v as JSON, the keys of maps sorted.
func encode(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", fmt.Errorf("sqlstore: %w", err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func decode(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("sqlstore: %w: %w", ErrDamaged, err)
	}
	return nil
}

// transaction returns the transaction of a row that was read.
func (r *row) transaction() (incentive.Transaction, error) {
	t := incentive.Transaction{
		ID: r.id, Sequence: r.sequence, Owner: r.owner, Currency: kam.Currency(r.currency),
		Reverses: r.reverses.String, Place: r.place,
	}
	var err error
	if t.Amount, err = number(r.amount); err != nil {
		return t, err
	}
	for _, n := range []struct {
		text sql.NullString
		into *decimal.NullDecimal
	}{{r.margin, &t.Margin}, {r.units, &t.Units}, {r.cash, &t.Cash}} {
		if *n.into, err = numberOrNull(n.text); err != nil {
			return t, err
		}
	}
	for _, d := range []struct {
		text sql.NullString
		into *kam.Day
	}{{r.booked, &t.Booked}, {r.invoiced, &t.Invoiced}, {r.cashDate, &t.CashDate}, {r.delivered, &t.Delivered}} {
		if *d.into, err = dayOrUnset(d.text); err != nil {
			return t, err
		}
	}
	return t, r.lists(&t)
}

// lists fills in what is kept as JSON; nothing where there is nothing.
func (r *row) lists(t *incentive.Transaction) error {
	var participants []participant
	if err := decode(r.participants, &participants); err != nil {
		return err
	}
	for _, p := range participants {
		t.Participants = append(t.Participants, incentive.Participant(p))
	}
	if r.attributes != "{}" {
		if err := decode(r.attributes, &t.Attributes); err != nil {
			return err
		}
	}
	var numbers map[string]string
	if err := decode(r.numbers, &numbers); err != nil {
		return err
	}
	for name, text := range numbers {
		d, err := number(text)
		if err != nil {
			return err
		}
		if t.Numbers == nil {
			t.Numbers = make(map[string]decimal.Decimal, len(numbers))
		}
		t.Numbers[name] = d
	}
	return nil
}
