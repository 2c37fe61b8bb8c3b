package likelihood_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
)

func TestAmongPeers(t *testing.T) {
	cases := []struct {
		name, results, target string
		direction             kam.Direction
		percentile, reached   string
		worse, equal, better  int
	}{
		{"no peers", "", "5", higher, "0", "0", 0, 0, 0},
		{"in the middle", "1 2 3 4", "2.5", higher, "0.5", "0.5", 2, 0, 2},
		{"a tie counts half", "1 2 3 4", "3", higher, "0.625", "0.5", 2, 1, 1},
		{"all equal", "5 5.0 5", "5", higher, "0.5", "1", 0, 3, 0},
		{"above all", "1 2 3", "9", higher, "1", "0", 3, 0, 0},
		{"below all", "1 2 3", "0", higher, "0", "1", 0, 0, 3},
		{"less is better", "1 2 3 4", "3", lower, "0.375", "0.75", 1, 1, 2},
		{"thirds", "1 2 3", "1.5", higher, "1/3", "2/3", 1, 0, 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := likelihood.AmongPeers(values(c.results), dec(c.target), c.direction)
			require.NoError(t, err)
			assert.Equal(t, kam.MustFraction(c.percentile), got.Percentile)
			assert.Equal(t, kam.MustFraction(c.reached), got.Reached)
			assert.Equal(t, [3]int{c.worse, c.equal, c.better}, [3]int{got.Worse, got.Equal, got.Better})
			assert.Equal(t, c.results != "", got.Known())
			assert.Equal(t, len(values(c.results)), got.N())
		})
	}
	_, err := likelihood.AmongPeers([]decimal.Decimal{decimal.New(1, 31)}, decimal.New(1, 31), "")
	assert.Equal(t, []string{"likelihood.number $.results[0]", "likelihood.number $.target", "likelihood.direction $.direction"}, findings(t, err))
}
