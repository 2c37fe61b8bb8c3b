package feedback_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

// teamed is a round with two questions about two subjects, and its responses.
func teamed() (feedback.RoundSpec, []feedback.Response) {
	s := spec([]string{"ann", "bob"}, "q1", "q2")
	invite(&s, "ann", feedback.Self, "ann")
	invite(&s, "ann", feedback.Boss, "b")
	invite(&s, "ann", feedback.Peers, "p1", "p2", "p3", "p4", "p5", "p6")
	invite(&s, "ann", feedback.Reports, "r1", "r2")
	invite(&s, "bob", feedback.Self, "bob")
	invite(&s, "bob", feedback.Peers, "p1", "p2", "p7")
	return s, []feedback.Response{
		says(s, "ann", "ann", "5", "2"), says(s, "b", "ann", "2", "3"),
		says(s, "p1", "ann", "3", "3"), says(s, "p2", "ann", "4", "4"), says(s, "p3", "ann", "5"), says(s, "p4", "ann", "4"), says(s, "p5", "ann", "4"),
		says(s, "r1", "ann", "1", "1"), says(s, "r2", "ann", "1", "1"),
		says(s, "bob", "bob", "1", "1"), says(s, "p1", "bob", "2", "2"), says(s, "p7", "bob", "2", "2"),
	}
}

func TestReport(t *testing.T) {
	s, responses := teamed()
	r, ledger := report(t, collect(t, s, responses...), nil, "r1", "ann")
	d := r.Dimensions[0]
	q1, q2 := d.Questions[0], d.Questions[1]

	peers := line(t, q1, feedback.Peers)
	equal(t, "4", peers.Mean)
	equal(t, "20", peers.Sum)
	assert.Equal(t, 5, peers.Raters)
	assert.Equal(t, 5, peers.Count)
	equal(t, "0.63", peers.Spread, "the root of 0.4 is 0.632")
	assert.Equal(t, feedback.TooFew, line(t, q1, feedback.Reports).Hidden)
	equal(t, "3.2", q1.Others, "0.4 x 2 + 0.6 x 4")
	equal(t, "1.8", q1.Gap)
	assert.Equal(t, feedback.BlindSpot, q1.Sight)

	assert.Equal(t, feedback.TooFew, line(t, q2, feedback.Peers).Hidden, "two answered it")
	equal(t, "", q2.Others, "the boss alone is less than four")
	equal(t, "", q2.Gap)
	assert.Empty(t, q2.Sight)

	equal(t, "4", line(t, d.Result, feedback.Peers).Mean)
	assert.Equal(t, 1, line(t, d.Result, feedback.Peers).Questions)
	equal(t, "2.5", line(t, d.Result, feedback.Boss).Mean)
	assert.Equal(t, 2, line(t, d.Result, feedback.Boss).Questions)
	assert.Equal(t, 1, line(t, d.Result, feedback.Boss).Raters)
	assert.Equal(t, 2, line(t, d.Result, feedback.Boss).Count)
	equal(t, "3.5", line(t, d.Result, feedback.Self).Mean)
	equal(t, "3.2", d.Others)
	equal(t, "1.8", d.Gap, "of the question that both are known of, not 3.5 less 3.2")
	assert.Equal(t, feedback.TooFew, line(t, d.Result, feedback.Reports).Hidden)

	assert.Len(t, ledger[0].Aggregates, 9, "self and boss of both questions, peers of one, comments of three, a spread")
	assert.Equal(t, int64(1), ledger[0].Sequence)
}

func TestReportAgainIsTheSame(t *testing.T) {
	s, responses := teamed()
	a := collect(t, s, responses...)
	first, ledger := report(t, a, nil, "r1", "ann")
	again, ledger := report(t, a, ledger, "r1", "ann")
	assert.Equal(t, asJSON(t, first), asJSON(t, again))
	assert.Equal(t, int64(2), ledger[1].Sequence)
	assert.Equal(t, asJSON(t, ledger[0].Aggregates), asJSON(t, ledger[1].Aggregates))
}

func TestReportAfterOneMoreAnswer(t *testing.T) {
	s, responses := teamed()
	_, ledger := report(t, collect(t, s, responses...), nil, "r1", "ann")
	late := says(s, "p6", "ann", "1", "1")
	late.Comments = []feedback.Comment{{Text: "late"}}
	r, _ := report(t, collect(t, s, append(responses, late)...), ledger, "r2", "ann")
	q1, q2 := r.Dimensions[0].Questions[0], r.Dimensions[0].Questions[1]
	assert.Equal(t, feedback.Differencing, line(t, q1, feedback.Peers).Hidden)
	equal(t, "", q1.Others)
	assert.Empty(t, line(t, q2, feedback.Peers).Hidden, "nothing was told of it before")
	equal(t, "2.67", line(t, q2, feedback.Peers).Mean)
	equal(t, "", line(t, q2, feedback.Peers).Spread, "of three answers")
	assert.Equal(t, feedback.Differencing, r.Comments[2].Hidden)
	assert.NotContains(t, asJSON(t, r), "late")
	assert.Equal(t, feedback.Differencing, line(t, feedback.Result{Lines: []feedback.Line{line(t, q1, feedback.Peers)}}, feedback.Peers).Hidden)
}

func TestReportOfDay(t *testing.T) {
	s, responses := teamed()
	responses[2].On = day("2026-03-11")
	a := collect(t, s, responses...)
	for on, want := range map[string]int{"2026-03-09": 0, "2026-03-10": 4, "2026-03-11": 5} {
		r, _, err := a.Report(feedback.ReportSpec{ID: "r", Subjects: []string{"ann"}, On: day(on)}, nil)
		require.NoError(t, err)
		assert.Equal(t, want, line(t, r.Dimensions[0].Questions[0], feedback.Peers).Raters, on)
	}
}

func TestTeamReport(t *testing.T) {
	s, responses := teamed()
	a := collect(t, s, responses...)
	r, ledger := report(t, a, nil, "r1", "bob", "ann")
	assert.Equal(t, []string{"ann", "bob"}, r.Subjects)
	q := r.Dimensions[0].Questions[0]
	for _, l := range q.Lines {
		assert.NotEqual(t, feedback.Self, l.Group, "what people say of themselves is for them alone")
	}
	peers := line(t, q, feedback.Peers)
	assert.Equal(t, 6, peers.Raters)
	assert.Equal(t, 7, peers.Count)
	equal(t, "24", peers.Sum)
	equal(t, "", q.Gap)

	alone, _ := report(t, a, ledger, "r2", "ann")
	assert.Equal(t, feedback.Differencing, line(t, alone.Dimensions[0].Questions[0], feedback.Peers).Hidden, "the rest would be bob's two")
	assert.Equal(t, feedback.Differencing, line(t, alone.Dimensions[0].Result, feedback.Peers).Hidden)
}

func TestMerge(t *testing.T) {
	s, responses := teamed()
	s.Merges = []feedback.Merge{{ID: "team", Groups: []string{feedback.Peers, feedback.Reports}}}
	r, _ := report(t, collect(t, s, responses...), nil, "r1", "ann")
	q := r.Dimensions[0].Questions[0]
	require.Len(t, q.Lines, 3)
	team := line(t, q, "team")
	assert.Equal(t, kam.Text{EN: "Peers and Reports", ZH: "同级和下属"}, team.Name)
	assert.Equal(t, kam.MustFraction("0.8"), team.Weight)
	assert.Equal(t, 7, team.Raters)
	equal(t, "22", team.Sum)
	equal(t, "3.14", team.Mean, "22/7")
	equal(t, "2.91", q.Others, "0.2 x 2 + 0.8 x 22/7 = 2.914")

	withThreshold(&s, feedback.Reports, 4)
	for i, rater := range []string{"r3", "r4"} {
		invite(&s, "ann", feedback.Reports, rater)
		responses = append(responses, says(s, rater, "ann", "1", "1"))
		r, _ = report(t, collect(t, s, responses...), nil, "r1", "ann")
		assert.Len(t, r.Dimensions[0].Lines, 3+i, "apart from four on")
	}
	alone := responses[:7]
	r, _ = report(t, collect(t, s, alone...), nil, "r1", "ann")
	assert.Len(t, r.Dimensions[0].Lines, 4, "nobody to merge with")
}

func TestOverallWithSelf(t *testing.T) {
	s := spec([]string{"ann"}, "q")
	s.Groups[0].Weight, s.Groups[3].Weight = kam.MustFraction("0.5"), kam.Fraction{}
	s.LeastOverall = 3
	invite(&s, "ann", feedback.Self, "ann")
	invite(&s, "ann", feedback.Peers, "p1", "p2", "p3")
	r, _ := report(t, collect(t, s, says(s, "ann", "ann", "5"), says(s, "p1", "ann", "1"), says(s, "p2", "ann", "1"), says(s, "p3", "ann", "1")), nil, "r1", "ann")
	q := r.Dimensions[0].Questions[0]
	equal(t, "1", q.Others)
	equal(t, "3.5", q.Overall, "(0.3 x 1 + 0.5 x 5) / 0.8")
	equal(t, "4", q.Gap)
}

func TestOverallOfWeightlessGroups(t *testing.T) {
	s := spec([]string{"ann"}, "q")
	s.Groups[1].Weight, s.Groups[2].Weight = kam.MustFraction("0.5"), kam.Fraction{}
	invite(&s, "ann", feedback.Peers, "p1", "p2", "p3", "p4")
	r, _ := report(t, collect(t, s, says(s, "p1", "ann", "1"), says(s, "p2", "ann", "1"), says(s, "p3", "ann", "1"), says(s, "p4", "ann", "1")), nil, "r1", "ann")
	equal(t, "1", line(t, r.Dimensions[0].Questions[0], feedback.Peers).Mean)
	equal(t, "", r.Dimensions[0].Questions[0].Others)
}

func TestSpread(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers []string
		want    string
	}{
		{"four answers", []string{"1", "2", "3", "4"}, ""},
		{"all alike", []string{"4", "4", "4", "4", "4"}, "0"},
		{"1 to 5", []string{"1", "2", "3", "4", "5"}, "1.41"},
		{"a variance of 1", []string{"2", "4", "2", "4", "2", "4"}, "1"},
		{"half goes up: 0.005", []string{"3.0", "3.0", "3.0", "3.01", "3.01", "3.01"}, "0.01"},
		{"below half: 0.0049", []string{"3.0", "3.0", "3.0", "3.0098", "3.0098", "3.0098"}, "0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := spec([]string{"ann"}, "q")
			raters := names("p", len(tt.answers))
			invite(&s, "ann", feedback.Peers, raters...)
			var responses []feedback.Response
			for i, r := range raters {
				responses = append(responses, says(s, r, "ann", tt.answers[i]))
			}
			r, _ := report(t, collect(t, s, responses...), nil, "r1", "ann")
			equal(t, tt.want, line(t, r.Dimensions[0].Questions[0], feedback.Peers).Spread)
		})
	}
}

func TestSpreadOfNamedGroup(t *testing.T) {
	s := spec([]string{"ann"}, "q")
	invite(&s, "ann", feedback.Boss, names("b", 5)...)
	var responses []feedback.Response
	for i, want := range []string{"", "", "", "", "0"} {
		responses = append(responses, says(s, names("b", 5)[i], "ann", "4"))
		r, _ := report(t, collect(t, s, responses...), nil, "r1", "ann")
		equal(t, want, line(t, r.Dimensions[0].Questions[0], feedback.Boss).Spread, i+1)
	}
}

func TestLevels(t *testing.T) {
	for _, tt := range []struct {
		name string
		step string
		lvl  string
		want feedback.Sight
	}{
		{"one by default", "", "", feedback.InLine},
		{"a step", "0.5", "", feedback.BlindSpot},
		{"stated", "0.5", "0.75", feedback.InLine},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := spec([]string{"ann"}, "q")
			if tt.step != "" {
				s.Dimensions[0].Scale.Step = known(tt.step)
			}
			if tt.lvl != "" {
				s.Dimensions[0].Scale.Level = known(tt.lvl)
			}
			invite(&s, "ann", feedback.Self, "ann")
			invite(&s, "ann", feedback.Peers, "p1", "p2", "p3", "p4")
			r, _ := report(t, collect(t, s, says(s, "ann", "ann", "4"),
				says(s, "p1", "ann", "3.5"), says(s, "p2", "ann", "3.5"), says(s, "p3", "ann", "3.5"), says(s, "p4", "ann", "3.5")), nil, "r1", "ann")
			assert.Equal(t, tt.want, r.Dimensions[0].Questions[0].Sight)
		})
	}
}

func TestReportFaults(t *testing.T) {
	s, responses := teamed()
	a := collect(t, s, responses...)
	_, _, err := a.Report(feedback.ReportSpec{}, nil)
	assert.Equal(t, []string{"feedback.id $.id", "feedback.day $.on", "feedback.list $.subjects"}, codes(t, err))
	_, _, err = a.Report(feedback.ReportSpec{ID: "r", Subjects: []string{"ann", "ann", "x"}, On: day("2026-03-31")}, []feedback.Publication{{Round: "other"}})
	assert.Equal(t, []string{"feedback.twice $.subjects[1]", "feedback.subject $.subjects[2]", "feedback.round $.ledger[0].round"}, codes(t, err))

	_, ledger := report(t, a, nil, "r1", "ann")
	responses[2].Answers[0].Value = known("1")
	_, _, err = collect(t, s, responses...).Report(feedback.ReportSpec{ID: "r", Subjects: []string{"ann"}, On: day("2026-03-31")}, ledger)
	assert.ErrorIs(t, err, feedback.ErrRevised, "an answer was changed after it was published")
}

func TestLongestIDs(t *testing.T) {
	long := strings.Repeat("评", feedback.MaxID/3)
	s := spec([]string{long + "s"}, long+"q")
	s.Groups[2].ID = long + "g"
	invite(&s, long+"s", long+"g", long+"1", long+"2", long+"3")
	var responses []feedback.Response
	for _, in := range s.Invitations {
		responses = append(responses, says(s, in.Rater, in.Subject, "3"))
	}
	r, _ := report(t, collect(t, s, responses...), nil, "r1", long+"s")
	equal(t, "3", r.Dimensions[0].Lines[2].Mean)
	assert.Equal(t, kam.Text{EN: long + "g", ZH: long + "g"}, r.Dimensions[0].Lines[2].Name)
}

func TestPublicationJSON(t *testing.T) {
	s, responses := teamed()
	_, ledger := report(t, collect(t, s, responses...), nil, "r1", "ann", "bob")
	data, err := ledger[0].JSON()
	require.NoError(t, err)
	back, err := feedback.ParsePublication(data)
	require.NoError(t, err)
	again, err := back.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again))

	_, err = feedback.Publication{}.JSON()
	assert.Equal(t, []string{"feedback.id $.round", "feedback.id $.report", "feedback.day $.on", "feedback.aggregate $.sequence"}, codes(t, err))
	_, err = feedback.ParsePublication([]byte(`{"round":"r","round":"r"}`))
	assert.Equal(t, "feedback.duplicate-key", codes(t, err)[0][:22])
}
