package settle_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/internal/num"
)

func TestStatementOverSeveralPeriods(t *testing.T) {
	one := ratios("0")
	up := settle.Grid{Places: 2, Mode: num.Up}
	for name, c := range map[string]struct {
		statement   settle.Statement
		total, want string
	}{
		"nothing before":               {settle.Statement{Earned: ratios("100"), Before: one, LifetimeCaps: ratios("100"), Grid: cents}, "100", ""},
		"a cent above":                 {settle.Statement{Earned: ratios("100.01"), Before: one, LifetimeCaps: ratios("100"), Grid: cents}, "100", "lifetime cap -1/100 (100)"},
		"at what is left":              {settle.Statement{Earned: ratios("30"), Before: one, Lifetime: ratio("70"), LifetimeCaps: ratios("100"), Grid: cents}, "30", ""},
		"above what is left":           {settle.Statement{Earned: ratios("30.5"), Before: one, Lifetime: ratio("70"), LifetimeCaps: ratios("100"), Grid: cents}, "30", "lifetime cap -1/2 (100)"},
		"nothing left":                 {settle.Statement{Earned: ratios("5"), Before: one, Lifetime: ratio("100"), LifetimeCaps: ratios("100"), Grid: cents}, "0", "lifetime cap -5 (100)"},
		"more than all before":         {settle.Statement{Earned: ratios("5"), Before: one, Lifetime: ratio("130"), LifetimeCaps: ratios("100"), Grid: cents}, "0", "lifetime cap -5 (100)"},
		"nothing is taken back":        {settle.Statement{Earned: ratios("-5"), Before: one, Lifetime: ratio("130"), LifetimeCaps: ratios("100"), Grid: cents}, "-5", ""},
		"taken back before":            {settle.Statement{Earned: ratios("150"), Before: one, Lifetime: ratio("-20"), LifetimeCaps: ratios("100"), Grid: cents}, "120", "lifetime cap -30 (100)"},
		"the lower of two":             {settle.Statement{Earned: ratios("150"), Before: one, LifetimeCaps: ratios("100 90"), Grid: cents}, "90", "lifetime cap -50 (100), lifetime cap -10 (90)"},
		"after the period's cap":       {settle.Statement{Earned: ratios("150"), Before: one, Lifetime: ratio("40"), PeriodCaps: ratios("70"), LifetimeCaps: ratios("100"), Grid: cents}, "60", "period cap -80 (70), lifetime cap -10 (100)"},
		"what is left is cut to cents": {settle.Statement{Earned: ratios("20"), Before: one, Lifetime: ratio("2.644"), LifetimeCaps: ratios("20"), Grid: cents}, "347/20", "lifetime cap -53/20 (20)"},
		"and never rounded up":         {settle.Statement{Earned: ratios("17.352"), Before: one, Lifetime: ratio("2.644"), LifetimeCaps: ratios("20"), Grid: up, Round: true}, "347/20", "lifetime cap -1/500 (20)"},
		"carried in":                   {settle.Statement{Earned: ratios("20"), Before: one, Carried: ratio("10"), PeriodCaps: ratios("50"), Grid: cents}, "30", "carried in 10"},
		"carried in and cut":           {settle.Statement{Earned: ratios("45"), Before: one, Carried: ratio("10"), PeriodCaps: ratios("50"), Grid: cents}, "50", "carried in 10, period cap -5 (50)"},
		"carried in to a refund":       {settle.Statement{Earned: ratios("-30"), Before: one, Carried: ratio("10"), PeriodCaps: ratios("50"), Grid: cents}, "-20", "carried in 10"},
		"nothing carried":              {settle.Statement{Earned: ratios("20"), Before: one, Carried: ratio("0"), PeriodCaps: ratios("50"), Grid: cents}, "20", ""},
		"paid out too much":            {settle.Statement{Earned: ratios("20"), Before: one, Carried: ratio("-5"), PeriodCaps: ratios("50"), Grid: cents}, "15", "carried in -5"},
	} {
		t.Run(name, func(t *testing.T) {
			total := c.statement.Settle()
			assert.Equal(t, c.total, total.Total.RatString())
			assert.Equal(t, c.want, shown(total.Adjustments))
			again := c.statement.Settle()
			assert.Equal(t, c.total, again.Total.RatString(), "it changes nothing that it is given")
		})
	}
}
