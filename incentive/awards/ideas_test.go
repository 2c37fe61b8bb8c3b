package awards_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/awards"
)

func TestIdeas(t *testing.T) {
	cases := map[string]struct {
		change  func(n *awards.Innovation)
		saving  []string // of assessors x, y, z; novelty is 4
		outcome awards.Outcome
		tier    string
		amount  string
	}{
		"at the bound, exclusive":  {nil, []string{"4", "4"}, awards.NotEligible, "", "0"},
		"at the bound, inclusive":  {func(n *awards.Innovation) { n.Bound = awards.Inclusive }, []string{"4", "4"}, awards.Granted, "third", "1000"},
		"above":                    {nil, []string{"4.01", "4"}, awards.Granted, "third", "1000"},
		"first":                    {nil, []string{"10", "10"}, awards.Granted, "first", "5000"},
		"too few assessors":        {nil, []string{"10"}, awards.Undecided, "", "0"},
		"mean of three":            {nil, []string{"10", "10", "1"}, awards.Granted, "third", "1000"},
		"median of three":          {func(n *awards.Innovation) { n.Combine = awards.Median }, []string{"10", "1", "10"}, awards.Granted, "first", "5000"},
		"median of two":            {func(n *awards.Innovation) { n.Combine = awards.Median }, []string{"10", "1"}, awards.Granted, "third", "1000"},
		"weights, not the average": {nil, []string{"3.9", "3.9"}, awards.NotEligible, "", "0"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			i := idea("i", "0")
			i.Assessments = nil
			for k, saving := range c.saving {
				i.Assessments = append(i.Assessments, awards.Assessment{Assessor: string(rune('x' + k)), On: kam.MustDay("2026-03-10"), Points: points(saving, "4")})
			}
			r := decide(t, ideas(c.change), awards.Inputs{Period: march, People: people("anna", "bo"), Ideas: []awards.Idea{i}})
			got := r.Ideas[0]
			assert.Equal(t, c.outcome, got.Outcome)
			assert.Equal(t, c.tier, got.Tier)
			equal(t, c.amount, got.Amount)
			if c.outcome == awards.Granted {
				assert.Len(t, r.Awards, 2)
			}
		})
	}
}

func TestGiftOfATier(t *testing.T) {
	in := awards.Inputs{Period: march, People: people("anna", "bo"), Ideas: []awards.Idea{idea("i", "10")}}
	r := decide(t, ideas(nil), in)
	for i, person := range in.People {
		a := r.Awards[slices.IndexFunc(r.Awards, func(a awards.Award) bool { return a.Payee == person.ID })]
		c, err := compile(t, ideas(nil)).Certificate(a, in.People[i])
		require.NoError(t, err)
		assert.Equal(t, text("First prize and a journey", "一等奖及旅游"), c.For)
	}
}

func TestSharesSumToTheAward(t *testing.T) {
	i := idea("i", "10")
	i.Authors = []awards.Author{{Payee: "cy", Share: kam.MustFraction("1/3")}, {Payee: "anna", Share: kam.MustFraction("1/3")}, {Payee: "bo", Share: kam.MustFraction("1/3")}}
	cat := ideas(func(n *awards.Innovation) { n.Tiers[1].Prize.Amount = null("1000.01") })
	r := decide(t, cat, awards.Inputs{Period: march, People: people("anna", "bo", "cy"), Ideas: []awards.Idea{i}})
	sum := decimal.Zero
	got := map[string]string{}
	for _, a := range r.Awards {
		sum = sum.Add(a.Value)
		got[a.Payee] = a.Value.String()
	}
	equal(t, "1000.01", sum)
	assert.Equal(t, map[string]string{"cy": "333.34", "anna": "333.34", "bo": "333.33"}, got, "what is left goes to the authors named first")
}

func TestDuplicates(t *testing.T) {
	one, two, three, four, five := idea("1", "10"), idea("2", "10"), idea("3", "10"), idea("4", "10"), idea("5", "10")
	six := idea("6", "10")
	one.Title, two.Title, three.Title, six.Title = "Cut  paper", "cut paper ", "CUT PAPER", "Cut paper"
	two.Submitted, three.Distinct = kam.MustDay("2026-03-01"), true
	four.DuplicateOf = "older-9"
	r := decide(t, ideas(nil), awards.Inputs{Period: march, People: people("anna", "bo"), Ideas: []awards.Idea{one, two, three, four, five, six}})
	got := map[string]awards.Outcome{}
	for _, i := range r.Ideas {
		got[i.Idea] = i.Outcome
		if i.Idea == "6" {
			assert.Equal(t, text("it says what 2 says", "与提案 2 重复"), i.Reason)
		}
	}
	assert.Equal(t, map[string]awards.Outcome{"1": awards.Duplicate, "2": awards.Granted, "3": awards.Granted, "4": awards.Duplicate, "5": awards.Granted, "6": awards.Duplicate}, got)
	assert.Len(t, r.Awards, 6)
}

// A re-assessment after an appeal makes a revision, and payroll is told the difference.
func TestAppeal(t *testing.T) {
	i := idea("i", "5")
	in := awards.Inputs{Period: march, People: people("anna", "bo"), Ideas: []awards.Idea{i}}
	cat := ideas(func(n *awards.Innovation) {
		n.Budget, n.Short = awards.Budget{Amount: null("6000"), Heads: ptr(1), Per: awards.PerPeriod, Revoked: awards.ComesBack}, awards.Stop
	})
	first := decide(t, cat, in)
	equal(t, "5000", first.IdeaBudget.After.Decimal)
	require.Len(t, first.Awards, 2)

	again := func(saving string, period kam.Period, prior []awards.Award) awards.Result {
		in := in
		in.Period, in.Prior = period, prior
		appealed := i
		appealed.Assessments = append([]awards.Assessment{{Assessor: "x", On: kam.MustDay("2026-04-02"), Points: points(saving, "4"), Revision: 1, Reason: "appeal"}, {Assessor: "y", On: kam.MustDay("2026-04-02"), Points: points(saving, "4"), Revision: 1, Reason: "appeal"}}, i.Assessments...)
		in.Ideas = []awards.Idea{appealed}
		return decide(t, cat, in)
	}
	april := kam.MustPeriod("2026-04-01/2026-05-01")
	up := again("10", april, first.Awards)
	require.Len(t, up.Awards, 2)
	assert.Equal(t, 1, up.Awards[0].Revision)
	equal(t, "2500", up.Awards[0].Value)
	equal(t, "500", up.Awards[0].Before)
	equal(t, "2000", up.Pay[0].Amount)
	equal(t, "1200", up.Pay[0].Taxable, "of 2,500 an exempt 800 is taken off; 500 were taxed before")
	equal(t, "6000", up.IdeaBudget.Before.Decimal, "April's budget does not bear what March paid")
	equal(t, "2000", up.IdeaBudget.After.Decimal)
	assert.Equal(t, 0, up.IdeaBudget.Heads)

	down := again("1", april, up.Awards)
	equal(t, "-2500", down.Pay[0].Amount)
	equal(t, "-1700", down.Pay[0].Taxable)
	equal(t, "2000", down.IdeaBudget.Before.Decimal)
	equal(t, "7000", down.IdeaBudget.After.Decimal, "5,000 come back, of which March had paid 1,000")
	assert.Equal(t, awards.NotEligible, down.Ideas[0].Outcome)
	equal(t, "500", down.Awards[0].Before, "what it was worth before April")

	same := again("5", april, first.Awards)
	assert.Empty(t, same.Awards)
	tooMuch := again("10", march, append([]awards.Award{}, first.Awards...))
	assert.Equal(t, awards.Granted, tooMuch.Ideas[0].Outcome)
	equal(t, "1000", tooMuch.IdeaBudget.After.Decimal)
}

func TestRevokedIdeaStaysRevoked(t *testing.T) {
	in := awards.Inputs{Period: march, People: people("anna", "bo"), Ideas: []awards.Idea{idea("i", "10")}}
	first := decide(t, ideas(nil), in)
	in.Prior = first.Awards
	in.Revocations = []awards.Revocation{{Award: first.Awards[0].ID, On: kam.MustDay("2026-03-30"), By: "boss", Reason: "copied"}}
	second := decide(t, ideas(nil), in)
	require.Len(t, second.Awards, 1)
	equal(t, "-2500", second.Pay[0].Amount)
	in.Prior, in.Revocations = []awards.Award{second.Awards[0], first.Awards[1]}, nil
	third := decide(t, ideas(func(n *awards.Innovation) {
		n.Budget, n.Short = awards.Budget{Amount: null("2500"), Per: awards.PerPeriod, Revoked: awards.ComesBack}, awards.Stop
	}), in)
	assert.Equal(t, awards.Granted, third.Ideas[0].Outcome)
	equal(t, "0", third.IdeaBudget.Spent, "what stays revoked takes nothing of the budget")
	equal(t, "0", third.IdeaBudget.After.Decimal)
	assert.Empty(t, third.Awards)
	assert.Empty(t, third.Pay)
}

func TestBudgetForIdeas(t *testing.T) {
	list := []awards.Idea{idea("a", "5"), idea("b", "10"), idea("c", "9.9"), idea("d", "5")}
	list[3].Submitted = kam.MustDay("2026-03-01")
	budget := func(amount string, short awards.Short, heads *int) awards.Catalogue {
		return ideas(func(n *awards.Innovation) {
			n.Budget, n.Short = awards.Budget{Amount: null(amount), Heads: heads, Per: awards.PerPeriod, Revoked: awards.ComesBack}, short
		})
	}
	for name, c := range map[string]struct {
		cat  awards.Catalogue
		want []string
		left string
	}{
		"lasts":  {budget("12000", awards.Stop, nil), []string{"b granted", "c granted", "d granted", "a granted"}, "0"},
		"stops":  {budget("9999", awards.Stop, nil), []string{"b granted", "c no-budget", "d no-budget", "a no-budget"}, "4999"},
		"skips":  {budget("6999", awards.Skip, nil), []string{"b granted", "c no-budget", "d granted", "a no-budget"}, "999"},
		"heads":  {budget("99999", awards.Stop, ptr(2)), []string{"b granted", "c granted", "d no-budget", "a no-budget"}, "89999"},
		"enough": {budget("10000", awards.Stop, ptr(2)), []string{"b granted", "c granted", "d no-budget", "a no-budget"}, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			r := decide(t, c.cat, awards.Inputs{Period: march, People: people("anna", "bo"), Ideas: list})
			var got []string
			for _, i := range r.Ideas {
				got = append(got, i.Idea+" "+string(i.Outcome))
			}
			assert.Equal(t, c.want, got)
			equal(t, c.left, r.IdeaBudget.After.Decimal)
		})
	}
}
