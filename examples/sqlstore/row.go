package sqlstore

import (
	"database/sql"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive"
)

// row is a transaction as the database has it. Equal contents have equal rows, but for the place.
type row struct {
	id, owner, amount, currency           string
	sequence                              int64
	margin, units, cash                   sql.NullString
	booked, invoiced, cashDate, delivered sql.NullString
	lists                                 storable.Lists
	reverses                              sql.NullString
	place                                 string
}

// content returns the values of the content columns in their order.
func (r *row) content() []any {
	return []any{
		r.id, r.sequence, r.owner, r.lists.Participants, r.amount, r.currency, r.margin, r.units, r.cash,
		r.booked, r.invoiced, r.cashDate, r.delivered, r.lists.Attributes, r.lists.Numbers, r.reverses,
	}
}

// targets returns where the content columns and the place are scanned to.
func (r *row) targets() []any {
	return []any{
		&r.id, &r.sequence, &r.owner, &r.lists.Participants, &r.amount, &r.currency, &r.margin, &r.units, &r.cash,
		&r.booked, &r.invoiced, &r.cashDate, &r.delivered, &r.lists.Attributes, &r.lists.Numbers, &r.reverses, &r.place,
	}
}

// rowOf returns the row of a transaction that the checker has passed.
func rowOf(t incentive.Transaction) (r row, err error) {
	r = row{
		id: t.ID, sequence: t.Sequence, owner: t.Owner, amount: storable.NumberText(t.Amount), currency: string(t.Currency),
		margin: nullNumber(t.Margin), units: nullNumber(t.Units), cash: nullNumber(t.Cash),
		booked: nullText(t.Booked.String()), invoiced: nullText(t.Invoiced.String()),
		cashDate: nullText(t.CashDate.String()), delivered: nullText(t.Delivered.String()),
		reverses: nullText(t.Reverses), place: t.Place,
	}
	if r.lists, err = storable.ListsOf(t); err != nil {
		return row{}, fmt.Errorf("sqlstore: %w", err)
	}
	return r, nil
}

// encode returns v as JSON, the keys of maps sorted.
func encode(v any) (string, error) {
	text, err := storable.Encode(v)
	if err != nil {
		return "", fmt.Errorf("sqlstore: %w", err)
	}
	return text, nil
}

func decode(text string, into any) error {
	if err := storable.Decode(text, into); err != nil {
		return fmt.Errorf("sqlstore: %w", err)
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
	if err := r.lists.Fill(&t); err != nil {
		return t, fmt.Errorf("sqlstore: %w", err)
	}
	return t, nil
}
