package breakdown_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// pool is a tree of cells for the reference: what a cell takes at a level of filling is evaluated from the definition,
// and the level is found by halving.
type pool struct {
	weight   *big.Rat // of a leaf
	lo, hi   *big.Rat // hi nil is no bound
	children []*pool
	value    *big.Rat
}

func (p *pool) inner(level *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, c := range p.children {
		sum.Add(sum, c.at(level))
	}
	return sum
}

func (p *pool) at(level *big.Rat) *big.Rat {
	var v *big.Rat
	if p.children == nil {
		v = new(big.Rat).Mul(level, p.weight)
	} else {
		v = p.inner(level)
	}
	if v.Cmp(p.lo) < 0 {
		v = p.lo
	}
	if p.hi != nil && v.Cmp(p.hi) > 0 {
		v = p.hi
	}
	return v
}

// least and most are what the limits at and below p leave; most is nil when there is no bound.
func (p *pool) reach() (least, most *big.Rat, ok bool) {
	least, most, ok = p.lo, p.hi, true
	if p.children != nil {
		sumLeast, sumMost := new(big.Rat), new(big.Rat)
		for _, c := range p.children {
			lo, hi, good := c.reach()
			ok = ok && good
			sumLeast.Add(sumLeast, lo)
			if sumMost == nil || hi == nil {
				sumMost = nil
				continue
			}
			sumMost.Add(sumMost, hi)
		}
		if sumLeast.Cmp(least) > 0 {
			least = sumLeast
		}
		if sumMost != nil && (most == nil || sumMost.Cmp(most) < 0) {
			most = sumMost
		}
	}
	return least, most, ok && (most == nil || least.Cmp(most) <= 0)
}

// fill gives p a value and its children theirs, to within 2^-60 of their exact shares.
func (p *pool) fill(value *big.Rat) {
	p.value = value
	if p.children == nil {
		return
	}
	low, high := new(big.Rat), big.NewRat(1, 1)
	for range 80 {
		if p.inner(high).Cmp(value) >= 0 {
			break
		}
		high.Add(high, high)
	}
	for range 70 {
		middle := new(big.Rat).Add(low, high)
		middle.Quo(middle, big.NewRat(2, 1))
		if p.inner(middle).Cmp(value) >= 0 {
			high = middle
		} else {
			low = middle
		}
	}
	for _, c := range p.children {
		c.fill(c.at(high))
	}
}

// randomYear returns a spec with random weights and limits, and its reference, turned to a positive total.
func randomYear(r *rand.Rand) (breakdown.TimeSpec, *pool) {
	spec := year("0", kam.Quarter, kam.Month)
	spec.Basis = breakdown.Basis{By: breakdown.Pattern}
	sign := int64(1 - 2*r.IntN(2))
	total := r.Int64N(3000)
	spec.Total = decimal.New(sign*total, 0)
	root := &pool{lo: new(big.Rat)}
	limit := func(label string, size int64) *pool {
		p := &pool{lo: new(big.Rat)}
		l := breakdown.TimeLimit{Cell: label}
		set := func(units int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(sign*units, 0)) }
		switch r.IntN(8) {
		case 0:
			n := r.Int64N(size)
			l.Hold, p.lo, p.hi = set(n), big.NewRat(n, 1), big.NewRat(n, 1)
		case 1:
			n := r.Int64N(size)
			l.Min, p.lo = set(n), big.NewRat(n, 1)
		case 2:
			n := r.Int64N(2 * size)
			l.Max, p.hi = set(n), big.NewRat(n, 1)
		case 3:
			n, m := r.Int64N(size), r.Int64N(size)
			l.Min, p.lo = set(n), big.NewRat(n, 1)
			l.Max, p.hi = set(n+m), big.NewRat(n+m, 1)
		default:
			return p
		}
		if sign < 0 {
			l.Min, l.Max = l.Max, l.Min
		}
		spec.Limits = append(spec.Limits, l)
		return p
	}
	for q := range 4 {
		quarter := limit(fmt.Sprintf("2026-Q%d", q+1), total/3+1)
		for m := range 3 {
			w := 1 + r.Int64N(9)
			spec.Basis.Pattern = append(spec.Basis.Pattern, w)
			month := limit(fmt.Sprintf("2026-%02d", 3*q+m+1), total/9+1)
			month.weight = big.NewRat(w, 1)
			quarter.children = append(quarter.children, month)
		}
		root.children = append(root.children, quarter)
	}
	return spec, root
}

func TestTimeAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	made, bound := 0, 0
	for range 600 {
		spec, root := randomYear(r)
		plan, err := breakdown.OverTime(spec, nil)
		total := num.Rat(spec.Total)
		total.Abs(total)
		least, most, ok := root.reach()
		possible := ok && least.Cmp(total) <= 0 && (most == nil || most.Cmp(total) >= 0)
		require.Equal(t, possible, err == nil, "%v: %+v", err, spec.Limits)
		if err != nil {
			continue
		}
		made++
		foots(t, plan)
		root.fill(total)
		check := func(c breakdown.TimeCell, p *pool) {
			got := num.Rat(c.Target)
			if spec.Total.IsNegative() {
				got.Neg(got)
			}
			require.GreaterOrEqual(t, got.Sign(), 0, "wrong sign: %s in %s", c.Target, c.Label)
			require.GreaterOrEqual(t, got.Cmp(p.lo), 0, "below its minimum")
			require.True(t, p.hi == nil || got.Cmp(p.hi) <= 0, "above its maximum")
			away := new(big.Rat).Sub(got, p.value)
			limit := new(big.Rat).Add(big.NewRat(1, 1), big.NewRat(1, 1<<40))
			require.Negative(t, away.Abs(away).Cmp(limit), "%s: %s, exactly about %s", c.Label, c.Target, p.value.FloatString(6))
			if c.Reason == breakdown.AtMaximum || c.Reason == breakdown.AtMinimum {
				bound++
			}
		}
		quarters, months := plan.Cells(kam.Quarter), plan.Cells(kam.Month)
		for q, quarter := range root.children {
			check(quarters[q], quarter)
			for m, month := range quarter.children {
				check(months[3*q+m], month)
			}
		}
	}
	assert.Greater(t, made, 100)
	assert.Greater(t, bound, 300)
}

func TestMonotone(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 2))
	fell := 0
	for range 60 {
		spec, _ := randomYear(r)
		spec.Total = spec.Total.Abs()
		for i := range spec.Limits {
			l := &spec.Limits[i]
			l.Hold.Decimal, l.Min.Decimal, l.Max.Decimal = l.Hold.Decimal.Abs(), l.Min.Decimal.Abs(), l.Max.Decimal.Abs()
			if l.Min.Valid && l.Max.Valid && l.Min.Decimal.Cmp(l.Max.Decimal) > 0 {
				l.Min, l.Max = l.Max, l.Min
			}
		}
		for _, method := range []spread.Method{spread.Divisor, spread.LargestRemainder} {
			spec.Method = method
			var before breakdown.TimePlan
			for step := range 20 {
				next := spec
				next.Total = spec.Total.Add(decimal.New(int64(step), 0))
				plan, err := breakdown.OverTime(next, nil)
				if err != nil {
					before = breakdown.TimePlan{}
					continue
				}
				foots(t, plan)
				for _, k := range before.Kinds() {
					for i, c := range before.Cells(k) {
						if plan.Cells(k)[i].Target.Cmp(c.Target) >= 0 {
							continue
						}
						fell++
						require.NotEqual(t, spread.Divisor, method, "%s fell from %s with the total %s", c.Label, c.Target, next.Total)
					}
				}
				before = plan
			}
		}
	}
	assert.Positive(t, fell, "largest remainders are not monotone")
}

func TestHoldingEverythingChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 3))
	for range 300 {
		spec, _ := randomYear(r)
		plan, err := breakdown.OverTime(spec, nil)
		if err != nil {
			continue
		}
		again := spec
		again.Limits = nil
		weights := make([]int64, 0, 12)
		for _, c := range plan.Leaves() {
			again.Limits = append(again.Limits, breakdown.TimeLimit{Cell: c.Label, Hold: decimal.NewNullDecimal(c.Target)})
			weights = append(weights, c.Target.Abs().IntPart())
		}
		assert.Equal(t, targets(plan.Leaves()), targets(overTime(t, again, nil).Leaves()))
		again.Limits, again.Basis.Pattern, again.Zero = nil, weights, spread.ZeroEven
		assert.Equal(t, targets(plan.Leaves()), targets(overTime(t, again, nil).Leaves()), "its results as weights")
	}
}

func TestCatchUpLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 4))
	for range 500 {
		spec := year(fmt.Sprint(r.Int64N(5000)), kam.Quarter, kam.Month, kam.Week)
		if r.IntN(2) == 0 {
			spec.Total = spec.Total.Neg()
		}
		plan := overTime(t, spec, nil)
		months := plan.Cells(kam.Month)
		up := breakdown.CatchUpSpec{
			Kind:  kam.Month,
			Carry: []breakdown.Carry{breakdown.Proportional, breakdown.Evenly, breakdown.ToLast, breakdown.CarryNone}[r.IntN(4)],
			Odd:   spread.OddToLast,
		}
		if r.IntN(2) == 0 {
			up.MaxUplift = kam.Fraction{Num: 1 + r.Int64N(9), Den: 20}
		}
		closed := 1 + r.IntN(12)
		for i := range closed {
			value := decimal.New(r.Int64N(90_000)-5_000, -2)
			if spec.Total.IsNegative() {
				value = value.Neg()
			}
			up.Closed = append(up.Closed, breakdown.Actual{Cell: months[i].Label, Value: value})
		}
		got, err := breakdown.CatchUp(plan, up)
		require.NoError(t, err)
		foots(t, got.Plan)
		want := plan.Total().Sub(got.Unplaced).Add(got.Surplus)
		require.True(t, want.Equal(got.Plan.Total()), "%s less %s plus %s is not %s", plan.Total(), got.Unplaced, got.Surplus, got.Plan.Total())
		require.True(t, got.Unplaced.IsZero() || got.Surplus.IsZero())
		for i, c := range got.Plan.Cells(kam.Month) {
			if i < closed {
				require.True(t, c.Target.Equal(up.Closed[i].Value))
				continue
			}
			was, is := months[i].Target.Abs(), c.Target.Abs()
			require.True(t, spec.Total.IsZero() || c.Target.Sign() != -spec.Total.Sign(), "%s turned its sign", c.Label)
			if up.MaxUplift.Num > 0 {
				most := new(big.Rat).Mul(num.Rat(was), new(big.Rat).Add(big.NewRat(1, 1), up.MaxUplift.Rat()))
				require.LessOrEqual(t, num.Rat(is).Cmp(most), 0, "%s rose from %s to %s", c.Label, was, is)
			}
			if up.Carry == breakdown.CarryNone {
				require.True(t, was.Equal(is))
			}
		}
	}
}

// randomOrg returns an organisation of four levels with random weights and limits.
func randomOrg(r *rand.Rand) breakdown.OrgSpec {
	spec := breakdown.OrgSpec{
		Total: decimal.New(r.Int64N(100_000)-20_000, 0), Grain: dec("1"), Zero: spread.ZeroEven,
		Levels: []breakdown.OrgLevel{{Name: "region"}, {Name: "team"}, {Name: "manager"}, {Name: "account"}},
		Basis: []breakdown.OrgBasis{
			{By: breakdown.ByHistory, Share: kam.MustFraction("0.6")}, {By: breakdown.ByPotential, Share: kam.MustFraction("0.4")},
		},
		Nodes: []breakdown.Node{{ID: "0", Level: "region"}},
	}
	for i := range spec.Levels {
		if r.IntN(2) == 0 {
			spec.Levels[i].OverAssign = kam.Fraction{Num: r.Int64N(30), Den: 100}
		}
	}
	var grow func(parent string, level int)
	grow = func(parent string, level int) {
		for i := range 1 + r.IntN(4) {
			n := breakdown.Node{
				ID: fmt.Sprintf("%s.%d", parent, i), Parent: parent, Level: spec.Levels[level].Name,
				History: decimal.NewNullDecimal(decimal.New(r.Int64N(50), 0)), Potential: decimal.NewNullDecimal(decimal.New(r.Int64N(50), 0)),
			}
			value := decimal.NewNullDecimal(decimal.New(int64(spec.Total.Sign())*r.Int64N(900), 0))
			switch r.IntN(10) {
			case 0:
				n.Hold = value
			case 1:
				n.Min = value
			case 2:
				n.Max = value
			}
			spec.Nodes = append(spec.Nodes, n)
			if level+1 < len(spec.Levels) && (level == 1 || r.IntN(4) > 0) {
				grow(n.ID, level+1)
			}
		}
	}
	grow("0", 1)
	r.Shuffle(len(spec.Nodes), func(i, j int) { spec.Nodes[i], spec.Nodes[j] = spec.Nodes[j], spec.Nodes[i] })
	return spec
}

// footsDown checks that every node hands down its target times 1 + rate, within limits.
func footsDown(t *testing.T, spec breakdown.OrgSpec, plan breakdown.OrgPlan) {
	t.Helper()
	rates := map[string]*big.Rat{}
	for _, l := range spec.Levels {
		rate := l.OverAssign.Rat()
		rates[l.Name] = rate.Add(rate, big.NewRat(1, 1))
	}
	sums := map[string]decimal.Decimal{}
	for _, n := range plan.Nodes() {
		sums[n.Parent] = sums[n.Parent].Add(n.Own)
	}
	for _, n := range plan.Nodes() {
		if !n.Children.Valid {
			continue
		}
		require.True(t, sums[n.ID].Equal(n.Children.Decimal), "below %s: %s", n.ID, sums[n.ID])
		require.True(t, n.Cushion.Decimal.Equal(n.Children.Decimal.Sub(n.Own)))
		units := new(big.Rat).Mul(num.Rat(n.Own), rates[n.Level])
		if rates[n.Level].Cmp(big.NewRat(1, 1)) == 0 {
			require.True(t, n.Own.Equal(n.Children.Decimal), "%s hands down %s of %s", n.ID, n.Children.Decimal, n.Own)
			continue
		}
		want := num.RoundRat(units.Quo(units, num.Rat(spec.Grain)), 0, num.HalfUp).Mul(spec.Grain)
		require.True(t, want.Equal(n.Children.Decimal), "%s hands down %s of %s", n.ID, n.Children.Decimal, n.Own)
	}
	for _, in := range spec.Nodes {
		n, ok := plan.Node(in.ID)
		require.True(t, ok)
		require.True(t, !in.Hold.Valid || n.Own.Equal(in.Hold.Decimal), "%s is held", n.ID)
		require.True(t, !in.Min.Valid || n.Own.Cmp(in.Min.Decimal) >= 0, "%s is below its minimum", n.ID)
		require.True(t, !in.Max.Valid || n.Own.Cmp(in.Max.Decimal) <= 0, "%s is above its maximum", n.ID)
	}
}

func TestOrganisationsFoot(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 5))
	made, over := 0, 0
	for range 2000 {
		spec := randomOrg(r)
		plan, err := breakdown.OverOrganisation(spec)
		if err != nil {
			for _, code := range codes(t, err) {
				require.Contains(t, code, "breakdown.bounds", "%v", err)
			}
			continue
		}
		made++
		footsDown(t, spec, plan)
		assigned, ok := plan.Assigned("0")
		require.True(t, ok)
		if !assigned.Equal(plan.Total()) {
			over++
		}
	}
	assert.Greater(t, made, 500)
	assert.Greater(t, over, 100)
}

func TestGridsFootInEveryDirection(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	made := 0
	for range 300 {
		spec := breakdown.BothSpec{Org: randomOrg(r), Time: year("0", kam.Quarter, kam.Month, kam.Week)}
		org, err := breakdown.OverOrganisation(spec.Org)
		if err != nil {
			continue
		}
		if r.IntN(2) == 0 {
			leaf := org.Leaves()[r.IntN(len(org.Leaves()))]
			weights := make([]int64, 64)
			for i := range weights {
				weights[i] = 1 + r.Int64N(9)
			}
			plan := overTime(t, year("0", kam.Quarter, kam.Month, kam.Week), nil)
			spec.Grid.Seasons = []breakdown.Season{{Node: leaf.ID, Weights: weights[:min(64, len(plan.Leaves()))]}}
			spec.Grid.Limits = []breakdown.GridLimit{{Node: leaf.ID, Cell: "2026-W07", Hold: null("0")}}
		}
		grid, err := breakdown.OverBoth(spec, nil)
		if err != nil {
			require.Contains(t, codes(t, err)[0], "breakdown.bounds", "%v", err)
			continue
		}
		made++
		foots(t, grid.Time())
		for _, n := range grid.Org().Nodes() {
			assigned, _ := grid.Org().Assigned(n.ID)
			for _, k := range grid.Time().Kinds() {
				sum := decimal.Zero
				for _, s := range grid.Steps(n.ID, k) {
					sum = sum.Add(s.Target)
					in, ok := grid.In(n.ID, s.Period)
					require.True(t, ok)
					require.True(t, in.Equal(s.Target))
				}
				require.True(t, sum.Equal(assigned), "%s by %s: %s, not %s", n.ID, k, sum, assigned)
			}
		}
		for j := range grid.Columns() {
			sum := decimal.Zero
			for i := range grid.Rows() {
				sum = sum.Add(grid.At(i, j))
			}
			require.True(t, sum.Equal(grid.Period(j).Target), "%s: %s", grid.Period(j).Label, sum)
		}
		table, ok := grid.Table("account", kam.Quarter)
		require.True(t, ok)
		for i, id := range table.Nodes {
			assert.Equal(t, fmt.Sprint(table.Cells[i]), fmt.Sprint(values(grid.Steps(id, kam.Quarter))))
		}
	}
	assert.Greater(t, made, 50)
}
