package payout_test

import (
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/strictjson"
)

// published is a case that somebody has published.
type published struct {
	ID     string        `json:"id"`
	Source string        `json:"source"`
	Places *int32        `json:"places"`
	Terms  payout.Terms  `json:"terms"`
	Months []monthOfCase `json:"months"`
}

// monthOfCase is one commission period of it and what comes out. Everything payable is paid out at its end.
type monthOfCase struct {
	// Skip is how many months without anything lie before it.
	Skip int `json:"skip"`
	// Begin pays what is payable at the start of the month.
	Begin  bool                       `json:"begin"`
	Earned decimal.NullDecimal        `json:"earned"`
	Deal   decimal.NullDecimal        `json:"deal"`
	Case   payout.Case                `json:"case"`
	Want   map[string]decimal.Decimal `json:"want"`
}

func TestPublishedCases(t *testing.T) {
	data, err := os.ReadFile("testdata/published.json")
	require.NoError(t, err)
	var cases []published
	require.NoError(t, strictjson.Decode(data, &cases, "test").Err())
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			assert.NotEmpty(t, c.Source)
			money := cny
			if c.Places != nil {
				money.Places = *c.Places
			}
			rules, err := payout.Compile(c.Terms, money)
			require.NoError(t, err)
			b, n := newBook(), 0
			for i, m := range c.Months {
				for range m.Skip {
					settle(t, rules, b, open(b, n))
					n++
				}
				got := playMonth(t, rules, b, m, month(n))
				n++
				for key, want := range m.Want {
					assert.True(t, want.Equal(got[key]), "month %d: %s is %s, want %s", i+1, key, got[key], want)
				}
			}
		})
	}
}

// playMonth settles one month and pays it out.
func playMonth(t *testing.T, rules *payout.Rules, b *book, m monthOfCase, p kam.Period) map[string]decimal.Decimal {
	t.Helper()
	c := m.Case
	c.Payee, c.Plan, c.Version, c.Period, c.Year = "anna", "kam", 1, p, yearOf(p)
	got := map[string]decimal.Decimal{}
	if m.Begin {
		c.Posted = b.posted()
		begun, err := rules.Begin(c)
		require.NoError(t, err)
		holds(t, begun)
		b.add(p, begun.Entries...)
		got["begun"] = begun.After.Payable
		b.pay(p, begun.After.Payable, "CNY")
	}
	if m.Earned.Valid {
		c.Earned = append(c.Earned, payout.Earned{Component: "sales", Amount: m.Earned.Decimal})
	}
	if m.Deal.Valid {
		c.Earned = append(c.Earned, payout.Earned{Component: "sales", Transaction: "D-1", Amount: m.Deal.Decimal})
	}
	c.Posted = b.posted()
	r := settle(t, rules, b, c)
	for _, s := range r.Steps {
		got[string(s.Kind)] = got[string(s.Kind)].Add(s.Amount)
		if s.Kind == payout.StepRecovered {
			got["allocations"] = got["allocations"].Add(decimal.NewFromInt(1))
		}
	}
	got["paid"], got["held"], got["owed"] = r.After.Payable, r.After.HeldTotal(), r.After.Owed()
	b.pay(p, r.After.Payable, r.Currency)
	again := c
	again.Posted = b.posted()
	repeated, err := rules.Settle(again)
	require.NoError(t, err)
	assert.Empty(t, repeated.Entries, "settled again")
	return got
}
