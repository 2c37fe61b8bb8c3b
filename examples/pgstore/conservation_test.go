package pgstore_test

import (
	"os"
	"testing"

	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/settlement/settlementtest"
)

// TestConservation plays payrolls of 24 months and counts every cent after each of them.
func TestConservation(t *testing.T) {
	seeds := 2
	if os.Getenv("KAM_LONG") != "" {
		seeds = 15
	}
	settlementtest.Conservation(t, func(t *testing.T) ledger.Ledger { return open(t) }, seeds)
}
