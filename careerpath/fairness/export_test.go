package fairness

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
)

// PairsOf counts equal totals with unequal outcomes.
func PairsOf(o promotion.Outcome, groups map[kam.Subject]string) []Pair {
	return newTrial(promotion.Record{}, o, groups).pairs()
}

// StatesOf returns the states of each criterion as an audit reads them.
func StatesOf(record promotion.Record, o promotion.Outcome, groups map[kam.Subject]string) map[string][]criteria.State {
	out := map[string][]criteria.State{}
	for _, c := range newTrial(record, o, groups).criteria {
		out[c.id] = c.states
	}
	return out
}
