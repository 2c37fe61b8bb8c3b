package promotion

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/num"
)

// tally counts the scores of one exercise.
type tally struct {
	in       *inner
	exercise int
	leave    Leave
	shift    map[kam.Subject]*big.Rat // what is added to the scores of a judge; nil is nothing
}

// tally prepares the count of an exercise without what is left out.
func (in *inner) tally(exercise int, x Leave) *tally {
	t := &tally{in: in, exercise: exercise, leave: x}
	if in.p.cycle.Exercises[exercise].Standardise != StandardiseMean {
		return t
	}
	sums, counts := map[kam.Subject]*big.Rat{}, map[kam.Subject]int64{}
	total, n := new(big.Rat), int64(0)
	for key, s := range in.scores {
		if key.exercise != exercise || key.judge == x.Judge || in.void(key.judge, key.person, exercise) {
			continue
		}
		if sums[key.judge] == nil {
			sums[key.judge] = new(big.Rat)
		}
		v := num.Rat(s.value)
		sums[key.judge].Add(sums[key.judge], v)
		counts[key.judge]++
		total.Add(total, v)
		n++
	}
	t.shift = map[kam.Subject]*big.Rat{}
	for judge, sum := range sums {
		own := new(big.Rat).Quo(sum, new(big.Rat).SetInt64(counts[judge]))
		all := new(big.Rat).Quo(total, new(big.Rat).SetInt64(n))
		t.shift[judge] = all.Sub(all, own)
	}
	return t
}

// of counts the scores of a person.
func (t *tally) of(person kam.Subject) ExerciseOutcome {
	in, x := t.in, t.in.p.cycle.Exercises[t.exercise]
	out := ExerciseOutcome{Exercise: x.ID, Weight: x.Weight}
	type counted struct {
		at    int // in out.Scores
		value *big.Rat
	}
	var list []counted
	for _, judge := range in.p.sortedPanel {
		s, given := in.scores[scoreKey{t.exercise, person, judge}]
		if !given {
			continue
		}
		use := ScoreUse{Judge: judge, Score: s.value, Comment: s.comment, Use: Counted, Conflict: in.conflict(judge, person), Changes: slices.Clone(s.changes)}
		switch {
		case judge == t.leave.Judge:
			use.Use = LeftOut
		case in.void(judge, person, t.exercise):
			use.Use = Void
		default:
			v := num.Rat(s.value)
			if shift := t.shift[judge]; shift != nil {
				v.Add(v, shift)
			}
			use.Adjusted = criteria.ExactOf(v)
			list = append(list, counted{len(out.Scores), v})
		}
		out.Scores = append(out.Scores, use)
	}
	if x.DropFrom > 0 && len(list) >= x.DropFrom {
		slices.SortStableFunc(list, func(a, b counted) int { return cmp.Or(a.value.Cmp(b.value), cmp.Compare(a.at, b.at)) })
		out.Scores[list[0].at].Use, out.Scores[list[len(list)-1].at].Use = Lowest, Highest
		list = list[1 : len(list)-1]
	}
	if len(list) == 0 {
		return out
	}
	mean := new(big.Rat)
	for _, c := range list {
		mean.Add(mean, c.value)
	}
	mean.Quo(mean, new(big.Rat).SetInt64(int64(len(list))))
	low, high := num.Rat(x.Scale.Min), num.Rat(x.Scale.Max)
	points := new(big.Rat).Sub(mean, low)
	points.Quo(points.Mul(points, big.NewRat(100, 1)), high.Sub(high, low))
	out.Mean, out.Points = criteria.ExactOf(mean), criteria.ExactOf(points)
	out.Failed = x.Pass.Valid && mean.Cmp(num.Rat(x.Pass.Decimal)) < 0
	return out
}
