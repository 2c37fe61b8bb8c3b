package breakdown_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
)

// both is the region east by quarters and months of 2026.
func both() breakdown.BothSpec {
	time := year("0", kam.Quarter, kam.Month)
	time.Grain, time.Basis.By = dec("0"), breakdown.Even
	return breakdown.BothSpec{Org: east(), Time: time}
}

func TestBoth(t *testing.T) {
	grid, err := breakdown.OverBoth(both(), nil)
	require.NoError(t, err)
	assert.Equal(t, "150 150 150 150", strings.Join(texts(grid.Steps("a", kam.Quarter)), " "))
	assert.Equal(t, 4, grid.Rows())
	assert.Equal(t, 12, grid.Columns())
	assert.Equal(t, "a1", grid.Node(0).ID)
	assert.Equal(t, "2026-02", grid.Period(1).Label)
	assert.Equal(t, breakdown.Spread, grid.Reason(0, 0))
	got, ok := grid.In("east", kam.MustPeriod("2026-01-01/2027-01-01"))
	require.True(t, ok)
	equalDecimal(t, "1000", got)
	for _, ask := range []struct{ id, period string }{{"nobody", "2026-01-01/2026-02-01"}, {"a", "2026-01-01/2026-01-15"}} {
		_, ok := grid.In(ask.id, kam.MustPeriod(ask.period))
		assert.False(t, ok)
	}
	assert.Empty(t, grid.Steps("nobody", kam.Month))
	assert.Empty(t, grid.Steps("a", kam.Week))
	table, ok := grid.Table("team", kam.Quarter)
	require.True(t, ok)
	assert.Equal(t, []string{"a", "b"}, table.Nodes)
	assert.Equal(t, []string{"2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}, table.Labels)
	equalDecimal(t, "100", table.Cells[1][3])
	for _, ask := range []struct {
		level string
		kind  kam.PeriodKind
	}{{"country", kam.Quarter}, {"team", kam.Week}} {
		_, ok := grid.Table(ask.level, ask.kind)
		assert.False(t, ok)
	}
}

func TestBothWithOverAssignment(t *testing.T) {
	spec := both()
	spec.Org.Levels[1].OverAssign = kam.MustFraction("0.2")
	grid, err := breakdown.OverBoth(spec, nil)
	require.NoError(t, err)
	equalDecimal(t, "1200", grid.Time().Total())
	got, _ := grid.In("a", kam.MustPeriod("2026-01-01/2027-01-01"))
	equalDecimal(t, "720", got)
	equalDecimal(t, "1000", grid.Org().Total())
}

func TestBothWithSeasonsAndLimits(t *testing.T) {
	spec := both()
	spec.Grid = breakdown.GridSpec{
		Seasons: []breakdown.Season{
			{Node: "b", Weights: []int64{1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0}},
			{Node: "b2", Weights: []int64{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}},
		},
		Limits: []breakdown.GridLimit{
			{Node: "a1", Cell: "2026-01", Hold: null("40")}, {Node: "a1", Cell: "2026-02", Max: null("2")}, {Node: "a2", Cell: "2026-03", Min: null("45")},
		},
	}
	grid, err := breakdown.OverBoth(spec, nil)
	require.NoError(t, err)
	assert.Equal(t, "40", grid.At(0, 0).String())
	assert.Equal(t, breakdown.Held, grid.Reason(0, 0))
	assert.LessOrEqual(t, grid.At(0, 1).IntPart(), int64(2))
	assert.GreaterOrEqual(t, grid.At(1, 2).IntPart(), int64(45))
	assert.Equal(t, []string{"0", "0"}, texts(grid.Steps("b1", kam.Quarter))[2:])
	assert.Equal(t, []string{"0", "0"}, texts(grid.Steps("b2", kam.Quarter))[:2], "its own course, not that of b")
	assert.Equal(t, "250 250 250 250", strings.Join(texts(grid.Steps("east", kam.Quarter)), " "))
}

func TestBothFaults(t *testing.T) {
	cases := []struct {
		name   string
		change func(s *breakdown.BothSpec)
		want   string
	}{
		{"time total", func(s *breakdown.BothSpec) { s.Time.Total = dec("5") }, "breakdown.total $.time.total"},
		{"both sides", func(s *breakdown.BothSpec) { s.Org.Nodes[5].Parent, s.Time.Levels = "west", nil }, "breakdown.parent $.org.nodes[5].parent; breakdown.level $.time.levels"},
		{"grains", func(s *breakdown.BothSpec) { s.Time.Grain = dec("0.5") }, "breakdown.grain $.grid"},
		{"season of nobody", func(s *breakdown.BothSpec) { s.Grid.Seasons = []breakdown.Season{{Node: "x"}} }, "breakdown.node $.grid.seasons[0].node"},
		{"seasons", func(s *breakdown.BothSpec) {
			one, none, bad := make([]int64, 12), make([]int64, 12), make([]int64, 12)
			one[0], bad[0], bad[1] = 1, 1, -1
			s.Grid.Seasons = []breakdown.Season{{Node: "a", Weights: one}, {Node: "a", Weights: one}, {Node: "b", Weights: one[1:]}, {Node: "b1", Weights: none}, {Node: "b2", Weights: bad}}
		}, "breakdown.node $.grid.seasons[1].node; breakdown.count $.grid.seasons[2].weights; breakdown.zero $.grid.seasons[3].weights; breakdown.weight $.grid.seasons[4].weights[1]"},
		{"limits", func(s *breakdown.BothSpec) {
			s.Grid.Limits = []breakdown.GridLimit{
				{Node: "a", Cell: "2026-01", Min: null("1")},
				{Node: "a1", Cell: "2026-Q1", Min: null("1")},
				{Node: "a1", Cell: "x", Min: null("1")},
				{Node: "a1", Cell: "2026-01"},
				{Node: "a1", Cell: "2026-01", Min: null("1")},
				{Node: "a1", Cell: "2026-01", Min: null("1")},
			}
		}, "breakdown.node $.grid.limits[0].node; breakdown.cell $.grid.limits[1].cell; breakdown.cell $.grid.limits[2].cell; breakdown.limit $.grid.limits[3]; breakdown.cell $.grid.limits[5]"},
		{"hold off the grid", func(s *breakdown.BothSpec) {
			s.Grid.Limits = []breakdown.GridLimit{{Node: "a1", Cell: "2026-01", Hold: null("0.5")}}
		}, "spread.grid $.grid.cells[0].hold"},
		{"impossible", func(s *breakdown.BothSpec) {
			s.Grid.Limits = []breakdown.GridLimit{{Node: "a1", Cell: "2026-01", Hold: null("151")}}
		}, "breakdown.bounds $.grid.limits"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := both()
			c.change(&spec)
			_, err := breakdown.OverBoth(spec, nil)
			assert.Equal(t, c.want, strings.Join(codes(t, err), "; "))
		})
	}
	spec := both()
	spec.Time.Basis.By = breakdown.WorkingDays
	_, err := breakdown.OverBoth(spec, nil)
	require.ErrorIs(t, err, kam.ErrNoHolidays)

	t.Run("the witness is named", func(t *testing.T) {
		spec := both()
		spec.Grid.Limits = []breakdown.GridLimit{{Node: "a1", Cell: "2026-03", Hold: null("151")}}
		_, err := breakdown.OverBoth(spec, nil)
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		text := invalid.Findings[0].Evidence[0].Value + invalid.Findings[0].Evidence[1].Value
		assert.True(t, strings.Contains(text, "a1") || strings.Contains(text, "2026-03"), text)
	})
}

func TestCross(t *testing.T) {
	org := handDown(t, east())
	for name, c := range map[string]struct {
		time breakdown.TimePlan
		want string
	}{
		"no plan": {breakdown.TimePlan{}, "breakdown.count $"},
		"totals":  {overTime(t, year("999", kam.Month), nil), "breakdown.total $"},
	} {
		_, err := breakdown.Cross(org, c.time, breakdown.GridSpec{})
		assert.Equal(t, []string{c.want}, codes(t, err), name)
	}
	grid, err := breakdown.Cross(org, overTime(t, year("1000", kam.Month), nil), breakdown.GridSpec{})
	require.NoError(t, err)
	assert.Equal(t, 12, grid.Columns())
	mixed := east()
	mixed.Nodes[0].Hold = null("-1")
	_, err = breakdown.Cross(handDown(t, mixed), overTime(t, year("1000", kam.Month), nil), breakdown.GridSpec{})
	assert.Equal(t, []string{"spread.margin $.rows[1]", "spread.margin $.rows[2]", "spread.margin $.rows[3]"}, codes(t, err)[:3])
}
