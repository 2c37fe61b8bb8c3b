package incentivetest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/incentivetest"
)

func TestRunTransactionsPassesStore(t *testing.T) {
	incentivetest.RunTransactions(t, func(_ *testing.T, seed []incentive.Transaction) incentive.TransactionReader {
		return incentivetest.NewStore(seed, incentive.Roster{})
	})
}

func TestRunRosterPassesStore(t *testing.T) {
	incentivetest.RunRoster(t, func(_ *testing.T, seed incentive.Roster) incentive.RosterReader {
		return incentivetest.NewStore(nil, seed)
	})
}

func TestRulesHoldWithoutFault(t *testing.T) {
	incentivetest.RunTransactions(t, func(_ *testing.T, seed []incentive.Transaction) incentive.TransactionReader {
		return openTransactions("", seed)
	})
	incentivetest.RunRoster(t, func(_ *testing.T, seed incentive.Roster) incentive.RosterReader {
		return openRoster("", seed)
	})
}

func TestTransactionRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range transactionFaults {
		t.Run(fault, func(t *testing.T) {
			err := incentivetest.TransactionViolation(t.Context(), rule,
				func(seed []incentive.Transaction) incentive.TransactionReader { return openTransactions(fault, seed) })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range incentivetest.TransactionRuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}

func TestRosterRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range rosterFaults {
		t.Run(fault, func(t *testing.T) {
			err := incentivetest.RosterViolation(t.Context(), rule,
				func(seed incentive.Roster) incentive.RosterReader { return openRoster(fault, seed) })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range incentivetest.RosterRuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}
