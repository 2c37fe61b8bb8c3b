package promotion_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// use returns what became of a judge's score.
func use(t *testing.T, r *run, id, exercise, judge string) promotion.ScoreUse {
	t.Helper()
	c, ok := r.Outcome().Candidate(person(id))
	require.True(t, ok)
	for _, e := range c.Exercises {
		for _, s := range e.Scores {
			if e.Exercise == exercise && s.Judge == person(judge) {
				return s
			}
		}
	}
	require.Fail(t, "no such score")
	return promotion.ScoreUse{}
}

// changedRun corrects a score, and changes it and another by an objection.
func changedRun(t *testing.T) *run {
	t.Helper()
	c := spring(t)
	c.Disclosure = promotion.Disclosure{Totals: true}
	r := whole(t, c)
	r.do(promotion.Event{Step: promotion.StepObject, ID: "o-1", By: person("cy"), Reason: "wrong sheet"})
	r.do(promotion.Event{Step: promotion.StepAnswer, ID: "o-1", Ruling: promotion.Upheld, Reason: "the secret sheet of ada", Changes: []promotion.Change{
		{Kind: promotion.ChangeScore, Person: person("ada"), Judge: person("j1"), Exercise: "interview", Score: opt("60")},
		{Kind: promotion.ChangeReopen, Exercise: "interview"},
	}})
	own := scored("j2", "ada", "interview", "71")
	own.Step, own.Reason = promotion.StepCorrect, "added up anew"
	r.do(own)
	r.finish("interview")
	return r
}

func TestAChangedScoreSaysSo(t *testing.T) {
	r := changedRun(t)
	foreign := use(t, r, "ada", "interview", "j1")
	require.Equal(t, []promotion.ScoreChange{{
		On: day("2026-03-19"), Step: promotion.StepAnswer, By: officer, Reason: "the secret sheet of ada", Complaint: "o-1", From: foreign.Changes[0].From,
	}}, foreign.Changes)
	assert.Equal(t, "60", foreign.Score.String())
	assert.Equal(t, "80", foreign.Changes[0].From.String())
	assert.Equal(t, "80", foreign.Given().String(), "what the judge gave")
	assert.True(t, foreign.Foreign())
	own := use(t, r, "ada", "interview", "j2")
	assert.Equal(t, promotion.StepCorrect, own.Changes[0].Step)
	assert.Equal(t, "70", own.Changes[0].From.String())
	assert.Equal(t, "71", own.Given().String(), "a judge's own correction is the judge's")
	assert.False(t, own.Foreign())
	assert.Empty(t, use(t, r, "ada", "interview", "j3").Changes)

	minutes := r.Outcome().Markdown(kam.English)
	assert.Contains(t, minutes, `was 80, changed on 2026-03-19 by the answer to objection "o-1", by user "hr": the secret sheet of ada`)
	assert.Contains(t, minutes, `was 70, corrected by the judge on 2026-03-19, by payee "j2": added up anew`)
	assert.Contains(t, minutes, "| Judge j2 |", "judges have their names")
	assert.NotContains(t, minutes, "| j2 |")
	assert.Contains(t, r.Outcome().Markdown(kam.Chinese), "原为 80，2026-03-19 因异议")

	r.publish()
	v, err := r.CandidateView(person("ada"))
	require.NoError(t, err)
	data, err := v.JSON()
	require.NoError(t, err)
	text := string(data) + v.Markdown(kam.English) + v.Markdown(kam.Chinese)
	assert.Contains(t, text, `was 80, changed on 2026-03-19 by the answer to objection "o-1"`)
	for _, secret := range []string{"secret", `"hr"`, "j2", "added up anew"} {
		assert.NotContains(t, text, secret)
	}
	panel, err := r.PanelView(person("j1"))
	require.NoError(t, err)
	assert.Contains(t, panel.Markdown(kam.English), `60 (was 80, changed on 2026-03-19 by the answer to objection "o-1")`)
	assert.NotContains(t, panel.Markdown(kam.English), "secret")

	again, err := promotion.Replay(r.Record())
	require.NoError(t, err)
	assert.Equal(t, r.Outcome(), again.Outcome())
}

func TestTheNoticeSaysWhatChanged(t *testing.T) {
	first := whole(t, spring(t))
	n, err := first.Notice()
	require.NoError(t, err)
	assert.Equal(t, 1, n.Number)
	assert.Empty(t, n.Changes)
	assert.Empty(t, n.Upheld)
	r := changedRun(t)
	r.publish()
	n, err = r.Notice()
	require.NoError(t, err)
	assert.Equal(t, 2, n.Number)
	assert.Equal(t, []promotion.NoticeUpheld{{Kind: promotion.StepObject, ID: "o-1", On: day("2026-03-19")}}, n.Upheld)
	// ada: 0.3*85 + 0.3*85 + 0.4*(71+84)/2, without 60 and 95 -> (71+84)/2 = 77.5: 82; before 83.8
	require.Len(t, n.Changes, 2, "in both openings")
	for i, c := range n.Changes {
		assert.Equal(t, []string{"east", "west"}[i], c.Opening)
		assert.Equal(t, "Name of ada", c.Name)
		assert.Equal(t, "419/5", c.TotalBefore.String())
		assert.Equal(t, "82", c.Total.String())
		assert.Equal(t, 1, c.RankBefore)
		assert.Equal(t, 1, c.Rank)
	}
	golden(t, "second-notice.en.md", n.Markdown(kam.English))
	golden(t, "second-notice.zh-CN.md", n.Markdown(kam.Chinese))

	r.do(promotion.Event{Step: promotion.StepObject, ID: "o-2", By: person("cy"), Reason: "ada left out"})
	r.do(promotion.Event{Step: promotion.StepAnswer, ID: "o-2", Ruling: promotion.Upheld, Reason: "so it is", Changes: []promotion.Change{{Kind: promotion.ChangeDisqualify, Person: person("ada")}}})
	r.publish()
	n, err = r.Notice()
	require.NoError(t, err)
	assert.Equal(t, 3, n.Number)
	assert.Len(t, n.Upheld, 1, "since the publication before only")
	out := map[string]int{}
	for _, c := range n.Changes {
		if c.Name == "Name of ada" {
			out[c.Opening] = c.RankBefore - c.Rank
		}
	}
	assert.Equal(t, map[string]int{"east": 1, "west": 1}, out, "who is no longer ranked is among the changes")
}

func TestNoticeAndViewFollowTheSeats(t *testing.T) {
	r := whole(t, spring(t))
	r.on = "2026-03-27"
	r.decide()
	row := func(opening, name string) promotion.NoticeRow {
		t.Helper()
		n, err := r.Notice()
		require.NoError(t, err)
		for _, o := range n.Openings {
			for _, x := range o.Rows {
				if o.Opening == opening && x.Name == "Name of "+name {
					return x
				}
			}
		}
		require.Fail(t, "no such row")
		return promotion.NoticeRow{}
	}
	standing := func(id string) promotion.Standing {
		t.Helper()
		v, err := r.CandidateView(person(id))
		require.NoError(t, err)
		return v.Standing
	}
	assert.Equal(t, promotion.SeatOffered, row("west", "bo").State)
	assert.False(t, row("west", "bo").MovedUp)
	assert.Equal(t, promotion.Selected, standing("bo"))
	assert.Equal(t, promotion.OnTheList, standing("cy"))
	r.do(promotion.Event{Step: promotion.StepDecline, By: person("bo"), Person: person("bo"), Opening: "west"})
	assert.Equal(t, promotion.SeatDeclined, row("west", "bo").State)
	assert.True(t, row("west", "bo").Seat, "the ranking gave it")
	assert.Equal(t, promotion.Declined, standing("bo"))
	assert.Equal(t, promotion.SeatOffered, row("west", "cy").State)
	assert.True(t, row("west", "cy").MovedUp)
	assert.Equal(t, promotion.Selected, standing("cy"))
	r.on = "2026-04-07"
	r.do(promotion.Event{Step: promotion.StepAppoint, Person: person("cy"), Opening: "west"})
	assert.Equal(t, promotion.SeatTaken, row("west", "cy").State)
	assert.True(t, row("west", "cy").MovedUp)
	for lang, name := range map[kam.Lang]string{kam.English: "en", kam.Chinese: "zh-CN"} {
		n, err := r.Notice()
		require.NoError(t, err)
		golden(t, "seats."+name+".md", n.Markdown(lang))
		v, err := r.CandidateView(person("bo"))
		require.NoError(t, err)
		golden(t, "declined."+name+".md", v.Markdown(lang))
	}
}

func TestNamesThatAreAlikeOrUnseen(t *testing.T) {
	r := begin(t, spring(t))
	apply := func(id, name string) promotion.Event {
		return promotion.Event{Step: promotion.StepApply, By: person(id), Person: person(id), Name: name, Openings: []string{"east"}}
	}
	for _, name := range []string{"\u200b", "\u202eevil", "\x1b[31mred", "a\u2066b", "\u3164", "\u0301", "x\ny", "a\u00adb", "\ufeffAda", " "} {
		r.refused("name", "$.name", apply("ada", name))
	}
	for i, name := range []string{"张三", "欧阳·娜娜", "José", "Jose\u0301", "می\u200cخواهم", "O'Neil-Smith, Jr.", "क्\u200dष", ""} {
		r.do(apply("p"+strings.Repeat("x", i), name))
	}
	twice := whole(t, func() promotion.Cycle {
		c := spring(t)
		c.Panel[1].Name = c.Panel[0].Name
		return c
	}())
	assert.Contains(t, twice.Outcome().Markdown(kam.English), "| Judge j1 (j2) |")
	same := begin(t, spring(t))
	for _, id := range []string{"ada", "bo"} {
		e := apply(id, "Zhang San")
		e.Person.Kind, e.By.Kind = "payee", "payee"
		same.do(e)
	}
	e := apply("bo", "zhang  san")
	e.Person.Kind, e.By.Kind = "partner", "partner"
	same.do(e)
	page := same.Outcome().Markdown(kam.English)
	assert.Contains(t, page, "| Zhang San (ada) |")
	assert.Contains(t, page, "| Zhang San (payee bo) |")
	assert.Contains(t, page, "| zhang san (partner bo) |")
}

// What a state holds is worked out once, and what is handed out is the caller's own.
func TestOutcomesAreTheCallersOwn(t *testing.T) {
	r := changedRun(t)
	r.publish()
	want, err := r.Outcome().JSON()
	require.NoError(t, err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			o := r.Outcome()
			o.Judges[0].Name = "x"
			o.Openings[0].Ranking[0].Rank = 9
			o.Openings[0].Seats = 9
			o.Candidates[0].Applications[0].Rank = 9
			for i := range o.Candidates[0].Exercises {
				for j := range o.Candidates[0].Exercises[i].Scores {
					o.Candidates[0].Exercises[i].Scores[j].Comment = "x"
					for k := range o.Candidates[0].Exercises[i].Scores[j].Changes {
						o.Candidates[0].Exercises[i].Scores[j].Changes[k].Reason = "x"
					}
				}
			}
			v, err := r.CandidateView(person("ada"))
			assert.NoError(t, err)
			v.Openings[0].Rank = 7
		})
	}
	all.Wait()
	got, err := r.Outcome().JSON()
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
	r.on = "2026-03-27"
	r.decide()
	seats := r.Seats()
	seats[0].Name = "x"
	assert.NotEqual(t, "x", r.Seats()[0].Name)
	frozen, ok := r.Frozen(person("ada"))
	require.True(t, ok)
	frozen.Figures[0].Fact = "x"
	frozen, _ = r.Frozen(person("ada"))
	assert.Equal(t, "tenure", frozen.Figures[0].Fact)
	_, ok = r.Frozen(person("fay"))
	assert.False(t, ok)
}

func TestEveryRecordExtendsTheEmptyOne(t *testing.T) {
	assert.True(t, whole(t, spring(t)).Record().Extends(promotion.Record{}.Head()))
	assert.True(t, promotion.Record{}.Extends(""))
	assert.False(t, promotion.Record{}.Extends(hash64))
}
