package migration

import (
	"bytes"
	"encoding/csv"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Name returns what people call the kind.
func (k Kind) Name() kam.Text {
	switch k {
	case Payable:
		return kam.Text{EN: "payable", ZH: "应付"}
	case Held:
		return kam.Text{EN: "held back", ZH: "暂扣"}
	case Debt:
		return kam.Text{EN: "owed by the payee", ZH: "欠款"}
	case Earned:
		return kam.Text{EN: "earned and settled before", ZH: "此前已得并结清"}
	case Position:
		return kam.Text{EN: "position of a measure", ZH: "指标数值"}
	case Prior:
		return kam.Text{EN: "earned by a prior deal", ZH: "以前交易所得"}
	}
	return wording.Same(wording.Clip(string(k)))
}

// Markdown returns the reconciliation in one language: what was imported by kind and currency, equal to the control
// totals, and where each payee stands by it. Texts from outside are escaped.
func (m *Import) Markdown(lang kam.Lang) string {
	p := page.Page{Lang: lang}
	p.Heading(1, "Opening balances", "期初余额")
	p.Line("Posted into %s as %s.", "入账期间：%s，批次 %s。", wording.Days(m.into), m.run)
	p.Heading(2, "Control totals", "控制总额")
	p.Header(page.Text("Kind", "类型"), page.Text("Currency", "货币"), page.Number("Rows", "行数"), page.Number("Total, equal to the control total", "合计（与控制总额一致）"))
	for _, t := range m.totals {
		p.Row(t.Kind.Name().In(lang), string(t.Currency), num.Format(decimal.NewFromInt(int64(t.Rows))), wording.Amount(t.Amount, t.Currency.MinorUnits()))
	}
	if balances := m.balances(); len(balances) > 0 {
		p.Heading(2, "Balances", "余额")
		p.Header(page.Text("Payee", "人员"), page.Text("Plan", "方案"), page.Text("Currency", "货币"), page.Number("Payable", "应付"), page.Number("Held back", "暂扣"), page.Number("Debt", "欠款"))
		for _, b := range balances {
			places := b.Currency.MinorUnits()
			p.Row(markdown.Escape(b.Payee), markdown.Escape(b.Plan), string(b.Currency), wording.Amount(b.Payable, places), wording.Amount(b.Held, places), wording.Amount(b.Debt, places))
		}
	}
	p.Heading(2, "Rows", "明细")
	p.Header(page.Text("Kind", "类型"), page.Text("Payee", "人员"), page.Text("Plan", "方案"), page.Text("What", "内容"), page.Text("Period", "期间"), page.Number("Amount", "金额"))
	for _, r := range m.rows {
		what := r.Component + r.Measure
		if r.Reference != "" {
			what += " (" + r.Reference + ")"
		}
		period := ""
		if !r.Period.IsZero() {
			period = wording.Days(r.Period).In(lang)
		}
		amount := wording.Amount(r.Amount, r.Currency.MinorUnits())
		if r.Currency != "" {
			amount = string(r.Currency) + " " + amount
		}
		p.Row(r.Kind.Name().In(lang), markdown.Escape(r.Payee), markdown.Escape(r.Plan), markdown.Escape(what), period, amount)
	}
	return p.String()
}

// balances are where the payees stand by the batch.
func (m *Import) balances() []ledger.Balance {
	var posted []ledger.Posted
	for _, e := range m.Batch("").Entries {
		posted = append(posted, ledger.Posted{
			Payee: e.Payee, Plan: e.Plan, Version: e.Version, Component: e.Component, Kind: e.Kind, Period: e.Period, Into: m.into,
			Account: e.Account, Reference: e.Reference, Amount: e.Amount, Currency: e.Currency,
		})
	}
	return slices.DeleteFunc(ledger.Balances(posted), func(b ledger.Balance) bool {
		return b.Payable.IsZero() && b.Held.IsZero() && b.Debt.IsZero() && b.Paid.IsZero()
	})
}

// Template returns a file to fill in: the header, one row of each kind as an example, and the control totals.
func Template() []byte {
	rows := [][]string{
		Columns(),
		{"payable", "anna", "ae", "1", "commission", "", "2026-06", "", "1250.00", "CNY"},
		{"held", "anna", "ae", "1", "commission", "", "2026-06", "D-17#2", "800.00", "CNY"},
		{"debt", "ben", "ae", "1", "(draw)", "", "2026-05", "", "500.00", "CNY"},
		{"earned", "anna", "ae", "1", "commission", "", "2026-06", "", "2050.00", "CNY"},
		{"position", "ben", "ae", "", "", "revenue", "", "", "184000", ""},
		{"prior", "anna", "ae", "", "commission", "", "", "D-17", "2000.00", ""},
		{"total:payable", "", "", "", "", "", "", "", "1250.00", "CNY"},
		{"total:held", "", "", "", "", "", "", "", "800.00", "CNY"},
		{"total:debt", "", "", "", "", "", "", "", "500.00", "CNY"},
		{"total:earned", "", "", "", "", "", "", "", "2050.00", "CNY"},
		{"total:position", "", "", "", "", "", "", "", "184000", ""},
		{"total:prior", "", "", "", "", "", "", "", "2000.00", ""},
	}
	var b bytes.Buffer
	_ = csv.NewWriter(&b).WriteAll(rows) // a buffer takes everything
	return b.Bytes()
}
