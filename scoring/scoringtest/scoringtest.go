// Package scoringtest tells whether an implementation of [improve.Store] keeps the rules that package improve relies on, and
// has [Store], a reference that keeps its records in memory.
//
// A host calls [Run] from a test of its own:
//
//	func TestStore(t *testing.T) {
//		scoringtest.Run(t, func(t *testing.T) improve.Store {
//			return openMine(t, t.TempDir())
//		})
//	}
package scoringtest

import (
	"context"
	"testing"

	"github.com/kam-go/kam/scoring/improve"
)

// Run checks every rule of [improve.Store] in a subtest named for it; a failure quotes the rule. Open returns a new, empty
// store at each call, which is used from several goroutines; what has to be closed is closed by open's t.Cleanup. Some
// rules open more than one.
//
// Passing says nothing about what happens when the process is killed or the disk is full: those tests are the
// implementation's own.
func Run(t *testing.T, open func(t *testing.T) improve.Store) {
	t.Helper()
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), func() improve.Store { return open(t) }); err != nil {
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
	check func(ctx context.Context, open func() improve.Store) error
}

func rules() []rule {
	return append(append(appendRules(), readRules()...), sharingRules()...)
}
