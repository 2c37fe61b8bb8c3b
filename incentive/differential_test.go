package incentive_test

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// TestDifferential compares the engine with the reference on made-up plans and
// inputs: every statement, measure, component, line and adjustment, and who is
// held. KAM_LONG=1 compares a hundred times as many.
func TestDifferential(t *testing.T) {
	n := uint64(2000)
	if os.Getenv("KAM_LONG") != "" {
		n = 200_000
	}
	differing, held, paid := 0, 0, 0
	for seed := range n {
		report, want := compareSeed(t, seed)
		held += len(want.Held)
		for _, s := range want.Statements {
			if !s.Earned.IsZero() {
				paid++
			}
		}
		if report != "" {
			differing++
			t.Error(report)
		}
		if differing >= 5 {
			t.Fatalf("stopped after %d of %d seeds", seed+1, n)
		}
	}
	t.Logf("%d seeds, %d statements that pay, %d reasons to hold", n, paid, held)
}

// TestDifferentialFeatures counts, on the first cases, how many have each feature, in how many of those a line or a
// sum would be another without it, and in how many somebody would be held or not. None may be idle: what never
// changes anything is not compared.
func TestDifferentialFeatures(t *testing.T) {
	const enough = 5
	features := gen.Features()
	present, pays, holds := make([]int, len(features)), make([]int, len(features)), make([]int, len(features))
	for seed := range uint64(2000) {
		c, err := gen.New(seed)
		require.NoError(t, err)
		var result view
		for i, f := range features {
			other := c
			if pays[i] >= enough || !f.Without(&other) {
				continue
			}
			if result == nil {
				result = evaluated(c)
			}
			without := evaluated(other)
			present[i]++
			if paysDifferently(result, without) {
				pays[i]++
			} else if !maps.Equal(result, without) {
				holds[i]++
			}
		}
	}
	for i, f := range features {
		t.Logf("%-45s in %4d cases: decides amounts in %d, who is held in %d", f.Name, present[i], pays[i], holds[i])
		if pays[i]+holds[i] == 0 {
			t.Errorf("%s never changes anything", f.Name)
		}
	}
}

// paysDifferently tells whether a statement that both have shows another amount.
func paysDifferently(a, b view) bool {
	both := func(key string) bool {
		fields := strings.Fields(key)
		at := strings.Join(fields[:min(4, len(fields))], " ") + " statement"
		return a[at] != "" && b[at] != ""
	}
	for _, v := range []view{a, b} {
		for key := range v {
			if a[key] != b[key] && both(key) && !strings.Contains(key, " measure ") && !strings.Contains(key, " quota ") {
				return true
			}
		}
	}
	return false
}

// evaluated is what the reference says of a case. Readings that Compile would refuse are evaluated all the same.
func evaluated(c gen.Case) view {
	cal, err := kam.NewCalendar(c.Calendar)
	if err != nil {
		return view{"error": err.Error()}
	}
	result, err := reference.Evaluate(c.Plans, cal, c.Inputs())
	if err != nil {
		return view{"error": err.Error()}
	}
	return referenceView(result)
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
				v.add(a.Amount.Rat(), append(at, "adjustment", a.Component, a.Kind)...)
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
				v.add(shown(m.Value, 4), append(at, "measure", m.Name)...)
			}
			if m.Quota != nil {
				v.add(m.Quota, append(at, "quota", m.Name)...)
			}
		}
		for _, k := range s.Components {
			v.add(k.Earned, append(at, "component", k.Name)...)
			for _, l := range k.Lines {
				v.add(l.Amount, append(at, "line", k.Name, l.Credit, l.From, l.Date, l.Transaction)...)
			}
			for _, a := range k.Adjustments {
				v.add(a.Amount, append(at, "adjustment", k.Name, a.Kind)...)
			}
		}
		for _, a := range s.PlanAdjustments {
			if a.Component == "(plan-cap)" {
				a.Component = ""
			}
			v.add(a.Amount, append(at, "adjustment", a.Component, a.Kind)...)
		}
	}
	return v
}
