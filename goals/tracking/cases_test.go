package tracking_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/internal/num"
)

type runCase struct {
	ID, Source, About            string
	ToDate, Target               string
	Elapsed                      int
	Period                       kam.Period
	RunRate, Projection, Percent string
	Required, Never              string
}

type rollUpCase struct {
	ID, Source, About string
	Method            tracking.Method
	Floor             bool
	Nodes             []struct {
		ID, Parent, Percent string
		Weight              kam.Fraction
		Method              tracking.Method
	}
	Places                  int32
	Expected, Contributions map[string]string
	FivePoint               string
}

func published(t *testing.T) (runs []runCase, rollups []rollUpCase) {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var file struct {
		Runs    []runCase
		Rollups []rollUpCase
	}
	require.NoError(t, json.Unmarshal(data, &file))
	require.NotEmpty(t, file.Runs)
	require.NotEmpty(t, file.Rollups)
	return file.Runs, file.Rollups
}

func TestPublishedRunRates(t *testing.T) {
	runs, _ := published(t)
	for _, c := range runs {
		t.Run(c.ID, func(t *testing.T) {
			g := calls()
			g.Target, g.Period = dec(c.Target), c.Period
			last := c.Period.From.AddDays(c.Elapsed)
			r := read(g, "2026-01-01/2026-01-02", c.ToDate)
			r.Period = kam.Period{From: c.Period.From, Until: last}
			p := track(t, tracking.Input{Goal: g, AsOf: last.AddDays(-1), Observations: []kam.Observation{r}})
			assert.Equal(t, c.Projection, rounded(p.Projection, 2))
			if c.RunRate != "" {
				assert.Equal(t, c.RunRate, rounded(p.RunRate, 2))
			}
			if c.Required != "" {
				assert.Equal(t, c.Required, rounded(p.Required, 2))
			}
			if c.Percent != "" {
				share, ok := p.ProjectedAttainment.Rat()
				require.True(t, ok)
				assert.Equal(t, c.Percent, num.Format(num.RoundRat(share.Mul(share, big.NewRat(100, 1)), 1, num.HalfUp)))
			}
			if c.Never != "" {
				assert.NotEqual(t, c.Never, rounded(p.Projection, 0))
				assert.Equal(t, "51818", rounded(p.Projection, 0))
			}
		})
	}
}

func TestPublishedRollUps(t *testing.T) {
	_, rollups := published(t)
	hundred := big.NewRat(100, 1)
	for _, c := range rollups {
		t.Run(c.ID, func(t *testing.T) {
			var nodes []tracking.Node
			for _, n := range c.Nodes {
				node := tracking.Node{ID: n.ID, Parent: n.Parent, Method: n.Method, Weight: n.Weight}
				if n.Percent != "" {
					node.Numerator, node.Denominator = known(n.Percent), decimal.NewNullDecimal(decimal.New(100, 0))
				}
				nodes = append(nodes, node)
			}
			out, err := tracking.RollUp(nodes, tracking.RollUpRule{Method: c.Method, Floor: c.Floor})
			require.NoError(t, err)
			percent := func(e tracking.Exact, places int32) string {
				r, ok := e.Rat()
				require.True(t, ok)
				return num.Format(num.RoundRat(r.Mul(r, hundred), places, num.HalfUp))
			}
			for _, r := range out {
				if want, ok := c.Expected[r.ID]; ok {
					assert.Equal(t, want, percent(r.Attainment, c.Places), r.ID)
				}
				if want, ok := c.Contributions[r.ID]; ok {
					assert.Equal(t, want, percent(r.Contribution, c.Places), r.ID)
				}
			}
			if c.FivePoint != "" {
				r, ok := out[0].Attainment.Rat()
				require.True(t, ok)
				assert.Equal(t, c.FivePoint, num.Format(num.RoundRat(r.Mul(r, big.NewRat(5, 1)), 3, num.HalfUp)))
			}
		})
	}
}
