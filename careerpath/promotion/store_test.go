package promotion_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestSaveAndLoad(t *testing.T) {
	ctx, store := t.Context(), &careerpathtest.PromotionStore{}
	nothing, err := promotion.Load(ctx, store, "2026-spring")
	require.NoError(t, err)
	assert.Empty(t, nothing)

	r := whole(t, spring(t))
	require.NoError(t, promotion.Save(ctx, store, r.State))
	require.NoError(t, promotion.Save(ctx, store, r.State), "again is no change")
	loaded, err := promotion.Load(ctx, store, "2026-spring")
	require.NoError(t, err)
	s, err := promotion.Replay(loaded)
	require.NoError(t, err)

	one := &run{t: t, p: r.p, State: s, on: "2026-03-20"}
	other := &run{t: t, p: r.p, State: s, on: "2026-03-20"}
	one.do(promotion.Event{Step: promotion.StepObject, ID: "o", By: person("cy"), Reason: "first"})
	other.do(promotion.Event{Step: promotion.StepObject, ID: "o", By: person("bo"), Reason: "second"})
	require.NoError(t, promotion.Save(ctx, store, one.State))
	require.ErrorIs(t, promotion.Save(ctx, store, other.State), promotion.ErrConflict)
	loaded, err = promotion.Load(ctx, store, "2026-spring")
	require.NoError(t, err)
	assert.Equal(t, one.Record(), loaded)

	over, cancel := context.WithCancel(ctx)
	cancel()
	_, err = promotion.Load(over, store, "2026-spring")
	require.ErrorIs(t, err, context.Canceled)
}

func TestQueryCheck(t *testing.T) {
	require.NoError(t, promotion.Query{Steps: append(promotion.Steps(), promotion.StepCycle)}.Check())
	require.ErrorIs(t, promotion.Query{Steps: []promotion.Step{"praise"}}.Check(), promotion.ErrStep)
	require.ErrorIs(t, promotion.Query{Dated: kam.Period{Until: day("2026-01-01")}}.Check(), kam.ErrPeriod)
}
