package promotion

import (
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// addJudge takes one more judge onto the panel, for one exercise or for all.
func (a *applying) addJudge() {
	e := a.e
	exercises := make([]int, 0, len(a.p.judges))
	for i := range a.p.judges {
		if !a.p.judges[i][e.Judge] {
			exercises = append(exercises, i)
		}
	}
	if e.Exercise != "" {
		i, there := a.exercise("$.exercise", e.Exercise)
		if !there {
			return
		}
		exercises = slices.DeleteFunc(exercises, func(n int) bool { return n != i })
	}
	_, there := a.p.panel[e.Judge]
	switch {
	case len(exercises) == 0:
		a.Add("twice", "$.judge", say("%s is a judge of it already", "%s 已是评委", who(e.Judge)), say("nothing is to be done", "无需操作"))
	case a.p.arbiters[e.Judge]:
		a.Add("arbiter", "$.judge", say("%s rules on appeals", "%s 是申诉裁定人", who(e.Judge)), say("name somebody who rules on nothing", "请填写不参与裁定的人"))
	case e.Judge == e.By:
		a.Add("conflict", "$.judge", say("%s adds themself", "%s 增补本人为评委", who(e.By)), say("let another officer do so", "请由其他承办人登记"))
	case !there && len(a.p.panel) >= maxPanel:
		a.Add("too-many", "$.judge", say("there are %d judges", "评委已有 %d 人", len(a.p.panel)), say("a panel has at most %d", "评委最多 %d 人", maxPanel))
	}
	a.commit = func() { a.inner.p = a.p.withJudge(Judge{Person: e.Judge, Name: e.Name}, exercises) }
}

// withJudge returns p with one more judge of some exercises. It is the same cycle as it was announced, so the hash stays.
func (p *Program) withJudge(j Judge, exercises []int) *Program {
	next := *p
	if _, there := p.panel[j.Person]; !there {
		next.cycle.Panel = append(slices.Clip(p.cycle.Panel), j)
		next.panel = maps.Clone(p.panel)
		next.panel[j.Person] = len(p.cycle.Panel)
		next.sortedPanel = append(slices.Clip(p.sortedPanel), j.Person)
		slices.SortFunc(next.sortedPanel, compareSubjects)
	}
	next.judges = slices.Clone(p.judges)
	for _, i := range exercises {
		next.judges[i] = maps.Clone(p.judges[i])
		next.judges[i][j.Person] = true
	}
	return &next
}

// sameIDs warns of people who have the same ID under different kinds, since one person should be one subject.
func sameIDs(f *wording.Faults, people []kam.Subject, place string) {
	kinds := map[string]kam.Subject{}
	for _, s := range people {
		first, there := kinds[s.ID]
		if !there {
			kinds[s.ID] = s
			continue
		}
		if first.Kind != s.Kind {
			f.Warn("same-id", place, say("%s and %s have the same ID", "%s 与 %s 标识相同", who(first), who(s)),
				say("if they are one person, use one subject for them: conflicts of interest are known by the subject", "如为同一人，请使用同一主体：利益冲突按主体识别"))
		}
	}
}
