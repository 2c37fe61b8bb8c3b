package promotion_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestMarkdown(t *testing.T) {
	c := spring(t)
	c.Disclosure = promotion.Disclosure{Totals: true}
	c.Relations = []promotion.Relation{{Kind: promotion.ReportsTo, Of: person("cy"), To: person("j5")}}
	r := whole(t, c)
	r.do(promotion.Event{Step: promotion.StepObject, ID: "o-1", By: person("cy"), Person: person("cy"), Reason: "the *clock* was fast | slow"})
	r.do(promotion.Event{Step: promotion.StepAnswer, ID: "o-1", Ruling: promotion.Rejected, Reason: "it was checked"})
	before, err := r.CandidateView(person("cy"))
	require.NoError(t, err)
	r.on = "2026-03-27"
	r.decide()
	notice, err := r.Notice()
	require.NoError(t, err)
	for lang, name := range map[kam.Lang]string{kam.English: "en", kam.Chinese: "zh-CN"} {
		golden(t, "cy."+name+".md", before.Markdown(lang))
		for _, id := range []string{"ada", "di", "ed"} {
			v, err := r.CandidateView(person(id))
			require.NoError(t, err)
			golden(t, id+"."+name+".md", v.Markdown(lang))
		}
		golden(t, "notice."+name+".md", notice.Markdown(lang))
		panel, err := r.PanelView(person("j5"))
		require.NoError(t, err)
		golden(t, "panel."+name+".md", panel.Markdown(lang))
		golden(t, "minutes."+name+".md", r.Outcome().Markdown(lang))
		without, err := r.OutcomeWithout(promotion.Leave{Judge: person("j2"), Criterion: "certificate"})
		require.NoError(t, err)
		golden(t, "without."+name+".md", without.Markdown(lang))
	}
	lots := tiedRun(t, promotion.TieBreak{By: promotion.TieExercise, Exercise: "talk"}, promotion.TieBreak{By: promotion.TieFact, Fact: "tenure"}, promotion.TieBreak{By: promotion.TieLot})
	lots.publish()
	lots.on = "2026-03-27"
	lots.decide()
	lots.on = "2026-04-07"
	winner := lots.Seats()[0].Person
	lots.do(promotion.Event{Step: promotion.StepAppoint, Person: winner, Opening: "east"})
	v, err := lots.CandidateView(winner)
	require.NoError(t, err)
	golden(t, "lot.en.md", v.Markdown(kam.English))
	golden(t, "lot.zh-CN.md", v.Markdown(kam.Chinese))
	tied := tiedRun(t, promotion.TieBreak{By: promotion.TieExercise, Exercise: "talk"}, promotion.TieBreak{By: promotion.TieFact, Fact: "tenure"})
	golden(t, "tied.en.md", tied.Outcome().Markdown(kam.English))
	golden(t, "tied.zh-CN.md", tied.Outcome().Markdown(kam.Chinese))
}

func TestWordsOfConflicts(t *testing.T) {
	c := spring(t)
	c.Relations = []promotion.Relation{
		{Kind: promotion.ReportsTo, Of: person("j2"), To: person("ada")},
		{Kind: promotion.Relative, Of: person("j3"), To: person("ada")},
		{Kind: promotion.MentoredBy, Of: person("ada"), To: person("j4")},
		{Kind: promotion.OtherInterest, Of: person("j5"), To: person("ada")},
		{Kind: promotion.NominatedBy, Of: person("bo"), To: person("j3")},
	}
	r := begin(t, c)
	r.applies("ada", "east")
	r.applies("bo", "east")
	r.applies("j1", "east")
	r.do(promotion.Event{Step: promotion.StepRecuse, Judge: person("j4"), Person: person("bo"), Reason: "on leave"})
	r.on = "2026-03-16"
	for _, id := range []string{"ada", "bo", "j1"} {
		r.freezes(id, "")
	}
	var text string
	for _, judge := range []string{"j1", "j2", "j3", "j4", "j5"} {
		v, err := r.PanelView(person(judge))
		require.NoError(t, err)
		text += v.Markdown(kam.English) + v.Markdown(kam.Chinese)
	}
	golden(t, "conflicts.md", text)
}

func TestCandidateSeesNoScoresBeforePublication(t *testing.T) {
	r := entered(t, spring(t))
	r.score("ada", "interview", "80", "80", "80", "80")
	require.Equal(t, promotion.Selected, standing(r, "ada"))
	v, err := r.CandidateView(person("ada"))
	require.NoError(t, err)
	assert.Empty(t, v.Exercises)
	assert.Equal(t, promotion.Unscored, v.Standing)
	require.NotNil(t, v.Openings[0].Result)
	assert.Zero(t, v.Openings[0].Rank)
	assert.False(t, v.Openings[0].Total.Known())
	_, err = r.Notice()
	require.ErrorIs(t, err, promotion.ErrNotPublished)
	_, err = r.CandidateView(person("zoe"))
	require.ErrorIs(t, err, promotion.ErrNoCandidate)
	_, err = r.PanelView(person("ada"))
	require.ErrorIs(t, err, promotion.ErrNoJudge)
}

// A view or a notice never has the ID, the name, the evidence, a score, a figure or a comment of another candidate. Every
// candidate has figures and texts that nobody else has.
func TestViewsLeakNothing(t *testing.T) {
	ids := []string{"qada", "qbo", "qcy", "qdi"}
	c := spring(t)
	c.Exercises[1].Scale.Step = dec("0.01")
	c.Exercises[2].Scale.Step = dec("0.001")
	c.Disclosure = promotion.Disclosure{Judges: true, Comments: true}
	r := begin(t, c)
	marks := map[string][]string{}
	mark := func(id, text string) string {
		marks[id] = append(marks[id], text)
		return text
	}
	for i, id := range ids {
		mark(id, id)
		r.applies(id, []string{"east", "west"}[i%2])
	}
	r.on = "2026-03-09"
	for i, id := range ids {
		f := evidenceOf(person(id), true, 3)
		f.Skills[0].Assessor = kam.Subject{Kind: "user", ID: mark(id, fmt.Sprintf("coach%d%d", i, i))}
		f.Certificates = []evidence.Certificate{{Kind: "kam-2", Earned: day(mark(id, fmt.Sprintf("2023-0%d-17", i+1)))}}
		r.freezesFile(f, mark(id, fmt.Sprintf("7%d%d%d", i, i, i)))
	}
	r.on = "2026-03-10"
	for i, id := range ids {
		r.score(id, "test", fmt.Sprint(61+i))
	}
	r.finish("test")
	r.on = "2026-03-12"
	for i, id := range ids {
		for j := range 3 {
			e := scored(fmt.Sprintf("j%d", j+1), id, "talk", mark(id, fmt.Sprintf("7.%d%d", i+1, j+1)))
			e.Comment = mark(id, fmt.Sprintf("comment %d of %d", j, i))
			r.do(e)
		}
	}
	r.finish("talk")
	r.on = "2026-03-16"
	for i, id := range ids {
		var list []string
		for j := range 4 {
			list = append(list, mark(id, fmt.Sprintf("4%d.%d%d7", i, i, j)))
		}
		r.score(id, "interview", list...)
	}
	r.finish("interview")
	r.on = "2026-03-19"
	r.publish()
	for _, total := range r.Outcome().Candidates {
		for _, a := range total.Applications {
			mark(total.Person.ID, `"`+a.Total.String()+`"`)
		}
	}
	for _, id := range ids {
		v, err := r.CandidateView(person(id))
		require.NoError(t, err)
		data, err := v.JSON()
		require.NoError(t, err)
		text := string(data) + v.Markdown(kam.English) + v.Markdown(kam.Chinese)
		for other, list := range marks {
			for _, m := range list {
				if other == id && !strings.HasPrefix(m, `"`) {
					assert.Contains(t, text, m, "the own figures are there")
				} else if other != id {
					assert.NotContains(t, text, m, "%s sees what belongs to %s", id, other)
				}
			}
		}
	}
	n, err := r.Notice()
	require.NoError(t, err)
	data, err := n.JSON()
	require.NoError(t, err)
	for id, list := range marks {
		for _, m := range list {
			if m != id {
				assert.NotContains(t, string(data), m)
			}
		}
	}
	for i, judge := range []string{"j1", "j2", "j3", "j4"} {
		v, err := r.PanelView(person(judge))
		require.NoError(t, err)
		data, err := v.JSON()
		require.NoError(t, err)
		for j := range 4 {
			assert.Equal(t, i == j, strings.Contains(string(data), fmt.Sprintf("42.2%d7", j)), "%s sees the score of judge %d", judge, j+1)
		}
	}
}

func TestJudgesAreNotNamedUnlessTheCycleSaysSo(t *testing.T) {
	r := whole(t, spring(t))
	r.upholds("o", promotion.Change{Kind: promotion.ChangeReopen, Exercise: "test"})
	remarked := scored("j1", "ada", "test", "85")
	remarked.Step, remarked.Comment, remarked.Reason = promotion.StepCorrect, "a remark", "the remark was missing"
	r.do(remarked)
	r.finish("test")
	r.publish()
	v, err := r.CandidateView(person("ada"))
	require.NoError(t, err)
	data, err := v.JSON()
	require.NoError(t, err)
	assert.NotContains(t, string(data), "Judge j")
	assert.NotContains(t, string(data), `"j1"`)
	assert.NotContains(t, string(data), "remark")
	var scores []string
	for _, s := range v.Exercises[2].Scores {
		scores = append(scores, s.Score.String())
	}
	assert.Equal(t, []string{"95", "84", "80", "70"}, scores, "by score, so that the order tells nothing")
	c := spring(t)
	c.Disclosure.Judges = true
	v, err = whole(t, c).CandidateView(person("ada"))
	require.NoError(t, err)
	assert.Equal(t, "Judge j1", v.Exercises[2].Scores[0].Judge)
	assert.Equal(t, "80", v.Exercises[2].Scores[0].Score.String())
}

func TestFindings(t *testing.T) {
	c := spring(t)
	c.Relations = []promotion.Relation{{Kind: promotion.Relative, Of: person("ada"), To: person("j1")}, {Kind: promotion.Relative, Of: person("ada"), To: person("j2")}}
	r := begin(t, c)
	r.applies("ada", "east")
	r.applies("bo", "east")
	r.applies("cy", "east")
	r.on = "2026-03-09"
	r.freezes("ada", "1")
	r.freezesFile(evidenceOf(person("bo"), true, -1), "1")
	var lines []string
	for _, f := range r.Findings() {
		lines = append(lines, string(f.Severity)+" "+f.Code+" "+f.Place)
	}
	assert.Equal(t, []string{
		"warning promotion.judges candidate payee ada",
		"error promotion.judges-left candidate payee ada",
		"error promotion.judges-left candidate payee ada",
		"warning promotion.unknown candidate payee bo",
		"warning promotion.frozen candidate payee cy",
	}, lines, "j1 alone marks the test, and three judges are left for the interview, which needs four")
	assert.Empty(t, whole(t, spring(t)).Findings())
}
