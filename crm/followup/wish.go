package followup

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Wish is a visit that somebody asks for, whatever the cadence says, such as an action of an account plan.
type Wish struct {
	// ID names the wish, unique among those of a week.
	ID string `json:"id"`
	// Account is the one to visit, Contacts the ids of the people to meet, the most wanted first; they may be none.
	Account  crm.Ref  `json:"account"`
	Contacts []string `json:"contacts,omitempty"`
	// User is who visits. Empty: the owner of the account.
	User string `json:"user,omitempty"`
	// Due is the last day. Unset: any. What is due after the days of the plan is not planned.
	Due kam.Day `json:"due,omitzero"`
	// Why says in both languages what the visit is for.
	Why kam.Text `json:"why"`
}

// checkWishes reports every fault of wishes.
func (o *Overview) checkWishes(f *wording.Faults, wishes []Wish) {
	if !f.Count("$.wishes", len(wishes), 0, MaxWishes) {
		return
	}
	seen := map[string]bool{}
	for i, w := range wishes {
		at := wording.At("$.wishes", i)
		f.ID(at+".id", w.ID, seen)
		if o.book.index[w.Account] == nil {
			f.Add("account", at+".account", say("%s is none of the accounts", "%s 不是已有客户", wording.Quote(w.Account.String())), say("give its record to the overview, or leave the wish out", "请在概览中提供该客户的记录，或删去该项"))
		}
		if w.User != "" {
			f.ID(at+".user", w.User, nil)
		}
		if f.Count(at+".contacts", len(w.Contacts), 0, MaxAway) {
			for j, id := range w.Contacts {
				f.ID(wording.At(at+".contacts", j), id, nil)
			}
		}
		f.Text(at+".why", w.Why)
	}
}

// wished lists what is asked for, in the order of its turn, and that which is asked of owners by account.
func (p *planner) wished() ([]*want, map[crm.Ref]*want) {
	wishes := slices.DeleteFunc(slices.Clone(p.spec.Wishes), func(w Wish) bool { return w.Due.IsSet() && !w.Due.Before(p.spec.Days.Until) })
	slices.SortFunc(wishes, func(a, b Wish) int {
		if a.Due.IsSet() != b.Due.IsSet() {
			return b.Due.Compare(a.Due)
		}
		return cmp.Or(a.Due.Compare(b.Due), a.Account.Compare(b.Account), cmp.Compare(a.ID, b.ID))
	})
	type key struct {
		account crm.Ref
		user    string
	}
	var wants []*want
	index, owners := map[key]*want{}, map[crm.Ref]*want{}
	for _, w := range wishes {
		c := p.o.book.index[w.Account]
		p.asked[c.ref] = append(p.asked[c.ref], w)
		k := key{c.ref, cmp.Or(w.User, c.account.Owner)}
		if index[k] == nil {
			index[k] = &want{c: c, user: k.user, due: w.Due, why: w.Why}
			wants = append(wants, index[k])
		}
		index[k].wishes = append(index[k].wishes, w)
		if k.user == c.account.Owner {
			owners[c.ref] = index[k]
		}
	}
	return wants, owners
}

// servedBy are the wishes that an appointment of somebody with an account serves.
func (p *planner) servedBy(c *customer, user string) []string {
	var out []string
	for _, w := range p.asked[c.ref] {
		if by := cmp.Or(w.User, c.account.Owner); by == user || by == c.account.Owner {
			out = append(out, w.ID)
		}
	}
	return out
}

func wishIDs(wishes []Wish) []string {
	var out []string
	for _, w := range wishes {
		out = append(out, w.ID)
	}
	return out
}

// people are those of the account, the ones asked for first.
func (w *want) people() []person {
	if len(w.wishes) == 0 {
		return w.c.people
	}
	var first []person
	rest := slices.Clone(w.c.people)
	for _, wish := range w.wishes {
		for _, id := range wish.Contacts {
			if i := slices.IndexFunc(rest, func(x person) bool { return x.ref.ID == id }); i >= 0 {
				first = append(first, rest[i])
				rest = slices.Delete(rest, i, i+1)
			}
		}
	}
	return append(first, rest...)
}
