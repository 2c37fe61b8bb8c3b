package gen

import "github.com/kam-go/kam/incentive"

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
)

// leanings are the choices that seldom decide anything, and that would seldom meet when each is drawn by itself.
func leanings() []any {
	return []any{
		incentive.Refuse, incentive.FirstRate, incentive.BySequence, incentive.ByID, incentive.ByNumericID,
		incentive.Latched, incentive.TakeBack, incentive.BaseAll, "floor", "half-down",
		incentive.StepCurve, incentive.LinearCurve, incentive.BeyondFlat, incentive.BeyondExtend,
		incentive.TiesShare, incentive.TiesEach, incentive.HeldWait, incentive.HeldWait, incentive.HeldLeaveOut, incentive.KeyEqual, incentive.KeyDays,
		incentive.RateOfPlan, incentive.RefundAtOriginal, incentive.RefundAtOwn,
		incentive.CalendarDays, incentive.WorkingDays, incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays,
		overriding, prorating, relieving, carrying, bridging, gating, slicing, factoring, limiting, cutting, crossing, opening, earlier, asking,
	}
}

// lean makes most cases lean to two of the choices, and to what these need to decide anything.
func (g *maker) lean() {
	if !g.chance(60) {
		return
	}
	all := leanings()
	for i := range g.leans {
		g.leans[i] = all[g.rnd.IntN(len(all))]
		switch g.leans[i] {
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
}

// pick chooses one of several, more often one that the case leans to.
func pick[T any](g *maker, of ...T) T {
	for _, l := range g.leans {
		if _, is := l.(T); !is {
			continue
		}
		for _, o := range of {
			if any(o) == l && g.chance(65) {
				return o
			}
		}
	}
	return of[g.rnd.IntN(len(of))]
}

// may is a chance of so many percent, and a good one in a case that leans to the trait.
func (g *maker) may(t trait, percent int) bool {
	if g.leans[0] == t || g.leans[1] == t {
		percent = max(percent, 80)
	}
	return g.chance(percent)
}
