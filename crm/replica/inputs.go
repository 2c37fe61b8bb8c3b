package replica

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kam-go/kam/crm"
)

// Inputs are what a reading needs.
type Inputs struct {
	Source crm.Source
	Store  crm.Store
	// Now is the instant at which the reading of a kind begins. It is called once for each.
	Now func() time.Time
	// Kinds are read in the order of [crm.Kinds], each once. Defaults to all that the source has.
	Kinds []crm.Kind
	// Settle is how old a change must be to be read. Defaults to 30 seconds; a nanosecond is next to nothing.
	Settle time.Duration
	// Overlap is how far deletions are read again. Defaults to 10 minutes.
	Overlap time.Duration
	// SweepEvery is how long after the beginning of a sweep the next one begins. Defaults to a day where the source lists no
	// deletions, and to a week where it does, the first of them a week after the first reading.
	SweepEvery time.Duration
	// MostGone is the share of what a sweep has compared so far, in per cent from 1 to 100, that it may find gone, where
	// that are more than 100 records. Beyond it the sweep ends with [ErrGone], because it is more likely that a right to
	// read was lost, and the next reading goes on there. Defaults to 50; 100 forgets whatever is gone.
	MostGone int
	// Anew reads all from the beginning, changed or not, and begins a sweep. Set it for one reading: if that is interrupted,
	// the next goes on without it.
	Anew bool
	// Progress is told after every page, from the goroutine of [Run]. Nil: nobody is.
	Progress func(Progress)
}

// Conditions of a reading.
var (
	// ErrInputs says that the inputs are not complete or out of bounds. Nothing was read.
	ErrInputs = errors.New("replica: unfit inputs")
	// ErrSource says that a source broke a rule of its interface, such as the order of changes.
	ErrSource = errors.New("replica: the source broke a rule")
	// ErrState says that the state in the store is none that this package wrote.
	ErrState = errors.New("replica: unknown state")
	// ErrGone says that a sweep found more of the copy gone than [Inputs.MostGone].
	ErrGone = errors.New("replica: too much of the copy is gone")
)

const (
	defaultSettle   = 30 * time.Second
	defaultOverlap  = 10 * time.Minute
	defaultMostGone = 50
	alwaysGone      = 100 // records that may be gone whatever their share is
	oneDay          = 24 * time.Hour
)

// complete returns the inputs with their defaults, or what is wrong with them.
func (in Inputs) complete() (Inputs, error) {
	if in.Source == nil || in.Store == nil || in.Now == nil {
		return in, fmt.Errorf("%w: a source, a store and a clock are needed", ErrInputs)
	}
	if in.Settle < 0 || in.Overlap < 0 || in.SweepEvery < 0 || in.MostGone < 0 || in.MostGone > 100 {
		return in, fmt.Errorf("%w: durations are not below zero, and a share is 1 to 100 per cent", ErrInputs)
	}
	has := in.Source.Kinds()
	if len(in.Kinds) == 0 {
		in.Kinds = has
	}
	var kinds []crm.Kind
	for _, k := range crm.Kinds() {
		if slices.Contains(in.Kinds, k) {
			kinds = append(kinds, k)
		}
	}
	for _, k := range in.Kinds {
		if !slices.Contains(has, k) || !k.Valid() {
			return in, fmt.Errorf("%w: %s has no records of the kind %q", ErrInputs, in.Source.System(), k)
		}
	}
	in.Kinds = kinds
	if in.Settle == 0 {
		in.Settle = defaultSettle
	}
	if in.Overlap == 0 {
		in.Overlap = defaultOverlap
	}
	if in.MostGone == 0 {
		in.MostGone = defaultMostGone
	}
	if in.SweepEvery == 0 {
		in.SweepEvery = oneDay
		if _, ok := in.Source.(crm.DeletionReader); ok {
			in.SweepEvery = 7 * oneDay
		}
	}
	return in, nil
}
