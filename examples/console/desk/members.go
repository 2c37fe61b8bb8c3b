package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/store"
)

// Member is a row of a list of people. Attainment is not valid where there is none.
type Member struct {
	Payee, Name string
	// Ref is that of the statement.
	Plan, Ref string
	// Title is that of the plan.
	Title      kam.Text
	Pay        decimal.Decimal
	Attainment decimal.NullDecimal
	Value      decimal.Decimal
	Quota      decimal.NullDecimal
	// Behind is how many customers are overdue for follow-up; nil for those who have none to follow up.
	Behind *int `json:",omitempty"`
}

// Order is what a list of people is ordered by.
type Order string

// Orders. Those without an attainment come last by attainment.
const (
	ByAttainment Order = "attainment" // the highest first
	ByPay        Order = "pay"        // the highest first
	ByName       Order = "name"       // A first
)

// Orders are all orders.
func Orders() []Order { return []Order{ByAttainment, ByPay, ByName} }

// inOrder compares by each order; what is equal is ordered by id.
var inOrder = map[Order]func(a, b Member) int{
	ByAttainment: func(a, b Member) int {
		if a.Attainment.Valid != b.Attainment.Valid {
			if a.Attainment.Valid {
				return -1
			}
			return 1
		}
		return cmp.Or(b.Attainment.Decimal.Cmp(a.Attainment.Decimal), same(a, b))
	},
	ByPay: func(a, b Member) int { return cmp.Or(b.Pay.Cmp(a.Pay), same(a, b)) },
	ByName: func(a, b Member) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), same(a, b))
	},
}

func same(a, b Member) int {
	return cmp.Or(cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Ref, b.Ref))
}

// kind is the kind of the views of a list in an order.
func (o Order) kind() string { return "members by " + string(o) }

func memberKinds() []string {
	var out []string
	for _, o := range Orders() {
		out = append(out, o.kind())
	}
	return out
}

// writeMembers writes the people of a scope in every order.
func (s *gathering) writeMembers(ctx context.Context, w *store.Writer, of string) error {
	for _, order := range Orders() {
		rows := slices.SortedFunc(slices.Values(s.members), inOrder[order])
		page := 0
		for part := range slices.Chunk(rows, PageMembers) {
			if err := w.Put(ctx, store.Key{Kind: order.kind(), Of: of, Number: page}, part); err != nil {
				return err
			}
			page++
		}
	}
	return nil
}

// Members returns a page of the people of a scope in an order, or in that order turned round, counted from 0. An order that there is not
// is [ErrUnknown], as is a page.
func (d *Desk) Members(ctx context.Context, scope string, p kam.Period, order Order, turned bool, page int) ([]Member, error) {
	if inOrder[order] == nil {
		return nil, ErrUnknown
	}
	if !turned {
		var m []Member
		return m, d.view(ctx, p, order.kind(), []string{scope}, page, &m)
	}
	o, err := d.Overview(ctx, scope, p)
	if err != nil {
		return nil, err
	}
	until := o.Members - page*PageMembers // of the list as it is written
	from := max(0, until-PageMembers)
	if page < 0 || until <= 0 {
		return nil, ErrUnknown
	}
	var rows []Member
	for part := from / PageMembers; part <= (until-1)/PageMembers; part++ {
		var m []Member
		if err := d.view(ctx, p, order.kind(), []string{scope}, part, &m); err != nil {
			return nil, err
		}
		rows = append(rows, m...)
	}
	first := from / PageMembers * PageMembers
	if until-first > len(rows) {
		return nil, ErrUnknown // another calculation has ended meanwhile
	}
	rows = slices.Clone(rows[from-first : until-first])
	slices.Reverse(rows)
	return rows, nil
}
