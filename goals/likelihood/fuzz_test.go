package likelihood_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// Whatever deals, history and target are: no panic, and a probability between its bounds, which are within 0 and 1.
func FuzzLikelihood(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9}, int64(6), int32(0), true)
	f.Add([]byte{0, 255, 0, 255, 9, 9}, int64(-1), int32(-30), false)
	f.Add([]byte{}, int64(0), int32(99), true)
	f.Fuzz(func(t *testing.T, data []byte, coefficient int64, exponent int32, up bool) {
		direction := lower
		if up {
			direction = higher
		}
		var history []decimal.Decimal
		var deals []likelihood.Deal
		for i := 0; i+2 < len(data) && i < 60; i += 3 {
			amount := decimal.New(int64(int8(data[i]))*int64(data[i+1]), int32(data[i+1])%61-30)
			history = append(history, amount)
			deals = append(deals, likelihood.Deal{Amount: amount, Win: frac(int64(data[i+2]), int64(data[i+1]))})
		}
		target := decimal.New(coefficient, exponent)
		sound := func(e likelihood.Estimate) {
			assert.NotEmpty(t, e.Text.ZH)
			_, err := json.Marshal(e)
			require.NoError(t, err)
			if !e.Known() {
				return
			}
			assert.False(t, e.Low.Decimal.IsNegative())
			assert.True(t, e.Low.Decimal.LessThanOrEqual(e.High.Decimal))
			assert.True(t, e.High.Decimal.LessThanOrEqual(decimal.New(1, 0)))
			require.NoError(t, num.Check(e.Low.Decimal))
		}
		if e, err := likelihood.FromHistory(history, target, direction); err == nil {
			sound(e)
		}
		if e, err := likelihood.FromGrowth(history, target, direction); err == nil {
			sound(e)
		}
		d, err := likelihood.FromDeals(deals)
		if err != nil {
			return
		}
		if e, err := d.AtLeast(target); err == nil {
			sound(e)
		}
		q, err := d.Quantile(frac(3, 4))
		require.NoError(t, err)
		assert.True(t, q.Low.LessThanOrEqual(q.High))
	})
}
