package breakdown_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
)

const timeJSON = `{
  "total": "900", "grain": "1", "period": "2026-01-01/2026-07-01", "odd": "last", "method": "divisor", "zero": "even",
  "levels": [{"kind": "quarter", "basis": {"by": "profile", "shares": ["1/3", "2/3"]}}, {"kind": "month"}],
  "basis": {"by": "blend", "blend": [
    {"share": "0.5", "by": "pattern", "pattern": [1, 2, 1]},
    {"share": "0.5", "by": "even"}
  ]},
  "limits": [{"cell": "2026-02", "hold": "100"}, {"cell": "2026-06", "min": "1", "max": "1000"}],
  "presence": {"active": "2026-01-05/..", "by": "months", "ramp": {"steps": ["0.5"], "cutoffDay": 16}}
}`

const orgJSON = `{
  "total": "1000", "grain": "1", "basis": [{"by": "history", "share": "1"}],
  "levels": [{"name": "region", "overAssign": "0.1"}, {"name": "account"}],
  "nodes": [{"id": "east", "level": "region"}, {"id": "a", "parent": "east", "level": "account", "history": "3"},
    {"id": "b", "parent": "east", "level": "account", "history": "1", "min": "1"}]
}`

const bothJSON = `{"org": ` + orgJSON + `, "time": {"total": "0", "grain": "1", "period": "2026-01-01/2026-03-01", "levels": [{"kind": "month"}], "basis": {"by": "days"}},
  "grid": {"seasons": [{"node": "a", "weights": [1, 2]}], "limits": [{"node": "b", "cell": "2026-01", "max": "200"}]}}`

func TestParse(t *testing.T) {
	spec, err := breakdown.ParseTimeSpec([]byte(timeJSON))
	require.NoError(t, err)
	plan := overTime(t, spec, nil)
	foots(t, plan)
	org, err := breakdown.ParseOrgSpec([]byte(orgJSON))
	require.NoError(t, err)
	equalDecimal(t, "825", handDown(t, org).Leaves()[0].Own)
	both, err := breakdown.ParseBothSpec([]byte(bothJSON))
	require.NoError(t, err)
	grid, err := breakdown.OverBoth(both, nil)
	require.NoError(t, err)
	equalDecimal(t, "1100", grid.Time().Total())

	_, err = breakdown.ParseTimeSpec([]byte(`{"totl": "1", "grain": 0.1e1}`))
	assert.NotEmpty(t, codes(t, err))
	_, err = breakdown.ParseOrgSpec([]byte(`[]`))
	assert.NotEmpty(t, codes(t, err))
	_, err = breakdown.ParseBothSpec([]byte(`{`))
	assert.NotEmpty(t, codes(t, err))
}

func FuzzParseTimeSpec(f *testing.F) {
	f.Add([]byte(timeJSON))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		spec, err := breakdown.ParseTimeSpec(data)
		if err != nil {
			return
		}
		if spec.Period.Days() > 1000 {
			return
		}
		if plan, err := breakdown.OverTime(spec, kam.Gregorian()); err == nil {
			foots(t, plan)
		}
	})
}

func FuzzParseOrgSpec(f *testing.F) {
	f.Add([]byte(orgJSON))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		spec, err := breakdown.ParseOrgSpec(data)
		if err != nil {
			return
		}
		if plan, err := breakdown.OverOrganisation(spec); err == nil {
			footsDown(t, spec, plan)
		}
	})
}

func FuzzParseBothSpec(f *testing.F) {
	f.Add([]byte(bothJSON))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		spec, err := breakdown.ParseBothSpec(data)
		if err != nil || spec.Time.Period.Days() > 1000 {
			return
		}
		if grid, err := breakdown.OverBoth(spec, kam.Gregorian()); err == nil {
			foots(t, grid.Time())
		}
	})
}

// TestGoldenGrid pins every cell and reason of one grid.
func TestGoldenGrid(t *testing.T) {
	spec, err := breakdown.ParseBothSpec([]byte(bothJSON))
	require.NoError(t, err)
	spec.Time.Levels = levels(kam.Month, kam.Week)
	spec.Grid = breakdown.GridSpec{}
	grid, err := breakdown.OverBoth(spec, nil)
	require.NoError(t, err)
	table, ok := grid.Table("account", kam.Week)
	require.True(t, ok)
	got, err := json.MarshalIndent(struct {
		Cells []breakdown.TimeCell `json:"cells"`
		Nodes []breakdown.NodePlan `json:"nodes"`
		Grid  breakdown.GridTable  `json:"grid"`
	}{append(grid.Time().Cells(kam.Month), grid.Time().Leaves()...), grid.Org().Nodes(), table}, "", " ")
	require.NoError(t, err)
	path := filepath.Join("testdata", "grid.golden.json")
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(got))
}
