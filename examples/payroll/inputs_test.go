package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/incentivetest"
)

func TestAliasesAndEmptyTexts(t *testing.T) {
	path := write(t, t.TempDir(), "deals.csv", "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\r\n"+
		"A1,Ann,GTXPro,null,Won,01-01-2017,28-02-2017,100\r\n"+
		"A2,Ann,GTXPro,Acme,Won,01-01-2017,29-02-2016,100\r\n"+
		"A3,Ann,Unheard,Acme,Prospecting,,,\r\n")
	var found kam.Findings
	columns, ok := crmfile.ReadMapping(crmfile.BuiltIn(embedded, "realset/mapping.json"), &found)
	require.True(t, ok)
	d := readDeals(crmfile.OnDisk(path), columns.Deals, map[string]bool{"GTX Pro": true}, &found)
	require.NoError(t, found.Err())
	require.Len(t, d.transactions, 2)
	assert.Equal(t, map[string]string{"product": "GTX Pro"}, d.transactions[0].Attributes)
	assert.Equal(t, kam.MustDay("2017-02-28"), d.transactions[0].Booked)
	assert.Equal(t, kam.MustDay("2016-02-29"), d.transactions[1].Booked)
	var texts []string
	for _, f := range found {
		texts = append(texts, f.String())
	}
	told := strings.Join(texts, "\n")
	assert.Contains(t, told, `deals.csv:2:8: the product "GTXPro" is unknown to the product list (2 rows, this is the first) (it is read as "GTX Pro"`)
	assert.Contains(t, told, `deals.csv:4:8: the product "Unheard" is unknown`)
	assert.Contains(t, told, `deals.csv:2:15: customer is the text "null"`)
	assert.Contains(t, told, `open deals have no value yet (1 rows`)
}

func TestInMemoryReadsOriginalsOfRefunds(t *testing.T) {
	deal := func(id, day, reverses string) incentive.Transaction {
		return incentive.Transaction{ID: id, Booked: kam.MustDay(day), Reverses: reverses}
	}
	source := inMemory{transactions: []incentive.Transaction{
		deal("old", "2026-01-05", ""), deal("other", "2026-01-06", ""), deal("refund", "2026-04-01", "old"), deal("later", "2026-07-01", ""),
	}}
	var ids []string
	for transaction, err := range source.Transactions(t.Context(), kam.MustPeriod("2026-04-01/2026-07-01")) {
		require.NoError(t, err)
		ids = append(ids, transaction.ID)
	}
	assert.Equal(t, []string{"old", "refund"}, ids)
}

func TestDatabaseOfOtherDeals(t *testing.T) {
	dir := t.TempDir()
	require.Equal(t, exitDone, call(t, dir, "-period", "2026-Q1").code)
	gone := sample(t, dir, "deals.csv", func(all string) string {
		start := strings.Index(all, line)
		return all[:start] + all[start+strings.Index(all[start:], "\n")+1:]
	})
	o := call(t, dir, "-opportunities", gone, "-period", "2026-Q1")
	assert.Equal(t, exitBad, o.code)
	assert.Contains(t, o.stderr, "the database also holds deals that are not in the opportunities: LT-0006")
	assert.Contains(t, o.stderr, "nothing was posted")

	dearer := sample(t, dir, "deals.csv", replace(",164650.00,", ",164651.00,"))
	o = call(t, dir, "-opportunities", dearer, "-period", "2026-Q1")
	assert.Equal(t, exitBad, o.code)
	assert.Contains(t, o.stderr, "deals have changed since they were stored")
	assert.Contains(t, o.stderr, "LT-0001")

	quotas := sample(t, dir, "quotas.csv", func(s string) string {
		return strings.ReplaceAll(s, "tom.fischer,account-executive", "tom.fischer,sales-manager")
	})
	o = call(t, dir, "-quotas", quotas, "-period", "2026-Q1")
	assert.Equal(t, exitBad, o.code, o.stderr)
	assert.Contains(t, o.stderr, "people or quotas that are not in the files")
}

func TestFileNames(t *testing.T) {
	taken := map[string]bool{}
	assert.Equal(t, "Anna-Berg", fileName("Anna Berg", taken))
	assert.Equal(t, "anna-berg-2", fileName("anna/berg", taken))
	assert.Equal(t, "林悦", fileName("林悦", taken))
	assert.NotContains(t, fileName("../../etc/passwd", taken), "/")
	assert.False(t, strings.HasPrefix(fileName("../x", taken), "."))
	assert.Equal(t, "payee", fileName("...", taken))
	assert.Len(t, []rune(fileName(strings.Repeat("x", 300), taken)), 50)
}

func TestInMemoryConforms(t *testing.T) {
	t.Run("transactions", func(t *testing.T) {
		incentivetest.RunTransactions(t, func(_ *testing.T, seed []incentive.Transaction) incentive.TransactionReader {
			return newInMemory(seed, incentive.Roster{})
		})
	})
	t.Run("roster", func(t *testing.T) {
		incentivetest.RunRoster(t, func(_ *testing.T, seed incentive.Roster) incentive.RosterReader {
			return newInMemory(nil, seed)
		})
	})
}
