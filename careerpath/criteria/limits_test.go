package criteria_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// TestManySeries has more metrics than are looked through one by one.
func TestManySeries(t *testing.T) {
	var v evidence.Vocabulary
	var rule criteria.Rule
	f := evidence.File{Person: anna}
	for i := range 40 {
		key := fmt.Sprintf("m%02d", i)
		v.Metrics = append(v.Metrics, kam.Metric{Key: key, Unit: "points", Direction: kam.HigherIsBetter})
		r := saos(1, criteria.Sum, atLeast(fmt.Sprint(i)))
		r.ID, r.Metric.Of.Metric = key, key
		rule.All = append(rule.All, r)
		f.Observations = append(f.Observations, months(key, "points", "2026-07-01", fmt.Sprint(i))...)
		f.Observations = append(f.Observations, months("other", "points", "2026-07-01", "1")...)
	}
	p, err := criteria.Compile(rule, v, criteria.Options{})
	require.NoError(t, err)
	m := newMaker(1)
	for range 5 {
		shuffle(m, f.Observations)
		for i, n := range evaluateWith(t, p, f, benchDay).Criteria() {
			exact(t, fmt.Sprint(i), n.Criterion.Value)
		}
	}
}

// TestNumbersThatDoNotFit crosses the line between machine integers and big numbers, where the outcome stays the same.
func TestNumbersThatDoNotFit(t *testing.T) {
	const huge = "999999999999999999" // 18 digits
	for _, c := range []struct {
		name   string
		rule   criteria.Rule
		values []string
		want   criteria.State
		value  string
	}{
		{"a sum beyond 2^63", saos(12, criteria.Sum, atLeast("11999999999999999988")), repeat(huge, 12), criteria.Met, "11999999999999999988"},
		{"a sum below -2^63", saos(12, criteria.Sum, atLeast("-11999999999999999987")), repeat("-"+huge, 12), criteria.NotMet, "-11999999999999999988"},
		{"a sum beyond 2^63 and a small threshold", saos(12, criteria.Sum, atLeast("1")), repeat(huge, 12), criteria.Met, "11999999999999999988"},
		{"2^64 and 5 is not 5", saos(1, criteria.Latest, atLeast("6")), []string{"18446744073709551621"}, criteria.Met, "18446744073709551621"},
		{"a mean with a threshold of many digits", saos(12, criteria.Mean, atLeast(huge)), repeat(huge, 12), criteria.Met, huge},
		{"a mean with a threshold that does not fit", saos(2, criteria.Mean, atLeast("0.0000000000000000000000000001")), []string{"0", "1"}, criteria.Met, "1/2"},
		{"far apart", saos(2, criteria.Sum, be(criteria.Above, huge)), []string{huge, "0.000000000000000001"}, criteria.Met, "999999999999999999000000000000000001/1000000000000000000"},
		{"thirty places", saos(2, criteria.Min, atLeast("0.000000000000000000000000000001")), []string{"1", "0.000000000000000000000000000001"}, criteria.Met, "1/1000000000000000000000000000000"},
		{"a latest of many digits", saos(1, criteria.Latest, atLeast("12345678901234567890123456789012345679")), []string{"12345678901234567890123456789012345678"}, criteria.NotMet, "12345678901234567890123456789012345678"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, c.rule, file(months("saos", "opportunities", "2026-07-01", c.values...)...), "2026-07-01")
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
		})
	}
	for _, c := range []struct {
		name  string
		parts []string
		want  string
	}{
		{"numerators", []string{huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1"}, huge},
		{"denominators", []string{"1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge, "1", huge}, "1/" + huge},
		{"many places", []string{"1", "0.00000000000000001"}, "100000000000000000"},
		{"a product", []string{"1", huge}, "1/" + huge},
	} {
		r := evaluate(t, attainment(criteria.Ratio, len(c.parts)/2, criteria.AsPercent, "12345.678"), file(ratios("2026-07-01", c.parts...)...), "2026-07-01")
		exact(t, c.want, r.Root.Criterion.Value)
	}
	growth := criteria.Rule{ID: "g", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "revenue", Currency: "CNY"}, Window: criteria.Window{Step: kam.Month, Last: 1}, Aggregate: criteria.Growth,
		Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("0.5"), Scale: criteria.AsRatio},
	}}
	for want, values := range map[string][]string{
		"1":                     {"4611686018427387904", "9223372036854775808"},
		"-2":                    {huge, "-" + huge},
		"999999999999999998":    {"1", huge},
		"0":                     {"0.000000000000000000000000000007", "0.000000000000000000000000000007"},
		"999999999999999999/10": {"0.000000000000000010", "1.000000000000000009"},
	} {
		r := evaluate(t, growth, file(in("CNY", months("revenue", "", "2026-07-01", values...))...), "2026-07-01")
		exact(t, want, r.Root.Criterion.Value)
	}
	parts := quartersOf(huge, "0.000000000000000000000000000001", "1")
	r := evaluate(t, criteria.Rule{ID: "q", Metric: &criteria.Metric{Of: criteria.Series{Metric: "saos"}, Window: criteria.Window{Step: kam.Quarter, Last: 1}, Aggregate: criteria.Sum, Be: atLeast("1")}}, file(parts...), "2026-07-01")
	assert.Equal(t, criteria.Met, r.State)
	exact(t, "1000000000000000000000000000000000000000000000001/1000000000000000000000000000000", r.Root.Criterion.Value)
}

func quartersOf(values ...string) []kam.Observation {
	return months("saos", "opportunities", "2026-07-01", values...)
}

// TestWeekCalendars looks at fiscal years that are made of weeks.
func TestWeekCalendars(t *testing.T) {
	sunday := kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: 1, Weekday: 0, Rule: "last"}}
	saturday := kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: 1, Weekday: 6, Rule: "last"}}
	r := saos(1, criteria.Sum, atLeast("1"))
	r.Metric.Window = criteria.Window{Step: kam.Week, Year: criteria.LastYear}
	p, err := criteria.Compile(r, vocabulary(), criteria.Options{Calendar: sunday})
	require.NoError(t, err)
	assert.Len(t, p.Evaluate(file(), benchDay).Root.Criterion.Steps, 52)
	_, err = criteria.Compile(r, vocabulary(), criteria.Options{Calendar: saturday})
	assert.Equal(t, []string{"criteria.window $.metric.window.step"}, faults(t, err))
	r.Metric.Window.Step = kam.Month
	p, err = criteria.Compile(r, vocabulary(), criteria.Options{Calendar: saturday})
	require.NoError(t, err)
	steps := p.Evaluate(file(), benchDay).Root.Criterion.Steps
	assert.Len(t, steps, 12)
	assert.Equal(t, 35, steps[2].Period.Days())
	_, err = criteria.Compile(r, vocabulary(), criteria.Options{History: 11})
	assert.Equal(t, []string{"criteria.window $.metric.window"}, faults(t, err))
	r.Metric.Window.Year, r.Metric.Aggregate, r.Metric.Be.Scale = criteria.YearToDate, criteria.Growth, criteria.AsRatio
	_, err = criteria.Compile(r, vocabulary(), criteria.Options{History: 23})
	assert.Equal(t, []string{"criteria.window $.metric.window"}, faults(t, err))
	r.Metric.Window = criteria.Window{Step: kam.Month, Period: period("2026-01-01/2026-02-01")}
	_, err = criteria.Compile(r, vocabulary(), criteria.Options{})
	assert.Equal(t, []string{"criteria.window $.metric.window.period"}, faults(t, err))
}

// TestEdgesOfTime looks at windows that begin before there are days.
func TestEdgesOfTime(t *testing.T) {
	for _, w := range []criteria.Window{
		{Step: kam.Month, Year: criteria.LastYear}, {Step: kam.Month, Year: criteria.YearToDate}, {Step: kam.Month, Last: 1}, {Step: kam.Week, Last: 1},
	} {
		for _, a := range []criteria.Aggregate{criteria.Sum, criteria.Growth} {
			r := saos(1, a, atLeast("1"))
			if r.Metric.Window = w; a == criteria.Growth {
				r.Metric.Be.Scale = criteria.AsRatio
				if w.Step == kam.Week {
					continue
				}
			}
			for _, asOf := range []string{"0001-01-01", "0001-01-31", "0001-02-01", "0002-01-01", "0002-02-01", "9999-12-31"} {
				assert.Equal(t, criteria.Unknown, evaluate(t, r, file(), asOf).State)
			}
		}
	}
	flag := criteria.Rule{ID: "f", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Absent, Months: 12}}
	f := evidence.File{Person: anna, Complete: []evidence.Completeness{known(evidence.Flags, "0001-01-01/..")}}
	assert.Equal(t, criteria.Unknown, evaluate(t, flag, f, "0001-06-01").State)
	assert.Equal(t, criteria.Met, evaluate(t, flag, f, "0002-06-01").State)
	assert.Equal(t, criteria.Met, evaluate(t, flag, f, "9999-12-31").State)
	review := criteria.Rule{ID: "r", Review: &criteria.Review{Kind: "annual", Rating: "B", Within: 12}}
	assert.Equal(t, criteria.Unknown, evaluate(t, review, f, "0001-06-01").State)
}

// TestExactInJSON leaves out what is not known.
func TestExactInJSON(t *testing.T) {
	text, err := json.Marshal(criteria.Step{Period: period("2026-01-01/2026-02-01"), Value: criteria.ExactOf(dec("0.5").Rat())})
	require.NoError(t, err)
	assert.JSONEq(t, `{"period": "2026-01-01/2026-02-01", "value": "1/2"}`, string(text))
	_, ok := criteria.Exact{}.Rat()
	assert.False(t, ok)
	_, err = criteria.ParseResult([]byte(`{"state": 1}`))
	assert.Equal(t, []string{"result.wrong-type $.state (1:11)"}, faults(t, err))
}

// TestNames reads what criteria say they ask for when nobody named them.
func TestNames(t *testing.T) {
	for rule, want := range map[string]kam.Text{
		goodMetric: text("Accepted opportunities: total of the last 3 months at least 3 opportunities", "有效商机：最近 3 个月合计不低于 3"),
		metricWith(`"saos"`, `"saos", "scope": "east"`):                                                                                                                                  text("Accepted opportunities (east): total of the last 3 months at least 3 opportunities", "有效商机（east）：最近 3 个月合计不低于 3"),
		metricWith(`"last": 3}, "aggregate": "sum"`, `"year": "to-date"}, "aggregate": "mean"`):                                                                                          text("Accepted opportunities: mean of the fiscal year to date at least 3 opportunities", "有效商机：本财年至今平均值不低于 3"),
		metricWith(`"month", "last": 3}, "aggregate": "sum"`, `"half-year", "year": "last"}, "aggregate": "max"`):                                                                        text("Accepted opportunities: highest value of the last fiscal year at least 3 opportunities", "有效商机：上一财年最高值不低于 3"),
		metricWith(`"last": 3}, "aggregate": "sum"`, `"period": "2026-01-01/2026-03-01"}, "aggregate": "latest"`):                                                                        text("Accepted opportunities: latest value of 2026-01-01 to 2026-02-28 at least 3 opportunities", "有效商机：2026-01-01 至 2026-02-28最新值不低于 3"),
		`{"id": "a", "streak": {"of": {"metric": "complaints"}, "step": "half-year", "length": 1, "where": "anywhere", "within": 2, "be": {"comparison": "at-most", "threshold": "3"}}}`: text("Complaints: 1 half-year in a row at most 3 complaints, within the last 2 half-years", "投诉：连续 1 个半年不高于 3（最近 2 个半年内）"),
		`{"id": "a", "streak": {"of": {"metric": "complaints"}, "step": "year", "length": 2, "hits": 1, "where": "ending-now", "be": {"comparison": "below", "threshold": "3"}}}`:        text("Complaints: 1 of 2 years in a row less than 3 complaints, up to now", "投诉：连续 2 年中至少 1 期低于 3（截至目前）"),
		`{"id": "a", "tenure": {"in": "stage", "name": "senior", "months": 12}}`:                                                                                                         text(`12 months or more in stage "senior"`, `职级 "senior" 任职满 12 个月`),
		`{"id": "a", "tenure": {"in": "track", "days": 1, "comparison": "below"}}`:                                                                                                       text("less than 1 day in the present track", "现通道任职不满 1 天"),
		`{"id": "a", "tenure": {"in": "department", "days": 9}}`:                                                                                                                         text("9 days or more in the present department", "现部门任职满 9 天"),
		`{"id": "a", "review": {"kind": "annual", "rating": "B"}}`:                                                                                                                       text(`Annual review: last rating at least "B"`, `年度考评：最近一次评级不低于 "B"`),
		`{"id": "a", "skill": {"skill": "negotiation", "level": 2, "assessors": 3, "combine": "highest"}}`:                                                                               text("Negotiation: level 2 or above, seen by 3 assessors (the highest counts)", "谈判：2 级及以上，由 3 人评估（取最高）"),
		`{"id": "a", "flag": {"kind": "breach", "be": "absent"}}`:                                                                                                                        text("no breach of rules at present", "目前无违规记录"),
		`{"id": "a", "flag": {"kind": "breach", "be": "present"}}`:                                                                                                                       text("breach of rules at present", "目前有违规记录"),
		`{"id": "a", "name": {"en": "Clean", "zh": "合规"}, "flag": {"kind": "breach", "be": "present"}}`:                                                                                  text("Clean", "合规"),
	} {
		r, err := criteria.ParseRule([]byte(rule))
		require.NoError(t, err)
		assert.Equal(t, want, compile(t, r).Evaluate(file(), benchDay).Root.Name)
	}
}
