package spread_test

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/spread"
)

// published is a worked case from outside.
type published struct {
	ID, Source, What, Kind   string
	Total, Grain, From, Rate string
	To                       string
	Weights, Want            []string
	Hold                     map[string]string
}

func TestPublishedCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []published
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 10)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			require.NotEmpty(t, c.Source)
			got, err := c.compute(t)
			require.NoError(t, err)
			assert.Equal(t, c.Want, texts(got))
		})
	}
}

func (c published) compute(t *testing.T) ([]decimal.Decimal, error) {
	t.Helper()
	switch c.Kind {
	case "line":
		return spread.StraightLine(dec(c.From), dec(c.To), len(c.Want), 2)
	case "growth":
		return spread.Compound(dec(c.From), dec(c.Rate), len(c.Want), 2)
	}
	request := spread.Request{Total: dec(c.Total), Grain: dec(c.Grain), Weights: weights(t, c.Weights...)}
	for index, value := range c.Hold {
		i, err := strconv.Atoi(index)
		require.NoError(t, err)
		request.Cells = append(request.Cells, spread.Cell{Index: i, Limit: spread.Hold(dec(value))})
	}
	row, err := spread.Parts(request)
	return row.Parts(), err
}
