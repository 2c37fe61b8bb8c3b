package speed_test

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// kit is the benchmark kit, its program built.
type kit struct {
	dir, program         string
	deals, payees        int
	skew                 string
	input, output, known string
}

// newKit builds the kit's program and makes its data; the test is skipped without the kit.
func newKit(t *testing.T) kit {
	k := kit{dir: cmp.Or(os.Getenv("KAM_KIT"), "../../../shared/bench"), deals: number(t, "KAM_KIT_DEALS", 100_000), payees: number(t, "KAM_KIT_PAYEES", 1000), skew: cmp.Or(os.Getenv("KAM_KIT_SKEW"), "0")}
	if _, err := os.Stat(filepath.Join(k.dir, "limit", "main.go")); err != nil {
		t.Skip("KAM_KIT names no benchmark kit")
	}
	work := t.TempDir()
	k.program = filepath.Join(work, "pk")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", k.program, ".")
	build.Dir, build.Env = filepath.Join(k.dir, "limit"), append(os.Environ(), "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("the kit's program cannot be built here: %s", out)
	}
	k.input, k.output, k.known = filepath.Join(work, "in"), filepath.Join(work, "out"), filepath.Join(work, "known")
	require.NoError(t, os.Mkdir(k.output, 0o755))
	k.run(t, "gen", "-n", strconv.Itoa(k.deals), "-p", strconv.Itoa(k.payees), "-skew", k.skew, "-seed", "42", "-o", k.input)
	return k
}

// run runs the kit's program and returns what it prints.
func (k kit) run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), k.program, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}

// hashes returns what the kit's checker says of the files in a folder, without the folder's name.
func (k kit) hashes(t *testing.T, dir string) string {
	t.Helper()
	_, found, _ := strings.Cut(k.run(t, "check", dir), " ")
	return strings.TrimSpace(found)
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	if os.Getenv(name) == "" {
		return otherwise
	}
	n, err := strconv.Atoi(os.Getenv(name))
	require.NoError(t, err, name)
	return n
}

// company is the kit's data as a host has it.
type company struct {
	program *incentive.Program
	inputs  incentive.Inputs
	deals   []incentive.Transaction
	count   int
	// sum is what visitors make of all amounts.
	sum uint64
}

// load reads the kit's data.
func (k kit) load(t *testing.T) company {
	var c company
	plan, err := os.ReadFile("testdata/plan.json")
	require.NoError(t, err)
	parsed, err := incentive.ParsePlan(plan)
	require.NoError(t, err)
	c.program, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{parsed}})
	require.NoError(t, err)
	quarter, year := kam.MustPeriod("2025-01-01/2025-04-01"), kam.MustPeriod("2025-01-01/2026-01-01")
	c.inputs.Period = quarter
	names := map[string]string{} // a host has one text for each payee and class, and so do the kit's rivals
	rows(t, filepath.Join(k.input, "payees.csv"), func(f []string) {
		id := strings.Clone(f[0])
		names[id] = id
		c.inputs.Roster.Payees = append(c.inputs.Roster.Payees, incentive.Payee{ID: id})
		c.inputs.Roster.Assignments = append(c.inputs.Roster.Assignments, incentive.Assignment{
			Payee: id, Plan: "kit", Version: 1, Period: year,
			Quotas: []incentive.Quota{{Measure: "credited", Period: quarter, Amount: amount(t, f[2])}},
			Target: incentive.Target{Amount: decimal.NewNullDecimal(amount(t, f[3])), Per: kam.Quarter},
		})
		if f[1] != "" {
			c.inputs.Roster.Reporting = append(c.inputs.Roster.Reporting, incentive.ReportingLine{Payee: id, Manager: strings.Clone(f[1]), Period: year})
		}
	})
	classes := map[string]map[string]string{}
	c.deals, c.count = make([]incentive.Transaction, 0, k.deals), k.deals
	rows(t, filepath.Join(k.input, "deals.csv"), func(f []string) {
		if classes[f[5]] == nil {
			class := strings.Clone(f[5])
			classes[class] = map[string]string{"class": class}
		}
		day, err := kam.ParseDay(f[3])
		require.NoError(t, err)
		c.deals = append(c.deals, incentive.Transaction{ID: strings.Clone(f[0]), Owner: names[f[1]], Booked: day, Amount: amount(t, f[4]), Currency: "USD", Attributes: classes[f[5]]})
	})
	return c
}

func amount(t *testing.T, s string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(s)
	require.NoError(t, err)
	return d
}

// rows reads a CSV file without its header.
func rows(t *testing.T, name string, each func([]string)) {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for n := 0; ; n++ {
		record, err := r.Read()
		if err == io.EOF {
			return
		}
		require.NoError(t, err)
		if n > 0 {
			each(record)
		}
	}
}

// write writes lines and statements as the kit's checker reads them.
func (k kit) write(t *testing.T, run *incentive.Run) {
	t.Helper()
	lines, err := os.Create(filepath.Join(k.output, "lines.csv"))
	require.NoError(t, err)
	w := csv.NewWriter(lines)
	require.NoError(t, w.Write([]string{"deal_id", "payee_id", "credited", "tier_low", "tier_high", "commission"}))
	type sum struct{ lines, units int64 }
	sums := map[string]sum{}
	for i := range run.Items() {
		payee := i.Statement().Payee().ID
		credited, ok := i.CreditedUnits()
		require.True(t, ok)
		first, last, ok := i.Tiers()
		require.True(t, ok)
		units, _ := i.AmountUnits()
		sums[payee] = sum{sums[payee].lines + 1, sums[payee].units + units}
		require.NoError(t, w.Write([]string{i.Transaction(), payee, decimal.New(credited, -4).StringFixed(4), strconv.Itoa(first + 1), strconv.Itoa(last + 1), string(i.AppendAmount(nil))}))
	}
	w.Flush()
	require.NoError(t, w.Error())
	require.NoError(t, lines.Close())
	statements, err := os.Create(filepath.Join(k.output, "statements.csv"))
	require.NoError(t, err)
	w = csv.NewWriter(statements)
	require.NoError(t, w.Write([]string{"payee_id", "credits", "credited", "attainment_bp", "commission", "payout"}))
	for s := range run.Statements() {
		x := sums[s.Payee().ID]
		m, _ := s.Measure("credited")
		points := new(big.Rat).Quo(m.Value.Shift(4).Rat(), m.Quota.Decimal.Rat()) // hundredths of a percent
		cut := new(big.Int).Quo(points.Num(), points.Denom())
		require.NoError(t, w.Write([]string{s.Payee().ID, fmt.Sprint(x.lines), m.Value.StringFixed(4), cut.String(), decimal.New(x.units, -2).StringFixed(2), s.Earned().StringFixed(2)}))
	}
	w.Flush()
	require.NoError(t, w.Error())
	require.NoError(t, statements.Close())
}
