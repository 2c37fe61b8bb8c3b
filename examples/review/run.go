package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
)

// The exit codes.
const (
	exitDone   = 0
	exitRepeat = 1
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
	return (&reviewing{options: o, stdout: stdout, stderr: stderr}).run(ctx)
}

// reviewing is one call.
type reviewing struct {
	options
	stdout, stderr io.Writer
}

// result is everything that one call works out.
type result struct {
	book    book
	rules   rules
	answers answers
	reviews []reviewOf
	reports []*feedback.Report
	names   map[kam.Subject]string
	files   map[string]string // how a person is called in the name of a file
}

func (v *reviewing) run(ctx context.Context) int {
	r, ok := v.read()
	if !ok {
		return exitBad
	}
	var err error
	if r.reviews, err = r.book.review(ctx, r.rules); err != nil {
		return v.fail(err)
	}
	files, err := staged.New(v.out)
	if err != nil {
		return v.fail(err)
	}
	defer files.Discard()
	store, err := v.open(ctx)
	if err != nil {
		return v.fail(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			terminal.Tell(v.stderr, "error:", err)
		}
	}()
	done, err := r.publish(ctx, store.Scoring(), files, v.lang)
	if err != nil {
		return v.fail(err)
	}
	if err := files.Commit(); err != nil {
		terminal.Tell(v.stderr, findings.Say("error: saved, but not all files could be written: %v; run again to write them", "错误：已保存，但部分文件未能写出：%v；请重新运行", err).In(v.lang))
		return exitRepeat
	}
	r.print(v.stdout, v.lang)
	v.tell(done)
	return exitDone
}

// read reads and checks all inputs and tells what it found.
func (v *reviewing) read() (r result, good bool) {
	var found kam.Findings
	defer func() {
		if found.HasErrors() {
			good = false
			findings.Print(v.stderr, found, v.lang)
			terminal.Tell(v.stderr, findings.Say("bad input: nothing was saved", "输入有误：没有保存任何内容").In(v.lang))
			return
		}
		findings.Print(v.stdout, found, v.lang)
	}()
	set, ok := crmset.Choose(v.Flags, &found)
	if !ok {
		return r, false
	}
	deals := crmset.ReadDeals(set.Deals, set.Mapping.Deals, &found)
	people := crmset.ReadTeam(set.Team, set.Mapping.Team, &found)
	if found.HasErrors() {
		return r, false
	}
	people.Strangers(deals, &found)
	if r.book, ok = newBook(deals, people, set, &found); !ok || found.HasErrors() {
		return r, false
	}
	if r.rules, ok = readRules(set.Currency, &found); !ok {
		return r, false
	}
	if r.answers, ok = r.book.readFeedback(v.feedbackFile(set), &found); !ok {
		return r, false
	}
	r.name()
	return r, true
}

// feedbackFile returns the file with the answers; the zero value when there is none.
func (v *reviewing) feedbackFile(set crmset.Set) crmfile.File {
	switch {
	case v.feedback != "":
		return crmfile.OnDisk(v.feedback)
	case set.Sample:
		return crmfile.BuiltIn(embedded, "sample/feedback.csv")
	}
	return crmfile.File{}
}

// open opens the database, which is made when it is missing.
func (v *reviewing) open(ctx context.Context) (*sqlstore.Store, error) {
	if err := os.MkdirAll(filepath.Dir(v.db), 0o755); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	store, err := sqlstore.Open(ctx, v.db)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", v.db, err)
	}
	return store, nil
}

// outcome is what one call left behind.
type outcome struct {
	files   []string
	records int
	fresh   int // records that were not there before
}

// publish works out what may be told of the feedback, writes all files beside their places and saves everything, so that
// what is told is in the ledger before anybody can read it.
func (r *result) publish(ctx context.Context, store improve.Store, files *staged.Set, lang kam.Lang) (outcome, error) {
	records := r.records()
	if r.answers.checked != nil {
		told, err := r.feedback(ctx, store)
		if err != nil {
			return outcome{}, err
		}
		records = append(records, told...)
	}
	names, err := r.stage(files, lang)
	if err != nil {
		return outcome{}, err
	}
	added, err := improve.AppendNew(ctx, store, records)
	return outcome{files: names, records: len(records), fresh: len(added)}, err
}

// feedback makes the reports, and returns the records of the responses and of what the reports tell.
func (r *result) feedback(ctx context.Context, store improve.Store) ([]improve.Record, error) {
	ledger, err := improve.Ledger(ctx, store, r.answers.round.ID)
	if err != nil {
		return nil, err
	}
	responses, err := r.answers.records()
	if err != nil {
		return nil, err
	}
	reports, publications, err := r.answers.report(r.book.asOf, ledger)
	r.reports = reports
	return append(responses, publications...), err
}

// tell says what was saved and where the files are.
func (v *reviewing) tell(d outcome) {
	terminal.Tell(v.stdout)
	what := findings.Say("saved %d records to %s; %d stood there already", "已将 %d 条记录保存到 %s；另有 %d 条此前已保存", d.fresh, v.db, d.records-d.fresh)
	if d.fresh == 0 {
		what = findings.Say("nothing new to save: nothing was saved twice (%d records stand in %s)", "没有新的内容：没有重复保存（%[2]s 中已有 %[1]d 条记录）", d.records, v.db)
	}
	terminal.Tell(v.stdout, what.In(v.lang))
	terminal.Tell(v.stdout, findings.Say("written to %s: %s", "已写入 %s：%s", v.out, strings.Join(d.files, findings.Say(", ", "、").In(v.lang))).In(v.lang))
}

// fail tells an error and what it means for the database.
func (v *reviewing) fail(err error) int {
	switch {
	case errors.Is(err, improve.ErrStale), errors.Is(err, improve.ErrConflict):
		terminal.Tell(v.stderr, findings.Say("error: another run has saved meanwhile; run again", "错误：期间有其他运行保存了数据；请重新运行").In(v.lang))
		return exitRepeat
	case errors.Is(err, context.Canceled):
		terminal.Tell(v.stderr, findings.Say("cancelled: nothing was saved", "已取消：没有保存任何内容").In(v.lang))
		return exitRepeat
	}
	findings.Print(v.stderr, findings.Of(err, "review.failed", ""), v.lang)
	terminal.Tell(v.stderr, findings.Say("nothing was saved", "没有保存任何内容").In(v.lang))
	return exitBad
}
