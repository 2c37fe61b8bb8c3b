package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/incentive"
)

// call runs the program and returns its exit code and what it says.
func call(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, bad strings.Builder
	code = program.Run(t.Context(), args, &out, &bad)
	return code, out.String(), bad.String()
}

// written returns what is in a folder, by name.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		files[e.Name()] = string(text)
	}
	return files
}

// Every report of the sample, in both languages, is pinned. KAM_UPDATE_GOLDEN=1 writes them anew.
func TestReportsOfTheSample(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	code, stdout, stderr := call(t, "-out", out)
	require.Zero(t, code, stderr)
	assert.Empty(t, stderr)
	assert.Contains(t, stdout, "Chloe Martin     381,151    519,000.50   136.2 %  100.0 A   18,333.36\n")
	assert.Contains(t, stdout, "9 reports and their index are in "+out+", in English and Chinese: begin with index.en.md\n")
	golden, files := filepath.Join("testdata", "sample"), written(t, out)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.RemoveAll(golden))
		require.NoError(t, os.MkdirAll(golden, 0o750))
		for name, text := range files {
			require.NoError(t, os.WriteFile(filepath.Join(golden, name), []byte(text), 0o600))
		}
	}
	want := written(t, golden)
	require.Len(t, files, 20)
	require.Len(t, want, len(files))
	for name, text := range files {
		assert.Equal(t, want[name], text, name)
		assert.NotRegexp(t, map[bool]string{true: `\bvisit\b`, false: `拜访`}[strings.HasSuffix(name, ".zh-CN.md")], text, name)
		assert.NotRegexp(t, `%![A-Za-z]?\(`, text, name)
	}
	for name, text := range files { // the index leads to every other report in its language
		if base, ok := strings.CutSuffix(name, ".en.md"); ok && base != "index" {
			assert.Contains(t, files["index.en.md"], "]("+name+")")
			assert.Contains(t, files["index.zh-CN.md"], "]("+base+".zh-CN.md)")
		}
		for _, link := range regexp.MustCompile(`\]\(([^)]*)\)`).FindAllStringSubmatch(text, -1) {
			assert.Contains(t, files, link[1], name)
		}
	}
}

// Two runs write the same bytes, also into the same folder.
func TestTwoRunsAreEqual(t *testing.T) {
	out := t.TempDir()
	code, first, _ := call(t, "-out", out)
	require.Zero(t, code)
	before := written(t, out)
	code, second, _ := call(t, "-out", out)
	require.Zero(t, code)
	assert.Equal(t, first, second)
	assert.Equal(t, before, written(t, out))
}

// played is a quarter with everything that came of it.
func played(t *testing.T, from string) *quarter {
	t.Helper()
	rules := program.Sample
	if from != "" {
		rules = program.Realset
	}
	q, err := play(t.Context(), from, rules)
	require.NoError(t, err)
	return q
}

// foots holds a quarter to what its rooms say of each other.
func foots(t *testing.T, q *quarter) {
	t.Helper()
	equal := func(want, got decimal.Decimal, about ...any) {
		t.Helper()
		assert.Truef(t, want.Equal(got), "%s is not %s: %v", want, got, about)
	}
	// The revenue of the copy, counted by hand, is the revenue measured, tracked and credited.
	copied := map[string]decimal.Decimal{}
	var all decimal.Decimal
	for _, r := range q.records {
		if d, ok := r.Data.(*crm.Opportunity); ok && d.Status == crm.Won && q.Quarter.Contains(d.Close) {
			copied[d.Owner] = copied[d.Owner].Add(d.Amount.Decimal)
			all = all.Add(d.Amount.Decimal)
		}
	}
	whole, ok := q.facts.Find(kam.Subject{Kind: "company", ID: q.Company}, kpi.MetricRevenue, "", q.Goal.Currency)
	require.True(t, ok)
	equal(all, whole.Value.Decimal, "measured of all")
	credited := map[string]decimal.Decimal{}
	for c := range q.run.Direct() {
		credited[c.Payee] = credited[c.Payee].Add(c.Amount)
	}
	plan := q.run.Program().Plans()[0].ID
	var target, history, factors decimal.Decimal
	for _, p := range q.people {
		measured, ok := q.facts.Find(p.Subject, kpi.MetricRevenue, "", q.Goal.Currency)
		require.True(t, ok)
		equal(copied[p.ID], measured.Value.Decimal, "measured", p.ID)
		equal(copied[p.ID], p.reach.Actual.Decimal().Decimal, "tracked", p.ID)
		equal(copied[p.ID], credited[p.ID], "credited", p.ID)
		require.NoError(t, p.score.Verify())
		target, history = target.Add(p.goal.Target), history.Add(p.goal.Baseline.Decimal)

		// The target is the quota, and the score is what multiplies.
		statement, ok := q.run.Statement(p.ID, plan)
		require.True(t, ok, p.ID)
		revenue, _ := statement.Measure("revenue")
		equal(p.goal.Target, revenue.Quota.Decimal, "quota", p.ID)
		equal(copied[p.ID], revenue.Value, "statement", p.ID)
		score, ok := statement.Measure("score")
		require.True(t, ok)
		equal(p.score.Score.Decimal, score.Value, "score", p.ID)
		equal(p.pay, statement.Earned())
		lines, adjusted := decimal.Zero, decimal.Zero
		for l := range statement.Lines() {
			lines = lines.Add(l.Amount())
		}
		factor := decimal.NewFromInt(1)
		for a := range statement.Adjustments() {
			adjusted = adjusted.Add(a.Amount)
			if a.Kind == incentive.AdjustMultiplier {
				factor = a.Factor.Decimal
				equal(p.score.Score.Decimal, a.Position.Decimal, "position of the multiplier", p.ID)
			}
		}
		equal(lines.Add(adjusted), statement.Earned(), "sum of the statement", p.ID)
		equal(factorOf(p.score.Score.Decimal), factor, "factor", p.ID)
		factors = factors.Add(factor)
		exported, err := statement.Export()
		require.NoError(t, err)
		require.NoError(t, incentive.VerifyStatement(exported))
	}
	assert.True(t, factors.IsPositive())
	// Targets of people sum to that of all, which is what was sold before plus growth, to the unit.
	grown := history.Mul(decimal.NewFromInt(q.Growth.Num+q.Growth.Den)).DivRound(decimal.NewFromInt(q.Growth.Den), 0)
	equal(grown, target, "grown")
}

// factorOf is what the plan says of a score.
func factorOf(score decimal.Decimal) decimal.Decimal {
	factor := "0.8"
	for _, band := range []struct {
		from   int64
		factor string
	}{{60, "1"}, {80, "1.1"}, {90, "1.2"}} {
		if score.GreaterThanOrEqual(decimal.NewFromInt(band.from)) {
			factor = band.factor
		}
	}
	return decimal.RequireFromString(factor)
}

func TestTheSampleFoots(t *testing.T) {
	q := played(t, "")
	require.Len(t, q.people, 4)
	foots(t, q)
	assert.Equal(t, "Chloe Martin", q.names.Of(q.people[2].ID))
	assert.Equal(t, kam.Text{EN: "Chloe Martin: win CNY 381,151.00", ZH: "Chloe Martin：赢单 CNY 381,151.00"}, q.people[2].goal.Name())
	assert.Contains(t, q.people[2].ready.Verdict().EN, "ready for promotion to Key account manager")
}

// exported returns a folder with an export, of which files replace some, or take away those without a text.
func exported(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{
		"sales_teams.csv": "sales_agent,manager,regional_office\nAnn,Cy,East\n", "accounts.csv": "account,sector,employees,office_location,subsidiary_of\nAcme,retail,5,US,\n",
		"products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\n", "sales_pipeline.csv": pipeline + "1,Ann,GTX Pro,Acme,Won,01-08-2017,02-08-2017,100\n2,Ann,GTX Pro,Acme,Won,01-10-2017,02-11-2017,90\n",
	}
	maps.Copy(all, files)
	for name, text := range all {
		if text != "" {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		}
	}
	return dir
}

// Bad input ends with a message, the code 2 and nothing written.
func TestBadInput(t *testing.T) {
	export := func(files map[string]string) string { return exported(t, files) }
	code, stdout, stderr := call(t, "-export", export(nil), "-out", filepath.Join(t.TempDir(), "good"))
	require.Zero(t, code, stderr)
	assert.Contains(t, stdout, "Revenue in the copy: 90.00; measured: 90.00; in statements: 90.00 USD")
	for name, c := range map[string]struct{ from, want string }{
		"no such folder":   {filepath.Join(t.TempDir(), "none"), "there is no such folder (name the folder with the CSV files with -export, or leave it out for the sample)"},
		"a file missing":   {export(map[string]string{"accounts.csv": ""}), "accounts.csv: the file is missing (an export has"},
		"a column missing": {export(map[string]string{"sales_pipeline.csv": "id\n1\n"}), `the column "opportunity_id" is missing`},
		"cut off":          {export(map[string]string{"sales_pipeline.csv": pipeline + "1,Ann\n"}), "the line has 2 cells, the header has 8"},
		"without an id":    {export(map[string]string{"sales_pipeline.csv": pipeline + ",Ann,GTX Pro,Acme,Won,01-08-2017,02-08-2017,100\n"}), "sales_pipeline.csv:2"},
		"nothing was won":  {export(map[string]string{"sales_pipeline.csv": pipeline + "1,Ann,GTX Pro,Acme,Lost,01-08-2017,02-08-2017,0\n"}), "quarter.json:$.before: no deal with an owner was won in 2017-07-01/2017-10-01 (state a period in which something was sold)"},
		"ISO days":         {export(map[string]string{"sales_pipeline.csv": pipeline + "1,Ann,GTX Pro,Acme,Won,2017-08-01,2017-08-02,100\n"}), `sales_pipeline.csv:2:24: "2017-08-01" is no day of the calendar in the form DD-MM-YYYY`},
		"unknown stage":    {export(map[string]string{"sales_pipeline.csv": pipeline + "1,Ann,GTX Pro,Acme,Wonn,01-08-2017,02-08-2017,100\n"}), `sales_pipeline.csv:2:20: the stage "Wonn" is not known`},
		"a deal twice":     {export(map[string]string{"sales_pipeline.csv": pipeline + strings.Repeat("1,Ann,GTX Pro,Acme,Won,01-08-2017,02-08-2017,100\n", 2)}), `sales_pipeline.csv:3:1: "1" is there twice`},
		"no amount":        {export(map[string]string{"sales_pipeline.csv": pipeline + "1,Ann,GTX Pro,Acme,Won,01-08-2017,02-08-2017,100\n2,Ann,GTX Pro,Acme,Won,01-10-2017,02-11-2017,\n"}), "sales_pipeline.csv:3:46: the deal is won and has no amount"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			code, stdout, stderr := call(t, "-export", c.from, "-out", out)
			assert.Equal(t, 2, code)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, c.want)
			assert.NoDirExists(t, out)
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := play(ctx, "", program.Sample)
	require.ErrorIs(t, err, context.Canceled)
}

// ruled returns a folder with the rules of the sample, in one file of which a text is replaced by another.
func ruled(t *testing.T, file, old, text string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, program.Sample))
	if file != "" {
		path := filepath.Join(dir, file)
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Contains(t, string(whole), old)
		require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(whole), old, text, 1)), 0o600))
	}
	return dir
}

// replaced returns a folder with the rules of the sample, and a text in place of one file.
func replaced(t *testing.T, file, text string) string {
	t.Helper()
	dir := ruled(t, "", "", "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600))
	return dir
}

// Rules that people bring are read as those that are built in, and what is wrong with them is told by file and place.
func TestRulesOfOnesOwn(t *testing.T) {
	rules := func(file, old, text string) string { return ruled(t, file, old, text) }
	missing := rules("", "", "")
	require.NoError(t, os.Remove(filepath.Join(missing, "card.json")))
	out := filepath.Join(t.TempDir(), "out")
	code, same, stderr := call(t, "-rules", rules("", "", ""), "-out", out)
	require.Zero(t, code, stderr)
	code, more, _ := call(t, "-rules", rules("plan.json", `"rate": "0.05"`, `"rate": "0.06"`), "-out", out)
	require.Zero(t, code)
	assert.Contains(t, same, "18,333.36")
	assert.NotContains(t, more, "18,333.36", "a higher rate pays more")
	for name, c := range map[string]struct{ dir, want string }{
		"missing":      {missing, "card.json: the file is missing (put it into the folder with the rules)"},
		"damaged":      {rules("quarter.json", `"company":`, `"company"`), "quarter.json:2:13: invalid character"},
		"damaged plan": {rules("plan.json", `"format": 1,`, `"format": 1,,`), "plan.json:"},
		"unknown rate": {rules("plan.json", `"rate": "0.05"`, `"rate": "much"`), "plan.json:$.components[0]"},
		"misspelt":     {rules("quarter.json", `"past":`, `"pastt":`), `quarter.json:5:3: the key "pastt" is not known (correct its spelling, or leave it out)`},
		"left out":     {rules("quarter.json", `"closed": "2026-06-30",`, ``), `quarter.json:$.closed: it is missing (state it, such as "2026-06-30")`},
		"no history":   {rules("quarter.json", `"before": "2025-04-01/2025-07-01"`, `"before": "2015-04-01/2015-07-01"`), "quarter.json:$.before: no deal with an owner was won in 2015-04-01/2015-07-01 (state a period in which something was sold)"},
		"two left out": {rules("quarter.json", `"meeting": "2026-05-18",
  "currency": "CNY",`, ``), `quarter.json:$.meeting: it is missing (state it, such as "2026-05-18")` + "\nerror: " + `quarter.json:$.currency: it is missing (state it, such as "CNY")`},
		"open":        {rules("quarter.json", `"quarter": "2026-04-01/2026-07-01"`, `"quarter": "2026-04-01/.."`), "quarter.json:$.quarter: it must end"},
		"grown twice": {rules("quarter.json", `"before": "2025-04-01/2025-07-01"`, `"before": "2026-01-01/2026-04-02"`), "quarter.json:$.before: it must end before the quarter begins"},
		"no past": {rules("quarter.json", `"2025-04-01/2025-07-01",
    "2025-07-01/2025-10-01",
    "2025-10-01/2026-01-01",
    "2026-01-01/2026-04-01"`, ``), "quarter.json:$.past: it is missing"},
		"past to come":  {rules("quarter.json", `"2026-01-01/2026-04-01"`, `"2026-01-01/2026-05-01"`), "quarter.json:$.past: it must end before the quarter begins"},
		"next at once":  {rules("quarter.json", `"next": "2026-07-01/2026-10-01"`, `"next": "2026-06-30/2026-10-01"`), "quarter.json:$.next: it must begin after the quarter, and end"},
		"agreed late":   {rules("quarter.json", `"agreed": "2026-03-31"`, `"agreed": "2026-04-02"`), "quarter.json:$.agreed: it must not lie after the quarter's first day"},
		"met too soon":  {rules("quarter.json", `"meeting": "2026-05-18"`, `"meeting": "2026-04-01"`), "quarter.json:$.meeting: it must lie in the quarter, after its first day"},
		"closed late":   {rules("quarter.json", `"closed": "2026-06-30"`, `"closed": "2026-07-01"`), "quarter.json:$.closed: it must lie in the quarter"},
		"two money":     {rules("quarter.json", `"cadence": "week",`, `"cadence": "week", "currency": "EUR",`), "quarter.json:$.goal.currency: it is stated, and follows from the other rules (leave it out)"},
		"growth twice":  {rules("quarter.json", `"growth": "1/10"`, `"growth": "1/10", "growth": "2"`), `quarter.json:11:21: the key "growth" stands twice in its object (keep one of them)`},
		"past twice":    {rules("quarter.json", `"2025-07-01/2025-10-01"`, `"2025-04-01/2025-07-01"`), "quarter.json:$.past: it must have no day twice"},
		"past of a day": {rules("quarter.json", `"2025-07-01/2025-10-01"`, `"2025-07-01/2025-07-02"`), "quarter.json:$.past: it must have periods of the calendar that are each a quarter, as this one is"},
		"synced before": {rules("quarter.json", `"synced": "2026-07-01`, `"synced": "2026-03-01`), "quarter.json:$.synced: it must not lie before the day closed"},
		"less sold":     {rules("quarter.json", `"direction": "higher"`, `"direction": "lower"`), `quarter.json:$.goal.direction: it can be "higher" only (write "higher")`},
		"no metric":     {rules("quarter.json", `"metric": "kpi.revenue"`, `"metric": "kpi.nothing"`), `quarter.json:$.goal.metric: it can be "kpi.revenue" only`},
		"a level":       {rules("quarter.json", `"tracking": "flow"`, `"tracking": "stock"`), `quarter.json:$.goal.tracking: it can be "flow" only`},
		"own target":    {rules("quarter.json", `"cadence": "week",`, `"cadence": "week", "target": "5", "id": "x", "owners": ["21"],`), "quarter.json:$.goal.id: it is stated, and follows from the other rules (leave it out)\nerror: quarter.json:$.goal.owners: it is stated, and follows from the other rules (leave it out)\nerror: quarter.json:$.goal.target: it is stated"},
		"own total":     {rules("targets.json", `"grain": "1"`, `"grain": "1", "total": "5"`), "targets.json:$.org.total: it is stated, and follows from what was sold and the growth (leave it out)"},
		"own period": {rules("targets.json", `"basis": {
      "by": "working-days"`, `"period": "2026-01-01/2026-02-01", "basis": {
      "by": "working-days"`), "targets.json:$.time.period: it is stated, and is the period that the targets are grown for (leave it out)"},
		"no page":    {rules("quarter.json", `"report": "scores"`, `"report": "score"`), "quarter.json:$.pages: it must have each of these reports once, and no other: targets smart followup"},
		"page twice": {rules("quarter.json", `"report": "scores"`, `"report": "smart"`), "quarter.json:$.pages: it must have each of these reports once"},
		"no lapse": {rules("quarter.json", `"lapse": {
    "purchases": 3,
    "times": "2"
  },`, ``), "quarter.json:$.lapse: it is missing (state it, such as {"},
		"no name":      {rules("quarter.json", `"康盟工业 Kam Industrial"`, `" Kam"`), "quarter.json:$.company: it must be a name of at most 64 bytes, no blank at an end"},
		"shrunk away":  {rules("quarter.json", `"growth": "1/10"`, `"growth": "-2"`), "quarter.json:$.growth: the growth -2 is below -1"},
		"grown beyond": {rules("quarter.json", `"growth": "1/10"`, `"growth": "1000000000000"`), "quarter.json:$.growth: by 1000000000000, what was sold grows to more than"},
		"dollars":      {rules("quarter.json", `"currency": "CNY"`, `"currency": "USD"`), "quarter.json:$.currency: no deal won in 2025-04-01/2025-07-01 is in USD; there are some in CNY"},
		"no money":     {rules("quarter.json", `"currency": "CNY"`, `"currency": "yuan"`), "quarter.json:$.currency: it must be a currency of ISO 4217"},
		"purchases":    {rules("quarter.json", `"purchases": 3`, `"purchases": 0`), "quarter.json:$.lapse.purchases: 0 is below 3"},
		"times":        {rules("quarter.json", `"times": "2"`, `"times": "-2"`), "quarter.json:$.lapse.times: -2 is not above zero"},
		"nobody":       {rules("quarter.json", `"person": "29"`, `"person": ""`), "quarter.json:$.roles[0].person: it is empty"},
		"next unknown": {rules("quarter.json", `"next": "2026-07-01/2026-10-01"`, `"next": "2036-07-01/2036-10-01"`), "quarter.json:$.next: the calendar has no holidays of 2036"},
		"next forever": {rules("quarter.json", `"next": "2026-07-01/2026-10-01"`, `"next": "2026-07-01/2126-10-01"`), "quarter.json:$.next: the calendar has no holidays of 2027"},
		"no grain":     {rules("targets.json", `"grain": "1"`, `"grain": "0"`), "targets.json:$.org.grain: the grain is 0 (state the size of one unit"},
		"two levels": {rules("targets.json", `,
      {
        "name": "account"
      }`, ``), "targets.json:$.org.levels: there are 2 levels, and rows with 3 names"},
		"attained twice": {rules("people.json", `"period": "2026-01-01/2026-04-01",
    "numerator": "104"`, `"period": "2026-04-01/2026-07-01",
    "numerator": "104"`), "people.json:$[0].observations[15]: it contradicts record 2"},
		"ladder to come": {rules("ladder.json", `"effective": "2025-01-01/.."`, `"effective": "2027-01-01/.."`), "ladder.json:$.effective: the ladder is in force in 2027-01-01/.., not on 2026-07-01"},
		"month by month": {rules("plan.json", `"period": "quarter"`, `"period": "month"`), "plan.json:plan quarter-kam version 1 $.period: 2026-04-01/2026-07-01 is no month of the calendar (run a whole month, or correct the period of the plan)"},
		"plan to come":   {rules("plan.json", `"effective": "2026-01-01/2027-01-01"`, `"effective": "2027-01-01/2028-01-01"`), "plan.json:plan quarter-kam version 1 $.effective: the plan is effective 2027-01-01/2028-01-01, which does not cover"},
		"another week":   {rules("week.json", `"days": "2026-04-01/2026-04-11"`, `"days": "2027-04-01/2027-04-11"`), "week.json:$.days: it must lie in the quarter"},
		"week too late":  {rules("week.json", `"days": "2026-04-01/2026-04-11"`, `"days": "2026-07-01/2026-07-11"`), "week.json:$.days: it must lie in the quarter"},
		"no share":       {rules("targets.json", `"share": "1"`, `"share": "1/2"`), "targets.json:$"},
		"no holidays":    {rules("calendar.json", `"year": 2026`, `"year": 2031`), "calendar.json:$.holidays[1].off[0]: \"2026-01-01\" is no day of 2031"},
		"no calendar":    {replaced(t, "calendar.json", `{}`), "calendar.json:$.holidays: the calendar has no holidays of 2026, a year of 2026-04-01/2026-07-01"},
		"no org":         {replaced(t, "targets.json", `{"time": {"levels": [{"kind": "month"}], "basis": {"by": "working-days"}}}`), "targets.json:$.org: neither levels nor a grain are stated"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			code, stdout, stderr := call(t, "-rules", c.dir, "-out", out)
			assert.Equal(t, 2, code)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, c.want)
			assert.NotContains(t, stderr, "goroutine")
			assert.NoDirExists(t, out)
		})
	}
}

// What holds nobody is told of in the index, in both languages.
func TestWarningsAreTold(t *testing.T) {
	for name, c := range map[string]struct{ file, old, text, en, zh string }{
		"a stage in another case": {"deals.json", "\"won\"\n  ],", "\"Won\"\n  ],", `stage "won" does not count as won and differs from "Won" in case or blanks alone`, `阶段 "won" 不算赢单`},
		"a sale that costs":       {"plan.json", `"rate": "0.02"`, `"rate": "-0.02"`, "a sale of 1,000 costs the payee 20", "plan.json:$.components"},
		"more than was sold":      {"plan.json", `"rate": "0.05"`, `"rate": "1.5"`, "the rate is 150 %: 1,000.00 CNY", "plan.json:$.components"},
		"a tier of nobody":        {"followup.json", `"name": "A"`, `"name": "AA"`, `followup.json:$.tiers: the policy has no tier "A", and so no cadence for 6 accounts of it`, `策略中没有等级 "A"，该等级的 6 个客户没有跟进节奏`},
		"a visitor of nowhere":    {"week.json", `"user": "21"`, `"user": "99"`, `"99" is no user of the system, and visits nobody`, `"99" 不是系统用户`},
		"a manager of nowhere":    {"quarter.json", `"person": "29"`, `"person": "99"`, `the copy of the CRM knows no user "99"`, `客户副本中没有用户 "99"`},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			code, stdout, stderr := call(t, "-out", out, "-rules", ruled(t, c.file, c.old, c.text))
			require.Zero(t, code, stderr)
			files := written(t, out)
			for _, told := range []string{stdout, files["index.en.md"]} {
				assert.Contains(t, told, c.en)
			}
			assert.Contains(t, files["index.zh-CN.md"], c.zh)
		})
	}
}

// No report speaks of people by their IDs.
func TestPeopleGoByTheirNames(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	code, _, stderr := call(t, "-out", out)
	require.Zero(t, code, stderr)
	ids := regexp.MustCompile(`Events/|(user|agent) 2[1-4]|Industrial/|^## 2[1-4]$|\| 2[1-49] \| (20|visit|拜访)|: 2[1-49]$|\b2[1-49] is|由 2[1-49] `)
	for name, text := range written(t, out) {
		for line := range strings.Lines(text) {
			if strings.Contains(line, "Payee |") || strings.Contains(line, "人员 |") {
				continue // a statement has the name and the ID
			}
			assert.NotRegexp(t, ids, strings.TrimSpace(line), name)
		}
		for _, person := range []string{"Lin Yue 林悦", "He Jun 何军", "Chloe Martin", "Zhou Min 周敏"} {
			if !strings.HasPrefix(name, "followup.") {
				assert.Contains(t, text, person, name)
			}
		}
	}
}

const pipeline = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"

// The practice set foots as the sample does. KAM_CRM_EXPORT names its folder.
func TestExportFoots(t *testing.T) {
	dir := os.Getenv("KAM_CRM_EXPORT")
	if dir == "" {
		t.Skip("KAM_CRM_EXPORT is not set")
	}
	q := played(t, dir)
	foots(t, q)
	assert.Len(t, q.people, 30)
	out := filepath.Join(t.TempDir(), "out")
	code, stdout, stderr := call(t, "-export", dir, "-out", out)
	require.Zero(t, code, stderr)
	assert.Contains(t, stdout, "Revenue in the copy: 2,802,496.00; measured: 2,802,496.00; in statements: 2,802,496.00 USD")
	files := written(t, out)
	for name, text := range files {
		assert.NotRegexp(t, `%![A-Za-z]?\(`, text, name)
		for _, link := range regexp.MustCompile(`\]\(([^)]*)\)`).FindAllStringSubmatch(text, -1) {
			assert.Contains(t, files, link[1], name)
		}
	}
}
