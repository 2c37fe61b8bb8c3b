package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
)

func TestAggregates(t *testing.T) {
	nonNegative := func(r criteria.Rule) criteria.Rule { r.Metric.NonNegative = true; return r }
	for _, c := range []struct {
		name       string
		rule       criteria.Rule
		values     []string
		want       criteria.State
		value, gap string
	}{
		{"a total at the threshold", saos(3, criteria.Sum, atLeast("6")), []string{"1", "2", "3"}, criteria.Met, "6", "0"},
		{"a total above it", saos(3, criteria.Sum, be(criteria.Above, "6")), []string{"1", "2", "3"}, criteria.NotMet, "6", "0"},
		{"to the last decimal place", saos(2, criteria.Sum, atLeast("0.3")), []string{"0.1", "0.2"}, criteria.Met, "3/10", "0"},
		{"just short", saos(2, criteria.Sum, atLeast("0.3")), []string{"0.1", "0.1999999999999999999999999999"}, criteria.NotMet, "2999999999999999999999999999/10000000000000000000000000000", "1/10000000000000000000000000000"},
		{"older months do not count", saos(1, criteria.Sum, atLeast("6")), []string{"100", "5"}, criteria.NotMet, "5", "1"},
		{"a month that is missing", saos(3, criteria.Sum, atLeast("6")), []string{"100", "", "100"}, criteria.Unknown, "unknown", "unknown"},
		{"a month that nobody knows", saos(3, criteria.Sum, atLeast("6")), []string{"100", "?", "100"}, criteria.Unknown, "unknown", "unknown"},
		{"enough without it", nonNegative(saos(3, criteria.Sum, atLeast("6"))), []string{"4", "", "2"}, criteria.Met, "unknown", "unknown"},
		{"not enough without it", nonNegative(saos(3, criteria.Sum, atLeast("6"))), []string{"3", "", "2"}, criteria.Unknown, "unknown", "unknown"},
		{"enough, but a value is negative", nonNegative(saos(3, criteria.Sum, atLeast("6"))), []string{"8", "", "-1"}, criteria.Unknown, "unknown", "unknown"},
		{"a mean", saos(3, criteria.Mean, atLeast("2")), []string{"1", "2", "3"}, criteria.Met, "2", "0"},
		{"a mean of a third", saos(3, criteria.Mean, atLeast("0.34")), []string{"1", "0", "0"}, criteria.NotMet, "1/3", "1/150"},
		{"a mean that is high enough anyway", nonNegative(saos(3, criteria.Mean, atLeast("2"))), []string{"6", "", ""}, criteria.Met, "unknown", "unknown"},
		{"the latest", saos(3, criteria.Latest, atLeast("3")), []string{"9", "9", "2"}, criteria.NotMet, "2", "1"},
		{"the latest that there is", saos(3, criteria.Latest, atLeast("3")), []string{"9", "4", ""}, criteria.Met, "4", "-1"},
		{"the latest, which nobody knows", saos(3, criteria.Latest, atLeast("3")), []string{"9", "4", "?"}, criteria.Unknown, "unknown", "unknown"},
		{"no latest", saos(3, criteria.Latest, atLeast("3")), []string{"9", "", "", ""}, criteria.Unknown, "unknown", "unknown"},
		{"the lowest", saos(3, criteria.Min, atLeast("3")), []string{"9", "3", "4"}, criteria.Met, "3", "0"},
		{"the lowest is too low already", saos(3, criteria.Min, atLeast("3")), []string{"9", "2", ""}, criteria.NotMet, "unknown", "unknown"},
		{"the lowest so far", saos(3, criteria.Min, atLeast("3")), []string{"9", "3", ""}, criteria.Unknown, "unknown", "unknown"},
		{"the highest", saos(3, criteria.Max, atLeast("9")), []string{"9", "3", "4"}, criteria.Met, "9", "0"},
		{"the highest so far", saos(3, criteria.Max, atLeast("9")), []string{"8", "3", ""}, criteria.Unknown, "unknown", "unknown"},
		{"the highest is high enough already", saos(3, criteria.Max, atLeast("9")), []string{"9", "", ""}, criteria.Met, "unknown", "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, c.rule, file(months("saos", "opportunities", "2026-07-01", c.values...)...), "2026-07-01")
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
			exact(t, c.gap, r.Root.Criterion.Gap)
		})
	}
}

// TestLessIsBetter turns the comparisons round.
func TestLessIsBetter(t *testing.T) {
	rule := func(a criteria.Aggregate, be criteria.Test, nonNegative bool) criteria.Rule {
		r := saos(3, a, be)
		r.Metric.Of.Metric, r.Metric.NonNegative = "complaints", nonNegative
		return r
	}
	for _, c := range []struct {
		name   string
		rule   criteria.Rule
		values []string
		want   criteria.State
		gap    string
	}{
		{"at most", rule(criteria.Sum, be(criteria.AtMost, "3"), false), []string{"1", "1", "1"}, criteria.Met, "0"},
		{"below", rule(criteria.Sum, be(criteria.Below, "3"), false), []string{"1", "1", "1"}, criteria.NotMet, "0"},
		{"one too many", rule(criteria.Sum, be(criteria.AtMost, "3"), false), []string{"1", "1", "2"}, criteria.NotMet, "1"},
		{"one to spare", rule(criteria.Sum, be(criteria.AtMost, "3"), false), []string{"1", "1", "0"}, criteria.Met, "-1"},
		{"too many already", rule(criteria.Sum, be(criteria.AtMost, "3"), true), []string{"2", "2", ""}, criteria.NotMet, "unknown"},
		{"not too many so far", rule(criteria.Sum, be(criteria.AtMost, "3"), true), []string{"2", "1", ""}, criteria.Unknown, "unknown"},
		{"the highest is too high already", rule(criteria.Max, be(criteria.AtMost, "3"), false), []string{"4", "", ""}, criteria.NotMet, "unknown"},
		{"the lowest is low enough already", rule(criteria.Min, be(criteria.AtMost, "3"), false), []string{"3", "", ""}, criteria.Met, "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, c.rule, file(months("complaints", "complaints", "2026-07-01", c.values...)...), "2026-07-01")
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.gap, r.Root.Criterion.Gap)
		})
	}
}

func attainment(a criteria.Aggregate, last int, scale criteria.Scale, threshold string) criteria.Rule {
	return criteria.Rule{ID: "attainment", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "attainment"}, Window: criteria.Window{Step: kam.Month, Last: last}, Aggregate: a,
		Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt(threshold), Scale: scale},
	}}
}

func ratios(before string, parts ...string) []kam.Observation {
	var out []kam.Observation
	for i := 0; i < len(parts); i += 2 {
		from := day(before).AddMonths((i - len(parts)) / 2)
		out = append(out, kam.Observation{
			Subject: anna, Metric: "attainment", Period: kam.Period{From: from, Until: from.AddMonths(1)},
			Numerator: opt(parts[i]), Denominator: opt(parts[i+1]),
		})
	}
	return out
}

func TestRatios(t *testing.T) {
	for _, c := range []struct {
		name  string
		rule  criteria.Rule
		parts []string
		want  criteria.State
		value string
	}{
		{"sums by sums, never the mean of 150 % and 50 %", attainment(criteria.Ratio, 2, criteria.AsPercent, "60"), []string{"15", "10", "50", "100"}, criteria.NotMet, "13/22"},
		{"as a ratio", attainment(criteria.Ratio, 2, criteria.AsRatio, "0.5909"), []string{"15", "10", "50", "100"}, criteria.Met, "13/22"},
		{"92 is no ratio", attainment(criteria.Ratio, 1, criteria.AsRatio, "92"), []string{"92", "100"}, criteria.NotMet, "23/25"},
		{"0.92 per cent is nearly nothing", attainment(criteria.Ratio, 1, criteria.AsPercent, "0.92"), []string{"92", "100"}, criteria.Met, "23/25"},
		{"a third is not 33.4 %", attainment(criteria.Ratio, 1, criteria.AsPercent, "33.4"), []string{"1", "3"}, criteria.NotMet, "1/3"},
		{"a month without deals adds nothing", attainment(criteria.Ratio, 2, criteria.AsPercent, "90"), []string{"0", "0", "9", "10"}, criteria.Met, "9/10"},
		{"no deals at all", attainment(criteria.Ratio, 2, criteria.AsPercent, "90"), []string{"0", "0", "0", "0"}, criteria.Unknown, "unknown"},
		{"a denominator below 0 turns the ratio", attainment(criteria.Ratio, 1, criteria.AsPercent, "90"), []string{"10", "-10"}, criteria.NotMet, "-1"},
		{"a month is missing", attainment(criteria.Ratio, 3, criteria.AsPercent, "90"), []string{"9", "10", "9", "10"}, criteria.Unknown, "unknown"},
		{"the lowest month", attainment(criteria.Min, 2, criteria.AsPercent, "60"), []string{"15", "10", "50", "100"}, criteria.NotMet, "1/2"},
		{"the lowest month, one without deals", attainment(criteria.Min, 2, criteria.AsPercent, "60"), []string{"15", "10", "0", "0"}, criteria.Unknown, "unknown"},
		{"the latest month", attainment(criteria.Latest, 2, criteria.AsPercent, "60"), []string{"50", "100", "15", "10"}, criteria.Met, "3/2"},
		{"numbers beyond machine integers", attainment(criteria.Ratio, 1, criteria.AsPercent, "50"), []string{"1000000000000000000000000000001", "2000000000000000000000000000002"}, criteria.Met, "1/2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, c.rule, file(ratios("2026-07-01", c.parts...)...), "2026-07-01")
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
		})
	}
}

// TestFormsDoNotMix gives plain values where ratios are asked for, and the other way round.
func TestFormsDoNotMix(t *testing.T) {
	plain := evaluate(t, attainment(criteria.Ratio, 1, criteria.AsPercent, "90"), file(months("attainment", "", "2026-07-01", "92")...), "2026-07-01")
	assert.Equal(t, criteria.Unknown, plain.State)
	assert.Equal(t, criteria.OtherForm, plain.Root.Criterion.Steps[0].Why)
	rule := attainment(criteria.Min, 1, "", "0.9")
	ratio := evaluate(t, rule, file(ratios("2026-07-01", "92", "100")...), "2026-07-01")
	assert.Equal(t, criteria.Unknown, ratio.State)
	assert.Equal(t, criteria.OtherForm, ratio.Root.Criterion.Steps[0].Why)
}

func TestGrowth(t *testing.T) {
	rule := func(w criteria.Window, threshold string) criteria.Rule {
		return criteria.Rule{ID: "growth", Metric: &criteria.Metric{
			Of: criteria.Series{Metric: "revenue", Currency: "CNY"}, Window: w, Aggregate: criteria.Growth,
			Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt(threshold), Scale: criteria.AsPercent},
		}}
	}
	last := criteria.Window{Step: kam.Month, Last: 2}
	for _, c := range []struct {
		name   string
		rule   criteria.Rule
		asOf   string
		values []string
		want   criteria.State
		value  string
	}{
		{"by a tenth", rule(last, "10"), "2026-07-01", []string{"50", "50", "50", "60"}, criteria.Met, "1/10"},
		{"short of it", rule(last, "10.1"), "2026-07-01", []string{"50", "50", "50", "60"}, criteria.NotMet, "1/10"},
		{"less than before", rule(last, "-10"), "2026-07-01", []string{"50", "50", "40", "50"}, criteria.Met, "-1/10"},
		{"from nothing", rule(last, "10"), "2026-07-01", []string{"0", "0", "50", "60"}, criteria.Unknown, "unknown"},
		{"from a loss", rule(last, "10"), "2026-07-01", []string{"10", "-20", "50", "60"}, criteria.Unknown, "unknown"},
		{"without a base", rule(last, "10"), "2026-07-01", []string{"50", "50", "60"}, criteria.Unknown, "unknown"},
		{"year to date against the same months", rule(criteria.Window{Step: kam.Month, Year: criteria.YearToDate}, "100"), "2026-03-01", []string{"1", "1", "7", "7", "7", "7", "7", "7", "7", "7", "7", "7", "2", "2"}, criteria.Met, "1"},
		{"year by year", rule(criteria.Window{Step: kam.Month, Year: criteria.LastYear}, "50"), "2026-03-01", append(repeat("2", 12), append(repeat("3", 12), "9", "9")...), criteria.Met, "1/2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, c.rule, file(in("CNY", months("revenue", "", c.asOf, c.values...))...), c.asOf)
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
		})
	}
}

func repeat(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

// TestShorterPeriods adds up observations of parts of a step.
func TestShorterPeriods(t *testing.T) {
	quarter := func(a criteria.Aggregate, finer bool) criteria.Rule {
		return criteria.Rule{ID: "q", Metric: &criteria.Metric{
			Of: criteria.Series{Metric: "saos"}, Window: criteria.Window{Step: kam.Quarter, Last: 1}, Aggregate: a, Be: atLeast("6"), SumFiner: finer,
		}}
	}
	of := func(value, p string) kam.Observation {
		return kam.Observation{Subject: anna, Metric: "saos", Unit: "opportunities", Period: period(p), Value: opt(value)}
	}
	three := months("saos", "opportunities", "2026-07-01", "1", "2", "3")
	for _, c := range []struct {
		name  string
		rule  criteria.Rule
		obs   []kam.Observation
		want  string
		parts int
	}{
		{"three months are a quarter", quarter(criteria.Sum, false), three, "6", 3},
		{"not of a lowest value", quarter(criteria.Min, false), three, "unknown", 0},
		{"unless it says so", quarter(criteria.Min, true), three, "6", 3},
		{"a month is missing", quarter(criteria.Sum, false), three[:2], "unknown", 0},
		{"a day is missing", quarter(criteria.Sum, false), []kam.Observation{of("1", "2026-04-01/2026-05-01"), of("2", "2026-05-02/2026-07-01")}, "unknown", 0},
		{"a day stands twice", quarter(criteria.Sum, false), []kam.Observation{of("1", "2026-04-01/2026-05-02"), of("2", "2026-05-01/2026-07-01")}, "unknown", 0},
		{"the longest first", quarter(criteria.Sum, false), append([]kam.Observation{of("3", "2026-04-01/2026-06-01")}, three...), "6", 2},
		{"two ways that differ", quarter(criteria.Sum, false), append([]kam.Observation{of("8", "2026-04-01/2026-06-01")}, three...), "unknown", 0},
		{"ways that differ in the middle", quarter(criteria.Sum, false), append([]kam.Observation{of("1", "2026-05-01/2026-05-11"), of("2", "2026-05-11/2026-06-01")}, three...), "unknown", 0},
		{"one that differs and leads nowhere", quarter(criteria.Sum, false), append([]kam.Observation{of("8", "2026-04-15/2026-06-01")}, three...), "6", 3},
		{"a contradictory part", quarter(criteria.Sum, false), append([]kam.Observation{of("3", "2026-04-01/2026-06-01"), of("4", "2026-04-01/2026-06-01")}, three...), "unknown", 0},
		{"the later revision of a part is out of bounds", quarter(criteria.Sum, false), append([]kam.Observation{{Subject: anna, Metric: "saos", Unit: "opportunities", Period: three[2].Period, Value: stated(decInt(1).Shift(100_000)), Revision: 1}}, three...), "unknown", 0},
		{"the longest that leads on", quarter(criteria.Sum, false), append([]kam.Observation{of("8", "2026-04-01/2026-06-15")}, three...), "6", 3},
		{"its own observation comes first", quarter(criteria.Sum, false), append([]kam.Observation{of("9", "2026-04-01/2026-07-01")}, three...), "9", 0},
		{"longer ones are not cut", quarter(criteria.Sum, false), []kam.Observation{of("9", "2026-01-01/2026-07-01")}, "unknown", 0},
		{"one that reaches out of the step", quarter(criteria.Sum, false), []kam.Observation{three[0], three[1], of("9", "2026-06-01/2026-07-02")}, "unknown", 0},
		{"the later revision of a part", quarter(criteria.Sum, false), append([]kam.Observation{{Subject: anna, Metric: "saos", Unit: "opportunities", Period: three[0].Period, Value: opt("5"), Revision: 1}}, three...), "10", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, c.rule, file(c.obs...), "2026-07-01")
			exact(t, c.want, r.Root.Criterion.Value)
			assert.Equal(t, c.parts, r.Root.Criterion.Steps[0].Parts)
		})
	}
}

// TestOtherFacts leaves out what is about somebody or something else.
func TestOtherFacts(t *testing.T) {
	good := months("saos", "opportunities", "2026-07-01", "5")[0]
	for _, c := range []struct {
		name   string
		change func(o *kam.Observation)
		want   string
		why    criteria.Why
	}{
		{"as it is", func(*kam.Observation) {}, "5", ""},
		{"somebody else's", func(o *kam.Observation) { o.Subject.ID = "bo" }, "unknown", criteria.NoObservation},
		{"another scope", func(o *kam.Observation) { o.Scope = "east" }, "unknown", criteria.NoObservation},
		{"another unit", func(o *kam.Observation) { o.Unit = "deals" }, "unknown", criteria.OtherUnit},
		{"money", func(o *kam.Observation) { o.Unit, o.Currency = "", "CNY" }, "unknown", criteria.OtherUnit},
		{"a revision before the first", func(o *kam.Observation) { o.Revision = -1 }, "unknown", criteria.OutOfBounds},
		{"fewer records than none", func(o *kam.Observation) { o.Count = -1 }, "unknown", criteria.OutOfBounds},
		{"no period", func(o *kam.Observation) { o.Period = kam.Period{} }, "unknown", criteria.NoObservation},
		{"a period that ends before it begins", func(o *kam.Observation) { o.Period.Until = o.Period.From.AddDays(-3) }, "unknown", criteria.NoObservation},
		{"a number out of bounds", func(o *kam.Observation) { o.Value.Decimal = decInt(1).Shift(2_000_000_000) }, "unknown", criteria.OutOfBounds},
		{"half a ratio", func(o *kam.Observation) { o.Numerator = opt("1") }, "unknown", criteria.OtherForm},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := good
			c.change(&o)
			r := evaluate(t, saos(1, criteria.Sum, atLeast("5")), file(o), "2026-07-01")
			exact(t, c.want, r.Root.Criterion.Value)
			assert.Equal(t, c.why, r.Root.Criterion.Steps[0].Why)
		})
	}
}

func TestRevisions(t *testing.T) {
	at := func(value, source string, revision int64) kam.Observation {
		o := months("saos", "opportunities", "2026-07-01", value)[0]
		o.Revision, o.Source = revision, source
		return o
	}
	for _, c := range []struct {
		name  string
		obs   []kam.Observation
		value string
		why   criteria.Why
		from  string
	}{
		{"the highest counts", []kam.Observation{at("5", "crm", 0), at("7", "crm", 2), at("6", "crm", 1)}, "7", "", "crm"},
		{"the highest may say that nobody knows", []kam.Observation{at("5", "crm", 0), at("?", "crm", 2)}, "unknown", criteria.NotKnown, "crm"},
		{"two that agree are one", []kam.Observation{at("5", "erp", 0), at("5.0", "crm", 0)}, "5", "", "crm"},
		{"two that differ are none", []kam.Observation{at("5", "crm", 0), at("6", "erp", 0)}, "unknown", criteria.Conflicting, ""},
		{"unless a later one decides", []kam.Observation{at("5", "crm", 0), at("6", "erp", 0), at("5", "crm", 1)}, "5", "", "crm"},
		{"whatever the order", []kam.Observation{at("5", "crm", 1), at("5", "crm", 0), at("6", "erp", 0)}, "5", "", "crm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, saos(1, criteria.Sum, atLeast("5")), file(c.obs...), "2026-07-01")
			step := r.Root.Criterion.Steps[0]
			exact(t, c.value, r.Root.Criterion.Value)
			assert.Equal(t, c.why, step.Why)
			assert.Equal(t, c.from, step.Source)
		})
	}
}
