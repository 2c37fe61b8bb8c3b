package fieldmap_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
)

// deals is the map of the payroll example's files: what its mapping says, as a map of fields.
func deals() fieldmap.Spec {
	return fieldmap.Spec{
		System: "export", Kind: crm.KindOpportunity,
		Fields: []fieldmap.Field{
			{From: "opportunity_id", To: fieldmap.ID, As: fieldmap.Text},
			{From: "sales_agent", To: "owner", As: fieldmap.Text},
			{From: "account", To: "account", As: fieldmap.Text},
			{From: "deal_stage", To: "stage", As: fieldmap.Text},
			{From: "deal_stage", To: "status", As: fieldmap.Text, Words: map[string]string{"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}},
			{From: "engage_date", To: "created", As: fieldmap.Day, Layout: "DD-MM-YYYY"},
			{From: "close_date", To: "close", As: fieldmap.Day, Layout: "DD-MM-YYYY"},
			{From: "close_value", To: "amount", As: fieldmap.NumberText},
		},
		Constants: []fieldmap.Constant{{To: "currency", Value: "USD"}},
	}
}

var exported = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)

// readCSV returns the records, and what was found: findings as code and place, and the error's.
func readCSV(t *testing.T, r io.Reader, spec fieldmap.Spec, o fieldmap.CSV) (records []crm.Record, told []string) {
	t.Helper()
	m, err := fieldmap.Compile(spec)
	require.NoError(t, err)
	for row, err := range fieldmap.ReadCSV(r, m, o) {
		found := row.Findings
		if err != nil {
			if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
				found = invalid.Findings
			} else {
				told = append(told, err.Error())
			}
		} else if !found.HasErrors() {
			require.NoError(t, row.Record.Check())
			records = append(records, row.Record)
		}
		for _, f := range found {
			told = append(told, f.Code+" "+f.Place)
			assert.NotEmpty(t, f.Message.ZH)
		}
	}
	return records, told
}

func TestReadCSV(t *testing.T) {
	const head = "opportunity_id,sales_agent,product,deal_stage,close_date,close_value\n"
	for _, c := range []struct {
		name, text string
		records    int
		told       []string
	}{
		{"plain", head + "A,Lin,X,Won,31-01-2017,1250.50\nB,\"Chen, Wei\",\"say \"\"x\"\"\",Lost,,\n", 2, nil},
		{"mark and line ends of Windows", "\ufeff" + strings.ReplaceAll(head+"A,Lin,X,Won,31-01-2017,1\n", "\n", "\r\n"), 1, nil},
		{"no line break at the end", head + "A,,,,,\nB,,,,,1", 2, []string{"fieldmap.csv-cut d.csv:3"}},
		{"cells that cannot be read", head + "A,Lin,X,Odd,31/01/2017,\"1,5\"\n", 1, []string{"fieldmap.word d.csv:2:9", "fieldmap.unreadable d.csv:2:13", "fieldmap.unreadable d.csv:2:24"}},
		{"no id", head + ",Lin,X,Won,,\nB,,,,,\n", 1, []string{"fieldmap.id d.csv:2"}},
		{"empty", "", 0, []string{"fieldmap.csv-header d.csv:1:1"}},
		{"header alone", head, 0, nil},
		{"column missing", "sales_agent\nLin\n", 0, []string{"fieldmap.csv-column-missing d.csv:1:1"}},
		{"column twice", "opportunity_id,account,account\n", 0, []string{"fieldmap.csv-column-twice d.csv:1:24"}},
		{"short line", head + "A,,,,,\nB,,\nC,,,,,\n", 1, []string{"fieldmap.csv-columns d.csv:3"}},
		{"open quote", head + "A,,,,,\n\"B,,,,,\n", 1, []string{"fieldmap.csv d.csv:3:9"}},
		{"bare quote", head + "A,x\"y,,,,\n", 0, []string{"fieldmap.csv d.csv:2:4"}},
		{"very long record", head + "\"" + strings.Repeat("x", 2<<20), 0, []string{"fieldmap.csv d.csv:2"}},
		{"too many columns", strings.Repeat("a,", fieldmap.MaxColumns) + "opportunity_id\n", 0, nil},
		{"UTF-16", "\xff\xfeo\x00", 0, []string{"fieldmap.csv-encoding d.csv:1"}},
		{"UTF-16 without mark", "o\x00p\x00", 0, []string{"fieldmap.csv-encoding d.csv:1"}},
		{"GBK", head + "A,\xc1\xd6\xd4\xc3,,,,\n", 0, []string{"fieldmap.csv-encoding d.csv:2"}},
		{"cut character", head + "A,\xe6\x9e", 0, []string{"fieldmap.csv-encoding d.csv:2"}},
	} {
		for name, r := range map[string]io.Reader{"": strings.NewReader(c.text), ", byte by byte": iotest.OneByteReader(strings.NewReader(c.text))} {
			t.Run(c.name+name, func(t *testing.T) {
				records, told := readCSV(t, r, deals(), fieldmap.CSV{Name: "d.csv", Modified: exported})
				assert.Len(t, records, c.records)
				if c.name == "too many columns" {
					assert.Contains(t, told, "fieldmap.csv-columns d.csv:1")
					return
				}
				assert.Equal(t, c.told, told)
			})
		}
	}
	records, _ := readCSV(t, strings.NewReader(head+"A,\"Chen, Wei\",X,Won,31-01-2017,1250.50\n"), deals(), fieldmap.CSV{Modified: exported})
	d := records[0].Data.(*crm.Opportunity)
	assert.Equal(t, "Chen, Wei", d.Owner)
	assert.Equal(t, crm.Won, d.Status)
	assert.Equal(t, "2017-01-31", d.Close.String())
	assert.Equal(t, "1250.5", d.Amount.Decimal.String())
	assert.Equal(t, kam.Currency("USD"), d.Currency)
	assert.JSONEq(t, `"X"`, string(d.Extra.Extra["product"]))
	assert.Equal(t, exported, records[0].Modified)
}

func TestEncodingsAreNamed(t *testing.T) {
	for text, name := range map[string]string{
		"\xff\xfea\x00": "UTF-16", "\xff\xfe\x00\x00": "UTF-32", "opportunity_id\n\xc1\xd6\xd4\xc3\n": "GBK", "opportunity_id\nM\xfcller\n": "Windows-1252", "opportunity_id\n\x00": "zero bytes",
	} {
		m, err := fieldmap.Compile(deals())
		require.NoError(t, err)
		for _, err := range fieldmap.ReadCSV(strings.NewReader(text), m, fieldmap.CSV{Modified: exported}) {
			require.ErrorContains(t, err, name)
		}
	}
}

func TestHeadersCommaAndModified(t *testing.T) {
	spec := fieldmap.Spec{Kind: crm.KindAccount, Fields: []fieldmap.Field{
		{From: "id", To: fieldmap.ID, As: fieldmap.Text},
		{From: "Modified_Time", To: fieldmap.Modified, As: fieldmap.Instant},
		{From: "Account_Name", To: "name", As: fieldmap.Text},
		{From: "Owner", To: "owner", As: fieldmap.Reference},
	}}
	headers := map[string]string{"id": "客户编号", "Account_Name": "客户名称", "Modified_Time": "最后修改时间"}
	const text = "客户名称;客户编号;最后修改时间;Owner;\n阿克米;7;2026-01-31T10:20:30+08:00;u1;x\n"
	records, told := readCSV(t, strings.NewReader(text), spec, fieldmap.CSV{System: "fxiaoke", Headers: headers, Comma: ';'})
	assert.Empty(t, told)
	require.Len(t, records, 1)
	assert.Equal(t, "fxiaoke:account/7", records[0].Ref.String())
	a := records[0].Data.(*crm.Account)
	assert.Equal(t, "阿克米", a.Name)
	assert.Equal(t, "u1", a.Owner)
	assert.JSONEq(t, `"x"`, string(a.Extra.Extra["column 5"]))
	_, told = readCSV(t, strings.NewReader("客户编号\n7\n"), spec, fieldmap.CSV{System: "fxiaoke", Headers: headers})
	assert.Equal(t, []string{"fieldmap.csv-column-missing csv:1:1"}, told, "when they were modified")
	_, told = readCSV(t, strings.NewReader("opportunity_id\n7\n"), deals(), fieldmap.CSV{})
	assert.Equal(t, []string{"fieldmap.csv-modified csv:1"}, told)
	_, told = readCSV(t, iotest.ErrReader(errors.New("broken")), deals(), fieldmap.CSV{Modified: exported})
	assert.Equal(t, []string{"fieldmap: csv: broken"}, told)
	m, err := fieldmap.Compile(deals())
	require.NoError(t, err)
	for _, err := range fieldmap.ReadCSV(strings.NewReader("opportunity_id\n1\n2\n3\n"), m, fieldmap.CSV{Modified: exported}) {
		require.NoError(t, err)
		break
	}
}

func TestLongFilesAreReadAsTheyCome(t *testing.T) {
	m, err := fieldmap.Compile(deals())
	require.NoError(t, err)
	r, w := io.Pipe()
	go func() {
		_, _ = fmt.Fprintln(w, "opportunity_id,close_value,note")
		for i := range 50_000 {
			_, _ = fmt.Fprintf(w, "%d,%d,%s\n", i, i, "字")
		}
		_ = w.Close()
	}()
	count, sum := 0, decimal.Decimal{}
	for row, err := range fieldmap.ReadCSV(r, m, fieldmap.CSV{Modified: exported}) {
		require.NoError(t, err)
		require.Equal(t, count+2, row.Line)
		sum = sum.Add(row.Record.Data.(*crm.Opportunity).Amount.Decimal)
		count++
	}
	assert.Equal(t, 50_000, count)
	assert.Equal(t, "1249975000", sum.String())
}

// TestRealExport reads an export of another program; its figures were taken with awk.
func TestRealExport(t *testing.T) {
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "crm-sales-opportunities", "sales_pipeline.csv"))
	if err != nil {
		t.Skip("the export is not here")
	}
	defer file.Close()
	records, told := readCSV(t, file, deals(), fieldmap.CSV{Name: "sales_pipeline.csv", Modified: exported})
	assert.Empty(t, told)
	sum, byStatus := decimal.Decimal{}, map[crm.DealStatus]int{}
	for _, r := range records {
		d := r.Data.(*crm.Opportunity)
		byStatus[d.Status]++
		if d.Status == crm.Won {
			sum = sum.Add(d.Amount.Decimal)
		}
	}
	assert.Len(t, records, 8800)
	assert.Equal(t, map[crm.DealStatus]int{crm.Won: 4238, crm.Lost: 2473, crm.Open: 2089}, byStatus)
	assert.Equal(t, "10005534", sum.String())
}

func FuzzReadCSV(f *testing.F) {
	f.Add("opportunity_id,close_value\nA,1\n")
	f.Add("\ufeffopportunity_id,\"x\"\"y\"\nA,\"1\n2\"\n")
	f.Add("opportunity_id\n\xc1\xd6")
	f.Fuzz(func(t *testing.T, text string) {
		records, _ := readCSV(t, strings.NewReader(text), deals(), fieldmap.CSV{Modified: exported})
		require.LessOrEqual(t, len(records), strings.Count(text, "\n")+strings.Count(text, "\r")+1)
	})
}

func ExampleReadCSV() {
	mapper, err := fieldmap.Compile(fieldmap.Spec{
		System: "export", Kind: crm.KindAccount,
		Fields: []fieldmap.Field{
			{From: "account", To: fieldmap.ID, As: fieldmap.Text},
			{From: "account", To: "name", As: fieldmap.Text},
			{From: "sector", To: "industry", As: fieldmap.Text},
			{From: "revenue", To: "revenue", As: fieldmap.NumberText},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "account,sector,revenue,office\nAcme,energy,1100.04,Berlin\nBetasol,medical,n/a,Lyon\n"
	for row, err := range fieldmap.ReadCSV(strings.NewReader(text), mapper, fieldmap.CSV{Name: "accounts.csv", Modified: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		account := row.Record.Data.(*crm.Account)
		fmt.Println(account.Name, account.Industry, account.Revenue.Decimal, account.Revenue.Valid)
		for _, f := range row.Findings {
			fmt.Println(" ", f.Place, f.Message.EN)
		}
	}
	// Output:
	// Acme energy 1100.04 true
	// Betasol medical 0 false
	//   accounts.csv:3:17 "n/a" is not written as "number-text"
}
