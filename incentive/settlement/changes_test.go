package settlement_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/settlement"
)

// What did not move is no cause of a change.
func TestChangesNameWhatMoved(t *testing.T) {
	plain := withPayout(`{` + oldest + `}`)
	toDate := strings.Replace(plain, `"window": "period"`, `"window": "year-to-date"`, 1)
	require.NotEqual(t, plain, toDate)
	year := func(periods ...string) (list []incentive.Assignment) {
		for _, p := range periods {
			list = append(list, incentive.Assignment{Payee: "anna", Plan: "ae", Version: 1, Period: kam.MustPeriod(p)})
		}
		return list
	}
	one := []string{"2026-01-01/2027-01-01"}
	for name, c := range map[string]struct {
		plan        string
		assignments []string
		deals       []incentive.Transaction
		want        kam.Text
	}{
		"to date, where it stood": {
			toDate, one, nil,
			kam.Text{EN: "of 100.00 earned to date, 100.00 was posted before", ZH: "累计所得 100.00，其中 100.00 此前已入账"},
		},
		"to date, more": {
			toDate, one,
			[]incentive.Transaction{deal("D-2", "2026-02-10", "500")},
			kam.Text{EN: "revenue from 1,000 to 1,500; of 150.00 earned to date, 100.00 was posted before", ZH: "revenue 由 1,000 变为 1,500；累计所得 150.00，其中 100.00 此前已入账"},
		},
		"a period like the one before": {
			plain, one,
			[]incentive.Transaction{deal("D-2", "2026-02-10", "1000")},
			kam.Text{EN: "the measure stands where it stood", ZH: "指标与上期相同"},
		},
		"two assignments": {
			plain,
			[]string{"2026-01-01/2026-02-16", "2026-02-16/2027-01-01"},
			[]incentive.Transaction{deal("D-2", "2026-02-10", "300"), deal("D-3", "2026-02-20", "400.33")},
			kam.Text{EN: "2 assignments to the plan in this period, with revenue at 300, 400.33; 1 in the period before, at 1,000", ZH: "本期有 2 段分配，revenue 分别为 300、400.33；上期 1 段，为 1,000"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, c.plan)
			h.roster.Assignments = year(c.assignments...)
			opening := h.opening()
			d1 := deal("D-1", "2026-01-10", "1000")
			before := h.run(january, opening, d1)
			h.settle(settlement.Inputs{Run: before, Opening: opening})
			opening = h.opening()
			s := h.settle(settlement.Inputs{Run: h.run(february, opening, append(c.deals, d1)...), Opening: opening, Previous: before})
			st, ok := s.Statement("anna", "ae")
			require.True(t, ok)
			_, changes := st.Changes()
			var got []kam.Text
			for _, x := range changes {
				if x.Kind == ledger.Earning {
					got = append(got, x.Because)
				}
			}
			assert.Equal(t, []kam.Text{c.want}, got)
		})
	}
}
