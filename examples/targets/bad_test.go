package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// line is a deal of the sample that tests break.
const line = "LT-25001,"

// refused checks that a call ended with bad input, said so and left nothing behind.
func refused(t *testing.T, a answer, want ...string) {
	t.Helper()
	assert.Equal(t, exitBad, a.code, a.stderr)
	for _, text := range want {
		assert.Contains(t, a.stderr, text)
	}
	assert.Contains(t, a.stderr, "error: ")
	assert.NoFileExists(t, filepath.Join(a.out, "plan.csv"))
	assert.NoFileExists(t, a.db)
}

func TestBadDeals(t *testing.T) {
	data := builtIn(t, "deals.csv")
	rest := data[strings.Index(data, line):]
	deal, _, _ := strings.Cut(rest, "\n")
	cells := strings.Split(deal, ",")
	with := func(column int, value string) func(string) string {
		changed := append([]string{}, cells...)
		changed[column] = value
		return replace(deal, strings.Join(changed, ","))
	}
	for name, c := range map[string]struct {
		change func(string) string
		want   string
	}{
		"no owner":        {with(1, ""), "deals.csv:2:10: the deal has no owner"},
		"unknown owner":   {with(1, "nobody"), "deals.csv:2:1: owners of deals who are not in the team: nobody"},
		"no account":      {with(2, ""), "the deal has no account"},
		"unknown stage":   {with(4, "Won!"), `the stage "Won!" is not in the mapping`},
		"no close date":   {with(6, ""), "the deal has no close date"},
		"impossible day":  {with(6, "2025-02-30"), `"2025-02-30" is no day`},
		"no amount":       {with(7, ""), "the deal has no amount"},
		"no number":       {with(7, "many"), `"many" is no number`},
		"below zero":      {with(7, "-1.00"), "only the amount of a refund is below zero"},
		"refund above":    {replace(",refund,2025", ",won,2025"), "only the amount of a refund is below zero"},
		"twice":           {replace(deal, deal+"\n"+deal), `deals.csv:3:1: the deal "LT-25001" is there twice, first at`},
		"cut":             {func(s string) string { return s[:len(s)-5] }, "ends in the middle of a line"},
		"no column":       {replace(",customer,", ",kunde,"), `the column "customer" is missing`},
		"nothing won":     {func(s string) string { return s[:strings.Index(s, "\n")+1] }, "there is no won deal"},
		"endless account": {with(2, strings.Repeat("x", 200)), "error: "},
		"unknown columns": {func(string) string { return "a,b\n1,2\n" }, "state it with -mapping"},
		"huge amounts":    {func(s string) string { return strings.ReplaceAll(s, ".00,\n", "000000000.00,\n") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a := call(t, dir, "-opportunities", sample(t, dir, "deals.csv", c.change), "-team", sample(t, dir, "team.csv", same))
			if c.want == "" {
				assert.Equal(t, exitDone, a.code, a.stderr)
				return
			}
			refused(t, a, c.want)
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	dir := t.TempDir()
	deals := sample(t, dir, "deals.csv", func(s string) string { return replace(",2025-01-0", ",2025-01-4")(replace(",open,", ",opne,")(s)) })
	team := sample(t, dir, "team.csv", func(s string) string { return s + "xu.lan,Xu,maria.keller,South\n,Nobody,,\nsolo,Solo,solo,\n" })
	refused(t, call(t, dir, "-opportunities", deals, "-team", team), "is no day", `the stage "opne"`, "has two rows", "the row names nobody", "reports to nobody else")
}

func TestBadFlags(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown flag":     {"-plam", "x"},
		"extra argument":   {"2026"},
		"unknown language": {"-lang", "de"},
		"growth":           {"-growth", "ten"},
		"too much growth":  {"-growth", "11"},
		"shrinking away":   {"-growth", "-1"},
		"currency":         {"-currency", "rmb"},
		"no such file":     {"-opportunities", "/nowhere/deals.csv"},
		"no such team":     {"-team", "/nowhere/team.csv"},
		"no such calendar": {"-calendar", "/nowhere/calendar.json"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, call(t, t.TempDir(), args...)) })
	}
}

// A year whose holidays nobody stated is no year of Mondays to Fridays.
func TestYearWithoutHolidays(t *testing.T) {
	dir := t.TempDir()
	refused(t, call(t, dir, "-calendar", write(t, dir, "calendar.json", `{"declared": [2025]}`)), "2026")
}

func TestMappingOfAnUnknownExport(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "deals.csv", "Nr,Wer,Kunde,Stand,Tag,Wert\n1,anna,Acme,gewonnen,05.02.2025,1000\n2,anna,Acme,offen,,500\n3,anna,Beta,verloren,05.03.2025,\n")
	team := write(t, dir, "team.csv", "Wer\nanna\n")
	refused(t, call(t, dir, "-opportunities", path), "-mapping")
	mapping := write(t, dir, "mapping.json", `{"name": "x", "deals": {"id": "Nr", "owner": "Wer", "stage": "Stand", "closed": "Tag", "amount": "Wert",
		"attributes": {"customer": "Kunde"}, "dates": "DD.MM.YYYY", "won": ["gewonnen"], "other": ["offen", "verloren"]}, "team": {"payee": "Wer"}}`)
	all := []string{"-opportunities", path, "-team", team, "-mapping", mapping, "-calendar", write(t, dir, "calendar.json", `{"declared": [2025, 2026]}`)}
	refused(t, call(t, dir, all...), "-currency")
	a := call(t, dir, append(all, "-currency", "EUR")...)
	require.Equal(t, exitDone, a.code, a.stderr)
	foots(t, a, nil)
	assert.Equal(t, "1100", a.goals(t)["2026/person/anna"].Target.String())
	assert.Contains(t, a.stdout, "the first win of 2025 is of 2025-02-05")

	without := write(t, dir, "without.json", strings.Replace(`{"name": "x", "deals": {"id": "Nr", "owner": "Wer", "stage": "Stand", "closed": "Tag", "amount": "Wert",
		"dates": "DD.MM.YYYY", "won": ["gewonnen"]}, "team": {"payee": "Wer"}}`, "", "", 1))
	refused(t, call(t, t.TempDir(), "-opportunities", path, "-team", team, "-mapping", without), "the column with the account is not named")
}

// The columns of the public set are known: days first, "null" for no account, and no holidays.
func TestColumnsOfThePublicSet(t *testing.T) {
	dir := t.TempDir()
	deals := write(t, dir, "deals.csv", "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\r\n"+
		"A1,Ann,GTX,Acme,Won,01-12-2016,10-01-2017,1000\r\nA2,Ann,GTX,Acme,Lost,01-12-2016,11-01-2017,0\r\n"+
		"A3,Ann,GTX,null,Engaging,01-12-2017,,\r\nA4,Ann,GTX,Acme,Won,01-10-2016,10-12-2016,500\r\n")
	team := write(t, dir, "team.csv", "sales_agent,manager,regional_office\r\nAnn,Bea,East\r\nCy,Bea,East\r\n")
	a := call(t, dir, "-opportunities", deals, "-team", team)
	require.Equal(t, exitDone, a.code, a.stderr)
	foots(t, a, nil)
	assert.Equal(t, "1100", a.goals(t)["2018/person/Ann"].Target.String())
	assert.Equal(t, []string{"Bea"}, a.goals(t)["2018/team/Bea"].Owners)
	for _, want := range []string{
		"4 deals, 1 won in 2017, 1 open", "every Monday to Friday counts as a working day",
		"1 closed deals are of other years than 2017", "without a win in 2017, and so without a target: Cy",
	} {
		assert.Contains(t, a.stdout, want)
	}
}

func TestGBKIsRead(t *testing.T) {
	dir := t.TempDir()
	encoded := sample(t, dir, "deals.csv", func(s string) string {
		text, err := simplifiedchinese.GBK.NewEncoder().String(s)
		require.NoError(t, err)
		return text
	})
	a := call(t, dir, "-opportunities", encoded, "-team", sample(t, dir, "team.csv", same))
	require.Equal(t, exitDone, a.code, a.stderr)
	assert.Contains(t, a.stdout, "read as GBK")
	assert.Equal(t, call(t, t.TempDir()).read(t, "plan.csv"), a.read(t, "plan.csv"))
}

func TestUnusableDatabaseOrOutput(t *testing.T) {
	dir := t.TempDir()
	a := call(t, dir, "-db", write(t, dir, "x.db", strings.Repeat("this is no database ", 500)))
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "nothing was saved")
	assert.NoFileExists(t, filepath.Join(a.out, "plan.csv"))
	a = call(t, dir, "-out", write(t, dir, "file", "x"))
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "output folder")
	assert.NoFileExists(t, a.db)
}
