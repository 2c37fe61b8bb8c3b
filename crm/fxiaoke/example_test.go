package fxiaoke_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

func Example() {
	ctx := context.Background()
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	server := fxiaoketest.New(fxiaoketest.Options{Now: func() time.Time { return now }, Inactive: []string{"CheckinsObj"}})
	address, stop := server.Start()
	defer stop()
	lin := server.AddUser(map[string]any{"name": "林月"})
	acme := server.Put("AccountObj", map[string]any{"name": "上海示例科技有限公司", "account_level": "1", "owner": []string{lin}})
	server.Put("NewOpportunityObj", map[string]any{
		"name": "风机", "account_id": acme, "amount": "1250000.50", "sales_stage": "s2", "sales_status": "1", "probability": "60",
		"close_date": time.Date(2026, 12, 31, 0, 0, 0, 0, time.FixedZone("", 8*3600)),
	})

	config := fxiaoke.Config{
		Address: address, // a host names a Cloud instead, or nothing
		AppID:   fxiaoketest.AppID, AppSecret: fxiaoke.NewSecret(fxiaoketest.AppSecret), PermanentCode: fxiaoke.NewSecret(fxiaoketest.PermanentCode),
		User: "1000", Clock: fxiaoke.Clock{Now: func() time.Time { return now }},
	}
	client, err := fxiaoke.New(config)
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
		if f.Code == "fxiaoke.no-object" {
			fmt.Println(f.Message.EN)
		}
	}
	if config.Maps, err = client.Labelled(ctx); err != nil {
		fmt.Println(err)
		return
	}
	if client, err = fxiaoke.New(config); err != nil {
		fmt.Println(err)
		return
	}

	for _, kind := range []crm.Kind{crm.KindAccount, crm.KindOpportunity} {
		page, err := client.Changes(ctx, kind, crm.Mark{}, now.Add(time.Hour))
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, r := range page.Records {
			switch data := r.Data.(type) {
			case *crm.Account:
				fmt.Println(data.Name, data.Tier, data.Owner == lin)
			case *crm.Opportunity:
				fmt.Println(data.Name, data.Amount.Decimal, data.Currency, data.Stage, data.Status, data.Probability.Decimal, data.Close, data.Account == acme)
			}
		}
	}

	written, err := client.WriteTasks(ctx, []kam.Task{{ID: "followup/acme/2026-45", Title: kam.Text{EN: "Visit", ZH: "拜访示例科技"}, Owner: lin, About: kam.Subject{Kind: "account", ID: acme}, Due: kam.MustDay("2026-11-05")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(written[0].Err, string(server.Get("ScheduleObj", written[0].Ref.ID[len("ScheduleObj/"):])["content"]))
	// Output:
	// the organisation has no object CheckinsObj in use: its records are not read
	// 上海示例科技有限公司 A true
	// 风机 1250000.5 CNY 方案报价 open 0.6 2026-12-31 true
	// <nil> "拜访示例科技 [followup/acme/2026-45]"
}
