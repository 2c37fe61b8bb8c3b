package incentive

import (
	"context"
	"sync"
)

// Enrolment is a program with all that a run reads but its transactions: checked and indexed once, for previews,
// forecasts and batches that compute the same people again and again. It is immutable and safe for concurrent use.
type Enrolment struct {
	program *Program
	in      Inputs
	// roster is laid out for records; nil where a plan needs more than they can say.
	roster *bulkRoster

	// people is the roster indexed, prior the deals that only the opening knows, by their ids.
	people *people
	prior  map[string]*Transaction
	// whole says of which run the shares of this enrolment are, once somebody has asked.
	digested sync.Once
	whole    origin
	failed   error
}

// Enrol checks and indexes everything of a run but its transactions, which are left alone. Its error is a
// *kam.InvalidError with every fault. What has to hold single payees holds them in each run, see [Run.Held].
func (p *Program) Enrol(ctx context.Context, in Inputs) (*Enrolment, error) {
	in.Transactions = Source{}
	c, err := p.begin(ctx, &in, list(nil), false)
	if err != nil {
		return nil, err
	}
	e := &Enrolment{program: p, in: in, roster: c.layRoster(), people: c.people, prior: map[string]*Transaction{}}
	for i := range in.Opening.Prior {
		if t := &in.Opening.Prior[i].Transaction; e.prior[t.ID] == nil {
			e.prior[t.ID] = t
		}
	}
	return e, nil
}

// Run computes the commission period with other transactions: what [Program.Run] returns for the inputs with these.
func (e *Enrolment) Run(ctx context.Context, transactions Source, opt RunOptions) (*Run, error) {
	rows, err := transactions.rows(ctx)
	if err != nil {
		return nil, err
	}
	return e.run(ctx, rows, opt, nil)
}

// run computes a run, or what a share can compute of it.
func (e *Enrolment) run(ctx context.Context, rows rows, opt RunOptions, s *sharing) (*Run, error) {
	in := e.in
	if e.roster != nil && (opt.Records || rows.count() >= bulkFrom) {
		return e.roster.run(ctx, &in, rows, opt, s)
	}
	return e.program.byCredit(ctx, &in, rows, opt, s)
}

// bulkFrom is how many transactions are computed as records rather than credit by credit. What comes out is the same.
const bulkFrom = 2048
