package fromcrm_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

func wonDeal(id, owner, amount, day string, currency kam.Currency) crm.Record {
	d := &crm.Opportunity{Name: "Deal " + id, Owner: owner, Status: crm.Won, Close: kam.MustDay(day), Currency: currency}
	d.Amount = decimal.NewNullDecimal(decimal.RequireFromString(amount))
	return crm.Record{Ref: crm.Ref{Kind: crm.KindOpportunity, ID: id}, Data: d}
}

func member(id, manager string) crm.Record {
	return crm.Record{Ref: crm.Ref{Kind: crm.KindUser, ID: id}, Data: &crm.User{Name: id, Manager: manager}}
}

// comparison is of a year in which anna has a target, and of which the run knows her deals and one that the copy has not.
func comparison(t *testing.T, records ...crm.Record) fromcrm.Comparison {
	t.Helper()
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	deals := []incentive.Transaction{{ID: "x", Owner: "anna", Amount: decimal.New(3, 0), Booked: kam.MustDay("2026-05-01")}}
	c := fromcrm.Comparison{Records: records, Period: year, Before: kam.MustPeriod("2025-01-01/2026-01-01"), Currency: "CNY", Names: crm.Names(records, crm.KindUser, crm.KindOpportunity)}
	anna := fromcrm.Measured{ID: "anna"}
	for _, d := range fromcrm.Won(records, year) {
		if d.Owner == "anna" && !d.Foreign("CNY") {
			deals = append(deals, incentive.Transaction{ID: d.ID, Owner: d.Owner, Amount: d.Amount.Decimal, Booked: d.Close})
			anna.Revenue = anna.Revenue.Add(d.Amount.Decimal)
		}
	}
	c.People = append(c.People, anna)
	c.Run = ran(t, deals)
	return c
}

// ran pays anna for deals of the year.
func ran(t *testing.T, deals []incentive.Transaction) *incentive.Run {
	t.Helper()
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	plan, err := incentive.ParsePlan(fmt.Appendf(nil, yearPlan, "id", "recalculate", "current"))
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(t, err)
	roster := incentive.Roster{
		Payees:      []incentive.Payee{{ID: "anna"}},
		Assignments: []incentive.Assignment{{Payee: "anna", Plan: "p", Version: 1, Period: year}},
	}
	run, err := program.Run(t.Context(), incentive.Inputs{Period: year, Roster: roster, Transactions: incentive.Transactions(deals)}, incentive.RunOptions{})
	require.NoError(t, err)
	return run
}

func TestBalanceNamesWhatTheSumsLeaveOut(t *testing.T) {
	c := comparison(t, member("anna", "cleo"), member("ben", "cleo"), member("cleo", ""), member("dora", "cleo"),
		wonDeal("d1", "anna", "1000.5", "2026-02-01", ""), wonDeal("d2", "ben", "50", "2026-12-31", "CNY"), wonDeal("d3", "", "7", "2026-03-01", ""),
		wonDeal("d4", "anna", "20", "2026-03-01", "EUR"), wonDeal("d5", "gone", "4", "2026-03-01", ""),
		wonDeal("b1", "", "9", "2025-03-01", ""), wonDeal("b2", "anna", "9", "2025-03-01", ""), wonDeal("late", "anna", "9", "2027-01-01", ""))
	b := c.Balance()
	assert.Equal(t, []string{"1061.5", "1000.5", "1003.5"}, []string{b.Copied.String(), b.Measured.String(), b.Stated.String()})
	var en []string
	for _, n := range b.Notes {
		en = append(en, n.EN)
	}
	assert.Equal(t, []string{
		"no target, and so no score and no pay: ben, revenue CNY 50.00",
		"no target, and so no score and no pay: gone, revenue CNY 4.00",
		"owns deals and is not in the team: gone, revenue CNY 4.00",
		"no target and no revenue: dora",
		"in nobody's target: Deal b1 (b1), won on 2025-03-01, CNY 9.00; it has no owner",
		"of the revenue in the copy, CNY 61.00 is not measured and CNY 58.00 is in no statement",
		"Deal d2 (d2), won on 2026-12-31: CNY 50.00 in the copy, CNY 0.00 in statements; ben has no target",
		"Deal d3 (d3), won on 2026-03-01: CNY 7.00 in the copy, CNY 0.00 in statements; it has no owner",
		"Deal d4 (d4), won on 2026-03-01: EUR 20.00 in the copy, CNY 0.00 in statements; the targets are in CNY",
		"Deal d5 (d5), won on 2026-03-01: CNY 4.00 in the copy, CNY 0.00 in statements; gone has no target",
		"x: not in the copy as won in the period, CNY 3.00 in statements",
	}, en)
	assert.Equal(t, "没有目标，因此没有得分和提成：ben，销售收入 CNY 50.00", b.Notes[0].ZH)

	c.Before = kam.Period{}
	assert.Len(t, c.Balance().Notes, len(en)-1, "targets grew from nothing")
	c.People[0].Held.Add(kam.Finding{Code: "a", Message: kam.Text{EN: "one", ZH: "甲"}})
	c.People[0].Held.Add(kam.Finding{Code: "b", Message: kam.Text{EN: "two", ZH: "乙"}})
	b = c.Balance()
	held := b.Notes
	assert.True(t, b.Stated.IsZero(), "nobody held has a statement")
	assert.Contains(t, fmt.Sprint(held), "Deal d1 (d1), won on 2026-02-01: CNY 1,000.50 in the copy, CNY 0.00 in statements; anna is held")
	assert.Equal(t, "暂缓：anna，销售收入 CNY 1,000.50：甲", held[0].ZH)
	assert.Equal(t, "held: anna, further reasons, with the statements: 1", held[1].EN)
}

func TestBalanceOfSumsThatAreOne(t *testing.T) {
	c := comparison(t, member("anna", ""), wonDeal("x", "anna", "3", "2026-05-01", ""))
	c.People[0].Revenue = decimal.New(3, 0)
	b := c.Balance()
	assert.Empty(t, b.Notes)
	assert.Equal(t, "3 3 3", fmt.Sprint(b.Copied, b.Measured, b.Stated))
}

// A deal that was repriced has several transactions; one that was won and taken back, or deleted, is in no sum.
func TestBalanceOfDealsThatChanged(t *testing.T) {
	gone := wonDeal("d2", "anna", "40", "2026-05-01", "")
	gone.Deleted = true
	c := comparison(t, member("anna", ""), wonDeal("d1", "anna", "70", "2026-05-01", ""), gone)
	deal := func(id, reverses, amount string) incentive.Transaction {
		return incentive.Transaction{ID: id, Owner: "anna", Reverses: reverses, Amount: decimal.RequireFromString(amount), Booked: kam.MustDay("2026-05-01")}
	}
	changed := []incentive.Transaction{
		deal("d1", "", "100"), deal("d1#2.1", "d1", "-100"), deal("d1#2.2", "", "70"), deal("d2", "", "40"), deal("d2#2.1", "d2", "-40"),
	}
	for i := range changed {
		if changed[i].Reverses != "" {
			changed[i].Owner = ""
		}
	}
	c.Run = ran(t, changed)
	b := c.Balance()
	assert.Empty(t, b.Notes)
	assert.Equal(t, "70 70 70", fmt.Sprint(b.Copied, b.Measured, b.Stated))
}

func TestOwned(t *testing.T) {
	records := []crm.Record{member("anna", ""), wonDeal("d1", "anna", "1", "2026-02-01", ""), wonDeal("d2", "", "1", "2026-02-01", "")}
	assert.Equal(t, records[:2], fromcrm.Owned(records))
}

// What targets grow from is what people sold, in one currency; where there is nothing, it is told what of the question is wrong.
func TestSold(t *testing.T) {
	year := kam.MustPeriod("2025-01-01/2026-01-01")
	records := []crm.Record{
		wonDeal("1", "anna", "10", "2025-03-01", "CNY"), wonDeal("2", "anna", "20", "2025-03-01", ""), wonDeal("3", "", "30", "2025-03-01", "CNY"),
		wonDeal("4", "bo", "40", "2025-03-01", "EUR"), wonDeal("5", "anna", "50", "2026-03-01", "CNY"),
	}
	sold, err := fromcrm.Sold(records, year, "CNY")
	require.NoError(t, err)
	require.Len(t, sold, 2)
	assert.Equal(t, "1", sold[0].ID)
	assert.Equal(t, "2", sold[1].ID)
	_, err = fromcrm.Sold(records[2:], year, "CNY")
	require.EqualError(t, err, "$.currency: no deal won in 2025-01-01/2026-01-01 is in CNY; there are some in EUR (state the currency in which was sold)")
	_, err = fromcrm.Sold(records[2:3], year, "CNY")
	require.EqualError(t, err, `$.period: no deal with an owner was won in 2025-01-01/2026-01-01 (state a period in which something was sold)`)
}
