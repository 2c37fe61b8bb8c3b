package incentive_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
)

// BenchmarkRunTogether is [BenchmarkRun] with a contest, a pool and a cap per transaction, for which all payees wait.
func BenchmarkRunTogether(b *testing.B) {
	_, in := busy(b)
	plan := planOf(b, togetherPlan)
	plan.Measures = plan.Measures[:1]
	plan.Components[2].Pool.On = ""
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := program.Run(context.Background(), in, incentive.RunOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
