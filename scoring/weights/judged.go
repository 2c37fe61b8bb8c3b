package weights

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Judged is what judgements come to. The zero value is the result of none.
type Judged struct {
	// Weights are in the order of the items and sum to exactly 1.
	Weights []Weight `json:"weights"`
	// Method is the one that made them.
	Method Method `json:"method"`
	// Consistency says how well the judgements agree with each other.
	Consistency Consistency `json:"consistency"`
	// Worst is the judgement that deviates most from the weights; the zero value when all of them fit exactly. Of several
	// that deviate alike it is the first by row, then by column.
	Worst Judgement `json:"worst,omitzero"`
	// Alike are the other judgements that deviate as much as Worst. Of three items all three always do, so that which of
	// them is wrong cannot be told.
	Alike []Judgement `json:"alike,omitempty"`
}

// Consistency says how well judgements agree with each other. Ratio is what is compared with a limit; 0 is perfect.
type Consistency struct {
	// Lambda is the principal eigenvalue of the matrix, at least the number of items, to 30 decimal places.
	Lambda decimal.Decimal `json:"lambda"`
	// Index is (Lambda - n) / (n - 1) for n items, 0 for one, to 30 decimal places.
	Index decimal.Decimal `json:"index"`
	// Table is the table of random indices, and RandomIndex its entry; both are zero for one and two items.
	Table       RandomIndex     `json:"table,omitempty"`
	RandomIndex decimal.Decimal `json:"randomIndex,omitzero"`
	// Ratio is Index / RandomIndex, 0 for one item and two, to 30 decimal places.
	Ratio decimal.Decimal `json:"ratio"`
	// Limit is the largest ratio accepted, inclusive.
	Limit kam.Fraction `json:"limit"`
}

// Judgement is one judgement beside the weights: A was judged to be Times as important as B.
type Judgement struct {
	// Place is where it stands in the [Judgements], such as "$.pairs[3].times" or "$.matrix[0][2]".
	Place string       `json:"place"`
	A     string       `json:"a"`
	B     string       `json:"b"`
	Times kam.Fraction `json:"times"`
	// Fits is the value that the weights ask for, weight of A by weight of B, rounded to four decimal places.
	Fits decimal.Decimal `json:"fits"`
	// Nearest is the step of the scale from 1/9 to 9 whose ratio to Fits is nearest to 1.
	Nearest kam.Fraction `json:"nearest"`
	// Deviation is the factor between Times and Fits, above 1, rounded to four decimal places.
	Deviation decimal.Decimal `json:"deviation"`
}

// FromJudgements returns the weights of j by the analytic hierarchy process. Judgements whose consistency ratio is above
// the limit are an [*InconsistentError] that names the worst of them; faults come all at once in a
// [*kam.InvalidError] with the codes that the package lists.
func FromJudgements(j Judgements) (Judged, error) {
	var found kam.Findings
	m := j.read(&found)
	places := placesOf(&found, "$.places", j.Places)
	if err := found.Err(); err != nil {
		return Judged{}, err
	}
	shares, lambda := principal(m.times)
	out := Judged{Method: Eigenvector}
	if j.Method == GeometricMean {
		out.Method, shares = GeometricMean, geometricMeans(m.times)
	}
	out.Weights = whole(j.Items, shares, places)
	limit := j.Limit
	if limit.IsZero() {
		limit = kam.Fraction{Num: 1, Den: 10}
	}
	ratio := out.Consistency.measure(lambda, len(j.Items), j.RandomIndex)
	out.Consistency.Limit = limit
	out.Worst, out.Alike = m.worst(shares)
	if ratio.Cmp(limit.Rat()) > 0 {
		return Judged{}, &InconsistentError{Consistency: out.Consistency, Worst: out.Worst, Alike: out.Alike}
	}
	return out, nil
}

// measure sets c for n items and returns the exact consistency ratio.
func (c *Consistency) measure(lambda *big.Rat, n int, table RandomIndex) *big.Rat {
	c.Lambda = num.RoundRat(lambda, exactPlaces, num.HalfEven)
	index, known := table.Of(n)
	if !known {
		return new(big.Rat)
	}
	c.Table, c.RandomIndex = table, index
	ratio := new(big.Rat).Sub(lambda, big.NewRat(int64(n), 1))
	ratio.Mul(ratio, big.NewRat(1, int64(n-1)))
	c.Index = num.RoundRat(ratio, exactPlaces, num.HalfEven)
	ratio.Quo(ratio, num.Rat(index))
	c.Ratio = num.RoundRat(ratio, exactPlaces, num.HalfEven)
	return ratio
}

// comparedPlaces is the number of decimal places to which deviations are compared, so that those that are equal but for the
// last digits of the weights go by their order.
const comparedPlaces = 20

// worst returns the judgement with the largest factor between what was judged and the ratio of the weights, and the
// others of the same factor; by row, then by column.
func (m judged) worst(shares []*big.Rat) (first Judgement, alike []Judgement) {
	largest := decimal.New(1, 0)
	var at [][2]int
	for i := range m.items {
		for k := i + 1; k < len(m.items); k++ {
			d := num.RoundRat(deviation(m.times[i][k], shares[i], shares[k]), comparedPlaces, num.HalfEven)
			switch d.Cmp(largest) {
			case 1:
				at, largest = [][2]int{{i, k}}, d
			case 0:
				if len(at) > 0 {
					at = append(at, [2]int{i, k})
				}
			}
		}
	}
	for i, cell := range at {
		if i == 0 {
			first = m.beside(cell[0], cell[1], shares, largest)
			continue
		}
		alike = append(alike, m.beside(cell[0], cell[1], shares, largest))
	}
	return first, alike
}

// beside returns a judgement beside the weights.
func (m judged) beside(row, column int, shares []*big.Rat, off decimal.Decimal) Judgement {
	s := m.said[row][column]
	if s.reversed {
		row, column = column, row
	}
	times, fits := m.times[row][column], new(big.Rat).Quo(shares[row], shares[column])
	return Judgement{
		Place: s.place, A: m.items[row], B: m.items[column],
		Times: kam.Fraction{Num: times.Num().Int64(), Den: times.Denom().Int64()},
		Fits:  num.RoundRat(fits, 4, num.HalfUp), Nearest: nearest(fits),
		Deviation: num.RoundRat(num.Rat(off), 4, num.HalfUp),
	}
}

// deviation returns the factor, at least 1, between a judgement and the ratio of two weights.
func deviation(times, a, b *big.Rat) *big.Rat {
	return apart(times, new(big.Rat).Quo(a, b))
}

// apart returns the ratio of the greater to the less of two positive numbers.
func apart(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) < 0 {
		x, y = y, x
	}
	return new(big.Rat).Quo(x, y)
}

// nearest returns the step of the scale with the least factor to r.
func nearest(r *big.Rat) kam.Fraction {
	best := kam.Whole()
	least := apart(r, best.Rat())
	for n := int64(2); n <= 9; n++ {
		for _, step := range []kam.Fraction{{Num: n, Den: 1}, {Num: 1, Den: n}} {
			if d := apart(r, step.Rat()); d.Cmp(least) < 0 {
				best, least = step, d
			}
		}
	}
	return best
}

// Explain returns the weights and their consistency in a sentence; ratios are rounded half away from zero to four
// decimal places.
func (j Judged) Explain() kam.Text {
	if len(j.Weights) == 0 {
		return say("nothing was judged", "没有任何判断")
	}
	list := listed(j.Weights)
	if j.Consistency.Table == "" {
		return say("%s; up to two items are always consistent", "%s；两项以内总是一致", list)
	}
	return say("%s; %s", "%s；%s", list, j.Consistency.explain())
}

func (c Consistency) explain() kam.Text {
	return say("consistency ratio %s, limit %s (λmax %s, CI %s, RI %s by %s)", "一致性比率 CR 为 %s，上限 %s（λmax %s，CI %s，RI %s，取自 %s）",
		four(c.Ratio), c.Limit, four(c.Lambda), four(c.Index), write(c.RandomIndex), c.Table.name())
}

// four returns d rounded half away from zero to four decimal places, as text, and "?" when it is out of bounds.
func four(d decimal.Decimal) string {
	if num.Check(d) != nil {
		return "?"
	}
	return num.Format(num.Round(d, 4, num.HalfUp))
}
