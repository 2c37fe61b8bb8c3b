package backtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/backtest"
	"github.com/kam-go/kam/internal/wordtest"
)

func open(id, owner, amount, day, movedTo string) backtest.OpenDeal {
	d := backtest.OpenDeal{Deal: sold(id, owner, amount, day)}
	if movedTo != "" {
		d.MovedTo = kam.MustDay(movedTo)
	}
	return d
}

// pipeline is Anna's first quarter, in which she has sold 60 of 100, with open deals.
func pipeline(t testing.TB, deals ...backtest.OpenDeal) backtest.Pipeline {
	t.Helper()
	return backtest.Pipeline{
		Plans: []incentive.Plan{plan(t, 1, tiers("0.05", "1", ""))}, Payee: "anna", Deals: deals,
		SoFar: backtest.History{Periods: quarters[:1], Roster: staff("anna", "bo"), Transactions: []incentive.Transaction{sold("d1", "anna", "60", "2026-02-01")}},
	}
}

func whatIf(t testing.TB, p backtest.Pipeline) *backtest.Prospect {
	t.Helper()
	out, err := backtest.WhatIf(t.Context(), p, backtest.Options{})
	require.NoError(t, err)
	return out
}

// told writes the cases as "outcomes earned difference missing".
func told(p *backtest.Prospect) []string {
	var out []string
	for _, c := range p.Cases {
		var words []string
		for _, o := range c.Outcomes {
			words = append(words, string(o.Outcome))
		}
		if len(c.Held) > 0 {
			out = append(out, strings.Join(words, " ")+" held")
			continue
		}
		missing := "-"
		for _, a := range c.Ahead {
			missing = a.Missing
		}
		out = append(out, fmt.Sprint(strings.Join(words, " "), " ", c.Earned[0].Amount, " ", c.Difference[0].Amount, " ", missing))
	}
	return out
}

// By hand: 60 earns 1.2. With x of 40 it is 100 × 2 % = 2, exactly at the tier; with y of 30 it is 1.8; with both 2 and
// 30 × 5 %. A deal moved into April counts for nothing here, one moved within the quarter as if it were won.
func TestEveryCombination(t *testing.T) {
	p := whatIf(t, pipeline(t, open("x", "anna", "40", "2026-03-20", "2026-04-02"), open("y", "anna", "30", "2026-03-25", "")))
	assert.Equal(t, []string{
		"won won 3.5 2.3 -", "won lost 2 0.8 -", "moved won 1.8 0.6 10", "moved lost 1.2 0 40", "lost won 1.8 0.6 10", "lost lost 1.2 0 40",
	}, told(p))
	equalDecimal(t, "1.2", p.Without.Earned[0].Amount)
	require.Len(t, p.Deals, 2)
	equalDecimal(t, "0.8", p.Deals[0].Alone[0].Amount)
	equalDecimal(t, "1.7", p.Deals[0].Last[0].Amount, "3.5 − 1.8")
	equalDecimal(t, "0.6", p.Deals[1].Alone[0].Amount)
	equalDecimal(t, "1.5", p.Deals[1].Last[0].Amount, "3.5 − 2")
	assert.Equal(t, quarters[0], p.Period)
	assert.Equal(t, []backtest.Amount{{Plan: "kam", Component: "commission", Currency: "CNY", Amount: p.Cases[0].Components[0].Amount}}, p.Cases[0].Components)
	p = whatIf(t, pipeline(t, open("x", "anna", "40", "2026-03-20", "2026-03-31")))
	assert.Equal(t, []string{"won 2 0.8 -", "moved 2 0.8 -", "lost 1.2 0 40"}, told(p))
}

// A moved deal keeps the days between its dates.
func TestMovingKeepsTheDaysBetween(t *testing.T) {
	d := open("x", "anna", "40", "2026-03-20", "2026-03-30")
	d.Deal.Invoiced = kam.MustDay("2026-03-25")
	q := pipeline(t, d)
	q.Plans[0].CreditDate = incentive.Invoiced
	q.SoFar.Transactions[0].Invoiced = kam.MustDay("2026-02-01")
	assert.Equal(t, []string{"won 2 0.8 -", "moved 1.2 0 40", "lost 1.2 0 40"}, told(whatIf(t, q)), "invoiced on 4 April")
}

func TestStatedCases(t *testing.T) {
	q := pipeline(t, open("x", "anna", "40", "2026-03-20", ""), open("y", "anna", "30", "2026-03-25", ""))
	q.Cases = []backtest.Case{{Name: "best", Outcomes: map[string]backtest.Outcome{"x": backtest.Won, "y": backtest.Won}}, {Name: "as it is"}, {Name: "y only", Outcomes: map[string]backtest.Outcome{"y": backtest.Won, "x": backtest.Lost}}}
	p := whatIf(t, q)
	assert.Equal(t, []string{"won won 3.5 2.3 -", "lost lost 1.2 0 40", "lost won 1.8 0.6 10"}, told(p))
	assert.Equal(t, "y only", p.Cases[2].Name)
}

// The statement is that of the last period; those before are calculated and posted first.
func TestEarlierPeriodsComeFirst(t *testing.T) {
	q := pipeline(t, open("x", "anna", "50", "2026-05-01", ""))
	q.Plans[0].Measures[0].Window, q.Plans[0].Measures[0].Denominator = incentive.YearToDate, incentive.QuotaToDate
	q.SoFar.Periods = quarters[:2]
	// 60 of 200 is 1.2, posted in the first quarter; 110 is 2.2, of which 1 is new.
	assert.Equal(t, []string{"won 1 1 90", "lost 0 0 140"}, told(whatIf(t, q)))
}

// Somebody else's deals count where they matter: the manager's override.
func TestDealsOfOthersCount(t *testing.T) {
	q := pipeline(t, open("x", "bo", "100", "2026-03-20", ""))
	q.Plans[0].Credits = append(q.Plans[0].Credits, incentive.CreditRule{Name: "team", To: incentive.ToManager, Level: 1, Share: kam.Whole()})
	q.Plans[0].Measures = append(q.Plans[0].Measures, incentive.Measure{Name: "team", Base: incentive.BaseAmount, Credits: []string{"team"}, Window: incentive.PerPeriod})
	q.Plans[0].Components = append(q.Plans[0].Components, incentive.Component{Name: "override", Measure: "team", Rate: some("0.01")})
	q.SoFar.Roster.Reporting = []incentive.ReportingLine{{Payee: "bo", Manager: "anna", Period: kam.MustPeriod("2026-01-01/2027-01-01")}}
	assert.Equal(t, []string{"won 2.2 1 40", "lost 1.2 0 40"}, told(whatIf(t, q)))
}

// A case that holds the payee says why, and has no difference.
func TestACaseThatHolds(t *testing.T) {
	q := pipeline(t, open("x", "anna", "40", "2026-03-20", ""))
	q.Plans[0].Measures[0].Base = incentive.BaseMargin
	q.SoFar.Transactions[0].Margin = some("60")
	p := whatIf(t, q)
	assert.Equal(t, []string{"won held", "lost 1.2 0 40"}, told(p))
	assert.Equal(t, "run.missing-number", p.Cases[0].Held[0].Code)
	assert.Empty(t, p.Deals[0].Alone)
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		wordtest.Formatted(t, p.Markdown(lang))
	}
}

// The distance is exact, as a fraction where a quota has no end of digits.
func TestDistancesAreExact(t *testing.T) {
	q := pipeline(t, open("x", "anna", "10", "2026-03-20", ""))
	q.Plans[0].Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(true)}
	q.SoFar.Roster.Assignments[0].Period = kam.MustPeriod("2026-01-01/2026-03-01") // 59 of 90 days
	q.SoFar.Periods = quarters[:1]
	q.Deals[0].Deal.Booked = kam.MustDay("2026-02-10")
	q.SoFar.Transactions = nil
	p := whatIf(t, q)
	assert.Equal(t, []string{"won 0.2 0.2 500/9", "lost 0 0 590/9"}, told(p))
}

func TestManyCombinationsAreRefused(t *testing.T) {
	var deals []backtest.OpenDeal
	for i := range 13 {
		deals = append(deals, open(fmt.Sprint("x", i), "anna", "1", "2026-03-20", ""))
	}
	_, err := backtest.WhatIf(t.Context(), pipeline(t, deals...), backtest.Options{})
	assert.Equal(t, []string{"backtest.too-many $.cases"}, codes(t, err))
	q := pipeline(t, deals...)
	q.Cases = []backtest.Case{{Name: "all", Outcomes: map[string]backtest.Outcome{"x0": backtest.Won}}}
	assert.Len(t, whatIf(t, q).Cases, 1)
}

func TestFaultsOfAPipeline(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*backtest.Pipeline)
		want   []string
	}{
		"nothing": {func(p *backtest.Pipeline) { *p = backtest.Pipeline{} }, []string{"backtest.too-few $.soFar.periods", "backtest.too-few $.plans", "backtest.payee $.payee", "backtest.too-few $.deals"}},
		"ids":     {func(p *backtest.Pipeline) { p.Deals[0].Deal.ID = "d1" }, []string{"backtest.twice $.deals[0].deal.id"}},
		"no date": {func(p *backtest.Pipeline) {
			p.Deals[0].Deal.Booked, p.Deals[0].MovedTo = kam.Day{}, kam.MustDay("2026-03-01")
		}, []string{"backtest.day $.deals[0].deal"}},
		"cases": {func(p *backtest.Pipeline) {
			p.Cases = []backtest.Case{{Name: "a", Outcomes: map[string]backtest.Outcome{"x": "perhaps", "y": backtest.Won}}, {Name: "a", Outcomes: map[string]backtest.Outcome{"x": backtest.Moved}}}
		}, []string{"backtest.outcome $.cases[0].outcomes.x", "backtest.deal $.cases[0].outcomes.y", "backtest.twice $.cases[1].name", "backtest.outcome $.cases[1].outcomes.x"}},
		"plan": {func(p *backtest.Pipeline) { p.Plans[0].Currency = "" }, nil},
		"run":  {func(p *backtest.Pipeline) { p.SoFar.Transactions = []incentive.Transaction{{}} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pipeline(t, open("x", "anna", "40", "2026-03-20", ""))
			x.change(&p)
			_, err := backtest.WhatIf(t.Context(), p, backtest.Options{})
			got := codes(t, err)
			if x.want == nil {
				assert.NotEmpty(t, got)
				return
			}
			assert.Equal(t, x.want, got)
		})
	}
}

func TestAskingStopsAndReportsProgress(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q := pipeline(t, open("x", "anna", "40", "2026-03-20", ""), open("y", "anna", "30", "2026-03-25", ""))
	_, err := backtest.WhatIf(ctx, q, backtest.Options{})
	require.ErrorIs(t, err, context.Canceled)
	done, total := 0, 0
	var want []byte
	for workers := range 3 {
		p, err := backtest.WhatIf(t.Context(), q, backtest.Options{Workers: workers, Progress: func(d, n int) { done, total = d, n }})
		require.NoError(t, err)
		assert.Equal(t, total, done)
		assert.Equal(t, 4, total, "each case is calculated once")
		got, err := p.JSON()
		require.NoError(t, err)
		if want == nil {
			want = got
		}
		assert.Equal(t, string(want), string(got))
	}
}
