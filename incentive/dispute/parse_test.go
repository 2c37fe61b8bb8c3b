package dispute_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/dispute"
)

// awarded accepts a dispute with an award.
func awarded(amount string) dispute.Event {
	e := step("1", 2, dispute.StepAccept, "ben", "28")
	e.Award = &dispute.Award{Amount: decimal.RequireFromString(amount), Currency: "CNY", Component: "commission", ProposedBy: "cleo"}
	return e
}

func TestParseEvent(t *testing.T) {
	for name, e := range map[string]dispute.Event{
		"opening": opening("1"), "rejection": step("4", 2, dispute.StepReject, "ben", "04"),
		"award": awarded("-250.10"), "award without money": awarded("0"),
	} {
		text, err := e.Canonical()
		require.NoError(t, err, name)
		again, err := dispute.ParseEvent(text)
		require.NoError(t, err, name)
		assert.True(t, again.Same(e), "%s: %s", name, text)
	}
	plain, err := awarded("250.1").Canonical()
	require.NoError(t, err)
	padded, err := awarded("250.100").Canonical()
	require.NoError(t, err)
	assert.Equal(t, string(plain), string(padded), "what is written depends on the amount, not on its digits")

	_, err = dispute.ParseEvent([]byte(`{"dispute": 7, "seq": "2", "steps": "open"}`))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	assert.Len(t, invalid.Findings, 3, "all at once")
}

func FuzzParseEvent(f *testing.F) {
	for _, e := range []dispute.Event{opening("1"), awarded("250.1")} {
		data, err := e.Canonical()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"dispute":"1","seq":1,"step":"open","claim":{"amount":"1e3"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := dispute.ParseEvent(data)
		if err != nil || e.Check() != nil {
			return
		}
		text, err := e.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := dispute.ParseEvent(text); err != nil || !again.Same(e) {
			t.Fatalf("%v %v", again, err)
		}
	})
}
