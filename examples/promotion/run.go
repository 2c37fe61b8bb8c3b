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
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/examples/sqlstore"
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
	p := &promoting{options: o, stdout: stdout, stderr: stderr}
	if o.verify != "" {
		return p.check()
	}
	return p.run(ctx)
}

// promoting is one call.
type promoting struct {
	options
	stdout, stderr io.Writer
}

// result is everything that one call works out.
type result struct {
	competition
	state   promotion.State
	record  promotion.Record
	outcome promotion.Outcome
	// taken and declined are the seats, by opening and person.
	taken, declined map[promotion.Seat]bool
	audit           fairness.AuditReport
	learn           []learner
	pairs           develop.Matching
	names           map[string]string
	files           map[string]string // how a person is called in the name of a file
}

func (p *promoting) run(ctx context.Context) int {
	r, ok := p.read()
	if !ok {
		return exitBad
	}
	files, err := staged.New(p.out)
	if err != nil {
		return p.fail(err)
	}
	defer files.Discard()
	names, err := r.stage(files, p.options)
	if err != nil {
		return p.fail(err)
	}
	store, err := p.open(ctx)
	if err != nil {
		return p.fail(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			terminal.Tell(p.stderr, "error:", err)
		}
	}()
	kept, err := r.keep(ctx, store.Promotion())
	if err != nil {
		return p.fail(err)
	}
	if err := files.Commit(); err != nil {
		terminal.Tell(p.stderr, findings.Say("error: saved, but not all files could be written: %v; run again to write them", "错误：已保存，但部分文件未能写出：%v；请重新运行", err).In(p.lang))
		return exitRepeat
	}
	r.print(p.stdout, p.lang)
	p.tell(kept, names)
	return exitDone
}

// read reads the competition, runs it, and tells what it found.
func (p *promoting) read() (r result, good bool) {
	var found kam.Findings
	defer func() {
		if found.HasErrors() {
			good = false
			findings.Print(p.stderr, found, p.lang)
			terminal.Tell(p.stderr, findings.Say("bad input: nothing was saved", "输入有误：没有保存任何内容").In(p.lang))
			return
		}
		findings.Print(p.stdout, found, p.lang)
	}()
	var ok bool
	if r.competition, ok = readCompetition(folder(p.candidates), p.Flags, &found); !ok {
		return r, false
	}
	if r.name(); p.person != "" && r.names[p.person] == "" {
		found.Add(findings.Fault("promotion.person", "-person", findings.Say("%s is not among the candidates", "候选人中没有 %s", findings.Quote(p.person)), findings.Say("state an ID of candidates.csv", "请填写 candidates.csv 中的编号")))
		return r, false
	}
	var refused kam.Findings
	r.state, refused = r.competition.run()
	found.Merge(refused)
	if !found.HasErrors() {
		r.conclude(&found)
	}
	return r, !found.HasErrors()
}

// conclude works out what follows from the cycle.
func (r *result) conclude(found *kam.Findings) {
	r.record, r.outcome = r.state.Record(), r.state.Outcome()
	r.taken, r.declined = map[promotion.Seat]bool{}, map[promotion.Seat]bool{}
	for _, s := range r.state.Seats() {
		r.taken[promotion.Seat{Opening: s.Opening, Person: s.Person}] = s.Taken
	}
	for _, e := range r.record.Entries {
		if e.Step() == promotion.StepDecline {
			r.declined[promotion.Seat{Opening: e.Event.Opening, Person: e.About()}] = true
		}
	}
	var err error
	if r.courses != nil {
		r.learn, err = r.learners()
		found.Merge(of(err, "catalogue.json"))
	}
	if r.mentors != nil && err == nil {
		r.pairs, err = r.match()
		found.Merge(of(err, "mentors.csv"))
	}
	if r.groups != nil {
		// The groups are told to the audit alone: nothing that is kept or published has them.
		r.audit, err = fairness.Audit(r.record, r.groups, fairness.Rule{})
		found.Merge(of(err, "groups.csv"))
	}
}

// open opens the database, which is made when it is missing.
func (p *promoting) open(ctx context.Context) (*sqlstore.Store, error) {
	if err := os.MkdirAll(filepath.Dir(p.db), 0o755); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	store, err := sqlstore.Open(ctx, p.db)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", p.db, err)
	}
	return store, nil
}

// kept is what became of the record.
type kept struct {
	entries, fresh int
	head           string
}

// keep saves what the store does not have yet, reads the record back and replays it: what follows from the stored record
// must be, byte for byte, what was worked out here.
func (r *result) keep(ctx context.Context, store promotion.Store) (kept, error) {
	mine := r.record
	id := mine.Entries[0].Stream
	before, err := promotion.Load(ctx, store, id)
	if err != nil {
		return kept{}, err
	}
	if n := len(before.Entries); n > 0 && !mine.Extends(before.Head()) {
		return kept{}, other(id, firstDifference(before, mine))
	}
	if err := promotion.Save(ctx, store, r.state); err != nil {
		return kept{}, err
	}
	stored, err := promotion.Load(ctx, store, id)
	if err != nil {
		return kept{}, err
	}
	if err := r.same(stored); err != nil {
		return kept{}, err
	}
	return kept{len(stored.Entries), len(stored.Entries) - len(before.Entries), stored.Head()}, nil
}

// other is the fault of a database that has another record under the ID of the cycle.
func other(id string, from int64) error {
	var found kam.Findings
	found.Add(findings.Fault("promotion.other-record", "-db", findings.Say("the database has another record of the cycle %s, which differs from entry %d on", "数据库中已有评审 %s 的另一份记录，自第 %d 条起不同", findings.Quote(id), from),
		findings.Say("what was recorded is never replaced: give the cycle another ID, or use another database", "已登记的内容不会被替换：请为本次评审使用其他标识，或使用其他数据库")))
	return found.Err()
}

// firstDifference returns the number of the first entry in which two records differ.
func firstDifference(a, b promotion.Record) int64 {
	for i, e := range a.Entries {
		if i >= len(b.Entries) || !e.Same(b.Entries[i]) {
			return e.Seq
		}
	}
	return int64(len(a.Entries)) + 1
}

// same returns nil when a stored record replays to this outcome, byte for byte.
func (r *result) same(stored promotion.Record) error {
	replayed, err := promotion.Replay(stored)
	if err != nil {
		return err
	}
	is, err := written(stored, replayed.Outcome())
	if err != nil {
		return err
	}
	was, err := written(r.record, r.outcome)
	if err != nil {
		return err
	}
	if is != was {
		var found kam.Findings
		found.Add(findings.Fault("promotion.replay", "-db", findings.Say("the stored record leads to another outcome", "已保存的记录得出不同的结果"), findings.Say("restore the database from a copy", "请从备份恢复数据库")))
		return found.Err()
	}
	return nil
}

// written returns a record and what follows from it as they are written.
func written(record promotion.Record, outcome promotion.Outcome) (string, error) {
	a, err := record.JSON()
	if err != nil {
		return "", err
	}
	b, err := outcome.JSON()
	return string(a) + string(b), err
}

// check is the flag -verify: it tells whether a record of a file replays, and the first entry that does not fit.
func (p *promoting) check() int {
	var found kam.Findings
	record, ok := parsed(crmfile.OnDisk(p.verify), promotion.ParseRecord, &found)
	if ok {
		found.Merge(of(promotion.Verify(record), p.verify))
	}
	if found.HasErrors() {
		findings.Print(p.stderr, found, p.lang)
		terminal.Tell(p.stderr, findings.Say("this is not the record as it was made", "该记录与生成时不一致").In(p.lang))
		return exitBad
	}
	terminal.Tell(p.stdout, findings.Say("%d entries replay to the decision they record; the last has the digest %s", "%d 条记录均可重放，结果与所载决定一致；末条摘要为 %s", len(record.Entries), record.Head()).In(p.lang))
	return exitDone
}

// tell says what was saved and where the files are.
func (p *promoting) tell(k kept, names []string) {
	terminal.Tell(p.stdout)
	what := findings.Say("saved %d entries to %s; %d stood there already", "已将 %d 条记录保存到 %s；另有 %d 条此前已保存", k.fresh, p.db, k.entries-k.fresh)
	if k.fresh == 0 {
		what = findings.Say("nothing new to save: nothing was saved twice (%d entries stand in %s)", "没有新的内容：没有重复保存（%[2]s 中已有 %[1]d 条记录）", k.entries, p.db)
	}
	terminal.Tell(p.stdout, what.In(p.lang))
	terminal.Tell(p.stdout, findings.Say("replayed from the database: the same outcome, byte for byte; head %s", "已从数据库重放：结果逐字节一致；末条摘要 %s", k.head).In(p.lang))
	terminal.Tell(p.stdout, findings.Say("written to %s: %s", "已写入 %s：%s", p.out, strings.Join(names, findings.Say(", ", "、").In(p.lang))).In(p.lang))
}

// fail tells an error and what it means for the database.
func (p *promoting) fail(err error) int {
	switch {
	case errors.Is(err, promotion.ErrStale), errors.Is(err, promotion.ErrConflict):
		terminal.Tell(p.stderr, findings.Say("error: another run has saved meanwhile; run again", "错误：期间有其他运行保存了数据；请重新运行").In(p.lang))
		return exitRepeat
	case errors.Is(err, context.Canceled):
		terminal.Tell(p.stderr, findings.Say("cancelled: nothing was saved", "已取消：没有保存任何内容").In(p.lang))
		return exitRepeat
	}
	findings.Print(p.stderr, findings.Of(err, "promotion.failed", ""), p.lang)
	terminal.Tell(p.stderr, findings.Say("nothing was saved", "没有保存任何内容").In(p.lang))
	return exitBad
}
