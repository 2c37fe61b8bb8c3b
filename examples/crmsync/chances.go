package main

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

// chances shows what is to be sold and what is in danger: white space, what goes together, accounts that lapse or shrink,
// and relationships that hang on one person.
func (t *teller) chances(records []crm.Record) error {
	book, err := t.figures.Read(records)
	if err != nil {
		return err
	}
	t.heading("Opportunities and dangers", "机会与风险")
	cross, err := book.CrossSell(kpi.CrossSellSpec{Period: t.year(), MinAccounts: 3, MinPeers: 3, PerAccount: 2})
	if err != nil {
		return err
	}
	for _, w := range cross.Whitespace {
		t.found("+ ", w.Finding())
	}
	shrinking, err := book.Shrinking(t.day, kpi.ShrinkSpec{Months: 3, Windows: 3, Below: decimal.New(6, -1)})
	if err != nil {
		return err
	}
	for _, s := range shrinking {
		t.found("- ", s.Finding())
	}
	lapsed, err := book.Lapsed(t.day, kpi.LapseSpec{Purchases: 3, Times: decimal.NewFromInt(2)})
	if err != nil {
		return err
	}
	for _, l := range lapsed {
		t.found("- ", l.Finding())
	}
	threads, err := book.SingleThreaded(t.day, kpi.ThreadSpec{Days: 90, People: 2, Roles: []crm.BuyingRole{crm.Economic}})
	if err != nil {
		return err
	}
	for _, s := range threads {
		t.found("- ", s.Finding())
	}
	t.found("", book.Findings()...)
	return nil
}

// year are the twelve months up to the day.
func (t *teller) year() kam.Period {
	return kam.Period{From: t.day.AddDays(1).AddMonths(-12), Until: t.day.AddDays(1)}
}
