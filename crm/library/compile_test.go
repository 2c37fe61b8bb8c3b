package library_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/library"
)

func TestCompileFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*library.Policy)
		want   []string
	}{
		"nothing": {func(p *library.Policy) { *p = library.Policy{} }, []string{"library.weight $.weights", "library.decided $.decided"}},
		"weights": {func(p *library.Policy) { p.Weights.Need, p.Weights.Stage = -1, 1001 }, []string{"library.weight $.weights.need", "library.weight $.weights.stage"}},
		"shares": {func(p *library.Policy) {
			p.General, p.Least = kam.Fraction{Num: 3, Den: 2}, kam.Fraction{Num: -1, Den: 2}
		}, []string{"library.general $.general", "library.least $.least"}},
		"fine shares": {func(p *library.Policy) { p.General = kam.Fraction{Num: 1, Den: 101} }, []string{"library.general $.general"}},
		"must":        {func(p *library.Policy) { p.Must = []library.Aspect{"need", "need", ""} }, []string{"library.twice $.must[1]", "library.must $.must[2]"}},
		"lives": {func(p *library.Policy) {
			p.Lives = []library.Life{{Months: 1}, {Type: "a"}, {Type: "b", Months: 1}, {Type: "b", Months: 1201}}
		}, []string{"library.id $.lives[0].type", "library.months $.lives[1].months", "library.twice $.lives[3].type", "library.months $.lives[3].months"}},
		"too many lives":   {func(p *library.Policy) { p.Lives = make([]library.Life, 201) }, []string{"library.too-many $.lives"}},
		"undated":          {func(p *library.Policy) { p.Undated = "" }, []string{"library.undated $.undated"}},
		"undated, a guess": {func(p *library.Policy) { p.Lives, p.Undated = nil, "maybe" }, []string{"library.undated $.undated"}},
		"steward":          {func(p *library.Policy) { p.Steward = " sue" }, []string{"library.id $.steward"}},
		"decided":          {func(p *library.Policy) { p.Decided = 10_001 }, []string{"library.decided $.decided"}},
	} {
		p := policy()
		c.change(&p)
		_, err := library.Compile(p)
		assert.ElementsMatch(t, c.want, codes(t, err), name)
	}
}

func TestPolicyIsItsOwn(t *testing.T) {
	t.Parallel()
	p := policy()
	p.Must = []library.Aspect{library.Need}
	r, err := library.Compile(p)
	require.NoError(t, err)
	p.Must[0], p.Lives[0].Months = library.Stage, 1
	got := r.Policy()
	assert.Equal(t, library.Need, got.Must[0])
	assert.Equal(t, 12, got.Lives[0].Months)
	got.Must[0] = library.Stage
	assert.Equal(t, library.Need, r.Policy().Must[0])
	data, err := json.Marshal(r.Policy())
	require.NoError(t, err)
	again, err := library.ParsePolicy(data)
	require.NoError(t, err)
	assert.Equal(t, r.Policy(), again)
}

func FuzzParsePolicy(f *testing.F) {
	data, err := json.Marshal(policy())
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"weights": {"need": 1}, "general": "1/3", "must": ["need"], "lives": [{}]}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := library.ParsePolicy(data)
		if err != nil {
			codes(t, err)
			return
		}
		r, err := library.Compile(p)
		if err != nil {
			codes(t, err)
			return
		}
		s, err := r.On(kam.MustDay("2026-06-01"), lacking())
		require.NoError(t, err)
		picks, err := s.ForDeal(ref(crm.KindOpportunity, "d1"), 3)
		told(t, picks, err)
	})
}
