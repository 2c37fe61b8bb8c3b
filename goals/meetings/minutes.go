package meetings

import (
	"cmp"
	"math/big"
	"slices"
)

// MaxDiscussed is how many topics one meeting discusses at most, inclusive; what is beyond is carried.
const MaxDiscussed = 200

// admit returns how many of the topics, which are in order of weight x gap, a box of so many minutes has room for, and
// the minutes of each. While one with weight x gap is there, a topic is let in as long as its share of the box among
// those before it and itself is not below the least time; so all that are let in have their share, and nobody less
// than the least. When there is none they share evenly.
func admit(minutes, least int, topics []assessed) []int {
	topics = topics[:min(len(topics), MaxDiscussed)]
	if len(topics) == 0 || minutes == 0 {
		return nil
	}
	if topics[0].worth.Sign() == 0 {
		n := min(len(topics), minutes/least)
		even := make([]*big.Int, n)
		for i := range even {
			even[i] = big.NewInt(1)
		}
		return apportion(minutes, even)
	}
	// The worths are brought to one denominator as they come: it and their sum grow, and no ratio is added to another.
	denominator, sum, room := big.NewInt(1), new(big.Int), 0
	for _, t := range topics {
		common := lcm(denominator, t.worth.Denom())
		own := scaled(t.worth, common)
		next := new(big.Int).Quo(common, denominator)
		next.Mul(next, sum).Add(next, own)
		// The share is below the least time when minutes x worth < least x sum; so it is for a worth of 0.
		if times(minutes, own).Cmp(times(least, next)) < 0 {
			break
		}
		denominator, sum, room = common, next, room+1
	}
	weights := make([]*big.Int, room)
	for i := range weights {
		weights[i] = scaled(topics[i].worth, denominator)
	}
	return apportion(minutes, weights)
}

// apportion shares whole minutes out by weights above 0, in whole minutes that sum to them: each has the whole part of
// its share, and those with the largest rests one more, the first of equal ones first.
func apportion(minutes int, weights []*big.Int) []int {
	out, rests, order := make([]int, len(weights)), make([]*big.Int, len(weights)), make([]int, len(weights))
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, w)
	}
	left := minutes
	for i, w := range weights {
		whole, rest := new(big.Int).QuoRem(times(minutes, w), total, new(big.Int))
		out[i], rests[i], order[i] = int(whole.Int64()), rest, i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(i, j int) int { return rests[j].Cmp(rests[i]) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

// shares returns the exact part of each worth in the sum of them, nothing when that is 0.
func shares(topics []assessed) []*big.Rat {
	denominator := big.NewInt(1)
	for _, t := range topics {
		denominator = lcm(denominator, t.worth.Denom())
	}
	total := new(big.Int)
	out := make([]*big.Rat, len(topics))
	for _, t := range topics {
		total.Add(total, scaled(t.worth, denominator))
	}
	if total.Sign() == 0 {
		return out
	}
	for i, t := range topics {
		out[i] = new(big.Rat).SetFrac(scaled(t.worth, denominator), total)
	}
	return out
}

// scaled returns the numerator of r over a multiple of its denominator.
func scaled(r *big.Rat, denominator *big.Int) *big.Int {
	n := new(big.Int).Quo(denominator, r.Denom())
	return n.Mul(n, r.Num())
}

func times(n int, of *big.Int) *big.Int { return new(big.Int).Mul(big.NewInt(int64(n)), of) }

// lcm returns the least common multiple of two numbers above 0.
func lcm(a, b *big.Int) *big.Int {
	divisor := new(big.Int).GCD(nil, nil, a, b)
	return divisor.Mul(new(big.Int).Quo(b, divisor), a)
}

// compare orders topics by weight x gap, largest first, then by weight, largest first, and ID.
func (a assessed) compare(o assessed) int {
	return cmp.Or(o.worth.Cmp(a.worth), o.Weight.Cmp(a.Weight), cmp.Compare(a.Goal, o.Goal))
}
