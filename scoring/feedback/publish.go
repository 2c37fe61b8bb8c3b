package feedback

import "fmt"

// Reason says why something is withheld. It follows from who answered and not from what was answered. The zero value
// says that it is not.
type Reason string

// Reasons.
const (
	// TooFew: less raters answered than the threshold asks for; nobody may have.
	TooFew Reason = "too-few"
	// Differencing: with what was published before, it would tell about less raters than the threshold asks for.
	Differencing Reason = "differencing"
)

// Withheld is a candidate that was not published.
type Withheld struct {
	// Place counts the candidates from 0, and ID is that of the aggregate.
	Place  int    `json:"place"`
	ID     string `json:"id"`
	Reason Reason `json:"reason"`
}

// Verdict says what may be published. Both lists are in the order of the candidates.
type Verdict struct {
	Published []Aggregate `json:"published,omitempty"`
	Withheld  []Withheld  `json:"withheld,omitempty"`
}

// Publish goes through the candidates in their order, and publishes each that keeps the guarantee of the package together
// with what the ledger holds and with those before it: any combination of them that depends on an answer of a group
// depends on answers of as many raters as the group's threshold. A candidate that was published before is published again.
//
// The outcome depends on the order of the candidates and not on that of the ledger. Publications that are about other
// subjects, with whom nothing connects those of the candidates, are not looked at. The error is an [*kam.InvalidError]
// with every fault, a group without a threshold and a rater in two groups of one subject included, or wraps
// [ErrRevised] or [ErrSize].
//
// What is told must agree with what was: when it is a combination of published figures, its sum must be that combination
// of their sums. So every combination that would tell of a few, had answers changed in between, is one that says that
// they did not. Answers that are known without being published, by the threshold 1, take part in that only once they
// are published; a [Report] tells them on their own.
func Publish(t Thresholds, ledger []Publication, candidates []Aggregate) (Verdict, error) {
	earlier := connected(ledger, candidates)
	if err := checkCompared(t, earlier, candidates); err != nil {
		return Verdict{}, err
	}
	g := newGuard(t)
	for _, e := range earlier {
		told := g.figure(e.Aggregate)
		if g.repeats(told) == changed {
			return Verdict{}, revised(e.Aggregate)
		}
		g.keep(told)
		g.open.add(g.hidden(told.cells))
	}
	var v Verdict
	for i, a := range candidates {
		told := g.figure(a)
		row := g.hidden(told.cells)
		switch {
		case g.few(row):
			v.Withheld = append(v.Withheld, Withheld{Place: i, ID: a.ID, Reason: TooFew})
		case !g.safe(row):
			v.Withheld = append(v.Withheld, Withheld{Place: i, ID: a.ID, Reason: Differencing})
		default:
			switch g.agrees(told) {
			case changed:
				return Verdict{}, revised(a)
			case unproven:
				v.Withheld = append(v.Withheld, Withheld{Place: i, ID: a.ID, Reason: Differencing})
				continue
			default:
			}
			g.keep(told)
			g.open.add(row)
			v.Published = append(v.Published, a.clone())
		}
	}
	return v, nil
}

func revised(a Aggregate) error { return fmt.Errorf("%w: %s", ErrRevised, quote(a.ID)) }

// entered is an aggregate of the ledger, and its place there.
type entered struct {
	Aggregate
	publication, place int
}

// checkCompared returns every fault of what is to be compared, or that it is too much.
func checkCompared(t Thresholds, earlier []entered, candidates []Aggregate) error {
	size := 0
	for _, e := range earlier {
		size += e.size()
	}
	for _, a := range candidates {
		size += a.size()
	}
	if size > MaxCells {
		return fmt.Errorf("%w: %d answers in connected aggregates, at most %d are compared", ErrSize, size, MaxCells)
	}
	c := checker{}
	groups := map[pair]string{}
	for _, e := range earlier {
		c.compared(at(at("$.ledger", e.publication)+".aggregates", e.place), e.Aggregate, t, groups)
	}
	for i, a := range candidates {
		c.compared(at("$.candidates", i), a, t, groups)
	}
	return c.found.Err()
}

// compared checks an aggregate, and its groups by those that raters had before.
func (c *checker) compared(place string, a Aggregate, t Thresholds, groups map[pair]string) {
	c.aggregate(place, a)
	for i, p := range a.Parts {
		where := at(place+".parts", i)
		if k := t[p.Group]; k < 1 || k == 2 || k > MaxThreshold {
			c.add("group", where+".group",
				say("%s has the threshold %d", "%s 的阈值为 %d", quote(p.Group), k),
				say("state 1, or %d to %d", "请填写 1，或 %d 到 %d", LeastThreshold, MaxThreshold))
		}
		for j, rater := range p.Raters {
			who := pair{p.Subject, rater}
			group, ok := groups[who]
			if ok && group != p.Group {
				c.add("group", at(where+".raters", j),
					say("%s is in the groups %s and %s", "%s 同时属于 %s 和 %s", quote(rater), quote(group), quote(p.Group)),
					say("keep to one group for each rater of a subject", "同一评价对象的每个评价者只属于一个群体"))
			}
			groups[who] = p.Group
		}
	}
}

// connected returns the aggregates of the ledger that are about subjects of the candidates, or about subjects that
// aggregates connect with those. An aggregate of nothing is among them, to be refused.
func connected(ledger []Publication, candidates []Aggregate) []entered {
	parent := map[string]string{}
	var root func(s string) string
	root = func(s string) string {
		p, ok := parent[s]
		if !ok || p == s {
			parent[s] = s
			return s
		}
		r := root(p)
		parent[s] = r
		return r
	}
	join := func(a Aggregate) {
		for _, p := range a.Parts {
			parent[root(p.Subject)] = root(a.Parts[0].Subject)
		}
	}
	for _, p := range ledger {
		for _, a := range p.Aggregates {
			join(a)
		}
	}
	wanted := map[string]bool{}
	for _, a := range candidates {
		join(a)
	}
	for _, a := range candidates {
		for _, p := range a.Parts {
			wanted[root(p.Subject)] = true
		}
	}
	var out []entered
	for i, p := range ledger {
		for j, a := range p.Aggregates {
			if len(a.Parts) == 0 || wanted[root(a.Parts[0].Subject)] {
				out = append(out, entered{a, i, j})
			}
		}
	}
	return out
}
