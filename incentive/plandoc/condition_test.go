package plandoc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/internal/wordtest"
)

// told writes the plan with a condition on its component, and returns what its document says of the component.
func told(t *testing.T, when string, lang kam.Lang) string {
	t.Helper()
	p := plan(t, strings.Replace(onePlan, `"name": "commission", `, `"name": "commission", "when": `+when+`, `, 1))
	d, err := plandoc.Write(p, plandoc.Options{Lang: lang})
	require.NoError(t, err)
	_, text, _ := strings.Cut(d.Text, "### 1. commission")
	return text
}

// A condition on a date is told by its first and its last day; its example is a deal that meets it.
func TestDatesAreTold(t *testing.T) {
	for name, c := range map[string]struct{ when, en, zh, deal string }{
		"from":      {`{"date": "booked", "from": "2026-07-01"}`, "the deal is booked on or after 2026-07-01", "签约日期不早于 2026-07-01", "deal 1 on 2026-07-11: amount"},
		"until":     {`{"date": "booked", "until": "2026-07-01"}`, "the deal is booked on or before 2026-06-30", "签约日期不晚于 2026-06-30", "deal 1 on 2026-01-11: amount"},
		"season":    {`{"date": "booked", "from": "2026-02-20", "until": "2026-03-01"}`, "the deal is booked from 2026-02-20 to 2026-02-28", "签约日期为 2026-02-20 至 2026-02-28", "deal 1 on 2026-02-20: amount"},
		"early":     {`{"date": "booked", "from": "2025-12-01", "until": "2026-01-04"}`, "the deal is booked from 2025-12-01 to 2026-01-03", "签约日期为 2025-12-01 至 2026-01-03", "deal 1 on 2026-01-03: amount"},
		"one day":   {`{"date": "booked", "from": "2026-12-31", "until": "2027-01-01"}`, "the deal is booked on 2026-12-31", "签约日期为 2026-12-31", "deal 1 on 2026-12-31: amount"},
		"other":     {`{"date": "delivered", "from": "2026-07-01"}`, "the deal is delivered on or after 2026-07-01", "交付日期不早于 2026-07-01", "deal 1 on 2026-01-11: amount CNY 120,000, delivered on 2026-07-01\n"},
		"paid":      {`{"date": "cash", "until": "2026-01-06"}`, "the deal is paid by the customer on or before 2026-01-05", "回款日期不晚于 2026-01-05", "deal 1 on 2026-01-11: amount CNY 120,000, paid by the customer on 2026-01-05\n"},
		"not":       {`{"not": {"date": "booked", "from": "2026-01-01", "until": "2026-05-01"}}`, "not (the deal is booked from 2026-01-01 to 2026-04-30)", "非（签约日期为 2026-01-01 至 2026-04-30）", "deal 1 on 2026-05-01: amount"},
		"not since": {`{"not": {"date": "booked", "from": "2026-01-05"}}`, "not (the deal is booked on or after 2026-01-05)", "非（签约日期不早于 2026-01-05）", "deal 1 on 2026-01-04: amount"},
		"both":      {`{"all": [{"date": "booked", "from": "2026-03-01"}, {"date": "booked", "until": "2026-03-05"}]}`, "the deal is booked on or after 2026-03-01 and the deal is booked on or before 2026-03-04", "签约日期不早于 2026-03-01，且签约日期不晚于 2026-03-04", "deal 1 on 2026-03-01: amount"},
		"any":       {`{"any": [{"date": "booked", "from": "2026-05-01", "until": "2026-06-01"}, {"date": "booked", "from": "2026-09-01"}]}`, "the deal is booked from 2026-05-01 to 2026-05-31 or the deal is booked on or after 2026-09-01", "签约日期为 2026-05-01 至 2026-05-31，或签约日期不早于 2026-09-01", "deal 1 on 2026-05-01: amount"},
	} {
		t.Run(name, func(t *testing.T) {
			en := told(t, c.when, kam.English)
			assert.Contains(t, en, "It pays on deals alone where "+c.en+"; other")
			assert.Contains(t, told(t, c.when, kam.Chinese), "仅对满足以下条件的交易计付："+c.zh+"；其他")
			assert.Contains(t, en, c.deal)
			assert.Contains(t, en, "**3,000.00**", "the example pays")
		})
	}
	assert.Contains(t, told(t, `{"date": "booked", "until": "0001-01-01"}`, kam.English), "where the deal is booked before 0001-01-01;", "there is no day before it")
	assert.Contains(t, told(t, `{"date": "cash", "until": "0001-01-01"}`, kam.Chinese), "回款日期早于 0001-01-01；")
	after := told(t, `{"date": "booked", "from": "2027-01-01"}`, kam.English)
	assert.Contains(t, after, "for 2026-01-01 to 2026-03-31", "no deal of the plan's meets it")
	assert.Contains(t, after, "**0.00**")
}

// The rule's own condition places an example too, and that of the payee's own figures.
func TestASeasonOfARuleIsShown(t *testing.T) {
	p := plan(t, strings.Replace(onePlan, `"share": "1"}`, `"share": "1", "when": {"date": "booked", "from": "2026-08-20"}}`, 1))
	a := incentive.Assignment{Payee: "anna", Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-07-01/2026-10-01")}
	d, err := plandoc.Write(p, plandoc.Options{Assignment: &a})
	require.NoError(t, err)
	assert.Contains(t, d.Text, "Only deals count where the deal is booked on or after 2026-08-20.")
	assert.Contains(t, d.Text, "for 2026-07-01 to 2026-09-30")
	assert.Contains(t, d.Text, "with your own quotas")
	assert.Contains(t, d.Text, "deal 1 on 2026-08-20: amount CNY 120,000")
}

// A condition reads date first, and its days are compared as they stand.
func TestADateIsCompared(t *testing.T) {
	before, after := one(t, 1), one(t, 1)
	after.Credits[0].When = &incentive.Condition{Date: incentive.Booked, From: kam.MustDay("2026-07-01"), Until: kam.MustDay("2026-10-01")}
	list, err := plandoc.Diff(before, after)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "credit / own / condition is new: date booked, from 2026-07-01, until 2026-10-01", list[0].Message.EN)
	assert.True(t, list[0].Pays)
	before.Credits[0].When = &incentive.Condition{Date: incentive.Delivered, From: kam.MustDay("2026-07-01"), Until: kam.MustDay("2026-09-01")}
	list, err = plandoc.Diff(before, after)
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, "credit / own / condition / date changes from delivered to booked", list[0].Message.EN)
	assert.Equal(t, "业绩归属 / own / 条件 / 止点 由 2026-09-01 改为 2026-10-01", list[1].Message.ZH)
}

// The days of a season move with the plan into its next year.
func TestASeasonIsCopied(t *testing.T) {
	p := one(t, 1)
	p.Components[0].When = &incentive.Condition{Date: incentive.Booked, From: kam.MustDay("2026-07-01"), Until: kam.MustDay("2026-10-01")}
	next, moved, err := plandoc.Copy(p, 2, kam.MustPeriod("2027-01-01/2028-01-01"))
	require.NoError(t, err)
	assert.Equal(t, &incentive.Condition{Date: incentive.Booked, From: kam.MustDay("2027-07-01"), Until: kam.MustDay("2027-10-01")}, next.Components[0].When)
	assert.Equal(t, []plandoc.Moved{{"$.components[0].when.from", "2026-07-01", "2027-07-01"}, {"$.components[0].when.until", "2026-10-01", "2027-10-01"}}, moved)
}

// Whatever a condition asks for, writing never fails, and the text has no broken format.
func TestRandomConditionsAreTold(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var condition func(depth int) incentive.Condition
	condition = func(depth int) incentive.Condition {
		switch n := r.IntN(6); {
		case n == 0 && depth > 0:
			return incentive.Condition{All: []incentive.Condition{condition(depth - 1), condition(depth - 1)}}
		case n == 1 && depth > 0:
			return incentive.Condition{Any: []incentive.Condition{condition(depth - 1), condition(depth - 1)}}
		case n == 2 && depth > 0:
			c := condition(depth - 1)
			return incentive.Condition{Not: &c}
		case n == 3:
			return incentive.Condition{Attribute: "region", In: []string{"east", "west"}}
		case n == 4:
			day := kam.MustDay("2026-01-01").AddDays(r.IntN(330))
			c := incentive.Condition{Date: []incentive.DateName{incentive.Booked, incentive.Delivered}[r.IntN(2)], From: day, Until: day.AddDays(1 + r.IntN(60))}
			switch r.IntN(4) {
			case 0:
				c.From = kam.Day{}
			case 1:
				c.Until = kam.Day{}
			}
			return c
		default:
			c := incentive.Condition{Number: []string{"amount", "discount", "units"}[r.IntN(3)]}
			bound := func() (d struct{ low, high string }) {
				d.low, d.high = fmt.Sprint(r.IntN(5)), fmt.Sprint(6+r.IntN(5))
				return d
			}
			b := bound()
			switch r.IntN(4) {
			case 0:
				c.AtLeast.Decimal, c.AtLeast.Valid = dec(b.low), true
				c.Below.Decimal, c.Below.Valid = dec(b.high), true
			case 1:
				c.MoreThan.Decimal, c.MoreThan.Valid = dec(b.low), true
				c.AtMost.Decimal, c.AtMost.Valid = dec(b.high), true
			case 2:
				c.MoreThan.Decimal, c.MoreThan.Valid = dec(b.low), true
			default:
				c.Below.Decimal, c.Below.Valid = dec(b.high), true
			}
			return c
		}
	}
	paid := 0
	for range 300 {
		p := one(t, 1)
		c := condition(3)
		p.Credits[0].When = &c
		for _, l := range []kam.Lang{kam.English, kam.Chinese} {
			d, err := plandoc.Write(p, plandoc.Options{Lang: l})
			require.NoError(t, err)
			wordtest.Formatted(t, d.Text)
			if l == kam.English && strings.Contains(d.Text, "| deal 1 |") {
				paid++
			}
		}
	}
	t.Logf("the example pays in %d of 300", paid)
	assert.Greater(t, paid, 240)
}
