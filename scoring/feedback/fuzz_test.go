package feedback_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/scoring/feedback"
)

func FuzzParseRound(f *testing.F) {
	data, err := strictjson.Canonical(valid())
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"id":"r","groups":[{"id":"peers","weight":"1"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := feedback.ParseRound(data)
		if err != nil {
			return
		}
		r, err := feedback.Compile(s)
		if err != nil {
			return
		}
		a, err := r.Collect(nil)
		require.NoError(t, err)
		a.Reminders(day("2026-01-01"))
		report, _, err := a.Report(feedback.ReportSpec{ID: "x", Subjects: s.Subjects[:1], On: day("2026-01-01")}, nil)
		require.NoError(t, err)
		report.Markdown(kam.English)
	})
}

func FuzzParseResponse(f *testing.F) {
	s := valid()
	data, err := strictjson.Canonical(says(s, "p1", "ann", "3", "4"))
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"rater":"b","subject":"ann","group":"boss","on":"2026-03-01","comments":[{"text":"<b>*x*</b>|"}]}`))
	round, err := feedback.Compile(s)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := feedback.ParseResponse(data)
		if err != nil {
			return
		}
		a, err := round.Collect([]feedback.Response{x})
		if err != nil {
			return
		}
		report, _, err := a.Report(feedback.ReportSpec{ID: "x", Subjects: []string{"ann"}, On: day("9999-12-31")}, nil)
		require.NoError(t, err)
		require.NotContains(t, report.Markdown(kam.Chinese), "<b")
	})
}

func FuzzParsePublication(f *testing.F) {
	s, responses := teamed()
	round, err := feedback.Compile(s)
	require.NoError(f, err)
	a, err := round.Collect(responses)
	require.NoError(f, err)
	_, p, err := a.Report(feedback.ReportSpec{ID: "x", Subjects: []string{"ann"}, On: day("2026-12-31")}, nil)
	require.NoError(f, err)
	data, err := p.JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := feedback.ParsePublication(data)
		if err != nil {
			return
		}
		again, err := p.JSON()
		require.NoError(t, err)
		back, err := feedback.ParsePublication(again)
		require.NoError(t, err)
		twice, err := back.JSON()
		require.NoError(t, err)
		require.Equal(t, string(again), string(twice))
		_, _, _ = a.Report(feedback.ReportSpec{ID: "x", Subjects: []string{"ann"}, On: day("2026-12-31")}, []feedback.Publication{p})
	})
}
