package weights_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/weights"
)

func panel() weights.Allocation {
	return weights.Allocation{
		Items: []string{"a", "b", "c"},
		Judges: []weights.Judge{
			{ID: "anna", Points: decs("50", "30", "20")},
			{ID: "bo", Points: decs("40", "40", "20")},
			{ID: "chen", Points: decs("10", "20", "70")},
		},
	}
}

func TestFromPoints(t *testing.T) {
	cases := []struct {
		name   string
		change func(*weights.Allocation)
		want   string
		ranges string
	}{
		{"all alike", func(*weights.Allocation) {}, "[a 0.3333 b 0.3 c 0.3667]", "[{a 10 50} {b 20 40} {c 20 70}]"},
		{"weighted", func(a *weights.Allocation) {
			a.Judges[0].Weight, a.Judges[1].Weight = kam.MustFraction("2"), kam.MustFraction("1")
		}, "[a 0.4667 b 0.3333 c 0.2]", "[{a 40 50} {b 30 40} {c 20 20}]"},
		{"weights need not sum to 1", func(a *weights.Allocation) {
			a.Judges[0].Weight, a.Judges[1].Weight = kam.MustFraction("2/3"), kam.MustFraction("1/3")
		}, "[a 0.4667 b 0.3333 c 0.2]", "[{a 40 50} {b 30 40} {c 20 20}]"},
		{"one judge", func(a *weights.Allocation) { a.Judges = a.Judges[:1] }, "[a 0.5 b 0.3 c 0.2]", "[{a 50 50} {b 30 30} {c 20 20}]"},
		{"another total", func(a *weights.Allocation) {
			a.Total = dec("1")
			a.Judges = []weights.Judge{{ID: "anna", Points: decs("0.25", "0", "0.75")}}
		}, "[a 0.25 b 0 c 0.75]", "[{a 0.25 0.25} {b 0 0} {c 0.75 0.75}]"},
		{"two places", func(a *weights.Allocation) { a.Places = 2 }, "[a 0.33 b 0.3 c 0.37]", "[{a 10 50} {b 20 40} {c 20 70}]"},
		{"tie to the earlier", func(a *weights.Allocation) {
			a.Places = 1
			a.Judges = []weights.Judge{{ID: "anna", Points: decs("25", "25", "50")}}
		}, "[a 0.3 b 0.2 c 0.5]", "[{a 25 25} {b 25 25} {c 50 50}]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := weights.FromPoints(with(panel(), c.change))
			require.NoError(t, err)
			sumsToOne(t, out.Weights)
			assert.Equal(t, c.want, fmt.Sprint(out.Weights))
			assert.Equal(t, c.ranges, fmt.Sprint(out.Ranges))
		})
	}
}

func TestPointsExplained(t *testing.T) {
	out, err := weights.FromPoints(panel())
	require.NoError(t, err)
	assert.Equal(t, kam.Text{
		EN: "a 33.33 %, b 30 %, c 36.67 %. Points by 3 judges: a 10 to 50, b 20 to 40, c 20 to 70",
		ZH: "a 33.33%、b 30%、c 36.67%。3 位评委的给分范围：a 10 至 50、b 20 至 40、c 20 至 70",
	}, out.Explain())
	out, err = weights.FromPoints(with(panel(), func(a *weights.Allocation) { a.Judges = a.Judges[:1] }))
	require.NoError(t, err)
	assert.Equal(t, "a 50 %, b 30 %, c 20 %. By one judge", out.Explain().EN)
	assert.Equal(t, "nothing was allocated", weights.Allocated{}.Explain().EN)
}

func TestPointsFaults(t *testing.T) {
	prime := func(a *weights.Allocation) {
		a.Judges = nil
		for i := range 500 {
			a.Judges = append(a.Judges, weights.Judge{ID: fmt.Sprint(i), Points: decs("50", "30", "20"), Weight: kam.Fraction{Num: 1, Den: int64(999_999_999_999 - 2*i)}})
		}
	}
	cases := []struct {
		name   string
		change func(*weights.Allocation)
		want   []string
	}{
		{"nothing", func(a *weights.Allocation) { *a = weights.Allocation{} }, []string{"weights.count $.judges", "weights.count $.items"}},
		{"99 points", func(a *weights.Allocation) { a.Judges[1].Points[0] = dec("39") }, []string{"weights.sum $.judges[1].points"}},
		{"101 points", func(a *weights.Allocation) { a.Judges[1].Points[0] = dec("41") }, []string{"weights.sum $.judges[1].points"}},
		{"a hair too much", func(a *weights.Allocation) { a.Judges[1].Points[0] = dec("40.000000000000000000000000000001") }, []string{"weights.sum $.judges[1].points"}},
		{"an item short", func(a *weights.Allocation) { a.Judges[1].Points = decs("60", "40") }, []string{"weights.points $.judges[1].points"}},
		{"negative points", func(a *weights.Allocation) { a.Judges[1].Points = decs("90", "20", "-10") }, []string{"weights.points $.judges[1].points[2]"}},
		{"number", func(a *weights.Allocation) { a.Judges[1].Points[0] = dec("1e40") }, []string{"weights.number $.judges[1].points[0]"}},
		{"negative total", func(a *weights.Allocation) { a.Total = dec("-100") }, []string{"weights.sum $.total"}},
		{"no name", func(a *weights.Allocation) { a.Judges[0].ID = "" }, []string{"weights.item $.judges[0].id"}},
		{"judge twice", func(a *weights.Allocation) { a.Judges[2].ID = "anna" }, []string{"weights.judge $.judges[2].id"}},
		{"item twice", func(a *weights.Allocation) { a.Items[2] = "a" }, []string{"weights.item $.items[2]"}},
		{"negative weight", func(a *weights.Allocation) { a.Judges[0].Weight = kam.MustFraction("-1") }, []string{"weights.judge $.judges[0].weight"}},
		{"odd weights", prime, []string{"weights.judge $.judges"}},
		{"1001 judges", func(a *weights.Allocation) { a.Judges = make([]weights.Judge, 1001); a.Items = nil }, []string{"weights.count $.judges", "weights.count $.items"}},
		{"places", func(a *weights.Allocation) { a.Places = 13 }, []string{"weights.places $.places"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := weights.FromPoints(with(panel(), c.change))
			assert.Zero(t, out)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}
