package customers_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/examples/internal/customers"
)

var at = time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)

func count(t *testing.T, store crm.Store, system crm.System) map[crm.Kind]int {
	t.Helper()
	records, err := crm.Live(t.Context(), store, system)
	require.NoError(t, err)
	kinds := map[crm.Kind]int{}
	for _, r := range records {
		kinds[r.Ref.Kind]++
	}
	return kinds
}

func TestSync(t *testing.T) {
	store := crm.NewMemory()
	records, err := customers.Read(t.Context(), store, "", at)
	require.NoError(t, err)
	assert.NotEmpty(t, records)
	kinds := count(t, store, customers.Zoho)
	assert.Equal(t, 5, kinds[crm.KindUser])
	assert.Equal(t, 12, kinds[crm.KindAccount])
	assert.Positive(t, kinds[crm.KindOpportunity])
	assert.Positive(t, kinds[crm.KindActivity])
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"sales_teams.csv": "sales_agent,manager,regional_office\nAnn,Cy,East\n", "accounts.csv": "account,sector,employees,office_location,subsidiary_of\nAcme,retail,5,United States,\n",
		"products.csv":       "product,series,sales_price\nGTX Pro,GTX,4821\n",
		"sales_pipeline.csv": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n1,Ann,GTX Pro,Acme,Won,01-01-2017,02-03-2017,100\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	store := crm.NewMemory()
	records, err := customers.Read(t.Context(), store, dir, at)
	require.NoError(t, err)
	assert.Len(t, records, 4)
	assert.Equal(t, map[crm.Kind]int{crm.KindUser: 1, crm.KindAccount: 1, crm.KindProduct: 1, crm.KindOpportunity: 1}, count(t, store, customers.Export))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "accounts.csv"), []byte("name\nAcme\n"), 0o600))
	require.ErrorContains(t, customers.Load(t.Context(), store, dir, at), `"account" is missing`)
	_, err = customers.Read(t.Context(), store, dir, at)
	require.Error(t, err)
	require.NoError(t, os.Remove(filepath.Join(dir, "accounts.csv")))
	require.ErrorContains(t, customers.Load(t.Context(), store, dir, at), "accounts.csv: the file is missing (an export has sales_teams.csv")
}

// Every fault of an export is told at once, with file, line and column, and nothing is read.
func TestFaultsOfAnExport(t *testing.T) {
	const head = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
	for name, c := range map[string]struct {
		deals string
		want  []string
	}{
		"stage":             {head + "1,Ann,GTX Pro,Acme,Wonn,01-01-2017,02-03-2017,100\n", []string{`sales_pipeline.csv:2:20: the stage "Wonn" is not known (write one of Engaging, Lost, Prospecting, Won)`}},
		"no stage":          {head + "1,Ann,GTX Pro,Acme,,01-01-2017,02-03-2017,100\n", []string{`the stage "" is not known`}},
		"twice":             {head + "1,Ann,GTX Pro,Acme,Won,01-01-2017,02-03-2017,100\n1,Ann,GTX Pro,Acme,Won,01-01-2017,02-03-2017,200\n", []string{`sales_pipeline.csv:3:1: "1" is there twice, first at `, `sales_pipeline.csv:2:1 (leave one of them out)`}},
		"ISO days":          {head + "1,Ann,GTX Pro,Acme,Won,2017-01-01,2017-03-02,100\n", []string{`sales_pipeline.csv:2:24: "2017-01-01" is no day of the calendar in the form DD-MM-YYYY (write a day that exists, such as 28-02-2017)`, `sales_pipeline.csv:2:35: "2017-03-02"`}},
		"no number":         {head + "1,Ann,GTX Pro,Acme,Won,01-01-2017,02-03-2017,12x\n", []string{`sales_pipeline.csv:2:46: "12x" is no number (write it as 1250.50`}},
		"thousands":         {head + "1,Ann,GTX Pro,Acme,Won,01-01-2017,02-03-2017,\"1,000\"\n", []string{`"1,000" is no number (write it as 1250.50: a point for decimals, no separators`}},
		"below zero":        {head + "1,Ann,GTX Pro,Acme,Won,01-01-2017,02-03-2017,-5\n", []string{`sales_pipeline.csv:2:46: the amount of a deal that is won is below zero`}},
		"no amount, no day": {head + "1,Ann,GTX Pro,Acme,Won,01-01-2017,,\n", []string{"sales_pipeline.csv:2:35: the deal is won and has no close date", "sales_pipeline.csv:2:36: the deal is won and has no amount"}},
		"column missing":    {"opportunity_id,sales_agent,account,deal_stage,engage_date,close_date\n1,Ann,Acme,Won,01-01-2017,02-03-2017\n", []string{`sales_pipeline.csv:1:1: the column "close_value" is missing (add it under this name)`}},
		"no id":             {head + ",Ann,GTX Pro,Acme,Won,01-01-2017,02-03-2017,100\n", []string{`sales_pipeline.csv:2:1: the row has no "opportunity_id"`}},
	} {
		t.Run(name, func(t *testing.T) {
			dir, store := t.TempDir(), crm.NewMemory()
			for name, text := range map[string]string{
				"sales_teams.csv": "sales_agent,manager,regional_office\nAnn,Cy,East\n", "accounts.csv": "account,sector,employees,office_location,subsidiary_of\nAcme,retail,many,United States,\n",
				"products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\n", "sales_pipeline.csv": c.deals,
			} {
				require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
			}
			err := customers.Load(t.Context(), store, dir, at)
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok)
			assert.Len(t, invalid.Findings, 1+max(1, len(c.want)-map[bool]int{true: 1}[name == "twice"]))
			assert.Contains(t, invalid.In(kam.English), `accounts.csv:2:13: "many" is no number`)
			for _, want := range c.want {
				assert.Contains(t, invalid.In(kam.English), want)
			}
			assert.Empty(t, count(t, store, customers.Export))
		})
	}
}

func TestStranger(t *testing.T) {
	records, err := customers.Read(t.Context(), crm.NewMemory(), "", at)
	require.NoError(t, err)
	assert.Empty(t, customers.Stranger(records, "29", "x"))
	for _, nobody := range []string{"99", "", "101"} {
		found := customers.Stranger(records, nobody, "quarter.json:$.roles[0].person")
		require.Len(t, found, 1, nobody)
		assert.Equal(t, kam.Warning, found[0].Severity)
	}
	assert.Equal(t, `quarter.json:$.roles[0].person: the copy of the CRM knows no user "99" (name a user by ID, or leave the person out)`, customers.Stranger(records, "99", "quarter.json:$.roles[0].person")[0].String())
}
