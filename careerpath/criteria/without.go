package criteria

import (
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam/internal/wording"
)

// ErrNoRule is wrapped by the error about an ID that no rule of the tree has.
var ErrNoRule = errors.New("criteria: no such rule")

// Without returns the program that does not ask for the rules with the given IDs, criteria or groups, and asks for
// everything else as before. The error wraps [ErrNoRule] when there is none with an ID.
//
// A group of which nothing is left is left out too, and so is a not. A group that asked for K of its members asks for all
// that are left when they are fewer than K. When nothing is left at all, nothing is asked, and everybody meets it. A result
// is changed in the same way by [Result.Without], with no need for the file.
func (p *Program) Without(ids ...string) (*Program, error) {
	for _, id := range ids {
		if _, ok := p.byID[id]; !ok {
			return nil, noRule(id)
		}
	}
	q := &Program{version: p.version, history: p.history, spec: p.spec, calendar: p.calendar, index: p.index}
	found := &wording.Faults{Prefix: "criteria"}
	if rule, left := p.rule.without(ids); left && len(p.leaves) > 0 {
		q.build(rule, found)
	} else {
		q.asksNothing(found)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return q, nil
}

func noRule(id string) error { return fmt.Errorf("%w: %s", ErrNoRule, wording.Quote(id)) }

// without returns what is left of a rule, and false when nothing is.
func (r Rule) without(ids []string) (Rule, bool) {
	if r.ID != "" && slices.Contains(ids, r.ID) {
		return Rule{}, false
	}
	left := true
	switch {
	case r.All != nil:
		r.All = rulesWithout(r.All, ids)
		left = len(r.All) > 0
	case r.Any != nil:
		r.Any = rulesWithout(r.Any, ids)
		left = len(r.Any) > 0
	case r.AtLeast != nil:
		of := rulesWithout(r.AtLeast.Of, ids)
		r.AtLeast = &Some{K: min(r.AtLeast.K, len(of)), Of: of}
		left = len(of) > 0
	case r.Not != nil:
		var not Rule
		if not, left = r.Not.without(ids); left {
			r.Not = &not
		}
	}
	return r, left
}

func rulesWithout(list []Rule, ids []string) []Rule {
	var out []Rule
	for _, r := range list {
		if rest, left := r.without(ids); left {
			out = append(out, rest)
		}
	}
	return out
}

// Without returns r as it would be if the rules with the given IDs had not been asked, see [Program.Without]: the states of
// the groups follow anew from the criteria that are left. What was asked then has no hash, so that Rule is empty. The error
// wraps [ErrNoRule] when there is no rule with an ID.
func (r Result) Without(ids ...string) (Result, error) {
	for _, id := range ids {
		if _, ok := r.Find(id); !ok {
			return Result{}, noRule(id)
		}
	}
	r.Rule = ""
	root, state, left := r.Root.without(ids)
	if !left {
		root, state = Node{Kind: KindAll, Name: wording.Say("nothing is asked", "无任何要求"), State: Met}, met
	}
	r.Root, r.State = root, state.state()
	return r, nil
}

// without returns what is left of a node, its state, and false when nothing is left.
func (n Node) without(ids []string) (Node, verdict, bool) {
	if n.ID != "" && slices.Contains(ids, n.ID) {
		return Node{}, unknown, false
	}
	if n.Criterion != nil {
		return n, verdictFrom(n.State), true
	}
	var rest []Node
	count := tally{}
	for _, child := range n.Children {
		if out, state, left := child.without(ids); left {
			rest = append(rest, out)
			count.add(state)
		}
	}
	if len(rest) == 0 {
		return Node{}, unknown, false
	}
	unnamed := n.Name == groupName(n.Kind, n.K)
	n.Children, n.K = rest, min(n.K, len(rest))
	if unnamed {
		n.Name = groupName(n.Kind, n.K)
	}
	state := count.of(n.Kind, n.K)
	n.State = state.state()
	return n, state, true
}

func verdictFrom(s State) verdict {
	switch s {
	case Met:
		return met
	case NotMet:
		return notMet
	default:
		return unknown
	}
}
