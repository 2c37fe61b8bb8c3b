package improve_test

import (
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

const (
	firstHalf  = "2026-01-01/2026-07-01"
	secondHalf = "2026-07-01/2027-01-01"
)

func day(s string) kam.Day { return kam.MustDay(s) }

func days(list string) []kam.Day {
	var out []kam.Day
	for _, s := range strings.Fields(list) {
		out = append(out, kam.MustDay(s))
	}
	return out
}

func null(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func anna() kam.Subject { return kam.Subject{Kind: "payee", ID: "anna"} }

// calendar returns the working days of 2026, with the week from 1 October off and Saturday, 10 October worked.
func calendar() *kam.Calendar {
	c, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{
		Year: 2026, Off: days("2026-01-01 2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07"), Working: days("2026-10-10"),
	}}})
	if err != nil {
		panic(err)
	}
	return c
}

// measure returns a measure whose value is its score.
func measure(id, weight string) scoring.Measure {
	return scoring.Measure{
		ID: id, Name: kam.Text{EN: strings.ToUpper(id[:1]) + id[1:], ZH: names[id]}, Weight: kam.MustFraction(weight), Metric: id, Unit: "points",
		Direction: kam.HigherIsBetter, Function: scoring.Function{Points: &scoring.Points{}},
	}
}

var names = map[string]string{"growth": "增长", "satisfaction": "满意度", "retention": "留存率", "adoption": "采用率", "margin": "毛利率"}

// card returns a card of four measures from 0 to 100; what is missing is left out.
func card() scoring.Card {
	return scoring.Card{
		Format: scoring.Format, ID: "kam", Version: 1, Scale: scoring.Scale{Max: decimal.New(100, 0)},
		Rounding: scoring.Rounding{Places: 1, Mode: scoring.HalfUp}, Missing: scoring.Missing{Policy: scoring.MissingRenormalise},
		Measures: []scoring.Measure{measure("growth", "0.4"), measure("satisfaction", "0.3"), measure("retention", "0.2"), measure("adoption", "0.1")},
		Grades: []scoring.Grade{
			{Key: "C", From: decimal.Zero, Until: decimal.New(75, 0)},
			{Key: "B", From: decimal.New(75, 0), Until: decimal.New(90, 0)},
			{Key: "A", From: decimal.New(90, 0), Until: decimal.New(100, 0)},
		},
	}
}

// score returns anna's result of a card from values written as "growth=50 satisfaction=80".
func score(t testing.TB, c scoring.Card, period, values string) scoring.Result {
	t.Helper()
	p, err := scoring.Compile(c)
	require.NoError(t, err)
	in := scoring.Inputs{Subject: anna(), Period: kam.MustPeriod(period)}
	for _, pair := range strings.Fields(values) {
		metric, value, _ := strings.Cut(pair, "=")
		in.Observations = append(in.Observations, kam.Observation{
			Subject: anna(), Metric: metric, Period: in.Period, Value: null(value), Unit: "points",
		})
	}
	r, err := p.Score(in)
	require.NoError(t, err)
	return r
}

// request returns a request with a catalogue of levers.
func request(t testing.TB) improve.Request {
	t.Helper()
	return improve.Request{
		ID: "anna-2026-2", Result: score(t, card(), firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100"), Owner: "anna",
		Roles: []improve.RoleHolder{{Role: "service", Person: "bo"}}, Period: kam.MustPeriod(secondHalf), CheckEvery: 30,
		Levers: []improve.Lever{
			lever("visits", "growth", "20", "10", 20), lever("bundles", "growth", "30", "5", 60),
			{ID: "call-back", Name: kam.Text{EN: "Call back within a day", ZH: "一天内回电"}, Metric: "satisfaction", Effect: dec("15"), Effort: dec("1"), Days: 10, Role: "service"},
		},
	}
}

func lever(id, metric, effect, effort string, workingDays int) improve.Lever {
	return improve.Lever{
		ID: id, Name: kam.Text{EN: "Pull " + id, ZH: "采用 " + id}, Metric: metric, Effect: dec(effect), Effort: dec(effort), Days: workingDays,
	}
}

// newPlan returns the plan of a request.
func newPlan(t testing.TB, q improve.Request) improve.Plan {
	t.Helper()
	p, err := improve.NewPlan(q, calendar())
	require.NoError(t, err)
	return p
}

// said is what may stand in a Chinese text in Latin letters: what is quoted, places, names of formats, and words of data.
var said = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\$[.\w\[\]]*|UTF-8|JSON|YYYY-MM-DD|` +
	`\b(?:card|result|response|publication|review|pip|plan|checkPoints?|opening|outcome|terms|until|open|self|skip-self|manager|` +
	`calibrate|sign-off|appeal|decide|close|cancel|draft|agree|start|hold|extend|pass|fail|withdraw|clear-veto|measure-first|` +
	`lever|find-lever|managerApproves|points-per-effort|points|on-track|off-track)\b`)

// chinese checks that the texts of a finding in Chinese have no words of another language.
func chinese(t testing.TB, f kam.Finding) {
	t.Helper()
	for _, text := range []string{f.Message.ZH, f.Remedy.ZH} {
		assert.NotRegexp(t, `[A-Za-z]|, |; `, said.ReplaceAllString(text, ""), f.Code)
	}
}

// unread checks that an error says what is wrong with JSON, and returns how much.
func unread(t testing.TB, err error) int {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.NotEmpty(t, invalid.Findings)
	return len(invalid.Findings)
}

// codes returns the code and place of each finding of an *kam.InvalidError.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code+" "+f.Place)
		assert.NotEmpty(t, f.Message.EN, f.Code)
		assert.NotEmpty(t, f.Message.ZH, f.Code)
		chinese(t, f)
	}
	return out
}

// transition returns the *improve.TransitionError that err is.
func transition(t testing.TB, err error) *improve.TransitionError {
	t.Helper()
	var refused *improve.TransitionError
	require.ErrorIs(t, err, improve.ErrTransition)
	require.ErrorAs(t, err, &refused)
	assert.NotEmpty(t, refused.Why.EN)
	assert.NotEmpty(t, refused.Why.ZH)
	return refused
}

// equal compares an exact number with a text such as "23/25"; "unknown" when it is not known.
func equal(t testing.TB, want string, got scoring.Exact, what ...any) {
	t.Helper()
	assert.Equal(t, want, got.String(), what...)
}

func rat(e scoring.Exact) *big.Rat {
	if r, known := e.Rat(); known {
		return r
	}
	return new(big.Rat)
}

// golden compares a text with a file of testdata, and writes it when KAM_UPDATE_GOLDEN is 1.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		t.Fatalf("%s is missing; run the test with KAM_UPDATE_GOLDEN=1", path)
	}
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
