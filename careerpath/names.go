package careerpath

import (
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// namesOf returns the part of a vocabulary that a rule uses, so that the time of compiling many rules does not grow with
// the vocabulary. What is beyond the size that rules may have is left out: such a rule is refused for it.
func namesOf(rule *criteria.Rule, all *evidence.Index) evidence.Vocabulary {
	u := &usedNames{all: all, seen: map[usedName]bool{}}
	u.rule(rule, 1)
	return u.found
}

// usedNames collects the names that a rule uses.
type usedNames struct {
	all   *evidence.Index
	seen  map[usedName]bool
	rules int
	found evidence.Vocabulary
}

type usedName struct {
	kind criteria.Kind
	name string
}

func (u *usedNames) rule(r *criteria.Rule, depth int) {
	if u.rules++; u.rules > criteria.MaxRules || depth > criteria.MaxDepth {
		return
	}
	for _, list := range below(r) {
		for i := range list {
			u.rule(&list[i], depth+1)
		}
	}
	if r.Not != nil {
		u.rule(r.Not, depth+1)
	}
	if r.Metric != nil {
		enter(u, criteria.KindMetric, r.Metric.Of.Metric, u.all.Metric, &u.found.Metrics)
	}
	if r.Streak != nil {
		enter(u, criteria.KindMetric, r.Streak.Of.Metric, u.all.Metric, &u.found.Metrics)
	}
	if r.Skill != nil {
		enter(u, criteria.KindSkill, r.Skill.Skill, u.all.Skill, &u.found.Skills)
	}
	if r.Certificate != nil {
		enter(u, criteria.KindCertificate, r.Certificate.Kind, u.all.Certificate, &u.found.Certificates)
	}
	if r.Review != nil {
		enter(u, criteria.KindReview, r.Review.Kind, u.all.Review, &u.found.Reviews)
	}
	if r.Flag != nil {
		enter(u, criteria.KindFlag, r.Flag.Kind, u.all.Flag, &u.found.Flags)
	}
}

// below returns the lists of rules in a rule.
func below(r *criteria.Rule) [][]criteria.Rule {
	lists := [][]criteria.Rule{r.All, r.Any}
	if r.AtLeast != nil {
		lists = append(lists, r.AtLeast.Of)
	}
	return lists
}

// enter takes over a name that the vocabulary has, once.
func enter[T any](u *usedNames, kind criteria.Kind, name string, find func(string) (T, bool), into *[]T) {
	key := usedName{kind, name}
	if u.seen[key] {
		return
	}
	u.seen[key] = true
	if item, ok := find(name); ok {
		*into = append(*into, item)
	}
}
