package payroll_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payroll"
)

func in(c kam.Currency) func(e *ledger.Entry) { return func(e *ledger.Entry) { e.Currency = c } }

func TestPay(t *testing.T) {
	minimum := func(per payroll.Scope, plan, amount string) func(r *payroll.Request) {
		return func(r *payroll.Request) {
			r.Terms.Minimums = append(r.Terms.Minimums, payroll.Minimum{Per: per, Plan: plan, Currency: "CNY", Amount: dec(amount)})
		}
	}
	hold := func(plan, days string) func(r *payroll.Request) {
		return func(r *payroll.Request) {
			r.Terms.Holds = append(r.Terms.Holds, payroll.Hold{Payee: "anna", Plan: plan, Days: kam.MustPeriod(days), Reason: "bank details", By: "dan"})
		}
	}
	part := func(plan, amount string, c kam.Currency) func(r *payroll.Request) {
		return func(r *payroll.Request) {
			r.Terms.Holds = append(r.Terms.Holds, payroll.Hold{
				Payee: "anna", Plan: plan, Amount: decimal.NewNullDecimal(dec(amount)), Currency: c,
				Days: kam.MustPeriod("2026-02-01/2026-03-01"), Reason: "disputed", By: "dan",
			})
		}
	}
	offCycle := func(o payroll.OffCycle) func(r *payroll.Request) {
		return func(r *payroll.Request) { o.Reason, o.By, r.OffCycle = "she left", "dan", &o }
	}
	type requests = []func(r *payroll.Request)
	for name, c := range map[string]struct {
		owed    [][]ledger.Entry // into January, which is approved
		open    [][]ledger.Entry // into February, which is open
		request requests
		paid    []string
		kept    []string
	}{
		"nothing": {},
		"two plans": {
			owed: [][]ledger.Entry{owed("bo", "kam", "5"), owed("anna", "kam", "100.50"), owed("anna", "ae", "7")},
			paid: []string{"anna ae 7 CNY", "anna kam 100.5 CNY", "bo kam 5 CNY"},
		},
		"whole fen are paid": {
			owed: [][]ledger.Entry{owed("anna", "kam", "10.019"), owed("bo", "kam", "0.009")},
			paid: []string{"anna kam 10.01 CNY"},
			kept: []string{"anna kam 0.009 CNY below-unit", "bo kam 0.009 CNY below-unit"},
		},
		"whole yen and fils": {
			owed: [][]ledger.Entry{owed("anna", "kam", "10.9", in("JPY")), owed("bo", "kam", "0.0015", in("KWD"))},
			paid: []string{"anna kam 10 JPY", "bo kam 0.001 KWD"},
			kept: []string{"anna kam 0.9 JPY below-unit", "bo kam 0.0005 KWD below-unit"},
		},
		"negative is not set off": {
			owed: [][]ledger.Entry{owed("anna", "ae", "-30"), owed("anna", "kam", "100")},
			paid: []string{"anna kam 100 CNY"},
			kept: []string{"anna ae -30 CNY negative"},
		},
		"zero is nothing": {owed: [][]ledger.Entry{owed("anna", "kam", "30", func(e *ledger.Entry) { e.Component = "x" }), owed("anna", "kam", "-30")}},
		"after the cutoff": {
			owed: [][]ledger.Entry{owed("anna", "kam", "100")},
			open: [][]ledger.Entry{owed("anna", "kam", "40")},
			paid: []string{"anna kam 100 CNY"},
			kept: []string{"anna kam 40 CNY not-due"},
		},
		"what comes after the cutoff and is negative counts": {
			owed: [][]ledger.Entry{owed("anna", "kam", "100")},
			open: [][]ledger.Entry{owed("anna", "kam", "-40")},
			paid: []string{"anna kam 60 CNY"},
		},
		"not due at all": {
			open: [][]ledger.Entry{owed("anna", "kam", "40")},
			kept: []string{"anna kam 40 CNY not-due"},
		},
		"the cutoff is the last day": {
			open: [][]ledger.Entry{owed("anna", "kam", "40")},
			request: requests{func(r *payroll.Request) {
				r.PayDate = payroll.PayDate{Date: kam.MustDay("2026-03-10"), Cutoff: kam.MustDay("2026-02-28")}
			}},
			kept: []string{"anna kam 40 CNY not-approved"},
		},
		"unapproved is paid": {
			open: [][]ledger.Entry{owed("anna", "kam", "40")},
			request: requests{func(r *payroll.Request) {
				r.PayDate = payroll.PayDate{Date: kam.MustDay("2026-03-10"), Cutoff: kam.MustDay("2026-02-28")}
				r.Terms.Unapproved = payroll.UnapprovedPays
			}},
			paid: []string{"anna kam 40 CNY"},
		},
		"a day before the last one": {
			open: [][]ledger.Entry{owed("anna", "kam", "40")},
			request: requests{func(r *payroll.Request) {
				r.PayDate = payroll.PayDate{Date: kam.MustDay("2026-03-10"), Cutoff: kam.MustDay("2026-02-27")}
				r.Terms.Unapproved = payroll.UnapprovedPays
			}},
			kept: []string{"anna kam 40 CNY not-due"},
		},
		"a minimum": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "99.99"), owed("bo", "kam", "100")},
			request: requests{minimum(payroll.PerPayee, "", "100")},
			paid:    []string{"bo kam 100 CNY"},
			kept:    []string{"anna kam 99.99 CNY below-minimum"},
		},
		"a minimum of all plans": {
			owed:    [][]ledger.Entry{owed("anna", "ae", "40"), owed("anna", "kam", "60"), owed("bo", "ae", "40"), owed("bo", "kam", "59")},
			request: requests{minimum(payroll.PerPayee, "", "100")},
			paid:    []string{"anna ae 40 CNY", "anna kam 60 CNY"},
			kept:    []string{"bo ae 40 CNY below-minimum", "bo kam 59 CNY below-minimum"},
		},
		"a minimum of each plan, and of one": {
			owed:    [][]ledger.Entry{owed("anna", "ae", "49.99"), owed("anna", "kam", "99"), owed("bo", "kam", "100")},
			request: requests{minimum(payroll.PerPlan, "", "50"), minimum(payroll.PerPlan, "kam", "100")},
			paid:    []string{"bo kam 100 CNY"},
			kept:    []string{"anna ae 49.99 CNY below-minimum", "anna kam 99 CNY below-minimum"},
		},
		"a minimum in another currency": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "1", in("USD"))},
			request: requests{minimum(payroll.PerPayee, "", "100")},
			paid:    []string{"anna kam 1 USD"},
		},
		"a plan below its minimum does not lift the payee's sum": {
			owed:    [][]ledger.Entry{owed("anna", "ae", "40"), owed("anna", "kam", "70")},
			request: requests{minimum(payroll.PerPayee, "", "100"), minimum(payroll.PerPlan, "ae", "50")},
			kept:    []string{"anna ae 40 CNY below-minimum", "anna kam 70 CNY below-minimum"},
		},
		"a hold": {
			owed:    [][]ledger.Entry{owed("anna", "ae", "40"), owed("anna", "kam", "60"), owed("bo", "kam", "1")},
			request: requests{hold("", "2026-02-10/2026-02-11")},
			paid:    []string{"bo kam 1 CNY"},
			kept:    []string{"anna ae 40 CNY on-hold", "anna kam 60 CNY on-hold"},
		},
		"a hold of one plan without an end": {
			owed:    [][]ledger.Entry{owed("anna", "ae", "40"), owed("anna", "kam", "60")},
			request: requests{hold("kam", "2026-01-01/..")},
			paid:    []string{"anna ae 40 CNY"},
			kept:    []string{"anna kam 60 CNY on-hold"},
		},
		"a part on hold": {
			owed:    [][]ledger.Entry{owed("anna", "ae", "40"), owed("anna", "kam", "60")},
			request: requests{part("kam", "20", "CNY")},
			paid:    []string{"anna ae 40 CNY", "anna kam 40 CNY"},
			kept:    []string{"anna kam 20 CNY on-hold"},
		},
		"parts on hold add up": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60.019")},
			request: requests{part("kam", "20", "CNY"), part("kam", "0.5", "CNY")},
			paid:    []string{"anna kam 39.51 CNY"},
			kept:    []string{"anna kam 20.5 CNY on-hold", "anna kam 0.009 CNY below-unit"},
		},
		"a part on hold larger than what is due": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60")},
			open:    [][]ledger.Entry{owed("anna", "kam", "7")},
			request: requests{part("kam", "60.01", "CNY")},
			kept:    []string{"anna kam 60 CNY on-hold", "anna kam 7 CNY not-due"},
		},
		"exactly what is due on hold": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60")},
			request: requests{part("kam", "60", "CNY")},
			kept:    []string{"anna kam 60 CNY on-hold"},
		},
		"a part on hold of another plan, currency or day": {
			owed: [][]ledger.Entry{owed("anna", "kam", "60")},
			request: requests{part("ae", "20", "CNY"), part("kam", "20", "USD"), func(r *payroll.Request) {
				r.Terms.Holds = append(r.Terms.Holds, payroll.Hold{Payee: "anna", Plan: "kam", Amount: decimal.NewNullDecimal(dec("20")), Currency: "CNY", Days: kam.MustPeriod("2026-02-11/.."), Reason: "later", By: "dan"})
			}},
			paid: []string{"anna kam 60 CNY"},
		},
		"what is left beside a part on hold is below the minimum": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60")},
			request: requests{part("kam", "20", "CNY"), minimum(payroll.PerPlan, "", "40.01")},
			kept:    []string{"anna kam 20 CNY on-hold", "anna kam 40 CNY below-minimum"},
		},
		"nothing is held of what is to be taken back": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "-60")},
			request: requests{part("kam", "20", "CNY")},
			kept:    []string{"anna kam -60 CNY negative"},
		},
		"a draw that the open period began with": {
			owed:    [][]ledger.Entry{owed("bo", "kam", "1")},
			open:    [][]ledger.Entry{drawn("anna", "kam", "300"), drawn("bo", "kam", "200"), owed("bo", "kam", "7"), owed("cy", "kam", "5")},
			request: requests{func(r *payroll.Request) { r.Terms.BegunDraws = true }},
			paid:    []string{"anna kam 300 CNY", "bo kam 1 CNY"},
			kept:    []string{"bo kam 207 CNY not-due", "cy kam 5 CNY not-due"},
		},
		"a draw that nobody wants paid early": {
			open: [][]ledger.Entry{drawn("anna", "kam", "300")},
			kept: []string{"anna kam 300 CNY not-due"},
		},
		"a draw of a period that begins after the pay date": {
			open: [][]ledger.Entry{drawn("anna", "kam", "300")},
			request: requests{func(r *payroll.Request) {
				r.Terms.BegunDraws = true
				r.PayDate.Date, r.PayDate.Cutoff = kam.MustDay("2026-01-31"), kam.MustDay("2026-01-30")
			}},
			kept: []string{"anna kam 300 CNY not-due"},
		},
		"a hold that is over": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60")},
			request: requests{hold("", "2026-01-01/2026-02-10")},
			paid:    []string{"anna kam 60 CNY"},
		},
		"another currency than hers": {
			owed: [][]ledger.Entry{owed("anna", "ae", "60", in("USD")), owed("anna", "kam", "60")},
			request: requests{func(r *payroll.Request) {
				r.Terms.Currencies = []payroll.PayeeCurrency{{Payee: "anna", Currency: "CNY"}}
			}},
			paid: []string{"anna kam 60 CNY"},
			kept: []string{"anna ae 60 USD other-currency"},
		},
		"off-cycle for some": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60"), owed("bo", "kam", "1")},
			request: requests{offCycle(payroll.OffCycle{Payees: []string{"zoe", "anna"}})},
			paid:    []string{"anna kam 60 CNY"},
		},
		"off-cycle without a cutoff": {
			open: [][]ledger.Entry{owed("anna", "kam", "60")},
			request: requests{offCycle(payroll.OffCycle{}), func(r *payroll.Request) {
				r.PayDate.Cutoff, r.Terms.Unapproved = kam.Day{}, payroll.UnapprovedPays
			}},
			paid: []string{"anna kam 60 CNY"},
		},
		"off-cycle below the minimums": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60")},
			request: requests{minimum(payroll.PerPayee, "", "100"), minimum(payroll.PerPlan, "", "100"), offCycle(payroll.OffCycle{BelowMinimum: true})},
			paid:    []string{"anna kam 60 CNY"},
		},
		"off-cycle with the minimum": {
			owed:    [][]ledger.Entry{owed("anna", "kam", "60")},
			request: requests{minimum(payroll.PerPayee, "", "100"), offCycle(payroll.OffCycle{})},
			kept:    []string{"anna kam 60 CNY below-minimum"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &store{t: t}
			s.post("january", january, c.owed...)
			s.approve(january)
			s.post("february", february, c.open...)
			before := ledger.Balances(s.snapshot().Posted)
			r := s.request("pay", c.request...)
			p := s.pay(r)
			assert.Equal(t, c.paid, lines(p.Lines))
			assert.Equal(t, c.kept, kept(t, p.Kept))
			for i, b := range ledger.Balances(s.snapshot().Posted) {
				assert.True(t, b.Total().Equal(before[i].Total()), "nothing is made or lost")
				assert.True(t, b.Payable.Equal(before[i].Payable.Sub(b.Paid)))
			}
			again, err := payroll.Pay(s.request("pay", c.request...))
			require.NoError(t, err)
			assert.Equal(t, lines(p.Lines), lines(again.Lines), "the same run again has the same lines")
			assert.Equal(t, len(p.Lines) > 0, again.Repeated)
			receipt, err := s.Append(t.Context(), again.Batch)
			require.NoError(t, err)
			assert.Equal(t, len(p.Lines) > 0, receipt.Repeated)
			for i := range p.Lines {
				assert.Equal(t, p.Lines[i].ID, again.Lines[i].ID)
			}
		})
	}
}

func TestPayTotals(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "1.25"), owed("bo", "kam", "2"), owed("anna", "ae", "3", in("USD")))
	s.approve(january)
	p := s.pay(s.request("pay"))
	require.Len(t, p.Totals, 2)
	assert.Equal(t, "CNY 3.25", p.Totals[0].String())
	assert.Equal(t, "USD 3.00", p.Totals[1].String())
}

func TestPayRollsOver(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "60"))
	s.approve(january)
	least := func(r *payroll.Request) {
		r.Terms.Minimums = []payroll.Minimum{{Per: payroll.PerPayee, Currency: "CNY", Amount: dec("100")}}
	}
	assert.Empty(t, s.pay(s.request("first", least)).Lines)
	s.post("february", february, owed("anna", "kam", "50", func(e *ledger.Entry) { e.Period = february }))
	s.approve(february)
	second := s.request("second", least, func(r *payroll.Request) {
		r.PayDate, r.Into = payroll.PayDate{Date: kam.MustDay("2026-03-10"), Cutoff: kam.MustDay("2026-03-05")}, february
	})
	assert.Equal(t, []string{"anna kam 110 CNY"}, lines(s.pay(second).Lines))
	third := s.request("third", least)
	assert.Empty(t, s.pay(third).Lines, "what is paid is not paid again")
}

// The run posted before another one, and repeated after it, has the lines of its own time.
func TestPayRepeatedLater(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "60"))
	s.approve(january)
	first := s.pay(s.request("first"))
	s.post("february", february, owed("bo", "kam", "50"))
	s.approve(february)
	later := func(r *payroll.Request) {
		r.PayDate.Date, r.PayDate.Cutoff, r.Into = kam.MustDay("2026-03-10"), kam.MustDay("2026-03-05"), february
	}
	s.pay(s.request("second", later))
	s.mark(january, ledger.Closed, "dan")
	again, err := payroll.Pay(s.request("first", func(r *payroll.Request) { r.Into = february }))
	require.NoError(t, err)
	assert.True(t, again.Repeated)
	assert.Equal(t, january, again.Batch.Period, "the period of that time")
	assert.Equal(t, lines(first.Lines), lines(again.Lines))
	receipt, err := s.Append(t.Context(), again.Batch)
	require.NoError(t, err)
	assert.True(t, receipt.Repeated)
	text, err := first.CSV()
	require.NoError(t, err)
	repeated, err := again.CSV()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(repeated))
}

func TestPayLosesTheRace(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "60"))
	s.approve(january)
	one, err := payroll.Pay(s.request("one"))
	require.NoError(t, err)
	two, err := payroll.Pay(s.request("two"))
	require.NoError(t, err)
	_, err = s.Append(t.Context(), one.Batch)
	require.NoError(t, err)
	_, err = s.Append(t.Context(), two.Batch)
	require.ErrorIs(t, err, ledger.ErrStale)
	assert.Empty(t, s.pay(s.request("two")).Lines)
}

func TestPayFaults(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "60"))
	s.approve(january)
	s.mark(january, ledger.Closed, "ben")
	for name, c := range map[string]struct {
		change func(r *payroll.Request)
		want   map[string]string
	}{
		"a closed period": {func(*payroll.Request) {}, map[string]string{"$.into": "payroll.closed"}},
		"nothing at all": {func(r *payroll.Request) { *r = payroll.Request{} }, map[string]string{
			"$.run": "payroll.id", "$.payDate.date": "payroll.day", "$.payDate.cutoff": "payroll.day", "$.into": "payroll.period",
			"$.terms.unapproved": "payroll.unapproved",
		}},
		"a late cutoff":           {func(r *payroll.Request) { r.PayDate.Cutoff, r.Into = kam.MustDay("2026-02-11"), february }, map[string]string{"$.payDate.cutoff": "payroll.order"}},
		"a period without an end": {func(r *payroll.Request) { r.Into.Until = kam.Day{} }, map[string]string{"$.into": "payroll.period"}},
		"off-cycle for no reason": {
			func(r *payroll.Request) { r.OffCycle = &payroll.OffCycle{Payees: []string{"anna", "anna", ""}} },
			map[string]string{
				"$.offCycle.reason": "payroll.reason", "$.offCycle.by": "payroll.id", "$.offCycle.payees[1]": "payroll.twice",
				"$.offCycle.payees[2]": "payroll.id",
			},
		},
		"terms": {
			func(r *payroll.Request) {
				r.Terms = payroll.Terms{
					Unapproved: "maybe",
					Minimums: []payroll.Minimum{
						{Per: payroll.PerPayee, Plan: "kam", Currency: "CNY", Amount: dec("0")},
						{Per: "all", Currency: "yuan", Amount: dec("1")},
						{Per: payroll.PerPlan, Currency: "CNY", Amount: dec("1")},
						{Per: payroll.PerPlan, Currency: "CNY", Amount: dec("2")},
					},
					Holds: []payroll.Hold{
						{Payee: "", Plan: "a\x00", Reason: strings.Repeat("x", 1025)},
						{Payee: "anna", Amount: decimal.NewNullDecimal(decimal.Zero), Currency: "yuan", Days: always, Reason: "x", By: "dan"},
						{Payee: "anna", Currency: "CNY", Days: always, Reason: "x", By: "dan"},
					},
					Currencies: []payroll.PayeeCurrency{{Payee: "anna", Currency: "CNY"}, {Payee: "anna", Currency: "XXQ"}},
				}
			},
			map[string]string{
				"$.terms.unapproved": "payroll.unapproved", "$.terms.minimums[0].plan": "payroll.scope", "$.terms.minimums[0].amount": "payroll.number",
				"$.terms.minimums[1].per": "payroll.scope", "$.terms.minimums[1].currency": "payroll.currency", "$.terms.minimums[3]": "payroll.twice",
				"$.terms.holds[0].payee": "payroll.id", "$.terms.holds[0].plan": "payroll.id", "$.terms.holds[0].days": "payroll.period",
				"$.terms.holds[0].reason": "payroll.reason", "$.terms.holds[0].by": "payroll.id", "$.terms.currencies[1].payee": "payroll.twice",
				"$.terms.holds[1].plan": "payroll.scope", "$.terms.holds[1].amount": "payroll.number", "$.terms.holds[1].currency": "payroll.currency",
				"$.terms.holds[2].currency":      "payroll.scope",
				"$.terms.currencies[1].currency": "payroll.currency",
			},
		},
	} {
		_, err := payroll.Pay(s.request("pay", c.change))
		assert.Equal(t, c.want, codes(t, err), name)
	}
}

func TestTermsRoundTrip(t *testing.T) {
	terms := payroll.Terms{
		Unapproved: payroll.UnapprovedWaits,
		Minimums:   []payroll.Minimum{{Per: payroll.PerPlan, Plan: "kam", Currency: "CNY", Amount: dec("100")}},
		Holds: []payroll.Hold{
			{Payee: "anna", Days: kam.MustPeriod("2026-01-01/.."), Reason: "audit", By: "dan"},
			{Payee: "bo", Plan: "kam", Amount: decimal.NewNullDecimal(dec("300")), Currency: "CNY", Days: kam.MustPeriod("2026-01-01/.."), Reason: "disputed", By: "dan"},
		},
		BegunDraws: true,
		Currencies: []payroll.PayeeCurrency{{Payee: "anna", Currency: "CNY"}},
	}
	text, err := terms.JSON()
	require.NoError(t, err)
	again, err := payroll.ParseTerms(text)
	require.NoError(t, err)
	more, err := again.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(more))
	_, err = payroll.ParseTerms([]byte(`{}`))
	assert.Equal(t, map[string]string{"$.unapproved": "payroll.unapproved"}, codes(t, err))
	_, err = payroll.ParseTerms([]byte(`{"unapproved": "wait", "minimum": 1}`))
	require.Error(t, err)
}

func TestLineID(t *testing.T) {
	day := kam.MustDay("2026-02-10")
	id := payroll.LineID("anna", "kam", "CNY", day, "run")
	assert.Regexp(t, `^kp-[0-9a-f]{32}$`, id)
	assert.Equal(t, "kp-8620f0caf6286c3849c0325ba07205e0", id, "line ids are stored in ledgers and at payroll: another one would pay twice")
	seen := map[string]bool{id: true}
	for _, other := range []string{
		payroll.LineID("bo", "kam", "CNY", day, "run"), payroll.LineID("anna", "ae", "CNY", day, "run"),
		payroll.LineID("anna", "kam", "USD", day, "run"), payroll.LineID("anna", "kam", "CNY", day.AddDays(1), "run"),
		payroll.LineID("anna", "kam", "CNY", day, "run 2"), payroll.LineID("ann", "akam", "CNY", day, "run"),
	} {
		assert.False(t, seen[other])
		seen[other] = true
	}
}

func TestCSV(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("=cmd()", "kam", "1000"), owed("a,b", `say "hi"`, "2.5"), owed("王芳", "+kam", "3", in("JPY")), owed(" -x", "kam", "0.0015", in("KWD")), owed("＝x", "@kam", "1"))
	s.approve(january)
	p := s.pay(s.request("pay"))
	text, err := p.CSV()
	require.NoError(t, err)
	id := func(i int) string { return p.Lines[i].ID }
	assert.Equal(t, strings.Join([]string{
		"line_id,payee,plan,currency,amount,pay_date,run",
		id(0) + `,' -x,kam,KWD,0.001,2026-02-10,pay`,
		id(1) + `,'=cmd(),kam,CNY,1000.00,2026-02-10,pay`,
		id(2) + `,"a,b","say ""hi""",CNY,2.50,2026-02-10,pay`,
		id(3) + `,王芳,'+kam,JPY,3,2026-02-10,pay`,
		id(4) + `,'＝x,'@kam,CNY,1.00,2026-02-10,pay`,
		"",
	}, "\r\n"), string(text))
	text, err = payroll.PayRun{}.CSV()
	require.NoError(t, err)
	assert.Equal(t, "line_id,payee,plan,currency,amount,pay_date,run\r\n", string(text))
}

// Over many months of earnings, pay runs, rejections and closings, every sum is conserved, nobody is paid more than is
// payable, and the order of what is posted does not matter.
func TestPayrollOfManyMonths(t *testing.T) {
	months, err := kam.MustPeriod("2026-01-01/2028-01-01").SplitMonths(1)
	require.NoError(t, err)
	paid, returned, keptSome := 0, 0, map[payroll.Why]int{}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 3))
		s := &store{t: t}
		earned, handed := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
		for i, month := range months {
			var entries [][]ledger.Entry
			for p := range 6 {
				payee := fmt.Sprintf("payee-%d", p)
				amount := decimal.New(r.Int64N(40_000)-9_000, -3)
				if amount.IsZero() {
					continue
				}
				entries = append(entries, owed(payee, "kam", amount.String(), func(e *ledger.Entry) { e.Period = month }))
				earned[payee] = earned[payee].Add(amount)
			}
			s.post(fmt.Sprintf("run %d", i), month, entries...)
			if r.IntN(5) > 0 {
				s.approve(month)
			}
			date := month.Until.AddDays(9)
			request := s.request(fmt.Sprintf("pay %d", i), func(q *payroll.Request) {
				q.PayDate = payroll.PayDate{Date: date, Cutoff: month.Until.AddDays(r.IntN(9) - 4)}
				q.Into = month
				q.Terms.Minimums = []payroll.Minimum{{Per: payroll.PerPayee, Currency: "CNY", Amount: dec("5")}}
				q.Terms.Holds = []payroll.Hold{{Payee: "payee-3", Days: kam.Period{From: months[4].From, Until: months[9].From}, Reason: "audit", By: "dan"}}
			})
			before := ledger.Balances(request.Snapshot.Posted)
			run := s.pay(request)
			for _, k := range run.Kept {
				keptSome[k.Why]++
			}
			var answers []payroll.Answer
			for _, l := range run.Lines {
				paid++
				require.True(t, l.Amount.IsPositive())
				for _, b := range before {
					if b.Payee == l.Payee {
						require.False(t, l.Amount.GreaterThan(b.Payable))
					}
				}
				a := payroll.Answer{LineID: l.ID, Status: payroll.Paid, Amount: l.Amount, Currency: l.Currency, Date: date}
				if r.IntN(6) == 0 {
					a.Status, a.Reason = payroll.Rejected, "account closed"
					returned++
				} else {
					handed[l.Payee] = handed[l.Payee].Add(l.Amount)
				}
				answers = append(answers, a)
			}
			require.True(t, payroll.Reconcile(run.Lines, answers).Clean())
			for range 2 { // the second time changes nothing
				done, err := payroll.Acknowledge(payroll.Acknowledgement{Into: month, Lines: run.Lines, Answers: answers, Snapshot: s.snapshot()})
				require.NoError(t, err)
				_, err = s.Append(t.Context(), done.Batch)
				require.NoError(t, err)
			}
			s.conserved()
			for _, b := range ledger.Balances(s.snapshot().Posted) {
				require.True(t, b.Total().Equal(earned[b.Payee]), "%s", b.Payee)
				require.True(t, b.Paid.Equal(handed[b.Payee]), "%s", b.Payee)
			}
		}
	}
	assert.Greater(t, paid, 100)
	assert.Greater(t, returned, 20)
	for _, why := range []payroll.Why{payroll.Negative, payroll.NotDue, payroll.NotApproved, payroll.OnHold, payroll.BelowMinimum, payroll.BelowUnit} {
		assert.Greater(t, keptSome[why], 5, "%s", why)
	}
}

// Of 5,000 with 300 in dispute 4,700 are paid, once, and the rest in the run after the hold is lifted.
func TestPayHeldPartLater(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "5000"))
	s.approve(january)
	held := func(r *payroll.Request) {
		r.Terms.Holds = []payroll.Hold{{
			Payee: "anna", Plan: "kam", Amount: decimal.NewNullDecimal(dec("300")), Currency: "CNY", Days: always, Reason: "dispute-7", By: "dan",
		}}
	}
	run := s.pay(s.request("pay", held))
	assert.Equal(t, []string{"anna kam 4700 CNY"}, lines(run.Lines))
	assert.Equal(t, []string{"anna kam 300 CNY on-hold"}, kept(t, run.Kept))
	again := s.pay(s.request("pay"))
	assert.True(t, again.Repeated)
	assert.Equal(t, lines(run.Lines), lines(again.Lines), "the run of that time, although nothing is held any more")
	assert.Empty(t, s.pay(s.request("next", held)).Lines)
	assert.Equal(t, []string{"anna kam 300 CNY"}, lines(s.pay(s.request("last")).Lines))
	assert.Empty(t, s.pay(s.request("nothing left")).Lines)
}

// early asks for the draws that a month began with, on its first day.
func early(date string) func(r *payroll.Request) {
	return func(r *payroll.Request) {
		r.Terms.BegunDraws, r.PayDate.Date = true, kam.MustDay(date)
		r.PayDate.Cutoff = r.PayDate.Date.AddDays(-1)
	}
}

func inFebruary(e *ledger.Entry) { e.Period = february }

func inMarch(e *ledger.Entry) { e.Period = march }

// Draws are paid on the first day of each month, also while the month before is calculated and nobody has approved it:
// what was paid for its draw is no debt of the next one.
func TestPayBegunDrawsMonthAfterMonth(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "500"))
	s.approve(january)
	s.post("begin february", february, drawn("anna", "kam", "100"))
	assert.Equal(t, []string{"anna kam 600 CNY"}, lines(s.pay(s.request("pay february", early("2026-02-01"))).Lines))

	s.post("february", february, owed("anna", "kam", "340", inFebruary))
	s.mark(february, ledger.Calculated, "ben")
	s.post("begin march", march, drawn("anna", "kam", "100", inMarch))
	run := s.pay(s.request("pay march", early("2026-03-01")))
	assert.Equal(t, []string{"anna kam 100 CNY"}, lines(run.Lines))
	assert.Equal(t, []string{"anna kam 340 CNY not-approved"}, kept(t, run.Kept))
	assert.Empty(t, s.pay(s.request("pay march again", early("2026-03-02"))).Lines, "once")

	s.mark(february, ledger.Approved, "cleo")
	assert.Equal(t, []string{"anna kam 340 CNY"}, lines(s.pay(s.request("pay february's rest", early("2026-03-10"))).Lines))
}

// What is to be taken back comes off a draw, whatever waits: it was not paid for a draw.
func TestPayBegunDrawsLessWhatIsTakenBack(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "-30"))
	s.approve(january)
	s.post("february", february, owed("anna", "kam", "1", inFebruary), drawn("anna", "kam", "100"))
	s.mark(february, ledger.Calculated, "ben")
	s.post("begin march", march, drawn("anna", "kam", "100", inMarch))
	run := s.pay(s.request("pay march", early("2026-03-01")))
	assert.Equal(t, []string{"anna kam 70 CNY"}, lines(run.Lines))
	assert.Equal(t, []string{"anna kam 101 CNY not-approved"}, kept(t, run.Kept))
}

// A draw of a calculated period waits for the approval as all else in it, whatever was paid before.
func TestPayDrawsThatWait(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("anna", "kam", "500"))
	s.approve(january)
	s.pay(s.request("pay january"))
	s.post("february", february, owed("anna", "kam", "1", inFebruary), drawn("anna", "kam", "100"))
	s.mark(february, ledger.Calculated, "ben")
	run := s.pay(s.request("pay march", early("2026-03-01")))
	assert.Empty(t, run.Lines)
	assert.Equal(t, []string{"anna kam 101 CNY not-approved"}, kept(t, run.Kept))
}

func TestPayDoesNotChangeItsInput(t *testing.T) {
	s := &store{t: t}
	s.post("january", january, owed("bo", "kam", "60"), owed("anna", "kam", "60"))
	s.approve(january)
	r := s.request("pay", func(r *payroll.Request) {
		r.OffCycle = &payroll.OffCycle{Reason: "x", By: "dan", Payees: []string{"bo", "anna"}}
	})
	_, err := payroll.Pay(r)
	require.NoError(t, err)
	assert.Equal(t, []string{"bo", "anna"}, r.OffCycle.Payees)
}
