package main

import (
	"context"
	"fmt"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
)

// declare makes the DoFns known to Beam, in every process before beam.Init. What package register generates for them would be
// faster for millions of calls; here there are thousands.
func declare() {
	for _, f := range []any{&readFn{}, &routeFn{}, &presentFn{}, &nothingFn{}, &stepFn{}, &mergeFn{}} {
		beam.RegisterDoFn(f)
	}
}

// draw makes the pipeline with a number of steps.
func (j Job) draw(steps int) *beam.Pipeline {
	p, s := beam.NewPipelineWithRoot()
	deals := beam.GroupByKey(s, beam.ParDo(s.Scope("read"), &readFn{j}, beam.Reshuffle(s, beam.CreateList(s, j.spans()))))
	present := beam.ParDo(s, &presentFn{}, beam.CreateList(s, j.all()))
	shares := beam.GroupByKey(s, beam.Flatten(s, present, beam.ParDo(s.Scope("route"), &routeFn{j}, deals)))

	told := []beam.PCollection{beam.ParDo(s, &nothingFn{}, beam.Impulse(s))}
	var done []beam.PCollection
	for step := range steps {
		heard := beam.SideInput{Input: beam.Flatten(s, told...)}
		figures, finished := beam.ParDo2(s.Scope(fmt.Sprint("step ", step)), &stepFn{j, step}, shares, heard)
		told, done = append(told, figures), append(done, finished)
	}
	beam.ParDo0(s.Scope("merge"), &mergeFn{j}, beam.GroupByKey(s, beam.Flatten(s, done...)))
	return p
}

// all returns the numbers of all shares.
func (j Job) all() []int64 {
	list := make([]int64, j.Shares)
	for i := range list {
		list[i] = int64(i)
	}
	return list
}

// nothingFn makes the figures that the first step hears: none.
type nothingFn struct{}

// ProcessElement emits nothing.
func (f *nothingFn) ProcessElement(context.Context, []byte, func(int64, []byte)) error { return nil }

// run draws and runs pipelines until one has written everything, and returns how many steps that one was drawn with.
func (j Job) run(ctx context.Context, steps int) (int, error) {
	if err := j.check(); err != nil {
		return 0, err
	}
	enrolment, err := j.enrolment()
	if err != nil {
		return 0, err
	}
	least, most := enrolment.Rounds()
	if steps < 1 {
		steps = least + 1
	}
	for {
		steps = min(steps, most+1)
		if err := j.clear(ctx, posted, "shares/*"); err != nil {
			return 0, err
		}
		if err := beamx.Run(ctx, j.draw(steps)); err != nil {
			return 0, err
		}
		written, err := exists(ctx, j.file(posted))
		if err != nil {
			return 0, err
		}
		if written {
			return steps, j.clear(ctx, "shares/*")
		}
		if steps == most+1 {
			return 0, fmt.Errorf("nothing was written in %d steps, and there are no more", steps)
		}
		fmt.Printf("%d steps are not enough: once more with %d\n", steps, min(2*steps, most+1))
		steps *= 2
	}
}

// clear removes files of the job.
func (j Job) clear(ctx context.Context, globs ...string) error {
	for _, glob := range globs {
		if err := remove(ctx, j.file(glob)); err != nil {
			return err
		}
	}
	return nil
}
