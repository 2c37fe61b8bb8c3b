package promotion

import "sync"

// memo holds what follows from a state, worked out at most once. It belongs to a state, not to its events: every event that
// is taken begins a new one once it has done its work, so that nothing may be asked of the old one in between. Nobody changes
// what it holds.
type memo struct {
	ranking, seats, digest sync.Once

	computed *computed
	offers   []Seat
	hash     string
	err      error
}

// settled returns the ranking, the seats and the outcome that follow from all that is recorded. It must not be changed.
func (in *inner) settled() *computed {
	m := in.memo
	m.ranking.Do(func() { m.computed = in.workOut(Leave{}) })
	return m.computed
}

// outcome returns what follows from all that is recorded, without what is left out. It must not be changed.
func (in *inner) outcome(x Leave) Outcome {
	if x == (Leave{}) {
		return in.settled().out
	}
	return in.workOut(x).out
}

// digest returns the digest of the outcome.
func (in *inner) digest() (string, error) {
	m := in.memo
	m.digest.Do(func() { m.hash, m.err = in.settled().out.Digest() })
	return m.hash, m.err
}

// offers returns who has or may take which seat. It must not be changed.
func (in *inner) offers() []Seat {
	m := in.memo
	m.seats.Do(func() { m.offers = in.workOutOffers() })
	return m.offers
}
