package incentive

import (
	"context"
	"errors"
)

// meetingKind is what shares meet for.
type meetingKind string

const (
	// meetTogether: where payees stand, before components look at several of them at once.
	meetTogether meetingKind = "together"
	// meetEarned: what components have earned, before managers are credited with it.
	meetEarned meetingKind = "earned"
	// meetAgain: whether others are held than were counted as held, so that all start again.
	meetAgain meetingKind = "again"
)

// meeting is a point of a calculation that all shares have to reach before one goes on. In each round they all meet at the same.
type meeting struct {
	kind meetingKind
	// pass is how often the calculation has started again, stage the stage; zero where it is done with all of them.
	pass, stage int
	// again says that this share has to start again.
	again bool
}

// errUnheard means that a share has to hear the others before it can go on.
var errUnheard = errors.New("incentive: a share has to hear the others")

// waitsIn reports whether a component of a stage looks at several payees at once.
func (p *Program) waitsIn(stage int) bool {
	for _, c := range p.plans {
		for i := range c.parts {
			if c.parts[i].stage == stage && c.parts[i].waits() {
				return true
			}
		}
	}
	return false
}

// meets reports whether somebody's pay depends on that of others.
func (p *Program) meets() bool { return p.waits || p.stages > 1 }

// meetings returns how often shares meet before they are done, unless they start again.
func (p *Program) meetings() int {
	if !p.meets() {
		return 0
	}
	n := p.stages // between stages, and to start again
	for stage := range p.stages {
		if p.waitsIn(stage) {
			n++
		}
	}
	return n
}

// meet tells the other shares what they look at of this one's units, and takes in what they have told of theirs. Where
// everybody is computed here there is nobody to meet.
func (c *calculation) meet(ctx context.Context, at meeting) error {
	s := c.sharing
	if s == nil {
		return nil
	}
	told, err := c.tell(ctx, at)
	if err != nil {
		return err
	}
	if s.round == len(s.heard) {
		s.told = told
		return errUnheard
	}
	var f faults
	all := s.hear(at, &f)
	if err := f.list.Err(); err != nil {
		return err
	}
	c.takeIn(at, all, &f)
	s.round++
	return f.list.Err()
}

// again reports whether the calculation has to start again, here or in any share.
func (c *calculation) again(ctx context.Context) (bool, error) {
	at := meeting{kind: meetAgain, pass: c.round, again: c.surprised()}
	if c.sharing == nil {
		return at.again, nil
	}
	err := c.meet(ctx, at)
	return c.sharing.again, err
}
