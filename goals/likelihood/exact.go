package likelihood

import (
	"math/big"
	"math/bits"
	"sort"

	"github.com/kam-go/kam"
)

// Bounds within which a distribution is exact.
const (
	// MaxSums is the largest number of distinct sums of an exact distribution.
	MaxSums = 1 << 16
	// maxWords bounds the memory for probabilities, in words of 64 bits.
	maxWords = 1 << 22
	// maxCost bounds the time, in words computed; overhead is what one number costs beyond its words.
	maxCost  = 1 << 28
	overhead = 48
)

// exactSums are the sums that can occur, rising, with the numerators of the probabilities of at most each sum. All
// probabilities have the denominator whole.
type exactSums struct {
	sums  []big.Int
	upTo  []big.Int
	whole *big.Int
}

// exactly returns the exact distribution of base plus the chances, which are sorted, or nil when it is too large.
//
// It is built by the recurrence P(s) = P'(s)(1-p) + P'(s-a)p, one deal of amount a after the other, on integers. The
// largest group of equal deals comes first and at once, as a binomial distribution.
func exactly(base *big.Int, chances []chance) *exactSums {
	from, until := largestGroup(chances)
	var work budget
	now := work.binomial(base, chances[from:until])
	if now == nil {
		return nil
	}
	whole := new(big.Int).Set(now.whole)
	next := &cells{}
	for i, c := range chances {
		if i >= from && i < until {
			continue
		}
		whole.Mul(whole, big.NewInt(c.den))
		if !work.step(now, next, c, whole.BitLen()) {
			return nil
		}
		now, next = next, now
	}
	out := &exactSums{sums: now.sums[:now.n], upTo: now.weights[:now.n], whole: whole}
	for i := 1; i < now.n; i++ {
		out.upTo[i].Add(&out.upTo[i], &out.upTo[i-1])
	}
	return out
}

// largestGroup returns where the longest run of equal chances lies, the first of several.
func largestGroup(chances []chance) (from, until int) {
	start := 0
	for i := range chances {
		if compareChances(chances[i], chances[start]) != 0 {
			start = i
		}
		if i+1-start > until-from {
			from, until = start, i+1
		}
	}
	return from, until
}

// budget counts the words computed so far.
type budget struct{ spent int }

// allows reports whether n numbers of that many bits may be held and computed.
func (b *budget) allows(n, length int) bool {
	words := length/64 + 1
	b.spent += n * (words + overhead)
	return n <= MaxSums && n*words <= maxWords && b.spent <= maxCost
}

// cells are sums with numerators of their probabilities. The first n entries count; those behind are spare room.
type cells struct {
	sums, weights []big.Int
	n             int
	whole         *big.Int
}

// entry adds a cell and returns its sum and its weight to be set.
func (c *cells) entry() (sum, weight *big.Int) {
	if c.n == len(c.sums) {
		c.sums, c.weights = append(c.sums, big.Int{}), append(c.weights, big.Int{})
	}
	c.n++
	return &c.sums[c.n-1], &c.weights[c.n-1]
}

// binomial returns base plus the sums of m equal chances: base + k*amount with the weight C(m,k) p^k q^(m-k).
// It is nil when there are too many. No chances give base alone.
func (b *budget) binomial(base *big.Int, equal []chance) *cells {
	out := &cells{whole: big.NewInt(1)}
	m := int64(len(equal))
	if m == 0 {
		sum, weight := out.entry()
		sum.Set(base)
		weight.SetInt64(1)
		return out
	}
	c := equal[0]
	if !b.allows(len(equal)+1, len(equal)*bits.Len64(uint64(c.den))) {
		return nil
	}
	out.whole.Exp(big.NewInt(c.den), big.NewInt(m), nil)
	at, weight := new(big.Int).Set(base), new(big.Int).Exp(big.NewInt(c.den-c.win), big.NewInt(m), nil)
	for k := range m + 1 {
		s, w := out.entry()
		s.Set(at)
		w.Set(weight)
		at.Add(at, c.amount)
		weight.Mul(weight, big.NewInt((m-k)*c.win))
		weight.Quo(weight, new(big.Int).Mul(big.NewInt(k+1), big.NewInt(c.den-c.win)))
	}
	return out
}

// step sets next to now with one more chance, by merging the sums without it and those with it. It reports whether
// that was within the budget; length is that of the new denominator in bits.
func (b *budget) step(now, next *cells, c chance, length int) bool {
	if !b.allows(now.n, 2*length) {
		return false
	}
	win, lose := big.NewInt(c.win), big.NewInt(c.den-c.win)
	next.n = 0
	var moved, part big.Int
	lost, won := 0, 0 // the next cells without the deal and with it
	moved.Add(&now.sums[0], c.amount)
	for won < now.n {
		if next.n > MaxSums {
			return false
		}
		order := 1
		if lost < now.n {
			order = now.sums[lost].Cmp(&moved)
		}
		sum, weight := next.entry()
		if order <= 0 {
			sum.Set(&now.sums[lost])
			weight.Mul(&now.weights[lost], lose)
			lost++
		} else {
			sum.Set(&moved)
			weight.SetInt64(0)
		}
		if order >= 0 {
			part.Mul(&now.weights[won], win)
			weight.Add(weight, &part)
			if won++; won < now.n {
				moved.Add(&now.sums[won], c.amount)
			}
		}
	}
	return next.n <= MaxSums
}

// probability returns that of the sum with index i.
func (e *exactSums) probability(i int) *big.Rat {
	over := new(big.Int).Set(&e.upTo[i])
	if i > 0 {
		over.Sub(over, &e.upTo[i-1])
	}
	return new(big.Rat).SetFrac(over, e.whole)
}

// reach returns the probability of a sum of x or more.
func (e *exactSums) reach(x *big.Int) *big.Rat {
	first := sort.Search(len(e.sums), func(i int) bool { return e.sums[i].Cmp(x) >= 0 })
	over := new(big.Int).Set(e.whole)
	if first > 0 {
		over.Sub(over, &e.upTo[first-1])
	}
	return new(big.Rat).SetFrac(over, e.whole)
}

// quantile returns the smallest sum for which the probability of at most it is q or more, for 0 < q < 1.
func (e *exactSums) quantile(q kam.Fraction) *big.Int {
	wanted := new(big.Int).Mul(e.whole, big.NewInt(q.Num))
	den := big.NewInt(q.Den)
	i := sort.Search(len(e.sums)-1, func(i int) bool { return new(big.Int).Mul(&e.upTo[i], den).Cmp(wanted) >= 0 })
	return &e.sums[i]
}
