package chart_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/chart"
	"github.com/kam-go/kam/careerpath/criteria"
)

// staying returns a readiness of nothing but one rule on staying, due or not, with a figure.
func staying(t *testing.T, value string) careerpath.Readiness {
	t.Helper()
	r := figure(t, value, criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("60")})
	require.Len(t, r.Moves, 1)
	m := r.Moves[0]
	m.Kind = careerpath.Demotion
	r.Moves, r.Standing = nil, []careerpath.MoveReadiness{m}
	return r
}

// drawn is the picture without its style sheet.
func drawn(data []byte) string {
	_, body, _ := strings.Cut(string(data), "</style>")
	return body
}

// That somebody is to go down is nothing achieved: it has a mark and a colour of its own, and words that say so.
func TestDemotionsHaveMarksOfTheirOwn(t *testing.T) {
	due, err := chart.Readiness(staying(t, "70"), chart.Options{})
	got := draw(t, due, err)
	assert.Contains(t, got.description, "demotion to high is due")
	assert.Contains(t, got.description, "true: 70 CNY")
	assert.NotContains(t, got.description, ": met")
	assert.NotContains(t, drawn(due), "series-3", "the colour of what is achieved")
	assert.Contains(t, drawn(due), "<polygon", "a warning triangle")
	assert.Contains(t, drawn(due), "true of a demotion or probation")
	not, err := chart.Readiness(staying(t, "50"), chart.Options{Lang: kam.Chinese})
	got = draw(t, not, err)
	assert.Contains(t, got.description, "不成立：50 CNY")
	for _, colour := range []string{"series-2", "series-3", "<polygon"} {
		assert.NotContains(t, drawn(not), colour)
	}
	assert.Contains(t, drawn(not), "降级或观察期的情形不成立")
	unknown := staying(t, "50")
	unknown.Standing[0].Result.State, unknown.Standing[0].Result.Root.State = criteria.Unknown, criteria.Unknown
	data, err := chart.Readiness(unknown, chart.Options{})
	assert.Contains(t, draw(t, data, err).description, "not known whether demotion to high is due")
	met, err := chart.Readiness(figure(t, "70", criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("60")}), chart.Options{})
	require.NoError(t, err)
	assert.Contains(t, drawn(met), "series-3")
}

func TestDemotionBelowTheLadder(t *testing.T) {
	p, r := manager(t)
	for i := range r.Standing {
		r.Standing[i].Result.State = criteria.Met
	}
	data, err := chart.Place(p, r, chart.Options{})
	inside(t, draw(t, data, err))
	tick, err := chart.Place(p, r, chart.Options{Lang: kam.Chinese})
	inside(t, draw(t, tick, err))
	r.Standing[0].Kind, r.Standing[1].Kind = careerpath.Promotion, careerpath.Promotion
	ticks, err := chart.Place(p, r, chart.Options{})
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(drawn(data), "<polygon")-strings.Count(drawn(ticks), "<polygon"), "two triangles in the place of two ticks")
}

func TestReadinessOfNobody(t *testing.T) {
	_, err := chart.Readiness(careerpath.Readiness{}, chart.Options{})
	assert.Equal(t, []string{"chart.empty $.readiness"}, codes(t, err))
	p, _ := manager(t)
	_, err = chart.Place(p, careerpath.Readiness{}, chart.Options{})
	assert.Equal(t, []string{"chart.empty $.readiness"}, codes(t, err))
}
