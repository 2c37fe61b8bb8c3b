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
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/meetings"
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
	return (&targets{options: o, stdout: stdout, stderr: stderr}).run(ctx)
}

// targets is one call.
type targets struct {
	options
	stdout, stderr io.Writer
}

func (t *targets) run(ctx context.Context) int {
	p, ok := t.read()
	if !ok {
		return exitBad
	}
	r, err := newResult(p)
	if err != nil {
		return t.fail(err)
	}
	files, err := staged.New(t.out)
	if err != nil {
		return t.fail(err)
	}
	defer files.Discard()
	names, err := r.stage(files, t.lang)
	if err != nil {
		return t.fail(err)
	}
	done, err := t.save(ctx, r)
	if err != nil {
		return t.fail(err)
	}
	if err := files.Commit(); err != nil {
		terminal.Tell(t.stderr, findings.Say("error: saved, but not all files could be written: %v; run again to write them", "错误：已保存，但部分文件未能写出：%v；请重新运行", err).In(t.lang))
		return exitRepeat
	}
	r.print(t.stdout, t.lang)
	t.tell(done, names)
	return exitDone
}

// read reads and checks all inputs, makes the plan and tells what it found.
func (t *targets) read() (p plan, good bool) {
	var found kam.Findings
	defer func() {
		if found.HasErrors() {
			good = false
			findings.Print(t.stderr, found, t.lang)
			terminal.Tell(t.stderr, findings.Say("bad input: nothing was saved", "输入有误：没有保存任何内容").In(t.lang))
			return
		}
		findings.Print(t.stdout, found, t.lang)
	}()
	set, ok := crmset.Choose(t.Flags, &found)
	if !ok {
		return p, false
	}
	deals := crmset.ReadDeals(set.Deals, set.Mapping.Deals, &found)
	people := crmset.ReadTeam(set.Team, set.Mapping.Team, &found)
	if found.HasErrors() {
		return p, false
	}
	people.Strangers(deals, &found)
	h, ok := newHistory(deals, set, &found)
	if !ok || found.HasErrors() {
		return p, false
	}
	p, err := newPlan(h, people, t.growth, &found)
	if err != nil {
		found.Merge(findings.Of(err, "targets.plan", set.Deals.Name))
		return p, false
	}
	terminal.Tell(t.stdout, findings.Say("%s: %d deals, %d won in %s, %d open; targets for %s with growth of %s",
		"%s：%d 条商机，%[4]s 年赢单 %[3]d 条，在手 %[5]d 条；制定 %[6]s 年目标，增长 %[7]s",
		set.Mapping.Name, len(deals), h.wins(), h.calendar.Label(h.year), len(h.open), h.calendar.Label(h.next), t.growth).In(t.lang))
	return p, true
}

// save keeps goals and records in the database.
func (t *targets) save(ctx context.Context, r result) (saved, error) {
	if err := os.MkdirAll(filepath.Dir(t.db), 0o755); err != nil {
		return saved{}, fmt.Errorf("database: %w", err)
	}
	store, err := sqlstore.Open(ctx, t.db)
	if err != nil {
		return saved{}, fmt.Errorf("database %s: %w", t.db, err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			terminal.Tell(t.stderr, "error:", err)
		}
	}()
	var records []meetings.Record
	for _, m := range r.meetings {
		records = append(records, m.records...)
	}
	return save(ctx, store, r.plan, r.goals, records)
}

// tell says what was saved and where the files are.
func (t *targets) tell(done saved, names []string) {
	terminal.Tell(t.stdout)
	what := findings.Say("saved %d goals and %d records to %s; %d stood there already", "已将 %d 个目标和 %d 条记录保存到 %s；另有 %d 项此前已保存", done.goals, done.records, t.db, done.old)
	if done.goals+done.records == 0 {
		what = findings.Say("nothing new to save: nothing was saved twice (%d goals and records stand in %s)", "没有新的内容：没有重复保存（%[2]s 中已有 %[1]d 项目标和记录）", done.old, t.db)
	}
	terminal.Tell(t.stdout, what.In(t.lang))
	terminal.Tell(t.stdout, findings.Say("written to %s: %s", "已写入 %s：%s", t.out, strings.Join(names, findings.Say(", ", "、").In(t.lang))).In(t.lang))
}

// fail tells an error and what it means for the database.
func (t *targets) fail(err error) int {
	switch {
	case errors.Is(err, errPart):
		terminal.Tell(t.stderr, findings.Say("error: %v; run again", "错误：目标已保存，会议记录未保存；请重新运行（%v）", err).In(t.lang))
		return exitRepeat
	case errors.Is(err, goals.ErrStale), errors.Is(err, goals.ErrConflict), errors.Is(err, meetings.ErrStale), errors.Is(err, meetings.ErrConflict):
		terminal.Tell(t.stderr, findings.Say("error: another run has saved meanwhile; run again", "错误：期间有其他运行保存了数据；请重新运行").In(t.lang))
		return exitRepeat
	case errors.Is(err, context.Canceled):
		terminal.Tell(t.stderr, findings.Say("cancelled: nothing more was saved", "已取消：没有保存更多内容").In(t.lang))
		return exitRepeat
	}
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		findings.Print(t.stderr, invalid.Findings, t.lang)
	} else {
		terminal.Tell(t.stderr, findings.Say("error: %v", "错误：%v", err).In(t.lang))
	}
	terminal.Tell(t.stderr, findings.Say("nothing was saved", "没有保存任何内容").In(t.lang))
	return exitBad
}
