package tracking_test

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/tracking"
)

func TestExact(t *testing.T) {
	r := big.NewRat(23, 25)
	e := tracking.ExactOf(r)
	r.SetInt64(1)
	equal(t, "23/25", e, "a copy")
	assert.True(t, e.Known())
	assert.False(t, e.IsZero())
	assert.Equal(t, "23/25", e.String())

	none := tracking.ExactOf(nil)
	assert.Equal(t, tracking.Exact{}, none)
	assert.False(t, none.Known())
	assert.True(t, none.IsZero())
	assert.Equal(t, "unknown", none.String())
	assert.False(t, none.Round(2).Valid)

	zero := tracking.ExactOf(new(big.Rat))
	assert.True(t, zero.Known())
	assert.False(t, zero.IsZero())
	_, known := zero.Cmp(none)
	assert.False(t, known)
	c, known := zero.Cmp(e)
	require.True(t, known)
	assert.Equal(t, -1, c)

	for _, c := range []struct{ value, want string }{{"1/8", "0.13"}, {"-1/8", "-0.13"}, {"1/3", "0.33"}, {"2/3", "0.67"}, {"1249/10000", "0.12"}} {
		assert.Equal(t, c.want, rounded(tracking.ExactOf(rat(t, c.value)), 2), c.value)
	}
	text, err := json.Marshal(struct {
		Ratio, None, Zero tracking.Exact
		Left              tracking.Exact `json:",omitzero"`
	}{Ratio: e, Zero: zero})
	require.NoError(t, err)
	assert.JSONEq(t, `{"Ratio":"23/25","None":"","Zero":"0"}`, string(text))
}
