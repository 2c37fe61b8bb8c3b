package settlement_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
)

// sinceNewYear measures from the start of the year.
func sinceNewYear(plan string) string {
	return strings.Replace(plan, `"window": "period"`, `"window": "year-to-date"`, 1)
}

// A late deal of January that nobody ran January anew for is paid by February's run to date. Half of it is held back and
// taken back like that of any other deal.
func TestLateDealInAnOpenRunToDate(t *testing.T) {
	terms := strings.Replace(waiting, `"leavers"`, `"clawback": {"method": "full", "base": "earned", "held": "cancel"}, "leavers"`, 1)
	h := newHost(t, sinceNewYear(withPayout(terms)))
	d1, late, d2 := deal("D-1", "2026-01-10", "1000"), deal("D-0", "2026-01-20", "300"), deal("D-2", "2026-02-10", "500")
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
	opening = h.opening()
	s := h.settle(settlement.Inputs{Run: h.run(february, opening, d1, late, d2), Opening: opening})
	assert.Empty(t, s.Findings())
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	var held []string
	for _, x := range st.Payout().After.Held {
		held = append(held, x.Transaction+" "+x.Amount.String())
	}
	assert.Equal(t, []string{"D-0 15", "D-1 50", "D-2 25"}, held)
	assert.Equal(t, "90", st.Payable().String(), "50 of January, 15 and 25")
	data, err := st.Export()
	require.NoError(t, err)
	require.NoError(t, settlement.VerifyExport(data))

	opening = h.opening()
	again, err := settlement.Settle(settlement.Inputs{Run: h.run(february, opening, d1, late, d2), Opening: opening})
	require.NoError(t, err)
	assert.Empty(t, again.Batch().Entries)

	s = h.settle(settlement.Inputs{
		Run: h.run("2026-03-01/2026-04-01", opening, d1, late, d2), Opening: opening,
		Events: []payout.Event{{Transaction: "D-0", Kind: payout.Cancelled, Day: kam.MustDay("2026-03-05")}},
	})
	assert.Empty(t, s.Findings())
	st, _ = s.Statement("anna", "ae")
	assert.Equal(t, "75", st.Payable().String(), "15 is taken back")
	assert.Equal(t, "75", st.Payout().After.HeldTotal().String(), "and 15 is cancelled")

	// February is restated: what its run to date had paid for January stays with the deal.
	opening = h.opening()
	d3 := deal("D-3", "2026-02-20", "100")
	restated := h.run(february, opening, d1, late, d2, d3)
	corrected, err := settlement.Corrected(opening, kam.MustPeriod("2026-03-01/2026-04-01"), restated)
	require.NoError(t, err)
	s, err = settlement.Settle(settlement.Inputs{
		Run: h.run("2026-03-01/2026-04-01", corrected, d1, late, d2, d3), Opening: opening,
		Late:   []settlement.Late{{Run: restated, Reason: kam.Text{EN: "D-3 came late", ZH: "D-3 迟到"}}},
		Events: []payout.Event{{Transaction: "D-0", Kind: payout.Cancelled, Day: kam.MustDay("2026-03-05")}},
	})
	require.NoError(t, err)
	assert.Empty(t, s.Findings())
	st, _ = s.Statement("anna", "ae")
	assert.Equal(t, "80", st.Payable().String(), "5 more of D-3")
	assert.Equal(t, "80", st.Payout().After.HeldTotal().String())
}

// Where rates of known deals change at the same time, nobody can say what of the sum is whose: a warning names the deals.
func TestLateDealWhoseRateIsShared(t *testing.T) {
	plan := strings.Replace(withPayout(waiting), `"rate": "0.1"`, `"tiers": {"mode": "whole", "lost": "take-back", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "1200", "rate": "0.2"}]}`, 1)
	h := newHost(t, sinceNewYear(plan))
	d1, late := deal("D-1", "2026-01-10", "1000"), deal("D-0", "2026-01-20", "300")
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
	opening = h.opening()
	s, err := settlement.Settle(settlement.Inputs{Run: h.run(february, opening, d1, late), Opening: opening})
	require.NoError(t, err)
	require.Equal(t, []string{"settlement.late-sum"}, codes(s.Findings()))
	assert.Equal(t, `what deals of earlier periods earn in "commission" under plan "ae" changes by 160 in all, for D-0 among others, of which nothing was posted: it is settled as a sum and not held back or taken back deal by deal`, s.Findings()[0].Message.EN)
	st, _ := s.Statement("anna", "ae")
	assert.Equal(t, "210", st.Payable().String(), "50 of January and the sum")

	// the remedy: January anew, as late
	again := h.run(january, opening, d1, late)
	corrected, err := settlement.Corrected(opening, kam.MustPeriod(february), again)
	require.NoError(t, err)
	s, err = settlement.Settle(settlement.Inputs{
		Run: h.run(february, corrected, d1, late), Opening: opening,
		Late: []settlement.Late{{Run: again, Reason: kam.Text{EN: "D-0 came late", ZH: "D-0 迟到"}}},
	})
	require.NoError(t, err)
	assert.Empty(t, s.Findings())
	st, _ = s.Statement("anna", "ae")
	assert.Equal(t, "130", st.Payable().String())
	assert.Equal(t, "130", st.Payout().After.HeldTotal().String())

	// higher rates of known deals alone are a sum, as ever
	h = newHost(t, sinceNewYear(plan))
	opening = h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
	opening = h.opening()
	s, err = settlement.Settle(settlement.Inputs{Run: h.run(february, opening, d1, deal("D-2", "2026-02-10", "500")), Opening: opening})
	require.NoError(t, err)
	assert.Empty(t, s.Findings())
}
