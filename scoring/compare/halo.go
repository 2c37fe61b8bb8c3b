package compare

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// halo returns the number of pairs of dimensions with a known correlation, and the mean of these.
func (s *raterSheet) halo(least int) (pairs int, mean decimal.NullDecimal) {
	dimensions := slices.Sorted(maps.Keys(s.dimensions))
	people := slices.Sorted(maps.Keys(s.scores))
	var sum heap
	for i, a := range dimensions {
		for _, b := range dimensions[i+1:] {
			if r, ok := s.correlation(people, a, b, least); ok {
				pairs++
				sum.add(r)
			}
		}
	}
	if pairs == 0 {
		return 0, decimal.NullDecimal{}
	}
	return pairs, rounded(sum.mean(pairs))
}

// correlation returns Pearson's correlation of two dimensions over the people with both: exact when it is a ratio, else
// to 30 decimal places. It is not known of too few people, and when either dimension is the same for all.
func (s *raterSheet) correlation(people []string, a, b string, least int) (*big.Rat, bool) {
	grid := newTally(s.dimensions[a].places)
	var n int
	var sa, sb, saa, sbb, sab big.Int
	for _, p := range people {
		x, ok := s.scores[p][a]
		y, also := s.scores[p][b]
		if !ok || !also {
			continue
		}
		u, v := grid.units(x), grid.units(y)
		n++
		sa.Add(&sa, u)
		sb.Add(&sb, v)
		sab.Add(&sab, new(big.Int).Mul(u, v))
		saa.Add(&saa, u.Mul(u, u))
		sbb.Add(&sbb, v.Mul(v, v))
	}
	if n < least {
		return nil, false
	}
	// cov = n*sum(xy) - sum(x)*sum(y), and so the variances; r^2 = cov^2 / (var * var).
	moment := func(both, x, y *big.Int) *big.Int {
		m := new(big.Int).Mul(both, big.NewInt(int64(n)))
		return m.Sub(m, new(big.Int).Mul(x, y))
	}
	cov, va, vb := moment(&sab, &sa, &sb), moment(&saa, &sa, &sa), moment(&sbb, &sb, &sb)
	if va.Sign() == 0 || vb.Sign() == 0 {
		return nil, false
	}
	r := root(new(big.Rat).SetFrac(new(big.Int).Mul(cov, cov), va.Mul(va, vb)))
	if cov.Sign() < 0 {
		r.Neg(r)
	}
	return r, true
}

func (c *checker) raterRule(rule RaterRule) {
	c.least(field("minRatees"), rule.MinRatees, 3)
	if !rule.Shift.IsZero() {
		c.atLeast("limit", field("shift"), rule.Shift, 0, false)
	}
	c.part(field("narrow"), rule.Narrow)
	c.part(field("halo"), rule.Halo)
}

// part checks a limit from 0 to 1; 0 stands for the default.
func (c *checker) part(at spot, d decimal.Decimal) {
	if c.number(at, d) && (d.IsNegative() || num.Rat(d).Cmp(whole(1)) > 0) {
		c.add("limit", at, say("%s is not between 0 and 1", "%s 不在 0 与 1 之间", write(d)),
			say("use 0 to 1; 0 is the default", "请填 0 至 1；0 表示默认值"))
	}
}

func (c *checker) dimensionRatings(ratings []DimensionRating) {
	if !c.size(field("ratings"), len(ratings), MaxEntries) {
		return
	}
	type fact struct{ rater, person, dimension string }
	seen := make(map[fact]bool, len(ratings))
	dimensions := map[string]bool{}
	for i, r := range ratings {
		at := spot{list: "$.ratings", index: i}
		c.name(at.of(".rater"), r.Rater)
		c.name(at.of(".person"), r.Person)
		if r.Dimension != "" {
			c.name(at.of(".dimension"), r.Dimension)
		}
		if key := (fact{r.Rater, r.Person, r.Dimension}); seen[key] {
			c.add("twice", at.of(".person"), rerated(r), say("state each rating once", "每位评分人对每人的每个维度只填一个评分"))
		} else {
			seen[key] = true
		}
		dimensions[r.Dimension] = true
		c.value(at.of(".score"), r.Score)
	}
	if len(dimensions) > MaxDimensions {
		c.add("size", field("ratings"), say("there are %d dimensions, more than %d", "共有 %d 个维度，超过 %d 个", len(dimensions), MaxDimensions), say("use at most %d", "最多填写 %d 个", MaxDimensions))
	}
}

// rerated says who rated whom again.
func rerated(r DimensionRating) kam.Text {
	if r.Dimension == "" {
		return say("%q has rated %q already", "%q 已评过 %q", show(r.Rater), show(r.Person))
	}
	return say("%q has rated %q already in %q", "%q 已在 %[3]q 维度评过 %[2]q", show(r.Rater), show(r.Person), show(r.Dimension))
}
