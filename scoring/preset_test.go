package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

func TestPresets(t *testing.T) {
	require.Equal(t, []string{"change-readiness", "innovation", "key-account-manager", "organisational-climate"}, scoring.Presets())
	for _, id := range scoring.Presets() {
		t.Run(id, func(t *testing.T) {
			c, err := scoring.Preset(id)
			require.NoError(t, err)
			assert.Equal(t, id, c.ID)
			for _, text := range []kam.Text{c.Name, c.Source} {
				assert.NotEmpty(t, text.EN)
				assert.NotEmpty(t, text.ZH)
			}
			p := compile(t, c)
			r, err := p.Score(scoring.Inputs{Subject: anna, Period: year})
			require.NoError(t, err)
			assert.Equal(t, scoring.UnknownNothing, r.Unknown, "nobody is judged on nothing")
			for _, m := range r.Measures() {
				assert.NotEmpty(t, m.Name.EN)
				assert.NotEmpty(t, m.Name.ZH)
			}
			var check func([]scoring.Dimension, []scoring.Measure)
			check = func(dimensions []scoring.Dimension, measures []scoring.Measure) {
				for _, m := range measures {
					assert.NotEmpty(t, m.Formula.EN, m.ID)
					assert.NotEmpty(t, m.Formula.ZH, m.ID)
				}
				for _, d := range dimensions {
					assert.NotEmpty(t, d.Name.ZH)
					check(d.Dimensions, d.Measures)
				}
			}
			check(c.Dimensions, c.Measures)
		})
	}
}

func TestUnknownPreset(t *testing.T) {
	for _, id := range []string{"", "sales", "../preset", "innovation.json"} {
		_, err := scoring.Preset(id)
		require.ErrorIs(t, err, scoring.ErrPreset, id)
	}
}

// keyAccount is a whole case of the key-account manager, worked by hand:
//
//	sales growth 10 %                  60 + 40 * 1/2 = 80                      * 0.35 = 28
//	satisfied 72.5 %: 40 + 50 * 1/2 = 65; NPS 0.25: 75; together 70            * 0.2  = 14
//	gross retention 0.75: 20; customers kept unknown: together 20              * 0.25 = 5
//	new accounts 0.12 of 0.15: 80; new sectors 0.2 of 0.1: 100; whitespace 0: 0
//	0.4 * 80 + 0.3 * 100 = 62                                                  * 0.2  = 12.4
//	sum 59.4, grade D
func keyAccount() []kam.Observation {
	return []kam.Observation{
		ratioOf("sales.growth", "10", "100"), ratioOf("customer.csat", "29", "40"), ratioOf("customer.nps", "5", "20"),
		ratioOf("customer.retention.gross", "750", "1000"),
		ratioOf("market.share.new-account", "12", "100"), ratioOf("market.share.new-sector", "20", "100"), ratioOf("market.share.whitespace", "0", "100"),
	}
}

func TestKeyAccountManagerByHand(t *testing.T) {
	c, err := scoring.Preset("key-account-manager")
	require.NoError(t, err)
	r := score(t, c, keyAccount()...)
	equalExact(t, "59.4", r.Total)
	assert.Equal(t, "D", r.Grade)
	equalExact(t, "0.9", r.Coverage)
	want := map[string]string{"growth": "28", "satisfaction": "14", "retention": "5", "market-development": "12.4", "customer-retention": "0", "gross-retention": "5"}
	for id, contribution := range want {
		n, ok := r.Node(id)
		require.True(t, ok)
		equalExact(t, contribution, n.Contribution)
	}
	n, _ := r.Node("customer-retention")
	assert.Equal(t, scoring.LeftOut, n.State)
	assert.False(t, n.Score.Known())
	equalExact(t, "0.1", n.Share)
}
