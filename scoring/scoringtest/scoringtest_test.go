package scoringtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/scoring/improve"
	"github.com/kam-go/kam/scoring/scoringtest"
)

func TestRunPassesStore(t *testing.T) {
	scoringtest.Run(t, func(*testing.T) improve.Store { return &scoringtest.Store{} })
}

func TestRulesHoldWithoutFault(t *testing.T) {
	scoringtest.Run(t, func(*testing.T) improve.Store { return &faulty{} })
}

func TestRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range faults {
		t.Run(fault, func(t *testing.T) {
			err := scoringtest.Violation(t.Context(), rule, func() improve.Store { return &faulty{fault: fault} })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range scoringtest.RuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}
