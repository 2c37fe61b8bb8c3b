// Package crmtest tells whether an implementation of [crm.Store] keeps the rules that readers and package replica rely on.
//
// A host calls [Run] from a test of its own:
//
//	func TestStore(t *testing.T) {
//		crmtest.Run(t, func(t *testing.T) crm.Store {
//			return openMine(t, t.TempDir())
//		})
//	}
package crmtest

import (
	"context"
	"slices"
	"testing"

	"github.com/kam-go/kam/crm"
)

// Run checks every rule of [crm.Store] in a subtest named for it. A failure quotes the rule. Open returns a new, empty
// store at each call, which is used from several goroutines; what has to be closed is closed by open's t.Cleanup. Some
// rules open more than one.
//
// Passing says nothing about what happens when the process is killed or the disk is full: those tests are the
// implementation's own.
func Run(t *testing.T, open func(t *testing.T) crm.Store) {
	t.Helper()
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			if err := r.check(t.Context(), func() crm.Store { return open(t) }); err != nil {
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
	check func(ctx context.Context, open func() crm.Store) error
}

func rules() []rule {
	return slices.Concat(applyRules(), contentRules(), readRules(), sharingRules())
}
