package main

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// usualLimit is how long curves, boundary cases and mistakes may take together unless -limit says otherwise.
const usualLimit = 48 * time.Second

// A quarter of the limit is for curves, a quarter for boundary cases, half of it for mistakes.
func (o options) curvesPart() time.Duration  { return o.part(4) }
func (o options) edgesPart() time.Duration   { return o.part(4) }
func (o options) mutantsPart() time.Duration { return o.part(2) }

// part is one of so many parts of the limit; 0 for none.
func (o options) part(of time.Duration) time.Duration {
	if o.limit == 0 {
		return 0
	}
	return max(o.limit/of, 1)
}

// within calls f with a part of the limit, none for zero, and does not wait for it longer than ctx and that part last. A
// result that comes late is lost.
func within[T any](ctx context.Context, limit time.Duration, f func(context.Context) (T, error)) (T, error) {
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	type answer struct {
		value T
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		value, err := f(ctx)
		done <- answer{value, err}
	}()
	select {
	case a := <-done:
		return a.value, a.err
	case <-ctx.Done():
	}
	const grace = time.Second // to hand over what there is
	select {
	case a := <-done:
		return a.value, a.err
	case <-time.After(grace):
		var none T
		return none, ctx.Err()
	}
}

// late tells whether an error says that a part of the limit is over, and not that the run is cancelled.
func late(ctx context.Context, err error) bool {
	return errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil
}

// cutEdges says that boundary cases are left out; nothing when none are.
func (r *result) cutEdges() kam.Text {
	switch {
	case !r.edgesCut:
		return kam.Text{}
	case r.edges == nil || len(r.edges.Cases) == 0:
		return say("The boundary cases are left out: none was made in %s. With -limit 0 they take as long as they need.", "未列出界限场景：%s 内未能生成。使用 -limit 0 可不限时间。", r.edgesPart())
	}
	last := r.edges.Cases[len(r.edges.Cases)-1]
	return say("The boundary cases after that of %s are left out: %d were made in %s. With -limit 0 all are.", "%s 之后的界限场景未列出：%[3]s 内生成了 %[2]d 个。使用 -limit 0 可全部生成。", last.Place, len(r.edges.Cases), r.edgesPart())
}

// cutMutants says that mistakes are left out; nothing when none are.
func (r *result) cutMutants() kam.Text {
	if !r.mutantsCut {
		return kam.Text{}
	}
	return say("%d of %d mistakes in the plan were looked at in %s: let it take as long as it needs with -limit 0, or say why it may stay so: -accept mutants=REASON",
		"%[3]s 内检查了 %[2]d 个方案错误中的 %[1]d 个：可用 -limit 0 不限时间，或说明可以接受的理由：-accept mutants=理由", len(r.mutants.Judged), len(mutation.Mutants(r.in.plan)), r.mutantsPart())
}

// stages are how many steps a progress bar has.
const stages = 4

// progress shows on a terminal how far a run is. It is safe for concurrent use.
type progress struct {
	mu   sync.Mutex
	w    io.Writer
	lang kam.Lang
	bar  *terminal.Bar
	done int
	over bool
}

// begin shows that a stage begins.
func (p *progress) begin(stage kam.Text) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	p.clear()
	p.bar = terminal.NewBar(p.w, stage.In(p.lang))
	p.bar.Set(p.done, stages)
	p.done++
}

// end takes the bar away for good.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.over = true
}

func (p *progress) clear() {
	if p.bar != nil {
		p.bar.Done()
	}
}
