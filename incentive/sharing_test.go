package incentive_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// TestSharesDifferential holds runs in 1, 2, 3 or 7 shares to the single run of the same random case: statements, held
// payees, house and direct credits, findings and what is posted. KAM_CASES is the number of cases, from seed KAM_FROM on.
func TestSharesDifferential(t *testing.T) {
	n, from := number(t, "KAM_CASES", 1500), number(t, "KAM_FROM", 0)
	rounds, held, statements := make([]int, 64), 0, 0
	counts := make(chan sharedCount, 64)
	done := make(chan bool)
	go func() {
		for c := range counts {
			rounds[min(c.rounds, len(rounds)-1)]++
			held, statements = held+c.held, statements+c.statements
		}
		close(done)
	}()
	inParallel(n, func(i uint64) bool {
		c, err := sharedCase(from + i)
		if err != nil {
			t.Errorf("seed %d: %v", from+i, err)
			return false
		}
		shares := []int{3, 2, 7, 2, 3, 1, 7, 3}[(from+i)/8%8]
		found, count := sharesDiffer(t.Context(), c, shares)
		counts <- count
		if found != "" {
			small := gen.Shrink(c, func(c gen.Case) bool { got, _ := sharesDiffer(t.Context(), c, shares); return got != "" })
			again, _ := sharesDiffer(t.Context(), small, shares)
			t.Errorf("seed %d: %s\nreduced: %s\n%s", from+i, found, again, text(small))
			return false
		}
		return true
	})
	close(counts)
	<-done
	t.Logf("%d statements, %d held; cases by rounds %v", statements, held, rounds)
}

// sharedCase is a random case whose transactions say where they come from, as a place among those of a share means nothing.
// In every fourth nobody's pay depends on that of others.
func sharedCase(seed uint64) (gen.Case, error) {
	var c gen.Case
	var err error
	switch seed % 8 {
	case 0:
		c = plainCase(seed)
	case 4:
		c, err = recordCase(seed)
	default:
		c, err = gen.New(seed)
	}
	placed(c)
	return c, err
}

// placed says of each transaction where it comes from.
func placed(c gen.Case) {
	for i := range c.Transactions {
		c.Transactions[i].Place = fmt.Sprintf("deals.csv:%d", i+2)
	}
}

type sharedCount struct{ rounds, held, statements int }

// sharesDiffer returns what is different between a run in shares and one of all payees; empty when nothing is.
func sharesDiffer(ctx context.Context, c gen.Case, shares ...int) (string, sharedCount) {
	var count sharedCount
	p, err := compiledCase(c)
	if err != nil {
		return "", count
	}
	in := c.Inputs()
	whole, wholeErr := p.Run(ctx, in, incentive.RunOptions{Workers: 1})
	e, err := p.Enrol(ctx, in)
	if err != nil {
		if wholeErr == nil {
			return "enrol: " + err.Error(), count
		}
		return "", count
	}
	for _, n := range shares {
		s := spread(e, c.Transactions, n)
		if c.Seed%2 == 0 {
			s.shuffle(c.Seed)
		}
		runs, err := s.run(ctx, incentive.RunOptions{Workers: 1, Records: c.Seed%3 > 0})
		if err != nil || wholeErr != nil {
			if (err == nil) != (wholeErr == nil) && !conflicts(wholeErr) {
				return fmt.Sprintf("%d shares: error %v, want %v", n, err, wholeErr), count
			}
			return "", count
		}
		count.rounds = max(count.rounds, len(s.rounds))
		if found := cmp.Or(unionDiffers(runs, whole), postingDiffers(e, runs, whole)); found != "" {
			return fmt.Sprintf("%d shares: %s", n, found), count
		}
	}
	for range whole.Statements() {
		count.statements++
	}
	for range whole.Held() {
		count.held++
	}
	return "", count
}

// conflicts reports whether a run stops because two transactions share an id, which shares only see where both meet.
func conflicts(err error) bool {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	return ok && slices.ContainsFunc(invalid.Findings, func(f kam.Finding) bool { return f.Code == string(incentive.CodeTransactionConflict) })
}

// sharesOf is a run in shares, as hosts carry it out.
type sharesOf struct {
	e     *incentive.Enrolment
	parts [][]incentive.Transaction
	// rounds has for each round what each share has told each.
	rounds [][][][]byte
}

// spread gives each of n shares its transactions.
func spread(e *incentive.Enrolment, all []incentive.Transaction, n int) *sharesOf {
	s := &sharesOf{e: e, parts: make([][]incentive.Transaction, n)}
	originals := map[string]*incentive.Transaction{}
	for i := range all {
		if originals[all[i].ID] == nil {
			originals[all[i].ID] = &all[i]
		}
	}
	for i := range all {
		var original *incentive.Transaction
		if all[i].Reverses != "" {
			original = originals[all[i].Reverses]
		}
		for _, j := range e.Shares(all[i], original, n) {
			s.parts[j] = append(s.parts[j], all[i])
		}
	}
	return s
}

// shuffle puts the transactions of each share in another order, but for those that come twice, of which the second is told.
func (s *sharesOf) shuffle(seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 0x736861726573))
	for _, part := range s.parts {
		ids := map[string]bool{}
		for _, t := range part {
			ids[t.ID] = true
		}
		if len(ids) == len(part) {
			rnd.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
		}
	}
}

// heard returns what share j has been told in all rounds.
func (s *sharesOf) heard(j int) [][][]byte {
	var heard [][][]byte
	for _, round := range s.rounds {
		var all [][]byte
		for _, told := range round {
			all = append(all, told[j])
		}
		heard = append(heard, all)
	}
	return heard
}

// step computes the next step of share j.
func (s *sharesOf) step(ctx context.Context, j int, opt incentive.RunOptions) (incentive.Step, error) {
	return s.e.Step(ctx, incentive.Transactions(s.parts[j]), incentive.Share{Index: j, Of: len(s.parts)}, s.heard(j), opt)
}

// run computes all shares to their end.
func (s *sharesOf) run(ctx context.Context, opt incentive.RunOptions) ([]*incentive.Run, error) {
	for {
		var runs []*incentive.Run
		var told [][][]byte
		var failed []error
		for j := range s.parts {
			step, err := s.step(ctx, j, opt)
			failed = append(failed, err)
			if step.Run != nil {
				runs = append(runs, step.Run)
			} else {
				told = append(told, step.Figures)
			}
		}
		if err := errors.Join(failed...); err != nil {
			return nil, err
		}
		switch len(runs) {
		case len(s.parts):
			return runs, nil
		case 0:
			s.rounds = append(s.rounds, told)
		default:
			return nil, fmt.Errorf("%d of %d shares are done after %d rounds", len(runs), len(s.parts), len(s.rounds))
		}
	}
}

// unionDiffers returns what is different between the runs of all shares together and the single run.
func unionDiffers(runs []*incentive.Run, whole *incentive.Run) string {
	want, err := runTexts(whole)
	if err != nil {
		return err.Error()
	}
	var got []string
	for _, r := range runs {
		part, err := runTexts(r)
		if err != nil {
			return err.Error()
		}
		got = append(got, part...)
	}
	slices.Sort(want)
	slices.Sort(got)
	if slices.Equal(got, want) {
		return foundDiffers(runs, whole)
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return "missing " + want[i]
		case i >= len(want):
			return "too much " + got[i]
		case got[i] != want[i]:
			return fmt.Sprintf("got\n%s\nwant\n%s", got[i], want[i])
		}
	}
	return ""
}

// postingDiffers compares what is posted of all shares with what is posted of the single run.
func postingDiffers(e *incentive.Enrolment, runs []*incentive.Run, whole *incentive.Run) string {
	var tallies [][]byte
	for _, r := range runs {
		data, err := r.Tally()
		if err != nil {
			return err.Error()
		}
		tallies = append([][]byte{data}, tallies...)
		if _, err := r.Batch(); len(runs) > 1 && !errors.Is(err, incentive.ErrShare) {
			return fmt.Sprint("a share is posted by itself: ", err)
		}
		if (r.ID() == whole.ID()) != (len(runs) == 1) {
			return "a share's id"
		}
	}
	joined, err := e.Join(tallies)
	if err != nil {
		return err.Error()
	}
	later := kam.Period{From: whole.Period().Until, Until: whole.Period().Until.AddDays(31)}
	b1, e1 := joined.Batch()
	b2, e2 := whole.Batch()
	c1, e3 := joined.BatchInto(later)
	c2, e4 := whole.BatchInto(later)
	if x, y := fmt.Sprint(joined.ID(), b1, e1, c1, e3), fmt.Sprint(whole.ID(), b2, e2, c2, e4); x != y {
		return fmt.Sprintf("posted\n%s\nwant\n%s", x, y)
	}
	return ""
}

// foundDiffers compares the findings: those of all shares, each once.
func foundDiffers(runs []*incentive.Run, whole *incentive.Run) string {
	var got, want []string
	for _, r := range runs {
		for _, f := range r.Findings() {
			got = append(got, fmt.Sprint(f))
		}
	}
	for _, f := range whole.Findings() {
		want = append(want, fmt.Sprint(f))
	}
	slices.Sort(got)
	slices.Sort(want)
	got, want = slices.Compact(got), slices.Compact(want)
	if !slices.Equal(got, want) {
		return fmt.Sprintf("findings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	return ""
}

// runTexts writes everything that a run says of its payees.
func runTexts(r *incentive.Run) ([]string, error) {
	var all []string
	for s := range r.Statements() {
		data, err := s.Export()
		if err != nil {
			return nil, err
		}
		all = append(all, "statement "+string(data))
	}
	for h := range r.Held() {
		all = append(all, fmt.Sprint("held ", h.Payee, h.Plan, h.Version, h.Findings))
	}
	for h := range r.House() {
		all = append(all, fmt.Sprint("house ", h))
	}
	for d := range r.Direct() {
		all = append(all, fmt.Sprint("direct ", d))
	}
	return all, nil
}
