package fairness_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/fairness"
)

func TestMarkdown(t *testing.T) {
	r := compare(t, fairness.Rule{}, group("Male", 21, 30), group("Female | 女", 10, 28), group("North", 12, 20), group("South", 2, 9), group("East", 3, 6), group("Other", 1, 2))
	golden(t, "rates.en.md", r.Markdown(kam.English))
	golden(t, "rates.zh-CN.md", r.Markdown(kam.Chinese))
	r.Rule.PrintFrom = 1
	golden(t, "rates-all.en.md", r.Markdown(kam.English))
	golden(t, "rates-all.zh-CN.md", r.Markdown(kam.Chinese))
	assert.NotPanics(t, func() { _ = fairness.Report{}.Markdown(kam.English) })
}

// Whoever asks for all numbers sees those of nobody, too.
func TestMarkdownFromOneShowsAll(t *testing.T) {
	r := compare(t, fairness.Rule{PrintFrom: 1}, group("first", 0, 10), group("second", 3, 10), group("third", 10, 10))
	shown, total, withheld := rows(t, r.Markdown(kam.English))
	assert.Equal(t, map[string][2]int{"first": {0, 10}, "second": {3, 10}, "third": {10, 10}}, shown)
	assert.Equal(t, [2]int{13, 30}, total)
	assert.Zero(t, withheld)
}

// rows reads the table of groups: name, selected and pool of those that are shown, and of all.
func rows(t *testing.T, page string) (shown map[string][2]int, total [2]int, withheld int) {
	t.Helper()
	shown = map[string][2]int{}
	for l := range strings.Lines(page) {
		cells := strings.Split(l, " | ")
		if len(cells) != 9 || strings.HasPrefix(cells[0], "| Group") || strings.HasPrefix(cells[0], "| ---") {
			continue
		}
		name := strings.TrimPrefix(cells[0], "| ")
		if n, ok := strings.CutPrefix(name, "withheld: "); ok {
			var err error
			withheld, err = strconv.Atoi(n)
			require.NoError(t, err)
			continue
		}
		selected, err := strconv.Atoi(cells[1])
		require.NoError(t, err)
		pool, err := strconv.Atoi(cells[2])
		require.NoError(t, err)
		if name == "**All**" {
			total = [2]int{selected, pool}
			continue
		}
		shown[name] = [2]int{selected, pool}
	}
	return shown, total, withheld
}

// What is printed never holds a count below the limit, and neither does what is left of the totals.
func TestSmallCountsAreWithheld(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	hidden, printedRows := 0, 0
	for range 2_000 {
		report := compare(t, fairness.Rule{}, random(r)...)
		shown, total, withheld := rows(t, report.Markdown(kam.English))
		require.Equal(t, len(report.Lines), len(shown)+withheld)
		rest := total
		plain := total[0] == 0 || total[0] == total[1] // known from the totals alone
		for name, c := range shown {
			rest[0] -= c[0]
			rest[1] -= c[1]
			require.GreaterOrEqual(t, c[1], 5, name)
			require.True(t, plain || c[0] >= 5 && c[1]-c[0] >= 5, name)
		}
		if withheld > 0 && len(shown) > 0 {
			require.GreaterOrEqual(t, rest[1], 5)
			require.True(t, plain || rest[0] >= 5 && rest[1]-rest[0] >= 5, "%v", report.Lines)
			require.GreaterOrEqual(t, withheld, 2, "one alone is what the totals leave")
		}
		hidden += withheld
		printedRows += len(shown)
	}
	assert.Greater(t, hidden, 500)
	assert.Greater(t, printedRows, 500)
}

// That nobody or everybody was selected is told by the totals: it is no secret of a group.
func TestWhatTotalsTellIsNotWithheld(t *testing.T) {
	for _, n := range []int{0, 20} {
		shown, _, withheld := rows(t, compare(t, fairness.Rule{}, group("a", n, 20), group("b", n, 20)).Markdown(kam.English))
		assert.Len(t, shown, 2)
		assert.Zero(t, withheld)
	}
	shown, _, withheld := rows(t, compare(t, fairness.Rule{}, group("a", 0, 20), group("b", 0, 4)).Markdown(kam.English))
	assert.Empty(t, shown, "how many there are is one, and the other is what the total leaves")
	assert.Equal(t, 2, withheld)
}

// A group that is withheld is not told of in the findings either.
func TestFindingsOfWithheldGroupsAreWithheld(t *testing.T) {
	r := compare(t, fairness.Rule{}, group("big", 30, 60), group("also", 20, 60), group("Xa", 3, 30), group("Xb", 4, 20))
	require.Contains(t, sound(t, r.Findings), "fairness.adverse group Xa")
	page := r.Markdown(kam.English)
	assert.NotContains(t, page, "Xa")
	assert.NotContains(t, page, "Xb")
	assert.Contains(t, page, "| big |")
	assert.Contains(t, page, "2 of 4 groups are withheld")
	assert.Contains(t, page, "| also | 20 | 60 | 33.3 % | 0.666667 | 0.095174 | ? | -1.85164 |", "adjusted, it would tell of the others")
	assert.Contains(t, page, "20 of 60 of also")
	r = compare(t, fairness.Rule{Holm: true}, group("big", 30, 60), group("also", 20, 60), group("Xa", 3, 30), group("Xb", 4, 20))
	assert.NotContains(t, r.Markdown(kam.English), "20 of 60 of also", "the adjusted probability in it would")
}

func TestMarkdownWithholdsComparisonsWithAWithheldReference(t *testing.T) {
	r := compare(t, fairness.Rule{}, group("best", 17, 20), group("rest", 17, 20), group("large", 30, 90), group("larger", 31, 93))
	require.Equal(t, "best", r.Reference)
	page := r.Markdown(kam.English)
	assert.NotContains(t, page, "best")
	assert.NotContains(t, page, "rest", "what ties with it is no better known")
	assert.Contains(t, page, "| large | 30 | 90 | 33.3 % | ? | ? | ? | ? | withheld |")
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		assert.NotContains(t, r.Markdown(l), fmt.Sprint(line(t, r, "large").Ratio.Decimal))
	}
}

// A group is withheld in all stages of an audit or in none, and no count of any stage is small.
func TestSmallCountsOfAnAuditAreWithheld(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	printedRows := 0
	for range 1_000 {
		n := 1 + r.IntN(5)
		steps := make([][4]int, n) // applied, eligible, ranked, selected
		for i := range steps {
			steps[i][0] = r.IntN(80)
			for k := 1; k < 4; k++ {
				steps[i][k] = r.IntN(steps[i][k-1] + 1)
			}
		}
		a := fairness.AuditReport{Rule: fairness.Rule{PrintFrom: 5}}
		for _, ends := range [][2]int{{0, 3}, {0, 1}, {1, 2}, {2, 3}} {
			groups := make([]fairness.Group, n)
			for i, s := range steps {
				groups[i] = group(fmt.Sprintf("g%d", i), s[ends[1]], s[ends[0]])
			}
			a.Stages = append(a.Stages, fairness.Stage{ID: fairness.Overall, Report: compare(t, fairness.Rule{}, groups...)})
		}
		pages := strings.Split(a.Markdown(kam.English), "\n## ")
		require.Len(t, pages, 5)
		first, _, _ := rows(t, pages[1])
		for _, page := range pages[1:] {
			shown, total, withheld := rows(t, page)
			require.Len(t, shown, len(first))
			require.Equal(t, n, len(shown)+withheld)
			rest := total
			plain := total[0] == 0 || total[0] == total[1]
			for name, c := range shown {
				require.Contains(t, first, name)
				rest[0] -= c[0]
				rest[1] -= c[1]
				require.True(t, c[1] >= 5 && (plain || c[0] >= 5 && c[1]-c[0] >= 5), "%s %v", name, c)
			}
			if withheld > 0 && len(shown) > 0 {
				require.True(t, rest[1] >= 5 && (plain || rest[0] >= 5 && rest[1]-rest[0] >= 5), "%v", steps)
			}
			printedRows += len(shown)
		}
	}
	assert.Greater(t, printedRows, 100)
}
