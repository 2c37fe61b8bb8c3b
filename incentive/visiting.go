package incentive

import "github.com/kam-go/kam/incentive/internal/bulk"

// visitor hands items over to whoever visits a run.
type visitor struct {
	to    func(Statement, []Item)
	items []Item
	told  bool
}

// visited is how many items are handed over at once.
const visited = 256

// over hands over what has been collected of a statement.
func (v *visitor) over(r *result) {
	v.to(Statement{r}, v.items)
	v.items, v.told = v.items[:0], true
}

// end hands over the rest of a statement, or that it has none.
func (v *visitor) end(r *result) {
	if len(v.items) > 0 || !v.told {
		v.over(r)
	}
	v.told = false
}

// all hands over the items of a statement as they are computed when somebody asks for them.
func (v *visitor) all(r *result, d *desk) {
	r.items(d, func(i Item) bool {
		if v.items = append(v.items, i); len(v.items) == visited {
			v.over(r)
		}
		return true
	})
	v.end(r)
}

// keepMost is how many records a unit has at most whose lines are kept for whoever is told of them: beyond that they are
// computed twice, a component at a time.
const keepMost = 1 << 16

// keep returns where the lines of a component are kept for whoever is told of them; nil when they are not.
func (d *desk) keep(part, records int) *[]bulk.Line {
	d.kept = d.out.to != nil && records <= keepMost
	if !d.kept {
		return nil
	}
	return &d.told[part]
}

// tell hands over the items of a unit that has been computed from records, which are at hand.
func (d *desk) tell(n int, records []bulk.Record, seen bulk.Seen) {
	if d.out.to == nil {
		return
	}
	if d.out.items == nil {
		d.out.items = make([]Item, 0, visited)
	}
	r := d.q.result(n)
	if !r.itemized() {
		d.out.all(r, d)
		return
	}
	v, next := &d.out, int32(0)
	for i := range r.unit.plan.parts {
		lines := d.linesOf(r, i, records, seen)
		for j := range lines {
			if x := &records[lines[j].Record]; x.Day() >= d.q.since {
				v.items = v.items[:len(v.items)+1]
				v.items[len(v.items)-1].fill(r, i, &lines[j], next, x.Q, x.Row, x.Day(), x.Aux)
				if next++; len(v.items) == visited {
					v.over(r)
				}
			}
		}
	}
	v.end(r)
}

// tellShort is [desk.tell] for short records of a plain plan.
func (d *desk) tellShort(n int, records []bulk.Short) {
	if d.out.to == nil {
		return
	}
	if !d.kept {
		d.wide = bulk.Widen(d.wide, records)
		d.tell(n, d.wide, bulk.Look(d.wide))
		return
	}
	if d.out.items == nil {
		d.out.items = make([]Item, 0, visited)
	}
	r, v, next := d.q.result(n), &d.out, int32(0)
	for i := range r.unit.plan.parts {
		lines := d.told[i]
		for j := range lines {
			x := &records[j]
			v.items = v.items[:len(v.items)+1]
			v.items[len(v.items)-1].fill(r, i, &lines[j], next, x.Q(), x.Row(), x.Day(), x.Aux())
			if next++; len(v.items) == visited {
				v.over(r)
			}
		}
	}
	v.end(r)
}
