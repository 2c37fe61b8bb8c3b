package incentive

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
)

// Joined is all shares of a run, put together for the ledger. It is immutable and safe for concurrent use.
type Joined struct {
	account account
	id      string
}

// Join puts the tallies of all shares of a run together, in any order: they are posted at once, as one batch of one run,
// so that the ledger takes all of them or none. The error is a *kam.InvalidError where a share is missing or there twice,
// and where one is of other plans or inputs, or not as its run told it; see the codes that begin with "figures.".
func (e *Enrolment) Join(tallies [][]byte) (*Joined, error) {
	var f faults
	all := make([]tally, 0, len(tallies))
	have := map[int]bool{}
	for i, data := range tallies {
		at := fmt.Sprintf("tallies[%d]", i)
		var t tally
		if _, ok := unseal(data, &t, at, &f); ok && e.fits(&t, len(tallies), at, &f) {
			if have[t.Origin.From] {
				f.add(CodeFiguresMissing, at, say("share %d is there twice", "第 %d 个分片重复", t.Origin.From), say("give the tally of each share once", "每个分片的汇总只提供一次"))
			}
			have[t.Origin.From] = true
			all = append(all, t)
		}
	}
	if len(tallies) == 0 {
		f.add(CodeFiguresMissing, "tallies", say("there is none", "没有任何汇总"), say("give the tally of each share", "请提供每个分片的汇总"))
	}
	if err := f.list.Err(); err != nil {
		return nil, err
	}
	j := &Joined{account: account{c: &calculation{program: e.program, in: &e.in, period: e.in.Period, people: e.people}}}
	var statements []talliedStatement
	for i := range all {
		statements = append(statements, all[i].Statements...)
		j.account.held = append(j.account.held, all[i].Held...)
		j.account.strict = j.account.strict || all[i].Strict
	}
	// a payee is in one share, which has the statements and what is held in their order
	slices.SortStableFunc(statements, func(a, b talliedStatement) int { return strings.Compare(a.Payee, b.Payee) })
	slices.SortStableFunc(j.account.held, func(a, b talliedHeld) int { return strings.Compare(a.Payee, b.Payee) })
	j.account.named, j.account.earned = slices.Values(statements), slices.Values(statements)
	j.id = j.account.identify()
	return j, nil
}

// fits reports whether a tally is that of a share of the enrolment.
func (e *Enrolment) fits(t *tally, n int, at string, f *faults) bool {
	part := Share{t.Origin.From, t.Origin.Shares}
	want, err := e.origin(part)
	switch {
	case t.Format != TallyFormat:
		f.add(CodeFiguresFormat, at, say("the format is %q", "格式为 %q", clip(t.Format)), say("compute all shares with one version of the library, which writes %q", "请用同一版本的库计算所有分片，其格式为 %q", TallyFormat))
	case err != nil || t.Origin != want:
		f.add(CodeFiguresOther, at, say("the tally is of other plans or other inputs", "汇总来自其他方案或其他输入"), say("enrol the same inputs with the same plans in every process", "请在每个进程中使用相同的方案与输入"))
	case part.check() != nil || part.Of != n:
		f.add(CodeFiguresMissing, at, say("the tally is that of share %d of %d, and there are %d tallies", "汇总属于第 %d 个分片（共 %d 个），而共有 %d 份汇总", part.Index, part.Of, n), say("give the tally of each share once", "每个分片的汇总只提供一次"))
	case !e.sound(t, part):
		f.add(CodeFiguresContent, at, say("the tally says something that cannot be in this run", "汇总中有本次运行不可能出现的内容"), say("hand on the bytes that the share's run has told", "请原样传递该分片发出的字节"))
	default:
		return true
	}
	return false
}

// sound reports whether a tally says what one of a share can say, and writes its amounts at the places of their plans.
func (e *Enrolment) sound(t *tally, part Share) bool {
	for i := range t.Statements {
		s := &t.Statements[i]
		p := e.program.byKey[planKey{s.Plan, s.Version}]
		if p == nil || !part.Has(s.Payee) || i > 0 && s.Payee < t.Statements[i-1].Payee {
			return false
		}
		for n := range s.Amounts {
			x := &s.Amounts[n].Amount
			if num.Check(*x) != nil || -x.Exponent() > p.grid.Places {
				return false
			}
			*x = x.Add(decimal.New(0, -p.grid.Places))
		}
	}
	for i, h := range t.Held {
		if !part.Has(h.Payee) || i > 0 && h.Payee < t.Held[i-1].Payee {
			return false
		}
	}
	return true
}

// ID returns the [Run.ID] of the run that computes all payees at once.
func (j *Joined) ID() string { return j.id }

// Batch returns the [Run.Batch] of the run that computes all payees at once: the same entries in the same order.
func (j *Joined) Batch() (ledger.Batch, error) {
	return j.account.batch(j.id, ledger.Earning, j.account.c.period)
}

// BatchInto returns the [Run.BatchInto] of the run that computes all payees at once.
func (j *Joined) BatchInto(open kam.Period) (ledger.Batch, error) {
	return j.account.corrections(j.id, open)
}
