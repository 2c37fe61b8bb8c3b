package kernel_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/internal/num"
)

func TestCapAndFloorOfDeal(t *testing.T) {
	capped := kernel.Rule{Rate: ratio("0.1"), Cap: ratio("5")}
	floored := kernel.Rule{Rate: ratio("0.1"), Floor: ratio("3")}
	strand := func(c kernel.Credit) kernel.Credit { return changed(c, func(c *kernel.Credit) { c.Strand = 1 }) }
	shut := func(c kernel.Credit) kernel.Credit { return changed(c, func(c *kernel.Credit) { c.Shut = true }) }
	check(t, map[string]example{
		"at the cap":             {capped, []kernel.Credit{deal(1, "50")}, []string{"5: 50 × 1/10 = 5"}},
		"above":                  {capped, []kernel.Credit{deal(1, "50.01")}, []string{"5: 5001/100 × 1/10 = 5001/1000 capped"}},
		"one deal, two parts":    {capped, []kernel.Credit{deal(1, "40"), deal(1, "40"), deal(2, "40")}, []string{"4: 40 × 1/10 = 4", "1: 40 × 1/10 = 4 capped", "4: 40 × 1/10 = 4"}},
		"back below":             {capped, []kernel.Credit{deal(1, "80"), refund(1, "-20"), refund(1, "-20"), refund(1, "-40")}, []string{"5: 80 × 1/10 = 8 capped", "0: -20 × 1/10 = -2 capped", "-1: -20 × 1/10 = -2 capped", "-4: -40 × 1/10 = -4"}},
		"below zero":             {capped, []kernel.Credit{refund(1, "-80")}, []string{"-5: -80 × 1/10 = -8 capped"}},
		"half of one not there":  {capped, []kernel.Credit{unseen(refund(1, "-80"), "0", "1/2", "")}, []string{"0: -80 × 1/10 = -8 capped"}},
		"all of one not there":   {capped, []kernel.Credit{unseen(refund(1, "-80"), "0", "1", "")}, []string{"-5: -80 × 1/10 = -8 capped"}},
		"its two halves":         {capped, []kernel.Credit{unseen(refund(1, "-80"), "0", "1/2", ""), unseen(refund(1, "-80"), "1/2", "1", "")}, []string{"0: -80 × 1/10 = -8 capped", "-5: -80 × 1/10 = -8 capped"}},
		"its second half":        {capped, []kernel.Credit{unseen(refund(1, "-80"), "1/2", "1", "")}, []string{"-5: -80 × 1/10 = -8 capped"}},
		"nothing of it":          {capped, []kernel.Credit{unseen(refund(1, "0"), "0", "0", "")}, []string{"0: 0 × 1/10 = 0"}},
		"one lifted, not there":  {kernel.Rule{Rate: ratio("0.1"), Floor: ratio("7"), Cap: ratio("5")}, []kernel.Credit{unseen(refund(1, "-20"), "0", "1", "")}, []string{"-5: -20 × 1/10 = -2 capped floored"}},
		"part of one lifted":     {floored, []kernel.Credit{unseen(refund(1, "-10"), "0", "1/2", "")}, []string{"0: -10 × 1/10 = -1 floored"}},
		"a return of one lifted": {floored, []kernel.Credit{deal(1, "29"), refund(1, "-29")}, []string{"3: 29 × 1/10 = 29/10 floored", "-3: -29 × 1/10 = -29/10 floored"}},
		"returns in two parts":   {floored, []kernel.Credit{deal(1, "40"), refund(1, "-20"), refund(1, "-20")}, []string{"4: 40 × 1/10 = 4", "-1: -20 × 1/10 = -2 floored", "-3: -20 × 1/10 = -2 floored"}},
		"two parts lifted once":  {floored, []kernel.Credit{deal(1, "10"), deal(1, "15"), deal(1, "10")}, []string{"3: 10 × 1/10 = 1 floored", "0: 15 × 1/10 = 3/2 floored", "1/2: 10 × 1/10 = 1 floored"}},
		"a cap of nothing":       {kernel.Rule{Rate: ratio("0.1"), Cap: ratio("0")}, []kernel.Credit{deal(1, "50")}, []string{"0: 50 × 1/10 = 5 capped"}},
		"at the floor":           {floored, []kernel.Credit{deal(1, "30")}, []string{"3: 30 × 1/10 = 3"}},
		"below the floor":        {floored, []kernel.Credit{deal(1, "29")}, []string{"3: 29 × 1/10 = 29/10 floored"}},
		"a floor for a return":   {floored, []kernel.Credit{refund(1, "-10")}, []string{"-1: -10 × 1/10 = -1"}},
		"a floor for nothing":    {floored, []kernel.Credit{deal(1, "0")}, []string{"0: 0 × 1/10 = 0"}},
		"shut":                   {floored, []kernel.Credit{shut(deal(1, "10")), deal(1, "40")}, []string{"0: 10 × 1/10 = 1 shut", "4: 40 × 1/10 = 4"}},
		"one shut, not there":    {capped, []kernel.Credit{shut(unseen(refund(1, "-80"), "0", "1/2", "")), strand(unseen(refund(1, "-40"), "0", "1/2", ""))}, []string{"0: -80 × 1/10 = -8 shut", "-1: -40 × 1/10 = -4 capped"}},
		"shut and capped":        {capped, []kernel.Credit{shut(deal(1, "60")), deal(1, "60")}, []string{"0: 60 × 1/10 = 6 shut", "5: 60 × 1/10 = 6 capped"}},
	})
	line := kernel.Evaluate(capped, []kernel.Credit{deal(1, "80")}).Lines[0]
	assert.Equal(t, "8", text(line.Gross))
}

// The sum of a deal's lines is rounded, so that its parts never drift from the whole.
func TestRoundingTogether(t *testing.T) {
	line := kernel.Rule{Rate: ratio("0.1"), RoundLines: true, Places: 2, Rounding: num.HalfUp}
	slice := kernel.Rule{Mode: kernel.Marginal, Bands: bands("0 1/3", "1 2/3"), RoundSlices: true, Places: 2, Rounding: num.HalfUp}
	third := func(c kernel.Credit) kernel.Credit {
		return changed(c, func(c *kernel.Credit) { c.Share = ratio("1/3") })
	}
	check(t, map[string]example{
		"half a cent up":        {line, []kernel.Credit{deal(1, "0.05")}, []string{"1/100: 1/20 × 1/10 = 1/200"}},
		"just below":            {line, []kernel.Credit{deal(1, "0.0499")}, []string{"0: 499/10000 × 1/10 = 499/100000"}},
		"back":                  {line, []kernel.Credit{deal(1, "0.05"), refund(1, "-0.05")}, []string{"1/100: 1/20 × 1/10 = 1/200", "-1/100: -1/20 × 1/10 = -1/200"}},
		"back in two":           {line, []kernel.Credit{deal(1, "0.08"), refund(1, "-0.04"), refund(1, "-0.04")}, []string{"1/100: 2/25 × 1/10 = 1/125", "-1/100: -1/25 × 1/10 = -1/250", "0: -1/25 × 1/10 = -1/250"}},
		"thirds of one deal":    {line, []kernel.Credit{third(deal(1, "100")), third(deal(1, "100")), third(deal(1, "100"))}, []string{"333/100: 100 × 1/10 = 10/3", "167/50: 100 × 1/10 = 10/3", "333/100: 100 × 1/10 = 10/3"}},
		"thirds of three":       {line, []kernel.Credit{third(deal(1, "100")), third(deal(2, "100"))}, []string{"333/100: 100 × 1/10 = 10/3", "333/100: 100 × 1/10 = 10/3"}},
		"half-even":             {kernel.Rule{Rate: ratio("0.1"), RoundLines: true, Places: 2, Rounding: num.HalfEven}, []kernel.Credit{deal(1, "0.05"), deal(2, "0.15")}, []string{"0: 1/20 × 1/10 = 1/200", "1/50: 3/20 × 1/10 = 3/200"}},
		"no places":             {kernel.Rule{Rate: ratio("0.1"), RoundLines: true, Rounding: num.Down}, []kernel.Credit{deal(1, "19.9")}, []string{"1: 199/10 × 1/10 = 199/100"}},
		"slices":                {slice, []kernel.Credit{deal(1, "2")}, []string{"1: 1 × 1/3 = 33/100, 1 × 2/3 = 67/100"}},
		"slices cut by a cap":   {kernel.Rule{Mode: kernel.Marginal, Bands: bands("0 1/3", "1 2/3"), RoundSlices: true, Places: 2, Rounding: num.HalfUp, Cap: ratio("0.5")}, []kernel.Credit{deal(1, "2")}, []string{"1/2: 1 × 1/3 = 33/100, 1 × 2/3 = 67/100 capped"}},
		"exact where no step":   {kernel.Rule{Rate: ratio("1/3"), Places: 2, Rounding: num.HalfUp}, []kernel.Credit{deal(1, "1")}, []string{"1/3: 1 × 1/3 = 1/3"}},
		"one that is not there": {line, []kernel.Credit{unseen(refund(1, "-0.05"), "0", "1", "")}, []string{"-1/100: -1/20 × 1/10 = -1/200"}},
	})
}

// Three thirds of a line of 100.00 or 0.01, mirrored one by one, take back all of it and not a cent more or less.
func TestMirrorLosesNoCent(t *testing.T) {
	for name, c := range map[string]struct {
		rate string
		rule kernel.Rule
		want []string
	}{
		"by lines":  {"1/10", kernel.Rule{RoundLines: true, Places: 2, Rounding: num.HalfUp}, []string{"100", "-3333/100", "-1667/50", "-3333/100"}},
		"by slices": {"1/10", kernel.Rule{RoundSlices: true, Places: 2, Rounding: num.HalfUp}, []string{"100", "-3333/100", "-1667/50", "-3333/100"}},
		"one cent":  {"1/100000", kernel.Rule{RoundLines: true, Places: 2, Rounding: num.HalfUp}, []string{"1/100", "0", "-1/100", "0"}},
		"upwards":   {"1/10", kernel.Rule{RoundLines: true, Places: 2, Rounding: num.Up}, []string{"100", "-1667/50", "-3333/100", "-3333/100"}},
		"ceiling":   {"1/10", kernel.Rule{RoundLines: true, Places: 2, Rounding: num.Ceil}, []string{"100", "-1667/50", "-3333/100", "-3333/100"}},
		"capped":    {"1/10", kernel.Rule{RoundLines: true, Places: 2, Rounding: num.HalfUp, Cap: ratio("50")}, []string{"50", "-1667/100", "-1666/100", "-1667/100"}},
		"exact":     {"1/10", kernel.Rule{}, []string{"100", "-100/3", "-100/3", "-100/3"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.rule.Rate = ratio(c.rate)
			credits := []kernel.Credit{deal(1, "1000")}
			for i := range int64(3) {
				r := refund(1, "-1000/3")
				r.Mirror = &kernel.Mirror{Of: 0, Before: big.NewRat(i, 3), After: big.NewRat(i+1, 3)}
				credits = append(credits, r)
			}
			sum := new(big.Rat)
			for i, l := range kernel.Evaluate(c.rule, numbered(credits...)).Lines {
				assert.Zero(t, ratio(c.want[i]).Cmp(l.Amount), "line %d: %s", i, text(l.Amount))
				assert.Equal(t, i > 0, l.Mirrored)
				sum.Add(sum, l.Amount)
			}
			assert.Zero(t, sum.Sign(), "%s is left", text(sum))
		})
	}
}

func TestMirror(t *testing.T) {
	back := func(m kernel.Mirror) kernel.Credit {
		r := refund(1, "-50")
		m.Before, m.After = ratio("0"), ratio("1/2")
		r.Mirror = &m
		return r
	}
	tiers := kernel.Rule{Mode: kernel.Marginal, Bands: two}
	check(t, map[string]example{
		"half of what it earned":  {tiers, []kernel.Credit{deal(1, "100"), deal(2, "100"), back(kernel.Mirror{Of: 0})}, []string{"2: 100 × 1/50 = 2", "5: 100 × 1/20 = 5", "-1: -50 × – = -1 mirrored"}},
		"it moves the measure":    {tiers, []kernel.Credit{deal(1, "100"), back(kernel.Mirror{Of: 0}), deal(2, "50")}, []string{"2: 100 × 1/50 = 2", "-1: -50 × – = -1 mirrored", "1: 50 × 1/50 = 1"}},
		"of earlier earnings":     {tiers, []kernel.Credit{back(kernel.Mirror{Of: -1, Earned: ratio("7")})}, []string{"-7/2: -50 × – = -7/2 mirrored"}},
		"of a deal that paid not": {tiers, []kernel.Credit{changed(deal(1, "100"), func(c *kernel.Credit) { c.Pays = false }), back(kernel.Mirror{Of: 0})}, []string{"0: -50 × – = 0 mirrored"}},
		"of a shut deal":          {tiers, []kernel.Credit{changed(deal(1, "100"), func(c *kernel.Credit) { c.Shut = true }), back(kernel.Mirror{Of: 0})}, []string{"0: 100 × 1/50 = 2 shut", "0: -50 × – = 0 mirrored"}},
	})
	alone := tiers
	alone.PerDeal = true
	axis := kernel.Evaluate(alone, numbered(deal(1, "100"), back(kernel.Mirror{Of: 0})))
	assert.Equal(t, "100", text(axis.Lines[1].After), "a deal's own axis stays where it is")
	assert.Equal(t, "100", text(axis.Rated))
	capped := kernel.Rule{Rate: ratio("0.1"), Cap: ratio("5")}
	line := kernel.Evaluate(capped, numbered(deal(1, "100"), back(kernel.Mirror{Of: 0}))).Lines[1]
	assert.Equal(t, "-5/2", text(line.Amount))
	assert.Equal(t, "-5", text(line.Gross), "before the cap")
}
