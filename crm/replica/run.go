package replica

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kam-go/kam/crm"
)

// Run reads what is due of each kind and applies it to the store. The report says what was done, also beside an error.
//
// Errors of the source and of the store are wrapped and joined, one for each kind that could not be read to the end;
// among them may be [crm.ErrConflict], [ErrSource], [ErrState] and [ErrGone]. [ErrInputs] says that nothing was read.
func Run(ctx context.Context, in Inputs) (Report, error) {
	in, err := in.complete()
	if err != nil {
		return Report{}, err
	}
	report := Report{System: in.Source.System()}
	var failed []error
	for _, kind := range in.Kinds {
		if err := ctx.Err(); err != nil {
			failed = append(failed, fmt.Errorf("replica: %s: %w", in.Source.System(), err))
			break
		}
		r := &reading{Inputs: in, system: in.Source.System(), kind: kind, report: &report}
		r.did.Kind = kind
		err := r.run(ctx)
		r.did.Complete = err == nil
		report.Kinds = append(report.Kinds, r.did)
		if err != nil {
			failed = append(failed, fmt.Errorf("replica: %s %s: %w", r.system, kind, err))
		}
	}
	return report, errors.Join(failed...)
}

// reading is the reading of one kind.
type reading struct {
	Inputs
	system crm.System
	kind   crm.Kind
	now    time.Time
	until  time.Time
	// version and state are the position in the store; state may be ahead of it until the next batch is applied.
	version int64
	state   state
	did     KindReport
	report  *Report
}

func (r *reading) run(ctx context.Context) error {
	position, err := r.Store.Position(ctx, r.system, r.kind)
	if err != nil {
		return err
	}
	if r.state, err = parseState(position.State); err != nil {
		return err
	}
	r.version = position.Version
	r.did.Version, r.did.Mark = r.version, r.state.Mark
	r.now = r.Now().UTC().Truncate(time.Microsecond)
	r.until = r.now.Add(-r.Settle).Truncate(time.Microsecond)
	if r.until.Year() < 1 || r.now.Year() > 9999 {
		return fmt.Errorf("%w: the clock says %s", ErrInputs, r.now)
	}
	r.did.Until = r.until
	r.begin()
	if err := r.readChanges(ctx); err != nil {
		return err
	}
	if source, ok := r.Source.(crm.DeletionReader); ok {
		if err := r.readDeletions(ctx, source); err != nil {
			return err
		}
	}
	if source, ok := r.Source.(crm.IDReader); ok {
		for r.sweepIsDue() { // twice, where one that was interrupted began long ago
			if err := r.compareIDs(ctx, source); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin prepares the state of a first reading, and of one that reads all anew.
func (r *reading) begin() {
	if r.state.Since.IsZero() {
		r.state.Since = r.now.Add(-r.Overlap)
		if _, ok := r.Source.(crm.DeletionReader); ok {
			r.state.Swept = r.now
		}
	}
	if r.Anew {
		r.state.Mark, r.state.Swept, r.state.Sweep = crm.Mark{}, time.Time{}, nil
	}
}

// apply hands a batch to the store together with the state.
func (r *reading) apply(ctx context.Context, records []crm.Record, forgotten []string) error {
	text, err := r.state.text()
	if err != nil {
		return err
	}
	b := crm.Batch{System: r.system, Kind: r.kind, Records: records, Forgotten: forgotten, Before: r.version, State: text}
	if len(forgotten) > 0 {
		b.At = r.until
	}
	if err := r.Store.Apply(ctx, b); err != nil {
		return err
	}
	r.version++
	r.did.Version, r.did.Mark = r.version, r.state.Mark
	return nil
}

// tell reports progress.
func (r *reading) tell(step Step, records, pages, estimate int) {
	if r.Progress != nil {
		r.Progress(Progress{System: r.system, Kind: r.kind, Step: step, Records: records, Pages: pages, Estimate: max(estimate, 0)})
	}
}
