package settlementtest_test

import (
	"os"
	"testing"

	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/settlement/settlementtest"
)

func TestConservation(t *testing.T) {
	t.Parallel()
	seeds := 4
	if os.Getenv("KAM_LONG") != "" {
		seeds = 100
	}
	settlementtest.Conservation(t, func(*testing.T) ledger.Ledger { return new(ledger.Memory) }, seeds)
}
