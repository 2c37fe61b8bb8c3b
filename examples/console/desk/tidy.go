package desk

import "context"

// runKind is the kind of the views that say which runs have views, each of the run's id with "|" behind it. It is written first and
// removed last.
const runKind = "run"

// runKinds are the kinds of views that belong to a run.
var runKinds = append([]string{findingsKind, lookKind, dealsKind, overviewKind, statementKind, linesKind}, memberKinds()...)

// tidy removes the views of runs that are not shown: those of earlier calculations of a period, and of calculations that were cut off.
// No calculation may run beside it.
func (d *Desk) tidy(ctx context.Context) error {
	shown := map[string]bool{}
	for _, p := range d.Periods {
		if run, ok := d.run(p); ok {
			shown[key(run)] = true
		}
	}
	runs, err := d.Store.Of(ctx, runKind)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if shown[run] {
			continue
		}
		for _, kind := range runKinds {
			if err := d.Store.Remove(ctx, kind, run); err != nil {
				return err
			}
		}
		if err := d.Store.Remove(ctx, runKind, run); err != nil {
			return err
		}
	}
	return nil
}
