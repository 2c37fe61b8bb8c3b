package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
)

// line is a line of the sample's deals that tests break.
const line = "LT-0006,anna.berg"

func TestBadDeals(t *testing.T) {
	data, err := embedded.ReadFile("sample/deals.csv")
	require.NoError(t, err)
	row := 1 + strings.Count(string(data[:strings.Index(string(data), line)]), "\n")
	rest := string(data[strings.Index(string(data), line):])
	deal, _, _ := strings.Cut(rest, "\n")
	cells := strings.Split(deal, ",")
	with := func(column int, value string) func(string) string {
		changed := append([]string{}, cells...)
		changed[column] = value
		return replace(deal, strings.Join(changed, ","))
	}
	at := func(column int) string {
		place := 1
		for _, cell := range cells[:column] {
			place += len(cell) + 1
		}
		return "deals.csv:" + itoa(row) + ":" + itoa(place)
	}
	const stage, closed, amount = 5, 7, 8
	for name, c := range map[string]struct {
		change func(string) string
		want   []string
	}{
		"missing column":           {replace(",closed,", ",closing,"), []string{`deals.csv:1:1: the column "closed" is missing`}},
		"column in other case":     {replace(",closed,", ",Closed,"), []string{`the column "closed" is missing`, `rename "Closed"`}},
		"duplicate column":         {replace("refund_of\n", "closed\n"), []string{`deals.csv:1:66: the column "closed" is there twice`, `the column "refund_of" is missing`}},
		"day that does not exist":  {with(closed, "2026-02-31"), []string{at(closed), `"2026-02-31" is no day`}},
		"leap day of a plain year": {with(closed, "2023-02-29"), []string{at(closed), `"2023-02-29" is no day`}},
		"date in other form":       {with(closed, "05.01.2026"), []string{at(closed), "YYYY-MM-DD"}},
		"comma in number":          {with(amount, `"12,50"`), []string{at(amount), `"12,50" is no number`}},
		"huge exponent":            {with(amount, "1e999999"), []string{at(amount), `"1e999999" is no number`}},
		"not a number":             {with(amount, "NaN"), []string{at(amount), `"NaN" is no number`}},
		"infinite":                 {with(amount, "Inf"), []string{at(amount)}},
		"ten thousand digits":      {with(amount, strings.Repeat("9", 10_000)), []string{at(amount), "the cell has 10000 bytes"}},
		"forty digits":             {with(amount, strings.Repeat("9", 40)), []string{at(amount), "is no number"}},
		"five decimals":            {with(amount, "1.00001"), []string{at(amount)}},
		"plus sign":                {with(amount, "+5"), []string{at(amount)}},
		"full-width digits":        {with(amount, "１２"), []string{at(amount)}},
		"won without amount":       {with(amount, ""), []string{"deals.csv:" + itoa(row), "no amount"}},
		"won with negative":        {with(amount, "-5.00"), []string{"deals.csv:" + itoa(row), "negative"}},
		"won without date":         {with(closed, ""), []string{"deals.csv:" + itoa(row), "no close date"}},
		"won without owner":        {with(1, ""), []string{"deals.csv:" + itoa(row), "no owner"}},
		"unknown stage":            {with(stage, "Won!"), []string{at(stage), `the stage "Won!" is not in the mapping`}},
		"same id, other content":   {replace(deal+"\n", deal+"\n"+strings.Replace(deal, ",won,", ",lost,", 1)+"\n"), []string{"deals.csv:" + itoa(row+1), "deals.csv:" + itoa(row)}},
		"too few cells":            {replace(deal, "LT-0006,anna.berg"), []string{"deals.csv:" + itoa(row) + ": the line has 2 cells, the header has 10"}},
		"open quote":               {replace(deal, `"`+deal), []string{"deals.csv:", "broken CSV"}},
		"cut in the last line":     {func(s string) string { return s[:len(s)-4] }, []string{"ends in the middle of a line"}},
		"empty":                    {func(string) string { return "" }, []string{"deals.csv:1:1: the file is empty"}},
		"UTF-16":                   {func(string) string { return "\xff\xfea\x00" }, []string{"UTF-16"}},
		"Latin-1":                  {with(3, "M\xfcller"), []string{"not UTF-8 and not GBK", "line " + itoa(row)}},
		"refund of nothing":        {replace("-14450.00,LT-0043", "-14450.00,"), []string{"the refund does not say what it takes back"}},
		"refund above zero":        {replace("-14450.00,LT-0043", "14450.00,LT-0043"), []string{"the amount of a refund is below zero"}},
		"split of 99 %":            {replace(deal, strings.Replace(deal, "anna.berg,", ",anna.berg=0.6;li.wen=0.39", 1)), []string{"deals.csv:" + itoa(row), "99/100"}},
		"share that is none":       {replace(deal, strings.Replace(deal, "anna.berg,", ",anna.berg=60%", 1)), []string{"deals.csv:" + itoa(row) + ":10", `"anna.berg=60%" is no share`}},
		"owner and shares":         {with(2, "li.wen=1"), []string{"deals.csv:" + itoa(row), "owner"}},
		"day far away":             {with(closed, "2226-01-05"), []string{"-period", "more than 40"}},
		"all faults at once":       {func(s string) string { return with(amount, "x")(replace(",2026-03-18,", ",2026-13-18,")(s)) }, []string{at(amount), `"2026-13-18" is no day`}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := call(t, dir, "-opportunities", sample(t, dir, "deals.csv", c.change))
			refused(t, o, c.want...)
			if name != "all faults at once" && name != "duplicate column" {
				assert.Equal(t, 1, strings.Count(o.stderr, "error: "), o.stderr)
			}
		})
	}
}

// refused checks that a call ended with bad input, said so and left nothing behind.
func refused(t *testing.T, o outcome, want ...string) {
	t.Helper()
	assert.Equal(t, exitBad, o.code, o.stderr)
	for _, text := range want {
		assert.Contains(t, o.stderr, text)
	}
	assert.Contains(t, o.stderr, "nothing was posted")
	assert.NoFileExists(t, filepath.Join(o.out, "statements.csv"))
	assert.NoFileExists(t, o.db)
}

func TestSameDealTwiceCountsOnce(t *testing.T) {
	dir := t.TempDir()
	twice := sample(t, dir, "deals.csv", func(text string) string {
		start := strings.Index(text, line)
		end := start + strings.Index(text[start:], "\n") + 1
		return text[:end] + text[start:]
	})
	o := call(t, dir, "-opportunities", twice)
	require.Equal(t, exitDone, o.code, o.stderr)
	assert.Contains(t, o.stdout, "counts once")
	assert.Equal(t, call(t, t.TempDir()).read(t, "statements.csv"), o.read(t, "statements.csv"))
}

func TestBadPlans(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		change func(string) string
		want   []string
	}{
		"tiers overlap":       {"account-executive.json", replace(`{"from": "0", "rate": "0.04"}`, `{"from": "0", "until": "0.6", "rate": "0.04"}`), []string{"$.components[0].tiers.bands[0]"}},
		"tiers with a gap":    {"account-executive.json", replace(`{"from": "0", "rate": "0.04"}`, `{"from": "0", "until": "0.4", "rate": "0.04"}`), []string{"$.components[0].tiers.bands[0]"}},
		"tiers out of order":  {"account-executive.json", replace(`"from": "0.5"`, `"from": "1.5"`), []string{"$.components[0].tiers.bands"}},
		"unused credit":       {"account-executive.json", replace(`"credits": [`, `"credits": [{"name": "spare", "to": "owner", "share": "1", "split": "credit", "retires": true, "pays": true},`), []string{"$.credits[0]", "spare"}},
		"not effective":       {"account-executive.json", replace("2026-01-01/2027-01-01", "2027-01-01/2028-01-01"), []string{"account-executive", "2027-01-01/2028-01-01"}},
		"unknown key":         {"account-executive.json", replace(`"rate": "0.015"`, `"rat": "0.015"`), []string{"$.components[1]", "rat"}},
		"duplicate key":       {"account-executive.json", replace(`"version": 1,`, `"version": 1, "version": 1,`), []string{"$.version"}},
		"wrong case":          {"account-executive.json", replace(`"period": "quarter"`, `"Period": "quarter"`), []string{"Period"}},
		"reading missing":     {"account-executive.json", replace(`, "below": "carry-negative"`, ""), []string{"$.refunds.below", `"below": "first-rate"`}},
		"float loses digits":  {"account-executive.json", replace(`"0.015"`, `0.01500000000000000000001`), []string{"$.components[1].rate"}},
		"cut off":             {"account-executive.json", func(s string) string { return s[:len(s)/2] }, []string{"plan.json"}},
		"not JSON":            {"account-executive.json", func(string) string { return "plan:\n  id: x\n" }, []string{"plan.json"}},
		"text after the plan": {"account-executive.json", func(s string) string { return s + "{}" }, []string{"plan.json"}},
		"override of nothing": {"sales-manager.json", replace("key-account-manager/commission", "key-account-manager/bonus"), []string{"$.credits[1].of[1]"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			data, err := embedded.ReadFile("sample/" + c.file)
			require.NoError(t, err)
			changed := c.change(string(data))
			require.NotEqual(t, string(data), changed)
			o := call(t, dir, "-plan", write(t, dir, "plan.json", changed))
			if name == "not effective" { // found by the run, when the database is open
				assert.Equal(t, exitBad, o.code)
				assert.NoFileExists(t, filepath.Join(o.out, "statements.csv"))
				assert.Contains(t, o.stderr, "nothing was posted")
				for _, text := range c.want {
					assert.Contains(t, o.stderr, text)
				}
				assert.Empty(t, call(t, dir, "-dry-run").rows(t, "ledger.csv"))
				return
			}
			refused(t, o, append(c.want, "plan.json")...)
		})
	}
}

func TestBadQuotasAndTeam(t *testing.T) {
	for name, c := range map[string]struct {
		flag, file string
		change     func(string) string
		want       []string
	}{
		"quota of a stranger": {"-quotas", "quotas.csv", replace("anna.berg,", "anna.burg,"), []string{`"anna.burg" is not in the team`}},
		"quota twice":         {"-quotas", "quotas.csv", func(s string) string { return s + "xu.lan,key-account-manager,1,sales,2026-Q4,1,36000,quarter\n" }, []string{"stated twice"}},
		"quota no number":     {"-quotas", "quotas.csv", replace(",1584000,", `,"1,584,000",`), []string{`"1,584,000" is no number`, "quotas.csv:2:"}},
		"no period":           {"-quotas", "quotas.csv", replace("2026-Q1", "2026-Q5"), []string{`"2026-Q5" is no period`}},
		"no version":          {"-quotas", "quotas.csv", replace(",1,team-sales", ",one,team-sales"), []string{`"one" is no version`}},
		"other target":        {"-quotas", "quotas.csv", replace(",20000,quarter", ",20001,quarter"), []string{"target incentive differs"}},
		"no such file":        {"-quotas", "", nil, []string{"cannot be read"}},
		"team row twice":      {"-team", "team.csv", func(s string) string { return s + "xu.lan,Xu,maria.keller,South\n" }, []string{"has two rows"}},
		"team without payee":  {"-team", "team.csv", func(s string) string { return s + ",Xu,maria.keller,South\n" }, []string{"the row names nobody"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "nothing.csv")
			if c.file != "" {
				path = sample(t, dir, c.file, c.change)
			}
			refused(t, call(t, dir, c.flag, path), c.want...)
		})
	}
}

func TestBadFlags(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown flag":     {"-plam", "x"},
		"extra argument":   {"2017-Q4"},
		"unknown language": {"-lang", "de"},
		"no period":        {"-period", "Q4"},
		"part of a period": {"-period", "2026-M02"},
		"unknown payee":    {"-explain", "nobody"},
		"open period":      {"-period", "2026-01-01/.."},
		"endless period":   {"-period", "2026-01-01/2126-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call(t, t.TempDir(), args...)
			assert.Equal(t, exitBad, o.code)
			assert.Contains(t, o.stderr, "error: ")
			assert.NoFileExists(t, o.db)
		})
	}
}

func TestMappingOfAnUnknownExport(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "deals.csv", "Nr,Wer,Stand,Tag,Wert\n1,anna.berg,gewonnen,05.01.2026,100.00\n")
	o := call(t, dir, "-opportunities", path)
	refused(t, o, "-mapping FILE", "-team FILE", "-quotas FILE", "-plan FILE")

	columns := `{"name":"x","deals":{"id":"Nr","owner":"Wer","stage":"Stand","closed":"Tag","amount":"Wert","dates":"DD.MM.YYYY","won":["gewonnen"]},"team":{"payee":"Wer"}}`
	team := write(t, dir, "team.csv", "Wer\nanna.berg\n")
	quotas := write(t, dir, "quotas.csv", "payee,plan,version,measure,period,quota,target,target_per\nanna.berg,account-executive,1,sales,2026,1000,,\n")
	plan := write(t, dir, "plan.json", text(t, "sample/account-executive.json"))
	all := []string{"-opportunities", path, "-team", team, "-quotas", quotas, "-plan", plan}
	o = call(t, dir, append(all, "-mapping", write(t, dir, "columns.json", columns))...)
	require.Equal(t, exitDone, o.code, o.stderr)
	assert.Equal(t, "4.00", o.rows(t, "statements.csv")[0][8], "4 % of 100")

	for name, broken := range map[string]string{
		"unknown key":  strings.Replace(columns, `"name"`, `"nome"`, 1),
		"no dates":     strings.Replace(columns, "DD.MM.YYYY", "DD.MM.YY", 1),
		"no won stage": strings.Replace(columns, `["gewonnen"]`, "[]", 1),
		"trailing":     columns + "{}",
	} {
		t.Run(name, func(t *testing.T) {
			o := call(t, t.TempDir(), append(all, "-mapping", write(t, t.TempDir(), "columns.json", broken))...)
			refused(t, o, "columns.json")
		})
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	data, err := embedded.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

func TestGBKIsReadAndSaid(t *testing.T) {
	dir := t.TempDir()
	encoded, err := simplifiedchinese.GBK.NewEncoder().String(text(t, "sample/deals.csv"))
	require.NoError(t, err)
	o := call(t, dir, "-opportunities", write(t, dir, "deals.csv", encoded))
	require.Equal(t, exitDone, o.code, o.stderr)
	assert.Contains(t, o.stdout, "deals.csv: read as GBK")
	assert.Equal(t, call(t, t.TempDir()).read(t, "statements.csv"), o.read(t, "statements.csv"))
}

func TestHeldPayees(t *testing.T) {
	for name, c := range map[string]struct {
		flag, file string
		change     func(string) string
		held       []string
	}{
		"missing quota":           {"-quotas", "quotas.csv", replace("he.jun,key-account-manager,1,sales,2026-Q1,648000", "he.jun,key-account-manager,1,sales,2026-Q1,"), []string{"chen.yu", "he.jun"}},
		"refund without original": {"-opportunities", "deals.csv", replace("-14450.00,LT-0043", "-14450.00,LT-9999"), []string{"chen.yu", "lin.yue"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := sample(t, dir, c.file, c.change)
			strict := call(t, dir, c.flag, path, "-period", "2026-Q1", "-strict")
			assert.Equal(t, exitHeld, strict.code, strict.stderr)
			assert.Contains(t, strict.stdout, "strict: nothing was posted")
			assert.Empty(t, strict.rows(t, "ledger.csv"))

			o := call(t, dir, c.flag, path, "-period", "2026-Q1")
			assert.Equal(t, exitHeld, o.code, o.stderr)
			var held []string
			count := 0
			for _, row := range o.rows(t, "statements.csv") {
				if row[10] == string(heldBack) {
					held = append(held, row[1])
				} else {
					count++
				}
			}
			assert.Equal(t, c.held, held)
			assert.Equal(t, 12-len(c.held), count)
			for _, row := range o.rows(t, "ledger.csv") {
				assert.NotContains(t, c.held, row[3])
			}
			assert.Contains(t, o.read(t, "statements/2026-Q1/"+c.held[1]+".md"), "Nothing is posted for this period")
		})
	}
}

func TestPersonWithDealsAndNoPlanIsHeld(t *testing.T) {
	dir := t.TempDir()
	quotas := sample(t, dir, "quotas.csv", func(s string) string {
		var kept []string
		for row := range strings.Lines(s) {
			if !strings.HasPrefix(row, "sun.bo,") {
				kept = append(kept, row)
			}
		}
		return strings.Join(kept, "")
	})
	o := call(t, dir, "-quotas", quotas, "-period", "2026-Q1")
	assert.Equal(t, exitHeld, o.code, o.stderr)
	assert.Contains(t, o.stdout, `"sun.bo" is on no plan`)
	assert.Contains(t, o.stdout, "held: sun.bo")
}

func TestUnusableDatabase(t *testing.T) {
	dir := t.TempDir()
	notOne := write(t, dir, "x.db", strings.Repeat("this is no database ", 500))
	for name, path := range map[string]string{"not a database": notOne, "a folder": dir, "no such folder": "/proc/nothing/x.db"} {
		t.Run(name, func(t *testing.T) {
			o := call(t, t.TempDir(), "-db", path)
			assert.Equal(t, exitBad, o.code, o.stderr)
			assert.Contains(t, o.stderr, "nothing was posted")
			assert.NoFileExists(t, filepath.Join(o.out, "statements.csv"))
		})
	}
}

func TestUnwritableOutput(t *testing.T) {
	dir := t.TempDir()
	o := call(t, dir, "-out", write(t, dir, "file", "x"))
	assert.Equal(t, exitBad, o.code, o.stderr)
	assert.Contains(t, o.stderr, "output folder")
	assert.Empty(t, call(t, dir, "-dry-run").rows(t, "ledger.csv"), "nothing was posted")
}

// TestFullDisk lets no file grow beyond a few KiB, as a full disk does, once the ledger has a first quarter.
func TestFullDisk(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs a shell")
	}
	dir := t.TempDir()
	code, text := process(t, dir, "-period", "2026-Q1")
	require.Equal(t, exitDone, code, text)
	before, err := os.ReadFile(filepath.Join(dir, "out", "ledger.csv"))
	require.NoError(t, err)
	for _, blocks := range []string{"1", "8", "40"} {
		cmd := exec.CommandContext(t.Context(), shell, "-c", "ulimit -f "+blocks+" && exec \"$0\" -period 2026-Q2", os.Args[0])
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "KAM_PAYROLL_MAIN=1")
		output, _ := cmd.CombinedOutput()
		assert.Equal(t, exitBad, cmd.ProcessState.ExitCode(), "%s blocks: %s", blocks, output)
	}
	code, text = process(t, dir, "-period", "2026-Q1")
	require.Equal(t, exitDone, code, text)
	assert.Contains(t, text, "already posted")
	after, err := os.ReadFile(filepath.Join(dir, "out", "ledger.csv"))
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "the ledger is as it was")
}

func FuzzDeals(f *testing.F) {
	data, err := embedded.ReadFile("sample/deals.csv")
	require.NoError(f, err)
	f.Add(string(data[:600]))
	f.Add("deal_id,owner,customer,product,stage,opened,closed,amount,refund_of\nA,b,c,d,won,,2026-01-05,1.5,\n")
	var found kam.Findings
	columns, ok := crmfile.ReadMapping(crmfile.BuiltIn(embedded, "sample/mapping.json"), &found)
	require.True(f, ok)
	f.Fuzz(func(t *testing.T, content string) {
		var found kam.Findings
		deals := readDeals(crmfile.File{Name: "deals.csv", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(content)), nil
		}}, columns.Deals, nil, &found)
		for _, finding := range found {
			require.True(t, strings.HasPrefix(finding.Place, "deals.csv"), finding.String())
		}
		if !found.HasErrors() {
			require.LessOrEqual(t, len(deals.transactions), deals.won+deals.refunds, "a deal that is there twice counts once")
		}
	})
}
