package feedback_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

func day(s string) kam.Day { return kam.MustDay(s) }

func text(s string) kam.Text { return kam.Text{EN: s, ZH: s} }

func known(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// equal compares a number that may be unknown, "" for one that is.
func equal(t testing.TB, want string, got decimal.NullDecimal, what ...any) {
	t.Helper()
	switch {
	case want == "" && got.Valid:
		t.Errorf("%v: got %s, want unknown", what, got.Decimal)
	case want != "" && !got.Valid:
		t.Errorf("%v: got unknown, want %s", what, want)
	case want != "" && !dec(want).Equal(got.Decimal):
		t.Errorf("%v: got %s, want %s", what, got.Decimal, want)
	}
}

// said is what may stand in a Chinese text in Latin letters: what is quoted, places, powers of ten, and names of formats.
var said = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\$[.\w\[\]]*|\d+E-?\d+|…E-?\d+|UTF-8|JSON`)

// chinese checks that the texts of a finding in Chinese have no words of another language.
func chinese(t testing.TB, f kam.Finding) {
	t.Helper()
	for _, text := range []string{f.Message.ZH, f.Remedy.ZH} {
		require.NotRegexp(t, `[A-Za-z]|, |; `, said.ReplaceAllString(text, ""), f.Code)
	}
}

// codes returns the codes and places of the findings in err.
func codes(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var list []string
	for _, f := range invalid.Findings {
		require.NotEmpty(t, f.Message.EN, f)
		require.NotEmpty(t, f.Message.ZH, f)
		require.NotEmpty(t, f.Remedy.EN, f)
		require.NotEmpty(t, f.Remedy.ZH, f)
		chinese(t, f)
		list = append(list, f.Code+" "+f.Place)
	}
	return list
}

// spec is a round about the subjects in one dimension of some questions, on a scale of 1 to 5.
func spec(subjects []string, questions ...string) feedback.RoundSpec {
	s := feedback.RoundSpec{
		ID: "round-1", Name: text("Round"), Subjects: subjects,
		Groups: []feedback.Group{
			{ID: feedback.Self},
			{ID: feedback.Boss, Weight: kam.MustFraction("0.2")},
			{ID: feedback.Peers, Weight: kam.MustFraction("0.3")},
			{ID: feedback.Reports, Weight: kam.MustFraction("0.5")},
		},
		Dimensions: []feedback.Dimension{{
			ID: "trust", Name: text("Trust"), Scale: feedback.Scale{Least: dec("1"), Most: dec("5")},
		}},
		Due: day("2026-03-31"),
	}
	for _, q := range questions {
		s.Dimensions[0].Questions = append(s.Dimensions[0].Questions, feedback.Question{ID: q, Text: text("About " + q)})
	}
	return s
}

// invite adds invitations of raters to rate a subject as one of a group.
func invite(s *feedback.RoundSpec, subject, group string, raters ...string) {
	for _, r := range raters {
		s.Invitations = append(s.Invitations, feedback.Invitation{Rater: r, Subject: subject, Group: group})
	}
}

// says is a response with an answer to each question in turn, "" for none.
func says(s feedback.RoundSpec, rater, subject string, answers ...string) feedback.Response {
	r := feedback.Response{Rater: rater, Subject: subject, On: day("2026-03-10")}
	for _, in := range s.Invitations {
		if in.Rater == rater && in.Subject == subject {
			r.Group = in.Group
		}
	}
	i := 0
	for _, d := range s.Dimensions {
		for _, q := range d.Questions {
			if i < len(answers) && answers[i] != "" {
				r.Answers = append(r.Answers, feedback.Answer{Question: q.ID, Value: known(answers[i])})
			}
			i++
		}
	}
	return r
}

func compile(t testing.TB, s feedback.RoundSpec) *feedback.Round {
	t.Helper()
	r, err := feedback.Compile(s)
	require.NoError(t, err)
	return r
}

func collect(t testing.TB, s feedback.RoundSpec, responses ...feedback.Response) *feedback.Answers {
	t.Helper()
	a, err := compile(t, s).Collect(responses)
	require.NoError(t, err)
	return a
}

// report returns a report about subjects, and the ledger with it.
func report(t testing.TB, a *feedback.Answers, ledger []feedback.Publication, id string, subjects ...string) (*feedback.Report, []feedback.Publication) {
	t.Helper()
	r, p, err := a.Report(feedback.ReportSpec{ID: id, Subjects: subjects, On: day("2026-12-31")}, ledger)
	require.NoError(t, err)
	require.NoError(t, p.Check())
	return r, append(append([]feedback.Publication{}, ledger...), p)
}

// line returns that of a group in a result.
func line(t testing.TB, x feedback.Result, group string) feedback.Line {
	t.Helper()
	for _, l := range x.Lines {
		if l.Group == group {
			return l
		}
	}
	t.Fatalf("no line %s", group)
	return feedback.Line{}
}

func names(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%d", prefix, i+1)
	}
	return out
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// golden compares a text with a file, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}
