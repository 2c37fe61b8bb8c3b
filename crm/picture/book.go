package picture

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/internal/wording"
)

// Book is the customers as one picture of all systems. It is immutable and safe for concurrent use.
type Book struct {
	// Customers are in order of ID.
	Customers []Customer
	// Loose are records that belong to no customer, though their kind should, in order of refs.
	Loose []crm.Ref
	// Findings are those about the book as a whole, in order of place; each customer has its own.
	Findings kam.Findings

	builder *builder
	owner   map[crm.Ref]int // the customer of every record that has one
}

// Customer is one customer, made of the accounts of all systems that are the same company.
type Customer struct {
	// ID is the first of Accounts; Name the name that counts.
	ID   crm.Ref `json:"id"`
	Name string  `json:"name"`
	// Accounts are the records, in order of refs.
	Accounts []crm.Ref `json:"accounts"`
	// Fields are those that any record states, in the order of [Fields].
	Fields []Field `json:"fields"`
	// Team are the teams of all records, each row once, in order of role, days and user.
	Team []Member `json:"team,omitempty"`
	// Contacts are the people, in order of ID.
	Contacts []Person `json:"contacts,omitempty"`
	// Related are the other records that hang at one of the accounts: by kind in the order of [crm.Kinds], then by day and ref.
	Related []Related `json:"related,omitempty"`
	// Findings are in order of place.
	Findings kam.Findings `json:"findings,omitempty"`

	merged   crm.Account
	modified time.Time
}

// Member is somebody in the teams of a customer.
type Member struct {
	// User is the user's id in the book, as [Book.ID] gives it; Name is his name, or the id where no record has one.
	User   string       `json:"user"`
	Name   string       `json:"name"`
	Role   crm.TeamRole `json:"role"`
	Period kam.Period   `json:"period,omitzero"`
	// From are the accounts that say so, in order of refs.
	From []crm.Ref `json:"from"`
}

// Related is a record that belongs to a customer.
type Related struct {
	Ref crm.Ref `json:"ref"`
	// Account is the account that it hangs at; Via the record that led there, zero when the record names the account itself.
	Account crm.Ref `json:"account"`
	Via     crm.Ref `json:"via,omitzero"`
	// Title is what people call the record, of an invitation the event's name; Status is what became of it, of an open deal
	// its stage. Both may be empty.
	Title  string `json:"title,omitempty"`
	Status string `json:"status,omitempty"`
	// Day is the day of the record; for one with an instant the day in [Policy].Zone. Unset: none.
	Day      kam.Day             `json:"day,omitzero"`
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
}

// builder makes a book.
type builder struct {
	painter *Painter
	records map[crm.Ref]crm.Record
	refs    []crm.Ref // in order
	// stands leads from an account, contact or user to the record that stands for all of the same.
	stands map[crm.Ref]crm.Ref
	// names are what people call what stands for all of the same.
	names map[crm.Ref]string
	found kam.Findings
}

// Paint returns the picture of records. Clusters say which accounts are the same, as [match.Result] has them; an account
// that is in none is a customer of its own. Neither the order of records nor
// that of clusters matters. Deleted records are not part of the picture; of several revisions of a record, the one
// modified last counts.
func (p *Painter) Paint(records []crm.Record, clusters []match.Cluster) *Book {
	b := &builder{painter: p, records: map[crm.Ref]crm.Record{}, stands: map[crm.Ref]crm.Ref{}}
	b.take(records)
	book := &Book{builder: b, owner: map[crm.Ref]int{}}
	groups := b.group(clusters)
	b.users()
	for i, accounts := range groups {
		for _, ref := range accounts {
			b.stands[ref] = accounts[0]
			book.owner[ref] = i
		}
	}
	h := newHanger(b, book.owner)
	h.all(&book.Loose)
	people := make([][][]version[crm.Contact], len(groups))
	perGroup := make([]kam.Findings, len(groups))
	for i := range groups {
		b.found = nil
		people[i] = b.samePeople(h.contacts[i])
		for _, same := range people[i] {
			for _, c := range same {
				b.stands[c.ref] = same[0].ref
			}
		}
		perGroup[i] = b.found
	}
	b.call()
	for i, accounts := range groups {
		b.found = perGroup[i]
		b.found = append(b.found, h.found[i]...)
		c := b.customer(accounts, people[i])
		c.Related = h.related[i]
		c.Findings = capped(b.found)
		book.Customers = append(book.Customers, c)
	}
	book.Findings = capped(h.loose)
	b.found = nil
	return book
}

// capped returns findings in order, no more of a code than [kam.Findings.Add] keeps.
func capped(all kam.Findings) kam.Findings {
	var out kam.Findings
	for _, f := range all.Sorted() {
		out.Add(f)
	}
	return out
}

// take keeps the latest revision of each record that is not deleted.
func (b *builder) take(records []crm.Record) {
	latest := map[crm.Ref]crm.Record{}
	for _, r := range records {
		before, ok := latest[r.Ref]
		if !ok || r.Modified.After(before.Modified) || r.Modified.Equal(before.Modified) && r.Hash() > before.Hash() {
			latest[r.Ref] = r
		}
	}
	for ref, r := range latest {
		if !r.Deleted && r.Data != nil && crm.KindOf(r.Data) == ref.Kind {
			b.records[ref] = r
			b.refs = append(b.refs, ref)
		}
	}
	slices.SortFunc(b.refs, crm.Ref.Compare)
}

// group returns the accounts of each customer in order of refs, customers in order of their first. An account that is in
// two clusters belongs to the one that begins first.
func (b *builder) group(clusters []match.Cluster) [][]crm.Ref {
	sorted := slices.Clone(clusters)
	for i := range sorted {
		sorted[i].Members = slices.SortedFunc(slices.Values(sorted[i].Members), crm.Ref.Compare)
	}
	slices.SortFunc(sorted, func(x, y match.Cluster) int { return slices.CompareFunc(x.Members, y.Members, crm.Ref.Compare) })
	taken := map[crm.Ref]bool{}
	var out [][]crm.Ref
	for _, c := range sorted {
		var accounts []crm.Ref
		for _, ref := range c.Members {
			if _, known := b.records[ref]; known && ref.Kind == crm.KindAccount && !taken[ref] {
				taken[ref] = true
				accounts = append(accounts, ref)
			}
		}
		if len(accounts) > 0 {
			out = append(out, accounts)
		}
	}
	for _, ref := range b.refs {
		if ref.Kind == crm.KindAccount && !taken[ref] {
			out = append(out, []crm.Ref{ref})
		}
	}
	slices.SortFunc(out, func(x, y []crm.Ref) int { return x[0].Compare(y[0]) })
	return out
}

// users makes users of one e-mail one person: the one of the first system stands for all.
func (b *builder) users() {
	byMail := map[string]crm.Ref{}
	for _, ref := range b.refs {
		if u, ok := b.records[ref].Data.(*crm.User); ok {
			mail := mailKey(u.Email)
			if before, had := byMail[mail]; mail != "" && (!had || b.rank(ref) < b.rank(before)) {
				byMail[mail] = ref
			}
		}
	}
	for _, ref := range b.refs {
		if u, ok := b.records[ref].Data.(*crm.User); ok {
			if first, shared := byMail[mailKey(u.Email)]; shared {
				b.stands[ref] = first
			}
		}
	}
}

// rank is the place of a record's system in the policy's order.
func (b *builder) rank(ref crm.Ref) int {
	if b.painter == nil {
		return 0
	}
	return rankOf(b.painter.systems, ref.System)
}

// call keeps what people call each account, contact and user: the name in the first system that has one.
func (b *builder) call() {
	b.names = map[crm.Ref]string{}
	ranks := map[crm.Ref]int{}
	for _, ref := range b.refs {
		name := ""
		switch d := b.records[ref].Data.(type) {
		case *crm.Account:
			name = d.Name
		case *crm.Contact:
			name = d.Name
		case *crm.User:
			name = d.Name
		}
		to, rank := b.standing(ref), b.rank(ref)
		if before, had := ranks[to]; name != "" && (!had || rank < before) {
			b.names[to], ranks[to] = name, rank
		}
	}
}

// customer makes a customer of accounts.
func (b *builder) customer(accounts []crm.Ref, people [][]version[crm.Contact]) Customer {
	c := Customer{ID: accounts[0], Accounts: accounts}
	versions := make([]version[crm.Account], 0, len(accounts))
	for _, ref := range accounts {
		r := b.records[ref]
		if a, ok := r.Data.(*crm.Account); ok {
			versions = append(versions, version[crm.Account]{ref: ref, modified: r.Modified, data: a})
		}
		if c.modified.Before(r.Modified) {
			c.modified = r.Modified
		}
	}
	c.Fields = chosen(b, crm.KindAccount, accountFields(), versions, &c.merged)
	for _, f := range c.Fields {
		b.resolve(f, &c.merged.Owner, crm.KindUser, "owner")
		b.resolve(f, &c.merged.Parent, crm.KindAccount, "parent")
	}
	if c.merged.Parent == idOf(c.ID) {
		c.merged.Parent = "" // one record is the other's parent: they are one customer
	}
	c.Name = c.merged.Name
	c.Team = b.team(versions)
	for _, m := range c.Team {
		c.merged.Team = append(c.merged.Team, crm.Member{User: m.User, Role: m.Role, Period: m.Period})
	}
	for _, same := range people {
		c.Contacts = append(c.Contacts, b.person(same))
	}
	return c
}

// resolve makes the id that a field chose one of the book.
func (b *builder) resolve(f Field, id *string, kind crm.Kind, name string) {
	if f.Name == name {
		*id = b.id(f.From.System, kind, *id)
	}
}

func (b *builder) team(versions []version[crm.Account]) []Member {
	type row struct {
		user   string
		role   crm.TeamRole
		period kam.Period
	}
	at := map[row]int{}
	var out []Member
	for _, v := range versions {
		for _, m := range v.data.Team {
			r := row{b.id(v.ref.System, crm.KindUser, m.User), m.Role, m.Period}
			if r.user == "" {
				continue
			}
			i, ok := at[r]
			if !ok {
				i = len(out)
				at[r] = i
				out = append(out, Member{User: r.user, Name: b.name(v.ref.System, crm.KindUser, m.User), Role: m.Role, Period: m.Period})
			}
			if !slices.Contains(out[i].From, v.ref) {
				out[i].From = append(out[i].From, v.ref)
			}
		}
	}
	slices.SortFunc(out, func(x, y Member) int {
		return cmp.Or(cmp.Compare(x.Role, y.Role), x.Period.Compare(y.Period), cmp.Compare(x.Name, y.Name), cmp.Compare(x.User, y.User))
	})
	return out
}

// Of returns the customer that a record belongs to, whether it is an account, a contact or a record that hangs there, and
// false when it belongs to none.
func (b *Book) Of(ref crm.Ref) (Customer, bool) {
	i, ok := b.owner[ref]
	if !ok {
		return Customer{}, false
	}
	return b.Customers[i], true
}

// ID returns the id under which a record is known in the book, and false for one that is not part of it. Accounts of one
// customer have one id, contacts of one person, and users of one person.
func (b *Book) ID(ref crm.Ref) (string, bool) {
	if _, ok := b.builder.records[ref]; !ok {
		return "", false
	}
	return b.builder.id(ref.System, ref.Kind, ref.ID), true
}

// name is what people call a record that a system names; its ref where no record has a name, and empty for an empty id.
func (b *builder) name(s crm.System, kind crm.Kind, id string) string {
	if id == "" {
		return ""
	}
	ref := crm.Ref{System: s, Kind: kind, ID: id}
	return cmp.Or(b.names[b.standing(ref)], wording.Clip(ref.String()))
}

// standing returns the record that stands for all that are the same.
func (b *builder) standing(ref crm.Ref) crm.Ref {
	if to, ok := b.stands[ref]; ok {
		return to
	}
	return ref
}

// id returns the id in the book of what a record of a system names; empty for an empty id.
func (b *builder) id(s crm.System, kind crm.Kind, id string) string {
	if id == "" {
		return ""
	}
	return idOf(b.standing(crm.Ref{System: s, Kind: kind, ID: id}))
}
