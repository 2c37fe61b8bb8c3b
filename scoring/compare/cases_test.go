package compare_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring/compare"
)

type caseFile struct {
	Calibration []struct {
		ID, Source, Kind, What     string
		Ratings                    []string
		Mean, Deviation, Low, High string
		Places                     int32
		Expected                   []string
	}
	Places []struct {
		ID, Source, Kind string
		N                int
		Shares           []string
		Expected, HalfUp []int
	}
}

func cases(t *testing.T) caseFile {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var file caseFile
	require.NoError(t, json.Unmarshal(data, &file))
	require.NotEmpty(t, file.Calibration)
	require.NotEmpty(t, file.Places)
	return file
}

func TestCalibrationCases(t *testing.T) {
	for _, c := range cases(t).Calibration {
		t.Run(c.ID, func(t *testing.T) {
			rule := zScore()
			rule.Scale = compare.Scale{Low: dec(c.Low), High: dec(c.High), Places: c.Places}
			rule.Reference = &compare.Reference{Mean: dec(c.Mean), Deviation: dec(c.Deviation)}
			out, err := compare.Calibrate(given("rater", c.Ratings...), rule)
			require.NoError(t, err)
			for i, r := range out.Ratings {
				assert.Equal(t, c.Ratings[i], text(r.Raw), "the raw score stays")
				assert.Equal(t, c.Expected[i], text(r.Adjusted))
			}
		})
	}
}

func TestPlacesCases(t *testing.T) {
	for _, c := range cases(t).Places {
		t.Run(c.ID, func(t *testing.T) {
			rule := compare.DistributionRule{Bands: bands(t, c.Shares...), Ties: compare.ShareBetter}
			got, err := rule.BandPlaces(c.N)
			require.NoError(t, err)
			assert.Equal(t, c.Expected, got)
			if c.Kind != "negative" {
				return
			}
			sum := 0
			for i, b := range rule.Bands {
				quota := b.Share.Rat()
				quota.Mul(quota, num.Rat(decimal.New(int64(c.N), 0)))
				each := int(num.RoundRat(quota, 0, num.HalfUp).IntPart())
				assert.Equal(t, c.HalfUp[i], each)
				sum += each
			}
			assert.NotEqual(t, c.N, sum, "rounding each band by itself does not hand out as many places as there are people")
		})
	}
}
