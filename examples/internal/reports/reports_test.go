package reports_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/reports"
)

func TestWrite(t *testing.T) {
	var s reports.Set
	s.Add("b", kam.Text{EN: "one\n", ZH: "一\n"}.In)
	s.Add("b", reports.Titled("A|B *c* <d>", kam.Text{EN: "two\n", ZH: "二\n"}.In))
	s.Add("a", kam.Text{EN: "x", ZH: "x"}.In)
	assert.Equal(t, []string{"a", "b"}, s.Names())
	dir := filepath.Join(t.TempDir(), "out")
	require.NoError(t, s.Write(dir))
	got, err := os.ReadFile(filepath.Join(dir, "b.zh-CN.md"))
	require.NoError(t, err)
	assert.Equal(t, "一\n\n---\n\n**A\\|B \\*c\\* &lt;d>**\n\n二\n", string(got))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, files, 4)
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.Error(t, s.Write(path))
}

func TestTableAndLinks(t *testing.T) {
	assert.Equal(t, "| a | b |\n| --- | --: |\n| x | 1 |\n", reports.Table([]string{"a", "b"}, []string{"x", "1"}))
	titles := []reports.Title{{Report: "pay", Text: kam.Text{EN: "Pay", ZH: "薪酬"}}}
	assert.Equal(t, "- [Pay](pay.en.md)\n", reports.Links(titles, kam.English))
	assert.Equal(t, "- [薪酬](pay.zh-CN.md)\n", reports.Links(titles, kam.Chinese))
}
