package ledgertest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/ledger/ledgertest"
)

func TestRunPassesMemory(t *testing.T) {
	ledgertest.Run(t, func(*testing.T) ledger.Ledger { return &ledger.Memory{} })
}

func TestRulesHoldWithoutFault(t *testing.T) {
	ledgertest.Run(t, func(*testing.T) ledger.Ledger { return &faulty{} })
}

func TestRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range faults {
		t.Run(fault, func(t *testing.T) {
			err := ledgertest.Violation(t.Context(), rule, func() ledger.Ledger { return &faulty{fault: fault} })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range ledgertest.RuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}
