package evidence_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wordtest"
)

var anna = kam.Subject{Kind: "agent", ID: "anna"}

func opt(s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

func revenue(value, p string, revision int64) kam.Observation {
	return kam.Observation{Subject: anna, Metric: "revenue", Currency: "CNY", Period: kam.MustPeriod(p), Value: opt(value), Revision: revision}
}

// faults returns the codes and places of an error, "code place" each, and checks that they are told in both languages.
func faults(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		assert.NotEmpty(t, f.Message.EN)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
		assert.True(t, strings.ContainsFunc(f.Message.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) }), "%s: %s", f.Code, f.Message.ZH)
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// good is a file with one of everything.
func good() evidence.File {
	return evidence.File{
		Person:       anna,
		Observations: []kam.Observation{revenue("100.50", "2026-01-01/2026-02-01", 0), revenue("", "2026-02-01/2026-03-01", 0)},
		Positions:    []evidence.Position{{Stage: "account-manager", Track: "management", Department: "south", Held: kam.MustPeriod("2025-01-01/..")}},
		Skills:       []evidence.Assessment{{Skill: "negotiation", Level: 2, Assessor: kam.Subject{Kind: "agent", ID: "bo"}, On: kam.MustDay("2026-01-01"), Until: kam.MustDay("2027-01-01")}},
		Certificates: []evidence.Certificate{{Kind: "kam", Number: "K-1", Earned: kam.MustDay("2024-01-01")}},
		Reviews:      []evidence.Review{{Kind: "annual", Period: kam.MustPeriod("2025-01-01/2026-01-01"), Rating: "B"}},
		Flags:        []evidence.Flag{{Kind: "breach", Held: kam.MustPeriod("2024-01-01/2024-01-02"), Note: "late"}},
		Complete:     []evidence.Completeness{{Of: evidence.Flags, Name: "breach", Period: kam.MustPeriod("2024-01-01/..")}},
	}
}

func goodVocabulary() evidence.Vocabulary {
	both := func(s string) kam.Text { return kam.Text{EN: s, ZH: "名称" + s} }
	return evidence.Vocabulary{
		Metrics:      []kam.Metric{{Key: "revenue", Name: both("revenue"), Direction: kam.HigherIsBetter}},
		Skills:       []evidence.Skill{{ID: "negotiation", Name: both("negotiation"), Levels: []kam.Text{both("none"), both("good")}}},
		Certificates: []evidence.Term{{ID: "kam", Name: both("kam")}},
		Reviews:      []evidence.ReviewScale{{ID: "annual", Name: both("annual"), Ratings: []string{"C", "B", "A"}}},
		Flags:        []evidence.Term{{ID: "breach"}},
	}
}
