package incentive

import (
	"iter"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/internal/num"
)

// Statement is what one payee earns under one plan in one period, with
// everything it rests on. It is a small view of a [Run]: copy it freely. The
// zero value belongs to no run; its methods must not be called.
//
// The amounts of its lines, adjustments and earlier earnings sum to
// [Statement.Earned] exactly.
type Statement struct{ r *result }

// Statements yields the statements of everybody who is not held, ordered by payee id, plan id and start of assignment.
func (r *Run) Statements() iter.Seq[Statement] {
	return func(yield func(Statement) bool) {
		for _, x := range r.results {
			if !yield(Statement{x}) {
				return
			}
		}
	}
}

// Statement returns the statement of a payee under a plan; the latest assignment's when there are several.
func (r *Run) Statement(payee, plan string) (Statement, bool) {
	for i := len(r.results) - 1; i >= 0; i-- {
		if u := r.results[i].unit; u.payee.ID == payee && u.Plan == plan {
			return Statement{r.results[i]}, true
		}
	}
	return Statement{}, false
}

// Held yields the payees for whom nothing could be computed, ordered by payee id and plan id.
func (r *Run) Held() iter.Seq[Held] {
	return func(yield func(Held) bool) {
		for _, h := range r.held {
			if !yield(h) {
				return
			}
		}
	}
}

// WhyHeld returns the reasons for which nothing could be computed for a payee under one or more of their plans, and none for
// anybody else. [Run.Held] says which plan it is, and has all payees at once.
func (r *Run) WhyHeld(payee string) kam.Findings {
	var why kam.Findings
	for _, h := range r.held {
		if h.Payee.ID == payee {
			why.Merge(h.Findings)
		}
	}
	return why
}

// House yields what no payee is credited for, ordered by transaction.
func (r *Run) House() iter.Seq[HouseCredit] {
	return func(yield func(HouseCredit) bool) {
		for _, h := range r.calc.house {
			if !yield(h) {
				return
			}
		}
	}
}

// Direct yields each owner's part of each deal of the period, before factors,
// held payees included, ordered by transaction. Together with the entries of
// [Run.House] that are no overrides it sums to the deals of the period.
func (r *Run) Direct() iter.Seq[DirectCredit] {
	return func(yield func(DirectCredit) bool) {
		list := r.calc.direct
		if r.bulk != nil {
			list = r.bulk.directs()
		}
		for _, d := range list {
			if !yield(d) {
				return
			}
		}
	}
}

// whole returns the statement with everything that it shows.
func (s Statement) whole() Statement { return Statement{s.r.whole()} }

// Payee returns whose statement it is.
func (s Statement) Payee() Payee { return *s.r.unit.payee }

// Period returns the commission period.
func (s Statement) Period() kam.Period { return s.r.calc.period }

// PeriodLabel returns the period's name in the calendar, such as "2026-Q1".
func (s Statement) PeriodLabel() string { return s.r.calc.program.calendar.Label(s.r.calc.period) }

// PlanID returns the plan's id.
func (s Statement) PlanID() string { return s.r.unit.Plan }

// PlanVersion returns the plan's version.
func (s Statement) PlanVersion() int { return s.r.unit.Version }

// PlanTitle returns what people call the plan; its id when it has no title.
func (s Statement) PlanTitle() kam.Text {
	t := s.r.unit.plan.Title
	if t == (kam.Text{}) {
		return kam.Text{EN: s.r.unit.Plan, ZH: s.r.unit.Plan}
	}
	return t
}

// PlanHash returns the plan's [Plan.Hash].
func (s Statement) PlanHash() string { return s.r.unit.plan.hash }

// InputHash returns the SHA-256 of everything the statement was computed from.
func (s Statement) InputHash() string { return s.r.inputHash() }

// Currency returns the plan's currency, which every amount is in.
func (s Statement) Currency() kam.Currency { return s.r.unit.plan.Currency }

// Places returns the number of decimal places of the statement's amounts.
func (s Statement) Places() int32 { return s.r.unit.plan.grid.Places }

// Assignment returns the assignment that the statement is for.
func (s Statement) Assignment() Assignment {
	return s.r.unit.clone()
}

// Open reports whether the statement is that of an open position, for which nothing is posted.
func (s Statement) Open() bool { return s.r.unit.payee.Open }

// Earned returns what the period adds: the sum of everything on the statement. Negative when more is taken back than earned,
// zero for the zero Statement.
func (s Statement) Earned() decimal.Decimal { return s.r.total() }

// EarnedUnits returns [Statement.Earned] as a whole number of the plan's smallest unit, such as cents, without making a
// decimal: amount × 10^[Statement.Places]. False when that has more than 63 bits.
func (s Statement) EarnedUnits() (units int64, ok bool) {
	if s.r.plain() {
		return s.r.bulk.q.earned[s.r.bulk.n], true
	}
	x := s.Earned().Shift(s.Places())
	return x.IntPart(), x.NumDigits() <= maxDigits+maxDecimals && x.BigInt().IsInt64()
}

// Payable returns what is to be paid: Earned, and zero when that is negative or the position is open.
func (s Statement) Payable() decimal.Decimal {
	if s.r.total().IsNegative() || s.Open() {
		return decimal.Zero
	}
	return s.r.total()
}

// MeasureResult is where a measure stands at the end of the period.
type MeasureResult struct {
	Name string
	Base Base
	// Opening is the position before the first credit, Value the one at the end, at most 4 decimals shown, half-up. Value and
	// Attainment are rounded down where they would read as a bound of the plan, or as the quota, that is not reached.
	Opening, Value decimal.Decimal
	// Quota is what attainment divides by. Invalid: none stated, or zero.
	Quota decimal.NullDecimal
	// Attainment is Value ÷ Quota, 6 decimals, half-up; 1 = 100 %. It is for people to read: the engine compares exactly.
	Attainment decimal.NullDecimal
}

// Measures yields the plan's measures in their order. Those that nothing needed are left out.
func (s Statement) Measures() iter.Seq[MeasureResult] {
	return func(yield func(MeasureResult) bool) {
		for i := range s.r.unit.plan.Measures {
			if m, ok := s.measure(i); ok && !yield(m) {
				return
			}
		}
	}
}

// Measure returns one measure by name; false when the plan has none of that name or nothing needed it.
func (s Statement) Measure(name string) (MeasureResult, bool) {
	i, ok := s.r.unit.plan.measures[name]
	if !ok {
		return MeasureResult{}, false
	}
	return s.measure(i)
}

func (s Statement) measure(i int) (MeasureResult, bool) {
	at := s.r.measured(i)
	if !at.ready || at.final == nil {
		return MeasureResult{}, false
	}
	def := s.r.unit.plan.Measures[i]
	p := s.r.unit.plan
	m := MeasureResult{Name: def.Name, Base: def.Base, Opening: shown(at.start), Value: p.reads(i, at, p.natural(i), at.final)}
	if at.quota != nil {
		m.Quota = decimal.NewNullDecimal(shown(at.quota))
	}
	if x := at.attainment(); x != nil {
		m.Attainment = decimal.NewNullDecimal(p.reads(i, at, ByAttainment, x))
	}
	return m, true
}

// shown rounds a quantity for display.
func shown(x *big.Rat) decimal.Decimal { return num.RoundRat(x, maxDecimals, num.HalfUp) }

// ComponentResult is one component of a statement.
type ComponentResult struct {
	Name string
	// Measure is the name of the measure that the component pays on.
	Measure string
	// ToDate is what the component earned in its measure's window, Before what was posted for it in
	// earlier periods of the window, and Amount the difference: what the period adds.
	ToDate, Before, Amount decimal.Decimal
}

// Components yields the components in the plan's order.
func (s Statement) Components() iter.Seq[ComponentResult] {
	return func(yield func(ComponentResult) bool) {
		for i, x := range s.r.sums() {
			k := &s.r.unit.plan.parts[i]
			if !yield(ComponentResult{Name: k.Name, Measure: k.Component.Measure, ToDate: x.toDate, Before: x.before, Amount: x.toDate.Sub(x.before)}) {
				return
			}
		}
	}
}

// AdjustmentKind says what an [Adjustment] is.
type AdjustmentKind string

// The kinds, in the order in which they apply to a sum.
const (
	// AdjustCurve, AdjustEvery, AdjustContest and AdjustPool are what a component pays that has no lines.
	AdjustCurve   AdjustmentKind = "curve"
	AdjustEvery   AdjustmentKind = "every"
	AdjustContest AdjustmentKind = "contest"
	AdjustPool    AdjustmentKind = "pool"
	// AdjustGate takes back what a gate that is not passed keeps from paying.
	AdjustGate AdjustmentKind = "gate"
	// AdjustTransactionCap is the payee's part of what a deal pays all payees together above its cap.
	AdjustTransactionCap AdjustmentKind = "transaction-cap"
	// AdjustMultiplier is what a factor on the sum adds or takes.
	AdjustMultiplier AdjustmentKind = "multiplier"
	// AdjustCap cuts a sum to a cap.
	AdjustCap AdjustmentKind = "cap"
	// AdjustFloor lifts a sum to a floor.
	AdjustFloor AdjustmentKind = "floor"
	// AdjustEarlier is what earlier deals of a to-date window earn by today's rates.
	AdjustEarlier AdjustmentKind = "earned-earlier"
	// AdjustPosted is what was posted in earlier periods of a to-date window.
	AdjustPosted AdjustmentKind = "posted-earlier"
	// AdjustPlanCap cuts the sum of all components to a cap.
	AdjustPlanCap AdjustmentKind = "plan-cap"
	// AdjustCarriedIn is what caps of earlier periods have carried into this one.
	AdjustCarriedIn AdjustmentKind = "carried-in"
	// AdjustPeriodCap cuts what the period adds to a cap.
	AdjustPeriodCap AdjustmentKind = "period-cap"
	// AdjustLifetimeCap cuts what the period adds to what is left of a cap on all that the plan ever pays.
	AdjustLifetimeCap AdjustmentKind = "lifetime-cap"
)

// Adjustment is an amount that belongs to a sum and to no single line. Which
// of its numbers are valid depends on its kind; quantities show at most 4
// decimals and shares and factors at most 10, half-up. The numbers of Base ×
// Factor and of Fund × Weight ÷ Weights show as many more as are needed for
// what is shown to round to what the exact numbers make.
type Adjustment struct {
	// Component is the component's name; empty for the plan's own.
	Component string
	Kind      AdjustmentKind
	// Amount is in the plan's currency and at its places.
	Amount decimal.Decimal
	// Limit is the cap or floor that was met.
	Limit decimal.NullDecimal
	// Measure and Basis are what a curve, every, contest, pool by position or attainment, or multiplier looked at, and Position
	// is where that measure stands in the basis: an amount, units, a score, or for "attainment" a share of quota, which shows 6
	// decimals. It is rounded down where it would read as a bound of the plan that is not reached.
	Measure  string
	Basis    Basis
	Position decimal.NullDecimal
	// Factor is what multiplied: the curve's or the multiplier's.
	Factor decimal.NullDecimal
	// Base is what Factor multiplied: for a curve the stated amount, or the weighted part of Target; for a multiplier the sum so far.
	Base decimal.NullDecimal
	// Target is the target incentive that a curve's base is a part of, or that a pool is shared out by.
	Target decimal.NullDecimal
	// Each, Times and Pays are those of every: Pays is paid Times times, once for each full Each.
	Each, Times, Pays decimal.NullDecimal
	// Place is the place taken in a contest, from 1; 0: none. Tied is how many share it, Contestants how many took part.
	Place, Tied, Contestants int
	// Fund is the limit of a contest's prizes when it cut them, or the fund of a pool.
	Fund decimal.NullDecimal
	// Weight is the payee's weight in a pool and Weights the sum of all of its Contestants.
	Weight, Weights decimal.NullDecimal
	// Transaction is the deal of a transaction cap, and Total what it would pay all payees together without the cap.
	Transaction string
	Total       decimal.NullDecimal
}

// Adjustments yields the adjustments: each component's in the plan's order, then the plan's own.
func (s Statement) Adjustments() iter.Seq[Adjustment] {
	return func(yield func(Adjustment) bool) {
		s = s.whole()
		for i := range s.r.components {
			for _, a := range s.adjustments(i) {
				if !yield(a) {
					return
				}
			}
		}
		for _, a := range s.r.plan {
			if !yield(Adjustment{Kind: kindOf(a.Kind, nil), Amount: a.amount, Limit: s.limit(a.Limit)}) {
				return
			}
		}
	}
}

// adjustments returns those of one component.
func (s Statement) adjustments(i int) []Adjustment {
	k, part := &s.r.unit.plan.parts[i], &s.r.unit.state.parts[i]
	var out []Adjustment
	earlier, found := decimal.Zero, false
	for n, l := range part.lines {
		if s.r.earlier(part.credit[l.Credit]) {
			earlier, found = earlier.Add(part.final[n]), true
		}
	}
	if found {
		out = append(out, Adjustment{Component: k.Name, Kind: AdjustEarlier, Amount: earlier})
	}
	for n, a := range part.sum.Adjustments {
		x := Adjustment{Component: k.Name, Kind: kindOf(a.Kind, k), Amount: part.final[len(part.lines)+n], Limit: s.limit(a.Limit)}
		s.detail(&x, i, a)
		out = append(out, x)
	}
	if b := s.r.components[i].before; !b.IsZero() {
		out = append(out, Adjustment{Component: k.Name, Kind: AdjustPosted, Amount: b.Neg()})
	}
	return out
}

// kindOf names what the settlement calls by number; a sum's kind is its component's.
func kindOf(k settle.Kind, part *part) AdjustmentKind {
	switch k {
	case settle.Sum:
		return part.form()
	case settle.Gate:
		return AdjustGate
	case settle.TransactionCap:
		return AdjustTransactionCap
	case settle.Multiplier:
		return AdjustMultiplier
	case settle.ComponentCap:
		return AdjustCap
	case settle.ComponentFloor:
		return AdjustFloor
	case settle.PlanCap:
		return AdjustPlanCap
	case settle.CarriedIn:
		return AdjustCarriedIn
	case settle.PeriodCap:
		return AdjustPeriodCap
	case settle.LifetimeCap:
		return AdjustLifetimeCap
	case settle.PostedBefore:
		return AdjustPosted
	}
	return ""
}

// earlier reports whether a credit counts before the run's period.
func (r *result) earlier(c *credit) bool { return c.date.Before(r.calc.period.From) }

func (s Statement) limit(x *big.Rat) decimal.NullDecimal {
	if x == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(x, s.Places(), s.r.unit.plan.grid.Mode))
}
