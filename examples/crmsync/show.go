package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/picture"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/examples/sqlstore"
)

// teller writes what there is to show in one language.
type teller struct {
	out  io.Writer
	lang kam.Lang
	rules
	// day and at are the day and the instant of what is shown.
	day kam.Day
	at  time.Time
	// names are what people call users and customers, by their ids in the merged picture.
	names map[string]string
}

// show tells what follows from the copy in a database: the customers as one picture, whom to meet, what to offer, how they
// do, and what was promised to them.
func show(ctx context.Context, o options, out io.Writer) error {
	records, err := copied(ctx, o.db)
	if err != nil {
		return err
	}
	house, err := readRules()
	if err != nil {
		return err
	}
	t := &teller{out: out, lang: o.lang, rules: house, day: kam.DayAt(began(), shanghai()), at: began().Add(4 * time.Hour), names: map[string]string{}}
	book, err := t.customers(records)
	if err != nil {
		return err
	}
	merged := withLines(book.Records("merged"))
	t.call(book, merged)
	for _, chapter := range []func([]crm.Record) error{t.followUps, t.chances, t.healths, t.requests} {
		if err := chapter(merged); err != nil {
			return err
		}
	}
	return nil
}

// copied returns all records in a database that are not deleted.
func copied(ctx context.Context, db string) (records []crm.Record, err error) {
	store, err := sqlstore.Open(ctx, db)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return crm.Live(ctx, store.CRM(), names()...)
}

// withLines makes lines of the names of products that an order has in a field of its own: what a map of fields cannot do,
// a host does between the copy and what it computes.
func withLines(records []crm.Record) []crm.Record {
	for _, r := range records {
		order, ok := r.Data.(*crm.Order)
		if !ok {
			continue
		}
		var products string
		for _, name := range productFields() {
			if raw, has := order.Extra.Extra[name]; has && json.Unmarshal(raw, &products) == nil {
				break
			}
		}
		for name := range strings.SplitSeq(products, ";") {
			if name != "" {
				order.Lines = append(order.Lines, crm.Line{Name: name})
			}
		}
	}
	return records
}

// call keeps the names of users and customers.
func (t *teller) call(book *picture.Book, merged []crm.Record) {
	for _, c := range book.Customers {
		if id, ok := book.ID(c.ID); ok {
			t.names[id] = c.Name
		}
	}
	for _, r := range merged {
		if u, ok := r.Data.(*crm.User); ok {
			t.names[r.Ref.ID] = u.Name
		}
	}
}

// name is what people call somebody by the id in the merged picture.
func (t *teller) name(id string) string {
	if name, ok := t.names[id]; ok {
		return name
	}
	return id
}

func (t *teller) say(en, zh string, args ...any) string {
	return findings.Say(en, zh, args...).In(t.lang)
}

// heading begins a chapter.
func (t *teller) heading(en, zh string, args ...any) {
	terminal.Tell(t.out)
	terminal.Tell(t.out, "== "+t.say(en, zh, args...))
}

func (t *teller) line(parts ...string) {
	terminal.Tell(t.out, terminal.Clean(strings.Join(parts, " ")))
}

// found writes findings without their severity and codes: they are what is to be seen.
func (t *teller) found(indent string, all ...kam.Finding) {
	for _, f := range all {
		t.line(indent + f.Message.In(t.lang))
	}
}

func (t *teller) table(table terminal.Table) {
	terminal.Tell(t.out, strings.TrimSuffix(table.String(), "\n"))
}
