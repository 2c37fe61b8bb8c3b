package criteria

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Evaluate says whether the rule is met by what is known of a person on a day, with the figures and the records of each
// criterion. It is a total function: what [evidence.File.Check] refuses proves nothing, and on the unset day, or where the
// file does not say whom it is about, everything is unknown. Names that the vocabulary does not have are passed over, so
// that a misspelt one goes unnoticed: see [evidence.File.CheckAgainst]. The order of the records of the file does not
// matter.
func (p *Program) Evaluate(file evidence.File, asOf kam.Day) Result {
	return p.at(asOf).explain(&file)
}

func (pl *plan) explain(file *evidence.File) Result {
	if !wording.IsSubject(file.Person) {
		// As on no day, nothing is known of nobody.
		asOf := pl.asOf
		pl = pl.p.at(kam.Day{})
		g := pl.newGathered()
		g.take(file)
		g.decide()
		r := g.result()
		r.AsOf = asOf
		return r
	}
	g := pl.newGathered()
	g.take(file)
	g.lookElsewhere()
	g.decide()
	return g.result()
}

// decide sets the state of every node.
func (g *gathered) decide() {
	p := g.plan.p
	for _, at := range p.leaves {
		if lf := p.nodes[at].leaf; lf.same < at {
			g.states[at] = g.states[lf.same]
		} else {
			g.states[at] = g.leaf(lf)
		}
	}
	p.fold(g.states)
}

// leaf decides a criterion: on machine integers if they will do, else on big numbers.
func (g *gathered) leaf(lf *leaf) verdict {
	if g.nobody {
		return unknown
	}
	switch lf.kind {
	case KindMetric:
		if v, ok := g.metric(lf); ok {
			return v
		}
		steps, base := g.steps(lf)
		return g.heeded(lf).rule.Metric.decide(steps, base).verdict
	case KindStreak:
		if v, ok := g.streak(lf); ok {
			return v
		}
		steps, _ := g.steps(lf)
		return lf.rule.Streak.decide(steps).verdict
	default:
		return lf.records(g.file, g.plan.asOf, false).verdict
	}
}

// below tells whether the file has a value below 0 of the metric of a criterion that declares that there is none.
func (g *gathered) below(lf *leaf) bool {
	return lf.rule.Metric != nil && lf.rule.Metric.NonNegative && g.negative[g.plan.p.lanes[lf.lane].series]
}

// heeded returns a criterion without a declaration that the file revokes.
func (g *gathered) heeded(lf *leaf) *leaf {
	if !g.below(lf) {
		return lf
	}
	out := *lf
	out.rule.Metric = lf.rule.Metric.revoked(true)
	return &out
}

// revoked returns m without the declaration that no value is below 0 where one is.
func (m *Metric) revoked(negative bool) *Metric {
	out := *m
	out.NonNegative = m.NonNegative && !negative
	return &out
}

// fold gives every group the state that follows from its members, those below before those above.
func (p *Program) fold(states []verdict) {
	for at := len(p.nodes) - 1; at >= 0; at-- {
		n := &p.nodes[at]
		if n.leaf != nil {
			continue
		}
		count := tally{}
		for child := at + 1; child < n.end; child = p.nodes[child].end {
			count.add(states[child])
		}
		states[at] = count.of(n.kind, n.k)
	}
}

// tally counts the states of the members of a group.
type tally [met + 1]int

func (t *tally) add(v verdict) { t[v]++ }

// of returns the state of a group in the logic of three values: it is unknown as long as those that are unknown could make
// it one or the other.
func (t *tally) of(kind Kind, k int) verdict {
	switch kind {
	case KindAny:
		k = 1
	case KindNot:
		return met - t.of(KindAll, 0)
	case KindAll:
		k = t[notMet] + t[unknown] + t[met]
	default: // k as it is stated
	}
	switch {
	case t[met] >= k:
		return met
	case t[met]+t[unknown] >= k:
		return unknown
	}
	return notMet
}

// Run is how many files are evaluated.
type Run struct {
	// AsOf is the day on which the rule is to be met.
	AsOf kam.Day
	// Workers is how many goroutines compute at the same time. Defaults to GOMAXPROCS.
	Workers int
}

// Batch is the states of many people on one day. It keeps the files it was computed from, which must not be changed while
// it is in use, and explains a person when asked. It is safe for concurrent use.
type Batch struct {
	plan   *plan
	files  []evidence.File
	states []verdict // those of the nodes of file 0, then of file 1, and so on
}

// EvaluateAll returns the states of the persons of many files, in the order of files, as [Program.Evaluate] would find
// them. The number of workers changes nothing about them. The error is that of ctx when it ended before all were done.
func (p *Program) EvaluateAll(ctx context.Context, files []evidence.File, run Run) (*Batch, error) {
	b := &Batch{plan: p.at(run.AsOf), files: files, states: make([]verdict, len(files)*len(p.nodes))}
	workers := run.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = max(min(workers, (len(files)+chunk-1)/chunk), 1)
	var next, done atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { b.work(ctx, &next, &done) })
	}
	group.Wait()
	if done.Load() < int64(len(files)) {
		return nil, fmt.Errorf("criteria: evaluation stopped after %d of %d files: %w", done.Load(), len(files), ctx.Err())
	}
	return b, nil
}

// chunk is how many files a worker takes at a time.
const chunk = 64

// work evaluates files until there are no more, or nobody waits for them.
func (b *Batch) work(ctx context.Context, next, done *atomic.Int64) {
	g, width := b.plan.newGathered(), len(b.plan.p.nodes)
	for ctx.Err() == nil {
		from := int(next.Add(chunk)) - chunk
		if from >= len(b.files) {
			return
		}
		until := min(from+chunk, len(b.files))
		for i := from; i < until; i++ {
			g.take(&b.files[i])
			g.decide()
			copy(b.states[i*width:], g.states)
		}
		done.Add(int64(until - from))
	}
}

// Len returns the number of people.
func (b *Batch) Len() int { return len(b.files) }

// State returns the state of the whole rule of person i. An i outside of 0 to [Batch.Len] is [Unknown].
func (b *Batch) State(i int) State { return b.stateAt(i, 0) }

// StateOf returns the state of the rule with an ID of person i, and false when there is no such rule or person.
func (b *Batch) StateOf(i int, id string) (State, bool) {
	at, ok := b.plan.p.byID[id]
	if !ok || i < 0 || i >= len(b.files) {
		return Unknown, false
	}
	return b.stateAt(i, at), true
}

func (b *Batch) stateAt(i, node int) State {
	if i < 0 || i >= len(b.files) {
		return Unknown
	}
	return b.states[i*len(b.plan.p.nodes)+node].state()
}

// Explain returns the result of person i with all its figures, as [Program.Evaluate] does; the zero value for an i outside
// of 0 to [Batch.Len].
func (b *Batch) Explain(i int) Result {
	if i < 0 || i >= len(b.files) {
		return Result{}
	}
	return b.plan.explain(&b.files[i])
}
