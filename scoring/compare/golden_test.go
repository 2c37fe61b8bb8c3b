package compare_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring/compare"
)

// sentences are the texts of one result of each kind, in a language.
func sentences(t *testing.T, l kam.Lang) string {
	var b strings.Builder
	section := func(name string) { fmt.Fprintf(&b, "== %s\n", name) }
	line := func(who string, s kam.Text) { fmt.Fprintf(&b, "%s: %s\n", who, s.In(l)) }
	findings := func(found kam.Findings) {
		for _, f := range found {
			fmt.Fprintf(&b, "%s | %s", f.Code, f.In(l))
			for _, e := range f.Evidence {
				fmt.Fprintf(&b, " | %s %s", e.Name, e.Value)
			}
			b.WriteString("\n")
		}
	}
	faults := func(err error) {
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		findings(invalid.Findings)
	}

	section("calibration")
	ratings := append(given("x", "1", "3", "5"), given("y", "3", "4", "5")...)
	ratings = append(append(ratings, given("flat", "3", "3")...), compare.Rating{Rater: "few", Person: "d", Score: known("3.5")}, compare.Rating{Rater: "few", Person: "e"})
	rule := zScore()
	rule.Reference = &compare.Reference{Mean: dec("3.8"), Deviation: dec("0.6")}
	calibration, err := compare.Calibrate(ratings, rule)
	require.NoError(t, err)
	for _, r := range calibration.Ratings {
		line(r.Rater+" on "+r.Person, r.Text)
	}
	rule.Method, rule.Scale.Low, rule.Scale.High = compare.Factor, dec("0"), dec("6")
	calibration, err = compare.Calibrate(append(given("x", "1", "2", "6"), given("zero", "0", "0")...), rule)
	require.NoError(t, err)
	for _, r := range calibration.Ratings {
		line(r.Rater+" on "+r.Person, r.Text)
	}

	section("distribution")
	distribution := compare.DistributionRule{Bands: bands(t, "0.2", "0.6", "0.2"), Ties: compare.ShareBetter}
	d, err := compare.Distribute(people("9", "8", "7", "7", "7", ""), distribution)
	require.NoError(t, err)
	for _, p := range d.People {
		line(p.Person, p.Text)
	}
	findings(d.Findings)
	distribution.Bands = limited(t, []string{"0.2", "0.6", "0.2"}, [2]int{}, [2]int{0, 3}, [2]int{1, 1})
	d, err = compare.Distribute(people("9", "8", "7", "7", "7"), distribution)
	require.NoError(t, err)
	findings(d.Findings)
	distribution.Ties, distribution.TieKeys = compare.SplitByKeys, []compare.TieKey{{Key: "k"}}
	_, err = compare.Distribute(people("9", "8"), distribution)
	faults(err)
	distribution.Ties, distribution.TieKeys = compare.RefuseTies, nil
	_, err = compare.Distribute(people("9", "8", "7", "7", "7"), distribution)
	faults(err)
	_, err = compare.Distribute(people("9", "8", "7", "7", "7", "1", "2", "3", "4", "5"), with(distribution, func(r *compare.DistributionRule) {
		r.Bands = limited(t, []string{"0.2", "0.6", "0.2"}, [2]int{0, 3}, [2]int{0, 3}, [2]int{0, 3})
	}))
	faults(err)
	faults(compare.DistributionRule{Bands: bands(t, "0.5", "0.49"), Direction: "up"}.Check())

	section("peers")
	peers := append(five(), peer("u", "", ""))
	for i := range 3 {
		peers[i].Attributes = map[string]string{"role": "KAM", "region": "华东"}
	}
	standings, err := compare.AmongPeers(peers, compare.PeerRule{Levels: [][]string{{"role", "region"}}, MinGroup: 3})
	require.NoError(t, err)
	for _, s := range standings.Standings {
		line(s.Person, s.Text)
	}
	standings, err = compare.AmongPeers(five(), everybody())
	require.NoError(t, err)
	line(standings.Standings[0].Person, standings.Standings[0].Text)
	_, err = compare.AmongPeers([]compare.Peer{{}}, compare.PeerRule{MinGroup: 1, Deviation: "x"})
	faults(err)

	section("trend")
	for _, values := range [][]string{{"1", "", "3", "5"}, {"5", "3", "1"}, {"2", "2", "2"}, {"2"}} {
		trend, err := compare.TrendOf(series(values...), compare.TrendRule{})
		require.NoError(t, err)
		line(strings.Join(values, " "), trend.Text)
	}
	points := series("1", "2", "3")
	_, err = compare.TrendOf([]compare.Point{points[0], points[2], points[2], {}}, compare.TrendRule{Threshold: dec("-1")})
	faults(err)
	_, err = compare.TrendOf([]compare.Point{points[0], points[2], points[2]}, compare.TrendRule{})
	faults(err)

	section("outliers")
	for _, method := range []compare.OutlierMethod{compare.MedianDeviation, compare.Fences} {
		o, err := compare.FindOutliers(values("40", "11", "12", "13", "10", "-20"), compare.OutlierRule{Method: method})
		require.NoError(t, err)
		findings(o.Findings)
	}
	_, err = compare.FindOutliers(values("1", "1"), compare.OutlierRule{Limit: dec("-1"), MinValues: 1})
	faults(err)

	section("history")
	h, err := compare.AgainstHistory(series("0", "1", "3", "4", "7", "9", "29"), compare.HistoryRule{})
	require.NoError(t, err)
	findings(h.Findings)
	h, err = compare.AgainstHistory(series("10", "6"), compare.HistoryRule{Jump: known("4")})
	require.NoError(t, err)
	findings(h.Findings)

	section("raters")
	diagnoses, err := compare.DiagnoseRaters(join(
		rated("mild", "p", "4", "4", "5", "5", "5"), rated("mild", "q", "4", "4", "5", "5", "5"),
		rated("strict", "p", "1", "2", "1", "1", "3"), rated("strict", "q", "1", "1", "2", "3", "1"),
		rated("z", "p", "1", "5", "3", "2", "5"), rated("z", "q", "5", "1", "3", "4", "1"),
	), compare.RaterRule{Shift: dec("0.7")})
	require.NoError(t, err)
	findings(diagnoses.Findings)
	_, err = compare.DiagnoseRaters(rated("", "", "1"), compare.RaterRule{Halo: dec("2")})
	faults(err)

	section("faults of ratings")
	_, err = compare.Calibrate(append(given("r", "9"), given("r", "1")...), compare.CalibrationRule{
		Scale:     compare.Scale{Low: dec("1"), High: dec("5.5")},
		Reference: &compare.Reference{Mean: dec("0")},
	})
	faults(err)
	_, err = compare.Calibrate(nil, compare.CalibrationRule{Method: compare.Factor, Scale: compare.Scale{Low: dec("-1"), High: dec("5"), Places: 9}, MinRatees: 1})
	faults(err)
	_, err = compare.Calibrate(nil, compare.CalibrationRule{Method: compare.ZScore, Scale: compare.Scale{Low: dec("5"), High: dec("5")}})
	faults(err)
	return b.String()
}

func TestTexts(t *testing.T) {
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		t.Run(string(l), func(t *testing.T) {
			got, file := sentences(t, l), "testdata/texts."+string(l)+".txt"
			if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
			wordtest.Formatted(t, got)
		})
	}
}
