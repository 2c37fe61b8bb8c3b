package payout_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

// split holds 40 % back until collection.
const split = `"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "collection"}], "sums": "spread"}],
	"leavers": {"held": "as-events", "debts": "as-terms"}`

func event(transaction string, kind payout.EventKind, day, fraction string) payout.Event {
	e := payout.Event{Transaction: transaction, Kind: kind, Day: kam.MustDay(day)}
	if fraction != "" {
		f := kam.MustFraction(fraction)
		e.Fraction = &f
	}
	return e
}

func TestAdjustmentSurvivesARecalculation(t *testing.T) { // ck-13
	rules, b := compile(t, "{"+plain+"}"), newBook()
	adjustment := payout.Adjustment{ID: "A-1", Amount: dec("200"), Reason: "missed deal", ApprovedBy: "lin", RequestedBy: "wei"}
	c := open(b, 0, sum("1000"))
	c.Adjustments = []payout.Adjustment{adjustment}
	equalDecimal(t, "1200", settle(t, rules, b, c).After.Payable)
	c.Earned, c.Posted = []payout.Earned{sum("1500")}, b.posted()
	r := settle(t, rules, b, c)
	equalDecimal(t, "1700", r.After.Payable)
	assert.Empty(t, r.Entries)
	c.Adjustments, c.Posted = nil, b.posted()
	r = settle(t, rules, b, c)
	equalDecimal(t, "1500", r.After.Payable)
	require.Len(t, r.Entries, 2, "what is not asked for any more is taken back")
	equalDecimal(t, "200", r.Entries[0].Amount)
	assert.Equal(t, ledger.ExpenseAccount, r.Entries[0].Account)
}

func TestAdjustmentBelongsToItsComponent(t *testing.T) {
	rules, b := compile(t, "{"+plain+"}"), newBook()
	c := open(b, 0, sum("1"))
	c.Adjustments = []payout.Adjustment{
		{ID: "B", Amount: dec("-3"), Component: "bonus", Reason: "r", ApprovedBy: "lin"}, {ID: "A", Amount: dec("5"), Reason: "r", ApprovedBy: "lin"},
	}
	r := settle(t, rules, b, c)
	equalDecimal(t, "3", r.After.Payable)
	components := map[string]string{}
	for _, e := range r.Postings {
		assert.Equal(t, ledger.Manual, e.Kind)
		components[e.Reference] = e.Component
	}
	assert.Equal(t, map[string]string{"A": payout.AdjustmentComponent, "B": "bonus"}, components)
}

func TestALowerResultAfterAPayoutIsOwed(t *testing.T) {
	rules, b := compile(t, "{"+plain+"}"), newBook()
	settle(t, rules, b, open(b, 0, sum("1000")))
	b.pay(month(0), dec("1000"), "CNY")
	r := settle(t, rules, b, open(b, 0, sum("700")))
	equalDecimal(t, "0", r.After.Payable)
	equalDecimal(t, "300", r.After.Owed())
	equalDecimal(t, "1000", r.After.Paid)
	equalDecimal(t, "0", r.Before.Paid)
	equalDecimal(t, "-1000", of(r, payout.StepPaid))
	r = settle(t, rules, b, open(b, 0, sum("900")))
	equalDecimal(t, "100", r.After.Owed(), "the debt of the open period follows")
}

func TestWhatIsCarriedForwardCoversANegativeMonth(t *testing.T) {
	rules, b := compile(t, "{"+plain+"}"), newBook()
	settle(t, rules, b, open(b, 0, sum("500")))
	r := settle(t, rules, b, open(b, 1, sum("-500")))
	equalDecimal(t, "0", r.After.Payable)
	equalDecimal(t, "0", r.After.Owed())
	r = settle(t, rules, b, open(b, 1, sum("-500.01")))
	equalDecimal(t, "0.01", r.After.Owed())
}

func TestCorrectionOfAnEarlierMonth(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	settle(t, rules, b, open(b, 0, deal("D-1", "1000")))
	change := deal("D-1", "-250")
	change.Origin = month(0)
	c := open(b, 1, change)
	c.Events = []payout.Event{event("D-1", payout.Collected, "2026-02-01", "0.5")}
	r := settle(t, rules, b, c)
	// 750 in all: 450 on booking, half of 300 collected; 600 was paid in January
	equalDecimal(t, "-250", of(r, payout.StepCorrected))
	equalDecimal(t, "600", r.After.Payable)
	equalDecimal(t, "150", r.After.HeldTotal())
	assert.Equal(t, month(0), r.After.Held[0].Origin)
}

func TestRestatedMonth(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	bonus := payout.Earned{Component: "bonus", Amount: dec("70")}
	settle(t, rules, b, open(b, 0, deal("D-1", "1000"), deal("D-2", "500"), sum("-300"), bonus))
	// the sum is spread: 800 and 400
	c := open(b, 1, deal("D-3", "100"))
	c.Restated = []payout.Earned{deal("D-1", "900"), sum("-90"), {Component: "sales", Transaction: "D-4", Amount: dec("100")}}
	for i := range c.Restated {
		c.Restated[i].Origin = month(0)
	}
	r, err := rules.Settle(c)
	require.NoError(t, err)
	holds(t, r)
	equalDecimal(t, "-360", of(r, payout.StepCorrected), "910 instead of 1,200, and no bonus any more")
	held := map[string]string{}
	for _, h := range r.After.Held {
		held[h.Transaction] = h.Amount.String()
	}
	// D-1 819, D-4 91, D-2 nothing
	assert.Equal(t, map[string]string{"D-1": "327.6", "D-3": "40", "D-4": "36.4"}, held)
	equalDecimal(t, "606", r.After.Payable, "0.6 x 910 + 60")

	b.entry(month(1), "sales", ledger.Correction, month(0), ledger.PayeeAccount, "", dec("-290"))
	b.entry(month(1), "bonus", ledger.Correction, month(0), ledger.PayeeAccount, "", dec("-70"))
	b.entry(month(1), "sales", ledger.Earning, month(1), ledger.PayeeAccount, "", dec("100"))
	b.add(month(1), r.Entries...)
	agrees(t, b, r.After, "CNY")
	c.Posted = b.posted()
	again, err := rules.Settle(c)
	require.NoError(t, err)
	assert.Empty(t, again.Entries, "settled again")

	next := open(b, 2)
	next.Restated = c.Restated
	r, err = rules.Settle(next)
	require.NoError(t, err)
	assert.Empty(t, r.Entries, "restated to the same in the month after")
	next.Restated = []payout.Earned{{Origin: month(0), Component: "sales", Amount: decimal.Zero}}
	r, err = rules.Settle(next)
	require.NoError(t, err)
	equalDecimal(t, "-910", of(r, payout.StepCorrected), "nothing was earned after all")
	equalDecimal(t, "60", r.After.Payable)
	equalDecimal(t, "40", r.After.HeldTotal())
}

func TestPayeeWhoIsPaidInAnotherCurrency(t *testing.T) {
	terms := `{"convert": {"policy": "period-end", "refunds": "original", "mode": "half-up"}, ` + split + `, ` + plain + `}`
	rules, b := compile(t, terms), newBook()
	c := open(b, 0, deal("D-1", "100"), deal("D-2", "100"), deal("D-3", "100"), payout.Earned{Component: "bonus", Amount: dec("1000")})
	c.Currency = "USD" // the bonus at 0.14
	c.Rates = []payout.Rate{{Rate: dec("0.1")}, {Component: "sales", Origin: month(0), Rate: dec("0.13335")}, {Component: "sales", Rate: dec("9")}, {Component: "bonus", Rate: dec("8")}, {Origin: month(0), Rate: dec("0.14")}}
	r, err := rules.Settle(c)
	require.NoError(t, err)
	holds(t, r)
	// 300 x 0.13335 = 40.005 -> 40.01: 13.34, 13.34, 13.33; held 5.34 (13.34 - 8.00), 5.34, 5.33 (13.33 - 8.00)
	equalDecimal(t, "180.01", of(r, payout.StepEarned))
	assert.Equal(t, kam.Currency("USD"), r.Currency)
	var held []string
	for _, h := range r.After.Held {
		held = append(held, h.Amount.StringFixed(2))
	}
	assert.Equal(t, []string{"5.34", "5.34", "5.33"}, held)
	equalDecimal(t, "164", r.After.Payable)
	b.earn(c)
	b.add(month(0), r.Entries...)
	equalDecimal(t, "0", b.balance(ledger.PayeeAccount, "CNY"), "all of it is converted")
	exchanged := map[kam.Currency]decimal.Decimal{}
	for _, e := range r.Entries {
		if e.Kind == ledger.Conversion && e.Account != ledger.PayeeAccount {
			assert.Equal(t, ledger.ExchangeAccount, e.Account)
			exchanged[e.Currency] = exchanged[e.Currency].Add(e.Amount)
		}
	}
	equalDecimal(t, "1300", exchanged["CNY"])
	equalDecimal(t, "-180.01", exchanged["USD"])
	agrees(t, b, r.After, "USD")

	next := open(b, 1)
	next.Currency, next.Rates = "USD", c.Rates
	next.Restated = []payout.Earned{{Origin: month(0), Component: "sales", Transaction: "D-1", Amount: dec("200")}, {Origin: month(0), Component: "bonus", Amount: dec("1000")}}
	r, err = rules.Settle(next)
	require.NoError(t, err)
	holds(t, r)
	// 200 x 0.13335 = 26.67 instead of 40.01; the bonus stays
	equalDecimal(t, "-13.34", of(r, payout.StepCorrected))
	equalDecimal(t, "10.67", r.After.HeldTotal(), "26.67 less 16.00 on booking")
}

func TestRefundInAnotherCurrency(t *testing.T) {
	on := func(id, day, amount string) payout.Earned {
		e := deal(id, amount)
		e.CreditDate = kam.MustDay(day)
		return e
	}
	for reading, want := range map[string]string{"original": "0", "own": "3.34"} { // 33.33 x 0.9 = 30.00, x 0.8 = 26.66
		rules, b := compile(t, `{"convert": {"policy": "period-end", "refunds": "`+reading+`", "mode": "half-up"}, `+split+`, `+plain+`}`), newBook()
		rates := []payout.Rate{{Origin: month(0), Rate: dec("0.9")}, {Origin: month(1), Rate: dec("0.8")}}
		c := open(b, 0, on("D-1", "2026-01-13", "33.33"))
		c.Currency, c.Rates = "EUR", rates
		settle(t, rules, b, c)
		c = open(b, 1, on("D-1", "2026-01-13", "-33.33"), on("D-2", "2026-02-01", "100"))
		c.Currency, c.Rates = "EUR", rates
		r := settle(t, rules, b, c)
		kept := r.After.Payable.Add(r.After.HeldTotal()).Sub(r.After.Owed()).Sub(dec("80"))
		equalDecimal(t, want, kept, reading)
		if reading == "original" {
			assert.Equal(t, "sales earned 50.00; that is CNY 66.67, with -33.33 at 0.9 and 100.00 at 0.8", r.Steps[0].Because.EN)
			assert.Equal(t, "sales 所得 50.00；即 CNY 66.67，其中-33.33 按汇率 0.9、100.00 按汇率 0.8", r.Steps[0].Because.ZH)
		}
	}
	rules := compile(t, `{"convert": {"policy": "period-end", "refunds": "original", "mode": "half-up"}, `+plain+`}`)
	c := open(newBook(), 1, deal("D-1", "-33.33"))
	c.Currency, c.Rates = "EUR", []payout.Rate{{Origin: month(1), Rate: dec("0.8")}}
	_, err := rules.Settle(c)
	assert.Equal(t, []string{"payout.credit-date"}, codes(t, err))
	c.Earned = []payout.Earned{on("D-1", "2026-01-31", "-33.33")}
	_, err = rules.Settle(c)
	assert.Equal(t, []string{"payout.rate-missing"}, codes(t, err), "January's rate")
	c.Earned = []payout.Earned{on("D-1", "2026-02-01", "-33.33")}
	_, err = rules.Settle(c)
	require.NoError(t, err, "a deal of the same period")
}

func TestPlacesOfAnotherCurrency(t *testing.T) {
	c := open(newBook(), 0, sum("100"))
	c.Currency, c.Rates = "JPY", []payout.Rate{{Rate: dec("20.123")}}
	r, err := compile(t, `{"convert": {"policy": "period-end", "refunds": "original", "mode": "down"}, `+plain+`}`).Settle(c)
	require.NoError(t, err)
	equalDecimal(t, "2012", r.After.Payable)
	assert.Equal(t, int32(0), r.Places)
	r, err = compile(t, `{"convert": {"policy": "period-end", "refunds": "original", "mode": "down", "places": 1}, `+plain+`}`).Settle(c)
	require.NoError(t, err)
	equalDecimal(t, "2012.3", r.After.Payable)
}

func TestAnotherVersionKeepsWhatWasReleased(t *testing.T) {
	first := compile(t, `{`+split0+`, "leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`)
	second := compile(t, `{"holdbacks": [{"parts": [{"share": "0.7", "on": "booking"}, {"share": "0.3", "on": "collection"}], "sums": "at-once"}], "leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`)
	for collected, held := range map[string]string{"1": "0", "0.5": "18", "0": "36"} {
		b := newBook()
		c := open(b, 0, deal("D-1", "100"))
		c.Events = []payout.Event{event("D-1", payout.Collected, "2026-01-20", collected)}
		settle(t, first, b, c)
		gone, instead := deal("D-1", "-100"), deal("D-1", "120")
		gone.Origin, gone.Version, instead.Origin = month(0), 1, month(0)
		c = open(b, 1, gone, instead)
		c.Version, c.Earlier = 2, map[int]*payout.Rules{1: first}
		r := settle(t, second, b, c)
		equalDecimal(t, held, r.After.HeldTotal(), collected)
		equalDecimal(t, "120", r.After.Payable.Add(r.After.HeldTotal()).Sub(r.After.Owed()), collected)
		c = open(b, 2)
		c.Version, c.Earlier = 2, map[int]*payout.Rules{1: first}
		assert.Empty(t, settle(t, second, b, c).Entries)
	}
}

func TestSumsWithoutADeal(t *testing.T) {
	cases := map[string]struct{ payable, held string }{
		"spread":  {"1200", "800"}, // 40 % of 2,000
		"at-once": {"900", "1100"}, // 40 % of 2,750
		"hold":    {"900", "1100"}, // what is below zero is taken at once
	}
	for sums, want := range cases {
		t.Run(sums, func(t *testing.T) {
			b := newBook()
			rules := compile(t, `{"holdbacks": [{"parts": [{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "year-end"}], "sums": "`+sums+`"}], "leavers": {"held": "release", "debts": "as-terms"}, `+plain+`}`)
			r := settle(t, rules, b, open(b, 0, deal("D-1", "1250"), deal("D-2", "1500"), sum("-750")))
			equalDecimal(t, want.payable, r.After.Payable)
			equalDecimal(t, want.held, r.After.HeldTotal())
		})
	}
}

func TestSumIsHeldApartByPeriod(t *testing.T) {
	rules, b := compile(t, `{"holdbacks": [{"parts": [{"share": "1", "on": "collection"}], "sums": "hold"}], "leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`), newBook()
	settle(t, rules, b, open(b, 0, sum("100")))
	c := open(b, 1, sum("200"))
	c.Events = []payout.Event{event("", payout.Collected, "2026-02-10", "0.25")}
	c.Events[0].Origin = month(0)
	r := settle(t, rules, b, c)
	equalDecimal(t, "25", r.After.Payable)
	require.Len(t, r.After.Held, 2)
	assert.Equal(t, month(0), r.After.Held[0].Origin)
	equalDecimal(t, "75", r.After.Held[0].Amount)
	equalDecimal(t, "200", r.After.Held[1].Amount)
}

func TestSpreadWithoutADealIsPaidAtOnce(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	r := settle(t, rules, b, open(b, 0, sum("100")))
	equalDecimal(t, "100", r.After.Payable)
	assert.Empty(t, r.After.Held)
}

func TestWhatIsBelowZeroIsNeverHeld(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	r := settle(t, rules, b, open(b, 0, deal("D-1", "-100")))
	equalDecimal(t, "100", r.After.Owed())
	assert.Empty(t, r.After.Held)
	r = settle(t, rules, b, open(b, 1, deal("D-1", "150")))
	equalDecimal(t, "20", r.After.HeldTotal(), "40 % of the 50 that it has earned in all")
	equalDecimal(t, "30", r.After.Payable, "150 earned, 20 held, 100 paid back")
}

func TestRepeatedRefundsLeaveNothing(t *testing.T) {
	rules, b := compile(t, `{"holdbacks": [{"parts": [{"share": "1/3", "on": "booking"}, {"share": "1/3", "on": "invoice"}, {"share": "1/3", "on": "collection"}], "sums": "spread"}], "leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`), newBook()
	settle(t, rules, b, open(b, 0, deal("D-1", "0.10")))
	for n, amount := range []string{"-0.01", "-0.04", "-0.03", "-0.02"} {
		settle(t, rules, b, open(b, n+1, deal("D-1", amount)))
	}
	r := settle(t, rules, b, open(b, 5))
	equalDecimal(t, "0", r.After.Payable)
	assert.Empty(t, r.After.Held)
	assert.Empty(t, r.After.Debts)
}

func TestEvents(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	settle(t, rules, b, open(b, 0, deal("D-1", "1000"))) // 600 paid, 400 held
	play := func(n int, want string, events ...payout.Event) {
		t.Helper()
		c := open(b, n)
		c.Events = events
		equalDecimal(t, want, settle(t, rules, b, c).After.HeldTotal(), "month %d", n)
	}
	play(1, "400", event("D-1", payout.Collected, "2026-03-01", "1"))
	play(1, "300", event("D-1", payout.Collected, "2026-02-28", "1/4"), event("D-1", payout.Collected, "2026-03-01", "1"), event("D-1", payout.Collected, "2026-02-01", "1/2"))
	play(2, "300", event("D-1", payout.Invoiced, "2026-03-01", "1"))
	play(3, "200", event("D-1", payout.Collected, "2026-01-05", "1/2")) // late news
	play(4, "360", event("D-1", payout.Collected, "2026-05-05", "0.1")) // a payment that bounced
	play(5, "0", event("D-1", payout.Freed, "2026-06-05", ""))
	play(6, "0")
}

func TestWhatWasFreedStaysFree(t *testing.T) {
	rules, b := compile(t, `{"holdbacks": [{"parts": [{"share": "0.5", "on": "date", "date": "2026-12-31"}, {"share": "0.5", "on": "after", "months": 10}], "sums": "at-once"}], "leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`), newBook()
	c := open(b, 0, deal("D-1", "100"))
	c.Events = []payout.Event{event("D-1", payout.Freed, "2026-01-05", "")}
	equalDecimal(t, "0", settle(t, rules, b, c).After.HeldTotal())
	equalDecimal(t, "0", settle(t, rules, b, open(b, 1, deal("D-1", "-20"), deal("D-1", "10"))).After.HeldTotal())
	equalDecimal(t, "90", settle(t, rules, b, open(b, 2)).After.Payable)
}

func TestHeldSaysWhatReleasesIt(t *testing.T) {
	rules, b := compile(t, `{"holdbacks": [{"parts": [{"share": "0.25", "on": "year-end"}, {"share": "0.25", "on": "date", "date": "2026-02-28"}, {"share": "0.25", "on": "after", "months": 3}, {"share": "0.25", "on": "collection"}], "sums": "at-once"}],
		"leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`), newBook()
	r := settle(t, rules, b, open(b, 0, deal("D-1", "400")))
	require.Len(t, r.After.Held, 4)
	days := make([]string, 4)
	for i, h := range r.After.Held {
		days[i] = h.Due.String()
		assert.Equal(t, i+1, h.Part)
		assert.Equal(t, payout.Reference("D-1", i+1), h.Reference)
	}
	assert.Equal(t, []string{"2026-12-31", "2026-02-28", "2026-04-01", ""}, days)
	equalDecimal(t, "300", settle(t, rules, b, open(b, 1)).After.HeldTotal(), "the day lies in February")
	equalDecimal(t, "300", settle(t, rules, b, open(b, 2)).After.HeldTotal())
	equalDecimal(t, "200", settle(t, rules, b, open(b, 3)).After.HeldTotal(), "three months after January")
	c := open(b, 12)
	equalDecimal(t, "100", settle(t, rules, b, c).After.HeldTotal(), "the year has ended, although its last month was not settled")
}

func TestHeldOfAnEarlierVersion(t *testing.T) {
	first, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	settle(t, first, b, open(b, 0, deal("D-1", "1000")))
	second := compile(t, `{"holdbacks": [{"parts": [{"share": "1", "on": "invoice"}], "sums": "spread"}], "leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`)
	c := open(b, 1)
	c.Version = 2
	c.Events = []payout.Event{event("D-1", payout.Collected, "2026-02-03", "0.5"), event("D-1", payout.Invoiced, "2026-02-03", "1")}
	r, err := second.Settle(c)
	require.NoError(t, err)
	equalDecimal(t, "400", r.After.HeldTotal(), "it stays held without its rules")
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "payout.held-unknown", r.Findings[0].Code)

	c.Earlier = map[int]*payout.Rules{1: first}
	late := deal("D-1", "100")
	late.Origin, late.Version = month(0), 1
	c.Earned = []payout.Earned{late, deal("D-2", "10")}
	r = settle(t, second, b, c)
	assert.Empty(t, r.Findings)
	equalDecimal(t, "230", r.After.HeldTotal(), "half of 40 % of 1,100, and all of D-2")
	equalDecimal(t, "880", r.After.Payable)
}

func TestBalancesBroughtIn(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	december := month(-1)
	b.entry(month(0), "sales", ledger.Opened, december, ledger.HeldAccount, payout.Reference("D-0", 2), dec("300"))
	b.entry(month(0), "sales", ledger.Opened, december, ledger.HeldAccount, "old holdback", dec("50"))
	b.entry(month(0), "balance", ledger.Opened, december, ledger.DebtAccount, "", dec("-120"))
	b.entry(month(0), payout.DrawComponent, ledger.Opened, month(-2), ledger.DebtAccount, "", dec("-80"))
	b.entry(month(0), "balance", ledger.Opened, december, ledger.PayeeAccount, "", dec("40"))
	c := open(b, 0, sum("100"))
	c.Events = []payout.Event{event("D-0", payout.Collected, "2026-01-05", "1/3")}
	r := settle(t, rules, b, c)
	equalDecimal(t, "40", r.Before.Payable)
	equalDecimal(t, "250", r.After.HeldTotal())
	assert.Equal(t, []payout.DebtKind{payout.DrawDebt, payout.OpeningDebt}, []payout.DebtKind{r.Before.Debts[0].Kind, r.Before.Debts[1].Kind})
	equalDecimal(t, "0", r.After.Owed())
	equalDecimal(t, "40", r.After.Payable, "40, and 100 and 100 released pay 200 back")
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "payout.held-unknown", r.Findings[0].Code)
	// a release of what was brought in stays with later events and refunds
	c = open(b, 1, deal("D-0", "100"))
	r = settle(t, rules, b, c)
	equalDecimal(t, "276.67", r.After.HeldTotal(), "two thirds of 300 and of 40, and 50")
}

func TestRowsOfOthersAndOfLaterPeriods(t *testing.T) {
	rules, b := compile(t, "{"+plain+"}"), newBook()
	for _, change := range []func(*ledger.Entry){func(e *ledger.Entry) { e.Payee = "bo" }, func(e *ledger.Entry) { e.Plan = "ae" }} {
		e := ledger.Entry{Payee: "anna", Plan: "kam", Version: 1, Component: "sales", Kind: ledger.Earning, Period: month(-1), Account: ledger.PayeeAccount, Amount: dec("7"), Currency: "CNY"}
		change(&e)
		b.add(month(-1), e)
	}
	b.entry(month(1), payout.DrawComponent, ledger.DrawAdvance, month(1), ledger.PayeeAccount, "", dec("5"))
	b.pay(month(1), dec("5"), "CNY")
	c := open(b, 0, sum("100"))
	r, err := rules.Settle(c)
	require.NoError(t, err)
	equalDecimal(t, "100", r.After.Payable)
	assert.Empty(t, r.Findings, "a draw for February may be paid before January is settled")
	b.entry(month(1), "sales", ledger.Earning, month(1), ledger.PayeeAccount, "", dec("9"))
	c.Posted = b.posted()
	r, err = rules.Settle(c)
	require.NoError(t, err)
	equalDecimal(t, "100", r.After.Payable)
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "payout.later-period", r.Findings[0].Code)
}

func TestBalanceInAnotherCurrencyIsTold(t *testing.T) {
	rules, b := compile(t, "{"+plain+"}"), newBook()
	b.add(month(-1), ledger.Entry{Payee: "anna", Plan: "kam", Version: 1, Component: "sales", Kind: ledger.Earning, Period: month(-1), Account: ledger.PayeeAccount, Amount: dec("7"), Currency: "EUR"})
	r, err := rules.Settle(open(b, 0))
	require.NoError(t, err)
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "payout.other-currency", r.Findings[0].Code)
	equalDecimal(t, "0", r.After.Payable)
}

func TestSettleLeavesTheCaseAlone(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	c := open(b, 0, deal("D-2", "2"), deal("D-1", "1"))
	c.Events = []payout.Event{event("D-2", payout.Collected, "2026-01-09", "1"), event("D-1", payout.Collected, "2026-01-05", "1")}
	c.Adjustments = []payout.Adjustment{{ID: "B", Amount: dec("1"), Reason: "r", ApprovedBy: "lin"}, {ID: "A", Amount: dec("1"), Reason: "r", ApprovedBy: "lin"}}
	_, err := rules.Settle(c)
	require.NoError(t, err)
	assert.Equal(t, "D-2", c.Earned[0].Transaction)
	assert.Equal(t, "D-2", c.Events[0].Transaction)
	assert.Equal(t, "B", c.Adjustments[0].ID)
}

func TestPartsOfACent(t *testing.T) {
	for mode, want := range map[string][]string{"up": {"0.01", "0", "0"}, "down": {"0", "0", "0.01"}, "half-up": {"0", "0", "0.01"}} {
		b := newBook()
		rules := compile(t, `{"holdbacks": [{"parts": [{"share": "0.4", "on": "year-end"}, {"share": "0.3", "on": "collection"}, {"share": "0.3", "on": "invoice"}], "sums": "at-once", "mode": "`+mode+`"}], "leavers": {"held": "as-events", "debts": "as-terms"}, `+plain+`}`)
		got := []string{"0", "0", "0"}
		for _, h := range settle(t, rules, b, open(b, 0, deal("D-1", "0.01"))).After.Held {
			got[h.Part-1] = h.Amount.String()
		}
		assert.Equal(t, want, got, mode)
	}
}
