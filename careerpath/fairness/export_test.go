package fairness

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
)

// PairsOf counts equal totals with unequal outcomes.
func PairsOf(o promotion.Outcome, groups map[kam.Subject]string) []Pair {
	return newTrial(promotion.Cycle{}, o, groups, nothing).pairs()
}

// StatesOf returns the states of each criterion as an audit reads them.
func StatesOf(cycle promotion.Cycle, o promotion.Outcome, groups map[kam.Subject]string, frozen promotion.Frozen) map[string][]criteria.State {
	out := map[string][]criteria.State{}
	for _, c := range newTrial(cycle, o, groups, func(kam.Subject) (promotion.Frozen, bool) { return frozen, true }).criteria {
		out[c.id] = c.states
	}
	return out
}

func nothing(kam.Subject) (promotion.Frozen, bool) { return promotion.Frozen{}, false }

// Layer is a part of the values that may be compared.
type Layer struct{ Own, Rest []*big.Rat }

func layersOf(list []Layer) []layer {
	var out []layer
	for _, l := range list {
		out = append(out, layer{l.Own, l.Rest})
	}
	return out
}

// RankSums is the test of ranks within layers.
func RankSums(list []Layer) Exact { return rankSums(layersOf(list)) }

// CompareLayers chooses the test by the number of values.
func CompareLayers(list []Layer) (p, least *big.Rat) { return compareLayers(layersOf(list)) }
