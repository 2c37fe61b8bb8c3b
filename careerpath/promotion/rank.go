package promotion

import (
	"bytes"
	"cmp"
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
	exact  criteria.Exact            // the total, which is known
	points map[string]criteria.Exact // by exercise
	ties   []TieStep

	at, application int // the numbers of the candidate, in the order of kind and ID, and of the application
	order           int // of the total, 0 of the best
}

// alike returns, for each opening, the first that has the same exercises: totals for both are the same.
func (p *Program) alike() []int {
	out := make([]int, len(p.takes))
	for i, takes := range p.takes {
		out[i] = slices.IndexFunc(p.takes, func(other []int) bool { return slices.Equal(takes, other) })
	}
	return out
}

// order notes, for each runner, how many different totals are better among the openings that are alike.
func order(alike []int, runners [][]*runner, people int) {
	for first := range runners {
		if alike[first] != first {
			continue
		}
		one := make([]*runner, people) // of each candidate
		for i, list := range runners {
			if alike[i] != first {
				continue
			}
			for _, r := range list {
				one[r.at] = r
			}
		}
		better := func(a, b *runner) int { c, _ := b.exact.Cmp(a.exact); return c }
		sorted := slices.DeleteFunc(slices.Clone(one), func(r *runner) bool { return r == nil })
		slices.SortStableFunc(sorted, better)
		for n, class := range split(sorted, func(a, b *runner) bool { return better(a, b) == 0 }) {
			for _, r := range class {
				r.order = n
			}
		}
		for i, list := range runners {
			if alike[i] != first {
				continue
			}
			for _, r := range list {
				r.order = one[r.at].order
			}
		}
	}
}

// rank puts runners in order, and returns the classes of those who are equal after all tie-breaks, the best first. Runners
// within a class are in the order of kind and ID.
func (in *inner) rank(list []*runner) [][]*runner {
	slices.SortFunc(list, func(a, b *runner) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.at, b.at)) })
	var classes [][]*runner
	for _, class := range split(list, func(a, b *runner) bool { return a.order == b.order }) {
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

// setOf returns people as a set.
func setOf(people []kam.Subject) map[kam.Subject]bool {
	set := make(map[kam.Subject]bool, len(people))
	for _, person := range people {
		set[person] = true
	}
	return set
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

// total returns the sum of points by weight in the exercises of an opening, unknown when points of one are.
func (in *inner) total(opening int, points map[string]criteria.Exact) criteria.Exact {
	sum := new(big.Rat)
	for _, i := range in.p.takes[opening] {
		x := in.p.cycle.Exercises[i]
		p, known := points[x.ID].Rat()
		if !known {
			return criteria.Exact{}
		}
		sum.Add(sum, p.Mul(p, x.Weight.Rat()))
	}
	return criteria.ExactOf(sum)
}
