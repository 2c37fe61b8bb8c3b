package desk

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/scoring"
)

// Conditions that callers tell apart with errors.Is.
var (
	// ErrUnknown says that there is no such person, period, statement or line.
	ErrUnknown = errors.New("desk: there is none")
	// ErrBusy says that a period is being calculated already.
	ErrBusy = errors.New("desk: a calculation is running")
	// ErrTooMany says that a question would take too long to be answered while somebody waits.
	ErrTooMany = errors.New("desk: too many deals to calculate while you wait")
)

// Book is where the payroll's own records are kept.
type Book interface {
	ledger.Ledger
	incentive.TransactionReader
	incentive.RosterReader
}

// Rules are what the company has agreed on, compiled.
type Rules struct {
	// Plans pay in one currency: the overview adds them up.
	Plans    *incentive.Program
	Card     *scoring.Program
	Ladder   *careerpath.Program
	Courses  *training.Program
	FollowUp *followup.Rules
}

// Config is what a desk stands on. All of it is needed.
type Config struct {
	Book  Book
	Store *store.Store
	Rules Rules
	// Periods are the commission periods there are, ascending.
	Periods []kam.Period
	// Today is the day that everything is as of.
	Today kam.Day
}

// Desk answers for one company. It is safe for concurrent use. Get one from [Open].
type Desk struct {
	Config
	people people
	pays   kam.Currency // what all plans pay in
	curves curves

	mu    sync.RWMutex
	lives []ledger.PeriodState
	job   *Job
}

// Open reads who there is and how far the periods are.
func Open(ctx context.Context, c Config) (*Desk, error) {
	if len(c.Periods) == 0 {
		return nil, errors.New("desk: no commission period")
	}
	roster, err := c.Book.Roster(ctx, c.whole())
	if err != nil {
		return nil, err
	}
	d := &Desk{Config: c, people: newPeople(roster, c.Today)}
	for _, plan := range c.Rules.Plans.Plans() {
		if d.pays != "" && d.pays != plan.Currency {
			return nil, errors.New("desk: the plans pay in several currencies")
		}
		d.pays = plan.Currency
	}
	return d, d.refresh(ctx)
}

// whole is the time from the first period to the end of the last.
func (c Config) whole() kam.Period {
	return kam.Period{From: c.Periods[0].From, Until: c.Periods[len(c.Periods)-1].Until}
}

// refresh reads how far the periods are.
func (d *Desk) refresh(ctx context.Context) error {
	snapshot, err := d.Book.Snapshot(ctx, d.whole())
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lives = snapshot.Periods
	return nil
}

// Label returns how people call a period.
func (d *Desk) Label(p kam.Period) string { return d.Rules.Plans.Calendar().Label(p) }

// Period returns the commission period with a label.
func (d *Desk) Period(label string) (kam.Period, bool) {
	for _, p := range d.Periods {
		if d.Label(p) == label {
			return p, true
		}
	}
	return kam.Period{}, false
}

// Current returns the commission period of today, and the last one when there is none.
func (d *Desk) Current() kam.Period {
	for _, p := range d.Periods {
		if p.Contains(d.Today) {
			return p
		}
	}
	return d.Periods[len(d.Periods)-1]
}

// Latest returns the last period that was calculated, and the current one when none was.
func (d *Desk) Latest() kam.Period {
	for _, p := range slices.Backward(d.Periods) {
		if _, ok := d.run(p); ok {
			return p
		}
	}
	return d.Current()
}

// life returns how far a period is.
func (d *Desk) life(p kam.Period) ledger.PeriodState {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return ledger.Snapshot{Periods: d.lives}.Period(p)
}

// Shown returns the run whose figures are shown for a period; empty for none.
func (d *Desk) Shown(p kam.Period) string {
	run, _ := d.run(p)
	return run
}

// run returns the run whose views are shown for a period: that of the last calculation.
func (d *Desk) run(p kam.Period) (string, bool) {
	for _, change := range slices.Backward(d.life(p).History) {
		if change.State == ledger.Calculated {
			return change.Run, true
		}
	}
	return "", false
}
