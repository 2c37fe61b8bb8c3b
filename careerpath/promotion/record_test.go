package promotion_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/internal/strictjson"
)

// closed is a whole cycle to its decision.
func closed(t testing.TB) *run {
	t.Helper()
	r := whole(t, spring(t))
	r.on = "2026-03-27"
	r.decide()
	return r
}

func TestReplayGivesTheSameBytes(t *testing.T) {
	r := closed(t)
	text, err := r.Record().JSON()
	require.NoError(t, err)
	read, err := promotion.ParseRecord(text)
	require.NoError(t, err)
	state, err := promotion.Replay(read)
	require.NoError(t, err)
	again, err := state.Record().JSON()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
	want, err := r.Outcome().JSON()
	require.NoError(t, err)
	outcome, err := read.Outcome()
	require.NoError(t, err)
	got, err := outcome.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
	assert.Equal(t, r.Phase(), state.Phase())
}

// rechained returns r with digests that fit, as somebody would who changed entries and knows how digests are made.
func rechained(t *testing.T, r promotion.Record) promotion.Record {
	t.Helper()
	for i := range r.Entries {
		for range 2 { // the fault of the digest tells the right one
			err := promotion.Verify(promotion.Record{Format: r.Format, Entries: r.Entries[:i+1]})
			if err == nil {
				break
			}
			_, after, found := strings.Cut(err.Error(), "computes as ")
			if !found {
				return r
			}
			r.Entries[i].Digest = after[:64]
		}
	}
	return r
}

func TestVerifyNamesTheFirstEntryThatDoesNotFit(t *testing.T) {
	r := closed(t)
	at := func(step promotion.Step, id string) int {
		return slices.IndexFunc(r.Record().Entries, func(e promotion.Entry) bool { return e.Step() == step && (id == "" || e.About() == person(id)) })
	}
	first := at(promotion.StepScore, "ada")
	for name, c := range map[string]struct {
		change func(*promotion.Record)
		place  string
		code   string
	}{
		"a score is changed": {func(x *promotion.Record) { x.Entries[first].Event.Score = opt("86") }, "$.entries[15].digest", "digest"},
		"a score is changed, digests mended": {func(x *promotion.Record) {
			x.Entries[first].Event.Score = opt("86")
			*x = rechained(t, *x)
		}, "$.entries[44].event.digest", "outcome"},
		"an entry is left out":      {func(x *promotion.Record) { x.Entries = slices.Delete(x.Entries, first, first+1) }, "$.entries[15]", "seq"},
		"two entries are swapped":   {func(x *promotion.Record) { x.Entries[5], x.Entries[6] = x.Entries[6], x.Entries[5] }, "$.entries[5]", "seq"},
		"the cycle is changed":      {func(x *promotion.Record) { x.Entries[0].Cycle.Openings[0].Seats = 2 }, "$.entries[0].digest", "digest"},
		"no entries":                {func(x *promotion.Record) { x.Entries = nil }, "$.entries", "too-few"},
		"no cycle":                  {func(x *promotion.Record) { x.Entries = x.Entries[1:] }, "$.entries[0]", "content"},
		"another format":            {func(x *promotion.Record) { x.Format = 2 }, "$.format", "format"},
		"another stream":            {func(x *promotion.Record) { x.Entries[3].Stream = "other" }, "$.entries[3]", "seq"},
		"two contents":              {func(x *promotion.Record) { x.Entries[1].Cycle = x.Entries[0].Cycle }, "$.entries[1]", "content"},
		"a cycle that is no sound":  {func(x *promotion.Record) { x.Entries[0].Cycle.Openings[0].Seats = 0 }, "$.entries[0].cycle.openings[0].seats", "too-few"},
		"a digest that is none":     {func(x *promotion.Record) { x.Entries[7].Digest = "x" }, "$.entries[7].digest", "hash"},
		"the decision is exchanged": {func(x *promotion.Record) { x.Entries[45].Event.Digest = hash64 }, "$.entries[45].event.digest", "outcome"},
	} {
		t.Run(name, func(t *testing.T) {
			x := r.Record()
			c.change(&x)
			err := promotion.Verify(x)
			finding(t, err, c.code, c.place)
			_, err = x.Outcome()
			require.Error(t, err)
			assert.Empty(t, x.Criteria())
		})
	}
	require.NoError(t, promotion.Verify(r.Record()))
}

func TestDigestsAreChained(t *testing.T) {
	before := ""
	for _, e := range closed(t).Record().Entries {
		var content []byte
		var err error
		if e.Cycle != nil {
			content, err = strictjson.Canonical(e.Cycle)
		} else {
			content, err = strictjson.Canonical(e.Event)
		}
		require.NoError(t, err)
		sum := sha256.Sum256([]byte(before + "\n" + string(content)))
		require.Equal(t, hex.EncodeToString(sum[:]), e.Digest)
		before = e.Digest
	}
}

func TestHead(t *testing.T) {
	r := whole(t, spring(t))
	head := r.Record().Head()
	r.on = "2026-03-27"
	r.decide()
	assert.True(t, r.Record().Extends(head))
	cut := r.Record()
	cut.Entries = cut.Entries[:10]
	require.NoError(t, promotion.Verify(cut), "a chain does not know where it ended")
	assert.False(t, cut.Extends(head))
	assert.Empty(t, promotion.Record{}.Head())
}

func TestRecordIsTheCallersOwn(t *testing.T) {
	r := closed(t)
	before, err := r.Record().JSON()
	require.NoError(t, err)
	x := r.Record()
	x.Entries[0].Cycle.Openings[0].Seats = 9
	for _, e := range x.Entries {
		if e.Event != nil && e.Event.Frozen != nil {
			e.Event.Frozen.Checks[0].Result.Root.Children[0].ID = "other"
		}
	}
	v, err := r.CandidateView(person("ada"))
	require.NoError(t, err)
	v.Openings[0].Result.Root.Children[0].ID = "other"
	cycle := r.p.Cycle()
	cycle.Openings[0].Seats = 7
	after, err := r.Record().JSON()
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
	assert.Equal(t, 1, r.p.Cycle().Openings[0].Seats)
}

func TestApplyLeavesTheStateBefore(t *testing.T) {
	r := whole(t, spring(t))
	r.upholds("before", promotion.Change{Kind: promotion.ChangeVoid, Judge: person("j1"), Person: person("di"), Exercise: "interview"}, promotion.Change{Kind: promotion.ChangeSeat, Opening: "west"})
	r.publish()
	before, err := r.Record().JSON()
	require.NoError(t, err)
	outcome := r.Outcome()
	s := r.State
	for _, change := range []promotion.Change{
		{Kind: promotion.ChangeDisqualify, Person: person("ada")},
		{Kind: promotion.ChangeSeat, Opening: "east"},
		{Kind: promotion.ChangeReopen, Exercise: "test"},
		{Kind: promotion.ChangeVoid, Judge: person("j1")},
		{Kind: promotion.ChangeVoid, Judge: person("j1"), Person: person("di")},
		{Kind: promotion.ChangeScore, Person: person("bo"), Judge: person("j1"), Exercise: "test", Score: opt("99")},
	} {
		fork := &run{t: t, p: r.p, State: s, on: r.on}
		fork.upholds("o", change)
		after, err := s.Record().JSON()
		require.NoError(t, err)
		assert.Equal(t, string(before), string(after))
		assert.Equal(t, outcome, s.Outcome())
	}
}

func TestEntryCheck(t *testing.T) {
	entries := closed(t).Record().Entries
	for _, e := range entries {
		require.NoError(t, e.Check())
	}
	for name, c := range map[string]struct {
		change      func(*promotion.Entry)
		code, place string
	}{
		"no stream":            {func(e *promotion.Entry) { e.Stream = "" }, "id", "$.stream"},
		"number 0":             {func(e *promotion.Entry) { e.Seq = 0 }, "seq", "$.seq"},
		"an event as number 1": {func(e *promotion.Entry) { e.Seq = 1 }, "seq", "$.seq"},
		"nothing":              {func(e *promotion.Entry) { e.Event = nil }, "content", "$"},
		"no digest":            {func(e *promotion.Entry) { e.Digest = "" }, "hash", "$.digest"},
		"upper case":           {func(e *promotion.Entry) { e.Digest = strings.ToUpper(e.Digest) }, "hash", "$.digest"},
		"no maker":             {func(e *promotion.Entry) { e.Event.By = kam.Subject{Kind: "user"} }, "subject", "$.event.by.id"},
	} {
		t.Run(name, func(t *testing.T) {
			e := closed(t).Record().Entries[1]
			if name == "number 0" {
				c.change(&e)
				err := e.Check()
				require.ErrorContains(t, err, "number 0 is before the first")
				return
			}
			c.change(&e)
			finding(t, e.Check(), c.code, c.place)
		})
	}
	other := entries[0]
	other.Stream = "other"
	finding(t, other.Check(), "stream", "$.stream")
	assert.False(t, entries[1].Same(entries[2]))
	assert.Equal(t, promotion.StepCycle, entries[0].Step())
	assert.Equal(t, day("2026-03-02"), entries[0].On())
	assert.Empty(t, promotion.Entry{}.Step())
	assert.Empty(t, promotion.Entry{}.On())
}
