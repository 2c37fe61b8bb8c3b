package settlement_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
)

// Anna is paid in dollars from February on. What January held back in yuan is released in yuan, on a statement of its own.
func TestHeldInTheOldCurrency(t *testing.T) {
	const terms = `{"convert": {"policy": "plan", "refunds": "own", "table": "m", "mode": "half-up"}, "clawback": {"method": "full", "base": "earned", "held": "cancel"},
		"holdbacks": [{"parts": [{"share": "0.5", "on": "booking"}, {"share": "0.5", "on": "collection"}], "sums": "at-once"}], "leavers": {"held": "as-events", "debts": "as-terms"}, ` + oldest + `}`
	start := func() (*host, settlement.Inputs) {
		h := newHost(t, withPayout(terms))
		opening := h.opening()
		d1, d2 := deal("D-1", "2026-01-10", "1000"), deal("D-2", "2026-02-10", "1000")
		h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
		h.roster.Payees[0].Currency = "USD"
		opening = h.opening()
		return h, settlement.Inputs{
			Run: h.run(february, opening, d1, d2), Opening: opening,
			Rates: []incentive.ExchangeRate{{Table: "m", From: "CNY", To: "USD", Period: kam.MustPeriod("2026-01-01/2027-01-01"), Rate: decimal.RequireFromString("0.14")}},
		}
	}
	settled := func(h *host, in settlement.Inputs) []settlement.Statement {
		s := h.settle(in)
		assert.Empty(t, s.Findings())
		var list []settlement.Statement
		for st := range s.Statements() {
			list = append(list, st)
			data, err := st.Export()
			require.NoError(t, err)
			require.NoError(t, settlement.VerifyExport(data))
		}
		require.NoError(t, ledger.Conserved(h.opening().Posted))
		in.Opening = h.opening()
		in.Run = h.run(february, in.Opening, deal("D-1", "2026-01-10", "1000"), deal("D-2", "2026-02-10", "1000"))
		again, err := settlement.Settle(in)
		require.NoError(t, err)
		assert.Empty(t, again.Batch().Entries)
		return list
	}
	for name, c := range map[string]struct {
		event                    payout.EventKind
		payable, held, owed      string
		dollars, dollarsHeldBack string
	}{
		"nothing happens": {"", "50", "50", "0", "7", "7"},
		"collected":       {payout.Collected, "100", "0", "0", "7", "7"},
		"released":        {payout.Freed, "100", "0", "0", "7", "7"},
		"cancelled":       {payout.Cancelled, "0", "0", "0", "7", "7"},
	} {
		t.Run(name, func(t *testing.T) {
			h, in := start()
			if c.event != "" {
				in.Events = []payout.Event{{Transaction: "D-1", Kind: c.event, Day: kam.MustDay("2026-02-15")}}
			}
			list := settled(h, in)
			require.Len(t, list, 2)
			assert.Equal(t, kam.Currency("USD"), list[0].Currency())
			assert.Equal(t, c.dollars, list[0].Payable().String())
			assert.Equal(t, c.dollarsHeldBack, list[0].Payout().After.HeldTotal().String())
			old := list[1]
			assert.Equal(t, kam.Currency("CNY"), old.Currency())
			assert.Equal(t, kam.Currency("CNY"), old.Payee().Currency)
			assert.Equal(t, c.payable, old.Payable().String())
			assert.Equal(t, c.held, old.Payout().After.HeldTotal().String())
			assert.Equal(t, c.owed, old.Payout().After.Owed().String())
			assert.Empty(t, old.Earnings())
			assert.Contains(t, old.Markdown(kam.English), "This is what still stands in CNY.")
			assert.Contains(t, old.Markdown(kam.Chinese), "本结算单仅列 CNY 的未结余额")
			for _, st := range list {
				_, changes := st.Changes()
				for _, x := range changes {
					assert.Equal(t, x.Kind == ledger.Earning || x.Kind == ledger.Conversion || x.Currency == "USD", st.Currency() == "USD" || x.Currency != "CNY", "%v", x)
				}
			}
		})
	}
	t.Run("the other way round", func(t *testing.T) {
		h, in := start()
		in.Events = []payout.Event{{Transaction: "D-2", Kind: payout.Collected, Day: kam.MustDay("2026-02-15")}}
		list := settled(h, in)
		assert.Equal(t, "14", list[0].Payable().String())
		assert.Equal(t, "50", list[1].Payout().After.HeldTotal().String())
	})
}
