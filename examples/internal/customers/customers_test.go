package customers_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
