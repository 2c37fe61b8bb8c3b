package plandoc_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/internal/wordtest"
)

func earned(version int, amount string) plandoc.Earned {
	return plandoc.Earned{Payee: "anna", Plan: "kam", Version: version, Period: kam.MustPeriod("2026-04-01/2026-07-01"), Currency: "CNY", Amount: dec(amount)}
}

func TestTopUp(t *testing.T) {
	g := plandoc.Guarantee{ID: "move", Shares: []kam.Fraction{kam.Whole(), kam.MustFraction("2/3"), {}}, Mode: "half-up"}
	for name, c := range map[string]struct {
		n                          int
		old, now, promised, amount string
	}{
		"whole":                   {1, "1000", "800.01", "1000", "199.99"},
		"equal":                   {1, "1000", "1000", "1000", "0"},
		"more":                    {1, "1000", "1000.01", "1000", "0"},
		"declining, rounded once": {2, "1000", "600", "666.67", "66.67"},
		"share zero":              {3, "1000", "0", "0", "0"},
		"over":                    {4, "1000", "0", "0", "0"},
		"the new plan takes back": {1, "1000", "-200", "1000", "1200"},
		"the old one takes back":  {1, "-500", "-800", "0", "0"},
		"the old one pays zero":   {1, "0", "-800", "0", "0"},
		"a cent that rounds down": {2, "0.005", "0", "0", "0"},
		"half a cent":             {1, "0.005", "0", "0.01", "0.01"},
	} {
		top, err := g.TopUp(c.n, earned(1, c.old), earned(2, c.now))
		require.NoError(t, err, name)
		equalDecimal(t, c.promised, top.Promised)
		equalDecimal(t, c.amount, top.Amount)
		assert.NotEmpty(t, top.Because.ZH)
		wordtest.Formatted(t, top.Because.EN+top.Because.ZH, name)
	}
	a, err := g.TopUp(1, earned(1, "10"), earned(2, "5"))
	require.NoError(t, err)
	b, err := g.TopUp(1, earned(1, "20"), earned(3, "5"))
	require.NoError(t, err)
	assert.Equal(t, a.ID, b.ID, "one guarantee, payee, plan and period is posted once")
	next := earned(2, "5")
	next.Payee = "bo"
	old := earned(1, "5")
	old.Payee = "bo"
	c, err := g.TopUp(1, old, next)
	require.NoError(t, err)
	assert.NotEqual(t, a.ID, c.ID)
}

func TestTopUpRefusesWhatCannotBeCompared(t *testing.T) {
	g := plandoc.Guarantee{ID: "move", Shares: []kam.Fraction{kam.Whole()}, Mode: "half-up"}
	for name, change := range map[string]func(e *plandoc.Earned){
		"payee": func(e *plandoc.Earned) { e.Payee = "bo" }, "period": func(e *plandoc.Earned) { e.Period = kam.MustPeriod("2026-01-01/2026-04-01") },
		"currency": func(e *plandoc.Earned) { e.Currency = "USD" }, "number": func(e *plandoc.Earned) { e.Amount = decimal.New(1, 50_000_000) },
	} {
		old := earned(1, "5")
		change(&old)
		_, err := g.TopUp(1, old, earned(2, "5"))
		require.ErrorIs(t, err, plandoc.ErrCompare, name)
	}
	_, err := g.TopUp(0, earned(1, "5"), earned(2, "5"))
	require.ErrorIs(t, err, plandoc.ErrCompare)
	_, err = plandoc.Guarantee{Shares: []kam.Fraction{{Num: 3, Den: 2}, {Num: -1, Den: 2}, {Num: 1}}}.TopUp(1, earned(1, "5"), earned(2, "5"))
	assert.ElementsMatch(t, []string{"plandoc.id $.id", "plandoc.share $.shares[0]", "plandoc.share $.shares[1]", "plandoc.share $.shares[2]", "plandoc.mode $.mode"}, codes(t, err))
	assert.Equal(t, []string{"plandoc.too-few $.shares"}, codes(t, plandoc.Guarantee{ID: "a", Mode: "up"}.Check()))
}

// Two runs over the same deals, one of each version.
func TestTopUpOfTwoStatements(t *testing.T) {
	old, now := one(t, 1), one(t, 2)
	now.Components[0].Tiers.Bands[0].Rate = decimal.NewNullDecimal(dec("0.01"))
	statement := func(p incentive.Plan) incentive.Statement {
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
		require.NoError(t, err)
		run, err := program.Run(context.Background(), incentive.Inputs{
			Period:       kam.MustPeriod("2026-01-01/2026-04-01"),
			Roster:       incentive.Roster{Payees: []incentive.Payee{{ID: "anna"}}, Assignments: []incentive.Assignment{{Payee: "anna", Plan: "kam", Version: p.Version, Period: p.Effective}}},
			Transactions: incentive.Transactions([]incentive.Transaction{{ID: "d", Owner: "anna", Amount: dec("50000"), Booked: kam.MustDay("2026-02-01")}}),
		}, incentive.RunOptions{})
		require.NoError(t, err)
		s, ok := run.Statement("anna", "kam")
		require.True(t, ok)
		return s
	}
	g := plandoc.Guarantee{ID: "move", Shares: []kam.Fraction{kam.MustFraction("0.8")}, Mode: "half-up"}
	top, err := g.TopUp(1, plandoc.EarnedOf(statement(old)), plandoc.EarnedOf(statement(now)))
	require.NoError(t, err)
	equalDecimal(t, "300", top.Amount)
}
