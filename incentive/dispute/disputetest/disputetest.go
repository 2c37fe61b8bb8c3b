// Package disputetest tells whether an implementation of [dispute.Store] keeps the rules that the seam states. A host calls
// [Run] from a test of its own:
//
//	func TestStore(t *testing.T) {
//		disputetest.Run(t, func(t *testing.T) dispute.Store { return openMine(t, t.TempDir()) })
//	}
package disputetest

import (
	"context"
	"testing"

	"github.com/kam-go/kam/incentive/dispute"
)

// Run checks every rule of [dispute.Store] in a subtest named for it; a failure quotes the rule. Open returns a new, empty
// store at each call, which is used from several goroutines; what has to be closed is closed by open's t.Cleanup.
//
// Passing says nothing about what happens when the process is killed or the disk is full: those tests are the
// implementation's own.
func Run(t *testing.T, open func(t *testing.T) dispute.Store) {
	t.Helper()
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), func() dispute.Store { return open(t) }); err != nil {
				t.Errorf("%v\nthe rule: %s", err, r.text)
			}
		})
	}
}

// rule is one thing that every store does.
type rule struct {
	name string
	// text is the rule as a failure quotes it.
	text  string
	check func(ctx context.Context, open func() dispute.Store) error
}

func rules() []rule {
	return []rule{
		{"new", "a new store is empty, and asking for what is not there is no error", newStore},
		{"added", "an event is added whole, and events come back by dispute and number", added},
		{"invalid", "an event that fails Check is refused with its *kam.InvalidError, whatever its number", invalid},
		{"repeated", "an event that is there already is taken without being added again", repeated},
		{"conflict", "another event of a number that is taken is ErrConflict, and nothing is changed", conflict},
		{"stale", "a number that is not the next of its dispute is ErrStale, and nothing is changed", stale},
		{"unjudged", "whether a step is allowed is not the store's to judge", unjudged},
		{"own", "what comes back is the caller's, and what was handed in too", own},
		{"cancelled", "a context that has ended gives an error that wraps its Err, and nothing is changed", cancelled},
		{"snapshot", "a loop shows the store of the moment it started, may append and may be left", snapshot},
		{"race", "of several events of one number that are appended at once, one wins", race},
	}
}
