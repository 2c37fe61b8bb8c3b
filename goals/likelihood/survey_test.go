package likelihood_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/likelihood"
)

func TestMargin(t *testing.T) {
	cases := []struct {
		name    string
		answers int64
		spread  string
		places  int32
		margin  string
		move    string
	}{
		{"whole margin", 196 * 196, "100", 0, "1", "2"},
		{"whole margin, tenths", 196 * 196, "100", 1, "1", "1.1"},
		{"a hundred answers", 100, "1", 3, "0.196", "0.197"},
		{"a hundred answers, tenths", 100, "1", 1, "0.2", "0.2"},
		{"thirty answers", 30, "1.2", 2, "0.43", "0.43"}, // 0.42941
		{"one answer", 1, "1", 2, "1.96", "1.97"},
		{"no spread", 5, "0", 2, "0", "0.01"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := likelihood.Survey{Answers: c.answers, Spread: dec(c.spread)}
			margin, err := s.Margin(c.places)
			require.NoError(t, err)
			equalDecimal(t, c.margin, margin)
			move, err := s.SmallestMove(c.places)
			require.NoError(t, err)
			equalDecimal(t, c.move, move)
		})
	}
}

func TestExceeds(t *testing.T) {
	s := likelihood.Survey{Answers: 100, Spread: dec("1")}
	for move, want := range map[string]bool{
		"0.196": false, "-0.196": false, "0.196000000000000000000000000001": true, "-0.2": true, "0": false, "0.195": false,
	} {
		got, err := s.Exceeds(dec(move))
		require.NoError(t, err)
		assert.Equal(t, want, got, move)
	}
}

// The smallest move exceeds the margin, and the next smaller one does not.
func TestSmallestMoveIsSmallest(t *testing.T) {
	r := rand.New(rand.NewPCG(95, 1))
	for range 300 {
		s := likelihood.Survey{Answers: 1 + r.Int64N(5000), Spread: decimal.New(r.Int64N(5000), -2)}
		places := int32(r.IntN(5))
		move, err := s.SmallestMove(places)
		require.NoError(t, err)
		up, err := s.Exceeds(move)
		require.NoError(t, err)
		assert.True(t, up)
		down, err := s.Exceeds(move.Sub(decimal.New(1, -places)))
		require.NoError(t, err)
		assert.False(t, down)
		margin, err := s.Margin(places)
		require.NoError(t, err)
		above, err := s.Exceeds(margin.Sub(decimal.New(1, -places)))
		require.NoError(t, err)
		assert.False(t, above && !margin.IsZero(), "the margin is rounded up by less than a unit")
	}
}

func TestShareInterval(t *testing.T) {
	cases := []struct {
		name         string
		yes, answers int64
		low, high    string
	}{
		{"none", 0, 10, "0", "0.277541"},
		{"all", 10, 10, "0.722459", "1"},
		{"half", 5, 10, "0.236589", "0.763411"},
		{"one of one", 1, 1, "0.206543", "1"},
		{"very many", 500_000_000, 1_000_000_000, "0.499969", "0.500031"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := likelihood.ShareInterval(c.yes, c.answers)
			require.NoError(t, err)
			equalDecimal(t, c.low, got.Low)
			equalDecimal(t, c.high, got.High)
		})
	}
	for n := int64(1); n < 60; n++ {
		for k := range n + 1 {
			got, err := likelihood.ShareInterval(k, n)
			require.NoError(t, err)
			mirror, err := likelihood.ShareInterval(n-k, n)
			require.NoError(t, err)
			equalDecimal(t, "1", got.Low.Add(mirror.High))
			p := decimal.New(k, 0).DivRound(decimal.New(n, 0), 8)
			assert.True(t, got.Low.LessThanOrEqual(p) && got.High.GreaterThanOrEqual(p))
		}
	}
}

func TestFaultySurvey(t *testing.T) {
	assert.Equal(t, []string{"likelihood.answers $.answers"}, findings(t, likelihood.Survey{}.Check()))
	bad := likelihood.Survey{Answers: likelihood.MaxAnswers + 1, Spread: dec("-1")}
	_, err := bad.Exceeds(decimal.New(1, 31))
	assert.Equal(t, []string{"likelihood.answers $.answers", "likelihood.spread $.spread", "likelihood.number $.move"}, findings(t, err))
	for _, ask := range []func(int32) (decimal.Decimal, error){bad.Margin, bad.SmallestMove} {
		_, err = ask(13)
		assert.Equal(t, []string{"likelihood.answers $.answers", "likelihood.spread $.spread", "likelihood.places $.places"}, findings(t, err))
	}
	_, err = likelihood.ShareInterval(-1, 0)
	assert.Equal(t, []string{"likelihood.answers $.answers", "likelihood.yes $.yes"}, findings(t, err))
	_, err = likelihood.ShareInterval(6, 5)
	assert.Equal(t, []string{"likelihood.yes $.yes"}, findings(t, err))
}
