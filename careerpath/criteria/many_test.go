package criteria_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// What a next step has to bring is verified where the steps before it are there.
func TestVerifyNext(t *testing.T) {
	file := evidence.File{Person: anna, Observations: months("saos", "opportunities", "2026-07-01", "8", "9", "2")}
	r := evaluate(t, saos(3, criteria.Sum, atLeast("30")), file, "2026-07-01")
	require.NotNil(t, r.Root.Criterion.Next)
	require.NoError(t, criteria.VerifyResult(r))
	r.Root.Criterion.Next.Amount = criteria.ExactOf(dec("18").Rat())
	require.Error(t, criteria.VerifyResult(r))
}

// Criteria that ask the same find the same, and share nothing that can be changed.
func TestCriteriaThatAskTheSame(t *testing.T) {
	first, second := saos(3, criteria.Sum, atLeast("30")), saos(3, criteria.Sum, atLeast("30"))
	second.ID, second.Name = "again", text("Again", "再次")
	harder := saos(3, criteria.Sum, atLeast("31"))
	harder.ID = "harder"
	file := evidence.File{Person: anna, Observations: months("saos", "opportunities", "2026-07-01", "10", "10", "10")}
	r := evaluate(t, criteria.Rule{All: []criteria.Rule{first, second, harder}}, file, "2026-07-01")
	require.NoError(t, criteria.VerifyResult(r))
	list := r.Criteria()
	assert.Equal(t, []criteria.State{criteria.Met, criteria.Met, criteria.NotMet}, []criteria.State{list[0].State, list[1].State, list[2].State})
	assert.Equal(t, list[0].Criterion, list[1].Criterion)
	assert.Equal(t, "Again", list[1].Name.EN)
	list[0].Criterion.Steps[0].Source, list[0].Criterion.Asks.Metric.Window.Last = "changed", 9
	assert.Equal(t, "crm", list[1].Criterion.Steps[0].Source)
	assert.Equal(t, 3, list[1].Criterion.Asks.Metric.Window.Last)
}

// Of many assessments as of few, the latest of each assessor counts.
func TestManyAssessments(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	rule := criteria.Rule{ID: "s", Skill: &criteria.Skill{Skill: "negotiation", Level: 2}}
	for range 200 {
		file := evidence.File{Person: anna}
		lowest := map[int]int{}
		for who := range 25 {
			latest := -1
			for range 1 + r.IntN(3) {
				on, level := r.IntN(40), r.IntN(4)
				file.Skills = append(file.Skills, evidence.Assessment{Skill: "negotiation", Level: level, Assessor: kam.Subject{Kind: "agent", ID: fmt.Sprint("a", who)}, On: day("2026-01-01").AddDays(on)})
				if on > latest || on == latest && level < lowest[who] {
					latest, lowest[who] = on, level
				}
			}
		}
		r.Shuffle(len(file.Skills), func(i, j int) { file.Skills[i], file.Skills[j] = file.Skills[j], file.Skills[i] })
		want := 3
		for _, level := range lowest {
			want = min(want, level)
		}
		got := evaluate(t, rule, file, "2026-07-01").Root.Criterion
		assert.Len(t, got.Records, 25)
		assert.Equal(t, fmt.Sprint(want), got.Value.String())
	}
}

// A tenure is one stretch of however many positions, in any order, up to the first day without one.
func TestManyPositions(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	rule := criteria.Rule{ID: "t", Tenure: &criteria.Tenure{In: criteria.InCompany, Days: 1}}
	asOf := day("2026-07-01")
	for range 200 {
		here := map[kam.Day]bool{}
		file := evidence.File{Person: anna}
		for range 30 {
			from := asOf.AddDays(-r.IntN(120) + 5)
			length := 1 + r.IntN(9)
			file.Positions = append(file.Positions, evidence.Position{Stage: "x", Held: kam.Period{From: from, Until: from.AddDays(length)}})
			for d := range length {
				here[from.AddDays(d)] = true
			}
		}
		days := 0
		for d := asOf; here[d]; d = d.AddDays(-1) {
			days++
		}
		got := evaluate(t, rule, file, "2026-07-01").Root.Criterion
		assert.Equal(t, fmt.Sprint(max(days-1, 0)), got.Value.String())
	}
}

// A Chinese text has no unit in Latin letters, no kind of the host, and no word of the code.
func TestTextsHaveOneLanguage(t *testing.T) {
	file := evidence.File{
		Person: anna, Observations: months("saos", "opportunities", "2026-07-01", "8", "9", "2"), Positions: []evidence.Position{{Stage: "x", Held: period("2026-06-01/..")}},
		Complete: []evidence.Completeness{known(evidence.Positions, "2024-01-01/..")},
	}
	r := evaluate(t, criteria.Rule{All: []criteria.Rule{saos(3, criteria.Sum, atLeast("30")), {ID: "t", Tenure: &criteria.Tenure{In: criteria.InCompany, Months: 2}}}}, file, "2026-07-01")
	list := r.Criteria()
	assert.Equal(t, "有效商机：最近 3 个月合计不低于 30", list[0].Name.ZH)
	assert.NotContains(t, list[0].Criterion.Reason.ZH, "opportunities")
	assert.Contains(t, list[0].Criterion.Reason.EN, "30 opportunities asked")
	assert.Equal(t, text("1 month since 2026-06-01, 2 months asked; 1 month more needed", "自 2026-06-01 起 1 个月，要求 2 个月，还差 1 个月"), list[1].Criterion.Reason)
	assert.Contains(t, r.Summary().EN, "agent anna on 2026-07-01")
	assert.Contains(t, r.Summary().ZH, "anna，2026-07-01")
	assert.NotContains(t, r.Summary().ZH, "agent")
	assert.Contains(t, r.Markdown(kam.Chinese), "# 条件判定\n")
	assert.Contains(t, r.Markdown(kam.English), "# Criteria\n")
	money := evidence.File{Person: anna, Observations: in("CNY", months("revenue", "", "2026-07-01", "100", "110"))}
	sum := criteria.Rule{ID: "r", Metric: &criteria.Metric{Of: criteria.Series{Metric: "revenue", Currency: "CNY"}, Window: criteria.Window{Step: kam.Month, Last: 2}, Aggregate: criteria.Sum, Be: atLeast("300")}}
	assert.Contains(t, evaluate(t, sum, money, "2026-07-01").Root.Criterion.Reason.ZH, "还差 90 CNY")
}

// A forecast finds the day on which the rule is met once what the line says has come, whatever the window.
func TestForecastIsWhatFilesOfTheLineGive(t *testing.T) {
	past := make([]string, 12)
	for i := range past {
		past[i] = fmt.Sprint(i + 1)
	}
	window := func(w criteria.Window, a criteria.Aggregate, be criteria.Test) criteria.Rule {
		return criteria.Rule{ID: "m", Metric: &criteria.Metric{Of: criteria.Series{Metric: "saos"}, Window: w, Aggregate: a, Be: be}}
	}
	percent := criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("60"), Scale: criteria.AsPercent}
	for name, rule := range map[string]criteria.Rule{
		"steps back":      window(criteria.Window{Step: kam.Month, Last: 3}, criteria.Sum, atLeast("48")),
		"one step":        window(criteria.Window{Step: kam.Month, Last: 1}, criteria.Latest, atLeast("20")),
		"the lowest":      window(criteria.Window{Step: kam.Month, Last: 4}, criteria.Min, atLeast("14")),
		"the year":        window(criteria.Window{Step: kam.Month, Year: criteria.YearToDate}, criteria.Sum, atLeast("120")),
		"last year":       window(criteria.Window{Step: kam.Month, Year: criteria.LastYear}, criteria.Sum, atLeast("150")),
		"a period":        window(criteria.Window{Step: kam.Month, Period: period("2026-04-01/2026-11-01")}, criteria.Sum, atLeast("90")),
		"growth":          window(criteria.Window{Step: kam.Month, Last: 2}, criteria.Growth, percent),
		"growth of years": window(criteria.Window{Step: kam.Month, Year: criteria.LastYear}, criteria.Growth, percent),
		"never":           window(criteria.Window{Step: kam.Month, Last: 3}, criteria.Sum, atLeast("480")),
		"a run": {ID: "m", Streak: &criteria.Streak{
			Of: criteria.Series{Metric: "saos"}, Step: kam.Month, Length: 3, Where: criteria.EndingNow, Be: atLeast("15"),
			Also: []criteria.Also{{Count: 1, Threshold: opt("18")}},
		}},
		"a run anywhere": {ID: "m", Streak: &criteria.Streak{Of: criteria.Series{Metric: "saos"}, Step: kam.Month, Length: 3, Hits: 2, Where: criteria.Anywhere, Within: 6, Be: atLeast("19")}},
	} {
		t.Run(name, func(t *testing.T) {
			p := compile(t, rule)
			file := evidence.File{Person: anna, Observations: months("saos", "opportunities", "2026-07-01", past...)}
			got := p.Forecast(file, criteria.Horizon{AsOf: day("2026-07-01"), Months: 24}).Whole
			grown := past
			want := kam.Day{}
			for k := 1; k <= 24 && !want.IsSet(); k++ {
				grown = append(grown[:len(grown):len(grown)], fmt.Sprint(12+k))
				on := day("2026-07-01").AddMonths(k)
				if p.Evaluate(evidence.File{Person: anna, Observations: months("saos", "opportunities", on.String(), grown...)}, on).State == criteria.Met {
					want = on
				}
			}
			assert.Equal(t, want, got.On)
			assert.Equal(t, want.IsSet(), got.When == criteria.OnDay, got.Basis.EN)
		})
	}
}
