package main

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// customer is the attribute of a mapping that names the column with the account.
const customer = "customer"

// outcome is what became of a deal.
type outcome int

const (
	open outcome = iota
	won
	lost
	refunded
)

// deal is one opportunity. The amount of an open one may be unknown.
type deal struct {
	id, owner, account string
	outcome            outcome
	opened, closed     kam.Day
	amount             decimal.NullDecimal
	place              string
}

// readDeals reads the opportunities. One that is neither won nor a refund is lost when it is closed, and otherwise open.
func readDeals(f crmfile.File, columns crmfile.DealColumns, found *kam.Findings) []deal {
	var deals []deal
	seen := map[string]string{}
	crmfile.Read(f, columns.Names(), found, func(in *crmfile.Record) {
		d := deal{
			id: in.Cell(columns.ID), owner: in.Cell(columns.Owner), account: in.Cell(columns.Attributes[customer]),
			opened: in.Day(columns.Opened, columns.Dates), closed: in.Day(columns.Closed, columns.Dates), amount: in.Number(columns.Amount),
			place: in.Place(columns.ID),
		}
		if slices.Contains(columns.Empty, d.account) {
			d.account = ""
		}
		switch stage := in.Cell(columns.Stage); {
		case slices.Contains(columns.Won, stage):
			d.outcome = won
		case slices.Contains(columns.Refunded, stage):
			d.outcome = refunded
		case !slices.Contains(columns.Other, stage):
			in.Fail(columns.Stage, "targets.stage", findings.Say("the stage %s is not in the mapping", "映射中没有阶段 %s", findings.Quote(stage)),
				findings.Say("list it in the mapping as won, refunded or other", "请在映射中将其列为 won、refunded 或 other"))
		case d.closed.IsSet():
			d.outcome = lost
		}
		d.check(in, columns)
		if before, twice := seen[d.id]; twice {
			in.Fail(columns.ID, "targets.deal-twice", findings.Say("the deal %s is there twice, first at %s", "商机 %s 重复出现，首次见 %s", findings.Quote(d.id), before),
				findings.Say("leave one of them out", "请删去其中一行"))
		}
		seen[d.id] = in.Place(columns.ID)
		if !in.Bad() {
			deals = append(deals, d)
		}
	})
	return deals
}

// check adds what a deal lacks to be counted; nothing where a cell of it cannot be read.
func (d deal) check(in *crmfile.Record, columns crmfile.DealColumns) {
	if in.Bad() {
		return
	}
	counts := d.outcome == won || d.outcome == refunded
	for _, need := range []struct {
		missing bool
		column  string
		what    kam.Text
	}{
		{d.id == "", columns.ID, findings.Say("id", "编号")},
		{d.owner == "", columns.Owner, findings.Say("owner", "负责人")},
		{counts && d.account == "", columns.Attributes[customer], findings.Say("account", "客户")},
		{counts && !d.closed.IsSet(), columns.Closed, findings.Say("close date", "关闭日期")},
		{counts && !d.amount.Valid, columns.Amount, findings.Say("amount", "金额")},
	} {
		if need.missing {
			in.Fail(need.column, "targets.incomplete", kam.Text{EN: "the deal has no " + need.what.EN, ZH: "商机没有" + need.what.ZH}, findings.Say("fill it in", "请补充"))
		}
	}
	if d.amount.Valid && d.amount.Decimal.IsNegative() != (d.outcome == refunded) {
		in.Fail(columns.Amount, "targets.sign", findings.Say("only the amount of a refund is below zero, and always", "仅退款金额为负数，且必须为负数"),
			findings.Say("correct the sign or the stage", "请更正正负号或阶段"))
	}
}
