package boundary

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/internal/num"
)

// deals returns the recipe's deals.
func (r recipe) deals() []incentive.Transaction {
	var out []incentive.Transaction
	for _, f := range r.feeds {
		for i := range f.copies {
			t := f.deal
			if i > 0 {
				t.ID = t.ID[:1] + fmt.Sprint(i+1)
			}
			out = append(out, t)
		}
	}
	return out
}

// step writes a recipe as a step; scenarios of several go on from the period of the first one.
func (r recipe) step(deals ...incentive.Transaction) scenario.Step {
	var s scenario.Step
	if !r.period.IsZero() {
		s.Period = r.period.String()
	}
	for _, metric := range slices.Sorted(maps.Keys(r.scores)) {
		s.Scores = append(s.Scores, metric+" "+num.Format(r.scores[metric]))
	}
	r.add(&s, deals...)
	return s
}

// add writes deals as lines, and in full where a line cannot hold them. Where a plan ranks by numeric id, ids are numbers.
func (r recipe) add(s *scenario.Step, deals ...incentive.Transaction) {
	for _, t := range deals {
		if r.plan.Order == incentive.ByNumericID {
			t.ID, t.Reverses = numeric(t.ID), numeric(t.Reverses)
		}
		if line, ok := scenario.FormatDeal(t); ok {
			s.Deals = append(s.Deals, line)
		} else {
			s.Transactions = append(s.Transactions, t)
		}
	}
}

// numeric writes the letter of an id as a number.
func numeric(id string) string {
	if id == "" || id[0] < 'A' || id[0] > 'Z' {
		return id
	}
	return fmt.Sprint(id[0]-'A'+1) + id[1:]
}

// scenario writes a recipe as a scenario of one step.
func (r recipe) scenario(name string) scenario.Scenario {
	return scenario.Scenario{Name: name, Given: scenario.Given{Payees: slices.Clone(r.payees), Rates: r.people}, Steps: []scenario.Step{r.step(r.deals()...)}}
}
