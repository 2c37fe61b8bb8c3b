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
	c := dealcsv.Columns{
		ID: need("id", "deal", "deal_id"), Owner: need("owner", "payee", "payee_id"), Amount: need("amount"),
		Currency: pick("currency"), Sequence: pick("sequence"), Reverses: pick("reverses", "refund_of"),
		Booked: pick("booked", "booked_on"), Invoiced: pick("invoiced", "invoiced_on"), CashDate: pick("cash_date", "paid_on"), Delivered: pick("delivered", "delivered_on"),
		Attributes: attributesOf(b.program),
	}
	for _, p := range b.program.Plans() {
		switch date := p.CreditDate; {
		case date == incentive.Booked && c.Booked == "":
			c.Booked = "booked"
		case date == incentive.Invoiced && c.Invoiced == "":
			c.Invoiced = "invoiced"
		case date == incentive.CashReceived && c.CashDate == "":
			c.CashDate = "cash_date"
		case date == incentive.Delivered && c.Delivered == "":
			c.Delivered = "delivered"
		}
	}
	return c, found
}

// attributesOf returns the attributes that the plans ask for, each once, in the order of their names.
func attributesOf(program *incentive.Program) []string {
	var names []string
	for _, p := range program.Plans() {
		for _, c := range p.Credits {
			names = appendAttributes(names, c.When)
			if c.Factor != nil {
				names = append(names, c.Factor.By)
			}
		}
		for _, k := range p.Components {
			names = appendAttributes(names, k.When)
			if k.Table != nil {
				for _, d := range k.Table.Dimensions {
					names = append(names, d.Attribute)
				}
			}
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

func appendAttributes(names []string, c *incentive.Condition) []string {
	if c == nil {
		return names
	}
	names = append(names, c.Attribute)
	for i := range c.All {
		names = appendAttributes(names, &c.All[i])
	}
	for i := range c.Any {
		names = appendAttributes(names, &c.Any[i])
	}
	return appendAttributes(names, c.Not)
}
