package disputetest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/dispute"
	"github.com/kam-go/kam/incentive/dispute/disputetest"
)

func TestTheReferencePasses(t *testing.T) {
	disputetest.Run(t, func(*testing.T) dispute.Store { return &dispute.Memory{} })
}

// faulty changes one thing of the reference.
type faulty struct {
	*dispute.Memory
	append func(ctx context.Context, m *dispute.Memory, e dispute.Event) error
	events func(ctx context.Context, m *dispute.Memory, id string) iter.Seq2[dispute.Event, error]
}

func (f faulty) Append(ctx context.Context, e dispute.Event) error {
	if f.append == nil {
		return f.Memory.Append(ctx, e)
	}
	return f.append(ctx, f.Memory, e)
}

func (f faulty) Events(ctx context.Context, id string) iter.Seq2[dispute.Event, error] {
	if f.events == nil {
		return f.Memory.Events(ctx, id)
	}
	return f.events(ctx, f.Memory, id)
}

// kept hands out the same pointers again and again.
type kept struct {
	dispute.Memory
	list []dispute.Event
}

func (k *kept) Append(_ context.Context, e dispute.Event) error {
	k.list = append(k.list, e)
	return nil
}

func (k *kept) Events(context.Context, string) iter.Seq2[dispute.Event, error] {
	return func(yield func(dispute.Event, error) bool) {
		for _, e := range k.list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestEveryRuleCatchesAFaultyStore(t *testing.T) {
	shared := &dispute.Memory{}
	appending := func(f func(ctx context.Context, m *dispute.Memory, e dispute.Event) error) func() dispute.Store {
		return func() dispute.Store { return faulty{Memory: &dispute.Memory{}, append: f} }
	}
	ignoring := func(what error) func() dispute.Store {
		return appending(func(ctx context.Context, m *dispute.Memory, e dispute.Event) error {
			if err := m.Append(ctx, e); err != nil && !errors.Is(err, what) {
				return err
			}
			return nil
		})
	}
	for rule, open := range map[string]func() dispute.Store{
		"new": func() dispute.Store { return faulty{Memory: shared} },
		"added": appending(func(ctx context.Context, m *dispute.Memory, e dispute.Event) error {
			if e.Step != dispute.StepWithdraw && e.Check() == nil {
				e.Text = "cut"
			}
			return m.Append(ctx, e)
		}),
		"invalid": appending(func(ctx context.Context, m *dispute.Memory, e dispute.Event) error {
			if _, bad := errors.AsType[*kam.InvalidError](m.Append(ctx, e)); bad {
				return errors.New("bad")
			}
			return nil
		}),
		"repeated": func() dispute.Store { return &kept{} },
		"conflict": ignoring(dispute.ErrConflict),
		"stale":    ignoring(dispute.ErrStale),
		"unjudged": appending(func(ctx context.Context, m *dispute.Memory, e dispute.Event) error {
			if e.Seq == 1 && e.Step != dispute.StepOpen {
				return dispute.ErrOrder
			}
			return m.Append(ctx, e)
		}),
		"own": func() dispute.Store { return &kept{} },
		"cancelled": func() dispute.Store {
			return faulty{Memory: &dispute.Memory{}, events: func(_ context.Context, m *dispute.Memory, id string) iter.Seq2[dispute.Event, error] {
				return m.Events(context.Background(), id)
			}}
		},
		"snapshot": func() dispute.Store {
			return faulty{Memory: &dispute.Memory{}, events: func(ctx context.Context, m *dispute.Memory, id string) iter.Seq2[dispute.Event, error] {
				return func(yield func(dispute.Event, error) bool) {
					for at := 0; ; at++ {
						n, stop := 0, false
						for e, err := range m.Events(ctx, id) {
							if n == at {
								stop = !yield(e, err)
							}
							n++
						}
						if stop || n <= at {
							return
						}
					}
				}
			}}
		},
		"race": appending(func(ctx context.Context, m *dispute.Memory, e dispute.Event) error {
			if err := m.Append(ctx, e); err != nil {
				return fmt.Errorf("busy: %w", err)
			}
			if e.Seq == 2 {
				return dispute.ErrStale
			}
			return nil
		}),
	} {
		require.Error(t, disputetest.Violation(t.Context(), rule, open), rule)
	}
	assert.Len(t, disputetest.RuleNames(), 11, "a rule without a store that breaks it")
}
