package support

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Clock is how one promise to a request stands. Durations are working time; in JSON they are nanoseconds.
type Clock struct {
	Of Promise `json:"of"`
	// Target is what was promised, Used what is used up of it, until it was done or until the instant of the desk; Left is
	// the one less the other, below 0 when more was used.
	Target time.Duration `json:"target"`
	Used   time.Duration `json:"used"`
	Left   time.Duration `json:"left"`
	// From is where the time is counted from.
	From time.Time `json:"from"`
	// Due is the first instant at which the target is used up, by what is known; zero while the clock stands, since nobody
	// knows when the customer answers.
	Due time.Time `json:"due,omitzero"`
	// Done is when it was answered or resolved; zero: not yet.
	Done  time.Time `json:"done,omitzero"`
	State State     `json:"state"`
	Why   kam.Text  `json:"why"`

	steps []time.Time // of the escalation, in its order; zero: not reached
}

// State says how a promise stands. In time is what is done no later than the due instant.
type State string

// States, the most pressing first.
const (
	// Breached: the due instant has passed, and it is not done.
	Breached State = "breached"
	// AtRisk: so much of the target is used up as the agreement calls a risk.
	AtRisk State = "at-risk"
	// Running: there is time left.
	Running State = "running"
	// Waits: the clock stands, because the customer has to answer.
	Waits State = "waiting"
	// Missed: it was done after the due instant.
	Missed State = "missed"
	// Met: it was done in time.
	Met State = "met"
)

// pressing orders states.
func pressing(s State) int {
	return slices.Index([]State{Breached, AtRisk, Running, Waits, Missed, Met}, s)
}

// Open reports whether the clock has not come to its end.
func (s State) Open() bool { return s == Breached || s == AtRisk || s == Running || s == Waits }

// history is what happened with a request up to an instant.
type history struct {
	opened    time.Time
	responded time.Time   // zero: not yet
	resolved  time.Time   // zero: it is open
	reopened  []time.Time // those that have happened
	pauses    []window    // of the customer, merged, ascending; an until of zero: still
	closed    []window    // between a resolution and the opening that followed it
}

// ever reports whether the request was resolved at some time.
func (h history) ever() bool { return !h.resolved.IsZero() || len(h.reopened) > 0 }

// historyOf reads a request as it stood at an instant. The text says what contradicts itself in it; empty: nothing.
func historyOf(r *crm.Request, at time.Time) (history, kam.Text) {
	if wrong := contradiction(r); wrong != (kam.Text{}) {
		return history{}, wrong
	}
	h := history{opened: r.Opened}
	if !r.Responded.After(at) {
		h.responded = r.Responded
	}
	for i, again := range r.Reopened {
		if again.After(at) {
			break
		}
		h.reopened = append(h.reopened, again)
		if len(r.Earlier) > 0 {
			h.closed = append(h.closed, window{r.Earlier[i], again})
		}
	}
	switch n := len(h.reopened); {
	case n < len(r.Earlier) && !r.Earlier[n].After(at):
		h.resolved = r.Earlier[n]
	case n == len(r.Reopened) && !r.Resolved.IsZero() && !r.Resolved.After(at) && (n == 0 || !r.Resolved.Before(h.reopened[n-1])):
		h.resolved = r.Resolved
	}
	first := h.resolved // of all resolutions
	switch {
	case len(h.closed) > 0:
		first = h.closed[0].from
	case len(h.reopened) > 0:
		first = h.reopened[0] // it was before, and nobody says when
	}
	if h.responded.IsZero() || !first.IsZero() && first.Before(h.responded) { // to resolve is to answer
		h.responded = first
	}
	h.pauses = pausesOf(r, at)
	return h, kam.Text{}
}

// contradiction says what in the times of a request cannot be.
func contradiction(r *crm.Request) kam.Text {
	if r.Opened.IsZero() {
		return say("it does not say when it was opened", "没有受理时间")
	}
	if !r.Responded.IsZero() && r.Responded.Before(r.Opened) {
		return say("it was answered before it was opened", "响应时间早于受理时间")
	}
	if !r.Resolved.IsZero() && r.Resolved.Before(r.Opened) {
		return say("it was resolved before it was opened", "解决时间早于受理时间")
	}
	if len(r.Earlier) > 0 && len(r.Earlier) != len(r.Reopened) {
		return say("it has %d earlier resolutions and was opened again %d times", "有 %d 个早先的解决时间，却重新打开 %d 次", len(r.Earlier), len(r.Reopened))
	}
	last := r.Opened
	for i, again := range r.Reopened {
		if len(r.Earlier) > 0 {
			if r.Earlier[i].Before(last) {
				return say("its resolutions and openings are not in order", "解决与重新打开的时间顺序有误")
			}
			last = r.Earlier[i]
		}
		if again.Before(last) {
			return say("its resolutions and openings are not in order", "解决与重新打开的时间顺序有误")
		}
		last = again
	}
	for _, w := range r.Waits {
		if w.From.IsZero() || !w.Until.IsZero() && w.Until.Before(w.From) {
			return say("a wait for the customer does not end after it begins", "等待客户的结束时间早于开始时间")
		}
	}
	return kam.Text{}
}

// pausesOf merges the waits that have begun; one that has not ended yet has no end.
func pausesOf(r *crm.Request, at time.Time) []window {
	var list []window
	for _, w := range r.Waits {
		if w.From.After(at) {
			continue
		}
		until := w.Until
		if until.After(at) {
			until = time.Time{}
		}
		list = append(list, window{w.From, until})
	}
	return merged(list)
}

// merged returns windows in order, those that touch as one; an until of zero has no end.
func merged(list []window) []window {
	slices.SortFunc(list, func(a, b window) int { return cmp.Or(a.from.Compare(b.from), a.until.Compare(b.until)) })
	var out []window
	for _, w := range list {
		if n := len(out); n > 0 && (out[n-1].until.IsZero() || !w.from.After(out[n-1].until)) {
			if w.until.IsZero() || !out[n-1].until.IsZero() && w.until.After(out[n-1].until) {
				out[n-1].until = w.until
			}
			continue
		}
		out = append(out, w)
	}
	return out
}

// run is a clock at work: the stretches in which it counts.
type run struct {
	hours    *hours
	stretch  []window // ascending; the last has no end where the clock was still running
	standing bool     // it stands at the end
}

// running returns the stretches from an instant in which nothing stops the clock.
func running(h *hours, from time.Time, stops []window) run {
	r := run{hours: h}
	for _, stop := range merged(slices.Clone(stops)) {
		if !stop.until.IsZero() && !stop.until.After(from) {
			continue
		}
		if stop.from.After(from) {
			r.stretch = append(r.stretch, window{from, stop.from})
		}
		if stop.until.IsZero() {
			r.standing = true
			return r
		}
		from = stop.until
	}
	r.stretch = append(r.stretch, window{from: from})
	return r
}

// used is the working time up to an instant.
func (r run) used(to time.Time) (time.Duration, error) {
	var sum time.Duration
	for _, s := range r.stretch {
		until := to
		if !s.until.IsZero() {
			until = earlier(s.until, to)
		}
		d, err := r.hours.elapsed(s.from, until)
		if err != nil {
			return 0, err
		}
		sum += d
	}
	return sum, nil
}

// reaches is the first instant at which so much working time is used; zero when the clock stands before.
func (r run) reaches(d time.Duration) (time.Time, error) {
	for _, s := range r.stretch {
		if s.until.IsZero() {
			return r.hours.add(s.from, d)
		}
		have, err := r.hours.elapsed(s.from, s.until)
		if err != nil {
			return time.Time{}, err
		}
		if have >= d {
			return r.hours.add(s.from, d)
		}
		d -= have
	}
	return time.Time{}, nil
}

// part is a part of a target, rounded down to a whole microsecond.
func part(target time.Duration, f kam.Fraction) time.Duration {
	x := new(big.Rat).Mul(big.NewRat(target.Microseconds(), 1), f.Rat())
	return time.Duration(new(big.Int).Quo(x.Num(), x.Denom()).Int64()) * time.Microsecond
}

// clock reads a clock at an instant.
func (t *Terms) clock(of Promise, minutes int, r run, from, done, at time.Time, steps []Step) (*Clock, error) {
	c := &Clock{Of: of, Target: time.Duration(minutes) * time.Minute, From: from, Done: done}
	end := at
	if !done.IsZero() {
		end = done
	}
	var err error
	if c.Used, err = r.used(end); err != nil {
		return nil, err
	}
	if c.Due, err = r.reaches(c.Target); err != nil {
		return nil, err
	}
	c.Left = c.Target - c.Used
	switch {
	case !done.IsZero() && !c.Due.IsZero() && done.After(c.Due):
		c.State = Missed
	case !done.IsZero():
		c.State = Met
	case !c.Due.IsZero() && at.After(c.Due):
		c.State = Breached
	case r.standing:
		c.State = Waits
	case c.Used >= part(c.Target, t.agreement.AtRisk):
		c.State = AtRisk
	default:
		c.State = Running
	}
	for _, step := range steps {
		when := time.Time{}
		if d := part(c.Target, step.At); step.Of == of && done.IsZero() && c.Used >= d { // nothing is asked of days to come
			if when, err = r.reaches(d); err != nil {
				return nil, err
			}
		}
		c.steps = append(c.steps, when)
	}
	c.Why = t.why(c)
	return c, nil
}
