package handover_test

import (
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/handover"
)

// teams has Anna on two accounts, one of them with Bo.
func teams() *handover.Ownership {
	since := kam.MustPeriod("2026-01-01/..")
	own, err := handover.Compile(handover.Book{
		Policy: handover.Policy{By: handover.ByTeam, House: "house"},
		Accounts: []handover.Account{
			{ID: "acme", Name: "Acme", Active: since, Team: []handover.Member{{Payee: "anna", Share: kam.Whole(), Period: since}}},
			{ID: "bolt", Active: since, Team: []handover.Member{
				{Payee: "anna", Share: kam.MustFraction("1/3"), Period: since},
				{Payee: "bo", Share: kam.MustFraction("2/3"), Period: since},
				{Payee: "ted", Role: "expert", Share: kam.Whole(), Period: since},
			}},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	return own
}

// leaves hands everything that Anna has over to Bo.
func leaves() handover.Change {
	places := int32(0)
	return handover.Change{
		ID: "2026-07", On: kam.MustDay("2026-07-01"), Reason: "Anna moves to another team", ApprovedBy: "vera", Unowned: handover.UnownedRefuse,
		Moves: []handover.Move{{From: "anna", All: true, To: []handover.Receiver{{Payee: "bo", Share: kam.Whole()}}}},
		Quotas: []handover.QuotaMove{{
			From: "anna", Plan: "kam", Measure: "revenue", By: handover.QuotaStated, Cut: handover.CutByDays, Places: &places,
			To: []handover.Receiver{{Payee: "bo", Share: kam.Whole()}},
		}},
	}
}

// year gives Anna and Bo a quota for the second half of 2026.
func year() incentive.Roster {
	var r incentive.Roster
	for _, id := range []string{"anna", "bo", "ted"} {
		r.Payees = append(r.Payees, incentive.Payee{ID: id})
		r.Assignments = append(r.Assignments, incentive.Assignment{Payee: id, Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01"), Quotas: []incentive.Quota{
			{Measure: "revenue", Period: kam.MustPeriod("2026-07-01/2027-01-01"), Amount: decimal.NewFromInt(600_000)},
		}})
	}
	return r
}

func Example() {
	own, change, roster := teams(), leaves(), year()
	deal := handover.Deal{ID: "d1", Account: "bolt", On: kam.MustDay("2026-08-15"), Amount: decimal.NewFromInt(90_000)}
	preview, err := own.Preview(change, roster, []handover.Deal{deal})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range preview.Payees() {
		fmt.Println(p.Payee, "accounts", p.AccountsBefore, "→", p.AccountsAfter, "credit", p.CreditBefore, "→", p.CreditAfter)
	}
	own, roster, err = own.Apply(change, roster, preview.Digest())
	if err != nil {
		log.Fatal(err)
	}
	people, _ := own.Participants(deal)
	fmt.Println(people)
	fmt.Println(roster.Assignments[0].Quotas[0].Amount, roster.Assignments[1].Quotas[0].Amount)
	// Output:
	// anna accounts 2 → 0 credit 30000 → 0
	// bo accounts 1 → 2 credit 60000 → 90000
	// [{bo owner 1} {ted expert 1}]
	// 0 1200000
}

func ExampleCompile() {
	_, err := handover.Compile(handover.Book{
		Policy: handover.Policy{By: handover.ByTeam, House: "house"},
		Accounts: []handover.Account{{ID: "acme", Active: kam.MustPeriod("2026-01-01/.."), Team: []handover.Member{
			{Payee: "anna", Share: kam.MustFraction("0.5"), Period: kam.MustPeriod("2026-01-01/..")},
			{Payee: "bo", Share: kam.MustFraction("0.4"), Period: kam.MustPeriod("2026-03-01/..")},
		}}},
	})
	fmt.Println(err)
	// Output:
	// $.accounts[0].team: the shares of the owners total 1/2, not 1: 2026-01-01 to 2026-02-28 (state shares that total exactly 1 on every day, or no owner)
	// $.accounts[0].team: the shares of the owners total 9/10, not 1: from 2026-03-01 on (state shares that total exactly 1 on every day, or no owner)
}

func ExampleParseBook() {
	_, err := handover.ParseBook([]byte(`{"accounts": [{"id": "acme", "activ": "2026-01-01/.."}]}`))
	fmt.Println(err)
	// Output:
	// $.accounts[0].activ (1:30): key "activ" is not known here (did you mean "active"?)
}

func ExampleParseChange() {
	change, err := handover.ParseChange([]byte(`{
		"id": "2026-07", "on": "2026-07-01", "reason": "Anna retires", "approvedBy": "vera", "unowned": "refuse",
		"moves": [{"from": "anna", "all": true, "to": [{"payee": "bo", "share": "1/2"}, {"payee": "ted", "share": "1/2"}]}],
		"transition": [{"months": 3, "old": "0.5"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	preview, err := teams().Preview(change, year(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, day := range []string{"2026-07-01", "2026-10-01"} {
		for _, s := range preview.Ownership().TeamOn("acme", kam.MustDay(day)) {
			fmt.Println(day, s.Payee, s.Share)
		}
	}
	// Output:
	// 2026-07-01 anna 0.5
	// 2026-07-01 bo 0.25
	// 2026-07-01 ted 0.25
	// 2026-10-01 bo 0.5
	// 2026-10-01 ted 0.5
}

func ExampleOwnership_Participants() {
	people, findings := teams().Participants(handover.Deal{ID: "d1", Account: "bolt", On: kam.MustDay("2026-03-01")})
	fmt.Println(people, findings)
	people, findings = teams().Participants(handover.Deal{ID: "d2", Account: "bolt", On: kam.MustDay("2025-12-31")})
	fmt.Println(people, findings[0].Message.ZH)
	// Output:
	// [{anna owner 1/3} {bo owner 2/3} {ted expert 1}] []
	// [{house owner 1}] 客户 "bolt" 在 2025-12-31 无人负责，交易计入公司账户
}

func ExampleOwnership_TeamOn() {
	for _, s := range teams().TeamOn("bolt", kam.MustDay("2026-03-01")) {
		fmt.Println(s.Payee, s.Role, s.Share, s.Of.Account)
	}
	// Output:
	// anna owner 1/3 bolt
	// bo owner 2/3 bolt
	// ted expert 1 bolt
}

func ExampleOwnership_Preview() {
	change := leaves()
	change.Moves[0].To = nil
	_, err := teams().Preview(change, year(), nil)
	fmt.Println(err)
	// Output:
	// account acme: nobody would own the account "acme": from 2026-07-01 on (name who takes over, or write "unowned": "house")
}

// What was previewed is what is applied, and nothing else.
func ExampleOwnership_Apply() {
	preview, err := teams().Preview(leaves(), year(), nil)
	if err != nil {
		log.Fatal(err)
	}
	other := leaves()
	other.On = kam.MustDay("2026-08-01")
	_, _, err = teams().Apply(other, year(), preview.Digest())
	fmt.Println(err != nil)
	own, _, err := teams().Apply(leaves(), year(), preview.Digest())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(own.TeamOn("acme", kam.MustDay("2026-07-01"))[0].Payee)
	// Output:
	// true
	// bo
}

func ExamplePreview_Reverse() {
	preview, err := teams().Preview(leaves(), year(), nil)
	if err != nil {
		log.Fatal(err)
	}
	back, err := preview.Ownership().Preview(preview.Reverse("undo", "Anna stays", "vera"), preview.Roster(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(back.Ownership().TeamOn("acme", kam.MustDay("2026-07-01"))[0].Payee, back.Roster().Assignments[0].Quotas[0].Amount)
	// Output:
	// anna 600000
}

func ExamplePreview_Totals() {
	preview, err := teams().Preview(leaves(), year(), nil)
	if err != nil {
		log.Fatal(err)
	}
	t := preview.Totals()
	fmt.Println(t.QuotasBefore[0].Amount, t.QuotasAfter[0].Amount, t.AccountsAfter, t.UnownedAfter)
	// Output:
	// 1800000 1800000 2 0
}
