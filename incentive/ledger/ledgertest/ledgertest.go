// Package ledgertest tells whether an implementation of [ledger.Ledger] keeps
// the rules that the engine relies on.
//
// A host calls [Run] from a test of its own:
//
//	func TestLedger(t *testing.T) {
//		ledgertest.Run(t, func(t *testing.T) ledger.Ledger {
//			return openMine(t, t.TempDir())
//		})
//	}
package ledgertest

import (
	"context"
	"slices"
	"testing"

	"github.com/kam-go/kam/incentive/ledger"
)

// Run checks every rule of [ledger.Ledger] in a subtest named for it. A failure
// quotes the rule. Open returns a new, empty ledger at each call, which is used
// from several goroutines; what has to be closed is closed by open's t.Cleanup.
// Some rules open more than one.
//
// Passing says nothing about what happens when the process is killed or the
// disk is full: those tests are the implementation's own.
func Run(t *testing.T, open func(t *testing.T) ledger.Ledger) {
	t.Helper()
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), func() ledger.Ledger { return open(t) }); err != nil {
				t.Errorf("%v\nthe rule: %s", err, r.text)
			}
		})
	}
}

// rule is one thing that every ledger does.
type rule struct {
	name string
	// text is the rule as a failure quotes it.
	text string
	// check returns how a ledger breaks the rule, or nil.
	check func(ctx context.Context, open func() ledger.Ledger) error
}

func rules() []rule {
	return slices.Concat(appendRules(), lifeRules(), readRules(), sharingRules())
}
