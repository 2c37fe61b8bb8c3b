package incentive

import (
	"hash/maphash"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/bulk"
)

// lane is a target of the plainest kind: the amount of a deal, weighed by the rule's share and by one attribute.
type lane struct {
	unit, from, until uint32
	date              dateNumber
	currency          kam.Currency
	// own is true for the rules of those who own the deal.
	own       bool
	aux       bulk.Aux
	attribute int
	weight    int64
	// weights are the weights by value; nil: weight.
	weights []weighed
}

// dateNumber is a [DateName] as a number, in the order of a transaction's dates.
type dateNumber uint8

// owners finds the lanes of payees by their ids: a table of its own, since this is looked up once for every deal.
type owners struct {
	seed  maphash.Seed
	slots []uint32
	ids   []string
	lanes [][]lane
}

// laneOf makes a target a lane; false when it takes more.
func (to *target) lane() (lane, bool) {
	if to.plan == nil || to.plan.layout.bare || to.f.base != BaseAmount || to.plan.layout.when || len(to.plan.layout.tables) > 0 || to.f.weigher.r.Split == SplitPayout || to.f.weigher.r.When != nil || to.role != roleOwner {
		return lane{}, false
	}
	w := &to.f.weigher
	out := lane{currency: to.plan.Currency, unit: to.unit, from: to.from, until: to.until, own: w.r.To == ToOwner, aux: bulk.AuxOf(to.number, 0, 0, 0, 0), attribute: to.attribute}
	for i, name := range []DateName{Booked, Invoiced, CashReceived, Delivered} {
		if name == to.by {
			out.date = dateNumber(i)
		}
	}
	var ok bool
	if w.values == nil {
		out.weight, ok = times(w.share, to.scale)
		return out, ok
	}
	for _, x := range w.list {
		weight, ok := times(x.weight, to.scale)
		if !ok {
			return lane{}, false
		}
		out.weights = append(out.weights, weighed{x.value, weight})
	}
	return out, len(out.weights) > 0
}

// ownersOfLanes makes lanes of the targets of every payee whose targets are all of the plainest kind.
func ownersOfLanes(targets map[string][]target) owners {
	o := owners{seed: maphash.MakeSeed()}
	size := 1 << bits.Len(uint(2*len(targets)))
	o.slots = make([]uint32, size)
	shared := map[*feed][]weighed{}
	var all []lane
	for _, id := range sortedKeys(targets) {
		from := len(all)
		for i := range targets[id] {
			to := &targets[id][i]
			x, ok := to.lane()
			if !ok {
				all = all[:from]
				break
			}
			if known := shared[to.f]; known != nil {
				x.weights = known
			}
			shared[to.f] = x.weights
			all = append(all, x)
		}
		if len(all) == from {
			continue
		}
		o.ids, o.lanes = append(o.ids, id), append(o.lanes, all[from:len(all):len(all)])
		at := o.slot(id)
		o.slots[at] = uint32(len(o.ids))
	}
	return o
}

// slot returns where an id stands, or where it would.
func (o *owners) slot(id string) uint64 {
	mask := uint64(len(o.slots) - 1)
	at := maphash.String(o.seed, id) & mask
	for o.slots[at] != 0 && o.ids[o.slots[at]-1] != id {
		at = (at + 1) & mask
	}
	return at
}

// find returns the lanes of a payee; nil when there are none.
func (o *owners) find(id string) []lane {
	if n := o.slots[o.slot(id)]; n != 0 {
		return o.lanes[n-1]
	}
	return nil
}

// edge is the first whole number of more than 15 digits.
var edge = [maxDecimals + 1]decimal.Decimal{decimal.New(1e15, 0), decimal.New(1e15, -1), decimal.New(1e15, -2), decimal.New(1e15, -3), decimal.New(1e15, -4)}

// express writes the records of a deal of the plainest kind; false, and nothing written, for any other.
func (w *stretch) express(t *Transaction, row uint32) bool {
	if len(t.Participants) > 0 || t.Reverses != "" || t.Margin.Valid || t.Units.Valid || t.Cash.Valid || len(t.Numbers) > 0 {
		return false
	}
	places := -t.Amount.Exponent()
	if places < 0 || places > maxDecimals || t.Amount.Sign() < 0 || t.Amount.Cmp(edge[places]) >= 0 {
		return false
	}
	lanes := w.q.owners.find(t.Owner)
	if len(lanes) == 0 || !plainID(t.ID) || w.q.numeric && !wholeNumber(t.ID) || !w.attributes(t) {
		return false
	}
	return w.drive(lanes, row, t.Amount.CoefficientInt64()*powers[maxDecimals-places], t.Currency, [4]kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered})
}

// sheetColumns are what a run reads of a sheet: the lanes of its owners, and the columns of the attributes that rules weigh by.
type sheetColumns struct {
	lanes      [][]lane
	attributes []int
}

// read finds the columns for a run.
func (s *Sheet) read(q *bulkRun) sheetColumns {
	var c sheetColumns
	for _, owner := range s.owners.list {
		c.lanes = append(c.lanes, q.owners.find(owner))
	}
	for _, name := range q.read {
		c.attributes = append(c.attributes, slices.Index(s.attributes, name))
	}
	return c
}

// expressColumns is [stretch.express] for a deal in columns.
func (w *stretch) expressColumns(s *Sheet, c *sheetColumns, row uint32) bool {
	lanes := c.lanes[s.owner[row]]
	if len(lanes) == 0 || len(s.others) > 0 && s.others[row] != nil || w.q.numeric && !wholeNumber(s.id(row)) {
		return false
	}
	w.values = w.values[:0]
	for _, i := range c.attributes {
		value := ""
		if i >= 0 {
			value = s.values[i].list[s.value[i][row]]
		}
		w.values = append(w.values, value)
	}
	return w.drive(lanes, row, s.amounts[row]*powers[maxDecimals-int32(s.places[row])], s.currency(row), [4]kam.Day{s.days[0].at(row), s.days[1].at(row), s.days[2].at(row), s.days[3].at(row)})
}

// drive writes the records of a deal along its owner's lanes. The values of its attributes have been read.
func (w *stretch) drive(lanes []lane, row uint32, amount int64, currency kam.Currency, dates [4]kam.Day) bool {
	var q [8]int64
	var days [8]uint32
	if len(lanes) > len(q) {
		return false
	}
	credited := false
	for i := range lanes {
		to := &lanes[i]
		if currency != "" && currency != to.currency {
			return false
		}
		date := dates[to.date]
		day := uint32(date.Sub(w.q.first))
		q[i] = bulk.Most
		if !date.IsSet() || day < to.from || day >= to.until {
			continue
		}
		weight := to.weight
		if to.weights != nil {
			value := w.values[to.attribute]
			j := 0
			for j < len(to.weights) && to.weights[j].value != value {
				j++
			}
			if j == len(to.weights) {
				return false
			}
			weight = to.weights[j].weight
		}
		var ok bool
		if q[i], ok = times(amount, weight); !ok {
			return false
		}
		days[i] = day
		credited = credited || to.own
	}
	if !credited {
		return false
	}
	for i := range lanes {
		if q[i] != bulk.Most {
			w.writer.Add(lanes[i].unit, days[i], q[i], row, lanes[i].aux)
		}
	}
	return true
}
