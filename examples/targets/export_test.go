package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExport plans the public set "CRM Sales Opportunities", which is not part of this module: KAM_CRM_EXPORT names its
// folder. What was won by agent and account is added up here once more, from the lines of the file.
func TestExport(t *testing.T) {
	export := os.Getenv("KAM_CRM_EXPORT")
	if export == "" {
		t.Skip("KAM_CRM_EXPORT does not name the folder of the export")
	}
	data, err := os.ReadFile(filepath.Join(export, "sales_pipeline.csv"))
	require.NoError(t, err)
	won := map[string]decimal.Decimal{}
	total := decimal.Zero
	for line := range strings.Lines(string(data)) {
		if cells := strings.Split(strings.TrimSpace(line), ","); cells[4] == "Won" {
			amount := number(t, cells[7])
			won[cells[1]+"/"+cells[3]] = won[cells[1]+"/"+cells[3]].Add(amount)
			total = total.Add(amount)
		}
	}
	dir := t.TempDir()
	args := []string{"-opportunities", filepath.Join(export, "sales_pipeline.csv"), "-team", filepath.Join(export, "sales_teams.csv")}
	a := call(t, dir, args...)
	require.Equal(t, exitDone, a.code, a.stderr)
	for _, want := range []string{
		"8800 deals, 4238 won in 2017, 2089 open; targets for 2018 with growth of 0.1",
		"every Monday to Friday counts as a working day",
		"2089 of 2089 have no amount",
		"the first win of 2017 is of 2017-03-01",
		"without a win in 2017, and so without a target: Mei-Mei Johns, Elizabeth Anderson, Natalya Ivanova, Carol Thompson, Carl Lin",
		"saved 74 goals",
	} {
		assert.Contains(t, a.stdout, want)
	}
	foots(t, a, won)
	company := a.goals(t)["2018/company"]
	assert.Equal(t, total.String(), company.Baseline.Decimal.String())
	// Each account's suggestion is rounded by half a unit at most.
	off := company.Target.Sub(total.Mul(number(t, "1.1"))).Abs()
	assert.True(t, off.LessThanOrEqual(decimal.New(int64(len(won))*5, -1)), "%s off", off)
	assert.Len(t, a.rows(t, "plan.csv"), 1+len(won))

	again := call(t, dir, args...)
	require.Equal(t, exitDone, again.code, again.stderr)
	assert.Contains(t, again.stdout, "nothing was saved twice")
}
