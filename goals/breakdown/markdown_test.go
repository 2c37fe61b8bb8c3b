package breakdown_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
)

func gridOf(t *testing.T, org breakdown.OrgSpec) breakdown.Grid {
	t.Helper()
	grid, err := breakdown.OverBoth(breakdown.BothSpec{Org: org, Time: breakdown.TimeSpec{
		Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		Levels: []breakdown.TimeLevel{{Kind: kam.Quarter}, {Kind: kam.Month}}, Basis: breakdown.Basis{By: breakdown.Even},
	}}, nil)
	require.NoError(t, err)
	return grid
}

func TestGridMarkdown(t *testing.T) {
	org := east()
	grid := gridOf(t, org)
	names := func(id string) string { return map[string]string{"east": "East | 华东 *all*"}[id] }
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		lines := strings.Split(strings.TrimSuffix(grid.Markdown(lang, kam.Quarter, names), "\n"), "\n")
		require.Len(t, lines, len(org.Nodes)+2)
		assert.Contains(t, lines[2], `East \| 华东 \*all\*`)
		for _, l := range lines {
			assert.Equal(t, strings.Count(lines[0], "|"), strings.Count(strings.ReplaceAll(l, `\|`, ""), "|"), l)
		}
	}
	assert.Contains(t, grid.Markdown(kam.Chinese, kam.Quarter, nil), "| 单位 |")
	assert.Empty(t, grid.Markdown(kam.English, kam.Week, nil), "there are no weeks in it")
}

// A part of a week is headed with its days, the last one included.
func TestGridMarkdownHeadsPartsOfWeeks(t *testing.T) {
	grid, err := breakdown.OverBoth(breakdown.BothSpec{Org: organisation(), Time: breakdown.TimeSpec{
		Period: kam.MustPeriod("2025-12-01/2026-03-01"), Levels: []breakdown.TimeLevel{{Kind: kam.Month}, {Kind: kam.Week}}, Basis: breakdown.Basis{By: breakdown.Even},
	}}, nil)
	require.NoError(t, err)
	head := strings.Split(grid.Markdown(kam.English, kam.Week, nil), "\n")[0]
	assert.Contains(t, head, "| 2025-W52 | 2025-12-29 – 12-31 | 2026-01-01 – 01-04 | 2026-W02 |")
	assert.Contains(t, head, "| 2026-01-26 – 01-31 | 2026-02-01 |")
}

func TestGridMarkdownShowsOverAssignment(t *testing.T) {
	assert.NotContains(t, gridOf(t, east()).Markdown(kam.English, kam.Quarter, nil), "own target")
	over := gridOf(t, organisation()).Markdown(kam.English, kam.Quarter, nil)
	assert.Contains(t, over, "| own target |")
	first := strings.Split(strings.Split(over, "\n")[2], " | ")
	assert.Equal(t, []string{"1,100", "1,000 |"}, first[len(first)-2:])
}

func ExampleGrid_Markdown() {
	grid, err := breakdown.OverBoth(breakdown.BothSpec{
		Org: organisation(),
		Time: breakdown.TimeSpec{
			Period: kam.MustPeriod("2026-01-01/2027-01-01"), Levels: []breakdown.TimeLevel{{Kind: kam.HalfYear}}, Basis: breakdown.Basis{By: breakdown.Even},
		},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(grid.Markdown(kam.English, kam.HalfYear, strings.ToTitle))
	// Output:
	// | part | 2026-H1 | 2026-H2 | sum | own target |
	// | --- | --: | --: | --: | --: |
	// | ANNA | 550 | 550 | 1,100 | 1,000 |
	// | · ACME | 344 | 344 | 688 | 688 |
	// | · BOLT | 206 | 206 | 412 | 412 |
}
