package training_test

import (
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wordtest"
)

var (
	anna  = kam.Subject{Kind: "agent", ID: "anna"}
	bo    = kam.Subject{Kind: "agent", ID: "bo"}
	chen  = kam.Subject{Kind: "agent", ID: "chen"}
	dana  = kam.Subject{Kind: "agent", ID: "dana"}
	other = kam.Subject{Kind: "agent", ID: "elsewhere"}
)

func day(s string) kam.Day { return kam.MustDay(s) }

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// opt reads a number; the empty text is unknown.
func opt(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(dec(s))
}

func vocabulary() evidence.Vocabulary {
	return evidence.Vocabulary{
		Skills:       []evidence.Skill{{ID: "negotiation", Levels: make([]kam.Text, 6)}},
		Certificates: []evidence.Term{{ID: "compliance", Name: kam.Text{EN: "Compliance", ZH: "合规"}}},
	}
}

func catalogueText(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/catalogue.json")
	require.NoError(t, err)
	return data
}

func catalogue(t testing.TB) training.Catalogue {
	t.Helper()
	c, err := training.ParseCatalogue(catalogueText(t))
	require.NoError(t, err)
	return c
}

func program(t testing.TB) *training.Program {
	t.Helper()
	p, err := training.Compile(catalogue(t), vocabulary())
	require.NoError(t, err)
	return p
}

// rec is a record; where is an offering, or offering and session with a slash between them.
func rec(person kam.Subject, where string, state training.State, on string) training.Record {
	r := training.Record{Person: person, Offering: where, State: state, On: day(on)}
	for i := range where {
		if where[i] == '/' {
			r.Offering, r.Session = where[:i], where[i+1:]
		}
	}
	return r
}

func voided(person kam.Subject, where, on string) training.Record {
	r := rec(person, where, training.Voided, on)
	r.Reason = "entered for the wrong person"
	return r
}

func replay(t testing.TB, records ...training.Record) *training.Log {
	t.Helper()
	l, err := program(t).Replay(records)
	require.NoError(t, err)
	return l
}

func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	return listed(t, invalid.Findings)
}

func listed(t testing.TB, findings kam.Findings) []string {
	t.Helper()
	out := make([]string, len(findings))
	for i, f := range findings {
		out[i] = f.Code + " " + f.Place
		require.NotEmpty(t, f.Message.EN, f.Code)
		require.NotEmpty(t, f.Message.ZH, f.Code)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
	}
	return out
}

func equalDecimal(t testing.TB, want string, got decimal.Decimal) {
	t.Helper()
	assert.Equal(t, want, num.Format(got))
}

// equalRate compares what a rate gives with a text such as 3/4; an empty text is unknown.
func equalRate(t testing.TB, want string, got func() (*big.Rat, bool)) {
	t.Helper()
	r, ok := got()
	if want == "" {
		assert.False(t, ok)
		assert.Nil(t, r)
		return
	}
	if assert.True(t, ok) {
		assert.Equal(t, want, r.RatString())
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "set KAM_UPDATE_GOLDEN=1 to write it")
	assert.Equal(t, string(want), got)
}
