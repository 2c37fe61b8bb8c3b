package incentive

import "context"

// Enrolment is a program with all that a run reads but its transactions: checked and indexed once, for previews,
// forecasts and batches that compute the same people again and again. It is immutable and safe for concurrent use.
type Enrolment struct {
	program *Program
	in      Inputs
	// roster is laid out for records; nil where a plan needs more than they can say.
	roster *bulkRoster
}

// Enrol checks and indexes everything of a run but its transactions, which are left alone. Its error is a
// *kam.InvalidError with every fault. What has to hold single payees holds them in each run, see [Run.Held].
func (p *Program) Enrol(ctx context.Context, in Inputs) (*Enrolment, error) {
	in.Transactions = Source{}
	c, err := p.begin(ctx, &in, list(nil), false)
	if err != nil {
		return nil, err
	}
	return &Enrolment{p, in, c.layRoster()}, nil
}

// Run computes the commission period with other transactions: what [Program.Run] returns for the inputs with these.
func (e *Enrolment) Run(ctx context.Context, transactions Source, opt RunOptions) (*Run, error) {
	rows, err := transactions.rows(ctx)
	if err != nil {
		return nil, err
	}
	return e.run(ctx, rows, opt)
}

func (e *Enrolment) run(ctx context.Context, rows rows, opt RunOptions) (*Run, error) {
	in := e.in
	if e.roster != nil && (opt.Records || rows.count() >= bulkFrom) {
		return e.roster.run(ctx, &in, rows, opt)
	}
	return e.program.byCredit(ctx, &in, rows, opt)
}

// bulkFrom is how many transactions are computed as records rather than credit by credit. What comes out is the same.
const bulkFrom = 2048
