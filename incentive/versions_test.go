package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// editions is an office in the third quarter in which anna goes from version to version of her plan, one a quarter, each
// with the cap per period given. Of her 150 a quarter the first two versions have cut 50 and 30.
func editions(t *testing.T, excess ...incentive.Excess) *office {
	t.Helper()
	o := newOffice(t)
	o.in.Period = kam.MustPeriod("2026-07-01/2026-10-01")
	from := kam.MustPeriod("2026-01-01/2026-04-01")
	base := o.sales
	anna := o.in.Roster.Assignments[0]
	o.in.Roster.Assignments = o.in.Roster.Assignments[1:]
	cuts := []string{"-50", "-30"}
	for i, x := range excess {
		p := base
		p.Version = i + 2
		limit := incentive.Cap{Per: incentive.PerRunPeriod, On: incentive.OnPay, Amount: known("400"), Excess: x}
		if x == incentive.ExcessCarry {
			limit.Until = kam.MustDay("2027-01-01")
		}
		p.Caps = []incentive.Cap{limit}
		if x == "" {
			p.Caps = nil
		}
		o.more = append(o.more, p)
		a := anna
		a.Version, a.Period = p.Version, from
		o.in.Roster.Assignments = append(o.in.Roster.Assignments, a)
		if i < len(cuts) && x != "" {
			cut := posted(from.String(), cuts[i])
			cut.Component, cut.Version = "(period-cap)", p.Version
			o.in.Opening.Ledger.Posted = append(o.in.Opening.Ledger.Posted, cut)
		}
		next := from.Until
		from = kam.Period{From: next, Until: next.AddMonths(3)}
	}
	o.deals = append(o.deals, sold("a3", "anna", "1500", "2026-08-01"))
	return o
}

// What caps per period cut goes over to later versions of the plan as each version says of what it cut itself.
func TestVersionsHandOnWhatTheirCapsCarried(t *testing.T) {
	const forfeit, carry = incentive.ExcessForfeit, incentive.ExcessCarry
	for name, c := range map[string]struct {
		versions []incentive.Excess
		want     string
	}{
		"forfeited for good":              {[]incentive.Excess{forfeit, forfeit, carry}, "150"},
		"carried from version to version": {[]incentive.Excess{carry, carry, carry}, "230 carried-in 80"},
		"of one of them alone":            {[]incentive.Excess{forfeit, carry, carry}, "180 carried-in 30"},
		"past one that forfeits":          {[]incentive.Excess{carry, forfeit, carry}, "200 carried-in 50"},
		"past one without a cap":          {[]incentive.Excess{carry, "", carry}, "200 carried-in 50"},
		"to one that forfeits":            {[]incentive.Excess{carry, carry, forfeit}, "150"},
		"to one without a cap":            {[]incentive.Excess{carry, carry, ""}, "150"},
	} {
		t.Run(name, func(t *testing.T) {
			o := editions(t, c.versions...)
			assert.Equal(t, []string{c.want}, annas(o.mustRun(t)))
		})
	}
}

// Nobody can know what a version meant that the book does not have.
func TestCutUnderAVersionThatIsNotThereHolds(t *testing.T) {
	o := editions(t, incentive.ExcessCarry, incentive.ExcessCarry, incentive.ExcessCarry)
	first := o.more[0]
	o.more = o.more[1:]
	o.in.Roster.Assignments = append(o.in.Roster.Assignments[:3], o.in.Roster.Assignments[4:]...)
	assert.Equal(t, []string{"anna sales run.opening @ opening.ledger version 2"}, heldBy(o.mustRun(t)))
	o.more = append(o.more, first)
	assert.Equal(t, []string{"230 carried-in 80"}, annas(o.mustRun(t)))
}

// A version without a cap on the sum to date, assigned from the start of the year, pays what the version before it cut.
func TestVersionWithoutACapToDatePaysWhatWasCut(t *testing.T) {
	o := newOffice(t)
	o.in.Period = secondQuarter
	o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.YearToDate, incentive.FullPeriod
	o.sales.Version = 2
	for i := range o.in.Roster.Assignments {
		if a := &o.in.Roster.Assignments[i]; a.Plan == "sales" {
			a.Version = 2
		}
	}
	cut := posted("2026-01-01/2026-04-01", "-40")
	cut.Component = "(plan-cap)"
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-01-01/2026-04-01", "100"), cut}
	o.add(sold("a2", "anna", "300", "2026-05-01"))
	assert.Equal(t, []string{"70 earned-earlier 100 posted-earlier -100 posted-earlier 40"}, annas(o.mustRun(t)))
}

// What earlier versions posted on a finer grid is not rounded away: sums to date, what a plan's cap cut, and what is
// carried hold the payee, unless it lies on the grid of the version in force.
func TestPostingsFinerThanThePlanHold(t *testing.T) {
	const place = "anna sales run.opening @ opening.ledger places"
	for _, component := range []string{"commission", "(plan-cap)"} {
		for amount, held := range map[string][]string{"7.5": {place}, "8": nil} {
			o := newOffice(t)
			o.in.Period = secondQuarter
			o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.YearToDate, incentive.FullPeriod
			o.sales.Rounding.Places = new(int32)
			early := posted("2026-01-01/2026-04-01", amount)
			early.Component = component
			o.in.Opening.Ledger.Posted = []ledger.Posted{early}
			assert.Equal(t, held, heldBy(o.mustRun(t)), "%s of %s", amount, component)
		}
	}
	o := editions(t, incentive.ExcessCarry, incentive.ExcessCarry, incentive.ExcessCarry)
	o.more[2].Rounding.Places = new(int32)
	o.in.Opening.Ledger.Posted[0].Amount = exact("-50.5")
	assert.Equal(t, []string{place}, heldBy(o.mustRun(t)))
	o.in.Opening.Ledger.Posted[1].Amount = exact("-30.5")
	assert.Empty(t, heldBy(o.mustRun(t)), "together they are whole")
}

// Somebody who is hired within a commission period, or goes over to another version there, is paid to date like everybody:
// what was posted for that period counts for the assignment that earned it.
func TestAssignmentsToDateBeginWithinAPeriod(t *testing.T) {
	first := kam.MustPeriod("2026-01-01/2026-04-01")
	row := func(version int, amount string) ledger.Posted {
		p := posted(first.String(), amount)
		p.Version = version
		return p
	}
	const (
		less    = "70 earned-earlier 80 posted-earlier -40" // 40 of the 80 that deals since 20 January have earned
		unknown = "anna sales run.opening @ opening.ledger"
	)
	for name, c := range map[string]struct {
		before []string // versions of assignments that ended on 20 January
		posted []ledger.Posted
		want   string
		held   string
	}{
		"hired within":                        {nil, []ledger.Posted{row(1, "40")}, less, ""},
		"another version before":              {[]string{"2"}, []ledger.Posted{row(1, "40"), row(2, "99")}, less, ""},
		"the same version before":             {[]string{"1"}, []ledger.Posted{row(1, "40")}, "", unknown},
		"a version before, not on the roster": {nil, []ledger.Posted{row(1, "40"), row(2, "99")}, "", unknown},
		"of the version before alone":         {[]string{"2"}, []ledger.Posted{row(2, "99")}, "110 earned-earlier 80", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.in.Period = secondQuarter
			o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.YearToDate, incentive.FullPeriod
			anna := &o.in.Roster.Assignments[0]
			begin := kam.MustDay("2026-01-20")
			for range c.before {
				old := *anna
				old.Period = kam.Period{From: first.From, Until: begin}
				if c.before[0] == "2" {
					old.Version = 2
				}
				o.in.Roster.Assignments = append(o.in.Roster.Assignments, old)
			}
			second := o.sales
			second.Version = 2
			o.more = append(o.more, second)
			o.in.Roster.Assignments[0].Period.From = begin
			o.in.Opening.Ledger.Posted = c.posted
			o.deals = nil
			o.add(sold("a0", "anna", "500", "2026-01-10"), sold("a1", "anna", "800", "2026-02-01"), sold("a2", "anna", "300", "2026-05-01"))
			run := o.mustRun(t)
			if c.held != "" {
				assert.Equal(t, []string{c.held}, heldBy(run))
				return
			}
			assert.Empty(t, heldBy(run))
			assert.Equal(t, []string{c.want}, annas(run))
		})
	}
}
