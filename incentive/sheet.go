package incentive

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Sheet holds transactions in columns, for millions of them: some 40 bytes for a deal with one owner, without a pointer,
// where a [Transaction] takes 232 and a decimal. Make one with [NewSheet]; the zero value has no attributes.
//
// Add to a sheet from one goroutine, and leave it as it is while a run of its transactions, or anything that the run has
// handed out, is in use.
type Sheet struct {
	// PlaceOf says where a transaction came from, by its place in the sheet, from 0. Nil: transactions have no place.
	PlaceOf func(row int) string

	n int
	// order is what is known of the ids.
	order      idOrder
	attributes []string
	ids        texts
	owners     words
	owner      []uint32
	amounts    []int64
	places     []uint8
	sequence   column[int64]
	currencies words
	money      column[uint32]
	days       [4]column[kam.Day]
	values     []words
	value      [][]uint32
	// others are transactions that take more than the columns.
	others map[uint32]*Transaction
}

// Deal is a deal of one owner, its amount without a decimal.
type Deal struct {
	ID, Owner string
	Sequence  int64
	// Coefficient × 10^-Places is the amount.
	Coefficient int64
	Places      int32
	// Currency is what the amount is in. Empty: the plan's.
	Currency kam.Currency
	// Booked, Invoiced, CashDate and Delivered are the deal's dates.
	Booked, Invoiced, CashDate, Delivered kam.Day
	// Attributes are the values of the sheet's attributes, in their order; more of them are left out. Empty: the deal does not
	// have it.
	Attributes []string
}

// NewSheet makes an empty sheet for deals with these attributes.
func NewSheet(attributes ...string) *Sheet {
	return &Sheet{attributes: attributes, values: make([]words, len(attributes)), value: make([][]uint32, len(attributes))}
}

// Source makes a source of the sheet.
func (s *Sheet) Source() Source { return Source{sheet: s} }

// Len returns the number of transactions.
func (s *Sheet) Len() int { return s.n }

// Grow makes room for n more transactions, so that memory is not copied while they are added. Only an estimate: more may
// follow, or fewer.
func (s *Sheet) Grow(n int) {
	if n <= 0 {
		return
	}
	s.ids.ends = slices.Grow(s.ids.ends, n)
	s.owner, s.amounts, s.places = slices.Grow(s.owner, n), slices.Grow(s.amounts, n), slices.Grow(s.places, n)
	s.sequence.grow(n)
	s.money.grow(n)
	for i := range s.days {
		s.days[i].grow(n)
	}
	for i := range s.value {
		s.value[i] = slices.Grow(s.value[i], n)
	}
}

// Add appends a deal, and copies its texts; missing attributes are empty. Whatever is wrong with it, a run reports.
func (s *Sheet) Add(d Deal) {
	if !plainID(d.ID) || !plainID(d.Owner) || !plainText(string(d.Currency)) || d.Coefficient < 0 || d.Coefficient >= 1e15 || d.Places < 0 || d.Places > maxDecimals || len(d.Attributes) > len(s.attributes) {
		s.other(d.kept(s.attributes))
		return
	}
	for _, value := range d.Attributes {
		if !plainText(value) {
			s.other(d.kept(s.attributes))
			return
		}
	}
	s.add(&d)
}

// AddAll adds the deals of a sequence, which may use texts and slices again for the next one. It ends with the first error that
// the sequence yields, and returns it: what came before it is in the sheet then.
func (s *Sheet) AddAll(deals iter.Seq2[Deal, error]) error {
	for d, err := range deals {
		if err != nil {
			return fmt.Errorf("incentive: reading deals: %w", err)
		}
		s.Add(d)
	}
	return nil
}

// add appends a deal that the columns can say.
func (s *Sheet) add(d *Deal) {
	row := s.n
	if s.n++; row == 0 {
		s.order = newIDOrder()
	}
	s.ids.add(d.ID)
	s.order.next(s.ids.at(uint32(row)), d.Sequence, true)
	s.owner = append(s.owner, s.owners.number(d.Owner))
	s.amounts, s.places = append(s.amounts, d.Coefficient), append(s.places, uint8(d.Places))
	s.sequence.set(row, d.Sequence)
	currency := uint32(0)
	if d.Currency != "" {
		currency = 1 + s.currencies.number(string(d.Currency))
	}
	s.money.set(row, currency)
	for i, day := range []kam.Day{d.Booked, d.Invoiced, d.CashDate, d.Delivered} {
		s.days[i].set(row, day)
	}
	for i := range s.value {
		value := ""
		if i < len(d.Attributes) {
			value = d.Attributes[i]
		}
		s.value[i] = append(s.value[i], s.values[i].number(value))
	}
}

// other appends a transaction that the columns cannot say.
func (s *Sheet) other(t Transaction) {
	if s.others == nil {
		s.others = map[uint32]*Transaction{}
	}
	s.others[uint32(s.n)] = &t
	s.add(&Deal{ID: t.ID, Sequence: t.Sequence})
}

// AddTransaction appends any transaction. It is copied.
func (s *Sheet) AddTransaction(t Transaction) {
	d := Deal{ID: t.ID, Owner: t.Owner, Sequence: t.Sequence, Places: -t.Amount.Exponent(), Currency: t.Currency, Booked: t.Booked, Invoiced: t.Invoiced, CashDate: t.CashDate, Delivered: t.Delivered}
	whole := len(t.Participants) > 0 || t.Margin.Valid || t.Units.Valid || t.Cash.Valid || len(t.Numbers) > 0 || t.Reverses != "" || t.Place != "" ||
		t.Amount.NumDigits() > maxDigits || d.Places < 0
	found := 0
	for _, name := range s.attributes {
		value, ok := t.Attributes[name]
		if ok {
			found++
		}
		whole = whole || ok && value == ""
		d.Attributes = append(d.Attributes, value)
	}
	if whole || found < len(t.Attributes) {
		s.other(t.clone())
		return
	}
	d.Coefficient = t.Amount.CoefficientInt64()
	s.Add(d)
}

// kept returns the deal as any other transaction, with texts of its own.
func (d Deal) kept(attributes []string) Transaction {
	d.ID, d.Owner, d.Currency = strings.Clone(d.ID), strings.Clone(d.Owner), kam.Currency(strings.Clone(string(d.Currency)))
	d.Attributes = slices.Clone(d.Attributes)
	for i, value := range d.Attributes {
		d.Attributes[i] = strings.Clone(value)
	}
	return d.transaction(attributes)
}

// transaction returns the deal as any other transaction.
func (d *Deal) transaction(attributes []string) Transaction {
	t := Transaction{
		ID: d.ID, Owner: d.Owner, Sequence: d.Sequence, Amount: decimal.New(d.Coefficient, -d.Places), Currency: d.Currency,
		Booked: d.Booked, Invoiced: d.Invoiced, CashDate: d.CashDate, Delivered: d.Delivered,
	}
	for i, name := range attributes {
		if i < len(d.Attributes) && d.Attributes[i] != "" {
			if t.Attributes == nil {
				t.Attributes = make(map[string]string, len(attributes))
			}
			t.Attributes[name] = d.Attributes[i]
		}
	}
	return t
}

// At returns a transaction by its place, from 0.
func (s *Sheet) At(row int) Transaction { return *s.at(uint32(row)) }

func (s *Sheet) count() int { return s.n }

func (s *Sheet) at(row uint32) *Transaction {
	t := s.others[row]
	if t == nil {
		d := Deal{
			ID: s.ids.at(row), Owner: s.owners.list[s.owner[row]], Sequence: s.sequence.at(row), Coefficient: s.amounts[row], Places: int32(s.places[row]), Currency: s.currency(row),
			Booked: s.days[0].at(row), Invoiced: s.days[1].at(row), CashDate: s.days[2].at(row), Delivered: s.days[3].at(row),
		}
		for i := range s.value {
			d.Attributes = append(d.Attributes, s.values[i].list[s.value[i][row]])
		}
		made := d.transaction(s.attributes)
		t = &made
	}
	if s.PlaceOf != nil {
		placed := *t
		placed.Place = s.PlaceOf(int(row))
		t = &placed
	}
	return t
}

// currency returns the currency of a deal, empty for the plan's.
func (s *Sheet) currency(row uint32) kam.Currency {
	if n := s.money.at(row); n != 0 {
		return kam.Currency(s.currencies.list[n-1])
	}
	return ""
}

func (s *Sheet) id(row uint32) string { return s.ids.at(row) }

func (s *Sheet) sequenceOf(row uint32) int64 { return s.sequence.at(row) }

func (s *Sheet) reverses(row uint32) string {
	if t := s.others[row]; t != nil {
		return t.Reverses
	}
	return ""
}

// column is a column that takes no memory until something in it is not zero: then it has all rows.
type column[T comparable] struct{ list []T }

// part returns n rows of a column, nil when all rows are zero.
func (c *column[T]) part(row uint32, n int) []T {
	if c.list == nil {
		return nil
	}
	return c.list[row:][:n]
}

// grow makes room in a column that is used.
func (c *column[T]) grow(n int) {
	if c.list != nil {
		c.list = slices.Grow(c.list, n)
	}
}

func (c *column[T]) set(row int, value T) {
	var zero T
	if value == zero && c.list == nil {
		return
	}
	if missing := row - len(c.list); missing > 0 {
		c.list = append(c.list, make([]T, missing)...)
	}
	c.list = append(c.list, value)
}

func (c *column[T]) at(row uint32) T {
	var zero T
	if int(row) < len(c.list) {
		return c.list[row]
	}
	return zero
}

// words numbers texts that come again and again.
type words struct {
	at   map[string]uint32
	list []string
	// last is the number of the latest one: sources often come sorted.
	last uint32
}

func (w *words) number(s string) uint32 {
	if int(w.last) < len(w.list) && w.list[w.last] == s {
		return w.last
	}
	n, ok := w.at[s]
	if !ok {
		if w.at == nil {
			w.at = map[string]uint32{}
		}
		n = uint32(len(w.list))
		s = strings.Clone(s)
		w.at[s], w.list = n, append(w.list, s)
	}
	w.last = n
	return n
}

// texts are texts that seldom come again, one behind the other.
type texts struct {
	parts []*strings.Builder
	ends  []uint32
}

// textsInPart is how many texts lie in one part.
const textsInPart = 1 << 16

func (t *texts) add(s string) {
	if len(t.ends)%textsInPart == 0 {
		t.parts = append(t.parts, new(strings.Builder))
	}
	part := t.parts[len(t.parts)-1]
	part.WriteString(s)
	t.ends = append(t.ends, uint32(part.Len()))
}

func (t *texts) at(row uint32) string {
	from := uint32(0)
	if row%textsInPart != 0 {
		from = t.ends[row-1]
	}
	return t.parts[row/textsInPart].String()[from:t.ends[row]]
}
