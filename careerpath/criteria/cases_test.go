package criteria_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

type publishedCase struct {
	ID     string          `json:"id"`
	Source string          `json:"source"`
	Rule   json.RawMessage `json:"rule"`
	AsOf   string          `json:"asOf"`
	People []struct {
		Name     string         `json:"name"`
		AsOf     string         `json:"asOf"`
		Step     string         `json:"step"`
		Metric   string         `json:"metric"`
		Unit     string         `json:"unit"`
		Currency kam.Currency   `json:"currency"`
		Percent  bool           `json:"percent"`
		Values   []string       `json:"values"`
		Months   int            `json:"months"`
		Expected criteria.State `json:"expected"`
	} `json:"people"`
}

func TestCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []publishedCase
	require.NoError(t, json.Unmarshal(data, &cases))
	seen := map[string]bool{}
	for _, c := range cases {
		seen[c.ID] = true
		t.Run(c.ID, func(t *testing.T) {
			rule, err := criteria.ParseRule(c.Rule)
			require.NoError(t, err)
			p := compile(t, rule)
			for _, who := range c.People {
				asOf := c.AsOf
				if who.AsOf != "" {
					asOf = who.AsOf
				}
				length := map[string]int{"month": 1, "quarter": 3}[who.Step]
				obs := in(who.Currency, stepped(who.Metric, who.Unit, length, asOf, who.Values...))
				if who.Percent {
					obs = inPercent(obs)
				}
				f := file(obs...)
				if who.Months > 0 {
					since := day(asOf).AddMonths(-who.Months)
					f.Positions = []evidence.Position{{Stage: "sdr", Held: kam.Period{From: since}}}
					f.Complete = []evidence.Completeness{{Of: evidence.Positions, Period: period("2000-01-01/..")}}
				}
				require.NoError(t, f.Check())
				result := evaluateWith(t, p, f, day(asOf))
				assert.Equal(t, who.Expected, result.State, "%s: %s", who.Name, result.Markdown(kam.English))
			}
		})
	}
	for _, id := range []string{"C04", "C05", "C08", "C09"} {
		assert.True(t, seen[id], id)
	}
}

func TestC04SaysHowMuchIsMissing(t *testing.T) {
	r := criteria.Rule{ID: "saos", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "saos"}, Window: criteria.Window{Step: kam.Quarter, Last: 2}, Aggregate: criteria.Sum, Be: atLeast("30"),
	}}
	result := evaluate(t, r, file(quarters("saos", "opportunities", "2026-07-01", "0", "13")...), "2026-07-01")
	c := result.Root.Criterion
	assert.Equal(t, criteria.NotMet, result.State)
	exact(t, "13", c.Value)
	exact(t, "17", c.Gap)
	exact(t, "17", c.Next.Amount)
	assert.Equal(t, day("2026-10-01"), c.Next.By)
	assert.Equal(t, "total 13 opportunities, at least 30 opportunities asked; 17 opportunities more needed; the step that ends before 2026-10-01 has to bring 17 opportunities", c.Reason.EN)
}
