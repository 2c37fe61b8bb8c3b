package compare_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/compare"
)

func TestCalibrateFaults(t *testing.T) {
	huge := decimal.New(1, 31)
	cases := []struct {
		name string
		rule compare.CalibrationRule
		want []string
	}{
		{"zero", compare.CalibrationRule{}, []string{"compare.scale $.scale", "compare.method $.method"}},
		{"no deviation", with(zScore(), func(r *compare.CalibrationRule) { r.Deviation = "" }), []string{"compare.deviation $.deviation"}},
		{"unknown deviation", with(zScore(), func(r *compare.CalibrationRule) { r.Method, r.Deviation = compare.Factor, "x" }), []string{"compare.deviation $.deviation"}},
		{"factor below 0", with(zScore(), func(r *compare.CalibrationRule) { r.Method, r.Scale.Low = compare.Factor, dec("-1") }), []string{"compare.scale $.scale.low"}},
		{"z-score below 0", with(zScore(), func(r *compare.CalibrationRule) { r.Scale.Low = dec("-1") }), nil},
		{"numbers", with(zScore(), func(r *compare.CalibrationRule) { r.Scale.Low, r.Scale.High = huge, huge }), []string{"compare.number $.scale.low", "compare.number $.scale.high"}},
		{"places", with(zScore(), func(r *compare.CalibrationRule) { r.Scale.Places = 7 }), []string{"compare.scale $.scale.places"}},
		{"negative places", with(zScore(), func(r *compare.CalibrationRule) { r.Scale.Places = -1 }), []string{"compare.scale $.scale.places"}},
		{"finer ends", with(zScore(), func(r *compare.CalibrationRule) {
			r.Scale.Places, r.Scale.Low, r.Scale.High = 0, dec("0.5"), dec("4.5")
		}), []string{"compare.scale $.scale", "compare.scale $.scale"}},
		{"one", with(zScore(), func(r *compare.CalibrationRule) { r.MinRatees = 1 }), []string{"compare.least $.minRatees"}},
		{"too many", with(zScore(), func(r *compare.CalibrationRule) { r.MinRatees = compare.MaxEntries + 1 }), []string{"compare.least $.minRatees"}},
		{"reference", with(zScore(), func(r *compare.CalibrationRule) { r.Reference = &compare.Reference{Mean: dec("5.01")} }), []string{"compare.reference $.reference.mean", "compare.reference $.reference.deviation"}},
		{"reference below", with(zScore(), func(r *compare.CalibrationRule) {
			r.Reference = &compare.Reference{Mean: dec("0.99"), Deviation: dec("1")}
		}), []string{"compare.reference $.reference.mean"}},
		{"reference of a factor", with(zScore(), func(r *compare.CalibrationRule) {
			r.Method, r.Reference = compare.Factor, &compare.Reference{Mean: dec("5"), Deviation: dec("-1")}
		}), []string{"compare.reference $.reference.deviation"}},
		{"reference numbers", with(zScore(), func(r *compare.CalibrationRule) { r.Reference = &compare.Reference{Mean: huge, Deviation: huge} }), []string{"compare.number $.reference.mean", "compare.number $.reference.deviation"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := compare.Calibrate(nil, c.rule)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, codes(t, err))
		})
	}
	list := []compare.Rating{
		{}, {Rater: "r", Person: "p", Score: known("5.01")}, {Rater: "r", Person: "p", Score: known("0.99")}, {Rater: "r", Person: "q", Score: decimal.NewNullDecimal(huge)},
	}
	_, err := compare.Calibrate(list, zScore())
	assert.Equal(t, []string{
		"compare.name $.ratings[0].rater", "compare.name $.ratings[0].person", "compare.score $.ratings[1].score",
		"compare.twice $.ratings[2].person", "compare.score $.ratings[2].score", "compare.number $.ratings[3].score",
	}, codes(t, err))
	_, err = compare.Calibrate(make([]compare.Rating, compare.MaxEntries+1), zScore())
	assert.Equal(t, []string{"compare.size $.ratings"}, codes(t, err))
}

func TestNames(t *testing.T) {
	for name, good := range map[string]bool{
		strings.Repeat("n", compare.MaxName): true, strings.Repeat("n", compare.MaxName+1): false,
		"王丽": true, "\xff": false, "a\nb": false, " a": false, strings.Repeat("王", 50): false,
	} {
		_, err := compare.FindOutliers([]compare.Value{{Person: name}}, compare.OutlierRule{Method: compare.Fences})
		if good {
			require.NoError(t, err, name)
			continue
		}
		assert.Equal(t, []string{"compare.name $.values[0].person"}, codes(t, err))
	}
	long := strings.Repeat("王", 50)
	_, err := compare.FindOutliers([]compare.Value{{Person: " " + long[:120]}}, compare.OutlierRule{Method: compare.Fences})
	require.ErrorContains(t, err, "…")
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.NotContains(t, invalid.Error(), "\uFFFD")
}
