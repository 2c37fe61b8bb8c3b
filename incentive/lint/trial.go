package lint

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// figures are what attainment and pay at target are measured by.
type figures struct {
	// quota is by measure, for its window.
	quota  map[string]decimal.Decimal
	target decimal.NullDecimal
	// per is what the target is for. Empty: one commission period.
	per kam.PeriodKind
}

// assumed are the figures of examples, as the policy states them.
func (s *subject) assumed() figures {
	f := figures{quota: map[string]decimal.Decimal{}, target: decimal.NewNullDecimal(s.policy.target)}
	for name, m := range s.measures {
		switch m.Base {
		case incentive.BaseObservation:
		case incentive.BaseUnits, incentive.BaseCount:
			f.quota[name] = s.policy.units
		default:
			f.quota[name] = s.policy.quota
		}
	}
	return f
}

// stand is where the measures of a component stand, each in its own quantity. Measures that are not named stand at
// their quota, and observations at the highest bound that the component has for them.
type stand map[string]decimal.Decimal

// example is one payee of a trial.
type example struct {
	figures figures
	deals   []incentive.Transaction
	scores  map[string]decimal.Decimal
	// assigned changes the payee's assignment. Nil: as it is.
	assigned func(*incentive.Assignment)
	// manager is who the payee reports to. Empty: nobody.
	manager string
}

// trial is one component by itself, on the engine.
type trial struct {
	s       *subject
	k       incentive.Component
	plan    incentive.Plan
	program *incentive.Program
	// attributes are those of every deal, for a table.
	attributes map[string]string
}

// try compiles a plan that [subject.alone] made, and perhaps changed; nil when it does not compile.
func (s *subject) try(p incentive.Plan) *trial {
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}, Calendar: s.calendar})
	if err != nil {
		return nil
	}
	t := &trial{s: s, k: p.Components[0], plan: p, program: program}
	if t.k.Table != nil {
		t.attributes = best(*t.k.Table)
	}
	return t
}

// best returns the attributes of the cell with the highest rate.
func best(t incentive.Table) map[string]string {
	high := 0
	for i, c := range t.Cells {
		if c.Rate.GreaterThan(t.Cells[high].Rate) {
			high = i
		}
	}
	out := map[string]string{}
	for i, d := range t.Dimensions {
		if d.Attribute != "" && len(t.Cells) > 0 {
			out[d.Attribute] = t.Cells[high].At[i]
		}
	}
	return out
}

// maxDeals is the largest number of deals of one example.
const maxDeals = maxListed

// at makes the example of a payee whose measures stand so; false when no deals can bring them there.
func (t *trial) at(f figures, where stand) (example, bool) {
	e := example{figures: f, scores: map[string]decimal.Decimal{}}
	groups := map[string]map[incentive.Base]decimal.Decimal{}
	for _, m := range t.plan.Measures {
		x, stated := where[m.Name]
		if m.Base == incentive.BaseObservation {
			if !stated {
				x = highest(t.k, m.Name)
			}
			e.scores[m.Metric] = x
			continue
		}
		if !stated {
			x = f.quota[m.Name]
		}
		if !fits(x) || x.IsNegative() {
			return example{}, false
		}
		g := groupOf(t.k, m.Name)
		if groups[g] == nil {
			groups[g] = map[incentive.Base]decimal.Decimal{}
		}
		if _, there := groups[g][m.Base]; !there || stated {
			groups[g][m.Base] = x
		}
	}
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		deals, ok := t.sell(g, groups[g], len(e.deals))
		if !ok {
			return example{}, false
		}
		e.deals = append(e.deals, deals...)
	}
	return e, true
}

// sell makes the deals that bring the quantities of a group together; one deal, or as many as are counted.
func (t *trial) sell(group string, want map[incentive.Base]decimal.Decimal, first int) ([]incentive.Transaction, bool) {
	n := int64(1)
	if count, ok := want[incentive.BaseCount]; ok {
		if !count.IsInteger() || count.GreaterThan(decimal.New(maxDeals, 0)) {
			return nil, false
		}
		if n = count.IntPart(); n == 0 {
			return nil, true
		}
	}
	if !slices.ContainsFunc(slices.Collect(maps.Values(want)), decimal.Decimal.IsPositive) {
		return nil, true
	}
	out := make([]incentive.Transaction, n)
	for i := range out {
		out[i] = t.deal(group, first+i)
		out[i].Amount = decimal.New(1, 0)
	}
	for base, total := range want {
		each := num.RoundRat(ratio(total, n), maxDecimals, num.Down)
		for i := range out {
			x := each
			if i == len(out)-1 {
				x = total.Sub(each.Mul(decimal.New(n-1, 0)))
			}
			put(&out[i], base, x)
		}
	}
	return out, true
}

// deal is a deal without quantities.
func (t *trial) deal(group string, i int) incentive.Transaction {
	a := maps.Clone(t.attributes)
	if a == nil {
		a = map[string]string{}
	}
	a[exampleGroup] = group
	return incentive.Transaction{ID: fmt.Sprintf("d%d", i+1), Sequence: int64(i + 1), Booked: t.s.period.From, Attributes: a}
}

// put states a deal's quantity.
func put(t *incentive.Transaction, base incentive.Base, x decimal.Decimal) {
	switch base {
	case incentive.BaseAmount:
		t.Amount = x
	case incentive.BaseMargin:
		t.Margin = decimal.NewNullDecimal(x)
	case incentive.BaseCash:
		t.Cash = decimal.NewNullDecimal(x)
	case incentive.BaseUnits:
		t.Units = decimal.NewNullDecimal(x)
	case incentive.BaseCount, incentive.BaseObservation:
	}
}

// run computes examples, each of a payee of its own. What an example earns is invalid where the engine holds the payee.
func (t *trial) run(examples []example) []decimal.NullDecimal {
	out := make([]decimal.NullDecimal, len(examples))
	if len(examples) == 0 {
		return out
	}
	in := incentive.Inputs{Period: t.s.period}
	var deals []incentive.Transaction
	index := make(map[string]int, len(examples))
	for i, e := range examples {
		who := fmt.Sprintf("%s-%d", examplePayee, i)
		index[who] = i
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: who})
		a := t.assign(who, e.figures)
		if e.assigned != nil {
			e.assigned(&a)
		}
		in.Roster.Assignments = append(in.Roster.Assignments, a)
		if e.manager != "" {
			if boss := (incentive.Payee{ID: e.manager}); !slices.Contains(in.Roster.Payees, boss) {
				in.Roster.Payees = append(in.Roster.Payees, boss)
			}
			in.Roster.Reporting = append(in.Roster.Reporting, incentive.ReportingLine{Payee: who, Manager: e.manager, Period: t.s.period})
		}
		for _, d := range e.deals {
			deals = append(deals, owned(d, who))
		}
		in.Observations = append(in.Observations, t.observations(who, e.scores)...)
	}
	in.Transactions, in.Rates = incentive.Transactions(deals), t.rates()
	run, err := t.program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
	if err != nil {
		return out
	}
	for st := range run.Statements() {
		out[index[st.Payee().ID]] = decimal.NewNullDecimal(st.Earned())
	}
	return out
}

// observations are a payee's scores.
func (t *trial) observations(who string, scores map[string]decimal.Decimal) []kam.Observation {
	var out []kam.Observation
	for _, metric := range slices.Sorted(maps.Keys(scores)) {
		out = append(out, kam.Observation{
			Subject: kam.Subject{Kind: "payee", ID: who}, Metric: metric, Period: t.s.period, Value: decimal.NewNullDecimal(scores[metric]), Unit: "points",
		})
	}
	return out
}

// owned makes a deal one of a payee's: ids are the payee's own, and an owner is the payee.
func owned(d incentive.Transaction, who string) incentive.Transaction {
	d.ID = who + "/" + d.ID
	if d.Reverses != "" {
		d.Reverses = who + "/" + d.Reverses
		return d
	}
	if len(d.Participants) == 0 {
		d.Owner = who
		return d
	}
	d.Participants = slices.Clone(d.Participants)
	for i := range d.Participants {
		d.Participants[i].Payee = who + d.Participants[i].Payee
	}
	return d
}

// assign puts a payee on the plan of the trial.
func (t *trial) assign(who string, f figures) incentive.Assignment {
	a := incentive.Assignment{Payee: who, Plan: t.plan.ID, Version: t.plan.Version, Period: t.s.period}
	if f.target.Valid {
		a.Target = incentive.Target{Amount: f.target, Per: t.plan.Period}
		if f.per != "" {
			a.Target.Per = f.per
		}
	}
	for _, m := range t.plan.Measures {
		if q, ok := f.quota[m.Name]; ok && m.Base != incentive.BaseObservation {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: t.s.period, Amount: q})
		}
	}
	return a
}

// pay returns what a component pays at each of several places.
func (t *trial) pay(f figures, places ...stand) []decimal.NullDecimal {
	out := make([]decimal.NullDecimal, len(places))
	var examples []example
	var of []int
	for i, where := range places {
		if e, ok := t.at(f, where); ok {
			examples, of = append(examples, e), append(of, i)
		}
	}
	for j, x := range t.run(examples) {
		out[of[j]] = x
	}
	return out
}
