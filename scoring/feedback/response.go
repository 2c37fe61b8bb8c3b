package feedback

import (
	"cmp"
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
)

// Response is what one rater said about one subject. The zero value is none.
type Response struct {
	Rater   string `json:"rater"`
	Subject string `json:"subject"`
	// Group is that of the invitation.
	Group string `json:"group"`
	// On is the day of answering.
	On kam.Day `json:"on"`
	// Answers hold each question at most once; what is left out is unanswered.
	Answers []Answer `json:"answers,omitempty"`
	// Comments are at most [MaxComments].
	Comments []Comment `json:"comments,omitempty"`
}

// Answer is what was answered to a question.
type Answer struct {
	Question string `json:"question"`
	// Value is not valid when the question was seen and not answered, which never counts as zero.
	Value decimal.NullDecimal `json:"value,omitzero"`
}

// Comment is what somebody wrote.
type Comment struct {
	// Question is what it belongs to; empty when it is about the subject as a whole.
	Question string `json:"question,omitempty"`
	Text     string `json:"text"`
}

// ParseResponse returns the response that data holds as JSON, or an [*kam.InvalidError] with every fault of the JSON.
// It is for [Round.Collect] to check what it says.
func ParseResponse(data []byte) (Response, error) {
	var r Response
	if err := strictjson.Decode(data, &r, "feedback").Err(); err != nil {
		return Response{}, err
	}
	return r, nil
}

// ErrNotCollected is the error about answers that do not come from [Round.Collect].
var ErrNotCollected = errors.New("feedback: no answers: collect responses to a round first")

// Answers are the checked responses to a round; the zero value is none, and [Round.Collect] gives them. They are immutable and safe for concurrent use. Who said what cannot be
// read from them but through [Answers.Report].
type Answers struct {
	round *Round
	given []given // by subject, then rater
}

// given is a checked response.
type given struct {
	pair
	group    int // place in the round
	on       kam.Day
	values   []decimal.NullDecimal // by the place of the question
	comments []Comment
}

// said tells whether the response holds anything.
func (g given) said() bool {
	return len(g.comments) > 0 || slices.ContainsFunc(g.values, func(d decimal.NullDecimal) bool { return d.Valid })
}

// Collect returns the checked answers to the round, in whatever order they come, or an [*kam.InvalidError] with every
// fault: a rater who was not invited, a second response of one, a wrong group, a day after the round closed, an unknown
// question, an answer out of the scale, a comment too long or with control characters. It keeps no hold of responses.
func (r *Round) Collect(responses []Response) (*Answers, error) {
	c := checker{}
	c.list("$", len(responses), 0, MaxInvitations)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	a := &Answers{round: r, given: make([]given, 0, len(responses))}
	seen := make(map[pair]bool, len(responses))
	for i, x := range responses {
		place := at("$", i)
		who := pair{x.Subject, x.Rater}
		if seen[who] {
			c.add("twice", place+".rater",
				say("%s answers a second time about %s", "%s 第二次评价 %s", quote(x.Rater), quote(x.Subject)),
				say("keep one response", "请只保留一份回答"))
		}
		seen[who] = true
		c.invited(place, r, x)
		c.day(place+".on", x.On)
		if closes := r.spec.Closes; closes.IsSet() && x.On.After(closes) {
			c.add("closed", place+".on", say("%s is after %s, when the round closed", "%s 晚于本轮关闭日 %s", x.On, closes),
				say("leave the response out, or let the round close later", "请删去该回答，或推迟本轮的关闭日"))
		}
		a.given = append(a.given, given{
			pair: who, group: r.groups[x.Group], on: x.On,
			values: c.answers(place+".answers", r, x.Answers), comments: c.comments(place+".comments", r, x.Comments),
		})
	}
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(a.given, func(x, y given) int { return x.compare(y.pair) })
	return a, nil
}

// invited checks that a response was asked for.
func (c *checker) invited(place string, r *Round, x Response) {
	in, ok := r.invited[pair{x.Subject, x.Rater}]
	switch {
	case !r.subjects[x.Subject]:
		c.unknown("subject", place+".subject", x.Subject, say("the round's subjects", "本轮评价对象"))
	case !ok:
		c.add("rater", place+".rater",
			say("%s is not invited to rate %s", "%s 未受邀评价 %s", quote(x.Rater), quote(x.Subject)),
			say("use the pseudonym of the invitation", "请使用邀请中的代号"))
	case in.Group != x.Group:
		c.add("group", place+".group",
			say("the group is %s", "群体为 %s", quote(x.Group)),
			say("use that of the invitation, %s", "请使用邀请中的群体 %s", quote(in.Group)))
	}
}

// answers checks the answers of one response, and returns them by the place of the question.
func (c *checker) answers(place string, r *Round, answers []Answer) []decimal.NullDecimal {
	values := make([]decimal.NullDecimal, len(r.questions))
	if !c.list(place, len(answers), 0, MaxQuestions) {
		return values
	}
	seen := map[string]bool{}
	for i, x := range answers {
		where := at(place, i)
		q, ok := r.place[x.Question]
		switch {
		case !ok:
			c.unknown("question", where+".question", x.Question, say("the round's questions", "本轮问题"))
			continue
		case seen[x.Question]:
			c.twice(where+".question", x.Question)
		}
		seen[x.Question] = true
		if !x.Value.Valid {
			continue
		}
		if message, remedy, ok := r.questions[q].scale.inScale(x.Value.Decimal); !ok {
			c.add("answer", where+".value", message, remedy)
			continue
		}
		values[q] = decimal.NewNullDecimal(num.Round(x.Value.Decimal, MaxPlaces, num.Down))
	}
	return values
}

// Reminders returns the invitations that were not answered on or before asOf, as tasks of the raters: by due day, unset
// last, then subject and rater. [kam.Task.Overdue] tells which are late. They name raters, so they are for whoever
// runs the round. With an unset asOf nothing was answered; once the round is closed, nobody is to be reminded. Without a round
// there is nobody to remind.
func (a *Answers) Reminders(asOf kam.Day) []kam.Task {
	if a == nil || a.round == nil {
		return nil
	}
	if closes := a.round.spec.Closes; closes.IsSet() && asOf.After(closes) {
		return nil
	}
	answered := make(map[pair]bool, len(a.given))
	for _, g := range a.given {
		answered[g.pair] = !g.on.After(asOf)
	}
	var tasks []kam.Task
	for who, in := range a.round.invited {
		if answered[who] {
			continue
		}
		tasks = append(tasks, kam.Task{
			ID:    a.round.spec.ID + "/" + who.subject + "/" + who.rater,
			Title: say("Give feedback about %s", "请提交对 %s 的反馈", who.subject),
			Owner: who.rater, About: kam.Subject{Kind: "subject", ID: who.subject}, Due: in.Due, Origin: "feedback.reminder",
		})
	}
	slices.SortFunc(tasks, func(x, y kam.Task) int {
		unset := 0
		if x.Due.IsSet() != y.Due.IsSet() {
			unset = y.Due.Compare(x.Due)
		}
		return cmp.Or(unset, x.Due.Compare(y.Due), cmp.Compare(x.About.ID, y.About.ID), cmp.Compare(x.Owner, y.Owner))
	})
	return tasks
}
