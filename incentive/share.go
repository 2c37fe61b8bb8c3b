package incentive

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// MaxShares is how many shares a run may be computed in.
const MaxShares = 4096

// ErrShare is returned for a share that is none, and by [Run.Batch] and [Run.BatchInto] of one share of several: the whole
// is posted at once, see [Enrolment.Join].
var ErrShare = errors.New("incentive: not the whole run")

// Share is one of several shares of a run: some of its payees, computed apart. The zero value is none; {0, 1} is the whole.
type Share struct {
	// Index says which share it is, from 0 to Of−1.
	Index int `json:"index"`
	// Of is how many shares there are, from 1 to [MaxShares].
	Of int `json:"of"`
}

// Has reports whether a payee is of the share. It depends on the id and the number of shares alone, in every process and
// every version: exactly one of n shares has each id. A share that is none has nobody.
func (s Share) Has(payee string) bool { return s.check() == nil && shareOf(payee, s.Of) == s.Index }

// check returns an error wrapping [ErrShare] for a share that is none.
func (s Share) check() error {
	if s.Of < 1 || s.Of > MaxShares || s.Index < 0 || s.Index >= s.Of {
		return fmt.Errorf("%w: share %d of %d; there are 1 to %d shares, counted from 0", ErrShare, s.Index, s.Of, MaxShares)
	}
	return nil
}

// shareOf returns which of n shares has an id.
func shareOf(id string, n int) int {
	sum := sha256.Sum256([]byte(id))
	return int(binary.BigEndian.Uint64(sum[:8]) % uint64(n))
}
