package incentive

import (
	"reflect"
	"unsafe"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// deals reads some transactions, at most [blockSize], of which the first is at row, and drafts their records.
func (w *stretch) deals(some []Transaction, row uint32) {
	w.readDays(some)
	w.readOwners(some)
	w.readIDs(some)
	w.readAmounts(some)
	w.readAttributes(some)
	w.draft(len(some), row)
}

func (w *stretch) readOwners(some []Transaction) {
	o, b := &w.q.lanes.owners, &w.block
	for i := range some {
		b.search.keys[i] = o.key(some[i].Owner)
	}
	o.find(&b.search, func(i int) string { return some[i].Owner }, b.owners[:len(some)])
}

func (w *stretch) readIDs(some []Transaction) {
	b, counted := &w.block, w.counted()
	for i := range some {
		printable, whole := w.ids.next(some[i].ID, some[i].Sequence, counted)
		b.plain[i] = b.plain[i] && printable && (whole || !w.q.numeric)
	}
}

// edge is the first whole number of more than 15 digits, and largest the largest number that can be multiplied so that it
// has [maxDecimals].
var (
	edge    = [maxDecimals + 1]decimal.Decimal{decimal.New(1e15, 0), decimal.New(1e15, -1), decimal.New(1e15, -2), decimal.New(1e15, -3), decimal.New(1e15, -4)}
	largest = [maxDecimals + 1]int64{bulk.Most / 10_000, bulk.Most / 1000, bulk.Most / 100, bulk.Most / 10, bulk.Most}
)

func (w *stretch) readAmounts(some []Transaction) {
	l, b := &w.q.lanes, &w.block
	for i := range some {
		t := &some[i]
		b.currencies[i] = l.currency(t.Currency)
		places := -t.Amount.Exponent()
		if places < 0 || places > maxDecimals || t.Amount.Sign() < 0 || t.Amount.Cmp(edge[places]) >= 0 {
			b.plain[i] = false
			continue
		}
		x := t.Amount.CoefficientInt64()
		b.amounts[i] = x * powers[maxDecimals-places]
		b.plain[i] = b.plain[i] && x <= largest[places]
	}
}

func (w *stretch) readDays(some []Transaction) {
	b, q := &w.block, w.q
	for i := range some {
		t := &some[i]
		if len(t.Participants) > 0 || t.Reverses != "" || t.Margin.Valid || t.Units.Valid || t.Cash.Valid || len(t.Numbers) > 0 {
			b.plain[i] = false
			continue
		}
		b.plain[i] = true
		for _, date := range q.lanes.dates {
			d := &b.days[i][date%dateNumbers]
			switch date {
			case byBooked:
				*d = q.dayOf(t.Booked)
			case byInvoiced:
				*d = q.dayOf(t.Invoiced)
			case byCash:
				*d = q.dayOf(t.CashDate)
			default:
				*d = q.dayOf(t.Delivered)
			}
		}
	}
}

func (w *stretch) readAttributes(some []Transaction) {
	b := &w.block
	for i := range some {
		t := &some[i]
		at := reflect.ValueOf(t.Attributes).UnsafePointer()
		m := &w.maps[uintptr(at)>>4%knownMaps]
		if m.known && m.at == at {
			b.numbers[i] = m.numbers
			continue
		}
		if b.plain[i] = b.plain[i] && w.q.numbered(t.Attributes, &b.numbers[i]); b.plain[i] {
			m.at, m.numbers, m.known = at, b.numbers[i], true
		}
	}
}

// knownMap is a map of attributes that many deals may share, which has been looked into: nobody changes maps during a run.
type knownMap struct {
	at      unsafe.Pointer
	numbers [maxNumbers]int16
	known   bool
}

// knownMaps is how many such maps are remembered.
const knownMaps = 64

// numbered finds the numbers of the values that rules weigh by; false when a text of the transaction needs a closer look.
func (r *bulkRoster) numbered(attributes map[string]string, numbers *[maxNumbers]int16) bool {
	found := 0
	for i, name := range r.read {
		value, ok := attributes[name]
		n := r.lanes.number(i, value)
		if ok {
			if n < 0 && !plainText(value) {
				return false
			}
			found++
		}
		numbers[i] = n
	}
	if found == len(attributes) {
		return true
	}
	for name, value := range attributes {
		if !plainText(name) || !plainText(value) {
			return false
		}
	}
	return true
}
