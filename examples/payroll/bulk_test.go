package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ownPlan pays owners, teamPlan owners and their managers, both by tiers of attainment.
const ownPlan = `{
  "format": 1, "id": "own", "version": 1, "currency": "USD", "effective": "2025-01-01/2026-01-01", "period": "quarter",
  "rounding": {"step": "credit", "places": 2, "mode": "half-up"}, "creditDate": "booked", "order": "id",
  "refunds": {"method": "recalculate", "period": "current", "below": "carry-negative"},
  "credits": [
    {"name": "own", "to": "owner", "share": "1", "split": "credit", "retires": true, "pays": true,
     "factor": {"by": "class", "values": {"new": "1", "renewal": "0.5"}, "other": "refuse"}}
  ],
  "measures": [{"name": "credited", "base": "amount", "credits": ["own"], "window": "period"}],
  "components": [{
    "name": "commission", "measure": "credited",
    "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.04"}, {"from": "1", "rate": "0.0613"}]},
    "caps": [{"per": "credit", "on": "pay", "amount": "5000", "excess": "forfeit"}],
    "gates": [{"basis": "attainment", "at": "0.3", "kind": "cliff", "test": "period-end"}]
  }],
  "caps": [{"per": "period", "on": "pay", "ofTargetIncentive": "3", "excess": "forfeit"}]
}`

func teamPlan() string {
	return strings.NewReplacer(`"id": "own"`, `"id": "team"`, `"credits": [
`, `"credits": [
    {"name": "team", "to": "manager", "level": 1, "vacancy": "skip", "base": "amount", "share": "0.2", "split": "credit", "retires": true, "pays": true},
`, `"credits": ["own"]`, `"credits": ["own", "team"]`).Replace(ownPlan)
}

// office is the files of a payroll of many deals.
type office struct{ dir, deals, people, plan string }

// newOffice makes up a company; grouped puts the deals of each payee together.
func newOffice(t *testing.T, plan string, deals int, grouped bool) office {
	t.Helper()
	o := office{dir: t.TempDir()}
	r := rand.New(rand.NewPCG(5, 6))
	var people strings.Builder
	people.WriteString("payee_id,manager_id,quota,target_incentive\n")
	const payees, managers = 47, 5
	for i := range payees {
		manager := fmt.Sprint("m", i%managers)
		if i%11 == 0 {
			manager = ""
		}
		quota := fmt.Sprint(50_000+r.IntN(400_000), ".", 10+r.IntN(90))
		if i == 13 {
			quota = "" // is held
		}
		fmt.Fprintf(&people, "%s,%s,%s,%d\n", payee(i), manager, quota, 5000+i)
	}
	for i := range managers {
		fmt.Fprintf(&people, "m%d,,%d,9000\n", i, 300_000+i)
	}
	rows := make([]string, deals)
	owners := make([]int, deals)
	for i := range rows {
		owner := r.IntN(payees + 1) // the last one is on no plan
		if r.IntN(5) == 0 {
			owner = 3 // has many
		}
		if owner == 7 {
			owner = 8 // 7 has none
		}
		owners[i] = owner
		day := fmt.Sprintf("2025-%02d-%02d", 1+r.IntN(3), 1+r.IntN(28))
		if r.IntN(50) == 0 {
			day = "2025-05-05"
		}
		id := fmt.Sprint("D", 1_000_000+i*7919%deals)
		rows[i] = fmt.Sprintf("%s,%s,%s,%d.%02d,%s,USD,,note %d", id, payee(owner), day, r.IntN(20_000), r.IntN(100), []string{"new", "renewal"}[r.IntN(2)], i)
		if i > 0 && r.IntN(40) == 0 && !strings.Contains(rows[i-1], ",-") {
			original := strings.Split(rows[i-1], ",")
			back := ""
			if r.IntN(2) == 0 || grouped {
				back = original[1]
			}
			rows[i] = fmt.Sprintf("R%d,%s,2025-03-%02d,-%d,,USD,%s,\"taken, back\"", i, back, 1+r.IntN(28), r.IntN(3), original[0])
			if grouped {
				owners[i] = owners[i-1]
			}
		}
	}
	rows = append(rows, rows[2]) // came twice
	owners = append(owners, owners[2])
	if grouped {
		order := make([]int, len(rows))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return owners[a]*29%(payees+1) - owners[b]*29%(payees+1) })
		sorted := make([]string, len(rows))
		for i, at := range order {
			sorted[i] = rows[at]
		}
		rows = sorted
	}
	o.deals = write(t, o.dir, "deals.csv", "id,payee_id,booked_on,amount,class,currency,refund_of,note\n"+strings.Join(rows, "\n"))
	o.people = write(t, o.dir, "people.csv", people.String())
	o.plan = write(t, o.dir, "plan.json", plan)
	return o
}

func payee(i int) string {
	if i == 5 {
		return "=cmd" // a spreadsheet would run it
	}
	return fmt.Sprint(i * 31 % 1000)
}

// pay runs the program in a folder of its own.
func (o office) pay(t *testing.T, args ...string) outcome {
	t.Helper()
	out := outcome{out: filepath.Join(t.TempDir(), "out")}
	var stdout, stderr bytes.Buffer
	out.code = run(t.Context(), append([]string{"-deals", o.deals, "-people", o.people, "-plan", o.plan, "-period", "2025-01-01/2025-04-01", "-out", out.out}, args...), &stdout, &stderr)
	clean := func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, out.out, "OUT"), o.dir, "DIR") }
	out.stdout, out.stderr = clean(stdout.String()), clean(stderr.String())
	return out
}

// same checks that two calls wrote the same and told the same.
func same(t *testing.T, want, got outcome) {
	t.Helper()
	require.Equal(t, want.code, got.code, got.stderr)
	for _, name := range []string{"lines.csv", "statements.csv"} {
		require.Equal(t, want.read(t, name), got.read(t, name), name)
	}
	without := func(s string) string { s, _, _ = strings.Cut(s, " written to "); return s }
	assert.Equal(t, without(want.stdout), without(got.stdout))
	assert.Equal(t, want.stderr, got.stderr)
	left, err := os.ReadDir(got.out)
	require.NoError(t, err)
	assert.Len(t, left, 2, "nothing else is left")
}

func TestPartsGiveTheSameFiles(t *testing.T) {
	for name, c := range map[string]struct {
		plan    string
		grouped bool
	}{"owners": {ownPlan, false}, "owners and managers": {teamPlan(), false}, "owners grouped": {ownPlan, true}} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, c.plan, 4000, c.grouped)
			whole := o.pay(t)
			require.Equal(t, exitHeld, whole.code, whole.stderr)
			assert.Contains(t, whole.stderr, "held: 403:")
			assert.Contains(t, whole.stdout, "4001 deals of 52 payees")
			assert.Contains(t, whole.stdout, "house account, paid to nobody")
			assert.Contains(t, whole.read(t, "lines.csv"), ",'=cmd,")
			assert.Greater(t, len(whole.rows(t, "lines.csv")), 3000)
			for _, memory := range []string{"1B", "40KB", "500KB"} {
				same(t, whole, o.pay(t, "-memory", memory))
			}
			same(t, whole, o.pay(t, "-memory", "1GB"))
			if c.grouped {
				same(t, whole, o.pay(t, "-grouped"))
				same(t, whole, o.pay(t, "-grouped", "-memory", "1B"))
				same(t, whole, o.pay(t, "-grouped", "-memory", "200KB"))
			}
		})
	}
}

func TestDetailOfLines(t *testing.T) {
	o := newOffice(t, teamPlan(), 300, false)
	full, brief, none := o.pay(t), o.pay(t, "-lines", "brief"), o.pay(t, "-lines", "none", "-memory", "1B")
	assert.Equal(t, full.read(t, "statements.csv"), brief.read(t, "statements.csv"))
	assert.Equal(t, full.read(t, "statements.csv"), none.read(t, "statements.csv"))
	assert.NoFileExists(t, filepath.Join(none.out, "lines.csv"))
	all := full.rows(t, "lines.csv")
	for i, row := range brief.rows(t, "lines.csv") {
		assert.Equal(t, all[i][:6], row)
	}
	assert.True(t, strings.HasPrefix(full.read(t, "lines.csv"), "deal,payee,credited,tier_first,tier_last,amount,plan,component,credit,date,reverses\n"))
}

func TestBulkInChinese(t *testing.T) {
	o := newOffice(t, ownPlan, 300, false)
	got := o.pay(t, "-lang", "zh-CN")
	assert.Contains(t, got.stdout, "301 笔交易，52 人")
	assert.Contains(t, got.stderr, "暂缓：403")
	assert.NotContains(t, got.stdout, "deals of")
}

func TestBadBulk(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		change func(string) string
		args   []string
		want   []string
	}{
		"bad amount and day":  {"deals.csv", func(s string) string { return s + "\nX1,31,2025-02-30,1e5,new,USD,,\nX2,31,2025-02-20,5,new,usd,," }, nil, []string{"deals.csv:303:7: \"2025-02-30\" is no day", "deals.csv:303:18: \"1e5\" is no amount", "deals.csv:304:24: \"usd\""}},
		"column missing":      {"deals.csv", replace("class", "kind"), nil, []string{`deals.csv:1:1: the column "class" is missing`}},
		"date missing":        {"deals.csv", replace("booked_on", "when"), nil, []string{`the column "booked" is missing`}},
		"date of a condition": {"plan.json", replace(`"measure": "credited",`, `"measure": "credited", "when": {"date": "delivered", "from": "2025-02-01"},`), nil, []string{`the column "delivered" is missing`}},
		"number not in a row": {"plan.json", replace(`"measure": "credited",`, `"measure": "credited", "when": {"number": "discount", "atMost": "0.1"},`), nil, []string{`the plan "own" asks for the "discount" of deals`}},
		"margins":             {"plan.json", replace(`"base": "amount"`, `"base": "margin"`), nil, []string{`the plan "own" asks for the "margin" of deals`}},
		"two names of one":    {"deals.csv", replace("note\n", "owner\n"), nil, []string{"the columns owner, payee_id mean the same"}},
		"id with other content": {"deals.csv", func(s string) string {
			return s + "\nD1000000,62,2025-02-20,5,new,USD,,\nD1000000,93,2025-02-20,6,new,USD,,"
		}, nil, []string{"D1000000"}},
		"id in another part": {"deals.csv", func(s string) string {
			return s + "\nD1000000,62,2025-02-20,5,new,USD,,\nD1000000,93,2025-02-20,6,new,USD,,"
		}, []string{"-memory", "1B"}, []string{"D1000000", "came before, in line"}},
		"reversal with that id": {"deals.csv", func(s string) string { return s + "\nD1000000,62,2025-02-20,-5,new,USD,D1000001," }, []string{"-memory", "1B"}, []string{"deals.csv:303: the deal \"D1000000\" came before"}},
		"two reversals, one id": {"deals.csv", func(s string) string {
			return s + "\nRX,62,2025-02-20,-5,new,USD,D1000000,\nRX,62,2025-02-20,-5,new,USD,D1000001,"
		}, []string{"-memory", "1B"}, []string{"deals.csv:304: the deal \"RX\" came before, in line 303"}},
		"not grouped":           {"deals.csv", func(s string) string { return s }, []string{"-grouped"}, []string{"come again, after those of others", "sort the file by owner"}},
		"empty deals":           {"deals.csv", func(string) string { return "" }, nil, []string{"the file is empty"}},
		"person twice":          {"people.csv", func(s string) string { return s + "m1,,5,5\n" }, nil, []string{`people.csv:54:1: "m1" has two rows`}},
		"manager without row":   {"people.csv", func(s string) string { return s + "z,boss,5,5\n" }, nil, []string{`people.csv:54:3: the manager "boss" has no row`}},
		"bad quota":             {"people.csv", func(s string) string { return s + "z,m1,5;5,5\n" }, nil, []string{`people.csv:54:6`}},
		"unknown plan":          {"people.csv", replace("payee_id,manager_id", "payee_id,plan"), nil, []string{"is no plan of the period"}},
		"broken plan":           {"plan.json", replace("marginal", "diagonal"), nil, []string{"plan.json:$.components[0].tiers.mode"}},
		"plan that looks back":  {"plan.json", replace(`"window": "period"`, `"window": "year-to-date", "denominator": "full-period"`), nil, []string{"pays on what earlier periods paid"}},
		"managers and groups":   {"plan.json", func(string) string { return teamPlan() }, []string{"-grouped"}, []string{"the plan \"team\" credits managers"}},
		"cap of all payees":     {"plan.json", replace(`"per": "credit"`, `"per": "transaction"`), []string{"-memory", "1B"}, []string{"the deals must be in memory at once"}},
		"no period of the plan": {"plan.json", func(s string) string { return s }, []string{"-period", "2025"}, []string{"-period: \"2025\" is no period of the kind quarter"}},
		"missing file":          {"plan.json", func(s string) string { return s }, []string{"-deals", "nothing.csv"}, []string{"nothing.csv"}},
		"missing people":        {"plan.json", func(s string) string { return s }, []string{"-people", "nobody.csv"}, []string{"nobody.csv: cannot be read"}},
		"a folder":              {"plan.json", func(s string) string { return s }, []string{"-deals", "/"}, []string{"cannot be read"}},
		"out is a file":         {"plan.json", func(s string) string { return s }, []string{"-out", "bulk_test.go"}, []string{"output folder"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, ownPlan, 300, false)
			data, err := os.ReadFile(filepath.Join(o.dir, c.file))
			require.NoError(t, err)
			write(t, o.dir, c.file, c.change(string(data)))
			got := o.pay(t, c.args...)
			assert.Equal(t, exitBad, got.code, got.stdout)
			for _, text := range c.want {
				assert.Contains(t, got.stderr, text)
			}
			assert.Contains(t, got.stderr, "no file was changed")
			assert.NoFileExists(t, filepath.Join(got.out, "lines.csv"))
			assert.NoDirExists(t, got.out, "nothing is left")
		})
	}
}

func TestBulkFlags(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-deals", "x"}, "-deals needs -people FILE"},
		{[]string{"-deals", "x", "-people", "y"}, "-deals needs -plan FILE"},
		{[]string{"-deals", "x", "-people", "y", "-plan", "z"}, "-deals needs -period"},
		{[]string{"-deals", "x", "-people", "y", "-plan", "z", "-period", "p", "-lines", "some"}, "write full, brief or none"},
		{[]string{"-deals", "x", "-db", "y"}, "-db does not go with -deals"},
		{[]string{"-people", "x"}, "-people goes with -deals FILE only"},
		{[]string{"-deals", "x", "-memory", "much"}, `"much" is no size`},
		{[]string{"-deals", "x", "-memory", "0MB"}, "is no size"},
		{[]string{"-deals", "x", "-memory", "99999999999GB"}, "is no size"},
	} {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, exitBad, run(t.Context(), c.args, &stdout, &stderr))
		assert.Contains(t, stderr.String(), c.want)
	}
	for text, want := range map[string]int64{"1B": 1, "3 kb": 3 << 10, "512MB": 512 << 20, "2GB": 2 << 30} {
		n, err := parseSize(text)
		require.NoError(t, err)
		assert.Equal(t, want, n)
	}
}

func TestBulkCancelled(t *testing.T) {
	o := newOffice(t, ownPlan, 300, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	out := filepath.Join(o.dir, "out")
	code := run(ctx, []string{"-deals", o.deals, "-people", o.people, "-plan", o.plan, "-period", "2025-Q1", "-out", out}, &stdout, &stderr)
	assert.Equal(t, exitRepeat, code, stderr.String())
	assert.NoFileExists(t, filepath.Join(out, "lines.csv"))
}

// TestBulkOnAFullDisk lets no file grow beyond some KiB, as a full disk does, where files of an earlier call lie.
func TestBulkOnAFullDisk(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs a shell")
	}
	o := newOffice(t, ownPlan, 3000, false)
	out := filepath.Join(o.dir, "out")
	require.NoError(t, os.Mkdir(out, 0o755))
	write(t, out, "lines.csv", "before")
	write(t, out, "statements.csv", "before")
	for _, more := range []string{"", " -memory 1B"} {
		cmd := exec.CommandContext(t.Context(), shell, "-c", `ulimit -f 8 && exec "$0" -deals deals.csv -people people.csv -plan plan.json -period 2025-Q1 -out out`+more, os.Args[0])
		cmd.Dir, cmd.Env = o.dir, append(os.Environ(), "KAM_PAYROLL_MAIN=1")
		text, _ := cmd.CombinedOutput()
		assert.Equal(t, exitBad, cmd.ProcessState.ExitCode(), string(text))
		assert.Contains(t, string(text), "no file was changed")
		left, err := os.ReadDir(out)
		require.NoError(t, err)
		assert.Len(t, left, 2)
		data, err := os.ReadFile(filepath.Join(out, "lines.csv"))
		require.NoError(t, err)
		assert.Equal(t, "before", string(data))
	}
}
