package promotion_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

// interviewed gives ada and bo interview scores of judges j1, j2 and so on, under a change of the interview.
func interviewed(t *testing.T, change func(*promotion.Exercise), ada, bo []string) (a, b promotion.ExerciseOutcome) {
	t.Helper()
	c := spring(t)
	c.Exercises[2].DropFrom = 0
	change(&c.Exercises[2])
	r := entered(t, c)
	r.score("ada", "interview", ada...)
	r.score("bo", "interview", bo...)
	out := r.Outcome()
	first, _ := out.Candidate(person("ada"))
	second, _ := out.Candidate(person("bo"))
	return first.Exercises[2], second.Exercises[2]
}

func uses(e promotion.ExerciseOutcome) (list []promotion.Use) {
	for _, s := range e.Scores {
		list = append(list, s.Use)
	}
	return list
}

func TestDroppingExtremes(t *testing.T) {
	drop := func(from int) func(*promotion.Exercise) {
		return func(x *promotion.Exercise) { x.DropFrom = from }
	}
	a, b := interviewed(t, drop(4), []string{"70", "90", "80", "60"}, []string{"70", "90", "80"})
	assert.Equal(t, []promotion.Use{promotion.Counted, promotion.Highest, promotion.Counted, promotion.Lowest}, uses(a))
	assert.Equal(t, "75", a.Mean.String())
	assert.Equal(t, []promotion.Use{promotion.Counted, promotion.Counted, promotion.Counted}, uses(b), "three scores are fewer than four")
	assert.Equal(t, "80", b.Mean.String())

	a, b = interviewed(t, drop(3), []string{"70", "70", "70"}, []string{"70", "71", "71"})
	assert.Equal(t, []promotion.Use{promotion.Lowest, promotion.Counted, promotion.Highest}, uses(a), "of equal scores one of each end")
	assert.Equal(t, "70", a.Mean.String())
	assert.Equal(t, "71", b.Mean.String())
}

func TestScaleBecomesPoints(t *testing.T) {
	a, b := interviewed(t, func(x *promotion.Exercise) {
		x.Scale = promotion.Scale{Min: dec("1"), Max: dec("5"), Step: dec("1")}
		x.Pass = opt("2.5")
	}, []string{"1", "5", "4"}, []string{"2", "2", "3", "3"})
	assert.Equal(t, "10/3", a.Mean.String())
	assert.Equal(t, "175/3", a.Points.String())
	assert.Equal(t, "5/2", b.Mean.String())
	assert.Equal(t, "75/2", b.Points.String())
	assert.False(t, b.Failed, "the pass mark itself is a pass")
	_, b = interviewed(t, func(x *promotion.Exercise) { x.Pass = opt("75.1") }, []string{"75"}, []string{"75"})
	assert.True(t, b.Failed)
}

func TestStandardisingByTheMean(t *testing.T) {
	// Means: j1 (60+70)/2 = 65, j2 (80+90)/2 = 85, all 75: j1 gains 10, j2 loses 10.
	a, b := interviewed(t, func(x *promotion.Exercise) { x.Standardise = promotion.StandardiseMean }, []string{"60", "80"}, []string{"70", "90"})
	assert.Equal(t, "70", a.Scores[0].Adjusted.String())
	assert.Equal(t, "70", a.Scores[1].Adjusted.String())
	assert.Equal(t, "80", b.Mean.String())
	// A judge who saw one only is put on the footing of all: j3's mean is 90, all (60+80+70+90+90)/5 = 78.
	a, b = interviewed(t, func(x *promotion.Exercise) { x.Standardise = promotion.StandardiseMean }, []string{"60", "80", "90"}, []string{"70", "90"})
	assert.Equal(t, "78", a.Scores[2].Adjusted.String())
	assert.Equal(t, "73", a.Scores[0].Adjusted.String())
	assert.Equal(t, "83", b.Scores[1].Adjusted.String())
}

// A reference that works the mean of one candidate out with nothing but ratios.
func TestTallyAgreesWithAReference(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 9))
	for range 60 {
		from, standardise := []int{0, 3, 4, 5}[r.IntN(4)], r.IntN(2) == 0
		scores := [2][]int64{}
		texts := [2][]string{}
		for who := range scores {
			for range 5 {
				n := int64(r.IntN(11) * 10)
				scores[who] = append(scores[who], n)
				texts[who] = append(texts[who], big.NewInt(n).String())
			}
		}
		a, b := interviewed(t, func(x *promotion.Exercise) {
			x.DropFrom = from
			if standardise {
				x.Standardise = promotion.StandardiseMean
			}
		}, texts[0], texts[1])
		all := new(big.Rat)
		for i := range 5 {
			all.Add(all, big.NewRat(scores[0][i]+scores[1][i], 10))
		}
		for who, got := range []promotion.ExerciseOutcome{a, b} {
			sum, low, high := new(big.Rat), (*big.Rat)(nil), (*big.Rat)(nil)
			for i := range 5 {
				v := big.NewRat(scores[who][i], 1)
				if standardise {
					v.Add(v, all)
					v.Sub(v, big.NewRat(scores[0][i]+scores[1][i], 2))
				}
				sum.Add(sum, v)
				if low == nil || v.Cmp(low) < 0 {
					low = v
				}
				if high == nil || v.Cmp(high) > 0 {
					high = v
				}
			}
			n := int64(5)
			if from > 0 {
				sum.Sub(sum, low).Sub(sum, high)
				n = 3
			}
			assert.Equal(t, sum.Quo(sum, big.NewRat(n, 1)).RatString(), got.Mean.String())
		}
	}
}

func TestTotalPassMark(t *testing.T) {
	for pass, want := range map[string]promotion.Standing{"83.8": promotion.Selected, "83.9": promotion.Failed} {
		c := spring(t)
		c.Pass = opt(pass)
		assert.Equal(t, want, standing(whole(t, c), "ada"), pass)
	}
}

func TestOpeningsWithExercisesOfTheirOwn(t *testing.T) {
	c := spring(t)
	c.Exercises[2].Openings = []string{"east"}
	west := c.Exercises[2]
	west.ID, west.Openings, west.MinJudges, west.DropFrom = "case", []string{"west"}, 1, 0
	c.Exercises = append(c.Exercises, west)
	r := begin(t, c)
	r.applies("ada", "east", "west")
	r.applies("cy", "west")
	r.on = "2026-03-09"
	r.freezes("ada", "1")
	r.freezes("cy", "1")
	r.on = "2026-03-10"
	r.score("ada", "test", "80")
	r.score("cy", "test", "80")
	r.on = "2026-03-12"
	r.score("ada", "talk", "8", "8", "8")
	r.score("cy", "talk", "8", "8", "8")
	r.on = "2026-03-16"
	f := r.refused("eligible", "$.person", scored("j1", "cy", "interview", "80"))
	assert.Contains(t, f.Message.EN, "no opening that the candidate applied for has the exercise")
	r.score("cy", "case", "90")
	r.score("ada", "case", "60")
	r.score("ada", "interview", "90", "90", "90", "90")
	assert.Equal(t, "84", totalOf(r, 0, "ada"))
	assert.Equal(t, "72", totalOf(r, 1, "ada"))
	assert.Equal(t, "84", totalOf(r, 1, "cy"))
}

func TestScreenAfterScoresEverybody(t *testing.T) {
	c := spring(t)
	c.Screening = promotion.ScreenAfter
	r := begin(t, c)
	r.applies("ed", "west")
	r.applies("new", "west")
	r.on = "2026-03-09"
	r.freezesFile(evidenceOf(person("ed"), false, 2), "200")
	r.on = "2026-03-10"
	r.score("ed", "test", "90")
	r.refused("eligible", "$.person", scored("j1", "new", "test", "80"))
	r.do(promotion.Event{Step: promotion.StepDisqualify, Person: person("new"), Reason: "no evidence"})
	r.finish("test")
	r.on = "2026-03-12"
	r.score("ed", "talk", "9", "9", "9")
	r.finish("talk")
	r.on = "2026-03-16"
	r.score("ed", "interview", "90", "90", "90", "90")
	r.finish("interview")
	assert.Equal(t, promotion.NotEligible, standing(r, "ed"))
	without, err := r.OutcomeWithout(promotion.Leave{Criterion: "certificate"})
	require.NoError(t, err)
	ed, _ := without.Candidate(person("ed"))
	assert.Equal(t, promotion.Selected, ed.Standing)
	assert.Equal(t, "90", without.Openings[1].Ranking[0].Total.String())
	assert.Equal(t, kam.Subject{}, without.Without.Judge)
}

func TestStandardisingWithoutAJudgeAndWithoutVoidScores(t *testing.T) {
	c := spring(t)
	c.Exercises[2].DropFrom, c.Exercises[2].MinJudges, c.Exercises[2].Standardise = 0, 1, promotion.StandardiseMean
	r := entered(t, c)
	r.score("ada", "interview", "60", "80", "100")
	r.score("bo", "interview", "70", "90", "80")
	// Without j3: j1 65, j2 85, all 75.
	out, err := r.OutcomeWithout(promotion.Leave{Judge: person("j3")})
	require.NoError(t, err)
	ada, _ := out.Candidate(person("ada"))
	assert.Equal(t, "70", ada.Exercises[2].Scores[0].Adjusted.String())
	assert.Equal(t, "70", ada.Exercises[2].Mean.String())
	assert.False(t, ada.Exercises[2].Scores[2].Adjusted.Known())
	// With j3's score of ada void: j1 65, j2 85, j3 80, all (60+80+70+90+80)/5 = 76.
	r.finish("interview")
	r.on = "2026-03-19"
	r.publish()
	r.upholds("o", promotion.Change{Kind: promotion.ChangeVoid, Judge: person("j3"), Person: person("ada")}, promotion.Change{Kind: promotion.ChangeReopen, Exercise: "interview"})
	ada, _ = r.Outcome().Candidate(person("ada"))
	bo, _ := r.Outcome().Candidate(person("bo"))
	assert.Equal(t, "71", ada.Exercises[2].Scores[0].Adjusted.String())
	assert.Equal(t, "76", bo.Exercises[2].Scores[2].Adjusted.String())
}
