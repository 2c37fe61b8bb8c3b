package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/console/web"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/examples/sqlstore"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitBad    = 2
)

// How long an answer and the end may take.
const (
	headerTime   = 5 * time.Second
	requestTime  = 30 * time.Second
	idleTime     = 2 * time.Minute
	farewellTime = 10 * time.Second
)

// run carries out one call and returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseFlags(args, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		terminal.Tell(stderr, "error:", err)
		return exitBad
	}
	if err := serve(ctx, o, stdout, stderr); err != nil {
		terminal.Tell(stderr, "error:", err)
		return exitFailed
	}
	return exitDone
}

// stores are the open databases.
type stores struct {
	book  sample.Writable
	own   *store.Store
	close func() error
}

func open(ctx context.Context, o options) (stores, error) {
	if o.postgres != "" {
		book, err := pgstore.Open(ctx, o.postgres)
		if err != nil {
			return stores{}, err
		}
		own, err := store.PostgreSQL(ctx, o.postgres)
		if err != nil {
			book.Close()
			return stores{}, err
		}
		return stores{book, own, func() error { book.Close(); return own.Close() }}, nil
	}
	if err := os.MkdirAll(o.data, 0o700); err != nil {
		return stores{}, fmt.Errorf("-data: %w", err)
	}
	book, err := sqlstore.Open(ctx, filepath.Join(o.data, "kam.db"))
	if err != nil {
		return stores{}, err
	}
	own, err := store.SQLite(ctx, filepath.Join(o.data, "console.db"))
	if err != nil {
		return stores{}, errors.Join(err, book.Close())
	}
	return stores{book, own, func() error { return errors.Join(book.Close(), own.Close()) }}, nil
}

// refused says that the data are of another company than the flags ask for.
func (o options) refused(e *sample.OtherError) error {
	place, other := fmt.Sprintf("the folder %q", o.data), "-data"
	if o.postgres != "" {
		place, other = "the database of -postgres", "-postgres"
	}
	return fmt.Errorf("%s holds %s, and %s was asked for: give another %s, or the flags of what is there", place, e.Kept, e.Asked, other)
}

// serve opens everything, tells where it is, and answers until ctx ends.
func serve(ctx context.Context, o options, stdout, stderr io.Writer) (err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.listen)
	if err != nil {
		return err
	}
	defer func() {
		if closed := listener.Close(); !errors.Is(closed, net.ErrClosed) {
			err = errors.Join(err, closed)
		}
	}()
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	company := sample.New(o.size)
	bar := terminal.NewBar(stderr, "first calculation")
	d, err := company.Open(ctx, s.book, s.own, bar.Set)
	bar.Done()
	if other, ok := errors.AsType[*sample.OtherError](err); ok {
		return o.refused(other)
	}
	if err != nil {
		return err
	}
	accounts := company.Accounts()
	passwords, names := map[string]string{}, map[string]string{}
	for _, a := range accounts {
		names[a.ID] = a.Name
		passwords[a.ID] = strings.ToLower(rand.Text()[:12])
	}
	signIn, err := web.NewPasswords(accounts, passwords)
	if err != nil {
		return err
	}
	jobs, stopJobs := context.WithCancel(ctx)
	defer d.Wait()
	defer stopJobs()
	config := web.Config{
		Desk: d, Store: s.own, SignIn: signIn.SignIn, Names: names, Hosts: o.hosts, Now: time.Now, Background: jobs, Log: slog.New(slog.NewTextHandler(stderr, nil)),
	}
	if o.https {
		config.Secure, config.Address = true, web.Forwarded
	}
	pages, err := web.New(config)
	if err != nil {
		return err
	}
	terminal.Tell(stdout, "console: http://"+listener.Addr().String())
	var table terminal.Table
	table.Row("name", "password", "role", "")
	for _, a := range accounts {
		table.Row(a.ID, passwords[a.ID], string(a.Role), a.Name)
	}
	terminal.Tell(stdout, strings.TrimRight(table.String(), "\n"))
	if address, ok := listener.Addr().(*net.TCPAddr); ok && !address.IP.IsLoopback() && !o.https {
		terminal.Tell(stderr, "warning: other machines can reach this address, and it has no TLS: put it behind a proxy that has, and say so with -https")
	}
	server := &http.Server{
		Handler: pages, ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: requestTime, IdleTimeout: idleTime,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(slog.NewTextHandler(stderr, nil), slog.LevelWarn),
	}
	return answer(ctx, server, listener, stdout)
}

// answer serves until ctx ends, and lets the answers that are under way be finished.
func answer(ctx context.Context, server *http.Server, listener net.Listener, stdout io.Writer) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	terminal.Tell(stdout, "stopping")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewellTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}
