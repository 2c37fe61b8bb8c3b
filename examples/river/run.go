package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"

	"github.com/kam-go/kam/examples/internal/terminal"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitBad    = 2
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
	switch o.part {
	case fillIt:
		err = onDatabase(ctx, o.postgres, func(d *database) error { return d.fill(ctx, o.quarter, o.shares) })
	case workIt:
		if o.attended {
			var stop context.CancelFunc
			ctx, stop = attended(ctx, os.Stdin)
			defer stop()
		}
		err = onDatabase(ctx, o.postgres, func(d *database) error { return d.work(ctx, o.name, o.timeout, stderr) })
	case checkIt:
		err = onDatabase(ctx, o.postgres, func(d *database) error { return d.check(ctx, stdout) })
	default:
		err = demonstrate(ctx, o, stdout)
	}
	if err != nil {
		terminal.Tell(stderr, "error:", err)
		return exitFailed
	}
	return exitDone
}

// onDatabase opens a database, has something done with it, and closes it.
func onDatabase(ctx context.Context, dsn string, do func(*database) error) error {
	d, err := open(ctx, dsn)
	if err != nil {
		return err
	}
	defer d.close()
	return do(d)
}
