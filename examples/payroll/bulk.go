package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/dealcsv"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/paycsv"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/incentive"
)

// bulk is a payroll of millions of deals: files in, files out, nothing is posted.
type bulk struct {
	options
	stdout, stderr io.Writer
	program        *incentive.Program
	period         kam.Period
	people         company
	book           *paycsv.Book
	space          incentive.Workspace // one part after another is computed in it
	// found is what the runs had to say, house what nobody is credited for.
	found kam.Findings
	house house
	deals int
	size  int64 // of the file of deals
	// inParts says that deals are computed in parts, in little memory.
	inParts bool
	began   time.Time
}

// house counts deals that are nobody's.
type house struct {
	deals  int
	sums   map[string]decimal.Decimal
	owners map[string]bool
}

// run carries the payroll out and returns the exit code. The files are all written or all left as they were.
func (b *bulk) run(ctx context.Context) int {
	b.began = time.Now()
	if b.bulk.memory > 0 {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(max(b.bulk.memory, usualGroups)))
	}
	totals, err := b.calculate(ctx)
	switch {
	case err == nil:
		return b.tell(totals)
	case errors.Is(err, context.Canceled):
		terminal.Tell(b.stderr, findings.Say("cancelled: no file was changed", "已取消：没有更改任何文件").In(b.lang))
		return exitRepeat
	}
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		findings.Print(b.stderr, invalid.Findings, b.lang)
	} else {
		terminal.Tell(b.stderr, findings.Say("error: %v", "错误：%v", err).In(b.lang))
	}
	terminal.Tell(b.stderr, findings.Say("no file was changed", "没有更改任何文件").In(b.lang))
	return exitBad
}

// calculate reads, computes and writes.
func (b *bulk) calculate(ctx context.Context) (paycsv.Totals, error) {
	if err := b.prepare(ctx); err != nil {
		return paycsv.Totals{}, err
	}
	raw, err := os.Open(b.bulk.deals)
	if err == nil {
		defer func() { _ = raw.Close() }() // it was only read
		var info os.FileInfo
		if info, err = raw.Stat(); err == nil {
			b.size = info.Size()
		}
	}
	if err != nil {
		return paycsv.Totals{}, fmt.Errorf("-deals: %w", err)
	}
	reader, err := dealcsv.NewReader(raw, b.bulk.deals, b.columns)
	if err != nil {
		return paycsv.Totals{}, err
	}
	way, err := b.way()
	if err != nil {
		return paycsv.Totals{}, err
	}
	b.inParts = way != atOnce
	files, err := staged.New(b.out)
	if err != nil {
		return paycsv.Totals{}, err
	}
	defer files.Discard()
	rank := func(payee string) int { return b.people.rank[payee] }
	if b.book, err = paycsv.New(files, b.out, paycsv.Options{Detail: b.bulk.detail, InParts: b.inParts, Rank: rank}); err != nil {
		return paycsv.Totals{}, err
	}
	defer b.book.Discard()
	switch way {
	case atOnce:
		err = b.atOnce(ctx, reader)
	case byGroups:
		err = b.byGroups(ctx, reader)
	default:
		err = b.byParts(ctx, reader)
	}
	if err != nil {
		return paycsv.Totals{}, err
	}
	totals, err := b.book.Close(ctx)
	if err != nil {
		return totals, err
	}
	return totals, files.Commit()
}

// prepare reads the plans, the period and the people, and checks them as a whole.
func (b *bulk) prepare(ctx context.Context) error {
	var found kam.Findings
	var plans []crmfile.File
	for _, name := range b.plans {
		plans = append(plans, crmfile.OnDisk(name))
	}
	calendar := kam.Gregorian()
	if b.program, _ = readPlans(plans, calendar, &found); b.program == nil {
		return found.Err()
	}
	period, err := calendar.Parse(b.options.period)
	list := b.program.Plans()
	if err != nil || !calendar.Is(list[0].Period, period) {
		found.Add(findings.Fault("payroll.period", "-period", findings.Say("%s is no period of the kind %s, which the plans are calculated by", "%s 不是方案的结算期（%s）", findings.Quote(b.options.period), string(list[0].Period)),
			findings.Say("write it as 2025-Q1 or 2025-01-01/2025-04-01", "请写成 2025-Q1 或 2025-01-01/2025-04-01")))
		return found.Err()
	}
	b.period = period
	for _, p := range list {
		if b.program.LooksBack(p.ID, p.Version) {
			found.Add(findings.Fault("payroll.looks-back", "-plan", findings.Say("the plan %s pays on what earlier periods paid, which -deals does not know", "方案 %s 依据以前期间的所得计算，-deals 无从得知", findings.Quote(p.ID)),
				findings.Say("use -opportunities, which keeps a ledger", "请使用 -opportunities，它保留账簿")))
		}
		for _, number := range inOrder(asksOf(p).numbers) {
			found.Add(findings.Fault("payroll.numbers", "-plan", findings.Say("the plan %s asks for the %s of deals, and rows of -deals have amounts alone", "方案 %s 需要交易的 %s，而 -deals 的各行只有金额", findings.Quote(p.ID), findings.Quote(number)),
				findings.Say("calculate it from a program of your own, which has transactions with all their numbers", "请用自己的程序计算，其中的交易包含全部数值")))
		}
	}
	b.people = readPeople(crmfile.OnDisk(b.bulk.people), b.program, period, &found)
	if found.HasErrors() {
		return found.Err()
	}
	findings.Print(b.stdout, found, b.lang)
	if _, err = b.program.Enrol(ctx, incentive.Inputs{Period: period, Roster: b.people.Roster}); err != nil {
		return err
	}
	b.house = house{sums: map[string]decimal.Decimal{}, owners: map[string]bool{}}
	return nil
}

// atOnce computes everything in memory.
func (b *bulk) atOnce(ctx context.Context, reader *dealcsv.Reader) error {
	sheet, err := reader.Sheet(ctx, b.reading())
	if err != nil {
		return err
	}
	b.deals = sheet.Len()
	progress, done := b.progress(findings.Say("calculating", "正在计算"))
	defer done()
	progress(0, 1)
	return b.compute(ctx, b.people.Roster, sheet, progress)
}

// compute runs some payees on their deals and writes what comes out.
func (b *bulk) compute(ctx context.Context, roster incentive.Roster, sheet *incentive.Sheet, progress func(done, total int64)) error {
	in := incentive.Inputs{Period: b.period, Roster: roster}
	enrolment, err := b.program.Enrol(ctx, in)
	if err != nil {
		return err
	}
	run, err := enrolment.Run(ctx, sheet.Source(), incentive.RunOptions{Records: true, Workspace: &b.space})
	if err != nil {
		return err
	}
	b.found.Merge(run.Findings())
	for credit := range run.House() {
		if credit.Override {
			continue
		}
		currency := string(credit.Currency)
		b.house.deals++
		b.house.sums[currency] = b.house.sums[currency].Add(credit.Amount)
		if len(b.house.owners) < maxOwners {
			b.house.owners[credit.Owner] = true
		}
	}
	return b.book.Add(ctx, run, sheet.Len(), progress)
}

// maxOwners is how many owners without a plan are remembered.
const maxOwners = 1000

// reading are the options to read the deals by, with a bar.
func (b *bulk) reading() dealcsv.Options {
	block := 0 // what is usual
	if b.inParts {
		block = 1 << 18
	}
	progress, done := b.progress(findings.Say("reading", "正在读取"))
	return dealcsv.Options{Block: block, Size: b.size, Progress: func(bytes int64) {
		if progress(bytes, b.size); bytes >= b.size {
			done()
		}
	}}
}

// progress makes a bar that shows how much is done and how long it still takes, and a function that takes it away.
func (b *bulk) progress(label kam.Text) (set func(done, total int64), away func()) {
	const steps = 1000
	bar, start := terminal.NewBar(b.stderr, label.In(b.lang)), time.Now()
	return func(done, total int64) {
		text := fmt.Sprintf("%d %%", done*100/max(total, 1))
		if left := terminal.Estimate(time.Since(start), done, total, b.lang); left != "" {
			text += ", " + left
		}
		bar.SetText(int(done*steps/max(total, 1)), steps, text)
	}, bar.Done
}

// tell prints what came out and returns the exit code.
func (b *bulk) tell(totals paycsv.Totals) int {
	findings.Print(b.stdout, b.found.Sorted(), b.lang)
	if b.house.deals > 0 {
		owners := slices.Sorted(maps.Keys(b.house.owners))
		terminal.Tell(b.stdout, terminal.Clean(findings.Say("house account, paid to nobody: %d deals, %s; the first of their owners: %s", "无主账户，不付给任何人：%d 笔交易，%s；部分负责人：%s",
			b.house.deals, sums(b.house.sums), strings.Join(owners[:min(len(owners), 5)], ", ")).In(b.lang)))
	}
	for i, h := range b.book.Held() {
		if i == maxHeldShown {
			terminal.Tell(b.stderr, findings.Say("and %d more are held; statements.csv lists all of them", "另有 %d 人暂缓；statements.csv 列出全部", len(b.book.Held())-i).In(b.lang))
			break
		}
		for _, f := range h.Findings[:min(len(h.Findings), 1)] {
			terminal.Tell(b.stderr, terminal.Clean(findings.Say("held: %s: %s", "暂缓：%s：%s", h.Payee.ID, f.In(b.lang)).In(b.lang)))
		}
	}
	files := "lines.csv, statements.csv"
	if b.bulk.detail == paycsv.None {
		files = "statements.csv"
	}
	terminal.Tell(b.stdout, findings.Say("%d deals of %d payees: %d lines, %d statements, %d held; earned %s; %s written to %s in %s",
		"%d 笔交易，%d 人：%d 行明细，%d 份结算单，%d 人暂缓；所得 %s；%s 已写入 %s，用时 %s",
		b.deals, len(b.people.Payees), totals.Lines, totals.Statements, totals.Held, sums(totals.Earned), files, b.out, time.Since(b.began).Round(10*time.Millisecond)).In(b.lang))
	if totals.Held > 0 {
		return exitHeld
	}
	return exitDone
}

// maxHeldShown is how many held payees are told on the console.
const maxHeldShown = 20

// sums shows amounts by currency.
func sums(amounts map[string]decimal.Decimal) string {
	var parts []string
	for _, currency := range slices.Sorted(maps.Keys(amounts)) {
		parts = append(parts, strings.TrimSpace(amounts[currency].String()+" "+currency))
	}
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, ", ")
}
