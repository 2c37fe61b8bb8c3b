package verify

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

const (
	// maxText is the longest text of an exact number, in bytes.
	maxText = 4096
	// maxBits is the longest denominator of a sum.
	maxBits = 16384
)

func zero() *big.Rat                   { return new(big.Rat) }
func add(a, b *big.Rat) *big.Rat       { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat       { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat       { return new(big.Rat).Mul(a, b) }
func neg(a *big.Rat) *big.Rat          { return new(big.Rat).Neg(a) }
func ratio(d decimal.Decimal) *big.Rat { return num.Rat(d) }

// quo returns a ÷ b; b is never zero where it is called.
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

func lower(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func higher(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

// text writes a number as statements do: a plain decimal when its digits end, else a fraction. Nil is empty.
func text(x *big.Rat) string {
	if x == nil {
		return ""
	}
	if places, finite := x.FloatPrec(); finite {
		return x.FloatString(places)
	}
	return x.RatString()
}

// read returns the number that a text writes in the form of text; false for any other text.
func read(s string) (*big.Rat, bool) {
	if len(s) > maxText || !plain(s) {
		return nil, false
	}
	x, ok := new(big.Rat).SetString(s)
	if !ok || text(x) != s {
		return nil, false
	}
	return x, true
}

// plain reports whether s has digits, and at most one point or slash among them and one minus sign before them.
func plain(s string) bool {
	s = strings.TrimPrefix(s, "-")
	marks := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
		case (c == '.' || c == '/') && i > 0 && i+1 < len(s):
			marks++
		default:
			return false
		}
	}
	return s != "" && marks <= 1
}

// grid is where rounded money lies: multiples of 10^-places.
type grid struct {
	places int
	mode   string
}

// unit returns 10^-places.
func (g grid) unit() *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(g.places)), nil))
}

// below returns the largest multiple of the unit that is not above x.
func (g grid) below(x *big.Rat) *big.Rat {
	n := quo(x, g.unit())
	whole, _ := new(big.Int).DivMod(n.Num(), n.Denom(), new(big.Int))
	return mul(new(big.Rat).SetInt(whole), g.unit())
}

// round returns the multiple of the unit that x becomes: itself, the one below or the one above.
func (g grid) round(x *big.Rat) *big.Rat {
	low := g.below(x)
	rest := quo(sub(x, low), g.unit()) // from 0, inclusive, to 1, exclusive
	if rest.Sign() == 0 {
		return low
	}
	high := add(low, g.unit())
	outer, inner := high, low // away from zero, towards zero
	if x.Sign() < 0 {
		outer, inner = low, high
	}
	nearest := low
	half := rest.Cmp(big.NewRat(1, 2))
	if half > 0 {
		nearest = high
	}
	switch g.mode {
	case "up":
		return outer
	case "down":
		return inner
	case "ceil":
		return high
	case "floor":
		return low
	}
	switch {
	case half != 0:
		return nearest
	case g.mode == "half-up":
		return outer
	case g.mode == "half-down":
		return inner
	case quo(low, g.unit()).Num().Bit(0) == 0: // half-even
		return low
	default:
		return high
	}
}

// money writes an amount on the grid.
func (g grid) money(x *big.Rat) string {
	if x == nil {
		return ""
	}
	return x.FloatString(g.places)
}

// spread cuts a total on the grid into parts on the grid that sum to it: each part is taken down to the grid, and
// the units that are then missing go to the parts that lost most by it, the first one first among equals. Units too
// many are taken back in the opposite order.
func (g grid) spread(total *big.Rat, parts []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(parts))
	if len(parts) == 0 {
		return out
	}
	order := make([]int, len(parts))
	left := total
	for i, p := range parts {
		out[i] = g.below(p)
		left = sub(left, out[i])
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return sub(parts[j], out[j]).Cmp(sub(parts[i], out[i])) })
	units := quo(left, g.unit()).Num()
	rounds, extra := new(big.Int).DivMod(units, big.NewInt(int64(len(parts))), new(big.Int))
	for n, i := range order {
		more := new(big.Rat).SetInt(rounds)
		if big.NewInt(int64(n)).Cmp(extra) < 0 {
			more.Add(more, big.NewRat(1, 1))
		}
		out[i] = add(out[i], mul(more, g.unit()))
	}
	return out
}
