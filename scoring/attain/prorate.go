package attain

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Basis says how a target is divided over its period. The zero value is none and refused.
type Basis string

// Bases of a part of a period.
const (
	// CalendarDays: days of the part by days of the period.
	CalendarDays Basis = "calendar-days"
	// WorkingDays: working days of the part by working days of the period.
	WorkingDays Basis = "working-days"
	// Months: every fiscal month counts the same, one that is in the part with some of its days by these. The period
	// consists of whole fiscal months.
	Months Basis = "months"
	// Seasonal: the steps as they are weighted, one that is in the part with some of its days by these.
	Seasonal Basis = "seasonal"
)

// Step is the weight of one stretch of the period, such as a quarter's part of the year. Weights are at least 0 and
// count in proportion, whatever they sum to.
type Step struct {
	Period kam.Period   `json:"period"`
	Weight kam.Fraction `json:"weight"`
}

// PartPeriod is a target for a whole period of which a part counts, as for somebody who joined in March.
type PartPeriod struct {
	// Target is that of the whole period; not valid while it is not known.
	Target decimal.NullDecimal `json:"target,omitzero"`
	Period kam.Period          `json:"period"`
	// Part is inside Period.
	Part kam.Period `json:"part"`
	// Basis is required.
	Basis Basis `json:"basis"`
	// Steps are for [Seasonal] alone, where they cover every day of Period once, in any order; at most [MaxSteps].
	Steps []Step `json:"steps,omitempty"`
}

// PartTarget is what of a target falls to a part of its period: [PartTarget.Target] is Whole * Share. The zero value is
// not known.
type PartTarget struct {
	// Whole is the target of the whole period.
	Whole decimal.NullDecimal `json:"whole,omitzero"`
	// Share is the part of the period: working days by working days, for example. It is known without the target.
	Share Ratio      `json:"share"`
	Part  kam.Period `json:"part"`
	Basis Basis      `json:"basis"`
}

// Target returns the exact target of the part as a new number, and false when it is not known.
func (p PartTarget) Target() (*big.Rat, bool) {
	share := p.Share.quotient()
	if share == nil || !p.Whole.Valid || num.Check(p.Whole.Decimal) != nil {
		return nil, false
	}
	return share.Mul(share, num.Rat(p.Whole.Decimal)), true
}

// Round returns the target of the part rounded once, half away from zero, to a multiple of 10^-places; not valid when it
// is not known. Parts rounded one by one need not sum to the whole. Places are 0 to 30, and what is beyond counts as the
// nearer end.
func (p PartTarget) Round(places int32) decimal.NullDecimal {
	target, known := p.Target()
	if !known {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(target, bounded(places), num.HalfUp))
}

// Attainment returns the attainment of the exact target of the part, as [Of] does.
func (p PartTarget) Attainment(actual decimal.NullDecimal, m Method) (Ratio, error) {
	var found kam.Findings
	m.check(&found, "$.method")
	a := value(&found, "$.actual", actual)
	target, _ := p.Target()
	m.checkValues(&found, "$", a, target)
	if err := found.Err(); err != nil {
		return Ratio{}, err
	}
	return m.of(a, target), nil
}

// Explain returns the target of the part and how it came about.
func (p PartTarget) Explain() kam.Text {
	top, bottom, _ := p.Share.Parts()
	target, known := p.Target()
	if !known {
		return say("not known: %s", "未知：%s", UnknownInput.Text())
	}
	how := say("%s of %s months", "%[2]s 个月中的 %[1]s 个月", top, bottom)
	switch p.Basis {
	case CalendarDays:
		how = say("%s of %s days", "%[2]s 天中的 %[1]s 天", top, bottom)
	case WorkingDays:
		how = say("%s of %s working days", "%[2]s 个工作日中的 %[1]s 个", top, bottom)
	case Seasonal:
		how = say("%s of %s by seasonal weights", "按季节权重，%[2]s 中的 %[1]s", top, bottom)
	case Months:
	}
	return say("%s: %s of the target %s, which is %s", "%s：目标 %[3]s，%[2]s，折算为 %[4]s", p.Part, how, p.Whole.Decimal, target)
}

// Prorate returns what of a target falls to a part of its period: target * share, exactly. The calendar counts working
// days and fiscal months; nil is [kam.Gregorian], which knows no working days. Faults come all at once in a
// [*kam.InvalidError]: attain.number, .basis (also a period without a working day), .period, .steps; working days that
// the calendar does not know are an error that wraps [kam.ErrNoHolidays].
func Prorate(c *kam.Calendar, p PartPeriod) (PartTarget, error) {
	var found kam.Findings
	value(&found, "$.target", p.Target)
	good := closed(&found, "$.period", p.Period)
	if good = closed(&found, "$.part", p.Part) && good; good && !p.Period.ContainsPeriod(p.Part) {
		found.Add(fault("period", "$.part", say("%s reaches outside %s", "%s 超出 %s", p.Part, p.Period), say("use the days that are in both", "请取两者共有的日期")))
		good = false
	}
	if p.Basis != Seasonal && len(p.Steps) > 0 {
		found.Add(fault("steps", "$.steps", say("there are %d steps, and the basis is %q", "填写了 %d 步，而折算方式为 %q", len(p.Steps), show(string(p.Basis))),
			say("leave them out, or use the basis seasonal", "请删去，或改用 seasonal（按季节权重）")))
	}
	var top, bottom *big.Rat
	var err error
	switch p.Basis {
	case CalendarDays:
		top, bottom = whole(p.Part.Days()), whole(p.Period.Days())
	case WorkingDays:
		if good {
			top, bottom, err = worked(c, p, &found)
		}
	case Months:
		if good {
			top, bottom = months(c, p, &found)
		}
	case Seasonal:
		top, bottom = seasonal(p, good, &found)
	default:
		unknownWord(&found, "basis", "$.basis", string(p.Basis), "calendar-days, working-days, months, seasonal")
	}
	if invalid := found.Err(); invalid != nil {
		return PartTarget{}, invalid
	}
	if err != nil {
		return PartTarget{}, err
	}
	share := parts(top, bottom, ZeroWhole).telling("%s of %s", "%[2]s 中的 %[1]s", top, bottom)
	return PartTarget{Whole: p.Target, Share: share, Part: p.Part, Basis: p.Basis}, nil
}

func whole(n int) *big.Rat { return big.NewRat(int64(n), 1) }

func worked(c *kam.Calendar, p PartPeriod, found *kam.Findings) (top, bottom *big.Rat, err error) {
	part, err := c.WorkingDays(p.Part)
	if err != nil {
		return nil, nil, fmt.Errorf("attain: part of a period: %w", err)
	}
	all, err := c.WorkingDays(p.Period)
	if err != nil {
		return nil, nil, fmt.Errorf("attain: part of a period: %w", err)
	}
	if all == 0 {
		found.Add(fault("basis", "$.basis", say("%s has no working day", "%s 没有工作日", p.Period), say("use calendar-days", "请改用 calendar-days（自然日）")))
	}
	return whole(part), whole(all), nil
}

func months(c *kam.Calendar, p PartPeriod, found *kam.Findings) (top, bottom *big.Rat) {
	all, err := c.Split(p.Period, kam.Month)
	if err != nil {
		found.Add(fault("period", "$.period", say("%s is not made of whole fiscal months", "%s 不是由完整的财务月组成", p.Period), say("use another basis, or whole months", "请改用其他方式，或使用整月")))
		return nil, nil
	}
	top = new(big.Rat)
	for _, month := range all {
		top.Add(top, covered(month, p.Part))
	}
	return top, whole(len(all))
}

// covered returns the share of the days of p that are in part.
func covered(p, part kam.Period) *big.Rat {
	both, ok := p.Intersect(part)
	if !ok {
		return new(big.Rat)
	}
	return big.NewRat(int64(both.Days()), int64(p.Days()))
}

func seasonal(p PartPeriod, good bool, found *kam.Findings) (top, bottom *big.Rat) {
	if !count(found, "$.steps", len(p.Steps), 1, MaxSteps) {
		return nil, nil
	}
	top, bottom = new(big.Rat), new(big.Rat)
	periods, sound := make([]checked, len(p.Steps)), true
	for i, step := range p.Steps {
		place := fmt.Sprintf("$.steps[%d]", i)
		periods[i] = checked{Point: Point{Period: step.Period}, at: i}
		sound = closed(found, place+".period", step.Period) && sound
		if step.Weight.Check() != nil || step.Weight.Num < 0 {
			found.Add(fault("steps", place+".weight", say("%d/%d is no weight", "%d/%d 不是有效的权重", step.Weight.Num, step.Weight.Den),
				say("use 0 or more, at most 10^12 above and below the stroke", "请填 0 或以上，分子与分母均不超过 10^12")))
			sound = false
		}
	}
	if !sound || !good {
		return nil, nil
	}
	if !tiled(p.Period, periods, found) {
		return nil, nil
	}
	for _, step := range p.Steps {
		bottom.Add(bottom, step.Weight.Rat())
		top.Add(top, new(big.Rat).Mul(step.Weight.Rat(), covered(step.Period, p.Part)))
	}
	if bottom.Sign() == 0 {
		found.Add(fault("steps", "$.steps", say("all weights are 0", "权重全为 0"), say("give at least one step a weight above 0", "请至少为一步填写大于 0 的权重")))
	}
	return top, bottom
}

// tiled reports the days of p that belong to no step or to several, and steps that reach outside p.
func tiled(p kam.Period, steps []checked, found *kam.Findings) bool {
	good := true
	add := func(place string, message kam.Text) {
		good = false
		found.Add(fault("steps", place, message, say("let every day of %s belong to exactly one step", "请使 %s 的每一天恰好属于一步", p)))
	}
	slices.SortStableFunc(steps, func(a, b checked) int { return a.Period.Compare(b.Period) })
	reached := p.From
	for _, step := range steps {
		place := fmt.Sprintf("$.steps[%d].period", step.at)
		if !p.ContainsPeriod(step.Period) {
			add(place, say("%s reaches outside %s", "%s 超出 %s", step.Period, p))
		}
		inside, some := p.Intersect(step.Period)
		switch {
		case !some:
			continue
		case inside.From.Before(reached):
			add(place, say("%s overlaps an earlier step; the first day left is %s", "%s 与前面的步重叠，尚未覆盖的首日为 %s", step.Period, reached))
		case inside.From.After(reached):
			add("$.steps", say("no step covers %s", "没有任何一步覆盖 %s", kam.Period{From: reached, Until: inside.From}))
		}
		if inside.Until.After(reached) {
			reached = inside.Until
		}
	}
	if reached.Before(p.Until) {
		add("$.steps", say("no step covers %s", "没有任何一步覆盖 %s", kam.Period{From: reached, Until: p.Until}))
	}
	return good
}
