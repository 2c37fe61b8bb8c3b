package settle_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/internal/settle"
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

// ratios reads numbers set apart by blanks.
func ratios(s string) []*big.Rat {
	var all []*big.Rat
	for _, f := range strings.Fields(s) {
		all = append(all, ratio(f))
	}
	return all
}

var cents = settle.Grid{Places: 2, Mode: num.HalfUp}

// shown writes adjustments as "kind amount (limit)".
func shown(all []settle.Adjustment) string {
	var out []string
	for _, a := range all {
		s := fmt.Sprintf("%s %s", names[a.Kind], a.Amount.RatString())
		if a.Kind == settle.Multiplier || a.Kind == settle.TransactionCap {
			s = fmt.Sprintf("%s %d %s", names[a.Kind], a.Index, a.Amount.RatString())
		}
		if a.Limit != nil {
			s += " (" + a.Limit.RatString() + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

var names = map[settle.Kind]string{
	settle.Sum: "sum", settle.TransactionCap: "deal cap", settle.Multiplier: "factor",
	settle.Gate: "gate", settle.ComponentCap: "cap", settle.ComponentFloor: "floor",
	settle.PlanCap: "plan cap", settle.PostedBefore: "posted", settle.PeriodCap: "period cap",
	settle.CarriedIn: "carried in", settle.LifetimeCap: "lifetime cap",
}

func TestComponent(t *testing.T) {
	for name, c := range map[string]struct {
		component           settle.Component
		gross, earned, want string
	}{
		"nothing":                   {settle.Component{}, "0", "0", ""},
		"a sum":                     {settle.Component{Lines: ratios("1 2.5 -0.5")}, "3", "3", ""},
		"exact without a step":      {settle.Component{Lines: ratios("1/3 1/3"), Grid: cents}, "2/3", "2/3", ""},
		"rounded":                   {settle.Component{Lines: ratios("1/3 1/3"), Grid: cents, Round: true}, "2/3", "67/100", ""},
		"half a cent":               {settle.Component{Lines: ratios("0.005"), Grid: cents, Round: true}, "1/200", "1/100", ""},
		"minus half a cent":         {settle.Component{Lines: ratios("-0.005"), Grid: cents, Round: true}, "-1/200", "-1/100", ""},
		"shut":                      {settle.Component{Lines: ratios("3 4"), Shut: true}, "0", "0", "gate -7"},
		"shut and nothing to shut":  {settle.Component{Lines: ratios("3 -3"), Shut: true}, "0", "0", ""},
		"shut below zero":           {settle.Component{Lines: ratios("-3"), Shut: true}, "0", "0", "gate 3"},
		"at the cap":                {settle.Component{Lines: ratios("10"), Caps: ratios("10")}, "10", "10", ""},
		"a cent above the cap":      {settle.Component{Lines: ratios("10.01"), Caps: ratios("10")}, "1001/100", "10", "cap -1/100 (10)"},
		"the lowest of several":     {settle.Component{Lines: ratios("50"), Caps: ratios("30 10 20")}, "50", "10", "cap -40 (10)"},
		"below zero under a cap":    {settle.Component{Lines: ratios("-50"), Caps: ratios("10")}, "-50", "-50", ""},
		"a cap of nothing":          {settle.Component{Lines: ratios("5"), Caps: ratios("0")}, "5", "0", "cap -5 (0)"},
		"at the floor":              {settle.Component{Lines: ratios("10"), Floor: ratio("10")}, "10", "10", ""},
		"a cent below the floor":    {settle.Component{Lines: ratios("9.99"), Floor: ratio("10")}, "999/100", "10", "floor 1/100 (10)"},
		"a floor for no deals":      {settle.Component{Floor: ratio("10")}, "0", "10", "floor 10 (10)"},
		"a floor behind a gate":     {settle.Component{Lines: ratios("30"), Shut: true, Floor: ratio("10")}, "0", "10", "gate -30, floor 10 (10)"},
		"a floor for what is taken": {settle.Component{Lines: ratios("-30"), Floor: ratio("0")}, "-30", "0", "floor 30 (0)"},
		"a cap, then a floor":       {settle.Component{Lines: ratios("30"), Caps: ratios("5"), Floor: ratio("10")}, "30", "10", "cap -25 (5), floor 5 (10)"},
		"a sum instead of lines":    {settle.Component{Pay: ratio("7")}, "7", "7", "sum 7"},
		"a sum of nothing":          {settle.Component{Pay: ratio("0")}, "0", "0", "sum 0"},
		"a sum behind a gate":       {settle.Component{Pay: ratio("7"), Shut: true}, "0", "0", "sum 7, gate -7"},
		"a sum rounded":             {settle.Component{Pay: ratio("1/3"), Grid: cents, Round: true}, "1/3", "33/100", "sum 1/3"},
		"deals cut":                 {settle.Component{Lines: ratios("30 20"), Cuts: ratios("-5 -2")}, "50", "43", "deal cap 0 -5, deal cap 1 -2"},
		"a factor":                  {settle.Component{Lines: ratios("30"), Factors: ratios("1.1")}, "33", "33", "factor 0 3"},
		"a factor of one":           {settle.Component{Lines: ratios("30"), Factors: ratios("1")}, "30", "30", ""},
		"a factor of nothing":       {settle.Component{Lines: ratios("30"), Factors: ratios("0")}, "0", "0", "factor 0 -30"},
		"factors in their order":    {settle.Component{Lines: ratios("100"), Factors: ratios("1.1 1 0.5")}, "55", "55", "factor 0 10, factor 2 -55"},
		"a factor behind a gate":    {settle.Component{Lines: ratios("30"), Shut: true, Factors: ratios("2")}, "0", "0", "gate -30"},
		"cuts, factor, cap, floor":  {settle.Component{Lines: ratios("100"), Cuts: ratios("-50"), Factors: ratios("2"), Caps: ratios("80"), Floor: ratio("90")}, "200", "90", "deal cap 0 -50, factor 0 50, cap -20 (80), floor 10 (90)"},
		"a gate before the cap":     {settle.Component{Lines: ratios("30"), Shut: true, Caps: ratios("5")}, "0", "0", "gate -30"},
	} {
		t.Run(name, func(t *testing.T) {
			c.component.Gross = c.component.Lines
			s := c.component.Settle()
			assert.Equal(t, c.gross, s.Gross.RatString())
			assert.Equal(t, c.earned, s.Earned.RatString())
			assert.Equal(t, c.want, shown(s.Adjustments))
		})
	}
}

// What lines would be without caps of their own is taken through gate and factors, and through no cap or floor on the sum.
func TestGross(t *testing.T) {
	c := settle.Component{Lines: ratios("5 5"), Gross: ratios("20 5"), Cuts: ratios("-3"), Factors: ratios("2"), Caps: ratios("4"), Floor: ratio("6")}
	assert.Equal(t, "50", c.Settle().Gross.RatString())
	c.Shut = true
	assert.Equal(t, "0", c.Settle().Gross.RatString())
}

func TestStatement(t *testing.T) {
	for name, c := range map[string]struct {
		statement   settle.Statement
		total, want string
	}{
		"nothing":                     {settle.Statement{}, "0", ""},
		"two components":              {settle.Statement{Earned: ratios("3 4"), Before: ratios("0 0")}, "7", ""},
		"posted before":               {settle.Statement{Earned: ratios("30 4"), Before: ratios("10 5")}, "19", ""},
		"more posted than earned":     {settle.Statement{Earned: ratios("3"), Before: ratios("10")}, "-7", ""},
		"at the plan's cap":           {settle.Statement{Earned: ratios("30 20"), Before: ratios("0 0"), PlanCaps: ratios("50")}, "50", ""},
		"above the plan's cap":        {settle.Statement{Earned: ratios("30 20.01"), Before: ratios("0 0"), PlanCaps: ratios("50")}, "50", "plan cap -1/100 (50)"},
		"the plan's cap to date":      {settle.Statement{Earned: ratios("60"), Before: ratios("45"), PlanCaps: ratios("50")}, "5", "plan cap -10 (50)"},
		"the plan's cap before":       {settle.Statement{Earned: ratios("80"), Before: ratios("60"), PlanBefore: ratio("-10"), PlanCaps: ratios("50")}, "0", "plan cap -30 (50), posted 10"},
		"the plan's cap no longer":    {settle.Statement{Earned: ratios("40"), Before: ratios("60"), PlanBefore: ratio("-10"), PlanCaps: ratios("50")}, "-10", "posted 10"},
		"nothing of the plan before":  {settle.Statement{Earned: ratios("4"), Before: ratios("0"), PlanBefore: ratio("0")}, "4", ""},
		"at the period's cap":         {settle.Statement{Earned: ratios("30"), Before: ratios("10"), PeriodCaps: ratios("20")}, "20", ""},
		"above the period's cap":      {settle.Statement{Earned: ratios("30"), Before: ratios("9.99"), PeriodCaps: ratios("20")}, "20", "period cap -1/100 (20)"},
		"both caps":                   {settle.Statement{Earned: ratios("100"), Before: ratios("10"), PlanCaps: ratios("50"), PeriodCaps: ratios("20")}, "20", "plan cap -50 (50), period cap -20 (20)"},
		"caps in the order stated":    {settle.Statement{Earned: ratios("100"), Before: ratios("0"), PlanCaps: ratios("50 60 40")}, "40", "plan cap -50 (50), plan cap -10 (40)"},
		"below zero and capped":       {settle.Statement{Earned: ratios("-100"), Before: ratios("0"), PlanCaps: ratios("50"), PeriodCaps: ratios("20")}, "-100", ""},
		"exact without a step":        {settle.Statement{Earned: ratios("1/3 1/3"), Before: ratios("0 0"), Grid: cents}, "2/3", ""},
		"rounded":                     {settle.Statement{Earned: ratios("1/3 1/3"), Before: ratios("0 0"), Grid: cents, Round: true}, "67/100", ""},
		"rounded after what was paid": {settle.Statement{Earned: ratios("0.005"), Before: ratios("0.01"), Grid: cents, Round: true}, "-1/100", ""},
	} {
		t.Run(name, func(t *testing.T) {
			total := c.statement.Settle()
			assert.Equal(t, c.total, total.Total.RatString())
			assert.Equal(t, c.want, shown(total.Adjustments))
		})
	}
}

func TestCapAt(t *testing.T) {
	_, ok := settle.CapAt(settle.PlanCap, ratio("5"), nil)
	assert.False(t, ok)
	_, ok = settle.CapAt(settle.PlanCap, ratio("5"), ratio("5"))
	assert.False(t, ok)
	a, ok := settle.CapAt(settle.PlanCap, ratio("5.01"), ratio("5"))
	assert.True(t, ok)
	assert.Equal(t, "plan cap -1/100 (5)", shown([]settle.Adjustment{a}))
}

func TestGrid(t *testing.T) {
	for name, c := range map[string]struct {
		grid        settle.Grid
		total, want string
		parts       string
	}{
		"thirds":              {cents, "1", "[0.34 0.33 0.33]", "1/3 1/3 1/3"},
		"the largest gets it": {cents, "1", "[0.28 0.28 0.44]", "5/18 5/18 4/9"},
		"a total to round":    {cents, "2/3", "[0.34 0.33]", "1/3 1/3"},
		"signs":               {cents, "0", "[0.33 -0.33]", "1/3 -1/3"},
		"no places":           {settle.Grid{Mode: num.Down}, "1.9", "[1 0]", "0.95 0.95"},
		"one part":            {cents, "0.005", "[0.01]", "0.005"},
		"no parts":            {cents, "0", "[]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, fmt.Sprint(c.grid.Spread(ratio(c.total), ratios(c.parts))))
		})
	}
	assert.Equal(t, "-1/100", cents.Round(ratio("-0.005")).RatString())
}

func TestSettleChangesNothingItIsGiven(t *testing.T) {
	c := settle.Component{Lines: ratios("30 5/3"), Shut: true, Caps: ratios("5 4"), Floor: ratio("10"), Round: true, Grid: cents}
	s := settle.Statement{Earned: ratios("100 1/3"), Before: ratios("10 0"), PlanBefore: ratio("1"), PlanCaps: ratios("50"), PeriodCaps: ratios("20"), Round: true, Grid: cents}
	before := fmt.Sprint(c, s)
	first := fmt.Sprint(c.Settle().Earned, s.Settle().Total)
	assert.Equal(t, first, fmt.Sprint(c.Settle().Earned, s.Settle().Total))
	assert.Equal(t, before, fmt.Sprint(c, s))
}
