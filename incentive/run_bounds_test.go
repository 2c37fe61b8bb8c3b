package incentive_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func numbers(name, value string) map[string]decimal.Decimal {
	return map[string]decimal.Decimal{name: exact(value)}
}

// shared gives the first deal of an office several owners: payee, share, payee, share ...
func shared(o *office, pairs ...string) {
	o.deals[0].Owner = ""
	for i := 0; i < len(pairs); i += 2 {
		o.deals[0].Participants = append(o.deals[0].Participants, incentive.Participant{Payee: pairs[i], Share: kam.MustFraction(pairs[i+1])})
	}
}

// What lies on a bound is still taken, and pays what it should.
func TestRunTakesWhatIsOnTheBound(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*office)
		want   []string // instead of anna, bo, cai, dan
	}{
		"15 digits":               {func(o *office) { o.deals[0].Amount = exact("999999999999999") }, []string{"anna sales 99999999999999.9", "bo sales 200", "cai lead 10000000000019.99", "dan sales 50"}},
		"4 decimals":              {func(o *office) { o.deals[0].Amount = exact("0.0001") }, []string{"anna sales 0", "bo sales 200", "cai lead 20", "dan sales 50"}},
		"zeros beyond 4 decimals": {func(o *office) { o.deals[0].Amount = exact("1000.0000000") }, nil},
		"an id of 128 bytes":      {func(o *office) { o.deals[0].ID = strings.Repeat("x", 128) }, nil},
		"an id in Chinese":        {func(o *office) { o.deals[0].ID = "订单 1" }, nil},
		"a number of 6 decimals":  {func(o *office) { o.deals[0].Numbers = numbers("discount", "0.123456") }, nil},
		"a deal of nothing":       {func(o *office) { o.deals[0].Amount = exact("0") }, []string{"anna sales 0", "bo sales 200", "cai lead 20", "dan sales 50"}},
		"a return of nothing":     {func(o *office) { o.add(returned("r1", "a1", "0", "2026-02-01")) }, nil},
		"the plan's currency":     {func(o *office) { o.deals[0].Currency = "CNY" }, nil},
		"the first day":           {func(o *office) { o.deals[0].Booked = kam.MustDay("2026-01-01") }, nil},
		"the last day":            {func(o *office) { o.deals[0].Booked = kam.MustDay("2026-03-31") }, nil},
		"a day before":            {func(o *office) { o.deals[0].Booked = kam.MustDay("2025-12-31") }, []string{"anna sales 0", "bo sales 200", "cai lead 20", "dan sales 50"}},
		"a day after":             {func(o *office) { o.deals[0].Booked = kam.MustDay("2026-04-01") }, []string{"anna sales 0", "bo sales 200", "cai lead 20", "dan sales 50"}},
		"effective to the day":    {func(o *office) { o.sales.Effective = firstQuarter }, nil},
		"everything returned":     {func(o *office) { o.add(returned("r1", "a1", "-1000", "2026-02-01")) }, []string{"anna sales 0", "bo sales 200", "cai lead 20", "dan sales 50"}},
		"assigned from the day":   {func(o *office) { o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-02-01") }, nil},
		"assigned a day late":     {func(o *office) { o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-02-02") }, []string{"anna sales 0", "bo sales 200", "cai lead 30", "dan sales 50"}},
		"assigned to the day":     {func(o *office) { o.in.Roster.Assignments[0].Period.Until = kam.MustDay("2026-02-02") }, nil},
		"assigned a day short":    {func(o *office) { o.in.Roster.Assignments[0].Period.Until = kam.MustDay("2026-02-01") }, []string{"anna sales 0", "bo sales 200", "cai lead 30", "dan sales 50"}},
		"reporting from the day":  {func(o *office) { o.in.Roster.Reporting[0].Period.From = kam.MustDay("2026-02-01") }, nil},
		"reporting a day late":    {func(o *office) { o.in.Roster.Reporting[0].Period.From = kam.MustDay("2026-02-02") }, []string{"anna sales 100", "bo sales 200", "cai lead 20", "dan sales 50"}},
		"reporting a day short":   {func(o *office) { o.in.Roster.Reporting[0].Period.Until = kam.MustDay("2026-02-01") }, []string{"anna sales 100", "bo sales 200", "cai lead 20", "dan sales 50"}},
		"a share of 1/10000":      {func(o *office) { shared(o, "anna", "9999/10000", "bo", "1/10000") }, []string{"anna sales 99.99", "bo sales 200.01", "cai lead 30", "dan sales 50"}},
		"thirds": {
			func(o *office) { shared(o, "anna", "1/3", "bo", "1/3", "dan", "1/3") },
			[]string{"anna sales 33.33", "bo sales 233.33", "cai lead 26.67", "dan sales 83.33"}, // two thirds have a manager, and one deal is rounded once
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			c.change(o)
			run := o.mustRun(t)
			want := c.want
			if want == nil {
				want = []string{"anna sales 100", "bo sales 200", "cai lead 30", "dan sales 50"}
			}
			assert.Equal(t, want, paidBy(run))
			assert.Empty(t, heldBy(run))
			assert.Empty(t, run.Findings())
		})
	}
}

func TestRunCountsRepeatedTransactionOnce(t *testing.T) {
	o := newOffice(t)
	again := o.deals[0]
	again.Amount, again.Place = exact("1000.00"), "second export"
	o.add(again)
	run := o.mustRun(t)
	assert.Equal(t, []string{"anna sales 100", "bo sales 200", "cai lead 30", "dan sales 50"}, paidBy(run))
	found := run.Findings()
	if assert.Len(t, found, 1) {
		assert.Equal(t, string(incentive.CodeTransactionRepeated), found[0].Code)
		assert.Equal(t, kam.Info, found[0].Severity)
		assert.Equal(t, "second export", found[0].Place)
	}
}

func TestRunTellsTransactionsApart(t *testing.T) {
	base := incentive.Transaction{
		ID: "x", Owner: "anna", Amount: exact("1"), Booked: kam.MustDay("2026-02-01"),
		Attributes: map[string]string{"a": "b"}, Numbers: numbers("n", "1"), Margin: known("1"),
	}
	for name, change := range map[string]func(*incentive.Transaction){
		"sequence": func(x *incentive.Transaction) { x.Sequence = 1 },
		"role": func(x *incentive.Transaction) {
			x.Participants = append(x.Participants, incentive.Participant{Payee: "bo", Role: "presales", Share: kam.Whole()})
		},
		"currency":              func(x *incentive.Transaction) { x.Currency = "CNY" },
		"margin":                func(x *incentive.Transaction) { x.Margin.Valid = false },
		"units":                 func(x *incentive.Transaction) { x.Units = known("1") },
		"cash":                  func(x *incentive.Transaction) { x.Cash = known("0") },
		"invoiced":              func(x *incentive.Transaction) { x.Invoiced = x.Booked },
		"cash date":             func(x *incentive.Transaction) { x.CashDate = x.Booked },
		"delivered":             func(x *incentive.Transaction) { x.Delivered = x.Booked },
		"attribute":             func(x *incentive.Transaction) { x.Attributes = map[string]string{"a": "c"} },
		"one more":              func(x *incentive.Transaction) { x.Attributes = maps.Clone(x.Attributes); x.Attributes["b"] = "" },
		"number":                func(x *incentive.Transaction) { x.Numbers = numbers("n", "2") },
		"its name":              func(x *incentive.Transaction) { x.Numbers = numbers("m", "1") },
		"a text that runs over": func(x *incentive.Transaction) { x.Attributes = map[string]string{"ab": ""} },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			other := base
			change(&other)
			o.add(base, other)
			_, err := o.run(t)
			assert.Equal(t, []string{"run.transaction-conflict @ transactions[4] (x)"}, faultPlaces(err))
		})
	}
}
