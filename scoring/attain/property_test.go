package attain_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring/attain"
)

func amount(r *rand.Rand) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.New(1+r.Int64N(1_000_000), -r.Int32N(4)))
}

func TestMethodsMirrorEachOther(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		a, target := amount(r), amount(r)
		var got [3]*big.Rat
		for i, m := range []attain.Method{attain.ActualByTarget, attain.TargetByActual, attain.TwoMinus} {
			ratio, err := attain.Of(a, target, m)
			require.NoError(t, err)
			got[i], _ = ratio.Rat()
		}
		require.Equal(t, "1", new(big.Rat).Mul(got[0], got[1]).RatString())
		require.Equal(t, "2", new(big.Rat).Add(got[0], got[2]).RatString())
	}
}

func TestCombinedAgreesWithObservationsAndLiesBetween(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 150 {
		var items []attain.Item
		var obs []kam.Observation
		var least, most *big.Rat
		for i := range 1 + r.IntN(8) {
			it := attain.Item{ID: fmt.Sprint(i), Actual: amount(r), Target: amount(r)}
			items = append(items, it)
			single, err := attain.Of(it.Actual, it.Target, attain.ActualByTarget)
			require.NoError(t, err)
			q, _ := single.Rat()
			if least == nil || q.Cmp(least) < 0 {
				least = q
			}
			if most == nil || q.Cmp(most) > 0 {
				most = q
			}
			o := observed()
			o.Subject.ID = it.ID
			o, err = single.Observation(o)
			require.NoError(t, err)
			obs = append(obs, o)
		}
		rule := attain.CombineRule{Method: attain.ActualByTarget}
		out, err := attain.Combine(items, rule)
		require.NoError(t, err)
		q, ok := out.Attainment.Rat()
		require.True(t, ok)
		require.LessOrEqual(t, least.Cmp(q), 0)
		require.LessOrEqual(t, q.Cmp(most), 0)
		top, bottom, err := kam.Combine(obs)
		require.NoError(t, err)
		require.Zero(t, q.Cmp(new(big.Rat).Quo(num.Rat(top.Decimal), num.Rat(bottom.Decimal))))
		mean, _ := out.Mean.Rat()
		difference, _ := out.Difference.Rat()
		require.Zero(t, mean.Cmp(new(big.Rat).Add(q, difference)))

		r.Shuffle(len(items), func(i, k int) { items[i], items[k] = items[k], items[i] })
		again, err := attain.Combine(items, rule)
		require.NoError(t, err)
		require.Equal(t, out.Attainment.String(), again.Attainment.String())
		require.Equal(t, out.Mean.String(), again.Mean.String())
	}
}

func TestPartsSumToTheWhole(t *testing.T) {
	c := mustCalendar(t, kam.CalendarSpec{Declared: []int{2026}})
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	r := rand.New(rand.NewPCG(3, 3))
	for range 60 {
		var stepped []attain.Step
		quarters, err := year.SplitMonths(3)
		require.NoError(t, err)
		for _, q := range quarters {
			stepped = append(stepped, attain.Step{Period: q, Weight: kam.Fraction{Num: 1 + r.Int64N(9), Den: 1 + r.Int64N(9)}})
		}
		target := amount(r)
		cuts, err := year.SplitDays(1 + r.IntN(120))
		require.NoError(t, err)
		for _, basis := range []attain.Basis{attain.CalendarDays, attain.WorkingDays, attain.Months, attain.Seasonal} {
			sum := new(big.Rat)
			for _, part := range cuts {
				p := attain.PartPeriod{Target: target, Period: year, Part: part, Basis: basis}
				if basis == attain.Seasonal {
					p.Steps = stepped
				}
				out, err := attain.Prorate(c, p)
				require.NoError(t, err)
				got, ok := out.Target()
				require.True(t, ok)
				require.GreaterOrEqual(t, got.Sign(), 0)
				sum.Add(sum, got)
			}
			require.Zero(t, sum.Cmp(num.Rat(target.Decimal)), basis)
		}
	}
}

// slowly adds up every window anew.
func slowly(ps []attain.Point, n int) []attain.Point {
	var out []attain.Point
	for i := 0; i+n <= len(ps); i++ {
		sum := decimal.NewNullDecimal(decimal.Decimal{})
		for k := i; k < i+n; k++ {
			if !ps[k].Value.Valid || k > i && ps[k-1].Period.Until != ps[k].Period.From {
				sum.Valid = false
				break
			}
			sum.Decimal = sum.Decimal.Add(ps[k].Value.Decimal)
		}
		out = append(out, attain.Point{Period: kam.Period{From: ps[i].Period.From, Until: ps[i+n-1].Period.Until}, Value: sum})
	}
	return out
}

func TestRollingAgainstWindows(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		day := kam.MustDay("2020-01-01")
		var ps []attain.Point
		for range r.IntN(20) {
			if r.IntN(6) == 0 {
				day = day.AddDays(3)
			}
			next := day.AddDays(1 + r.IntN(40))
			v := amount(r)
			if r.IntN(6) == 0 {
				v = decimal.NullDecimal{}
			}
			ps = append(ps, attain.Point{Period: kam.Period{From: day, Until: next}, Value: v})
			day = next
		}
		n := 1 + r.IntN(5)
		want := slowly(ps, n)
		given := append([]attain.Point(nil), ps...)
		r.Shuffle(len(given), func(i, k int) { given[i], given[k] = given[k], given[i] })
		got, err := attain.Rolling(given, n)
		require.NoError(t, err)
		require.Len(t, got, len(want))
		for i := range want {
			require.Equal(t, want[i].Period, got[i].Period)
			require.Equal(t, plain(want[i].Value), plain(got[i].Value))
		}
	}
}

func TestContributionsSumToTheIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		n := 1 + r.IntN(6)
		var shares []attain.Share
		left := int64(60)
		for i := range n {
			w := r.Int64N(left + 1)
			if i == n-1 {
				w = left
			}
			left -= w
			whole := 1 + r.Int64N(50)
			shares = append(shares, attain.Share{
				ID: fmt.Sprint(i), Part: decimal.NewNullDecimal(decimal.New(r.Int64N(whole+1), 0)),
				Whole: decimal.NewNullDecimal(decimal.New(whole, 0)), Weight: kam.Fraction{Num: w, Den: 60},
			})
		}
		out, err := attain.MarketDevelopment(shares)
		require.NoError(t, err)
		index, ok := out.Index.Rat()
		require.True(t, ok)
		require.GreaterOrEqual(t, index.Sign(), 0)
		require.LessOrEqual(t, index.Cmp(big.NewRat(1, 1)), 0)
		sum := new(big.Rat)
		for _, s := range out.Shares {
			c, ok := s.Contribution.Rat()
			require.True(t, ok)
			sum.Add(sum, c)
		}
		require.Zero(t, sum.Cmp(index))

		i := r.IntN(n)
		if shares[i].Part.Decimal.LessThan(shares[i].Whole.Decimal) {
			shares[i].Part.Decimal = shares[i].Part.Decimal.Add(decimal.New(1, 0))
			more, err := attain.MarketDevelopment(shares)
			require.NoError(t, err)
			raised, _ := more.Index.Rat()
			require.Equal(t, shares[i].Weight.Num > 0, raised.Cmp(index) > 0)
		}
	}
}

func TestYearBeforeKeepsMonthsWholeAndDaysInPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 500 {
		from := kam.MustDay("2016-01-01").AddDays(r.IntN(4000))
		p := kam.Period{From: from, Until: from.AddDays(1 + r.IntN(500))}
		out, err := attain.YearBefore(nil, p)
		require.NoError(t, err)
		require.NoError(t, out.Check())
		require.Equal(t, p.From.Year()-1, out.From.Year())
		require.Equal(t, p.From.Month(), out.From.Month())
		require.InDelta(t, p.Days(), out.Days(), 1, "%s %s", p, out)
		last, lastBefore := p.Until.AddDays(-1), out.Until.AddDays(-1)
		require.Equal(t, last.Month(), lastBefore.Month())
		require.Equal(t, p.Until.DayOfMonth() == 1, p.Until.DayOfMonth() == 1 && out.Until.DayOfMonth() == 1)
		if p.From.DayOfMonth() < 28 {
			require.Equal(t, p.From.DayOfMonth(), out.From.DayOfMonth())
		}
	}
}

func TestInputsStayAsTheyWere(t *testing.T) {
	unsorted := []attain.Point{series("2026-02-01", "2")[0], series("2026-01-01", "1")[0]}
	_, err := attain.Rolling(unsorted, 2)
	require.NoError(t, err)
	require.Equal(t, "2", plain(unsorted[0].Value))
	a, b := known("1"), known("3")
	r, err := attain.RatioOf(a, b)
	require.NoError(t, err)
	one := attain.ChangeOf(r, r)
	_ = one.Explain()
	equal(t, "1/3", r)
	equal(t, "1/3", one.Before)
}
