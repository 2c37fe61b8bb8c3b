package scenario

import (
	"context"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Watch calculates all scenarios and hands out every run with what it was calculated from.
func (s *Suite) Watch(ctx context.Context, f func(scenario string, plans []incentive.Plan, calendar *kam.Calendar, in incentive.Inputs, run *incentive.Run, err error)) error {
	for _, b := range s.books {
		for _, w := range b.worlds {
			p := player{world: w, program: b.program, watch: func(in incentive.Inputs, run *incentive.Run, err error) { f(w.name, b.plans, b.calendar, in, run, err) }}
			if _, err := p.play(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}
