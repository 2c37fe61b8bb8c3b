package likelihood_test

import (
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
)

// Every sentence of the package in both languages is in testdata/texts.golden; KAM_UPDATE_GOLDEN=1 writes it anew.
func TestTexts(t *testing.T) {
	var b strings.Builder
	add := func(text kam.Text) { b.WriteString(text.EN + "\n" + text.ZH + "\n\n") }
	estimate := func(e likelihood.Estimate, err error) {
		require.NoError(t, err)
		add(e.Text)
		for _, fact := range e.Evidence {
			b.WriteString("  " + fact.Name + ": " + fact.Value + "\n")
		}
		b.WriteString("\n")
	}
	faults := func(err error) {
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		b.WriteString(invalid.In(kam.English) + "\n" + invalid.In(kam.Chinese) + "\n\n")
	}
	estimate(likelihood.FromHistory(values("8 1 7 2 6 3 5 4"), dec("6"), higher))
	estimate(likelihood.FromHistory(values("100 110 132"), dec("145.2"), higher))
	estimate(likelihood.FromHistory(values("-10 0 10"), dec("20"), higher))
	estimate(likelihood.FromHistory(values("100 101 103"), dec("100000000000"), higher))
	estimate(likelihood.FromHistory(values("100 101 103"), dec("0.000000001"), higher))
	estimate(likelihood.FromHistory(values("100 101"), dec("5"), higher))
	estimate(likelihood.FromHistory(values("100 110 121"), dec("5"), higher))
	estimate(likelihood.FromHistory(values("0 0 0"), dec("5"), higher))
	estimate(likelihood.FromGrowth(values("0 1 2"), dec("5"), higher))
	estimate(normal("100", "10").Reach(dec("105"), higher))
	deals := []likelihood.Deal{deal("10.01", frac(1, 2)), deal("20.02", frac(1, 3)), deal("29.99", frac(1, 5))}
	estimate(fromDeals(t, deals...).AtLeast(dec("20.02")))
	estimate(likelihood.OnGrid(deals, 300).MoreThan(dec("30")))

	var nothing likelihood.Distribution
	estimate(nothing.AtLeast(dec("5")))
	sure, err := nothing.Plus(dec("7"))
	require.NoError(t, err)
	estimate(sure.MoreThan(dec("5")))
	estimate(likelihood.FromHistory(values("10 21 40 82 160 330 640 1290"), dec("1400"), higher))

	standing, err := likelihood.AmongPeers(values("1 2 3"), dec("2"), higher)
	require.NoError(t, err)
	add(standing.Text)
	standing, err = likelihood.AmongPeers(nil, dec("2"), higher)
	require.NoError(t, err)
	add(standing.Text)
	coverage, err := likelihood.Cover(likelihood.Pipeline{Quota: dec("2000000"), Open: dec("6000000"), Win: frac(22, 100)})
	require.NoError(t, err)
	add(coverage.Text)
	coverage, err = likelihood.Cover(likelihood.Pipeline{Quota: dec("1000000"), Open: dec("2999999.99"), Win: frac(1, 3)})
	require.NoError(t, err)
	add(coverage.Text)
	coverage, err = likelihood.Cover(likelihood.Pipeline{Quota: dec("1000000"), Open: dec("3000000"), Win: frac(1, 3)})
	require.NoError(t, err)
	add(coverage.Text)

	for _, team := range []string{"1:1 2:2 3:3 4:4 5:5", "105:5 104:6 103:7 102:8 101:9"} {
		fairness, err := likelihood.CheckFairness(people(team))
		require.NoError(t, err)
		for _, f := range fairness.Findings {
			b.WriteString(f.In(kam.English) + "\n" + f.In(kam.Chinese) + "\n\n")
		}
	}

	_, err = likelihood.FromDeals([]likelihood.Deal{
		{ID: "a", Amount: decimal.New(1, 31), Win: frac(3, 2)}, {ID: "a"}, {ID: strings.Repeat("x", 129)},
	})
	faults(err)
	_, err = likelihood.AmongPeers([]decimal.Decimal{decimal.New(1, -31), dec(strings.Repeat("9", 39))}, dec("1"), higher)
	faults(err)
	_, err = likelihood.CheckFairness([]likelihood.Person{{ID: "a", Quota: dec("1")}, {ID: "a", Quota: dec("1")}})
	faults(err)
	_, err = likelihood.FromDeals(make([]likelihood.Deal, likelihood.MaxDeals+1))
	faults(err)
	_, err = normal("1", "0").Levels(likelihood.Bands{Threshold: kam.Whole(), Target: frac(1, 2), Stretch: frac(1, 5)}, "up", 13)
	faults(err)
	faults(likelihood.Bands{Threshold: frac(1, 5), Target: frac(1, 2), Stretch: frac(4, 5)}.Check())
	_, err = likelihood.NormalOf(nil)
	faults(err)
	_, err = likelihood.Cover(likelihood.Pipeline{Open: dec("-1")})
	faults(err)
	_, err = likelihood.Velocity(likelihood.Flow{Deals: -1, Win: kam.Whole()})
	faults(err)
	_, err = likelihood.ShareInterval(6, 0)
	faults(err)

	const golden = "testdata/texts.golden"
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}
