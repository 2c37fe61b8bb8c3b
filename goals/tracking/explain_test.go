package tracking_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/internal/wordtest"
)

// told is one progress of each kind, by name.
func told(t *testing.T) (names []string, list []tracking.Progress) {
	t.Helper()
	add := func(name string, in tracking.Input) {
		names, list = append(names, name), append(list, track(t, in))
	}
	g := calls()
	money := with(g, func(g *goals.Goal) {
		g.ID, g.Statement, g.Unit, g.Currency = "rev", "won revenue | north_east *", "", "CNY"
	})
	limit := with(g, func(g *goals.Goal) { g.ID, g.Unit, g.Direction = "complaints", "complaints", kam.LowerIsBetter })
	to10 := "2026-06-01/2026-06-11"
	days := func(in *tracking.Input) { in.Basis, in.Calendar = tracking.WorkingDays, worked(t) }
	add("ahead", june(g, "2026-05-20"))
	add("unknown", june(g, "2026-06-10"))
	add("behind, working days", with(june(g, "2026-06-12", read(g, "2026-06-01/2026-06-13", "37")), days))
	add("leading", june(money, "2026-06-10", read(money, to10, "50.005")))
	large := with(money, func(g *goals.Goal) { g.Target = dec("300000") })
	add("money, thousands apart", june(large, "2026-06-10", read(large, to10, "141737.7")))
	yen := with(large, func(g *goals.Goal) { g.Currency = "JPY" })
	add("money without a smaller unit", june(yen, "2026-06-10", read(yen, to10, "41737")))
	add("on plan", june(g, "2026-06-15", read(g, "2026-06-01/2026-06-16", "50")))
	add("one day left", june(g, "2026-06-29", read(g, "2026-06-01/2026-06-30", "87")))
	add("reached", june(g, "2026-06-10", read(g, to10, "100")))
	add("over, reached", june(g, "2026-07-10", read(g, "2026-06-01/2026-07-01", "105")))
	add("over, missed", june(g, "2026-07-10", read(g, "2026-06-01/2026-07-01", "90")))
	add("over, missed by little", june(g, "2026-07-10", read(g, "2026-06-01/2026-07-01", "99.99")))
	add("limit, below", june(limit, "2026-06-10", read(limit, to10, "20")))
	add("limit, above", june(limit, "2026-06-10", read(limit, to10, "40")))
	add("limit, exceeded", june(limit, "2026-06-10", read(limit, to10, "101")))
	add("limit, missed", june(limit, "2026-06-30", read(limit, "2026-06-01/2026-07-01", "101")))
	add("limit, kept", june(limit, "2026-06-30", read(limit, "2026-06-01/2026-07-01", "99")))
	add("level", june(nps(), "2026-06-10", read(nps(), to10, "52")))
	add("level, no baseline", june(with(nps(), func(g *goals.Goal) { g.Baseline = known("") }), "2026-06-10", read(nps(), to10, "52")))
	add("no unit", june(with(g, func(g *goals.Goal) { g.Unit = "" }), "2026-06-10", with(read(g, to10, "30"), func(o *kam.Observation) { o.Unit = "" })))
	add("seasonal", spring("18", "33"))
	titled := with(g, func(g *goals.Goal) {
		g.Statement, g.Title = "Make calls", kam.Text{EN: "Calls of June", ZH: "六月电话"}
	})
	add("titled", june(titled, "2026-06-10", read(titled, to10, "30")))
	add("small numbers", june(with(g, func(g *goals.Goal) { g.Target = dec("0.003") }), "2026-06-10", read(g, to10, "0.0005")))
	return names, list
}

// golden compares text with a file of testdata, and writes the file when KAM_UPDATE_GOLDEN is 1.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), text)
}

func TestExplainGolden(t *testing.T) {
	names, list := told(t)
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		var b strings.Builder
		for i, p := range list {
			text := p.Explain()
			wordtest.Formatted(t, text.EN+text.ZH)
			b.WriteString(names[i] + ": " + text.In(l) + "\n")
		}
		golden(t, "explain."+string(l)+".txt", b.String())
	}
}

func TestTableGolden(t *testing.T) {
	_, list := told(t)
	var rows []tracking.Row
	for _, p := range list {
		s, err := tracking.NextStatus(tracking.State{}, p, tracking.Thresholds{})
		require.NoError(t, err)
		rows = append(rows, tracking.Row{Progress: p, Status: s.Status})
	}
	rows = append(rows, tracking.Row{})
	golden(t, "table.en.md", tracking.Table(rows, kam.English))
	golden(t, "table.zh-CN.md", tracking.Table(rows, kam.Chinese))
}

func TestTableKeepsItsShape(t *testing.T) {
	g := with(calls(), func(g *goals.Goal) { g.Statement = "a | b\\ `c` <b> [x](y)"; g.Unit = "p|q" })
	p := track(t, june(g, "2026-06-10", read(g, "2026-06-01/2026-06-11", "30")))
	lines := strings.Split(strings.TrimSuffix(tracking.Table([]tracking.Row{{Progress: p}}, kam.English), "\n"), "\n")
	require.Len(t, lines, 3)
	bars := func(s string) int { return strings.Count(strings.ReplaceAll(s, `\|`, ""), "|") }
	assert.Equal(t, bars(lines[0]), bars(lines[1]))
	assert.Equal(t, bars(lines[0]), bars(lines[2]))
	assert.Contains(t, lines[2], "\\`c\\` &lt;b&gt; \\[x\\](y)")
}

// What a goal says of itself stands in a table as it was written, whole and without effect.
func TestTableShowsStatementsAsWritten(t *testing.T) {
	line := func(statement string) string {
		g := with(calls(), func(g *goals.Goal) { g.Statement = statement })
		table := tracking.Table([]tracking.Row{{Progress: track(t, june(g, "2026-05-01"))}}, kam.Chinese)
		return strings.Split(table, "\n")[2]
	}
	long := strings.Repeat("把华东区战略客户的年度续约率从八成提高到九成", 8)
	assert.True(t, strings.HasPrefix(line(long), "| "+long+" | "))
	assert.Equal(t, "| https:\\//evil.example &amp;lt;b&amp;gt; \\~\\~x\\~\\~ \\$y\\$ a\\@b | 未",
		strings.SplitAfter(line("https://evil.example &lt;b&gt; ~~x~~ $y$ a@b\n\u202e"), "| ")[0]+strings.SplitAfter(line("https://evil.example &lt;b&gt; ~~x~~ $y$ a@b\n\u202e"), "| ")[1]+"未")
}

func TestExplainNothing(t *testing.T) {
	assert.Equal(t, kam.Text{EN: "nothing was tracked", ZH: "没有跟踪任何目标"}, tracking.Progress{}.Explain())
}

func TestStatusTexts(t *testing.T) {
	for _, s := range []tracking.Status{tracking.NotStarted, tracking.OnTrack, tracking.AtRisk, tracking.OffTrack, tracking.Reached, tracking.Missed, tracking.Unknown} {
		assert.Greater(t, len(s.Text().EN), 4, s)
		assert.Greater(t, len(s.Text().ZH), 3, s)
	}
	assert.Equal(t, "–", tracking.Status("").Text().EN)
}
