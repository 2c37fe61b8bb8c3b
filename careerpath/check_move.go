package careerpath

import (
	"errors"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// checkMoves reports what is wrong with the moves and compiles their criteria.
func (p *Program) checkMoves(f *wording.Faults) {
	seen, options := map[string]bool{}, p.options(f)
	names := evidence.NewIndex(p.ladder.Vocabulary)
	p.criteria = make([]*criteria.Program, len(p.ladder.Moves))
	for i, m := range p.ladder.Moves {
		at := wording.At("$.moves", i)
		if f.ID(at+".id", m.ID, seen) {
			p.moves[m.ID] = i
		}
		optionalName(f, at+".name", m.Name)
		optionalText(f, at+".source", m.Source)
		known := wording.Choice(f, "kind", at+".kind", m.Kind, Promotion, Lateral, CrossDepartment, Return, Demotion, Probation)
		from, ok := p.stage(f, at+".from", m.From)
		if m.Kind == Probation {
			if m.To != "" {
				f.Add("to", at+".to", wording.Say("probation leads nowhere", "观察期不通往其他职级"), wording.Say("leave it out", "请省略此项"))
			}
		} else if to, there := p.stage(f, at+".to", m.To); ok && there && known {
			p.checkWay(f, at, m.Kind, from, to)
		}
		compiled, err := criteria.Compile(m.Criteria, namesOf(&m.Criteria, names), options)
		f.Merge(at+".criteria", ofRule(err))
		p.criteria[i] = compiled
	}
}

// ofRule leaves out what is wrong with the vocabulary, which is told there.
func ofRule(err error) error {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return err
	}
	own := slices.DeleteFunc(slices.Clone(invalid.Findings), func(found kam.Finding) bool { return !strings.HasPrefix(found.Place, "$") })
	return own.Err()
}

// options returns what criteria are read with, without what of it is wrong, which is reported once for all moves.
func (p *Program) options(f *wording.Faults) criteria.Options {
	o := criteria.Options{Version: max(p.ladder.Version, 0), Calendar: p.ladder.Calendar, History: p.ladder.History}
	if _, err := kam.NewCalendar(o.Calendar); err != nil {
		f.Merge("$.calendar", err)
		o.Calendar = kam.CalendarSpec{}
	}
	if o.History < 0 || o.History > criteria.MaxHistory {
		f.Add("history", "$.history", wording.Say("files that reach back %d months", "档案回溯 %d 个月", o.History),
			wording.Say("state 1 to %d months, or leave it out for 120", "请填 1 至 %d 个月，省略则为 120 个月", criteria.MaxHistory))
		o.History = criteria.MaxHistory
	}
	return o
}

// stage finds the stage that a move names.
func (p *Program) stage(f *wording.Faults, at, id string) (Stage, bool) {
	i, ok := p.stages[id]
	if !ok {
		if !p.fits.stages {
			return Stage{}, false
		}
		f.Add("stage", at, wording.Say("there is no stage %s", "没有职级 %s", wording.Quote(id)), wording.Say("use the ID of a stage", "请填写已有职级的标识"))
		return Stage{}, false
	}
	return p.ladder.Stages[i], true
}

// checkWay reports a move whose kind does not fit the two stages.
func (p *Program) checkWay(f *wording.Faults, at string, kind MoveKind, from, to Stage) {
	for _, s := range []Stage{from, to} {
		if _, known := p.tracks[s.Track]; !known {
			return // it is told
		}
	}
	department := func(s Stage) string { return p.ladder.Tracks[p.tracks[s.Track]].Department }
	same, crosses := from.Track == to.Track, department(from) != department(to)
	wrong := func(message, remedy kam.Text) { f.Add("way", at+".to", message, remedy) }
	switch {
	case from.ID == to.ID:
		wrong(wording.Say("the move leads from %s to itself", "该变动从 %s 回到自身", wording.Quote(from.ID)), wording.Say("name another stage", "请填写另一职级"))
	case kind == Promotion && to.Rank <= from.Rank:
		wrong(wording.Say("a promotion from rank %d to rank %d", "晋升从序号 %d 到序号 %d", from.Rank, to.Rank), wording.Say("lead it to a higher rank, or call it lateral or a demotion", "请通往更高的职级，或改为平级调动或降级"))
	case kind == Demotion && to.Rank >= from.Rank:
		wrong(wording.Say("a demotion from rank %d to rank %d", "降级从序号 %d 到序号 %d", from.Rank, to.Rank), wording.Say("lead it to a lower rank", "请通往更低的职级"))
	case kind == Return && (same || to.Rank > from.Rank):
		wrong(wording.Say("a return within one track, or to a higher rank", "回流不应在同一通道之内，也不应通往更高的职级"), wording.Say("lead it to the same or a lower rank of another track", "请通往另一通道相同或更低的职级"))
	case kind == Lateral && (same || crosses || to.Rank != from.Rank):
		wrong(wording.Say("a lateral move leads to the same rank of another track in the same department", "平级调动应通往同一部门另一通道的相同职级"), wording.Say("name such a stage, or call it a cross-department move", "请填写这样的职级，或改为跨部门调动"))
	case kind == CrossDepartment && !crosses:
		wrong(wording.Say("a cross-department move within one department", "跨部门调动未跨部门"), wording.Say("lead it to a track of another department, or call it lateral", "请通往其他部门的通道，或改为平级调动"))
	}
}

// checkCircles reports promotions that lead in a circle, stage by stage, which ranks that rise make impossible: the circle
// is told beside the ranks, since it may be the move that is wrong.
func (p *Program) checkCircles(f *wording.Faults) {
	next := map[string][]int{}
	for i, m := range p.ladder.Moves {
		if m.Kind == Promotion {
			next[m.From] = append(next[m.From], i)
		}
	}
	const onWay, left = 1, 2
	state := map[string]int{}
	var way []string
	var visit func(id string)
	visit = func(id string) {
		state[id] = onWay
		way = append(way, id)
		for _, i := range next[id] {
			switch to := p.ladder.Moves[i].To; state[to] {
			case onWay:
				circle := append(slices.Clone(way[slices.Index(way, to):]), to)
				f.Add("cycle", wording.At("$.moves", i), wording.Say("promotions lead in a circle: %s", "晋升形成循环：%s", arrows(circle)),
					wording.Say("remove one of these promotions, or correct where it leads", "请去掉其中一条晋升，或更正其去向"))
			case left:
			default:
				visit(to)
			}
		}
		way = way[:len(way)-1]
		state[id] = left
	}
	for _, s := range p.ladder.Stages {
		if state[s.ID] == 0 {
			visit(s.ID)
		}
	}
}

// arrows writes stages as a way; of a long one the beginning and the end.
func arrows(ids []string) string {
	const most = 12
	words := make([]string, 0, most+1)
	for i, id := range ids {
		switch {
		case len(ids) <= most || i < most/2 || i >= len(ids)-most/2:
			words = append(words, wording.Clip(id))
		case i == most/2:
			words = append(words, "…")
		}
	}
	return strings.Join(words, " → ")
}
