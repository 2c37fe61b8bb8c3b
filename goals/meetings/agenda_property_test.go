package meetings_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func TestAgendaProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(20, 10))
	for range 500 {
		minutes := 1 + random.IntN(60)
		s := meetings.AgendaSpec{
			Format: boxes(minutes), On: day("2026-03-02"), LeastMinutes: random.IntN(min(8, minutes) + 1),
			Limits: meetings.Limits{Absolute: decimal.NewFromInt(int64(random.IntN(4))), Relative: kam.Fraction{Num: int64(random.IntN(3)), Den: 20}, Trend: random.IntN(4)},
		}
		for i := range random.IntN(12) {
			x := topic(fmt.Sprintf("g%02d", i), fmt.Sprintf("%d/%d", random.IntN(4), 1+random.IntN(12)), fmt.Sprint(random.IntN(30)-5), fmt.Sprint(random.IntN(30)-5))
			x.Trend = random.IntN(5)
			if random.IntN(6) == 0 {
				x.Actual.Valid = false
			}
			if random.IntN(6) == 0 {
				x.Gap = &kam.Fraction{Num: int64(random.IntN(5)), Den: 7}
			}
			s.Topics = append(s.Topics, x)
		}
		for i := range random.IntN(5) {
			x := meetings.AtRisk{Account: fmt.Sprint(i), Why: en("w")}
			if random.IntN(3) > 0 {
				x.Value = decimal.NewNullDecimal(decimal.NewFromInt(int64(random.IntN(3))))
			}
			s.Accounts = append(s.Accounts, x)
		}
		a, err := meetings.NewAgenda(s)
		require.NoError(t, err)

		least := s.LeastMinutes
		if least == 0 {
			least = min(meetings.DefaultLeastMinutes, minutes)
		}
		// The minutes sum to the box, and nobody has less than the least.
		sum, shares := 0, new(big.Rat)
		for i, x := range a.Discussed {
			sum += x.Minutes
			require.GreaterOrEqual(t, x.Minutes, least)
			if x.Share != nil {
				shares.Add(shares, x.Share)
			}
			if i > 0 { // an earlier one has no less time, but for what ties may round
				require.GreaterOrEqual(t, a.Discussed[i-1].Minutes, x.Minutes)
			}
		}
		if len(a.Discussed) > 0 {
			require.Equal(t, minutes, sum)
			require.True(t, shares.Sign() == 0 || shares.Cmp(big.NewRat(1, 1)) == 0, shares)
		}
		// Each has its share, but for less than a minute of rounding.
		for _, x := range a.Discussed {
			if x.Share == nil {
				continue
			}
			off := new(big.Rat).Mul(x.Share, big.NewRat(int64(minutes), 1))
			off.Sub(off, big.NewRat(int64(x.Minutes), 1))
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)))
		}
		// The first that waits would have had less than the least beside the others, or has nothing missing.
		if len(a.Carried) > 0 {
			sum, waits := new(big.Rat), worth(a.Carried[0].Topic)
			for _, x := range a.Discussed {
				sum.Add(sum, worth(x.Topic))
			}
			sum.Add(sum, waits)
			switch {
			case waits.Sign() > 0:
				waits.Mul(waits, big.NewRat(int64(minutes), 1))
				require.Negative(t, waits.Cmp(sum.Mul(sum, big.NewRat(int64(least), 1))))
			case sum.Sign() == 0:
				require.Greater(t, (len(a.Discussed)+1)*least, minutes)
			}
		}
		// Every topic is somewhere, once.
		var all []string
		for _, list := range [][]meetings.Item{a.Discussed, a.Carried, a.Quiet, a.Unknown} {
			for _, x := range list {
				all = append(all, x.Topic.Goal)
			}
		}
		var want []string
		for _, x := range s.Topics {
			want = append(want, x.Goal)
		}
		require.ElementsMatch(t, want, all)
		// The order of the input changes nothing.
		text := a.Markdown(kam.English)
		random.Shuffle(len(s.Topics), func(i, j int) { s.Topics[i], s.Topics[j] = s.Topics[j], s.Topics[i] })
		random.Shuffle(len(s.Accounts), func(i, j int) { s.Accounts[i], s.Accounts[j] = s.Accounts[j], s.Accounts[i] })
		again, err := meetings.NewAgenda(s)
		require.NoError(t, err)
		require.Equal(t, text, again.Markdown(kam.English))
	}
}

func TestAgendaOrderOfItsOtherListsChangesNothing(t *testing.T) {
	a, err := meetings.NewAgenda(monday())
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		s := monday()
		random.Shuffle(len(s.Actions), func(i, j int) { s.Actions[i], s.Actions[j] = s.Actions[j], s.Actions[i] })
		random.Shuffle(len(s.Requests), func(i, j int) { s.Requests[i], s.Requests[j] = s.Requests[j], s.Requests[i] })
		random.Shuffle(len(s.Successes), func(i, j int) { s.Successes[i], s.Successes[j] = s.Successes[j], s.Successes[i] })
		again, err := meetings.NewAgenda(s)
		require.NoError(t, err)
		require.Equal(t, a.Markdown(kam.Chinese), again.Markdown(kam.Chinese))
	}
}
