package develop_test

import (
	"fmt"
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

// ladderOf makes up a catalogue in which each offering leads one of the skills up by one of three levels, with so many
// sessions each, spread over three years.
func ladderOf(offerings, wanted, sessions int) ([]string, []training.Offering, develop.Request) {
	request := ask(skills.Levels{})
	request.Period = period("2026-03-02/2029-07-01")
	var ids []string
	for k := range wanted {
		ids = append(ids, fmt.Sprint("s", k))
		request.Levels[ids[k]] = 0
		request.Requirements = append(request.Requirements, need(ids[k], 3))
	}
	var list []training.Offering
	for i := range offerings {
		from := i / wanted % 3
		o := course(fmt.Sprint("o", i), fmt.Sprint(100+i*7%13), fmt.Sprint(5+i*5%11), lift(ids[i%wanted], from, from+1))
		for j := range sessions {
			first := day("2026-03-02").AddDays((i*3 + j*7) % 1000)
			o = held(o, kam.Period{From: first, Until: first.AddDays(2)}.String())
		}
		list = append(list, o)
	}
	return ids, list, request
}

func TestGapOfManySkillsIsClosed(t *testing.T) {
	ids, list, request := ladderOf(120, 40, 0)
	var sum decimal.Decimal
	for _, o := range list {
		sum = sum.Add(o.PerHead.Decimal)
	}
	p := compile(t, vocabulary(ids...), list...)
	for _, effort := range []int{0, 1, 50} {
		request.Effort = effort
		plan := newPlan(t, p, request)
		require.Equal(t, develop.Covered, plan.Outcome, effort)
		require.NoError(t, develop.VerifyPlan(p, plan))
		assert.True(t, sum.Equal(plan.TotalCost), "all offerings are needed")
	}
}

// Before effort bounded what is looked at as well, this took minutes.
func TestPlanOfManySessions(t *testing.T) {
	ids, list, request := ladderOf(200, 5, 95)
	p := compile(t, vocabulary(ids...), list...)
	plan := newPlan(t, p, request)
	require.NoError(t, develop.VerifyPlan(p, plan))
	require.Equal(t, develop.Covered, plan.Outcome)
	above, bounded := plan.Above()
	require.True(t, bounded)
	assert.True(t, above.IsZero(), above)
}

func TestTooManySessions(t *testing.T) {
	ids, list, request := ladderOf(200, 5, 101)
	p := compile(t, vocabulary(ids...), list...)
	_, err := develop.NewPlan(p, nil, request)
	assert.Equal(t, []string{"develop.sessions $.period"}, codes(t, err))
	request.Exclude = []string{"o0", "o1", "o2"}
	request.Effort = 1
	_, err = develop.NewPlan(p, nil, request)
	assert.NoError(t, err, "197 offerings with 101 sessions each are within the limit")
}

// Without limits and days, all that can be taken together leads as far as anything does: the least effort finds a plan
// whenever there is one. What it finds in general holds, is no cheaper than the cheapest, and is told as what it is.
func TestLeastEffort(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	covered, cut := 0, 0
	for n := range 600 {
		q := newPuzzle(r, made{offerings: 3 + r.IntN(10), skills: 1 + r.IntN(3), sessions: n%2 == 1})
		if n%4 == 0 {
			q.request.Budget, q.request.Hours = decimal.NullDecimal{}, decimal.NullDecimal{}
		}
		p := compile(t, vocabulary("k0", "k1", "k2"), q.list...)
		best := newPlan(t, p, q.request)
		require.True(t, best.Bound.Proven)
		q.request.Effort = 1 + r.IntN(4)
		plan := newPlan(t, p, q.request)
		require.NoError(t, develop.VerifyPlan(p, plan), n)
		switch plan.Outcome {
		case develop.Covered:
			covered++
			require.Equal(t, develop.Covered, best.Outcome, n)
			require.False(t, plan.TotalCost.LessThan(best.TotalCost), n)
		case develop.Partial, develop.Unmet:
			require.NotEqual(t, plan.Bound.Gap, plan.Bound.Closed, "%d: what closes all is no partial plan", n)
		}
		if n%4 == 0 {
			require.Equal(t, best.Outcome == develop.Covered, plan.Outcome == develop.Covered, n)
		}
		if !plan.Bound.Proven {
			cut++
		}
	}
	assert.Greater(t, covered, 100)
	assert.Greater(t, cut, 100)
}

func TestWithoutCatalogue(t *testing.T) {
	_, err := develop.NewPlan(nil, nil, ask(nil, need("a", 1)))
	assert.Equal(t, []string{"develop.catalogue $.catalogue"}, codes(t, err))
	assert.Equal(t, []string{"develop.catalogue $.catalogue"}, codes(t, develop.VerifyPlan(nil, develop.Plan{})))
}

func TestNothingKnownIsNoSuccess(t *testing.T) {
	p := compile(t, vocabulary("a", "b"), course("a1", "10", "8", lift("a", 0, 1)))
	r := ask(nil, need("a", 1), need("b", 1))
	r.Unknown = develop.LeaveOut
	lines := newPlan(t, p, r).Explain()
	require.Len(t, lines, 2, "no proof of a plan without steps")
	assert.Equal(t, kam.Text{EN: "Nothing is planned: no level of a required skill is known, so that nobody can say what is missing", ZH: "未作安排：要求技能的等级均未知，无法判断差距"}, lines[0])
	r.Levels = skills.Levels{"a": 1}
	lines = newPlan(t, p, r).Explain()
	require.Len(t, lines, 2)
	assert.Equal(t, kam.Text{
		EN: "Nothing is missing in the required skills whose level is known; of 1 of 2 it is not known",
		ZH: "等级已知的要求项没有差距；2 项中有 1 项等级未知",
	}, lines[0])
	r.Levels["b"] = 1
	assert.Equal(t, []kam.Text{{EN: "Nothing is missing that the plan has to close", ZH: "没有需要弥补的差距"}}, newPlan(t, p, r).Explain())
}

func TestOneHourIsNeeded(t *testing.T) {
	plan := develop.Plan{Obstacles: []develop.Obstacle{{Kind: develop.OverHours, Least: opt("1"), Exact: true}}}
	assert.Contains(t, plan.Markdown(kam.English, nil), "- Hours: exactly 1 hour is needed\n")
	assert.Contains(t, plan.Markdown(kam.Chinese, nil), "- 学时：恰好需要 1 学时\n")
}
