package criteria_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

const rounds = 400

// TestReference holds every criterion and every tree against the plain way of deciding it.
func TestReference(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(rounds) {
		m := newMaker(seed)
		rule, f := m.rule(3), m.file()
		asOf := pick(m.Rand, day("2026-07-01"), day("2026-07-01"), day("2026-06-30"), day("2026-02-28"), day("2026-01-01"))
		p := compile(t, rule)
		result := evaluateWith(t, p, f, asOf)
		x := reference{f, asOf}
		require.Equal(t, x.state(&rule), result.State, "seed %d\n%s", seed, result.Markdown(kam.English))
		for _, n := range result.Criteria() {
			want := x.state(&n.Criterion.Asks)
			require.Equal(t, want, n.State, "seed %d, %s: %+v\n%s", seed, n.ID, n.Criterion.Asks, result.Markdown(kam.English))
			require.NotEmpty(t, n.Criterion.Reason.EN)
			require.NotEmpty(t, n.Criterion.Reason.ZH)
			seen[string(n.Kind)+" "+string(n.State)]++
		}
	}
	for _, kind := range []criteria.Kind{criteria.KindMetric, criteria.KindStreak, criteria.KindTenure, criteria.KindCertificate, criteria.KindReview, criteria.KindFlag, criteria.KindSkill} {
		for _, s := range []criteria.State{criteria.Met, criteria.NotMet, criteria.Unknown} {
			assert.Greater(t, seen[string(kind)+" "+string(s)], 10, "%s %s", kind, s)
		}
	}
}

// TestOrderChangesNothing shuffles every list of a file.
func TestOrderChangesNothing(t *testing.T) {
	for seed := range uint64(rounds / 4) {
		m := newMaker(seed)
		p, f := compile(t, m.rule(3)), m.file()
		want := p.Evaluate(f, benchDay)
		outlook := p.Forecast(f, criteria.Horizon{AsOf: benchDay})
		g := f.Clone()
		shuffle(m, g.Observations)
		shuffle(m, g.Positions)
		shuffle(m, g.Skills)
		shuffle(m, g.Certificates)
		shuffle(m, g.Reviews)
		shuffle(m, g.Flags)
		shuffle(m, g.Complete)
		require.Equal(t, asJSON(t, want), asJSON(t, p.Evaluate(g, benchDay)), "seed %d", seed)
		require.Equal(t, outlook, p.Forecast(g, criteria.Horizon{AsOf: benchDay}), "seed %d", seed)
	}
}

func shuffle[T any](m *maker, list []T) {
	m.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func asJSON(t testing.TB, r criteria.Result) string {
	t.Helper()
	text, err := r.JSON()
	require.NoError(t, err)
	return string(text)
}

// TestResultsAreReadBack writes and reads results, and derives their states again.
func TestResultsAreReadBack(t *testing.T) {
	for seed := range uint64(rounds / 4) {
		m := newMaker(seed)
		text := asJSON(t, compile(t, m.rule(3)).Evaluate(m.file(), benchDay))
		r, err := criteria.ParseResult([]byte(text))
		require.NoError(t, err)
		require.NoError(t, criteria.VerifyResult(r))
		require.Equal(t, text, asJSON(t, r))
	}
}

// TestRulesAreReadBack writes, reads and compiles rules: the hash stays the same.
func TestRulesAreReadBack(t *testing.T) {
	hashes := map[string]string{}
	for seed := range uint64(rounds / 4) {
		p := compile(t, newMaker(seed).rule(3))
		text, err := p.Rule().JSON()
		require.NoError(t, err)
		again, err := criteria.ParseRule(text)
		require.NoError(t, err)
		require.Equal(t, p.Hash(), compile(t, again).Hash())
		if other, taken := hashes[p.Hash()]; taken {
			require.Equal(t, other, string(text))
		}
		hashes[p.Hash()] = string(text)
	}
}

// TestWorkersChangeNothing evaluates many files with different numbers of workers.
func TestWorkersChangeNothing(t *testing.T) {
	m := newMaker(1)
	p := compile(t, criteria.Rule{All: []criteria.Rule{m.rule(3), m.rule(3), m.rule(3)}})
	files := make([]evidence.File, 300)
	for i := range files {
		files[i] = m.file()
	}
	var want []criteria.State
	for i := range files {
		want = append(want, p.Evaluate(files[i], benchDay).State)
	}
	for _, workers := range []int{0, 1, 2, 3, 7, 1000} {
		b, err := p.EvaluateAll(context.Background(), files, criteria.Run{AsOf: benchDay, Workers: workers})
		require.NoError(t, err)
		require.Equal(t, len(files), b.Len())
		for i := range files {
			require.Equal(t, want[i], b.State(i), "%d workers", workers)
			require.Equal(t, want[i], b.Explain(i).State)
		}
	}
}

// TestLeavingOut leaves out rules from the program and from its results: both come to the same.
func TestLeavingOut(t *testing.T) {
	for seed := range uint64(rounds / 2) {
		m := newMaker(seed)
		p, f := compile(t, m.rule(3)), m.file()
		result := p.Evaluate(f, benchDay)
		for _, id := range p.IDs() {
			q, err := p.Without(id)
			require.NoError(t, err)
			got, err := result.Without(id)
			require.NoError(t, err)
			want := q.Evaluate(f, benchDay)
			require.Equal(t, want.State, got.State, "seed %d without %s", seed, id)
			require.NoError(t, criteria.VerifyResult(got))
			require.Empty(t, got.Rule)
			got.Rule = want.Rule
			require.Equal(t, asJSON(t, want), asJSON(t, got))
			require.NotEqual(t, p.Hash(), q.Hash())
			require.NotContains(t, q.IDs(), id)
		}
		q, err := p.Without(p.IDs()...)
		require.NoError(t, err)
		require.Empty(t, q.IDs())
		require.Equal(t, criteria.Met, q.Evaluate(f, benchDay).State)
	}
}

// improve makes one piece of evidence better, and says which.
func (m *maker) improve(f *evidence.File) string {
	switch m.IntN(9) {
	case 0, 1, 2, 3:
		o := &f.Observations[m.IntN(len(f.Observations))]
		more := decInt(int64(1 + m.IntN(5)))
		switch {
		case o.Metric == "complaints":
			o.Value.Decimal = o.Value.Decimal.Sub(more)
		case o.IsRatio():
			o.Numerator.Decimal = o.Numerator.Decimal.Add(more)
		default:
			o.Value.Decimal = o.Value.Decimal.Add(more)
		}
		return fmt.Sprintf("%s %s of %s", o.Metric, o.Scope, o.Period)
	case 4:
		if len(f.Skills) > 0 {
			a := &f.Skills[m.IntN(len(f.Skills))]
			a.Level = min(a.Level+1, 3)
			return "a skill"
		}
	case 5:
		f.Certificates = append(f.Certificates, evidence.Certificate{Kind: "kam", Earned: m.someDay()})
		return "a certificate"
	case 6:
		if len(f.Reviews) > 0 {
			f.Reviews[m.IntN(len(f.Reviews))].Rating = "A"
			return "a review"
		}
	case 7:
		if len(f.Flags) > 0 {
			f.Flags = f.Flags[1:]
			return "a flag less"
		}
	default:
		if len(f.Positions) == 1 {
			f.Positions[0].Held.From = f.Positions[0].Held.From.AddDays(-m.IntN(90))
			return "a position"
		}
	}
	return "nothing"
}

// TestBetterEvidenceIsNeverWorse makes evidence better, piece by piece: a rule without not, below and against never goes
// from met to unknown or not met, nor from unknown to not met.
func TestBetterEvidenceIsNeverWorse(t *testing.T) {
	order := map[criteria.State]int{criteria.NotMet: 0, criteria.Unknown: 1, criteria.Met: 2}
	raised := 0
	for seed := range uint64(rounds) {
		m := newMaker(seed)
		m.tidy = true
		p, f := compile(t, m.rule(3)), m.file()
		before := p.Evaluate(f, benchDay)
		for range 12 {
			f = f.Clone()
			what := m.improve(&f)
			after := p.Evaluate(f, benchDay)
			for i, n := range after.Criteria() {
				old := before.Criteria()[i]
				if what == "a position" && old.State == criteria.Unknown {
					continue // an earlier first day may be one on which the positions are known to be complete
				}
				require.GreaterOrEqual(t, order[n.State], order[old.State], "seed %d, %s: %s\n%s\n%s", seed, what, n.Name.EN, old.Criterion.Reason.EN, n.Criterion.Reason.EN)
			}
			if what != "a position" || before.State == criteria.Met {
				require.GreaterOrEqual(t, order[after.State], order[before.State])
			}
			if order[after.State] > order[before.State] {
				raised++
			}
			before = after
		}
	}
	assert.Greater(t, raised, 15)
}
