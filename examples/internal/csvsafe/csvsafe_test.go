package csvsafe_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/csvsafe"
)

func TestCell(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":                    {"", ""},
		"text":                     {"Anna Berg", "Anna Berg"},
		"number":                   {"12.50", "12.50"},
		"negative number":          {"-12.50", "-12.50"},
		"formula":                  {"=1+1", "'=1+1"},
		"plus":                     {"+1", "'+1"},
		"minus and text":           {"-cmd", "'-cmd"},
		"minus and sum":            {"-1+2", "'-1+2"},
		"two points":               {"-1.2.3", "'-1.2.3"},
		"minus and point":          {"-.5", "'-.5"},
		"minus alone":              {"-", "'-"},
		"at":                       {"@SUM(A1)", "'@SUM(A1)"},
		"tab":                      {"\t=1", "'\t=1"},
		"carriage return":          {"\r=1", "'\r=1"},
		"line feed":                {"\n=1", "'\n=1"},
		"blank before formula":     {"  =1", "'  =1"},
		"ideographic blank before": {"\u3000=1", "'\u3000=1"},
		"full-width equals":        {"＝1", "'＝1"},
		"minus in the middle":      {"2026-Q1", "2026-Q1"},
		"equals in the middle":     {"a=b", "a=b"},
		"Chinese":                  {"林悦", "林悦"},
		"apostrophe":               {"'=1", "'=1"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, csvsafe.Cell(c.in))
			assert.Equal(t, c.want, csvsafe.Cell(csvsafe.Cell(c.in)), "twice")
		})
	}
}

func TestWriterRefusesRowsOfAnotherWidth(t *testing.T) {
	w := csvsafe.NewWriter(&strings.Builder{}, "a", "b")
	w.Row("1")
	w.Row("1", "2")
	assert.ErrorContains(t, w.Flush(), "row of 1 cells under a header of 2")
}

func ExampleWriter() {
	w := csvsafe.NewWriter(os.Stdout, "payee", "amount")
	w.Row("=HYPERLINK(1)", "-12.50")
	if err := w.Flush(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// payee,amount
	// '=HYPERLINK(1),-12.50
}

func FuzzCell(f *testing.F) {
	f.Add("=1")
	f.Add("-1.5")
	f.Add(" \t@")
	f.Fuzz(func(t *testing.T, text string) {
		cell := csvsafe.Cell(text)
		require.Equal(t, cell, csvsafe.Cell(cell))
		require.Equal(t, text, strings.TrimPrefix(cell, cell[:len(cell)-len(text)]))
		var out strings.Builder
		w := csvsafe.NewWriter(&out, "a", "b")
		w.Row(text, "x")
		require.NoError(t, w.Flush())
		rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 2)
	})
}

func TestAppendWritesWhatTheWriterWrites(t *testing.T) {
	parts := []string{"a", "7", "=", "+", "-", "@", "\t", "\r", "\n", ",", `"`, " ", "\u00a0", "＝", "提", ".", "_", `\.`, "\\", "'", "\x00", "\xff", ""}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := ""
		for range r.IntN(5) {
			text += parts[r.IntN(len(parts))]
		}
		var out strings.Builder
		w := csvsafe.NewWriter(&out, "x", "y")
		w.Row("z", text)
		require.NoError(t, w.Flush())
		require.Equal(t, out.String(), "x,y\nz,"+string(csvsafe.Append(nil, text))+"\n", "%q", text)
	}
}
