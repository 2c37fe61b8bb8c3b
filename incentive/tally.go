package incentive

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// TallyFormat is the format of what [Run.Tally] returns.
const TallyFormat = "kam-tally-1"

// Tally returns what the whole needs to know of the share to be posted: see [Enrolment.Join]. JSON, the same bytes each time.
func (r *Run) Tally() ([]byte, error) { return nil, nil }

// Joined is all shares of a run, put together for the ledger. It is immutable and safe for concurrent use.
type Joined struct{}

// Join puts the tallies of all shares of a run together, in any order.
func (e *Enrolment) Join(tallies [][]byte) (*Joined, error) { return nil, nil }

// ID returns the [Run.ID] of the run that computes all payees at once.
func (j *Joined) ID() string { return "" }

// Batch returns the [Run.Batch] of the run that computes all payees at once: the same entries in the same order.
func (j *Joined) Batch() (ledger.Batch, error) { return ledger.Batch{}, nil }

// BatchInto returns the [Run.BatchInto] of the run that computes all payees at once.
func (j *Joined) BatchInto(open kam.Period) (ledger.Batch, error) { return ledger.Batch{}, nil }
