package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
)

// Conditions that callers tell apart with errors.Is.
var (
	// ErrStale says that the ledger's head is not the batch's: something was
	// appended since the snapshot. Take a new snapshot and run again.
	ErrStale = errors.New("ledger: the head has moved since the snapshot")
	// ErrConflict says that the run id is in the ledger with other content.
	ErrConflict = errors.New("ledger: the run is already posted with other content")
	// ErrUnbalanced says that the entries of a batch do not sum to zero in a currency.
	ErrUnbalanced = errors.New("ledger: the batch does not sum to zero")
	// ErrApproved says that the batch has entries, other than payouts and their returns, for a period that is
	// approved. Post them into the next open period, or reopen this one with a reason.
	ErrApproved = errors.New("ledger: the period is approved")
	// ErrClosed says that the batch has entries for a period that is closed. Post them into the next open period.
	ErrClosed = errors.New("ledger: the period is closed")
	// ErrSamePerson says that who approves a period has calculated it.
	ErrSamePerson = errors.New("ledger: who calculated a period may not approve it")
	// ErrOrder says that the mark does not follow on the state that the period is in.
	ErrOrder = errors.New("ledger: the mark does not follow on the state of the period")
	// ErrWindow says that a window is no period. See [CheckWindow].
	ErrWindow = errors.New("ledger: the window is not a period")
)

// Head names a state of a ledger. It is opaque: only equality means anything.
// The zero value "" is the head of an empty ledger and of no other.
type Head string

// Ledger is where batches are kept. Every method may be called from many
// goroutines at once, and several processes may use the same book.
//
// Texts are kept byte for byte: ids that differ in case, in blanks or in their
// Unicode form are different ids. Amounts are kept exactly.
//
// A window is a period, possibly without an end; a commission period is inside
// it when no day of it lies outside. A period that a window cuts is outside.
// A window that is no period is refused with [ErrWindow], never read as nothing.
// A context that has ended gives an error that wraps its Err, and nothing is changed.
type Ledger interface {
	// Snapshot returns the head, what was posted on the payees' accounts
	// for the commission periods inside the window, and the lives of the
	// periods inside the window, all of the same moment.
	// The result is the caller's own: nothing appended later shows in it.
	Snapshot(ctx context.Context, window kam.Period) (Snapshot, error)

	// Append adds the batch whole or not at all, and once it returns without
	// error the batch outlives the process. The first that holds decides:
	//
	//  1. The batch fails [Batch.Check]: that error.
	//  2. The run id is in the ledger with the same [Batch.Digest]: the receipt
	//     of that time, with Repeated set; the batch's head does not matter.
	//  3. The run id is in the ledger with another digest: [ErrConflict].
	//  4. The batch has neither entries nor a mark: a receipt with Empty and the present head.
	//     Nothing is changed, the run id is not remembered and the batch's
	//     head does not matter.
	//  5. The ledger's head is not the batch's: [ErrStale]. Of several batches
	//     with the same head, one wins.
	//  6. The life of the batch's period does not allow it, as
	//     [PeriodState.Next] says: [ErrClosed], [ErrApproved], [ErrOrder] or
	//     [ErrSamePerson].
	//  7. The batch is added, its mark with its entries, and the head becomes
	//     one the ledger never had.
	Append(ctx context.Context, batch Batch) (Receipt, error)

	// Entries yields every entry of all accounts for the commission periods
	// inside the window, in the order appended: batch after batch, and each
	// in the batch's own order. It shows the ledger of the moment the loop
	// starts; the loop may append. It stops at the first error, which it
	// yields last with an empty record. A loop may be left at any time.
	Entries(ctx context.Context, window kam.Period) iter.Seq2[Record, error]
}

// Receipt is the ledger's answer to a batch.
type Receipt struct {
	// Run is the batch's run.
	Run string `json:"run"`
	// Head is the ledger's head right after the run was appended, or the present head of an empty batch.
	Head Head `json:"head"`
	// Entries is how many entries the run has in the ledger.
	Entries int `json:"entries"`
	// Repeated says that the run was there before and nothing was added.
	Repeated bool `json:"repeated,omitempty"`
	// Empty says that the batch had neither entries nor a mark and nothing was added.
	Empty bool `json:"empty,omitempty"`
}

// CheckWindow returns nil when window is a period, with or without an end, and
// otherwise an error that wraps [ErrWindow].
func CheckWindow(window kam.Period) error {
	if window.IsZero() {
		return fmt.Errorf("%w: it is not set; state the days that matter, such as 2026-01-01/2027-01-01", ErrWindow)
	}
	if _, err := kam.NewPeriod(window.From, window.Until); err != nil {
		return fmt.Errorf("%w: %w", ErrWindow, err)
	}
	return nil
}
