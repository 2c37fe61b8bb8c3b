package feedback_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

func valid() feedback.RoundSpec {
	s := spec([]string{"ann", "bob"}, "q1", "q2")
	invite(&s, "ann", feedback.Self, "ann")
	invite(&s, "ann", feedback.Boss, "b")
	invite(&s, "ann", feedback.Peers, "p1", "p2", "p3", "bob")
	return s
}

func TestCompileFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(s *feedback.RoundSpec)
		want   []string
	}{
		{"valid", func(*feedback.RoundSpec) {}, nil},
		{"no id", func(s *feedback.RoundSpec) { s.ID = "" }, []string{"feedback.id $.id"}},
		{"id with a control character", func(s *feedback.RoundSpec) { s.ID = "a\x00" }, []string{"feedback.id $.id"}},
		{"id turned around", func(s *feedback.RoundSpec) { s.ID = "a\u202e" }, []string{"feedback.id $.id"}},
		{"no name", func(s *feedback.RoundSpec) { s.Name = kam.Text{} }, []string{"feedback.text $.name"}},
		{"long name", func(s *feedback.RoundSpec) { s.Name.EN = strings.Repeat("x", feedback.MaxText+1) }, []string{"feedback.text $.name.en"}},
		{"no subjects", func(s *feedback.RoundSpec) { s.Subjects, s.Invitations = nil, s.Invitations[:0] }, []string{"feedback.list $.subjects", "feedback.list $.invitations"}},
		{"subject twice", func(s *feedback.RoundSpec) { s.Subjects = append(s.Subjects, "ann") }, []string{"feedback.twice $.subjects[2]"}},
		{"group twice", func(s *feedback.RoundSpec) { s.Groups = append(s.Groups, feedback.Group{ID: feedback.Peers}) }, []string{"feedback.twice $.groups[4].id"}},
		{"weights above 1", func(s *feedback.RoundSpec) { s.Groups[1].Weight = kam.MustFraction("0.21") }, []string{"feedback.weight $.groups"}},
		{"negative weight", func(s *feedback.RoundSpec) { s.Groups[1].Weight = kam.MustFraction("-0.2") }, []string{"feedback.weight $.groups[1].weight"}},
		{"weight of nothing", func(s *feedback.RoundSpec) { s.Groups[1].Weight = kam.Fraction{Num: 1} }, []string{"feedback.weight $.groups[1].weight"}},
		{"threshold 2", func(s *feedback.RoundSpec) { s.Groups[2].Threshold = 2 }, []string{"feedback.threshold $.groups[2].threshold"}},
		{"threshold -1", func(s *feedback.RoundSpec) { s.Groups[2].Threshold = -1 }, []string{"feedback.threshold $.groups[2].threshold"}},
		{"threshold 101", func(s *feedback.RoundSpec) { s.Groups[2].Threshold = 101 }, []string{"feedback.threshold $.groups[2].threshold"}},
		{"threshold of self", func(s *feedback.RoundSpec) { s.Groups[0].Threshold = 3 }, []string{"feedback.threshold $.groups[0].threshold"}},
		{"least overall", func(s *feedback.RoundSpec) { s.LeastOverall = -1 }, []string{"feedback.threshold $.leastOverall"}},
		{"merge of one", func(s *feedback.RoundSpec) {
			s.Merges = []feedback.Merge{{ID: "m", Groups: []string{feedback.Peers}}}
		}, []string{"feedback.list $.merges[0].groups"}},
		{"merge of an unknown group, one that is not anonymous, and one twice", func(s *feedback.RoundSpec) {
			s.Merges = []feedback.Merge{{ID: "m", Groups: []string{"x", feedback.Boss, feedback.Peers, feedback.Peers}}}
		}, []string{"feedback.group $.merges[0].groups[0]", "feedback.merge $.merges[0].groups[1]", "feedback.twice $.merges[0].groups[3]"}},
		{"merge with the id of a group", func(s *feedback.RoundSpec) {
			s.Merges = []feedback.Merge{{ID: feedback.Boss, Groups: []string{feedback.Peers, feedback.Reports}}}
		}, []string{"feedback.twice $.merges[0].id"}},
		{"merge of weights without a common fraction", func(s *feedback.RoundSpec) {
			s.Groups[1].Weight = kam.Fraction{Num: 1, Den: 999_999_999_989}
			s.Groups[2].Weight = kam.Fraction{Num: 1, Den: 999_999_999_961}
			s.Merges = []feedback.Merge{{ID: "m", Groups: []string{feedback.Peers, feedback.Reports}}}
			s.Groups[3].Weight = kam.MustFraction("1/3")
		}, []string{"feedback.weight $.groups", "feedback.weight $.merges[0]"}},
		{"no dimensions", func(s *feedback.RoundSpec) { s.Dimensions = nil }, []string{"feedback.list $.dimensions"}},
		{"dimension twice, question twice", func(s *feedback.RoundSpec) { s.Dimensions = append(s.Dimensions, s.Dimensions[0]) }, []string{
			"feedback.twice $.dimensions[1].id", "feedback.twice $.dimensions[1].questions[0].id", "feedback.twice $.dimensions[1].questions[1].id",
		}},
		{"too many questions", func(s *feedback.RoundSpec) {
			for _, prefix := range []string{"a", "b"} {
				d := feedback.Dimension{ID: prefix, Name: text("d"), Scale: s.Dimensions[0].Scale}
				for _, q := range names(prefix, 150) {
					d.Questions = append(d.Questions, feedback.Question{ID: q, Text: text("q")})
				}
				s.Dimensions = append(s.Dimensions, d)
			}
		}, []string{"feedback.list $.dimensions"}},
		{"no scale", func(s *feedback.RoundSpec) { s.Dimensions[0].Scale = feedback.Scale{} }, []string{"feedback.scale $.dimensions[0].scale"}},
		{"scale too wide", func(s *feedback.RoundSpec) { s.Dimensions[0].Scale.Most = dec("1000001") }, []string{"feedback.scale $.dimensions[0].scale.most"}},
		{"scale too fine", func(s *feedback.RoundSpec) { s.Dimensions[0].Scale.Least = dec("0.0000001") }, []string{"feedback.scale $.dimensions[0].scale.least"}},
		{"step that does not divide", func(s *feedback.RoundSpec) { s.Dimensions[0].Scale.Step = known("3") }, []string{"feedback.scale $.dimensions[0].scale.step"}},
		{"step and level of 0", func(s *feedback.RoundSpec) {
			s.Dimensions[0].Scale.Step, s.Dimensions[0].Scale.Level = known("0"), known("0")
		}, []string{"feedback.scale $.dimensions[0].scale.step", "feedback.scale $.dimensions[0].scale.level"}},
		{"comments", func(s *feedback.RoundSpec) { s.Comments = feedback.CommentRule{Least: 5, Most: 4} }, []string{"feedback.comment $.comments"}},
		{"comments too long", func(s *feedback.RoundSpec) { s.Comments.Most = feedback.MaxCommentLength + 1 }, []string{"feedback.comment $.comments"}},
		{"empty name to remove", func(s *feedback.RoundSpec) { s.Comments.Names = []string{" "} }, []string{"feedback.id $.comments.names[0]"}},
		{"unknown subject and group", func(s *feedback.RoundSpec) { invite(s, "eve", "x", "p") }, []string{"feedback.subject $.invitations[6].subject", "feedback.group $.invitations[6].group"}},
		{"invited twice", func(s *feedback.RoundSpec) { invite(s, "ann", feedback.Reports, "p1") }, []string{"feedback.twice $.invitations[6]"}},
		{"rates themselves as a peer", func(s *feedback.RoundSpec) { invite(s, "bob", feedback.Peers, "bob") }, []string{"feedback.self $.invitations[6].group"}},
		{"two selves", func(s *feedback.RoundSpec) { invite(s, "ann", feedback.Self, "x") }, []string{"feedback.self $.invitations[6].group"}},
		{"due after the close", func(s *feedback.RoundSpec) { s.Closes = day("2026-03-30") }, []string{"feedback.day $.due"}},
		{"invitation due after the close", func(s *feedback.RoundSpec) {
			s.Closes, s.Invitations[1].Due = day("2026-03-31"), day("2026-04-01")
		}, []string{"feedback.day $.invitations[1].due"}},
		{"all at once", func(s *feedback.RoundSpec) { s.ID, s.Groups[1].Weight, s.Invitations[0].Rater = "", kam.Fraction{}, "" }, []string{
			"feedback.id $.id", "feedback.weight $.groups", "feedback.id $.invitations[0].rater",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := valid()
			tt.change(&s)
			_, err := feedback.Compile(s)
			assert.Equal(t, tt.want, codes(t, err))
		})
	}
}

func TestRoundIsItsOwn(t *testing.T) {
	s := valid()
	r := compile(t, s)
	s.Subjects[0], s.Groups[0].ID, s.Dimensions[0].Questions[0].ID = "x", "x", "x"
	got := r.Spec()
	assert.Equal(t, "ann", got.Subjects[0])
	got.Subjects[0], got.Dimensions[0].Questions[0].ID = "y", "y"
	again := r.Spec()
	assert.Equal(t, "ann", again.Subjects[0])
	assert.Equal(t, feedback.Self, again.Groups[0].ID)
	assert.Equal(t, "q1", again.Dimensions[0].Questions[0].ID)
	assert.Equal(t, feedback.DefaultLeastOverall, again.LeastOverall)
	assert.Equal(t, feedback.Thresholds{feedback.Self: 1, feedback.Boss: 1, feedback.Peers: 3, feedback.Reports: 3}, r.Thresholds())
}

func TestCollectFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(s feedback.RoundSpec, list []feedback.Response) []feedback.Response
		want   []string
	}{
		{"valid", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response { return l }, nil},
		{"unknown rater", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response { l[0].Rater = "x"; return l }, []string{"feedback.rater $[0].rater"}},
		{"second response", func(s feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			return append(l, says(s, "p1", "ann", "2"))
		}, []string{"feedback.twice $[2].rater"}},
		{"unknown subject", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response { l[0].Subject = "x"; return l }, []string{"feedback.subject $[0].subject"}},
		{"rates a round about themselves uninvited", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Rater, l[0].Subject = "bob", "bob"
			return l
		}, []string{"feedback.rater $[0].rater"}},
		{"rates themselves as a peer", func(s feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0] = says(s, "ann", "ann", "4")
			l[0].Group = feedback.Peers
			return l
		}, []string{"feedback.group $[0].group"}},
		{"unknown group", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response { l[0].Group = "x"; return l }, []string{"feedback.group $[0].group"}},
		{"the last day", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].On = day("2026-04-15")
			return l
		}, nil},
		{"after the close", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[1].On = day("2026-04-16")
			return l
		}, []string{"feedback.closed $[1].on"}},
		{"wrong group", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Group = feedback.Boss
			return l
		}, []string{"feedback.group $[0].group"}},
		{"no day", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response { l[0].On = kam.Day{}; return l }, []string{"feedback.day $[0].on"}},
		{"unknown question", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Answers[0].Question = "x"
			return l
		}, []string{"feedback.question $[0].answers[0].question"}},
		{"question twice", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Answers[1].Question = "q1"
			return l
		}, []string{"feedback.twice $[0].answers[1].question"}},
		{"below the scale", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Answers[0].Value = known("0.99")
			return l
		}, []string{"feedback.answer $[0].answers[0].value"}},
		{"above the scale", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Answers[0].Value = known("5.01")
			return l
		}, []string{"feedback.answer $[0].answers[0].value"}},
		{"too many decimal places", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Answers[0].Value = known("3.0000001")
			return l
		}, []string{"feedback.answer $[0].answers[0].value"}},
		{"beyond all bounds", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Answers[0].Value = decimal.NewNullDecimal(decimal.New(1, 2_000_000))
			return l
		}, []string{"feedback.answer $[0].answers[0].value"}},
		{"comments", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Comments = []feedback.Comment{
				{Text: " "},
				{Text: "abc"},
				{Text: "abcdefghijk"},
				{Text: "你好你好"},
				{Text: "ab\x07cd"},
				{Text: "ab\u202ecd"},
				{Text: "ab\xffcd"},
				{Text: "ab\ncd", Question: "x"},
			}
			return l
		}, []string{
			"feedback.comment $[0].comments[0].text", "feedback.comment $[0].comments[1].text", "feedback.comment $[0].comments[2].text",
			"feedback.comment $[0].comments[4].text", "feedback.comment $[0].comments[5].text", "feedback.comment $[0].comments[6].text",
			"feedback.question $[0].comments[7].question",
		}},
		{"all at once", func(_ feedback.RoundSpec, l []feedback.Response) []feedback.Response {
			l[0].Rater, l[1].Answers[0].Value = "x", known("9")
			return l
		}, []string{"feedback.rater $[0].rater", "feedback.answer $[1].answers[0].value"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := valid()
			s.Comments = feedback.CommentRule{Least: 4, Most: 10}
			s.Closes = day("2026-04-15")
			r := compile(t, s)
			_, err := r.Collect(tt.change(s, []feedback.Response{says(s, "p1", "ann", "4", "5"), says(s, "p2", "ann", "1")}))
			assert.Equal(t, tt.want, codes(t, err))
		})
	}
}

func TestScaleSteps(t *testing.T) {
	s := spec([]string{"ann"}, "q")
	s.Dimensions[0].Scale.Step = known("0.5")
	invite(&s, "ann", feedback.Peers, "p")
	r := compile(t, s)
	_, err := r.Collect([]feedback.Response{says(s, "p", "ann", "3.5")})
	require.NoError(t, err)
	_, err = r.Collect([]feedback.Response{says(s, "p", "ann", "3.25")})
	assert.Equal(t, []string{"feedback.answer $[0].answers[0].value"}, codes(t, err))
}

func TestReminders(t *testing.T) {
	s := valid()
	s.Invitations[1].Due = day("2026-03-05")
	s.Due = kam.Day{}
	s.Invitations[2].Due = day("2026-03-20")
	a := collect(t, s, says(s, "p2", "ann", "3"), says(s, "ann", "ann", "3"))
	owners := func(asOf string) (list []string) {
		for _, task := range a.Reminders(day(asOf)) {
			require.NoError(t, task.Check())
			late := ""
			if task.Overdue(day(asOf)) {
				late = " late"
			}
			list = append(list, task.Owner+late)
		}
		return list
	}
	assert.Equal(t, []string{"b late", "p1", "ann", "bob", "p2", "p3"}, owners("2026-03-09"), "answers of the 10th are to come")
	assert.Equal(t, []string{"b late", "p1", "bob", "p3"}, owners("2026-03-10"))
	assert.Equal(t, []string{"b late", "p1 late", "bob", "p3"}, owners("2026-03-21"))
	assert.Len(t, a.Reminders(kam.Day{}), 6)
	s.Closes = day("2026-03-31")
	a = collect(t, s)
	assert.Len(t, a.Reminders(day("2026-03-31")), 6)
	assert.Empty(t, a.Reminders(day("2026-04-01")), "nobody can answer any more")
}
