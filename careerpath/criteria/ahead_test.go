package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// TestForecastLooksAtTheFile forecasts nothing that what is in the file already disproves.
func TestForecastLooksAtTheFile(t *testing.T) {
	certified := criteria.Rule{ID: "c", Certificate: &criteria.Certificate{Kind: "kam"}}
	able := criteria.Rule{ID: "s", Skill: &criteria.Skill{Skill: "negotiation", Level: 2}}
	absent := criteria.Rule{ID: "f", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Absent, Months: 6}}
	stay := func(months int) criteria.Rule {
		return criteria.Rule{ID: "t", Tenure: &criteria.Tenure{In: criteria.InStage, Name: "a", Months: months}}
	}
	all := func(list ...criteria.Rule) criteria.Rule { return criteria.Rule{All: list} }
	there := func(p string) []evidence.Position { return []evidence.Position{{Stage: "a", Held: period(p)}} }
	cert := func(p string) []evidence.Certificate {
		return []evidence.Certificate{{Kind: "kam", Earned: period(p).From, Until: period(p).Until}}
	}
	flags := func(list ...string) (out []evidence.Flag) {
		for _, p := range list {
			out = append(out, evidence.Flag{Kind: "breach", Held: period(p)})
		}
		return out
	}
	for _, c := range []struct {
		name     string
		rule     criteria.Rule
		file     evidence.File
		complete bool
		want     criteria.When
		on       string
	}{
		{"the certificate is still valid then", all(certified, stay(12)), evidence.File{Positions: there("2026-01-01/.."), Certificates: cert("2025-01-01/2027-01-02")}, true, criteria.OnDay, "2027-01-01"},
		{"the certificate has expired by then", all(certified, stay(12)), evidence.File{Positions: there("2026-01-01/.."), Certificates: cert("2025-01-01/2027-01-01")}, true, criteria.WhenUnknown, ""},
		{"a certificate that is earned already, but begins later", all(certified, stay(6)), evidence.File{Positions: there("2026-01-01/.."), Certificates: cert("2026-09-01/..")}, true, criteria.OnDay, "2026-09-01"},
		{"the assessment has expired by then", all(able, stay(12)), evidence.File{Positions: there("2026-01-01/.."), Skills: []evidence.Assessment{{Skill: "negotiation", Level: 2, Assessor: kam.Subject{Kind: "agent", ID: "bo"}, On: day("2026-01-01"), Until: day("2026-08-01")}}}, true, criteria.WhenUnknown, ""},
		{"the position ends before", stay(12), evidence.File{Positions: there("2026-01-01/2026-08-01")}, true, criteria.WhenUnknown, ""},
		{"the position ends after", stay(12), evidence.File{Positions: there("2026-01-01/2027-01-02")}, true, criteria.OnDay, "2027-01-01"},
		{"another flag is known to come", absent, evidence.File{Flags: flags("2026-01-01/2026-02-01", "2026-07-20/2026-08-01")}, true, criteria.OnDay, "2027-02-01"},
		{"a flag that leaves before another comes", absent, evidence.File{Flags: flags("2026-01-01/2026-02-01", "2026-08-20/2026-09-01")}, true, criteria.OnDay, "2026-08-01"},
		{"a flag without an end comes", absent, evidence.File{Flags: flags("2026-01-01/2026-02-01", "2026-07-20/..")}, true, criteria.WhenUnknown, ""},
		{"the file is not complete", absent, evidence.File{Flags: flags("2026-01-01/2026-02-01")}, false, criteria.WhenUnknown, ""},
		{"the file is complete since lately", absent, evidence.File{Complete: []evidence.Completeness{known(evidence.Flags, "2026-05-01/2026-07-02")}}, false, criteria.OnDay, "2026-11-01"},
		{"until a day to come", criteria.Rule{Any: []criteria.Rule{certified}}, evidence.File{Certificates: cert("2025-01-01/2026-07-02")}, true, criteria.MetNow, ""},
		{"a flag that might end", all(absent, stay(6)), evidence.File{Positions: there("2026-01-01/.."), Flags: flags("2026-05-01/..")}, true, criteria.WhenUnknown, ""},
		{"a not until a day to come", criteria.Rule{Not: &criteria.Rule{ID: "c", Certificate: &criteria.Certificate{Kind: "kam"}}}, evidence.File{Certificates: cert("2026-07-02/..")}, true, criteria.MetNow, ""},
		{"a not of what ends", criteria.Rule{Not: &criteria.Rule{ID: "c", Certificate: &criteria.Certificate{Kind: "kam"}}}, evidence.File{Certificates: cert("2025-01-01/2026-07-02")}, true, criteria.WhenUnknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.file.Person = anna
			if c.complete {
				c.file.Complete = allComplete()
			}
			require.NoError(t, c.file.Check())
			got := compile(t, c.rule).Forecast(c.file, criteria.Horizon{AsOf: benchDay})
			assert.Equal(t, c.want, got.Whole.When, got.Whole.Basis.EN)
			assert.Equal(t, c.on, got.Whole.On.String())
			assert.NotEmpty(t, got.Whole.Basis.ZH)
			if got.Whole.When == criteria.OnDay && c.rule.All != nil {
				assert.Contains(t, got.Whole.Basis.EN, "if nothing else is added to the file")
			}
			if c.want == criteria.MetNow {
				assert.Contains(t, got.Whole.Basis.EN, "no longer on 2026-07-02")
			}
			if c.rule.Any != nil {
				assert.Contains(t, got.Criteria[0].Basis.EN, "no longer on 2026-07-02")
			}
		})
	}
}

// TestForecastDayByDay holds forecasts of rules on records against an evaluation of every day to come.
func TestForecastDayByDay(t *testing.T) {
	until := benchDay.AddMonths(5)
	seen := map[criteria.When]int{}
	for seed := range uint64(150) {
		m := newMaker(seed)
		m.tidy = true
		var list []criteria.Rule
		for len(list) < 4 {
			if r := m.criterion(); r.Metric == nil && r.Streak == nil {
				list = append(list, r)
			}
		}
		rule := criteria.Rule{Any: []criteria.Rule{{All: list[:2]}, {AtLeast: &criteria.Some{K: 2, Of: list[2:]}}}}
		m.tidy = false
		p, f := compile(t, rule), m.file()
		f.Observations = nil
		outlook := p.Forecast(f, criteria.Horizon{AsOf: benchDay, Months: 5})
		standing := f.Clone()
		for _, of := range []evidence.Kind{evidence.Flags, evidence.Certificates, evidence.Positions, evidence.Reviews} {
			for _, name := range []string{"", "breach", "improvement-plan", "kam", "annual"} {
				if f.Covers(of, name, kam.Period{From: benchDay, Until: benchDay.AddDays(1)}) {
					standing.Complete = append(standing.Complete, evidence.Completeness{Of: of, Name: name, Period: kam.Period{From: benchDay}})
				}
			}
		}
		first := map[string]kam.Day{}
		for d := benchDay; !d.After(until); d = d.AddDays(1) {
			r := p.Evaluate(standing, d)
			note := func(id string, s criteria.State) {
				if _, known := first[id]; s == criteria.Met && !known {
					first[id] = d
				}
			}
			note("", r.State)
			for _, n := range r.Criteria() {
				note(n.ID, n.State)
			}
		}
		for _, x := range append(outlook.Criteria, outlook.Whole) {
			on, met := first[x.ID]
			require.Equal(t, met, x.When == criteria.MetNow || x.When == criteria.OnDay, "seed %d, %s: %s", seed, x.Name.EN, x.Basis.EN)
			if x.When == criteria.OnDay {
				require.Equal(t, on, x.On, "seed %d, %s: %s", seed, x.Name.EN, x.Basis.EN)
			}
			require.Equal(t, met && on == benchDay, x.When == criteria.MetNow)
			seen[x.When]++
		}
	}
	for _, when := range []criteria.When{criteria.MetNow, criteria.OnDay, criteria.WhenUnknown, criteria.NotWithin} {
		assert.Greater(t, seen[when], 10, string(when))
	}
}
