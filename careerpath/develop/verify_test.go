package develop_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
)

// story is a catalogue and a request with everything in it: sessions, prerequisites, chains, unknown levels, a budget.
func story(t testing.TB) (*training.Program, develop.Request) {
	t.Helper()
	rotation := held(course("rotation", "0", "320", lift("lead", 1, 2)), "2026-04-01/2026-07-01")
	rotation.Kind, rotation.Name = training.JobRotation, kam.Text{EN: "Three months in delivery", ZH: "交付部门轮岗三个月"}
	talk := held(course("talk", "80", "2", lift("negotiation", 0, 1)), "2026-02-03/2026-02-04", "2026-05-05/2026-05-06")
	talk.Kind, talk.Name = training.ExpertTalk, kam.Text{EN: "Buyers' tactics | an expert", ZH: "采购方策略|专家讲座"}
	workshop := held(after(course("workshop", "1200.50", "16", lift("negotiation", 1, 3), lift("forecasting", 1, 2)), "basics"), "2026-05-05/2026-05-07", "2026-09-01/2026-09-03")
	mentoring := course("mentoring", "0", "20", lift("lead", 0, 1))
	mentoring.Kind, mentoring.Name = training.Mentoring, kam.Text{EN: "Mentoring", ZH: "导师辅导"}
	basics := course("basics", "300", "6.5", lift("forecasting", 0, 1))
	p := compile(t, vocabulary("negotiation", "forecasting", "lead", "spare"), rotation, talk, workshop, mentoring, basics,
		course("spare", "1", "1", lift("spare", 0, 1)), held(course("lead-course", "5000", "24", lift("lead", 0, 2)), "2026-10-01/2026-10-04"))
	r := ask(skills.Levels{"negotiation": 0, "lead": 0}, need("negotiation", 3), need("lead", 2), need("forecasting", 2))
	r.ID, r.Aim, r.Budget = "anna-2026", "senior", opt("2000")
	r.Requirements[0].Weight = kam.MustFraction("3/2")
	return p, r
}

func TestVerifyEveryPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		q := newPuzzle(r, made{offerings: 1 + r.IntN(9), skills: 1 + r.IntN(3), sessions: r.IntN(2) == 0})
		p := compile(t, vocabulary("k0", "k1", "k2"), q.list...)
		plan := newPlan(t, p, q.request)
		require.NoError(t, develop.VerifyPlan(p, plan), "%+v\n%+v", q, plan)
	}
}

func TestVerifyFindsWhatIsWrong(t *testing.T) {
	p, r := story(t)
	good := newPlan(t, p, r)
	require.NoError(t, develop.VerifyPlan(p, good))
	index := map[string]int{}
	for i, id := range offerings(good) {
		index[id] = i
	}
	workshop, talk, basics := index["workshop"], index["talk"], index["basics"]
	for _, c := range []struct {
		name   string
		change func(p *develop.Plan)
		want   string
	}{
		{"format", func(p *develop.Plan) { p.Format = 2 }, "develop.format"},
		{"id", func(p *develop.Plan) { p.ID = "" }, "develop.id"},
		{"person", func(p *develop.Plan) { p.Person.ID = "" }, "develop.subject"},
		{"another catalogue", func(p *develop.Plan) { p.Catalogue = "other" }, "develop.catalogue"},
		{"another currency", func(p *develop.Plan) { p.Currency = "USD" }, "develop.catalogue"},
		{"policy", func(p *develop.Plan) { p.Unknown = "" }, "develop.unknown"},
		{"no outcome", func(p *develop.Plan) { p.Outcome = "" }, "develop.outcome"},
		{"outcome", func(p *develop.Plan) { p.Outcome = develop.Partial }, "develop.outcome"},
		{"obstacles of a covered plan", func(p *develop.Plan) { p.Obstacles = []develop.Obstacle{{Kind: develop.Clash}} }, "develop.outcome"},
		{"hours a week", func(p *develop.Plan) { p.PerWeek = 0 }, "develop.range"},
		{"limit", func(p *develop.Plan) { p.Budget = opt("-1") }, "develop.limit"},
		{"no end", func(p *develop.Plan) { p.Period.Until = kam.Day{} }, "develop.period"},
		{"check points", func(p *develop.Plan) { p.CheckPoints = []kam.Day{day("2026-02-02"), day("2026-02-02")} }, "develop.day"},
		{"check point outside", func(p *develop.Plan) { p.CheckPoints = []kam.Day{day("2027-01-01")} }, "develop.day"},
		{"target twice", func(p *develop.Plan) { p.Targets[1].Skill = p.Targets[0].Skill }, "develop.twice"},
		{"target level", func(p *develop.Plan) { p.Targets[0].Required = 0 }, "develop.level"},
		{"target weight", func(p *develop.Plan) { p.Targets[0].Weight = kam.Fraction{} }, "develop.weight"},
		{"left out though known", func(p *develop.Plan) { p.Targets[0].LeftOut = true }, "develop.left-out"},
		{"unknown and not to be assessed", func(p *develop.Plan) { p.AssessFirst = nil }, "develop.assess"},
		{"entry level", func(p *develop.Plan) {
			p.Entries = []develop.Entry{{Skill: "spare", Present: skills.Level{Value: 3}}}
		}, "develop.level"},
		{"no such offering", func(p *develop.Plan) { p.Steps[0].Offering = "x" }, "develop.offering"},
		{"step twice", func(p *develop.Plan) { p.Steps = append(p.Steps, p.Steps[len(p.Steps)-1]) }, "develop.twice"},
		{"cost", func(p *develop.Plan) { p.Steps[talk].Cost = dec("79.99") }, "develop.differs"},
		{"hours", func(p *develop.Plan) { p.Steps[talk].Hours = decimal.New(1, 50_000_000) }, "develop.differs"},
		{"kind", func(p *develop.Plan) { p.Steps[talk].Kind = training.Course }, "develop.differs"},
		{"order", func(p *develop.Plan) { p.Steps[0], p.Steps[1] = p.Steps[1], p.Steps[0] }, "develop.order"},
		{"no session", func(p *develop.Plan) { p.Steps[talk].Session = "s9" }, "develop.session"},
		{"days of the session", func(p *develop.Plan) { p.Steps[talk].Session = "s2" }, "develop.day"},
		{"too few days", func(p *develop.Plan) { p.Steps[basics].Days.Until = p.Steps[basics].Days.Until.AddDays(-1) }, "develop.day"},
		{"outside", func(p *develop.Plan) { p.Period.From = day("2026-02-01") }, "develop.day"},
		{"no days", func(p *develop.Plan) { p.Steps[talk].Days = kam.Period{} }, "develop.period"},
		{"required step missing", func(p *develop.Plan) { p.Steps = append(p.Steps[:basics:basics], p.Steps[basics+1:]...) }, "develop.requires"},
		{"level missing", func(p *develop.Plan) { p.Steps = append(p.Steps[:talk:talk], p.Steps[talk+1:]...) }, "develop.entry"},
		{"after", func(p *develop.Plan) { p.Steps[0].After = []string{"workshop"} }, "develop.after"},
		{"closes", func(p *develop.Plan) { p.Steps[workshop].Closes[0].To = 5 }, "develop.closes"},
		{"planned", func(p *develop.Plan) { p.Targets[0].Planned = 5 }, "develop.planned"},
		{"total cost", func(p *develop.Plan) { p.TotalCost = dec("1580.49") }, "develop.sum"},
		{"total hours", func(p *develop.Plan) { p.TotalHours = decimal.New(1, 50_000_000) }, "develop.sum"},
		{"budget", func(p *develop.Plan) { p.Budget = opt("1580.49") }, "develop.over"},
		{"limit of hours", func(p *develop.Plan) { p.Hours = opt("364.4") }, "develop.over"},
		{"least above the plan", func(p *develop.Plan) { p.Bound.LeastCost = opt("1580.51") }, "develop.bound"},
		{"proven and not the least", func(p *develop.Plan) { p.Bound.LeastCost = opt("1580") }, "develop.bound"},
		{"closed", func(p *develop.Plan) { p.Bound.Closed = kam.Whole() }, "develop.bound"},
		{"gap", func(p *develop.Plan) { p.Bound.Gap = kam.Fraction{Num: 1} }, "develop.bound"},
		{"most of a covered plan", func(p *develop.Plan) { p.Bound.Most = kam.Whole() }, "develop.bound"},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := good.Clone()
			c.change(&plan)
			found := codes(t, develop.VerifyPlan(p, plan))
			has := false
			for _, code := range found {
				has = has || code[:len(c.want)] == c.want
			}
			assert.True(t, has, "%v", found)
		})
	}
}

func TestVerifyFindsClashes(t *testing.T) {
	v := vocabulary("a", "b")
	one, other := held(course("one", "10", "8", lift("a", 0, 1)), "2026-03-01/2026-03-03", "2026-06-01/2026-06-02"), held(course("other", "10", "8", lift("b", 0, 1)), "2026-06-01/2026-06-02")
	p := compile(t, v, one, other)
	plan := newPlan(t, p, ask(skills.Levels{"a": 0, "b": 0}, need("a", 1), need("b", 1)))
	require.NoError(t, develop.VerifyPlan(p, plan))
	plan.Steps[0].Session, plan.Steps[0].Days = "s2", period("2026-06-01/2026-06-02")
	assert.Equal(t, []string{"develop.clash $.steps[1].days"}, codes(t, develop.VerifyPlan(p, plan)))
	cancelled := one
	cancelled.Sessions = append([]training.Session{}, one.Sessions...)
	cancelled.Sessions[1].Cancelled = true
	assert.Contains(t, codes(t, develop.VerifyPlan(compile(t, v, cancelled, other), plan)), "develop.session $.steps[0].session")
}

func TestVerifyPartialBounds(t *testing.T) {
	p := compile(t, vocabulary("a", "b"), course("a1", "60", "5", lift("a", 0, 1)), course("b1", "50", "5", lift("b", 0, 1)))
	r := ask(skills.Levels{"a": 0, "b": 0}, need("a", 1), need("b", 1))
	r.Budget, r.Partly = opt("100"), true
	good := newPlan(t, p, r)
	require.NoError(t, develop.VerifyPlan(p, good))
	for _, change := range []func(p *develop.Plan){
		func(p *develop.Plan) { p.Bound.Most = kam.Fraction{} },
		func(p *develop.Plan) { p.Bound.Most = kam.MustFraction("2") },
		func(p *develop.Plan) { p.Bound.LeastCost = opt("50") },
	} {
		plan := good.Clone()
		change(&plan)
		assert.Equal(t, []string{"develop.bound $.bound"}, codes(t, develop.VerifyPlan(p, plan)))
	}
	plan := good.Clone()
	plan.Bound.Most, plan.Bound.Proven = kam.MustFraction("2"), false
	require.NoError(t, develop.VerifyPlan(p, plan))
	plan = good.Clone()
	plan.Outcome = develop.Unmet
	assert.Contains(t, codes(t, develop.VerifyPlan(p, plan)), "develop.outcome $.outcome")
}

func FuzzParsePlan(f *testing.F) {
	p, r := story(f)
	plan, err := develop.NewPlan(p, nil, r)
	require.NoError(f, err)
	data, err := plan.JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"format":1,"steps":[{"offering":"talk","days":"2026-01-01/.."}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := develop.ParsePlan(data)
		if err != nil {
			return
		}
		_ = develop.VerifyPlan(p, plan)
		_ = plan.Markdown(kam.Chinese, nil)
		_ = plan.Tasks()
		log, err := p.Replay(nil)
		require.NoError(t, err)
		if g, err := plan.Progress(log, nil, day("2026-06-01")); err == nil {
			_ = g.Markdown(kam.English, nil)
		}
	})
}
