package dealcsv

import (
	"strings"
	"unsafe"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Row is one deal of a file. Its texts lie in memory that is used again: they hold until the function that got it returns.
type Row struct {
	incentive.Deal
	// Reverses is the id of the deal that this one takes back. Empty: none.
	Reverses string
	// Line is the line of the file on which the record starts, from 1.
	Line int
	// Plain says that the row is no reversal, and that all of its texts are of printable ASCII.
	Plain bool
}

// Clone returns the row with texts of its own.
func (r Row) Clone() Row {
	r.ID, r.Owner, r.Reverses, r.Currency = strings.Clone(r.ID), strings.Clone(r.Owner), strings.Clone(r.Reverses), kam.Currency(strings.Clone(string(r.Currency)))
	attributes := make([]string, len(r.Attributes))
	for i, a := range r.Attributes {
		attributes[i] = strings.Clone(a)
	}
	r.Attributes = attributes
	return r
}

// AddTo appends the row to a sheet, which copies what it keeps. The sheet has the attributes of the row, named.
func (r Row) AddTo(s *incentive.Sheet, names []string) {
	if r.Plain {
		s.Add(r.Deal)
		return
	}
	r = r.Clone()
	if r.Reverses == "" {
		s.Add(r.Deal)
		return
	}
	t := incentive.Transaction{
		ID: r.ID, Owner: r.Owner, Sequence: r.Sequence, Amount: decimal.New(r.Coefficient, -r.Places), Currency: r.Currency,
		Booked: r.Booked, Invoiced: r.Invoiced, CashDate: r.CashDate, Delivered: r.Delivered, Reverses: r.Reverses,
	}
	for i, value := range r.Attributes {
		if value != "" {
			if t.Attributes == nil {
				t.Attributes = make(map[string]string, len(names))
			}
			t.Attributes[names[i]] = value
		}
	}
	s.AddTransaction(t)
}

// view returns bytes as a text that is the same memory: it holds until they change.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
