package attain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring/attain"
)

func share(id, part, whole, weight string) attain.Share {
	return attain.Share{ID: id, Part: known(part), Whole: known(whole), Weight: kam.MustFraction(weight)}
}

func TestMarketDevelopment(t *testing.T) {
	cases := []struct {
		name                 string
		shares               []attain.Share
		index, contributions string
	}{
		{"three", []attain.Share{share("new accounts", "5", "20", "0.5"), share("new sectors", "1", "10", "0.3"), share("whitespace", "2", "4", "0.2")}, "51/200", "[1/8 3/100 1/10]"},
		{"thirds", []attain.Share{share("a", "1", "1", "1/3"), share("b", "0", "1", "1/3"), share("c", "1", "2", "1/3")}, "1/2", "[1/3 0 1/6]"},
		{"one", []attain.Share{share("a", "3", "4", "1")}, "3/4", "[3/4]"},
		{"unknown part", []attain.Share{share("a", "", "4", "0.5"), share("b", "1", "4", "0.5")}, "unknown-input", "[unknown 1/8]"},
		{"nothing to share", []attain.Share{share("a", "0", "0", "0.5"), share("b", "1", "4", "0.5")}, "zero-whole", "[unknown 1/8]"},
		{"unknown without weight", []attain.Share{share("a", "", "4", "0"), share("b", "1", "4", "1")}, "1/4", "[0 1/4]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.MarketDevelopment(c.shares)
			require.NoError(t, err)
			equal(t, c.index, out.Index)
			var got []attain.Ratio
			for i, s := range out.Shares {
				assert.Equal(t, c.shares[i].ID, s.ID)
				got = append(got, s.Contribution)
			}
			assert.Equal(t, c.contributions, fmt.Sprint(got))
			wordtest.Formatted(t, out.Explain().EN+out.Explain().ZH)
		})
	}
}

func TestMarketDevelopmentFaults(t *testing.T) {
	cases := []struct {
		name   string
		shares []attain.Share
		want   []string
	}{
		{"none", nil, []string{"attain.count $.shares"}},
		{"too many", make([]attain.Share, attain.MaxShares+1), []string{"attain.count $.shares"}},
		{"weights of 0.99", []attain.Share{share("a", "1", "2", "0.5"), share("b", "1", "2", "0.49")}, []string{"attain.weight $.shares"}},
		{"negative weight", []attain.Share{share("a", "1", "2", "1.5"), share("b", "1", "2", "-0.5")}, []string{"attain.weight $.shares[1].weight"}},
		{"more than the whole", []attain.Share{share("a", "3", "2", "1")}, []string{"attain.share $.shares[0].part"}},
		{"part of nothing", []attain.Share{share("a", "3", "0", "1")}, []string{"attain.share $.shares[0].part"}},
		{"negative", []attain.Share{share("a", "-1", "2", "0.5"), share("b", "-1", "-2", "0.5")}, []string{"attain.share $.shares[0].part", "attain.share $.shares[1].part", "attain.share $.shares[1].whole"}},
		{"ID and number", []attain.Share{share("", "1e40", "2", "1")}, []string{"attain.id $.shares[0].id", "attain.number $.shares[0].part"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := attain.MarketDevelopment(c.shares)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestDevelopmentIndex(t *testing.T) {
	cases := []struct {
		name                           string
		sales, allSales, base, allBase string
		want                           string
	}{
		{"above", "30", "100", "200", "1000", "3/2"},
		{"as expected", "1", "3", "2", "6", "1"},
		{"below", "5", "100", "200", "1000", "1/4"},
		{"no sales", "0", "100", "200", "1000", "0"},
		{"no sales anywhere", "0", "0", "200", "1000", "zero-whole"},
		{"no people", "1", "100", "0", "1000", "zero-base"},
		{"no people anywhere", "1", "100", "0", "0", "zero-whole"},
		{"unknown", "1", "100", "", "1000", "unknown-input"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := attain.Development{Sales: known(c.sales), AllSales: known(c.allSales), Base: known(c.base), AllBase: known(c.allBase)}.Index()
			require.NoError(t, err)
			equal(t, c.want, r)
		})
	}
	_, err := attain.Development{Sales: known("3"), AllSales: known("2"), Base: known("1e40"), AllBase: known("-1")}.Index()
	assert.Equal(t, []string{"attain.share $.sales", "attain.number $.base", "attain.share $.allBase"}, codes(t, err))
}
