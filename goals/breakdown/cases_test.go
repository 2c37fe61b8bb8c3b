package breakdown_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/internal/num"
)

// caseData is one published case; each test reads the fields that it needs.
type caseData struct {
	ID     string
	Inputs struct {
		Total, Grain, Year                         json.RawMessage
		Over, Share, Rate, Growth, Weight, History string
		Potential, Plan, Quota, Full, Closed       string
		Shares, Short, Accounts, Under, Steps      []string
		Targets                                    []string
		Cutoff, From, To                           int
		Active, October, December                  string
		Period, Early, Day15, Late                 string
	}
	Expected struct {
		Cumulative, Quarters, Over, Months                []string
		Days, Years                                       []int
		Month, OverMonth, NotOverMonth, OverYear          string
		Total, October, December, NotOctober, Commission  string
		Rate, Early, Day15, Late, EarlyTarget, LateTarget string
		Week53, LastDay, Target, Share, Off               string
	}
}

// total and the others read a number that is a text or a JSON number.
func (c caseData) total() decimal.Decimal { return dec(plain(c.Inputs.Total)) }
func (c caseData) grain() decimal.Decimal { return dec(plain(c.Inputs.Grain)) }
func (c caseData) year() string           { return plain(c.Inputs.Year) }

func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// quota is the seasonal annual quota of G13 and G14.
func (c caseData) quota(active string) breakdown.TimeSpec {
	spec := breakdown.TimeSpec{
		Total: c.total(), Grain: c.grain(), Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		Levels: []breakdown.TimeLevel{
			{Kind: kam.Quarter, Basis: breakdown.Basis{By: breakdown.Profile, Shares: fractions(c.Inputs.Shares...)}},
			{Kind: kam.Month, Basis: breakdown.Basis{By: breakdown.Even}},
		},
	}
	if active != "" {
		spec.Presence = &breakdown.Presence{Active: kam.MustPeriod(active), By: breakdown.WholeMonths}
	}
	return spec
}

// rounded writes r with places decimals.
func rounded(r *big.Rat, places int32) string {
	return num.RoundRat(r, places, num.HalfUp).StringFixed(places)
}

var cases = map[string]func(t *testing.T, c caseData){
	"G08": func(t *testing.T, c caseData) {
		spec := year(num.Format(c.total()), kam.Month)
		spec.Basis.By = breakdown.Even
		assert.Equal(t, c.Expected.Cumulative, texts(overTime(t, spec, nil).Cumulative(kam.Month)))
	},
	"G11": func(t *testing.T, c caseData) {
		spec := year(num.Format(c.total()), kam.Month)
		spec.Basis.By, spec.Grain = breakdown.Even, c.grain()
		equalDecimal(t, c.Expected.Month, overTime(t, spec, nil).Leaves()[11].Target)
		over, err := breakdown.OverAssigned(c.total(), kam.MustFraction(c.Inputs.Over), c.grain())
		require.NoError(t, err)
		equalDecimal(t, c.Expected.OverYear, over)
		spec.Total = over
		plan := overTime(t, spec, nil)
		foots(t, plan)
		equalDecimal(t, c.Expected.OverMonth, plan.Leaves()[0].Target)
		share, ok := plan.Share(kam.Month, 0)
		require.True(t, ok)
		assert.Equal(t, c.Expected.OverMonth, rounded(share.Mul(share, num.Rat(over)), 2))
		assert.NotEqual(t, c.Expected.NotOverMonth, num.Format(plan.Leaves()[0].Target))
	},
	"G13": func(t *testing.T, c caseData) {
		plan := overTime(t, c.quota(c.Inputs.Active), nil)
		foots(t, plan)
		assert.Equal(t, c.Expected.Quarters, targets(plan.Cells(kam.Quarter)))
		equalDecimal(t, c.Expected.Total, plan.Total())
	},
	"G14": func(t *testing.T, c caseData) {
		october := overTime(t, c.quota(c.Inputs.October), nil).Total()
		equalDecimal(t, c.Expected.October, october)
		assert.NotEqual(t, c.Expected.NotOctober, num.Format(october))
		equalDecimal(t, c.Expected.December, overTime(t, c.quota(c.Inputs.December), nil).Total())
	},
	"G15": func(t *testing.T, c caseData) {
		sum := decimal.Zero
		spec := breakdown.OrgSpec{
			Grain: dec("1"), Levels: []breakdown.OrgLevel{{Name: "manager"}, {Name: "account"}},
			Basis: []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}},
			Nodes: []breakdown.Node{{ID: "m", Level: "manager"}},
		}
		for i, a := range c.Inputs.Accounts {
			sum = sum.Add(dec(a))
			spec.Nodes = append(spec.Nodes, breakdown.Node{ID: string(rune('a' + i)), Parent: "m", Level: "account", History: null(a)})
		}
		equalDecimal(t, c.Expected.Total, sum)
		spec.Total = sum
		plan, err := breakdown.OverOrganisation(spec)
		require.NoError(t, err)
		for i, n := range plan.Leaves() {
			equalDecimal(t, c.Inputs.Accounts[i], n.Own)
		}
		due := num.Rat(plan.Total())
		due.Mul(due, kam.MustFraction(c.Inputs.Share).Rat()).Mul(due, kam.MustFraction(c.Inputs.Rate).Rat())
		assert.Equal(t, c.Expected.Commission, rounded(due, 0))
	},
	"G28": func(t *testing.T, c caseData) {
		for i, u := range c.Inputs.Under {
			over, err := breakdown.OverOfUnder(kam.MustFraction(u))
			require.NoError(t, err)
			assert.Equal(t, c.Expected.Over[i], rounded(over, 2), u)
		}
		got, err := breakdown.OverAssigned(dec(c.Inputs.Plan), kam.MustFraction(c.Expected.Rate), dec("1"))
		require.NoError(t, err)
		equalDecimal(t, c.Inputs.Quota, got)
	},
	"G29": func(t *testing.T, c caseData) {
		period := kam.MustPeriod(c.Inputs.Period)
		for _, hire := range []struct{ active, months, target string }{
			{c.Inputs.Early, c.Expected.Early, c.Expected.EarlyTarget},
			{c.Inputs.Day15, c.Expected.Day15, c.Expected.EarlyTarget},
			{c.Inputs.Late, c.Expected.Late, c.Expected.LateTarget},
		} {
			p := breakdown.Presence{
				Active: kam.MustPeriod(hire.active), By: breakdown.WholeMonths,
				Ramp: breakdown.Ramp{Steps: fractions(c.Inputs.Steps...), CutoffDay: c.Inputs.Cutoff},
			}
			months, err := p.FullTimeMonths(period, nil)
			require.NoError(t, err)
			assert.Equal(t, hire.months, rounded(months, 1), hire.active)
			spec := breakdown.TimeSpec{
				Total: dec(c.Inputs.Full).Mul(dec("6")), Grain: dec("0.1"), Period: period, Levels: levels(kam.Month),
				Basis: breakdown.Basis{By: breakdown.Even}, Presence: &p,
			}
			equalDecimal(t, hire.target, overTime(t, spec, nil).Total())
		}
	},
	"G31": workingDaysCase,
	"G32": workingDaysCase,
	"G33": func(t *testing.T, c caseData) {
		spec := breakdown.TimeSpec{
			Total: c.total(), Grain: c.grain(), Period: kam.MustPeriod(c.Inputs.Period),
			Levels: levels(kam.Month), Basis: breakdown.Basis{By: breakdown.WorkingDays},
		}
		assert.Equal(t, c.Expected.Months, targets(overTime(t, spec, china(t)).Leaves()))
	},
	"G34": func(t *testing.T, c caseData) {
		spec := year("1000", kam.Month)
		spec.Period, spec.Basis.By = kam.MustPeriod(c.Inputs.Period), breakdown.WorkingDays
		_, err := breakdown.OverTime(spec, china(t))
		require.ErrorIs(t, err, kam.ErrNoHolidays)
		assert.ErrorContains(t, err, "2027")
	},
	"G35": func(t *testing.T, c caseData) {
		cal := retail(t, "4-5-4", time.Saturday)
		var years []int
		for y := c.Inputs.From; y <= c.Inputs.To; y++ {
			period, err := cal.Year(y)
			require.NoError(t, err)
			spec := year("53000", kam.Month, kam.Week)
			spec.Period = period
			plan := overTime(t, spec, cal)
			foots(t, plan)
			if len(plan.Leaves()) == 53 {
				years = append(years, y)
			} else {
				assert.Len(t, plan.Leaves(), 52)
			}
			assert.Equal(t, texts(plan.Steps(kam.Week)), texts(plan.Weeks()), "weeks nest in months of weeks")
		}
		assert.Equal(t, c.Expected.Years, years)
	},
	"G36": func(t *testing.T, c caseData) {
		cal := retail(t, "4-5-4", time.Saturday)
		period, err := cal.Parse(c.year())
		require.NoError(t, err)
		spec := year("5300", kam.Week)
		spec.Period = period
		weeks := overTime(t, spec, cal).Leaves()
		require.Len(t, weeks, 53)
		assert.Equal(t, c.Expected.Week53, weeks[52].Period.String())
		assert.Equal(t, c.Expected.LastDay, weeks[52].Period.Until.AddDays(-1).String())
		equalDecimal(t, "100", weeks[52].Target)
	},
	"G46": func(t *testing.T, c caseData) {
		got, err := breakdown.Grown(dec(c.Inputs.History), kam.MustFraction(c.Inputs.Growth), c.grain())
		require.NoError(t, err)
		equalDecimal(t, c.Expected.Target, got)
	},
	"G47": func(t *testing.T, c caseData) {
		got, err := breakdown.WeightedShare(kam.MustFraction(c.Inputs.History), kam.MustFraction(c.Inputs.Potential), kam.MustFraction(c.Inputs.Weight))
		require.NoError(t, err)
		assert.Zero(t, kam.MustFraction(c.Expected.Share).Rat().Cmp(got))
	},
	"G49": func(t *testing.T, c caseData) {
		spec := year(num.Format(c.total()), kam.Month)
		spec.Basis = breakdown.Basis{By: breakdown.Profile, Shares: fractions(c.Inputs.Shares...)}
		assert.Equal(t, c.Expected.Months, targets(overTime(t, spec, nil).Leaves()))
		spec.Basis.Shares = fractions(c.Inputs.Short...)
		_, err := breakdown.OverTime(spec, nil)
		assert.Equal(t, []string{"breakdown.share $.basis.shares"}, codes(t, err))
		assert.ErrorContains(t, err, c.Expected.Off)
	},
	"G50": func(t *testing.T, c caseData) {
		spec := breakdown.TimeSpec{
			Total: dec("300"), Grain: dec("1"), Period: kam.MustPeriod("2026-01-01/2026-04-01"),
			Levels: levels(kam.Month), Basis: breakdown.Basis{By: breakdown.Even},
		}
		plan := overTime(t, spec, nil)
		assert.Equal(t, c.Inputs.Targets, targets(plan.Leaves()))
		got, err := breakdown.CatchUp(plan, breakdown.CatchUpSpec{
			Kind: kam.Month, Carry: breakdown.Proportional, Closed: []breakdown.Actual{{Cell: "2026-01", Value: dec(c.Inputs.Closed)}},
		})
		require.NoError(t, err)
		assert.Equal(t, c.Expected.Months, targets(got.Plan.Leaves()))
	},
}

func workingDaysCase(t *testing.T, c caseData) {
	cal := china(t)
	period, err := cal.Parse(c.year())
	require.NoError(t, err)
	total := 0
	for _, n := range c.Expected.Days {
		total += n
	}
	spec := year(decimal.New(int64(total), 0).String(), kam.Month)
	spec.Period, spec.Basis.By = period, breakdown.WorkingDays
	for i, cell := range overTime(t, spec, cal).Leaves() {
		assert.Equal(t, int64(c.Expected.Days[i]), cell.Target.IntPart(), cell.Label)
	}
}

func TestPublishedCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var list []caseData
	require.NoError(t, json.Unmarshal(data, &list))
	assert.Len(t, list, len(cases))
	for _, c := range list {
		t.Run(c.ID, func(t *testing.T) {
			require.Contains(t, cases, c.ID)
			cases[c.ID](t, c)
		})
	}
}
