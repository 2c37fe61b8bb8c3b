package main

import (
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/dealcsv"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// columns finds the columns of the deals by the names that they usually have.
func (b *bulk) columns(header []string) (dealcsv.Columns, kam.Findings) {
	var found kam.Findings
	pick := func(names ...string) string {
		var there []string
		for _, name := range names {
			if slices.Contains(header, name) {
				there = append(there, name)
			}
		}
		if len(there) > 1 {
			found.Add(findings.Fault("payroll.columns", b.bulk.deals+":1", findings.Say("the columns %s mean the same", "以下列含义相同：%s", strings.Join(there, ", ")), findings.Say("leave one of them in", "请只保留其中一列")))
		}
		return strings.Join(there[:min(len(there), 1)], "")
	}
	need := func(names ...string) string {
		if name := pick(names...); name != "" {
			return name
		}
		return names[0]
	}
	asks := asksOf(b.program.Plans()...)
	c := dealcsv.Columns{
		ID: need("id", "deal", "deal_id"), Owner: need("owner", "payee", "payee_id"), Amount: need("amount"),
		Currency: pick("currency"), Sequence: pick("sequence"), Reverses: pick("reverses", "refund_of"),
		Booked: pick("booked", "booked_on"), Invoiced: pick("invoiced", "invoiced_on"), CashDate: pick("cash_date", "paid_on"), Delivered: pick("delivered", "delivered_on"),
		Attributes: inOrder(asks.attributes),
	}
	for name, column := range map[incentive.DateName]*string{incentive.Booked: &c.Booked, incentive.Invoiced: &c.Invoiced, incentive.CashReceived: &c.CashDate, incentive.Delivered: &c.Delivered} {
		if asks.dates[name] && *column == "" {
			*column = dateColumn(name)
		}
	}
	return c, found
}

// dateColumn is the usual name of the column of a date.
func dateColumn(name incentive.DateName) string {
	if name == incentive.CashReceived {
		return "cash_date"
	}
	return string(name)
}
