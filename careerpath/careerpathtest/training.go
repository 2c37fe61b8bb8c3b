package careerpathtest

import (
	"context"
	"testing"

	"github.com/kam-go/kam/careerpath/training"
)

// RunTraining checks every rule of [training.Store] in a subtest named for it; a failure quotes the rule. Open returns a
// new, empty store at each call, which is used from several goroutines; what has to be closed is closed by open's
// t.Cleanup. Some rules open more than one.
//
// Passing says nothing about what happens when the process is killed or the disk is full: those tests are the
// implementation's own.
func RunTraining(t *testing.T, open func(t *testing.T) training.Store) {
	t.Helper()
	for _, r := range trainingRules() {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), func() training.Store { return open(t) }); err != nil {
				t.Errorf("%v\nthe rule: %s", err, r.text)
			}
		})
	}
}

// trainingRule is one thing that every store of participation does.
type trainingRule struct {
	name string
	// text is the rule as a failure quotes it.
	text string
	// check returns how a store breaks the rule, or nil.
	check func(ctx context.Context, open func() training.Store) error
}

func trainingRules() []trainingRule {
	return append(append(noteAppendRules(), noteReadRules()...), noteSharingRules()...)
}
