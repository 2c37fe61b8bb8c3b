package goalstest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/goalstest"
)

func TestRunPassesStore(t *testing.T) {
	goalstest.Run(t, func(*testing.T) goals.Store { return &goalstest.Store{} })
}

func TestRulesHoldWithoutFault(t *testing.T) {
	goalstest.Run(t, func(*testing.T) goals.Store { return &faulty{} })
}

func TestRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range faults {
		t.Run(fault, func(t *testing.T) {
			err := goalstest.Violation(t.Context(), rule, func() goals.Store { return &faulty{fault: fault} })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range goalstest.RuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}
