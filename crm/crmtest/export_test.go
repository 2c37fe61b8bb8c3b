package crmtest

import (
	"context"

	"github.com/kam-go/kam/crm"
)

// RuleNames returns the names of all rules.
func RuleNames() []string {
	var names []string
	for _, r := range rules() {
		names = append(names, r.name)
	}
	return names
}

// Violation returns how stores break the rule of that name, or nil.
func Violation(ctx context.Context, name string, open func() crm.Store) error {
	for _, r := range rules() {
		if r.name == name {
			return r.check(ctx, open)
		}
	}
	return nil
}
