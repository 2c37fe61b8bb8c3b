package migration

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Kind says what a row brings in. The zero value is none.
type Kind string

// The kinds, in the order of reports.
const (
	// Payable is what is owed to the payee and not paid yet; below zero, it is to be taken back.
	Payable Kind = "payable"
	// Held is what was earned and is held back, above zero.
	Held Kind = "held"
	// Debt is what the payee owes, written above zero.
	Debt Kind = "debt"
	// Earned is what a component earned in a period, settled by the old system.
	Earned Kind = "earned"
	// Position is where a to-date measure stands.
	Position Kind = "position"
	// Prior is what a deal earned in a component, for a refund of it.
	Prior Kind = "prior"
)

// Kinds returns all kinds, in the order of reports.
func Kinds() []Kind { return []Kind{Payable, Held, Debt, Earned, Position, Prior} }

// posts tells whether rows of the kind become entries of a ledger.
func (k Kind) posts() bool { return k == Payable || k == Held || k == Debt || k == Earned }

// totalPrefix begins the kind of a row with a control total.
const totalPrefix = "total:"

// The columns.
const (
	colKind = iota
	colPayee
	colPlan
	colVersion
	colComponent
	colMeasure
	colPeriod
	colReference
	colAmount
	colCurrency
	columnCount
)

// Columns returns the header of the file, in the order in which the columns must stand.
func Columns() []string {
	return []string{"kind", "payee", "plan", "version", "component", "measure", "period", "reference", "amount", "currency"}
}

// needs tells whether a kind needs a column, and whether it may have it.
func (k Kind) needs(column int) (needed, allowed bool) {
	switch column {
	case colKind, colPayee, colPlan, colAmount:
		return true, true
	case colVersion, colPeriod, colCurrency:
		return k.posts(), k.posts()
	case colComponent:
		return k != Position, k != Position
	case colMeasure:
		return k == Position, k == Position
	case colReference:
		return k == Held || k == Prior, k == Held || k == Prior || k == Payable || k == Debt
	default:
		return false, false
	}
}

// Row is a row of the file. Fields that its kind does not have are empty.
type Row struct {
	// Line is where it begins, counted from 1.
	Line      int
	Kind      Kind
	Payee     string
	Plan      string
	Version   int
	Component string
	Measure   string
	Period    kam.Period
	Reference string
	// Amount is as in the file: a debt is above zero.
	Amount   decimal.Decimal
	Currency kam.Currency
}

// key is what no two rows may share, with lengths, so that no two keys read alike.
func (r Row) key() string {
	var b strings.Builder
	for _, s := range []string{string(r.Kind), r.Payee, r.Plan, num.Format(decimal.NewFromInt(int64(r.Version))), r.Component, r.Measure, r.Period.String(), r.Reference, string(r.Currency)} {
		b.WriteString(num.Format(decimal.NewFromInt(int64(len(s)))))
		b.WriteByte(':')
		b.WriteString(s)
	}
	return b.String()
}

// compare orders rows for reports and for the hash: by kind, then by everything that tells them apart.
func (r Row) compare(o Row) int {
	return cmp.Or(
		cmp.Compare(rank(r.Kind), rank(o.Kind)), cmp.Compare(r.Payee, o.Payee), cmp.Compare(r.Plan, o.Plan), cmp.Compare(r.Version, o.Version),
		cmp.Compare(r.Component, o.Component), cmp.Compare(r.Measure, o.Measure), r.Period.Compare(o.Period),
		cmp.Compare(r.Reference, o.Reference), cmp.Compare(r.Currency, o.Currency),
	)
}

func rank(k Kind) int {
	for i, known := range Kinds() {
		if k == known {
			return i
		}
	}
	return len(Kinds())
}
