package scoring

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// ErrProgram is the error of [Program.Score] and [Program.ScoreAll] of a program that [Compile] did not make.
var ErrProgram = errors.New("scoring: program without a card: make it with Compile")

// Score computes the score of one subject. Faults of the inputs come all at once in one [*kam.InvalidError], each with
// its JSON path in them; see the package for their codes. What is merely not known, or not defined, is no fault: it
// leads by the card's rules to a result that says so. The zero Program gives [ErrProgram].
func (p *Program) Score(in Inputs) (Result, error) {
	t := intake{p: p, single: true, workers: 1, batch: Batch{
		Subjects: []kam.Subject{in.Subject}, Period: in.Period, Observations: in.Observations,
		Targets: in.Targets, Cohorts: in.Cohorts, OtherMetrics: in.OtherMetrics,
	}}
	out, err := t.run(context.Background())
	if err != nil {
		return Result{}, err
	}
	b := p.newBoard()
	return p.result(out, 0, p.evaluate(out.facts(p, 0), out.cohorts, b), b), nil
}

// ScoreAll computes the scores of many subjects; each is what [Program.Score] gives for it alone. The outcome does not
// depend on the order of observations, targets and cohorts, nor on the number of workers. One fault anywhere in the
// inputs is an error, with all faults in one [*kam.InvalidError]; a context that has ended gives its Err, and the zero
// Program [ErrProgram].
func (p *Program) ScoreAll(ctx context.Context, in Batch, opt Options) (*Scores, error) {
	workers := opt.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	t := intake{p: p, workers: workers, batch: in}
	out, err := t.run(ctx)
	if err != nil {
		return nil, err
	}
	s := &Scores{p: p, in: out, rows: make([]row, len(out.subjects))}
	boards := sync.Pool{New: func() any { return p.newBoard() }}
	err = each(ctx, workers, len(s.rows), func(from, until int) {
		b := boards.Get().(*board)
		for i := from; i < until; i++ {
			v := p.evaluate(out.facts(p, i), out.cohorts, b)
			s.rows[i] = row{total: v.total, rounded: v.rounded, coverage: v.coverage, unknown: v.unknown, grade: v.grade}
		}
		boards.Put(b)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// each calls f for stretches of 0..n-1 on some goroutines, and returns when all are done or ctx has ended.
func each(ctx context.Context, workers, n int, f func(from, until int)) error {
	const chunk = 256
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			from := int(next.Add(chunk)) - chunk
			if from >= n {
				return
			}
			f(from, min(from+chunk, n))
		}
	}
	var group sync.WaitGroup
	for range min(workers, (n+chunk-1)/chunk) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	return ctx.Err()
}

// Scores are the scores of a batch, in the order of its subjects. They are immutable and safe for concurrent use, and
// keep no hold of the batch.
type Scores struct {
	p    *Program
	in   *ingested
	rows []row
}

// row is one score, without how it came about.
type row struct {
	total, rounded, coverage Exact
	unknown                  UnknownReason
	grade                    int
}

// Len returns the number of subjects.
func (s *Scores) Len() int { return len(s.rows) }

// Subject returns the subject of score i, for 0 <= i < Len.
func (s *Scores) Subject(i int) kam.Subject { return s.in.subjects[i] }

// Total returns the exact total of score i before rounding; not known when there is no result.
func (s *Scores) Total(i int) Exact { return s.rows[i].total }

// Score returns the rounded score i; not valid when there is no result.
func (s *Scores) Score(i int) decimal.NullDecimal { return s.p.decimal(s.rows[i].rounded) }

// Grade returns the key of the grade of score i; empty when there is no result, and without grades.
func (s *Scores) Grade(i int) string {
	if g := s.rows[i].grade; g >= 0 {
		return s.p.card.Grades[g].Key
	}
	return ""
}

// Unknown returns why there is no result for score i; empty when there is one.
func (s *Scores) Unknown(i int) UnknownReason { return s.rows[i].unknown }

// Coverage returns the share of weight whose values are known in score i.
func (s *Scores) Coverage(i int) Exact { return s.rows[i].coverage }

// Result returns score i with how it came about.
func (s *Scores) Result(i int) Result {
	b := s.p.newBoard()
	return s.p.result(s.in, i, s.p.evaluate(s.in.facts(s.p, i), s.in.cohorts, b), b)
}

// Results yields all results in order, each computed when it is asked for.
func (s *Scores) Results() iter.Seq[Result] {
	return func(yield func(Result) bool) {
		for i := range s.rows {
			if !yield(s.Result(i)) {
				return
			}
		}
	}
}

// decimal returns a rounded score as a decimal with the places of the rounding.
func (p *Program) decimal(rounded Exact) decimal.NullDecimal {
	if !rounded.Known() {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(rounded.rat(), p.card.Rounding.Places, num.Mode(p.card.Rounding.Mode)))
}

// Cohorts returns the cohorts of all measures that need one, from the known values of observations: everybody who was
// observed, over all subjects and periods, once for each fact, which is a subject, metric, scope and period, at its
// latest revision; of the same revision twice, the first. Observations of other metrics, in another unit or currency
// than the measure's, and those that are unknown or at fault, are passed over.
func (p *Program) Cohorts(observations []kam.Observation) []Cohort {
	type fact struct {
		source  int
		subject kam.Subject
		period  kam.Period
	}
	latest := map[fact]int{} // where in kept
	var kept []*kam.Observation
	for i := range observations {
		o := &observations[i]
		s, used := p.sources[source{o.Metric, o.Scope}]
		if !used || !p.readable(s, o) || o.Check() != nil {
			continue
		}
		f := fact{s, o.Subject, o.Period}
		at, known := latest[f]
		switch {
		case !known:
			latest[f] = len(kept)
			kept = append(kept, o)
		case kept[at].Revision < o.Revision:
			kept[at] = o
		}
	}
	values := make([][]Exact, len(p.readers))
	for _, o := range kept {
		if value, _ := valueOf(o); value.Known() {
			s := p.sources[source{o.Metric, o.Scope}]
			values[s] = append(values[s], value)
		}
	}
	var out []Cohort
	for slot, i := range p.measures {
		if key := p.nodes[i].rule.key(); key == "percentile" || key == "zScore" {
			out = append(out, Cohort{Measure: p.nodes[i].id, Values: append([]Exact(nil), values[p.sourceOf[slot]]...)})
		}
	}
	return out
}

// readable reports whether an observation is in the unit and currency of all that read it.
func (p *Program) readable(s int, o *kam.Observation) bool {
	r := &p.readers[s][0] // the others of a source state the same
	return r.unit == o.Unit && r.currency == o.Currency
}
