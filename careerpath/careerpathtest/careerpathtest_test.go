package careerpathtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestRunPassesPromotionStore(t *testing.T) {
	careerpathtest.RunPromotion(t, func(*testing.T) promotion.Store { return &careerpathtest.PromotionStore{} })
}

func TestRulesHoldWithoutFault(t *testing.T) {
	careerpathtest.RunPromotion(t, func(*testing.T) promotion.Store { return &faulty{} })
}

func TestRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range faults {
		t.Run(fault, func(t *testing.T) {
			err := careerpathtest.Violation(t.Context(), rule, func() promotion.Store { return &faulty{fault: fault} })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range careerpathtest.RuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}
