package paycsv_test

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/paycsv"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/incentive"
)

const plan = `{
  "format": 1, "id": "p", "version": 1, "currency": "USD", "effective": "2025-01-01/2026-01-01", "period": "quarter",
  "rounding": {"step": "credit", "places": 2, "mode": "half-up"}, "creditDate": "booked", "order": "id",
  "refunds": {"method": "recalculate", "period": "current", "below": "carry-negative"},
  "credits": [{"name": "own", "to": "owner", "share": "1", "split": "credit", "retires": true, "pays": true}],
  "measures": [{"name": "sales", "base": "amount", "credits": ["own"], "window": "period"}],
  "components": [{"name": "commission", "measure": "sales",
    "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.05"}]}}]
}`

// company is people with ids from a list, each with some deals.
type company struct {
	program *incentive.Program
	ids     []string
}

func newCompany(t *testing.T, ids ...string) company {
	t.Helper()
	p, err := incentive.ParsePlan([]byte(strings.Replace(plan, "commission", "commission", 1)))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	require.NoError(t, err)
	return company{program, ids}
}

// run computes some of the people; each has 1 + n×deals deals, n its place.
func (c company) run(t *testing.T, deals int, ids ...string) *incentive.Run {
	t.Helper()
	quarter := kam.MustPeriod("2025-01-01/2025-04-01")
	in := incentive.Inputs{Period: quarter}
	sheet := incentive.NewSheet()
	for _, id := range ids {
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: id})
		a := incentive.Assignment{Payee: id, Plan: "p", Version: 1, Period: kam.MustPeriod("2025-01-01/2026-01-01")}
		if id != "held" {
			a.Quotas = []incentive.Quota{{Measure: "sales", Period: quarter, Amount: decimal.RequireFromString("100.03")}}
		}
		in.Roster.Assignments = append(in.Roster.Assignments, a)
		for i := range 1 + slices.Index(c.ids, id)*deals {
			sheet.Add(incentive.Deal{ID: id + "/" + strconv.Itoa(i), Owner: id, Coefficient: int64(i%977)*100 + 5, Places: 3, Booked: kam.MustDay("2025-02-01")})
		}
	}
	in.Transactions = sheet.Source()
	e, err := c.program.Enrol(t.Context(), in)
	require.NoError(t, err)
	run, err := e.Run(t.Context(), in.Transactions, incentive.RunOptions{Records: true})
	require.NoError(t, err)
	return run
}

// write writes runs with a number of workers and returns both files.
func (c company) write(t *testing.T, workers, lines int, runs ...*incentive.Run) (linesFile, statements string, totals paycsv.Totals) {
	t.Helper()
	dir := t.TempDir()
	set, err := staged.New(dir)
	require.NoError(t, err)
	defer set.Discard()
	book, err := paycsv.New(set, dir, paycsv.Options{Detail: paycsv.Full, InParts: len(runs) > 1, Workers: workers, Rank: func(id string) int { return slices.Index(c.ids, id) }})
	require.NoError(t, err)
	defer book.Discard()
	for _, run := range runs {
		require.NoError(t, book.Add(t.Context(), run, lines, nil))
	}
	totals, err = book.Close(t.Context())
	require.NoError(t, err)
	require.NoError(t, set.Commit())
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, left, 2)
	data := make([]string, 2)
	for i, name := range []string{"lines.csv", "statements.csv"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		data[i] = string(b)
	}
	return data[0], data[1], totals
}

func TestFiles(t *testing.T) {
	c := newCompany(t, "@anna", "held", "李文")
	lines, statements, totals := c.write(t, 1, 0, c.run(t, 1, c.ids...))
	assert.Equal(t, `deal,payee,credited,tier_first,tier_last,amount,plan,component,credit,date,reverses
'@anna/0,'@anna,0.0050,1,1,0.00,p,commission,own,2025-02-01,
李文/0,李文,0.0050,,,0.00,p,commission,own,2025-02-01,
李文/1,李文,0.1050,,,0.00,p,commission,own,2025-02-01,
李文/2,李文,0.2050,,,0.00,p,commission,own,2025-02-01,
`, lines)
	assert.Equal(t, `payee,lines,credited,attainment_bp,commission,earned,plan,version,currency,quota,status
'@anna,1,0.0050,0,0.00,0.00,p,1,USD,100.03,computed
李文,3,0.3150,31,0.00,0.00,p,1,USD,100.03,computed
held,,,,,,p,1,,,held
`, statements)
	assert.Equal(t, 4, totals.Lines)
	assert.Equal(t, 2, totals.Statements)
	assert.Equal(t, 1, totals.Held)
}

func TestSameBytes(t *testing.T) {
	c := newCompany(t, "a", "b", "c", "d", "e", "f")
	want, statements, totals := c.write(t, 1, 0, c.run(t, 9000, c.ids...))
	for _, workers := range []int{2, 3, 9} {
		got, sums, _ := c.write(t, workers, 1<<20, c.run(t, 9000, c.ids...))
		assert.Equal(t, sha256.Sum256([]byte(want)), sha256.Sum256([]byte(got)), "%d workers", workers)
		assert.Equal(t, statements, sums)
	}
	got, sums, parted := c.write(t, 2, 1<<18, c.run(t, 9000, "e", "b"), c.run(t, 9000, "f"), c.run(t, 9000, "a", "c"), c.run(t, 9000, "d"))
	assert.Equal(t, sha256.Sum256([]byte(want)), sha256.Sum256([]byte(got)), "in parts, in another order")
	assert.Equal(t, statements, sums)
	assert.Equal(t, totals, parted)

	rows, err := csv.NewReader(strings.NewReader(want)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+6+9000*15)
	total, tiers := map[string]decimal.Decimal{}, map[string]bool{}
	for _, row := range rows[1:] {
		tiers[row[3]+" "+row[4]] = true
		total[row[1]] = total[row[1]].Add(decimal.RequireFromString(row[5]))
	}
	assert.Equal(t, map[string]bool{"1 1": true, "1 2": true, "2 2": true}, tiers)
	sheet, err := csv.NewReader(strings.NewReader(statements)).ReadAll()
	require.NoError(t, err)
	for _, row := range sheet[1:] {
		assert.Equal(t, total[row[0]].StringFixed(2), row[4])
		assert.Equal(t, row[4], row[5])
	}
}

// TestRecordsTellTiersOfFew compares the lines of few deals, computed by themselves, with the same among many.
func TestRecordsTellTiersOfFew(t *testing.T) {
	c := newCompany(t, "a", "b", "c")
	few, _, _ := c.write(t, 1, 0, c.run(t, 1500, "b"))
	many, _, _ := c.write(t, 1, 0, c.run(t, 1500, "b", "c"))
	assert.True(t, strings.HasPrefix(many, few))
	assert.Contains(t, few, ",1,2,")
}

func TestUnwritable(t *testing.T) {
	c := newCompany(t, "a", "b")
	dir := t.TempDir()
	set, err := staged.New(dir)
	require.NoError(t, err)
	book, err := paycsv.New(set, dir, paycsv.Options{Detail: paycsv.Brief, Workers: 2, Rank: func(string) int { return 0 }})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, book.Add(ctx, c.run(t, 3000, c.ids...), 1<<20, nil), context.Canceled)
	book.Discard()
	set.Discard()
	left, _ := os.ReadDir(dir) // the folder may be gone with its files
	assert.Empty(t, left)
	_, err = paycsv.New(set, filepath.Join(dir, "none"), paycsv.Options{Detail: paycsv.None, InParts: true})
	assert.ErrorContains(t, err, fmt.Sprintf("output file %q", "statements.csv"))
}
