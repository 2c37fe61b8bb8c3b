package chart_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

func trend(t testing.TB, o chart.Options, results ...scoring.Result) picture {
	t.Helper()
	svg, err := chart.Trend(results, o)
	require.NoError(t, err)
	return texts(t, svg)
}

// even is a result whose total is a value.
func even(t testing.TB, value, period string) scoring.Result {
	t.Helper()
	return scored(t, card(profile), with(profile, value, value, value, value, value), period)
}

func TestTrendPlacesTotals(t *testing.T) {
	list := []scoring.Result{
		even(t, "0", "2026-01-01/2026-01-11"), even(t, "100", "2026-01-11/2026-01-21"), even(t, "50", "2026-01-21/2026-01-31"),
	}
	p := trend(t, chart.Options{}, list...)
	marks := p.circles(t, "f-series-1") // drawn from the last one on
	require.Len(t, marks, 3)
	assert.Equal(t, marks[0].X-marks[1].X, marks[1].X-marks[2].X, "equal periods are equally far apart")
	assert.Equal(t, (marks[1].Y+marks[2].Y)/2, marks[0].Y, "50 is halfway between 0 and 100")
	assert.Less(t, marks[1].Y, marks[2].Y)
	assert.Equal(t, 1, p.names["polyline"])
	assert.Contains(t, p.description, "2026-01-01 to 2026-01-10: 0.0 of 100 · D below. 2026-01-11 to 2026-01-20: 100.0 of 100 · A excellent.")

	places, _, _ := labels(t, must(chart.Trend(list, chart.Options{})))
	for _, l := range places {
		switch l.text {
		case "100.0":
			assert.Greater(t, l.top, marks[1].Y, "below its mark, because there is no room above")
		case "50.0":
			assert.Less(t, l.bottom, marks[0].Y)
		}
	}

	turned := slices.Clone(list)
	slices.Reverse(turned)
	assert.Equal(t, p, trend(t, chart.Options{}, turned...), "the order of results does not matter")
	assert.Equal(t, "2026-01-21/2026-01-31", turned[0].Period.String(), "and is left as it was")
}

func TestTrendIsBroken(t *testing.T) {
	unknown := scored(t, card(profile), with(profile, "", "", "", "", ""), "2026-02-01/2026-03-01")
	cases := []struct {
		name    string
		results []scoring.Result
		lines   int
		hint    bool
	}{
		{"whole", []scoring.Result{even(t, "50", "2026-01-01/2026-02-01"), even(t, "60", "2026-02-01/2026-03-01"), even(t, "70", "2026-03-01/2026-04-01")}, 1, false},
		{"unknown between", []scoring.Result{even(t, "50", "2026-01-01/2026-02-01"), unknown, even(t, "70", "2026-03-01/2026-04-01")}, 0, true},
		{"a day between", []scoring.Result{even(t, "50", "2026-01-01/2026-01-31"), even(t, "60", "2026-02-01/2026-03-01"), even(t, "70", "2026-03-01/2026-04-01")}, 1, false},
		{"two stretches", []scoring.Result{
			even(t, "50", "2025-01-01/2025-02-01"), even(t, "50", "2025-02-01/2025-03-01"), even(t, "60", "2026-02-01/2026-03-01"), even(t, "70", "2026-03-01/2026-04-01"),
		}, 2, false},
		{"one alone", []scoring.Result{even(t, "50", "2026-01-01/2026-02-01")}, 0, false},
		{"unknown alone", []scoring.Result{unknown}, 0, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := trend(t, chart.Options{}, c.results...)
			assert.Equal(t, c.lines, p.names["polyline"])
			assert.Equal(t, c.hint, slices.Contains(p.texts, "?"))
			assert.Equal(t, c.hint, strings.Contains(p.description, "Not known: no value is known"))
		})
	}
}

func TestTrendShowsVetoes(t *testing.T) {
	p := trend(t, chart.Options{}, adjusted(t))
	assert.Equal(t, 2, p.count("polygon", "f-series-2"), "a mark, and one in the legend")
	assert.Empty(t, p.circles(t, "f-series-1"))
	c := card(profile)
	c.Vetoes = []scoring.Veto{{ID: "calm", On: "market", Below: opt("50"), Effect: scoring.VetoCapGrade, Grade: "C"}}
	p = trend(t, chart.Options{}, scored(t, c, profile, firstQuarter))
	assert.Equal(t, 2, p.count("polygon", "f-series-2"), "a grade alone was limited")
	p = trend(t, chart.Options{}, even(t, "50", firstQuarter))
	assert.Zero(t, p.count("polygon", "f-series-2"))
	assert.NotContains(t, p.texts, "from values", "plain marks need no legend")
}

func TestTrendBandsFollowTheEdition(t *testing.T) {
	old, renewed := even(t, "60", "2026-01-01/2026-02-01"), card(profile)
	renewed.Version, renewed.Grades = 2, []scoring.Grade{{Key: "low", From: dec("0"), Until: dec("40")}, {Key: "high", From: dec("40"), Until: dec("100")}}
	after := scored(t, renewed, profile, "2026-02-01/2026-03-01")
	p := trend(t, chart.Options{}, old, after)
	bands := p.count("rect", "f-band-1") + p.count("rect", "f-band-2")
	assert.Equal(t, 4+2, bands)
	assert.Contains(t, p.texts, "high")
	assert.NotContains(t, p.texts, "A excellent", "bands are named where the line ends")
	assert.Contains(t, p.description, "From 2026-02-01 on by edition 2 of the card, before by edition 1.")
	marks := p.circles(t, "f-series-1")
	seam := (marks[0].X + marks[1].X) / 2
	var edges []svg.Px
	for _, e := range p.elements {
		if e.Name.Local == "rect" && attribute(t, e, "x") > 0 && attribute(t, e, "height") > 0 {
			edges = append(edges, svg.Px(attribute(t, e, "x")))
		}
	}
	assert.Contains(t, edges, seam)

	p = trend(t, chart.Options{}, old, even(t, "60", "2026-02-01/2026-03-01"))
	assert.Equal(t, 4, p.count("rect", "f-band-1")+p.count("rect", "f-band-2"))
	assert.NotContains(t, p.description, "edition")
}

func TestTrendOfManyPeriodsKeepsLabelsApart(t *testing.T) {
	var list []scoring.Result
	day := kam.MustDay("2025-01-06")
	for i := range 60 {
		period := kam.Period{From: day.AddDays(7 * i), Until: day.AddDays(7*i + 7)}
		list = append(list, even(t, []string{"12", "55.5", "100", "71"}[i%4], period.String()))
	}
	for _, width := range []int{320, 640, 1600} {
		svg, err := chart.Trend(list, chart.Options{Width: width})
		require.NoError(t, err)
		p := texts(t, svg)
		assert.Contains(t, p.texts, "71.0", "the last score")
		assert.Contains(t, p.texts, "2026-02-23", "the last week")
		noOverlap(t, svg)
	}
}

func TestTrendNamesGradesWhereThereIsRoom(t *testing.T) {
	c := card(profile)
	c.Grades = nil
	for i := range 50 {
		c.Grades = append(c.Grades, scoring.Grade{Key: fmt.Sprint("g", i), Name: kam.Text{EN: fmt.Sprint("g", i), ZH: fmt.Sprint("g", i)}, From: dec(fmt.Sprint(2 * i)), Until: dec(fmt.Sprint(2*i + 2))})
	}
	svg := must(chart.Trend([]scoring.Result{scored(t, c, profile, firstQuarter)}, chart.Options{}))
	noOverlap(t, svg)
	named := 0
	for _, text := range texts(t, svg).texts {
		if strings.HasPrefix(text, "g") {
			named++
			assert.NotContains(t, text, " ", "a name that is the key is not repeated")
		}
	}
	assert.Greater(t, named, 10)
	assert.Less(t, named, 30)
}

func must(picture []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return picture
}

func TestTrendNamesPeriods(t *testing.T) {
	cases := []struct{ name, period, want string }{
		{"year", "2026-01-01/2027-01-01", "2026"},
		{"first half", "2026-01-01/2026-07-01", "2026-H1"},
		{"second half", "2026-07-01/2027-01-01", "2026-H2"},
		{"first quarter", "2026-01-01/2026-04-01", "2026-Q1"},
		{"fourth quarter", "2026-10-01/2027-01-01", "2026-Q4"},
		{"month", "2026-12-01/2027-01-01", "2026-12"},
		{"three months that are no quarter", "2026-02-01/2026-05-01", "2026-02-01"},
		{"a year from April", "2026-04-01/2027-04-01", "2026-04-01"},
		{"week", "2026-01-05/2026-01-12", "2026-01-05"},
		{"day", "2026-01-01/2026-01-02", "2026-01-01"},
		{"a day short of a month", "2026-01-01/2026-01-31", "2026-01-01"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Contains(t, trend(t, chart.Options{}, even(t, "50", c.period)).texts, c.want)
		})
	}
}

func TestTrendFaults(t *testing.T) {
	good := even(t, "50", "2026-01-01/2026-02-01")
	of := func(change func(*scoring.Result)) scoring.Result {
		r := even(t, "50", "2026-02-01/2026-03-01")
		change(&r)
		return r
	}
	cases := []struct {
		name    string
		results []scoring.Result
		want    []string
	}{
		{"none", nil, []string{"chart.empty $.results"}},
		{"too many", make([]scoring.Result, 1001), []string{"chart.many $.results"}},
		{"another card", []scoring.Result{good, of(func(r *scoring.Result) { r.Card = "other" })}, []string{"chart.mixed $.results[1].card"}},
		{"another scale", []scoring.Result{good, of(func(r *scoring.Result) { r.Scale.Max = dec("120") })}, []string{"chart.mixed $.results[1].scale"}},
		{"another lowest score", []scoring.Result{good, of(func(r *scoring.Result) { r.Scale.Min = dec("-1") })}, []string{"chart.mixed $.results[1].scale"}},
		{"another subject", []scoring.Result{good, of(func(r *scoring.Result) { r.Subject.ID = "bo" })}, []string{"chart.mixed $.results[1].subject"}},
		{"no period", []scoring.Result{good, of(func(r *scoring.Result) { r.Period = kam.Period{} })}, []string{"chart.period $.results[1].period"}},
		{"open period", []scoring.Result{good, of(func(r *scoring.Result) { r.Period.Until = kam.Day{} })}, []string{"chart.period $.results[1].period"}},
		{"overlap", []scoring.Result{of(func(r *scoring.Result) { r.Period = kam.MustPeriod("2026-01-31/2026-03-01") }), good}, []string{"chart.overlap $.results[0].period"}},
		{"all at once", []scoring.Result{good, {}}, []string{
			"chart.scale $.results[1].scale", "chart.period $.results[1].period", "chart.mixed $.results[1].card", "chart.mixed $.results[1].scale", "chart.mixed $.results[1].subject",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := chart.Trend(c.results, chart.Options{})
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestTrendTellsEveryOverlap(t *testing.T) {
	var list []scoring.Result
	for _, p := range []string{"2026-01-01/2026-02-01", "2026-02-01/2027-01-01", "2026-03-01/2026-04-01", "2026-05-01/2026-06-01"} {
		list = append(list, scored(t, card(profile), profile, p))
	}
	_, err := chart.Trend(list, chart.Options{})
	assert.Equal(t, []string{"chart.overlap $.results[2].period", "chart.overlap $.results[3].period"}, codes(t, err))
}
