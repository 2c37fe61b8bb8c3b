package improve_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

func TestRequestFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(q *improve.Request)
		want   []string
	}{
		{"no ID", func(q *improve.Request) { q.ID = "" }, []string{"improve.id $.id"}},
		{"ID too long for its tasks", func(q *improve.Request) { q.ID = strings.Repeat("x", 121) }, []string{"improve.id $.id"}},
		{"no owner", func(q *improve.Request) { q.Owner = "" }, []string{"improve.id $.owner"}},
		{"order", func(q *improve.Request) { q.Order = "speed" }, []string{"improve.order $.order"}},
		{"counts", func(q *improve.Request) { q.PerMeasure, q.MaxLevers, q.CheckEvery, q.FirstDays = -1, 401, -1, 3661 }, []string{
			"improve.number $.perMeasure", "improve.number $.maxLevers", "improve.number $.checkEvery", "improve.number $.firstDays",
		}},
		{"effort of nothing", func(q *improve.Request) { q.MaxEffort = null("0") }, []string{"improve.number $.maxEffort"}},
		{"period", func(q *improve.Request) { q.Period = kam.MustPeriod("2026-07-01/..") }, []string{"improve.period $.period"}},
		{"long period", func(q *improve.Request) { q.Period = kam.MustPeriod("2026-07-01/2036-07-09") }, []string{"improve.period $.period"}},
		{"period without working day", func(q *improve.Request) { q.Period = kam.MustPeriod("2026-10-01/2026-10-08") }, []string{"improve.period $.period"}},
		{"targets", func(q *improve.Request) {
			q.Target = null("100.01")
			q.Targets = []improve.TargetScore{{"growth", dec("-0.01")}, {"calls", dec("5")}, {"growth", dec("1")}}
		}, []string{"improve.target $.target", "improve.target $.targets[0].score", "improve.measure $.targets[1].measure", "improve.twice $.targets[2].measure"}},
		{"number out of bounds", func(q *improve.Request) { q.Target = decimal.NewNullDecimal(decimal.New(1, 1<<30)) }, []string{"improve.number $.target"}},
		{"roles", func(q *improve.Request) { q.Roles = []improve.RoleHolder{{"service", ""}, {"service", "bo"}} }, []string{"improve.id $.roles[0].person", "improve.twice $.roles[1].role"}},
		{"levers", func(q *improve.Request) {
			q.Levers[0] = improve.Lever{ID: "bundles", Name: kam.Text{ZH: " "}, Metric: "a\nb", Effect: dec("0"), Effort: dec("-1"), Days: 3661, Scope: " ", Role: " "}
		}, []string{
			"improve.text $.levers[0].name", "improve.id $.levers[0].metric", "improve.id $.levers[0].scope", "improve.number $.levers[0].effect",
			"improve.number $.levers[0].effort", "improve.number $.levers[0].days", "improve.id $.levers[0].role", "improve.twice $.levers[1].id",
		}},
		{"too many levers", func(q *improve.Request) { q.Levers = make([]improve.Lever, improve.MaxList+1) }, []string{"improve.list $.levers"}},
		{"result that does not verify", func(q *improve.Request) { q.Result.Score = null("73") }, []string{"result.differs $.result.score"}},
		{"result that cannot be written", func(q *improve.Request) { q.Result.Score = decimal.NewNullDecimal(decimal.New(1, 1<<30)) }, []string{"improve.json $.result.score"}},
		{"result whose scale is out of bounds", func(q *improve.Request) { q.Result.Scale.Max, q.Target = decimal.New(1, 1<<30), null("5") }, []string{"improve.json $.result.scale.max"}},
		{"too many targets and roles", func(q *improve.Request) {
			q.Targets, q.Roles = make([]improve.TargetScore, improve.MaxList+1), make([]improve.RoleHolder, improve.MaxList+1)
		}, []string{"improve.list $.targets", "improve.list $.roles"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := request(t)
			c.change(&q)
			_, err := improve.NewPlan(q, calendar())
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestPlanNeedsWorkingDays(t *testing.T) {
	_, err := improve.NewPlan(request(t), kam.Gregorian())
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = improve.NewPlan(improve.Request{}, nil)
	assert.NotEmpty(t, codes(t, err))
}

func TestLongIDIsToldOnce(t *testing.T) {
	q := request(t)
	q.ID = strings.Repeat("x", 130)
	_, err := improve.NewPlan(q, calendar())
	assert.Equal(t, []string{"improve.id $.id"}, codes(t, err))
}

func TestHugeNumbersAreToldInBothLanguages(t *testing.T) {
	q := request(t)
	q.MaxEffort = decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	_, err := improve.NewPlan(q, calendar())
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	require.Len(t, invalid.Findings, 1)
	assert.Equal(t, kam.Text{EN: "it has too many digits or decimal places", ZH: "位数或小数位数过多"}, invalid.Findings[0].Message)
}
