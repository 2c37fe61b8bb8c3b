package breakdown_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/breakdown"
)

func rows() []breakdown.Row {
	return []breakdown.Row{
		{Path: []string{"all", "anna", "acme"}, History: dec("60")},
		{Path: []string{"all", "bo", "acme"}, History: dec("25")},
		{Path: []string{"all", "anna", "bolt"}, History: dec("10")},
		{Path: []string{"all", "anna", "acme"}, History: dec("5")},
		{},
	}
}

func threeLevels() []breakdown.OrgLevel {
	return []breakdown.OrgLevel{{Name: "company"}, {Name: "person"}, {Name: "account"}}
}

func TestNodes(t *testing.T) {
	nodes := breakdown.Nodes(threeLevels(), rows())
	var got []string
	for _, n := range nodes {
		got = append(got, fmt.Sprint(n.ID, " below ", n.Parent, " on ", n.Level, ": ", n.History.Decimal))
	}
	assert.Equal(t, []string{
		"all below  on company: 100", "all/anna below all on person: 75", "all/anna/acme below all/anna on account: 65",
		"all/bo below all on person: 25", "all/bo/acme below all/bo on account: 25", "all/anna/bolt below all/anna on account: 10",
	}, got)
	assert.Empty(t, breakdown.Nodes(nil, nil))
	deep := breakdown.Nodes(threeLevels()[:1], rows()[:1])
	assert.Empty(t, deep[1].Level, "what has no level is refused")
}

func grown(t *testing.T, over string) breakdown.Grid {
	t.Helper()
	org := breakdown.OrgSpec{
		Total: dec("200"), Grain: dec("1"), Levels: threeLevels(), Nodes: breakdown.Nodes(threeLevels(), rows()),
		Basis: []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}},
	}
	org.Levels[1].OverAssign = kam.MustFraction(over)
	return gridOf(t, org)
}

func TestGoalsOfAGrid(t *testing.T) {
	like := goals.Goal{ID: "x", Metric: "revenue", Direction: kam.HigherIsBetter, Tracking: goals.Flow, Currency: "CNY", Scope: goals.All, Share: kam.Whole()}
	list := grown(t, "0").Goals(like, kam.Quarter)
	require.Len(t, list, 6)
	for _, g := range list {
		require.NoError(t, g.Check())
		assert.Equal(t, "CNY", string(g.Currency))
	}
	anna := list[1]
	assert.Equal(t, "all/anna", anna.ID)
	assert.Equal(t, "all", anna.Parent)
	equalDecimal(t, "150", anna.Target)
	equalDecimal(t, "75", anna.Baseline.Decimal)
	assert.Equal(t, "0.75", anna.Share.String())
	assert.True(t, list[0].Share.IsZero(), "nothing is above the first")
	require.Len(t, anna.Milestones, 4)
	assert.Equal(t, kam.MustDay("2026-03-31"), anna.Milestones[0].Day)
	equalDecimal(t, "150", anna.Milestones[3].Value)

	list = grown(t, "0.5").Goals(like, kam.Quarter)
	assert.Equal(t, "all/anna", list[1].ID)
	assert.Empty(t, list[1].Milestones, "more is assigned below than the target")
	assert.Equal(t, "all/anna/acme", list[2].ID)
	assert.Len(t, list[2].Milestones, 4)
}

func TestGoalsStateSharesFromZeroToOneOnly(t *testing.T) {
	org := breakdown.OrgSpec{Grain: dec("1"), Levels: threeLevels(), Basis: []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}}}
	org.Levels[0].OverAssign = kam.MustFraction("0.5")
	org, err := org.Grow(rows()[:1], kam.Fraction{})
	require.NoError(t, err)
	list := gridOf(t, org).Goals(goals.Goal{Metric: "revenue"}, kam.Quarter)
	assert.True(t, list[1].Share.IsZero(), "90 of 60")
	assert.Equal(t, kam.Whole(), list[2].Share)
}

func ExampleGrid_Goals() {
	levels := []breakdown.OrgLevel{{Name: "company"}, {Name: "person"}}
	grid, err := breakdown.OverBoth(breakdown.BothSpec{
		Org: breakdown.OrgSpec{
			Total: dec("200"), Grain: dec("1"), Levels: levels, Basis: []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}},
			Nodes: breakdown.Nodes(levels, []breakdown.Row{{Path: []string{"all", "anna"}, History: dec("75")}, {Path: []string{"all", "bo"}, History: dec("25")}}),
		},
		Time: breakdown.TimeSpec{Period: kam.MustPeriod("2026-01-01/2027-01-01"), Levels: []breakdown.TimeLevel{{Kind: kam.HalfYear}}, Basis: breakdown.Basis{By: breakdown.Even}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range grid.Goals(goals.Goal{Metric: "revenue", Tracking: goals.Flow, Direction: kam.HigherIsBetter, Currency: "CNY"}, kam.HalfYear) {
		fmt.Println(g.ID, g.Target, "after", g.Baseline.Decimal, "share", g.Share)
	}
	// Output:
	// all 200 after 100 share 0
	// all/anna 150 after 75 share 0.75
	// all/bo 50 after 25 share 0.25
}

func TestGrow(t *testing.T) {
	like := breakdown.OrgSpec{Grain: dec("10"), Levels: threeLevels(), Basis: []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}}}
	org, err := like.Grow(rows(), kam.MustFraction("0.12"))
	require.NoError(t, err)
	equalDecimal(t, "110", org.Total)
	assert.Len(t, org.Nodes, 6)
	assert.Empty(t, like.Nodes, "the spec stays as it was")
	_, err = breakdown.OverOrganisation(org)
	require.NoError(t, err)
	for _, bad := range [][]breakdown.Row{nil, {{Path: []string{"a"}}, {Path: []string{"b"}}}} {
		_, err = like.Grow(bad, kam.Fraction{})
		assert.Equal(t, []string{"breakdown.root $.nodes"}, codes(t, err))
	}
	for text, want := range map[string]string{"-2": "breakdown.growth $.growth", "1000000000000": "breakdown.growth $.growth"} {
		fine := like
		fine.Grain = dec("0.0001")
		_, err = fine.Grow(rows(), kam.MustFraction(text))
		assert.Equal(t, want, strings.Join(codes(t, err), "; "), text)
	}
	for name, c := range map[string]struct {
		change func(s *breakdown.OrgSpec)
		want   string
	}{
		"nothing":     {func(s *breakdown.OrgSpec) { *s = breakdown.OrgSpec{} }, "breakdown.level $"},
		"no grain":    {func(s *breakdown.OrgSpec) { s.Grain = dec("0") }, "breakdown.grain $.grain"},
		"no levels":   {func(s *breakdown.OrgSpec) { s.Levels = nil }, "breakdown.level $.levels"},
		"two levels":  {func(s *breakdown.OrgSpec) { s.Levels = s.Levels[:2] }, "breakdown.level $.levels"},
		"grown twice": {func(s *breakdown.OrgSpec) { s.Total, s.Nodes = dec("1"), org.Nodes }, "breakdown.total $.total; breakdown.node $.nodes"},
	} {
		bad := like
		c.change(&bad)
		_, err = bad.Grow(rows(), kam.MustFraction("0.12"))
		assert.Equal(t, c.want, strings.Join(codes(t, err), "; "), name)
	}
}

func TestGrowBoth(t *testing.T) {
	like := both()
	like.Org = breakdown.OrgSpec{Grain: dec("1"), Levels: threeLevels(), Basis: []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}}}
	period := like.Time.Period
	_, err := like.Grow(rows(), kam.MustFraction("0.12"), period)
	assert.Equal(t, []string{"breakdown.period $.time.period"}, codes(t, err))
	like.Time.Period = kam.Period{}
	spec, err := like.Grow(rows(), kam.MustFraction("0.12"), period)
	require.NoError(t, err)
	assert.Equal(t, period, spec.Time.Period)
	_, err = breakdown.OverBoth(spec, nil)
	require.NoError(t, err)
	like.Org.Total = dec("1")
	_, err = like.Grow(nil, kam.MustFraction("-2"), period)
	assert.Equal(t, []string{"breakdown.total $.org.total", "breakdown.growth $.growth", "breakdown.root $.org.nodes"}, codes(t, err))
}
