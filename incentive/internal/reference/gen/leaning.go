package gen

import (
	"slices"

	"github.com/kam-go/kam/incentive"
)

// trait is something that a case has or has not by chance, which it may lean to.
type trait string

// The traits that are rare.
const (
	overriding trait = "a component on the commission of subordinates"
	prorating  trait = "proration"
	relieving  trait = "relief"
	carrying   trait = "excess that is carried"
	bridging   trait = "deadbands"
	gating     trait = "gates"
	slicing    trait = "multipliers per slice"
	factoring  trait = "multipliers on the whole"
	limiting   trait = "caps and floors"
	cutting    trait = "caps on attainment"
	crossing   trait = "tiers on another measure"
	opening    trait = "earlier positions"
	earlier    trait = "earlier deals"
	asking     trait = "conditions"
	leaving    trait = "absences"
	summing    trait = "components that pay a sum"
	dividing   trait = "tiers"
	crowding   trait = "deals on one day"
	levelling  trait = "payees who are level"
	returning  trait = "refunds"
	losing     trait = "deals with a loss"
	vacating   trait = "open positions"
	exchanging trait = "refunds of deals in other currencies"
)

// leanings are the choices that seldom decide anything, and that would seldom meet when each is drawn by itself. Those
// that decide least are listed twice.
func leanings() []any {
	return []any{
		incentive.Refuse, incentive.FirstRate, incentive.CarryNegative,
		incentive.BySequence, incentive.ByID, incentive.ByNumericID, incentive.BySequence, incentive.ByID, incentive.ByNumericID, incentive.BySequence,
		incentive.VacancySkip, incentive.VacancyHouse, "floor", "half-down",
		incentive.Latched, incentive.TakeBack, incentive.Latched, incentive.TakeBack,
		incentive.CatchUp, incentive.CatchUp, incentive.BaseAll, incentive.BaseExcess, incentive.BaseExcess,
		incentive.StepCurve, incentive.LinearCurve, incentive.BeyondFlat, incentive.BeyondExtend,
		incentive.TiesShare, incentive.TiesEach, incentive.TiesShare, incentive.TiesEach,
		incentive.HeldWait, incentive.HeldWait, incentive.HeldWait, incentive.HeldLeaveOut, incentive.KeyEqual, incentive.KeyDays,
		incentive.RateOfPlan, incentive.RefundAtOriginal, incentive.RefundAtOwn, incentive.RefundAtOriginal, incentive.RefundAtOwn,
		incentive.CalendarDays, incentive.WorkingDays, incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays,
		overriding, prorating, relieving, carrying, bridging, gating, slicing, factoring, limiting, cutting, crossing, opening, earlier, asking,
	}
}

// rivals are words for one thing, that only meet in a case whose plans do not agree.
func rivals() [][]any {
	return [][]any{
		{incentive.CarryNegative, incentive.FirstRate, incentive.Refuse},
		{incentive.BySequence, incentive.ByID, incentive.ByNumericID},
		{incentive.BySequence, incentive.ByID, incentive.ByNumericID},
		{incentive.BySequence, incentive.ByID, incentive.ByNumericID},
		{incentive.RefundAtOriginal, incentive.RefundAtOwn},
	}
}

// couples are choices that would seldom decide something in one case.
func couples() [][]any {
	return [][]any{
		{incentive.BySequence, incentive.HeldWait},
		{incentive.ByID, incentive.HeldWait},
		{incentive.VacancyHouse, incentive.HeldWait},
		{incentive.TiesEach, incentive.HeldWait},
		{incentive.TiesShare, incentive.HeldWait},
		{overriding, incentive.CreditGross, incentive.HeldWait},
		{overriding, incentive.CreditGross, incentive.HeldWait},
		{overriding, incentive.CreditGross, incentive.HeldWait},
		{overriding, incentive.CreditGross, incentive.HeldWait},
		{overriding, incentive.CreditGross, incentive.HeldWait},
		{overriding, incentive.CreditGross, incentive.HeldWait},
	}
}

// needs are the choices and traits without which a choice decides nothing.
func needs(choice any) []any {
	switch choice {
	case incentive.Latched, incentive.TakeBack:
		return []any{dividing, incentive.InterpolatedRate, incentive.Recalculate, incentive.Current, returning}
	case incentive.CarryNegative, incentive.FirstRate, incentive.Refuse:
		return []any{dividing, incentive.BaseMargin, losing}
	case incentive.BaseAll, incentive.BaseExcess:
		return []any{dividing, incentive.Whole, gating, bridging}
	case incentive.VacancySkip, incentive.VacancyHouse:
		return []any{overriding, vacating}
	case incentive.CatchUp:
		return []any{dividing, gating}
	case incentive.BySequence, incentive.ByID, incentive.ByNumericID:
		return []any{dividing, incentive.Marginal, crowding}
	case incentive.StepCurve, incentive.LinearCurve:
		return []any{summing, "curve"}
	case incentive.BeyondFlat, incentive.BeyondExtend:
		return []any{summing, "curve", incentive.LinearCurve}
	case incentive.TiesShare, incentive.TiesEach:
		return []any{levelling, incentive.Everybody}
	case incentive.RefundAtOriginal, incentive.RefundAtOwn:
		return []any{exchanging, incentive.RateOnDate, dividing, incentive.Marginal}
	case incentive.CalendarDays, incentive.WorkingDays:
		return []any{prorating, leaving}
	case incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays:
		return []any{prorating, leaving, incentive.Months}
	}
	return nil
}

// lean makes most cases lean to three of the choices, some of them to rivals or a couple, and all to what these need.
func (g *maker) lean() {
	if !g.chance(90) {
		return
	}
	all := leanings()
	switch {
	case g.chance(18):
		words := rivals()
		all = words[g.rnd.IntN(len(words))]
	case g.chance(18):
		words := couples()
		for _, choice := range words[g.rnd.IntN(len(words))] {
			g.leanTo(choice)
		}
		return
	}
	for range 3 {
		g.leanTo(all[g.rnd.IntN(len(all))])
	}
}

func (g *maker) leanTo(choice any) {
	g.leans = append(g.leans, choice)
	g.leans = append(g.leans, needs(choice)...)
	switch choice {
	case incentive.HeldWait, incentive.HeldLeaveOut:
		g.dirty, g.compared, g.pooled = true, true, true
	case incentive.TiesShare, incentive.TiesEach:
		g.compared = true
	case incentive.KeyEqual, incentive.KeyDays:
		g.pooled = true
	case incentive.BySequence, incentive.ByID:
		g.crowded = true
	case incentive.ByNumericID:
		g.crowded, g.numeric = true, true
	case incentive.RateOfPlan, incentive.RefundAtOriginal, incentive.RefundAtOwn:
		g.foreign = true
	}
}

// leansTo tells whether the case leans to a choice or trait.
func (g *maker) leansTo(choice any) bool { return slices.Contains(g.leans, choice) }

// pick chooses one of several, more often one that the case leans to.
func pick[T any](g *maker, of ...T) T {
	var leant []T
	for _, l := range g.leans {
		for _, o := range of {
			if any(o) == l {
				leant = append(leant, o)
			}
		}
	}
	if len(leant) > 0 && g.chance(85) {
		return leant[g.rnd.IntN(len(leant))]
	}
	return of[g.rnd.IntN(len(of))]
}

// may is a chance of so many percent, and a good one in a case that leans to the trait.
func (g *maker) may(t trait, percent int) bool {
	if g.leansTo(t) {
		percent = max(percent, 80)
	}
	return g.chance(percent)
}
