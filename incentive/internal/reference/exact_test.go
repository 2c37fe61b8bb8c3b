package reference

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGridRound(t *testing.T) {
	halves := []int64{-25, -15, 15, 25, 21, -21} // tenths
	for mode, want := range map[string][]int64{
		"half-up": {-3, -2, 2, 3, 2, -2}, "half-even": {-2, -2, 2, 2, 2, -2}, "half-down": {-2, -1, 1, 2, 2, -2},
		"up": {-3, -2, 2, 3, 3, -3}, "down": {-2, -1, 1, 2, 2, -2}, "ceil": {-2, -1, 2, 3, 3, -2}, "floor": {-3, -2, 1, 2, 2, -3},
	} {
		for i, h := range halves {
			assert.Equal(t, big.NewRat(want[i], 1).String(), grid{0, mode}.round(big.NewRat(h, 10)).String(), "%s of %d/10", mode, h)
		}
	}
}

func TestGridShare(t *testing.T) {
	got := grid{0, "half-up"}.share(big.NewRat(1, 1), []*big.Rat{big.NewRat(1, 3), big.NewRat(-1, 2), big.NewRat(2, 3)})
	assert.Equal(t, []string{"0/1", "0/1", "1/1"}, []string{got[0].String(), got[1].String(), got[2].String()})
}
