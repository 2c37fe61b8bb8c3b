package payout_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

func TestSettleReportsEveryFault(t *testing.T) {
	half := kam.MustFraction("1/2")
	large := 10_001
	adjustment := func(change func(*payout.Adjustment)) func(*payout.Case) {
		return func(c *payout.Case) {
			a := payout.Adjustment{ID: "A", Amount: dec("1"), Reason: "r", ApprovedBy: "lin"}
			change(&a)
			c.Adjustments = []payout.Adjustment{a}
		}
	}
	happened := func(change func(*payout.Event)) func(*payout.Case) {
		return func(c *payout.Case) {
			e := payout.Event{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-01-05")}
			change(&e)
			c.Events = []payout.Event{e}
		}
	}
	earned := func(change func(*payout.Earned)) func(*payout.Case) {
		return func(c *payout.Case) {
			e := deal("D-1", "1")
			change(&e)
			c.Earned = []payout.Earned{e}
		}
	}
	cases := map[string]struct {
		change func(*payout.Case)
		code   string
		place  string
	}{
		"payee":                    {func(c *payout.Case) { c.Payee = "" }, "id", "$.payee"},
		"plan":                     {func(c *payout.Case) { c.Plan = " x" }, "id", "$.plan"},
		"version":                  {func(c *payout.Case) { c.Version = 0 }, "version", "$.version"},
		"period":                   {func(c *payout.Case) { c.Period.Until = kam.Day{} }, "period", "$.period"},
		"year":                     {func(c *payout.Case) { c.Year = yearOf(month(-1)) }, "year", "$.year"},
		"no year":                  {func(c *payout.Case) { c.Year = kam.Period{} }, "year", "$.year"},
		"currency":                 {func(c *payout.Case) { c.Currency = "usd" }, "currency", "$.currency"},
		"component":                {earned(func(e *payout.Earned) { e.Component = "" }), "id", "$.earned[0].component"},
		"transaction":              {earned(func(e *payout.Earned) { e.Transaction = "a\n" }), "id", "$.earned[0].transaction"},
		"transaction like a mark":  {earned(func(e *payout.Earned) { e.Transaction = "D-1#left" }), "id", "$.earned[0].transaction"},
		"amount finer than places": {earned(func(e *payout.Earned) { e.Amount = dec("0.001") }), "places", "$.earned[0].amount"},
		"amount too large":         {earned(func(e *payout.Earned) { e.Amount = dec("1000000000000000") }), "number", "$.earned[0].amount"},
		"amount unbounded":         {earned(func(e *payout.Earned) { e.Amount = decimal.New(1, 2_000_000) }), "number", "$.earned[0].amount"},
		"earned version":           {earned(func(e *payout.Earned) { e.Version = -1 }), "version", "$.earned[0].version"},
		"version without rules":    {earned(func(e *payout.Earned) { e.Version = 2 }), "other-version", "$.earned[0].version"},
		"origin later":             {earned(func(e *payout.Earned) { e.Origin = month(1) }), "origin", "$.earned[0].origin"},
		"origin overlaps":          {earned(func(e *payout.Earned) { e.Origin = kam.MustPeriod("2025-12-15/2026-01-15") }), "origin", "$.earned[0].origin"},
		"origin without end":       {earned(func(e *payout.Earned) { e.Origin = kam.MustPeriod("2025-12-15/..") }), "period", "$.earned[0].origin"},
		"open period restated":     {func(c *payout.Case) { c.Restated = []payout.Earned{deal("D-1", "1")} }, "origin", "$.restated[0].origin"},
		"changed and restated": {func(c *payout.Case) {
			c.Earned = []payout.Earned{{Origin: month(-1), Component: "sales", Amount: dec("1")}}
			c.Restated = c.Earned
		}, "origin", "$.restated[0].origin"},
		"rate of zero":   {func(c *payout.Case) { c.Rates = []payout.Rate{{}} }, "rate", "$.rates[0].rate"},
		"rate too fine":  {func(c *payout.Case) { c.Rates = []payout.Rate{{Rate: dec("0.1234567890123")}} }, "rate", "$.rates[0].rate"},
		"rate too long":  {func(c *payout.Case) { c.Rates = []payout.Rate{{Rate: dec("1234.123456789012")}} }, "rate", "$.rates[0].rate"},
		"rate unbounded": {func(c *payout.Case) { c.Rates = []payout.Rate{{Rate: decimal.New(1, 99)}} }, "number", "$.rates[0].rate"},
		"rate twice":     {func(c *payout.Case) { c.Rates = []payout.Rate{{Rate: dec("1")}, {Rate: dec("2")}} }, "twice", "$.rates[1]"},
		"rate period": {func(c *payout.Case) {
			c.Rates = []payout.Rate{{Rate: dec("1"), Origin: kam.MustPeriod("2026-01-01/..")}}
		}, "period", "$.rates[0].origin"},
		"rate component":       {func(c *payout.Case) { c.Rates = []payout.Rate{{Rate: dec("1"), Component: " "}} }, "id", "$.rates[0].component"},
		"event kind":           {happened(func(e *payout.Event) { e.Kind = "paid" }), "event", "$.events[0].kind"},
		"event day":            {happened(func(e *payout.Event) { e.Day = kam.Day{} }), "event", "$.events[0].day"},
		"event of nothing":     {happened(func(e *payout.Event) { e.Transaction = "" }), "period", "$.events[0].origin"},
		"event fraction":       {happened(func(e *payout.Event) { e.Fraction = &kam.Fraction{Num: 3, Den: 2} }), "event", "$.events[0].fraction"},
		"event fraction below": {happened(func(e *payout.Event) { e.Fraction = &kam.Fraction{Num: -1, Den: 2} }), "event", "$.events[0].fraction"},
		"fraction of a cancel": {happened(func(e *payout.Event) { e.Kind, e.Fraction = payout.Cancelled, &half }), "event", "$.events[0].fraction"},
		"instalments":          {happened(func(e *payout.Event) { e.Instalments = &large }), "event", "$.events[0].instalments"},
		"deal":                 {func(c *payout.Case) { c.Deals = []payout.Deal{{Component: "sales"}} }, "id", "$.deals[0].transaction"},
		"deal component":       {func(c *payout.Case) { c.Deals = []payout.Deal{{Transaction: "D-1"}} }, "id", "$.deals[0].component"},
		"deal amount": {func(c *payout.Case) {
			c.Deals = []payout.Deal{{Transaction: "D-1", Component: "sales", Earned: decimal.NewNullDecimal(dec("0.001"))}}
		}, "places", "$.deals[0].earned"},
		"deal twice": {func(c *payout.Case) {
			c.Deals = []payout.Deal{{Transaction: "D-1", Component: "sales"}, {Transaction: "D-1", Component: "sales"}}
		}, "twice", "$.deals[1]"},
		"adjustment id":        {adjustment(func(a *payout.Adjustment) { a.ID = "" }), "id", "$.adjustments[0].id"},
		"adjustment component": {adjustment(func(a *payout.Adjustment) { a.Component = " " }), "id", "$.adjustments[0].component"},
		"adjustment of zero":   {adjustment(func(a *payout.Adjustment) { a.Amount = dec("0.00") }), "zero", "$.adjustments[0].amount"},
		"adjustment places":    {adjustment(func(a *payout.Adjustment) { a.Amount = dec("0.005") }), "places", "$.adjustments[0].amount"},
		"no reason":            {adjustment(func(a *payout.Adjustment) { a.Reason = " " }), "reason", "$.adjustments[0].reason"},
		"long reason":          {adjustment(func(a *payout.Adjustment) { a.Reason = strings.Repeat("r", 1001) }), "reason", "$.adjustments[0].reason"},
		"not approved":         {adjustment(func(a *payout.Adjustment) { a.ApprovedBy = "" }), "id", "$.adjustments[0].approvedBy"},
		"own request":          {adjustment(func(a *payout.Adjustment) { a.RequestedBy = "lin" }), "approval", "$.adjustments[0].approvedBy"},
		"own pay":              {adjustment(func(a *payout.Adjustment) { a.ApprovedBy = "anna" }), "approval", "$.adjustments[0].approvedBy"},
		"requested by nobody":  {adjustment(func(a *payout.Adjustment) { a.RequestedBy = " " }), "id", "$.adjustments[0].requestedBy"},
		"left before hired":    {func(c *payout.Case) { c.Employment = employed("2026-02-01", "2026-01-31") }, "employment", "$.employment.left"},
		"own draw":             {func(c *payout.Case) { c.Draw = &payout.Entitlement{Amount: dec("-1")} }, "range", "$.draw.amount"},
		"own draw places":      {func(c *payout.Case) { c.Draw = &payout.Entitlement{Amount: dec("1.001")} }, "places", "$.draw.amount"},
		"own guarantee": {func(c *payout.Case) {
			c.Guarantee = &payout.Entitlement{Period: kam.Period{Until: kam.MustDay("2026-01-01")}}
		}, "period", "$.guarantee.period"},
		"own protected minimum": {func(c *payout.Case) { c.ProtectedMinimum = decimal.NewNullDecimal(dec("-1")) }, "range", "$.protectedMinimum"},
		"posted nowhere": {func(c *payout.Case) {
			c.Posted = []ledger.Posted{{Payee: "anna", Plan: "kam", Version: 1, Component: "x", Kind: ledger.Earning, Period: month(-1), Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec("1")}}
		}, "posted", "$.posted[0].into"},
		"posted across": {func(c *payout.Case) {
			c.Posted = []ledger.Posted{{Payee: "anna", Plan: "kam", Version: 1, Component: "x", Kind: ledger.Earning, Period: month(-1), Into: kam.MustPeriod("2026-01-01/2026-04-01"), Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec("1")}}
		}, "posted", "$.posted[0].into"},
		"posted unbounded": {func(c *payout.Case) {
			c.Posted = []ledger.Posted{{Payee: "anna", Plan: "kam", Version: 1, Component: "x", Kind: ledger.Earning, Period: month(-1), Into: month(-1), Account: ledger.PayeeAccount, Currency: "CNY", Amount: decimal.New(1, 2_000_000)}}
		}, "number", "$.posted[0].amount"},
	}
	rules := compile(t, `{"holdbacks": [{"parts": [{"share": "1", "on": "year-end"}], "sums": "hold"}], "leavers": {"held": "release", "debts": "as-terms"}, `+plain+`}`)
	_, err := rules.Settle(open(newBook(), 0))
	require.NoError(t, err)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			bad := open(newBook(), 0)
			c.change(&bad)
			r, err := rules.Settle(bad)
			assert.Equal(t, []string{"payout." + c.code}, codes(t, err))
			assert.Empty(t, r.Entries)
			assert.Equal(t, c.place, placeOf(err))
		})
	}
}

func placeOf(err error) string {
	if invalid, ok := err.(*kam.InvalidError); ok { //nolint:errorlint // Settle hands it out unwrapped
		return invalid.Findings[0].Place
	}
	return ""
}

func TestSettleReportsFaultsTogether(t *testing.T) {
	rules := compile(t, "{"+plain+"}")
	_, err := rules.Settle(payout.Case{Earned: []payout.Earned{{}}, Events: []payout.Event{{}}, Adjustments: []payout.Adjustment{{}}})
	assert.Equal(t, []string{"payout.event", "payout.id", "payout.period", "payout.reason", "payout.version", "payout.zero"}, codes(t, err))
}

func TestContradictingEvents(t *testing.T) {
	rules := compile(t, "{"+split+", "+plain+"}")
	c := open(newBook(), 0, deal("D-1", "100"))
	c.Events = []payout.Event{event("D-1", payout.Collected, "2026-01-05", "0.5"), event("D-1", payout.Collected, "2026-01-05", "1/2"), event("D-1", payout.Invoiced, "2026-01-05", "1")}
	r, err := rules.Settle(c)
	require.NoError(t, err)
	equalDecimal(t, "80", r.After.Payable)
	c.Events = append(c.Events, event("D-1", payout.Collected, "2026-01-05", "0.6"))
	_, err = rules.Settle(c)
	assert.Equal(t, []string{"payout.event"}, codes(t, err))
	c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-01-05", ""), event("D-1", payout.Reinstated, "2026-01-05", "")}
	_, err = rules.Settle(c)
	assert.Equal(t, []string{"payout.event"}, codes(t, err))
	c.Events[0].Day, c.Events[1].Day = kam.MustDay("2026-02-01"), kam.MustDay("2026-02-01")
	_, err = rules.Settle(c)
	require.NoError(t, err, "later events are passed over")
	c.Events[0].Day = kam.MustDay("2026-01-31")
	_, err = rules.Settle(c)
	require.NoError(t, err)
}

func TestWhatARuleNeeds(t *testing.T) {
	cases := map[string]struct {
		terms  string
		change func(*payout.Case)
		code   string
	}{
		"rate":       {`"convert": {"policy": "plan", "refunds": "original", "mode": "half-up"}, ` + plain, func(c *payout.Case) { c.Currency = "USD" }, "rate-missing"},
		"no convert": {plain, func(c *payout.Case) { c.Currency = "USD" }, "currency"},
		"own draw in the payee's currency": {draw("non-recoverable", `, "belowZero": "lift"`) + `, "convert": {"policy": "plan", "refunds": "original", "mode": "half-up"}, ` + beside, func(c *payout.Case) {
			c.Currency, c.Rates = "USD", []payout.Rate{{Rate: dec("1")}}
		}, "amount-missing"},
		"own protected minimum": {`"convert": {"policy": "plan", "refunds": "original", "mode": "half-up"}, "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "1"}`, func(c *payout.Case) {
			c.Currency, c.Rates = "USD", []payout.Rate{{Rate: dec("1")}}
			c.Posted = []ledger.Posted{{Payee: "anna", Plan: "kam", Version: 1, Component: "x", Kind: ledger.Opened, Period: month(-1), Into: month(-1), Account: ledger.DebtAccount, Currency: "USD", Amount: dec("-1")}}
		}, "amount-missing"},
		"day of hire": {`"guarantee": {"amount": "1", "for": {"monthsFromHire": 3, "partial": "full"}, "against": "earned", "belowZero": "lift"}, ` + beside, func(*payout.Case) {}, "hired"},
		"start of the draw": {draw("recoverable", `, "belowZero": "lift", "recovery": {"afterMonths": 1, "of": "all", "share": "1"}`) + ", " + beside, func(c *payout.Case) {
			c.Posted = []ledger.Posted{{Payee: "anna", Plan: "kam", Version: 1, Component: payout.DrawComponent, Kind: ledger.DrawAdvance, Period: month(-1), Into: month(-1), Account: ledger.DebtAccount, Currency: "CNY", Amount: dec("-1")}}
		}, "draw-start"},
		"credit date": {`"clawback": {"method": "full", "days": 30, "base": "earned", "held": "keep"}, ` + plain, func(c *payout.Case) {
			c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-01-05", "")}
			c.Deals = []payout.Deal{{Transaction: "D-1", Component: "sales", Earned: decimal.NewNullDecimal(dec("1"))}}
		}, "credit-date"},
		"instalments": {`"clawback": {"method": "schedule", "bands": [{"from": 0, "share": "1"}], "base": "earned", "held": "keep"}, ` + plain, func(c *payout.Case) {
			c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-01-05", "")}
			c.Deals = []payout.Deal{{Transaction: "D-1", Component: "sales", Earned: decimal.NewNullDecimal(dec("1"))}}
		}, "instalments"},
		"what the deal earned": {`"clawback": {"method": "full", "base": "earned", "held": "keep"}, ` + plain, func(c *payout.Case) {
			e := deal("D-1", "5")
			e.CreditDate = kam.MustDay("2025-12-31") // before the first period that is known
			c.Earned = []payout.Earned{e}
			c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-01-05", "")}
		}, "deal"},
		"what a deal earned that is refunded only": {`"clawback": {"method": "full", "base": "earned", "held": "keep"}, ` + plain, func(c *payout.Case) {
			c.Earned = []payout.Earned{deal("D-1", "-5")}
			c.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-01-05", "")}
		}, "deal"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			bad := open(newBook(), 0, sum("1"))
			c.change(&bad)
			_, err := compile(t, "{"+c.terms+"}").Settle(bad)
			assert.Equal(t, []string{"payout." + c.code}, codes(t, err))
		})
	}
}

func TestCreditDateOfThePeriodsOwnEarnings(t *testing.T) {
	rules := compile(t, claw(`"method": "full", "days": 10, "base": "earned", "held": "cancel"`))
	for day, want := range map[string]string{"2026-01-14": "0", "2026-01-15": "60"} {
		e := deal("D-1", "100")
		e.CreditDate = kam.MustDay("2026-01-05")
		c := open(newBook(), 0, e)
		c.Events = []payout.Event{event("D-1", payout.Cancelled, day, "")}
		r, err := rules.Settle(c)
		require.NoError(t, err)
		equalDecimal(t, want, r.After.Payable, day)
	}
}
