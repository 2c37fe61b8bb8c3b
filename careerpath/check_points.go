package careerpath

import (
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a points framework, all inclusive.
const (
	// MaxPoints is the most points that a level of a skill is worth, and that a level may ask for.
	MaxPoints = 1_000_000
	// MaxPointSkills is the largest number of skills that count, and of groups.
	MaxPointSkills = 256
	// MaxPointLevels is the largest number of levels.
	MaxPointLevels = 256
)

// checkPoints reports what is wrong with the points framework.
func (p *Program) checkPoints(f *wording.Faults) {
	pts := p.ladder.Points
	if pts == nil {
		return
	}
	const at = "$.points"
	groups := map[string]bool{}
	if f.Count(at+".groups", len(pts.Groups), 0, MaxPointSkills) {
		for i, g := range pts.Groups {
			f.ID(wording.At(at+".groups", i)+".id", g.ID, groups)
			name(f, wording.At(at+".groups", i)+".name", g.Name)
		}
	}
	checkWorth(f, at+".worth", pts.Worth)
	if f.Count(at+".skills", len(pts.Skills), 1, MaxPointSkills) {
		p.checkPointSkills(f, at+".skills", groups)
	}
	if f.Count(at+".levels", len(pts.Levels), 1, MaxPointLevels) {
		p.checkPointLevels(f, at+".levels")
	}
}

func checkWorth(f *wording.Faults, at string, worth []int) {
	if !f.Count(at, len(worth), 2, evidence.MaxLevel+1) {
		return
	}
	for i, w := range worth {
		switch {
		case w < 0 || w > MaxPoints:
			f.Add("worth", wording.At(at, i), wording.Say("%d points are not from 0 to %d", "%d 分不在 0 至 %d 之间", w, MaxPoints), wording.Say("state 0 to %d", "请填 0 至 %d", MaxPoints))
		case i > 0 && w < worth[i-1]:
			f.Add("worth", wording.At(at, i), wording.Say("level %d is worth %d points, level %d is worth %d", "%d 级为 %d 分，而 %d 级为 %d 分", i, w, i-1, worth[i-1]),
				wording.Say("let a higher level be worth at least as much", "等级越高，分值不应越低"))
		}
	}
}

func (p *Program) checkPointSkills(f *wording.Faults, at string, groups map[string]bool) {
	index, seen := evidence.NewIndex(p.ladder.Vocabulary), map[string]bool{}
	for i, s := range p.ladder.Points.Skills {
		here := wording.At(at, i)
		if f.ID(here+".skill", s.Skill, seen) {
			skill, known := index.Skill(s.Skill)
			switch worth := len(p.ladder.Points.Worth); {
			case !known:
				f.Add("skill", here+".skill", wording.Say("the vocabulary has no skill %s", "词汇表中没有技能 %s", wording.Quote(s.Skill)), wording.Say("use a skill of the vocabulary, or add it there", "请使用词汇表中的技能，或先将其加入词汇表"))
			case len(skill.Levels) > worth:
				f.Add("worth", here+".skill", wording.Say("%s has %d levels, the worth of %d is stated", "%s 有 %d 个等级，而只填写了 %d 个等级的分值", wording.Quote(s.Skill), len(skill.Levels), worth),
					wording.Say("state the worth of every level, level 0 first", "请填写每个等级的分值，从 0 级开始"))
			}
		}
		if s.Group != "" && !groups[s.Group] {
			f.Add("group", here+".group", wording.Say("there is no group %s", "没有分组 %s", wording.Quote(s.Group)), wording.Say("use the ID of a group, or leave it out", "请填写已有分组的标识，或省略"))
		}
	}
}

func (p *Program) checkPointLevels(f *wording.Faults, at string) {
	seen := map[string]bool{}
	before := -1
	for i, l := range p.ladder.Points.Levels {
		here := wording.At(at, i)
		f.ID(here+".id", l.ID, seen)
		switch {
		case l.From < 0 || l.From > MaxPoints*MaxPointSkills:
			f.Add("points", here+".from", wording.Say("%d points are not from 0 to %d", "%d 分不在 0 至 %d 之间", l.From, MaxPoints*MaxPointSkills), wording.Say("state 0 to %d", "请填 0 至 %d", MaxPoints*MaxPointSkills))
			continue
		case i == 0 && l.From != 0:
			f.Add("points", here+".from", wording.Say("the first level begins at %d points, so that fewer make no level", "首个级别从 %d 分起，低于此分者没有级别", l.From), wording.Say("let it begin at 0", "请从 0 分起"))
		case i > 0 && l.From <= before:
			f.Add("points", here+".from", wording.Say("%d points are not more than the %d of the level before", "%d 分不高于前一级别的 %d 分", l.From, before), wording.Say("let each level begin above the one before", "每一级别的起始分须高于前一级别"))
		}
		before = l.From
		opened := map[string]bool{}
		for j, stage := range l.Stages {
			place := wording.At(here+".stages", j)
			if f.ID(place, stage, opened) {
				p.stage(f, place, stage)
			}
		}
	}
}
