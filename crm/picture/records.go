package picture

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/kam-go/kam/crm"
)

// idOf is the id of a record in a book: its ref, or a hash of it where that is longer than an id may be.
func idOf(ref crm.Ref) string {
	if s := ref.String(); len(s) <= 128 {
		return s
	}
	sum := sha256.Sum256([]byte(ref.String()))
	return hex.EncodeToString(sum[:])
}

// Records returns the book as the records of one system, which gets the name given: one account for each customer, one
// contact for each person, one user for each person, and every other record with the ids of the book in place of those of
// its system. Analyses that take records see customers as they are, and not each system's part of them. Unmapped fields
// stay with the records that are not merged. Records are in order of refs and share no memory with the book.
func (b *Book) Records(system crm.System) []crm.Record {
	out := make([]crm.Record, 0, len(b.builder.refs))
	put := func(kind crm.Kind, r crm.Record, data crm.Data, of crm.Ref) {
		r.Ref = crm.Ref{System: system, Kind: kind, ID: idOf(of)}
		r.Data, r.Deleted = data, false
		out = append(out, r.Clone())
	}
	for i := range b.Customers {
		c := &b.Customers[i]
		merged := c.merged
		put(crm.KindAccount, crm.Record{Modified: c.modified}, &merged, c.ID)
		for k := range c.Contacts {
			person := c.Contacts[k].merged
			person.Account = idOf(c.ID)
			put(crm.KindContact, crm.Record{Modified: c.Contacts[k].modified}, &person, c.Contacts[k].ID)
		}
	}
	for _, ref := range b.builder.refs {
		r := b.builder.records[ref].Clone()
		switch ref.Kind {
		case crm.KindAccount:
			continue
		case crm.KindContact:
			if _, hangs := b.owner[ref]; hangs {
				continue
			}
		case crm.KindUser:
			if b.builder.standing(ref) != ref {
				continue
			}
		default:
		}
		b.builder.rewrite(ref.System, r.Data)
		if i, ok := b.owner[ref]; ok {
			setAccount(r.Data, idOf(b.Customers[i].ID))
		}
		put(ref.Kind, r, r.Data, ref)
	}
	slices.SortFunc(out, func(x, y crm.Record) int { return x.Ref.Compare(y.Ref) })
	return out
}

// rewrite replaces the ids in data by those of the book.
func (b *builder) rewrite(s crm.System, data crm.Data) {
	change := func(kind crm.Kind, ids ...*string) {
		for _, id := range ids {
			*id = b.id(s, kind, *id)
		}
	}
	switch d := data.(type) {
	case *crm.Contact:
		change(crm.KindAccount, &d.Account)
		change(crm.KindContact, &d.ReportsTo)
		change(crm.KindUser, &d.Owner)
	case *crm.Opportunity:
		change(crm.KindAccount, &d.Account)
		change(crm.KindUser, &d.Owner)
		for i := range d.Team {
			change(crm.KindUser, &d.Team[i].User)
		}
		for i := range d.Contacts {
			change(crm.KindContact, &d.Contacts[i].Contact)
		}
		for i := range d.Lines {
			change(crm.KindProduct, &d.Lines[i].Product)
		}
	case *crm.Order:
		change(crm.KindAccount, &d.Account)
		change(crm.KindOpportunity, &d.Opportunity)
		change(crm.KindUser, &d.Owner)
		for i := range d.Lines {
			change(crm.KindProduct, &d.Lines[i].Product)
		}
	case *crm.Invoice:
		change(crm.KindAccount, &d.Account)
		change(crm.KindOrder, &d.Order)
		change(crm.KindUser, &d.Owner)
	case *crm.Payment:
		change(crm.KindAccount, &d.Account)
		change(crm.KindOrder, &d.Order)
		change(crm.KindInvoice, &d.Invoice)
		change(crm.KindUser, &d.Owner)
	default:
		rewriteCare(change, data, func(id string, kinds ...crm.Kind) string { return b.known(s, id, kinds...) })
	}
}

// rewriteCare does the same for what happens with customers.
func rewriteCare(change func(crm.Kind, ...*string), data crm.Data, known func(string, ...crm.Kind) string) {
	switch d := data.(type) {
	case *crm.Activity:
		change(crm.KindAccount, &d.Account)
		change(crm.KindOpportunity, &d.Opportunity)
		change(crm.KindEvent, &d.Event)
		change(crm.KindUser, &d.Owner)
		for i := range d.Contacts {
			change(crm.KindContact, &d.Contacts[i])
		}
	case *crm.Event:
		change(crm.KindUser, &d.Owner)
	case *crm.Invitation:
		change(crm.KindAccount, &d.Account)
		change(crm.KindContact, &d.Contact)
		change(crm.KindEvent, &d.Event)
		change(crm.KindUser, &d.By)
	case *crm.Survey:
		change(crm.KindAccount, &d.Account)
		change(crm.KindContact, &d.Contact)
		d.About = known(d.About, crm.KindRequest, crm.KindOrder, crm.KindOpportunity, crm.KindEvent, crm.KindActivity)
	case *crm.Request:
		change(crm.KindAccount, &d.Account)
		change(crm.KindContact, &d.Contact)
		change(crm.KindUser, &d.Owner)
	case *crm.Resource:
		change(crm.KindUser, &d.Owner)
		for i, p := range d.Products {
			d.Products[i] = known(p, crm.KindProduct)
		}
		for i := range d.Uses {
			change(crm.KindOpportunity, &d.Uses[i].Opportunity)
			change(crm.KindUser, &d.Uses[i].User)
		}
	case *crm.User:
		change(crm.KindUser, &d.Manager)
	}
}

// known returns the id in the book of the first kind of which the system has a record with an id, and else the id as it
// is: it may be a word.
func (b *builder) known(s crm.System, id string, kinds ...crm.Kind) string {
	for _, kind := range kinds {
		if _, ok := b.records[crm.Ref{System: s, Kind: kind, ID: id}]; ok {
			return b.id(s, kind, id)
		}
	}
	return id
}

// setAccount names the account of a record that hangs at a customer.
func setAccount(data crm.Data, id string) {
	switch d := data.(type) {
	case *crm.Opportunity:
		d.Account = id
	case *crm.Order:
		d.Account = id
	case *crm.Invoice:
		d.Account = id
	case *crm.Payment:
		d.Account = id
	case *crm.Activity:
		d.Account = id
	case *crm.Invitation:
		d.Account = id
	case *crm.Survey:
		d.Account = id
	case *crm.Request:
		d.Account = id
	}
}
