package incentive_test

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// TestDifferential compares the engine with the reference on made-up plans and
// inputs: every statement, measure, component, line and adjustment, and who is
// held. KAM_LONG=1 compares 200,000 of them, and KAM_CASES any other number,
// from seed KAM_FROM on.
func TestDifferential(t *testing.T) {
	n := uint64(2000)
	if os.Getenv("KAM_LONG") != "" {
		n = 200_000
	}
	n = number(t, "KAM_CASES", n)
	from := number(t, "KAM_FROM", 0)
	var differing, held, paid, statements atomic.Int64
	inParallel(n, func(i uint64) bool {
		report, want := compareSeed(t, from+i)
		held.Add(int64(len(want.Held)))
		statements.Add(int64(len(want.Statements)))
		for _, s := range want.Statements {
			if !s.Earned.IsZero() {
				paid.Add(1)
			}
		}
		if report != "" {
			t.Error(report)
			return differing.Add(1) < 5
		}
		return true
	})
	t.Logf("%d seeds, %d statements of which %d pay, %d reasons to hold", n, statements.Load(), paid.Load(), held.Load())
}

// number is a number that the environment states, or n.
func number(t *testing.T, name string, n uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return n
	}
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, name)
	return n
}

// inParallel calls check with 0 to n-1 on every processor, until one returns false.
func inParallel(n uint64, check func(i uint64) bool) {
	var next atomic.Uint64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				if !check(i) {
					next.Store(n)
				}
			}
		})
	}
	all.Wait()
}

func FuzzDifferential(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		if report, _ := compareSeed(t, seed); report != "" {
			t.Error(report)
		}
	})
}

// compareSeed returns what differs in the case of a seed, empty when nothing does, and what the reference says.
func compareSeed(t *testing.T, seed uint64) (string, reference.Result) {
	t.Helper()
	c, err := gen.New(seed)
	require.NoError(t, err)
	found, want := compareCase(c)
	if len(found) == 0 {
		return "", want
	}
	if strings.HasPrefix(found[0], "does not compile") {
		return fmt.Sprintf("seed %d\n  %s", seed, found[0]), want
	}
	small := gen.Shrink(c, func(c gen.Case) bool {
		smaller, _ := compareCase(c)
		return slices.ContainsFunc(smaller, func(f string) bool { return about(f) == about(found[len(found)-1]) })
	})
	reduced, _ := compareCase(small)
	return fmt.Sprintf("seed %d\n  %s\nreduced:\n  %s\n%s", seed, strings.Join(found, "\n  "), strings.Join(reduced, "\n  "), small.JSON()), want
}

// about is what a difference is about: without its figures, but with the reasons to hold.
func about(difference string) string {
	if strings.HasPrefix(difference, "held ") {
		return difference
	}
	key, _, _ := strings.Cut(difference, ":")
	return key
}

// compareCase returns what differs between the engine and the reference.
func compareCase(c gen.Case) ([]string, reference.Result) {
	cal, err := kam.NewCalendar(c.Calendar)
	if err != nil {
		return []string{"does not compile: " + err.Error()}, reference.Result{}
	}
	program, err := incentive.Compile(incentive.Book{Plans: c.Plans, Calendar: cal})
	if err != nil {
		return []string{"does not compile: " + err.Error()}, reference.Result{}
	}
	want, wantErr := reference.Evaluate(c.Plans, cal, c.Inputs())
	run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{Workers: 1})
	if err != nil || wantErr != nil {
		if (err == nil) != (wantErr == nil) {
			return []string{fmt.Sprintf("engine error %v, reference error %v", err, wantErr)}, want
		}
		return nil, want
	}
	return differences(engineView(run), referenceView(want)), want
}

// view is a run as texts by what they are about. Amounts of zero are left out.
type view map[string]string

func (v view) add(amount *big.Rat, at ...any) {
	key := strings.TrimSuffix(fmt.Sprintln(at...), "\n")
	total := new(big.Rat).Set(amount)
	if before, ok := v[key]; ok {
		old, _ := new(big.Rat).SetString(before)
		total.Add(total, old)
	}
	if v[key] = total.RatString(); total.Sign() == 0 {
		delete(v, key)
	}
}

func differences(got, want view) []string {
	keys := map[string]bool{}
	for k := range got {
		keys[k] = true
	}
	for k := range want {
		keys[k] = true
	}
	var found []string
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		_, asked := want[k]
		if strings.Contains(k, " measure ") && (strings.HasSuffix(k, " missed") || got[k] == want[k+" missed"] && rounded(want, k)) {
			continue
		}
		if strings.Contains(k, " quota ") && !asked {
			continue // the engine also shows quotas that nothing asks for
		}
		if strings.HasPrefix(k, "held ") && got[k] != "" && want[k] != "" {
			continue // each may stop at another of several reasons
		}
		if got[k] != want[k] {
			found = append(found, fmt.Sprintf("%s: engine %s, reference %s", k, got[k], want[k]))
		}
	}
	return found
}

// rounded tells whether a view has a measure that was rounded up.
func rounded(v view, measure string) bool {
	_, zero := v[measure+" missed"]
	return zero || v[measure] == "1/10000"
}

func shown(r *big.Rat, places int) *big.Rat {
	text := new(big.Rat).Abs(r).FloatString(places) // half away from zero
	out, _ := new(big.Rat).SetString(text)
	if r.Sign() < 0 {
		out.Neg(out)
	}
	return out
}

func engineView(run *incentive.Run) view {
	v := view{}
	for h := range run.Held() {
		key := fmt.Sprint("held ", h.Payee.ID, " ", h.Plan, h.Version)
		for _, f := range h.Findings {
			v[key] += " " + f.Code
		}
	}
	for s := range run.Statements() {
		at := []any{s.Payee().ID, s.PlanID(), s.PlanVersion(), s.Assignment().Period.From}
		v.add(big.NewRat(1, 1), append(at, "statement")...)
		v.add(s.Earned().Rat(), append(at, "earned")...)
		for m := range s.Measures() {
			v.add(m.Value.Rat(), append(at, "measure", m.Name)...)
			if m.Quota.Valid {
				v.add(m.Quota.Decimal.Rat(), append(at, "quota", m.Name)...)
			}
		}
		for k := range s.Components() {
			v.add(k.ToDate.Rat(), append(at, "component", k.Name)...)
		}
		for _, lines := range []func(func(incentive.Line) bool){s.Lines(), s.EarlierLines()} {
			for l := range lines {
				key := append(at, "line", l.Component(), l.Credit(), l.From(), l.Date(), l.Transaction())
				v.add(l.Amount().Rat(), key...)
				total := l.Cut()
				for slice := range l.Slices() {
					total = total.Add(slice.Amount)
				}
				if !total.Equal(l.Amount()) {
					v[fmt.Sprintln(append(key, "slices")...)] = fmt.Sprintf("%s of %s", total, l.Amount())
				}
			}
		}
		for a := range s.Adjustments() {
			if a.Kind != incentive.AdjustEarlier {
				v.add(a.Amount.Rat(), append(at, "adjustment", a.Component, a.Kind, a.Transaction)...)
			}
		}
	}
	return v
}

func referenceView(r reference.Result) view {
	v := view{}
	for _, h := range r.Held {
		v[fmt.Sprint("held ", h.Payee, " ", h.Plan, h.Version)] += " " + h.Code
	}
	for _, s := range r.Statements {
		at := []any{s.Payee, s.Plan, s.Version, s.From}
		v.add(big.NewRat(1, 1), append(at, "statement")...)
		v.add(s.Earned.Rat(), append(at, "earned")...)
		for _, m := range s.Measures {
			if m.Value != nil {
				near := shown(m.Value, 4)
				v.add(near, append(at, "measure", m.Name)...)
				if near.Cmp(m.Value) > 0 { // where it misses a bound that it would read as
					v.add(near.Sub(near, big.NewRat(1, 10_000)), append(at, "measure", m.Name, "missed")...)
				}
			}
			if m.Quota != nil {
				v.add(shown(m.Quota, 4), append(at, "quota", m.Name)...)
			}
		}
		for _, k := range s.Components {
			v.add(k.Earned, append(at, "component", k.Name)...)
			for _, l := range k.Lines {
				v.add(l.Amount, append(at, "line", k.Name, l.Credit, l.From, l.Date, l.Transaction)...)
			}
			for _, a := range k.Adjustments {
				v.add(a.Amount, append(at, "adjustment", k.Name, a.Kind, a.Transaction)...)
			}
		}
		for _, a := range s.PlanAdjustments {
			if a.Component == "(plan-cap)" {
				a.Component = ""
			}
			v.add(a.Amount, append(at, "adjustment", a.Component, a.Kind, a.Transaction)...)
		}
	}
	return v
}
