// Package crm is the customers of key-account managers and what happens with them: accounts and their people,
// opportunities, orders, visits and calls, events, surveys, requests, and what helps to sell.
//
//	records, err := store.Changes(ctx, "zoho", crm.KindAccount, crm.Mark{}, 500)
//	for _, r := range records {
//		if account, ok := r.Data.(*crm.Account); ok {
//			fmt.Println(r.Ref, account.Name, account.Owner)
//		}
//	}
//
// This package is the front page of the room: the [Record] of every kind and the interfaces that a host implements.
// Records come from several systems side by side and are never edited here: what a system says stays what it says.
//
// # Records
//
// A [Record] is one thing of one system as it stood at one revision. [Ref] names it: system, kind and the id it has
// there. Its [Data] is one of the types of this package, by kind; a deleted record has none. Ids inside data, such as
// [Opportunity.Account], are ids of the same system. Fields that no type has are kept in Extra under their own names
// and are never dropped.
//
// What a system does not say is unknown: an empty text, an unset day, a number that is not valid. It is never zero.
// Instants are in UTC and have microseconds at most; days are civil days, as a system wrote them.
//
// # Storage
//
// [Store] is the local copy of several systems: five methods, in batches. [NewMemory] is the reference; package crmtest
// has the suite that the host's own store must pass. Package replica keeps a store equal to a [Source].
//
// # Numbers
//
// Amounts, quantities and scores are exact decimals, bounded as package kam says. A record has at most [MaxContent]
// bytes as JSON, and no text of it more than [MaxText].
//
// # Findings
//
// [Record.Check] finds crm.system, crm.kind, crm.id, crm.revision, crm.modified, crm.data, crm.text, crm.number,
// crm.range, crm.currency, crm.period, crm.word, crm.too-many, crm.extra and crm.size;
// [ParseRecord] besides crm.json. Conditions of a store are [ErrConflict] and [ErrBatch].
package crm
