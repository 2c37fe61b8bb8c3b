package reassign

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam/crm"
)

// Plan works a change out against the records of its system, and shows what it would do. Records are users, accounts,
// contacts, opportunities, activities and requests in any order; of two with one ref the one modified later counts,
// deleted ones are passed over, and so are other systems and kinds. Nothing given is changed or kept.
//
// An account that a move selects goes to one of its receivers. Within a move accounts have their turn by ref, and a
// receiver's load is what he keeps plus what he was given by then. Then what is open goes with it or stays, roles in teams
// end and begin on the day, and people who leave hand over the rest.
//
// The error is a [*kam.InvalidError] with every fault: none of the accounts that the change concerns may be left without
// an owner who works there, and nothing open with somebody who leaves. It wraps [ErrRecords] for more than [MaxRecords]
// records, and [ErrTotals] for a fault of this package.
func Plan(c Change, records []crm.Record) (*Preview, error) {
	if len(records) > MaxRecords {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrRecords, len(records), MaxRecords)
	}
	own, err := cloned(c)
	if err != nil {
		return nil, err
	}
	d := newDraft(own, records)
	d.check()
	if err := d.f.Err(); err != nil {
		return nil, err
	}
	d.assign()
	d.owned()
	d.settle()
	if err := d.f.Err(); err != nil {
		return nil, err
	}
	return d.preview()
}

// preview writes down what was worked out.
func (d *draft) preview() (*Preview, error) {
	shown, err := cloned(d.change)
	if err != nil {
		return nil, err
	}
	p := &Preview{Change: shown, Warnings: slices.Clone(d.warnings), made: d}
	for _, h := range d.order {
		if !h.moves() {
			continue
		}
		m := AccountMove{
			Account: h.rec.Ref, Name: h.account.Name, From: h.account.Owner, To: h.to, Move: d.change.Moves[h.move].Name,
			NextContact: h.account.NextContact, RecallOn: h.account.RecallOn, Why: h.why,
		}
		for _, k := range crm.Kinds() {
			if n := h.moved[k]; n > 0 {
				m.Moved = append(m.Moved, KindCount{Kind: k, N: n})
			}
		}
		p.Accounts = append(p.Accounts, m)
	}
	p.Changes = d.list()
	p.Stays = slices.Clone(d.stays)
	slices.SortStableFunc(p.Stays, func(a, b Stay) int { return a.Ref.Compare(b.Ref) })
	after := make([]crm.Record, len(d.records))
	for i, r := range d.records {
		after[i] = applied(r, d.changes[r.Ref])
	}
	return p, p.compare(d, after)
}

// list returns the changes by ref, in copies.
func (d *draft) list() []RecordChange {
	out := make([]RecordChange, 0, len(d.changes))
	for _, c := range d.changes {
		out = append(out, c.clone())
	}
	slices.SortFunc(out, func(a, b RecordChange) int { return a.Ref.Compare(b.Ref) })
	return out
}

func (c RecordChange) clone() RecordChange {
	if c.Owner != nil {
		c.Owner = new(*c.Owner)
	}
	if c.Team != nil {
		c.Team = &TeamChange{Old: slices.Clone(c.Team.Old), New: slices.Clone(c.Team.New)}
	}
	return c
}

// applied returns a record with a change; without one the record itself.
func applied(r crm.Record, c *RecordChange) crm.Record {
	if c == nil {
		return r
	}
	r = r.Clone()
	switch data := r.Data.(type) {
	case *crm.Account:
		set(c, &data.Owner, &data.Team)
	case *crm.Opportunity:
		set(c, &data.Owner, &data.Team)
	case *crm.Contact:
		set(c, &data.Owner, nil)
	case *crm.Activity:
		set(c, &data.Owner, nil)
	case *crm.Request:
		set(c, &data.Owner, nil)
	}
	return r
}

func set(c *RecordChange, owner *string, team *[]crm.Member) {
	if c.Owner != nil {
		*owner = c.Owner.New
	}
	if c.Team != nil && team != nil {
		*team = slices.Clone(c.Team.New)
	}
}
