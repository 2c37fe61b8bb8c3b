// Package settlementtest runs whole years of commission against a ledger of the host's: random plans, deals, late changes,
// cancellations, adjustments, pay runs and rejections, settled month by month.
//
//	func TestConservation(t *testing.T) {
//		settlementtest.Conservation(t, func(t *testing.T) ledger.Ledger { return open(t) }, 20)
//	}
//
// After every month, for each payee, plan and currency, to the cent:
//
//	earned and corrected, net of caps and of what was clawed back, cancelled or forfeited
//	  + top-ups + forgiven debts + manual adjustments
//	  = paid out + held back + payable − owed
//
// The left side is counted from the statements, the right side from the ledger.
package settlementtest

import (
	"testing"

	"github.com/kam-go/kam/incentive/ledger"
)

// Months is how many months each sequence has.
const Months = 24

// Conservation settles a random sequence of [Months] months for each seed from 1 on, and reports every month after which
// money is not conserved, a settlement that is repeated is not empty, an exported statement does not add up, or the ledger
// refuses what it must take. Open returns a new, empty ledger; a sequence is a subtest named for its seed, and repeats exactly.
func Conservation(t *testing.T, open func(t *testing.T) ledger.Ledger, seeds int) {
	t.Helper()
	for seed := 1; seed <= seeds; seed++ {
		t.Run(name(seed), func(t *testing.T) {
			s, err := newSequence(open(t), uint64(seed))
			if err != nil {
				t.Fatal(err)
			}
			for range Months {
				if err := s.month(t.Context()); err != nil {
					t.Fatalf("in %s: %v", s.period, err)
				}
			}
		})
	}
}
