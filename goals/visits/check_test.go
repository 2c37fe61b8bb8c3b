package visits_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
	"github.com/kam-go/kam/internal/wordtest"
)

// sound is a spec without faults, with one of everything.
func sound() visits.Spec {
	return visits.Spec{
		Period: kam.MustPeriod("2026-01-05/2026-06-29"), Currency: "CNY",
		Segments: []visits.Segment{smb(months(3, 3, "500000"))},
		Tiers:    []visits.Tier{tier("A", 10, "visit", "2", "call", "1")},
		Hours:    []visits.Effort{{Activity: visits.Visit, Hours: frac("2")}, {Activity: visits.Call, Hours: frac("0.5")}, {Activity: visits.Proposal, Hours: frac("8")}},
		People:   []visits.Person{{Name: "anna", Hours: frac("4"), PerDay: costs("visit", "2")}, {Name: "bo", Hours: frac("6"), PerDay: costs("visit", "3")}},
	}
}

func TestPlanRefuses(t *testing.T) {
	long := strings.Repeat("x", 65)
	for _, c := range []struct {
		name  string
		spoil func(s *visits.Spec)
		want  []string // code and place
	}{
		{"no period", func(s *visits.Spec) { s.Period = kam.Period{} }, []string{"visits.period $.period"}},
		{"open period", func(s *visits.Spec) { s.Period.Until = kam.Day{} }, []string{"visits.period $.period"}},
		{"empty period", func(s *visits.Spec) { s.Period.Until = s.Period.From }, []string{"visits.period $.period"}},
		{"161 weeks", func(s *visits.Spec) { s.Period.Until = s.Period.From.AddDays(7*160 + 1) }, []string{"visits.period $.period"}},
		{"as of the day after", func(s *visits.Spec) { s.AsOf = s.Period.Until }, []string{"visits.period $.asOf"}},
		{"currency", func(s *visits.Spec) { s.Currency = "RMB" }, []string{"visits.currency $.currency"}},
		{"segment twice", func(s *visits.Spec) { s.Segments = append(s.Segments, s.Segments[0]) }, []string{"visits.twice $.segments[1].name"}},
		{"segment without a name", func(s *visits.Spec) { s.Segments[0].Name = "" }, []string{"visits.name $.segments[0].name"}},
		{"long name", func(s *visits.Spec) { s.Tiers[0].Name = long }, []string{"visits.name $.tiers[0].name"}},
		{"name of blanks", func(s *visits.Spec) { s.Tiers[0].Name = " A" }, []string{"visits.name $.tiers[0].name"}},
		{"name with a line break", func(s *visits.Spec) { s.Tiers[0].Name = "A\nB" }, []string{"visits.name $.tiers[0].name"}},
		{"name not UTF-8", func(s *visits.Spec) { s.People[0].Name = "\xff" }, []string{"visits.name $.people[0].name"}},
		{"tier twice", func(s *visits.Spec) { s.Tiers = append(s.Tiers, s.Tiers[0]) }, []string{"visits.twice $.tiers[1].name"}},
		{"person twice", func(s *visits.Spec) { s.People[1].Name = "anna" }, []string{"visits.twice $.people[1].name"}},
		{"stage twice", func(s *visits.Spec) { s.Segments[0].Stages[2].Name = "contact" }, []string{"visits.twice $.segments[0].stages[2].name"}},
		{"101 segments", func(s *visits.Spec) { s.Segments = make([]visits.Segment, 101) }, []string{"visits.size $.segments"}},
		{"101 tiers", func(s *visits.Spec) { s.Tiers = make([]visits.Tier, 101) }, []string{"visits.size $.tiers"}},
		{"1001 people", func(s *visits.Spec) { s.People = make([]visits.Person, 1001) }, []string{"visits.size $.people"}},
		{"13 stages", func(s *visits.Spec) { s.Segments[0].Stages = make([]visits.Stage, 13) }, []string{"visits.size $.segments[0].stages"}},
		{"201 steps", func(s *visits.Spec) { s.Segments[0].Steps = make([]goals.Step, 201) }, []string{"visits.size $.segments[0].steps"}},
		{"21 costs", func(s *visits.Spec) { s.Segments[0].Stages[0].Costs = make([]visits.Cost, 21) }, []string{"visits.size $.segments[0].stages[0].costs", "visits.hours $.hours"}},
		{"21 rhythms", func(s *visits.Spec) { s.Tiers[0].Rhythms = make([]visits.Rhythm, 21) }, []string{"visits.size $.tiers[0].rhythms", "visits.hours $.hours"}},
		{"201 absences", func(s *visits.Spec) { s.People[0].Away = make([]kam.Period, 201) }, []string{"visits.size $.people[0].away"}},
		{"1001 hours", func(s *visits.Spec) { s.Hours = make([]visits.Effort, 1001) }, []string{"visits.size $.hours"}},
		{"no stages", func(s *visits.Spec) { s.Segments[0].Stages = nil }, []string{"visits.stages $.segments[0].stages"}},
		{"rate 0", func(s *visits.Spec) { s.Segments[0].Stages[0].Rate = kam.Fraction{} }, []string{"visits.rate $.segments[0].stages[0].rate"}},
		{"rate above 1", func(s *visits.Spec) { s.Segments[0].Stages[0].Rate = frac("1.000001") }, []string{"visits.rate $.segments[0].stages[0].rate"}},
		{"rate too fine", func(s *visits.Spec) { s.Segments[0].Stages[0].Rate = frac("1/1000001") }, []string{"visits.rate $.segments[0].stages[0].rate"}},
		{"hours too fine", func(s *visits.Spec) { s.People[0].Hours = frac("1/1001") }, []string{"visits.hours $.people[0].hours"}},
		{"rate below 0", func(s *visits.Spec) { s.Segments[0].Stages[0].Rate = frac("-0.5") }, []string{"visits.rate $.segments[0].stages[0].rate"}},
		{"rate that divides by zero", func(s *visits.Spec) { s.Segments[0].Stages[0].Rate = kam.Fraction{Num: 1} }, []string{"visits.rate $.segments[0].stages[0].rate"}},
		{"rate of a negative denominator", func(s *visits.Spec) { s.Segments[0].Stages[0].Rate = kam.Fraction{Num: -1, Den: -2} }, []string{"visits.rate $.segments[0].stages[0].rate"}},
		{"multiple above a million", func(s *visits.Spec) {
			s.Segments[0].Stages[0].Rate, s.Segments[0].Stages[0].PerDeal = kam.Fraction{}, frac("1000001")
		}, []string{"visits.rate $.segments[0].stages[0].perDeal"}},
		{"rate and multiple", func(s *visits.Spec) { s.Segments[0].Stages[0].PerDeal = frac("5") }, []string{"visits.rate $.segments[0].stages[0]"}},
		{"negative deal", func(s *visits.Spec) { s.Segments[0].Deal = dec("-1") }, []string{"visits.deal $.segments[0].deal"}},
		{"no deal", func(s *visits.Spec) { s.Segments[0].Deal = decimal.Decimal{} }, []string{"visits.deal $.segments[0].deal"}},
		{"huge deal", func(s *visits.Spec) { s.Segments[0].Deal = decimal.New(1, 50_000_000) }, []string{"visits.deal $.segments[0].deal"}},
		{"negative target", func(s *visits.Spec) { s.Segments[0].Steps[1].Target = dec("-0.01") }, []string{"visits.target $.segments[0].steps[1].target"}},
		{"huge target", func(s *visits.Spec) { s.Segments[0].Steps[1].Target = decimal.New(1, 50_000_000) }, []string{"visits.target $.segments[0].steps[1].target"}},
		{"target of too many deals", func(s *visits.Spec) { s.Segments[0].Steps[1].Target = decimal.New(1, 30) }, []string{"visits.count $.segments[0]"}},
		{"too many of an activity", func(s *visits.Spec) {
			s.Segments[0].Steps[1].Target = decimal.New(1, 15) // 400 thousand million contacts at 1,000 calls
			s.Segments[0].Stages[0].Costs[0].Count = frac("1000")
		}, []string{"visits.count $.segments[0]"}},
		{"too many of a rhythm", func(s *visits.Spec) {
			s.Tiers[0].Accounts, s.Tiers[0].Rhythms[0].Every = 1_000_000_000, frac("1/1000")
		}, []string{"visits.count $.tiers[0].rhythms[0]"}},
		{"open step", func(s *visits.Spec) { s.Segments[0].Steps[0].Period.Until = kam.Day{} }, []string{"visits.step $.segments[0].steps[0].period"}},
		{"steps overlap", func(s *visits.Spec) {
			s.Segments[0].Steps[2].Period.From = s.Segments[0].Steps[2].Period.From.AddDays(-1)
		}, []string{"visits.step $.segments[0].steps[2].period"}},
		{"steps overlap out of order", func(s *visits.Spec) {
			s.Segments[0].Steps[2].Period = kam.MustPeriod("2026-03-31/2026-04-01")
		}, []string{"visits.step $.segments[0].steps[2].period"}},
		{"step long ago", func(s *visits.Spec) { s.Segments[0].Steps[0].Period = kam.MustPeriod("2022-01-01/2022-02-01") }, []string{"visits.step $.segments[0].steps[0].period"}},
		{"step of holidays", func(s *visits.Spec) { s.Segments[0].Steps[0].Period = kam.MustPeriod("2026-02-16/2026-02-23") }, []string{"visits.step $.segments[0].steps[0].period"}},
		{"plan of holidays", func(s *visits.Spec) {
			s.Segments, s.Period = nil, kam.MustPeriod("2026-02-16/2026-02-24")
		}, []string{"visits.period $.period"}},
		{"negative lead", func(s *visits.Spec) { s.Segments[0].Stages[1].LeadDays = -1 }, []string{"visits.lead $.segments[0].stages[1].leadDays"}},
		{"lead of 521 days", func(s *visits.Spec) { s.Segments[0].Stages[1].LeadDays = 521 }, []string{"visits.lead $.segments[0].stages[1].leadDays"}},
		{"lead of 105 weeks", func(s *visits.Spec) { s.Segments[0].Stages[0].LeadWeeks = 105 }, []string{"visits.lead $.segments[0].stages[0].leadWeeks"}},
		{"negative weeks", func(s *visits.Spec) { s.Segments[0].Stages[0].LeadWeeks = -1 }, []string{"visits.lead $.segments[0].stages[0].leadWeeks"}},
		{"lead in both", func(s *visits.Spec) { s.Segments[0].Stages[0].LeadDays = 1 }, []string{"visits.lead $.segments[0].stages[0]"}},
		{"cost of nothing", func(s *visits.Spec) { s.Segments[0].Stages[0].Costs[0].Count = kam.Fraction{} }, []string{"visits.count $.segments[0].stages[0].costs[0].count"}},
		{"cost of 1001", func(s *visits.Spec) { s.Segments[0].Stages[0].Costs[0].Count = frac("1001") }, []string{"visits.count $.segments[0].stages[0].costs[0].count"}},
		{"cost twice", func(s *visits.Spec) { s.Segments[0].Stages[1].Costs[1].Activity = "visit" }, []string{"visits.twice $.segments[0].stages[1].costs[1].activity"}},
		{"activity without a name", func(s *visits.Spec) { s.People[0].PerDay[0].Activity, s.People[1].PerDay[0].Activity = "", "" }, []string{
			"visits.name $.people[0].perDay[0].activity", "visits.name $.people[1].perDay[0].activity",
		}},
		{"activity of 33 bytes", func(s *visits.Spec) {
			s.Hours = append(s.Hours, visits.Effort{Activity: visits.Activity(long[:33]), Hours: frac("1")})
		}, []string{"visits.name $.hours[3].activity"}},
		{"negative accounts", func(s *visits.Spec) { s.Tiers[0].Accounts = -1 }, []string{"visits.accounts $.tiers[0].accounts"}},
		{"too many accounts", func(s *visits.Spec) { s.Tiers[0].Accounts = 1_000_000_001 }, []string{"visits.accounts $.tiers[0].accounts"}},
		{"no rhythm", func(s *visits.Spec) { s.Tiers[0].Rhythms = nil }, []string{"visits.every $.tiers[0].rhythms"}},
		{"rhythm of 0 weeks", func(s *visits.Spec) { s.Tiers[0].Rhythms[1].Every = kam.Fraction{} }, []string{"visits.every $.tiers[0].rhythms[1].every"}},
		{"rhythm of 521 weeks", func(s *visits.Spec) { s.Tiers[0].Rhythms[1].Every = frac("521") }, []string{"visits.every $.tiers[0].rhythms[1].every"}},
		{"rhythm twice", func(s *visits.Spec) { s.Tiers[0].Rhythms[1].Activity = "visit" }, []string{"visits.twice $.tiers[0].rhythms[1].activity"}},
		{"25 hours a day", func(s *visits.Spec) { s.People[0].Hours = frac("25") }, []string{"visits.hours $.people[0].hours"}},
		{"person without a capacity", func(s *visits.Spec) { s.People[1].Hours, s.People[1].PerDay = kam.Fraction{}, nil }, []string{"visits.person $.people[1]"}},
		{"person without hours among others", func(s *visits.Spec) { s.People[1].Hours = kam.Fraction{} }, []string{"visits.person $.people[1]"}},
		{"person without counts among others", func(s *visits.Spec) { s.People[1].PerDay = nil }, []string{"visits.person $.people[1]"}},
		{"person who counts something else", func(s *visits.Spec) { s.People[1].PerDay[0].Activity = "call" }, []string{"visits.person $.people[1]"}},
		{"absence that is none", func(s *visits.Spec) { s.People[1].Away = []kam.Period{{}} }, []string{"visits.away $.people[1].away[0]"}},
		{"hours missing", func(s *visits.Spec) { s.Hours = s.Hours[:1] }, []string{"visits.hours $.hours", "visits.hours $.hours"}},
		{"hours of nothing", func(s *visits.Spec) { s.Hours[0].Hours = kam.Fraction{} }, []string{"visits.hours $.hours[0].hours"}},
		{"hours twice", func(s *visits.Spec) { s.Hours[1].Activity = "visit" }, []string{"visits.twice $.hours[1].activity", "visits.hours $.hours"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sound()
			c.spoil(&s)
			_, err := visits.Plan(s, china(t))
			var got []string
			for _, f := range faults(t, err) {
				if f.Code == "visits.hours" && f.Place == "$.hours" && !slices.Contains(c.want, "visits.hours $.hours") {
					continue // what hangs together with a list that is out of bounds
				}
				got = append(got, f.Code+" "+f.Place)
				assert.NotEmpty(t, f.Message.EN)
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.EN)
				assert.NotEmpty(t, f.Remedy.ZH)
				for _, s := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH} {
					wordtest.Formatted(t, s)
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestPlanTakesTheBounds(t *testing.T) {
	s := sound()
	s.Period = kam.Period{From: kam.MustDay("2026-01-05"), Until: kam.MustDay("2026-01-05").AddDays(7 * 160)}
	s.AsOf = s.Period.Until.AddDays(-3) // the last working day
	s.Segments[0].Stages[0].LeadWeeks = 104
	s.Segments[0].Stages[0].Costs[0].Count = frac("1000")
	s.Segments[0].Stages[1].LeadDays = 520
	s.Segments[0].Stages[1].Rate = frac("1")
	s.Segments[0].Stages[2].Rate = frac("999999/1000000")
	s.Hours[0].Hours = frac("1/1000")
	s.Tiers[0].Rhythms[0].Every = frac("520")
	s.Tiers[0].Name = strings.Repeat("x", 64)
	s.People[0].Hours = frac("24")
	for i := range 99 {
		s.Tiers = append(s.Tiers, tier(fmt.Sprint(i), 1_000_000_000, "visit", "1"))
		s.Segments = append(s.Segments, smb(nil))
		s.Segments[i+1].Name = fmt.Sprint(i)
	}
	p := plan(t, s, plain(t))
	assert.Len(t, p.Weeks(), 1)
	s.AsOf = kam.Day{}
	assert.Len(t, plan(t, s, plain(t)).Weeks(), 160)
}

func TestPlanReportsEverythingAtOnce(t *testing.T) {
	s := sound()
	s.Currency = "X"
	s.Segments[0].Deal = dec("0")
	s.Segments[0].Stages[0].Rate = frac("2")
	s.Tiers[0].Accounts = -3
	s.People[1].Name = "anna"
	_, err := visits.Plan(s, nil)
	found := faults(t, err)
	assert.Equal(t, []string{
		"error visits.currency", "error visits.deal", "error visits.rate", "error visits.accounts", "error visits.twice",
	}, codes(found))
	assert.Equal(t, "$.segments[0].stages[0].rate: the conversion rate is 2 (state a number above 0 and at most 1, such as 1/2, with a denominator of at most 1000000)", found[2].String())
	assert.Equal(t, "$.segments[0].stages[0].rate：转化率为 2（请填写大于 0 且不超过 1 的数，例如 1/2，分母不超过 1000000）", found[2].In(kam.Chinese))
}

func TestParseSpec(t *testing.T) {
	s, err := visits.ParseSpec([]byte(`{
		"period": "2026-01-05/2026-06-29", "asOf": "2026-01-12", "currency": "CNY",
		"segments": [{"name": "SMB", "deal": "50000", "steps": [{"period": "2026-03-01/2026-04-01", "target": "500000"}],
			"stages": [{"name": "meeting", "rate": "1/3", "leadWeeks": 2, "costs": [{"activity": "visit", "count": "1"}]}]}],
		"tiers": [{"name": "A", "accounts": 10, "rhythms": [{"activity": "visit", "every": "2"}]}],
		"people": [{"name": "anna", "hours": "4", "perDay": [{"activity": "visit", "count": "2"}], "away": ["2026-03-02/2026-03-09"]}],
		"hours": [{"activity": "visit", "hours": "1.5"}]
	}`))
	require.NoError(t, err)
	assert.Equal(t, frac("1/3"), s.Segments[0].Stages[0].Rate)
	assert.Equal(t, 2, s.Segments[0].Stages[0].LeadWeeks)
	assert.Equal(t, kam.MustPeriod("2026-03-02/2026-03-09"), s.People[0].Away[0])
	p := plan(t, s, plain(t))
	assert.Equal(t, int64(30), p.Ladders()[0].Stages[0].Count)

	_, err = visits.ParseSpec([]byte(`{"periods": "x", "period": "2026-02-30/2026-03-01", "tiers": [{"accounts": null}]}`))
	assert.Equal(t, []string{"error visits.unknown-key", "error visits.text", "error visits.null"}, codes(faults(t, err)))
}

func FuzzParseSpec(f *testing.F) {
	f.Add(`{"period": "2026-01-05/2026-06-29"}`)
	f.Add(`{"period": "2026-01-05/2026-06-29", "asOf": "2026-02-02", "segments": [{"name": "a", "deal": "7", "steps": [{"period": "2026-01-10/2026-04-01", "target": "500"}], "stages": [{"name": "m", "rate": "1/3", "leadWeeks": 2, "costs": [{"activity": "visit", "count": "1/2"}]}, {"name": "n", "perDeal": "3", "leadDays": 9, "costs": [{"activity": "call", "count": "2"}]}]}]}`)
	f.Add(`{"period": "2026-01-05/2026-06-29", "tiers": [{"name": "A", "accounts": 10, "rhythms": [{"activity": "visit", "every": "2"}]}], "people": [{"name": "anna", "hours": "4", "away": ["2026-03-02/.."]}], "hours": [{"activity": "visit", "hours": "1.5"}]}`)
	c := china(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := visits.ParseSpec([]byte(text))
		if err != nil {
			faults(t, err)
			return
		}
		p, err := visits.Plan(s, c)
		if err != nil {
			return
		}
		for i, l := range p.Lines() {
			require.Equal(t, l.Need, sum(l.Weeks)+l.Late+l.Later)
			for w, n := range l.Weeks {
				require.GreaterOrEqual(t, n, int64(0))
				why, ok := p.Why(i, w)
				require.True(t, ok)
				require.Equal(t, n, why.Count)
			}
		}
		require.True(t, strings.HasPrefix(p.Markdown(kam.Chinese), "# 周计划 "))
		wordtest.Formatted(t, fmt.Sprint(p.Findings()))
	})
}
