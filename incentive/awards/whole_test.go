package awards_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/awards"
)

// story is a decision with something of everything.
func story(t *testing.T) (awards.Catalogue, awards.Inputs, awards.Result) {
	t.Helper()
	c := everything()
	in := awards.Inputs{
		Period: march, People: people("anna", "bo", "cy", "dan"),
		Observations: []kam.Observation{observed("anna", "250000"), observed("bo", "180000"), observed("cy", "120000")},
		Gifts:        []awards.Gift{gift("g1", "anna", "bo", "2026-03-02", 30), gift("g2", "cy", "bo", "2026-03-09", 20), gift("g3", "bo", "bo", "2026-03-09", 20)},
		Ideas:        []awards.Idea{idea("i1", "9"), idea("i2", "2")},
	}
	in.Gifts[0].Recognition = "thanks"
	in.People[1].Name = `Bo <b> & "王"`
	return c, in, decide(t, c, in)
}

func TestMarkdown(t *testing.T) {
	_, _, r := story(t)
	golden(t, "result.en.md", r.Markdown(kam.English))
	golden(t, "result.zh-CN.md", r.Markdown(kam.Chinese))
	data, err := r.JSON()
	require.NoError(t, err)
	golden(t, "result.json", string(data)+"\n")
	back, err := awards.ParseResult(data)
	require.NoError(t, err)
	assert.Equal(t, r.Markdown(kam.English), back.Markdown(kam.English))
	assert.Contains(t, decide(t, catalogue(), awards.Inputs{Period: march}).Markdown(kam.English), "Nothing is given.")
}

func TestCertificates(t *testing.T) {
	c, in, r := story(t)
	p := compile(t, c)
	for _, a := range r.Awards {
		if a.Payee != "bo" {
			continue
		}
		cert, err := p.Certificate(a, in.People[1])
		require.NoError(t, err)
		cert.Issuer, cert.Signatory = text("Example Ltd", "示例有限公司"), "王芳 <ceo>"
		name := string(a.Kind) + "-" + a.Item
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			picture := string(cert.SVG(lang, awards.FollowReader))
			golden(t, name+"."+string(lang)+".svg", picture)
			golden(t, name+"."+string(lang)+".md", cert.Markdown(lang))
			assert.Contains(t, picture, a.ID)
			assert.NotContains(t, picture, "<b>")
			assert.NotContains(t, cert.Markdown(lang), " <b>")
			assert.Contains(t, picture, "prefers-color-scheme")
			assert.Contains(t, picture, "PingFang SC")
		}
		assert.NotContains(t, string(cert.SVG(kam.English, awards.Light)), "prefers-color-scheme")
		dark := string(cert.SVG(kam.English, awards.Dark))
		assert.Contains(t, dark, "#14181d")
	}
	_, err := p.Certificate(r.Awards[0], awards.Person{ID: "zed"})
	assert.Equal(t, []string{"awards.person person.id"}, faults(t, err))
	forged := r.Awards[0]
	forged.Item = "other"
	_, err = p.Certificate(forged, awards.Person{ID: forged.Payee})
	assert.Equal(t, []string{"awards.award award"}, faults(t, err))
	foreign := r.Awards[0]
	foreign.Kind = "x"
	_, err = p.Certificate(foreign, awards.Person{ID: foreign.Payee})
	assert.Equal(t, []string{"awards.award award"}, faults(t, err))
	revoked := r.Awards[0]
	revoked.Revoked = &awards.Revoked{On: kam.MustDay("2026-05-01")}
	cert, err := p.Certificate(revoked, awards.Person{ID: revoked.Payee})
	require.NoError(t, err)
	assert.Contains(t, string(cert.SVG(kam.English, awards.Light)), "revoked on 2026-05-01")
	assert.Contains(t, cert.Markdown(kam.Chinese), "已于 2026-05-01 撤销")
}

func TestAwardID(t *testing.T) {
	id := awards.AwardID("2026", awards.OfBenefit, "trip", "", "a", march)
	assert.Equal(t, "REKV-4MNA-W3FM-BNLS", id, "stored in ledgers: another one would be another award")
	seen := map[string]bool{id: true}
	for _, other := range []string{
		awards.AwardID("2025", awards.OfBenefit, "trip", "", "a", march), awards.AwardID("2026", awards.OfRecognition, "trip", "", "a", march),
		awards.AwardID("2026", awards.OfBenefit, "tri", "p", "a", march), awards.AwardID("2026", awards.OfBenefit, "trip", "", "b", march),
		awards.AwardID("2026", awards.OfBenefit, "trip", "", "a", kam.MustPeriod("2026-03-01/2026-03-31")),
	} {
		assert.False(t, seen[other])
		seen[other] = true
	}
}

// Every figure of a result that is changed is found.
func TestVerifyFindsChanges(t *testing.T) {
	cases := map[string]func(r *awards.Result){
		"format":        func(r *awards.Result) { r.Format = 2 },
		"state":         func(r *awards.Result) { r.Items[0].Candidates[0].State = awards.NotMet },
		"check":         func(r *awards.Result) { r.Items[0].Candidates[0].Checks[0].State = awards.Unknown },
		"value":         func(r *awards.Result) { r.Items[0].Candidates[0].Checks[0].Value = null("1") },
		"endless value": func(r *awards.Result) { r.Items[0].Candidates[0].Checks[0].Value.Decimal = decimal.New(1, 1_000_000) },
		"payee":         func(r *awards.Result) { r.Items[0].Candidates[0].Payee = "zed" },
		"award":         func(r *awards.Result) { r.Items[0].Candidates[0].Award = "x" },
		"outcome":       func(r *awards.Result) { r.Items[0].Candidates[2].Outcome = awards.NotEligible },
		"cost":          func(r *awards.Result) { r.Items[0].Cost = dec("1") },
		"heads":         func(r *awards.Result) { r.Items[0].Budget.Heads = 5 },
		"heads before":  func(r *awards.Result) { r.Items[0].Budget.HeadsBefore = ptr(9) },
		"heads after":   func(r *awards.Result) { r.Items[0].Budget.HeadsAfter = nil },
		"spent":         func(r *awards.Result) { r.Items[0].Budget.Spent = dec("9") },
		"rank":          func(r *awards.Result) { r.Items[0].Candidates[2].State = awards.Unknown },
		"award value":   func(r *awards.Result) { change(r, awards.OfBenefit, func(a *awards.Award) { a.Value = dec("1") }) },
		"award period": func(r *awards.Result) {
			change(r, awards.OfBenefit, func(a *awards.Award) { a.Period.Until = kam.Day{} })
		},
		"award currency":    func(r *awards.Result) { change(r, awards.OfBenefit, func(a *awards.Award) { a.Currency = "USD" }) },
		"award taxable":     func(r *awards.Result) { change(r, awards.OfBenefit, func(a *awards.Award) { a.Taxable = dec("9999") }) },
		"idea's value":      func(r *awards.Result) { change(r, awards.OfInnovation, func(a *awards.Award) { a.Value = dec("1") }) },
		"award left out":    func(r *awards.Result) { r.Awards = r.Awards[1:] },
		"award order":       func(r *awards.Result) { slices.Reverse(r.Awards) },
		"allowance":         func(r *awards.Result) { r.Allowances[0].Given++ },
		"left":              func(r *awards.Result) { r.Allowances[0].Left++ },
		"no allowance":      func(r *awards.Result) { r.Allowances = nil },
		"gift":              func(r *awards.Result) { r.Gifts[0].Points++ },
		"gift to oneself":   func(r *awards.Result) { r.Gifts[1].Outcome, r.Gifts[1].To = awards.Granted, r.Gifts[1].From },
		"score":             func(r *awards.Result) { r.Ideas[0].Scores[0].Sum = dec("1") },
		"points":            func(r *awards.Result) { r.Ideas[0].Points = dec("1") },
		"idea's amount":     func(r *awards.Result) { r.Ideas[0].Amount = dec("1") },
		"pay":               func(r *awards.Result) { r.Pay[0].Amount = dec("1") },
		"taxable pay":       func(r *awards.Result) { r.Pay[0].Taxable = dec("1") },
		"pay for nobody":    func(r *awards.Result) { r.Pay[0].Payee = "zed" },
		"pay twice":         func(r *awards.Result) { r.Pay = append(r.Pay, r.Pay[0]) },
		"pay left out":      func(r *awards.Result) { r.Pay = r.Pay[1:] },
		"pay of a revision": func(r *awards.Result) { r.Pay[0].Revision = 3 },
		"endless pay":       func(r *awards.Result) { r.Pay[0].Amount = decimal.New(1, 1_000_000) },
	}
	for name, alter := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, r := story(t)
			alter(&r)
			for _, place := range faults(t, r.Verify()) {
				assert.Regexp(t, `^result\.(differs|number) \$`, place)
			}
		})
	}
	_, _, r := story(t)
	r.Items[0].Budget.HeadsBefore, r.Items[0].Budget.HeadsAfter = ptr(3), ptr(2)
	assert.Equal(t, []string{"result.differs $.items[0].budget"}, faults(t, r.Verify()), "somebody was passed over while a place was left")
	require.Error(t, awards.VerifyResult([]byte("{")))
}

func change(r *awards.Result, kind awards.AwardKind, f func(a *awards.Award)) {
	for i := range r.Awards {
		if r.Awards[i].Kind == kind {
			f(&r.Awards[i])
			return
		}
	}
}

// Whatever the inputs: the result verifies, does not depend on the order of the inputs, spends no more than there is, gives
// to nobody who is not eligible and, decided again, gives nothing more.
func TestDecideProperties(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		c, in := randomDecision(r)
		result, err := compile(t, c).Decide(in)
		require.NoError(t, err, "seed %d", seed)
		require.NoError(t, result.Verify(), "seed %d", seed)
		sound(t, result)
		shuffled := in
		shuffled.People, shuffled.Observations = slices.Clone(in.People), slices.Clone(in.Observations)
		shuffled.Gifts, shuffled.Ideas = slices.Clone(in.Gifts), slices.Clone(in.Ideas)
		r.Shuffle(len(in.People), func(i, k int) {
			shuffled.People[i], shuffled.People[k] = shuffled.People[k], shuffled.People[i]
		})
		r.Shuffle(len(in.Observations), func(i, k int) {
			shuffled.Observations[i], shuffled.Observations[k] = shuffled.Observations[k], shuffled.Observations[i]
		})
		r.Shuffle(len(in.Gifts), func(i, k int) { shuffled.Gifts[i], shuffled.Gifts[k] = shuffled.Gifts[k], shuffled.Gifts[i] })
		r.Shuffle(len(in.Ideas), func(i, k int) { shuffled.Ideas[i], shuffled.Ideas[k] = shuffled.Ideas[k], shuffled.Ideas[i] })
		again, err := compile(t, c).Decide(shuffled)
		require.NoError(t, err)
		one, err := result.Canonical()
		require.NoError(t, err)
		two, err := again.Canonical()
		require.NoError(t, err)
		require.Equal(t, string(one), string(two), "seed %d", seed)

		spent := decimal.Zero
		for _, a := range result.Awards {
			require.False(t, a.Taxable.Cmp(a.Value) > 0 || a.Taxable.Sign() < 0, "seed %d", seed)
			if a.Kind == awards.OfInnovation {
				spent = spent.Add(a.Value)
			}
		}
		require.True(t, result.IdeaBudget == nil || spent.Equal(result.IdeaBudget.Spent), "seed %d", seed)
		in.Prior = result.Awards
		more, err := compile(t, c).Decide(in)
		require.NoError(t, err)
		require.Empty(t, more.Awards, "seed %d", seed)
		require.Empty(t, more.Pay)
	}
}

func randomDecision(r *rand.Rand) (awards.Catalogue, awards.Inputs) {
	c := everything()
	b := &c.Benefits[0]
	b.Budget = awards.Budget{Per: []awards.Per{awards.PerPeriod, awards.PerYear}[r.IntN(2)], Revoked: awards.ComesBack}
	if r.IntN(2) == 0 {
		b.Budget.Heads = ptr(r.IntN(8))
	} else {
		b.Budget.Amount = decimal.NewNullDecimal(decimal.NewFromInt(r.Int64N(40_000)))
	}
	b.Order.Ties = []awards.Ties{awards.LongestTenure, awards.IDOrder, awards.NobodyOfThem}[r.IntN(3)]
	b.Order.Unknown = []awards.Waiting{awards.Reserve, awards.PassOver}[r.IntN(2)]
	b.Order.First = []awards.First{awards.Highest, awards.Lowest}[r.IntN(2)]
	if r.IntN(2) == 0 {
		c.Innovation.Budget = awards.Budget{Amount: decimal.NewNullDecimal(decimal.NewFromInt(r.Int64N(9_000))), Per: awards.PerPeriod, Revoked: awards.StaysGone}
		c.Innovation.Short = []awards.Short{awards.Stop, awards.Skip}[r.IntN(2)]
	}
	c.Innovation.Combine = []awards.Combine{awards.Mean, awards.Median}[r.IntN(2)]
	in := awards.Inputs{Period: march}
	for i := range 2 + r.IntN(8) {
		p := awards.Person{ID: "p" + strconv.Itoa(i)}
		if r.IntN(4) > 0 {
			p.Joined = kam.MustDay("2020-01-01").AddDays(r.IntN(3))
		}
		in.People = append(in.People, p)
		if r.IntN(5) > 0 {
			in.Observations = append(in.Observations, observed(p.ID, strconv.Itoa(90_000+10_000*r.IntN(4))))
		}
	}
	who := func() string { return in.People[r.IntN(len(in.People))].ID }
	for i := range r.IntN(15) {
		g := gift("g"+strconv.Itoa(i), who(), who(), "2026-03-0"+strconv.Itoa(1+r.IntN(9)), 1+r.IntN(30))
		if r.IntN(4) == 0 {
			g.Points, g.Recognition = 30, "thanks"
		}
		in.Gifts = append(in.Gifts, g)
	}
	for i := range r.IntN(5) {
		one := idea("i"+strconv.Itoa(i), "0")
		one.Authors, one.Assessments = nil, nil
		n := 1 + r.IntN(min(3, len(in.People)))
		for k := range n {
			one.Authors = append(one.Authors, awards.Author{Payee: "p" + strconv.Itoa(k), Share: kam.Fraction{Num: 1, Den: int64(n)}})
		}
		for k := range 1 + r.IntN(4) {
			one.Assessments = append(one.Assessments, awards.Assessment{Assessor: "x" + strconv.Itoa(k), On: march.From, Points: points(strconv.Itoa(r.IntN(11)), strconv.Itoa(r.IntN(11)))})
		}
		in.Ideas = append(in.Ideas, one)
	}
	return c, in
}
