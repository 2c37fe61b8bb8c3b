package library_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/library"
)

func TestScore(t *testing.T) {
	t.Parallel()
	wish := library.Wish{
		Industries: []string{"Steel", "Mining"}, Stages: []string{"Offer"}, Needs: []string{"energy", "Safety", "speed", "Energy "}, Languages: []string{"zh", "en"},
		Products: []library.Offered{{Names: []string{"Pump", "P-1", "17"}}, {Names: []string{"Valve"}}},
	}
	for name, c := range map[string]struct {
		of   func(*crm.Resource)
		wish library.Wish
		must []library.Aspect
		want string // empty: not suggested
	}{
		"everything": {func(r *crm.Resource) {
			r.Industries, r.Stages, r.Needs, r.Products, r.Language = []string{"steel"}, []string{"OFFER", "Contract"}, []string{"Energy", "safety", "speed", "price"}, []string{"p-1", "valve"}, "EN"
		}, wish, nil, "1"},
		"nothing said":                      {nil, wish, nil, "0.5"},
		"one of three needs":                {func(r *crm.Resource) { r.Needs = []string{"safety"} }, library.Wish{Needs: wish.Needs}, nil, "1/3"},
		"one of two products":               {func(r *crm.Resource) { r.Products = []string{"17"} }, library.Wish{Products: wish.Products}, nil, "0.5"},
		"another industry":                  {func(r *crm.Resource) { r.Industries = []string{"Food"} }, library.Wish{Industries: wish.Industries}, nil, ""},
		"another industry, the stage fits":  {func(r *crm.Resource) { r.Industries, r.Stages = []string{"Food"}, []string{"Offer"} }, library.Wish{Industries: wish.Industries, Stages: wish.Stages}, nil, "1/3"},
		"another industry, though it must":  {func(r *crm.Resource) { r.Industries, r.Stages = []string{"Food"}, []string{"Offer"} }, library.Wish{Industries: wish.Industries, Stages: wish.Stages}, []library.Aspect{library.Industry}, ""},
		"for all, where it must":            {func(r *crm.Resource) { r.Stages = []string{"Offer"} }, library.Wish{Industries: wish.Industries, Stages: wish.Stages}, []library.Aspect{library.Industry}, "2/3"},
		"no need fits, though one must":     {func(r *crm.Resource) { r.Needs, r.Stages = []string{"price"}, []string{"Offer"} }, library.Wish{Needs: wish.Needs, Stages: wish.Stages}, []library.Aspect{library.Need}, ""},
		"what is not asked for is no loss":  {func(r *crm.Resource) { r.Industries, r.Stages = []string{"Steel"}, []string{"Contract"} }, library.Wish{Industries: wish.Industries}, nil, "1"},
		"nothing asked for":                 {nil, library.Wish{Needs: []string{" "}}, nil, ""},
		"parts add up: 2 + 3·1/3 of 2 + 3":  {func(r *crm.Resource) { r.Industries, r.Needs = []string{"Steel"}, []string{"speed"} }, library.Wish{Industries: wish.Industries, Needs: wish.Needs}, nil, "0.6"},
		"parts add up: 2·1/2 + 3·2/3 of 5":  {func(r *crm.Resource) { r.Needs = []string{"speed", "energy"} }, library.Wish{Industries: wish.Industries, Needs: wish.Needs}, nil, "0.6"},
		"language alone, of several":        {func(r *crm.Resource) { r.Language = "zh" }, library.Wish{Languages: wish.Languages}, nil, "1"},
		"a product by the name of its like": {func(r *crm.Resource) { r.Products = []string{"pumps"} }, library.Wish{Products: wish.Products}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := policy()
			p.Must = c.must
			s := on(t, p, "2026-06-01", res("r", c.of))
			picks, err := s.For(c.wish, 5)
			want := []string{}
			if c.want != "" {
				want = append(want, "r "+c.want)
			}
			assert.Equal(t, want, told(t, picks, err))
		})
	}
}

func TestPicks(t *testing.T) {
	t.Parallel()
	need := func(published string, needs ...string) func(*crm.Resource) {
		return func(r *crm.Resource) {
			r.Needs = needs
			if published != "" {
				r.Published = kam.MustDay(published)
			}
		}
	}
	records := []crm.Record{
		res("b", need("2026-01-01", "x")), res("a", need("2026-01-01", "x")), res("new", need("2026-05-01", "x")), res("undated", need("", "x")),
		res("half", need("2026-05-30", "x2")), res("later", need("2026-06-02", "x")), res("gone", func(r *crm.Resource) { r.Needs, r.Expires = []string{"x"}, kam.MustDay("2026-06-01") }),
	}
	s := on(t, policy(), "2026-06-01", records...)
	picks, err := s.For(library.Wish{Needs: []string{"x"}}, 10)
	assert.Equal(t, []string{"new 1", "a 1", "b 1", "undated 1"}, told(t, picks, err), "of equals the one published last, then by ref")
	picks, err = s.For(library.Wish{Needs: []string{"x"}}, 2)
	assert.Equal(t, []string{"new 1", "a 1"}, told(t, picks, err))
	p := policy()
	p.Least = kam.MustFraction("1/2")
	s = on(t, p, "2026-06-01", records...)
	picks, err = s.For(library.Wish{Needs: []string{"x", "x2"}}, 1)
	assert.Equal(t, []string{"half 0.5"}, told(t, picks, err), "exactly the least is enough")
	picks, err = s.For(library.Wish{Needs: []string{"x", "x2", "x3"}}, 1)
	assert.Empty(t, told(t, picks, err))

	_, err = s.For(library.Wish{}, 0)
	require.ErrorIs(t, err, library.ErrWish)
	many := make([]string, 101)
	for i := range many {
		many[i] = strconv.Itoa(i)
	}
	_, err = s.For(library.Wish{Needs: many}, 1)
	require.ErrorIs(t, err, library.ErrWish)
	_, err = s.For(library.Wish{Products: []library.Offered{{Names: many}}}, 1)
	require.ErrorIs(t, err, library.ErrWish)
	_, err = s.ForDeal(ref(crm.KindOpportunity, "none"), 1)
	require.ErrorIs(t, err, library.ErrUnknown)
	_, err = s.ForVisit(library.Visit{Account: ref(crm.KindAccount, "none")}, 1)
	require.ErrorIs(t, err, library.ErrUnknown)
	s = on(t, policy(), "2026-06-01", res("a", need("", "0")), deal("d", "", crm.Open, func(d *crm.Opportunity) { d.Needs = append(many, many...) }))
	picks, err = s.ForDeal(ref(crm.KindOpportunity, "d"), 1)
	assert.Equal(t, []string{"a 0.01"}, told(t, picks, err), "of 101 needs the first hundred count")
}

func TestForDealAndVisit(t *testing.T) {
	t.Parallel()
	records := []crm.Record{
		record(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Industry: "Steel"}),
		record(crm.KindContact, "li", &crm.Contact{Account: "acme", Preferences: crm.Preferences{Language: "zh", Interests: []string{"robots"}}}),
		record(crm.KindContact, "mo", &crm.Contact{Account: "acme", Preferences: crm.Preferences{Language: "en"}}),
		record(crm.KindProduct, "17", &crm.Product{Name: "Pump", Code: "P-1", Family: "Flow"}),
		deal("d1", "acme", crm.Open, func(d *crm.Opportunity) {
			d.Stage, d.Needs, d.Contacts, d.Lines = "Offer", []string{"energy"}, []crm.Stakeholder{{Contact: "mo"}}, []crm.Line{{Product: "17", Name: "Big pump"}}
		}),
		deal("d2", "acme", crm.Open, func(d *crm.Opportunity) { d.Needs = []string{"safety"} }),
		deal("d3", "acme", crm.Lost, func(d *crm.Opportunity) { d.Needs = []string{"price"} }),
		res("en", func(r *crm.Resource) { r.Language = "en" }), res("zh", func(r *crm.Resource) { r.Language = "zh" }),
		res("flow", func(r *crm.Resource) { r.Products = []string{"flow"} }), res("big", func(r *crm.Resource) { r.Products = []string{"big pump"} }),
		res("robots", func(r *crm.Resource) { r.Needs = []string{"Robots"} }), res("safety", func(r *crm.Resource) { r.Needs = []string{"safety"} }), res("price", func(r *crm.Resource) { r.Needs = []string{"price"} }),
		res("used", func(r *crm.Resource) { r.Stages, r.Uses = []string{"Offer"}, []crm.Use{{Opportunity: "d1"}} }),
	}
	p := policy()
	p.General = kam.Fraction{}
	s := on(t, p, "2026-06-01", records...)
	picks, err := s.ForDeal(ref(crm.KindOpportunity, "d1"), 9)
	assert.Equal(t, []string{"big 2/9", "flow 2/9", "en 1/9"}, told(t, picks, err), "the language is that of the people of the deal; what was used is not suggested again")
	picks, err = s.ForDeal(ref(crm.KindOpportunity, "d2"), 9)
	assert.Equal(t, []string{"safety 0.5", "en 1/6", "zh 1/6"}, told(t, picks, err), "nobody is named, so it is all at the account; and nothing else is asked for")
	picks, err = s.ForVisit(library.Visit{Account: ref(crm.KindAccount, "acme")}, 9)
	assert.Equal(t, []string{"big 2/9", "flow 2/9", "en 1/9", "robots 1/9", "safety 1/9", "zh 1/9"}, told(t, picks, err))
	picks, err = s.ForVisit(library.Visit{Account: ref(crm.KindAccount, "acme"), Contacts: []string{"mo"}}, 9)
	assert.Equal(t, []string{"big 2/9", "flow 2/9", "safety 1/6", "en 1/9"}, told(t, picks, err))
}

// TestProperties: a score is never above the whole and grows with what fits; the order of records does not matter.
func TestProperties(t *testing.T) {
	t.Parallel()
	words := []string{"a", "b", "c", "d"}
	some := func(rng *rand.Rand) (out []string) {
		for _, w := range words {
			if rng.IntN(2) == 0 {
				out = append(out, w)
			}
		}
		return out
	}
	for seed := range uint64(80) {
		rng := rand.New(rand.NewPCG(seed, 11))
		p := policy()
		p.General = kam.Fraction{Num: rng.Int64N(3), Den: 2}
		var records []crm.Record
		for i := range 12 {
			records = append(records, res(strconv.Itoa(i), func(r *crm.Resource) {
				r.Industries, r.Stages, r.Needs, r.Products = some(rng), some(rng), some(rng), some(rng)
				r.Published = kam.MustDay("2026-01-01").AddDays(rng.IntN(3))
			}))
		}
		wish := library.Wish{Industries: some(rng), Stages: some(rng), Needs: some(rng), Languages: some(rng)}
		s := on(t, p, "2026-06-01", records...)
		picks, err := s.For(wish, 100)
		require.NoError(t, err)
		for i, pick := range picks {
			assert.LessOrEqual(t, pick.Score.Cmp(kam.Whole()), 0)
			sum, total := new(big.Rat), new(big.Rat)
			for _, part := range pick.Parts {
				w := big.NewRat(int64(part.Weight), 1)
				total.Add(total, w)
				sum.Add(sum, new(big.Rat).Mul(w, part.Fit.Rat()))
			}
			assert.Equal(t, 0, sum.Quo(sum, total).Cmp(pick.Score.Rat()))
			if i > 0 {
				assert.GreaterOrEqual(t, picks[i-1].Score.Cmp(pick.Score), 0)
			}
		}
		rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		again, err := on(t, p, "2026-06-01", records...).For(wish, 100)
		require.NoError(t, err)
		assert.Equal(t, picks, again)
	}
}
