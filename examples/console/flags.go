package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"

	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/internal/flaghelp"
)

// options are the command line.
type options struct {
	listen, data, postgres string
	hosts                  []string
	size                   sample.Size
	// https says that a proxy in front speaks HTTPS to browsers, and says where requests come from.
	https bool
}

func help() []flaghelp.Flag {
	return []flaghelp.Flag{
		{Name: "listen", Value: "ADDRESS", Text: "where to listen; port 0 takes one that is free", Example: "-listen 127.0.0.1:0"},
		{Name: "host", Value: "NAMES", Text: "further names under which browsers ask for the pages, with commas between them", Example: "-host pay.example.com"},
		{Name: "https", Text: "browsers reach the pages over HTTPS through a proxy, which adds where a request comes from to X-Forwarded-For"},
		{Name: "data", Value: "FOLDER", Text: "where the SQLite databases of one company are; made when missing", Example: "-data /var/lib/console"},
		{Name: "postgres", Value: "DSN", Text: "keep everything in this PostgreSQL database instead", Example: "-postgres 'host=/run/postgresql dbname=console'"},
		{Name: "people", Value: "N", Text: "how many people a large made-up company pays; 0: the built-in team", Example: "-people 10000"},
		{Name: "lines", Value: "N", Text: "how many lines their statements of a quarter have together; with -people", Example: "-lines 1000000"},
	}
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("console", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	var hosts string
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8480", "")
	flags.StringVar(&hosts, "host", "", "")
	flags.BoolVar(&o.https, "https", false, "")
	flags.StringVar(&o.data, "data", filepath.Join("out", "console"), "")
	flags.StringVar(&o.postgres, "postgres", "", "")
	flags.IntVar(&o.size.People, "people", 0, "")
	flags.IntVar(&o.size.Lines, "lines", 0, "")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		flaghelp.Print(stdout, []string{"console shows a sales quarter in a browser", "", "usage: console [flags]"}, help(), flags,
			"exit codes: 0 stopped, 1 database, address or calculation failed, 2 bad usage")
		return o, err
	}
	switch {
	case err != nil:
		return o, err
	case flags.NArg() > 0:
		return o, fmt.Errorf("%q is one argument too many", flags.Arg(0))
	case o.size.People < 0 || o.size.People > 100_000 || o.size.Lines < 0 || o.size.Lines > 10_000_000:
		return o, errors.New("-people is 0 to 100,000 and -lines 0 to 10,000,000")
	case o.size.People == 0 && o.size.Lines > 0:
		return o, errors.New("-lines needs -people")
	case o.size.People == 1:
		return o, errors.New("-people is 0, or 2 and more: somebody sells and somebody manages")
	}
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return o, fmt.Errorf("-listen: %w; write it as 127.0.0.1:8480", err)
	}
	o.hosts = []string{"127.0.0.1", "::1", "localhost"}
	if host != "" {
		o.hosts = append(o.hosts, host)
	}
	for name := range strings.SplitSeq(hosts, ",") {
		if name = strings.TrimSpace(name); name != "" {
			o.hosts = append(o.hosts, name)
		}
	}
	return o, nil
}
