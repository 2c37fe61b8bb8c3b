package scoring_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

func TestObservationOfAResult(t *testing.T) {
	result, err := simple().Score(scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{revenue(anna, "50000"), observedOf(anna, "csat", "4")}, Targets: []scoring.Target{{Measure: "revenue", Target: opt("100000")}}})
	require.NoError(t, err)
	got := result.Observation(kam.Subject{Kind: "payee", ID: "anna"})
	require.NoError(t, got.Check())
	assert.Equal(t, kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "score", Period: year, Value: result.Score, Unit: "points", Source: "scoring",
	}, got)
	assert.Equal(t, anna, result.Observation(kam.Subject{}).Subject)

	unknown, err := simple().Score(scoring.Inputs{Subject: anna, Period: year})
	require.NoError(t, err)
	_, known := unknown.Observation(anna).Exact()
	assert.False(t, known, "what is not known is never zero")
	require.NoError(t, unknown.Observation(anna).Check())
}

func ExampleResult_Observation() {
	result, err := simple().Score(scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{observedOf(anna, "csat", "4")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	o := result.Observation(kam.Subject{Kind: "payee", ID: "anna"})
	fmt.Println(o.Subject.Kind, o.Subject.ID, o.Metric, o.Value.Decimal)
	// Output:
	// payee anna score 75
}
