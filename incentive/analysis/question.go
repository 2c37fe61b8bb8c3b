package analysis

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Question says of whom and of what the payout curve is asked: one assignment, one measure that varies, the deals that
// make it vary, and everything else, which stands still. The zero value asks nothing; see [Ask] for the usual question.
type Question struct {
	// Period is the commission period that is paid for.
	Period kam.Period
	// Assignment is the payee's: plan version, quotas, target incentive. Its Payee may be empty.
	Assignment incentive.Assignment
	// Axis is what varies.
	Axis Axis
	// From and Until are the ends of the range that is asked for, in the axis's basis, both inclusive. From defaults to
	// 0, or to what Fixed and Positions already reach, Until to 2 on an axis of attainment; on other axes it must be
	// stated.
	From, Until decimal.NullDecimal
	// Deals is the deal profile: deals in their proportions. Amount, margin, units and cash of all of them are multiplied
	// by one factor, so that the axis stands where it is asked; everything else of them stands still. See [OneDeal]
	// and [EqualDeals]. Where the axis is an observation they count as they are. At most [MaxDeals] with Fixed.
	//
	// Of what a deal leaves out: the id is "deal-1", "deal-2" and so on ("1", "2" in plans ordered by numeric id), the
	// sequence its place in the list, the owner the payee, the plan's credit date the first day of the period that the
	// assignment covers, and margin, units or cash, where they are what the axis counts, the amount.
	Deals []incentive.Transaction
	// Fixed are deals that count besides, as they are: of the period, or of earlier ones in a window to date.
	Fixed []incentive.Transaction
	// Observations are the figures that measures name; their subjects may be left out.
	Observations []kam.Observation
	// Positions are where measures to date stand before; payee and plan may be left out.
	Positions []incentive.Position
	// Payees and Reporting are others whose deals are credited to the payee as their manager.
	Payees    []incentive.Payee
	Reporting []incentive.ReportingLine
	// MaxPieces limits the curve. Defaults to [DefaultPieces].
	MaxPieces int
}

// Axis is what varies: where a measure stands at the end of the period.
type Axis struct {
	// Measure is the measure's name.
	Measure string
	// Basis is what the axis counts: "attainment" (1 = 100 % of quota), or the measure's own quantity: "amount", "units"
	// or "score".
	Basis incentive.Basis
}

// Bounds on what is asked.
const (
	// MaxDeals is the largest number of deals of a question.
	MaxDeals = 200
	// DefaultPieces is how many pieces a curve may have unless the question says otherwise.
	DefaultPieces = 5_000
)

// OneDeal is the profile of a single deal.
func OneDeal() []incentive.Transaction { return EqualDeals(1) }

// EqualDeals is the profile of n deals of the same size, one after the other.
func EqualDeals(n int) []incentive.Transaction {
	deals := make([]incentive.Transaction, max(n, 0))
	for i := range deals {
		deals[i].Amount = decimal.NewFromInt(1)
	}
	return deals
}

// Terms are what an assignment states beyond the plan, for [Ask].
type Terms struct {
	// Plan and Version name the plan. They default to the only plan of the program, and its latest version.
	Plan    string
	Version int
	// Period is the commission period. Defaults to the first whole one in which the plan is effective.
	Period kam.Period
	// Quotas are the quotas for what each measure is compared with: the period, or the stretch to date.
	Quotas map[string]decimal.Decimal
	// Target is the target incentive for one commission period. Invalid: none.
	Target decimal.NullDecimal
}

// Ask returns the usual question about a plan: what one deal pays that takes the measure from zero to 200 % of quota,
// or, where nothing states a quota of it, the question on an axis of its own quantity, for which Until is still to be
// set. The payee has been on the plan for as long as the plan is effective. Error: *kam.InvalidError with the codes
// analysis.plan and analysis.period.
func Ask(program *incentive.Program, measure string, terms Terms) (Question, error) {
	f := faults{}
	plan, ok := choose(program, terms.Plan, terms.Version, &f)
	if !ok {
		return Question{}, f.Err()
	}
	period := terms.Period
	if period == (kam.Period{}) {
		if period, ok = firstPeriod(program, plan); !ok {
			f.Add(string(CodePeriod), "effective", say("no whole commission period lies in %s", "%s 内没有完整的结算期", plan.Effective.String()), say("state a period", "请写明期间"))
			return Question{}, f.Err()
		}
	}
	q := Question{
		Period: period, Deals: OneDeal(), Axis: Axis{Measure: measure, Basis: incentive.ByAmount},
		Assignment: incentive.Assignment{
			Payee: someone, Plan: plan.ID, Version: plan.Version, Period: plan.Effective,
			Target: incentive.Target{Amount: terms.Target, Per: plan.Period},
		},
	}
	for _, m := range plan.Measures {
		if amount, stated := terms.Quotas[m.Name]; stated {
			q.Assignment.Quotas = append(q.Assignment.Quotas, incentive.Quota{Measure: m.Name, Period: against(program.Calendar(), m, period), Amount: amount})
		}
		if m.Name != measure {
			continue
		}
		if _, stated := terms.Quotas[measure]; stated {
			q.Axis.Basis = incentive.ByAttainment
		} else {
			q.Axis.Basis = quantityOf(m)
		}
	}
	return q, nil
}

// someone is who is asked about where the question names nobody.
const someone = "payee"

// quantityOf is the basis that counts a measure's own quantity.
func quantityOf(m incentive.Measure) incentive.Basis {
	switch m.Base {
	case incentive.BaseUnits, incentive.BaseCount:
		return incentive.ByUnits
	case incentive.BaseObservation:
		return incentive.ByScore
	default:
		return incentive.ByAmount
	}
}

// choose finds the plan that is asked about.
func choose(program *incentive.Program, id string, version int, f *faults) (incentive.Plan, bool) {
	if id == "" {
		plans := program.Plans()
		for _, p := range plans {
			if id != "" && p.ID != id {
				f.Add(string(CodePlan), "plan", say("the program has several plans", "程序中有多个方案"), say("name one", "请指明其中一个"))
				return incentive.Plan{}, false
			}
			id = p.ID
		}
	}
	if version == 0 {
		for _, v := range program.Versions(id) {
			version = max(version, v)
		}
	}
	p, ok := program.Plan(id, version)
	if !ok {
		f.Add(string(CodePlan), "plan", say("version %d of plan %s is not compiled", "方案 %[2]s 的第 %[1]d 版未编译", version, quote(id)), say("name a plan of the program", "请指明程序中的方案"))
	}
	return p, ok
}

// firstPeriod is the first commission period that lies in the days on which a plan is effective.
func firstPeriod(program *incentive.Program, plan incentive.Plan) (kam.Period, bool) {
	day := plan.Effective.From
	for range 3 {
		p, err := program.Calendar().Containing(plan.Period, day)
		if err != nil {
			return kam.Period{}, false
		}
		if plan.Effective.ContainsPeriod(p) {
			return p, true
		}
		day = p.Until
	}
	return kam.Period{}, false
}

// stretch is the kind of fiscal stretch that a window runs through; "" for other windows.
func stretch(w incentive.Window) kam.PeriodKind {
	switch w {
	case incentive.QuarterToDate:
		return kam.Quarter
	case incentive.HalfToDate:
		return kam.HalfYear
	case incentive.YearToDate:
		return kam.Year
	default:
		return ""
	}
}

// full is the whole stretch that a measure's window runs through; the period itself for other windows.
func full(cal *kam.Calendar, m incentive.Measure, period kam.Period) kam.Period {
	kind := stretch(m.Window)
	if kind == "" {
		return period
	}
	whole, err := cal.Containing(kind, period.From)
	if err != nil {
		return period
	}
	return whole
}

// window is what a measure adds up over in a period.
func window(cal *kam.Calendar, m incentive.Measure, period kam.Period) kam.Period {
	return kam.Period{From: full(cal, m, period).From, Until: period.Until}
}

// against is the stretch whose quota a measure is compared with.
func against(cal *kam.Calendar, m incentive.Measure, period kam.Period) kam.Period {
	if m.Denominator == incentive.FullPeriod {
		return full(cal, m, period)
	}
	return window(cal, m, period)
}

func ordinal(n int) string { return strconv.Itoa(n + 1) }
