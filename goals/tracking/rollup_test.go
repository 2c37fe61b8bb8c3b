package tracking_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/tracking"
)

// leaf is a leaf with top by bottom.
func leaf(id, parent, top, bottom string) tracking.Node {
	return tracking.Node{ID: id, Parent: parent, Numerator: known(top), Denominator: known(bottom)}
}

func heavy(n tracking.Node, weight string) tracking.Node {
	n.Weight = kam.MustFraction(weight)
	return n
}

func on(n tracking.Node, day string) tracking.Node {
	if day != "" {
		n.On = kam.MustDay(day)
	}
	return n
}

func TestRollUpMethods(t *testing.T) {
	top := tracking.Node{ID: "top"}
	unknownLeaf := leaf("u", "top", "", "100")
	cases := []struct {
		name  string
		nodes []tracking.Node
		rule  tracking.RollUpRule
		want  string
	}{
		{"combined is no mean of percentages", []tracking.Node{top, leaf("a", "top", "50", "100"), leaf("b", "top", "900", "900")}, tracking.RollUpRule{}, "19/20"},
		{"mean", []tracking.Node{top, leaf("a", "top", "50", "100"), leaf("b", "top", "900", "900")}, tracking.RollUpRule{Method: tracking.Mean}, "3/4"},
		{"mean of unlike denominators", []tracking.Node{top, leaf("a", "top", "1", "2"), leaf("b", "top", "1", "3"), leaf("c", "top", "1", "7")}, tracking.RollUpRule{Method: tracking.Mean}, "41/126"},
		{"weighted, whatever the sum", []tracking.Node{top, heavy(leaf("a", "top", "50", "100"), "3"), heavy(leaf("b", "top", "900", "900"), "1")}, tracking.RollUpRule{Method: tracking.Weighted}, "5/8"},
		{"weighted by nothing", []tracking.Node{top, leaf("a", "top", "50", "100")}, tracking.RollUpRule{Method: tracking.Weighted}, "1/2"},
		{"an unknown child of weight 0", []tracking.Node{top, heavy(leaf("a", "top", "50", "100"), "1"), {ID: "b", Parent: "top"}}, tracking.RollUpRule{Method: tracking.Weighted}, "1/2"},
		{"an unknown child of weight 0 among zeros", []tracking.Node{top, heavy(leaf("a", "top", "50", "100"), "0"), {ID: "b", Parent: "top"}}, tracking.RollUpRule{Method: tracking.Weighted}, ""},
		{"latest", []tracking.Node{top, on(leaf("a", "top", "50", "100"), "2026-06-02"), on(leaf("b", "top", "900", "900"), "2026-06-01")}, tracking.RollUpRule{Method: tracking.Latest}, "1/2"},
		{"latest, one without a day", []tracking.Node{top, leaf("a", "top", "50", "100"), on(leaf("b", "top", "900", "900"), "2026-06-01")}, tracking.RollUpRule{Method: tracking.Latest}, "1"},
		{"latest, alike on one day", []tracking.Node{top, on(leaf("a", "top", "50", "100"), "2026-06-02"), on(leaf("b", "top", "1", "2"), "2026-06-02")}, tracking.RollUpRule{Method: tracking.Latest}, "1/2"},
		{"negative", []tracking.Node{top, leaf("a", "top", "-50", "100"), leaf("b", "top", "100", "100")}, tracking.RollUpRule{}, "1/4"},
		{"negative, floor", []tracking.Node{top, leaf("a", "top", "-50", "100"), leaf("b", "top", "100", "100")}, tracking.RollUpRule{Floor: true}, "1/2"},
		{"negative mean, floor", []tracking.Node{top, leaf("a", "top", "-50", "100"), leaf("b", "top", "100", "100")}, tracking.RollUpRule{Method: tracking.Mean, Floor: true}, "1/2"},
		{"beyond, cap", []tracking.Node{top, leaf("a", "top", "300", "100"), leaf("b", "top", "0", "100")}, tracking.RollUpRule{Cap: kam.MustFraction("1.2")}, "3/5"},
		{"beyond, a cap of thirds", []tracking.Node{top, leaf("a", "top", "300", "100"), leaf("b", "top", "0", "100")}, tracking.RollUpRule{Cap: kam.MustFraction("4/3")}, "2/3"},
		{"beyond, no cap", []tracking.Node{top, leaf("a", "top", "300", "100"), leaf("b", "top", "0", "100")}, tracking.RollUpRule{}, "3/2"},
		{"beyond, mean and cap", []tracking.Node{top, leaf("a", "top", "300", "100"), leaf("b", "top", "0", "100")}, tracking.RollUpRule{Method: tracking.Mean, Cap: kam.Whole()}, "1/2"},
		{"unknown spreads", []tracking.Node{top, leaf("a", "top", "50", "100"), unknownLeaf}, tracking.RollUpRule{}, ""},
		{"unknown spreads in a mean", []tracking.Node{top, leaf("a", "top", "50", "100"), unknownLeaf}, tracking.RollUpRule{Method: tracking.Mean}, ""},
		{"unknown is excluded", []tracking.Node{top, leaf("a", "top", "50", "100"), unknownLeaf}, tracking.RollUpRule{Unknown: tracking.UnknownExcluded}, "1/2"},
		{"unknown is excluded from a mean", []tracking.Node{top, leaf("a", "top", "50", "100"), unknownLeaf}, tracking.RollUpRule{Method: tracking.Mean, Unknown: tracking.UnknownExcluded}, "1/2"},
		{"unknown is zero", []tracking.Node{top, leaf("a", "top", "50", "100"), unknownLeaf}, tracking.RollUpRule{Unknown: tracking.UnknownZero}, "1/4"},
		{"unknown is zero in a mean", []tracking.Node{top, leaf("a", "top", "50", "200"), unknownLeaf}, tracking.RollUpRule{Method: tracking.Mean, Unknown: tracking.UnknownZero}, "1/8"},
		{"nothing known, excluded", []tracking.Node{top, unknownLeaf}, tracking.RollUpRule{Method: tracking.Mean, Unknown: tracking.UnknownExcluded}, ""},
		{"the latest is unknown", []tracking.Node{top, on(leaf("a", "top", "1", "2"), "2026-06-01"), on(unknownLeaf, "2026-06-02")}, tracking.RollUpRule{Method: tracking.Latest}, ""},
		{"the latest is unknown, excluded", []tracking.Node{top, on(leaf("a", "top", "1", "2"), "2026-06-01"), on(unknownLeaf, "2026-06-02")}, tracking.RollUpRule{Method: tracking.Latest, Unknown: tracking.UnknownExcluded}, "1/2"},
		{"the latest is unknown, zero", []tracking.Node{top, on(leaf("a", "top", "1", "2"), "2026-06-01"), on(unknownLeaf, "2026-06-02")}, tracking.RollUpRule{Method: tracking.Latest, Unknown: tracking.UnknownZero}, "0"},
		{"nothing was asked", []tracking.Node{top, leaf("a", "top", "0", "0"), leaf("b", "top", "1", "2")}, tracking.RollUpRule{}, ""},
		{"combined looks through a mean", []tracking.Node{top, {ID: "m", Parent: "top", Method: tracking.Mean}, leaf("a", "m", "50", "100"), leaf("b", "m", "900", "900")}, tracking.RollUpRule{}, "19/20"},
		{"a leaf alone", []tracking.Node{leaf("top", "", "1", "3")}, tracking.RollUpRule{}, "1/3"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := tracking.RollUp(c.nodes, c.rule)
			require.NoError(t, err)
			require.Len(t, out, len(c.nodes))
			assert.Equal(t, "top", out[0].ID)
			equal(t, c.want, out[0].Attainment, "attainment")
		})
	}
}

func TestRollUpCounts(t *testing.T) {
	out, err := tracking.RollUp([]tracking.Node{
		on(leaf("a", "team", "1", "2"), "2026-06-03"), {ID: "team", Parent: "top"}, leaf("b", "team", "", ""), {ID: "top"}, on(leaf("c", "top", "1", "2"), "2026-06-01"),
	}, tracking.RollUpRule{Method: tracking.Mean, Unknown: tracking.UnknownExcluded})
	require.NoError(t, err)
	assert.Equal(t, 3, out[3].Leaves)
	assert.Equal(t, 2, out[3].Known)
	assert.Equal(t, 2, out[1].Leaves)
	assert.Equal(t, 1, out[0].Leaves)
	assert.Equal(t, kam.MustDay("2026-06-03"), out[3].On)
	equal(t, "1/4", out[1].Contribution, "contribution")
	equal(t, "", out[2].Contribution, "contribution of what is excluded")
	equal(t, "", out[3].Contribution, "contribution of the top")
}

// A child of weight 0 adds nothing to its parent, known or not.
func TestRollUpContributionOfNoWeight(t *testing.T) {
	out, err := tracking.RollUp([]tracking.Node{
		{ID: "top"}, heavy(leaf("a", "top", "50", "100"), "1"), leaf("b", "top", "90", "100"), leaf("c", "top", "", ""),
	}, tracking.RollUpRule{Method: tracking.Weighted})
	require.NoError(t, err)
	equal(t, "1/2", out[0].Attainment, "attainment")
	for i, want := range []string{"", "1/2", "0", "0"} {
		equal(t, want, out[i].Contribution, out[i].ID)
	}
}

func TestRollUpFaults(t *testing.T) {
	cases := []struct {
		name  string
		nodes []tracking.Node
		rule  tracking.RollUpRule
		want  []string
	}{
		{"an unknown parent", []tracking.Node{leaf("a", "nobody", "1", "2")}, tracking.RollUpRule{}, []string{"tracking.parent $.nodes[0].parent"}},
		{"its own parent", []tracking.Node{{ID: "a", Parent: "a"}}, tracking.RollUpRule{}, []string{"tracking.parent $.nodes[0].parent"}},
		{"a circle and what hangs on it", []tracking.Node{{ID: "top"}, {ID: "a", Parent: "b"}, {ID: "b", Parent: "a"}, leaf("c", "b", "1", "2")}, tracking.RollUpRule{}, []string{
			"tracking.parent $.nodes[1].parent", "tracking.parent $.nodes[2].parent", "tracking.parent $.nodes[3].parent",
		}},
		{"an ID twice", []tracking.Node{leaf("a", "", "1", "2"), leaf("a", "", "1", "2")}, tracking.RollUpRule{}, []string{"tracking.node $.nodes[1].id"}},
		{"no ID", []tracking.Node{leaf("", "", "1", "2")}, tracking.RollUpRule{}, []string{"tracking.id $.nodes[0].id"}},
		{"children and parts", []tracking.Node{leaf("a", "", "1", "2"), leaf("b", "a", "1", "2")}, tracking.RollUpRule{}, []string{"tracking.node $.nodes[0]"}},
		{"a negative denominator", []tracking.Node{leaf("a", "", "1", "-2")}, tracking.RollUpRule{}, []string{"tracking.node $.nodes[0].denominator"}},
		{"a negative weight", []tracking.Node{heavy(leaf("a", "", "1", "2"), "-1")}, tracking.RollUpRule{}, []string{"tracking.node $.nodes[0].weight"}},
		{"numbers out of bounds", []tracking.Node{{ID: "a", Numerator: decimal.NewNullDecimal(huge()), Denominator: decimal.NewNullDecimal(huge())}}, tracking.RollUpRule{}, []string{"tracking.number $.nodes[0].numerator", "tracking.number $.nodes[0].denominator"}},
		{"an unknown method", []tracking.Node{{ID: "a", Method: "mode"}}, tracking.RollUpRule{Method: "mode"}, []string{"tracking.method $.rule.method", "tracking.method $.nodes[0].method"}},
		{"a negative cap", nil, tracking.RollUpRule{Cap: kam.Fraction{Num: -1, Den: 1}}, []string{"tracking.cap $.rule.cap"}},
		{"an unknown policy", nil, tracking.RollUpRule{Unknown: "guess"}, []string{"tracking.unknown $.rule.unknown"}},
		{"a tie that differs", []tracking.Node{{ID: "top"}, leaf("a", "top", "1", "2"), leaf("b", "top", "1", "3")}, tracking.RollUpRule{Method: tracking.Latest}, []string{"tracking.tie $.nodes[0]"}},
		{"a tie with what is not known", []tracking.Node{{ID: "top"}, leaf("a", "top", "1", "2"), leaf("b", "top", "", "")}, tracking.RollUpRule{Method: tracking.Latest}, []string{"tracking.tie $.nodes[0]"}},
		{"too many", make([]tracking.Node, tracking.MaxNodes+1), tracking.RollUpRule{}, []string{"tracking.too-many $.nodes"}},
		{"several at once", []tracking.Node{leaf("a", "nobody", "1", "-2"), {ID: "b", Parent: "b"}}, tracking.RollUpRule{Cap: kam.Fraction{Num: -1, Den: 1}}, []string{
			"tracking.cap $.rule.cap", "tracking.node $.nodes[0].denominator", "tracking.parent $.nodes[0].parent", "tracking.parent $.nodes[1].parent",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := tracking.RollUp(c.nodes, c.rule)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

// Means of many unlike ratios are exact up to a size, and refused beyond it without taking long.
func TestRollUpSize(t *testing.T) {
	flat := func(n int, places int32) []tracking.Node {
		nodes := make([]tracking.Node, 1, n+1)
		nodes[0] = tracking.Node{ID: "top", Method: tracking.Mean}
		for i := range n {
			nodes = append(nodes, tracking.Node{
				ID: fmt.Sprint(i), Parent: "top", Numerator: known("1"),
				Denominator: decimal.NewNullDecimal(decimal.New(1_000_003+int64(i)*7, 0).Mul(decimal.New(1, places)).Add(decimal.New(int64(2*i+1), 0))),
			})
		}
		return nodes
	}
	start := time.Now()
	out, err := tracking.RollUp(flat(2000, 3), tracking.RollUpRule{})
	require.NoError(t, err)
	assert.True(t, out[0].Attainment.Known())
	// What comes out can be written and read again; what could not be is refused.
	data, err := json.Marshal(out)
	require.NoError(t, err)
	var back []tracking.Rolled
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, out[0].Attainment.String(), back[0].Attainment.String())
	_, err = tracking.RollUp(flat(6000, 3), tracking.RollUpRule{})
	assert.Equal(t, []string{"tracking.size $.nodes[0]"}, codes(t, err))
	_, err = tracking.RollUp(flat(50_000, 30), tracking.RollUpRule{})
	assert.Equal(t, []string{"tracking.size $.nodes[0]"}, codes(t, err))
	deep := make([]tracking.Node, 0, tracking.MaxNodes)
	for i := range tracking.MaxNodes / 2 {
		n := tracking.Node{ID: fmt.Sprint("n", i), Method: tracking.Mean}
		if i > 0 {
			n.Parent = fmt.Sprint("n", i-1)
		}
		deep = append(deep, n, leaf(fmt.Sprint("l", i), n.ID, "1", fmt.Sprint(2*i+3)))
	}
	_, err = tracking.RollUp(deep, tracking.RollUpRule{})
	assert.Equal(t, []string{"tracking.size"}, []string{codes(t, err)[0][:len("tracking.size")]})
	assert.Less(t, time.Since(start), time.Minute)
}

// Combined equals a recomputation from the leaves at every node, and the order of nodes changes nothing.
func TestRollUpAgainstRecomputation(t *testing.T) {
	r := rand.New(rand.NewPCG(39, 41))
	for range 200 {
		n := 1 + r.IntN(40)
		nodes := make([]tracking.Node, n)
		parent := make([]int, n)
		inner := make([]bool, n)
		for i := range nodes {
			parent[i] = -1
			nodes[i].ID = fmt.Sprint("n", i)
			if i > 0 && r.IntN(8) > 0 {
				parent[i] = r.IntN(i)
				inner[parent[i]] = true
				nodes[i].Parent = nodes[parent[i]].ID
			}
		}
		tops, bottoms := make([]*big.Rat, n), make([]*big.Rat, n)
		for i := range tops {
			tops[i], bottoms[i] = new(big.Rat), new(big.Rat)
		}
		for i := range nodes {
			if inner[i] {
				continue
			}
			a, b := r.Int64N(2000)-500, 1+r.Int64N(1000)
			nodes[i].Numerator, nodes[i].Denominator = decimal.NewNullDecimal(decimal.New(a, -1)), decimal.NewNullDecimal(decimal.New(b, -1))
			for up := i; up >= 0; up = parent[up] {
				tops[up].Add(tops[up], big.NewRat(a, 10))
				bottoms[up].Add(bottoms[up], big.NewRat(b, 10))
			}
		}
		out, err := tracking.RollUp(nodes, tracking.RollUpRule{})
		require.NoError(t, err)
		shuffled := append([]tracking.Node(nil), nodes...)
		r.Shuffle(n, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again, err := tracking.RollUp(shuffled, tracking.RollUpRule{})
		require.NoError(t, err)
		byID := map[string]tracking.Rolled{}
		for _, o := range again {
			byID[o.ID] = o
		}
		for i, o := range out {
			equal(t, new(big.Rat).Quo(tops[i], bottoms[i]).RatString(), o.Attainment, o.ID)
			assert.Equal(t, o.Attainment.String(), byID[o.ID].Attainment.String())
		}
	}
}
