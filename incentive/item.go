package incentive

import (
	"iter"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/bulk"
)

// Item is a [Line] without its trail: for whole companies, where each line is looked at once. It is a small value that holds
// no decimal; [Item.Line] has the trail.
type Item struct {
	r *result
	// full has all of the line where records do not say it; what follows is not set then.
	full *Line
	// amount is in whole numbers of the grid, credited and the positions in those of the plan's scale.
	amount, credited, before, after int64
	aux                             bulk.Aux
	row                             uint32
	// part is the component, nth which line of the statement it is, day the day counted from the run's first.
	part, nth   int32
	day         uint16
	first, last uint8
	what        bulk.Fate
}

// Items yields what [Statement.Lines] does, in its order.
func (s Statement) Items() iter.Seq[Item] {
	return func(yield func(Item) bool) {
		s.r.items(new(desk), yield)
	}
}

// Items yields the items of all statements, in their order. It allocates nothing for a statement in whole numbers.
func (r *Run) Items() iter.Seq[Item] { return itemsOf(r.results) }

// ItemsIn parts the items of the run into n sequences of about the same length, for as many goroutines: one behind the other
// they are [Run.Items]. The items of one statement stay together.
func (r *Run) ItemsIn(n int) []iter.Seq[Item] {
	all := 0
	for _, x := range r.results {
		all += x.weight()
	}
	out := make([]iter.Seq[Item], max(n, 1))
	from, sum := 0, 0
	for i := range out {
		until := from
		for until < len(r.results) && (sum < all*(i+1)/len(out) || i+1 == len(out)) {
			sum += r.results[until].weight()
			until++
		}
		out[i] = itemsOf(r.results[from:until])
		from = until
	}
	return out
}

func itemsOf(results []*result) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		d := new(desk)
		for _, x := range results {
			if !x.items(d, yield) {
				return
			}
		}
	}
}

// weight returns about how many credits a statement has.
func (r *result) weight() int {
	if r.bulk == nil {
		return 1 + len(r.unit.credits)
	}
	if !r.bulk.q.ready() {
		return 1
	}
	return 1 + r.bulk.count()
}

// items yields the items of one statement; false when no more are wanted.
func (r *result) items(d *desk, yield func(Item) bool) bool {
	if r.bulk == nil || !r.bulk.q.ready() || !r.itemized() {
		n := int32(-1)
		for l := range (Statement{r}).Lines() {
			n++
			if !yield(Item{r: r, part: int32(l.part), full: &l, nth: n}) {
				return false
			}
		}
		return true
	}
	records, seen := d.recordsOf(r.bulk.q, int(r.bulk.n))
	records, seen, _ = d.netted(r.unit, records, seen) // it could be done before
	d.kept = false
	return d.itemize(r, records, seen, yield)
}

// itemize yields the items of a statement whose records are at hand; false when no more are wanted.
func (d *desk) itemize(r *result, records []bulk.Record, seen bulk.Seen, yield func(Item) bool) bool {
	n := int32(0)
	var item Item
	for i := range r.unit.plan.parts {
		lines := d.linesOf(r, i, records, seen)
		for j := range lines {
			if x := &records[lines[j].Record]; x.Day() >= d.q.since {
				item.fill(r, i, &lines[j], n, x.Q, x.Row, x.Day(), x.Aux)
				if n++; !yield(item) {
					return false
				}
			}
		}
	}
	return true
}

// linesOf returns the lines of a component: those that have been kept, or computed again; none of one that pays a sum.
func (d *desk) linesOf(r *result, i int, records []bulk.Record, seen bulk.Seen) []bulk.Line {
	switch {
	case r.unit.plan.parts[i].form() != "":
		return nil
	case d.kept:
		return d.told[i]
	default:
		d.evaluate(r, i, records, seen)
		return d.lines
	}
}

// fill makes the nth item of a statement of a line and of what its record says, in place: a copy would wait for what was just
// written.
func (i *Item) fill(r *result, part int, l *bulk.Line, n int32, credited int64, row, day uint32, aux bulk.Aux) {
	i.r, i.full = r, nil
	i.amount, _ = l.Amount.Int64()
	i.credited, i.before, i.after = credited, l.Before, l.After
	i.aux, i.row, i.part, i.nth = aux, row, int32(part), n
	i.day, i.first, i.last, i.what = uint16(day), l.First, l.Last, l.What
}

// itemized reports whether each line is rounded by itself: then it is what records say.
func (r *result) itemized() bool {
	step := r.unit.plan.Rounding.Step
	return step == RoundCredit || step == RoundSlice
}

// evaluate computes the lines of one component again, and returns what they were computed by.
func (d *desk) evaluate(r *result, i int, records []bulk.Record, seen bulk.Seen) *bulk.Part {
	var p *bulk.Part
	ok := false
	shared := &d.plainShared
	if r.plain() {
		plan := d.q.bulkRoster.plain[r.unit.plan]
		p = &plan.parts[i].Part
		ok = d.layPlain(&plan.parts[i], d.q.quotas[d.q.sums[r.bulk.n]+uint32(i)], r.unit, seen)
	} else {
		u := *r.unit
		p, _, ok = d.lay(&u, i, records, seen)
		shared = d.q.sharedBy(u.plan)
	}
	if ok {
		_, ok = d.work.Evaluate(p, &d.terms, shared, records, seen, &d.lines)
	}
	mustFit(ok)
	return p
}

// Line returns the item with its trail.
func (i Item) Line() Line {
	if i.full != nil {
		return *i.full
	}
	n := int32(0)
	var line Line
	for l := range (Statement{i.r}).Lines() {
		if line = l; n == i.nth {
			break
		}
		n++
	}
	return line
}

// Statement returns the statement that the item stands on.
func (i Item) Statement() Statement { return Statement{i.r} }

// Transaction returns the transaction's id.
func (i Item) Transaction() string {
	if i.full != nil {
		return i.full.Transaction()
	}
	return i.r.bulk.q.rows.id(i.row)
}

// Reverses returns the id of the transaction that this one takes back; empty for a sale.
func (i Item) Reverses() string {
	if i.full != nil {
		return i.full.Reverses()
	}
	return i.r.bulk.q.rows.reverses(i.row)
}

// Component returns the component's name.
func (i Item) Component() string { return i.r.unit.plan.parts[i.part].Name }

// Credit returns the name of the credit rule.
func (i Item) Credit() string {
	if i.full != nil {
		return i.full.Credit()
	}
	return i.r.unit.plan.Credits[i.r.unit.plan.layout.feeds[i.aux.Rule()].rule].Name
}

// Date returns the day on which the transaction counts.
func (i Item) Date() kam.Day {
	if i.full != nil {
		return i.full.Date()
	}
	return i.r.bulk.q.first.AddDays(int(i.day))
}

// Amount returns what the line earns, in the plan's currency and at its places.
func (i Item) Amount() decimal.Decimal {
	if i.full != nil {
		return i.full.Amount()
	}
	return i.r.onGrid(i.amount)
}

// AmountUnits returns what the line earns as a whole number of the plan's smallest unit, such as cents: amount × 10^places.
// False when that has more than 63 bits.
func (i Item) AmountUnits() (units int64, ok bool) {
	if i.full == nil {
		return i.amount, true
	}
	return i.full.units()
}

// units returns the amount as a whole number of the grid; false when that has more than 18 digits.
func (l *Line) units() (int64, bool) {
	amount := l.Amount()
	return amount.Shift(l.r.unit.plan.grid.Places).IntPart(), amount.NumDigits() <= 18
}

// AppendAmount appends the amount with all of the plan's places, such as "1204.50", and returns the extended slice.
func (i Item) AppendAmount(b []byte) []byte {
	places := int(i.r.unit.plan.grid.Places)
	units, ok := i.AmountUnits()
	if !ok {
		return append(b, i.full.Amount().StringFixed(int32(places))...)
	}
	return appendFixed(b, units, places)
}

// appendFixed appends units of 10^-places.
func appendFixed(b []byte, units int64, places int) []byte {
	from := len(b)
	b = strconv.AppendInt(b, units, 10)
	if places == 0 {
		return b
	}
	if units < 0 {
		from++
	}
	for len(b)-from <= places {
		b = slices.Insert(b, from, '0')
	}
	b = append(b, 0)
	point := len(b) - 1 - places
	copy(b[point+1:], b[point:])
	b[point] = '.'
	return b
}

// CreditedUnits returns what the transaction adds to the component's measure, refunds taken off where the plan nets them,
// as a whole number of 1/10,000; false when that is none of at most 63 bits, or the line was not computed from records.
func (i Item) CreditedUnits() (int64, bool) {
	if i.full != nil {
		return 0, false
	}
	by := i.scales().unit / powers[maxDecimals]
	return i.credited / by, i.credited%by == 0
}

func (i Item) scales() scales { return i.r.bulk.q.scale(i.r.unit.plan) }

// Position returns where the measure stood before and after the line, at most 4 decimals shown, half-up.
func (i Item) Position() (before, after decimal.Decimal) {
	if i.full != nil {
		return i.full.Position()
	}
	s := i.scales()
	return shown(s.rat(i.before)), shown(s.rat(i.after))
}

// Tiers returns the tiers in which a deal starts and ends to be paid, from 0; -1 below the first one. False where a line does
// not tell: for other modes than [Marginal], with a deadband, a cap on attainment or a multiplier of slices, for mirrored
// refunds, and where the statement was not computed from records.
func (i Item) Tiers() (first, last int, ok bool) {
	k := &i.r.unit.plan.parts[i.part]
	if i.full != nil || k.tiers == nil || k.tiers != k.Tiers || k.tiers.Mode != Marginal || i.what&bulk.Mirrored != 0 ||
		slices.ContainsFunc(k.Gates, func(g Gate) bool { return g.Kind == Deadband }) || slices.ContainsFunc(k.Caps, func(c Cap) bool { return c.On == OnAttainment }) {
		return 0, 0, false
	}
	return int(i.first) - 1, int(i.last) - 1, true
}
