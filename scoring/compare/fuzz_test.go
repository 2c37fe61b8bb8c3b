package compare_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/compare"
)

// Whatever a host reads from JSON, nothing panics, and what is refused is refused with findings.
func FuzzInputs(f *testing.F) {
	f.Add([]byte(`{"Ratings":[{"rater":"r","person":"p","score":"3.5"},{"rater":"r","person":"q","score":"4.9"}],
		"Calibration":{"method":"z-score","deviation":"population","minRatees":2,"scale":{"low":"1","high":"5","places":2}}}`))
	f.Add([]byte(`{"People":[{"person":"p","score":"1"},{"person":"q","score":1e40}],
		"Distribution":{"bands":[{"key":"A","share":"1/3"},{"key":"B","share":"2/3","least":1,"most":2}],"ties":"share-better"}}`))
	f.Add([]byte(`{"Peers":[{"person":"p","value":"1","attributes":{"a":"b"}}],"Peer":{"levels":[["a"],[]],"minGroup":2}}`))
	f.Add([]byte(`{"Points":[{"period":"2026-01-01/2026-02-01","value":"1e-40"},{"period":"2026-02-01/..","value":null}],"Trend":{"threshold":"-1"}}`))
	f.Add([]byte(`{"Values":[{"person":"p","value":"1"}],"Outlier":{"method":"fences","limit":"1.5","minValues":3},"History":{"jump":"3"}}`))
	f.Add([]byte(`{"Dimensions":[{"rater":"r","person":"p","dimension":"d","score":"1"}],"Rater":{"shift":"1","halo":"1","narrow":"1","minRatees":3}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var in struct {
			Ratings      []compare.Rating
			Calibration  compare.CalibrationRule
			People       []compare.Candidate
			Distribution compare.DistributionRule
			Peers        []compare.Peer
			Peer         compare.PeerRule
			Points       []compare.Point
			Trend        compare.TrendRule
			History      compare.HistoryRule
			Values       []compare.Value
			Outlier      compare.OutlierRule
			Dimensions   []compare.DimensionRating
			Rater        compare.RaterRule
		}
		if json.Unmarshal(data, &in) != nil {
			return
		}
		check := func(err error) {
			var invalid *kam.InvalidError
			if err != nil && !errors.As(err, &invalid) {
				t.Errorf("%T: %v", err, err)
			}
		}
		_, err := compare.Calibrate(in.Ratings, in.Calibration)
		check(err)
		_, err = compare.Distribute(in.People, in.Distribution)
		check(err)
		_, err = compare.AmongPeers(in.Peers, in.Peer)
		check(err)
		_, err = compare.TrendOf(in.Points, in.Trend)
		check(err)
		_, err = compare.AgainstHistory(in.Points, in.History)
		check(err)
		_, err = compare.FindOutliers(in.Values, in.Outlier)
		check(err)
		_, err = compare.DiagnoseRaters(in.Dimensions, in.Rater)
		check(err)
	})
}
