package settlement_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
)

// Who leaves reads until when what is held back can still be released, and is promised no day after it.
func TestLeaverReadsUntilWhenHeldIsReleased(t *testing.T) {
	for name, c := range map[string]struct {
		leavers, left string
		en, zh, never []string
	}{
		"trailing months": {
			`"held": "as-events", "trailingMonths": 2`, "2026-02-15",
			[]string{"| no fixed day, forfeited after 2026-04-15 |", "| not released: 2026-08-01 is after 2026-04-15 |", "The last day is 2026-02-15: what is held back can still be released up to 2026-04-15, and the rest is forfeited then."},
			[]string{"| 无固定日期，2026-04-15 之后作废 |", "| 不予释放：2026-08-01 晚于 2026-04-15 |", "离职日为 2026-02-15：暂扣金额在 2026-04-15 之前（含当日）满足条件的照常释放，其余届时作废。"},
			[]string{"| 2026-08-01 |", "| no fixed day |", "| 无固定日期 |"},
		},
		"months that reach beyond the day": {
			`"held": "as-events", "trailingMonths": 6`, "2026-02-15",
			[]string{"| 2026-08-01 |", "| no fixed day, forfeited after 2026-08-15 |", "released up to 2026-08-15"},
			[]string{"| 2026-08-01 |", "2026-08-15 之前（含当日）"},
			[]string{"not released"},
		},
		"a last day ahead":   {`"held": "forfeit"`, "2026-05-31", []string{"| not released: 2026-08-01 is after 2026-05-31 |"}, []string{"2026-05-31 之后作废"}, nil},
		"without an end":     {`"held": "as-events"`, "2026-02-15", []string{"| 2026-08-01 |", "| no fixed day |"}, []string{"| 无固定日期 |"}, []string{"forfeited", "作废"}},
		"somebody who stays": {`"held": "as-events", "trailingMonths": 2`, "", []string{"| 2026-08-01 |", "| no fixed day |"}, []string{"| 无固定日期 |"}, []string{"forfeited", "作废"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, withPayout(`{"holdbacks": [{"parts": [{"share": "0.5", "on": "booking"}, {"share": "0.25", "on": "collection"}, {"share": "0.25", "on": "after", "months": 6}], "sums": "at-once"}],
				"leavers": {"debts": "as-terms", `+c.leavers+`}, `+oldest+`}`))
			in := settlement.Inputs{Opening: h.opening()}
			in.Run = h.run(february, in.Opening, deal("D-1", "2026-02-10", "15000"))
			if c.left != "" {
				in.People = []settlement.Person{{Payee: "anna", Plan: "ae", Employment: payout.Employment{Left: kam.MustDay(c.left)}}}
			}
			st, ok := h.settle(in).Statement("anna", "ae")
			require.True(t, ok)
			en, zh := st.Markdown(kam.English), st.Markdown(kam.Chinese)
			for _, want := range c.en {
				assert.Contains(t, en, want)
			}
			for _, want := range c.zh {
				assert.Contains(t, zh, want)
			}
			for _, never := range c.never {
				assert.NotContains(t, en+zh, never)
			}
		})
	}
}
