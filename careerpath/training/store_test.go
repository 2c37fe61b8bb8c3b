package training_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/training"
)

// noted returns an entry with a record that is complete.
func noted(stream string, seq int64) training.Entry {
	return training.Entry{Stream: stream, Seq: seq, Record: training.Record{
		Person: kam.Subject{Kind: "payee", ID: "anna"}, Offering: "negotiation-1", Session: "spring", State: training.Attended, On: kam.MustDay("2026-03-10"),
	}}
}

func TestEntriesThatAreNotComplete(t *testing.T) {
	hours := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }
	for name, c := range map[string]struct {
		change func(*training.Entry)
		want   []string
	}{
		"complete":                {func(*training.Entry) {}, nil},
		"without a session":       {func(e *training.Entry) { e.Record.Session = "" }, nil},
		"no stream":               {func(e *training.Entry) { e.Stream = "" }, []string{"training.id $.stream"}},
		"number 0":                {func(e *training.Entry) { e.Seq = 0 }, []string{"training.seq $.seq"}},
		"no person":               {func(e *training.Entry) { e.Record.Person = kam.Subject{} }, []string{"training.subject $.record.person.kind", "training.subject $.record.person.id"}},
		"no offering":             {func(e *training.Entry) { e.Record.Offering = "" }, []string{"training.id $.record.offering"}},
		"session of no name":      {func(e *training.Entry) { e.Record.Session = " " }, []string{"training.id $.record.session"}},
		"unknown state":           {func(e *training.Entry) { e.Record.State = "Attended" }, []string{"training.state $.record.state"}},
		"no day":                  {func(e *training.Entry) { e.Record.On = kam.Day{} }, []string{"training.day $.record.on"}},
		"hours below 0":           {func(e *training.Entry) { e.Record.Hours = hours("-1") }, []string{"training.hours $.record.hours"}},
		"hours of nobody there":   {func(e *training.Entry) { e.Record.State, e.Record.Hours = training.Absent, hours("8") }, []string{"training.hours $.record.hours"}},
		"voided without a reason": {func(e *training.Entry) { e.Record.State = training.Voided }, []string{"training.reason $.record.reason"}},
		"longest reason":          {func(e *training.Entry) { e.Record.Reason = strings.Repeat("x", training.MaxText) }, nil},
		"reason too long":         {func(e *training.Entry) { e.Record.Reason = strings.Repeat("x", training.MaxText+1) }, []string{"training.reason $.record.reason"}},
		"reason that is no text":  {func(e *training.Entry) { e.Record.Reason = "\xff" }, []string{"training.reason $.record.reason"}},
		"everything at once": {func(e *training.Entry) { *e = training.Entry{} }, []string{
			"training.day $.record.on", "training.id $.record.offering", "training.id $.stream", "training.seq $.seq", "training.state $.record.state",
			"training.subject $.record.person.kind", "training.subject $.record.person.id",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			e := noted("anna", 1)
			c.change(&e)
			err := e.Check()
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			var got []string
			for _, f := range invalid.Findings {
				got = append(got, f.Code+" "+f.Place)
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.ZH)
			}
			assert.ElementsMatch(t, c.want, got)
		})
	}
}

func TestEntriesAreReadBack(t *testing.T) {
	e := noted("anna", 3)
	e.Record.Hours, e.Record.Cost = decimal.NewNullDecimal(decimal.RequireFromString("7.50")), decimal.NewNullDecimal(decimal.Zero)
	e.Record.Reason = "两行\nline two"
	for _, write := range []func() ([]byte, error){e.JSON, e.Canonical} {
		data, err := write()
		require.NoError(t, err)
		back, err := training.ParseEntry(data)
		require.NoError(t, err)
		assert.True(t, back.Same(e))
	}
	other := noted("anna", 3)
	assert.False(t, other.Same(e), "a cost of 0 is not no cost")
	longer := e
	longer.Record.Hours = decimal.NewNullDecimal(decimal.RequireFromString("7.5000"))
	assert.True(t, longer.Same(e))
	bad := noted("\xff", 1)
	assert.False(t, bad.Same(bad), "what cannot be written is the same as nothing")
	_, err := training.ParseEntry([]byte(`{"stream": "a", "seq": 1, "Record": {}}`))
	require.Error(t, err)
}

func FuzzParseEntry(f *testing.F) {
	data, err := noted("anna", 1).JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"stream":"a","seq":1,"record":{"state":"voided","on":"2026-02-30"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := training.ParseEntry(data)
		if err != nil || e.Check() != nil {
			return
		}
		again, err := e.Canonical()
		require.NoError(t, err)
		back, err := training.ParseEntry(again)
		require.NoError(t, err)
		assert.True(t, back.Same(e))
	})
}

func TestQueriesThatCannotBeAnswered(t *testing.T) {
	require.NoError(t, training.Query{}.Check())
	require.NoError(t, training.Query{States: []training.State{training.Invited, training.Voided}, Dated: kam.MustPeriod("2026-01-01/..")}.Check())
	require.ErrorIs(t, training.Query{States: []training.State{"Invited"}}.Check(), training.ErrState)
	require.ErrorIs(t, training.Query{Dated: kam.Period{Until: kam.MustDay("2026-01-01")}}.Check(), kam.ErrPeriod)
}

// A log that was kept follows again from what is read, whatever else is in the store.
func TestLogIsKeptAndFollowed(t *testing.T) {
	p := program(t)
	store := &careerpathtest.TrainingStore{}
	records := []training.Record{noted("", 1).Record, noted("", 1).Record}
	records[0].State, records[0].On = training.Invited, kam.MustDay("2026-02-01")
	for n := range len(records) + 1 {
		require.NoError(t, training.Save(t.Context(), store, "anna", records[:n]))
		require.NoError(t, training.Save(t.Context(), store, "anna", records[:n]), "the same again is no change")
	}
	bo := noted("", 1).Record
	bo.Person.ID = "bo"
	require.NoError(t, training.Save(t.Context(), store, "bo", []training.Record{bo}))
	all, err := training.Load(t.Context(), store)
	require.NoError(t, err)
	assert.Equal(t, append(records, bo), all)
	log, err := p.Replay(all)
	require.NoError(t, err)
	require.Len(t, log.Of(bo.Person), 1)
	assert.Equal(t, training.Attended, log.Of(records[0].Person)[0].StateOn(kam.MustDay("2026-03-10")))
	own, err := training.Load(t.Context(), store, "bo", "nobody")
	require.NoError(t, err)
	assert.Equal(t, []training.Record{bo}, own)

	other := []training.Record{records[1]}
	require.ErrorIs(t, training.Save(t.Context(), store, "anna", other), training.ErrConflict)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = training.Load(over, store)
	require.ErrorIs(t, err, context.Canceled)
}

// What happened is kept as it is known, and kept once however often it is saved.
func ExampleSave() {
	ctx, store := context.Background(), &careerpathtest.TrainingStore{}
	anna := kam.Subject{Kind: "payee", ID: "anna"}
	records := []training.Record{
		{Person: anna, Offering: "mentoring", State: training.Accepted, On: kam.MustDay("2026-03-01")},
		{Person: anna, Offering: "mentoring", State: training.Attended, On: kam.MustDay("2026-03-20")},
	}
	for n := range records {
		if err := training.Save(ctx, store, "anna", records[:n+1]); err != nil {
			fmt.Println(err)
			return
		}
	}
	for e, err := range store.Entries(ctx, training.Query{About: anna, States: []training.State{training.Attended}}) {
		fmt.Println(e.Stream, e.Seq, e.Record.Offering, e.Record.On, err)
	}
	// Output:
	// anna 2 mentoring 2026-03-20 <nil>
}
