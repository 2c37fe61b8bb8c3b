package careerpath

import (
	"slices"

	"github.com/kam-go/kam/internal/wording"
)

// advise warns of what is allowed, but seldom meant.
func (p *Program) advise(f *wording.Faults) {
	p.adviseWays(f)
	p.advisePay(f)
	p.advisePoints(f)
	for i, c := range p.criteria {
		if c != nil {
			f.Take(wording.At("$.moves", i)+".criteria", c.Warnings())
		}
	}
}

// adviseWays warns of stages that nobody can reach, taking it that people are hired to the lowest stages of each
// department; and of stages from which no way leads on although their track goes on.
func (p *Program) adviseWays(f *wording.Faults) {
	lowest, highest := map[string]int{}, map[string]int{}
	for _, s := range p.ladder.Stages {
		d := p.department(s)
		if rank, ok := lowest[d]; !ok || s.Rank < rank {
			lowest[d] = s.Rank
		}
		highest[s.Track] = max(highest[s.Track], s.Rank)
	}
	var starts []int
	for i, s := range p.ladder.Stages {
		if s.Rank == lowest[p.department(s)] {
			starts = append(starts, i)
		}
	}
	by := p.reach(starts...)
	for i, s := range p.ladder.Stages {
		at := wording.At("$.stages", i)
		if by[i] < 0 && !slices.Contains(starts, i) {
			f.Warn("unreachable", at, wording.Say("no moves lead from the lowest stages to %s", "从最低职级没有路径通往 %s", p.title(s.ID)),
				wording.Say("add a move to it, or leave the stage out", "请增加通往该职级的变动，或去掉该职级"))
		}
		onwards := slices.ContainsFunc(p.leaving[i], func(m int) bool { return p.ladder.Moves[m].Kind.leads() })
		if !onwards && s.Rank < highest[s.Track] {
			f.Warn("dead-end", at, wording.Say("no move leads on from %s, although its track goes on", "%s 之后没有任何去向，而其通道仍有更高职级", p.title(s.ID)),
				wording.Say("add a promotion or another move from it", "请增加从该职级出发的晋升或调动"))
		}
	}
}

// department is where a stage is.
func (p *Program) department(s Stage) string { return p.ladder.Tracks[p.tracks[s.Track]].Department }

// advisePay warns of promotions after which people may earn less than before.
func (p *Program) advisePay(f *wording.Faults) {
	for i, m := range p.ladder.Moves {
		if m.Kind != Promotion {
			continue
		}
		from, to := p.ladder.Stages[p.stages[m.From]].Pay, p.ladder.Stages[p.stages[m.To]].Pay
		at := wording.At("$.moves", i)
		switch {
		case from == nil || to == nil:
		case from.Currency != to.Currency:
			f.Warn("pay-currency", at, wording.Say("the bands are in %s and %s, so that nobody can tell whether pay rises", "薪酬带分别以 %s 和 %s 计，无法判断薪酬是否提高", from.Currency, to.Currency),
				wording.Say("state both in one currency", "请以同一币种填写"))
		case to.Min.LessThan(from.Min) || to.Max.LessThan(from.Max):
			f.Warn("pay-falls", at, wording.Say("the band goes from %s–%s to %s–%s: an end of it falls", "薪酬带由 %s–%s 变为 %s–%s，有一端下降", from.Min, from.Max, to.Min, to.Max),
				wording.Say("let both ends rise or stay; bands may overlap", "请使上下限均不下降；相邻薪酬带可以重叠"))
		}
	}
}

// advisePoints warns of levels that nobody, or only somebody at the top of every skill, can reach.
func (p *Program) advisePoints(f *wording.Faults) {
	if p.ladder.Points == nil {
		return
	}
	most := p.attainable()
	for i, l := range p.ladder.Points.Levels {
		at := wording.At("$.points.levels", i) + ".from"
		switch {
		case l.From > most:
			f.Warn("out-of-reach", at, wording.Say("level %s asks for %d points, all skills at their top bring %d", "级别 %s 需 %d 分，而所有技能均达最高级也只有 %d 分", wording.Quote(l.ID), l.From, most),
				wording.Say("ask for fewer points, or count more skills", "请降低分数要求，或增加计分技能"))
		case l.From == most && i > 0:
			f.Warn("out-of-reach", at, wording.Say("level %s asks for %d points, which takes every skill at its top", "级别 %s 需 %d 分，须所有技能均达最高级", wording.Quote(l.ID), l.From),
				wording.Say("ask for fewer points, so that people need not be best at everything", "请降低分数要求，避免要求样样顶尖"))
		}
	}
}
