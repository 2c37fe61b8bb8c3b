package backtest

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// TestMiddles: a draw stands in the middle of its class, so that the classes have no bias.
func TestMiddles(t *testing.T) {
	for _, c := range []struct {
		u    uint64
		bits uint
		want string
	}{{0, 1, "1/4"}, {1<<63 - 1, 1, "1/4"}, {1 << 63, 1, "3/4"}, {1<<64 - 1, 2, "7/8"}, {1 << 62, 2, "3/8"}} {
		assert.Equal(t, c.want, middle(c.u, c.bits).RatString())
	}
	sum := new(big.Rat)
	for class := range uint64(1 << classBits) {
		sum.Add(sum, middle(class<<(drawBits-classBits), classBits))
	}
	assert.Equal(t, big.NewRat(1<<(classBits-1), 1).RatString(), sum.RatString(), "they are half on average")
}

// TestBoundsBetweenPoints: each point has exactly its chance of all draws, the bound itself being the next one's.
func TestBoundsBetweenPoints(t *testing.T) {
	half := kam.MustFraction("1/2")
	s := newSampler(Distribution{Kind: KindPoints, Points: []Point{{decimal.NewFromInt(1), half}, {decimal.NewFromInt(2), half}}})
	own := newSampler(Distribution{Kind: KindOwn, Own: map[string][]decimal.Decimal{"anna": {decimal.NewFromInt(1), decimal.NewFromInt(2)}}})
	for u, want := range map[uint64]string{0: "1", 1<<63 - 1: "1", 1 << 63: "2", 1<<64 - 1: "2"} {
		x, err := s.value(u, "anna")
		require.NoError(t, err)
		assert.Equal(t, want, x.RatString())
		x, err = own.value(u, "anna")
		require.NoError(t, err)
		assert.Equal(t, want, x.RatString())
	}
}
