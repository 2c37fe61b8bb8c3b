package kpi

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// touched is the contacts with the accounts of one subject.
type touched struct {
	basis
	accounts, reached int64
}

// Activities returns the contacts that were made in the period: their number, by type and in all, for who made them; and
// contacts per account and the share of accounts that were contacted, for the owners of accounts. The accounts are all that
// the records have, whenever they came to them. What a contact is, the policy says; planned and cancelled ones are none.
func (b *Book) Activities(q Question) (Figures, error) {
	if err := q.check(false); err != nil {
		return Figures{}, err
	}
	made := table[basis]{}
	made.begin(q)
	contacts := make([][]crm.Ref, len(b.accounts))
	var subjects []kam.Subject
	for i := range b.activities {
		a := &b.activities[i]
		if !q.Period.Contains(a.on) {
			continue
		}
		owner := a.data.Owner
		if owner == "" {
			owner = b.ownerOf(a.account)
		}
		if a.account != nobody {
			contacts[a.account] = append(contacts[a.account], a.ref)
		}
		subjects = b.subjects(subjects, q, owner, a.account)
		for _, subject := range subjects {
			made.at(key{subject: subject}).take(a.ref, true)
			if a.data.Type != "" {
				made.at(key{subject: subject, scope: string(a.data.Type)}).take(a.ref, true)
			}
		}
	}
	covered := table[touched]{}
	covered.begin(q)
	for account := range b.accounts {
		subjects = b.subjects(subjects, q, b.ownerOf(account), account)
		for _, subject := range subjects {
			cell := covered.at(key{subject: subject})
			cell.accounts++
			if refs := contacts[account]; len(refs) > 0 {
				cell.reached++
				cell.refs = append(cell.refs, refs...)
			}
		}
	}
	w := b.writer(q, q.Period, q.over(q.Period))
	for _, k := range made.keys() {
		w.count(k, MetricActivities, k.scope, *made[k], int64(len(made[k].refs)))
	}
	for _, k := range covered.keys() {
		cell := covered[k]
		slices.SortFunc(cell.refs, crm.Ref.Compare)
		w.ratio(k, MetricFrequency, "", cell.basis, ofCounts(int64(len(cell.refs)), cell.accounts))
		w.ratio(k, MetricReach, "", cell.basis, ofCounts(cell.reached, cell.accounts))
	}
	return w.figures(nil), nil
}
