package weights_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/weights"
)

// ws reads weights from pairs of ID and share.
func ws(texts ...string) []weights.Weight {
	var out []weights.Weight
	for i := 0; i < len(texts); i += 2 {
		out = append(out, weights.Weight{ID: texts[i], Share: dec(texts[i+1])})
	}
	return out
}

func under(id string, texts ...string) weights.Branch {
	return weights.Branch{Under: id, Weights: ws(texts...)}
}

func TestSynthesise(t *testing.T) {
	cases := []struct {
		name     string
		top      []weights.Weight
		branches []weights.Branch
		places   int32
		want     string
	}{
		{"top alone", ws("a", "0.25", "b", "0.75"), nil, 2, "[a 0.25 b 0.75]"},
		{"one item", ws("a", "1"), nil, 1, "[a 1]"},
		{"a leaf beside a branch", ws("a", "0.5", "b", "0.5"), []weights.Branch{under("a", "x", "0.2", "y", "0.8")}, 0, "[b 0.5 x 0.1 y 0.4]"},
		{"shared parts", ws("a", "0.5", "b", "0.5"), []weights.Branch{under("a", "x", "0.2", "y", "0.8"), under("b", "y", "0.5", "x", "0.5")}, 0, "[x 0.35 y 0.65]"},
		{"three levels, branches upside down", ws("a", "0.5", "b", "0.5"), []weights.Branch{under("x", "p", "0.5", "q", "0.5"), under("a", "x", "0.5", "y", "0.5")}, 4, "[b 0.5 p 0.125 q 0.125 y 0.25]"},
		{"an item on two levels", ws("a", "0.5", "x", "0.5"), []weights.Branch{under("a", "x", "0.5", "y", "0.5"), under("x", "p", "1")}, 2, "[y 0.25 p 0.75]"},
		{"rounded to the earlier", ws("a", "0.5", "b", "0.5"), []weights.Branch{under("a", "x", "0.5", "y", "0.5"), under("b", "z", "0.5", "w", "0.5")}, 1, "[x 0.3 y 0.3 z 0.2 w 0.2]"},
		{"zero", ws("a", "0", "b", "1"), nil, 2, "[a 0 b 1]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := weights.Synthesise(c.top, c.branches, c.places)
			require.NoError(t, err)
			sumsToOne(t, out)
			assert.Equal(t, c.want, fmt.Sprint(out))
		})
	}
}

func chain(levels int) []weights.Branch {
	var out []weights.Branch
	for i := 1; i < levels; i++ {
		out = append(out, under(fmt.Sprint("n", i), fmt.Sprint("n", i+1), "1"))
	}
	return out
}

func TestSynthesiseFaults(t *testing.T) {
	half := ws("a", "0.5", "b", "0.5")
	many := make([]weights.Weight, 1001)
	for i := range many {
		many[i] = weights.Weight{ID: fmt.Sprint(i)}
	}
	cases := []struct {
		name     string
		top      []weights.Weight
		branches []weights.Branch
		places   int32
		want     []string
	}{
		{"nothing", nil, nil, 0, []string{"weights.count $.top"}},
		{"too many", many, nil, 0, []string{"weights.count $.top"}},
		{"too many in all", half, []weights.Branch{{Under: "a", Weights: many[:999]}}, 0, []string{"weights.count $.branches"}},
		{"sum", ws("a", "0.5", "b", "0.49"), nil, 0, []string{"weights.sum $.top"}},
		{"sum of a branch", half, []weights.Branch{under("a", "x", "0.6", "y", "0.5")}, 0, []string{"weights.sum $.branches[0].weights"}},
		{"negative", ws("a", "1.5", "b", "-0.5"), nil, 0, []string{"weights.share $.top[1].share"}},
		{"too long", ws("a", "0.5", "b", "0.5000000000000000000000000000001"), nil, 0, []string{"weights.number $.top[1].share"}},
		{"ID twice", ws("a", "0.5", "a", "0.5"), nil, 0, []string{"weights.item $.top[1]"}},
		{"unknown parent", half, []weights.Branch{under("z", "x", "1")}, 0, []string{"weights.branch $.branches[0].under"}},
		{"two branches", half, []weights.Branch{under("a", "x", "1"), under("a", "y", "1")}, 0, []string{"weights.twice $.branches[1].under"}},
		{"empty branch", half, []weights.Branch{under("a")}, 0, []string{"weights.count $.branches[0].weights"}},
		{"above itself", half, []weights.Branch{under("a", "a", "1")}, 0, []string{"weights.branch $.branches[0].under"}},
		{"in a circle", half, []weights.Branch{under("a", "x", "1"), under("x", "y", "1"), under("y", "x", "1")}, 0, []string{"weights.branch $.branches[1].under", "weights.branch $.branches[2].under"}},
		{"17 levels", ws("n1", "1"), chain(17), 0, []string{"weights.depth $.branches[15].under"}},
		{"places", half, nil, 13, []string{"weights.places $.places"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := weights.Synthesise(c.top, c.branches, c.places)
			assert.Nil(t, out)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
	out, err := weights.Synthesise(ws("n1", "1"), chain(16), 0)
	require.NoError(t, err)
	assert.Equal(t, "[n16 1]", fmt.Sprint(out))
}

func TestWeightFraction(t *testing.T) {
	f, err := weights.Weight{ID: "a", Share: dec("0.350000000000")}.Fraction()
	require.NoError(t, err)
	assert.Equal(t, kam.MustFraction("7/20"), f)
	f, err = weights.Weight{Share: dec("0.000000000001")}.Fraction()
	require.NoError(t, err)
	assert.Equal(t, int64(1_000_000_000_000), f.Den)
	_, err = weights.Weight{Share: dec("0.0000000000001")}.Fraction()
	require.ErrorIs(t, err, kam.ErrFraction)
	far := weights.Weight{ID: "a", Share: dec("1e99")}
	_, err = far.Fraction()
	require.ErrorIs(t, err, kam.ErrNumber)
	assert.Equal(t, "a ?", far.String())
}

func TestSynthesiseRefusesHugeExponents(t *testing.T) {
	top := []weights.Weight{{ID: "a", Share: decimal.New(1, 1<<30)}, {ID: "b", Share: decimal.New(1, -1<<30)}}
	_, err := weights.Synthesise(top, []weights.Branch{{Under: "a", Weights: top}}, 0)
	assert.Contains(t, codes(t, err), "weights.number $.top[0].share")
}
