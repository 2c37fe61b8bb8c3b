package accounting_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/accounting"
)

// Case CAP-340 of testdata/cases.json, from an article on ASC 340-40 at beancount.io: 2,400 over 24 months is 100 in the
// first.
func TestPublishedCapitalisation(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []struct {
		ID, Commission, First string
		Months                int
	}
	require.NoError(t, json.Unmarshal(data, &cases))
	for _, c := range cases {
		if c.ID != "CAP-340" {
			continue
		}
		list, err := accounting.Spread{
			Amount: kam.Money{Amount: dec(c.Commission), Currency: "USD"}, From: kam.MustDay("2026-01-15"), Over: accounting.Length{Months: c.Months},
			Convention: accounting.FullMonth, Remainder: accounting.LargestRemainder,
		}.Schedule(nil)
		require.NoError(t, err)
		require.Len(t, list, c.Months)
		equal(t, c.First, list[0].Amount)

		b := book(t, policy(), accounting.Inputs{Contracts: []accounting.Contract{contract()}, Costs: []accounting.Cost{cost("k", "2026-01-31", c.Commission)}})
		equal(t, c.First, b.Assets[0].Movements[0].Amortisation)
	}
	require.NotEmpty(t, cases)
}

func TestSchedule(t *testing.T) {
	cases := map[string]struct {
		change func(s *accounting.Spread)
		want   []string
	}{
		"full month":        {func(*accounting.Spread) {}, []string{"33.34", "33.33", "33.33"}},
		"last month":        {func(s *accounting.Spread) { s.Remainder, s.Rounding = accounting.LastMonth, accounting.HalfUp }, []string{"33.33", "33.33", "33.34"}},
		"last month up":     {func(s *accounting.Spread) { s.Remainder, s.Rounding = accounting.LastMonth, accounting.Up }, []string{"33.34", "33.34", "33.32"}},
		"refund":            {func(s *accounting.Spread) { s.Amount = cny("-100") }, []string{"-33.34", "-33.33", "-33.33"}},
		"mid-month":         {func(s *accounting.Spread) { s.Convention = accounting.MidMonth }, []string{"16.67", "33.33", "33.33", "16.67"}},
		"by days of months": {func(s *accounting.Spread) { s.Convention, s.Amount = accounting.DailyShare, cny("90") }, []string{"17", "28", "31", "14"}},
		"by days": {func(s *accounting.Spread) {
			s.Convention, s.Over, s.Amount = accounting.DailyShare, accounting.Length{Days: 20}, cny("20")
		}, []string{"17", "3"}},
		"never beyond what is left": {func(s *accounting.Spread) {
			s.Amount, s.Remainder, s.Rounding, s.Over = cny("0.02"), accounting.LastMonth, accounting.Up, accounting.Length{Months: 4}
		}, []string{"0.01", "0.01", "0", "0"}},
		"transfer": {func(s *accounting.Spread) {
			s.Deliveries = []accounting.Delivery{{On: kam.MustDay("2026-03-14"), Weight: dec("3")}, {On: kam.MustDay("2026-01-15"), Weight: dec("1")}}
		}, []string{"25", "0", "75", "0"}},
		"the last month that counts": {func(s *accounting.Spread) {
			s.Remainder, s.Rounding = accounting.LastMonth, accounting.HalfUp
			for _, day := range []string{"2026-01-15", "2026-02-14", "2026-03-01"} {
				s.Deliveries = append(s.Deliveries, accounting.Delivery{On: kam.MustDay(day), Weight: dec("1")})
			}
		}, []string{"33.33", "33.33", "33.34", "0"}},
		"yen": {func(s *accounting.Spread) { s.Amount.Currency = "JPY" }, []string{"34", "33", "33"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := accounting.Spread{Amount: cny("100"), From: kam.MustDay("2026-01-15"), Over: accounting.Length{Months: 3}, Convention: accounting.FullMonth, Remainder: accounting.LargestRemainder}
			c.change(&s)
			list, err := s.Schedule(nil)
			require.NoError(t, err)
			require.Len(t, list, len(c.want))
			left := s.Amount.Amount
			for i, x := range list {
				equal(t, c.want[i], x.Amount, "month %d", i)
				left = left.Sub(x.Amount)
				assert.True(t, left.Equal(x.Left))
				assert.Equal(t, month("2026-01").From.AddMonths(i), x.Month.From)
			}
			assert.True(t, left.IsZero())
		})
	}
}

func TestScheduleRefuses(t *testing.T) {
	good := accounting.Spread{Amount: cny("100"), From: kam.MustDay("2026-01-15"), Over: accounting.Length{Months: 3}, Convention: accounting.FullMonth, Remainder: accounting.LargestRemainder}
	cases := map[string]struct {
		change func(s *accounting.Spread)
		want   string
	}{
		"no currency":    {func(s *accounting.Spread) { s.Amount.Currency = "" }, "accounting.currency $.amount.currency"},
		"half a cent":    {func(s *accounting.Spread) { s.Amount = cny("0.005") }, "accounting.places $.amount.amount"},
		"endless number": {func(s *accounting.Spread) { s.Amount.Amount = decimal.New(1, 1_000_000_000) }, "accounting.number $.amount.amount"},
		"no day":         {func(s *accounting.Spread) { s.From = kam.Day{} }, "accounting.day $.from"},
		"no length":      {func(s *accounting.Spread) { s.Over = accounting.Length{} }, "accounting.length $.over"},
		"two lengths":    {func(s *accounting.Spread) { s.Over.Days = 3 }, "accounting.length $.over"},
		"too long":       {func(s *accounting.Spread) { s.Over.Months = accounting.MaxMonths + 1 }, "accounting.length $.over"},
		"days":           {func(s *accounting.Spread) { s.Over = accounting.Length{Days: 3} }, "accounting.length $.over"},
		"beyond 9999":    {func(s *accounting.Spread) { s.From = kam.MustDay("9999-11-01") }, "accounting.period $.over"},
		"no convention":  {func(s *accounting.Spread) { s.Convention = "" }, "accounting.choice $.convention"},
		"no remainder":   {func(s *accounting.Spread) { s.Remainder = "" }, "accounting.choice $.remainder"},
		"no mode":        {func(s *accounting.Spread) { s.Remainder = accounting.LastMonth }, "accounting.choice $.rounding"},
		"delivery outside": {func(s *accounting.Spread) {
			s.Deliveries = []accounting.Delivery{{kam.MustDay("2026-04-15"), dec("1")}}
		}, "accounting.delivery $.deliveries[0].on"},
		"delivery below 0": {func(s *accounting.Spread) {
			s.Deliveries = []accounting.Delivery{{kam.MustDay("2026-04-14"), dec("-1")}, {kam.MustDay("2026-04-14"), dec("1")}}
		}, "accounting.delivery $.deliveries[0].weight"},
		"deliveries of nothing": {func(s *accounting.Spread) {
			s.Deliveries = []accounting.Delivery{{kam.MustDay("2026-04-14"), dec("0")}}
		}, "accounting.delivery $.deliveries"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := good
			c.change(&s)
			_, err := s.Schedule(nil)
			assert.Contains(t, faults(t, err), c.want)
		})
	}
}
