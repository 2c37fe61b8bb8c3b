package payout_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
)

// claw returns terms of a clawback beside the usual holdback.
func claw(rest string) string { return `{` + split + `, "clawback": {` + rest + `}, ` + plain + `}` }

func TestClawback(t *testing.T) {
	// D-1 earned 1,000 on 10 January: 600 paid, 400 held; in March half of its cash had come: 200 released.
	cases := map[string]struct {
		terms      string
		event      payout.EventKind
		day        string
		instalment int
		taken      string
		held       string
	}{
		"all, held is cancelled":                 {claw(`"method": "full", "base": "earned", "held": "cancel"`), payout.Cancelled, "2026-04-10", 0, "800", "0"},
		"all that was paid, held is cancelled":   {claw(`"method": "full", "base": "paid-only", "held": "cancel"`), payout.Cancelled, "2026-04-10", 0, "800", "0"},
		"half of what was paid":                  {claw(`"method": "percent", "share": "0.5", "base": "paid-only", "held": "cancel"`), payout.Cancelled, "2026-04-10", 0, "400", "0"},
		"a tenth of all, held is cancelled":      {claw(`"method": "percent", "share": "0.1", "base": "earned", "held": "cancel"`), payout.Cancelled, "2026-04-10", 0, "0", "0"},
		"half of all, held first":                {claw(`"method": "percent", "share": "0.5", "base": "earned", "held": "first"`), payout.Cancelled, "2026-04-10", 0, "300", "0"},
		"a tenth, held first":                    {claw(`"method": "percent", "share": "0.1", "base": "earned", "held": "first"`), payout.Cancelled, "2026-04-10", 0, "0", "100"},
		"half of all, held stays":                {claw(`"method": "percent", "share": "0.5", "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-10", 0, "500", "200"},
		"by days, the first day":                 {claw(`"method": "prorated-days", "days": 100, "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-10", 0, "100", "200"},
		"by days, the last day of the window":    {claw(`"method": "prorated-days", "days": 100, "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-19", 0, "10", "200"},
		"by days, the day after":                 {claw(`"method": "prorated-days", "days": 100, "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-20", 0, "0", "200"},
		"by months":                              {claw(`"method": "prorated-days", "months": 4, "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-10", 0, "250", "200"},
		"inside the window":                      {claw(`"method": "full", "months": 3, "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-09", 0, "1000", "200"},
		"after the window, held stays":           {claw(`"method": "full", "months": 3, "base": "earned", "held": "cancel"`), payout.Cancelled, "2026-04-10", 0, "0", "200"},
		"withdrawn after the window":             {claw(`"method": "full", "withdrawn": "0.9", "months": 3, "base": "earned", "held": "keep"`), payout.Withdrawn, "2026-04-10", 0, "900", "200"},
		"withdrawn like cancelled":               {claw(`"method": "percent", "share": "0.5", "base": "earned", "held": "keep"`), payout.Withdrawn, "2026-04-10", 0, "500", "200"},
		"schedule, before a bound":               {claw(`"method": "schedule", "bands": [{"from": 0, "share": "0.7"}, {"from": 7, "share": "0.4"}, {"from": 13, "share": "0"}], "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-10", 6, "700", "200"},
		"schedule, on a bound":                   {claw(`"method": "schedule", "bands": [{"from": 0, "share": "0.7"}, {"from": 7, "share": "0.4"}, {"from": 13, "share": "0"}], "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-10", 7, "400", "200"},
		"schedule of nothing, held is cancelled": {claw(`"method": "schedule", "bands": [{"from": 0, "share": "0.7"}, {"from": 13, "share": "0"}], "base": "paid-only", "held": "cancel"`), payout.Cancelled, "2026-04-10", 13, "0", "0"},
		"another component":                      {claw(`"components": ["bonus"], "method": "full", "base": "earned", "held": "keep"`), payout.Cancelled, "2026-04-10", 0, "0", "200"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			rules, b := compile(t, c.terms), newBook()
			settle(t, rules, b, open(b, 0, deal("D-1", "1000")))
			march := open(b, 2)
			march.Events = []payout.Event{event("D-1", payout.Collected, "2026-03-05", "0.5")}
			settle(t, rules, b, march)
			april := open(b, 3)
			april.Events = []payout.Event{event("D-1", c.event, c.day, "")}
			april.Events[0].Instalments = &c.instalment
			april.Deals = []payout.Deal{{Transaction: "D-1", Component: "sales", CreditDate: kam.MustDay("2026-01-10")}}
			r := settle(t, rules, b, april)
			equalDecimal(t, c.taken, of(r, payout.StepClawback).Neg())
			equalDecimal(t, c.held, r.After.HeldTotal())

			may := open(b, 4)
			may.Events, may.Deals = april.Events, april.Deals
			r = settle(t, rules, b, may)
			assert.Empty(t, r.Entries, "the same event again")
			may = open(b, 5)
			may.Deals = april.Deals
			may.Events = []payout.Event{event("D-1", payout.Reinstated, "2026-06-01", "")}
			r = settle(t, rules, b, may)
			equalDecimal(t, c.taken, of(r, payout.StepClawback), "given back")
			equalDecimal(t, "200", r.After.HeldTotal())
		})
	}
}

func TestClawbackOfWhatIsNotHeld(t *testing.T) {
	rules, b := compile(t, `{"clawback": {"method": "percent", "share": "1/3", "base": "earned", "held": "keep"}, `+plain+`}`), newBook()
	c := open(b, 1, sum("50"))
	c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-01", "")}
	r, err := rules.Settle(c)
	require.NoError(t, err)
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "payout.unknown-deal", r.Findings[0].Code)
	c.Deals = []payout.Deal{{Transaction: "D-1", Component: "sales"}}
	_, err = rules.Settle(c)
	assert.Equal(t, []string{"payout.deal"}, codes(t, err), "earned before the ledger began")
	c.Deals[0].Earned = decimal.NewNullDecimal(dec("100"))
	equalDecimal(t, "-33.33", of(settle(t, rules, b, c), payout.StepClawback))
	c.Posted = b.posted()
	r, err = rules.Settle(c)
	require.NoError(t, err)
	assert.Empty(t, r.Entries, "settled again")
	refund := open(b, 2, deal("D-1", "-60"))
	equalDecimal(t, "20", of(settle(t, rules, b, refund), payout.StepClawback), "refunded since: 13.33 in all")
}

// TestRefundAfterClawback takes a deal of 100 back and refunds it by transactions later, whatever is handed in again then.
func TestRefundAfterClawback(t *testing.T) {
	full, half := `"method": "full", "base": "earned", "held": "cancel"`, `"method": "percent", "share": "0.5", "base": "earned", "held": "cancel"`
	cases := map[string]struct {
		claw, refund, taken, given string
	}{
		"all, all refunded":   {full, "-100", "-100", "100"},
		"all, a part of it":   {full, "-40", "-100", "40"},
		"half, all refunded":  {half, "-100", "-50", "50"},
		"half, a part of it":  {half, "-40", "-50", "20"},
		"half, more than all": {half, "-130", "-50", "50"},
		"all, more earned":    {full, "20", "-100", "-20"},
		"half, more earned":   {half, "20", "-50", "-10"},
	}
	again := map[string]func(*payout.Case){
		"nothing again":  func(*payout.Case) {},
		"event again":    func(c *payout.Case) { c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", "")} },
		"old fact again": func(c *payout.Case) { c.Deals = []payout.Deal{fact("100")} },
		"both again, of old": func(c *payout.Case) {
			c.Events, c.Deals = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", "")}, []payout.Deal{fact("100")}
		},
	}
	for name, x := range cases {
		for how, change := range again {
			for start, earned := range map[string][]payout.Earned{"known to the ledger": {deal("D-1", "100")}, "earned before it": {sum("100")}} {
				t.Run(name+", "+how+", "+start, func(t *testing.T) {
					rules, b := compile(t, `{"clawback": {`+x.claw+`}, `+plain+`}`), newBook()
					settle(t, rules, b, open(b, 0, earned...))
					c := open(b, 1)
					c.Events, c.Deals = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", "")}, []payout.Deal{fact("100")}
					equalDecimal(t, x.taken, of(settle(t, rules, b, c), payout.StepClawback))
					c = open(b, 2, deal("D-1", x.refund))
					change(&c)
					equalDecimal(t, x.given, of(settle(t, rules, b, c), payout.StepClawback))
					c = open(b, 3)
					change(&c)
					assert.Empty(t, settle(t, rules, b, c).Entries)
					c = open(b, 4)
					c.Events = []payout.Event{event("D-1", payout.Reinstated, "2026-05-10", "")}
					kept := dec(x.taken).Add(dec(x.given)).Neg()
					equalDecimal(t, kept.String(), of(settle(t, rules, b, c), payout.StepClawback), "given back")
				})
			}
		}
	}
}

// TestClawbackHeldByAnEarlierVersion has a deal calculated anew by another version after it was clawed back.
func TestClawbackHeldByAnEarlierVersion(t *testing.T) {
	first := compile(t, `{"clawback": {"method": "full", "base": "earned", "held": "cancel"}, `+plain+`}`)
	b := newBook()
	settle(t, first, b, open(b, 0, deal("D-1", "100")))
	c := open(b, 1)
	c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", "")}
	equalDecimal(t, "-100", of(settle(t, first, b, c), payout.StepClawback))
	c = open(b, 2)
	c.Version, c.Earlier = 2, map[int]*payout.Rules{1: first}
	gone, instead := deal("D-1", "-100"), deal("D-1", "120")
	gone.Origin, gone.Version, instead.Origin = month(0), 1, month(0)
	c.Earned = []payout.Earned{gone, instead}
	second := compile(t, `{"clawback": {"method": "full", "base": "earned", "held": "keep"}, `+plain+`}`)
	c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", "")}
	r := settle(t, second, b, c)
	equalDecimal(t, "-20", of(r, payout.StepClawback))
	equalDecimal(t, "0", r.After.Payable)
}

// fact states what D-1 has earned.
func fact(earned string) payout.Deal {
	return payout.Deal{Transaction: "D-1", Component: "sales", CreditDate: kam.MustDay("2026-01-01"), Earned: decimal.NewNullDecimal(dec(earned))}
}

func TestClawbackAndRefundTakeNothingTwice(t *testing.T) {
	rules, b := compile(t, claw(`"method": "percent", "share": "0.8", "base": "earned", "held": "keep"`)), newBook()
	settle(t, rules, b, open(b, 0, deal("D-1", "1000"))) // 600
	c := open(b, 1)
	c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-01", "")}
	settle(t, rules, b, c) // -800
	r := settle(t, rules, b, open(b, 2, deal("D-1", "-1000")))
	equalDecimal(t, "800", of(r, payout.StepClawback))
	equalDecimal(t, "0", r.After.HeldTotal())
	equalDecimal(t, "0", r.After.Payable, "the 200 that are left of it pay the debt of February back")
	equalDecimal(t, "0", r.After.Owed())
}

func TestPositionOfClawback(t *testing.T) {
	for position, want := range map[string]string{"before-draw": "1000", "after-draw": "700"} {
		b := newBook()
		rules := compile(t, `{`+draw("non-recoverable", `, "belowZero": "lift"`)+`, "clawback": {"method": "full", "base": "earned", "held": "keep", "position": "`+position+`"}, `+beside+`}`)
		c := open(b, 0, sum("400"))
		c.Events = []payout.Event{event("D-0", payout.Cancelled, "2026-01-05", "")}
		c.Deals = []payout.Deal{{Transaction: "D-0", Component: "sales", Earned: decimal.NewNullDecimal(dec("300"))}}
		equalDecimal(t, want, settle(t, rules, b, c).After.Payable, position)
	}
}

func TestLeavers(t *testing.T) {
	base := `"holdbacks": [{"parts": [{"share": "0.5", "on": "booking"}, {"share": "0.3", "on": "collection"}, {"share": "0.2", "on": "after", "months": 2}], "sums": "at-once"}], ` + plain
	cases := map[string]struct {
		leavers string
		want    []string // held at the end of February to May, after 1,000 in January and leaving on 15 February
		paid    string
	}{
		"forfeit":            {`"held": "forfeit", "debts": "as-terms"`, []string{"0", "0", "0", "0"}, "650"},
		"release":            {`"held": "release", "debts": "as-terms"`, []string{"0", "0", "0", "0"}, "1000"},
		"as events":          {`"held": "as-events", "debts": "as-terms"`, []string{"350", "150", "150", "0"}, "1000"},
		"trailing a month":   {`"held": "as-events", "trailingMonths": 1, "debts": "as-terms"`, []string{"350", "0", "0", "0"}, "850"},
		"trailing no month":  {`"held": "as-events", "trailingMonths": 0, "debts": "as-terms"`, []string{"0", "0", "0", "0"}, "650"},
		"trailing 2 months":  {`"held": "as-events", "trailingMonths": 2, "debts": "as-terms"`, []string{"350", "150", "0", "0"}, "850"},
		"trailing 12 months": {`"held": "as-events", "trailingMonths": 12, "debts": "as-terms"`, []string{"350", "150", "150", "0"}, "1000"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			rules, b := compile(t, `{"leavers": {`+c.leavers+`}, `+base+`}`), newBook()
			settle(t, rules, b, open(b, 0, deal("D-1", "1000")))
			for i, want := range c.want {
				m := open(b, i+1)
				m.Employment = employed("", "2026-02-15")
				m.Events = []payout.Event{event("D-1", payout.Collected, "2026-02-15", "0.5")}
				if i > 0 {
					m.Events = append(m.Events, event("D-1", payout.Collected, "2026-03-01", "0.5"))
				}
				if i > 2 {
					m.Events = append(m.Events, event("D-1", payout.Collected, "2026-05-01", "1"))
				}
				r := settle(t, rules, b, m)
				if i == 1 && name != "forfeit" && name != "release" && name != "trailing no month" {
					equalDecimal(t, "200", of(r, payout.StepReleased), "after two months, on 1 March")
				}
				equalDecimal(t, want, r.After.HeldTotal(), "month %d", i+1)
				if i == len(c.want)-1 {
					equalDecimal(t, c.paid, r.After.Payable)
				}
			}
		})
	}
}

func TestDealsCreditedAfterTheLastDay(t *testing.T) {
	rules, b := compile(t, `{"holdbacks": [{"components": ["sales"], "parts": [{"share": "1", "on": "booking"}], "sums": "at-once"}], "leavers": {"held": "as-events", "trailingMonths": 1, "debts": "as-terms"}, `+plain+`}`), newBook()
	on := func(id, day, amount string) payout.Earned {
		e := deal(id, amount)
		e.CreditDate = kam.MustDay(day)
		return e
	}
	c := open(b, 2, on("D-1", "2026-03-15", "100"), on("D-2", "2026-03-16", "1000"), on("D-3", "2026-03-16", "-5"))
	c.Employment = employed("", "2026-02-15")
	r := settle(t, rules, b, c)
	equalDecimal(t, "-1000", of(r, payout.StepForfeited))
	equalDecimal(t, "95", r.After.Payable, "what is taken back is taken")
	c = open(b, 3, on("D-2", "2026-03-16", "-1001"))
	c.Employment = employed("", "2026-02-15")
	equalDecimal(t, "94", settle(t, rules, b, c).After.Payable, "what was never paid is not taken back")
}

func TestDealsCreditedAfterLeaving(t *testing.T) {
	for held, want := range map[string]string{"forfeit": "60", "release": "100", "as-events": "60"} {
		rules, b := compile(t, `{`+split0+`, "leavers": {"held": "`+held+`", "debts": "as-terms"}, `+plain+`}`), newBook()
		on := func(id, day string) payout.Earned {
			e := deal(id, "100")
			e.CreditDate = kam.MustDay(day)
			return e
		}
		c := open(b, 1, on("D-1", "2026-02-15"), on("D-2", "2026-02-16"))
		c.Employment = employed("", "2026-02-15")
		r := settle(t, rules, b, c)
		equalDecimal(t, "-100", of(r, payout.StepForfeited), held)
		equalDecimal(t, want, r.After.Payable, held)
		c = open(b, 3, on("D-3", "2026-04-20"))
		c.Employment = employed("", "2026-02-15")
		c.Events = []payout.Event{event("D-1", payout.Collected, "2026-04-01", "1")}
		r = settle(t, rules, b, c)
		if held == "as-events" {
			want = "100"
		}
		equalDecimal(t, want, r.After.Payable, held)
	}
}

// split0 pays 60 % at once and the rest as cash comes.
const split0 = `"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "collection"}], "sums": "at-once"}]`

func TestFinalPay(t *testing.T) {
	for debts, want := range map[string][]string{"as-terms": {"925", "75"}, "from-final-pay": {"850", "0"}} {
		b := newBook()
		rules := compile(t, `{"recovery": {"order": "oldest-first", "maxShareOfPay": "0.5", "protectedMinimum": "25"}, "leavers": {"held": "release", "debts": "`+debts+`"}}`)
		b.entry(month(-1), "balance", "opening", month(-1), "debt", "", dec("-150"))
		b.entry(month(-1), "balance", "opening", month(-1), "payee", "", dec("850"))
		c := open(b, 0, sum("150"))
		c.Employment = employed("", "2026-01-31")
		r := settle(t, rules, b, c)
		equalDecimal(t, want[0], r.After.Payable, debts)
		equalDecimal(t, want[1], r.After.Owed(), debts)
	}
}

func TestForgivenOnLeaving(t *testing.T) {
	terms := "{" + draw("recoverable", `, "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}, "forgive": [{"on": "leaving", "share": "0.5"}]`) + ", " + beside + "}"
	play(t, terms, employed("", "2026-02-28"), played{"0", "1000", "1000"}, played{"500", "1000", "750"}, played{"0", "0", "750"})
}

func TestBegin(t *testing.T) {
	rules, b := compile(t, "{"+draw("start-of-period", `, "recovery": {"of": "all", "share": "1"}`)+", "+beside+"}"), newBook()
	c := open(b, 0)
	r, err := rules.Begin(c)
	require.NoError(t, err)
	holds(t, r)
	require.Len(t, r.Entries, 2)
	equalDecimal(t, "1000", r.After.Payable)
	b.add(month(0), r.Entries...)
	c.Posted = b.posted()
	r, err = rules.Begin(c)
	require.NoError(t, err)
	assert.Empty(t, r.Entries, "begun twice")
	b.pay(month(0), dec("1000"), "CNY")
	settle(t, rules, b, open(b, 0, sum("1500")))
	c.Posted = b.posted()
	r, err = rules.Begin(c)
	require.NoError(t, err)
	assert.Empty(t, r.Entries, "begun again after the period was settled")

	c.Employment = employed("", "2025-12-31")
	r, err = rules.Begin(c)
	require.NoError(t, err)
	require.Len(t, r.Entries, 2, "a draw that was posted and is none is taken back")
	r, err = compile(t, "{"+draw("advance", `, "recovery": {"of": "all", "share": "1"}`)+", "+beside+"}").Begin(open(newBook(), 0))
	require.NoError(t, err)
	assert.Empty(t, r.Entries)
	_, err = rules.Begin(payout.Case{})
	codes(t, err)
}

func TestWhatIsReleasedOnTheDayOfTheCancellation(t *testing.T) {
	for day, want := range map[string]string{"2026-01-20": "-400", "2026-01-21": "-300"} {
		rules, b := compile(t, claw(`"method": "percent", "share": "0.5", "base": "paid-only", "held": "cancel"`)), newBook()
		c := open(b, 0, deal("D-1", "1000")) // 600 at once, 200 with half of the cash
		c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-01-20", ""), event("D-1", payout.Collected, day, "0.5")}
		r := settle(t, rules, b, c)
		equalDecimal(t, want, of(r, payout.StepClawback), day)
		equalDecimal(t, "0", r.After.HeldTotal())
	}
}

// What a cap, a gate or a multiplier does to a sum belongs to no deal. A clawback takes a deal as if there were none, or with
// its part of that, as the terms state.
func TestClawbackUnderSums(t *testing.T) {
	plan := func(amount string) payout.Earned {
		return payout.Earned{Component: "(plan-cap)", Amount: dec(amount)}
	}
	bonus := func(id, amount string) payout.Earned {
		e := deal(id, amount)
		e.Component = "bonus"
		return e
	}
	for name, c := range map[string]struct {
		earned        []payout.Earned
		spread, leave string // what is taken back of D-1 in all components
	}{
		"a cap on the component":       {[]payout.Earned{deal("D-1", "1500"), deal("D-2", "300"), sum("-800")}, "833.33", "1500"},
		"a gate that is shut":          {[]payout.Earned{deal("D-1", "1500"), deal("D-2", "300"), sum("-1800")}, "0", "1500"},
		"a factor above one":           {[]payout.Earned{deal("D-1", "1500"), deal("D-2", "300"), sum("900")}, "2250", "1500"},
		"a cap on the plan":            {[]payout.Earned{deal("D-1", "1500"), deal("D-2", "300"), plan("-800")}, "833.33", "1500"},
		"both":                         {[]payout.Earned{deal("D-1", "1500"), deal("D-2", "300"), sum("-800"), plan("-400")}, "500", "1500"},
		"a cap over two components":    {[]payout.Earned{deal("D-1", "600"), deal("D-2", "400"), bonus("D-1", "2000"), plan("-1500")}, "1300", "2600"},
		"a plan that is cut to zero":   {[]payout.Earned{deal("D-1", "1000"), bonus("D-1", "500"), plan("-1500")}, "0", "1500"},
		"components without any deals": {[]payout.Earned{deal("D-1", "1000"), {Component: "bonus", Amount: dec("1000")}, plan("-1000")}, "500", "1000"},
	} {
		t.Run(name, func(t *testing.T) {
			for sums, want := range map[string]string{`, "sums": "spread"`: c.spread, `, "sums": "leave"`: c.leave, "": c.leave} {
				rules, b := compile(t, `{"clawback": {"method": "full", "base": "earned", "held": "cancel"`+sums+`}, `+plain+`}`), newBook()
				settle(t, rules, b, open(b, 0, c.earned...))
				february := open(b, 1)
				february.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", "")}
				equalDecimal(t, want, of(settle(t, rules, b, february), payout.StepClawback).Neg(), sums)
				again := open(b, 2) // and gives as much back
				again.Events = []payout.Event{event("D-1", payout.Reinstated, "2026-03-10", "")}
				equalDecimal(t, want, of(settle(t, rules, b, again), payout.StepClawback), sums)
			}
		})
	}
}

// A cap on the plan's sum is spread over what is held back of components whose sums are spread, in proportion to what they earned.
func TestPlanSumsAreSpreadOverHeldDeals(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	r := settle(t, rules, b, open(b, 0, deal("D-1", "1500"), deal("D-2", "300"), payout.Earned{Component: "(plan-cap)", Amount: dec("-800")}))
	equalDecimal(t, "600", r.After.Payable)
	equalDecimal(t, "400", r.After.HeldTotal())
}

// A fact about a deal says what its lines earn, and not what a cap on the sum leaves of it.
func TestAFactBesideSums(t *testing.T) {
	rules, b := compile(t, `{"clawback": {"method": "full", "base": "earned", "held": "cancel", "sums": "spread"}, `+plain+`}`), newBook()
	c := open(b, 0, deal("D-1", "1500"), deal("D-2", "300"), sum("-800"))
	c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-01-20", "")}
	c.Deals = []payout.Deal{{Transaction: "D-1", Component: "sales", CreditDate: kam.MustDay("2026-01-10"), Earned: decimal.NewNullDecimal(dec("1500"))}}
	equalDecimal(t, "833.33", of(settle(t, rules, b, c), payout.StepClawback).Neg())
}

// What is added to a deal after it was cancelled is taken back and cancelled as the deal was, also when nobody hands in the
// event again.
func TestAddedToACancelledDeal(t *testing.T) {
	held := `"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "after", "months": 4}], "sums": "spread"}], "leavers": {"held": "as-events", "debts": "as-terms"}`
	for name, c := range map[string]struct{ terms, taken, cancelled, paid string }{
		"all":                    {`"method": "full", "base": "earned", "held": "cancel"`, "120", "80", "0"},
		"half of it":             {`"method": "percent", "share": "0.5", "base": "earned", "held": "cancel"`, "20", "80", "600"}, // 500, of which 400 were held
		"half, held last":        {`"method": "percent", "share": "0.5", "base": "earned", "held": "keep"`, "100", "0", "600"},
		"a part of what is held": {`"method": "percent", "share": "0.1", "base": "earned", "held": "first"`, "0", "20", "1080"},
	} {
		t.Run(name, func(t *testing.T) {
			rules, b := compile(t, `{`+held+`, "clawback": {`+c.terms+`}, `+plain+`}`), newBook()
			settle(t, rules, b, open(b, 0, deal("D-1", "1000")))
			february := open(b, 1)
			february.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", "")}
			settle(t, rules, b, february)
			late := deal("D-1", "200")
			late.Origin = month(0)
			r := settle(t, rules, b, open(b, 2, late))
			equalDecimal(t, c.taken, of(r, payout.StepClawback).Neg())
			before := r.After
			equalDecimal(t, c.cancelled, dec("80").Sub(r.After.HeldTotal().Sub(r.Before.HeldTotal())))
			r = settle(t, rules, b, open(b, 4))
			equalDecimal(t, "0", r.After.HeldTotal())
			equalDecimal(t, before.HeldTotal().String(), r.After.Payable.Sub(before.Payable))
			equalDecimal(t, c.paid, r.After.Payable.Sub(r.After.Owed()))
		})
	}
}
