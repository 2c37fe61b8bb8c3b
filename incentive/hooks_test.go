package incentive

import "context"

// FromRecords computes a run from records, however few transactions there are; false when its plans take more than records
// can say.
func (p *Program) FromRecords(ctx context.Context, in Inputs, opt RunOptions) (*Run, bool, error) {
	list, err := in.Transactions.rows(ctx)
	if err != nil {
		return nil, false, err
	}
	e, err := p.Enrol(ctx, in)
	if err != nil || e.roster == nil {
		return nil, false, err
	}
	r, err := e.roster.run(ctx, &e.in, list, opt)
	return r, true, err
}

// Recorded returns how many statements were computed from records, and how many of those in whole numbers alone.
func (r *Run) Recorded() (stated, plain int) {
	for _, x := range r.results {
		switch {
		case x.bulk == nil:
		case x.plain():
			plain++
		default:
			stated++
		}
	}
	return stated, plain
}

// Unlaid returns why records cannot say what the plans need, one reason for each plan; empty where they can.
func (p *Program) Unlaid() []string {
	var out []string
	for _, c := range p.plans {
		out = append(out, c.layout.why)
	}
	return out
}
