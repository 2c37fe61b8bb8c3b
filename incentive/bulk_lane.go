package incentive

import (
	"math"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/bulk"
)

// lane is a target of the plainest kind but for its unit: the amount of a deal, weighed by the rule's share and by one
// attribute, on the days from one until another. What many lanes have alike is their [laneKind].
type lane struct {
	from, until uint16
	kind        uint16
}

// shape is the lanes of a payee. Most payees have the same ones, to other units: so what differs from payee to payee, which
// every deal of theirs looks for, is small enough to stay in the cache.
type shape []lane

// ownerLanes are the shape of an owner's lanes, 0 for none, and the unit that each leads to: those of a shape of more than
// a few are elsewhere, from the first number on.
type ownerLanes struct {
	units [fewUnits]uint32
	shape uint16
}

const (
	// fewUnits is how many units stand with an owner, and maxLanes how many lanes a payee has at most: the deals of others are
	// read as those of any transaction.
	fewUnits = 3
	maxLanes = 8
	// maxShapes is how many shapes there are at most: as many as leave room in the cache for all else.
	maxShapes = 1 << 12
)

// laneKind is what the lanes of one rule have alike.
type laneKind struct {
	date dateNumber
	// currency is one of those of the plans.
	currency int8
	// own is true for the rules of those who own the deal.
	own bool
	// key is the rule as drafts have it.
	key uint32
	// attribute is which of those that are read weighs, and weights what each of its known values weighs; [unweighed] for
	// those that the rule does not list. Nil: weight.
	attribute uint8
	weights   []int64
	weight    int64
	// most is the largest amount that every weight can multiply.
	most int64
}

// unweighed stands for the weight of a value that a rule does not list.
const unweighed = bulk.Most

// dateNumber is a [DateName] as a number, in the order of a transaction's dates.
type dateNumber uint8

const (
	byBooked dateNumber = iota
	byInvoiced
	byCash
	byDelivered
	dateNumbers
)

// lanes are those of all payees whose targets are all of the plainest kind, and the kinds that there are.
type lanes struct {
	owners owners
	// shapes are those that there are; the first one is that of payees without lanes. more are the units of payees that have
	// more than a few.
	shapes []shape
	more   []uint32
	kinds  []laneKind
	// known are the values that rules list, of each attribute that is read, and currencies those of the plans.
	known [][]string
	// short are the same values, as far as they are short.
	short      [][]shortText
	currencies []kam.Currency
	// codes are the same currencies as numbers, dates are those that kinds ask for.
	codes []plainCurrency
	dates []dateNumber
}

// Currencies that are none of those of the plans: none at all, which is the plan's own, and any other one.
const (
	noCurrency      = -1
	anotherCurrency = -2
)

// currency returns which of the plans' currencies one is.
func (l *lanes) currency(c kam.Currency) int8 {
	if c == "" {
		return noCurrency
	}
	code := plainCurrencyOf(c)
	for i := range l.currencies {
		if l.codes[i] == code && (code != 0 || l.currencies[i] == c) {
			return int8(i)
		}
	}
	return anotherCurrency
}

// kindOf returns the kind of a target's lane; false when the target takes more than a lane.
func (l *lanes) kindOf(to *target) (laneKind, bool) {
	if to.plan == nil || to.plan.layout.bare || to.f.base != BaseAmount || to.plan.layout.when || len(to.plan.layout.tables) > 0 || to.f.weigher.r.Split == SplitPayout || to.f.weigher.r.When != nil || to.role != roleOwner {
		return laneKind{}, false
	}
	w := &to.f.weigher
	out := laneKind{currency: l.currency(to.plan.Currency), own: w.r.To == ToOwner, key: bulk.DraftKey(bulk.AuxOf(to.number, 0, 0, 0, 0), 0), attribute: uint8(to.attribute)}
	for i, name := range []DateName{Booked, Invoiced, CashReceived, Delivered} {
		if name == to.by {
			out.date = dateNumber(i)
		}
	}
	var ok bool
	if w.values == nil {
		out.weight, ok = times(w.share, to.scale)
		out.most = bulk.Most / max(out.weight, -out.weight, 1)
		return out, ok
	}
	heaviest := int64(1)
	for _, value := range l.known[to.attribute] {
		weight := int64(unweighed)
		if own, listed := w.values[value]; listed {
			if weight, ok = times(own, to.scale); !ok {
				return laneKind{}, false
			}
			heaviest = max(heaviest, weight, -weight)
		}
		out.weights = append(out.weights, weight)
	}
	out.most = bulk.Most / heaviest
	return out, len(out.weights) > 0
}

// valuesOf returns the values that rules list of each attribute that is read, in order.
func (r *bulkRoster) valuesOf() [][]string {
	out := make([][]string, len(r.read))
	for i, name := range r.read {
		for _, p := range r.c.program.plans {
			for n := range p.Credits {
				if by := p.Credits[n].Factor; by != nil && by.By == name {
					out[i] = append(out[i], sortedKeys(by.Values)...)
				}
			}
		}
		slices.Sort(out[i])
		out[i] = slices.Compact(out[i])
	}
	return out
}

// layLanes makes lanes of the targets of every payee whose targets are all of the plainest kind.
func (r *bulkRoster) layLanes() lanes {
	l := lanes{known: r.valuesOf()}
	if len(l.known) > maxNumbers || slices.ContainsFunc(l.known, func(values []string) bool { return len(values) > math.MaxInt16 }) {
		l.owners.grow(0)
		return l
	}
	for _, values := range l.known {
		l.short = append(l.short, shortTexts(values))
	}
	for _, p := range r.c.program.plans {
		if l.currency(p.Currency) == anotherCurrency && len(l.currencies) < math.MaxInt8 {
			l.currencies, l.codes = append(l.currencies, p.Currency), append(l.codes, plainCurrencyOf(p.Currency))
		}
	}
	l.owners.grow(len(r.targets))
	l.shapes = []shape{nil}
	numbers, shapes := map[*feed]uint16{}, map[shapeKey]uint16{}
	for _, id := range sortedKeys(r.targets) {
		if targets := r.targets[id]; len(targets) <= maxLanes {
			l.lay(id, targets, numbers, shapes)
		}
	}
	return l
}

// shapeKey is a shape as the key of a map.
type shapeKey [maxLanes]lane

// lay makes lanes of the targets of a payee, if all of them are of the plainest kind.
func (l *lanes) lay(id string, targets []target, numbers map[*feed]uint16, shapes map[shapeKey]uint16) {
	var key shapeKey
	units := make([]uint32, fewUnits, maxLanes)[:0]
	for i := range targets {
		to := &targets[i]
		number, seen := numbers[to.f]
		if !seen {
			kind, ok := l.kindOf(to)
			if !ok || kind.currency < 0 || len(l.kinds) > math.MaxUint16 {
				return
			}
			number = uint16(len(l.kinds))
			numbers[to.f] = number
			l.kinds = append(l.kinds, kind)
			if !slices.Contains(l.dates, kind.date) {
				l.dates = append(l.dates, kind.date)
			}
		}
		key[i] = lane{uint16(to.from), uint16(to.until), number}
		units = append(units, to.unit)
	}
	n, seen := shapes[key]
	if !seen {
		if len(l.shapes) > maxShapes {
			return
		}
		n = uint16(len(l.shapes))
		shapes[key] = n
		l.shapes = append(l.shapes, slices.Clone(key[:len(targets)]))
	}
	own := ownerLanes{shape: n}
	if len(units) > fewUnits {
		own.units[0] = uint32(len(l.more))
		l.more = append(l.more, units...)
	} else {
		copy(own.units[:], units)
	}
	l.owners.add(id, own)
}

// shortTexts returns all of some values as short texts; none when one of them is longer.
func shortTexts(values []string) []shortText {
	var out []shortText
	for _, value := range values {
		short, ok := shortTextOf(value)
		if !ok {
			return nil
		}
		out = append(out, short)
	}
	return out
}

// number returns which of the known values of an attribute a value is; -1 for none of them.
func (l *lanes) number(attribute int, value string) int16 {
	known := l.short[attribute]
	key, ok := shortTextOf(value)
	if !ok || len(known) == 0 || len(known) > 8 {
		if at, found := slices.BinarySearch(l.known[attribute], value); found {
			return int16(at)
		}
		return -1
	}
	for i := range known {
		if x := &known[i]; x.head == key.head && x.tail == key.tail && x.length == key.length {
			return int16(i)
		}
	}
	return -1
}
