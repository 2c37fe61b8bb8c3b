package crmtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/crmtest"
)

func TestRunPassesMemory(t *testing.T) {
	crmtest.Run(t, func(*testing.T) crm.Store { return &crm.Memory{} })
}

func TestRulesHoldWithoutFault(t *testing.T) {
	crmtest.Run(t, func(*testing.T) crm.Store { return &faulty{} })
}

func TestRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range faults {
		t.Run(fault, func(t *testing.T) {
			err := crmtest.Violation(t.Context(), rule, func() crm.Store { return &faulty{fault: fault} })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range crmtest.RuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}
