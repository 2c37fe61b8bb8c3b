package promotion

import (
	"bytes"
	"crypto/sha256"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/num"
)

// runner is one person in the ranking for an opening.
type runner struct {
	c      *candidate
	total  *big.Rat
	points map[string]criteria.Exact // by exercise
	ties   []TieStep
}

// rank puts runners in order, and returns the classes of those who are equal after all tie-breaks, the best first. Runners
// within a class are in the order of kind and ID.
func (in *inner) rank(list []*runner) [][]*runner {
	slices.SortFunc(list, func(a, b *runner) int {
		if c := b.total.Cmp(a.total); c != 0 {
			return c
		}
		return compareSubjects(a.c.person, b.c.person)
	})
	var classes [][]*runner
	for _, class := range split(list, func(a, b *runner) bool { return a.total.Cmp(b.total) == 0 }) {
		classes = append(classes, in.part(class, 0)...)
	}
	return classes
}

// split cuts a sorted list into runs of equals.
func split(list []*runner, equal func(a, b *runner) bool) [][]*runner {
	var out [][]*runner
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && equal(list[i], list[j]) {
			j++
		}
		out = append(out, list[i:j:j])
		i = j
	}
	return out
}

// part asks the tie-breaks from number rule on about people who are equal so far.
func (in *inner) part(class []*runner, rule int) [][]*runner {
	if len(class) == 1 || rule == len(in.p.cycle.TieBreaks) {
		return [][]*runner{class}
	}
	b := in.p.cycle.TieBreaks[rule]
	classes := [][]*runner{class}
	figures := map[*runner]criteria.Exact{}
	switch b.By {
	case TieExercise:
		for _, r := range class {
			figures[r] = r.points[b.Exercise]
		}
		classes = byFigure(class, figures, kam.HigherIsBetter)
	case TieFact:
		for _, r := range class {
			figures[r] = r.c.figure(b.Fact)
		}
		classes = byFigure(class, figures, in.p.cycle.Facts[in.p.facts[b.Fact]].Direction)
	case TieLot:
		if in.seed != "" {
			classes = byLot(class, in.seed)
		}
	case TieShare:
	}
	var out [][]*runner
	for _, part := range classes {
		for _, r := range part {
			r.ties = append(r.ties, TieStep{By: b.By, Exercise: b.Exercise, Fact: b.Fact, Among: len(class), Left: len(part) - 1, Figure: figures[r]})
		}
		out = append(out, in.part(part, rule+1)...)
	}
	return out
}

// byFigure parts people by a figure; when one of them has none, nobody is parted.
func byFigure(class []*runner, figures map[*runner]criteria.Exact, better kam.Direction) [][]*runner {
	for _, r := range class {
		if !figures[r].Known() {
			return [][]*runner{class}
		}
	}
	order := func(a, b *runner) int {
		c, _ := figures[a].Cmp(figures[b])
		if better == kam.HigherIsBetter {
			return -c
		}
		return c
	}
	sorted := slices.Clone(class)
	slices.SortStableFunc(sorted, order)
	return split(sorted, func(a, b *runner) bool { return order(a, b) == 0 })
}

// byLot puts each of a class on a place of its own, in the order of the SHA-256 of the seed, the kind and the ID, with line
// breaks between them.
func byLot(class []*runner, seed string) [][]*runner {
	lot := func(r *runner) []byte {
		sum := sha256.Sum256([]byte(seed + "\n" + r.c.person.Kind + "\n" + r.c.person.ID))
		return sum[:]
	}
	sorted := slices.Clone(class)
	slices.SortStableFunc(sorted, func(a, b *runner) int { return bytes.Compare(lot(a), lot(b)) })
	return split(sorted, func(a, b *runner) bool { return a == b })
}

// figure returns a fact of the candidate, unknown when it was not frozen.
func (c *candidate) figure(fact string) criteria.Exact {
	if c.frozen == nil {
		return criteria.Exact{}
	}
	for _, f := range c.frozen.Figures {
		if f.Fact == fact {
			return criteria.ExactOf(num.Rat(f.Value))
		}
	}
	return criteria.Exact{}
}

// total returns the sum of points by weight in the exercises of an opening, and false when points of one are not known.
func (in *inner) total(opening int, points map[string]criteria.Exact) (*big.Rat, bool) {
	sum := new(big.Rat)
	for _, i := range in.p.takes[opening] {
		x := in.p.cycle.Exercises[i]
		p, known := points[x.ID].Rat()
		if !known {
			return nil, false
		}
		sum.Add(sum, p.Mul(p, x.Weight.Rat()))
	}
	return sum, true
}
