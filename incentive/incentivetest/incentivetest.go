// Package incentivetest tells whether a host's readers keep the rules that
// package incentive relies on, and has [Store], a reference that keeps its data in memory.
//
// A host calls [RunTransactions] and [RunRoster] from tests of its own:
//
//	func TestTransactions(t *testing.T) {
//		incentivetest.RunTransactions(t, func(t *testing.T, seed []incentive.Transaction) incentive.TransactionReader {
//			return openMine(t, seed)
//		})
//	}
package incentivetest

import (
	"context"
	"testing"

	"github.com/kam-go/kam/incentive"
)

// RunTransactions checks every rule of [incentive.TransactionReader] in a subtest
// named for it; a failure quotes the rule. Open returns a reader over exactly
// the transactions of seed, which it must not change, and is called once or
// more in each subtest. [incentive.Transaction.Place] need not be kept, and
// neither need an empty map or list differ from none.
func RunTransactions(t *testing.T, open func(t *testing.T, seed []incentive.Transaction) incentive.TransactionReader) {
	t.Helper()
	for _, r := range transactionRules() {
		t.Run(r.name, func(t *testing.T) {
			opener := func(seed []incentive.Transaction) incentive.TransactionReader { return open(t, seed) }
			if err := r.check(t.Context(), opener); err != nil {
				t.Errorf("%v\nthe rule: %s", err, r.text)
			}
		})
	}
}

// RunRoster checks every rule of [incentive.RosterReader] in a subtest named for
// it; a failure quotes the rule. Open returns a reader over exactly the roster
// of seed, which it must not change, and is called once or more in each subtest.
func RunRoster(t *testing.T, open func(t *testing.T, seed incentive.Roster) incentive.RosterReader) {
	t.Helper()
	for _, r := range rosterRules() {
		t.Run(r.name, func(t *testing.T) {
			opener := func(seed incentive.Roster) incentive.RosterReader { return open(t, seed) }
			if err := r.check(t.Context(), opener); err != nil {
				t.Errorf("%v\nthe rule: %s", err, r.text)
			}
		})
	}
}

// rule is one thing that every reader does; Open is how its check gets one.
type rule[Open any] struct {
	name string
	// text is the rule as a failure quotes it.
	text string
	// check returns how a reader breaks the rule, or nil.
	check func(ctx context.Context, open Open) error
}

type (
	openTransactions = func(seed []incentive.Transaction) incentive.TransactionReader
	openRoster       = func(seed incentive.Roster) incentive.RosterReader
)
