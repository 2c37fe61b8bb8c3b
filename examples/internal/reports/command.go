package reports

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Reports are what a program writes: a [Set], or what has one embedded.
type Reports interface {
	In(report string, lang kam.Lang) string
	Write(dir string) error
}

// Command carries out a call of a program that reads an export, or a built-in sample, and writes reports; one of them is
// called "index". It returns the exit code: 0 done, 2 bad input, nothing written.
func Command[R Reports](ctx context.Context, name string, args []string, stdout, stderr io.Writer, play func(ctx context.Context, from string) (R, error)) int {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	from := flags.String("from", "", "the `FOLDER` with the CSV files of the practice set; without it a built-in sample")
	out := flags.String("out", "out/"+name, "the `FOLDER` that the reports go to")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q; every input has a flag, see -h", flags.Arg(0))
	}
	var set R
	if err == nil {
		set, err = play(ctx, *from)
	}
	if err == nil {
		err = set.Write(*out)
	}
	if err != nil {
		findings.Print(stderr, findings.Of(err, name+".failed", ""), kam.English)
		return 2
	}
	_, _ = fmt.Fprintf(stdout, "%s\nwritten to %s: begin with %s or %s\n", set.In("index", kam.English), *out, File("index", kam.English), File("index", kam.Chinese))
	return 0
}

// Main is [Command] with the arguments and the streams of the process.
func Main[R Reports](name string, play func(ctx context.Context, from string) (R, error)) int {
	return Command(context.Background(), name, os.Args[1:], os.Stdout, os.Stderr, play)
}
