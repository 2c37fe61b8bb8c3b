package handover_test

import (
	"testing"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/handover"
)

func TestReport(t *testing.T) {
	o := mustCompile(t, handover.Book{
		Policy:      byTeam(),
		Territories: []handover.Territory{{ID: "east", Name: "East", Team: []handover.Member{owner("anna", "1", ever)}}, {ID: "west", Team: []handover.Member{owner("bo", "1", ever)}}},
		Accounts: []handover.Account{
			in(account("acme"), "east"), in(account("bolt", owner("anna", "0.5", ever), owner("bo", "0.5", ever), member("ted", "expert", "1", ever)), "east"),
			in(account("gone", owner("cy", "1", ever)), "west"),
			{ID: "a|b*", Name: "Core | *Ltd*", Active: kam.MustPeriod(ever), Team: []handover.Member{owner("cy", "1", ever)}},
		},
		Opportunities: []handover.Opportunity{{ID: "o", Account: "bolt", Open: kam.MustPeriod(ever)}},
	})
	r := roster("anna", "bo", "cy", "ted", "meg")
	for _, id := range []string{"anna", "bo"} {
		r.Reporting = append(r.Reporting, incentive.ReportingLine{Payee: id, Manager: "meg", Period: kam.MustPeriod(ever)})
	}
	places := int32(2)
	c := change(
		handover.Move{From: "anna", Accounts: []string{"bolt"}, To: []handover.Receiver{to("bo", "1/2"), to("cy", "1/2")}, Opportunities: handover.OpportunitiesMove},
		handover.Move{From: "cy", Accounts: []string{"gone", "a|b*"}, Opportunities: handover.OpportunitiesStay},
	)
	c.Reason = "new <b>territories</b> | 2026"
	c.Unowned = handover.UnownedHouse
	c.Transition = []handover.Step{{Months: 3, Old: kam.MustFraction("0.5")}}
	c.Keep = []handover.Keep{{Account: "bolt", Deals: []string{"d3"}, Until: kam.MustDay("2026-10-01")}}
	c.Quotas = []handover.QuotaMove{{From: "anna", Plan: "kam", Measure: "revenue", By: handover.QuotaByAccounts, Cut: handover.CutByDays, Places: &places}}
	c.Reporting = []handover.Report{{TeamOf: "meg", Manager: "cy"}}
	p := preview(t, o, c, r,
		handover.Deal{ID: "d1", Account: "bolt", On: kam.MustDay("2026-06-30"), Amount: dec("1000")},
		handover.Deal{ID: "d2", Account: "bolt", On: kam.MustDay("2026-07-01"), Amount: dec("1000.01")},
		handover.Deal{ID: "d3", Account: "bolt", On: kam.MustDay("2026-07-02"), Amount: dec("500")},
		handover.Deal{ID: "d4", Account: "a|b*", On: kam.MustDay("2026-09-02"), Amount: dec("-20")},
	)
	golden(t, "report.en.md", p.Markdown(kam.English))
	golden(t, "report.zh-CN.md", p.Markdown(kam.Chinese))
}

func BenchmarkParticipants(b *testing.B) {
	o := mustCompile(b, handover.Book{
		Policy:      byTeam(),
		Territories: []handover.Territory{{ID: "east", Team: []handover.Member{owner("anna", "0.5", ever), owner("bo", "0.5", ever)}}},
		Accounts:    []handover.Account{in(account("acme", member("ted", "expert", "1", ever)), "east")},
	})
	deal := handover.Deal{ID: "d", Account: "acme", On: kam.MustDay("2026-07-01")}
	for b.Loop() {
		if list, _ := o.Participants(deal); len(list) != 3 {
			b.Fatal(list)
		}
	}
}
