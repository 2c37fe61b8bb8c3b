package migration_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/migration"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestFaults(t *testing.T) {
	program := compile(t, yearly)
	good := "payable,anna,ae,1,commission,,2026-06,,10,CNY"
	total := "total:payable,,,,,,,,10,CNY"
	for name, c := range map[string]struct {
		rows []string
		want []string
	}{
		"no control total":           {[]string{good}, []string{"total-missing :2"}},
		"control total differs":      {[]string{good, "total:payable,,,,,,,,10.01,CNY"}, []string{"total-differs :3:22"}},
		"control total of nothing":   {[]string{good, total, "total:held,,,,,,,,1,CNY"}, []string{"total-differs :4:19"}},
		"control total twice":        {[]string{good, total, "total:payable,,,,,,,,11,CNY"}, []string{"total-differs :4:22"}},
		"control total of no kind":   {[]string{good, total, "total:paid,,,,,,,,1,CNY"}, []string{"kind :4:1"}},
		"control total with a payee": {[]string{good, "total:payable,anna,,,,,,,10,CNY"}, []string{"unused :3:15"}},
		"no kind":                    {[]string{good, total, "paid,anna,ae,1,commission,,2026-06,,10,CNY"}, []string{"kind :4:1"}},
		"too few fields":             {[]string{good, total, "payable,anna"}, []string{"csv :4"}},
		"no csv":                     {[]string{good, total, `payable,an"na,ae`}, []string{"csv :4:11"}},
		"several at once": {[]string{good, total, "payable,,ae,0,commission,year,2026-7,,1e3,cny"}, []string{
			"missing :4:9", "version :4:13", "unused :4:26", "period :4:31", "number :4:39", "currency :4:43",
		}},
		"after the old system":     {[]string{"payable,anna,ae,1,commission,,2026-07,,10,CNY", total}, []string{"period :2:31"}},
		"no such plan":             {[]string{"payable,anna,x,1,commission,,2026-06,,10,CNY", total}, []string{"unknown-plan :2:14"}},
		"no such version":          {[]string{"payable,anna,ae,2,commission,,2026-06,,10,CNY", total}, []string{"unknown-plan :2:17"}},
		"no such component":        {[]string{"payable,anna,ae,1,bonus,,2026-06,,10,CNY", total}, []string{"unknown-component :2:19"}},
		"measure of the month":     {[]string{"position,anna,ae,,,month,,,10,", "total:position,,,,,,,,10,"}, []string{"unknown-measure :2:20"}},
		"debt below zero":          {[]string{"debt,anna,ae,1,(draw),,2026-06,,-10,CNY", "total:debt,,,,,,,,-10,CNY"}, []string{"amount :2:33"}},
		"held zero":                {[]string{"held,anna,ae,1,commission,,2026-06,D#1,0,CNY", "total:held,,,,,,,,0,CNY"}, []string{"amount :2:40"}},
		"payable zero":             {[]string{"payable,anna,ae,1,commission,,2026-06,,0,CNY", "total:payable,,,,,,,,0,CNY"}, []string{"amount :2:40"}},
		"too many places":          {[]string{"payable,anna,ae,1,commission,,2026-06,,1.005,CNY", "total:payable,,,,,,,,1.005,CNY"}, []string{"amount :2:40"}},
		"sixteen digits":           {[]string{good, total, "position,anna,ae,,,year,,,1000000000000000,"}, []string{"number :4:27"}},
		"five places":              {[]string{good, total, "position,anna,ae,,,year,,,0.00001,"}, []string{"number :4:27"}},
		"earned in dollars":        {[]string{"earned,anna,ae,1,commission,,2026-06,,10,USD", "total:earned,,,,,,,,10,USD"}, []string{"currency :2:42"}},
		"earned in a quarter":      {[]string{"earned,anna,ae,1,commission,,2026-Q2,,10,CNY", "total:earned,,,,,,,,10,CNY"}, []string{"period :2:30"}},
		"the same twice":           {[]string{good, good, "total:payable,,,,,,,,20,CNY"}, []string{"twice :3"}},
		"deal not handed in":       {[]string{"prior,anna,ae,,commission,,,D-1,10,", "total:prior,,,,,,,,10,"}, []string{"unknown-deal :2:29"}},
		"held without a reference": {[]string{"held,anna,ae,1,commission,,2026-06,,5,CNY", good, total}, []string{"missing :2:36"}},
		"position and earned": {[]string{
			"position,anna,ae,,,year,,,10,", "earned,anna,ae,1,commission,,2026-06,,10,CNY", "total:position,,,,,,,,10,", "total:earned,,,,,,,,10,CNY",
		}, []string{"counted-twice :3"}},
		"nothing": {nil, []string{"empty :1"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := migration.Read("f.csv", file(c.rows...), migration.Source{Program: program, Into: june})
			invalid := new(kam.InvalidError)
			require.ErrorAs(t, err, &invalid)
			var got []string
			for _, f := range invalid.Findings {
				got = append(got, strings.TrimPrefix(f.Code, "migration.")+" "+strings.TrimPrefix(f.Place, "f.csv"))
				assert.NotEmpty(t, f.Message.EN)
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.EN)
				assert.NotEmpty(t, f.Remedy.ZH)
				wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// An earned row beside a position is refused only where both are of one window and component.
func TestPositionBesideOtherEarnings(t *testing.T) {
	program := compile(t, yearly)
	read(t, program, file("position,anna,ae,,,year,,,10,", "earned,anna,ae,1,monthly,,2026-06,,10,CNY", "total:position,,,,,,,,10,", "total:earned,,,,,,,,10,CNY"))
}

func TestSourceFaults(t *testing.T) {
	program := compile(t, yearly)
	d := incentive.Transaction{ID: "D"}
	for name, c := range map[string]struct {
		source migration.Source
		want   string
	}{
		"no program": {migration.Source{Into: june}, "migration.source"},
		"no period":  {migration.Source{Program: program}, "migration.period"},
		"open end":   {migration.Source{Program: program, Into: kam.MustPeriod("2026-06-01/..")}, "migration.period"},
		"deal twice": {migration.Source{Program: program, Into: june, Deals: []incentive.Transaction{d, d}}, "migration.twice"},
		"control":    {migration.Source{Program: program, Into: june, Controls: []migration.Control{{Kind: "x"}}}, "migration.kind"},
		"number":     {migration.Source{Program: program, Into: june, Controls: []migration.Control{{Kind: migration.Held, Amount: decimal.New(1, 900000)}}}, "migration.number"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := migration.Read("f.csv", nil, c.source)
			invalid := new(kam.InvalidError)
			require.ErrorAs(t, err, &invalid)
			assert.Equal(t, c.want, invalid.Findings[0].Code)
		})
	}
}

// Control totals may be handed in beside the file.
func TestControls(t *testing.T) {
	source := migration.Source{Program: compile(t, yearly), Into: june, Controls: []migration.Control{{Kind: migration.Payable, Currency: "CNY", Amount: decimal.NewFromInt(10)}}}
	row := "payable,anna,ae,1,commission,,2026-06,,10,CNY"
	m, err := migration.Read("f.csv", append([]byte("\ufeff"), file(row)...), source)
	require.NoError(t, err)
	assert.Equal(t, 1, m.Totals()[0].Rows)
	source.Controls[0].Amount = decimal.NewFromInt(11)
	_, err = migration.Read("f.csv", file(row, "total:payable,,,,,,,,10,CNY"), source)
	require.ErrorContains(t, err, "source.controls[0]")
	_, err = migration.Read("f.csv", []byte("\xff"), source)
	require.ErrorContains(t, err, "UTF-8")
	_, err = migration.Read("f.csv", []byte("a,b\n"), source)
	require.ErrorContains(t, err, "f.csv:1")
}

// sample reads the template, whose rows are all right once its plan and deal are known.
func sample(t testing.TB) *migration.Import {
	data := strings.Replace(string(migration.Template()), "revenue", "year", 1)
	return read(t, compile(t, yearly), []byte(data), incentive.Transaction{ID: "D-17", Owner: "anna", Booked: kam.MustDay("2026-02-10"), Amount: decimal.NewFromInt(40000)})
}

func TestReport(t *testing.T) {
	m := sample(t)
	assert.Len(t, m.Rows(), 6)
	for lang, name := range map[kam.Lang]string{kam.English: "report.en.md", kam.Chinese: "report.zh-CN.md"} {
		text := m.Markdown(lang)
		wordtest.Formatted(t, text)
		path := filepath.Join("testdata", name)
		if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), text)
	}
}

// Whatever the bytes are, reading gives an import whose batch a ledger takes, or findings.
func FuzzRead(f *testing.F) {
	program := compile(f, yearly)
	f.Add(migration.Template())
	f.Add(file("payable,anna,ae,1,commission,,2026-06,,10,CNY", "total:payable,,,,,,,,10,CNY"))
	f.Add(file(`held,"a""b",ae,1,commission,,2026-05-01/2026-06-01,"=x#1",0.01,CNY`, "total:held,,,,,,,,0.01,CNY"))
	f.Add(file("earned,anna,ae,1,commission,,2026-06,,-9.9999,CNY", "total:earned,,,,,,,,-9.9999,CNY"))
	f.Add([]byte("\xef\xbb\xbfkind,\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := migration.Read("f.csv", data, migration.Source{Program: program, Into: june})
		if err != nil {
			require.ErrorAs(t, err, new(*kam.InvalidError))
			return
		}
		require.NoError(t, m.Batch("").Check())
		assert.Equal(t, len(m.Batch("").Entries) == 0, m.Batch("").Empty())
		_ = m.Markdown(kam.Chinese)
	})
}
