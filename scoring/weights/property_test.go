package weights_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring/weights"
)

// anyJudgements are n items with judgements from the scale, accepted however they contradict each other.
func anyJudgements(r *rand.Rand, n int) weights.Judgements {
	j := weights.Judgements{RandomIndex: weights.DoneganDodd1991, Limit: kam.MustFraction("1000"), Places: 12, Matrix: make([][]kam.Fraction, n)}
	for i := range n {
		j.Items = append(j.Items, fmt.Sprintf("item %d", i))
		j.Matrix[i] = make([]kam.Fraction, n)
		j.Matrix[i][i] = kam.Whole()
	}
	for i := range n {
		for k := i + 1; k < n; k++ {
			judgeAs(j.Matrix, i, k, step(r))
		}
	}
	return j
}

func step(r *rand.Rand) kam.Fraction {
	n := 1 + r.Int64N(9)
	if r.IntN(2) == 0 {
		return kam.Fraction{Num: n, Den: 1}
	}
	return kam.Fraction{Num: 1, Den: n}
}

func judgeAs(m [][]kam.Fraction, i, k int, f kam.Fraction) {
	m[i][k], m[k][i] = f, kam.Fraction{Num: f.Den, Den: f.Num}
}

func methods(t *testing.T, run func(t *testing.T, method weights.Method)) {
	for _, m := range []weights.Method{weights.Eigenvector, weights.GeometricMean} {
		t.Run(string(m), func(t *testing.T) { run(t, m) })
	}
}

func TestWeightsSumToOneAndRatioIsNotNegative(t *testing.T) {
	methods(t, func(t *testing.T, method weights.Method) {
		r := rand.New(rand.NewPCG(1, 1))
		for range 60 {
			j := anyJudgements(r, 1+r.IntN(weights.MaxItems))
			j.Method, j.Places = method, 1+r.Int32N(12)
			out := judge(t, j)
			require.False(t, out.Consistency.Ratio.IsNegative())
			require.False(t, out.Consistency.Lambda.LessThan(decimal.New(int64(len(j.Items)), 0)))
		}
	})
}

func TestPermutedItemsHavePermutedWeights(t *testing.T) {
	methods(t, func(t *testing.T, method weights.Method) {
		r := rand.New(rand.NewPCG(2, 2))
		for range 50 {
			j := anyJudgements(r, 3+r.IntN(8))
			j.Method = method
			before := judge(t, j)
			order := r.Perm(len(j.Items))
			p := j
			p.Items, p.Matrix = make([]string, len(order)), make([][]kam.Fraction, len(order))
			for to, from := range order {
				p.Items[to] = j.Items[from]
				for _, column := range order {
					p.Matrix[to] = append(p.Matrix[to], j.Matrix[from][column])
				}
			}
			after := judge(t, p)
			require.True(t, before.Consistency.Lambda.Equal(after.Consistency.Lambda))
			require.True(t, before.Worst.Deviation.Equal(after.Worst.Deviation))
			for to, from := range order {
				require.True(t, before.Weights[from].Share.Equal(after.Weights[to].Share), "%s %s", before.Weights, after.Weights)
			}
		}
	})
}

func TestRaisedJudgementRaisesTheWeight(t *testing.T) {
	methods(t, func(t *testing.T, method weights.Method) {
		r := rand.New(rand.NewPCG(3, 3))
		for range 100 {
			j := anyJudgements(r, 2+r.IntN(8))
			j.Method = method
			i, k := r.IntN(len(j.Items)), r.IntN(len(j.Items))
			f := j.Matrix[i][k]
			raised := kam.Fraction{Num: f.Num + 1, Den: f.Den}
			if i == k || raised.Cmp(kam.MustFraction("9")) > 0 {
				continue
			}
			before := judge(t, j)
			judgeAs(j.Matrix, i, k, raised)
			after := judge(t, j)
			require.True(t, after.Weights[i].Share.GreaterThan(before.Weights[i].Share))
			require.True(t, after.Weights[k].Share.LessThan(before.Weights[k].Share))
		}
	})
}

func TestPairsAndMatrixAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 50 {
		j := anyJudgements(r, 3+r.IntN(5))
		p := j
		p.Matrix = nil
		for i := range j.Items {
			for k := range i {
				a, b := i, k
				if r.IntN(2) == 0 {
					a, b = b, a
				}
				p.Pairs = append(p.Pairs, weights.Pair{A: j.Items[a], B: j.Items[b], Times: j.Matrix[a][b]})
			}
		}
		r.Shuffle(len(p.Pairs), func(i, k int) { p.Pairs[i], p.Pairs[k] = p.Pairs[k], p.Pairs[i] })
		left, right := judge(t, j), judge(t, p)
		require.Equal(t, left.Weights, right.Weights)
		require.True(t, left.Consistency.Ratio.Equal(right.Consistency.Ratio))
	}
}

// slowly is the power iteration as in the textbook: multiply, divide by the sum, again; in steps of 10^-60.
func slowly(j weights.Judgements) (w []*big.Rat, lambda *big.Rat) {
	w = make([]*big.Rat, len(j.Items))
	for i := range w {
		w[i] = big.NewRat(1, 1)
	}
	for range 2000 {
		next, sum := make([]*big.Rat, len(w)), new(big.Rat)
		for i := range w {
			next[i] = new(big.Rat)
			for k := range w {
				next[i].Add(next[i], new(big.Rat).Mul(j.Matrix[i][k].Rat(), w[k]))
			}
			sum.Add(sum, next[i])
		}
		moved := false
		for i := range w {
			next[i] = num.Rat(num.RoundRat(next[i].Quo(next[i], sum), 60, num.HalfEven))
			moved = moved || next[i].Cmp(w[i]) != 0
		}
		w, lambda = next, sum
		if !moved {
			break
		}
	}
	return w, lambda
}

func TestAgainstTheTextbook(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 5 {
		j := anyJudgements(r, 3+r.IntN(4))
		w, lambda := slowly(j)
		out := judge(t, j)
		require.True(t, num.RoundRat(lambda, 28, num.HalfEven).Equal(num.Round(out.Consistency.Lambda, 28, num.HalfEven)), out.Consistency.Lambda)
		for i, want := range w {
			away := new(big.Rat).Sub(want, num.Rat(out.Weights[i].Share))
			require.Negative(t, away.Abs(away).Cmp(big.NewRat(1, 1_000_000_000_000)))
		}
	}
}

func TestMeansAgainstTheirPowers(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 40 {
		j := anyJudgements(r, 2+r.IntN(6))
		j.Method = weights.GeometricMean
		out := judge(t, j)
		n := len(j.Items)
		for i := range n {
			for k := range n {
				// (w_i/w_k)^n is the product of row i by that of row k, but for the rounding to 12 places.
				exact := big.NewRat(1, 1)
				for l := range n {
					exact.Mul(exact, j.Matrix[i][l].Rat()).Quo(exact, j.Matrix[k][l].Rat())
				}
				ratio := new(big.Rat).Quo(num.Rat(out.Weights[i].Share), num.Rat(out.Weights[k].Share))
				power := big.NewRat(1, 1)
				for range n {
					power.Mul(power, ratio)
				}
				off := power.Quo(power, exact)
				off.Sub(off, big.NewRat(1, 1))
				require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 10_000_000)))
			}
		}
	}
}

func TestSynthesisMatchesTheSumOverAllPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 100 {
		var layers [4][]string
		for l := range layers {
			for i := range 1 + r.IntN(4) {
				layers[l] = append(layers[l], fmt.Sprintf("%d-%d", l, i))
			}
		}
		local := func(ids []string) []weights.Weight {
			out, left := make([]weights.Weight, len(ids)), int64(100)
			for i, id := range ids {
				take := r.Int64N(left + 1)
				if i == len(ids)-1 {
					take = left
				}
				left -= take
				out[i] = weights.Weight{ID: id, Share: decimal.New(take, -2)}
			}
			return out
		}
		top := local(layers[0])
		want := make(map[string]*big.Rat)
		for _, w := range top {
			want[w.ID] = num.Rat(w.Share)
		}
		var branches []weights.Branch
		for l := range 3 {
			for _, id := range layers[l] {
				b := weights.Branch{Under: id, Weights: local(layers[l+1])}
				branches = append(branches, b)
				for _, w := range b.Weights {
					if want[w.ID] == nil {
						want[w.ID] = new(big.Rat)
					}
					want[w.ID].Add(want[w.ID], new(big.Rat).Mul(want[id], num.Rat(w.Share)))
				}
			}
		}
		r.Shuffle(len(branches), func(i, k int) { branches[i], branches[k] = branches[k], branches[i] })
		out, err := weights.Synthesise(top, branches, 8)
		require.NoError(t, err)
		sumsToOne(t, out)
		require.Len(t, out, len(layers[3]))
		for _, w := range out {
			require.Zero(t, want[w.ID].Cmp(num.Rat(w.Share)), "eight places hold four levels of two")
		}
	}
}

func TestPointsAreTheExactMean(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 100 {
		a := weights.Allocation{Places: 12}
		n := 1 + r.IntN(5)
		for i := range n {
			a.Items = append(a.Items, fmt.Sprint("i", i))
		}
		sums, counting := make([]*big.Rat, n), new(big.Rat)
		for i := range sums {
			sums[i] = new(big.Rat)
		}
		for k := range 1 + r.IntN(6) {
			judge := weights.Judge{ID: fmt.Sprint("j", k), Weight: kam.Fraction{Num: 1 + r.Int64N(5), Den: 1 + r.Int64N(5)}}
			left := int64(1000)
			for i := range n {
				take := r.Int64N(left + 1)
				if i == n-1 {
					take = left
				}
				left -= take
				judge.Points = append(judge.Points, decimal.New(take, -1))
				sums[i].Add(sums[i], new(big.Rat).Mul(judge.Weight.Rat(), big.NewRat(take, 1000)))
			}
			counting.Add(counting, judge.Weight.Rat())
			a.Judges = append(a.Judges, judge)
		}
		out, err := weights.FromPoints(a)
		require.NoError(t, err)
		sumsToOne(t, out.Weights)
		for i, w := range out.Weights {
			away := new(big.Rat).Sub(new(big.Rat).Quo(sums[i], counting), num.Rat(w.Share))
			require.Negative(t, away.Abs(away).Cmp(big.NewRat(1, 1_000_000_000_000)))
		}
	}
}

func TestInputsStayAsTheyWere(t *testing.T) {
	j := abc()
	copied := abc()
	out := judge(t, j)
	out.Weights[0].ID = "x"
	assert.Equal(t, copied, j)
	a, b := panel(), panel()
	_, err := weights.FromPoints(a)
	require.NoError(t, err)
	assert.Equal(t, b, a)
	top, copiedTop := ws("a", "0.5", "b", "0.5"), ws("a", "0.5", "b", "0.5")
	branches := []weights.Branch{under("a", "x", "1")}
	_, err = weights.Synthesise(top, branches, 0)
	require.NoError(t, err)
	assert.Equal(t, copiedTop, top)
}

func TestHardestMatrixSettles(t *testing.T) {
	// In a circle of nines everything beats its successors half-way round: as contradictory as judgements get.
	n := weights.MaxItems - 1
	j := anyJudgements(rand.New(rand.NewPCG(9, 9)), n)
	for i := range n {
		for k := range n {
			if i != k && (k-i+n)%n <= n/2 {
				judgeAs(j.Matrix, i, k, kam.MustFraction("9"))
			}
		}
	}
	out := judge(t, j)
	// Rows sum to 1 + 9*9 + 9/9 = 83, so that is the eigenvalue, and all weigh the same.
	assert.Equal(t, "83", num.Format(out.Consistency.Lambda))
	assert.Equal(t, "0.052631578948", num.Format(out.Weights[0].Share))
	assert.Equal(t, "0.052631578947", num.Format(out.Weights[n-1].Share))
}

// The weights of items are in the proportion of whole numbers from 1 to 9, so that every judgement is on the scale.
func TestConsistentJudgementsReturnTheirWeights(t *testing.T) {
	methods(t, func(t *testing.T, method weights.Method) {
		r := rand.New(rand.NewPCG(3, 9))
		for range 60 {
			n := 1 + r.IntN(weights.MaxItems)
			sizes, total := make([]int64, n), int64(0)
			for i := range sizes {
				sizes[i] = 1 + r.Int64N(9)
				total += sizes[i]
			}
			j := weights.Judgements{Method: method, RandomIndex: weights.DoneganDodd1991, Places: 1 + r.Int32N(12)}
			shares := make([]*big.Rat, n)
			for i, a := range sizes {
				j.Items = append(j.Items, fmt.Sprint("i", i))
				shares[i] = big.NewRat(a, total)
				row := make([]kam.Fraction, n)
				for k, b := range sizes {
					row[k] = kam.MustFraction(big.NewRat(a, b).RatString())
				}
				j.Matrix = append(j.Matrix, row)
			}
			out := judge(t, j)
			for i, share := range num.Distribute(decimal.New(1, 0), shares, j.Places) {
				require.True(t, share.Equal(out.Weights[i].Share), "%v: %s, want %s", sizes, out.Weights[i], share)
			}
			require.True(t, out.Consistency.Ratio.IsZero())
			require.Zero(t, out.Worst)
			require.Empty(t, out.Alike)
		}
	})
}
