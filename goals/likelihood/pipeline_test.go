package likelihood_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
)

func TestCover(t *testing.T) {
	cases := []struct {
		name, quota, open, win                                string
		places                                                int32
		ratio, required, needed, weighted, gap, missing, asks string
	}{
		{"just enough", "100", "400", "0.25", 0, "4", "4", "400", "100", "0", "0", "enough"},
		{"a cent short", "100", "399.99", "0.25", 2, "3.9999", "4", "400", "99.99", "0.01", "0.01", ""},
		{"a cent of a million short", "1000000", "2999999.99", "1/3", 0, "2.9999", "3", "3000000", "999999", "1", "1", ""},
		{"more than enough", "100", "500", "0.25", 0, "5", "4", "400", "125", "0", "0", "enough"},
		{"nothing open", "100", "0", "1/3", 0, "0", "3", "300", "0", "100", "300", ""},
		{"always won", "100", "60", "1", 0, "0.6", "1", "100", "60", "40", "40", ""},
		{"nothing is hidden by rounding", "1", "0.5", "1/3", 1, "0.5", "3", "3", "0.1", "0.9", "2.5", ""},
		{"needed is rounded half up", "1", "2", "3/7", 1, "2", "2.3334", "2.3", "0.8", "0.2", "0.4", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := likelihood.Cover(likelihood.Pipeline{Quota: dec(c.quota), Open: dec(c.open), Win: kam.MustFraction(c.win), Places: c.places})
			require.NoError(t, err)
			equalDecimal(t, c.ratio, got.Ratio)
			equalDecimal(t, c.required, got.Required)
			equalDecimal(t, c.needed, got.Needed)
			equalDecimal(t, c.weighted, got.Weighted)
			equalDecimal(t, c.gap, got.Gap)
			equalDecimal(t, c.missing, got.Missing)
			assert.Equal(t, c.asks == "enough", got.Enough)
			assert.Equal(t, got.Enough, got.Gap.IsZero())
			assert.Equal(t, got.Enough, got.Missing.IsZero())
			assert.Equal(t, got.Enough, strings.HasSuffix(got.Text.EN, "; enough") && strings.HasSuffix(got.Text.ZH, "；足够"))
		})
	}
}

func TestFaultyPipeline(t *testing.T) {
	_, err := likelihood.Cover(likelihood.Pipeline{})
	assert.Equal(t, []string{"likelihood.quota $.quota", "likelihood.win $.win"}, findings(t, err))
	_, err = likelihood.Cover(likelihood.Pipeline{Quota: decimal.New(1, 31), Open: dec("-1"), Win: frac(2, 1), Places: 13})
	assert.Equal(t, []string{"likelihood.number $.quota", "likelihood.open $.open", "likelihood.win $.win", "likelihood.places $.places"}, findings(t, err))
}

func TestVelocity(t *testing.T) {
	got, err := likelihood.Velocity(likelihood.Flow{Deals: 10, Amount: dec("300"), Win: frac(1, 3), CycleDays: dec("4.5"), Places: 2})
	require.NoError(t, err)
	equalDecimal(t, "222.22", got)
	none, err := likelihood.Velocity(likelihood.Flow{Win: frac(1, 3), CycleDays: dec("1")})
	require.NoError(t, err)
	equalDecimal(t, "0", none)
	_, err = likelihood.Velocity(likelihood.Flow{Deals: -1, Amount: dec("-1"), CycleDays: dec("0"), Places: -1})
	assert.Equal(t, []string{
		"likelihood.deals $.deals", "likelihood.amount $.amount", "likelihood.win $.win", "likelihood.cycle $.cycleDays", "likelihood.places $.places",
	}, findings(t, err))
	_, err = likelihood.Velocity(likelihood.Flow{Deals: 1_000_000_000_001, Win: kam.Whole(), CycleDays: dec("1")})
	assert.Equal(t, []string{"likelihood.deals $.deals"}, findings(t, err))
}
