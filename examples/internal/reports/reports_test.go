package reports_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/reports"
)

func TestWrite(t *testing.T) {
	var s reports.Set
	s.Add("b", kam.Text{EN: "one\n", ZH: "一\n"}.In)
	s.Add("b", reports.Named(func(id string) string { return "*" + id }, func(l kam.Lang, names kam.Names) string {
		return reports.Escape(names.Of("A|B <d>")) + kam.Text{EN: " two\n\n", ZH: " 二"}.In(l)
	}))
	s.Add("a", kam.Text{EN: "x", ZH: "x"}.In)
	assert.Equal(t, []string{"a", "b"}, s.Names())
	dir := filepath.Join(t.TempDir(), "out")
	require.NoError(t, s.Write(dir))
	for lang, want := range map[string]string{"en": "one\n\n---\n\n\\*A\\|B &lt;d> two\n", "zh-CN": "一\n\n---\n\n\\*A\\|B &lt;d> 二\n"} {
		got, err := os.ReadFile(filepath.Join(dir, "b."+lang+".md"))
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, files, 4)
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.Error(t, s.Write(path))
}

func TestNoted(t *testing.T) {
	text := reports.Noted(kam.Text{EN: "a *note*", ZH: "附注"}, kam.Text{EN: "one\n\n", ZH: "一"}.In)
	assert.Equal(t, "one\n\na \\*note\\*\n", text(kam.English))
	assert.Equal(t, "一\n\n附注\n", text(kam.Chinese))
}

func TestNone(t *testing.T) {
	text := reports.None("Ann *", kam.Text{EN: "at the top", ZH: "已在最高级"})
	assert.Equal(t, "# Ann \\*: no plan\n\nat the top\n", text(kam.English))
	assert.Equal(t, "# Ann \\*：没有计划\n\n已在最高级\n", text(kam.Chinese))
}

// A list of notes ends where nobody reads on, and says how many more there are.
func TestManyNotes(t *testing.T) {
	d := reports.Digest{Rows: [][]string{{"a", "b"}}, Notes: reports.Lines(kam.Chinese, slices.Repeat([]kam.Text{{EN: "x", ZH: "*附"}}, 200)...)}
	assert.Equal(t, 200, strings.Count(d.Plain(), "- *附\n"))
	assert.NotContains(t, d.Plain(), "…")
	d.Notes = append(d.Notes, "last", "last")
	assert.NotContains(t, d.Plain(), "last")
	assert.True(t, strings.HasSuffix(d.Plain(), "- *附\n- … +2\n"))
	assert.True(t, strings.HasSuffix(d.Markdown(kam.Chinese), "- \\*附\n- … +2\n"))
}

// Titles are whole when each report has one.
func TestEach(t *testing.T) {
	titles := []reports.Title{{Report: "b"}, {Report: "a"}}
	assert.True(t, reports.Each(titles, "a b"))
	for _, others := range []string{"a", "a b c", "a a b", "a c", ""} {
		assert.False(t, reports.Each(titles, others), others)
	}
	assert.False(t, reports.Each(append(titles, titles[0]), "a b"), "one is titled twice")
}

// What another run wrote is told of and left as it is; what is no report is not.
func TestOthers(t *testing.T) {
	var s reports.Set
	s.Add("a", kam.Text{EN: "x", ZH: "x"}.In)
	dir := t.TempDir()
	for _, name := range []string{"a.en.md", "old.en.md", "old.zh-CN.md", "notes.md", "old.de.md"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	require.NoError(t, s.Write(dir))
	assert.Equal(t, []string{"old.en.md", "old.zh-CN.md"}, s.Others(dir))
	assert.FileExists(t, filepath.Join(dir, "old.en.md"))
	assert.Empty(t, s.Others(filepath.Join(dir, "none")))
}

func TestTables(t *testing.T) {
	rows := [][]string{{"a", "b", "c"}, {"x*", "1", "long"}, {"何军", "1,000", ""}}
	assert.Equal(t, "| a | b | c |\n| --- | --: | --- |\n| x\\* | 1 | long |\n| 何军 | 1,000 |  |\n", reports.Table(rows...))
	assert.Equal(t, "a         b\nx*        1\n何军  1,000\n", reports.Columns(rows...))
	titles := []reports.Title{{Report: "pay", Text: kam.Text{EN: "Pay", ZH: "薪酬"}}}
	assert.Equal(t, "- [Pay](pay.en.md)\n", reports.Links(titles, kam.English))
	assert.Equal(t, "- [薪酬](pay.zh-CN.md)\n", reports.Links(titles, kam.Chinese))
	assert.Equal(t, "# 薪酬\n\n", reports.Heading(titles, "pay", kam.Chinese))
	assert.Equal(t, "# other\n\n", reports.Heading(titles, "other", kam.Chinese))
}

func TestNumbers(t *testing.T) {
	for number, want := range map[string]string{
		"0": "0.00", "999.995": "1,000.00", "-999.994": "-999.99", "1234567.5": "1,234,567.50", "-123456": "-123,456.00", "-1234": "-1,234.00",
	} {
		assert.Equal(t, want, reports.Amount(decimal.RequireFromString(number), 2), number)
	}
	assert.Equal(t, "1,235", reports.Amount(decimal.RequireFromString("1234.5"), 0))
	for _, c := range [][3]string{{"1", "3", "33.3 %"}, {"2", "3", "66.7 %"}, {"9999", "10000", "99.9 %"}, {"10000", "10000", "100.0 %"}, {"10001", "10000", "100.0 %"}, {"-1", "4", "-25.0 %"}, {"1", "0", "–"}} {
		assert.Equal(t, c[2], reports.Percent(decimal.RequireFromString(c[0]), decimal.RequireFromString(c[1])), c)
	}
}
