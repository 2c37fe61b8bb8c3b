package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Job is a calculation that runs, or has run.
type Job struct {
	Period kam.Period
	By     string

	mu          sync.Mutex
	done, total int
	ended       bool
	err         error
	over        chan struct{}
}

// Progress returns how far it is, out of total, whether it has ended, and with which error.
func (j *Job) Progress() (done, total int, ended bool, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.done, j.total, j.ended, j.err
}

// Over is closed when it has ended.
func (j *Job) Over() <-chan struct{} { return j.over }

func (j *Job) set(done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.done, j.total = max(j.done, done), total
}

func (j *Job) end(err error) {
	j.mu.Lock()
	j.ended, j.err = true, err
	j.mu.Unlock()
	close(j.over)
}

// Calculate starts the calculation of a period. One runs at a time: otherwise the error is [ErrBusy]. It goes on when the request
// that asked for it is over, and ends early with ctx. On is the day on which it is asked for, which the ledger keeps; what is calculated is
// as of the desk's own.
func (d *Desk) Calculate(ctx context.Context, p kam.Period, by string, on kam.Day) (*Job, error) {
	if state := d.life(p).State; state == ledger.Approved || state == ledger.Closed {
		return nil, ledger.ErrOrder
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.job != nil {
		if _, _, ended, _ := d.job.Progress(); !ended {
			return nil, ErrBusy
		}
	}
	job := &Job{Period: p, By: by, total: wholeShare, over: make(chan struct{})}
	d.job = job
	go func() { job.end(d.guarded(ctx, p, by, on, job.set)) }()
	return job, nil
}

// guarded calculates; a fault of a plan's data that nobody foresaw ends the calculation and not the server.
func (d *Desk) guarded(ctx context.Context, p kam.Period, by string, on kam.Day, told func(done, total int)) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("desk: calculation: %v", fault)
		}
	}()
	return d.calculate(ctx, p, by, on, told)
}

// Job returns the last calculation of a period since the program started; nil when there was none, or another one came after it.
func (d *Desk) Job(p kam.Period) *Job {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.job == nil || d.job.Period != p {
		return nil
	}
	return d.job
}

// Life is one period and how far it is.
type Life struct {
	ledger.PeriodState
	Label string
	// Now is its state in words of the ledger; [ledger.Open] where no mark was put on it.
	Now ledger.State
}

// Lives returns all periods, the latest first.
func (d *Desk) Lives() []Life {
	var out []Life
	for i := range d.Periods {
		out = append(out, d.Life(d.Periods[len(d.Periods)-1-i]))
	}
	return out
}

// Life returns how far a period is.
func (d *Desk) Life(p kam.Period) Life {
	state := d.life(p)
	now := state.State
	if now == "" {
		now = ledger.Open
	}
	return Life{PeriodState: state, Label: d.Label(p), Now: now}
}

// Mark moves the life of a period on: approved by somebody who has not calculated it, closed, or reopened with a reason. On is
// the day on which that is done. The errors are those of the ledger.
func (d *Desk) Mark(ctx context.Context, p kam.Period, state ledger.State, by, reason string, on kam.Day) error {
	if state == ledger.Calculated {
		return errors.New("desk: a period is calculated by Calculate")
	}
	snapshot, err := d.Book.Snapshot(ctx, p)
	if err != nil {
		return err
	}
	life := snapshot.Period(p)
	_, err = d.Book.Append(ctx, ledger.Batch{
		Run: fmt.Sprintf("%s/%s/%d", state, p, len(life.History)+1), Head: snapshot.Head, Period: p,
		Mark: &ledger.Mark{State: state, By: by, Reason: reason, On: on},
	})
	return errors.Join(err, d.refresh(ctx))
}

// CalculateNow calculates a period and returns when it is done.
func (d *Desk) CalculateNow(ctx context.Context, p kam.Period, by string, on kam.Day, told func(done, total int)) error {
	job, err := d.Calculate(ctx, p, by, on)
	if err != nil {
		return err
	}
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	for {
		select {
		case <-job.Over():
			_, _, _, err := job.Progress()
			return err
		case <-tick.C:
			done, total, _, _ := job.Progress()
			told(done, total)
		}
	}
}

// progressEvery is how often progress is told.
const progressEvery = 200 * time.Millisecond

// Wait returns when no calculation is running.
func (d *Desk) Wait() {
	d.mu.RLock()
	job := d.job
	d.mu.RUnlock()
	if job != nil {
		<-job.Over()
	}
}
