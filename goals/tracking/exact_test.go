package tracking_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/internal/num"
)

func TestExact(t *testing.T) {
	r := big.NewRat(23, 25)
	e := tracking.ExactOf(r)
	r.SetInt64(1)
	equal(t, "23/25", e, "a copy")
	assert.True(t, e.Known())
	assert.False(t, e.IsZero())
	assert.Equal(t, "23/25", e.String())

	none := tracking.ExactOf(nil)
	assert.Equal(t, tracking.Exact{}, none)
	assert.False(t, none.Known())
	assert.True(t, none.IsZero())
	assert.Equal(t, "unknown", none.String())
	assert.False(t, none.Round(2).Valid)

	zero := tracking.ExactOf(new(big.Rat))
	assert.True(t, zero.Known())
	assert.False(t, zero.IsZero())
	_, known := zero.Cmp(none)
	assert.False(t, known)
	c, known := zero.Cmp(e)
	require.True(t, known)
	assert.Equal(t, -1, c)

	for _, c := range []struct{ value, want string }{{"1/8", "0.13"}, {"-1/8", "-0.13"}, {"1/3", "0.33"}, {"2/3", "0.67"}, {"1249/10000", "0.12"}} {
		assert.Equal(t, c.want, rounded(tracking.ExactOf(rat(t, c.value)), 2), c.value)
	}
	text, err := json.Marshal(struct {
		Ratio, None, Zero tracking.Exact
		Left              tracking.Exact `json:",omitzero"`
	}{Ratio: e, Zero: zero})
	require.NoError(t, err)
	assert.JSONEq(t, `{"Ratio":"23/25","None":"","Zero":"0"}`, string(text))
}

func TestExactComesBackFromJSON(t *testing.T) {
	_, in := level()
	p := track(t, in)
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var back tracking.Progress
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p.Attainment.String(), back.Attainment.String())
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
	for _, text := range []string{`"1/0"`, `"1/"`, `"/2"`, `"1e9"`, `"0x1"`, `"+1"`, `"1.5"`, `"--1"`, `"1/-2"`, `" 1"`, `"1/2/3"`} {
		e := tracking.ExactOf(big.NewRat(7, 1))
		require.ErrorIs(t, json.Unmarshal([]byte(text), &e), kam.ErrFraction, text)
		assert.Equal(t, "7", e.String())
	}
	var e tracking.Exact
	require.NoError(t, json.Unmarshal([]byte(`"-23/25"`), &e))
	assert.Equal(t, "-23/25", e.String())
	for text, want := range map[string]string{`"010/3"`: "10/3", `"0010"`: "10", `"4/010"`: "2/5", `"-0"`: "0", `"6/4"`: "3/2"} {
		require.NoError(t, json.Unmarshal([]byte(text), &e))
		assert.Equal(t, want, e.String(), text)
	}
	require.NoError(t, json.Unmarshal([]byte(`""`), &e))
	assert.False(t, e.Known())
}

func TestExactIsReadUpToItsLimit(t *testing.T) {
	var e tracking.Exact
	require.NoError(t, e.UnmarshalText([]byte(strings.Repeat("7", 1<<16))))
	require.ErrorIs(t, e.UnmarshalText([]byte(strings.Repeat("7", 1<<16+1))), kam.ErrFraction)
}

func TestExactDecimal(t *testing.T) {
	nines := strings.Repeat("9", 38)
	for _, c := range []struct{ value, want string }{
		{"1/8", "0.125"},
		{"-7/20", "-0.35"},
		{"42", "42"},
		{"0", "0"},
		{"1/3", "0.333333"},
		{"-2/3", "-0.666667"},
		{"1/1" + strings.Repeat("0", 30), "0." + strings.Repeat("0", 29) + "1"},
		{"1/1" + strings.Repeat("0", 31), "0"},
		{nines, nines},
		{nines + "9", ""},
	} {
		d := tracking.ExactOf(rat(t, c.value)).Decimal()
		assert.Equal(t, c.want != "", d.Valid, c.value)
		if d.Valid {
			assert.Equal(t, c.want, num.Format(d.Decimal), c.value)
		}
	}
	assert.False(t, tracking.Exact{}.Decimal().Valid)
}

// FuzzExact reads any text without a panic, and what it reads it writes so that it can be read again.
func FuzzExact(f *testing.F) {
	for _, s := range []string{"", "0", "23/25", "-42", "1/0", "007/010", "1e9", "-", "1/-2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var e, again tracking.Exact
		if err := e.UnmarshalText([]byte(s)); err != nil {
			require.ErrorIs(t, err, kam.ErrFraction)
			return
		}
		text, err := e.MarshalText()
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalText(text))
		assert.Equal(t, e.String(), again.String())
	})
}
