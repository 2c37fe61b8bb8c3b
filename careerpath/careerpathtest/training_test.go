package careerpathtest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/training"
)

func TestRunPassesTrainingStore(t *testing.T) {
	careerpathtest.RunTraining(t, func(*testing.T) training.Store { return &careerpathtest.TrainingStore{} })
}

func TestTrainingRulesHoldWithoutFault(t *testing.T) {
	careerpathtest.RunTraining(t, func(*testing.T) training.Store { return &faultyTraining{} })
}

func TestTrainingRulesFindFaults(t *testing.T) {
	found := map[string]bool{}
	for fault, rule := range trainingFaults {
		t.Run(fault, func(t *testing.T) {
			err := careerpathtest.TrainingViolation(t.Context(), rule, func() training.Store { return &faultyTraining{fault: fault} })
			assert.Error(t, err, "the rule %q did not notice", rule)
		})
		found[rule] = true
	}
	for _, rule := range careerpathtest.TrainingRuleNames() {
		assert.True(t, found[rule], "no fault shows that the rule %q can fail", rule)
	}
}

func ExampleTrainingStore() {
	ctx, store := context.Background(), &careerpathtest.TrainingStore{}
	invited := func(seq int64, on string) training.Entry {
		return training.Entry{Stream: "anna", Seq: seq, Record: training.Record{
			Person: kam.Subject{Kind: "payee", ID: "anna"}, Offering: "mentoring", State: training.Invited, On: kam.MustDay(on),
		}}
	}
	fmt.Println(store.Append(ctx, []training.Entry{invited(1, "2026-03-01")}))
	fmt.Println("the same again:", store.Append(ctx, []training.Entry{invited(1, "2026-03-01")}))
	fmt.Println("other content:", errors.Is(store.Append(ctx, []training.Entry{invited(1, "2026-03-02")}), training.ErrConflict))
	fmt.Println("a gap:", errors.Is(store.Append(ctx, []training.Entry{invited(3, "2026-03-02")}), training.ErrStale))
	// Output:
	// <nil>
	// the same again: <nil>
	// other content: true
	// a gap: true
}
