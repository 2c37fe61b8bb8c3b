package improve_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

func opening() *improve.Opening {
	return &improve.Opening{
		Person: "anna", Period: kam.MustPeriod(firstHalf), RunBy: "hr", Manager: "bo", Calibrators: []string{"zoe", "cy"}, Approver: "di", Arbiters: []string{"eve"},
		Deadlines:  improve.Deadlines{Self: day("2026-07-08"), Manager: day("2026-07-15"), Calibration: day("2026-07-22"), SignOff: day("2026-07-29")},
		AppealDays: 10, DecisionDays: 15, ClosingDays: 5,
	}
}

// event returns an event of a step that is complete, by the right person.
func event(step improve.ReviewStep, on string) improve.ReviewEvent {
	e := improve.ReviewEvent{Step: step, On: day(on), Reason: "because"}
	switch step {
	case improve.ReviewOpen:
		e.Opening, e.By = opening(), "hr"
	case improve.ReviewSelf:
		e.By, e.Score, e.Grade = "anna", null("90"), "A"
	case improve.ReviewManager:
		e.By, e.Score, e.Grade = "bo", null("72"), "C"
	case improve.ReviewCalibrate:
		e.By, e.Score, e.Grade = "cy", null("76"), "B"
	case improve.ReviewSignOff:
		e.By = "di"
	case improve.ReviewAppeal:
		e.By = "anna"
	case improve.ReviewDecide:
		e.By, e.Score, e.Grade = "eve", null("78"), "B"
	default:
		e.By = "hr"
	}
	return e
}

// path returns events that lead to a state, all in time.
func path(to improve.ReviewState) []improve.ReviewEvent {
	all := []improve.ReviewEvent{
		event(improve.ReviewOpen, "2026-07-01"), event(improve.ReviewSelf, "2026-07-08"), event(improve.ReviewManager, "2026-07-15"),
		event(improve.ReviewCalibrate, "2026-07-22"), event(improve.ReviewSignOff, "2026-07-29"), event(improve.ReviewAppeal, "2026-08-08"),
		event(improve.ReviewDecide, "2026-08-23"), event(improve.ReviewClose, "2026-08-28"),
	}
	switch to {
	case improve.NotOpened:
		return nil
	case improve.AwaitingSelf:
		return all[:1]
	case improve.AwaitingManager:
		return all[:2]
	case improve.AwaitingCalibration:
		return all[:3]
	case improve.AwaitingSignOff:
		return all[:4]
	case improve.SignedOff:
		return all[:5]
	case improve.Appealed:
		return all[:6]
	case improve.Decided:
		return all[:7]
	case improve.Closed:
		return all
	default:
		return append(all[:3:3], event(improve.ReviewCancel, "2026-07-16"))
	}
}

func replay(t testing.TB, events []improve.ReviewEvent) improve.Review {
	t.Helper()
	r, err := improve.ReplayReview(events)
	require.NoError(t, err)
	return r
}

var states = []improve.ReviewState{
	improve.NotOpened, improve.AwaitingSelf, improve.AwaitingManager, improve.AwaitingCalibration, improve.AwaitingSignOff, improve.SignedOff,
	improve.Appealed, improve.Decided, improve.Closed, improve.Cancelled,
}

var steps = []improve.ReviewStep{
	improve.ReviewOpen, improve.ReviewSelf, improve.ReviewSkipSelf, improve.ReviewManager, improve.ReviewCalibrate, improve.ReviewSignOff,
	improve.ReviewAppeal, improve.ReviewDecide, improve.ReviewClose, improve.ReviewCancel,
}

// Every pair of a state and a step, tried late enough for every deadline but that of an appeal.
func TestReviewSteps(t *testing.T) {
	leads := map[string]improve.ReviewState{
		"/open": "self", "self/self": "manager", "self/skip-self": "manager", "manager/manager": "calibration", "calibration/calibrate": "sign-off",
		"sign-off/sign-off": "signed-off", "signed-off/appeal": "appealed", "signed-off/close": "closed", "appealed/decide": "decided", "decided/close": "closed",
		"self/cancel": "cancelled", "manager/cancel": "cancelled", "calibration/cancel": "cancelled", "sign-off/cancel": "cancelled",
		"signed-off/cancel": "cancelled", "appealed/cancel": "cancelled", "decided/cancel": "cancelled",
	}
	for _, state := range states {
		r := replay(t, path(state))
		require.Equal(t, state, r.State())
		var allowed []improve.ReviewStep
		for _, step := range steps {
			on := "2026-09-01"
			if step == improve.ReviewAppeal {
				on = "2026-08-08"
			}
			e := event(step, on)
			if step == improve.ReviewCancel && (state == improve.Appealed || state == improve.Decided) {
				e.By = "eve"
			}
			next, err := r.Apply(e)
			want, possible := leads[string(state)+"/"+string(step)]
			if possible {
				allowed = append(allowed, step)
				require.NoError(t, err, "%s/%s", state, step)
				assert.Equal(t, want, next.State())
				assert.Len(t, next.Events(), len(r.Events())+1)
				continue
			}
			refused := transition(t, err)
			assert.Equal(t, string(state), refused.State)
			assert.Equal(t, string(step), refused.Step)
			assert.Len(t, refused.Allowed, len(r.Allowed()))
			assert.Equal(t, r.State(), next.State(), "a refused step changes nothing")
		}
		assert.Equal(t, allowed, r.Allowed())
	}
}

func TestOnlyTheRightPersonTakesAStep(t *testing.T) {
	everybody := []string{"anna", "hr", "bo", "zoe", "cy", "di", "eve", "Anna", "mallory"}
	for _, c := range []struct {
		state improve.ReviewState
		step  improve.ReviewStep
		on    string
		right []string
	}{
		{improve.NotOpened, improve.ReviewOpen, "2026-07-01", []string{"hr"}},
		{improve.AwaitingSelf, improve.ReviewSelf, "2026-07-08", []string{"anna"}},
		{improve.AwaitingSelf, improve.ReviewSkipSelf, "2026-07-09", []string{"hr"}},
		{improve.AwaitingManager, improve.ReviewManager, "2026-07-15", []string{"bo"}},
		{improve.AwaitingCalibration, improve.ReviewCalibrate, "2026-07-22", []string{"zoe", "cy"}},
		{improve.AwaitingSignOff, improve.ReviewSignOff, "2026-07-29", []string{"di"}},
		{improve.SignedOff, improve.ReviewAppeal, "2026-08-08", []string{"anna"}},
		{improve.SignedOff, improve.ReviewClose, "2026-08-09", []string{"hr"}},
		{improve.Appealed, improve.ReviewDecide, "2026-08-09", []string{"eve"}},
		{improve.Decided, improve.ReviewClose, "2026-08-24", []string{"hr"}},
		{improve.SignedOff, improve.ReviewCancel, "2026-08-24", []string{"hr"}},
		{improve.Appealed, improve.ReviewCancel, "2026-08-24", []string{"eve"}},
		{improve.Decided, improve.ReviewCancel, "2026-08-24", []string{"eve"}},
	} {
		r := replay(t, path(c.state))
		for _, who := range everybody {
			e := event(c.step, c.on)
			e.By = who
			_, err := r.Apply(e)
			if slices.Contains(c.right, who) {
				require.NoError(t, err, "%s by %s", c.step, who)
				continue
			}
			assert.Contains(t, transition(t, err).Allowed, string(c.step), "the state allows it, the person may not")
		}
	}
}

func TestReviewDays(t *testing.T) {
	for _, c := range []struct {
		name  string
		state improve.ReviewState
		step  improve.ReviewStep
		on    string
		ok    bool
	}{
		{"the own review is skipped after its deadline", improve.AwaitingSelf, improve.ReviewSkipSelf, "2026-07-09", true},
		{"and not on it", improve.AwaitingSelf, improve.ReviewSkipSelf, "2026-07-08", false},
		{"a late own review is taken", improve.AwaitingSelf, improve.ReviewSelf, "2026-12-08", true},
		{"an appeal on the last of ten days", improve.SignedOff, improve.ReviewAppeal, "2026-08-08", true},
		{"and not after", improve.SignedOff, improve.ReviewAppeal, "2026-08-09", false},
		{"no end while an appeal is possible", improve.SignedOff, improve.ReviewClose, "2026-08-08", false},
		{"the end after that", improve.SignedOff, improve.ReviewClose, "2026-08-09", true},
		{"an appeal on the day of the sign-off", improve.SignedOff, improve.ReviewAppeal, "2026-07-29", true},
		{"nothing before the step that it follows", improve.AwaitingManager, improve.ReviewManager, "2026-07-07", false},
		{"but on its day", improve.AwaitingManager, improve.ReviewManager, "2026-07-08", true},
		{"after a decision no waiting", improve.Decided, improve.ReviewClose, "2026-08-23", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := replay(t, path(c.state)).Apply(event(c.step, c.on))
			if c.ok {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, string(c.step), transition(t, err).Step)
		})
	}
}

func TestManagerSignsOffWhereTheOpeningSaysSo(t *testing.T) {
	events := path(improve.SignedOff)
	events[0] = event(improve.ReviewOpen, "2026-07-01")
	events[0].Opening.Approver, events[0].Opening.ManagerApproves = "bo", true
	events[4].By = "bo"
	assert.Equal(t, improve.SignedOff, replay(t, events).State())
}

func TestDecidedReviewIsClosedAtOnce(t *testing.T) {
	events := append(path(improve.SignedOff), event(improve.ReviewAppeal, "2026-07-30"), event(improve.ReviewDecide, "2026-07-31"))
	_, err := replay(t, events).Apply(event(improve.ReviewClose, "2026-07-31"))
	require.NoError(t, err, "within the days for an appeal, which was decided")
}

func TestCalibrationSaysWhy(t *testing.T) {
	r := replay(t, path(improve.AwaitingCalibration))
	for _, c := range []struct {
		score decimal.NullDecimal
		grade string
		ok    bool
	}{
		{decimal.NullDecimal{}, "", true}, {null("72"), "C", true}, {null("72.0"), "C", true}, {null("72.01"), "C", false}, {null("72"), "B", false}, {null("72"), "", false},
	} {
		e := event(improve.ReviewCalibrate, "2026-07-22")
		e.Score, e.Grade, e.Reason = c.score, c.grade, "  "
		_, err := r.Apply(e)
		assert.Equal(t, c.ok, err == nil, "%v %s", c.score, c.grade)
		e.Reason = "peers"
		_, err = r.Apply(e)
		require.NoError(t, err)
	}
}

func TestRating(t *testing.T) {
	for _, c := range []struct {
		state improve.ReviewState
		score string
		grade string
		step  improve.ReviewStep
	}{
		{improve.AwaitingManager, "", "", ""},
		{improve.AwaitingCalibration, "72", "C", improve.ReviewManager},
		{improve.AwaitingSignOff, "76", "B", improve.ReviewCalibrate},
		{improve.Appealed, "76", "B", improve.ReviewCalibrate},
		{improve.Decided, "78", "B", improve.ReviewDecide},
		{improve.Closed, "78", "B", improve.ReviewDecide},
		{improve.Cancelled, "", "", ""},
	} {
		got := replay(t, path(c.state)).Rating()
		assert.Equal(t, c.score != "", got.Score.Valid, c.state)
		if c.score != "" {
			assert.Equal(t, c.score, got.Score.Decimal.String())
		}
		assert.Equal(t, c.grade, got.Grade)
		assert.Equal(t, c.step, got.Step)
	}
	events := path(improve.Decided)
	events[6].Score, events[6].Grade = decimal.NullDecimal{}, ""
	assert.Equal(t, improve.ReviewCalibrate, replay(t, events).Rating().Step, "a decision without a score lets the result stand")
	assert.Equal(t, "72", replay(t, events).Events()[2].Score.Decimal.String(), "the manager's score stays on record")
}

func TestReviewIsItsOwn(t *testing.T) {
	events := path(improve.AwaitingSelf)
	events[0] = event(improve.ReviewOpen, "2026-07-01")
	r := replay(t, events)
	events[0].Opening.Calibrators[0] = "mallory"
	events[0].Opening.Person = "mallory"
	r.Events()[0].Opening.Calibrators[0] = "mallory"
	o, _ := r.Opening()
	o.Calibrators[0], o.Arbiters[0] = "mallory", "mallory"
	again, opened := r.Opening()
	require.True(t, opened)
	assert.Equal(t, *opening(), again)
	fork := replay(t, path(improve.AwaitingCalibration))
	first, err := fork.Apply(event(improve.ReviewCalibrate, "2026-07-22"))
	require.NoError(t, err)
	_, err = fork.Apply(event(improve.ReviewCancel, "2026-07-22"))
	require.NoError(t, err)
	assert.Equal(t, improve.ReviewCalibrate, first.Events()[3].Step, "two ways from one review do not meet")
	_, opened = improve.Review{}.Opening()
	assert.False(t, opened)
}

func TestReplayStopsAtTheFirstFault(t *testing.T) {
	events := path(improve.Closed)
	events[2].By = "anna"
	_, err := improve.ReplayReview(events)
	assert.Contains(t, transition(t, err).Error(), `it is for "bo", not for "anna"; allowed: manager, cancel`)
	assert.Equal(t, `当前状态为 manager，不能进行步骤 manager：应由 "bo" 进行，而不是 "anna"；允许的步骤：manager、cancel`, transition(t, err).In(kam.Chinese))
	_, err = improve.Review{}.Apply(event(improve.ReviewSelf, "2026-07-01"))
	require.EqualError(t, err, "improve: the step is not allowed: self before the first step: the step does not follow; allowed: open")
	_, err = replay(t, path(improve.Closed)).Apply(event(improve.ReviewCancel, "2026-09-01"))
	assert.ErrorContains(t, err, "nothing is allowed any more")
}
