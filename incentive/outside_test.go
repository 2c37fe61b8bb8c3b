package incentive_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

const cappedDeals = `{"name": "commission", "measure": "revenue", "rate": "0.1", "caps": [{"per": "transaction", "amount": "60"}]}`

// afterwards is the second quarter, in which a part of a deal of the first is taken back that a cap had cut from 100 to 60.
func afterwards(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.component(t, cappedDeals)
	o.in.Period = secondQuarter
	o.add(sold("a2", "anna", "500", "2026-04-10"), returned("r1", "a1", "-600", "2026-05-01"))
	return o
}

// without takes one deal out of an office.
func (o *office) without(id string) {
	o.deals = slices.DeleteFunc(o.deals, func(d incentive.Transaction) bool { return d.ID == id })
}

// Every way out that a refund with an original outside the run names is one.
func TestRefundOutsideSaysWhatHelps(t *testing.T) {
	const hand = "; or leave it out and take the commission back by an adjustment of the settlement"
	deal := sold("a1", "anna", "1000", "2026-02-01")
	for name, c := range map[string]struct {
		change          func(*office)
		message, remedy string
		ways            map[string]func(*office)
		earns           map[string]string
	}{
		"by recalculation under a cap per transaction": {
			func(*office) {},
			`"r1" takes back "a1", which lies before what this run calculates, so that nothing says how much of it the cap per transaction of "commission" has cut`,
			`write "refunds": {"method": "mirror"} in the plan and state what "a1" earned "anna" under "earned" in the opening's prior deals, or give the measure a window that holds both` + hand,
			map[string]func(*office){
				"by hand": func(o *office) { o.without("r1") },
				"mirrored": func(o *office) {
					o.sales.Refunds.Method = incentive.Mirror
					o.in.Opening.Prior = []incentive.Prior{{Payee: "anna", Plan: "sales", Transaction: deal, Earned: numbers("commission", "60")}}
				},
				"a window that holds both": func(o *office) {
					o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.YearToDate, incentive.FullPeriod
					first := posted("2026-01-01/2026-04-01", "60")
					o.in.Opening.Ledger.Posted = append(o.in.Opening.Ledger.Posted, first)
				},
			},
			// 50 of a2, less 36 of the 60, or less the 20 that 400 at 10 % leave of them
			map[string]string{"by hand": "50", "mirrored": "14", "a window that holds both": "30"},
		},
		"by mirroring": {
			func(o *office) { o.sales.Refunds.Method = incentive.Mirror },
			`"r1" takes back "a1", which lies before what this run calculates`,
			`state what "a1" earned "anna", for each component that paid it, under "earned" in the opening's prior deals` + hand,
			map[string]func(*office){
				"by hand": func(o *office) { o.without("r1") },
				"prior": func(o *office) {
					o.in.Opening.Prior = []incentive.Prior{{Payee: "anna", Plan: "sales", Transaction: deal, Earned: numbers("commission", "60")}}
				},
			},
			map[string]string{"by hand": "50", "prior": "14"},
		},
		"netted into the original": {
			func(o *office) { o.sales.Refunds.Period = incentive.Origin },
			`"r1" takes back "a1", which lies before what this run calculates, and the plan nets refunds into their originals`,
			`leave it out here and run the period of "a1" anew with it, which gives a correction` + hand,
			map[string]func(*office){
				"left out": func(o *office) { o.without("r1") },
				"run anew": func(o *office) { o.in.Period = firstQuarter },
			},
			map[string]string{"left out": "50", "run anew": "40"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := afterwards(t)
			c.change(o)
			run := o.mustRun(t)
			require.Equal(t, []string{"anna sales run.refund-outside-window @ transaction r1"}, heldBy(run)[:1])
			for h := range run.Held() {
				if h.Payee.ID == "anna" {
					assert.Equal(t, c.message, h.Findings[0].Message.EN)
					assert.Equal(t, c.remedy, h.Findings[0].Remedy.EN)
				}
			}
			for way, mend := range c.ways {
				o := afterwards(t)
				c.change(o)
				mend(o)
				s := o.statement(t, "anna", "sales")
				assert.Equal(t, c.earns[way], s.Earned().String(), way)
				exported, err := s.Export()
				require.NoError(t, err)
				require.NoError(t, incentive.VerifyStatement(exported), way)
			}
		})
	}
}

// A refund that is dated before its original counts on its original's date, and the run says so once, with both dates.
func TestRefundBeforeItsOriginalIsToldOf(t *testing.T) {
	told := func(run *incentive.Run) []kam.Finding {
		return slices.DeleteFunc(slices.Clone(run.Findings()), func(f kam.Finding) bool { return f.Code != string(incentive.CodeRefundBefore) })
	}
	for _, period := range []incentive.RefundPeriod{incentive.Current, incentive.Origin} {
		o := newOffice(t)
		o.sales.Refunds.Period = period
		o.add(returned("r1", "a1", "-400", "2026-01-05"))
		run := o.mustRun(t)
		found := told(run)
		require.Len(t, found, 1, period)
		inBoth(found[0])
		assert.Equal(t, kam.Warning, found[0].Severity)
		assert.Equal(t, "transaction r1", found[0].Place)
		assert.Equal(t, `"r1" of 2026-01-05 takes back "a1" of 2026-02-01: it is dated before its original, and counts on 2026-02-01`, found[0].Message.EN)
		assert.Equal(t, `“r1”（2026-01-05）冲销“a1”（2026-02-01）：退款日期早于原交易，按 2026-02-01 计入`, found[0].Message.ZH)
		assert.Equal(t, []string{"anna sales 60", "bo sales 200", "cai lead 26", "dan sales 50"}, paidBy(run))

		o.in.Period = secondQuarter
		assert.Empty(t, told(o.mustRun(t)), "another period than the one it counts in")
		o.in.Period = firstQuarter
		o.deals[3].Booked = kam.MustDay("2026-02-01")
		assert.Empty(t, told(o.mustRun(t)), "on the same day")
	}
}

// gatedRace pays on the second quarter, behind a gate on the year that forfeits: a credit that counts for no quota.
func gatedRace(t *testing.T, deals ...incentive.Transaction) []byte {
	t.Helper()
	o := newOffice(t)
	o.in.Period = secondQuarter
	o.sales.Credits[0].Retires = new(false)
	year := o.sales.Measures[0]
	year.Name, year.Window, year.Denominator = "year", incentive.YearToDate, incentive.FullPeriod
	o.sales.Measures = append(o.sales.Measures, year)
	o.component(t, `{"name": "commission", "measure": "revenue", "rate": "0.1", "gates": [{"measure": "year", "basis": "amount", "at": "5000", "test": "running", "failedThenPassed": "forfeit", "passedThenLost": "latched", "kind": "cliff"}]}`)
	o.deals = deals
	s := o.statement(t, "anna", "sales")
	require.Equal(t, decimal.Zero.String(), s.Earned().String())
	exported, err := s.Export()
	require.NoError(t, err)
	return exported
}

// A refund of a deal that a gate had kept from paying takes nothing back, and the export lists the deal, so that this can
// be verified although the deal moves no measure and lies before the component's window.
func TestExportListsWhatAGateJudged(t *testing.T) {
	exported := gatedRace(t, sold("a1", "anna", "1000", "2026-02-01"), returned("r1", "a1", "-400", "2026-05-01"))
	assert.Contains(t, string(exported), `"judged":[{"place":1,"transaction":"a1","participant":1,"date":"2026-02-01","rule":"own"}]`)
	require.NoError(t, incentive.VerifyStatement(exported))
	none := gatedRace(t, sold("a1", "anna", "1000", "2026-04-01"), returned("r1", "a1", "-400", "2026-05-01"))
	assert.NotContains(t, string(none), `"judged"`, "it is a line itself")
	require.NoError(t, incentive.VerifyStatement(none))
}
