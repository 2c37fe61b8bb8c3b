package skills_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
)

func TestLevelOfManyAssessors(t *testing.T) {
	three := []evidence.Assessment{saw(lead, "crm", 4, "2026-01-01"), saw(peer, "crm", 1, "2026-01-01"), saw(coach, "crm", 3, "2026-01-01")}
	four := append(slices.Clone(three), saw(bo, "crm", 2, "2026-01-01"))
	lowest, median := skills.Policy{Combine: skills.Lowest}, skills.Policy{Combine: skills.Median}
	named := func(list ...kam.Subject) skills.Policy { return skills.Policy{Combine: skills.Named, Named: list} }
	cases := []struct {
		name   string
		policy skills.Policy
		list   []evidence.Assessment
		want   string
	}{
		{"nobody", lowest, nil, "?"},
		{"self alone", lowest, []evidence.Assessment{saw(anna, "crm", 5, "2026-01-01")}, "?"},
		{"one says not at all", lowest, []evidence.Assessment{saw(lead, "crm", 0, "2026-01-01")}, "0"},
		{"lowest", lowest, three, "1"},
		{"lowest, self is lower", lowest, append([]evidence.Assessment{saw(anna, "crm", 0, "2026-01-01")}, three...), "1"},
		{"median of three", median, three, "3"},
		{"median of four is the lower of the middle", median, four, "2"},
		{"median of one", median, three[:1], "4"},
		{"named", named(coach), three, "3"},
		{"named, one is needed", skills.Policy{Combine: skills.Named, Named: []kam.Subject{lead}, Fewest: 1}, three, "4"},
		{"named second, the first saw nothing", named(chen, peer, lead), three, "1"},
		{"named, none of them saw it", named(chen), three, "?"},
		{"named self does not count", named(anna), []evidence.Assessment{saw(anna, "crm", 5, "2026-01-01")}, "?"},
		{"enough assessors", skills.Policy{Combine: skills.Lowest, Fewest: 3}, three, "1"},
		{"too few assessors", skills.Policy{Combine: skills.Lowest, Fewest: 4}, three, "?"},
		{"the latest of an assessor", lowest, []evidence.Assessment{saw(lead, "crm", 1, "2026-01-01"), saw(lead, "crm", 4, "2026-02-01")}, "4"},
		{"one assessor twice is one", skills.Policy{Combine: skills.Lowest, Fewest: 2}, []evidence.Assessment{saw(lead, "crm", 1, "2026-01-01"), saw(lead, "crm", 4, "2026-02-01")}, "?"},
		{"made today", lowest, []evidence.Assessment{saw(lead, "crm", 1, "2026-07-01")}, "1"},
		{"made tomorrow", lowest, []evidence.Assessment{saw(lead, "crm", 1, "2026-07-02")}, "?"},
		{"runs out today", lowest, []evidence.Assessment{until(saw(lead, "crm", 1, "2026-01-01"), "2026-07-01")}, "?"},
		{"runs out tomorrow", lowest, []evidence.Assessment{until(saw(lead, "crm", 1, "2026-01-01"), "2026-07-02")}, "1"},
		{"an older one does not come back", lowest, []evidence.Assessment{saw(lead, "crm", 3, "2026-01-01"), until(saw(lead, "crm", 1, "2026-02-01"), "2026-07-01")}, "?"},
		{"of another skill", lowest, []evidence.Assessment{saw(lead, "forecasting", 1, "2026-01-01")}, "?"},
		{"the same twice", lowest, []evidence.Assessment{saw(lead, "crm", 1, "2026-01-01"), saw(lead, "crm", 1, "2026-01-01")}, "1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := request(file(anna, c.list...))
			r.Policy = c.policy
			assert.Equal(t, c.want, matrix(t, r).People[0].Cells[2].Level.String())
		})
	}
}

func TestSight(t *testing.T) {
	cases := []struct {
		name         string
		self, others int // below 0 is not assessed
		want         skills.Sight
	}{
		{"one above", 3, 2, skills.BlindSpot},
		{"one below", 2, 3, skills.HiddenStrength},
		{"the same", 3, 3, skills.InLine},
		{"no own opinion", -1, 3, ""},
		{"nobody else", 3, -1, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var list []evidence.Assessment
			if c.self >= 0 {
				list = append(list, saw(anna, "crm", c.self, "2026-01-01"))
			}
			if c.others >= 0 {
				list = append(list, saw(lead, "crm", c.others, "2026-01-01"))
			}
			cell := matrix(t, request(file(anna, list...))).People[0].Cells[2]
			assert.Equal(t, c.want, cell.Sight)
			assert.Equal(t, c.self >= 0, cell.Self.Known)
		})
	}
}

func TestLevelsLeaveOutWhatIsUnknown(t *testing.T) {
	m := matrix(t, team())
	p, ok := m.Of(anna)
	require.True(t, ok)
	assert.Equal(t, skills.Levels{"negotiation": 3, "crm": 2}, p.Levels())
	p, ok = m.Of(chen)
	require.True(t, ok)
	assert.Empty(t, p.Levels())
	_, ok = m.Of(lead)
	assert.False(t, ok)
}

func TestExpiring(t *testing.T) {
	r := request(
		file(bo, until(saw(lead, "crm", 4, "2026-01-01"), "2026-07-11")),
		file(anna, until(saw(lead, "crm", 1, "2026-01-01"), "2026-07-11"), saw(peer, "crm", 3, "2026-01-01"),
			until(saw(lead, "forecasting", 1, "2026-01-01"), "2026-07-12"), until(saw(anna, "negotiation", 1, "2026-01-01"), "2026-07-02")),
	)
	m := matrix(t, r)
	assert.Empty(t, m.Expiring(9))
	list := m.Expiring(10)
	require.Len(t, list, 2)
	assert.Equal(t, skills.Expiry{Person: anna, Skill: "crm", Now: skills.Level{Known: true, Value: 1}, Until: day("2026-07-11"), Then: skills.Level{Known: true, Value: 3}}, list[0])
	assert.Equal(t, skills.Expiry{Person: bo, Skill: "crm", Now: skills.Level{Known: true, Value: 4}, Until: day("2026-07-11")}, list[1])
	assert.Len(t, m.Expiring(11), 3)
}

func TestMatrixFaults(t *testing.T) {
	r := request(
		file(kam.Subject{Kind: "agent"}, saw(lead, "crm", 6, "2026-01-01"), saw(lead, "crmm", 1, "2026-01-01"), saw(kam.Subject{}, "crm", -1, "2026-01-01")),
		file(anna, evidence.Assessment{Skill: "crm", Assessor: lead}, until(saw(lead, "crm", 1, "2026-01-01"), "2026-01-01"), saw(lead, "forecasting", 1, "2026-01-01"), saw(lead, "forecasting", 2, "2026-01-01")),
		file(anna),
	)
	r.AsOf = kam.Day{}
	r.Policy = skills.Policy{Combine: "mean", Named: []kam.Subject{lead}, Fewest: -1}
	r.Skills = append(r.Skills, evidence.Skill{ID: "crm"}, evidence.Skill{ID: "one", Levels: make([]kam.Text, 1)})
	_, err := skills.NewMatrix(r)
	assert.Equal(t, []string{
		"skills.combine $.policy.combine", "skills.named $.policy.named", "skills.fewest $.policy.fewest", "skills.day $.asOf",
		"skills.twice $.skills[3].id", "skills.too-few $.skills[4].levels", "skills.subject $.files[0].person.id",
		"skills.level $.files[0].skills[0].level", "skills.skill $.files[0].skills[1].skill", "skills.level $.files[0].skills[2].level",
		"skills.subject $.files[0].skills[2].assessor.kind", "skills.subject $.files[0].skills[2].assessor.id",
		"skills.day $.files[1].skills[0].on", "skills.until $.files[1].skills[1].until", "skills.conflict $.files[1].skills[3]", "skills.twice $.files[2].person",
	}, codes(t, err))

	_, err = skills.NewMatrix(skills.Request{})
	assert.Equal(t, []string{"skills.combine $.policy.combine", "skills.day $.asOf", "skills.too-few $.skills"}, codes(t, err))
	r = request()
	r.Policy = skills.Policy{Combine: skills.Named, Fewest: 2}
	_, err = skills.NewMatrix(r)
	assert.Equal(t, []string{"skills.too-few $.policy.named", "skills.fewest $.policy.fewest"}, codes(t, err))
}

func TestMatrixLimits(t *testing.T) {
	r := request(make([]evidence.File, skills.MaxPeople+1)...)
	_, err := skills.NewMatrix(r)
	assert.Equal(t, []string{"skills.too-many $.files"}, codes(t, err))
	r = request(make([]evidence.File, 60_000)...)
	for i := range 31 {
		r.Skills = append(r.Skills, skill("s"+strconv.Itoa(i), "x", "x", 1))
	}
	_, err = skills.NewMatrix(r)
	assert.Equal(t, []string{"skills.too-many $.files"}, codes(t, err))
	r = request(file(anna, make([]evidence.Assessment, skills.MaxAssessments+1)...))
	_, err = skills.NewMatrix(r)
	assert.Equal(t, []string{"skills.too-many $.files[0].skills"}, codes(t, err))
	r = request()
	r.Skills = make([]evidence.Skill, skills.MaxSkills+1)
	_, err = skills.NewMatrix(r)
	assert.Equal(t, []string{"skills.too-many $.skills"}, codes(t, err))
}

func TestMatrixSharesNothing(t *testing.T) {
	r := team()
	r.Policy = skills.Policy{Combine: skills.Named, Named: []kam.Subject{lead}}
	m := matrix(t, r)
	before := m.Markdown(kam.Chinese, 30)
	r.Skills[0].Levels[0], r.Skills[1], r.Policy.Named[0] = kam.Text{}, evidence.Skill{}, peer
	r.Files[0].Skills[0].Level = 0
	assert.Equal(t, before, m.Markdown(kam.Chinese, 30))
	assert.NotEmpty(t, m.Skills[0].Levels[0].EN)
}

// slow is the rule read aloud: for one person and skill, walk over every assessor.
func slow(list []evidence.Assessment, person kam.Subject, id string, on kam.Day) map[kam.Subject]evidence.Assessment {
	latest := map[kam.Subject]evidence.Assessment{}
	for _, a := range list {
		if a.Skill != id || a.On.After(on) {
			continue
		}
		if old, ok := latest[a.Assessor]; !ok || a.On.After(old.On) {
			latest[a.Assessor] = a
		}
	}
	delete(latest, person)
	for who, a := range latest {
		if a.Until.IsSet() && !a.Until.After(on) {
			delete(latest, who)
		}
	}
	return latest
}

func TestMatrixAgreesWithTheRule(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	people := []kam.Subject{anna, bo, lead, peer, coach}
	for range 400 {
		var list []evidence.Assessment
		taken := map[string]bool{}
		for range random.IntN(25) {
			a := saw(people[random.IntN(len(people))], vocabulary()[random.IntN(3)].ID, random.IntN(6), "2026-06-25")
			a.On = a.On.AddDays(random.IntN(10))
			if random.IntN(2) == 0 {
				a.Until = a.On.AddDays(1 + random.IntN(10))
			}
			key := a.Assessor.Kind + a.Assessor.ID + a.Skill + a.On.String()
			if !taken[key] {
				taken[key] = true
				list = append(list, a)
			}
		}
		r := request(file(anna, list...))
		m := matrix(t, r)
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		require.Equal(t, m, matrix(t, request(file(anna, list...))), "the order does not matter")
		for i, c := range m.People[0].Cells {
			want := slow(list, anna, r.Skills[i].ID, today)
			require.Len(t, c.Views, len(want))
			lowest, end := 99, kam.Day{}
			for _, v := range c.Views {
				require.Equal(t, want[v.Assessor].Level, v.Level)
				lowest = min(lowest, v.Level)
				if v.Until.IsSet() && (!end.IsSet() || v.Until.Before(end)) {
					end = v.Until
				}
			}
			require.Equal(t, end, c.Until)
			require.Equal(t, len(want) > 0, c.Level.Known)
			if c.Level.Known {
				require.Equal(t, lowest, c.Level.Value)
			}
			if c.Until.IsSet() {
				later := request(file(anna, list...))
				later.Files[0].Skills = slices.DeleteFunc(slices.Clone(list), func(a evidence.Assessment) bool { return a.On.After(today) })
				later.AsOf = c.Until
				require.Equal(t, matrix(t, later).People[0].Cells[i].Level, c.Then)
			}
		}
	}
}

func BenchmarkNewMatrix(b *testing.B) {
	r := request()
	for i := range 1000 {
		person := kam.Subject{Kind: "agent", ID: strconv.Itoa(i)}
		f := file(person)
		for _, s := range r.Skills {
			f.Skills = append(f.Skills, saw(lead, s.ID, i%6, "2026-01-01"), saw(peer, s.ID, (i+1)%6, "2026-02-01"), saw(person, s.ID, 5, "2026-02-01"))
		}
		r.Files = append(r.Files, f)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := skills.NewMatrix(r); err != nil {
			b.Fatal(err)
		}
	}
}
