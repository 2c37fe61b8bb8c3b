package training_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

var (
	half    = kam.MustPeriod("2026-01-01/2026-07-01")
	company = kam.Subject{Kind: "company", ID: "acme"}
	before  = kam.MustPeriod("2025-07-01/2026-01-01")
	since   = kam.MustPeriod("2026-01-01/2026-06-15")
)

// spring is half a year of two teams.
func spring(t testing.TB) *training.Log {
	t.Helper()
	const course, may, june = "negotiation-1/spring", "ideas/may", "ideas/june"
	hours := rec(bo, "compliance", training.Attended, "2026-02-01")
	hours.Hours = opt("2")
	book, guide := rec(bo, "mentoring", training.Invited, "2026-03-20"), rec(bo, "mentoring", training.Attended, "2026-04-01")
	book.Cost, guide.Cost = opt("5"), opt("70")
	return replay(t,
		rec(anna, course, training.Invited, "2026-02-01"), rec(bo, course, training.Invited, "2026-02-01"), rec(chen, course, training.Invited, "2026-02-01"), rec(dana, course, training.Invited, "2026-02-01"),
		rec(anna, course, training.Accepted, "2026-02-02"), rec(bo, course, training.Declined, "2026-02-03"),
		rec(anna, course, training.Attended, "2026-03-10"), rec(chen, course, training.Attended, "2026-03-10"), rec(other, course, training.Attended, "2026-03-10"),
		rec(anna, course, training.Completed, "2026-03-11"), rec(chen, course, training.Failed, "2026-03-11"),
		hours, rec(bo, "compliance", training.Completed, "2026-02-01"), book, guide,
		rec(bo, "mentoring", training.Completed, "2026-06-16"), // after the day of the report
		rec(anna, may, training.Accepted, "2026-05-01"), rec(anna, may, training.Absent, "2026-05-06"), rec(anna, june, training.Attended, "2026-06-03"),
		rec(anna, "negotiation-1/autumn", training.Accepted, "2026-05-01"), // not begun
		rec(dana, "negotiation-1/dropped", training.Invited, "2026-04-01"), // cancelled
		rec(dana, "compliance", training.Attended, "2026-02-01"), voided(dana, "compliance", "2026-02-02"),
		rec(chen, "compliance", training.Attended, "2025-06-20"), rec(chen, "compliance", training.Completed, "2025-06-20"), // another period
		rec(other, "compliance", training.Attended, "2025-06-19"), rec(other, "compliance", training.Completed, "2025-06-19"), // no team
	)
}

func request() training.Request {
	return training.Request{
		About: company, Period: half, AsOf: day("2026-06-15"), Whole: true, Soon: 30, Budget: opt("2000"), Benefit: opt("3000"),
		Teams: []training.Team{
			{ID: "north", Name: kam.Text{EN: "North | coast", ZH: "华北 | 沿海"}, People: []kam.Subject{anna, bo, dana}}, {ID: "south", Name: kam.Text{EN: "South", ZH: "华南"}, People: []kam.Subject{chen}},
		},
		Outcomes: []training.Outcome{
			{Offering: "ideas", Session: "may", On: day("2026-06-10"), Ideas: 3, Adopted: 1},
			{Offering: "ideas", Session: "may", On: day("2026-05-07"), Ideas: 2},
			{Offering: "ideas", Session: "june", On: day("2026-06-16"), Ideas: 9, Adopted: 9}, // after the day of the report
		},
		Pulses: []training.Comparison{
			{ID: "mood", Name: kam.Text{EN: "Mood", ZH: "情绪"}, Metric: higher("pulse.mood"), Before: mean("pulse.mood", before, "36", "10"), After: mean("pulse.mood", since, "43", "10")},
			{ID: "trust", Name: kam.Text{EN: "Trust", ZH: "信任"}, Metric: higher("pulse.trust"), Before: mean("pulse.trust", before, "20", "5"), After: mean("pulse.trust", since, "4", "4")},
		},
		Effects: []training.Comparison{
			{ID: "reply", Name: kam.Text{EN: "Days to reply", ZH: "回复天数"}, Metric: kam.Metric{Key: "reply", Direction: kam.LowerIsBetter}, Before: mean("reply", before, "100", "30"), After: mean("reply", since, "100", "20")},
		},
	}
}

func higher(key string) kam.Metric { return kam.Metric{Key: key, Direction: kam.HigherIsBetter} }

// mean is the sum of as many answers.
func mean(key string, p kam.Period, sum, answers string) []kam.Observation {
	o := kam.Observation{Subject: company, Metric: key, Period: p, Numerator: opt(sum), Denominator: opt(answers), Count: dec(answers).IntPart()}
	return []kam.Observation{o}
}

func report(t testing.TB, l *training.Log, r training.Request) *training.Report {
	t.Helper()
	out, err := l.Report(r)
	require.NoError(t, err)
	return out
}

func TestReportCounts(t *testing.T) {
	r := report(t, spring(t), request())
	f := r.Total
	assert.Equal(t, []int{5, 3, 1, 5, 1, 1, 1, 2, 1, 3}, []int{f.Invited, f.Accepted, f.Declined, f.Attended, f.Absent, f.Unrecorded, f.Withdrawn, f.Completed, f.Failed, f.People})
	equalRate(t, "4/5", f.Response)
	equalRate(t, "3/4", f.Acceptance)
	equalRate(t, "5/7", f.Participation)
	equalRate(t, "2/3", f.Completion)
	equalRate(t, "8", r.HoursPerHead)
	equalDecimal(t, "32", f.Hours)
	equalRate(t, "51389/100", f.CostPerPerson)
	least, most := r.Coverage()
	assert.Equal(t, []string{"3/4", "1"}, []string{least.RatString(), most.RatString()})

	north, south := r.Teams[0], r.Teams[1]
	assert.Equal(t, []kam.Subject{dana}, north.Unclear)
	assert.Empty(t, north.Without)
	assert.Empty(t, south.Without)
	equalRate(t, "8", north.HoursPerHead)
	equalRate(t, "8", south.HoursPerHead)
	least, most = north.Coverage()
	assert.Equal(t, []string{"2/3", "1"}, []string{least.RatString(), most.RatString()})
}

// The course of 1000 is cut among three who came, one of them of no team: 333.34, 333.33 and 333.33.
func TestReportCosts(t *testing.T) {
	r := report(t, spring(t), request())
	equalDecimal(t, "808.34", r.Teams[0].Figures.Cost)
	equalDecimal(t, "633.33", r.Teams[1].Figures.Cost)
	equalDecimal(t, "100", r.Unshared)
	equalDecimal(t, "1541.67", r.Total.Cost)
	equalDecimal(t, "458.33", r.Left.Decimal)
	equalRate(t, "48611/51389", r.ROI) // 1458.33 of 1541.67
	kinds, offerings := decimal.Zero, decimal.Zero
	for _, k := range r.Kinds {
		kinds = kinds.Add(k.Figures.Cost)
	}
	for _, o := range r.Offerings {
		offerings = offerings.Add(o.Figures.Cost)
	}
	equalDecimal(t, "1541.67", kinds)
	equalDecimal(t, "1541.67", offerings)
	equalDecimal(t, "1266.67", r.Offerings[0].Figures.Cost)

	q := request()
	q.Budget, q.Benefit = opt(""), opt("")
	r = report(t, spring(t), q)
	assert.False(t, r.Left.Valid, "nobody stated a budget")
	equalRate(t, "", r.ROI)
}

// A cost is cut to the smallest unit of the currency, or as finely as it was stated; zeros at its end state nothing.
func TestReportCutsCosts(t *testing.T) {
	for _, c := range []struct{ cost, currency, anna, chen string }{
		{"100", "CNY", "33.34", "33.33"}, {"100.000000", "CNY", "33.34", "33.33"}, {"100", "JPY", "34", "33"}, {"0.0001", "CNY", "0.0001", "0"}, {"100.001", "CNY", "33.334", "33.334"},
	} {
		t.Run(c.cost+" "+c.currency, func(t *testing.T) {
			list := catalogue(t)
			list.Currency, list.Offerings[0].PerSession, list.Offerings[0].PerHead = kam.Currency(c.currency), dec(c.cost), opt("0")
			p, err := training.Compile(list, vocabulary())
			require.NoError(t, err)
			var records []training.Record
			for _, person := range []kam.Subject{anna, chen, other} {
				records = append(records, rec(person, "negotiation-1/spring", training.Attended, "2026-03-10"))
			}
			l, err := p.Replay(records)
			require.NoError(t, err)
			r := report(t, l, request())
			equalDecimal(t, c.anna, r.Teams[0].Figures.Cost)
			equalDecimal(t, c.chen, r.Teams[1].Figures.Cost)
		})
	}
}

func TestReportListsKindsAndOfferings(t *testing.T) {
	r := report(t, spring(t), request())
	var kinds []string
	for _, k := range r.Kinds {
		kinds = append(kinds, string(k.Kind)+" "+strconv.Itoa(k.Figures.Attended)+" "+strconv.Itoa(k.Figures.People))
	}
	assert.Equal(t, []string{"course 2 2", "innovationWorkshop 1 1", "mentoring 1 1", "certification 1 1"}, kinds)
	var offerings []string
	for _, o := range r.Offerings {
		offerings = append(offerings, o.ID+" "+strconv.Itoa(o.Figures.Attended)+" "+strconv.Itoa(o.Figures.People))
	}
	assert.Equal(t, []string{"negotiation-1 2 2", "compliance 1 1", "ideas 1 1", "mentoring 1 1"}, offerings)
}

func TestReportOfIdeas(t *testing.T) {
	r := report(t, spring(t), request())
	assert.Equal(t, training.Innovation{Sessions: 2, Silent: 1, Counted: 1, Ideas: 3, Adopted: 1}, r.Innovation)
	equalRate(t, "1/3", r.Innovation.Adoption)
	q := request()
	q.Outcomes = nil
	r = report(t, spring(t), q)
	assert.Equal(t, training.Innovation{Sessions: 2, Silent: 2}, r.Innovation)
	equalRate(t, "", r.Innovation.Adoption)
	q.Outcomes = []training.Outcome{{Offering: "mentoring", On: day("2026-04-01"), Ideas: 1}, {Offering: "mentoring", On: day("2025-12-31"), Ideas: 5}, {Offering: "negotiation-1", Session: "autumn", On: day("2026-12-01"), Ideas: 7}}
	assert.Equal(t, training.Innovation{Sessions: 3, Silent: 2, Counted: 1, Ideas: 1}, report(t, spring(t), q).Innovation)
	q.Teams = q.Teams[1:]
	assert.Equal(t, training.Innovation{}, report(t, spring(t), q).Innovation, "the ideas of others are not theirs")
}

// What nobody came to is told with every report and borne once, by the one on the whole.
func TestReportOfSessionsThatNobodyCameTo(t *testing.T) {
	records := []training.Record{rec(anna, "ideas/may", training.Accepted, "2026-05-01"), rec(anna, "ideas/may", training.Absent, "2026-05-06"), rec(chen, "ideas/may", training.Invited, "2026-05-01")}
	q := request()
	whole := report(t, replay(t, records...), q)
	equalDecimal(t, "1200", whole.Unshared) // 1000 of the course in spring and 100 of each workshop, of which nobody recorded anything but absence
	equalDecimal(t, "1200", whole.Total.Cost)
	equalDecimal(t, "800", whole.Left.Decimal)
	kinds := decimal.Zero
	for _, k := range whole.Kinds {
		kinds = kinds.Add(k.Figures.Cost)
	}
	equalDecimal(t, "1200", kinds)
	sum := decimal.Zero
	for i := range q.Teams {
		part := q
		part.Whole, part.Teams = false, q.Teams[i:i+1]
		r := report(t, replay(t, records...), part)
		equalDecimal(t, "1200", r.Unshared)
		sum = sum.Add(r.Total.Cost)
	}
	equalDecimal(t, "0", sum)
	q.AsOf, q.Pulses, q.Effects = day("2026-06-02"), nil, nil
	equalDecimal(t, "1100", report(t, replay(t), q).Unshared) // the workshop of June has not begun
	q.Period = kam.MustPeriod("2026-05-01/2026-06-01")
	equalDecimal(t, "100", report(t, replay(t), q).Unshared)
}

// The hours stated last are those of the participation; costs add up.
func TestReportOfHoursStatedTwice(t *testing.T) {
	came, done := rec(anna, "negotiation-1/spring", training.Attended, "2026-03-10"), rec(anna, "negotiation-1/spring", training.Completed, "2026-03-11")
	came.Hours, done.Hours, came.Cost, done.Cost = opt("8"), opt("9"), opt("100"), opt("20")
	q := request()
	q.Whole = false
	r := report(t, replay(t, came, done), q)
	equalDecimal(t, "9", r.Total.Hours)
	equalDecimal(t, "1120", r.Total.Cost)
}

func TestReportRepeats(t *testing.T) {
	r := report(t, spring(t), request())
	assert.Equal(t, []training.Repeat{{Person: chen, Certificate: "compliance", Until: day("2026-06-20"), Days: 5}}, r.Repeats)
	q := request()
	q.Soon = 4
	assert.Empty(t, report(t, spring(t), q).Repeats)
}

func TestReportOfNothing(t *testing.T) {
	q := request()
	q.Whole = false
	r := report(t, replay(t), q)
	equalRate(t, "", r.Total.Response)
	equalRate(t, "", r.Total.Acceptance)
	equalRate(t, "", r.Total.Participation)
	equalRate(t, "", r.Total.Completion)
	equalRate(t, "", r.Total.CostPerPerson)
	equalRate(t, "0", r.HoursPerHead)
	assert.Equal(t, []kam.Subject{anna, bo, dana}, r.Teams[0].Without)
	_, ok := r.ROI()
	assert.False(t, ok, "nothing was spent")
	assert.Empty(t, r.Kinds)
	assert.Empty(t, r.Offerings)
}

// What an offering without sessions belongs to is the day on which the person came, else the first record.
func TestReportPeriod(t *testing.T) {
	cases := []struct {
		name    string
		records []training.Record
		want    int
	}{
		{"came on the first day", []training.Record{rec(anna, "mentoring", training.Attended, "2026-01-01")}, 1},
		{"came the day before", []training.Record{rec(anna, "mentoring", training.Attended, "2025-12-31")}, 0},
		{"invited before, came in it", []training.Record{rec(anna, "mentoring", training.Invited, "2025-12-31"), rec(anna, "mentoring", training.Attended, "2026-01-01")}, 1},
		{"came before, completed in it", []training.Record{rec(anna, "mentoring", training.Attended, "2025-12-31"), rec(anna, "mentoring", training.Completed, "2026-02-01")}, 0},
		{"came on the day of the report", []training.Record{rec(anna, "mentoring", training.Attended, "2026-06-15")}, 1},
		{"came the day after", []training.Record{rec(anna, "mentoring", training.Attended, "2026-06-16")}, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, report(t, replay(t, c.records...), request()).Total.Attended)
		})
	}
}

// A session of the period that begins after the day of the report has not happened.
func TestReportOfSessionsToCome(t *testing.T) {
	l := replay(t, rec(anna, "ideas/june", training.Invited, "2026-05-01"))
	for on, want := range map[string]int{"2026-06-02": 0, "2026-06-03": 1} {
		q := request()
		q.AsOf, q.Pulses, q.Effects = day(on), nil, nil
		r := report(t, l, q)
		assert.Equal(t, want, r.Total.Invited, on)
		assert.Equal(t, want, r.Innovation.Sessions, on)
	}
}

// What only others were invited to costs the teams nothing and is no workshop of theirs.
func TestReportOfOthers(t *testing.T) {
	q := request()
	q.Whole = false
	r := report(t, replay(t, rec(other, "ideas/may", training.Invited, "2026-05-01"), rec(other, "ideas/june", training.Attended, "2026-06-03")), q)
	equalDecimal(t, "0", r.Total.Cost)
	equalDecimal(t, "1100", r.Unshared)
	assert.Equal(t, 0, r.Innovation.Sessions)
	assert.Empty(t, r.Kinds)
}

func TestRequestFaults(t *testing.T) {
	q := request()
	q.About, q.Period, q.AsOf, q.Soon = kam.Subject{Kind: "team", ID: "north"}, kam.MustPeriod("2026-01-01/.."), kam.Day{}, -1
	q.Budget, q.Benefit = opt("-1"), opt("0.0000001")
	q.Teams = append(q.Teams, training.Team{ID: "north", People: []kam.Subject{anna, {}}}, training.Team{ID: "empty"})
	q.Outcomes = []training.Outcome{
		{Offering: "cooking", On: day("2026-01-01")},
		{Offering: "ideas", Session: "may", Ideas: 1, Adopted: 2},
		{Offering: "mentoring", On: day("2026-01-01")},
		{Offering: "mentoring", On: day("2026-01-01"), Ideas: -1, Adopted: -1},
		{Offering: "mentoring", On: day("2026-01-02"), Ideas: training.MaxIdeas + 1},
		{Offering: "ideas", Session: "may", On: day("2026-05-05")},
		{Offering: "negotiation-1", Session: "dropped", On: day("2027-01-01")},
	}
	q.Pulses = []training.Comparison{
		{ID: "x", Metric: higher("y"), Before: mean("x", half, "1", "1"), After: mean("y", since, "1", "1"), Fewest: -1}, {ID: "x"},
	}
	q.Effects = []training.Comparison{{ID: "open", Metric: higher("y"), Before: mean("y", kam.MustPeriod("2020-01-01/.."), "1", "1"), After: mean("y", kam.Period{}, "1", "1")}}
	_, err := spring(t).Report(q)
	assert.Equal(t, []string{
		"training.twice $.about", "training.period $.period", "training.day $.asOf", "training.day $.soon", "training.cost $.budget", "training.cost $.benefit",
		"training.twice $.teams[2].id", "training.twice $.teams[2].people[0]", "training.subject $.teams[2].people[1].kind", "training.subject $.teams[2].people[1].id", "training.too-few $.teams[3].people",
		"training.offering $.outcomes[0].offering", "training.day $.outcomes[1].on", "training.ideas $.outcomes[1]", "training.ideas $.outcomes[3]", "training.twice $.outcomes[3]", "training.ideas $.outcomes[4]", "training.day $.outcomes[5].on", "training.cancelled $.outcomes[6].session",
		"training.fewest $.pulses[0].fewest", "training.metric $.pulses[0].before[0].metric", "training.order $.pulses[0].after[0].period",
		"training.twice $.pulses[1].id", "metric.key $.pulses[1].metric.key", "metric.direction $.pulses[1].metric.direction", "training.too-few $.pulses[1].before", "training.too-few $.pulses[1].after",
		"observation.period $.effects[0].after[0].period", "training.order $.effects[0].after[0].period",
	}, codes(t, err))
	_, err = spring(t).Report(training.Request{})
	assert.Equal(t, []string{"training.subject $.about.kind", "training.subject $.about.id", "training.period $.period", "training.day $.asOf", "training.too-few $.teams"}, codes(t, err))
	q = request()
	q.Teams = []training.Team{{ID: "a", People: people(0, 60_000)}, {ID: "b", People: people(60_000, 100_001)}}
	_, err = spring(t).Report(q)
	assert.Equal(t, []string{"training.too-many $.teams"}, codes(t, err))
}

func people(from, until int) []kam.Subject {
	var list []kam.Subject
	for i := from; i < until; i++ {
		list = append(list, kam.Subject{Kind: "agent", ID: "p" + strconv.Itoa(i)})
	}
	return list
}
