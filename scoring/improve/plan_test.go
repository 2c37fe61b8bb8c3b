package improve_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

// The sum is 0.4*50 + 0.3*80 + 0.2*90 + 0.1*100 = 20 + 24 + 18 + 10 = 72. Gaps to 100: growth 50 * 0.4 = 20 points,
// satisfaction 20 * 0.3 = 6, retention 10 * 0.2 = 2.
func TestNewPlanByHand(t *testing.T) {
	p := newPlan(t, request(t))
	equal(t, "72", p.Total)
	equal(t, "100", p.Full)
	require.Len(t, p.Gaps, 3)
	for i, want := range [][6]string{
		{"growth", "2/5", "50", "20", "20", "12"},
		{"satisfaction", "3/10", "20", "6", "6", "9/2"},
		{"retention", "1/5", "10", "2", "2", "0"},
	} {
		g := p.Gaps[i]
		assert.Equal(t, want, [6]string{g.Measure, g.Weight.String(), g.Gap.String(), g.Points.String(), g.InTotal.String(), g.Planned.String()})
		equal(t, "100", g.Target)
	}
	assert.Equal(t, []string{
		"lever growth bundles 12 5 anna 2026-09-22", // the 60th working day of the half-year
		"lever satisfaction call-back 9/2 1 bo 2026-07-14",
		"find-lever retention  unknown - anna 2026-07-14",
	}, actions(p))
	assert.Equal(t, []improve.PassedOver{{Lever: "visits", Measure: "growth", Reason: improve.PassEnough}}, p.PassedOver)
	assert.Equal(t, []string{"anna-2026-2/1", "anna-2026-2/2", "anna-2026-2/3"}, []string{p.Tasks()[0].ID, p.Tasks()[1].ID, p.Tasks()[2].ID})
	assert.Equal(t, "improve.lever", p.Tasks()[0].Origin)
	assert.Equal(t, anna(), p.Tasks()[0].About)
}

// actions writes the actions of a plan as lines.
func actions(p improve.Plan) []string {
	var out []string
	for _, a := range p.Actions {
		effort := "-"
		if a.Effort.Valid {
			effort = a.Effort.Decimal.String()
		}
		id := a.Lever + a.Veto
		out = append(out, fmt.Sprintf("%s %s %s %s %s %s %s", a.Kind, a.Measure, id, a.Points, effort, a.Task.Owner, a.Task.Due))
	}
	return out
}

func levers(p improve.Plan) string {
	var out []string
	for _, a := range p.Actions {
		if a.Kind == improve.PullLever {
			out = append(out, a.Lever)
		}
	}
	return strings.Join(out, " ")
}

func passed(p improve.Plan) string {
	var out []string
	for _, o := range p.PassedOver {
		out = append(out, o.Lever+":"+string(o.Reason))
	}
	return strings.Join(out, " ")
}

func TestLeversAreChosen(t *testing.T) {
	for _, c := range []struct {
		name           string
		change         func(q *improve.Request)
		levers, passed string
	}{
		{"by points", func(*improve.Request) {}, "bundles call-back", "visits:enough"},
		{"by points per effort: 4.5/1, 12/5", func(q *improve.Request) { q.Order = improve.ByPointsPerEffort }, "call-back bundles", "visits:enough"},
		{"two for a measure: 12, then 0.4*20 = 8, then 4.5", func(q *improve.Request) { q.PerMeasure = 2 }, "bundles visits call-back", ""},
		{"the gap is closed", func(q *improve.Request) {
			q.PerMeasure, q.Targets = 2, []improve.TargetScore{{Measure: "growth", Score: dec("80")}}
		}, "bundles call-back", "visits:closed"},
		{"the gap limits the effect: 0.4*10 = 4 is less than 4.5, and equal among levers of growth", func(q *improve.Request) {
			q.Targets = []improve.TargetScore{{Measure: "growth", Score: dec("60")}}
		}, "call-back visits", "bundles:closed"},
		{"as many levers as asked for", func(q *improve.Request) { q.MaxLevers = 1 }, "bundles", "visits:enough call-back:most"},
		{"effort for one of them exactly", func(q *improve.Request) { q.MaxEffort = null("5") }, "bundles", "visits:enough call-back:effort"},
		{"effort too small for the best", func(q *improve.Request) { q.MaxEffort = null("4.99") }, "call-back", "visits:effort bundles:effort"},
		{"effort for both exactly", func(q *improve.Request) { q.MaxEffort = null("6") }, "bundles call-back", "visits:enough"},
		{"time for the shorter", func(q *improve.Request) { q.Period = kam.MustPeriod("2026-07-01/2026-07-29") }, "visits call-back", "bundles:time"},
		{"no time for either", func(q *improve.Request) { q.Period = kam.MustPeriod("2026-07-01/2026-07-28") }, "call-back", "visits:time bundles:time"},
		{"target reached already", func(q *improve.Request) { q.Target = null("80") }, "bundles", "visits:closed call-back:no-gap"},
		{"no such metric", func(q *improve.Request) { q.Levers[0].Metric = "Growth" }, "bundles call-back", "visits:no-use"},
		{"scope of another measure", func(q *improve.Request) { q.Levers[1].Scope = "north" }, "visits call-back", "bundles:no-use"},
		{"equal levers in the order of the request", func(q *improve.Request) { q.Levers[0].Effect = dec("30") }, "visits call-back", "bundles:enough"},
		{"equal worth for the effort, 0.4*25/5 = 0.4*50/10: the one with more points", func(q *improve.Request) {
			q.Order = improve.ByPointsPerEffort
			q.Levers[0].Effect, q.Levers[0].Effort = dec("25"), dec("5")
			q.Levers[1].Effect, q.Levers[1].Effort = dec("50"), dec("10")
		}, "call-back bundles", "visits:closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := request(t)
			c.change(&q)
			p := newPlan(t, q)
			assert.Equal(t, c.levers, levers(p))
			assert.Equal(t, c.passed, passed(p))
		})
	}
}

func TestLeverFitsScope(t *testing.T) {
	c := card()
	c.Measures[0].Scope = "north"
	p, err := scoring.Compile(c)
	require.NoError(t, err)
	half := kam.MustPeriod(firstHalf)
	r, err := p.Score(scoring.Inputs{Subject: anna(), Period: half, Observations: []kam.Observation{
		{Subject: anna(), Metric: "growth", Scope: "north", Period: half, Value: null("50"), Unit: "points"},
	}})
	require.NoError(t, err)
	q := request(t)
	q.Result, q.PerMeasure = r, 9
	q.Levers = []improve.Lever{lever("any", "growth", "1", "1", 1), lever("north", "growth", "1", "1", 1), lever("south", "growth", "1", "1", 1)}
	q.Levers[1].Scope, q.Levers[2].Scope = "north", "south"
	assert.Equal(t, "any north", levers(newPlan(t, q)))
}

func TestUnknownIsMeasuredFirst(t *testing.T) {
	for _, policy := range []scoring.Missing{
		{Policy: scoring.MissingRenormalise}, {Policy: scoring.MissingZero}, {Policy: scoring.MissingNeutral, Neutral: null("50")}, {Policy: scoring.MissingBlock},
	} {
		t.Run(string(policy.Policy), func(t *testing.T) {
			c := card()
			c.Missing = policy
			q := request(t)
			q.Result = score(t, c, firstHalf, "satisfaction=80 retention=90 adoption=100")
			p := newPlan(t, q)
			assert.Equal(t, improve.MeasureFirst, p.Actions[0].Kind)
			assert.Equal(t, "growth", p.Actions[0].Measure)
			assert.Equal(t, "Measure first: the value of Growth is not known", p.Actions[0].Task.Title.EN)
			assert.Equal(t, "先测量：增长 的数值未知", p.Actions[0].Task.Title.ZH)
			assert.False(t, p.Actions[0].Points.Known(), "nobody knows what it brings")
			for _, g := range p.Gaps {
				assert.NotEqual(t, "growth", g.Measure)
			}
			assert.Equal(t, "visits:no-gap bundles:no-gap", passed(p))
			if policy.Policy == scoring.MissingRenormalise {
				equal(t, "1/2", p.Gaps[0].Weight, "0.3 of the 0.6 that are known")
				equal(t, "10", p.Gaps[0].Points)
			}
			known := policy.Policy != scoring.MissingBlock
			assert.Equal(t, known, p.Total.Known())
			assert.Equal(t, known, p.Full.Known())
			assert.Equal(t, known, len(p.Gaps) > 0 && p.Gaps[0].InTotal.Known())
		})
	}
}

func TestNothingKnown(t *testing.T) {
	q := request(t)
	q.Result = score(t, card(), firstHalf, "")
	p := newPlan(t, q)
	assert.Empty(t, p.Gaps)
	assert.False(t, p.Total.Known())
	require.Len(t, p.Actions, 4)
	for _, a := range p.Actions {
		assert.Equal(t, improve.MeasureFirst, a.Kind)
	}
}

func TestValueThatCannotBeScored(t *testing.T) {
	c := card()
	c.Measures[0].Function = scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1")}}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50")
	assert.Equal(t, "Measure first: Growth cannot be scored yet", newPlan(t, q).Actions[0].Task.Title.EN, "no base is stated")
}

func TestWeightlessMeasureIsLeftAlone(t *testing.T) {
	c := card()
	c.Measures[0].Weight, c.Measures[1].Weight = kam.Fraction{}, kam.MustFraction("0.7")
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=100 adoption=100")
	p := newPlan(t, q)
	require.Len(t, p.Gaps, 1)
	assert.Equal(t, "visits:weight bundles:weight", passed(p))
	q.Result = score(t, c, firstHalf, "satisfaction=80 retention=100 adoption=100")
	assert.Equal(t, "call-back", levers(newPlan(t, q)))
	assert.Len(t, newPlan(t, q).Actions, 1, "what counts for nothing need not be measured")
}

func TestVetoesAndLimitsHoldTheTotal(t *testing.T) {
	c := card()
	c.Vetoes = []scoring.Veto{
		{ID: "floor", Name: kam.Text{EN: "Growth floor", ZH: "增长底线"}, On: "growth", Below: null("60"), Effect: scoring.VetoCapScore, Score: null("75")},
		{ID: "clear", On: "adoption", Below: null("10"), Effect: scoring.VetoLowest},
	}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100")
	p := newPlan(t, q)
	equal(t, "72", p.Total)
	equal(t, "75", p.Full, "the veto limits the total until it is cleared")
	equal(t, "20", p.Gaps[0].Points)
	equal(t, "3", p.Gaps[0].InTotal)
	equal(t, "2", p.Gaps[2].InTotal)
	assert.Equal(t, "clear-veto growth floor unknown - anna 2026-07-14", actions(p)[0])
	assert.Equal(t, "消除否决项：增长底线", p.Actions[0].Task.Title.ZH)

	c.Vetoes[0].Effect, c.Vetoes[0].Score = scoring.VetoLowest, decimal.NullDecimal{}
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100")
	p = newPlan(t, q)
	equal(t, "0", p.Full)
	equal(t, "0", p.Gaps[0].InTotal)

	c.Vetoes[0].Effect, c.Vetoes[0].Grade = scoring.VetoCapGrade, "C"
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100")
	equal(t, "100", newPlan(t, q).Full, "a limited grade limits no score")
}

func TestBonusCountsBeforeTheScaleLimits(t *testing.T) {
	c := card()
	c.Adjustments = []scoring.Adjustment{{ID: "award", Metric: "awards", Unit: "points", PerUnit: dec("10")}}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100 awards=1")
	p := newPlan(t, q)
	equal(t, "82", p.Total)
	equal(t, "18", p.Gaps[0].InTotal, "20 points, of which the scale leaves room for 18")
	equal(t, "100", p.Full)

	c.Adjustments[0].PerUnit = dec("-80")
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100 awards=1")
	p = newPlan(t, q)
	equal(t, "0", p.Total, "72 - 80 is limited to 0")
	equal(t, "12", p.Gaps[0].InTotal, "20 points, of which 8 are below the scale")
	equal(t, "0", p.Gaps[2].InTotal)
	equal(t, "20", p.Full)
}

func TestPeriodShortensFirstTasks(t *testing.T) {
	q := request(t)
	q.Period = kam.MustPeriod("2026-07-01/2026-07-05") // Wednesday to Saturday, three working days
	q.Levers = nil
	for _, a := range newPlan(t, q).Actions {
		assert.Equal(t, day("2026-07-03"), a.Task.Due)
	}
	q.FirstDays = 3
	assert.Equal(t, day("2026-07-03"), newPlan(t, q).Actions[0].Task.Due)
	q.FirstDays = 1
	assert.Equal(t, day("2026-07-01"), newPlan(t, q).Actions[0].Task.Due)
}

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
		{"result that cannot be written", func(q *improve.Request) { q.Result.Score = decimal.NewNullDecimal(decimal.New(1, 1<<30)) }, []string{"improve.json $.result"}},
		{"result whose scale is out of bounds", func(q *improve.Request) { q.Result.Scale.Max, q.Target = decimal.New(1, 1<<30), null("5") }, []string{"improve.json $.result"}},
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

// Closing a gap adds what the plan says: the same card scores the same inputs with the value at its target.
func TestPointsAreWhatScoringAgainGives(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for range 200 {
		c := card()
		weights := []int64{rng.Int64N(9), rng.Int64N(9), rng.Int64N(9), 1 + rng.Int64N(9)}
		c.Weights = scoring.WeightsNormalised
		for i := range c.Measures {
			c.Measures[i].Weight = kam.Fraction{Num: weights[i], Den: 1}
		}
		values := map[string]string{}
		for _, m := range c.Measures {
			if rng.IntN(6) > 0 {
				values[m.ID] = decimal.New(rng.Int64N(1001), -1).String()
			}
		}
		text := func(changed map[string]string) string {
			var out []string
			for _, m := range c.Measures {
				v, known := values[m.ID]
				if w, ok := changed[m.ID]; ok {
					v = w
				}
				if known {
					out = append(out, m.ID+"="+v)
				}
			}
			return strings.Join(out, " ")
		}
		q := request(t)
		q.Result, q.Target = score(t, c, firstHalf, text(nil)), null("85.5")
		p := newPlan(t, q)
		all := map[string]string{}
		for i, g := range p.Gaps {
			closed := score(t, c, firstHalf, text(map[string]string{g.Measure: "85.5"}))
			equal(t, new(big.Rat).Sub(rat(closed.Total), rat(p.Total)).RatString(), g.InTotal)
			assert.LessOrEqual(t, rat(g.Planned).Cmp(rat(g.Points)), 0)
			if i > 0 {
				assert.GreaterOrEqual(t, rat(p.Gaps[i-1].Points).Cmp(rat(g.Points)), 0, "most points first")
			}
			all[g.Measure] = "85.5"
		}
		if p.Total.Known() {
			equal(t, score(t, c, firstHalf, text(all)).Total.String(), p.Full)
		}
	}
}

// slowly chooses levers by looking at every lever and gap anew for each choice.
func slowly(q improve.Request, gaps []improve.Gap, fits func(improve.Lever) bool) string {
	left, count := map[string]*big.Rat{}, map[string]int{}
	for _, g := range gaps {
		left[g.Measure] = rat(g.Gap)
	}
	effort := new(big.Rat)
	var picked []string
	for len(picked) < q.MaxLevers {
		best, at, topWorth, topPoints := "", "", new(big.Rat), new(big.Rat)
		for _, g := range gaps {
			for _, l := range q.Levers {
				if l.Metric != g.Metric || slices.Contains(picked, l.ID) || count[g.Measure] >= q.PerMeasure || left[g.Measure].Sign() <= 0 || !fits(l) {
					continue
				}
				if new(big.Rat).Add(effort, num.Rat(l.Effort)).Cmp(num.Rat(q.MaxEffort.Decimal)) > 0 {
					continue
				}
				points := num.Rat(l.Effect)
				if points.Cmp(left[g.Measure]) > 0 {
					points.Set(left[g.Measure])
				}
				points.Mul(points, rat(g.Weight))
				worth := new(big.Rat).Set(points)
				if q.Order == improve.ByPointsPerEffort {
					worth.Quo(worth, num.Rat(l.Effort))
				}
				if by := worth.Cmp(topWorth); best == "" || by > 0 || by == 0 && points.Cmp(topPoints) > 0 {
					best, at, topWorth, topPoints = l.ID, g.Measure, worth, points
				}
			}
		}
		if best == "" {
			break
		}
		l := q.Levers[slices.IndexFunc(q.Levers, func(l improve.Lever) bool { return l.ID == best })]
		picked = append(picked, best)
		count[at]++
		left[at].Sub(left[at], num.Rat(l.Effect))
		effort.Add(effort, num.Rat(l.Effort))
	}
	return strings.Join(picked, " ")
}

func TestChoiceIsThatOfTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	metrics := []string{"growth", "satisfaction", "retention", "adoption", "other"}
	for range 300 {
		q := request(t)
		q.Result = score(t, card(), firstHalf, fmt.Sprintf("growth=%d satisfaction=%d retention=%d adoption=%d", rng.IntN(101), rng.IntN(101), rng.IntN(101), rng.IntN(101)))
		q.Order = []improve.Order{improve.ByPoints, improve.ByPointsPerEffort}[rng.IntN(2)]
		q.PerMeasure, q.MaxLevers, q.MaxEffort = 1+rng.IntN(4), 1+rng.IntN(8), decimal.NewNullDecimal(decimal.New(5+rng.Int64N(40), 0))
		q.Levers = nil
		for i := range rng.IntN(14) {
			l := lever(fmt.Sprint("l", i), metrics[rng.IntN(5)], "1", "1", 1)
			l.Effect, l.Effort = decimal.New(1+rng.Int64N(60), -int32(rng.IntN(2))), decimal.New(1+rng.Int64N(9), 0)
			l.Days = 1 + rng.IntN(150)
			q.Levers = append(q.Levers, l)
		}
		p := newPlan(t, q)
		worked, err := calendar().WorkingDays(q.Period)
		require.NoError(t, err)
		fits := func(l improve.Lever) bool { return l.Days <= worked }
		assert.Equal(t, slowly(q, p.Gaps, fits), levers(p))
		assert.Len(t, q.Levers, len(p.PassedOver)+len(strings.Fields(levers(p))), "every lever is chosen or passed over")
		require.NoError(t, p.Check())
	}
}

func TestPlanDone(t *testing.T) {
	p := newPlan(t, request(t))
	q, ok := p.Done("anna-2026-2/2", day("2026-07-10"))
	require.True(t, ok)
	assert.Equal(t, day("2026-07-10"), q.Actions[1].Task.Done)
	assert.False(t, p.Actions[1].Task.Done.IsSet(), "the plan stays as it was")
	_, ok = q.Done("anna-2026-2/2", day("2026-07-11"))
	assert.False(t, ok, "it is done")
	_, ok = q.Done("anna-2026-2/9", day("2026-07-11"))
	assert.False(t, ok, "there is no such task")
	_, ok = q.Done("anna-2026-2/1", kam.Day{})
	assert.False(t, ok, "no day is stated")
}

func TestPlanThroughJSON(t *testing.T) {
	p := newPlan(t, request(t))
	data, err := p.JSON()
	require.NoError(t, err)
	back, err := improve.ParsePlan(data)
	require.NoError(t, err)
	require.NoError(t, back.Check())
	again, err := back.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again))
	_, err = improve.ParsePlan([]byte(`{"id": "p", "ID": 1, "x": null}`))
	assert.Len(t, codes(t, err), 3)
}

func TestPlanCheck(t *testing.T) {
	assert.NotEmpty(t, codes(t, improve.Plan{}.Check()))
	p := newPlan(t, request(t))
	p.Version, p.Order = 0, ""
	p.Gaps[1].Measure = "growth"
	p.Actions[0].Kind, p.Actions[0].Measure, p.Actions[0].Veto, p.Actions[0].Lever = "", "", " ", " "
	p.Actions[0].Effort = decimal.NewNullDecimal(decimal.New(1, 99))
	p.Actions[1].Task = kam.Task{ID: p.Actions[0].Task.ID}
	p.CheckPoints = days("2026-07-01 2026-07-01 2027-01-01")
	assert.Equal(t, []string{
		"improve.number $.version", "improve.order $.order", "improve.twice $.gaps[1].measure",
		"improve.kind $.actions[0].kind", "improve.id $.actions[0].measure", "improve.id $.actions[0].veto", "improve.id $.actions[0].lever", "improve.number $.actions[0].effort",
		"task.owner $.actions[1].task.owner", "task.title $.actions[1].task.title", "improve.twice $.actions[1].task.id",
		"improve.day $.checkPoints[1]", "improve.day $.checkPoints[2]",
	}, codes(t, p.Check()))
}

func TestCheckPoints(t *testing.T) {
	for _, c := range []struct {
		name, period string
		every        int
		want         string
	}{
		{"every 14 days, all worked", "2026-07-01/2026-08-12", 14, "2026-07-15 2026-07-29 2026-08-11"},
		{"a Saturday is moved to Monday", "2026-07-04/2026-07-22", 7, "2026-07-13 2026-07-20 2026-07-21"},
		{"a holiday is moved behind the week off", "2026-09-24/2026-10-20", 7, "2026-10-08 2026-10-15 2026-10-19"},
		{"a worked Saturday stays", "2026-09-26/2026-10-14", 14, "2026-10-10 2026-10-13"},
		{"days that fall together count once", "2026-09-30/2026-10-10", 1, "2026-10-08 2026-10-09"},
		{"the last is before the year without data", "2026-12-21/2027-01-01", 10, "2026-12-31"},
		{"every beyond the period", "2026-07-01/2026-07-03", 3660, "2026-07-02"},
		{"one day", "2026-07-01/2026-07-02", 1, "2026-07-01"},
		{"the end is a weekend", "2026-07-01/2026-07-06", 30, "2026-07-03"},
		{"a check moved to the last day is that one", "2026-07-06/2026-07-14", 6, "2026-07-13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := improve.CheckPoints(calendar(), kam.MustPeriod(c.period), c.every)
			require.NoError(t, err)
			assert.Equal(t, days(c.want), got)
		})
	}
	closed, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: days("2026-12-30 2026-12-31")}}})
	require.NoError(t, err)
	got, err := improve.CheckPoints(closed, kam.MustPeriod("2026-12-21/2027-01-01"), 9)
	require.NoError(t, err, "the year after the period is not asked for")
	assert.Equal(t, days("2026-12-29"), got)
	_, err = improve.CheckPoints(calendar(), kam.Period{}, 0)
	assert.Equal(t, []string{"improve.number $.every", "improve.period $.period"}, codes(t, err))
	_, err = improve.CheckPoints(calendar(), kam.MustPeriod("2026-10-03/2026-10-05"), 1)
	assert.Equal(t, []string{"improve.period $.period"}, codes(t, err))
	_, err = improve.CheckPoints(calendar(), kam.MustPeriod("2026-12-01/2027-02-01"), 7)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	worked, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035, 2036}})
	require.NoError(t, err)
	_, err = improve.CheckPoints(worked, kam.MustPeriod("2026-01-01/2036-01-01"), 1)
	assert.Equal(t, []string{"improve.list $.every"}, codes(t, err))
	_, err = improve.CheckPoints(worked, kam.MustPeriod("2026-01-01/2036-01-10"), 7)
	assert.Equal(t, []string{"improve.period $.period"}, codes(t, err))
}

func BenchmarkNewPlan(b *testing.B) {
	c := card()
	c.Measures = nil
	values := ""
	for i := range 12 {
		id := fmt.Sprint("m", i)
		c.Measures = append(c.Measures, measure(id, "1/12"))
		values += fmt.Sprintf("%s=%d ", id, 40+i)
	}
	q := request(b)
	q.Result, q.Levers = score(b, c, firstHalf, values), nil
	for i := range 60 {
		q.Levers = append(q.Levers, lever(fmt.Sprint("l", i), fmt.Sprint("m", i%12), fmt.Sprint(5+i%7), fmt.Sprint(1+i%5), 10))
	}
	worked := calendar()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := improve.NewPlan(q, worked); err != nil {
			b.Fatal(err)
		}
	}
}

// Every measure has every lever: what is compared must not grow with levers * measures * choices.
func TestManyLeversForManyMeasures(t *testing.T) {
	const measures, levers = 64, 400
	c := card()
	c.Measures = nil
	for i := range measures {
		m := measure("growth", "1/64")
		m.ID = fmt.Sprint("growth", i)
		c.Measures = append(c.Measures, m)
	}
	q := request(t)
	q.Result, q.Levers, q.PerMeasure = score(t, c, firstHalf, "growth=10"), nil, levers
	for i := range levers {
		q.Levers = append(q.Levers, lever(fmt.Sprint("l", i), "growth", fmt.Sprint(1+i*7919%levers), fmt.Sprint(1+i), 10))
	}
	for _, q.Order = range []improve.Order{improve.ByPoints, improve.ByPointsPerEffort} {
		allocated := testing.AllocsPerRun(1, func() {
			assert.NotEmpty(t, newPlan(t, q).Actions)
		})
		assert.Less(t, allocated, 10e6, q.Order)
	}
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

// A title is what people read of a task: the name of a measure stands in it whole.
func TestTitlesHaveWholeNames(t *testing.T) {
	const en, zh = "Market penetration of new lines of business with key accounts", "重点客户群体中新增业务板块的市场渗透率与交叉销售达成情况"
	c := card()
	c.Measures[0].Name = kam.Text{EN: en, ZH: zh}
	q := request(t)
	q.Result, q.Levers = score(t, c, firstHalf, "satisfaction=100 retention=100 adoption=100"), nil
	title := newPlan(t, q).Actions[0].Task.Title
	assert.Equal(t, kam.Text{EN: "Measure first: the value of " + en + " is not known", ZH: "先测量：" + zh + " 的数值未知"}, title)
}
