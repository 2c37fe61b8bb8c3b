package incentive

import (
	"errors"
	"sync/atomic"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// ErrWorkspaceInUse is returned by a run whose workspace another run computes in at this moment.
var ErrWorkspaceInUse = errors.New("incentive: the workspace is in use")

// Workspace is memory that one run after another computes in, so that a process that runs again and again asks for none.
// The zero value is ready. One run at a time uses it.
//
// A run that was computed in a workspace stays what it is when another one has started in it, but whatever it is asked for
// beyond its sums then takes a look at all of its transactions.
type Workspace struct {
	busy atomic.Bool
	// used counts the runs.
	used    atomic.Uint64
	workers []*stretch
	desks   []*desk
	writers []*bulk.Writer
	ends    []uint32
	order   []int32
	sizes   []int
	lanes   []ownerLanes
}

// take returns memory of n elements that are zero.
func take[T any](memory *[]T, n int) []T {
	if cap(*memory) < n {
		*memory = make([]T, n)
		return *memory
	}
	*memory = (*memory)[:n]
	clear(*memory)
	return *memory
}
