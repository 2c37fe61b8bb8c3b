package incentive

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// edge is the first whole number of more than 15 digits.
var edge = [maxDecimals + 1]decimal.Decimal{decimal.New(1e15, 0), decimal.New(1e15, -1), decimal.New(1e15, -2), decimal.New(1e15, -3), decimal.New(1e15, -4)}

// plainDeal is what lanes ask of a deal of the plainest kind.
type plainDeal struct {
	amount int64
	row    uint32
	// currency is one of those that are known.
	currency int8
	// days are those of its dates, counted from the run's first one; outside for those that the run does not look at.
	days [4]uint16
	// numbers are which of the known values each attribute has.
	numbers [maxNumbers]int16
}

// outside stands for a day that the run does not look at.
const outside = math.MaxUint16

// maxNumbers is how many attributes rules of lanes weigh by at most.
const maxNumbers = 4

// blockSize is about how many records are collected before they are written, see [bulk.Writer.Add].
const blockSize = 2048

// express drafts the records of a deal of the plainest kind; false, and nothing drafted, for any other.
func (w *stretch) express(t *Transaction, row uint32, owner ownerLanes) bool {
	if len(t.Participants) > 0 || t.Reverses != "" || t.Margin.Valid || t.Units.Valid || t.Cash.Valid || len(t.Numbers) > 0 {
		return false
	}
	places := -t.Amount.Exponent()
	if places < 0 || places > maxDecimals || t.Amount.Sign() < 0 || t.Amount.Cmp(edge[places]) >= 0 {
		return false
	}
	if owner.n == 0 || !w.at.printable || w.q.numeric && !w.at.whole {
		return false
	}
	amount, ok := times(t.Amount.CoefficientInt64(), powers[maxDecimals-places])
	if !ok {
		return false
	}
	d := &w.plain // filled in place: a copy would wait for what was just written
	d.amount, d.row, d.currency = amount, row, w.q.lanes.currency(t.Currency)
	d.days[0], d.days[1], d.days[2], d.days[3] = w.q.dayOf(t.Booked), w.q.dayOf(t.Invoiced), w.q.dayOf(t.CashDate), w.q.dayOf(t.Delivered)
	return w.q.numbered(t, d) && w.draft(owner)
}

// dayOf returns a day as it is counted from the first; outside when the run does not look at it, or it is not set.
func (r *bulkRoster) dayOf(d kam.Day) uint16 {
	n := uint32(d.Sub(r.first))
	if !d.IsSet() {
		n = outside
	}
	return uint16(min(n, outside))
}

// numbered finds the numbers of the values that rules weigh by; false when a text of the transaction needs a closer look.
func (r *bulkRoster) numbered(t *Transaction, d *plainDeal) bool {
	found := 0
	for i, name := range r.read {
		value, ok := t.Attributes[name]
		n := r.lanes.number(i, value)
		if ok {
			if n < 0 && !plainText(value) {
				return false
			}
			found++
		}
		d.numbers[i] = n
	}
	if found == len(t.Attributes) {
		return true
	}
	for name, value := range t.Attributes {
		if !plainText(name) || !plainText(value) {
			return false
		}
	}
	return true
}

// sheetColumns are what a run reads of a sheet: the lanes of its owners, the columns of the attributes that rules weigh by,
// and the numbers of the values in them.
type sheetColumns struct {
	owners     []ownerLanes
	attributes []int
	numbers    [][]int16
	missing    []int16
}

// ownerLanes are where an owner's lanes are.
type ownerLanes struct {
	from uint32
	n    uint8
	// unit is that of the first one: reading it brings the lanes into the cache.
	unit uint32
}

// read finds the columns for a run.
func (s *Sheet) read(q *bulkRun) sheetColumns {
	var c sheetColumns
	for _, owner := range s.owners.list {
		from, n := q.lanes.owners.find(owner)
		c.owners = append(c.owners, ownerLanes{from: from, n: n})
	}
	for i, name := range q.read {
		at := slices.Index(s.attributes, name)
		var numbers []int16
		if at >= 0 {
			for _, value := range s.values[at].list {
				numbers = append(numbers, q.lanes.number(i, value))
			}
		}
		c.attributes, c.numbers, c.missing = append(c.attributes, at), append(c.numbers, numbers), append(c.missing, q.lanes.number(i, ""))
	}
	return c
}

// expressColumns is [stretch.express] for a deal in columns.
func (w *stretch) expressColumns(s *Sheet, c *sheetColumns, row uint32) bool {
	own := &c.owners[s.owner[row]]
	if own.n == 0 || len(s.others) > 0 && s.others[row] != nil || w.q.numeric && !w.at.whole {
		return false
	}
	amount, ok := times(s.amounts[row], powers[maxDecimals-int32(s.places[row])])
	if !ok || amount < 0 {
		return false
	}
	d := &w.plain
	d.amount, d.row, d.currency = amount, row, w.q.lanes.currency(s.currency(row))
	for n := range d.days {
		d.days[n] = w.q.dayOf(s.days[n].at(row))
	}
	for n, i := range c.attributes {
		d.numbers[n] = c.missing[n]
		if i >= 0 {
			d.numbers[n] = c.numbers[n][s.value[i][row]]
		}
	}
	return w.draft(*own)
}

// draft drafts the records of the deal at hand along its owner's lanes; false, and nothing drafted, when they cannot say what
// it is credited to, or that is nobody.
func (w *stretch) draft(owner ownerLanes) bool {
	l, d := &w.q.lanes, &w.plain
	credited := false
	all := w.drafts
	for _, to := range l.list[owner.from:][:owner.n] {
		kind := &l.kinds[to.kind]
		if d.currency != kind.currency && d.currency != noCurrency {
			return false
		}
		day := d.days[kind.date%4]
		if day < to.from || day >= to.until {
			continue
		}
		weight := kind.weight
		if kind.weights != nil {
			n := d.numbers[kind.attribute%maxNumbers]
			if n < 0 || kind.weights[n] == unweighed {
				return false
			}
			weight = kind.weights[n]
		}
		if d.amount > kind.most {
			return false
		}
		all = all[:len(all)+1]
		x := &all[len(all)-1]
		x.Q, x.Aux, x.Unit, x.Day, x.Row = d.amount*weight, kind.aux, to.unit, uint32(day), d.row
		credited = credited || kind.own
	}
	if !credited {
		return false
	}
	if w.drafts = all; len(all) >= blockSize {
		w.flush()
	}
	return true
}
