// Command console shows a sales quarter in a browser: to salespeople their own pay, goals, scorecard, development and customers; to
// managers the same of their team and what a director asks; to compensation administrators everybody, the calculation of periods
// with approval by four eyes, and the audit. In English and Chinese.
//
//	go run ./examples/console                              a made-up team, in SQLite under out/console
//	go run ./examples/console -postgres DSN                the same in PostgreSQL
//	go run ./examples/console -people 10000 -lines 1000000 -data out/large   a large company, for measurements
//
// It prints its address and the sign-ins for a demonstration, whose passwords are new with each start, and stops with an interrupt.
// It is reached from this machine alone unless -listen says otherwise; -h explains every flag.
//
// # What is inside
//
// Package web is an http.Handler that a host mounts; desk works out what it shows; store keeps views, notes and the audit; sample makes
// up the company. The ledger, the deals and the roster are those of sqlstore or pgstore.
//
// # Exit codes
//
//	0   stopped by an interrupt, or -h
//	1   the database or the address cannot be used, or the calculation failed
//	2   bad usage
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
