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
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// The exit codes.
const (
	exitDone   = 0
	exitRepeat = 1
	exitBad    = 2
	exitHeld   = 3
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
	if o.bulk.deals != "" {
		return (&bulk{options: o, stdout: stdout, stderr: stderr}).run(ctx)
	}
	return (&payroll{options: o, stdout: stdout, stderr: stderr}).run(ctx)
}

// payroll is one call.
type payroll struct {
	options
	stdout, stderr io.Writer
	set            dataset
	program        *incentive.Program
	inputs         inMemory
	periods        []kam.Period
}

func (p *payroll) run(ctx context.Context) int {
	if !p.read() {
		return exitBad
	}
	book, closeBook, err := p.open(ctx)
	if err != nil {
		return p.fail(err)
	}
	defer closeBook()
	calculate := calculator{program: p.program, calendar: p.set.calendar, from: p.inputs, book: book, progress: p.stderr}
	results, err := calculate.all(ctx, p.periods)
	if err != nil {
		return p.fail(err)
	}
	block := p.block(results)
	if store, ok := book.(*sqlstore.Store); ok && block == "" {
		if results, err = calculate.stored(ctx, store, p.inputs, p.periods, results); err != nil {
			return p.fail(err)
		}
	}
	return p.finish(ctx, book, results, block)
}

// read reads and checks all inputs, and tells what it found. Nothing is calculated unless all of them are good.
func (p *payroll) read() bool {
	var found kam.Findings
	defer func() {
		if found.HasErrors() {
			findings.Print(p.stderr, found, p.lang)
			terminal.Tell(p.stderr, findings.Say("bad input: nothing was posted", "输入有误：没有任何入账").In(p.lang))
			return
		}
		findings.Print(p.stdout, found, p.lang)
	}()
	set, ok := choose(p.options, &found)
	if !ok {
		return false
	}
	p.set = set
	deals := readDeals(set.deals, set.mapping.Deals, readProducts(set.products, &found), &found)
	roster := readTeam(set.team, set.mapping.Team, &found)
	if !found.HasErrors() {
		withoutDeals(roster, deals.owners, &found)
	}
	if p.explain != "" {
		p.explain = findPayee(roster.Payees, p.explain, &found)
	}
	readQuotas(set.quotas, set.calendar, &roster, &found)
	program, plans := readPlans(set.plans, set.calendar, &found)
	if found.HasErrors() {
		return false
	}
	p.program, p.inputs = program, newInMemory(deals.transactions, roster)
	p.periods = choosePeriods(p.period, set.calendar, plans, deals, &found)
	terminal.Tell(p.stdout, findings.Say("%s: %d opportunities, %d won, %d refunds; %d payees, %d plans",
		"%s：%d 条商机，%d 条赢单，%d 笔退款；%d 人，%d 个方案",
		set.mapping.Name, deals.read, deals.won, deals.refunds, len(roster.Payees), len(plans)).In(p.lang))
	if len(set.builtIn) > 0 {
		terminal.Tell(p.stdout, findings.Say("these columns are known: unless a flag names others, built in are %s",
			"已识别该导出文件的列：除非另行指定，将使用内置的 %s", strings.Join(set.builtIn, ", ")).In(p.lang))
	}
	return !found.HasErrors()
}

// open opens the database. A dry run without one has an empty ledger in memory.
func (p *payroll) open(ctx context.Context) (ledger.Ledger, func(), error) {
	if p.dryRun {
		if _, err := os.Stat(p.db); errors.Is(err, os.ErrNotExist) {
			return new(ledger.Memory), func() {}, nil
		}
	}
	if err := os.MkdirAll(filepath.Dir(p.db), 0o755); err != nil {
		return nil, nil, fmt.Errorf("database: %w", err)
	}
	store, err := sqlstore.Open(ctx, p.db)
	if err != nil {
		return nil, nil, fmt.Errorf("database %s: %w", p.db, err)
	}
	return store, func() {
		if err := store.Close(); err != nil {
			terminal.Tell(p.stderr, "error:", err)
		}
	}, nil
}

// block says why nothing may be posted, if so.
func (p *payroll) block(results []result) status {
	if p.dryRun {
		return dryRun
	}
	for _, r := range results {
		if p.strict && len(r.held) > 0 {
			return notPosted
		}
	}
	return ""
}

// finish writes the files, posts and prints. All files but the ledger's are on the disk before anything is posted.
func (p *payroll) finish(ctx context.Context, book ledger.Ledger, results []result, block status) int {
	files, err := staged.New(p.out)
	if err != nil {
		return p.fail(err)
	}
	defer files.Discard()
	controls, err := stageStatements(files, results, block, p.lang)
	if err != nil {
		return p.fail(err)
	}
	if block == "" {
		if code := p.post(ctx, book, results); code != exitDone {
			return code
		}
	}
	if err := errors.Join(stageLedger(ctx, files, book, results, controls), files.Commit()); err != nil {
		if block != "" {
			return p.fail(err)
		}
		terminal.Tell(p.stderr, findings.Say("error: posted, but not all files could be written: %v; run again to write them", "错误：已入账，但部分文件未能写出：%v；请重新运行", err).In(p.lang))
		return exitRepeat
	}
	return p.print(results, block)
}

func (p *payroll) post(ctx context.Context, book ledger.Ledger, results []result) int {
	batches := make([]ledger.Batch, len(results))
	for i, r := range results {
		batches[i] = r.batch
	}
	done, err := post(ctx, book, batches)
	if err == nil {
		return exitDone
	}
	if done > 0 {
		terminal.Tell(p.stderr, findings.Say("posted up to %s", "已入账至 %s", results[done-1].label).In(p.lang))
	}
	return p.fail(err)
}

// print prints the tables, what was posted and where the files are.
func (p *payroll) print(results []result, block status) int {
	code, entries := exitDone, 0
	for _, r := range results {
		printPeriod(p.stdout, r, summaries(r, block), p.set.calendar, p.lang)
		findings.Print(p.stdout, r.run.Findings(), p.lang)
		entries += len(r.batch.Entries)
		if len(r.held) > 0 {
			code = exitHeld
		}
	}
	terminal.Tell(p.stdout)
	var what kam.Text
	switch {
	case block == dryRun:
		what = findings.Say("dry run: nothing was posted", "试算：没有任何入账")
	case block == notPosted:
		what = findings.Say("strict: nothing was posted, because some payees are held", "严格模式：有人暂缓，因此没有任何入账")
	case entries == 0:
		what = findings.Say("nothing new to post: nothing was posted twice", "没有新的入账：没有重复入账")
	default:
		what = findings.Say("posted %d entries to %s", "已入账 %d 条，数据库 %s", entries, p.db)
	}
	terminal.Tell(p.stdout, what.In(p.lang))
	terminal.Tell(p.stdout, findings.Say("written to %s: statements.csv, lines.csv, house.csv, ledger.csv, control.csv, statements/", "已写入 %s：statements.csv、lines.csv、house.csv、ledger.csv、control.csv、statements/", p.out).In(p.lang))
	if err := p.printStatements(results); err != nil {
		terminal.Tell(p.stderr, "error:", err)
	}
	return code
}

// printStatements prints the statements of the payee that -explain names.
func (p *payroll) printStatements(results []result) error {
	if p.explain == "" {
		return nil
	}
	for _, r := range results {
		terminal.Tell(p.stdout)
		if err := writeMarkdown(p.stdout, r, p.explain, p.lang); err != nil {
			return err
		}
	}
	return nil
}

// fail tells an error and what it means for the ledger.
func (p *payroll) fail(err error) int {
	switch {
	case errors.Is(err, ledger.ErrStale):
		terminal.Tell(p.stderr, findings.Say("error: another run has posted meanwhile; run again", "错误：期间有其他运行入账；请重新运行").In(p.lang))
		return exitRepeat
	case errors.Is(err, context.Canceled):
		terminal.Tell(p.stderr, findings.Say("cancelled: nothing more was posted", "已取消：没有更多入账").In(p.lang))
		return exitRepeat
	}
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		findings.Print(p.stderr, invalid.Findings, p.lang)
	} else {
		terminal.Tell(p.stderr, findings.Say("error: %v", "错误：%v", err).In(p.lang))
	}
	terminal.Tell(p.stderr, findings.Say("nothing was posted", "没有任何入账").In(p.lang))
	return exitBad
}
