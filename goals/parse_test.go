package goals_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

const text = `{
  "id": "g1", "owners": ["anna"], "statement": "满意度由 80% 提高到 90%", "metric": "csat", "scope": "*", "direction": "higher",
  "baseline": "80", "target": "90.0", "unit": "%", "tracking": "stock", "period": "2026-01-01/2027-01-01",
  "parent": "p", "share": "1/3", "weight": "0.35", "source": "survey", "cadence": "quarter",
  "survey": {"invited": 400, "responses": 200},
  "milestones": [{"day": "2026-06-30", "value": "85"}],
  "amendments": [{"effective": "2026-07-01", "target": 88, "reason": "merger", "approver": "lee", "decided": "2026-06-15"}]
}`

func TestParseGoal(t *testing.T) {
	g, err := goals.ParseGoal([]byte(text))
	require.NoError(t, err)
	require.NoError(t, g.Check())
	assert.Equal(t, "csat", g.Metric)
	assert.Equal(t, kam.Fraction{Num: 1, Den: 3}, g.Share)
	assert.Equal(t, int64(200), g.Survey.Responses)
	assert.False(t, g.Survey.Spread.Valid)
	equalDecimal(t, "90", g.Target)
	equalDecimal(t, "88", g.Amendments[0].Target)
}

func TestParseGoalRefuses(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"unknown key", `{"id": "g", "owner": "anna"}`, []string{"goals.unknown-key"}},
		{"case", `{"ID": "g"}`, []string{"goals.key-case"}},
		{"duplicate", `{"id": "g", "id": "h"}`, []string{"goals.duplicate-key"}},
		{"null", `{"baseline": null}`, []string{"goals.null"}},
		{"impossible day", `{"period": "2026-02-30/2027-01-01"}`, []string{"goals.text"}},
		{"digits lost", `{"target": 12345678901234567890.1}`, []string{"goals.number"}},
		{"trailing", `{} {}`, []string{"goals.trailing-data"}},
		{"several", `{"target": "x", "share": "1/0", "milestones": [{"day": ""}, 3]}`, []string{"goals.number", "goals.text", "goals.wrong-type"}},
		{"empty", ``, []string{"goals.json-syntax"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g, err := goals.ParseGoal([]byte(c.text))
			assert.Equal(t, c.want, codes(invalid(t, err), kam.Error))
			assert.Empty(t, g)
		})
	}
}

// A title comes back as it was written, and a goal without one is written as before.
func TestTitleGoesThroughJSON(t *testing.T) {
	g, err := goals.ParseGoal([]byte(`{"id": "a", "metric": "revenue", "target": "1", "period": "2026-01-01/2026-04-01", "statement": "Sell", "title": {"en": "Revenue", "zh": "收入"}}`))
	require.NoError(t, err)
	assert.Equal(t, kam.Text{EN: "Revenue", ZH: "收入"}, g.Name())
	text, err := json.Marshal(g)
	require.NoError(t, err)
	again, err := goals.ParseGoal(text)
	require.NoError(t, err)
	assert.Equal(t, g.Title, again.Title)
	g.Title = kam.Text{}
	assert.Equal(t, kam.Text{EN: "Sell", ZH: "Sell"}, g.Name())
	text, err = json.Marshal(g)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "title")
	g.Statement = ""
	assert.Equal(t, kam.Text{EN: "a", ZH: "a"}, g.Name())
}

func TestParseGoals(t *testing.T) {
	list, err := goals.ParseGoals([]byte(`{"goals": [{"id": "a", "target": "1"}, {"id": "b"}, {"target": "2"}, {"target": "3"}]}`))
	require.NoError(t, err)
	require.Len(t, list, 4, "goals without an ID are for Check to report")
	assert.Equal(t, "b", list[1].ID)

	none, err := goals.ParseGoals([]byte(`{}`))
	require.NoError(t, err)
	assert.Empty(t, none)

	_, err = goals.ParseGoals([]byte(`{"goals": [{"id": "a"}, {"id": "b"}, {"id": "a"}]}`))
	assert.Equal(t, []string{"goals.id $.goals[2].id"}, places(invalid(t, err)))
	_, err = goals.ParseGoals([]byte(`[{"id": "a"}]`))
	assert.Equal(t, []string{"goals.wrong-type"}, codes(invalid(t, err), kam.Error))
}

func TestGoalJSONRoundTrip(t *testing.T) {
	for _, g := range []goals.Goal{sound(), {}, mustParse(t, text)} {
		pretty, err := g.JSON()
		require.NoError(t, err)
		canonical, err := g.Canonical()
		require.NoError(t, err)
		for _, data := range [][]byte{pretty, canonical} {
			back, err := goals.ParseGoal(data)
			require.NoError(t, err)
			again, err := back.Canonical()
			require.NoError(t, err)
			assert.Equal(t, string(canonical), string(again))
		}
	}
	g := sound()
	g.Target = huge()
	_, err := g.JSON()
	require.Error(t, err)
	_, err = g.Canonical()
	require.Error(t, err)
}

func TestCanonicalSeesValuesNotForms(t *testing.T) {
	a, b := sound(), sound()
	a.Target, b.Target = number("1200000.00"), number("1200000")
	x, err := a.Canonical()
	require.NoError(t, err)
	y, err := b.Canonical()
	require.NoError(t, err)
	assert.Equal(t, string(x), string(y))
}

func mustParse(t *testing.T, s string) goals.Goal {
	t.Helper()
	g, err := goals.ParseGoal([]byte(s))
	require.NoError(t, err)
	return g
}

func FuzzParseGoal(f *testing.F) {
	f.Add([]byte(text))
	f.Add([]byte(`{"id":"g","owners":["a","b"],"target":"1","period":"2026-01-01/.."}`))
	f.Add([]byte(`{"statement":"进一步提高 Q3 2026 更好","milestones":[{"day":"2026-01-01","value":"-1"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := goals.ParseGoal(data)
		if err != nil {
			return
		}
		canonical, err := g.Canonical()
		require.NoError(t, err)
		back, err := goals.ParseGoal(canonical)
		require.NoError(t, err)
		again, err := back.Canonical()
		require.NoError(t, err)
		assert.Equal(t, string(canonical), string(again))

		s := facts(t)
		s.Others = append(s.Others, g)
		s.Siblings = append(s.Siblings, g)
		r := goals.Check(g, s, goals.Bands{})
		assert.Len(t, r.Letters, 5)
		bilingual(t, r.All())
		assert.NotEmpty(t, r.Markdown(kam.Chinese))
		goals.Portfolio("anna", []goals.Goal{g, sound()}, goals.Limits{})
		s.Parent = &g
		goals.Check(sound(), s, goals.Bands{})
		if b, err := g.Blended(nil, goals.ByDays); err == nil {
			assert.NotNil(t, b.Exact())
		}
	})
}

func FuzzParseEntry(f *testing.F) {
	f.Add([]byte(`{"goal":"g","seq":1,"on":"2026-01-01","by":"bo","set":` + text + `}`))
	f.Add([]byte(`{"goal":"g","seq":2,"on":"2026-01-01","by":"bo","move":{"act":"counter","on":"2026-01-01","by":"anna","role":"owner","value":"3","reason":"r"}}`))
	f.Add([]byte(`{"goal":"g","seq":2,"on":"2026-01-01","by":"bo","closed":{"reason":"over"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := goals.ParseEntry(data)
		if err != nil {
			return
		}
		assert.True(t, e.Same(e.Clone()))
		text, err := e.JSON()
		require.NoError(t, err)
		back, err := goals.ParseEntry(text)
		require.NoError(t, err)
		assert.True(t, e.Same(back))
		if file, err := goals.Replay([]goals.Entry{e}); err == nil {
			assert.Equal(t, int64(1), file.Seq())
		}
	})
}
