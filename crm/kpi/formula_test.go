package kpi_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/kpi"
)

type publishedCase struct {
	ID, Source, What, Kind, Start, Expansion, Contraction, Churn, GRR, NRR, Score, Rank, Share, Exact string
	Ratings, Weights, Points                                                                          []string
	Brands                                                                                            int64
	Places                                                                                            int32
}

func TestPublishedCases(t *testing.T) {
	var cases []publishedCase
	readJSON(t, "cases.json", &cases)
	require.Len(t, cases, 7)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			switch c.Kind {
			case "retention":
				m := kpi.Movement{Start: dec(c.Start), Expansion: dec(c.Expansion), Contraction: dec(c.Contraction), Churn: dec(c.Churn)}
				equalDecimal(t, c.NRR, m.NRR().Percent(c.Places).Decimal)
				if c.GRR != "" {
					equalDecimal(t, c.GRR, m.GRR().Percent(c.Places).Decimal)
				}
			case "nps":
				p, ok := kpi.CountPromoters(decs(c.Ratings...))
				require.True(t, ok)
				equalDecimal(t, c.Score, p.NPS().Percent(c.Places).Decimal)
			case "wallet":
				equalDecimal(t, c.Share, kpi.WalletRule(dec(c.Rank), c.Brands).Percent(c.Places).Decimal)
			case "health":
				for places, want := range map[int]string{int(c.Places): c.Score, 1: c.Exact} {
					spec := kpi.HealthSpec{Places: places, Bands: []kpi.HealthBand{{Name: "all"}}}
					var observations []kam.Observation
					for i, w := range c.Weights {
						key := "m" + string(rune('a'+i))
						spec.Groups = append(spec.Groups, kpi.HealthGroup{Name: key, Weight: dec(w), Components: []kpi.HealthComponent{{Name: key, Metric: key, Weight: dec("1")}}})
						observations = append(observations, kam.Observation{Subject: us, Metric: key, Value: null(c.Points[i])})
					}
					h, err := kpi.CompileHealth(spec)
					require.NoError(t, err)
					equalDecimal(t, want, h.Score(us, observations).Score.Decimal)
				}
			default:
				t.Fatal(c.Kind)
			}
		})
	}
}

// The published 111 of S21 is the score rounded to whole points; to two places it is 111.11.
func TestS21ToTwoPlaces(t *testing.T) {
	m := kpi.Movement{Start: dec("27000"), Expansion: dec("8000"), Churn: dec("5000")}
	equalRatio(t, "10/9", m.NRR())
	equalDecimal(t, "111.11", m.NRR().Percent(2).Decimal)
	equalRatio(t, "22/27", m.GRR())
}

func TestRetentionEdges(t *testing.T) {
	huge := decimal.New(1, 50_000_000)
	for _, c := range []struct {
		name     string
		m        kpi.Movement
		grr, nrr string
	}{
		{"nothing at the start", kpi.Movement{Expansion: dec("5")}, "?", "?"},
		{"all lost", kpi.Movement{Start: dec("5"), Churn: dec("5")}, "0", "0"},
		{"below zero at the start", kpi.Movement{Start: dec("-5")}, "?", "?"},
		{"a churn below zero", kpi.Movement{Start: dec("5"), Churn: dec("-1")}, "?", "?"},
		{"out of bounds", kpi.Movement{Start: huge}, "?", "?"},
		{"doubled", kpi.Movement{Start: dec("5"), Expansion: dec("5")}, "1", "2"},
	} {
		equalRatio(t, c.grr, c.m.GRR(), c.name)
		equalRatio(t, c.nrr, c.m.NRR(), c.name)
	}
	equalRatio(t, "?", kpi.Retention{}.Logo())
	assert.Equal(t, kpi.Retention{}, kpi.Retain([]kpi.Change{{Start: huge, End: dec("1")}}))
}

func TestRetain(t *testing.T) {
	r := kpi.Retain([]kpi.Change{
		{Start: dec("100"), End: dec("130")}, // expanded by 30
		{Start: dec("50"), End: dec("20")},   // contracted by 30
		{Start: dec("40"), End: dec("0")},    // churned
		{Start: dec("10"), End: dec("-25")},  // churned: what is paid back beyond is no revenue of the start
		{Start: dec("0"), End: dec("500")},   // new: never counts
		{Start: dec("-5"), End: dec("500")},  // nothing at the start
		{Start: dec("0"), End: dec("0")},
		{Start: dec("7"), End: dec("7")},
	})
	equalDecimal(t, "207", r.Start)
	equalDecimal(t, "30", r.Expansion)
	equalDecimal(t, "30", r.Contraction)
	equalDecimal(t, "50", r.Churn)
	equalRatio(t, "127/207", r.GRR())
	equalRatio(t, "157/207", r.NRR())
	equalRatio(t, "3/5", r.Logo())
}

// Gross retention is what is left of each account and never more; net retention adds what is above.
func TestRetentionProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	for range 500 {
		changes := make([]kpi.Change, random.IntN(8))
		var start, kept, end int64
		for i := range changes {
			s, e := random.Int64N(5)*100-100, random.Int64N(5)*100-100
			changes[i] = kpi.Change{Start: decimal.NewFromInt(s), End: decimal.NewFromInt(e)}
			if s > 0 {
				start += s
				end += max(e, 0)
				kept += min(s, max(e, 0))
			}
		}
		r := kpi.Retain(changes)
		if start == 0 {
			assert.False(t, r.GRR().Known() || r.NRR().Known() || r.Logo().Known())
			continue
		}
		equalDecimal(t, decimal.NewFromInt(kept).String(), r.GRR().Num)
		equalDecimal(t, decimal.NewFromInt(end).String(), r.NRR().Num)
		assert.LessOrEqual(t, r.GRR().Cmp(r.NRR()), 0)
		random.Shuffle(len(changes), func(i, k int) { changes[i], changes[k] = changes[k], changes[i] })
		assert.Equal(t, 0, r.NRR().Cmp(kpi.Retain(changes).NRR()))
	}
}

func TestSimpleFormulas(t *testing.T) {
	huge := decimal.New(1, 50_000_000)
	for _, c := range []struct {
		name, want string
		got        kpi.Ratio
	}{
		{"growth", "1/4", kpi.Growth(dec("80"), dec("100"))},
		{"growth down", "-1", kpi.Growth(dec("80"), dec("0"))},
		{"growth from nothing", "?", kpi.Growth(dec("0"), dec("100"))},
		{"growth from below", "?", kpi.Growth(dec("-10"), dec("100"))},
		{"growth hostile", "?", kpi.Growth(huge, dec("1"))},
		{"margin rate", "3/10", kpi.MarginRate(dec("30"), dec("100"))},
		{"margin without revenue", "?", kpi.MarginRate(dec("30"), dec("0"))},
		{"margin on refunds", "?", kpi.MarginRate(dec("30"), dec("-1"))},
		{"win rate", "3/4", kpi.WinRate(dec("3"), dec("1"))},
		{"nothing decided", "?", kpi.WinRate(dec("0"), dec("0"))},
		{"all lost", "0", kpi.WinRate(dec("0"), dec("2"))},
		{"below zero", "?", kpi.WinRate(dec("-1"), dec("2"))},
		{"wallet", "2/5", kpi.WalletShare(dec("40"), dec("100"))},
		{"no wallet", "?", kpi.WalletShare(dec("40"), dec("0"))},
		{"mean", "2", kpi.Mean(decs("1", "2", "3"))},
		{"mean of none", "?", kpi.Mean(nil)},
		{"mean hostile", "?", kpi.Mean([]decimal.Decimal{huge})},
		{"top one", "5/8", kpi.Concentration(decs("10", "50", "20", "-5"), 1)},
		{"top all", "1", kpi.Concentration(decs("10", "50", "20"), 9)},
		{"top none", "?", kpi.Concentration(decs("10"), 0)},
		{"top of nothing", "?", kpi.Concentration(nil, 1)},
		{"one alone", "1", kpi.Herfindahl(decs("42"))},
		{"four equal", "1/4", kpi.Herfindahl(decs("3", "3", "3", "3"))},
		{"three to one", "5/8", kpi.Herfindahl(decs("3", "1", "-1"))},
		{"nothing", "?", kpi.Herfindahl(decs("0"))},
	} {
		equalRatio(t, c.want, c.got, c.name)
	}
	assert.False(t, kpi.Median(nil).Valid)
	equalDecimal(t, "2", kpi.Median(decs("3", "1", "2")).Decimal)
	equalDecimal(t, "2.5", kpi.Median(decs("4", "1", "2", "3")).Decimal)
	assert.False(t, kpi.Median([]decimal.Decimal{huge}).Valid)
	equalDecimal(t, "0", kpi.Weighted(nil).Decimal)
	equalDecimal(t, "125", kpi.Weighted([]kpi.Weight{{dec("100"), dec("0.25")}, {dec("100"), dec("1")}}).Decimal)
	assert.False(t, kpi.Weighted([]kpi.Weight{{dec("100"), dec("1.01")}}).Valid)
}

// Wallets of all ranks sum to one, whatever the number of brands; ties share the mean of their ranks.
func TestWalletRule(t *testing.T) {
	for n := int64(1); n <= 40; n++ {
		sum := decimal.Zero
		for r := int64(1); r <= n; r++ {
			w := kpi.WalletRule(decimal.NewFromInt(r), n)
			sum = sum.Add(w.Num)
			if r == n {
				equalDecimal(t, w.Den.String(), sum)
			}
		}
	}
	equalRatio(t, "1/2", kpi.WalletRule(dec("1.5"), 2))
	for _, c := range []struct {
		rank   string
		brands int64
	}{{"0.5", 2}, {"3", 2}, {"1", 0}, {"1", 1_000_001}} {
		equalRatio(t, "?", kpi.WalletRule(dec(c.rank), c.brands))
	}
}

func TestSatisfied(t *testing.T) {
	s := kpi.Satisfied(decs("5", "4", "4", "3", "1"), dec("4"))
	equalRatio(t, "3/5", s.CSAT())
	equalRatio(t, "17/5", s.Mean())
	equalRatio(t, "?", kpi.Satisfied(nil, dec("4")).CSAT())

	// Wilson's interval of 8 in 10 at 95 % is 0.49016 to 0.94332, which is rounded outwards.
	at, ok := kpi.Satisfaction{Answers: 10, Top: 8}.Interval(dec("0.95"))
	require.True(t, ok)
	equalDecimal(t, "0.4901", at.Low)
	equalDecimal(t, "0.9434", at.High)
	// All of them satisfied is no certainty.
	at, ok = kpi.Satisfaction{Answers: 5, Top: 5}.Interval(dec("0.95"))
	require.True(t, ok)
	equalDecimal(t, "1", at.High)
	equalDecimal(t, "0.5655", at.Low)
	for _, confidence := range []string{"0", "1", "-1", "95"} {
		_, ok = kpi.Satisfaction{Answers: 5, Top: 5}.Interval(dec(confidence))
		assert.False(t, ok, confidence)
	}
	_, ok = kpi.Satisfaction{}.Interval(dec("0.95"))
	assert.False(t, ok)
}

func TestPromoters(t *testing.T) {
	p, ok := kpi.CountPromoters(decs("0", "6", "7", "8", "9", "10"))
	require.True(t, ok)
	assert.Equal(t, kpi.Promoters{Promoters: 2, Passives: 2, Detractors: 2}, p)
	equalRatio(t, "0", p.NPS())
	for _, bad := range []string{"-1", "11", "8.5"} {
		_, ok = kpi.CountPromoters(decs("9", bad))
		assert.False(t, ok, bad)
	}
	equalRatio(t, "?", kpi.Promoters{}.NPS())

	// 50 promoters, 30 passives, 20 detractors: 1.959964 * sqrt((0.7 - 0.09) / 100) = 0.15308.
	p = kpi.Promoters{Promoters: 50, Passives: 30, Detractors: 20}
	equalDecimal(t, "0.1531", p.Margin(dec("0.95")).Decimal)
	assert.Equal(t, kam.Text{EN: "30 points from 100 answers, give or take 16 points at 95 % confidence", ZH: "30 分，共 100 份答卷；置信水平 95% 时误差 ±16 分"}, p.Statement(dec("0.95")))
	assert.False(t, kpi.Promoters{Promoters: 9}.Margin(dec("0.95")).Valid, "all of one sort")
	assert.False(t, kpi.Promoters{Promoters: 1}.Margin(dec("0.95")).Valid, "one answer")
	assert.Equal(t, kam.Text{EN: "100 points from 1 answer; no margin can be stated", ZH: "100 分，共 1 份答卷；无法给出误差范围"}, kpi.Promoters{Promoters: 1}.Statement(dec("0.95")))
	assert.Equal(t, "no answers, so the score is unknown", kpi.Promoters{}.Statement(dec("0.95")).EN)
}

func TestRatio(t *testing.T) {
	third := kpi.Ratio{Num: dec("1"), Den: dec("3")}
	assert.Equal(t, 0, third.Cmp(kpi.Ratio{Num: dec("2"), Den: dec("6")}))
	assert.Equal(t, 1, third.Cmp(kpi.Ratio{}))
	assert.Equal(t, -1, kpi.Ratio{}.Cmp(third))
	assert.Equal(t, 0, kpi.Ratio{}.Cmp(kpi.Ratio{Num: dec("5")}))
	equalDecimal(t, "0.3333", third.Round(4).Decimal)
	equalDecimal(t, "33.3", third.Percent(1).Decimal)
	assert.False(t, kpi.Ratio{}.Round(2).Valid)
	assert.False(t, kpi.Ratio{}.Percent(2).Valid)
	assert.False(t, kpi.Ratio{Num: decimal.New(1, 50_000_000), Den: dec("1")}.Known())
}
