// Package careerpathtest tells whether an implementation of a storage seam of the room careerpath keeps the rules that the
// seam states, and has references that keep everything in memory: [RunPromotion] and [PromotionStore] for
// [promotion.Store], [RunTraining] and [TrainingStore] for [training.Store].
//
// A host calls the suite from a test of its own:
//
//	func TestStore(t *testing.T) {
//		careerpathtest.RunPromotion(t, func(t *testing.T) promotion.Store {
//			return openMine(t, t.TempDir())
//		})
//	}
package careerpathtest

import (
	"context"
	"testing"

	"github.com/kam-go/kam/careerpath/promotion"
)

// RunPromotion checks every rule of [promotion.Store] in a subtest named for it; a failure quotes the rule. Open returns a new, empty
// store at each call, which is used from several goroutines; what has to be closed is closed by open's t.Cleanup. Some
// rules open more than one.
//
// Passing says nothing about what happens when the process is killed or the disk is full: those tests are the
// implementation's own.
func RunPromotion(t *testing.T, open func(t *testing.T) promotion.Store) {
	t.Helper()
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), func() promotion.Store { return open(t) }); err != nil {
				t.Errorf("%v\nthe rule: %s", err, r.text)
			}
		})
	}
}

// rule is one thing that every store does.
type rule struct {
	name string
	// text is the rule as a failure quotes it.
	text string
	// check returns how a store breaks the rule, or nil.
	check func(ctx context.Context, open func() promotion.Store) error
}

func rules() []rule {
	return append(append(appendRules(), readRules()...), sharingRules()...)
}
