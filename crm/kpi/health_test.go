package kpi_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/kpi"
)

// healthSpec has the bands below 40, 40 to below 70, and from 70, with weights of published practice: usage 30,
// onboarding 25, engagement 20, NPS 15, tickets 10; and a hard trigger.
const healthSpec = `{
	"groups": [
		{"name": "use", "weight": "30", "components": [
			{"name": "users", "metric": "use.users", "weight": "1", "scale": [{"at": "0", "points": "0"}, {"at": "20", "points": "100"}]},
			{"name": "depth", "metric": "use.depth", "weight": "3"}
		]},
		{"name": "onboarding", "weight": "25", "components": [{"name": "steps", "metric": "onboarding", "weight": "1"}]},
		{"name": "engagement", "weight": "20", "components": [{"name": "visits", "metric": "visits", "weight": "1"}]},
		{"name": "opinion", "weight": "15", "components": [
			{"name": "nps", "metric": "kpi.nps", "weight": "1", "scale": [{"at": "-1", "points": "0"}, {"at": "0", "points": "50"}, {"at": "0.5", "points": "100"}]}
		]},
		{"name": "tickets", "weight": "10", "components": [
			{"name": "open", "metric": "tickets", "weight": "1", "scale": [{"at": "0", "points": "100"}, {"at": "5", "points": "0"}]}
		]}
	],
	"minCoverage": "0.5",
	"bands": [{"name": "red", "from": "0"}, {"name": "yellow", "from": "40"}, {"name": "green", "from": "70"}],
	"triggers": [
		{"name": {"en": "the contract ends within 30 days", "zh": "合同将在 30 天内到期"}, "metric": "contract.days", "below": "30", "band": "red"},
		{"name": {"en": "a payment is overdue by more than 30 days", "zh": "回款逾期超过 30 天"}, "metric": "overdue.days", "above": "30", "band": "yellow"}
	]
}`

func health(t *testing.T, text string) *kpi.Health {
	t.Helper()
	spec, err := kpi.ParseHealthSpec([]byte(text))
	require.NoError(t, err)
	h, err := kpi.CompileHealth(spec)
	require.NoError(t, err)
	return h
}

var acme = kam.Subject{Kind: "account", ID: "acme"}

// seen is what was measured of acme.
func seen(values map[string]string) []kam.Observation {
	var out []kam.Observation
	for metric, value := range values {
		o := kam.Observation{Subject: acme, Metric: metric, Period: kam.MustPeriod("2026-04-01/2026-07-01")}
		if r, ok := new(big.Rat).SetString(value); ok && !r.IsInt() && value[len(value)-1] != '5' {
			o.Numerator, o.Denominator = decimal.NewNullDecimal(decimal.NewFromBigInt(r.Num(), 0)), decimal.NewNullDecimal(decimal.NewFromBigInt(r.Denom(), 0))
		} else {
			o.Value = null(value)
		}
		out = append(out, o)
	}
	return out
}

func TestHealth(t *testing.T) {
	h := health(t, healthSpec)
	full := map[string]string{"use.users": "10", "use.depth": "90", "onboarding": "100", "visits": "60", "kpi.nps": "1/4", "tickets": "1", "contract.days": "200", "overdue.days": "0"}
	with := func(changes map[string]string) map[string]string {
		out := map[string]string{}
		for k, v := range full {
			out[k] = v
		}
		for k, v := range changes {
			if v == "" {
				delete(out, k)
			} else {
				out[k] = v
			}
		}
		return out
	}
	for _, c := range []struct {
		name            string
		values          map[string]string
		score           string
		coverage        string
		band            string
		fires, untested int
	}{
		// use (50 + 3*90)/4 = 80; 80*.3 + 100*.25 + 60*.2 + 75*.15 + 80*.1 = 80.25
		{"all known", full, "80", "1", "green", 0, 0},
		// without depth use is 50: 71.25
		{"one component missing", with(map[string]string{"use.depth": ""}), "71", "31/40", "green", 0, 0},
		// without use and onboarding 45 % are known: (12 + 11.25 + 8)/.45 = 69.4, below the coverage asked
		{"too little known", with(map[string]string{"use.depth": "", "use.users": "", "onboarding": ""}), "", "9/20", "", 0, 0},
		{"groups missing", with(map[string]string{"use.depth": "", "use.users": ""}), "80", "7/10", "green", 0, 0}, // 56.25/.7 = 80.36
		{"no points", with(map[string]string{"use.depth": "101"}), "71", "31/40", "green", 0, 0},
		{"level outside the corners", with(map[string]string{"use.users": "500", "tickets": "9"}), "76", "1", "green", 0, 0}, // use 92.5: 27.75 + 25 + 12 + 11.25
		{"contract ends", with(map[string]string{"contract.days": "29"}), "80", "1", "red", 1, 0},
		{"contract ends in 30 days", with(map[string]string{"contract.days": "30"}), "80", "1", "green", 0, 0},
		{"both triggers: the worse", with(map[string]string{"contract.days": "-1", "overdue.days": "31"}), "80", "1", "red", 2, 0},
		{"a trigger does not lift", with(map[string]string{"overdue.days": "31", "use.users": "0", "use.depth": "0", "onboarding": "0", "visits": "0"}), "19", "1", "red", 1, 0},
		{"a trigger is not known", with(map[string]string{"overdue.days": ""}), "80", "1", "green", 0, 1},
		{"a trigger without a score", map[string]string{"overdue.days": "40"}, "", "0", "yellow", 1, 1},
		{"nothing", nil, "", "0", "", 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := h.Score(acme, seen(c.values))
			if c.score == "" {
				assert.False(t, a.Score.Valid)
			} else {
				equalDecimal(t, c.score, a.Score.Decimal)
			}
			equalRatio(t, c.coverage, a.Coverage)
			assert.Equal(t, c.band, a.Band)
			assert.Len(t, a.Triggered, c.fires)
			assert.Len(t, a.Unchecked, c.untested)
			shares := new(big.Rat)
			for _, p := range a.Parts {
				if p.Share != nil {
					shares.Add(shares, p.Share)
				}
			}
			if len(c.values) > 1 {
				assert.Equal(t, "1", shares.RatString(), "what is known shares all of the score")
			}
		})
	}
}

// The band is that of the score as it is shown: 69.5 reads 70, which is green.
func TestHealthBandIsOfTheRoundedScore(t *testing.T) {
	h := health(t, `{"groups": [{"name": "g", "weight": "1", "components": [{"name": "c", "metric": "m", "weight": "1"}]}],
		"bands": [{"name": "red", "from": "0"}, {"name": "green", "from": "70"}]}`)
	for value, band := range map[string]string{"69.4": "red", "69.5": "green", "0": "red", "100": "green"} {
		a := h.Score(acme, []kam.Observation{{Subject: acme, Metric: "m", Value: null(value)}})
		assert.Equal(t, band, a.Band, value)
	}
}

func TestHealthTakesTheLatestObservation(t *testing.T) {
	h := health(t, `{"groups": [{"name": "g", "weight": "1", "components": [{"name": "c", "metric": "m", "scope": "s", "weight": "1"}]}], "bands": [{"name": "all", "from": "0"}]}`)
	of := func(value, period string, revision int64, asOf string) kam.Observation {
		return kam.Observation{Subject: acme, Metric: "m", Scope: "s", Value: null(value), Period: kam.MustPeriod(period), Revision: revision, AsOf: kam.MustDay(asOf)}
	}
	observations := []kam.Observation{
		of("1", "2026-01-01/2026-02-01", 9, "2026-09-01"), of("4", "2026-01-01/2026-04-01", 1, "2026-06-02"), of("2", "2026-01-01/2026-04-01", 0, "2026-08-01"),
		of("3", "2026-01-01/2026-04-01", 1, "2026-06-01"),
		{Subject: us, Metric: "m", Scope: "s", Value: null("99")},
		{Subject: acme, Metric: "m", Value: null("98")},
	}
	for range 2 {
		equalDecimal(t, "4", h.Score(acme, observations).Score.Decimal)
		all := h.ScoreAll("account", observations)
		require.Len(t, all, 1)
		assert.Equal(t, h.Score(acme, observations), all[0])
		observations = append(observations[3:], observations[:3]...)
	}
	open := of("5", "2026-01-01/..", 0, "2026-01-01")
	equalDecimal(t, "5", h.Score(acme, append(observations, open)).Score.Decimal)
	unknown := of("", "2026-01-01/2026-05-01", 0, "2026-06-01")
	assert.False(t, h.Score(acme, append(observations, unknown)).Score.Valid, "what is unknown now is not what it was before")
}

func TestTrend(t *testing.T) {
	scored := func(s string) kpi.AccountHealth { return kpi.AccountHealth{Score: null(s)} }
	assert.Equal(t, kpi.Better, scored("70").Since(scored("69")))
	assert.Equal(t, kpi.Worse, scored("70").Since(scored("71")))
	assert.Equal(t, kpi.Same, scored("70").Since(scored("70.0")))
	assert.Empty(t, scored("").Since(scored("70")))
	assert.Empty(t, scored("70").Since(scored("")))
}

func TestCompileHealthFindsEveryFault(t *testing.T) {
	_, err := kpi.CompileHealth(kpi.HealthSpec{})
	assert.Equal(t, []string{"kpi.too-few"}, faults(t, err))
	component := kpi.HealthComponent{Name: "c", Metric: "m", Weight: dec("0"), Scale: []kpi.Corner{{dec("1"), dec("101")}, {dec("1"), dec("5")}}}
	_, err = kpi.CompileHealth(kpi.HealthSpec{
		Groups:      []kpi.HealthGroup{{Name: "g", Weight: dec("-1"), Components: []kpi.HealthComponent{component, {Name: "c", Weight: dec("1")}}}, {Name: "g", Weight: dec("1")}},
		MinCoverage: dec("2"), Places: 7, Bands: []kpi.HealthBand{{Name: "red", From: dec("10")}, {Name: "green", From: dec("10")}},
		Triggers: []kpi.HealthTrigger{{Metric: "m", Band: "blue"}, {Name: kam.Text{EN: "a", ZH: "甲"}, Metric: "m", Below: null("1"), Above: null("2"), Band: "red"}},
	})
	assert.Equal(t, []string{
		"kpi.weight", "kpi.points", "kpi.scale", "kpi.twice", "kpi.id", "kpi.twice", "kpi.too-few", "kpi.coverage", "kpi.places", "kpi.band", "kpi.text", "kpi.trigger", "kpi.band", "kpi.trigger",
	}, faults(t, err))
}

// A score lies between the least and the greatest of its points, whatever is missing.
func TestHealthProperties(t *testing.T) {
	h := health(t, healthSpec)
	random := newRandom()
	metrics := []string{"use.depth", "onboarding", "visits"}
	for range 300 {
		values, low, high := map[string]string{}, int64(101), int64(-1)
		for _, m := range metrics {
			if random.IntN(3) > 0 {
				v := random.Int64N(101)
				values[m] = decimal.NewFromInt(v).String()
				low, high = min(low, v), max(high, v)
			}
		}
		a := h.Score(acme, seen(values))
		if !a.Score.Valid {
			coverage, _ := a.Coverage.Rat()
			assert.True(t, coverage == nil || coverage.Cmp(big.NewRat(1, 2)) < 0)
			continue
		}
		assert.True(t, !a.Score.Decimal.LessThan(decimal.NewFromInt(low)) && !a.Score.Decimal.GreaterThan(decimal.NewFromInt(high)))
	}
}
