package visits_test

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
	"github.com/kam-go/kam/internal/wordtest"
)

// half is one step of CNY 100,000 in deals of 10,000, half of the visits won, two weeks before the close.
func half(period, step, target string) visits.Spec {
	return visits.Spec{
		Period: kam.MustPeriod(period), Currency: "CNY",
		Segments: []visits.Segment{{
			Name: "new", Deal: dec("10000"), Steps: []goals.Step{{Period: kam.MustPeriod(step), Target: dec(target)}},
			Stages: []visits.Stage{{Name: "visit", Rate: frac("1/2"), LeadWeeks: 2, Costs: costs("visit", "1")}},
		}},
		People: []visits.Person{{Name: "anna", PerDay: costs("visit", "1")}},
	}
}

// Only what the weeks bring can be supported: what is late is lost, and what is due later is neither.
func TestSupportedRevenueIsWithinThePlan(t *testing.T) {
	for _, c := range []struct {
		name, period, step, target string
		revenue                    [3]string // within, late, later
		scale, supported, missing  string
		planned                    int64
		text                       string
	}{
		{
			"all in time", "2026-03-02/2026-03-30", "2026-03-16/2026-03-28", "100000",
			[3]string{"100000", "0", "0"},
			"1/2", "50000", "50000", 20, "they support a revenue of CNY 50,000.00, CNY 50,000.00 less than the target.",
		},
		{
			"half late", "2026-03-16/2026-04-13", "2026-03-16/2026-04-11", "100000",
			[3]string{"50000", "50000", "0"},
			"1", "50000", "50000", 10, "people can do every week what is planned in it; by the leads it is too late for a revenue of CNY 50,000.00.",
		},
		{
			"all late", "2026-03-16/2026-04-13", "2026-03-16/2026-03-28", "100000",
			[3]string{"0", "100000", "0"},
			"", "0", "100000", 0, "people can do every week what is planned in it; by the leads it is too late for a revenue of CNY 100,000.00.",
		},
		{
			"half later", "2026-03-02/2026-03-16", "2026-03-16/2026-04-11", "40000",
			[3]string{"20000", "0", "20000"},
			"5/2", "50000", "0", 4, "people can do every week what is planned in it; a revenue of CNY 20,000.00 takes work after the plan.",
		},
		{
			"short, late and later", "2026-03-09/2026-03-16", "2026-03-16/2026-04-04", "150000",
			[3]string{"50000", "50000", "50000"},
			"1/2", "25000", "75000", 10, "of the revenue of CNY 50,000.00 that the work of these weeks is to bring, they support CNY 25,000.00; " +
				"by the leads it is too late for a revenue of CNY 50,000.00; a revenue of CNY 50,000.00 takes work after the plan.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := plan(t, half(c.period, c.step, c.target), plain(t))
			r := p.Revenue()
			assert.Equal(t, c.target, r.Target.String())
			parts := [3]string{r.Within.String(), r.Late.String(), r.Later.String()}
			assert.Equal(t, c.revenue, parts)
			got, ok := p.Capacity()
			require.True(t, ok)
			if c.scale == "" {
				assert.Nil(t, got.Scale)
			} else {
				equalRat(t, c.scale, got.Scale)
			}
			assert.Equal(t, c.supported, got.Supported.String())
			assert.Equal(t, c.missing, got.Shortfall.String())
			assert.Equal(t, c.planned, p.Total(visits.Visit))
			assert.Contains(t, p.Summary().EN, c.text)
			wordtest.Formatted(t, p.Summary().ZH)
		})
	}
}

// A plan for January with a step for the whole year supports what the work of January brings.
func TestSupportedRevenueOfAMonth(t *testing.T) {
	p := plan(t, half("2026-01-01/2026-02-01", "2026-01-16/2026-12-31", "1200000"), plain(t))
	c, _ := p.Capacity()
	assert.True(t, c.Supported.LessThan(dec("120000")), c.Supported)
	r := p.Revenue()
	assert.True(t, r.Within.Add(r.Late).Add(r.Later).Equal(dec("1200000")))
	assert.True(t, strings.HasSuffix(p.Summary().ZH, "；另有 "+wording.Money(r.Later, "CNY")+" 的收入需要计划期后的工作。"), p.Summary().ZH)
}

// Parts are rounded up to the unit and never above what there is.
func TestRevenueOfTargetsFinerThanTheUnit(t *testing.T) {
	r := plan(t, half("2026-03-09/2026-03-16", "2026-03-16/2026-04-04", "0.001"), plain(t)).Revenue()
	assert.Equal(t, [3]string{"0", "0.001", "0"}, [3]string{r.Within.String(), r.Late.String(), r.Later.String()})
}

// Each closing day belongs to one part of the revenue: late when any stage was due before the plan, later when one is
// due after it.
func TestRevenueAgreesWithDayByDay(t *testing.T) {
	c := china(t)
	for seed := range uint64(150) {
		s := made(rand.New(rand.NewPCG(seed, 8)))
		p, err := visits.Plan(s, c)
		require.NoError(t, err)
		target, late, later := decimal.Zero, new(big.Rat), new(big.Rat)
		for _, g := range s.Segments {
			for _, step := range g.Steps {
				target = target.Add(step.Target)
				working, err := c.WorkingDays(step.Period)
				require.NoError(t, err)
				for d := step.Period.From; d.Before(step.Period.Until); d = d.AddDays(1) {
					if worked, err := c.IsWorkingDay(d); err != nil || !worked {
						continue
					}
					each := new(big.Rat).Quo(num.Rat(step.Target), new(big.Rat).SetInt64(int64(working)))
					isLate, isLater := false, false
					for k := range g.Stages {
						at := onTime(t, c, g, k, d)
						isLate = isLate || at.Before(p.Period().From)
						isLater = isLater || !at.Before(p.Period().Until)
					}
					if isLate {
						late.Add(late, each)
					} else if isLater {
						later.Add(later, each)
					}
				}
			}
		}
		got := p.Revenue()
		require.True(t, target.Equal(got.Target))
		require.True(t, num.RoundRat(late, 2, num.Ceil).Equal(got.Late), "seed %d: %s", seed, got.Late)
		require.True(t, num.RoundRat(later.Add(later, late), 2, num.Ceil).Equal(got.Late.Add(got.Later)), "seed %d: %s", seed, got.Later)
		require.True(t, target.Equal(got.Within.Add(got.Late).Add(got.Later)))
		require.False(t, got.Within.IsNegative() || got.Later.IsNegative())
	}
}
