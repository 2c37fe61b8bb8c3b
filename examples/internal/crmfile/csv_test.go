package crmfile_test

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
)

// content is a file with a text.
func content(text string) crmfile.File {
	return crmfile.File{Name: "deals.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// read returns the records of a text with the columns id, amount and day, and what was found, each as one line behind its code.
func read(t *testing.T, f crmfile.File) (records, told []string) {
	t.Helper()
	var found kam.Findings
	crmfile.Read(f, []string{"id", "amount", "day"}, &found, func(r *crmfile.Record) {
		amount, day := r.Number("amount"), r.Day("day", "YYYY-MM-DD")
		if r.Cell("id") == "" {
			r.Fail("id", "test.id", kam.Text{EN: "no id"}, kam.Text{})
		}
		if !r.Bad() {
			records = append(records, fmt.Sprintf("%s %s %t %s %s", r.Cell("id"), amount.Decimal, amount.Valid, day, r.Place("id")))
		}
	})
	for _, f := range found {
		told = append(told, f.Code+" "+f.String())
		assert.True(t, f.Message.ZH != "" || strings.HasPrefix(f.Code, "test."), "both languages")
	}
	return records, told
}

func TestRead(t *testing.T) {
	records, told := read(t, content("day,other,amount,id\n2026-01-31,x,12.50,A1\n,,,\"B,2\"\n"))
	assert.Empty(t, told)
	assert.Equal(t, []string{"A1 12.5 true 2026-01-31 deals.csv:2:20", "B,2 0 false  deals.csv:3:4"}, records)
}

func TestReadToleratesMarksAndLineEndsOfWindows(t *testing.T) {
	records, told := read(t, content("\ufeffid,amount,day\r\nA1,1,2026-01-31\r\n"))
	assert.Empty(t, told)
	assert.Equal(t, []string{"A1 1 true 2026-01-31 deals.csv:2:1"}, records)
}

func TestReadGBK(t *testing.T) {
	encoded, err := simplifiedchinese.GBK.NewEncoder().String("id,amount,day\n林悦,1,2026-01-31\n")
	require.NoError(t, err)
	records, told := read(t, content(encoded))
	assert.Equal(t, []string{"crmfile.encoding-gbk deals.csv: read as GBK"}, told)
	assert.Equal(t, []string{"林悦 1 true 2026-01-31 deals.csv:2:1"}, records)
}

func TestFaults(t *testing.T) {
	const head = "id,amount,day\n"
	for name, c := range map[string]struct {
		text string
		want []string // beginnings
		read int
	}{
		"empty":            {"", []string{"crmfile.csv-header deals.csv:1:1: the file is empty"}, 0},
		"cut":              {head + "A,1,2026-01-3", []string{"crmfile.csv-truncated deals.csv:2: "}, 0},
		"UTF-16":           {"\xff\xfea\x00", []string{"crmfile.encoding deals.csv: "}, 0},
		"Latin-1":          {head + "M\xfcller,1,2026-01-31\n", []string{"crmfile.encoding deals.csv: "}, 0},
		"column missing":   {"id,amount\nA,1\n", []string{`crmfile.csv-column-missing deals.csv:1:1: the column "day" is missing (add it`}, 0},
		"other case":       {"id,amount,Day\nA,1,\n", []string{`crmfile.csv-column-missing deals.csv:1:1: the column "day" is missing (rename "Day" to it)`}, 0},
		"column twice":     {"id,amount,day,id\nA,1,,B\n", []string{`crmfile.csv-column-twice deals.csv:1:15: the column "id" is there twice`}, 0},
		"all columns":      {"x,x\n1,2\n", []string{"crmfile.csv-column-twice", "crmfile.csv-column-missing", "crmfile.csv-column-missing", "crmfile.csv-column-missing"}, 0},
		"short line":       {head + "A,1\nB,2,\n", []string{"crmfile.csv-columns deals.csv:2: the line has 2 cells, the header has 3"}, 1},
		"long line":        {head + "A,1,,\nB,2,\n", []string{"crmfile.csv-columns deals.csv:2: the line has 4 cells"}, 1},
		"long cell":        {head + strings.Repeat("A", 4097) + ",1,\nB,2,\n", []string{"crmfile.csv-cell deals.csv:2:1: the cell has 4097 bytes"}, 1},
		"longest cell":     {head + strings.Repeat("A", 4096) + ",1,\n", nil, 1},
		"open quote":       {head + "A,1,\n\"B,2,\n", []string{"crmfile.csv deals.csv:3:"}, 1},
		"open quote first": {"\"id\n", []string{"crmfile.csv deals.csv:1:"}, 0},
		"number":           {head + "A,\"1,5\",\n", []string{`crmfile.number deals.csv:2:3: "1,5" is no number`}, 0},
		"date":             {head + "A,1,2026-02-30\n", []string{`crmfile.date deals.csv:2:5: "2026-02-30" is no day`}, 0},
		"all at once":      {head + ",x,y\nB,z,\n", []string{"crmfile.number deals.csv:2:2", "crmfile.date deals.csv:2:4", "test.id deals.csv:2:1", "crmfile.number deals.csv:3:3"}, 0},
		"after a bad one":  {head + "A,x,\nB,1,\n", []string{"crmfile.number deals.csv:2:3"}, 1},
		"blanks":           {head + " A,1,\n", []string{`crmfile.blanks deals.csv:2:1: " A" has blanks`, "crmfile.blanks"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			records, told := read(t, content(c.text))
			assert.Len(t, records, c.read)
			require.Len(t, told, len(c.want), "%q", told)
			for i, want := range c.want {
				assert.True(t, strings.HasPrefix(told[i], want), told[i])
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	for name, f := range map[string]crmfile.File{
		"missing":  crmfile.OnDisk(filepath.Join(t.TempDir(), "deals.csv")),
		"a folder": crmfile.OnDisk(t.TempDir()),
		"breaking": {Name: "deals.csv", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(iotest.ErrReader(errors.New("broken"))), nil
		}},
	} {
		t.Run(name, func(t *testing.T) {
			records, told := read(t, f)
			assert.Empty(t, records)
			require.Len(t, told, 1)
			assert.Contains(t, told[0], "crmfile.unreadable "+f.Name+": cannot be read: ")
			var found kam.Findings
			_, ok := crmfile.ReadAll(f, &found)
			assert.False(t, ok)
			assert.Len(t, found, 1)
			assert.Nil(t, crmfile.ReadCalendar(f, &found))
			assert.Empty(t, crmfile.Header(f, &found))
		})
	}
}

func TestHeader(t *testing.T) {
	var found kam.Findings
	assert.Equal(t, []string{"id", "close date"}, crmfile.Header(content(" id,close date \n"), &found))
	assert.Empty(t, found)
}

func FuzzRead(f *testing.F) {
	f.Add("id,amount,day\nA,1,2026-01-31\n")
	f.Add("id,amount,day\n\"A,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		records, told := read(t, content(text))
		require.LessOrEqual(t, len(records), strings.Count(text, "\n")+strings.Count(text, "\r"))
		for _, line := range told {
			require.Contains(t, line, " deals.csv")
		}
	})
}
