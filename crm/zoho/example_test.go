package zoho_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

func Example() {
	ctx := context.Background()
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	server := zohotest.New(zohotest.Options{Now: func() time.Time { return now }, SingleCurrency: true})
	address, stop := server.Start()
	defer stop()
	lin := server.AddUser(map[string]any{"full_name": "Lin Yue", "status": "active"})
	acme := server.Put("Accounts", map[string]any{"Account_Name": "Acme", "Rating": "A", "Owner": map[string]any{"id": lin}})
	server.Put("Deals", map[string]any{
		"Deal_Name": "Turbines", "Account_Name": map[string]any{"id": acme}, "Amount": json.Number("1250000.50"), "Stage": "Negotiation/Review", "Probability": 60, "Closing_Date": "2026-12-31",
	})

	client, err := zoho.New(zoho.Config{
		Accounts: address, API: address, // a host names a DataCentre instead
		ClientID: zohotest.ClientID, ClientSecret: zoho.NewSecret(zohotest.ClientSecret), RefreshToken: zoho.NewSecret(zohotest.RefreshToken),
		Clock: zoho.Clock{Now: func() time.Time { return now }},
		Maps:  zoho.Maps("Asia/Shanghai"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	findings, err := client.CheckMaps(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range findings {
		if f.Code == "fieldmap.uncovered" {
			fmt.Println(f.Place, f.Message.EN)
		}
	}

	page, err := client.Changes(ctx, crm.KindOpportunity, crm.Mark{}, now.Add(time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range page.Records {
		deal := r.Data.(*crm.Opportunity)
		fmt.Println(deal.Name, deal.Amount.Decimal, deal.Status, deal.Probability.Decimal, deal.Close, deal.Account == acme)
	}

	written, err := client.WriteTasks(ctx, []kam.Task{{ID: "followup/acme/2026-45", Title: kam.Text{EN: "Visit Acme", ZH: "拜访 Acme"}, Owner: lin, About: kam.Subject{Kind: "account", ID: acme}, Due: kam.MustDay("2026-11-05")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(written[0].Err, string(server.Get("Tasks", written[0].Ref.ID[len("Tasks/"):])["Subject"]))
	// Output:
	// Deals $.fields[10].words options of the field "Stage" become "open" (4): "Needs Analysis", "Negotiation/Review", "Proposal/Price Quote", "Qualification"
	// Calls $.fields[8].words options of the field "Call_Type" become "false" (1): "Outbound"
	// Tasks $.fields[9].words options of the field "Status" become "planned" (4): "Deferred", "In Progress", "Not Started", "Waiting for input"
	// Turbines 1250000.5 open 0.6 2026-12-31 true
	// <nil> "Visit Acme [followup/acme/2026-45]"
}
