package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/replica"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/examples/sqlstore"
)

// syncFrom reads the systems that a process serves into the file of the database, once each, and tells what it read.
func syncFrom(ctx context.Context, o options, out io.Writer) (err error) {
	store, err := sqlstore.Open(ctx, o.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	var served about
	if err := control(o.servers).get(ctx, "/about", &served); err != nil {
		return err
	}
	for _, name := range o.systems {
		source, err := sourceOf(name, served.Systems[name], served.Clock, o.page)
		if err != nil {
			return err
		}
		if err := check(ctx, source, o, out); err != nil {
			return err
		}
		report, err := read(ctx, source, store.CRM(), served.Clock, o)
		for _, k := range report.Kinds {
			if k.Records+k.Deleted+k.Forgotten+k.Restored+k.Missing+k.Skipped > 0 || !k.Complete {
				terminal.Tell(out, string(name)+" "+k.Text().In(o.lang))
			}
		}
		for _, f := range report.Findings {
			terminal.Tell(out, string(name)+" "+f.In(o.lang))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// check compares the maps of a system with the fields that it has, and tells what does not fit. Notes about words that the
// map takes together are left out.
func check(ctx context.Context, source crm.Source, o options, out io.Writer) error {
	checked, ok := source.(interface {
		CheckMaps(context.Context) (kam.Findings, error)
	})
	if !ok || !o.check {
		return nil
	}
	found, err := checked.CheckMaps(ctx)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Severity == kam.Warning {
			terminal.Tell(out, string(source.System())+" "+f.Place+": "+f.Message.In(o.lang))
		}
	}
	if found.HasErrors() {
		return found.Err()
	}
	return nil
}

// read reads one system.
func read(ctx context.Context, source crm.Source, store crm.Store, clock worldClock, o options) (replica.Report, error) {
	in := replica.Inputs{Source: source, Store: store, Now: clock.Now, SweepEvery: o.sweepEvery, Settle: settle}
	report, err := replica.Run(ctx, in)
	if err != nil {
		err = fmt.Errorf("%w; running it again goes on where it was", err)
	}
	return report, err
}

// settle is more than the servers take to write: they write at once, by whole seconds.
const settle = 2 * time.Second
