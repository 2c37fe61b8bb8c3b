package lint_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
	"github.com/kam-go/kam/incentive/lint"
)

// seeds returns how many random cases a test takes; KAM_LINT_SEEDS asks for more.
func seeds(usual int) uint64 {
	if n, err := strconv.Atoi(os.Getenv("KAM_LINT_SEEDS")); err == nil {
		return uint64(n)
	}
	return uint64(usual)
}

func random(t testing.TB, seed uint64) (gen.Case, incentive.Book) {
	t.Helper()
	c, err := gen.New(seed)
	require.NoError(t, err)
	cal, err := kam.NewCalendar(c.Calendar)
	require.NoError(t, err)
	return c, incentive.Book{Plans: c.Plans, Calendar: cal}
}

func TestRandomPlansGiveTheSameFindingsEveryTime(t *testing.T) {
	found := map[string]int{}
	for seed := range seeds(5) {
		c, book := random(t, seed)
		before, err := book.Plans[0].JSON()
		require.NoError(t, err)
		first := lint.CheckRoster(book, c.Roster, lint.Policy{})
		assert.Equal(t, first, lint.CheckRoster(book, c.Roster, lint.Policy{}), "seed %d", seed)
		after, err := book.Plans[0].JSON()
		require.NoError(t, err)
		assert.Equal(t, string(before), string(after), "the plan is left alone")
		assert.False(t, first.HasErrors(), "seed %d", seed)
		assert.Equal(t, first, first.Sorted())
		for _, f := range first {
			good(t, f)
			found[f.Code]++
		}
	}
	t.Log(found)
}

// deadPlace is the place of a dead step: its plan, component and step.
var deadPlace = regexp.MustCompile(`^\$(?:\.plans\[(\d+)\])?\.components\[(\d+)\]\.(tiers\.bands|curve\.points|multipliers\[\d+\]\.bands|table\.dimensions\[\d+\]\.bounds)\[(\d+)\]$`)

func TestDeadTiersNeverPay(t *testing.T) {
	const payees = 120
	dead, runs := 0, 0
	for seed := range seeds(8) {
		_, book := random(t, seed)
		named := map[int][]string{}
		for _, f := range lint.Check(book, quiet()) {
			if f.Code == string(lint.CodeDeadTier) {
				m := deadPlace.FindStringSubmatch(f.Place)
				require.NotNil(t, m, f.Place)
				i, _ := strconv.Atoi(m[1])
				named[i] = append(named[i], f.Place)
			}
		}
		for i, places := range named {
			program, err := incentive.Compile(book)
			require.NoError(t, err)
			rnd := rand.New(rand.NewPCG(seed, uint64(i)))
			in := randomYear(t, rnd, book, i, payees)
			run, err := program.Run(context.Background(), in, incentive.RunOptions{})
			require.NoError(t, err)
			for st := range run.Statements() {
				runs++
				for _, place := range places {
					paysNot(t, fmt.Sprintf("seed %d %s %s", seed, st.Payee().ID, place), st, book.Plans[i], place)
				}
			}
			dead += len(places)
		}
	}
	t.Logf("%d dead steps, %d statements", dead, runs)
	assert.Positive(t, dead)
	assert.Positive(t, runs)
}

// paysNot asserts that a dead step of a plan pays nothing on a statement.
func paysNot(t *testing.T, about string, st incentive.Statement, p incentive.Plan, place string) {
	t.Helper()
	m := deadPlace.FindStringSubmatch(place)
	c, _ := strconv.Atoi(m[2])
	step, _ := strconv.Atoi(m[4])
	k := incentive.Expand(p).Components[c]
	lines, gate := decimal.Zero, decimal.Zero
	hit := false
	for l := range st.Lines() {
		if l.Component() != k.Name {
			continue
		}
		lines = lines.Add(l.Amount())
		for s := range l.Slices() {
			if m[3] == "tiers.bands" && s.From.Valid && s.From.Decimal.Equal(edgeOf(st, k, step)) && !s.Amount.IsZero() && (!s.Rate.Valid || !s.Rate.Decimal.IsZero()) {
				hit = true
			}
		}
	}
	sum := lines
	for a := range st.Adjustments() {
		if a.Component != k.Name {
			continue
		}
		switch a.Kind {
		case incentive.AdjustGate:
			gate = a.Amount
		case incentive.AdjustCurve:
			sum = sum.Add(a.Amount)
			hit = hit || m[3] == "curve.points" && inStep(k.Curve.Points[step].At, next(k.Curve.Points, step), a.Position)
		default: // sums of other kinds have no steps
		}
	}
	if hit {
		assert.True(t, sum.Add(gate).IsZero(), "%s: %s and the gate %s", about, sum, gate)
	}
}

func next(points []incentive.Point, i int) decimal.NullDecimal {
	if i+1 < len(points) {
		return decimal.NewNullDecimal(points[i+1].At)
	}
	return decimal.NullDecimal{}
}

func inStep(from decimal.Decimal, until, at decimal.NullDecimal) bool {
	return at.Valid && at.Decimal.GreaterThanOrEqual(from) && (!until.Valid || at.Decimal.LessThan(until.Decimal))
}

// edgeOf is where a tier begins for the payee of a statement.
func edgeOf(st incentive.Statement, k incentive.Component, step int) decimal.Decimal {
	from := k.Tiers.Bands[step].From
	if k.Tiers.Basis != incentive.ByAttainment {
		return from
	}
	axis := k.Tiers.On
	if axis == "" {
		axis = k.Measure
	}
	m, _ := st.Measure(axis)
	if !m.Quota.Valid {
		return from
	}
	return from.Mul(m.Quota.Decimal)
}

// randomYear puts payees on a plan and gives each some deals and refunds of one commission period.
func randomYear(t *testing.T, rnd *rand.Rand, book incentive.Book, plan, payees int) incentive.Inputs {
	t.Helper()
	p := incentive.Expand(book.Plans[plan])
	year, err := book.Calendar.Year(2026)
	require.NoError(t, err)
	periods, err := book.Calendar.Split(year, p.Period)
	require.NoError(t, err)
	in := incentive.Inputs{Period: periods[rnd.IntN(len(periods))]}
	pick := func(list ...string) decimal.Decimal { return dec(list[rnd.IntN(len(list))]) }
	var deals []incentive.Transaction
	for i := range payees {
		who := fmt.Sprintf("p%03d", i)
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: who})
		a := incentive.Assignment{Payee: who, Plan: p.ID, Version: p.Version, Period: kam.MustPeriod("2024-01-01/2029-01-01"), Target: incentive.Target{Amount: decimal.NewNullDecimal(dec("1000")), Per: kam.Quarter}}
		seen := map[string]bool{}
		for _, m := range p.Measures {
			if m.Base == incentive.BaseObservation {
				if !seen[m.Metric] {
					seen[m.Metric] = true
					in.Observations = append(in.Observations, kam.Observation{Subject: kam.Subject{Kind: "payee", ID: who}, Metric: m.Metric, Period: in.Period, Value: decimal.NewNullDecimal(pick("0", "10", "20", "49.9", "50", "79.99", "80", "100")), Unit: "points"})
				}
				continue
			}
			size := pick("100", "300", "250", "33.3333", "1000")
			if m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount {
				size = pick("1", "2", "3")
			}
			for _, q := range periods {
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: q, Amount: size})
			}
		}
		in.Roster.Assignments = append(in.Roster.Assignments, a)
		for range 1 + rnd.IntN(6) {
			day := in.Period.From.AddDays(rnd.IntN(20))
			n := int64(len(deals) + 1)
			d := incentive.Transaction{
				ID: strconv.FormatInt(n, 10), Sequence: n, Owner: who, Amount: pick("50", "100", "249.99", "250", "500", "600", "999.99", "1200", "33.3333"), Booked: day, Invoiced: day, CashDate: day, Delivered: day,
				Margin: decimal.NewNullDecimal(pick("10", "50", "100", "700")), Units: decimal.NewNullDecimal(pick("0.5", "1", "2", "5")), Cash: decimal.NewNullDecimal(pick("50", "500")),
				Attributes: map[string]string{"product": []string{"A", "B", ""}[rnd.IntN(3)], "region": []string{"n", "s"}[rnd.IntN(2)]}, Numbers: map[string]decimal.Decimal{"discount": pick("0", "0.1", "0.3", "3")},
			}
			deals = append(deals, d)
			if rnd.IntN(3) > 0 {
				continue
			}
			back := d
			back.ID, back.Sequence, back.Reverses = strconv.FormatInt(n+1, 10), n+1, d.ID
			back.Amount = d.Amount.Neg()
			back.Margin.Decimal, back.Units.Decimal, back.Cash.Decimal = d.Margin.Decimal.Neg(), d.Units.Decimal.Neg(), d.Cash.Decimal.Neg()
			back.Attributes, back.Numbers, back.Owner = nil, nil, ""
			later := day.AddDays(rnd.IntN(5))
			back.Booked, back.Invoiced, back.CashDate, back.Delivered = later, later, later, later
			deals = append(deals, back)
		}
	}
	rnd.Shuffle(len(deals), func(i, j int) { deals[i], deals[j] = deals[j], deals[i] })
	in.Transactions = incentive.Transactions(slices.Clone(deals))
	return in
}

// TestBoundsThatDivideNothing removes each bound of which lint says so, and compares what random deals earn.
func TestBoundsThatDivideNothing(t *testing.T) {
	removed, compared := 0, 0
	for seed := range seeds(8) {
		_, book := random(t, seed)
		for _, f := range lint.Check(book, quiet()) {
			m := deadPlace.FindStringSubmatch(f.Place)
			if f.Code != string(lint.CodeSameRate) || m == nil || m[3] != "tiers.bands" && m[3] != "curve.points" {
				continue
			}
			i, _ := strconv.Atoi(m[1])
			c, _ := strconv.Atoi(m[2])
			step, _ := strconv.Atoi(m[4])
			if incentive.Expand(book.Plans[i]).Rounding.Step == incentive.RoundSlice {
				continue
			}
			with, err := incentive.Compile(book)
			require.NoError(t, err)
			without, err := incentive.Compile(less(book, i, c, step))
			require.NoError(t, err, "seed %d %s", seed, f.Place)
			removed++
			in := randomYear(t, rand.New(rand.NewPCG(seed, uint64(step))), book, i, 40)
			first, err := with.Run(context.Background(), in, incentive.RunOptions{})
			require.NoError(t, err)
			second, err := without.Run(context.Background(), in, incentive.RunOptions{})
			require.NoError(t, err)
			for st := range first.Statements() {
				other, ok := second.Statement(st.Payee().ID, st.PlanID())
				require.True(t, ok)
				compared++
				assert.Equal(t, st.Earned().String(), other.Earned().String(), "seed %d %s %s", seed, f.Place, st.Payee().ID)
			}
		}
	}
	t.Logf("%d bounds removed, %d statements compared", removed, compared)
	assert.Positive(t, compared)
}

// less returns a book without one tier or point of a component.
func less(b incentive.Book, plan, component, step int) incentive.Book {
	b.Plans = slices.Clone(b.Plans)
	p := &b.Plans[plan]
	p.Components = slices.Clone(p.Components)
	k := &p.Components[component]
	if k.Curve != nil {
		c := *k.Curve
		c.Points = slices.Delete(slices.Clone(c.Points), step, step+1)
		k.Curve = &c
		return b
	}
	tiers := *k.Tiers
	tiers.Bands = slices.Clone(tiers.Bands)
	if tiers.Mode == incentive.InterpolatedAmount {
		tiers.Bands[step-1].Amount.Decimal = tiers.Bands[step-1].Amount.Decimal.Add(tiers.Bands[step].Amount.Decimal)
	}
	tiers.Bands[step-1].Until = decimal.NullDecimal{}
	if step == len(tiers.Bands)-1 {
		tiers.Bands[step-1].Until = tiers.Bands[step].Until
	}
	tiers.Bands = slices.Delete(tiers.Bands, step, step+1)
	k.Tiers = &tiers
	return b
}

func BenchmarkCheck(b *testing.B) {
	p := plan(b, `{"components": [{"name": "c", "measure": "revenue", `+tiered+`, "gates": [{"basis": "attainment", "at": "0.8"}], "caps": [{"per": "component", "ofTargetIncentive": "2"}]}]}`)
	for b.Loop() {
		lint.Check(book(p), lint.Policy{})
	}
}
