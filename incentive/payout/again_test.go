package payout_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

// An event that came while there was nothing to release is missed by whoever gets something to release later.
func TestEventThatMustComeAgain(t *testing.T) {
	cancelling := claw(`"method": "full", "base": "earned", "held": "cancel"`)
	t.Run("reinstated", func(t *testing.T) {
		rules, b := compile(t, cancelling), newBook()
		settle(t, rules, b, open(b, 0, deal("D-1", "100")))
		february := open(b, 1)
		february.Events = []payout.Event{event("D-1", payout.Cancelled, "2026-02-10", ""), event("D-1", payout.Collected, "2026-02-20", "1")}
		assert.Empty(t, settle(t, rules, b, february).Findings)
		march := open(b, 2)
		march.Events = []payout.Event{event("D-1", payout.Reinstated, "2026-03-10", "")}
		r := settle(t, rules, b, march)
		equalDecimal(t, "40", r.After.HeldTotal())
		require.Len(t, r.Findings, 1)
		assert.Equal(t, kam.Finding{
			Code: "payout.event-again", Severity: kam.Warning, Place: "$.events",
			Message: kam.Text{
				EN: `deal D-1 in sales earns something again: 40.00 of it stays held back for "anna", because no event "collected" that came in between has released anything`,
				ZH: `交易 D-1（sales）重新产生所得："anna" 仍有 40.00 暂扣，因为其间的 "collected" 事件未释放任何金额`,
			},
			Remedy: kam.Text{
				EN: `if there was one, hand in the last event "collected" of "D-1" again`,
				ZH: `如有此类事件，请再次传入 "D-1" 的最近一次 "collected" 事件`,
			},
		}, r.Findings[0])
		march.Posted = b.posted()
		march.Events = append(march.Events, event("D-1", payout.Collected, "2026-03-10", "1"))
		r = settle(t, rules, b, march)
		assert.Empty(t, r.Findings)
		equalDecimal(t, "0", r.After.HeldTotal())
	})
	t.Run("earned again", func(t *testing.T) {
		rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
		january := open(b, 0, deal("D-1", "100"))
		january.Events = []payout.Event{event("D-1", payout.Collected, "2026-01-20", "1")}
		settle(t, rules, b, january)
		back := deal("D-1", "-100")
		back.Origin = month(0)
		assert.Empty(t, settle(t, rules, b, open(b, 1, back)).Findings)
		r := settle(t, rules, b, open(b, 2, deal("D-1", "50")))
		equalDecimal(t, "20", r.After.HeldTotal())
		require.Len(t, r.Findings, 1)
		assert.Equal(t, "payout.event-again", r.Findings[0].Code)
		assert.Empty(t, settle(t, rules, b, open(b, 3)).Findings, "told once")
	})
	t.Run("a new deal", func(t *testing.T) {
		rules, b := compile(t, cancelling), newBook()
		assert.Empty(t, settle(t, rules, b, open(b, 0, deal("D-1", "100"))).Findings)
	})
}

// 8 of the 20 that an old system paid for a deal were held back, and half of that was released. What is taken back of the
// deal comes off that part first, and of what is left of it half stays released.
func TestRefundOfABalanceBroughtIn(t *testing.T) {
	for name, c := range map[string]struct{ lost, taken, held string }{
		"all":                  {"20", "16", "0"},
		"half":                 {"10", "6", "0"},
		"less than was held":   {"6", "3", "1"},
		"as much as was held":  {"8", "4", "0"},
		"more than was earned": {"25", "21", "0"},
	} {
		t.Run(name, func(t *testing.T) {
			rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
			b.entry(month(-1), "sales", ledger.Opened, month(-1), ledger.HeldAccount, payout.Reference("P", 2), dec("8"))
			b.entry(month(-1), "balance", ledger.Opened, month(-1), ledger.PayeeAccount, "", dec("100"))
			january := open(b, 0)
			january.Events = []payout.Event{event("P", payout.Collected, "2026-01-20", "1/2")}
			settle(t, rules, b, january)
			february := open(b, 1, deal("P", "-"+c.lost))
			r := settle(t, rules, b, february)
			equalDecimal(t, c.taken, r.Before.Payable.Sub(r.After.Payable))
			equalDecimal(t, c.held, r.After.HeldTotal())
			equalDecimal(t, "0", r.After.Owed())
			february.Posted = b.posted()
			r, err := rules.Settle(february)
			require.NoError(t, err)
			assert.Empty(t, r.Entries)
			march := open(b, 2, deal("P", c.lost))
			r = settle(t, rules, b, march)
			equalDecimal(t, "104", r.After.Payable.Add(r.After.HeldTotal()).Sub(dec("4")), "all is back: 100 and the 8, part of it held")
		})
	}
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	b.entry(month(-1), "sales", ledger.Opened, month(-1), ledger.HeldAccount, payout.Reference("P", 2), dec("8"))
	r := settle(t, rules, b, open(b, 0, deal("P", "-20")))
	require.Equal(t, payout.StepHeld, r.Steps[1].Kind)
	assert.Equal(t, kam.Text{
		EN: "what deal P in sales has lost since it was brought in comes off what was brought in as held back, 8.00",
		ZH: "交易 P（sales）转入后减少的所得先冲减转入的暂扣金额 8.00",
	}, r.Steps[1].Because)
}

// Of 300 that are lifted to a draw of 1,000 in the month of leaving, 300 repay the old draw of 600, not 600.
func TestFinalPayTakesNoNewDraw(t *testing.T) {
	rules, b := compile(t, lending(`"of": "above-draw", "share": "1"`, `"maxShareOfPay": "1", "protectedMinimum": "0"`)), newBook()
	settle(t, rules, b, open(b, 0, deal("D-1", "400")))
	b.pay(month(0), dec("1000"), "CNY")
	february := open(b, 1, deal("D-2", "300"))
	february.Employment = employed("", "2026-02-15")
	r := settle(t, rules, b, february)
	equalDecimal(t, "700", r.After.Payable)
	equalDecimal(t, "1000", r.After.Owed(), "300 of the old draw and 700 of the new one")
	assert.Equal(t, "the payee has left, and all that is payable without the draw of this period, which is 300.00, goes into debts; in all, 300.00 is paid back in this period and 1,000.00 is still owed; 700.00 of what is still owed arose in this period and is paid back in later ones", r.Reasons.Recovery.EN)
	assert.Equal(t, "人员已离职，除本期预支外的全部应付 300.00 用于追收；本期合计追收 300.00，全部欠款尚欠 1,000.00；尚欠金额中 700.00 产生于本期，自以后各期追收", r.Reasons.Recovery.ZH)
}

// A draw of 3,000 that was paid on the first day leaves 3,000 of 6,000 to pay, which repay an old debt of 500 on leaving.
func TestFinalPayAfterAnAdvance(t *testing.T) {
	rules := compile(t, `{"draw": {"kind": "start-of-period", "amount": "3000", "for": {"partial": "full"}, "against": "earned", "recovery": {"of": "all", "share": "1"}},
		"leavers": {"held": "as-events", "debts": "from-final-pay"}, `+beside+`}`)
	for name, paid := range map[string]bool{"paid": true, "not paid yet": false} {
		t.Run(name, func(t *testing.T) {
			b := newBook()
			b.entry(month(-1), "balance", ledger.Opened, month(-1), ledger.DebtAccount, "", dec("-500"))
			begun := open(b, 0)
			r, err := rules.Begin(begun)
			require.NoError(t, err)
			b.add(month(0), r.Entries...)
			want := "5500"
			if paid {
				b.pay(month(0), dec("3000"), "CNY")
				want = "2500"
			}
			january := open(b, 0, deal("D-1", "6000"))
			january.Employment = employed("", "2026-01-31")
			r = settle(t, rules, b, january)
			equalDecimal(t, want, r.After.Payable)
			equalDecimal(t, "0", r.After.Owed())
		})
	}
}

// January earned 100 yuan and was paid in yuan. What it earns more since is paid in dollars, and the 100 are not paid again.
func TestCurrencyThatChanges(t *testing.T) {
	rules, b := compile(t, `{"convert": {"policy": "period-end", "refunds": "original", "mode": "half-up"}, `+split+`, `+plain+`}`), newBook()
	settle(t, rules, b, open(b, 0, deal("D-1", "100")))
	b.pay(month(0), dec("60"), "CNY")
	february := open(b, 1)
	february.Currency, february.Rates = "USD", []payout.Rate{{Rate: dec("0.5")}}
	february.Restated = []payout.Earned{{Origin: month(0), Component: "sales", Transaction: "D-1", Amount: dec("120")}}
	r, err := rules.Settle(february)
	require.NoError(t, err)
	holds(t, r)
	equalDecimal(t, "10", r.After.Payable)
	equalDecimal(t, "0", r.After.HeldTotal())
	b.entry(month(1), "sales", ledger.Correction, month(0), ledger.PayeeAccount, "", dec("20"))
	b.add(month(1), r.Entries...)
	february.Posted = b.posted()
	r, err = rules.Settle(february)
	require.NoError(t, err)
	assert.Empty(t, r.Entries)
	march := open(b, 2)
	march.Currency, march.Rates, march.Restated = "USD", february.Rates, []payout.Earned{{Origin: month(0), Component: "sales", Transaction: "D-1", Amount: dec("110")}}
	r, err = rules.Settle(march)
	require.NoError(t, err)
	equalDecimal(t, "5", r.After.Payable)
}

func TestTriggersAndTheirEvents(t *testing.T) {
	for on, want := range map[payout.Trigger]payout.EventKind{
		payout.OnInvoice: payout.Invoiced, payout.OnCollection: payout.Collected, payout.OnAcceptance: payout.Accepted,
		payout.OnBooking: "", payout.OnYearEnd: "", payout.OnDate: "", payout.OnAfter: "",
	} {
		kind, ok := on.Event()
		assert.Equal(t, want, kind)
		assert.Equal(t, want != "", ok)
	}
}

func TestZeroRules(t *testing.T) {
	assert.Empty(t, new(payout.Rules).Describe())
	b := newBook()
	_, err := new(payout.Rules).Settle(open(b, 0, deal("D-1", "100")))
	assert.Equal(t, []string{"payout.missing"}, codes(t, err))
	_, err = new(payout.Rules).Begin(open(b, 0))
	assert.Equal(t, []string{"payout.missing"}, codes(t, err))
}

// What stands in a currency that another case settles is passed over, in the open period as well.
func TestCurrencyThatIsSettledApart(t *testing.T) {
	rules, b := compile(t, "{"+split+", "+plain+"}"), newBook()
	for _, into := range []kam.Period{month(-1), month(0)} {
		b.add(into, ledger.Entry{
			Payee: "anna", Plan: "kam", Version: 1, Component: "sales", Kind: ledger.Holdback, Period: month(-1), Account: ledger.HeldAccount,
			Reference: payout.Reference("D-1", 2), Amount: dec("7"), Currency: "EUR",
		})
	}
	c := open(b, 0)
	r, err := rules.Settle(c)
	require.NoError(t, err)
	require.Len(t, r.Findings, 1)
	assert.Len(t, r.Entries, 2, "taken back")
	c.Apart = []kam.Currency{"EUR"}
	r, err = rules.Settle(c)
	require.NoError(t, err)
	assert.Empty(t, r.Findings)
	assert.Empty(t, r.Entries)
}
