package analysis_test

import (
	"context"
	"maps"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
	"github.com/kam-go/kam/internal/num"
)

// asked is a random question about a random plan.
type asked struct {
	program  *incentive.Program
	question analysis.Question
	plan     incentive.Plan
}

// ask makes a question of a case: one plan of it, one of its assignments, deals of its own in whole proportions. The
// plan rounds the statement, so that what it pays is what the curve says, rounded once.
func ask(t *testing.T, seed uint64, step incentive.RoundingStep) (asked, bool) {
	t.Helper()
	c, err := gen.Alone(seed)
	if seed%4 == 0 {
		c, err = gen.New(seed)
	}
	require.NoError(t, err)
	rnd := rand.New(rand.NewPCG(seed, 5))
	if len(c.Roster.Assignments) == 0 {
		return asked{}, false
	}
	a := c.Roster.Assignments[rnd.IntN(len(c.Roster.Assignments))]
	for _, other := range c.Roster.Assignments {
		if _, now := a.Period.Intersect(c.Period); !now {
			a = other
		}
	}
	at := slices.IndexFunc(c.Plans, func(p incentive.Plan) bool { return p.ID == a.Plan && p.Version == a.Version })
	if at < 0 {
		return asked{}, false
	}
	plan := c.Plans[at]
	if step != "" {
		plan.Rounding.Step = step
	}
	calendar, err := kam.NewCalendar(c.Calendar)
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}, Calendar: calendar})
	if err != nil {
		return asked{}, false
	}
	q := analysis.Question{Period: c.Period, Assignment: a, MaxPieces: 400}
	for _, o := range c.Observations {
		if o.Subject.ID == a.Payee {
			q.Observations = append(q.Observations, o)
		}
	}
	if rnd.IntN(3) == 0 {
		q.Positions = c.Opening.Positions
	}
	for _, d := range c.Transactions {
		if d.Reverses != "" || slices.ContainsFunc(q.Deals, func(o incentive.Transaction) bool { return o.ID == d.ID }) {
			continue
		}
		d.Owner, d.Participants, d.Currency = a.Payee, nil, ""
		if rnd.IntN(4) == 0 {
			d.Owner, d.Participants = "", []incentive.Participant{{Payee: a.Payee, Share: kam.Whole()}, {Payee: a.Payee, Role: "presales", Share: kam.MustFraction("1/3")}}
		}
		d.Amount = decimal.NewFromInt(1 + rnd.Int64N(4))
		for _, n := range []*decimal.NullDecimal{&d.Margin, &d.Units, &d.Cash} {
			*n = decimal.NewNullDecimal(decimal.NewFromInt(1 + rnd.Int64N(3)))
		}
		if rnd.IntN(3) > 0 {
			d.Booked, d.Invoiced, d.CashDate, d.Delivered = c.Period.From, c.Period.From, c.Period.From, c.Period.From
		}
		q.Deals = append(q.Deals, d)
	}
	if n := len(q.Deals); n > 1 && rnd.IntN(4) == 0 {
		for _, d := range q.Deals[n-1:] {
			d.Amount = d.Amount.Mul(decimal.NewFromInt(50))
			q.Fixed = append(q.Fixed, d)
		}
		q.Deals = q.Deals[:n-1]
	}
	if len(q.Deals) > 3 && rnd.IntN(2) == 0 {
		q.Deals = q.Deals[:1+rnd.IntN(3)]
	}
	return asked{program, q, plan}, true
}

// payout asks about the measures of the plan in a random order until one has a curve; the error is that of the first.
func (a *asked) payout(seed uint64) (*analysis.Curve, error) {
	rnd := rand.New(rand.NewPCG(seed, 6))
	var first error
	for _, i := range rnd.Perm(len(a.plan.Measures)) {
		measure := a.plan.Measures[i]
		a.question.Axis.Measure = measure.Name
		wide := decimal.NewFromInt(1000)
		switch measure.Base {
		case incentive.BaseObservation:
			a.question.Axis.Basis, wide = incentive.ByScore, decimal.NewFromInt(3)
		case incentive.BaseUnits, incentive.BaseCount:
			a.question.Axis.Basis, wide = incentive.ByUnits, decimal.NewFromInt(30)
		default:
			a.question.Axis.Basis = incentive.ByAmount
		}
		a.question.Until = decimal.NewNullDecimal(wide)
		if rnd.IntN(2) == 0 && measure.Base != incentive.BaseObservation {
			a.question.Axis.Basis, a.question.Until = incentive.ByAttainment, decimal.NullDecimal{}
		}
		c, err := analysis.Payout(a.program, a.question)
		if err == nil {
			return c, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// refusal is the first code of an error, for counting.
func refusal(t *testing.T, err error) string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	var codes []string
	for _, f := range invalid.Findings {
		require.NotEmpty(t, f.Message.EN)
		require.NotEmpty(t, f.Message.ZH)
		if f.Severity == kam.Error && !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	sort.Strings(codes)
	return strings.Join(codes, "+")
}

// paid runs the engine with the axis at x.
func paid(t *testing.T, a asked, c *analysis.Curve, x *big.Rat) (incentive.Statement, bool) {
	t.Helper()
	in, ok := c.Inputs(x)
	if !ok {
		return incentive.Statement{}, false
	}
	run, err := a.program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
	require.NoError(t, err)
	s, ok := run.Statement(a.question.Assignment.Payee, a.plan.ID)
	if !ok {
		for h := range run.Held() {
			t.Log(h.Findings)
		}
	}
	require.True(t, ok, "held at %s", x.RatString())
	return s, true
}

func seeds(short, long int) int {
	if os.Getenv("KAM_LONG") != "" {
		return long
	}
	return short
}

// TestCurveIsWhatTheEnginePays: at every break point, a unit before and behind it, and at random points, what the engine
// pays is the curve, rounded once as the plan says; and no two neighbouring payments differ by more than the curve's
// largest jump and steepest slope allow.
func TestCurveIsWhatTheEnginePays(t *testing.T) {
	refused := map[string]int{}
	plans, compared, neighbours, pieces := 0, 0, 0, 0
	for seed := range uint64(seeds(400, 20_000)) {
		a, ok := ask(t, seed, incentive.RoundStatement)
		if !ok {
			refused["(no assignment, or the plan is not compiled alone)"]++
			continue
		}
		c, err := a.payout(seed)
		if err != nil {
			refused[refusal(t, err)]++
			continue
		}
		plans++
		points, pairs := compareWithEngine(t, a, c, seed)
		compared, neighbours = compared+points, neighbours+pairs
		pieces += len(c.Pieces())
	}
	t.Logf("%d plans, %d points compared, %d pairs of neighbours of which no jump exceeds the largest cliff, %d pieces", plans, compared, neighbours, pieces)
	all := plans
	for _, n := range refused {
		all += n
	}
	for _, why := range slices.Sorted(maps.Keys(refused)) {
		t.Logf("refused %5d of %d, %s %%: %s", refused[why], all, big.NewRat(int64(100*refused[why]), int64(all)).FloatString(1), why)
	}
	require.Positive(t, plans)
}

func compareWithEngine(t *testing.T, a asked, c *analysis.Curve, seed uint64) (compared, neighbours int) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 9))
	from, until := c.Range()
	var points []*big.Rat
	unit := c.Step()
	for _, b := range c.Breaks() {
		below, above := c.Around(b.At)
		points = append(points, below, new(big.Rat).Sub(below, unit), above)
	}
	width := new(big.Rat).Sub(until, from)
	for range 6 {
		x := new(big.Rat).Add(from, new(big.Rat).Mul(width, big.NewRat(rnd.Int64N(10_001), 10_000)))
		below, _ := c.Around(analysis.Exactly(x))
		points = append(points, below)
	}
	if most := seeds(60, len(points)); len(points) > most {
		rnd.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
		points = points[:most]
	}
	slices.SortFunc(points, (*big.Rat).Cmp)
	lowest, highest, monotone := c.Lowest().Pay, c.Highest().Pay, c.Monotone()
	allowed := largestStep(c)
	var last, lastAt *big.Rat
	for _, x := range points {
		if x.Cmp(from) < 0 || x.Cmp(until) > 0 {
			continue
		}
		s, ok := paid(t, a, c, x)
		if !ok {
			continue
		}
		pay, ok := c.At(x)
		require.True(t, ok)
		want := num.RoundRat(pay, s.Places(), num.Mode(a.plan.Rounding.Mode))
		if !want.Equal(s.Earned()) {
			t.Fatalf("seed %d at %s: curve %s, engine %s\n%s", seed, x.FloatString(8), pay.FloatString(8), s.Earned(), describe(a, c, s))
		}
		compared++
		require.True(t, lowest.Cmp(analysis.Exactly(pay)) <= 0 && highest.Cmp(analysis.Exactly(pay)) >= 0, "seed %d: %s is beyond the extremes", seed, pay)
		earned := s.Earned().Rat()
		if last != nil && lastAt.Cmp(x) < 0 {
			rise := new(big.Rat).Sub(earned, last)
			require.False(t, monotone && rise.Sign() < 0, "seed %d: falls at %s", seed, x)
			width := new(big.Rat).Sub(x, lastAt)
			if width.Cmp(unit) <= 0 {
				neighbours++
				most := allowed(lastAt, x, s.Places())
				require.LessOrEqual(t, rise.Abs(rise).Cmp(most), 0, "seed %d: jumps by %s at %s, more than %s", seed, rise, x, most)
			}
		}
		last, lastAt = earned, x
	}
	if fall := c.Falls(); len(fall) > 0 {
		require.Positive(t, fall[0].HigherPay.Cmp(fall[0].LowerPay), "seed %d", seed)
	}
	return compared, neighbours
}

// largestStep returns how much two neighbouring runs may differ: by the largest cliff where one jump lies between them, by
// all of them where there are more, by the steepest rate, and by two units of money for rounding: away from zero, both sides
// of zero go apart.
func largestStep(c *analysis.Curve) func(from, until *big.Rat, places int32) *big.Rat {
	size := func(n analysis.Number) *big.Rat {
		low, high := n.Bounds(big.NewRat(1, 1_000_000))
		return maxAbs(low, high)
	}
	cliff := new(big.Rat)
	if j, ok := c.LargestCliff(); ok {
		cliff = size(j.Size)
	}
	jumps := c.Jumps()
	r := c.MarginalRates()
	steepest := maxAbs(size(r.Lowest), size(r.Highest))
	steepest.Mul(steepest, c.Unit())
	return func(from, until *big.Rat, places int32) *big.Rat {
		var between []analysis.Jump
		for _, j := range jumps {
			if j.At.Cmp(analysis.Exactly(from)) >= 0 && j.At.Cmp(analysis.Exactly(until)) <= 0 {
				between = append(between, j)
			}
		}
		most := new(big.Rat)
		if len(between) == 1 {
			most.Set(cliff)
		} else {
			for _, j := range between {
				most.Add(most, size(j.Size))
			}
		}
		width := new(big.Rat).Sub(until, from)
		most.Add(most, width.Mul(width, steepest))
		return most.Add(most, decimal.New(2, -places).Rat())
	}
}

func maxAbs(a, b *big.Rat) *big.Rat {
	a, b = new(big.Rat).Abs(a), new(big.Rat).Abs(b)
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// TestLiabilityHoldsFarOut: no curve with a longer range pays more than the most that the shorter one states, and where it
// states that there is no most, the longer one pays more.
func TestLiabilityHoldsFarOut(t *testing.T) {
	bounded, unbounded := 0, 0
	for seed := range uint64(seeds(120, 2_000)) {
		a, ok := ask(t, seed, incentive.RoundStatement)
		if !ok {
			continue
		}
		c, err := a.payout(seed)
		if err != nil {
			continue
		}
		l := c.Liability()
		_, until := c.Range()
		far := new(big.Rat).Mul(until, big.NewRat(20, 1))
		q := a.question
		q.Until = decimal.NewNullDecimal(num.RoundRat(far, 4, num.Up))
		q.MaxPieces = 2_000
		longer, err := analysis.Payout(a.program, q)
		if err != nil {
			continue
		}
		most := longer.Highest()
		switch {
		case l.Unbounded:
			unbounded++
			at, _ := longer.At(far)
			require.True(t, l.Slope == nil || l.Slope.Sign() > 0 && at != nil, "seed %d", seed)
		case l.Known:
			bounded++
			require.LessOrEqual(t, most.Pay.Cmp(l.Most.Pay), 0, "seed %d: %s paid at %s, more than %s", seed, most.Pay, most.At, l.Most.Pay)
		}
	}
	t.Logf("%d bounded, %d unbounded", bounded, unbounded)
	require.Positive(t, bounded)
	require.Positive(t, unbounded)
}

// TestFinerRoundingStaysNear: where a plan rounds slices, credits or components, what it pays is as near to the curve as
// the roundings allow.
func TestFinerRoundingStaysNear(t *testing.T) {
	compared := 0
	for seed := range uint64(seeds(150, 3_000)) {
		a, ok := ask(t, seed, "")
		if !ok {
			continue
		}
		c, err := a.payout(seed)
		if err != nil {
			continue
		}
		from, until := c.Range()
		for n := range int64(5) {
			x := new(big.Rat).Sub(until, from)
			at, _ := c.Around(analysis.Exactly(x.Add(x.Mul(x, big.NewRat(n, 5)), from)))
			s, ok := paid(t, a, c, at)
			if !ok {
				continue
			}
			parts, factor := int64(2), big.NewRat(1, 1)
			for l := range s.Lines() {
				parts++
				for range l.Slices() {
					parts++
				}
			}
			for l := range s.EarlierLines() {
				parts++
				for range l.Slices() {
					parts++
				}
			}
			for x := range s.Adjustments() {
				parts++
				if x.Factor.Valid && x.Factor.Decimal.Rat().Cmp(big.NewRat(1, 1)) > 0 && x.Kind == incentive.AdjustMultiplier {
					factor.Mul(factor, x.Factor.Decimal.Rat())
				}
			}
			pay, _ := c.At(at)
			off := new(big.Rat).Sub(pay, s.Earned().Rat())
			most := new(big.Rat).Mul(factor, big.NewRat(parts, 1))
			most.Mul(most, decimal.New(1, -s.Places()).Rat())
			require.LessOrEqual(t, off.Abs(off).Cmp(most), 0, "seed %d at %s: curve %s, engine %s\n%s", seed, at, pay.FloatString(8), s.Earned(), describe(a, c, s))
			compared++
		}
	}
	t.Logf("%d points compared", compared)
	require.Positive(t, compared)
}

func describe(a asked, c *analysis.Curve, s incentive.Statement) string {
	var b strings.Builder
	data, _ := a.plan.JSON()
	b.Write(data)
	for _, p := range c.Pieces() {
		b.WriteString("\n" + p.From.String() + " .. " + p.Until.String() + ": " + p.Pay.Text())
	}
	for l := range s.Lines() {
		b.WriteString("\n" + l.Transaction() + " " + l.Component() + " " + l.Base().String() + " " + l.Amount().String())
	}
	for x := range s.Adjustments() {
		b.WriteString("\n" + x.Component + " " + string(x.Kind) + " " + x.Amount.String())
	}
	return b.String()
}
