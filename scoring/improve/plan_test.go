package improve_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
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
	assert.Equal(t, []improve.PassedOver{{Lever: "visits", LeverName: kam.Text{EN: "Pull visits", ZH: "采用 visits"}, Measure: "growth", MeasureName: kam.Text{EN: "Growth", ZH: "增长"}, Reason: improve.PassEnough}}, p.PassedOver)
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
	p = newPlan(t, q)
	equal(t, "100", p.Full, "a limited grade limits no score")
	assert.NotContains(t, p.Markdown(kam.English), "Points count in the weighted sum", "all of them can be had")
}

func TestBonusCountsBeforeTheScaleLimits(t *testing.T) {
	c := card()
	c.Adjustments = []scoring.Adjustment{{ID: "award", Metric: "awards", Unit: "points", PerUnit: dec("10")}}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100 awards=1")
	p := newPlan(t, q)
	equal(t, "82", p.Total)
	equal(t, "18", p.Gaps[0].InTotal, "20 points, of which the scale leaves room for 18")
	assert.Contains(t, p.Markdown(kam.English), "\n\nPoints count in the weighted sum. Where the total changes by less, ")
	assert.Contains(t, p.Markdown(kam.Chinese), "\n\n可得分按加权和计算。")
	equal(t, "100", p.Full)

	c.Adjustments[0].PerUnit = dec("-80")
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100 awards=1")
	p = newPlan(t, q)
	equal(t, "0", p.Total, "72 - 80 is limited to 0")
	equal(t, "12", p.Gaps[0].InTotal, "20 points, of which 8 are below the scale")
	equal(t, "0", p.Gaps[2].InTotal)
	equal(t, "20", p.Full)
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
	assert.Equal(t, 3, unread(t, err))
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
