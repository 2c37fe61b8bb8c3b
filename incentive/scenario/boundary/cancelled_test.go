package boundary_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := boundary.Cases(ctx, boundary.Request{Plans: []incentive.Plan{sample()}})
	require.ErrorIs(t, err, context.Canceled)
}
