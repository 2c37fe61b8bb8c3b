package training_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/training"
)

// legal is which state may follow which, written out; the session of every record has begun.
var legal = map[training.State][]training.State{
	"":                 {training.Invited, training.Accepted, training.Attended},
	training.Invited:   {training.Accepted, training.Declined, training.Attended, training.Absent, training.Voided},
	training.Accepted:  {training.Declined, training.Attended, training.Absent, training.Voided},
	training.Declined:  {training.Accepted, training.Voided},
	training.Attended:  {training.Completed, training.Failed, training.Voided},
	training.Absent:    {training.Voided},
	training.Completed: {training.Voided},
	training.Failed:    {training.Completed, training.Voided},
	training.Voided:    {training.Invited, training.Accepted, training.Attended},
}

// ways lead to each state.
var ways = map[training.State][]training.State{
	"": nil, training.Invited: {training.Invited}, training.Accepted: {training.Accepted}, training.Declined: {training.Invited, training.Declined},
	training.Attended: {training.Attended}, training.Absent: {training.Invited, training.Absent}, training.Completed: {training.Attended, training.Completed},
	training.Failed: {training.Attended, training.Failed}, training.Voided: {training.Invited, training.Voided},
}

var states = []training.State{
	training.Invited, training.Accepted, training.Declined, training.Attended, training.Absent, training.Completed, training.Failed, training.Voided,
}

func along(where string, way ...training.State) []training.Record {
	var list []training.Record
	for _, s := range way {
		r := rec(anna, where, s, "2026-03-10")
		r.Reason = "because"
		list = append(list, r)
	}
	return list
}

func TestEveryTransition(t *testing.T) {
	again := map[training.State]bool{training.Declined: true, training.Absent: true, training.Completed: true, training.Failed: true}
	for from, way := range ways {
		for _, to := range states {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				follows := false
				for _, s := range legal[from] {
					follows = follows || s == to
				}
				l, err := program(t).Replay(along("negotiation-1/spring", append(way[:len(way):len(way)], to)...))
				if follows {
					require.NoError(t, err)
					list := l.Of(anna)
					assert.Equal(t, to, list[len(list)-1].StateOn(day("2026-03-10")))
				} else {
					assert.Len(t, codes(t, err), 1)
					require.ErrorContains(t, err, "what can be: ")
				}
				_, err = program(t).Replay(along("mentoring", append(way[:len(way):len(way)], to)...))
				anew := again[from] && (to == training.Invited || to == training.Accepted || to == training.Attended)
				assert.Equal(t, follows || anew, err == nil, "without sessions an end is a beginning")
			})
		}
	}
}

func TestRecordFaults(t *testing.T) {
	stated := func(hours, cost string, r training.Record) training.Record {
		r.Hours, r.Cost = opt(hours), opt(cost)
		return r
	}
	cases := []struct {
		name   string
		record training.Record
		want   []string // none is no fault
	}{
		{"nobody", rec(kam.Subject{}, "mentoring", training.Attended, "2026-01-01"), []string{"training.subject $[0].person.kind", "training.subject $[0].person.id"}},
		{"unknown offering", rec(anna, "cooking", training.Attended, "2026-01-01"), []string{"training.offering $[0].offering"}},
		{"unknown session", rec(anna, "ideas/july", training.Attended, "2026-01-01"), []string{"training.session $[0].session"}},
		{"no session", rec(anna, "ideas", training.Attended, "2026-01-01"), []string{"training.session $[0].session"}},
		{"session of an offering without", rec(anna, "mentoring/may", training.Attended, "2026-01-01"), []string{"training.session $[0].session"}},
		{"no state, no day", training.Record{Person: anna, Offering: "mentoring"}, []string{"training.state $[0].state", "training.day $[0].on"}},
		{"unknown state", rec(anna, "mentoring", "slept", "2026-01-01"), []string{"training.state $[0].state"}},
		{"attended on the first day", rec(anna, "ideas/may", training.Attended, "2026-05-06"), nil},
		{"attended before it began", rec(anna, "ideas/may", training.Attended, "2026-05-05"), []string{"training.day $[0].on"}},
		{"accepted on the last day", rec(anna, "ideas/may", training.Accepted, "2026-05-06"), nil},
		{"accepted after it ended", rec(anna, "ideas/may", training.Accepted, "2026-05-07"), []string{"training.day $[0].on"}},
		{"invited to what was cancelled", rec(anna, "negotiation-1/dropped", training.Invited, "2026-04-01"), nil},
		{"attended what was cancelled", rec(anna, "negotiation-1/dropped", training.Attended, "2026-04-10"), []string{"training.cancelled $[0].state"}},
		{"hours", stated("7.5", "120", rec(anna, "mentoring", training.Attended, "2026-01-01")), nil},
		{"hours of an invitation", stated("7.5", "", rec(anna, "mentoring", training.Invited, "2026-01-01")), []string{"training.hours $[0].hours"}},
		{"negative hours and cost", stated("-1", "-1", rec(anna, "mentoring", training.Attended, "2026-01-01")), []string{"training.hours $[0].hours", "training.cost $[0].cost"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := program(t).Replay([]training.Record{c.record})
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, codes(t, err))
		})
	}
	_, err := program(t).Replay([]training.Record{rec(anna, "mentoring", training.Attended, "2026-01-02"), rec(anna, "mentoring", training.Completed, "2026-01-01"), rec(anna, "mentoring", training.Voided, "2026-01-03")})
	assert.Equal(t, []string{"training.day $[1].on", "training.reason $[2].reason"}, codes(t, err))
}

// Beyond as many faults as a report keeps of one kind, a record is refused all the same.
func TestManyFaults(t *testing.T) {
	var list []training.Record
	for range 150 {
		r := rec(anna, "mentoring", training.Attended, "2026-01-01")
		r.Hours = opt("-1")
		list = append(list, r)
	}
	_, err := program(t).Replay(list)
	assert.Len(t, codes(t, err), kam.MaxPerCode)
}

func TestVoidedCountsForNothing(t *testing.T) {
	l := replay(t,
		rec(anna, "compliance", training.Attended, "2026-01-10"), rec(anna, "compliance", training.Completed, "2026-01-10"), voided(anna, "compliance", "2026-02-01"),
		rec(anna, "compliance", training.Attended, "2026-01-05"),
	)
	list := l.Of(anna)
	require.Len(t, list, 2)
	assert.Equal(t, training.Voided, list[0].StateOn(day("2026-01-15")), "it was wrong from the first")
	assert.Equal(t, training.State(""), list[1].StateOn(day("2026-01-04")))
	assert.Equal(t, training.Attended, list[1].StateOn(day("2026-01-05")))
	assert.Empty(t, l.Completed(anna, day("2026-01-15")))
	assert.Empty(t, l.Certificates(anna, day("2026-01-15")))
	assert.Equal(t, training.State(""), training.Participation{}.StateOn(day("2026-01-05")))
}

func TestAppendLeavesTheLog(t *testing.T) {
	first := replay(t, rec(anna, "mentoring", training.Accepted, "2026-01-01"))
	left, err := first.Append(rec(anna, "mentoring", training.Attended, "2026-01-02"))
	require.NoError(t, err)
	right, err := first.Append(rec(anna, "mentoring", training.Declined, "2026-01-03"), rec(bo, "mentoring", training.Attended, "2026-01-03"))
	require.NoError(t, err)
	later := day("2026-02-01")
	assert.Equal(t, training.Accepted, first.Of(anna)[0].StateOn(later))
	assert.Equal(t, training.Attended, left.Of(anna)[0].StateOn(later))
	assert.Equal(t, training.Declined, right.Of(anna)[0].StateOn(later))
	assert.Empty(t, first.Of(bo))
	assert.Len(t, right.Of(bo), 1)
	right.Of(bo)[0].Records[0].State = training.Absent
	assert.Equal(t, training.Attended, right.Of(bo)[0].StateOn(later))
	_, err = first.Append(rec(anna, "mentoring", training.Completed, "2026-01-02"))
	assert.Equal(t, []string{"training.transition $[0].state"}, codes(t, err))
	invalid, _ := err.(*kam.InvalidError) //nolint:errorlint // codes has asserted its type
	assert.Equal(t, "$[0].state：在已接受之后不能为已完成（可以为：attended、absent、declined、voided）", invalid.In(kam.Chinese))
	assert.Equal(t, "$[0].state: after accepted, completed cannot be (what can be: attended, absent, declined, voided)", invalid.Error())
	assert.Equal(t, "academy-2026", first.Program().Catalogue().ID)
}

// Two logs that go on from one keep their records apart, however much room it had left.
func TestAppendBranches(t *testing.T) {
	way := []training.State{training.Invited, training.Accepted, training.Declined, training.Accepted, training.Declined, training.Accepted, training.Declined}
	for n := 1; n <= len(way); n++ {
		var err error
		first := replay(t)
		for _, r := range along("mentoring", way[:n]...) {
			first, err = first.Append(r)
			require.NoError(t, err)
		}
		state := training.Absent
		if way[n-1] == training.Declined {
			state = training.Accepted
		}
		left, err := first.Append(along("mentoring", state)...)
		require.NoError(t, err)
		_, err = first.Append(along("mentoring", training.Voided)...)
		require.NoError(t, err)
		assert.Equal(t, state, left.Of(anna)[0].StateOn(day("2026-03-10")))
	}
}

func TestCertificates(t *testing.T) {
	l := replay(t,
		rec(anna, "compliance", training.Attended, "2024-02-29"), rec(anna, "compliance", training.Completed, "2024-02-29"),
		rec(anna, "compliance", training.Attended, "2025-03-01"), rec(anna, "compliance", training.Completed, "2025-03-01"),
		rec(anna, "mentoring", training.Attended, "2025-01-01"), rec(anna, "mentoring", training.Completed, "2025-06-01"),
		rec(bo, "compliance", training.Attended, "2025-03-01"), rec(bo, "compliance", training.Failed, "2025-03-01"),
	)
	assert.Equal(t, []evidence.Certificate{
		{Kind: "compliance", Earned: day("2024-02-29"), Until: day("2025-02-28")}, {Kind: "compliance", Earned: day("2025-03-01"), Until: day("2026-03-01")},
	}, l.Certificates(anna, day("2025-03-01")))
	assert.Len(t, l.Certificates(anna, day("2025-02-28")), 1)
	assert.Empty(t, l.Certificates(bo, day("2026-01-01")))
	assert.Equal(t, []string{"compliance", "mentoring"}, l.Completed(anna, day("2025-06-01")))
	assert.Equal(t, []string{"compliance"}, l.Completed(anna, day("2025-05-31")))
	assert.Empty(t, l.Completed(bo, day("2026-01-01")))
}

func TestRepeats(t *testing.T) {
	done := func(person kam.Subject, on string) []training.Record {
		return []training.Record{rec(person, "compliance", training.Attended, on), rec(person, "compliance", training.Completed, on)}
	}
	var list []training.Record
	list = append(list, done(anna, "2024-01-01")...)
	list = append(list, done(anna, "2025-01-31")...) // ends 2026-01-31
	list = append(list, done(bo, "2024-06-01")...)   // ended 2025-06-01
	list = append(list, done(chen, "2025-06-01")...) // ends 2026-06-01
	l := replay(t, list...)
	assert.Equal(t, []training.Repeat{
		{Person: bo, Certificate: "compliance", Until: day("2025-06-01"), Days: -214}, {Person: anna, Certificate: "compliance", Until: day("2026-01-31"), Days: 30},
	}, l.Repeats(day("2026-01-01"), 30))
	assert.Len(t, l.Repeats(day("2026-01-01"), 29), 1)
	assert.Empty(t, l.Repeats(kam.Day{}, 30))
}

// What holds for ever is never to be repeated, in whatever order it was earned.
func TestRepeatsOfForever(t *testing.T) {
	c := catalogue(t)
	lasting := c.Offerings[2]
	lasting.ID, lasting.Grants = "lasting", &training.Grant{Certificate: "compliance"}
	c.Offerings = append(c.Offerings, lasting)
	p, err := training.Compile(c, vocabulary())
	require.NoError(t, err)
	for _, order := range [][2]string{{"lasting", "compliance"}, {"compliance", "lasting"}} {
		var list []training.Record
		for _, id := range order {
			list = append(list, rec(anna, id, training.Attended, "2024-01-01"), rec(anna, id, training.Completed, "2024-01-01"))
		}
		l, err := p.Replay(list)
		require.NoError(t, err)
		assert.Empty(t, l.Repeats(day("2026-01-01"), 30))
	}
}

func TestWarnings(t *testing.T) {
	list := []training.Record{
		rec(anna, "negotiation-2", training.Attended, "2026-03-09"), // the day before
		rec(bo, "negotiation-2", training.Attended, "2026-03-11"), rec(chen, "negotiation-2", training.Accepted, "2026-03-01"),
		rec(dana, "negotiation-2", training.Attended, "2026-03-01"), voided(dana, "negotiation-2", "2026-03-02"),
	}
	for _, person := range []kam.Subject{anna, bo, chen, dana} {
		list = append(list, rec(person, "negotiation-1/spring", training.Attended, "2026-03-10"))
	}
	list = append(list, rec(anna, "negotiation-1/spring", training.Completed, "2026-03-10"), rec(bo, "negotiation-1/spring", training.Completed, "2026-03-11"))
	l := replay(t, list...)
	assert.Equal(t, []string{"training.prerequisite anna negotiation-2"}, listed(t, l.Warnings()))
	assert.Equal(t, kam.Warning, l.Warnings()[0].Severity)
	more, err := l.Append(rec(other, "negotiation-1/spring", training.Accepted, "2026-03-01"))
	require.NoError(t, err)
	assert.Equal(t, []string{"training.prerequisite anna negotiation-2", "training.seats negotiation-1 spring"}, listed(t, more.Warnings()))
	freed, err := l.Append(rec(other, "negotiation-1/spring", training.Invited, "2026-03-01"), rec(other, "negotiation-1/spring", training.Declined, "2026-03-01"))
	require.NoError(t, err)
	assert.Len(t, freed.Warnings(), 1)
}

// Of several completions the first counts, in whatever order they were recorded.
func TestWarningsOfACourseTakenTwice(t *testing.T) {
	for _, order := range [][2]string{{"spring", "autumn"}, {"autumn", "spring"}} {
		var list []training.Record
		for _, id := range order {
			on := map[string]string{"spring": "2026-03-10", "autumn": "2026-09-10"}[id]
			list = append(list, rec(anna, "negotiation-1/"+id, training.Attended, on), rec(anna, "negotiation-1/"+id, training.Completed, on))
		}
		assert.Empty(t, replay(t, append(list, rec(anna, "negotiation-2", training.Attended, "2026-03-10"))...).Warnings())
		assert.Len(t, replay(t, append(list, rec(anna, "negotiation-2", training.Attended, "2026-03-09"))...).Warnings(), 1)
	}
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 10, 11, 12, 13})
	f.Add([]byte{3, 7, 3, 5, 103, 105})
	f.Fuzz(func(t *testing.T, data []byte) {
		p := program(t)
		l, err := p.Replay(nil)
		require.NoError(t, err)
		var kept []training.Record
		for i, b := range data[:min(len(data), 50)] {
			where := []string{"mentoring", "ideas/may", "compliance"}[int(b)/16%3]
			r := rec([]kam.Subject{anna, bo}[int(b)/64%2], where, states[int(b)%8], "2026-05-06")
			r.On, r.Reason = r.On.AddDays(i/4), "because"
			next, err := l.Append(r)
			if err != nil {
				codes(t, err)
				continue
			}
			l, kept = next, append(kept, r)
		}
		whole, err := p.Replay(kept)
		require.NoError(t, err)
		require.Equal(t, whole.Of(anna), l.Of(anna), "appending is replaying")
		require.Equal(t, whole.Warnings(), l.Warnings())
	})
}
