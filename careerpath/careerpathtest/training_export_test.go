package careerpathtest

import (
	"context"

	"github.com/kam-go/kam/careerpath/training"
)

// TrainingRuleNames returns the names of all rules of [training.Store].
func TrainingRuleNames() []string {
	var names []string
	for _, r := range trainingRules() {
		names = append(names, r.name)
	}
	return names
}

// TrainingViolation returns how stores break the rule of that name, or nil.
func TrainingViolation(ctx context.Context, name string, open func() training.Store) error {
	for _, r := range trainingRules() {
		if r.name == name {
			return r.check(ctx, open)
		}
	}
	return nil
}
