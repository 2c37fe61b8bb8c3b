package backtest

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
)

// Forecast is how the cost of plans spreads over the trials of a [Simulation]. It is plain data and the caller's own. The
// zero value forecasts nothing.
type Forecast struct {
	// Plans are those of the simulation, by id and version.
	Plans   []PlanRef    `json:"plans"`
	Periods []kam.Period `json:"periods"`
	Trials  int          `json:"trials"`
	Seed    uint64       `json:"seed"`
	// Totals are the cost of all payees, by currency.
	Totals []ForecastTotal `json:"totals,omitempty"`
	// Payees are those who earn anything in any trial, by id and currency.
	Payees []PayeeSpread `json:"payees,omitempty"`
	// Budgets are those of the simulation, in their order.
	Budgets []BudgetRisk `json:"budgets,omitempty"`
	// Held are those who are held in any trial, by id: what they earn is missing in the sums of those trials.
	Held []HeldTrials `json:"held,omitempty"`
}

// Spread is how an amount spreads over the trials. A percentile is the smallest amount of a trial that at least so many
// per cent of the trials do not exceed (nearest rank): always an amount that occurred, never one between two.
type Spread struct {
	Least decimal.Decimal `json:"least"`
	P10   decimal.Decimal `json:"p10"`
	P50   decimal.Decimal `json:"p50"`
	P90   decimal.Decimal `json:"p90"`
	Most  decimal.Decimal `json:"most"`
	// Sum is the sum over all trials, exact, and Mean that divided by the trials, half-up at the currency's minor units.
	Sum  decimal.Decimal `json:"sum"`
	Mean decimal.Decimal `json:"mean"`
}

// ForecastTotal is the cost in one currency.
type ForecastTotal struct {
	Currency kam.Currency `json:"currency"`
	Cost     Spread       `json:"cost"`
	// Revenue is what payees are credited with as owners in this currency, before factors.
	Revenue Spread `json:"revenue"`
	// Components are what each component contributes, in the order of the plans; their sums are the sum of the cost. What is
	// done to a plan's sum has a name in brackets, such as "(plan-cap)".
	Components []PartSpread `json:"components,omitempty"`
}

// PartSpread is what one component contributes.
type PartSpread struct {
	Plan      string `json:"plan"`
	Component string `json:"component"`
	Cost      Spread `json:"cost"`
}

// PayeeSpread is what one payee earns in one currency.
type PayeeSpread struct {
	Payee    string       `json:"payee"`
	Name     string       `json:"name,omitempty"`
	Currency kam.Currency `json:"currency"`
	Earned   Spread       `json:"earned"`
}

// BudgetRisk is how often the cost exceeds a budget.
type BudgetRisk struct {
	Budget kam.Money `json:"budget"`
	// Over is the number of trials, of Trials, in which the cost in the budget's currency is above it.
	Over   int `json:"over"`
	Trials int `json:"trials"`
}

// Chance returns Over ÷ Trials, exactly.
func (b BudgetRisk) Chance() *big.Rat { return big.NewRat(int64(b.Over), int64(max(b.Trials, 1))) }

// HeldTrials is somebody who is held in some trials.
type HeldTrials struct {
	Payee  string `json:"payee"`
	Trials int    `json:"trials"`
	// First is the first such trial, from 1, and Findings why.
	First    int           `json:"first"`
	Findings []kam.Finding `json:"findings,omitempty"`
}

// JSON returns the forecast as indented JSON.
func (f *Forecast) JSON() ([]byte, error) { return strictjson.Pretty(f) }

// finish adds the result of a trial.
func (m *simulating) finish(trial int, out *played, err error, progress func(done, total int)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		if m.failure == nil || trial < m.failed {
			m.failed, m.failure = trial, err
		}
		return
	}
	for at, amount := range out.earned {
		into(m.costs, at.currency, trial, amount, m.s.Trials)
		into(m.payees, account{at.payee, at.currency}, trial, amount, m.s.Trials)
		into(m.parts, partKey{at.plan, at.component, at.currency}, trial, amount, m.s.Trials)
	}
	for at, amount := range out.revenue {
		into(m.revenue, at.currency, trial, amount, m.s.Trials)
	}
	for id, reasons := range out.held {
		h := m.held[id]
		if h == nil {
			h = &HeldTrials{Payee: id, First: trial + 1}
			m.held[id] = h
		}
		if h.Trials++; trial < h.First {
			h.First, h.Findings = trial+1, slices.Clone(reasons[0].findings)
		}
	}
	if m.done++; progress != nil {
		progress(m.done, m.s.Trials)
	}
}

func into[K comparable](all map[K][]decimal.Decimal, k K, trial int, amount decimal.Decimal, trials int) {
	if all[k] == nil {
		all[k] = make([]decimal.Decimal, trials)
	}
	all[k][trial] = all[k][trial].Add(amount)
}

// spread sorts the amounts of all trials and reads the percentiles.
func spread(amounts []decimal.Decimal, places int32) Spread {
	s := slices.SortedFunc(slices.Values(amounts), decimal.Decimal.Cmp)
	if len(s) == 0 {
		return Spread{}
	}
	out := Spread{Least: s[0], P10: percentile(s, 10), P50: percentile(s, 50), P90: percentile(s, 90), Most: s[len(s)-1]}
	for _, d := range s {
		out.Sum = out.Sum.Add(d)
	}
	out.Mean = num.RoundRat(new(big.Rat).Quo(num.Rat(out.Sum), big.NewRat(int64(len(s)), 1)), places, num.HalfUp)
	return out
}

// percentile returns the smallest of the ascending amounts that at least p per cent of them do not exceed.
func percentile(ascending []decimal.Decimal, p int) decimal.Decimal {
	rank := (p*len(ascending) + 99) / 100
	return ascending[max(rank, 1)-1]
}

// forecast reads the results of all trials.
func (m *simulating) forecast() *Forecast {
	f := &Forecast{Plans: refs(m.s.Plans), Periods: slices.Clone(m.s.Base.Periods), Trials: m.s.Trials, Seed: m.s.Seed}
	names := map[string]string{}
	for _, p := range m.s.Base.Roster.Payees {
		names[p.ID] = p.Name
	}
	rank := m.rank()
	for _, currency := range slices.Sorted(maps.Keys(m.costs)) {
		places := currency.MinorUnits()
		t := ForecastTotal{Currency: currency, Cost: spread(m.costs[currency], places), Revenue: spread(m.revenue[currency], places)}
		for _, k := range slices.SortedFunc(maps.Keys(m.parts), func(a, b partKey) int {
			return cmp.Or(strings.Compare(a.plan, b.plan), rank(a)-rank(b), strings.Compare(a.component, b.component))
		}) {
			if k.currency == currency {
				t.Components = append(t.Components, PartSpread{k.plan, k.component, spread(m.parts[k], places)})
			}
		}
		f.Totals = append(f.Totals, t)
	}
	for _, k := range slices.SortedFunc(maps.Keys(m.payees), func(a, b account) int {
		return cmp.Or(strings.Compare(a.payee, b.payee), strings.Compare(string(a.currency), string(b.currency)))
	}) {
		f.Payees = append(f.Payees, PayeeSpread{k.payee, names[k.payee], k.currency, spread(m.payees[k], k.currency.MinorUnits())})
	}
	for _, b := range m.s.Budgets {
		risk := BudgetRisk{Budget: b, Trials: m.s.Trials}
		for _, cost := range m.costs[b.Currency] {
			if cost.GreaterThan(b.Amount) {
				risk.Over++
			}
		}
		f.Budgets = append(f.Budgets, risk)
	}
	for _, id := range slices.Sorted(maps.Keys(m.held)) {
		f.Held = append(f.Held, *m.held[id])
	}
	return f
}

// rank returns the place of a component in its plan; what is done to the plan's sum is last.
func (m *simulating) rank() func(partKey) int {
	places := map[[2]string]int{}
	for _, p := range m.program.Plans() {
		for _, k := range p.Components {
			if _, ok := places[[2]string{p.ID, k.Name}]; !ok {
				places[[2]string{p.ID, k.Name}] = len(places)
			}
		}
	}
	return func(k partKey) int {
		if i, ok := places[[2]string{k.plan, k.component}]; ok {
			return i
		}
		return len(places)
	}
}
