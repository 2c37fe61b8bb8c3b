package incentivetest

import (
	"context"

	"github.com/kam-go/kam/incentive"
)

// TransactionRuleNames returns the names of all rules of [RunTransactions].
func TransactionRuleNames() []string { return names(transactionRules()) }

// RosterRuleNames returns the names of all rules of [RunRoster].
func RosterRuleNames() []string { return names(rosterRules()) }

// TransactionViolation returns how readers break the rule of that name, or nil.
func TransactionViolation(
	ctx context.Context, name string, open func([]incentive.Transaction) incentive.TransactionReader,
) error {
	return violation(ctx, transactionRules(), name, open)
}

// RosterViolation returns how readers break the rule of that name, or nil.
func RosterViolation(ctx context.Context, name string, open func(incentive.Roster) incentive.RosterReader) error {
	return violation(ctx, rosterRules(), name, open)
}

func names[Open any](rules []rule[Open]) []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.name)
	}
	return names
}

func violation[Open any](ctx context.Context, rules []rule[Open], name string, open Open) error {
	for _, r := range rules {
		if r.name == name {
			return r.check(ctx, open)
		}
	}
	return nil
}

// All returns a copy of the whole roster.
func (s *Store) All() incentive.Roster { return cloneRoster(s.roster) }
