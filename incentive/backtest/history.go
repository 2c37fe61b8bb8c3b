package backtest

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds on what is read.
const (
	// MaxPeriods is the largest number of commission periods of a [History].
	MaxPeriods = 120
	// MaxTransactions is the largest number of its transactions.
	MaxTransactions = 1_000_000
)

// History is what happened, or is taken as certain: the commission periods that are calculated one after the other, and
// everything that their runs read. Each run sees all of it, late deals and refunds included, as one who looks back does.
// The zero value is no history.
//
// What a period earns is posted, in memory, before the next one is calculated, for each plan that is tried on books of
// its own, so that measures to date, caps for life and caps that carry their excess go on as they would have done.
type History struct {
	// Periods are the commission periods, ascending and not overlapping; 1 to [MaxPeriods].
	Periods []kam.Period `json:"periods"`
	// Roster is who was paid by what.
	Roster incentive.Roster `json:"roster"`
	// Transactions are all deals and refunds, those included that to-date measures look back on; at most [MaxTransactions].
	Transactions []incentive.Transaction `json:"transactions,omitempty"`
	// Observations are the figures that measures name, each with its period.
	Observations []kam.Observation `json:"observations,omitempty"`
	// Rates are exchange rates.
	Rates []incentive.ExchangeRate `json:"rates,omitempty"`
	// Positions are where to-date measures stand before the first period; they hold for periods of the first one's windows.
	Positions []incentive.Position `json:"positions,omitempty"`
	// Prior are earlier credits that refunds may take back.
	Prior []incentive.Prior `json:"prior,omitempty"`
	// Posted is what was posted for periods before the first one. What it holds for that one and later ones is passed over:
	// they are calculated anew.
	Posted []ledger.Posted `json:"posted,omitempty"`
}

// span is the stretch from the first day of the first period to the last of the last.
func (h History) span() kam.Period {
	return kam.Period{From: h.Periods[0].From, Until: h.Periods[len(h.Periods)-1].Until}
}

// check reports what a history lacks.
func (h History) check(f *wording.Faults, at string) {
	if f.Count(at+".periods", len(h.Periods), 1, MaxPeriods) {
		for i, p := range h.Periods {
			place := wording.At(at+".periods", i)
			if !f.Period(place, p, true) || i == 0 {
				continue
			}
			if before := h.Periods[i-1]; before.Check() == nil && !before.IsOpen() && p.From.Before(before.Until) {
				f.Add("order", place, say("it begins before %s has ended", "早于 %s 结束之日开始", before), say("list the periods in their order", "请按先后顺序列出期间"))
			}
		}
	}
	f.Count(at+".transactions", len(h.Transactions), 0, MaxTransactions)
}

// opening returns what was posted before the first period.
func (h History) opening() []ledger.Posted {
	first := h.Periods[0].From
	return slices.DeleteFunc(slices.Clone(h.Posted), func(p ledger.Posted) bool { return !p.Period.From.Before(first) })
}
