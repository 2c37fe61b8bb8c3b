package criteria_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// opt is a known number, or none for the empty text.
func opt(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(dec(s))
}

// stated is a number that is stated.
func stated(d decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(d) }

func day(s string) kam.Day { return kam.MustDay(s) }

func period(s string) kam.Period { return kam.MustPeriod(s) }

func text(en, zh string) kam.Text { return kam.Text{EN: en, ZH: zh} }

var anna = kam.Subject{Kind: "agent", ID: "anna"}

// vocabulary has one of everything.
func vocabulary() evidence.Vocabulary {
	levels := []kam.Text{text("none", "无"), text("basic", "初级"), text("good", "中级"), text("expert", "高级")}
	return evidence.Vocabulary{
		Metrics: []kam.Metric{
			{Key: "saos", Name: text("Accepted opportunities", "有效商机"), Unit: "opportunities", Direction: kam.HigherIsBetter},
			{Key: "revenue", Name: text("Revenue", "销售额"), Direction: kam.HigherIsBetter},
			{Key: "attainment", Name: text("Quota attainment", "达成率"), Direction: kam.HigherIsBetter},
			{Key: "complaints", Name: text("Complaints", "投诉"), Unit: "complaints", Direction: kam.LowerIsBetter},
		},
		Skills:       []evidence.Skill{{ID: "negotiation", Name: text("Negotiation", "谈判"), Levels: levels}},
		Certificates: []evidence.Term{{ID: "kam", Name: text("Key-account certificate", "大客户经理证书")}},
		Reviews:      []evidence.ReviewScale{{ID: "annual", Name: text("Annual review", "年度考评"), Ratings: []string{"D", "C", "B", "A"}}},
		Flags:        []evidence.Term{{ID: "improvement-plan", Name: text("improvement plan", "绩效改进计划")}, {ID: "breach", Name: text("breach of rules", "违规记录")}},
	}
}

func compile(t testing.TB, r criteria.Rule) *criteria.Program {
	t.Helper()
	p, err := criteria.Compile(r, vocabulary(), criteria.Options{})
	require.NoError(t, err)
	return p
}

// evaluate evaluates a rule in every way there is, and returns the result once they agree.
func evaluate(t testing.TB, r criteria.Rule, f evidence.File, asOf string) criteria.Result {
	t.Helper()
	return evaluateWith(t, compile(t, r), f, day(asOf))
}

func evaluateWith(t testing.TB, p *criteria.Program, f evidence.File, asOf kam.Day) criteria.Result {
	t.Helper()
	result := p.Evaluate(f, asOf)
	require.NoError(t, criteria.VerifyResult(result))
	batch, err := p.EvaluateAll(t.Context(), []evidence.File{f}, criteria.Run{AsOf: asOf})
	require.NoError(t, err)
	require.Equal(t, result.State, batch.State(0))
	for _, n := range result.Criteria() {
		state, ok := batch.StateOf(0, n.ID)
		require.True(t, ok)
		require.Equal(t, n.State, state, "%s: %s", n.ID, n.Criterion.Reason.EN)
	}
	return result
}

// months are observations of values in the months before a day; the empty text leaves a month out, and "?" is a value that
// nobody knows.
func months(metric, unit string, before string, values ...string) []kam.Observation {
	return stepped(metric, unit, 1, before, values...)
}

func quarters(metric, unit string, before string, values ...string) []kam.Observation {
	return stepped(metric, unit, 3, before, values...)
}

func stepped(metric, unit string, length int, before string, values ...string) []kam.Observation {
	var out []kam.Observation
	for i, v := range values {
		from := day(before).AddMonths((i - len(values)) * length)
		o := kam.Observation{Subject: anna, Metric: metric, Unit: unit, Period: kam.Period{From: from, Until: from.AddMonths(length)}, Source: "crm"}
		switch v {
		case "":
			continue
		case "?":
		default:
			o.Value = opt(v)
		}
		out = append(out, o)
	}
	return out
}

// inPercent makes values ratios by 100.
func inPercent(list []kam.Observation) []kam.Observation {
	for i := range list {
		if list[i].Value.Valid {
			list[i].Numerator, list[i].Denominator, list[i].Value = list[i].Value, opt("100"), decimal.NullDecimal{}
		}
	}
	return list
}

func in(currency kam.Currency, list []kam.Observation) []kam.Observation {
	for i := range list {
		list[i].Currency = currency
	}
	return list
}

func file(obs ...kam.Observation) evidence.File {
	return evidence.File{Person: anna, Observations: obs}
}

func exact(t testing.TB, want string, got criteria.Exact) {
	t.Helper()
	require.Equal(t, want, got.String())
}

func atLeast(s string) criteria.Test {
	return criteria.Test{Comparison: criteria.AtLeast, Threshold: opt(s)}
}

func be(c criteria.Comparison, s string) criteria.Test {
	return criteria.Test{Comparison: c, Threshold: opt(s)}
}

// saos is a criterion on accepted opportunities of the last months.
func saos(last int, a criteria.Aggregate, t criteria.Test) criteria.Rule {
	return criteria.Rule{ID: "saos", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "saos"}, Window: criteria.Window{Step: kam.Month, Last: last}, Aggregate: a, Be: t,
	}}
}
