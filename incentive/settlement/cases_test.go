package settlement_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wordtest"
)

// bare pays 10 % of what is booked and states no payout terms.
const bare = `{
	"format": 1, "id": "ae", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}]
}`

// withPayout adds payout terms to the plan without any.
func withPayout(terms string) string {
	return strings.TrimSuffix(strings.TrimSpace(bare), "}") + `, "payout": ` + terms + "}"
}

const oldest = `"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}`

func entry(payee, plan string, kind ledger.Kind, origin string, from, to ledger.Account, amount string) []ledger.Entry {
	return ledger.Move(ledger.Entry{
		Payee: payee, Plan: plan, Version: 1, Component: "commission", Kind: kind, Period: kam.MustPeriod(origin), Currency: "CNY",
	}, from, to, decimal.RequireFromString(amount))
}

// post appends entries into a period.
func (h *host) post(run, into string, entries ...[]ledger.Entry) {
	h.t.Helper()
	b := ledger.Batch{Run: run, Head: h.opening().Head, Period: kam.MustPeriod(into)}
	for _, e := range entries {
		b.Entries = append(b.Entries, e...)
	}
	_, err := h.book.Append(context.Background(), b)
	require.NoError(h.t, err)
}

func codes(list kam.Findings) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Code)
	}
	return out
}

func adjustment(change func(*settlement.Adjustment)) settlement.Adjustment {
	a := settlement.Adjustment{Payee: "anna", Plan: "ae", Adjustment: payout.Adjustment{
		ID: "A-1", Amount: decimal.NewFromInt(50), Reason: "a fair", RequestedBy: "ben", ApprovedBy: "cleo",
	}}
	change(&a)
	return a
}

func TestConditions(t *testing.T) {
	h := newHost(t, bare)
	_, err := settlement.Settle(settlement.Inputs{})
	require.Error(t, err)
	opening := h.opening()
	run := h.run(january, opening)
	h.post("other", january, entry("anna", "ae", ledger.Earning, january, ledger.ExpenseAccount, ledger.PayeeAccount, "1"))
	_, err = settlement.Settle(settlement.Inputs{Run: run, Opening: h.opening()})
	require.ErrorIs(t, err, settlement.ErrHeads)
}

func TestHeld(t *testing.T) {
	for name, c := range map[string]struct {
		plan    string
		prepare func(h *host)
		change  func(h *host, in *settlement.Inputs)
		want    []string
	}{
		"balances under a version that is not compiled": {bare, func(h *host) {
			h.post("old", january, entry("anna", "old", ledger.Holdback, january, ledger.PayeeAccount, ledger.HeldAccount, "5"))
		}, nil, []string{"settlement.unknown-plan"}},
		"a debt without terms": {bare, func(h *host) {
			h.post("old", january, entry("anna", "ae", ledger.Shortfall, january, ledger.DebtAccount, ledger.PayeeAccount, "5"))
		}, nil, []string{"settlement.no-terms"}},
		"a shortfall without terms": {bare, func(*host) {}, func(h *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.Amount = decimal.NewFromInt(-50) })}
		}, []string{"settlement.no-terms"}},
		"paid in another currency without terms": {bare, func(h *host) { h.roster.Payees[0].Currency = "USD" }, nil, []string{"payout.currency"}},
		"earnings of the period, off the roster": {bare, func(h *host) {
			h.post("old", february, entry("zoe", "ae", ledger.Earning, february, ledger.ExpenseAccount, ledger.PayeeAccount, "5"))
		}, nil, []string{"settlement.not-on-roster"}},
		"corrections whose run is missing": {bare, func(h *host) {
			h.post("old", february, entry("anna", "ae", ledger.Correction, january, ledger.ExpenseAccount, ledger.PayeeAccount, "5"))
		}, nil, []string{"settlement.late-missing"}},
		"two currencies, off the roster": {withPayout("{" + oldest + "}"), func(h *host) {
			dollars := entry("zoe", "ae", ledger.Earning, january, ledger.ExpenseAccount, ledger.PayeeAccount, "5")
			for i := range dollars {
				dollars[i].Currency = "USD"
			}
			h.post("old", january, dollars, entry("zoe", "ae", ledger.Earning, january, ledger.ExpenseAccount, ledger.PayeeAccount, "7"))
		}, nil, []string{"settlement.currency"}},
		"no rate": {
			withPayout(`{"convert": {"policy": "period-end", "refunds": "original", "table": "m", "mode": "half-up"}, ` + oldest + `}`), func(h *host) { h.roster.Payees[0].Currency = "USD" },
			func(h *host, in *settlement.Inputs) {
				in.Run = h.run(february, in.Opening, deal("D-1", "2026-02-03", "1000"))
			},
			[]string{"settlement.rate"},
		},
		"two rates": {
			withPayout(`{"convert": {"policy": "period-end", "refunds": "original", "table": "m", "mode": "half-up"}, ` + oldest + `}`), func(h *host) { h.roster.Payees[0].Currency = "USD" },
			func(h *host, in *settlement.Inputs) {
				in.Run = h.run(february, in.Opening, deal("D-1", "2026-02-03", "1000"))
				rate := incentive.ExchangeRate{Table: "m", From: "CNY", To: "USD", Period: kam.MustPeriod(february), Rate: decimal.RequireFromString("0.14")}
				in.Rates = []incentive.ExchangeRate{rate, rate}
			},
			[]string{"settlement.rate"},
		},
		"an adjustment that payout refuses": {withPayout("{" + oldest + "}"), func(*host) {}, func(_ *host, in *settlement.Inputs) {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.Reason = "" })}
		}, []string{"payout.reason"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, c.plan)
			c.prepare(h)
			opening := h.opening()
			in := settlement.Inputs{Run: h.run(february, opening), Opening: opening}
			if c.change != nil {
				c.change(h, &in)
			}
			s, err := settlement.Settle(in)
			require.NoError(t, err)
			var got []string
			for held := range s.Held() {
				got = append(got, codes(held.Findings)...)
				for _, f := range held.Findings {
					wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
					assert.True(t, strings.HasPrefix(f.Place, "payee "), f.Place)
				}
				_, ok := s.Statement(held.Payee.ID, held.Plan)
				assert.False(t, ok)
				for _, e := range s.Batch().Entries {
					assert.NotEqual(t, held.Payee.ID+held.Plan, e.Payee+e.Plan)
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// Without payout terms everything is payable at once, and settling again tells the same.
func TestPlainPlan(t *testing.T) {
	h := newHost(t, bare)
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, deal("D-1", "2026-01-10", "1000")), Opening: opening})
	in := func() settlement.Inputs {
		opening := h.opening()
		before := h.run(january, opening, deal("D-1", "2026-01-10", "1000"))
		all := []incentive.Transaction{deal("D-1", "2026-01-10", "1000"), deal("D-2", "2026-02-10", "3000"), deal("D-3", "2026-01-20", "200")}
		return settlement.Inputs{
			Run: h.run(february, opening, all...), Opening: opening, Adjustments: []settlement.Adjustment{adjustment(func(*settlement.Adjustment) {})},
			Late: []settlement.Late{{Run: h.run(january, opening, all...), Before: before, Reason: kam.Text{EN: "D-3 came late", ZH: "D-3 迟到"}}},
		}
	}
	first := h.settle(in())
	second, err := settlement.Settle(in())
	require.NoError(t, err)
	assert.Empty(t, second.Batch().Entries)
	for _, s := range []*settlement.Settlement{first, second} {
		st, ok := s.Statement("anna", "ae")
		require.True(t, ok)
		assert.Equal(t, "470", st.Payable().String()) // 100 + 300 + 20 + 50
		assert.Equal(t, "100", st.Payout().Before.Payable.String())
		var corrections []settlement.Correction
		for c := range st.Corrections() {
			corrections = append(corrections, c)
		}
		require.Len(t, corrections, 1)
		assert.Equal(t, "D-3", corrections[0].Transaction)
		since, changes := st.Changes()
		assert.Equal(t, january, since.String())
		assert.Len(t, changes, 3)
	}
}

// Settling a posted period again gives the same statements, but for the id of the settlement.
func TestSettlingAgainTellsTheSame(t *testing.T) {
	tell := func(s settlement.Statement) string {
		text, _, found := strings.Cut(s.Markdown(kam.English), "## Proof")
		require.True(t, found)
		return text
	}
	h := newHost(t, monthly)
	late := []incentive.Transaction{deal("D-1", "2026-01-10", "20000"), deal("D-0", "2026-01-20", "1000"), deal("D-2", "2026-02-10", "50000")}
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, late[0]), Opening: opening})
	in := func() settlement.Inputs {
		opening := h.opening()
		return settlement.Inputs{
			Run: h.run(february, opening, late...), Opening: opening,
			Late:        []settlement.Late{{Run: h.run(january, opening, late...), Reason: kam.Text{EN: "late", ZH: "迟到"}}},
			Adjustments: []settlement.Adjustment{adjustment(func(*settlement.Adjustment) {})},
		}
	}
	first, err := settlement.Settle(in())
	require.NoError(t, err)
	_, err = h.book.Append(context.Background(), first.Batch())
	require.NoError(t, err)
	second, err := settlement.Settle(in())
	require.NoError(t, err)
	a, _ := first.Statement("anna", "ae")
	b, _ := second.Statement("anna", "ae")
	assert.Equal(t, tell(a), tell(b))
	assert.NotEqual(t, first.ID(), second.ID())
	assert.Equal(t, ledger.Open, second.Stage().State)
}

// A deal of the open period that is cancelled in it is clawed back without further facts, also where nothing is held back.
func TestClawbackOfKnownDeals(t *testing.T) {
	terms := `{"clawback": {"method": "percent", "share": "0.5", "base": "earned", "held": "keep"}, ` + oldest + `}`
	cancelled := []payout.Event{{Transaction: "D-1", Kind: payout.Cancelled, Day: kam.MustDay("2026-02-20")}}
	d1 := deal("D-1", "2026-02-10", "10000")
	t.Run("of the period", func(t *testing.T) {
		h := newHost(t, withPayout(terms))
		opening := h.opening()
		s := h.settle(settlement.Inputs{Run: h.run(february, opening, d1), Opening: opening, Events: cancelled})
		st, _ := s.Statement("anna", "ae")
		assert.Equal(t, "500", st.Payable().String())
	})
	t.Run("of a period calculated anew", func(t *testing.T) {
		h := newHost(t, withPayout(terms))
		opening := h.opening()
		h.settle(settlement.Inputs{Run: h.run(february, opening, d1), Opening: opening})
		opening = h.opening()
		s := h.settle(settlement.Inputs{
			Run: h.run("2026-03-01/2026-04-01", opening, d1), Opening: opening, Events: cancelled,
			Late: []settlement.Late{{Run: h.run(february, opening, d1), Reason: kam.Text{EN: "again", ZH: "重算"}}},
		})
		st, _ := s.Statement("anna", "ae")
		assert.Equal(t, "500", st.Payable().String())
	})
	t.Run("of an earlier period, stated", func(t *testing.T) {
		h := newHost(t, withPayout(terms))
		opening := h.opening()
		h.settle(settlement.Inputs{Run: h.run(february, opening, d1), Opening: opening})
		opening = h.opening()
		s := h.settle(settlement.Inputs{
			Run: h.run("2026-03-01/2026-04-01", opening, d1), Opening: opening, Events: cancelled,
			Deals: []settlement.Deal{{Payee: "anna", Plan: "ae", Deal: payout.Deal{Transaction: "D-1", Component: "commission", Earned: decimal.NewNullDecimal(decimal.NewFromInt(1000))}}},
		})
		st, _ := s.Statement("anna", "ae")
		assert.Equal(t, "500", st.Payable().String())
	})
	t.Run("of an earlier period, not stated: the ledger knows", func(t *testing.T) {
		h := newHost(t, withPayout(terms))
		opening := h.opening()
		h.settle(settlement.Inputs{Run: h.run(february, opening, d1), Opening: opening})
		opening = h.opening()
		s := h.settle(settlement.Inputs{Run: h.run("2026-03-01/2026-04-01", opening, d1), Opening: opening, Events: cancelled})
		st, _ := s.Statement("anna", "ae")
		assert.Equal(t, "500", st.Payable().String())
		assert.Empty(t, s.Findings())

		back := deal("R-1", "2026-04-10", "-10000")
		back.Reverses = "D-1"
		opening = h.opening()
		s = h.settle(settlement.Inputs{Run: h.run("2026-04-01/2026-05-01", opening, d1, back), Opening: opening})
		st, _ = s.Statement("anna", "ae")
		assert.Equal(t, "0", st.Payable().String(), "refunded in full: the 500 that were taken back come off what the refund takes")
		assert.Equal(t, "0", st.Payout().After.Owed().String())
	})
	t.Run("of a deal that nobody knows", func(t *testing.T) {
		h := newHost(t, withPayout(terms))
		opening := h.opening()
		h.settle(settlement.Inputs{Run: h.run(february, opening, d1), Opening: opening})
		opening = h.opening()
		unknown := []payout.Event{{Transaction: "D-9", Kind: payout.Cancelled, Day: kam.MustDay("2026-02-20")}}
		s := h.settle(settlement.Inputs{Run: h.run("2026-03-01/2026-04-01", opening, d1), Opening: opening, Events: unknown})
		assert.Contains(t, codes(s.Findings()), "settlement.unknown-deal")
	})
}

// A window counts from the credit date, which the run has of a deal of an earlier period, as long as the deal is among its
// transactions.
func TestClawbackWithinAWindow(t *testing.T) {
	const march = "2026-03-01/2026-04-01"
	terms := `{"clawback": {"method": "prorated-days", "days": 100, "base": "earned", "held": "keep"}, ` + oldest + `}`
	d1 := deal("D-1", "2026-01-10", "10000")
	cancelled := []payout.Event{{Transaction: "D-1", Kind: payout.Cancelled, Day: kam.MustDay("2026-03-01")}} // day 50 of 100
	stated := func(date, earned string) []settlement.Deal {
		d := settlement.Deal{Payee: "anna", Plan: "ae", Deal: payout.Deal{Transaction: "D-1", Component: "commission"}}
		if date != "" {
			d.CreditDate = kam.MustDay(date)
		}
		if earned != "" {
			d.Earned = decimal.NewNullDecimal(decimal.RequireFromString(earned))
		}
		return []settlement.Deal{d}
	}
	prior := incentive.Opening{Prior: []incentive.Prior{{Payee: "anna", Plan: "ae", Transaction: d1}}}
	for name, c := range map[string]struct {
		deals   []incentive.Transaction
		opening incentive.Opening
		facts   []settlement.Deal
		want    string // what stays of the 1,000; empty: held
	}{
		"among the transactions":                  {deals: []incentive.Transaction{d1}, want: "500"},
		"among the prior deals":                   {opening: prior, want: "500"},
		"stated":                                  {facts: stated("2026-01-10", ""), want: "500"},
		"stated otherwise: the fact counts":       {deals: []incentive.Transaction{d1}, facts: stated("2026-02-09", ""), want: "200"},
		"stated what it earned, and not the date": {deals: []incentive.Transaction{d1}, facts: stated("", "1000"), want: "500"},
		"nowhere": {},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, withPayout(terms))
			opening := h.opening()
			h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
			c.opening.Ledger = h.opening()
			run, err := h.program.Run(context.Background(), incentive.Inputs{
				Period: kam.MustPeriod(march), Roster: h.roster, Transactions: incentive.Transactions(c.deals), Opening: c.opening,
			}, incentive.RunOptions{})
			require.NoError(t, err)
			s, err := settlement.Settle(settlement.Inputs{Run: run, Opening: c.opening.Ledger, Events: cancelled, Deals: c.facts})
			require.NoError(t, err)
			st, settled := s.Statement("anna", "ae")
			if c.want != "" {
				require.True(t, settled)
				assert.Equal(t, c.want, st.Payable().String())
				exported, err := st.Export()
				require.NoError(t, err)
				require.NoError(t, settlement.VerifyExport(exported))
				return
			}
			held := slices.Collect(s.Held())
			require.Len(t, held, 1)
			require.Equal(t, []string{"payout.credit-date"}, codes(held[0].Findings))
			assert.Contains(t, held[0].Findings[0].Remedy.EN, "include the deal among the transactions of the run or the prior deals of its opening")
			assert.Contains(t, held[0].Findings[0].Remedy.ZH, "计入日期")
		})
	}
}

// Somebody who is neither assigned nor on the roster any more still gets what is released, in the currency of the balances.
func TestLeaverWithoutStatement(t *testing.T) {
	h := newHost(t, monthly)
	opening := h.opening()
	d1 := deal("D-1", "2026-01-10", "100000")
	h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
	h.roster = incentive.Roster{}
	opening = h.opening()
	s := h.settle(settlement.Inputs{
		Run: h.run(february, opening), Opening: opening,
		People: []settlement.Person{{Payee: "anna", Employment: payout.Employment{Left: kam.MustDay("2026-01-31")}}, {Payee: "zoe"}},
		Events: []payout.Event{{Transaction: "D-1", Kind: payout.Collected, Day: kam.MustDay("2026-02-15")}},
	})
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	assert.Empty(t, st.Earnings())
	assert.Equal(t, "10000", st.Payable().String()) // 6,000 and 4,000
	assert.Equal(t, "0", st.Payout().After.HeldTotal().String())
	assert.Contains(t, codes(s.Findings()), "settlement.unknown-payee")
	data, err := st.Export()
	require.NoError(t, err)
	require.NoError(t, settlement.VerifyExport(data))
	assert.Contains(t, st.Markdown(kam.Chinese), "anna")
}

// An open position has no statement, and neither has somebody with nothing but a payable under a plan that ended.
func TestNobodyToSettle(t *testing.T) {
	h := newHost(t, bare)
	h.roster.Payees[0].Open = true
	h.post("old", january, entry("bo", "old", ledger.Earning, january, ledger.ExpenseAccount, ledger.PayeeAccount, "5"))
	opening := h.opening()
	s := h.settle(settlement.Inputs{Run: h.run(february, opening, deal("D-1", "2026-02-10", "1000")), Opening: opening})
	assert.Empty(t, s.Batch().Entries)
	for st := range s.Statements() {
		assert.Fail(t, "a statement", st.Payee().ID)
	}
}

// A person's row for a plan counts for it; employment comes from the row without a plan where the other states none.
func TestPersonUnderAPlan(t *testing.T) {
	h := newHost(t, monthly)
	opening := h.opening()
	s := h.settle(settlement.Inputs{
		Run: h.run(january, opening), Opening: opening,
		People: []settlement.Person{
			{Payee: "anna", Employment: payout.Employment{Hired: kam.MustDay("2026-02-01")}},
			{Payee: "anna", Plan: "ae", Draw: &payout.Entitlement{Amount: decimal.NewFromInt(777)}},
		},
	})
	st, _ := s.Statement("anna", "ae")
	assert.Equal(t, "0", st.Payable().String()) // hired later: no draw
	opening = h.opening()
	s = h.settle(settlement.Inputs{
		Run: h.run(february, opening), Opening: opening,
		People: []settlement.Person{{Payee: "anna", Plan: "ae", Draw: &payout.Entitlement{Amount: decimal.NewFromInt(777)}}},
	})
	st, _ = s.Statement("anna", "ae")
	assert.Equal(t, "777", st.Payable().String())
}

// A late period in which somebody is held changes nothing of him, and says so.
func TestHeldInALatePeriod(t *testing.T) {
	h := newHost(t, quotaPlan)
	quota := func(month string) incentive.Quota {
		return incentive.Quota{Measure: "revenue", Period: kam.MustPeriod(month), Amount: decimal.NewFromInt(100_000)}
	}
	h.roster.Assignments[0].Quotas = []incentive.Quota{quota(february)} // none for January
	opening := h.opening()
	s := h.settle(settlement.Inputs{
		Run: h.run(february, opening, product("D-1", "2026-02-03", "1000")), Opening: opening,
		Late: []settlement.Late{{Run: h.run(january, opening, product("D-0", "2026-01-03", "1000")), Reason: kam.Text{EN: "late", ZH: "迟到"}}},
	})
	assert.Contains(t, codes(s.Findings()), "settlement.late-held")
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	assert.Equal(t, "6000", st.Payable().String())
}
