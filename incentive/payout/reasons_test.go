package payout_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
)

// lending has a recoverable draw of 1,000 and the given rules of recovery.
func lending(draw, recovery string) string {
	return `{"draw": {"kind": "recoverable", "amount": "1000", "for": {"partial": "full"}, "against": "released", "belowZero": "keep", "recovery": {` + draw + `}},
		"recovery": {"order": "oldest-first", "position": "after-draw", ` + recovery + `}, "leavers": {"held": "as-events", "debts": "from-final-pay"}}`
}

// A recovery says which limit it met, with every figure. January lends 1,000 and February another 400.
func TestRecoverySaysWhichLimitItMet(t *testing.T) {
	const all, half = `"from": "2026-03-01", "of": "all", "share": "1"`, `"from": "2026-03-01", "of": "above-draw", "share": "0.5"`
	const above, free = `"from": "2026-03-01", "of": "above-draw", "share": "1"`, `"maxShareOfPay": "1", "protectedMinimum": "0"`
	for name, c := range map[string]struct {
		terms, earned, left string
		amount              string
		en, zh              string
	}{
		"above the draw": {
			lending(above, free), "1300", "", "-300",
			"300.00 of the draw advance of 2026-01-01 to 2026-01-31 is paid back, and 700.00 of that draw advance is still owed: pay of the period is 1,300.00, which is 300.00 above the period's draw level of 1,000.00, and draw advances are paid back out of that 300.00",
			"就 2026-01-01 至 2026-01-31 的预支追收 300.00，该笔尚欠 700.00：本期净提成为 1,300.00，对照本期预支保底额 1,000.00，超出部分 300.00 全部可用于追收预支",
		},
		"half of what is above": {
			lending(half, free), "1300", "", "-150",
			"150.00 of the draw advance of 2026-01-01 to 2026-01-31 is paid back, and 850.00 of that draw advance is still owed: pay of the period is 1,300.00, which is 300.00 above the period's draw level of 1,000.00, and draw advances are paid back out of 50 % of that 300.00, which is 150.00",
			"就 2026-01-01 至 2026-01-31 的预支追收 150.00，该笔尚欠 850.00：本期净提成为 1,300.00，对照本期预支保底额 1,000.00，超出部分为 300.00，其 50 %（150.00）可用于追收预支",
		},
		"a share of pay": {
			lending(all, `"maxShareOfPay": "0.25", "protectedMinimum": "0"`), "1300", "", "-325",
			"325.00 of the draw advance of 2026-01-01 to 2026-01-31 is paid back, and 675.00 of that draw advance is still owed: pay of the period is 1,300.00, and all debts together take at most 25 % of it, which is 325.00",
			"就 2026-01-01 至 2026-01-31 的预支追收 325.00，该笔尚欠 675.00：本期净提成为 1,300.00，全部欠款合计至多追收其 25 %（325.00）",
		},
		"what is protected": {
			lending(all, `"maxShareOfPay": "1", "protectedMinimum": "900"`), "1300", "", "-400",
			"400.00 of the draw advance of 2026-01-01 to 2026-01-31 is paid back, and 600.00 of that draw advance is still owed: pay of the period is 1,300.00, and 900.00 of it is protected, which leaves 400.00 for debts",
			"就 2026-01-01 至 2026-01-31 的预支追收 400.00，该笔尚欠 600.00：本期净提成为 1,300.00，其中 900.00 须予保留，可追收 400.00",
		},
		"what older debts left": {
			lending(all, free), "1300", "", "-1300",
			"300.00 of the draw advance of 2026-02-01 to 2026-02-28 is paid back, and 100.00 of that draw advance is still owed: pay of the period is 1,300.00, and draw advances are paid back out of 100 % of it, which is 1,300.00; 1,000.00 of that has gone into other debts",
			"就 2026-02-01 至 2026-02-28 的预支追收 300.00，该笔尚欠 100.00：本期净提成为 1,300.00，其 100 %（1,300.00）可用于追收预支；其中 1,000.00 已用于其他欠款",
		},
		"the debt itself": {
			lending(all, free), "5000", "", "-1400",
			"the last 400.00 of the draw advance of 2026-02-01 to 2026-02-28 is paid back: pay of the period is 5,000.00 and allows all of it",
			"就 2026-02-01 至 2026-02-28 的预支追收余额 400.00，该笔已还清：本期净提成为 5,000.00，足以全部追收",
		},
		"final pay": {
			lending(above, free), "1300", "2026-03-31", "-1300",
			"300.00 of the draw advance of 2026-02-01 to 2026-02-28 is paid back, and 100.00 of that draw advance is still owed: the payee has left, and all that is payable, which is 1,300.00, goes into debts; 1,000.00 of that has gone into other debts",
			"就 2026-02-01 至 2026-02-28 的预支追收 300.00，该笔尚欠 100.00：人员已离职，全部应付 1,300.00 用于追收；其中 1,000.00 已用于其他欠款",
		},
	} {
		t.Run(name, func(t *testing.T) {
			rules, b := compile(t, c.terms), newBook()
			settle(t, rules, b, open(b, 0))
			b.pay(month(0), dec("1000"), "CNY")
			settle(t, rules, b, open(b, 1, deal("D-1", "600")))
			b.pay(month(1), dec("1000"), "CNY")
			march := open(b, 2, deal("D-2", c.earned))
			if c.left != "" {
				march.Employment = employed("", c.left)
			}
			r := settle(t, rules, b, march)
			equalDecimal(t, c.amount, of(r, payout.StepRecovered))
			var last kam.Text
			for _, s := range r.Steps {
				if s.Kind == payout.StepRecovered {
					last = s.Because
				}
			}
			assert.Equal(t, kam.Text{EN: c.en, ZH: c.zh}, last)
		})
	}
}

// What pays earlier draws back is what the draw of the period, paid in advance, leaves.
func TestRecoveryAfterTheDrawOfThePeriodSaysWhatItIsOf(t *testing.T) {
	for share, c := range map[string]struct{ en, zh string }{
		"1": {
			"what the period earned before its own draw is paid back is 1,500.00, 1,000.00 of that pays back the draw of this period, and earlier draw advances are paid back out of 100 % of the 500.00 that is left, which is 500.00",
			"归还本期预支前的本期所得为 1,500.00，其中 1,000.00 先用于归还本期预支，余下 500.00 的 100 %（500.00）可用于追收以前的预支",
		},
		"0.5": {
			"what the period earned before its own draw is paid back is 1,500.00, 1,000.00 of that pays back the draw of this period, and earlier draw advances are paid back out of 50 % of the 500.00 that is left, which is 250.00",
			"归还本期预支前的本期所得为 1,500.00，其中 1,000.00 先用于归还本期预支，余下 500.00 的 50 %（250.00）可用于追收以前的预支",
		},
	} {
		rules, b := compile(t, `{"draw": {"kind": "start-of-period", "amount": "1000", "for": {"partial": "full"}, "against": "earned", "recovery": {"of": "all", "share": "`+share+`"}},
			"recovery": {"order": "oldest-first", "position": "after-draw", "maxShareOfPay": "1", "protectedMinimum": "0"}}`), newBook()
		settle(t, rules, b, open(b, 0, deal("D-1", "333.33")))
		r := settle(t, rules, b, open(b, 1, deal("D-2", "1500")))
		assert.Contains(t, r.Reasons.Recovery.EN, c.en+"; ")
		assert.Contains(t, r.Reasons.Recovery.ZH, c.zh+"；")
	}
}

// What moves nothing has a reason too.
func TestReasonsOfWhatMovesNothing(t *testing.T) {
	rules, b := compile(t, lending(`"of": "above-draw", "share": "1", "from": "2026-04-01"`, `"maxShareOfPay": "0.5", "protectedMinimum": "200"`)), newBook()
	r := settle(t, rules, b, open(b, 0, deal("D-1", "400")))
	assert.Equal(t, "pay of the period is 400.00 and is lifted to the period's draw level of 1,000.00: 600.00 is advanced and owed", r.Reasons.Draw.EN)
	assert.Equal(t, "draw advances are paid back from 2026-04-01 on; pay of the period is 1,000.00: all debts together take at most 50 % of it, which is 500.00, and leave at least 200.00; in all, 0.00 is paid back in this period and 600.00 is still owed; 600.00 of what is still owed arose in this period and is paid back in later ones", r.Reasons.Recovery.EN)
	assert.Equal(t, "预支自 2026-04-01 起追收；本期净提成为 1,000.00：全部欠款合计至多追收其 50 %（500.00），且至少保留 200.00；本期合计追收 0.00，全部欠款尚欠 600.00；尚欠金额中 600.00 产生于本期，自以后各期追收", r.Reasons.Recovery.ZH)
	assert.Empty(t, r.Reasons.Guarantee)
	r = settle(t, rules, b, open(b, 1, deal("D-2", "1500")))
	assert.Equal(t, kam.Text{EN: "pay of the period is 1,500.00, not below the period's draw level of 1,000.00, so that nothing is added", ZH: "本期净提成为 1,500.00，不低于本期预支保底额 1,000.00，无须补足"}, r.Reasons.Draw)
	equalDecimal(t, "0", of(r, payout.StepRecovered))

	rules, b = compile(t, `{"guarantee": {"amount": "500", "for": {"partial": "full"}, "against": "earned", "belowZero": "lift"},
		"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"}}`), newBook()
	r = settle(t, rules, b, open(b, 0, deal("D-1", "700")))
	assert.Equal(t, kam.Text{EN: "what the period earned is 700.00, not below the period's guarantee of 500.00", ZH: "本期所得为 700.00，不低于本期保底 500.00"}, r.Reasons.Guarantee)
	assert.Equal(t, payout.Reasons{Guarantee: r.Reasons.Guarantee}, r.Reasons)
}
