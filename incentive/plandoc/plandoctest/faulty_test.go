package plandoctest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/incentive/plandoc/plandoctest"
)

func TestTheReferencePasses(t *testing.T) {
	plandoctest.Run(t, func(*testing.T) plandoc.Store { return &plandoctest.Store{} })
}

// faulty changes one thing of the reference.
type faulty struct {
	*plandoctest.Store
	append func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error
	events func(ctx context.Context, s *plandoctest.Store, plan string) iter.Seq2[plandoc.Event, error]
}

func (f faulty) Append(ctx context.Context, list []plandoc.Event) error {
	if f.append == nil {
		return f.Store.Append(ctx, list)
	}
	return f.append(ctx, f.Store, list)
}

func (f faulty) Events(ctx context.Context, plan string) iter.Seq2[plandoc.Event, error] {
	if f.events == nil {
		return f.Store.Events(ctx, plan)
	}
	return f.events(ctx, f.Store, plan)
}

// changed changes the events that come back.
func changed(change func(e plandoc.Event) plandoc.Event) func(ctx context.Context, s *plandoctest.Store, plan string) iter.Seq2[plandoc.Event, error] {
	return func(ctx context.Context, s *plandoctest.Store, plan string) iter.Seq2[plandoc.Event, error] {
		return func(yield func(plandoc.Event, error) bool) {
			for e, err := range s.Events(ctx, plan) {
				if !yield(change(e), err) {
					return
				}
			}
		}
	}
}

func TestEveryRuleCatchesAFaultyStore(t *testing.T) {
	shared := &plandoctest.Store{}
	for rule, f := range map[string]func() plandoc.Store{
		"new": func() plandoc.Store { return faulty{Store: shared} },
		"added": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, events: changed(func(e plandoc.Event) plandoc.Event { e.Reason = ""; return e })}
		},
		"invalid": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				err := s.Append(ctx, list)
				if _, bad := errors.AsType[*kam.InvalidError](err); bad {
					return s.Append(ctx, list[:len(list)-1])
				}
				return err
			}}
		},
		"repeated": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				for _, e := range list {
					for old, err := range s.Events(ctx, e.Plan) {
						if err == nil && old == e {
							return plandoc.ErrConflict
						}
					}
				}
				return s.Append(ctx, list)
			}}
		},
		"conflict": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				if err := s.Append(ctx, list); !errors.Is(err, plandoc.ErrConflict) {
					return err
				}
				return nil
			}}
		},
		"stale": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				for _, e := range list {
					if err := s.Append(ctx, []plandoc.Event{e}); err != nil {
						return err
					}
				}
				return nil
			}}
		},
		"first-decides": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				err := s.Append(ctx, list)
				if errors.Is(err, plandoc.ErrStale) && len(list) > 1 {
					return s.Append(ctx, list[1:])
				}
				return err
			}}
		},
		"empty": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				if len(list) == 0 {
					return plandoc.ErrStale
				}
				return s.Append(ctx, list)
			}}
		},
		"unjudged": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				for _, e := range list {
					if e.Seq == 1 && e.Step != plandoc.StepDraft {
						return plandoc.ErrOrder
					}
				}
				return s.Append(ctx, list)
			}}
		},
		"cancelled": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, events: func(_ context.Context, s *plandoctest.Store, plan string) iter.Seq2[plandoc.Event, error] {
				return s.Events(context.Background(), plan)
			}}
		},
		"snapshot": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, events: func(ctx context.Context, s *plandoctest.Store, plan string) iter.Seq2[plandoc.Event, error] {
				return func(yield func(plandoc.Event, error) bool) {
					for i := 0; ; i++ {
						n := 0
						for e, err := range s.Events(ctx, plan) {
							if n++; n == i+1 || err != nil {
								if !yield(e, err) || err != nil {
									return
								}
								break
							}
						}
						if n <= i {
							return
						}
					}
				}
			}}
		},
		"race": func() plandoc.Store {
			return faulty{Store: &plandoctest.Store{}, append: func(ctx context.Context, s *plandoctest.Store, list []plandoc.Event) error {
				if err := s.Append(ctx, list); err != nil {
					return fmt.Errorf("busy: %w", plandoc.ErrStale)
				}
				return nil
			}}
		},
	} {
		require.Error(t, plandoctest.Violation(t.Context(), rule, f), rule)
	}
	for _, name := range plandoctest.RuleNames() {
		require.NoError(t, plandoctest.Violation(t.Context(), name, func() plandoc.Store { return &plandoctest.Store{} }), name)
	}
	assert.Len(t, plandoctest.RuleNames(), 12, "a rule without a store that breaks it")
}
