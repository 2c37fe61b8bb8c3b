package replica_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/replica"
)

// killed is a store whose call of that number fails, before or after it did what it was asked.
type killed struct {
	crm.Store
	left  *int
	after bool
}

var errKilled = errors.New("killed")

func (k killed) dies() bool { *k.left--; return *k.left == 0 }

func (k killed) Position(ctx context.Context, system crm.System, kind crm.Kind) (crm.Position, error) {
	if k.dies() {
		return crm.Position{}, errKilled
	}
	return k.Store.Position(ctx, system, kind)
}

func (k killed) IDs(ctx context.Context, system crm.System, kind crm.Kind, after string, limit int) ([]string, error) {
	if k.dies() {
		return nil, errKilled
	}
	return k.Store.IDs(ctx, system, kind, after, limit)
}

func (k killed) Records(ctx context.Context, refs []crm.Ref) ([]crm.Record, error) {
	if k.dies() {
		return nil, errKilled
	}
	return k.Store.Records(ctx, refs)
}

func (k killed) Apply(ctx context.Context, b crm.Batch) error {
	dies := k.dies()
	if dies && !k.after {
		return errKilled
	}
	if err := k.Store.Apply(ctx, b); err != nil || !dies {
		return err
	}
	return errKilled
}

// A reading that is killed at any step of its own or of the store's, and then runs again, makes the copy equal.
func TestKilledAtEveryStep(t *testing.T) {
	for seed := range uint64(12) {
		for _, way := range []string{"store", "store after", "source", "cancelled"} {
			steps := 0
			for step := 1; ; step++ {
				f, what := system(seed)
				memory := crm.NewMemory()
				_, err := replica.Run(t.Context(), f.inputs(what, memory)) // the copy of an hour ago
				require.NoError(t, err)
				f.clock = f.clock.Add(time.Minute)
				for range 30 {
					f.happen()
				}
				f.clock = f.clock.Add(time.Hour)
				ctx, cancel := context.WithCancel(t.Context())
				left := step
				var store crm.Store = memory
				switch way {
				case "source":
					f.fail = func() bool { left--; return left == 0 }
				case "cancelled":
					f.between = func() {
						if left--; left == 0 {
							cancel()
						}
					}
				default:
					store = killed{memory, &left, way == "store after"}
				}
				in := f.inputs(what, store)
				in.Kinds = f.kinds[:2]
				report, err := replica.Run(ctx, in)
				cancel()
				if left > 0 {
					require.NoError(t, err)
					break // it has as many steps
				}
				steps++
				switch way {
				case "source":
					require.ErrorIs(t, err, errDown)
					assert.Len(t, report.Kinds, 2, "the other kind is read all the same")
				case "cancelled":
					require.ErrorIs(t, err, context.Canceled)
				default:
					require.ErrorIs(t, err, errKilled)
					assert.Len(t, report.Kinds, 2)
				}
				require.True(t, !report.Kinds[0].Complete || len(report.Kinds) == 2 && !report.Kinds[1].Complete || way == "cancelled")
				f.rest()
				_, err = replica.Run(t.Context(), f.inputs(what, memory))
				require.NoError(t, err)
				f.equal(t, memory, fmt.Sprintf("seed %d, %s, step %d", seed, way, step))
			}
			assert.Greater(t, steps, 3)
		}
	}
}

// rival is a store in which another process applies something between two batches.
type rival struct {
	crm.Store
	before func()
}

func (r *rival) Apply(ctx context.Context, b crm.Batch) error {
	if do := r.before; do != nil {
		r.before = nil
		do()
	}
	return r.Store.Apply(ctx, b)
}

func TestTwoReadingsAtOnceLoseNothing(t *testing.T) {
	for seed := range uint64(60) {
		f, what := system(seed)
		f.create(crm.KindUser, 5)
		f.clock = f.clock.Add(time.Minute)
		memory := crm.NewMemory()
		_, err := replica.Run(t.Context(), f.inputs(what, &rival{memory, func() {
			f.happen()
			_, err := replica.Run(t.Context(), f.inputs(what, memory))
			require.NoError(t, err)
		}}))
		require.ErrorIs(t, err, crm.ErrConflict)
		f.rest()
		_, err = replica.Run(t.Context(), f.inputs(what, memory))
		require.NoError(t, err)
		f.equal(t, memory, fmt.Sprintf("seed %d", seed))
	}
}
