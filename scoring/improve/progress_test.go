package improve_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

// reevaluation returns the plan of the request half a year later: two levers done, one of them late.
func reevaluation(t testing.TB) improve.Reevaluation {
	t.Helper()
	q := request(t)
	p := newPlan(t, q)
	p, ok := p.Done("anna-2026-2/2", day("2026-07-14"))
	require.True(t, ok)
	p, ok = p.Done("anna-2026-2/1", day("2026-09-23"))
	require.True(t, ok)
	return improve.Reevaluation{
		Plan: p, Before: q.Result, After: score(t, card(), secondHalf, "growth=75 satisfaction=85 retention=85 adoption=100"), On: day("2026-12-31"),
	}
}

// Before: 20 + 24 + 18 + 10 = 72. After: 0.4*75 + 0.3*85 + 0.2*85 + 0.1*100 = 30 + 25.5 + 17 + 10 = 82.5.
func TestReevaluateByHand(t *testing.T) {
	p, err := improve.Reevaluate(reevaluation(t))
	require.NoError(t, err)
	equal(t, "21/2", p.Change)
	equal(t, "21/2", p.Sum)
	equal(t, "0", p.Other)
	assert.Equal(t, []string{"C", "B"}, []string{p.Before.Grade, p.After.Grade})
	assert.Equal(t, 2, p.Done)
	var got []string
	for _, m := range p.Moves {
		got = append(got, fmt.Sprint(m.Measure, " ", m.Trend, " ", m.ScoreChange, " ", m.Contribution, " ", m.ByScore, " ", m.ByWeight, " ", m.Planned, " ", m.Left, " ", m.LeversDone, "/", m.Levers))
	}
	assert.Equal(t, []string{
		"growth improved 25 10 10 0 12 25 1/1",
		"satisfaction improved 5 3/2 3/2 0 9/2 15 1/1",
		"retention worsened -5 -1 -1 0 0 15 0/0",
		"adoption unchanged 0 0 0 0 unknown unknown 0/0",
	}, got)
	assert.True(t, p.Tasks[0].Late, "done on 23 September, due on the 22nd")
	assert.False(t, p.Tasks[1].Late, "done on the due day")
	assert.True(t, p.Tasks[2].Late, "open")
	assert.False(t, p.Tasks[2].Done.IsSet())
}

func TestReevaluateSeesTheDay(t *testing.T) {
	r := reevaluation(t)
	r.After = score(t, card(), "2026-07-01/2026-07-15", "growth=75 satisfaction=85 retention=85 adoption=100")
	r.On = day("2026-07-14")
	p, err := improve.Reevaluate(r)
	require.NoError(t, err)
	assert.Equal(t, 1, p.Done)
	assert.False(t, p.Tasks[0].Done.IsSet(), "done later")
	assert.False(t, p.Tasks[0].Late)
	assert.False(t, p.Tasks[2].Late, "due on this day")
	assert.Equal(t, 0, p.Moves[0].LeversDone)
}

func TestMovesOfWhatIsNotKnown(t *testing.T) {
	q := request(t)
	q.Result = score(t, card(), firstHalf, "growth=50 satisfaction=80 retention=90")
	later := card()
	later.Version = 2
	later.Measures[1] = measure("margin", "0.3")
	r := improve.Reevaluation{Plan: newPlan(t, q), Before: q.Result, After: score(t, later, secondHalf, "margin=60 growth=95 adoption=70"), On: day("2027-01-05")}
	p, err := improve.Reevaluate(r)
	require.NoError(t, err)
	trends := map[string]improve.Trend{}
	for _, m := range p.Moves {
		trends[m.Measure] = m.Trend
		assert.Equal(t, m.Trend == improve.Improved, m.ByScore.Known(), m.Measure)
	}
	assert.Equal(t, map[string]improve.Trend{
		"growth": improve.Improved, "satisfaction": improve.Dropped, "retention": improve.BecameUnknown, "adoption": improve.BecameKnown, "margin": improve.Added,
	}, trends)
	r.After = score(t, card(), secondHalf, "growth=95 satisfaction=80 retention=90")
	p, err = improve.Reevaluate(r)
	require.NoError(t, err)
	assert.Equal(t, improve.StillUnknown, p.Moves[3].Trend)
}

func TestWhatCountsWithoutAValueIsNoScore(t *testing.T) {
	c := card()
	c.Missing = scoring.Missing{Policy: scoring.MissingNeutral, Neutral: null("40")}
	q := request(t)
	q.Result = score(t, c, firstHalf, "satisfaction=80 retention=90 adoption=100")
	r := improve.Reevaluation{Plan: newPlan(t, q), Before: q.Result, After: score(t, c, secondHalf, "growth=60 satisfaction=80 retention=90 adoption=100"), On: day("2027-01-05")}
	p, err := improve.Reevaluate(r)
	require.NoError(t, err)
	assert.Equal(t, improve.BecameKnown, p.Moves[0].Trend)
	assert.False(t, p.Moves[0].Before.Known())
	equal(t, "8", p.Moves[0].Contribution, "0.4 * (60 - 40)")
}

func TestLeftIsNeverBelowZero(t *testing.T) {
	q := request(t)
	q.Target = null("90")
	r := improve.Reevaluation{Plan: newPlan(t, q), Before: q.Result, After: score(t, card(), secondHalf, "growth=95 satisfaction=89 retention=90"), On: day("2027-01-05")}
	p, err := improve.Reevaluate(r)
	require.NoError(t, err)
	left := map[string]string{}
	for _, m := range p.Moves {
		left[m.Measure] = m.Left.String()
	}
	assert.Equal(t, map[string]string{"growth": "0", "satisfaction": "1", "retention": "unknown", "adoption": "unknown"}, left, "retention had no gap")
}

func TestReevaluateUnknownTotals(t *testing.T) {
	c := card()
	c.Missing = scoring.Missing{Policy: scoring.MissingBlock}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80")
	r := improve.Reevaluation{Plan: newPlan(t, q), Before: q.Result, After: score(t, c, secondHalf, "growth=50 satisfaction=80 retention=1 adoption=1"), On: day("2027-01-05")}
	p, err := improve.Reevaluate(r)
	require.NoError(t, err)
	assert.False(t, p.Change.Known())
	assert.False(t, p.Sum.Known())
	assert.False(t, p.Other.Known())
}

func TestReevaluateTellsTheRest(t *testing.T) {
	c := card()
	c.Adjustments = []scoring.Adjustment{{ID: "award", Metric: "awards", Unit: "points", PerUnit: dec("2")}}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100 awards=3")
	r := improve.Reevaluation{Plan: newPlan(t, q), Before: q.Result, After: score(t, c, secondHalf, "growth=60 satisfaction=80 retention=90 adoption=100"), On: day("2027-01-05")}
	p, err := improve.Reevaluate(r)
	require.NoError(t, err)
	equal(t, "-2", p.Change)
	equal(t, "4", p.Sum)
	equal(t, "-6", p.Other)
}

func TestMovesSumToTheChange(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 3))
	values := func() string {
		var out []string
		for _, m := range card().Measures {
			if rng.IntN(4) > 0 {
				out = append(out, fmt.Sprintf("%s=%d.%d", m.ID, rng.IntN(100), rng.IntN(10)))
			}
		}
		return strings.Join(out, " ")
	}
	for range 300 {
		c := card()
		c.Missing = []scoring.Missing{{Policy: scoring.MissingRenormalise}, {Policy: scoring.MissingZero}, {Policy: scoring.MissingNeutral, Neutral: null("40")}}[rng.IntN(3)]
		q := request(t)
		q.Result = score(t, c, firstHalf, values())
		p, err := improve.Reevaluate(improve.Reevaluation{Plan: newPlan(t, q), Before: q.Result, After: score(t, c, secondHalf, values()), On: day("2026-12-31")})
		require.NoError(t, err)
		sum, last := new(big.Rat), (*big.Rat)(nil)
		for _, m := range p.Moves {
			sum.Add(sum, rat(m.Contribution))
			if m.ByScore.Known() {
				equal(t, new(big.Rat).Add(rat(m.ByScore), rat(m.ByWeight)).RatString(), m.Contribution)
			}
			size := new(big.Rat).Abs(rat(m.Contribution))
			assert.True(t, last == nil || size.Cmp(last) <= 0, "largest change first")
			last = size
		}
		if p.Sum.Known() {
			equal(t, sum.RatString(), p.Sum)
		}
		data, err := p.JSON()
		require.NoError(t, err)
		back, err := improve.ParseProgress(data)
		require.NoError(t, err)
		again, err := back.JSON()
		require.NoError(t, err)
		assert.Equal(t, string(data), string(again))
	}
}

func TestReevaluationFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(r *improve.Reevaluation)
		want   []string
	}{
		{"no day", func(r *improve.Reevaluation) { r.On = kam.Day{} }, []string{"improve.day $.on"}},
		{"no plan", func(r *improve.Reevaluation) { r.Plan.ID = "" }, []string{"improve.id $.plan.id"}},
		{"the wrong way round", func(r *improve.Reevaluation) { r.Before, r.After = r.After, r.Before }, []string{"improve.before $.before", "improve.period $.after.period"}},
		{"the same result", func(r *improve.Reevaluation) { r.After = r.Before }, []string{"improve.period $.after.period"}},
		{"an overlap by a day", func(r *improve.Reevaluation) {
			r.After = score(t, card(), "2026-06-30/2026-12-31", "growth=75 satisfaction=85 retention=85 adoption=100")
		}, []string{"improve.period $.after.period"}},
		{"before the last day of the result after", func(r *improve.Reevaluation) { r.On = day("2026-12-30") }, []string{"improve.day $.on"}},
		{"before the plan begins", func(r *improve.Reevaluation) {
			r.Plan.Period = kam.MustPeriod("2027-01-01/2027-02-01")
			r.Plan.CheckPoints = days("2027-01-29")
		}, []string{"improve.day $.on"}},
		{"another subject", func(r *improve.Reevaluation) { r.After.Subject.ID = "bo" }, []string{"improve.about $.after.subject"}},
		{"another card", func(r *improve.Reevaluation) { r.After.Card = "sales" }, []string{"improve.card $.after.card"}},
		{"another edition before", func(r *improve.Reevaluation) { r.Before.Version = 2 }, []string{"improve.before $.before"}},
		{"a result without a period", func(r *improve.Reevaluation) { r.After.Period = kam.Period{} }, []string{"improve.period $.after.period"}},
		{"results that do not verify", func(r *improve.Reevaluation) {
			r.Before.Score, r.After.Score = null("1"), null("1")
		}, []string{"result.differs $.before.score", "result.differs $.after.score"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reevaluation(t)
			c.change(&r)
			_, err := improve.Reevaluate(r)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
	_, err := improve.Reevaluate(improve.Reevaluation{})
	assert.NotEmpty(t, codes(t, err))
}

// The same values on a scale to 5 are no fall of 65 points.
func TestScalesAreNotMixed(t *testing.T) {
	for _, scale := range []scoring.Scale{{Max: dec("5")}, {Min: dec("1"), Max: dec("100")}} {
		r := reevaluation(t)
		c := card()
		c.Version, c.Scale, c.Grades = 2, scale, nil
		r.After = score(t, c, secondHalf, "growth=5 satisfaction=5 retention=5 adoption=5")
		_, err := improve.Reevaluate(r)
		assert.Equal(t, []string{"improve.card $.after.scale"}, codes(t, err), scale)
	}
}

func TestBeforeIsTheResultOfThePlan(t *testing.T) {
	for name, values := range map[string]string{
		"the same gaps in another total":     "growth=50 satisfaction=80 retention=90",
		"another score and total":            "growth=10 satisfaction=80 retention=90 adoption=100",
		"the same total by other scores":     "growth=65 satisfaction=60 retention=90 adoption=100",
		"a total that is not known any more": "",
	} {
		r := reevaluation(t)
		r.Before = score(t, card(), firstHalf, values)
		_, err := improve.Reevaluate(r)
		assert.Equal(t, []string{"improve.before $.before"}, codes(t, err), name)
	}
}
