package careerpath

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// asked is what a rule asks as people read it: what it is called and the sentence that says it, which are the same where
// it has no name of its own.
type asked struct {
	kind           criteria.Kind
	name, sentence kam.Text
	below          []asked
}

// tell makes ready what the moves ask, for [Program.Markdown].
func (p *Program) tell() {
	p.asks = make([]asked, len(p.ladder.Moves))
	names, options := evidence.NewIndex(p.ladder.Vocabulary), p.options(&wording.Faults{})
	for i, program := range p.criteria {
		named := program.Evaluate(evidence.File{}, kam.Day{}).Root
		sentences := named
		if rule := program.Rule(); nameless(&rule) {
			if plain, err := criteria.Compile(rule, namesOf(&rule, names), options); err == nil {
				sentences = plain.Evaluate(evidence.File{}, kam.Day{}).Root
			}
		}
		p.asks[i] = askedBy(named, sentences)
	}
}

// askedBy joins a tree with the same tree without names.
func askedBy(named, sentences criteria.Node) asked {
	a := asked{kind: named.Kind, name: named.Name, sentence: sentences.Name}
	for i := range named.Children {
		a.below = append(a.below, askedBy(named.Children[i], sentences.Children[i]))
	}
	return a
}

// nameless takes the names off a rule and those below it, and returns whether there were any.
func nameless(r *criteria.Rule) bool {
	had := r.Name != (kam.Text{})
	r.Name = kam.Text{}
	for _, list := range below(r) {
		for i := range list {
			had = nameless(&list[i]) || had
		}
	}
	if r.Not != nil {
		had = nameless(r.Not) || had
	}
	return had
}
