package careerpath_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
)

func TestPresets(t *testing.T) {
	require.Equal(t, []string{"key-account-manager", "points-to-title"}, careerpath.Presets())
	for _, id := range careerpath.Presets() {
		t.Run(id, func(t *testing.T) {
			l, err := careerpath.Preset(id)
			require.NoError(t, err)
			assert.Equal(t, id, l.ID)
			assert.NotEmpty(t, l.Source.EN)
			assert.NotEmpty(t, l.Source.ZH)
			p := compile(t, l)
			assert.Empty(t, p.Warnings())
			stored, err := os.ReadFile("presets/" + id + ".json")
			require.NoError(t, err)
			text, err := l.JSON()
			require.NoError(t, err)
			assert.Equal(t, string(stored), string(text)+"\n", "it is written as the package writes")
			if id == "key-account-manager" {
				for _, m := range l.Moves {
					for _, n := range []string{"to-account-manager", "to-key-account-manager", "to-senior-key-account-manager", "to-key-account-director", "down-key-account-manager"} {
						if m.ID == n {
							assert.NotEmpty(t, m.Source.ZH, n)
						}
					}
				}
			}
		})
	}
}

// The whole way up, and back from the experts, is there.
func TestKeyAccountLadder(t *testing.T) {
	p := preset(t, "key-account-manager")
	for _, c := range [][3]string{
		{"representative", "key-account-director", "to-account-manager to-key-account-manager to-senior-key-account-manager to-key-account-director"},
		{"representative", "chief-key-account-expert", "to-account-manager to-key-account-manager to-key-account-expert to-chief-key-account-expert"},
		{"chief-key-account-expert", "key-account-director", "chief-back-to-accounts to-key-account-director"},
		{"presales-consultant", "key-account-manager", "to-senior-presales-consultant senior-presales-to-sales"},
		{"customer-success-manager", "key-account-manager", "service-to-sales to-key-account-manager"},
	} {
		way, err := p.Path(c[0], c[1])
		require.NoError(t, err)
		assert.Equal(t, strings.Fields(c[2]), ids(way))
	}
}

func TestPresetsAreIndependent(t *testing.T) {
	a, err := careerpath.Preset("key-account-manager")
	require.NoError(t, err)
	a.Moves[0].Criteria.All[0].Tenure.Months = 1
	b, err := careerpath.Preset("key-account-manager")
	require.NoError(t, err)
	assert.Equal(t, 12, b.Moves[0].Criteria.All[0].Tenure.Months)
}

func TestUnknownPreset(t *testing.T) {
	for _, id := range []string{"", "sales", "../presets/points-to-title", "points-to-title.json"} {
		_, err := careerpath.Preset(id)
		require.ErrorIs(t, err, careerpath.ErrPreset, id)
	}
}

func TestParseLadder(t *testing.T) {
	for _, l := range []careerpath.Ladder{small(), rich()} {
		text, err := l.JSON()
		require.NoError(t, err)
		back, err := careerpath.ParseLadder(text)
		require.NoError(t, err)
		assert.Equal(t, compile(t, l).Hash(), compile(t, back).Hash())
	}
	_, err := careerpath.ParseLadder([]byte(`{"format": 1, "Id": "x", "stages": [{"rank": "2", "headcount": 1.5}], "moves": null}`))
	assert.ElementsMatch(t, []string{
		"ladder.key-case $.Id (1:15)", "ladder.wrong-type $.stages[0].rank (1:46)", "ladder.number $.stages[0].headcount (1:64)", "ladder.null $.moves (1:80)",
	}, faultCodes(t, err))
}

// Whatever a text says, there is a program or a fault.
func FuzzParseLadder(f *testing.F) {
	for _, l := range []careerpath.Ladder{small(), rich()} {
		text, err := l.JSON()
		require.NoError(f, err)
		f.Add(text)
	}
	for _, id := range careerpath.Presets() {
		text, err := os.ReadFile("presets/" + id + ".json")
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := careerpath.ParseLadder(text)
		if err != nil {
			require.NotEmpty(t, faultCodes(t, err))
			return
		}
		p, err := careerpath.Compile(l)
		if err != nil {
			require.NotEmpty(t, faultCodes(t, err))
			return
		}
		require.NotEmpty(t, p.Markdown(kam.Chinese, careerpath.Page{}))
		p.Steps()
		for _, s := range p.Stages() {
			if _, err := p.Readiness(file(held(s.ID, "2026-01-01/..")), today); err != nil {
				require.ErrorIs(t, err, careerpath.ErrNotInForce)
			}
		}
	})
}

func FuzzParseReadiness(f *testing.F) {
	for _, stage := range []string{"manager", "nowhere"} {
		text, err := ready(f, scored(f), file(held(stage, "2026-01-01/.."))).JSON()
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := careerpath.ParseReadiness(text)
		if err != nil {
			require.NotEmpty(t, faultCodes(t, err))
			return
		}
		require.NotEmpty(t, r.Markdown(kam.English))
		require.NotEmpty(t, r.Summary().ZH)
	})
}

func BenchmarkCompile(b *testing.B) {
	l, err := careerpath.Preset("key-account-manager")
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := careerpath.Compile(l); err != nil {
			b.Fatal(err)
		}
	}
}
