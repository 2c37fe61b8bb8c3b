package scoring_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// published is a worked case from outside: either values and their points, each on its own, or a weighted sum.
type published struct {
	ID, Source, What        string
	Function                json.RawMessage
	Weights                 []string
	Rule, Min, Max, Missing string
	Places                  int32
	Values, Points          []string
	Contributions, Shares   []string
	Total, Score            string
}

func publishedCases(t *testing.T) []published {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []published
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 14)
	return cases
}

func TestPublishedCases(t *testing.T) {
	for _, c := range publishedCases(t) {
		t.Run(c.ID, func(t *testing.T) {
			require.NotEmpty(t, c.Source)
			if c.Points != nil {
				c.alone(t)
				return
			}
			c.together(t)
		})
	}
}

// card reads the case's card, through JSON as a host would.
func (c published) card(t *testing.T, weights ...string) scoring.Card {
	t.Helper()
	function := string(c.Function)
	if function == "" {
		function = `{"points": {}}`
	}
	missing := c.Missing
	if missing == "" {
		missing = "block"
	}
	low := c.Min
	if low == "" {
		low = "0"
	}
	measures := ""
	for i, w := range weights {
		if i > 0 {
			measures += ","
		}
		measures += fmt.Sprintf(`{"id": "m%d", "weight": %q, "metric": "m%d", "direction": "higher", "function": %s}`, i, w, i, function)
	}
	rule := ""
	if c.Rule != "" {
		rule = fmt.Sprintf(`"weights": %q,`, c.Rule)
	}
	parsed, err := scoring.ParseCard([]byte(fmt.Sprintf(`{"format": 1, "id": %q, "version": 1, "scale": {"min": %q, "max": %q},
		"rounding": {"places": %d, "mode": "half-up"}, "missing": {"policy": %q}, %s "measures": [%s]}`,
		c.ID, low, c.Max, c.Places, missing, rule, measures)))
	require.NoError(t, err)
	return parsed
}

func (c published) alone(t *testing.T) {
	t.Helper()
	require.Len(t, c.Points, len(c.Values))
	for i, value := range c.Values {
		r := score(t, c.card(t, "1"), observed("m0", value))
		equalExact(t, c.Points[i], r.Total)
	}
}

func (c published) together(t *testing.T) {
	t.Helper()
	var list []kam.Observation
	for i, value := range c.Values {
		list = append(list, observed(fmt.Sprintf("m%d", i), value))
	}
	r := score(t, c.card(t, c.Weights...), list...)
	for i, want := range c.Contributions {
		equalExact(t, want, r.Nodes[i].Contribution)
	}
	for i, want := range c.Shares {
		equalExact(t, want, r.Nodes[i].Share)
	}
	if c.Total != "" {
		equalExact(t, c.Total, r.Total)
		assert.Equal(t, c.Score, format(r.Score))
	}
}

// A published set of bands, 1-2.4 / 2.5-3.9 / 4-5, has holes: 2.45 and 3.95 belong nowhere.
func TestS33IsRefused(t *testing.T) {
	c := card(points("a", "1"))
	c.Scale.Min, c.Scale.Max = dec("1"), dec("5")
	c.Grades = []scoring.Grade{
		{Key: "low", From: dec("1"), Until: dec("2.4")}, {Key: "middle", From: dec("2.5"), Until: dec("3.9")}, {Key: "high", From: dec("4"), Until: dec("5")},
	}
	_, err := scoring.Compile(c)
	require.Equal(t, []string{"card.grades $.grades[1].from", "card.grades $.grades[2].from"}, codes(t, err))
	assert.Contains(t, err.Error(), "a hole from 2.4 to 2.5 belongs to no band")
	assert.Contains(t, err.Error(), "a hole from 3.9 to 4 belongs to no band")

	c.Grades[0].Until, c.Grades[1].Until = dec("2.5"), dec("4")
	for value, want := range map[string]string{"2.4": "low", "2.45": "middle", "2.5": "middle", "3.95": "high", "5": "high", "1": "low"} {
		assert.Equal(t, want, score(t, c, observed("a", value)).Grade, value)
	}
}
