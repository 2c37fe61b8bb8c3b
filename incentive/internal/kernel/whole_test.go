package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/internal/kernel"
)

func TestWhole(t *testing.T) {
	rule := kernel.Rule{Mode: kernel.Whole, Bands: two}
	latched := kernel.Rule{Mode: kernel.Whole, Bands: two, Latched: true}
	check(t, map[string]example{
		"below":            {rule, []kernel.Credit{deal(1, "50"), deal(2, "49")}, []string{"1: 50 × 1/50 = 1", "49/50: 49 × 1/50 = 49/50"}},
		"exactly at":       {rule, []kernel.Credit{deal(1, "50"), deal(2, "50")}, []string{"5/2: 50 × 1/20 = 5/2", "5/2: 50 × 1/20 = 5/2"}},
		"lost again":       {rule, []kernel.Credit{deal(1, "120"), refund(1, "-30")}, []string{"12/5: 120 × 1/50 = 12/5", "-3/5: -30 × 1/50 = -3/5"}},
		"latched":          {latched, []kernel.Credit{deal(1, "120"), refund(1, "-30")}, []string{"6: 120 × 1/20 = 6", "-3/2: -30 × 1/20 = -3/2"}},
		"below zero":       {rule, []kernel.Credit{refund(1, "-30")}, []string{"0: -30 × 0 = 0"}},
		"at the first":     {kernel.Rule{Mode: kernel.Whole, Bands: two, Below: kernel.BelowFirstRate}, []kernel.Credit{refund(1, "-30")}, []string{"-3/5: -30 × 1/50 = -3/5"}},
		"by another axis":  {kernel.Rule{Mode: kernel.Whole, Bands: two, Final: ratio("100")}, []kernel.Credit{deal(1, "10")}, []string{"1/2: 10 × 1/20 = 1/2"}},
		"excess":           {kernel.Rule{Mode: kernel.Whole, Bands: two, PayFrom: ratio("40")}, []kernel.Credit{deal(1, "50"), deal(2, "50")}, []string{"1/2: 10 × 1/20 = 1/2, 40 × 0 = 0", "5/2: 50 × 1/20 = 5/2"}},
		"all":              {kernel.Rule{Mode: kernel.Whole, Bands: two, PayFrom: ratio("40"), PayAll: true}, []kernel.Credit{deal(1, "40")}, []string{"4/5: 40 × 1/50 = 4/5"}},
		"all, a cent less": {kernel.Rule{Mode: kernel.Whole, Bands: two, PayFrom: ratio("40"), PayAll: true}, []kernel.Credit{deal(1, "39.99")}, []string{"0: 3999/100 × 0 = 0"}},
		"excess, too low":  {kernel.Rule{Mode: kernel.Whole, Bands: two, PayFrom: ratio("40")}, []kernel.Credit{deal(1, "50"), refund(1, "-20")}, []string{"0: 50 × 0 = 0", "0: -20 × 0 = 0"}},
		"until":            {kernel.Rule{Mode: kernel.Whole, Bands: two, PayUntil: ratio("80")}, []kernel.Credit{deal(1, "100")}, []string{"4: 80 × 1/20 = 4, 20 × 0 = 0"}},
	})
	assert.Equal(t, "90", text(kernel.Evaluate(rule, []kernel.Credit{deal(1, "120"), refund(1, "-30")}).Rated))
	assert.Equal(t, "120", text(kernel.Evaluate(latched, []kernel.Credit{deal(1, "120"), refund(1, "-30")}).Rated))
}

func TestWholePerDeal(t *testing.T) {
	rule := kernel.Rule{Mode: kernel.Whole, Bands: two, PerDeal: true}
	latched := rule
	latched.Latched = true
	half := changed(deal(1, "200"), func(c *kernel.Credit) { c.Base = ratio("20") })
	halved := changed(refund(1, "-150"), func(c *kernel.Credit) { c.Base = ratio("-15") })
	check(t, map[string]example{
		"two deals":                    {rule, []kernel.Credit{deal(1, "100"), deal(2, "99")}, []string{"5: 100 × 1/20 = 5", "99/50: 99 × 1/50 = 99/50"}},
		"in part":                      {rule, []kernel.Credit{deal(1, "150"), refund(1, "-60")}, []string{"15/2: 150 × 1/20 = 15/2", "-57/10: -150 × 1/20 = -15/2, 90 × 1/50 = 9/5"}},
		"to the bound":                 {rule, []kernel.Credit{deal(1, "150"), refund(1, "-50")}, []string{"15/2: 150 × 1/20 = 15/2", "-5/2: -150 × 1/20 = -15/2, 100 × 1/20 = 5"}},
		"all of it":                    {rule, []kernel.Credit{deal(1, "150"), refund(1, "-50"), refund(1, "-100")}, []string{"15/2: 150 × 1/20 = 15/2", "-5/2: -150 × 1/20 = -15/2, 100 × 1/20 = 5", "-5: -100 × 1/20 = -5"}},
		"latched":                      {latched, []kernel.Credit{deal(1, "150"), refund(1, "-60"), refund(1, "-90")}, []string{"15/2: 150 × 1/20 = 15/2", "-3: -150 × 1/20 = -15/2, 90 × 1/20 = 9/2", "-9/2: -90 × 1/20 = -9/2"}},
		"two credits rated together":   {rule, []kernel.Credit{deal(1, "60"), changed(deal(1, "40"), func(c *kernel.Credit) { c.Strand = 1 })}, []string{"3: 60 × 1/20 = 3", "2: 40 × 1/20 = 2"}},
		"one of two taken back":        {rule, []kernel.Credit{deal(1, "60"), changed(deal(1, "40"), func(c *kernel.Credit) { c.Strand = 1 }), changed(refund(1, "-1"), func(c *kernel.Credit) { c.Strand = 1 })}, []string{"3: 60 × 1/20 = 3", "2: 40 × 1/20 = 2", "-61/50: -40 × 1/20 = -2, 39 × 1/50 = 39/50"}},
		"of an earlier window":         {rule, []kernel.Credit{unseen(refund(1, "-20"), "0", "2/11", "110")}, []string{"-37/10: -110 × 1/20 = -11/2, 90 × 1/50 = 9/5"}},
		"latched of an earlier window": {latched, []kernel.Credit{unseen(refund(1, "-20"), "0", "2/11", "110")}, []string{"-1: -110 × 1/20 = -11/2, 90 × 1/20 = 9/2"}},
		"another base":                 {rule, []kernel.Credit{half, halved}, []string{"1: 20 × 1/20 = 1", "-9/10: -20 × 1/20 = -1, 5 × 1/50 = 1/10"}},
		"nothing":                      {rule, []kernel.Credit{deal(1, "0")}, []string{"0: 0 × 1/50 = 0"}},
		"not paying":                   {rule, []kernel.Credit{changed(deal(1, "150"), func(c *kernel.Credit) { c.Pays = false })}, nil},
	})
	assert.Equal(t, "90", text(kernel.Evaluate(rule, numbered(deal(1, "150"), refund(1, "-60"))).Rated), "the lowest position that was looked up")
	assert.Equal(t, "-5", text(kernel.Evaluate(rule, numbered(unseen(refund(1, "5"), "0", "1", "-5"))).Rated), "where a deal stood that a refund takes back")
	unpaid := changed(unseen(refund(1, "-20"), "0", "2/11", "-5"), func(c *kernel.Credit) { c.Pays = false })
	assert.Nil(t, kernel.Evaluate(rule, numbered(unpaid)).Rated, "nobody asks where a refund stands of which nothing is paid")
	assert.Equal(t, "90", text(kernel.Evaluate(rule, numbered(unpaid, deal(2, "90"))).Rated))
}

func TestInterpolatedRate(t *testing.T) {
	line := bands("0 0", "100 0.1", "200 0.12")
	rule := kernel.Rule{Mode: kernel.InterpolatedRate, Bands: line}
	check(t, map[string]example{
		"at zero":       {rule, []kernel.Credit{deal(1, "0")}, []string{"0: 0 × 0 = 0"}},
		"half way":      {rule, []kernel.Credit{deal(1, "50")}, []string{"5/2: 50 × 1/20 = 5/2"}},
		"at a bound":    {rule, []kernel.Credit{deal(1, "100")}, []string{"10: 100 × 1/10 = 10"}},
		"between":       {rule, []kernel.Credit{deal(1, "120"), deal(2, "30")}, []string{"66/5: 120 × 11/100 = 66/5", "33/10: 30 × 11/100 = 33/10"}},
		"at the last":   {rule, []kernel.Credit{deal(1, "200")}, []string{"24: 200 × 3/25 = 24"}},
		"above":         {rule, []kernel.Credit{deal(1, "400")}, []string{"48: 400 × 3/25 = 48"}},
		"downwards":     {kernel.Rule{Mode: kernel.InterpolatedRate, Bands: bands("0 0.2", "100 0.1")}, []kernel.Credit{deal(1, "25")}, []string{"35/8: 25 × 7/40 = 35/8"}},
		"below zero":    {rule, []kernel.Credit{refund(1, "-50")}, []string{"0: -50 × 0 = 0"}},
		"a third":       {kernel.Rule{Mode: kernel.InterpolatedRate, Bands: bands("0 0.1", "3 0.2")}, []kernel.Credit{deal(1, "1")}, []string{"2/15: 1 × 2/15 = 2/15"}},
		"each deal":     {kernel.Rule{Mode: kernel.InterpolatedRate, Bands: line, PerDeal: true}, []kernel.Credit{deal(1, "50"), deal(2, "100"), refund(2, "-50")}, []string{"5/2: 50 × 1/20 = 5/2", "10: 100 × 1/10 = 10", "-15/2: -100 × 1/10 = -10, 50 × 1/20 = 5/2"}},
		"other's axis":  {kernel.Rule{Mode: kernel.InterpolatedRate, Bands: line, Final: ratio("50"), PerDeal: true}, []kernel.Credit{deal(1, "10")}, []string{"1/2: 10 × 1/20 = 1/2"}},
		"latched":       {kernel.Rule{Mode: kernel.InterpolatedRate, Bands: line, Latched: true}, []kernel.Credit{deal(1, "100"), refund(1, "-50")}, []string{"10: 100 × 1/10 = 10", "-5: -50 × 1/10 = -5"}},
		"latched start": {kernel.Rule{Mode: kernel.InterpolatedRate, Bands: line, Latched: true, Start: ratio("100")}, []kernel.Credit{refund(1, "-50")}, []string{"-5: -50 × 1/10 = -5"}},
	})
}
