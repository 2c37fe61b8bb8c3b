package scenario_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func null(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func TestParseDeal(t *testing.T) {
	day := kam.MustDay("2026-01-15")
	for line, want := range map[string]incentive.Transaction{
		"D1 80000":                 {ID: "D1", Amount: dec("80000")},
		"  D1\t-80000.5  ":         {ID: "D1", Amount: dec("-80000.5")},
		"D2 60000 anna 2026-01-15": {ID: "D2", Amount: dec("60000"), Owner: "anna", Booked: day, Invoiced: day, CashDate: day, Delivered: day},
		"D2 60000 2026-01-15 陈静":   {ID: "D2", Amount: dec("60000"), Owner: "陈静", Booked: day, Invoiced: day, CashDate: day, Delivered: day},
		"D3 1 anna:1/2,bo:1/2 USD units=3 margin=250 cash=0 product=server #discount=0.1": {
			ID: "D3", Amount: dec("1"), Currency: "USD", Units: null("3"), Margin: null("250"), Cash: null("0"),
			Participants: []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("1/2")}, {Payee: "bo", Share: kam.MustFraction("1/2")}},
			Attributes:   map[string]string{"product": "server"}, Numbers: map[string]decimal.Decimal{"discount": dec("0.1")},
		},
		"D4 1 anna,chen/presales:0.2": {ID: "D4", Amount: dec("1"), Participants: []incentive.Participant{
			{Payee: "anna", Share: kam.Whole()}, {Payee: "chen", Role: "presales", Share: kam.MustFraction("1/5")},
		}},
		"R1 -1 reverses=D1 sequence=-7 cash-date=2026-01-15": {ID: "R1", Amount: dec("-1"), Reverses: "D1", Sequence: -7, CashDate: day},
		"D5 1 invoiced=2026-01-15 2026-01-16": {
			ID: "D5", Amount: dec("1"), Invoiced: day, Booked: day.AddDays(1), CashDate: day.AddDays(1), Delivered: day.AddDays(1),
		},
		"D6 1 formula=a=b": {ID: "D6", Amount: dec("1"), Attributes: map[string]string{"formula": "a=b"}},
	} {
		t.Run(line, func(t *testing.T) {
			got, err := scenario.ParseDeal(line)
			require.NoError(t, err)
			assert.Equal(t, want.Amount.String(), got.Amount.String())
			got.Amount, want.Amount = decimal.Decimal{}, decimal.Decimal{}
			assert.Equal(t, want, got)
			got.Amount = dec("12.5")
			text, ok := scenario.FormatDeal(got)
			require.True(t, ok)
			back, err := scenario.ParseDeal(text)
			require.NoError(t, err)
			back.Amount, got.Amount = decimal.Decimal{}, decimal.Decimal{}
			assert.Equal(t, got, back, text)
		})
	}
}

func TestParseDealRefuses(t *testing.T) {
	for name, line := range map[string]string{
		"empty": "", "no amount": "D1", "no number": "D1 x", "exponent": "D1 1e5", "plus": "D1 +1", "two days": "D1 1 2026-01-01 2026-01-02",
		"no such day": "D1 1 2026-02-30", "two owners": "D1 1 anna bo", "owner and shares": "D1 1 anna bo:1/2", "two currencies": "D1 1 USD EUR",
		"bad share": "D1 1 anna:x", "nobody": "D1 1 anna:1/2,:1/2", "empty key": "D1 1 =x", "empty value": "D1 1 product=",
		"bad margin": "D1 1 margin=x", "bad sequence": "D1 1 sequence=1.5", "large sequence": "D1 1 sequence=99999999999999999999",
		"bad date": "D1 1 booked=yesterday", "attribute twice": "D1 1 a=1 a=2", "number twice": "D1 1 #a=1 #a=2", "number without name": "D1 1 #=1", "bad number": "D1 1 #a=x",
		"too long": "D1 1 " + string(make([]byte, 3000)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenario.ParseDeal(line)
			require.ErrorIs(t, err, scenario.ErrDeal)
		})
	}
}

func TestFormatDealNeedsTheLongForm(t *testing.T) {
	for name, deal := range map[string]incentive.Transaction{
		"a blank in an attribute": {ID: "D1", Amount: dec("1"), Attributes: map[string]string{"product": "big server"}},
		"a blank in the id":       {ID: "D 1", Amount: dec("1")},
		"a key of the line":       {ID: "D1", Amount: dec("1"), Attributes: map[string]string{"margin": "high"}},
		"an empty attribute":      {ID: "D1", Amount: dec("1"), Attributes: map[string]string{"product": ""}},
		"an owner like a day":     {ID: "D1", Amount: dec("1"), Owner: "2026-01-01"},
		"an owner like money":     {ID: "D1", Amount: dec("1"), Owner: "USD"},
		"no id":                   {Amount: dec("1")},
	} {
		_, ok := scenario.FormatDeal(deal)
		assert.False(t, ok, name)
	}
}

func TestParseScore(t *testing.T) {
	metric, value, payee, err := scenario.ParseScore("nps 8.5")
	require.NoError(t, err)
	assert.Equal(t, []string{"nps", "8.5", ""}, []string{metric, value.String(), payee})
	_, _, payee, err = scenario.ParseScore("nps 8.5 anna")
	require.NoError(t, err)
	assert.Equal(t, "anna", payee)
	for _, line := range []string{"", "nps", "nps x", "nps 1 anna bo"} {
		_, _, _, err := scenario.ParseScore(line)
		require.ErrorIs(t, err, scenario.ErrDeal, line)
	}
}

func FuzzParseDeal(f *testing.F) {
	for _, s := range []string{"D1 80000", "D3 1 anna:1/2,bo/x:1/2 USD units=3 #d=0.1 a=b 2026-01-01", "R -1 reverses=D1", "D 1 sequence=9", "\x00 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		deal, err := scenario.ParseDeal(line)
		if err != nil {
			require.ErrorIs(t, err, scenario.ErrDeal)
			return
		}
		text, ok := scenario.FormatDeal(deal)
		if !ok {
			return
		}
		back, err := scenario.ParseDeal(text)
		require.NoError(t, err, text)
		again, ok := scenario.FormatDeal(back)
		require.True(t, ok)
		require.Equal(t, text, again)
	})
}
