package pgstore

import (
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive"
)

// row is a transaction as the database has it.
type row struct {
	id, owner, currency, place            string
	sequence                              int64
	amount, margin, units, cash           pgtype.Numeric
	booked, invoiced, cashDate, delivered pgtype.Date
	lists                                 storable.Lists
	reverses                              *string
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
		id: t.ID, sequence: t.Sequence, owner: t.Owner, currency: string(t.Currency), place: t.Place,
		amount: numeric(t.Amount), margin: nullNumeric(t.Margin), units: nullNumeric(t.Units), cash: nullNumeric(t.Cash),
		booked: dateOf(t.Booked), invoiced: dateOf(t.Invoiced), cashDate: dateOf(t.CashDate), delivered: dateOf(t.Delivered),
	}
	if t.Reverses != "" {
		r.reverses = &t.Reverses
	}
	r.lists, err = storable.ListsOf(t)
	return r, err
}

// transaction returns the transaction of a row that was read.
func (r *row) transaction() (incentive.Transaction, error) {
	t := incentive.Transaction{
		ID: r.id, Sequence: r.sequence, Owner: r.owner, Currency: kam.Currency(r.currency),
		Reverses: textOf(r.reverses), Place: r.place,
	}
	var err error
	if t.Amount, err = number(r.amount); err != nil {
		return t, err
	}
	for _, n := range []struct {
		stored pgtype.Numeric
		into   *decimal.NullDecimal
	}{{r.margin, &t.Margin}, {r.units, &t.Units}, {r.cash, &t.Cash}} {
		if *n.into, err = numberOrNull(n.stored); err != nil {
			return t, err
		}
	}
	for _, d := range []struct {
		stored pgtype.Date
		into   *kam.Day
	}{{r.booked, &t.Booked}, {r.invoiced, &t.Invoiced}, {r.cashDate, &t.CashDate}, {r.delivered, &t.Delivered}} {
		if *d.into, err = day(d.stored); err != nil {
			return t, err
		}
	}
	return t, r.lists.Fill(&t)
}
