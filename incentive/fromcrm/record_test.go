package fromcrm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/incentive/fromcrm"
)

func record(id string, data crm.Data) crm.Record {
	return crm.Record{Ref: crm.Ref{System: "zoho", Kind: crm.KindOpportunity, ID: id}, Modified: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), Data: data}
}

func TestRevisionOf(t *testing.T) {
	full := &crm.Opportunity{
		Name: "Gateways", Account: "acme", Owner: "anna", Amount: amount("1250.50"), Margin: amount("300"), Currency: "EUR",
		Type: "renewal", Pipeline: "direct", Stage: "Closed Won", Status: crm.Won, Close: kam.MustDay("2026-03-05"), Source: "fair",
	}
	got, ok := fromcrm.RevisionOf(record("d1", full))
	require.True(t, ok)
	assert.Equal(t, fromcrm.Revision{
		Opportunity: "d1", Stage: "won", Owner: "anna", Amount: amount("1250.50"), Margin: amount("300"), Currency: "EUR", Closed: kam.MustDay("2026-03-05"),
		Attributes: map[string]string{"account": "acme", "stage": "Closed Won", "type": "renewal", "pipeline": "direct", "source": "fair"},
		Place:      "zoho:opportunity/d1",
	}, got)

	got, ok = fromcrm.RevisionOf(record("d2", &crm.Opportunity{Name: "bare"}))
	require.True(t, ok)
	assert.Equal(t, fromcrm.Revision{Opportunity: "d2", Place: "zoho:opportunity/d2"}, got, "what is not stated is not known")

	gone := record("d3", nil)
	gone.Deleted = true
	got, ok = fromcrm.RevisionOf(gone)
	require.True(t, ok)
	assert.Equal(t, fromcrm.Revision{Opportunity: "d3", Deleted: true, Place: "zoho:opportunity/d3"}, got)

	for name, r := range map[string]crm.Record{
		"an account":       {Ref: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: "a"}, Data: &crm.Account{}},
		"a deleted one":    {Ref: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: "a"}, Deleted: true},
		"without its data": record("d4", nil),
		"nothing":          {},
	} {
		_, ok := fromcrm.RevisionOf(r)
		assert.False(t, ok, name)
	}
}

func ExampleRevisions() {
	deals, err := fromcrm.Compile(fromcrm.Standard(string(crm.Won)))
	if err != nil {
		fmt.Println(err)
		return
	}
	records := []crm.Record{{Ref: crm.Ref{System: "zoho", Kind: crm.KindUser, ID: "anna"}, Data: &crm.User{Name: "Anna"}}}
	for i, status := range []crm.DealStatus{crm.Won, crm.Lost} {
		records = append(records, crm.Record{
			Ref: crm.Ref{System: "zoho", Kind: crm.KindOpportunity, ID: fmt.Sprint("d", i)},
			Data: &crm.Opportunity{
				Owner: "anna", Status: status, Amount: decimal.NewNullDecimal(decimal.NewFromInt(500)), Currency: "CNY", Close: kam.MustDay("2026-03-05"),
			},
		})
	}
	transactions, found := deals.Transactions(fromcrm.Revisions(records))
	for _, x := range transactions {
		fmt.Println(x.ID, x.Owner, x.Amount, x.Booked, found.Err())
	}
	// Output:
	// d0 anna 500 2026-03-05 <nil>
}
