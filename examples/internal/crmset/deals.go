package crmset

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// customer is the attribute of a mapping that names the column with the account.
const customer = "customer"

// Outcome is what became of a deal. The zero value is that it is open.
type Outcome int

// Outcomes.
const (
	Open Outcome = iota
	Won
	Lost
	Refunded // an amount below zero, for a deal that was won
)

// Deal is one opportunity. A won and a refunded one has an account, a closing day and an amount; those of others may be
// unknown.
type Deal struct {
	ID, Owner, Account string
	Outcome            Outcome
	Opened, Closed     kam.Day
	Amount             decimal.NullDecimal
	// Place says where it stands in the file.
	Place string
}

// ReadDeals returns the opportunities in the order of the file; one that cannot be used is in found and not among them.
// One that is neither won nor a refund is lost when it is closed, and otherwise open.
func ReadDeals(f crmfile.File, columns crmfile.DealColumns, found *kam.Findings) []Deal {
	var deals []Deal
	seen := map[string]string{}
	crmfile.Read(f, columns.Names(), found, func(in *crmfile.Record) {
		d := Deal{
			ID: in.Cell(columns.ID), Owner: in.Cell(columns.Owner), Account: in.Cell(columns.Attributes[customer]),
			Opened: in.Day(columns.Opened, columns.Dates), Closed: in.Day(columns.Closed, columns.Dates), Amount: in.Number(columns.Amount),
			Place: in.Place(columns.ID),
		}
		if slices.Contains(columns.Empty, d.Account) {
			d.Account = ""
		}
		switch stage := in.Cell(columns.Stage); {
		case slices.Contains(columns.Won, stage):
			d.Outcome = Won
		case slices.Contains(columns.Refunded, stage):
			d.Outcome = Refunded
		case !slices.Contains(columns.Other, stage):
			in.Fail(columns.Stage, "crmset.stage", findings.Say("the stage %s is not in the mapping", "映射中没有阶段 %s", findings.Quote(stage)),
				findings.Say("list it in the mapping as won, refunded or other", "请在映射中将其列为 won、refunded 或 other"))
		case d.Closed.IsSet():
			d.Outcome = Lost
		}
		d.check(in, columns)
		if before, twice := seen[d.ID]; twice {
			in.Fail(columns.ID, "crmset.deal-twice", findings.Say("the deal %s is there twice, first at %s", "商机 %s 重复出现，首次见 %s", findings.Quote(d.ID), before),
				findings.Say("leave one of them out", "请删去其中一行"))
		}
		seen[d.ID] = in.Place(columns.ID)
		if !in.Bad() {
			deals = append(deals, d)
		}
	})
	return deals
}

// check adds what a deal lacks to be counted; nothing where a cell of it cannot be read.
func (d Deal) check(in *crmfile.Record, columns crmfile.DealColumns) {
	if in.Bad() {
		return
	}
	counts := d.Outcome == Won || d.Outcome == Refunded
	for _, need := range []struct {
		missing bool
		column  string
		what    kam.Text
	}{
		{d.ID == "", columns.ID, findings.Say("id", "编号")},
		{d.Owner == "", columns.Owner, findings.Say("owner", "负责人")},
		{counts && d.Account == "", columns.Attributes[customer], findings.Say("account", "客户")},
		{counts && !d.Closed.IsSet(), columns.Closed, findings.Say("close date", "关闭日期")},
		{counts && !d.Amount.Valid, columns.Amount, findings.Say("amount", "金额")},
	} {
		if need.missing {
			in.Fail(need.column, "crmset.incomplete", kam.Text{EN: "the deal has no " + need.what.EN, ZH: "商机没有" + need.what.ZH}, findings.Say("fill it in", "请补充"))
		}
	}
	if d.Amount.Valid && d.Amount.Decimal.IsNegative() != (d.Outcome == Refunded) {
		in.Fail(columns.Amount, "crmset.sign", findings.Say("only the amount of a refund is below zero, and always", "仅退款金额为负数，且必须为负数"),
			findings.Say("correct the sign or the stage", "请更正正负号或阶段"))
	}
}
