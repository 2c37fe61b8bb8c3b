package kernel_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/internal/num"
)

// ratio reads a decimal or a fraction; an empty text is nil.
func ratio(s string) *big.Rat {
	if s == "" {
		return nil
	}
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return x
}

// bands reads "from rate" pairs; of interpolated amounts, "from amount until".
func bands(rows ...string) []kernel.Band {
	var all []kernel.Band
	for _, row := range rows {
		f := strings.Fields(row)
		b := kernel.Band{From: ratio(f[0]), Rate: ratio(f[1]), Amount: ratio(f[1])}
		if len(f) > 2 {
			b.Until = ratio(f[2])
		}
		all = append(all, b)
	}
	return all
}

// deal is a paying credit of a deal that spans, moves and pays the same number.
func deal(n int, v string) kernel.Credit {
	return kernel.Credit{Deal: n, Axis: ratio(v), Move: ratio(v), Base: ratio(v), Pays: true}
}

func refund(n int, v string) kernel.Credit {
	c := deal(n, v)
	c.Refund = true
	return c
}

// numbered makes every refund a member of its own of the deal that it takes back.
func numbered(credits ...kernel.Credit) []kernel.Credit {
	for i := range credits {
		if credits[i].Refund {
			credits[i].Member = i + 1
		}
	}
	return credits
}

// unseen says what a refund knows of an original that is not there: what was taken back of it before and after, and how far it reached.
func unseen(c kernel.Credit, before, after, size string) kernel.Credit {
	c.Unseen = &kernel.Unseen{Before: ratio(before), After: ratio(after), Size: ratio(size), Had: ratio(size)}
	return c
}

func changed(c kernel.Credit, change func(*kernel.Credit)) kernel.Credit {
	change(&c)
	return c
}

func text(x *big.Rat) string {
	if x == nil {
		return "–"
	}
	return x.RatString()
}

// shown writes a line as "amount: base × rate = amount, ..." and checks that slices and flags are consistent.
func shown(t *testing.T, l kernel.Line) string {
	t.Helper()
	var parts []string
	sum := new(big.Rat)
	for _, s := range l.Slices {
		parts = append(parts, fmt.Sprintf("%s × %s = %s", text(s.Base), text(s.Rate), text(s.Amount)))
		sum.Add(sum, s.Amount)
	}
	assert.Zero(t, sum.Cmp(l.Raw), "slices %s, raw %s", text(sum), text(l.Raw))
	out := text(l.Amount) + ": " + strings.Join(parts, ", ")
	for _, flag := range []struct {
		name string
		on   bool
	}{{" capped", l.Capped}, {" floored", l.Floored}, {" shut", l.Shut}, {" mirrored", l.Mirrored}} {
		if flag.on {
			out += flag.name
		}
	}
	return out
}

type example struct {
	rule    kernel.Rule
	credits []kernel.Credit
	want    []string
}

func check(t *testing.T, cases map[string]example) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			result := kernel.Evaluate(c.rule, numbered(c.credits...))
			require.Len(t, result.Lines, len(c.want))
			for i, l := range result.Lines {
				assert.Equal(t, c.want[i], shown(t, l), "line %d", i)
			}
		})
	}
}

var two = bands("0 0.02", "100 0.05")

func TestFlat(t *testing.T) {
	rate := kernel.Rule{Rate: ratio("0.1")}
	check(t, map[string]example{
		"one rate":                {rate, []kernel.Credit{deal(1, "50"), refund(1, "-20")}, []string{"5: 50 × 1/10 = 5", "-2: -20 × 1/10 = -2"}},
		"a rate of its own":       {rate, []kernel.Credit{changed(deal(1, "50"), func(c *kernel.Credit) { c.Rate = ratio("0.2") })}, []string{"10: 50 × 1/5 = 10"}},
		"a share of the payout":   {rate, []kernel.Credit{changed(deal(1, "50"), func(c *kernel.Credit) { c.Share = ratio("1/3") })}, []string{"5/3: 50 × 1/10 = 5/3"}},
		"nothing":                 {rate, []kernel.Credit{deal(1, "0")}, []string{"0: 0 × 1/10 = 0"}},
		"no credits":              {rate, nil, nil},
		"one that does not pay":   {rate, []kernel.Credit{changed(deal(1, "50"), func(c *kernel.Credit) { c.Pays = false }), deal(2, "10")}, []string{"1: 10 × 1/10 = 1"}},
		"another base":            {rate, []kernel.Credit{changed(deal(1, "50"), func(c *kernel.Credit) { c.Base = ratio("8") })}, []string{"4/5: 8 × 1/10 = 4/5"}},
		"paying from a bound":     {kernel.Rule{Rate: ratio("0.1"), PayFrom: ratio("30")}, []kernel.Credit{deal(1, "20"), deal(2, "20")}, []string{"0: 20 × 0 = 0", "1: 10 × 1/10 = 1, 10 × 0 = 0"}},
		"paying until a bound":    {kernel.Rule{Rate: ratio("0.1"), PayUntil: ratio("30")}, []kernel.Credit{deal(1, "20"), deal(2, "20"), deal(3, "5")}, []string{"2: 20 × 1/10 = 2", "1: 10 × 1/10 = 1, 10 × 0 = 0", "0: 5 × 0 = 0"}},
		"between two bounds":      {kernel.Rule{Rate: ratio("0.1"), PayFrom: ratio("10"), PayUntil: ratio("30")}, []kernel.Credit{deal(1, "40")}, []string{"2: 20 × 1/10 = 2, 20 × 0 = 0"}},
		"from exactly the bound":  {kernel.Rule{Rate: ratio("0.1"), PayFrom: ratio("20")}, []kernel.Credit{deal(1, "20"), deal(2, "5")}, []string{"0: 20 × 0 = 0", "1/2: 5 × 1/10 = 1/2"}},
		"no span at the bound":    {kernel.Rule{Rate: ratio("0.1"), PayFrom: ratio("20"), Start: ratio("20")}, []kernel.Credit{still("7")}, []string{"7/10: 7 × 1/10 = 7/10"}},
		"no span below the bound": {kernel.Rule{Rate: ratio("0.1"), PayFrom: ratio("20"), Start: ratio("19")}, []kernel.Credit{still("7")}, []string{"0: 7 × 0 = 0"}},
		"no span at the end":      {kernel.Rule{Rate: ratio("0.1"), PayUntil: ratio("20"), Start: ratio("20")}, []kernel.Credit{still("7")}, []string{"0: 7 × 0 = 0"}},
		"back across the bound":   {kernel.Rule{Rate: ratio("0.1"), PayUntil: ratio("30")}, []kernel.Credit{deal(1, "40"), refund(1, "-20")}, []string{"3: 30 × 1/10 = 3, 10 × 0 = 0", "-1: -10 × 1/10 = -1, -10 × 0 = 0"}},
	})
}

// still is a credit that spans nothing and pays on a base of its own.
func still(base string) kernel.Credit {
	c := deal(9, base)
	c.Axis, c.Move = ratio("0"), ratio("0")
	return c
}

func TestMarginal(t *testing.T) {
	rule := kernel.Rule{Mode: kernel.Marginal, Bands: two}
	from := func(start string) kernel.Rule { r := rule; r.Start = ratio(start); return r }
	first := func(start string) kernel.Rule { r := from(start); r.Below = kernel.BelowFirstRate; return r }
	check(t, map[string]example{
		"below the bound":          {rule, []kernel.Credit{deal(1, "99")}, []string{"99/50: 99 × 1/50 = 99/50"}},
		"to the bound":             {rule, []kernel.Credit{deal(1, "100"), deal(2, "1")}, []string{"2: 100 × 1/50 = 2", "1/20: 1 × 1/20 = 1/20"}},
		"across it":                {rule, []kernel.Credit{deal(1, "80"), deal(2, "60")}, []string{"8/5: 80 × 1/50 = 8/5", "12/5: 20 × 1/50 = 2/5, 40 × 1/20 = 2"}},
		"across three":             {kernel.Rule{Mode: kernel.Marginal, Bands: bands("0 0.1", "10 0.2", "20 0.3")}, []kernel.Credit{deal(1, "25")}, []string{"9/2: 10 × 1/10 = 1, 10 × 1/5 = 2, 5 × 3/10 = 3/2"}},
		"back across it":           {rule, []kernel.Credit{deal(1, "140"), refund(1, "-60")}, []string{"4: 100 × 1/50 = 2, 40 × 1/20 = 2", "-12/5: -40 × 1/20 = -2, -20 × 1/50 = -2/5"}},
		"back to it":               {rule, []kernel.Credit{deal(1, "140"), refund(1, "-40")}, []string{"4: 100 × 1/50 = 2, 40 × 1/20 = 2", "-2: -40 × 1/20 = -2"}},
		"back from it":             {rule, []kernel.Credit{deal(1, "100"), refund(1, "-100")}, []string{"2: 100 × 1/50 = 2", "-2: -100 × 1/50 = -2"}},
		"no span at the bound":     {from("100"), []kernel.Credit{still("10")}, []string{"1/2: 10 × 1/20 = 1/2"}},
		"no span just below":       {from("99.99"), []kernel.Credit{still("10")}, []string{"1/5: 10 × 1/50 = 1/5"}},
		"no span below zero":       {from("-1"), []kernel.Credit{still("10")}, []string{"0: 10 × 0 = 0"}},
		"another base":             {rule, []kernel.Credit{changed(deal(1, "150"), func(c *kernel.Credit) { c.Base = ratio("30") })}, []string{"9/10: 20 × 1/50 = 2/5, 10 × 1/20 = 1/2"}},
		"up from below zero":       {from("-30"), []kernel.Credit{deal(1, "50")}, []string{"2/5: 30 × 0 = 0, 20 × 1/50 = 2/5"}},
		"down below zero":          {from("20"), []kernel.Credit{refund(1, "-50")}, []string{"-2/5: -20 × 1/50 = -2/5, -30 × 0 = 0"}},
		"at the first rate":        {first("20"), []kernel.Credit{refund(1, "-50"), deal(2, "30")}, []string{"-1: -20 × 1/50 = -2/5, -30 × 1/50 = -3/5", "3/5: 30 × 1/50 = 3/5"}},
		"moving without pay":       {rule, []kernel.Credit{changed(deal(1, "100"), func(c *kernel.Credit) { c.Pays = false }), deal(2, "10")}, []string{"1/2: 10 × 1/20 = 1/2"}},
		"paying without moving":    {rule, []kernel.Credit{changed(deal(1, "90"), func(c *kernel.Credit) { c.Move = nil }), deal(2, "90")}, []string{"9/5: 90 × 1/50 = 9/5", "9/5: 90 × 1/50 = 9/5"}},
		"moving more than paid":    {rule, []kernel.Credit{changed(deal(1, "90"), func(c *kernel.Credit) { c.Move = ratio("100") }), deal(2, "10")}, []string{"9/5: 90 × 1/50 = 9/5", "1/2: 10 × 1/20 = 1/2"}},
		"each deal for itself":     {kernel.Rule{Mode: kernel.Marginal, Bands: two, PerDeal: true, Start: ratio("500")}, []kernel.Credit{deal(1, "110"), deal(2, "90"), refund(1, "-20")}, []string{"5/2: 100 × 1/50 = 2, 10 × 1/20 = 1/2", "9/5: 90 × 1/50 = 9/5", "-7/10: -10 × 1/20 = -1/2, -10 × 1/50 = -1/5"}},
		"each from where it stood": {kernel.Rule{Mode: kernel.Marginal, Bands: two, PerDeal: true}, []kernel.Credit{unseen(refund(1, "-20"), "0", "2/11", "110")}, []string{"-7/10: -10 × 1/20 = -1/2, -10 × 1/50 = -1/5"}},
		"from a deadband":          {kernel.Rule{Mode: kernel.Marginal, Bands: two, PayFrom: ratio("50")}, []kernel.Credit{deal(1, "110")}, []string{"3/2: 50 × 0 = 0, 50 × 1/50 = 1, 10 × 1/20 = 1/2"}},
		"to an attainment cap":     {kernel.Rule{Mode: kernel.Marginal, Bands: two, PayUntil: ratio("110")}, []kernel.Credit{deal(1, "120")}, []string{"5/2: 100 × 1/50 = 2, 10 × 1/20 = 1/2, 10 × 0 = 0"}},
		"an attainment cap back":   {kernel.Rule{Mode: kernel.Marginal, Bands: two, PayUntil: ratio("110")}, []kernel.Credit{deal(1, "120"), refund(1, "-30")}, []string{"5/2: 100 × 1/50 = 2, 10 × 1/20 = 1/2, 10 × 0 = 0", "-7/10: -10 × 0 = 0, -10 × 1/20 = -1/2, -10 × 1/50 = -1/5"}},
	})
}

func TestInterpolatedAmount(t *testing.T) {
	rule := kernel.Rule{Mode: kernel.InterpolatedAmount, Bands: bands("0 50", "100 30 110")}
	first := rule
	first.Below = kernel.BelowFirstRate
	check(t, map[string]example{
		"half a band":      {rule, []kernel.Credit{deal(1, "50")}, []string{"25: 50 × – = 25"}},
		"into the next":    {rule, []kernel.Credit{deal(1, "105")}, []string{"65: 100 × – = 50, 5 × – = 15"}},
		"above the last":   {rule, []kernel.Credit{deal(1, "110"), deal(2, "40")}, []string{"80: 100 × – = 50, 10 × – = 30", "0: 40 × – = 0"}},
		"across the last":  {rule, []kernel.Credit{deal(1, "120")}, []string{"80: 100 × – = 50, 10 × – = 30, 10 × – = 0"}},
		"back":             {rule, []kernel.Credit{deal(1, "120"), refund(1, "-70")}, []string{"80: 100 × – = 50, 10 × – = 30, 10 × – = 0", "-55: -10 × – = 0, -10 × – = -30, -50 × – = -25"}},
		"below zero":       {rule, []kernel.Credit{refund(1, "-10")}, []string{"0: -10 × – = 0"}},
		"at the first":     {first, []kernel.Credit{refund(1, "-10")}, []string{"-5: -10 × – = -5"}},
		"another base":     {rule, []kernel.Credit{changed(deal(1, "50"), func(c *kernel.Credit) { c.Base = ratio("7") })}, []string{"25: 50 × – = 25"}},
		"a share":          {rule, []kernel.Credit{changed(deal(1, "50"), func(c *kernel.Credit) { c.Share = ratio("0.2") })}, []string{"5: 50 × – = 5"}},
		"paying from 50":   {kernel.Rule{Mode: kernel.InterpolatedAmount, Bands: rule.Bands, PayFrom: ratio("50")}, []kernel.Credit{deal(1, "60")}, []string{"5: 50 × – = 0, 10 × – = 5"}},
		"spanning nothing": {rule, []kernel.Credit{still("7")}, []string{"0: 0 × – = 0"}},
	})
}

func TestPositions(t *testing.T) {
	rule := kernel.Rule{Mode: kernel.Marginal, Bands: two, Start: ratio("10")}
	result := kernel.Evaluate(rule, []kernel.Credit{deal(1, "50"), refund(1, "-80"), deal(2, "5")})
	assert.Equal(t, "-15", text(result.Final))
	assert.Equal(t, "60", text(result.Highest))
	assert.Equal(t, "-20", text(result.Lowest))
	assert.Equal(t, "10", text(result.Lines[0].Before))
	assert.Equal(t, "60", text(result.Lines[1].Before))
	assert.Equal(t, "-20", text(result.Lines[1].After))
	assert.Equal(t, 2, result.Lines[2].Credit)

	alone := rule
	alone.PerDeal = true
	result = kernel.Evaluate(alone, numbered(deal(1, "50"), refund(1, "-80")))
	assert.Equal(t, "-30", text(result.Lowest), "a deal's own position counts")
}

func TestEvaluateChangesNothingItIsGiven(t *testing.T) {
	credits := numbered(deal(1, "150"), refund(1, "-30"), unseen(refund(2, "-7"), "0", "1/2", "20"))
	for mode := kernel.Flat; mode <= kernel.InterpolatedRate; mode++ {
		for _, alone := range []bool{false, true} {
			rule := kernel.Rule{Mode: mode, Rate: ratio("0.1"), Bands: bands("0 0.02", "100 0.05 200"), Start: ratio("3"), PerDeal: alone, Cap: ratio("4"), Floor: ratio("1"), RoundSlices: true, Places: 2, Rounding: num.HalfUp}
			before := fmt.Sprint(rule, credits)
			first := fmt.Sprint(kernel.Evaluate(rule, credits))
			assert.Equal(t, first, fmt.Sprint(kernel.Evaluate(rule, credits)))
			assert.Equal(t, before, fmt.Sprint(rule, credits))
		}
	}
}
