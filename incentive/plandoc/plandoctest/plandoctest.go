// Package plandoctest tells whether an implementation of [plandoc.Store] keeps
// the rules that the seam states, and has [Store], a reference that keeps everything in memory.
//
// A host calls [Run] from a test of its own:
//
//	func TestStore(t *testing.T) {
//		plandoctest.Run(t, func(t *testing.T) plandoc.Store { return openMine(t, t.TempDir()) })
//	}
package plandoctest

import (
	"context"
	"testing"

	"github.com/kam-go/kam/incentive/plandoc"
)

// Run checks every rule of [plandoc.Store] in a subtest named for it; a failure
// quotes the rule. Open returns a new, empty store at each call, which is used
// from several goroutines; what has to be closed is closed by open's t.Cleanup.
//
// Passing says nothing about what happens when the process is killed or the
// disk is full: those tests are the implementation's own.
func Run(t *testing.T, open func(t *testing.T) plandoc.Store) {
	t.Helper()
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), func() plandoc.Store { return open(t) }); err != nil {
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
	check func(ctx context.Context, open func() plandoc.Store) error
}

func rules() []rule {
	return []rule{
		{"new", "a new store yields nothing and no error, whatever other stores hold", newStore},
		{"added", "events are added in their order, those before in the list being there already, of several plans mixed; they come back as they were, plan by plan byte by byte", added},
		{"invalid", "an event that fails its own check is refused with *kam.InvalidError before anything else is looked at, and nothing of the list is added", invalid},
		{"repeated", "the very same event again is no change and no error: alone, among new ones, twice in one list, and when it is not the last of its plan", repeated},
		{"conflict", "another event of a number that is taken is ErrConflict, in the store and in the list, and nothing of the list is added", conflict},
		{"stale", "a number that is not the one after the plan's last is ErrStale, 1 being the first, and nothing of the list is added", stale},
		{"first-decides", "of a conflict and a stale number in one list the first decides", firstDecides},
		{"empty", "an empty list is no error and changes nothing", empty},
		{"unjudged", "the store does not judge whether a step is allowed", unjudged},
		{"cancelled", "a context that has ended gives an error that wraps its Err, from both methods, and nothing is changed", cancelled},
		{"snapshot", "a loop over events shows the store of the moment it starts, may append, and may be left", snapshot},
		{"race", "of several appends of the same number at once exactly one wins and the others are ErrConflict", race},
	}
}
