package careerpath

import (
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam/internal/wording"
)

// Errors of [Program.Path].
var (
	// ErrStage says that a ladder has no such stage.
	ErrStage = errors.New("careerpath: no such stage")
	// ErrNoPath says that no moves lead from one stage to another.
	ErrNoPath = errors.New("careerpath: no path")
)

// Path returns the fewest moves that lead from one stage to another, none when both are the same. Of ways of equal length
// it is the one whose moves stand first in the ladder, compared move by move. Promotions, lateral and cross-department
// moves and returns count; nobody plans a demotion. The error wraps [ErrStage] or [ErrNoPath].
func (p *Program) Path(from, to string) ([]Move, error) {
	for _, id := range []string{from, to} {
		if _, ok := p.stages[id]; !ok {
			return nil, fmt.Errorf("%w: %s in ladder %s", ErrStage, wording.Quote(id), wording.Quote(p.ladder.ID))
		}
	}
	start, end := p.stages[from], p.stages[to]
	by := p.reach(start)
	if end != start && by[end] < 0 {
		return nil, fmt.Errorf("%w: from %s to %s in ladder %s", ErrNoPath, wording.Quote(from), wording.Quote(to), wording.Quote(p.ladder.ID))
	}
	var out []Move
	for at := end; at != start; at = p.stages[p.ladder.Moves[by[at]].From] {
		out = append(out, p.move(by[at]))
	}
	slices.Reverse(out)
	return out, nil
}

// reach returns, for each stage, the move by which it is first entered on a way from some stages, and -1 where no way
// leads. Stages are entered in the order of the number of moves, then in that of the moves, so that the first way found is
// the one that [Program.Path] asks for.
func (p *Program) reach(starts ...int) []int {
	by := make([]int, len(p.ladder.Stages))
	seen := make([]bool, len(by))
	for i := range by {
		by[i] = -1
	}
	queue := slices.Clone(starts)
	for _, s := range starts {
		seen[s] = true
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, i := range p.leaving[at] {
			m := &p.ladder.Moves[i]
			if !m.Kind.leads() {
				continue
			}
			if to := p.stages[m.To]; !seen[to] {
				seen[to] = true
				by[to] = i
				queue = append(queue, to)
			}
		}
	}
	return by
}

// leads reports whether people aim for a move of this kind.
func (k MoveKind) leads() bool { return k != Demotion && k != Probation }
