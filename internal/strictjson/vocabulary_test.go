package strictjson_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// rule uses the types of the root package as plans do.
type rule struct {
	Title     kam.Text      `json:"title"`
	Effective kam.Period    `json:"effective"`
	From      kam.Day       `json:"from"`
	Until     *kam.Day      `json:"until"`
	Share     kam.Fraction  `json:"share"`
	Factor    *kam.Fraction `json:"factor"`
	Currency  kam.Currency  `json:"currency"`
	Days      []kam.Day     `json:"days"`
}

func TestVocabulary(t *testing.T) {
	text := `{"currency":"CNY","days":["2026-01-01",""],"effective":"2026-01-01/2027-01-01","factor":"0","from":"2026-02-28","share":"1/3","title":{"en":"Plan","zh":"方案"},"until":""}`
	var r rule
	fs := strictjson.Decode([]byte(text), &r, "t")
	require.Empty(t, lines(fs))
	assert.Equal(t, kam.Fraction{Num: 1, Den: 3}, r.Share)
	assert.True(t, r.Factor.IsZero())
	assert.Equal(t, "2026-02-28", r.From.String())
	got, err := strictjson.Canonical(r)
	require.NoError(t, err)
	assert.Equal(t, text, string(got))
}

func TestVocabularyLeftOut(t *testing.T) {
	for _, r := range []rule{{}, {Share: kam.Fraction{Num: 0, Den: 1}, Days: []kam.Day{}}} {
		got, err := strictjson.Canonical(r)
		require.NoError(t, err)
		assert.Equal(t, `{}`, string(got))
	}
}

func TestVocabularyRefused(t *testing.T) {
	var r rule
	fs := strictjson.Decode([]byte(`{"from": "2023-02-29", "effective": "2026-01-01/2025-01-01", "share": "1/0", "days": ["31-02-2017", null], "until": 20260101, "factor": 0.5}`), &r, "t")
	bilingual(t, fs)
	assert.Equal(t, []string{
		"t.text $.from (1:10)", "t.text $.effective (1:37)", "t.text $.share (1:71)", "t.text $.days[0] (1:87)",
		"t.null $.days[1] (1:101)", "t.wrong-type $.until (1:117)", "t.wrong-type $.factor (1:137)",
	}, codes(fs))
	assert.Contains(t, fs[0].Message.EN, "2023-02-29")
}
