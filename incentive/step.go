package incentive

import (
	"context"

	"github.com/kam-go/kam/incentive/ledger"

	"github.com/kam-go/kam"
)

// Step is what one step of a share comes to: either a run, or figures for the other shares.
type Step struct {
	// Run is the share's run once it is done: the statements, the held payees, and the house and direct credits of its
	// payees. Nil: it needs figures of others.
	Run *Run
	// Figures are what the share tells the others, Figures[j] to share j, itself included: JSON, the same bytes each time.
	// Nil: the share is done.
	Figures [][]byte
}

// Shares returns which of n shares need a transaction, in ascending order: those of everybody whom it could be credited to.
// original is what a reversal takes back: it goes where its original goes. Nil: the transaction takes nothing back, its
// original is among the opening's prior deals, or nobody knows it.
func (e *Enrolment) Shares(t Transaction, original *Transaction, n int) []int { return nil }

// Rounds returns how many rounds of figures the shares tell each other at least and at most before they are done: 0 and 0
// where every payee is computed alone. All shares are done in the same round.
func (e *Enrolment) Rounds() (least, most int) { return 0, 0 }

// Step computes a share as far as it can: to its run, or to the figures that it has to tell before it can go on.
//
// transactions are those that [Enrolment.Shares] sends to the share, in any order. heard has what others told: heard[k][j]
// are the Figures[part.Index] of share j in round k, for all shares from 0, the share itself included. It is nil at first
// and grows by one round with each step. Every step starts again from the transactions.
func (e *Enrolment) Step(ctx context.Context, transactions Source, part Share, heard [][][]byte, opt RunOptions) (Step, error) {
	return Step{}, nil
}

// Tally returns what the whole needs to know of the share to be posted: see [Join]. JSON, the same bytes each time.
func (r *Run) Tally() ([]byte, error) { return nil, nil }

// Joined is all shares of a run, put together for the ledger. It is immutable and safe for concurrent use.
type Joined struct{}

// Join puts the tallies of all shares of a run together, in any order.
func Join(tallies [][]byte) (*Joined, error) { return nil, nil }

// ID returns the [Run.ID] of the run that computes all payees at once.
func (j *Joined) ID() string { return "" }

// Batch returns the [Run.Batch] of the run that computes all payees at once: the same entries in the same order.
func (j *Joined) Batch() (ledger.Batch, error) { return ledger.Batch{}, nil }

// BatchInto returns the [Run.BatchInto] of the run that computes all payees at once.
func (j *Joined) BatchInto(open kam.Period) (ledger.Batch, error) { return ledger.Batch{}, nil }
