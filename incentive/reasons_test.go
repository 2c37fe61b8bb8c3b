package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func codesOf(found kam.Findings) []string {
	var all []string
	for _, f := range found {
		inBoth(f)
		all = append(all, f.Code)
	}
	return all
}

func TestRunWhyReasons(t *testing.T) {
	condition := func(product string) *incentive.Condition {
		return &incentive.Condition{Attribute: "product", In: []string{product}}
	}
	for name, c := range map[string]struct {
		change             func(*office)
		payee, transaction string
		amount             string
		codes              []string
	}{
		"paid":               {func(*office) {}, "anna", "a1", "100", []string{"why.paid"}},
		"paid to a manager":  {func(*office) {}, "cai", "a1", "10", []string{"why.paid"}},
		"an unknown deal":    {func(*office) {}, "anna", "a9", "0", []string{"why.unknown-transaction"}},
		"somebody else's":    {func(*office) {}, "anna", "b1", "0", []string{"why.no-part"}},
		"an unknown payee":   {func(*office) {}, "zoe", "b1", "0", []string{"why.no-part"}},
		"an unknown owner":   {func(o *office) { o.deals[0].Owner = "zoe" }, "zoe", "a1", "0", []string{"why.unknown-owner"}},
		"nobody's plan":      {func(o *office) { o.in.Roster.Assignments = o.in.Roster.Assignments[1:] }, "anna", "a1", "0", []string{"why.not-assigned"}},
		"assigned later":     {func(o *office) { o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-02-02") }, "anna", "a1", "0", []string{"why.not-assigned"}},
		"no credit date":     {func(o *office) { o.sales.CreditDate = incentive.CashReceived }, "anna", "a1", "0", []string{"why.no-credit-date"}},
		"a later deal":       {func(o *office) { o.deals[0].Booked = kam.MustDay("2026-04-01") }, "anna", "a1", "0", []string{"why.outside-period"}},
		"an earlier deal":    {func(o *office) { o.deals[0].Booked = kam.MustDay("2025-12-31") }, "anna", "a1", "0", []string{"why.outside-period"}},
		"earlier in a year":  {func(o *office) { o.toDate(); o.in.Period = secondQuarter }, "anna", "a1", "0", []string{"why.outside-period"}},
		"filtered":           {func(o *office) { o.sales.Credits[0].When = condition("new") }, "anna", "a1", "0", []string{"why.filtered"}},
		"held":               {func(o *office) { o.deals[0].Currency = "USD" }, "anna", "a1", "0", []string{"why.held", "run.missing-rate"}},
		"an open position's": {vacant(incentive.VacancyHouse), "cai", "a1", "0", []string{"why.vacant-manager"}},
		"excluded": {
			func(o *office) {
				o.sales.Credits[0].Factor = &incentive.Factor{By: "product", Values: numbers("new", "1"), Other: "exclude"}
			},
			"anna", "a1", "0",
			[]string{"why.excluded"},
		},
		"not paying here":        {func(o *office) { o.sales.Components[0].When = condition("new") }, "anna", "a1", "0", []string{"why.not-paying"}},
		"not paying at all":      {func(o *office) { o.sales.Credits[0].Pays = new(false) }, "anna", "a1", "0", []string{"why.not-paying"}},
		"a netted return":        {netted, "anna", "r1", "0", []string{"why.netted"}},
		"what it is netted into": {netted, "anna", "a1", "60", []string{"why.paid", "why.netted"}},
		"a shut gate": {
			func(o *office) {
				o.sales.Components[0].Gates = []incentive.Gate{{Basis: incentive.ByAmount, At: exact("1000.01")}}
			},
			"anna", "a1", "0",
			[]string{"why.paid", "why.gate-shut"},
		},
		"a gate that was shut": {
			func(o *office) {
				o.add(sold("a2", "anna", "1000", "2026-02-02"))
				o.sales.Components[0].Gates = []incentive.Gate{{Basis: incentive.ByAmount, At: exact("1500"), Test: incentive.Running, FailedThenPassed: incentive.Forfeit}}
			},
			"anna", "a1", "0",
			[]string{"why.paid", "why.gate-shut"},
		},
		"a cap on deals": {
			func(o *office) {
				o.sales.Components[0].Caps = []incentive.Cap{{Per: incentive.PerCredit, Amount: known("99.99")}}
			},
			"anna", "a1", "99.99",
			[]string{"why.paid", "why.capped"},
		},
		"a cap on the sum": {
			func(o *office) {
				o.sales.Components[0].Caps = []incentive.Cap{{Per: incentive.PerComponent, Amount: known("99.99")}}
			},
			"anna", "a1", "100",
			[]string{"why.paid", "why.capped"},
		},
		"a rate of zero": {func(o *office) { o.sales.Components[0].Rate = known("0") }, "anna", "a1", "0", []string{"why.zero-rate"}},
		"an amount of a tier": {
			func(o *office) {
				o.component(t, `{"name": "commission", "measure": "revenue", "tiers": {"mode": "interpolated-amount", "basis": "amount", "bands": [{"from": "0", "until": "2000", "amount": "500"}]}}`)
			},
			"anna", "a1", "250",
			[]string{"why.paid"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			c.change(o)
			answer := o.mustRun(t).Why(c.payee, c.transaction)
			assert.Equal(t, c.codes, codesOf(answer.Reasons))
			assert.True(t, answer.Amount.Equal(exact(c.amount)), "amount %s", answer.Amount)
			assert.Equal(t, c.amount != "0", answer.Paid())
			for _, r := range answer.Reasons {
				assert.NotEmpty(t, r.Message.EN)
				assert.NotEmpty(t, r.Message.ZH)
			}
			assert.NotEqual(t, answer.In(kam.English), answer.In(kam.Chinese))
		})
	}
}

func netted(o *office) {
	o.sales.Refunds.Period = incentive.Origin
	o.add(returned("r1", "a1", "-400", "2026-03-01"))
}

// vacant opens the manager's position.
func vacant(v incentive.Vacancy) func(*office) {
	return func(o *office) {
		o.in.Roster.Payees[2].Open = true
		o.lead.Credits[0].Vacancy = v
	}
}

func TestRunHouse(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*office)
		want   []string // transaction, owner, amount, code; "override" for a manager's credit
	}{
		"nobody is missing": {func(*office) {}, nil},
		"an unknown owner":  {func(o *office) { o.deals[0].Owner = "zoe" }, []string{"a1 zoe 1000 why.unknown-owner"}},
		"nobody's plan":     {func(o *office) { o.in.Roster.Assignments = o.in.Roster.Assignments[1:] }, []string{"a1 anna 1000 why.not-assigned"}},
		"assigned too late": {func(o *office) { o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-02-02") }, []string{"a1 anna 1000 why.not-assigned"}},
		"a plan without owners": {
			func(o *office) { o.deals[0].Owner = "cai" }, []string{"a1 cai 1000 why.not-assigned"},
		},
		"a later deal of an unknown owner": {func(o *office) { o.deals[0].Owner = "zoe"; o.deals[0].Booked = kam.MustDay("2026-04-01") }, nil},
		"filtered": {func(o *office) {
			o.sales.Credits[0].When = &incentive.Condition{Number: "amount", MoreThan: known("500")}
		}, []string{"d1 dan 500 why.filtered"}},
		"excluded": {
			func(o *office) {
				o.detailed()
				o.sales.Credits[0].Factor = &incentive.Factor{By: "product", Values: numbers("new", "1"), Other: "exclude"}
			},
			[]string{"a1 anna 1000 why.excluded"},
		},
		"held owners are not the house": {func(o *office) { o.deals[0].Currency = "USD" }, nil},
		"one of three owners":           {func(o *office) { shared(o, "anna", "1/3", "zoe", "1/3", "bo", "1/3") }, []string{"a1 zoe 333.3333 why.unknown-owner"}},
		"the first of three owners":     {func(o *office) { shared(o, "zoe", "1/3", "anna", "1/3", "bo", "1/3") }, []string{"a1 zoe 333.3334 why.unknown-owner"}},
		"a vacant manager skipped":      {vacant(incentive.VacancySkip), nil},
		"a vacant manager": {
			vacant(incentive.VacancyHouse), []string{"a1 cai 1000 why.vacant-manager override", "b1 cai 2000 why.vacant-manager override"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			c.change(o)
			var got []string
			for h := range o.mustRun(t).House() {
				line := h.Transaction + " " + h.Owner + " " + h.Amount.String() + " " + h.Reason.Code
				if h.Override {
					line += " override"
				}
				got = append(got, line)
				assert.NotEmpty(t, h.Reason.Message.ZH)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// What owners are credited with and what the house keeps are the deals of the period, whatever becomes of them.
func TestRunDirectAndHouseSumToTheDeals(t *testing.T) {
	o := newOffice(t)
	shared(o, "anna", "1/3", "zoe", "1/3", "bo", "1/3")
	o.add(sold("z1", "zoe", "77.77", "2026-03-31"), sold("later", "anna", "5", "2026-04-01"), returned("r1", "a1", "-100", "2026-03-01"))
	o.deals[2].Currency = "USD" // dan is held
	run := o.mustRun(t)
	total := exact("0")
	for d := range run.Direct() {
		total = total.Add(d.Amount)
	}
	for h := range run.House() {
		if !h.Override {
			total = total.Add(h.Amount)
		}
	}
	assert.True(t, total.Equal(exact("3477.77")), "%s", total) // 1000 + 2000 + 500 + 77.77 - 100
}

func TestRunVacancySkipsToTheNextManager(t *testing.T) {
	for name, c := range map[string]struct {
		vacancy incentive.Vacancy
		paid    string
	}{
		"skip":  {incentive.VacancySkip, "30"},
		"house": {incentive.VacancyHouse, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: "eve"})
			o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "eve", Plan: "lead", Version: 1, Period: officeYears})
			o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: "cai", Manager: "eve", Period: officeYears})
			vacant(c.vacancy)(o)
			s := o.statement(t, "eve", "lead")
			assert.True(t, s.Earned().Equal(exact(c.paid)), "%s", s.Earned())
		})
	}
}

func TestRunOpenPositionIsComputedAndNotPosted(t *testing.T) {
	o := newOffice(t)
	o.in.Roster.Payees[0].Open = true
	run := o.mustRun(t)
	s, ok := run.Statement("anna", "sales")
	require.True(t, ok)
	assert.True(t, s.Open())
	assert.True(t, s.Earned().Equal(exact("100")))
	assert.True(t, s.Payable().IsZero())
	batch, err := run.Batch()
	require.NoError(t, err)
	for _, e := range batch.Entries {
		assert.NotEqual(t, "anna", e.Payee)
	}
	assert.Len(t, batch.Entries, 6)
}
