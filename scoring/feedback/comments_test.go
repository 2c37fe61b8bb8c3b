package feedback_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/scoring/feedback"
)

func TestComments(t *testing.T) {
	tests := []struct {
		name  string
		names []string
		texts []string // one of each peer in turn
		want  []string
	}{
		{"order of content, not of arrival", nil, []string{"c", "b", "a"}, []string{"a", "b", "c"}},
		{"alike stands once", nil, []string{"Good work", "good  work", "ＧＯＯＤ　WORK", "better"}, []string{"better", "Good work"}},
		{"alike but for line breaks", nil, []string{"good\nwork", " good work "}, []string{"good\nwork"}},
		{"punctuation of both widths", nil, []string{"很好！", "很好!"}, []string{"很好!"}},
		{"not alike", nil, []string{"good work", "goodwork"}, []string{"good work", "goodwork"}},
		{"names", []string{"Ann Lee", "Ann"}, []string{"ann and ANN LEE, annual, Ａｎｎ; Joann"}, []string{"[…] and […], annual, […]; Joann"}},
		{"Chinese names", []string{"王伟"}, []string{"我是王伟，王伟强不在"}, []string{"我是[…]，[…]强不在"}},
		{"hidden characters, blanks and dashes", []string{"Li", "王伟", "Anne-Marie", "Ann Lee", "O'Hara"}, []string{"L\u200bi, 王 伟, Anne–Marie, O’Hara and AnnLee; List"}, []string{"[…], […], […], […] and […]; List"}},
		{"alike without the names", []string{"Ann", "Bob"}, []string{"Ann helps", "Bob helps"}, []string{"[…] helps"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := spec([]string{"x"}, "q")
			s.Comments.Names = tt.names
			raters := names("p", 4)
			invite(&s, "x", feedback.Peers, raters...)
			var responses []feedback.Response
			for i, rater := range raters {
				r := says(s, rater, "x", "3")
				if i < len(tt.texts) {
					r.Comments = []feedback.Comment{{Text: tt.texts[i]}}
				}
				responses = append(responses, r)
			}
			r, _ := report(t, collect(t, s, responses...), nil, "r1", "x")
			var got []string
			for _, c := range r.Comments[2].Comments {
				got = append(got, c.Text)
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestCommentsByQuestion(t *testing.T) {
	s := spec([]string{"x"}, "q1", "q2")
	invite(&s, "x", feedback.Boss, "b")
	r := says(s, "b", "x")
	r.Comments = []feedback.Comment{{Question: "q2", Text: "a"}, {Question: "q1", Text: "a"}, {Question: "q1", Text: "A"}, {Text: "z"}}
	got, _ := report(t, collect(t, s, r), nil, "r1", "x")
	assert.Equal(t, []feedback.Comment{{Text: "z"}, {Question: "q1", Text: "A"}, {Question: "q2", Text: "a"}}, got.Comments[1].Comments)
}

func TestCommentsOfFew(t *testing.T) {
	s := spec([]string{"x"}, "q")
	invite(&s, "x", feedback.Peers, "p1", "p2", "p3")
	one := says(s, "p1", "x", "3")
	one.Comments = []feedback.Comment{{Text: "secret"}}
	blank := says(s, "p3", "x")
	r, _ := report(t, collect(t, s, one, says(s, "p2", "x", "3"), blank), nil, "r1", "x")
	assert.Equal(t, feedback.TooFew, r.Comments[2].Hidden, "who said nothing at all is no cover")
	assert.NotContains(t, asJSON(t, r), "secret")
	r, _ = report(t, collect(t, s, one, says(s, "p2", "x", "3"), says(s, "p3", "x", "3")), nil, "r1", "x")
	assert.Equal(t, []feedback.Comment{{Text: "secret"}}, r.Comments[2].Comments)
}
