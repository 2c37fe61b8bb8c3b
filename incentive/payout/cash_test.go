package payout_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
)

// played is one month of a test: what is earned and what comes out.
type played struct{ earned, paid, owed string }

// play settles months in a row and pays everything out.
func play(t *testing.T, terms string, employment payout.Employment, months ...played) {
	t.Helper()
	rules, b := compile(t, terms), newBook()
	for n, m := range months {
		c := open(b, n, sum(m.earned))
		c.Employment = employment
		r := settle(t, rules, b, c)
		equalDecimal(t, m.paid, r.After.Payable, "month %d: paid", n)
		equalDecimal(t, m.owed, r.After.Owed(), "month %d: owed", n)
		b.pay(c.Period, r.After.Payable, "CNY")
	}
}

func employed(hired, left string) payout.Employment {
	var e payout.Employment
	if hired != "" {
		e.Hired = kam.MustDay(hired)
	}
	if left != "" {
		e.Left = kam.MustDay(left)
	}
	return e
}

func draw(kind, more string) string {
	return `"draw": {"kind": "` + kind + `", "amount": "1000", "for": {"partial": "full"}, "against": "earned"` + more + `}`
}

func TestDraws(t *testing.T) {
	cases := map[string]struct {
		terms  string
		months []played
	}{
		"a part of what exceeds the draw": {
			draw("recoverable", `, "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1/3"}`) + ", " + beside,
			[]played{{"400", "1000", "600"}, {"1100", "1066.67", "566.67"}, {"1000", "1000", "566.67"}, {"5000", "4433.33", "0"}},
		},
		"a part of all pay": {
			draw("recoverable", `, "belowZero": "lift", "recovery": {"of": "all", "share": "0.5"}`) + ", " + beside,
			[]played{{"400", "1000", "600"}, {"1100", "550", "50"}, {"0", "950", "1000"}},
		},
		"from a day on": {
			draw("recoverable", `, "belowZero": "lift", "recovery": {"from": "2026-02-02", "of": "above-draw", "share": "1"}`) + ", " + beside,
			[]played{{"400", "1000", "600"}, {"1100", "1100", "600"}, {"1100", "1000", "500"}},
		},
		"lifted from below zero": {
			draw("recoverable", `, "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}`) + ", " + beside,
			[]played{{"-300", "1000", "1300"}},
		},
		"kept below zero": {
			draw("recoverable", `, "belowZero": "keep", "recovery": {"of": "above-draw", "share": "1"}`) + ", " + beside,
			[]played{{"-300", "700", "1000"}, {"-1500", "0", "2500"}, {"3000", "500", "0"}},
		},
		"not recoverable, kept below zero": {
			draw("non-recoverable", `, "belowZero": "keep"`) + ", " + beside,
			[]played{{"-300", "700", "0"}, {"-1500", "0", "500"}},
		},
		"on top": {
			draw("advance", `, "recovery": {"from": "2026-03-01", "of": "all", "share": "1"}`) + ", " + beside,
			[]played{{"400", "1400", "1000"}, {"100", "1100", "2000"}, {"1700", "1000", "1300"}, {"5000", "4700", "1000"}},
		},
		"at the start of the period": {
			draw("start-of-period", `, "recovery": {"of": "above-draw", "share": "1"}`) + ", " + beside,
			[]played{{"400", "1000", "600"}, {"1250", "1000", "350"}, {"-100", "900", "1350"}, {"4000", "2650", "0"}},
		},
		"forgiven in part": {
			draw("recoverable", `, "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}, "forgive": [{"on": "date", "date": "2026-02-28", "share": "1/3"}, {"on": "date", "date": "2026-03-01", "share": "1"}]`) + ", " + beside,
			[]played{{"400", "1000", "600"}, {"900", "1000", "466.67"}, {"900", "1000", "0"}},
		},
		"a guarantee comes first": {
			`"guarantee": {"amount": "700", "for": {"period": "2026-01-01/2026-02-01", "partial": "full"}, "against": "earned", "belowZero": "lift"}, ` +
				draw("recoverable", `, "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}`) + ", " + beside,
			[]played{{"400", "1000", "300"}, {"400", "1000", "900"}},
		},
		"exactly the draw": {
			draw("recoverable", `, "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}`) + ", " + beside,
			[]played{{"1000", "1000", "0"}, {"999.99", "1000", "0.01"}, {"1000.01", "1000", "0"}},
		},
		"recovery before the draw": {
			draw("non-recoverable", `, "belowZero": "lift"`) + `, "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "before-draw"}`,
			[]played{{"1200", "1200", "0"}},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { play(t, "{"+c.terms+"}", payout.Employment{}, c.months...) })
	}
}

func TestPositionOfRecovery(t *testing.T) {
	for position, want := range map[string][]string{"before-draw": {"1000", "0"}, "after-draw": {"700", "0"}} {
		b := newBook()
		b.entry(month(-1), "balance", "opening", month(-1), "debt", "", dec("-300"))
		rules := compile(t, "{"+draw("non-recoverable", `, "belowZero": "lift"`)+`, "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "`+position+`"}}`)
		r := settle(t, rules, b, open(b, 0, sum("400")))
		equalDecimal(t, want[0], r.After.Payable, position)
		equalDecimal(t, want[1], r.After.Owed(), position)
	}
}

func TestPartOfPayThatRepaysIsRoundedDown(t *testing.T) {
	for of, want := range map[string]string{"above-draw": "450", "all": "0"} { // half of 300.01; half of 1,300.01 is more than is owed
		rules, b := compile(t, "{"+draw("recoverable", `, "belowZero": "keep", "recovery": {"of": "`+of+`", "share": "0.5"}`)+", "+beside+"}"), newBook()
		settle(t, rules, b, open(b, 0, sum("400")))
		r := settle(t, rules, b, open(b, 1, sum("1300.01")))
		equalDecimal(t, want, r.After.Owed(), of)
	}
}

func TestDrawByDaysOfEmployment(t *testing.T) {
	// hired on 11 January, left on 9 March: 21 of 31 days, all of February, 9 of 31
	for partial, want := range map[string][]string{"by-days": {"677.42", "1000", "290.32", "10"}, "full": {"1000", "1000", "1000", "10"}, "none": {"10", "1000", "10", "10"}} {
		terms := `{"draw": {"kind": "non-recoverable", "amount": "1000", "for": {"partial": "` + partial + `"}, "against": "earned", "belowZero": "lift"}, ` + beside + `}`
		var months []played
		for _, paid := range want {
			months = append(months, played{"10", paid, "0"})
		}
		play(t, terms, employed("2026-01-11", "2026-03-09"), months...)
	}
}

func TestGuaranteeOfNewHires(t *testing.T) {
	terms := `{"guarantee": {"amount": "3100", "for": {"monthsFromHire": 2, "partial": "by-days"}, "against": "earned", "belowZero": "lift"}, ` + beside + `}`
	// hired on 15 January: to 14 March
	play(t, terms, employed("2026-01-15", ""), played{"0", "1700", "0"}, played{"0", "3100", "0"}, played{"0", "1400", "0"}, played{"0", "0", "0"})
}

func TestPayeesOwnAmounts(t *testing.T) {
	rules, b := compile(t, `{"draw": {"kind": "non-recoverable", "for": {"partial": "full"}, "against": "earned", "belowZero": "lift"},
		"guarantee": {"amount": "100", "for": {"partial": "full"}, "against": "earned", "belowZero": "lift"}, `+beside+`}`), newBook()
	c := open(b, 0, sum("10"))
	_, err := rules.Settle(c)
	assert.Equal(t, []string{"payout.amount-missing"}, codes(t, err))
	c.Draw = &payout.Entitlement{Amount: dec("250")}
	equalDecimal(t, "250", settle(t, rules, b, c).After.Payable)
	c.Draw = &payout.Entitlement{Amount: dec("0")}
	c.Posted = b.posted()
	equalDecimal(t, "100", settle(t, rules, b, c).After.Payable, "none, and the guarantee")
	c.Draw, c.Guarantee = &payout.Entitlement{Amount: dec("250"), Period: kam.MustPeriod("2026-02-01/..")}, &payout.Entitlement{Amount: dec("60")}
	c.Posted = b.posted()
	equalDecimal(t, "60", settle(t, rules, b, c).After.Payable, "from February on")
}

func TestDrawAgainstWhatIsReleased(t *testing.T) {
	for against, want := range map[string]string{"earned": "600", "released": "1000"} {
		b := newBook()
		rules := compile(t, `{`+split+`, "draw": {"kind": "recoverable", "amount": "1000", "for": {"partial": "full"}, "against": "`+against+`", "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}}, `+beside+`}`)
		equalDecimal(t, want, settle(t, rules, b, open(b, 0, deal("D-1", "1000"))).After.Payable, against)
	}
}

func TestRecoveryNeverTakesMoreThanThereIs(t *testing.T) {
	// earned above the draw, but held back: what is not paid cannot repay
	rules, b := compile(t, `{"holdbacks": [{"parts": [{"share": "1", "on": "collection"}], "sums": "at-once"}], "leavers": {"held": "as-events", "debts": "as-terms"},
		"draw": {"kind": "recoverable", "amount": "1000", "for": {"partial": "full"}, "against": "earned", "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}}, `+beside+`}`), newBook()
	settle(t, rules, b, open(b, 0))
	r := settle(t, rules, b, open(b, 1, deal("D-1", "5000"), sum("30")))
	equalDecimal(t, "970", r.After.Owed())
	equalDecimal(t, "1000", r.After.Payable, "1,000 carried forward")
}

func TestLimitsOfRecovery(t *testing.T) {
	cases := map[string]struct {
		recovery string
		months   []played
	}{
		"a part of pay, rounded down": {
			`"order": "oldest-first", "maxShareOfPay": "1/3", "protectedMinimum": "0"`,
			[]played{{"-100", "0", "100"}, {"100", "66.67", "66.67"}, {"0", "0", "66.67"}, {"300", "233.33", "0"}},
		},
		"protected minimum": {
			`"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "80"`,
			[]played{{"-100", "0", "100"}, {"80", "80", "100"}, {"79", "79", "100"}, {"80.01", "80", "99.99"}},
		},
		"both": {
			`"order": "oldest-first", "maxShareOfPay": "0.5", "protectedMinimum": "80"`,
			[]played{{"-100", "0", "100"}, {"100", "80", "80"}, {"200", "120", "0"}},
		},
		"never": {
			`"order": "oldest-first", "maxShareOfPay": "0", "protectedMinimum": "0"`,
			[]played{{"-100", "0", "100"}, {"500", "500", "100"}},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			play(t, `{"recovery": {`+c.recovery+`}}`, payout.Employment{}, c.months...)
		})
	}
}

func TestOrderOfDebts(t *testing.T) {
	orders := map[string][]payout.DebtKind{
		`"order": "oldest-first"`: {payout.OpeningDebt, payout.DrawDebt, payout.ShortfallDebt},
		`"order": "by-kind", "kinds": ["shortfall", "draw", "opening"]`: {payout.ShortfallDebt, payout.DrawDebt, payout.OpeningDebt},
		`"order": "by-kind", "kinds": ["draw", "opening", "shortfall"]`: {payout.DrawDebt, payout.OpeningDebt, payout.ShortfallDebt},
	}
	for order, want := range orders {
		b := newBook()
		b.entry(month(-4), "balance", "opening", month(-4), "debt", "", dec("-10"))
		b.entry(month(-4), payout.DrawComponent, "opening", month(-3), "debt", "", dec("-10"))
		b.entry(month(-4), payout.ShortfallComponent, "opening", month(-2), "debt", "", dec("-10"))
		rules := compile(t, `{"recovery": {`+order+`, "maxShareOfPay": "1", "protectedMinimum": "0"}}`)
		var got []payout.DebtKind
		for n := range 3 {
			before := settle(t, rules, b, open(b, n, sum("10")))
			for _, d := range before.Before.Debts {
				if !hasDebt(before.After, d.Kind) {
					got = append(got, d.Kind)
				}
			}
			b.pay(month(n), before.After.Payable, "CNY")
		}
		assert.Equal(t, want, got, order)
	}
}

func hasDebt(b payout.Balances, kind payout.DebtKind) bool {
	for _, d := range b.Debts {
		if d.Kind == kind {
			return true
		}
	}
	return false
}
