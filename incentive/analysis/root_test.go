package analysis

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func poly(t *testing.T, coefficients ...string) Polynomial {
	t.Helper()
	var p Polynomial
	for _, c := range coefficients {
		r, ok := new(big.Rat).SetString(c)
		require.True(t, ok, c)
		p = append(p, r)
	}
	return trim(p)
}

func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

// from is the polynomial with these roots.
func from(t *testing.T, roots ...string) Polynomial {
	t.Helper()
	p := number(1)
	for _, r := range roots {
		p = p.by(Polynomial{new(big.Rat).Neg(rat(t, r)), big.NewRat(1, 1)})
	}
	return p
}

func TestRootsOneAfterTheOther(t *testing.T) {
	for name, c := range map[string]struct {
		p    Polynomial
		want []string
	}{
		"linear":             {poly(t, "-1", "3"), []string{"1/3"}},
		"none":               {poly(t, "1", "0", "1"), nil},
		"two rational":       {from(t, "1/3", "7/5"), []string{"1/3", "1.4"}},
		"a repeated one":     {from(t, "1", "1", "2"), []string{"1", "2"}},
		"behind zero alone":  {from(t, "-1", "0", "2"), []string{"2"}},
		"root of two":        {poly(t, "-2", "0", "1"), []string{"≈1.414213562373"}},
		"mixed":              {poly(t, "-2", "0", "1").by(from(t, "1.4", "1.5")), []string{"1.4", "≈1.414213562373", "1.5"}},
		"close to rational":  {poly(t, "-2", "0", "1").by(from(t, "1.41421356237309504880168872420969807856967187537694")), nil},
		"cube root of three": {poly(t, "-3", "0", "0", "1"), []string{"≈1.442249570307"}},
		"golden":             {poly(t, "-1", "-1", "1").by(poly(t, "-1", "-1", "1")), []string{"≈1.61803398875"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			at := place{rat: new(big.Rat)}
			for {
				next, ok := nextRoot(c.p, at, nil)
				if !ok {
					break
				}
				require.True(t, at.before(next), "%s comes behind %s", numberOf(next), numberOf(at))
				require.Zero(t, next.sign(c.p))
				got = append(got, numberOf(next).String())
				at = next
			}
			if name == "close to rational" {
				assert.Len(t, got, 2)
				return
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestRootUpToALimit(t *testing.T) {
	p := from(t, "1", "2")
	got, ok := nextRoot(p, place{rat: rat(t, "1")}, rat(t, "2"))
	require.True(t, ok)
	assert.Equal(t, "2", numberOf(got).String(), "the limit counts, the start does not")
	_, ok = nextRoot(p, place{rat: rat(t, "1")}, rat(t, "1.999"))
	assert.False(t, ok)
	_, ok = nextRoot(poly(t, "-2", "0", "1"), place{rat: rat(t, "0")}, rat(t, "1.4142"))
	assert.False(t, ok)
}

// TestOneRootOfTwoPolynomials: places are compared by their values, whatever polynomial states them.
func TestOneRootOfTwoPolynomials(t *testing.T) {
	two, ok := nextRoot(poly(t, "-2", "0", "1"), place{rat: new(big.Rat)}, nil)
	require.True(t, ok)
	same, ok := nextRoot(poly(t, "-4", "0", "0", "0", "1"), place{rat: new(big.Rat)}, nil)
	require.True(t, ok)
	assert.Zero(t, two.compare(same), "x² = 2 and x⁴ = 4")
	assert.Zero(t, same.compare(two))
	three, ok := nextRoot(poly(t, "-3", "0", "1"), place{rat: new(big.Rat)}, nil)
	require.True(t, ok)
	assert.Equal(t, -1, two.compare(three))
	assert.Equal(t, 1, three.compare(same))
}

func TestSignRightBehindAPlace(t *testing.T) {
	p := from(t, "1", "1", "2") // touches zero at 1, falls there on both sides
	for _, c := range []struct {
		at    string
		after bool
		want  int
	}{{"1", false, 0}, {"1", true, -1}, {"2", true, 1}, {"2", false, 0}, {"1.5", false, -1}} {
		assert.Equal(t, c.want, place{rat: rat(t, c.at), after: c.after}.sign(p), "%s %t", c.at, c.after)
	}
	assert.Equal(t, 1, place{}.sign(p), "beyond every number the leading coefficient decides")
	assert.Equal(t, 0, place{}.sign(nil))
	root, ok := nextRoot(poly(t, "-2", "0", "1"), place{rat: new(big.Rat)}, nil)
	require.True(t, ok)
	assert.Equal(t, 0, root.sign(poly(t, "-4", "0", "0", "0", "1")), "x⁴ = 4 where x² = 2")
	after := root
	after.after = true
	assert.Equal(t, 1, after.sign(poly(t, "-4", "0", "0", "0", "1")))
	assert.Equal(t, -1, after.sign(poly(t, "4", "0", "0", "0", "-1")))
}

func TestNumbers(t *testing.T) {
	root, ok := nextRoot(poly(t, "-2", "0", "1"), place{rat: new(big.Rat)}, nil)
	require.True(t, ok)
	two, irrational := numberOf(root), numberAt(poly(t, "1", "3"), root)
	assert.Equal(t, "≈5.242640687119", irrational.String())
	assert.Equal(t, "2", numberAt(poly(t, "0", "0", "1"), root).String(), "the square of the root of two is rational")
	assert.Equal(t, 1, two.Cmp(Exactly(rat(t, "1.4142"))))
	assert.Equal(t, -1, two.Cmp(Exactly(rat(t, "1.4143"))))
	assert.Equal(t, -1, two.Cmp(irrational))
	assert.Equal(t, 0, irrational.Cmp(numberAt(poly(t, "1", "3"), root)))
	assert.Equal(t, "-1", two.minus(numberAt(poly(t, "1", "1"), root)).String())
	_, rational := two.Rat()
	assert.False(t, rational)
	low, high := irrational.Bounds(rat(t, "1/1000"))
	assert.LessOrEqual(t, new(big.Rat).Sub(high, low).Cmp(rat(t, "1/1000")), 0)
	assert.Equal(t, 1, irrational.Cmp(Exactly(low)))
	assert.Equal(t, -1, irrational.Cmp(Exactly(high)))
	other, ok := nextRoot(poly(t, "-3", "0", "1"), place{rat: new(big.Rat)}, nil)
	require.True(t, ok)
	assert.Equal(t, -1, two.Cmp(numberOf(other)))
	assert.Equal(t, 1, numberOf(other).Cmp(two))
	again, ok := nextRoot(poly(t, "-2", "0", "1").by(poly(t, "-3", "0", "1")), place{rat: new(big.Rat)}, nil)
	require.True(t, ok)
	assert.Equal(t, 0, numberOf(again).Cmp(two), "the same root of another polynomial")
	data, err := irrational.MarshalJSON()
	require.NoError(t, err)
	assert.Contains(t, string(data), `"value":["1","3"],"root":["-2","0","1"],"between":[`)
	data, err = Exactly(big.NewRat(1, 3)).MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, `"1/3"`, string(data))
	assert.Equal(t, 0, Number{}.Sign())
	assert.Equal(t, "0", Number{}.String())
}

func TestPolynomialText(t *testing.T) {
	twelfth := poly(t, "2", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "1")
	for want, p := range map[string]Polynomial{
		"0": nil, "−600 + 0.06·x": poly(t, "-600", "0.06"), "x": poly(t, "0", "1"), "−x − 1/3·x²": poly(t, "0", "-1", "-1/3"), "2 + x¹²": twelfth,
	} {
		assert.Equal(t, want, p.Text())
	}
}

// TestDivision: a quotient times its divisor and the rest make the dividend, and a change of unit can be taken back.
func TestDivision(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	draw := func(n int) Polynomial {
		var p Polynomial
		for range n {
			p = append(p, big.NewRat(rnd.Int64N(21)-10, 1+rnd.Int64N(4)))
		}
		return trim(p)
	}
	for range 300 {
		p, q := draw(rnd.IntN(6)), draw(1+rnd.IntN(4))
		if len(q) == 0 {
			continue
		}
		quotient, rest := p.over(q)
		require.True(t, quotient.by(q).plus(rest).Equal(p))
		require.Less(t, rest.Degree(), max(q.Degree(), 0)+1)
		if g := common(p, q); len(p) > 0 {
			_, left := p.over(g)
			require.Empty(t, left)
		}
	}
}

// FuzzNextRoot: the roots of a product of factors come out in order, each is one, and none is missed.
func FuzzNextRoot(f *testing.F) {
	f.Add(int16(3), int16(-7), int16(2), int8(0))
	f.Add(int16(0), int16(100), int16(100), int8(3))
	f.Fuzz(func(t *testing.T, a, b, c int16, d int8) {
		p := Polynomial{big.NewRat(int64(a), 7), big.NewRat(1, 1)}.by(Polynomial{big.NewRat(int64(b), 3), big.NewRat(1, 1)}).by(Polynomial{big.NewRat(int64(c), 11), big.NewRat(int64(d), 1), big.NewRat(1, 1)})
		start := rat(t, "-100000")
		want := roots(p, start, rat(t, "100000"))
		at, n := place{rat: start}, 0
		for {
			next, ok := nextRoot(p, at, nil)
			if !ok {
				break
			}
			if next.sign(p) != 0 || !at.before(next) {
				t.Fatalf("%s is no root behind %s", numberOf(next), numberOf(at))
			}
			at = next
			n++
		}
		if n != want {
			t.Fatalf("%d of %d roots", n, want)
		}
	})
}
