package crmset_test

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/crmset"
)

func content(t testing.TB, f crmfile.File) string {
	t.Helper()
	r, err := f.Open()
	require.NoError(t, err)
	defer r.Close()
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(data)
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// read reads the deals and the team that the flags name.
func read(t *testing.T, f crmset.Flags) (crmset.Set, []crmset.Deal, crmset.Team, kam.Findings) {
	t.Helper()
	var found kam.Findings
	set, ok := crmset.Choose(f, &found)
	require.Equal(t, ok, !found.HasErrors())
	if !ok {
		return set, nil, crmset.Team{}, found
	}
	deals := crmset.ReadDeals(set.Deals, set.Mapping.Deals, &found)
	team := crmset.ReadTeam(set.Team, set.Mapping.Team, &found)
	team.Strangers(deals, &found)
	return set, deals, team, found
}

func texts(found kam.Findings) string {
	var lines []string
	for _, f := range found {
		lines = append(lines, f.Code+" "+f.In(kam.English))
	}
	return strings.Join(lines, "\n")
}

func TestSample(t *testing.T) {
	set, deals, team, found := read(t, crmset.Flags{})
	assert.Empty(t, found)
	assert.True(t, set.Sample)
	assert.False(t, set.Declared)
	assert.Equal(t, kam.Currency("CNY"), set.Currency)
	count := map[crmset.Outcome]int{}
	for _, d := range deals {
		count[d.Outcome]++
	}
	assert.Equal(t, map[crmset.Outcome]int{crmset.Open: 43, crmset.Won: 119, crmset.Lost: 54, crmset.Refunded: 1}, count)
	assert.Equal(t, "LT-25001", deals[0].ID)
	assert.Equal(t, "2024-12-04", deals[0].Opened.String())
	assert.Equal(t, "76250", deals[0].Amount.Decimal.String())
	assert.Equal(t, "sample/deals.csv:2:1", deals[0].Place)
	assert.Len(t, team.People, 8)
	assert.Equal(t, "chen.yu", team.Lead("he.jun"))
	assert.Equal(t, "chen.yu", team.Lead("chen.yu"))
	assert.Equal(t, "He Jun 何军", team.Label("he.jun"))
	assert.Equal(t, "nobody", team.Label("nobody"))
	assert.True(t, team.Has("he.jun"))
	assert.False(t, team.Has("nobody"))
}

func TestFaults(t *testing.T) {
	all := content(t, crmset.BuiltIn("deals.csv"))
	team := content(t, crmset.BuiltIn("team.csv"))
	deal := strings.Split(all, "\n")[1]
	with := func(column int, value string) string {
		cells := strings.Split(deal, ",")
		cells[column] = value
		return strings.Replace(all, deal, strings.Join(cells, ","), 1)
	}
	for name, c := range map[string]struct{ deals, team, want string }{
		"no owner":      {with(1, ""), team, "crmset.incomplete deals.csv:2:10: the deal has no owner"},
		"stranger":      {with(1, "nobody"), team, "crmset.stranger deals.csv:2:1: owners of deals who are not in the team: nobody"},
		"no account":    {with(2, ""), team, "the deal has no account"},
		"unknown stage": {with(4, "Won!"), team, `crmset.stage deals.csv:2:55: the stage "Won!" is not in the mapping`},
		"no close date": {with(6, ""), team, "the deal has no close date"},
		"no amount":     {with(7, ""), team, "the deal has no amount"},
		"below zero":    {with(7, "-1.00"), team, "crmset.sign"},
		"twice":         {strings.Replace(all, deal, deal+"\n"+deal, 1), team, `crmset.deal-twice deals.csv:3:1: the deal "LT-25001" is there twice, first at`},
		"columns":       {"a,b\n1,2\n", team, "crmset.missing-input -mapping: nothing is built in"},
		"row of nobody": {all, team + ",Nobody,,\n", "crmset.team team.csv:10:1: the row names nobody"},
		"own manager":   {all, team + "solo,Solo,solo,\n", "reports to nobody else"},
		"person twice":  {all, team + "xu.lan,Xu,maria.keller,South\n", `crmset.team-twice team.csv:10:1: "xu.lan" has two rows`},
	} {
		t.Run(name, func(t *testing.T) {
			f := crmset.Flags{Deals: write(t, "deals.csv", c.deals), Team: write(t, "team.csv", c.team)}
			_, _, _, found := read(t, f)
			require.True(t, found.HasErrors())
			for i := range found { // places name the file as it was given
				found[i].Place = strings.ReplaceAll(strings.ReplaceAll(found[i].Place, f.Deals, "deals.csv"), f.Team, "team.csv")
			}
			assert.Contains(t, texts(found), c.want)
		})
	}
}

func TestUnknownExportNeedsEverything(t *testing.T) {
	f := crmset.Flags{Deals: write(t, "deals.csv", "Nr,Wer,Kunde,Stand,Tag,Wert\n1,anna,Acme,gewonnen,05.02.2025,1000\n")}
	mapping := `{"name": "x", "deals": {"id": "Nr", "owner": "Wer", "stage": "Stand", "closed": "Tag", "amount": "Wert",
		"attributes": {"customer": "Kunde"}, "dates": "DD.MM.YYYY", "won": ["gewonnen"]}, "team": {"payee": "Wer"}}`
	f.Mapping = write(t, "mapping.json", mapping)
	for _, step := range []struct {
		want  string
		state func()
	}{
		{"-team", func() { f.Team = write(t, "team.csv", "Wer\nanna\n") }},
		{"-calendar", func() { f.Calendar = write(t, "calendar.json", `{"declared": [2025]}`) }},
		{"-currency", func() { f.Currency = "EUR" }},
	} {
		_, _, _, found := read(t, f)
		assert.Contains(t, texts(found), "crmset.missing-input "+step.want)
		step.state()
	}
	set, deals, _, found := read(t, f)
	assert.Empty(t, texts(found))
	assert.Equal(t, kam.Currency("EUR"), set.Currency)
	assert.Equal(t, "2025-02-05", deals[0].Closed.String())

	f.Mapping = write(t, "mapping.json", strings.Replace(mapping, `"attributes": {"customer": "Kunde"}, `, "", 1))
	_, _, _, found = read(t, f)
	assert.Contains(t, texts(found), "crmset.mapping")
}

// The columns of the public set are known: days first, "null" for no account, managers without a row, and no holidays.
func TestColumnsOfThePublicSet(t *testing.T) {
	f := crmset.Flags{
		Deals: write(t, "deals.csv", "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\r\n"+
			"A1,Ann,GTX,Acme,Won,01-12-2016,10-01-2017,1000\r\nA2,Ann,GTX,null,Engaging,01-12-2017,,\r\n"),
		Team: write(t, "team.csv", "sales_agent,manager,regional_office\r\nAnn,Bea,East\r\n"),
	}
	set, deals, team, found := read(t, f)
	assert.Contains(t, texts(found), "crmset.no-holidays")
	assert.True(t, set.Declared)
	assert.False(t, set.Sample)
	assert.Equal(t, "2017-01-10", deals[0].Closed.String())
	assert.Empty(t, deals[1].Account)
	assert.Equal(t, []crmset.Person{{ID: "Ann", Manager: "Bea"}, {ID: "Bea"}}, team.People)

	f.Calendar = write(t, "calendar.json", `{"declared": [2017]}`)
	set, _, _, found = read(t, f)
	assert.Empty(t, texts(found), "whoever states a calendar knows about holidays")
	assert.False(t, set.Declared)
}

func TestGBKIsRead(t *testing.T) {
	text, err := simplifiedchinese.GBK.NewEncoder().String(content(t, crmset.BuiltIn("deals.csv")))
	require.NoError(t, err)
	_, want, _, _ := read(t, crmset.Flags{})
	_, got, _, found := read(t, crmset.Flags{Deals: write(t, "deals.csv", text), Team: write(t, "team.csv", content(t, crmset.BuiltIn("team.csv")))})
	require.False(t, found.HasErrors(), texts(found))
	require.Len(t, got, len(want))
	for i := range got {
		assert.Equal(t, want[i].Account, got[i].Account)
	}
}

func TestFlags(t *testing.T) {
	var f crmset.Flags
	flags := flag.NewFlagSet("x", flag.ContinueOnError)
	f.Define(flags)
	for _, h := range crmset.Help() {
		assert.NotNil(t, flags.Lookup(h.Name), h.Name)
		assert.True(t, strings.HasPrefix(h.Example, "-"+h.Name+" "), h.Name)
	}
	require.NoError(t, f.Check())
	require.NoError(t, flags.Parse([]string{"-currency", "rmb"}))
	require.ErrorIs(t, f.Check(), kam.ErrCurrency)
}

func FuzzReadDeals(f *testing.F) {
	f.Add(content(f, crmset.BuiltIn("deals.csv"))[:700])
	var found kam.Findings
	set, ok := crmset.Choose(crmset.Flags{}, &found)
	require.True(f, ok)
	f.Fuzz(func(t *testing.T, text string) {
		var found kam.Findings
		deals := crmset.ReadDeals(crmfile.File{Name: "deals.csv", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(text)), nil
		}}, set.Mapping.Deals, &found)
		for _, d := range deals {
			require.False(t, d.Outcome == crmset.Won && (!d.Closed.IsSet() || !d.Amount.Valid || d.Account == ""), "%+v", d)
		}
	})
}
