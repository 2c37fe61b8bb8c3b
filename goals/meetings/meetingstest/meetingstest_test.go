package meetingstest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/goals/meetings/meetingstest"
)

func TestRunPassesMemory(t *testing.T) {
	meetingstest.Run(t, func(*testing.T) meetings.Store { return &meetingstest.Memory{} })
}

func TestRulesHoldWithoutFault(t *testing.T) {
	meetingstest.Run(t, func(*testing.T) meetings.Store { return &faulty{} })
}

func TestRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range faults {
		t.Run(fault, func(t *testing.T) {
			err := meetingstest.Violation(t.Context(), rule, func() meetings.Store { return &faulty{fault: fault} })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range meetingstest.RuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}
