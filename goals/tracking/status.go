package tracking

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

// Status says in one word how a goal is doing. The zero value is none yet.
type Status string

// Statuses of a goal.
const (
	NotStarted Status = "not-started" // the period has not begun, or nothing of it passed on the basis
	OnTrack    Status = "on-track"
	AtRisk     Status = "at-risk"
	OffTrack   Status = "off-track"
	Reached    Status = "reached" // the target is met; see [Progress].Reached
	Missed     Status = "missed"  // the period is over and the target is not met
	Unknown    Status = "unknown" // the value to date is not known, or neither pace nor lead is
)

// Thresholds say from which pace on a goal is how well on its way. The zero value reads as [DefaultThresholds].
type Thresholds struct {
	// OnTrack and AtRisk are the lowest pace, inclusive, of these statuses; what is below is off track.
	OnTrack kam.Fraction `json:"onTrack"`
	AtRisk  kam.Fraction `json:"atRisk"`
	// Margin is how far beyond a threshold the pace has to be to leave a status: at least so far above it to rise, and
	// more than so far below it to fall. It does not apply to the first reading. 0 is none.
	Margin kam.Fraction `json:"margin,omitzero"`
	// Readings is how many consecutive readings have to ask for leaving before it happens. 0 and 1 are at once.
	Readings int `json:"readings,omitempty"`
}

// DefaultThresholds returns on track from a pace of 0.95, at risk from 0.80, a margin of 0.02 and leaving at once.
// They are a choice of this library, not a published norm.
func DefaultThresholds() Thresholds {
	return Thresholds{
		OnTrack: kam.Fraction{Num: 95, Den: 100}, AtRisk: kam.Fraction{Num: 80, Den: 100},
		Margin: kam.Fraction{Num: 2, Den: 100}, Readings: 1,
	}
}

// Check returns nil when 0 < AtRisk <= OnTrack, Margin is not negative and less than AtRisk, and Readings is 0 to 100;
// for the zero value too. Otherwise it returns an [*kam.InvalidError] with every fault.
func (t Thresholds) Check() error {
	if t == (Thresholds{}) {
		return nil
	}
	var found kam.Findings
	add := func(place string, message, remedy kam.Text) { found.Add(fault("thresholds", place, message, remedy)) }
	good := true
	for _, f := range []struct {
		place string
		value kam.Fraction
	}{{"$.onTrack", t.OnTrack}, {"$.atRisk", t.AtRisk}, {"$.margin", t.Margin}} {
		if f.value.Check() != nil || f.value.Num < 0 {
			good = false
			add(f.place, say("%d/%d is no ratio of 0 or more", "%d/%d 不是非负比率", f.value.Num, f.value.Den),
				say("use a ratio such as 0.95", "请填写比率，例如 0.95"))
		}
	}
	if good {
		if t.AtRisk.IsZero() || t.AtRisk.Cmp(t.OnTrack) > 0 {
			add("$.atRisk", say("%s is not above 0 and at most onTrack, %s", "%s 须大于 0 且不超过 onTrack（%s）", t.AtRisk, t.OnTrack),
				say("let being at risk begin below being on track", "风险线请低于正常线"))
		}
		if t.Margin.Cmp(t.AtRisk) >= 0 {
			add("$.margin", say("%s is not less than atRisk, %s", "%s 不小于 atRisk（%s）", t.Margin, t.AtRisk),
				say("use a small margin such as 0.02", "请填写较小的余量，例如 0.02"))
		}
	}
	if t.Readings < 0 || t.Readings > 100 {
		add("$.readings", say("%d readings are not between 0 and 100", "读数次数 %d 不在 0 至 100 之间", t.Readings),
			say("use a small number such as 2", "请填写较小的次数，例如 2"))
	}
	return found.Err()
}

// State is a status with what is needed to go on from it. The zero value is a goal that was never read. It is plain
// data that a host keeps between readings.
type State struct {
	// Status is how the goal is doing since Since, as of the reading of AsOf.
	Status Status  `json:"status"`
	Since  kam.Day `json:"since,omitzero"`
	AsOf   kam.Day `json:"asOf,omitzero"`
	// Next is the status that the last Count readings ask for while it is not taken yet; empty when there is none.
	Next  Status `json:"next,omitempty"`
	Count int    `json:"count,omitempty"`
}

// NextStatus returns the state after the reading p, given the one before.
//
// Facts hold at once: not started, reached, missed and unknown, and the first judgement after one of them. Between on
// track, at risk and off track the margin and the number of readings of t apply: a pace that stays within the margin
// of a threshold changes nothing, and of several readings that ask for leaving the mildest is followed. Where a pace
// is not defined, a goal that leads its plan or equals it is on track and any other off track. A flow of which less is
// better is off track as soon as its value is beyond the target. A second reading of the same day counts no further.
//
// Faults of t are an [*kam.InvalidError]; a reading of a day before previous.AsOf is an error that wraps [ErrOrder].
func NextStatus(previous State, p Progress, t Thresholds) (State, error) {
	if err := t.Check(); err != nil {
		return State{}, err
	}
	if t == (Thresholds{}) {
		t = DefaultThresholds()
	}
	if p.AsOf.Before(previous.AsOf) {
		return State{}, fmt.Errorf("%w: %s is before %s", ErrOrder, p.AsOf, previous.AsOf)
	}
	old, judged := rank(previous.Status)
	if fact := p.fact(); fact != "" {
		return previous.move(fact, p.AsOf), nil
	}
	if !judged {
		return previous.move(p.judge(-1, t), p.AsOf), nil
	}
	asked, _ := rank(p.judge(old, t))
	if asked == old {
		return State{Status: previous.Status, Since: previous.Since, AsOf: p.AsOf}, nil
	}
	next := State{Status: previous.Status, Since: previous.Since, AsOf: p.AsOf, Next: grades[asked], Count: 1}
	if waiting, ok := rank(previous.Next); ok && (waiting < old) == (asked < old) {
		next.Count = previous.Count
		if p.AsOf.After(previous.AsOf) {
			next.Count++
		}
		if asked < old {
			asked = max(asked, waiting)
		} else {
			asked = min(asked, waiting)
		}
		next.Next = grades[asked]
	}
	if next.Count >= t.Readings {
		return previous.move(next.Next, p.AsOf), nil
	}
	return next, nil
}

// move returns s in status to as of a day; one that stays is as old as it was.
func (s State) move(to Status, day kam.Day) State {
	since := day
	if to == s.Status {
		since = s.Since
	}
	return State{Status: to, Since: since, AsOf: day}
}

// grades are the judged statuses, worst first.
var grades = [...]Status{OffTrack, AtRisk, OnTrack}

// rank returns the place of s among grades, and false when it is none of them.
func rank(s Status) (int, bool) {
	for i, g := range grades {
		if g == s {
			return i, true
		}
	}
	return 0, false
}

// fact returns the status that p is in whatever the thresholds, "" when it has to be judged.
func (p Progress) fact() Status {
	switch {
	case p.Phase == Ahead || p.Phase == "":
		return NotStarted
	case !p.Actual.Known():
		return Unknown
	case p.Reached:
		return Reached
	case p.Phase == Over:
		return Missed
	case p.Elapsed.Known() && p.Elapsed.r.Sign() == 0:
		return NotStarted
	case !p.Pace.Known() && !p.Lead.Known():
		return Unknown
	}
	return ""
}

// judge returns the grade of p coming from grade old, or coming from none when old is -1.
func (p Progress) judge(old int, t Thresholds) Status {
	above, known := p.Actual.Cmp(p.Target)
	if p.Goal.Tracking == goals.Flow && p.Goal.Direction == kam.LowerIsBetter && known && above > 0 {
		return OffTrack
	}
	if !p.Pace.Known() {
		if p.Lead.r.Sign() >= 0 { // known where the pace is not, or it would be a fact
			return OnTrack
		}
		return OffTrack
	}
	margin := t.Margin.Rat()
	grade := 0
	for i, bound := range []*big.Rat{t.AtRisk.Rat(), t.OnTrack.Rat()} {
		switch {
		case old < 0:
		case i < old:
			bound.Sub(bound, margin)
		default:
			bound.Add(bound, margin)
		}
		if p.Pace.r.Cmp(bound) >= 0 {
			grade = i + 1
		}
	}
	return grades[grade]
}
