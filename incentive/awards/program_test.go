package awards_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/awards"
)

// everything is a catalogue with all that there is.
func everything() awards.Catalogue {
	c := giving(nil)
	c.Benefits = []awards.Benefit{trip()}
	c.Innovation = ideas(nil).Innovation
	return c
}

func TestCatalogue(t *testing.T) {
	data, err := everything().JSON()
	require.NoError(t, err)
	again, err := awards.ParseCatalogue(data)
	require.NoError(t, err)
	one, two := compile(t, everything()), compile(t, again)
	assert.Equal(t, one.Hash(), two.Hash())
	assert.Len(t, one.Hash(), 64)
	assert.NotEqual(t, one.Hash(), compile(t, catalogue()).Hash())
	_, err = awards.ParseCatalogue([]byte(`{"benefit": []}`))
	assert.Contains(t, faults(t, err)[0], "awards.unknown-key $.benefit")
}

func TestCatalogueFaults(t *testing.T) {
	cases := map[string]struct {
		change func(c *awards.Catalogue)
		want   []string
	}{
		"good": {func(*awards.Catalogue) {}, nil},
		"head": {
			func(c *awards.Catalogue) {
				c.Format, c.ID, c.Name, c.Version, c.Currency, c.Rounding = 2, "", kam.Text{}, 0, "RMB", ""
			},
			[]string{"awards.format $.format", "awards.id $.id", "awards.text $.name", "awards.count $.version", "awards.currency $.currency", "awards.choice $.rounding"},
		},
		"benefit": {
			func(c *awards.Catalogue) {
				c.Benefits = append(c.Benefits, awards.Benefit{ID: "trip", Name: text("x", "x"), Criteria: []awards.Criterion{{ID: "c"}}})
			},
			[]string{
				"awards.twice $.benefits[1].id", "awards.choice $.benefits[1].kind", "awards.criterion $.benefits[1].criteria[0]", "awards.missing $.benefits[1].cost",
				"awards.choice $.benefits[1].taxable.rule", "awards.choice $.benefits[1].again", "awards.missing $.benefits[1].budget", "awards.missing $.benefits[1].order",
			},
		},
		"unlimited and not": {func(c *awards.Catalogue) { c.Benefits[0].Budget.Unlimited = true }, []string{"awards.budget $.benefits[0].budget", "awards.unused $.benefits[0].order"}},
		"limit of nothing":  {func(c *awards.Catalogue) { c.Benefits[0].Budget = awards.Budget{Heads: ptr(-1)} }, []string{"awards.count $.benefits[0].budget.heads", "awards.choice $.benefits[0].budget.per", "awards.choice $.benefits[0].budget.revoked"}},
		"cost":              {func(c *awards.Catalogue) { c.Benefits[0].Cost = null("-1") }, []string{"awards.amount $.benefits[0].cost"}},
		"fine cost":         {func(c *awards.Catalogue) { c.Benefits[0].Cost = null("0.001") }, []string{"awards.amount $.benefits[0].cost"}},
		"endless cost": {
			func(c *awards.Catalogue) { c.Benefits[0].Cost = decimal.NewNullDecimal(decimal.New(1, 1_000_000_000)) },
			[]string{"awards.number $.benefits[0].cost"},
		},
		"share": {func(c *awards.Catalogue) { c.Benefits[0].Taxable = awards.Taxable{Rule: awards.TaxShare} }, []string{"awards.missing $.benefits[0].taxable.share"}},
		"share above 1": {func(c *awards.Catalogue) {
			c.Benefits[0].Taxable = awards.Taxable{Rule: awards.TaxShare, Share: null("1.01")}
		}, []string{"awards.share $.benefits[0].taxable.share"}},
		"unused share":   {func(c *awards.Catalogue) { c.Benefits[0].Taxable.Share = null("1") }, []string{"awards.unused $.benefits[0].taxable.share"}},
		"exempt":         {func(c *awards.Catalogue) { c.Benefits[0].Taxable.Rule = awards.TaxAbove }, []string{"awards.missing $.benefits[0].taxable.exempt", "awards.choice $.benefits[0].taxable.per"}},
		"unused exempt":  {func(c *awards.Catalogue) { c.Benefits[0].Taxable.Exempt = null("1") }, []string{"awards.unused $.benefits[0].taxable.exempt"}},
		"order":          {func(c *awards.Catalogue) { c.Benefits[0].Order = &awards.Order{} }, []string{"awards.choice $.benefits[0].order.by", "awards.choice $.benefits[0].order.ties", "awards.choice $.benefits[0].order.unknown", "awards.choice $.benefits[0].order.first"}},
		"no series":      {func(c *awards.Catalogue) { c.Benefits[0].Order.Series = nil }, []string{"awards.missing $.benefits[0].order.series"}},
		"unused series":  {func(c *awards.Catalogue) { c.Benefits[0].Order.By = awards.ByTenure }, []string{"awards.unused $.benefits[0].order.series"}},
		"unit and money": {func(c *awards.Catalogue) { c.Benefits[0].Order.Series.Unit = "x" }, []string{"awards.unit $.benefits[0].order.series"}},
		"no currency":    {func(c *awards.Catalogue) { c.Benefits[0].Order.Series.Currency = "cny" }, []string{"awards.currency $.benefits[0].order.series.currency"}},
		"criteria": {
			func(c *awards.Catalogue) {
				c.Benefits[0].Criteria = []awards.Criterion{
					{ID: "a", Metric: &awards.Metric{}},
					{ID: "a", Tenure: &awards.Tenure{}},
					{ID: "b", Attribute: &awards.Attribute{}},
					{ID: "c", Any: []awards.Criterion{}},
					{ID: "d", Any: []awards.Criterion{{ID: "b", Tenure: &awards.Tenure{Months: 1}}, {ID: "e", Any: []awards.Criterion{{ID: "f"}}}}},
					{ID: "g", Name: kam.Text{EN: "x"}, Attribute: &awards.Attribute{Key: "k", In: []string{"v", "v"}}},
				}
			},
			[]string{
				"awards.id $.benefits[0].criteria[0].metric.of.metric", "awards.choice $.benefits[0].criteria[0].metric.be", "awards.missing $.benefits[0].criteria[0].metric.threshold",
				"awards.twice $.benefits[0].criteria[1].id", "awards.count $.benefits[0].criteria[1].tenure.months", "awards.id $.benefits[0].criteria[2].attribute.key",
				"awards.too-few $.benefits[0].criteria[2].attribute.in", "awards.too-few $.benefits[0].criteria[3].any", "awards.twice $.benefits[0].criteria[4].any[0].id",
				"awards.criterion $.benefits[0].criteria[4].any[1]", "awards.text $.benefits[0].criteria[5].name", "awards.twice $.benefits[0].criteria[5].attribute.in[1]",
			},
		},
		"recognition": {
			func(c *awards.Catalogue) {
				c.Points = nil
				c.Recognitions[0].Kind, c.Recognitions[0].Prize = "", &awards.Prize{}
				c.Recognitions[1].Points = 5
			},
			[]string{
				"awards.choice $.recognitions[0].kind", "awards.missing $.points", "awards.missing $.recognitions[0].prize.amount", "awards.choice $.recognitions[0].prize.taxable.rule",
				"awards.given $.recognitions[1]",
			},
		},
		"points without unit": {func(c *awards.Catalogue) { c.Recognitions[1].Criteria[0].Metric.Of.Unit = "" }, []string{"awards.unit $.recognitions[1].criteria[0].metric.of"}},
		"points": {
			func(c *awards.Catalogue) {
				c.Points = &awards.Points{Monthly: 0, PerReceiver: -1, Counted: -1, Metric: "recognition.points", Changes: []awards.AllowanceChange{{Monthly: 1}, {Monthly: 0}}}
			},
			[]string{
				"awards.count $.points.monthly", "awards.count $.points.perReceiver", "awards.count $.points.counted", "awards.day $.points.changes[0].on",
				"awards.day $.points.changes[1].on", "awards.count $.points.changes[1].monthly", "awards.twice $.points.changes[1].on",
			},
		},
		"innovation": {
			func(c *awards.Catalogue) {
				n := c.Innovation
				n.Aspects[0].Weight, n.Aspects[1].Most, n.Aspects[1].ID = dec("0"), dec("-1"), "saving"
				n.Assessors, n.Combine, n.Bound, n.Short = 0, "", "", awards.Stop
				n.Tiers[1].From, n.Tiers[0].Gift = null("4"), kam.Text{EN: "x"}
			},
			[]string{
				"awards.amount $.innovation.aspects[0].weight", "awards.twice $.innovation.aspects[1].id", "awards.amount $.innovation.aspects[1].most", "awards.count $.innovation.assessors",
				"awards.choice $.innovation.combine", "awards.choice $.innovation.bound", "awards.unused $.innovation.short", "awards.text $.innovation.tiers[0].gift", "awards.tiers $.innovation.tiers[1].from",
			},
		},
		"no tiers":     {func(c *awards.Catalogue) { c.Innovation.Tiers = nil }, []string{"awards.too-few $.innovation.tiers"}},
		"tier of none": {func(c *awards.Catalogue) { c.Innovation.Tiers[0].From.Valid = false }, []string{"awards.missing $.innovation.tiers[0].from"}},
		"short": {
			func(c *awards.Catalogue) {
				c.Innovation.Budget = awards.Budget{Heads: ptr(1), Per: awards.PerYear, Revoked: awards.StaysGone}
			},
			[]string{"awards.choice $.innovation.short"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			cat := everything()
			c.change(&cat)
			_, err := awards.Compile(cat, nil)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, faults(t, err))
		})
	}
	cat := withTrip(func(b *awards.Benefit) { b.Again = "" })
	_, err := awards.Compile(cat, nil)
	require.ErrorContains(t, err, `state one of "again": "every-period" (once in each period), "again": "every-year" (once in a fiscal year), "again": "once" (once for ever)`)
}

func TestInputFaults(t *testing.T) {
	cases := map[string]struct {
		change func(in *awards.Inputs)
		want   []string
	}{
		"good":      {func(*awards.Inputs) {}, nil},
		"no period": {func(in *awards.Inputs) { in.Period = kam.Period{} }, []string{"awards.period period"}},
		"no months": {func(in *awards.Inputs) {
			in.Period = kam.MustPeriod("2026-03-02/2026-04-01")
			in.Ideas, in.Gifts = nil, nil
		}, []string{"awards.period period"}},
		"people": {
			func(in *awards.Inputs) {
				in.People = append(in.People, awards.Person{ID: "anna"}, awards.Person{ID: "zed", Joined: kam.MustDay("2026-01-02"), Left: kam.MustDay("2026-01-01")})
			},
			[]string{"awards.twice people[2].id", "awards.period people[3].left"},
		},
		"observations": {
			func(in *awards.Inputs) {
				points := observed("anna", "1")
				points.Metric, points.Currency = "recognition.points", ""
				in.Observations = []kam.Observation{{}, points}
			},
			[]string{"observation.subject observations[0].subject.kind", "observation.subject observations[0].subject.id", "observation.metric observations[0].metric", "observation.period observations[0].period", "awards.metric observations[1].metric"},
		},
		"prior": {
			func(in *awards.Inputs) {
				a := given(kam.MustPeriod("2026-01-01/2026-02-01"), "1")
				b, c := a, a
				b.ID, c.Value = "x", dec("-1")
				in.Prior = []awards.Award{b, c, a, a}
			},
			[]string{"awards.prior prior[0].id", "awards.prior prior[1]", "awards.twice prior[3]"},
		},
		"revocations": {
			func(in *awards.Inputs) {
				a := given(kam.MustPeriod("2026-01-01/2026-02-01"), "1")
				in.Prior = []awards.Award{a}
				in.Revocations = []awards.Revocation{{Award: "x"}, {Award: a.ID, By: "a", Reason: " "}, {Award: a.ID, On: march.From, By: "boss", Reason: "x"}}
			},
			[]string{"awards.award revocations[0].award", "awards.day revocations[1].on", "awards.reason revocations[1].reason", "awards.self revocations[1].by", "awards.award revocations[2].award"},
		},
		"grants": {
			func(in *awards.Inputs) {
				in.Grants = []awards.Grant{{Benefit: "x", Payee: "y", By: "y", Reason: strings.Repeat("x", 1025)}, {Benefit: "trip", Payee: "anna", By: "boss", Reason: "x"}, {Benefit: "trip", Payee: "anna", By: "boss", Reason: "x"}}
			},
			[]string{"awards.benefit grants[0].benefit", "awards.person grants[0].payee", "awards.reason grants[0].reason", "awards.self grants[0].by", "awards.twice grants[2]"},
		},
		"gifts": {
			func(in *awards.Inputs) {
				odd := gift("g", "anna", "bo", "2026-03-05", 29)
				odd.Recognition = "thanks"
				badge := gift("h", "anna", "bo", "2026-03-05", 1)
				badge.Recognition = "liked"
				in.Gifts = append(in.Gifts, odd, badge, awards.Gift{ID: "i", From: "x", To: "y"})
			},
			[]string{
				"awards.twice gifts[1].id", "awards.points gifts[1].points", "awards.recognition gifts[2].recognition", "awards.person gifts[3].from", "awards.person gifts[3].to",
				"awards.reason gifts[3].reason", "awards.count gifts[3].points", "awards.day gifts[3].on",
			},
		},
		"idea": {
			func(in *awards.Inputs) {
				in.Ideas = append(in.Ideas, awards.Idea{ID: "i", Period: kam.MustPeriod("2026-04-01/2026-05-01"), DuplicateOf: "i"})
			},
			[]string{"awards.twice ideas[1].id", "awards.title ideas[1].title", "awards.day ideas[1].submitted", "awards.period ideas[1].period", "awards.duplicate ideas[1].duplicateOf", "awards.too-few ideas[1].authors"},
		},
		"authors": {
			func(in *awards.Inputs) {
				in.Ideas[0].Authors = []awards.Author{{Payee: "anna", Share: kam.MustFraction("1/3")}, {Payee: "anna", Share: kam.MustFraction("1/3")}, {Payee: "z", Share: kam.MustFraction("0.333")}}
			},
			[]string{"awards.twice ideas[0].authors[1].payee", "awards.person ideas[0].authors[2].payee", "awards.share ideas[0].authors"},
		},
		"share of nothing": {
			func(in *awards.Inputs) { in.Ideas[0].Authors[0].Share = kam.Fraction{Num: -1, Den: 2} },
			[]string{"awards.share ideas[0].authors[0].share"},
		},
		"assessments": {
			func(in *awards.Inputs) {
				list := in.Ideas[0].Assessments
				list[0].Points = map[string]decimal.Decimal{"saving": dec("10.01"), "beauty": dec("1")}
				list[1].Assessor, list[1].Revision = "anna", -1
				again := list[0]
				again.Points, again.Revision = points("1", "-1"), 1
				in.Ideas[0].Assessments = append(list, list[0], again)
			},
			[]string{
				"awards.points ideas[0].assessments[0].points.saving", "awards.points ideas[0].assessments[0].points", "awards.points ideas[0].assessments[0].points",
				"awards.count ideas[0].assessments[1].revision", "awards.self ideas[0].assessments[1].assessor", "awards.twice ideas[0].assessments[2]",
				"awards.points ideas[0].assessments[2].points.saving", "awards.points ideas[0].assessments[2].points", "awards.points ideas[0].assessments[2].points",
				"awards.reason ideas[0].assessments[3].reason", "awards.points ideas[0].assessments[3].points.novelty",
			},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			in := awards.Inputs{Period: march, People: people("anna", "bo"), Gifts: []awards.Gift{gift("g", "anna", "bo", "2026-03-05", 1)}, Ideas: []awards.Idea{idea("i", "1")}}
			c.change(&in)
			_, err := compile(t, everything()).Decide(in)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, faults(t, err))
		})
	}
	_, err := compile(t, catalogue()).Decide(awards.Inputs{Period: march, People: people("anna", "bo"), Gifts: []awards.Gift{gift("g", "anna", "bo", "2026-03-05", 1)}, Ideas: []awards.Idea{idea("i", "1")}})
	assert.Equal(t, []string{"awards.too-many gifts", "awards.too-many ideas"}, faults(t, err))
}

// The program keeps nothing of the catalogue that its caller can change.
func TestCompileCopies(t *testing.T) {
	c := everything()
	p := compile(t, c)
	in := awards.Inputs{Period: march, People: people("a"), Observations: []kam.Observation{observed("a", "100000")}}
	before, err := p.Decide(in)
	require.NoError(t, err)
	c.Benefits[0].Criteria[0].Metric.Threshold = null("1")
	*c.Benefits[0].Budget.Heads = 0
	c.Innovation.Tiers[0].Prize.Amount = null("9")
	after, err := p.Decide(in)
	require.NoError(t, err)
	assert.Equal(t, before, after)
}
