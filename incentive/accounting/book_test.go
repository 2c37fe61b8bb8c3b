package accounting_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/accounting"
)

// row is opening, additions, amortisation, impairment, written off, closing of one month.
type row [6]string

func TestBook(t *testing.T) {
	event := func(kind accounting.EventKind, on string, change func(*accounting.Event)) accounting.Event {
		e := accounting.Event{ID: "e" + on, Asset: "c1", On: kam.MustDay(on), Kind: kind, Reason: "review"}
		if change != nil {
			change(&e)
		}
		return e
	}
	recoverable := func(s string) func(*accounting.Event) {
		return func(e *accounting.Event) { e.Recoverable = null(s) }
	}
	start := cost("k1", "2026-01-10", "2400")
	cases := map[string]struct {
		policy func(p *accounting.Policy)
		costs  []accounting.Cost
		events []accounting.Event
		want   map[int]row // place of the month, counted from 0
		months int
	}{
		"straight": {nil, []accounting.Cost{start}, nil, map[int]row{0: {"0", "2400", "100", "0", "0", "2300"}, 23: {"100", "0", "100", "0", "0", "0"}}, 24},
		"paid before it begins": {
			nil,
			[]accounting.Cost{cost("k1", "2025-11-10", "2400")},
			nil,
			map[int]row{0: {"0", "2400", "0", "0", "0", "2400"}, 1: {"2400", "0", "0", "0", "0", "2400"}, 2: {"2400", "0", "100", "0", "0", "2300"}},
			26,
		},
		"with on-costs": {func(p *accounting.Policy) { p.OnCosts = null("0.2") }, []accounting.Cost{start}, nil, map[int]row{0: {"0", "2880", "120", "0", "0", "2760"}}, 24},
		"late, made up": {
			nil,
			[]accounting.Cost{start, cost("k2", "2026-07-05", "240")},
			nil,
			map[int]row{6: {"1800", "240", "170", "0", "0", "1870"}, 7: {"1870", "0", "110", "0", "0", "1760"}},
			24,
		},
		"late, spread": {
			func(p *accounting.Policy) { p.Late = accounting.Prospective },
			[]accounting.Cost{start, cost("k2", "2026-07-05", "180")},
			nil,
			map[int]row{6: {"1800", "180", "110", "0", "0", "1870"}},
			24,
		},
		"late, after the end": {
			func(p *accounting.Policy) { p.Late = accounting.Prospective },
			[]accounting.Cost{start, cost("k2", "2028-02-05", "180")},
			nil,
			map[int]row{24: {"0", "0", "0", "0", "0", "0"}, 25: {"0", "180", "180", "0", "0", "0"}},
			26,
		},
		"whole refund": {
			nil,
			[]accounting.Cost{start, cost("k2", "2027-01-05", "-2400")},
			nil,
			map[int]row{12: {"1200", "-2400", "-1200", "0", "0", "0"}},
			13,
		},
		"part refund": {
			nil,
			[]accounting.Cost{start, cost("k2", "2027-01-05", "-600")},
			nil,
			map[int]row{12: {"1200", "-600", "-225", "0", "0", "825"}, 13: {"825", "0", "75", "0", "0", "750"}},
			24,
		},
		"refund of more than there was": {
			nil,
			[]accounting.Cost{start, cost("k2", "2027-01-05", "-2500")},
			nil,
			map[int]row{12: {"1200", "-2500", "-1300", "0", "0", "0"}},
			13,
		},
		"refund beyond what there was, and new costs": {
			nil,
			[]accounting.Cost{start, cost("k2", "2026-02-05", "-9999"), cost("k3", "2026-03-05", "2400"), cost("k4", "2027-01-05", "-2400")},
			nil,
			map[int]row{2: {"0", "2400", "300", "0", "0", "2100"}, 12: {"1200", "-2400", "-1200", "0", "0", "0"}},
			13,
		},
		"cost and refund of one day": {nil, []accounting.Cost{cost("b", "2026-02-05", "240"), cost("a", "2026-02-05", "-120")}, nil, map[int]row{0: {"0", "0", "0", "0", "0", "0"}, 1: {"0", "120", "10", "0", "0", "110"}}, 24},
		"refund alone":               {nil, []accounting.Cost{cost("k2", "2026-01-05", "-2500")}, nil, map[int]row{0: {"0", "-2500", "-2500", "0", "0", "0"}}, 1},
		"termination": {
			nil,
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Termination, "2027-01-15", nil)},
			map[int]row{11: {"1300", "0", "100", "0", "0", "1200"}, 12: {"1200", "0", "0", "0", "1200", "0"}},
			13,
		},
		"termination with clawback": {
			nil,
			[]accounting.Cost{start, cost("k2", "2027-01-20", "-1000")},
			[]accounting.Event{event(accounting.Termination, "2027-01-15", nil)},
			map[int]row{12: {"1200", "-1000", "-500", "0", "700", "0"}},
			13,
		},
		"clawback after the termination": {
			nil,
			[]accounting.Cost{start, cost("k2", "2027-03-20", "-1000")},
			[]accounting.Event{event(accounting.Termination, "2027-01-15", nil)},
			map[int]row{14: {"0", "-1000", "0", "0", "-1000", "0"}},
			15,
		},
		"cost after the termination": {
			nil,
			[]accounting.Cost{start, cost("k2", "2027-03-20", "50")},
			[]accounting.Event{event(accounting.Termination, "2027-01-15", nil)},
			map[int]row{14: {"0", "50", "0", "0", "50", "0"}},
			15,
		},
		"longer": {
			nil,
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Modification, "2027-01-15", func(e *accounting.Event) { e.Over.Months = 36 })},
			map[int]row{12: {"1200", "0", "50", "0", "0", "1150"}, 35: {"50", "0", "50", "0", "0", "0"}},
			36,
		},
		"shorter than what is over": {
			nil,
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Modification, "2027-01-15", func(e *accounting.Event) { e.Over.Months = 6 })},
			map[int]row{12: {"1200", "0", "1200", "0", "0", "0"}},
			13,
		},
		"impairment": {
			nil,
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Impairment, "2026-12-31", recoverable("600"))},
			map[int]row{11: {"1300", "0", "100", "600", "0", "600"}, 12: {"600", "0", "50", "0", "0", "550"}},
			24,
		},
		"nothing to impair": {
			nil,
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Impairment, "2026-12-31", recoverable("1200"))},
			map[int]row{11: {"1300", "0", "100", "0", "0", "1200"}},
			24,
		},
		"no reversal": {
			nil,
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Impairment, "2026-12-31", recoverable("600")), event(accounting.Impairment, "2027-06-30", recoverable("5000"))},
			map[int]row{17: {"350", "0", "50", "0", "0", "300"}},
			24,
		},
		"reversal": {
			func(p *accounting.Policy) { p.Standard = accounting.IFRS15 },
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Impairment, "2026-12-31", recoverable("600")), event(accounting.Impairment, "2027-06-30", recoverable("5000"))},
			map[int]row{17: {"350", "0", "50", "-300", "0", "600"}, 18: {"600", "0", "100", "0", "0", "500"}},
			24,
		},
		"reversal of a part": {
			func(p *accounting.Policy) { p.Standard = accounting.IFRS15 },
			[]accounting.Cost{start},
			[]accounting.Event{event(accounting.Impairment, "2026-12-31", recoverable("600")), event(accounting.Impairment, "2027-06-30", recoverable("360"))},
			map[int]row{17: {"350", "0", "50", "-60", "0", "360"}, 18: {"360", "0", "60", "0", "0", "300"}},
			24,
		},
		"whole refund after an impairment": {
			nil,
			[]accounting.Cost{start, cost("k2", "2027-01-05", "-2400")},
			[]accounting.Event{event(accounting.Impairment, "2026-12-31", recoverable("600"))},
			map[int]row{12: {"600", "-2400", "-1800", "0", "0", "0"}},
			13,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := policy()
			if c.policy != nil {
				c.policy(&p)
			}
			b := book(t, p, accounting.Inputs{Contracts: []accounting.Contract{contract()}, Costs: c.costs, Events: c.events})
			require.Len(t, b.Assets, 1)
			list := b.Assets[0].Movements
			foots(t, list)
			require.Len(t, list, c.months)
			for i, want := range c.want {
				m := list[i]
				for k, got := range []decimal.Decimal{m.Opening, m.Additions, m.Amortisation, m.Impairment, m.WrittenOff, m.Closing} {
					equal(t, want[k], got, "month %d, column %d", i, k)
				}
			}
		})
	}
}

// foots checks that every month adds up, opens where the last one closed, is never below zero, and ends with nothing.
func foots(t *testing.T, list []accounting.Movement) {
	t.Helper()
	opening := decimal.Zero
	for i, m := range list {
		require.True(t, m.Opening.Equal(opening), "month %d opens with %s after %s", i, m.Opening, opening)
		require.True(t, m.Closing.Equal(m.Opening.Add(m.Additions).Sub(m.Amortisation).Sub(m.Impairment).Sub(m.WrittenOff)), "month %d", i)
		require.GreaterOrEqual(t, m.Closing.Sign(), 0, "month %d", i)
		if i > 0 {
			require.Equal(t, list[i-1].Month.Until, m.Month.From)
		}
		opening = m.Closing
	}
	require.True(t, opening.IsZero())
}

func TestRenewalsNotCommensurate(t *testing.T) {
	p := policy()
	p.Renewals = accounting.NotCommensurate
	first := contract()
	first.Over = accounting.Length{Months: 60}
	second := contract()
	second.ID, second.Renewal, second.Term = "c2", true, kam.MustPeriod("2028-01-01/2030-01-01")
	in := accounting.Inputs{Contracts: []accounting.Contract{first, second}, Costs: []accounting.Cost{cost("a", "2026-01-31", "6000"), cost("b", "2028-01-31", "2400")}}
	in.Costs[1].Contract = "c2"
	b := book(t, p, in)
	require.Len(t, b.Assets, 2)
	assert.Len(t, b.Assets[0].Movements, 60)
	assert.Len(t, b.Assets[1].Movements, 24)

	in.Contracts[0].Over = accounting.Length{}
	_, err := accounting.NewBook(p, nil, in)
	assert.Equal(t, []string{"accounting.length contracts[0].over"}, faults(t, err))
	in.Contracts[0].Over = accounting.Length{Months: 23}
	_, err = accounting.NewBook(p, nil, in)
	assert.Equal(t, []string{"accounting.length contracts[0].over"}, faults(t, err))
	p.Renewals = accounting.Commensurate
	in.Contracts[0].Over = accounting.Length{Months: 60}
	assert.Len(t, book(t, p, in).Assets[0].Movements, 24, "a renewal that pays its own way ends the first benefit with the term")
}

func TestPortfolio(t *testing.T) {
	p := policy()
	p.Unit, p.Portfolios = accounting.PerPortfolio, []accounting.Portfolio{{ID: "smb", Over: accounting.Length{Months: 24}}}
	one, two, three := contract(), contract(), contract()
	one.Portfolio, two.Portfolio, three.Portfolio = "smb", "smb", "smb"
	two.ID, two.Term = "c2", kam.MustPeriod("2026-01-20/2027-01-20")
	three.ID, three.Term = "c3", kam.MustPeriod("2026-02-01/2027-02-01")
	in := accounting.Inputs{Contracts: []accounting.Contract{one, two, three}, Costs: []accounting.Cost{cost("a", "2026-01-31", "1200"), cost("b", "2026-01-31", "1200"), cost("c", "2026-02-28", "240")}}
	in.Costs[1].Contract, in.Costs[2].Contract = "c2", "c3"
	b := book(t, p, in)
	require.Len(t, b.Assets, 2)
	assert.Equal(t, "smb/2026-01-01", b.Assets[0].ID)
	equal(t, "100", b.Assets[0].Movements[0].Amortisation)
	assert.Equal(t, "smb/2026-02-01", b.Assets[1].ID)
	in.Events = []accounting.Event{{ID: "e", Asset: "c1", On: kam.MustDay("2026-03-01"), Kind: accounting.Termination, Reason: "left"}}
	_, err := accounting.NewBook(p, nil, in)
	assert.Equal(t, []string{"accounting.asset events[0].asset"}, faults(t, err))
	in.Contracts[0].Portfolio = "big"
	_, err = accounting.NewBook(p, nil, in)
	assert.Equal(t, []string{"accounting.portfolio contracts[0].portfolio"}, faults(t, err))
}
