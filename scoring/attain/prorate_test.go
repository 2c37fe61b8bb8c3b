package attain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/attain"
)

func mustCalendar(t testing.TB, spec kam.CalendarSpec) *kam.Calendar {
	t.Helper()
	c, err := kam.NewCalendar(spec)
	require.NoError(t, err)
	return c
}

// spring is a target of 900 for April to June 2026 of which what is from May 18 on counts.
func spring(basis attain.Basis) attain.PartPeriod {
	return attain.PartPeriod{Target: known("900"), Period: kam.MustPeriod("2026-04-01/2026-07-01"), Part: kam.MustPeriod("2026-05-18/2026-07-01"), Basis: basis}
}

func steps(texts ...string) []attain.Step {
	var out []attain.Step
	for i := 0; i < len(texts); i += 2 {
		out = append(out, attain.Step{Period: kam.MustPeriod(texts[i]), Weight: kam.MustFraction(texts[i+1])})
	}
	return out
}

func bySeason(p *attain.PartPeriod) {
	p.Steps = steps("2026-06-01/2026-07-01", "3", "2026-04-01/2026-05-01", "1", "2026-05-01/2026-06-01", "1")
}

func TestProrate(t *testing.T) {
	c := mustCalendar(t, kam.CalendarSpec{Declared: []int{2026}})
	off := mustCalendar(t, kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{kam.MustDay("2026-06-19")}}}})
	cases := []struct {
		name          string
		calendar      *kam.Calendar
		part          attain.PartPeriod
		share, target string
		en, zh        string
	}{
		// May 18 to June 30 are 44 of 91 days, 32 of 65 working days, 14/31 of May and all of June.
		{"calendar days", nil, spring(attain.CalendarDays), "44/91", "39600/91", "2026-05-18/2026-07-01: 44 of 91 days of the target 900, which is 435.16", "2026-05-18/2026-07-01：目标 900，91 天中的 44 天，折算为 435.16"},
		{"working days", c, spring(attain.WorkingDays), "32/65", "5760/13", "2026-05-18/2026-07-01: 32 of 65 working days of the target 900, which is 443.08", "2026-05-18/2026-07-01：目标 900，65 个工作日中的 32 个，折算为 443.08"},
		{"working days with a holiday", off, spring(attain.WorkingDays), "31/64", "6975/16", "2026-05-18/2026-07-01: 31 of 64 working days of the target 900, which is 435.9375", "2026-05-18/2026-07-01：目标 900，64 个工作日中的 31 个，折算为 435.9375"},
		{"months", nil, spring(attain.Months), "15/31", "13500/31", "2026-05-18/2026-07-01: 1.45 of 3 months of the target 900, which is 435.48", "2026-05-18/2026-07-01：目标 900，3 个月中的 1.45 个月，折算为 435.48"},
		{"seasonal", nil, with(spring(attain.Seasonal), bySeason), "107/155", "19260/31", "2026-05-18/2026-07-01: 3.45 of 5 by seasonal weights of the target 900, which is 621.29", "2026-05-18/2026-07-01：目标 900，按季节权重，5 中的 3.45，折算为 621.29"},
		{"all of it", nil, with(spring(attain.Months), func(p *attain.PartPeriod) { p.Part = p.Period }), "1", "900", "2026-04-01/2026-07-01: 3 of 3 months of the target 900, which is 900", "2026-04-01/2026-07-01：目标 900，3 个月中的 3 个月，折算为 900"},
		{"unknown target", nil, with(spring(attain.Months), func(p *attain.PartPeriod) { p.Target = known("") }), "15/31", "", "not known: a value is not known", "未知：有数值未知"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.Prorate(c.calendar, c.part)
			require.NoError(t, err)
			equal(t, c.share, out.Share)
			target, ok := out.Target()
			assert.Equal(t, c.target != "", ok)
			if ok {
				assert.Equal(t, c.target, target.RatString())
			}
			assert.Equal(t, c.en, out.Explain().EN)
			assert.Equal(t, c.zh, out.Explain().ZH)
		})
	}
}

func TestPartAttainment(t *testing.T) {
	part, err := attain.Prorate(nil, spring(attain.Months))
	require.NoError(t, err)
	r, err := part.Attainment(known("450"), attain.ActualByTarget)
	require.NoError(t, err)
	equal(t, "31/30", r)
	r, err = part.Attainment(known("450"), attain.TwoMinus)
	require.NoError(t, err)
	equal(t, "29/30", r)
	_, err = part.Attainment(known("1e40"), "")
	assert.Equal(t, []string{"attain.method $.method", "attain.number $.actual"}, codes(t, err))
	r, err = attain.PartTarget{}.Attainment(known("450"), attain.ActualByTarget)
	require.NoError(t, err)
	equal(t, "unknown-input", r)
	assert.False(t, attain.PartTarget{}.Round(2).Valid)
	part.Whole = known("1e99")
	_, ok := part.Target()
	assert.False(t, ok)
	negative := spring(attain.Months)
	negative.Target = known("-1")
	part, err = attain.Prorate(nil, negative)
	require.NoError(t, err)
	_, err = part.Attainment(known("450"), attain.ActualByTarget)
	assert.Equal(t, []string{"attain.target $.target"}, codes(t, err))
}

func TestProrateFaults(t *testing.T) {
	free := mustCalendar(t, kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{kam.MustDay("2026-05-01")}}}})
	cases := []struct {
		name   string
		change func(*attain.PartPeriod)
		want   []string
	}{
		{"nothing", func(p *attain.PartPeriod) { *p = attain.PartPeriod{} }, []string{"attain.period $.period", "attain.period $.part", "attain.basis $.basis"}},
		{"basis", func(p *attain.PartPeriod) { p.Basis = "weeks" }, []string{"attain.basis $.basis"}},
		{"part outside", func(p *attain.PartPeriod) { p.Part = kam.MustPeriod("2026-03-31/2026-05-01") }, []string{"attain.period $.part"}},
		{"open part", func(p *attain.PartPeriod) { p.Part = kam.MustPeriod("2026-05-01/..") }, []string{"attain.period $.part"}},
		{"number", func(p *attain.PartPeriod) { p.Target = known("1e40") }, []string{"attain.number $.target"}},
		{"half months", func(p *attain.PartPeriod) {
			p.Basis, p.Period = attain.Months, kam.MustPeriod("2026-04-15/2026-07-01")
		}, []string{"attain.period $.period"}},
		{"steps for days", bySeason, []string{"attain.steps $.steps"}},
		{"no steps", func(p *attain.PartPeriod) { p.Basis = attain.Seasonal }, []string{"attain.count $.steps"}},
		{"gap", func(p *attain.PartPeriod) {
			p.Basis, p.Steps = attain.Seasonal, steps("2026-04-01/2026-05-01", "1", "2026-06-01/2026-07-01", "1")
		}, []string{"attain.steps $.steps"}},
		{"all faults of steps", func(p *attain.PartPeriod) {
			p.Basis, p.Steps = attain.Seasonal, steps("2026-06-01/2026-06-20", "1", "2026-03-01/2026-04-11", "1", "2026-04-10/2026-05-01", "1", "2026-07-01/2026-08-01", "1")
		}, []string{
			"attain.steps $.steps[1].period", "attain.steps $.steps[2].period", "attain.steps $.steps", "attain.steps $.steps[3].period", "attain.steps $.steps",
		}},
		{"a step inside another", func(p *attain.PartPeriod) {
			p.Basis, p.Steps = attain.Seasonal, steps("2026-04-01/2026-07-01", "1", "2026-05-01/2026-06-01", "1")
		}, []string{"attain.steps $.steps[1].period"}},
		{"weights of zero", func(p *attain.PartPeriod) {
			p.Basis, p.Steps = attain.Seasonal, steps("2026-04-01/2026-07-01", "0")
		}, []string{"attain.steps $.steps"}},
		{"negative weight and no period", func(p *attain.PartPeriod) {
			p.Basis, p.Steps = attain.Seasonal, append(steps("2026-04-01/2026-07-01", "-1"), attain.Step{})
		}, []string{"attain.steps $.steps[0].weight", "attain.period $.steps[1].period"}},
		{"no working day", func(p *attain.PartPeriod) {
			p.Basis, p.Period, p.Part = attain.WorkingDays, kam.MustPeriod("2026-05-01/2026-05-04"), kam.MustPeriod("2026-05-01/2026-05-02")
		}, []string{"attain.basis $.basis"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.Prorate(free, with(spring(attain.CalendarDays), c.change))
			assert.Zero(t, out)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
	_, err := attain.Prorate(nil, spring(attain.WorkingDays))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	over := spring(attain.WorkingDays)
	over.Period.Until = kam.MustDay("2027-07-01")
	_, err = attain.Prorate(free, over)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
}
