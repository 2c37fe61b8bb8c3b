package settlement_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wordtest"
)

// waiting holds half of what a deal earns until its cash is in.
const waiting = `{"holdbacks": [{"parts": [{"share": "0.5", "on": "booking"}, {"share": "0.5", "on": "collection"}], "sums": "at-once"}],
	"leavers": {"held": "as-events", "debts": "as-terms"}, ` + oldest + `}`

func collected(deal, day, fraction string) payout.Event {
	f := kam.MustFraction(fraction)
	return payout.Event{Transaction: deal, Kind: payout.Collected, Day: kam.MustDay(day), Fraction: &f}
}

// A deal goes to ben after half of its cash was in: his half stays held back, and a warning says which event is missing.
func TestEventOfADealThatMoves(t *testing.T) {
	h := newHost(t, withPayout(waiting))
	h.roster.Payees = append(h.roster.Payees, incentive.Payee{ID: "ben", Name: "Ben"})
	h.roster.Assignments = append(h.roster.Assignments, incentive.Assignment{Payee: "ben", Plan: "ae", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01")})
	opening := h.opening()
	d1 := deal("D-1", "2026-01-10", "1000")
	s := h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening, Events: []payout.Event{collected("D-1", "2026-01-20", "1/2")}})
	assert.Empty(t, s.Findings())

	d1.Owner = "ben"
	opening = h.opening()
	in := settlement.Inputs{
		Run: h.run(february, opening), Opening: opening,
		Late: []settlement.Late{{Run: h.run(january, opening, d1), Reason: kam.Text{EN: "D-1 is Ben's", ZH: "D-1 归 Ben"}}},
	}
	s, err := settlement.Settle(in)
	require.NoError(t, err)
	require.Equal(t, []string{"settlement.event-again"}, codes(s.Findings()))
	f := s.Findings()[0]
	assert.Equal(t, "payee ben", f.Place)
	assert.Equal(t, kam.Text{
		EN: `deal "D-1" is new to "ben" in "commission": CNY 50.00 of it stays held back, because no event "collected" was handed in; before, it had released CNY 25.00 to "anna" under plan "ae"`,
		ZH: `交易 "D-1" 新计入 "ben"（"commission"）：CNY 50.00 仍暂扣，因为没有传入事件 "collected"；此前该事件已释放："anna" 在方案 "ae" 下 CNY 25.00`,
	}, f.Message)
	assert.Equal(t, kam.Text{
		EN: `hand in the last event "collected" of "D-1" again, with its fraction`,
		ZH: `请再次传入 "D-1" 的最近一次 "collected" 事件及其比例`,
	}, f.Remedy)
	in.Events = []payout.Event{collected("D-1", "2026-01-20", "1/2")}
	s = h.settle(in)
	assert.Empty(t, s.Findings())
	st, ok := s.Statement("ben", "ae")
	require.True(t, ok)
	assert.Equal(t, "75", st.Payable().String())
	assert.Equal(t, "25", st.Payout().After.HeldTotal().String())
	opening = h.opening()
	s = h.settle(settlement.Inputs{Run: h.run("2026-03-01/2026-04-01", opening), Opening: opening})
	assert.Empty(t, s.Findings(), "the deal is not new any more")
}

// An event that comes before the deal counts, or after the period, is not kept.
func TestEventThatReachesNobody(t *testing.T) {
	h := newHost(t, withPayout(waiting))
	opening := h.opening()
	s, err := settlement.Settle(settlement.Inputs{
		Run: h.run(january, opening, deal("D-1", "2026-02-10", "1000"), deal("D-2", "2026-01-10", "1000")), Opening: opening,
		Events: []payout.Event{
			collected("D-1", "2026-01-20", "1"), collected("D-2", "2026-02-01", "1/2"), collected("D-2", "2026-01-31", "1/3"), collected("D-2", "2026-02-20", "1"),
		},
	})
	require.NoError(t, err)
	var found []string
	for _, f := range s.Findings() {
		found = append(found, f.Code+" "+f.Place)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
		assert.Contains(t, f.Remedy.EN, "again")
		assert.Contains(t, f.Remedy.ZH, "再次传入")
	}
	assert.Equal(t, []string{"settlement.early-event events[0]", "settlement.later-event events[1]"}, found)
	assert.Equal(t, `deal "D-1" does not count before 2026-02-01: the event collected of 2026-01-20 changes nothing`, s.Findings()[0].Message.EN)
	assert.Equal(t, "events of 2026-02-01 or later are passed over: 2", s.Findings()[1].Message.EN)
}

// Somebody who lost something on leaving and has no last day any more draws again: a warning says so.
func TestLastDayThatIsMissing(t *testing.T) {
	const forfeits = `{"holdbacks": [{"parts": [{"share": "0.5", "on": "booking"}, {"share": "0.5", "on": "collection"}], "sums": "at-once"}],
		"guarantee": {"amount": "1000", "for": {"partial": "by-days"}, "against": "earned", "belowZero": "lift"},
		"leavers": {"held": "forfeit", "debts": "as-terms"}, "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0", "position": "after-draw"}}`
	for name, c := range map[string]struct{ day string }{"held back is forfeited": {"2026-01-10"}, "credited after leaving": {"2026-01-20"}} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, withPayout(forfeits))
			left := []settlement.Person{{Payee: "anna", Employment: payout.Employment{Left: kam.MustDay("2026-01-15")}}}
			opening := h.opening()
			s := h.settle(settlement.Inputs{Run: h.run(january, opening, deal("D-1", c.day, "1000")), Opening: opening, People: left})
			assert.Empty(t, s.Findings())
			opening = h.opening()
			in := settlement.Inputs{Run: h.run(february, opening), Opening: opening, People: left}
			s, err := settlement.Settle(in)
			require.NoError(t, err)
			assert.Empty(t, s.Findings())
			in.People = nil
			s, err = settlement.Settle(in)
			require.NoError(t, err)
			require.Equal(t, []string{"settlement.left-before"}, codes(s.Findings()))
			assert.True(t, strings.HasPrefix(s.Findings()[0].Message.EN, `"anna" has lost or been forgiven something on leaving, is assigned to plan "ae"`))
			in.People = []settlement.Person{{Payee: "anna", Employment: payout.Employment{Hired: kam.MustDay("2026-02-01")}}}
			s, err = settlement.Settle(in)
			require.NoError(t, err)
			assert.Empty(t, s.Findings(), "came back")
		})
	}
}
