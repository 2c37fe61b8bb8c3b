package terminal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/terminal"
)

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "林悦": 4, "a林": 3, "Ünal": 4, "，": 2, "\x1b": 0} {
		assert.Equal(t, want, terminal.Width(text), "%q", text)
	}
}

func ExampleTable() {
	table := terminal.Table{Right: []int{1}}
	table.Row("payee", "earned")
	table.Row("林悦 Lin Yue", "1200.00")
	table.Row("Anna\x1b[31m Berg", "90.00")
	fmt.Print(table.String())
	// Output:
	// payee           earned
	// 林悦 Lin Yue   1200.00
	// Anna[31m Berg    90.00
}

func TestBarIsSilentWithoutATerminal(t *testing.T) {
	var out strings.Builder
	bar := terminal.NewBar(&out, "x")
	bar.Set(1, 2)
	bar.Done()
	assert.Empty(t, out.String())
}

func TestIsNoTerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer file.Close()
	assert.False(t, terminal.Is(file))
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer null.Close()
	assert.False(t, terminal.Is(null))
}

func TestEstimate(t *testing.T) {
	for _, c := range []struct {
		took        time.Duration
		done, total int64
		en, zh      string
	}{
		{999 * time.Millisecond, 1, 2, "", ""},
		{10 * time.Second, 0, 100, "", ""},
		{10 * time.Second, 100, 100, "", ""},
		{10 * time.Second, 101, 100, "", ""},
		{10 * time.Second, 20, 100, "about 40 s left", "约剩 40 秒"},
		{99 * time.Second, 50, 100, "about 99 s left", "约剩 99 秒"},
		{100 * time.Second, 50, 100, "about 2 min left", "约剩 2 分钟"},
		{2 * time.Second, 1, 1 << 20, "about 34953 min left", "约剩 34953 分钟"},
	} {
		assert.Equal(t, c.en, terminal.Estimate(c.took, c.done, c.total, kam.English))
		assert.Equal(t, c.zh, terminal.Estimate(c.took, c.done, c.total, kam.Chinese))
	}
}
