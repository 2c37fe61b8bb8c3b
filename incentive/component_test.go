package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive"
)

func TestComponentMeasures(t *testing.T) {
	k := incentive.Component{Measure: "own"}
	assert.Equal(t, []string{"own"}, k.Measures())
	k.Tiers = &incentive.Tiers{On: "axis"}
	k.Table = &incentive.Table{Dimensions: []incentive.Dimension{{Attribute: "region"}, {On: "row"}}}
	k.Gates = []incentive.Gate{{}, {Measure: "gate"}, {Measure: "axis"}}
	k.Multipliers = []incentive.Multiplier{{On: "factor"}, {On: "own"}}
	k.Contest = &incentive.Contest{Then: []incentive.TieBreak{{Measure: "tie"}}}
	k.Pool = &incentive.Pool{On: "key"}
	assert.Equal(t, []string{"own", "axis", "row", "gate", "factor", "tie", "key"}, k.Measures(), "each once, in order")
}
