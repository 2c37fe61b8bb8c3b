package kpi_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

func newRandom() *rand.Rand { return rand.New(rand.NewPCG(7, 2)) }

func buyer(id, last string, purchases int64, amount string) kpi.Buyer {
	return kpi.Buyer{Account: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: id}, Name: "The " + id, Last: kam.MustDay(last), Purchases: purchases, Amount: dec(amount), Currency: "CNY"}
}

func rfm(t *testing.T, s kpi.RFMSpec) *kpi.RFM {
	t.Helper()
	r, err := kpi.CompileRFM(s)
	require.NoError(t, err)
	return r
}

func TestRFMByBounds(t *testing.T) {
	r := rfm(t, kpi.RFMSpec{
		Recency: kpi.Axis{Bounds: decs("30", "60", "90", "180")}, Frequency: kpi.Axis{Bounds: decs("2", "4", "8", "16")}, Monetary: kpi.Axis{Bounds: decs("1000", "5000", "10000", "50000")},
		Segments: append(kpi.PublishedSegments(), kpi.Segment{Name: "recent", Codes: []string{"5**"}}),
	})
	result := r.Score(kam.MustDay("2026-06-30"), []kpi.Buyer{
		buyer("champion", "2026-05-31", 16, "50000"), // 30 days are within 30
		buyer("close", "2026-05-30", 15, "49999.99"), // 31 days
		buyer("frequent", "2026-06-30", 8, "100000"),
		buyer("risk", "2025-12-31", 20, "10000"), // 181 days
		buyer("gone", "2020-01-01", 1, "1"),
		buyer("new", "2026-06-30", 1, "999"),
		buyer("tomorrow", "2026-07-01", 1, "999"),
		{Account: crm.Ref{ID: "never"}},
	})
	codes := map[string]string{}
	for _, s := range result.Scores {
		codes[s.Account.ID] = s.Code + " " + s.Segment
	}
	assert.Equal(t, map[string]string{
		"champion": "555 champions", "close": "444 ", "frequent": "545 champions", "risk": "154 at risk", "gone": "111 hibernating", "new": "511 recent", "tomorrow": " ", "never": " ",
	}, codes)
	assert.Empty(t, result.Findings)
}

func TestRFMByQuantiles(t *testing.T) {
	five := kpi.Axis{Quantiles: 5}
	var buyers []kpi.Buyer
	for i := range 10 {
		buyers = append(buyers, buyer(fmt.Sprintf("%02d", i), kam.MustDay("2026-06-01").AddDays(i).String(), int64(1+i/5), decimal.NewFromInt(int64(100*i)).String()))
	}
	score := func(ties kpi.Ties) []string {
		var out []string
		result := rfm(t, kpi.RFMSpec{Recency: five, Frequency: five, Monetary: five, Ties: ties, MinBuyers: 10}).Score(kam.MustDay("2026-06-30"), buyers)
		assert.Empty(t, result.Findings)
		for _, s := range result.Scores {
			out = append(out, s.Code)
		}
		return out
	}
	// The best fifth of ten are two. Two groups of equal frequency, five each: the lower half has places 1 to 5, the upper
	// 6 to 10.
	assert.Equal(t, []string{"111", "111", "212", "212", "313", "333", "434", "434", "535", "535"}, score(kpi.TiesLower))
	assert.Equal(t, []string{"131", "131", "232", "232", "333", "353", "454", "454", "555", "555"}, score(kpi.TiesHigher))
}

func TestRFMOfFewBuyers(t *testing.T) {
	five := kpi.Axis{Quantiles: 5}
	r := rfm(t, kpi.RFMSpec{Recency: five, Frequency: five, Monetary: five, Ties: kpi.TiesLower})
	var buyers []kpi.Buyer
	for i := range 4 {
		buyers = append(buyers, buyer(fmt.Sprint(i), "2026-06-01", 1, "1"))
	}
	result := r.Score(kam.MustDay("2026-06-30"), buyers)
	require.Len(t, result.Findings, 2)
	assert.Equal(t, kam.Error, result.Findings[0].Severity)
	assert.Equal(t, "4 buyers cannot be cut into 5 parts; there are no scores", result.Findings[0].Message.EN)
	assert.Equal(t, "4 个客户无法分为 5 档，不予评分", result.Findings[1].Message.ZH)
	assert.Empty(t, result.Scores[0].Code)
	buyers = append(buyers, buyer("4", "2026-06-02", 2, "2"))
	result = r.Score(kam.MustDay("2026-06-30"), buyers)
	assert.Equal(t, kam.Warning, result.Findings[0].Severity)
	assert.Equal(t, "5 buyers are few for 5 parts: one more or less moves others", result.Findings[0].Message.EN)
	assert.Equal(t, "555", result.Scores[4].Code)
	assert.Empty(t, r.Score(kam.MustDay("2026-06-30"), nil).Findings)
}

// Amounts of two currencies are never compared: each buyer is among those of his own.
func TestRFMKeepsCurrenciesApart(t *testing.T) {
	two := kpi.Axis{Quantiles: 2}
	r := rfm(t, kpi.RFMSpec{Recency: two, Frequency: two, Monetary: two, Ties: kpi.TiesLower, MinBuyers: 2})
	buyers := []kpi.Buyer{buyer("a", "2026-06-01", 1, "1000"), buyer("b", "2026-06-02", 2, "2000"), buyer("c", "2026-06-03", 3, "1"), buyer("d", "2026-06-04", 4, "2")}
	buyers[2].Currency, buyers[3].Currency = "USD", "USD"
	result := r.Score(kam.MustDay("2026-06-30"), buyers)
	var codes []string
	for _, s := range result.Scores {
		codes = append(codes, s.Code)
	}
	assert.Equal(t, []string{"111", "112", "221", "222"}, codes)
}

// A buyer who is better in one value and alike in the others never scores worse.
func TestRFMIsMonotone(t *testing.T) {
	random := newRandom()
	for range 200 {
		axis := kpi.Axis{Quantiles: 2 + random.IntN(4)}
		ties := []kpi.Ties{kpi.TiesLower, kpi.TiesHigher}[random.IntN(2)]
		r := rfm(t, kpi.RFMSpec{Recency: axis, Frequency: axis, Monetary: axis, Ties: ties, MinBuyers: 1})
		var buyers []kpi.Buyer
		for i := range 6 + random.IntN(20) {
			buyers = append(buyers, buyer(fmt.Sprintf("%02d", i), kam.MustDay("2026-06-01").AddDays(random.IntN(5)).String(), random.Int64N(4), decimal.NewFromInt(random.Int64N(5)).String()))
		}
		scores := r.Score(kam.MustDay("2026-06-30"), buyers).Scores
		for _, x := range scores {
			for _, y := range scores {
				assert.True(t, x.Days < y.Days || x.Recency <= y.Recency)
				assert.True(t, x.Purchases > y.Purchases || x.Frequency <= y.Frequency)
				assert.True(t, x.Amount.GreaterThan(y.Amount) || x.Monetary <= y.Monetary)
			}
			assert.True(t, x.Recency >= 1 && x.Recency <= axis.Quantiles)
		}
	}
}

func TestBuyers(t *testing.T) {
	records := []crm.Record{
		account("acme", "", ""), order("1", "acme", "2026-04-01", "10", "CNY"), order("2", "acme", "2026-06-15", "20", "CNY"), order("3", "acme", "2026-06-20", "-5", "CNY"),
		order("4", "acme", "2026-05-01", "", "CNY"), order("5", "acme", "2026-05-01", "7", "USD"), order("6", "acme", "2026-07-01", "7", "CNY"),
	}
	buyers, err := read(t, nil, records...).Buyers(second())
	require.NoError(t, err)
	require.Len(t, buyers, 2)
	assert.Equal(t, int64(3), buyers[0].Purchases)
	assert.Equal(t, int64(1), buyers[0].Left)
	equalDecimal(t, "30", buyers[0].Amount)
	assert.Equal(t, kam.MustDay("2026-06-15"), buyers[0].Last, "a refund is no purchase")
	assert.Equal(t, kam.Currency("USD"), buyers[1].Currency)
	one := kpi.Axis{Bounds: decs("1")}
	scores := rfm(t, kpi.RFMSpec{Recency: one, Frequency: one, Monetary: one}).Score(kam.MustDay("2026-06-30"), buyers).Scores
	assert.Empty(t, scores[0].Code, "an amount is missing")
	assert.Equal(t, "122", scores[1].Code)
	buyers, err = read(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }, records...).Buyers(second())
	require.NoError(t, err)
	assert.Equal(t, int64(2), buyers[0].Purchases)
	assert.Zero(t, buyers[0].Left)
}

func TestCompileRFMFindsEveryFault(t *testing.T) {
	_, err := kpi.CompileRFM(kpi.RFMSpec{Recency: kpi.Axis{Quantiles: 10}, Frequency: kpi.Axis{Bounds: decs("5", "5")}, MinBuyers: -1, Segments: []kpi.Segment{{Name: "a", Codes: []string{"19", "1*4", "0**", "***"}}, {Name: "a"}}})
	assert.Equal(t, []string{"kpi.axis", "kpi.ties", "kpi.buyers", "kpi.segment", "kpi.twice", "kpi.too-few"}, faults(t, err))
	_, err = kpi.CompileRFM(kpi.RFMSpec{Recency: kpi.Axis{Bounds: decs("1")}, Frequency: kpi.Axis{Bounds: decs("1")}, Monetary: kpi.Axis{Bounds: decs("1")}, Ties: kpi.TiesLower})
	assert.Equal(t, []string{"kpi.ties"}, faults(t, err))
}
