package scenario_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/scenario"
)

func loaded(data []byte) (*scenario.Suite, error) {
	return scenario.Load(fstest.MapFS{"a.scenarios.json": {Data: data}}, "a.scenarios.json")
}

// updated loads a file, calculates it, and returns it brought up to date.
func updated(t *testing.T, text string) string {
	t.Helper()
	files := fstest.MapFS{"a.scenarios.json": {Data: []byte(text)}}
	suite, err := scenario.Load(files, "a.scenarios.json", planOf(t, simplePlan))
	require.NoError(t, err)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	out, err := report.Updated()
	require.NoError(t, err)
	if out["a.scenarios.json"] == nil {
		return text
	}
	now := string(out["a.scenarios.json"])
	files["a.scenarios.json"].Data = []byte(now)
	suite, err = scenario.Load(files, "a.scenarios.json", planOf(t, simplePlan))
	require.NoError(t, err)
	report, err = suite.Run(context.Background())
	require.NoError(t, err)
	assert.Empty(t, report.Failed(), "it passes afterwards")
	return now
}

// The golden update changes what was wrong and not a byte beside it.
func TestUpdated(t *testing.T) {
	before := func(expect string) string {
		return `{ "format":1,
	"about" :  "kept as it is",  "scenarios": [
		{"name": "it",   "steps": [ { "deals": ["D1 100", "D2 200 "],

			"expect":  ` + expect + ` } ]}
	]}
`
	}
	for name, c := range map[string]struct{ expect, want string }{
		"nothing wrong":        {`{"payees": {"rep": {"earned": "30"}}}`, `{"payees": {"rep": {"earned": "30"}}}`},
		"other notation":       {`{"payees": {"rep": {"earned": 30.00}}}`, `{"payees": {"rep": {"earned": 30.00}}}`},
		"a number":             {`{"payees": {"rep": {"earned": 31}}}`, `{"payees": {"rep": {"earned": "30"}}}`},
		"several":              {`{"payees": { "rep": { "earned": "1" , "lines": {"D1": "2", "D2": "20"}}}}`, `{"payees": { "rep": { "earned": "30" , "lines": {"D1": "10", "D2": "20"}}}}`},
		"one that is missing":  {`{"payees": {"rep": {"lines": {"D1": "10"}}}}`, `{"payees": {"rep": {"lines": {"D1": "10", "D2": "20"}}}}`},
		"one in front":         {`{"payees": {"rep": {"lines": {"D2":"20"}}}}`, `{"payees": {"rep": {"lines": {"D1": "10", "D2":"20"}}}}`},
		"into an empty map":    {`{"payees": {"rep": {"lines": {}}}}`, `{"payees": {"rep": {"lines": {"D1": "10", "D2": "20"}}}}`},
		"one too many":         {`{"payees": {"rep": {"lines": {"D1": "10", "D2": "20", "D3": "7"}}}}`, `{"payees": {"rep": {"lines": {"D1": "10", "D2": "20"}}}}`},
		"one too many, before": {`{"payees": {"rep": {"lines": {"C": "7", "D1": "10", "D2": "20"}}}}`, `{"payees": {"rep": {"lines": {"D1": "10", "D2": "20"}}}}`},
		"held and is not":      {`{"payees": {"rep": {"earned": "30"}}, "held": {"bo": ["run.belowzero"]}}`, `{"payees": {"rep": {"earned": "30"}}, "held": {}}`},
		"stops and does not":   {`{"payees": {"rep": {"earned": "30"}}, "stops": ["run.transaction"]}`, `{"payees": {"rep": {"earned": "30"}}}`},
		"quotes in keys":       {`{"payees": {"rep": {"earned": "3", "measures": {"revenue": {"value": "3"}}, "lines": {"a\"b": "0", "D1": "1", "D2": "20"}}}}`, `{"payees": {"rep": {"earned": "30", "measures": {"revenue": {"value": "300"}}, "lines": {"a\"b": "0", "D1": "10", "D2": "20"}}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, before(c.want), updated(t, before(c.expect)))
		})
	}
}

// A scenario that expects nothing receives everything.
func TestUpdatedFillsIn(t *testing.T) {
	for name, text := range map[string]string{
		"no expect":    `{"format": 1, "scenarios": [{"name": "it", "steps": [{"deals": ["D1 100"]}]}]}`,
		"empty expect": `{"format": 1, "scenarios": [{"name": "it", "steps": [{"deals": ["D1 100"], "expect": {}}]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			now := updated(t, text)
			f := fileOf(t, now)
			e := f.Scenarios[0].Steps[0].Expect
			assert.Equal(t, "10", e.Payees["rep"].Earned.Decimal.String())
			assert.Equal(t, "10", e.Payees["rep"].Lines["D1"].String())
			assert.Equal(t, "100", e.Payees["rep"].Measures["revenue"].Value.Decimal.String())
		})
	}
}

// Lines keep their indent.
func TestUpdatedKeepsLines(t *testing.T) {
	text := strings.Join([]string{
		`{`, `  "format": 1,`, `  "scenarios": [`, `    {`, `      "name": "it",`, `      "steps": [{`, `        "deals": ["D1 100", "D2 50"],`, `        "expect": {`,
		`          "payees": {`, `            "rep": {`, `              "lines": {`, `                "D1": "10"`, `              }`, `            }`, `          }`, `        }`, `      }]`, `    }`, `  ]`, `}`,
	}, "\n")
	want := strings.Replace(text, `                "D1": "10"`, "                \"D1\": \"10\",\n                \"D2\": \"5\"", 1)
	assert.Equal(t, want, updated(t, text))
}

// A fault of the deals is not written down: nobody means a step that cannot be calculated.
func TestUpdatedLeavesFaults(t *testing.T) {
	text := `{"format": 1, "scenarios": [{"name": "it", "steps": [{"deals": ["D1 100", "D1 200"], "expect": {"payees": {"rep": {"earned": "1"}}, "findings": ["run.x"]}}]}]}`
	files := fstest.MapFS{"a.scenarios.json": {Data: []byte(text)}}
	suite, err := scenario.Load(files, "a.scenarios.json", planOf(t, simplePlan))
	require.NoError(t, err)
	report, err := suite.Run(context.Background())
	require.NoError(t, err)
	require.NotEmpty(t, report.Failed())
	out, err := report.Updated()
	require.NoError(t, err)
	assert.Empty(t, out)
}
