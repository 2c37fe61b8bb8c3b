package feedback_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

// large is a round of 30 questions about some subjects, each rated by a boss, ten peers and ten reports.
func large(subjects int) (feedback.RoundSpec, []feedback.Response) {
	s := spec(names("s", subjects), names("q", 30)...)
	var responses []feedback.Response
	answers := make([]string, 30)
	for i, subject := range s.Subjects {
		from := len(s.Invitations)
		invite(&s, subject, feedback.Boss, "b")
		for j := range 10 {
			invite(&s, subject, feedback.Peers, fmt.Sprint("p", (i*3+j)%(subjects*3)))
			invite(&s, subject, feedback.Reports, fmt.Sprint("r", (i*3+j)%(subjects*3)))
		}
		for j, in := range s.Invitations[from:] {
			for k := range answers {
				answers[k] = fmt.Sprint(1 + (i+j*k)%5)
			}
			one := feedback.RoundSpec{Dimensions: s.Dimensions, Invitations: []feedback.Invitation{in}}
			responses = append(responses, says(one, in.Rater, in.Subject, answers...))
		}
	}
	return s, responses
}

func BenchmarkReport(b *testing.B) {
	s, responses := large(100)
	a := collect(b, s, responses...)
	var ledger []feedback.Publication
	for _, subject := range s.Subjects[1:] {
		_, ledger = report(b, a, ledger, "of-"+subject, subject)
	}
	_, team := report(b, a, ledger, "team", s.Subjects[1:]...)
	bench := func(name string, ledger []feedback.Publication, subjects ...string) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _, err := a.Report(feedback.ReportSpec{ID: "x", Subjects: subjects, On: day("2026-12-31")}, ledger)
				require.NoError(b, err)
			}
		})
	}
	bench("first", nil, "s1")
	bench("beside 99 others", ledger, "s1")
	bench("team of 100 beside 99 reports", ledger, s.Subjects...)
	bench("one beside a team and 99 reports", team, "s2")
}

func BenchmarkMarkdown(b *testing.B) {
	s, responses := large(5)
	r, _ := report(b, collect(b, s, responses...), nil, "x", "s1")
	b.ReportAllocs()
	for b.Loop() {
		_ = r.Markdown(kam.Chinese)
	}
}
