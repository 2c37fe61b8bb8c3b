package training_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/training"
)

func TestCatalogueComesBackFromJSON(t *testing.T) {
	c := catalogue(t)
	canonical, err := c.Canonical()
	require.NoError(t, err)
	pretty, err := c.JSON()
	require.NoError(t, err)
	for _, text := range [][]byte{canonical, pretty} {
		again, err := training.ParseCatalogue(text)
		require.NoError(t, err)
		back, err := again.Canonical()
		require.NoError(t, err)
		assert.Equal(t, string(canonical), string(back))
	}
}

func TestParseCatalogueIsStrict(t *testing.T) {
	_, err := training.ParseCatalogue([]byte(`{"format": 1, "nmae": {}, "offerings": [{"hours": null, "sessions": [{"held": "2026-02-30/2026-03-01"}]}]}`))
	assert.Equal(t, []string{
		"training.unknown-key $.nmae (1:15)", "training.null $.offerings[0].hours (1:51)", "training.text $.offerings[0].sessions[0].held (1:79)",
	}, codes(t, err))
}

func TestCompileKeepsAFreeOffering(t *testing.T) {
	o, ok := program(t).Offering("compliance")
	require.True(t, ok)
	assert.True(t, o.PerHead.Valid, "a cost of 0 survives as a cost that is known")
}

// offering is one without faults.
func offering(id string) training.Offering {
	return training.Offering{ID: id, Name: kam.Text{EN: id, ZH: id}, Kind: training.Course, PerHead: opt("1"), Hours: opt("1")}
}

func with(change func(o *training.Offering)) training.Catalogue {
	o := offering("a")
	change(&o)
	return training.Catalogue{Format: training.Format, ID: "c", Name: kam.Text{EN: "c", ZH: "c"}, Currency: "CNY", Offerings: []training.Offering{o}}
}

func TestCompileFaults(t *testing.T) {
	session := func(s training.Session) func(o *training.Offering) {
		return func(o *training.Offering) { o.Sessions = []training.Session{s} }
	}
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	cases := []struct {
		name   string
		change func(o *training.Offering)
		want   string // empty is no fault
	}{
		{"as it is", func(*training.Offering) {}, ""},
		{"no name", func(o *training.Offering) { o.Name = kam.Text{EN: "x"} }, "training.text $.offerings[0].name"},
		{"no kind", func(o *training.Offering) { o.Kind = "" }, "training.kind $.offerings[0].kind"},
		{"unknown kind", func(o *training.Offering) { o.Kind = "party" }, "training.kind $.offerings[0].kind"},
		{"cost not stated", func(o *training.Offering) { o.PerHead = opt("") }, "training.cost $.offerings[0].perHead"},
		{"negative cost", func(o *training.Offering) { o.PerHead = opt("-0.01") }, "training.cost $.offerings[0].perHead"},
		{"largest cost", func(o *training.Offering) { o.PerHead = opt("1000000000000") }, ""},
		{"cost too large", func(o *training.Offering) { o.PerHead = opt("1000000000000.01") }, "training.cost $.offerings[0].perHead"},
		{"cost out of all bounds", func(o *training.Offering) { o.PerHead = decimal.NewNullDecimal(decimal.New(1, 50_000_000)) }, "training.cost $.offerings[0].perHead"},
		{"six places", func(o *training.Offering) { o.PerHead = opt("0.000001") }, ""},
		{"seven places", func(o *training.Offering) { o.PerHead = opt("0.0000001") }, "training.cost $.offerings[0].perHead"},
		{"hours not stated", func(o *training.Offering) { o.Hours = opt("") }, "training.hours $.offerings[0].hours"},
		{"hours too many", func(o *training.Offering) { o.Hours = opt("1000001") }, "training.hours $.offerings[0].hours"},
		{"cost of sessions without one", func(o *training.Offering) { o.PerSession = dec("1") }, "training.cost $.offerings[0].perSession"},
		{"unknown prerequisite", func(o *training.Offering) { o.Requires = []string{"b"} }, "training.prerequisite $.offerings[0].requires[0]"},
		{"too many prerequisites", func(o *training.Offering) { o.Requires = make([]string, training.MaxParts+1) }, "training.too-many $.offerings[0].requires"},
		{"unknown skill", func(o *training.Offering) { o.Teaches = []training.Lift{{Skill: "x", To: 1}} }, "training.skill $.offerings[0].teaches[0].skill"},
		{"highest level", func(o *training.Offering) { o.Teaches = []training.Lift{{Skill: "negotiation", From: 4, To: 5}} }, ""},
		{"level above the highest", func(o *training.Offering) { o.Teaches = []training.Lift{{Skill: "negotiation", To: 6}} }, "training.level $.offerings[0].teaches[0]"},
		{"no lift", func(o *training.Offering) { o.Teaches = []training.Lift{{Skill: "negotiation", From: 2, To: 2}} }, "training.level $.offerings[0].teaches[0]"},
		{"from below nothing", func(o *training.Offering) { o.Teaches = []training.Lift{{Skill: "negotiation", From: -1, To: 2}} }, "training.level $.offerings[0].teaches[0]"},
		{"a skill twice", func(o *training.Offering) {
			o.Teaches = []training.Lift{{Skill: "negotiation", To: 2}, {Skill: "negotiation", From: 2, To: 3}}
		}, "training.twice $.offerings[0].teaches[1].skill"},
		{"too many lifts", func(o *training.Offering) { o.Teaches = make([]training.Lift, training.MaxParts+1) }, "training.too-many $.offerings[0].teaches"},
		{"unknown certificate", func(o *training.Offering) { o.Grants = &training.Grant{Certificate: "x"} }, "training.certificate $.offerings[0].grants.certificate"},
		{"for 1200 months", func(o *training.Offering) { o.Grants = &training.Grant{Certificate: "compliance", Months: 1200} }, ""},
		{"for 1201 months", func(o *training.Offering) { o.Grants = &training.Grant{Certificate: "compliance", Months: 1201} }, "training.months $.offerings[0].grants.months"},
		{"for -1 months", func(o *training.Offering) { o.Grants = &training.Grant{Certificate: "compliance", Months: -1} }, "training.months $.offerings[0].grants.months"},
		{"session without an ID", session(training.Session{Held: year}), "training.id $.offerings[0].sessions[0].id"},
		{"session without an end", session(training.Session{ID: "s", Held: kam.MustPeriod("2026-01-01/..")}), "training.period $.offerings[0].sessions[0].held"},
		{"seats", session(training.Session{ID: "s", Held: year, Seats: -1}), "training.seats $.offerings[0].sessions[0].seats"},
		{"half a host", session(training.Session{ID: "s", Held: year, Host: kam.Subject{ID: "x"}}), "training.subject $.offerings[0].sessions[0].host.kind"},
		{"too many sessions", func(o *training.Offering) { o.Sessions = make([]training.Session, training.MaxParts+1) }, "training.too-many $.offerings[0].sessions"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := training.Compile(with(c.change), vocabulary())
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			assert.Nil(t, p)
			assert.Equal(t, []string{c.want}, codes(t, err))
		})
	}
}

func TestCompileFaultsOfTheWhole(t *testing.T) {
	_, err := training.Compile(training.Catalogue{}, evidence.Vocabulary{})
	assert.Equal(t, []string{"training.format $.format", "training.id $.id", "training.text $.name", "training.currency $.currency", "training.too-few $.offerings"}, codes(t, err))
	c := with(func(*training.Offering) {})
	c.Offerings = make([]training.Offering, training.MaxOfferings+1)
	_, err = training.Compile(c, vocabulary())
	assert.Equal(t, []string{"training.too-many $.offerings"}, codes(t, err))
}

func TestCyclesAreNamed(t *testing.T) {
	requires := map[string][]string{"a": {"b", "d"}, "b": {"c"}, "c": {"a"}, "d": {"d", "d"}, "e": {"a"}}
	c := with(func(o *training.Offering) { o.Requires = requires["a"] })
	for _, id := range []string{"b", "c", "d", "e"} {
		o := offering(id)
		o.Requires = requires[id]
		c.Offerings = append(c.Offerings, o)
	}
	c.Offerings = append(c.Offerings, offering("a"))
	_, err := training.Compile(c, vocabulary())
	assert.Equal(t, []string{
		"training.twice $.offerings[5].id", "training.twice $.offerings[3].requires[1]", "training.cycle $.offerings[2].requires[0]",
		"training.cycle $.offerings[3].requires[0]", "training.cycle $.offerings[3].requires[1]",
	}, codes(t, err))
	require.ErrorContains(t, err, "these require one another: a → b → c → a")
	require.ErrorContains(t, err, "these require one another: d → d")
}

func TestCompileLongChain(t *testing.T) {
	c := with(func(*training.Offering) {})
	for i := range training.MaxOfferings - 1 {
		o := offering("o" + strconv.Itoa(i))
		o.Requires = []string{c.Offerings[i].ID}
		c.Offerings = append(c.Offerings, o)
	}
	p, err := training.Compile(c, vocabulary())
	require.NoError(t, err)
	before := p.Before(c.Offerings[training.MaxOfferings-1].ID)
	require.Len(t, before, training.MaxOfferings-1)
	assert.Equal(t, "a", before[0])
}

func TestProgramLooksUp(t *testing.T) {
	p := program(t)
	assert.Equal(t, []string{"negotiation-1"}, p.Before("negotiation-2"))
	assert.Empty(t, p.Before("negotiation-1"))
	assert.Empty(t, p.Before("cooking"))
	var ids []string
	for _, o := range p.Teaching("negotiation") {
		ids = append(ids, o.ID)
	}
	assert.Equal(t, []string{"negotiation-1", "negotiation-2", "mentoring"}, ids)
	assert.Empty(t, p.Teaching("cooking"))
	_, ok := p.Offering("cooking")
	assert.False(t, ok)
}

// A diamond of prerequisites lists each once, after what it requires itself.
func TestBeforeOrder(t *testing.T) {
	c := with(func(o *training.Offering) { o.Requires = []string{"b", "c"} })
	for id, requires := range map[string][]string{"b": {"d"}, "c": {"d"}, "d": nil} {
		o := offering(id)
		o.Requires = requires
		c.Offerings = append(c.Offerings, o)
	}
	p, err := training.Compile(c, vocabulary())
	require.NoError(t, err)
	assert.Equal(t, []string{"d", "b", "c"}, p.Before("a"))
}

func TestProgramSharesNothing(t *testing.T) {
	c := catalogue(t)
	p, err := training.Compile(c, vocabulary())
	require.NoError(t, err)
	before, err := p.Catalogue().Canonical()
	require.NoError(t, err)
	c.Offerings[0].Sessions[0].ID, c.Offerings[0].Teaches[0].To, c.Offerings[2].Grants.Months = "x", 5, 7
	o, _ := p.Offering("compliance")
	o.Grants.Months = 9
	got := p.Catalogue()
	got.Offerings[1].Requires[0] = "x"
	after, err := p.Catalogue().Canonical()
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
}

func TestEveryKindHasAName(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range training.Kinds() {
		assert.NotEqual(t, string(k), k.Name().ZH)
		assert.False(t, seen[k.Name().EN] || seen[k.Name().ZH])
		seen[k.Name().EN], seen[k.Name().ZH] = true, true
	}
	assert.Len(t, training.Kinds(), 11)
	assert.Equal(t, "party", training.Kind("party").Name().EN)
}

func FuzzParseCatalogue(f *testing.F) {
	f.Add(catalogueText(f))
	f.Add([]byte(`{"format": 1, "id": "x", "offerings": [{"id": "a", "requires": ["a"]}]}`))
	f.Add([]byte(strings.Repeat("[", 100)))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := training.ParseCatalogue(data)
		if err != nil {
			codes(t, err)
			return
		}
		p, err := training.Compile(c, vocabulary())
		if err != nil {
			codes(t, err)
			return
		}
		for _, o := range c.Offerings {
			require.False(t, slices.Contains(p.Before(o.ID), o.ID))
		}
	})
}
