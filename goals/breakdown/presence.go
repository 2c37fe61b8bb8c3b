package breakdown

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
)

// Measure says how parts of a month count. The zero value is not stated.
type Measure string

// Measures of presence.
const (
	// WholeMonths: a month counts whole when somebody is there on any of its days.
	WholeMonths Measure = "months"
	// ByDays: a cell counts by the days somebody is there of its days.
	ByDays Measure = "days"
	// ByWorkingDays: a cell counts by the working days somebody is there of its working days. The part of a cell in one
	// month that has none counts by its days.
	ByWorkingDays Measure = "working-days"
)

// Presence says when a person carries a target, and how much of it while new. It reduces a full target: each part of
// the period counts for what it would have carried, times the share of it that the person is there, times the ramp.
// So a start in October leaves the whole fourth quarter. The zero value is refused; a nil *Presence is full presence.
//
// Months are those of the calendar that the plan uses.
type Presence struct {
	// Active is when the person is there, open when no end is known.
	Active kam.Period `json:"active"`
	// By says how parts of a month count.
	By Measure `json:"by"`
	// Ramp reduces the first months; without steps there is none.
	Ramp Ramp `json:"ramp,omitzero"`
}

// Ramp says which share of a full target a new person carries in each month. The zero value is no ramp.
type Ramp struct {
	// Steps hold the share, 0 to 1, of the first month, the second, and so on; after the last it is 1.
	Steps []kam.Fraction `json:"steps,omitempty"`
	// CutoffDay is the day of the month, 1 to 31, from which on somebody who joins starts with the month after: the
	// month of joining then counts 0. The cut-off day itself is late. 0 is no cut-off. In a calendar of weeks it is the
	// number of the day in the fiscal month.
	CutoffDay int `json:"cutoffDay,omitempty"`
}

// maxSteps is the largest number of steps of a ramp.
const maxSteps = 120

// check reports what is wrong with p.
func (p Presence) check(place string, f *faults) bool {
	good := f.period("presence", place+".active", p.Active,
		say("write the first day and the first day after it, or .. for no end", "请写首日与结束后的次日，尚无结束日的写 .."))
	switch p.By {
	case WholeMonths, ByDays, ByWorkingDays:
	default:
		good = false
		f.add("presence", place+".by", say("unknown measure %q", "未知的计量方式 %q", clip(string(p.By))),
			say("use months, days or working-days", "请用 months、days 或 working-days"))
	}
	if p.Ramp.CutoffDay < 0 || p.Ramp.CutoffDay > 31 {
		good = false
		f.add("ramp", place+".ramp.cutoffDay", say("%d is no day of a month", "%d 不是日期", p.Ramp.CutoffDay), say("use 1 to 31, or leave it out", "请填 1 至 31，或删去该项"))
	}
	if len(p.Ramp.Steps) > maxSteps {
		f.add("ramp", place+".ramp.steps", say("%d steps, at most %d are read", "共 %d 步，上限为 %d 步", len(p.Ramp.Steps), maxSteps), say("leave some out", "请减少步数"))
		return false
	}
	for i, s := range p.Ramp.Steps {
		at := fmt.Sprintf("%s.ramp.steps[%d]", place, i)
		if !f.fraction("ramp", at, s) {
			good = false
		} else if s.Cmp(kam.Fraction{}) < 0 || s.Cmp(kam.Whole()) > 0 {
			good = false
			f.add("ramp", at, say("the step %s is not between 0 and 1", "比例 %s 不在 0 与 1 之间", s), say("a quarter is written 0.25", "四分之一写作 0.25"))
		}
	}
	return good
}

// FullTimeMonths returns how many months of full target p makes of the months of a period: with the ramp 25, 50, 75
// and 100 % from the first of six months it is 4.5. It is exact. Faults of p are an [*kam.InvalidError]; a period that
// is not made of whole months is an error that wraps [kam.ErrPeriod], and a year without holidays one that wraps
// [kam.ErrNoHolidays].
func (p Presence) FullTimeMonths(period kam.Period, cal *kam.Calendar) (*big.Rat, error) {
	var f faults
	if !p.check("$", &f) {
		return nil, f.list.Err()
	}
	if period.Days() > maxDays {
		return nil, fmt.Errorf("breakdown: %w: %s has more than %d days", kam.ErrPeriod, period, maxDays)
	}
	months, err := cal.Split(period, kam.Month)
	if err != nil {
		return nil, fmt.Errorf("breakdown: %w", err)
	}
	total := new(big.Rat)
	for _, month := range months {
		share, err := p.share(month, cal)
		if err != nil {
			return nil, err
		}
		total.Add(total, share)
	}
	return total, nil
}

// share returns which part of a full target p leaves of a period, 0 to 1.
func (p Presence) share(period kam.Period, cal *kam.Calendar) (*big.Rat, error) {
	whole, there := new(big.Rat), new(big.Rat)
	for from := period.From; from != period.Until; {
		month, err := cal.Containing(kam.Month, from)
		if err != nil {
			return nil, fmt.Errorf("breakdown: month of %s: %w", from, err)
		}
		piece, _ := month.Intersect(period)
		size, present, err := p.measure(piece, month, cal)
		if err != nil {
			return nil, err
		}
		step, err := p.step(month, cal)
		if err != nil {
			return nil, err
		}
		whole.Add(whole, size)
		there.Add(there, present.Mul(present, step))
		from = piece.Until
	}
	return there.Quo(there, whole), nil
}

// measure returns how much a piece of a month counts, above 0, and how much of that p is there.
func (p Presence) measure(piece, month kam.Period, cal *kam.Calendar) (size, present *big.Rat, err error) {
	if p.By == WholeMonths {
		present = new(big.Rat)
		if month.Overlaps(p.Active) {
			present.SetInt64(1)
		}
		return big.NewRat(1, 1), present, nil
	}
	active, some := piece.Intersect(p.Active)
	if p.By == ByWorkingDays {
		all, err := cal.WorkingDays(piece)
		if err != nil {
			return nil, nil, fmt.Errorf("breakdown: working days of %s: %w", piece, err)
		}
		if all > 0 {
			there := 0
			if some {
				if there, err = cal.WorkingDays(active); err != nil {
					return nil, nil, fmt.Errorf("breakdown: working days of %s: %w", active, err)
				}
			}
			return big.NewRat(int64(all), 1), big.NewRat(int64(there), 1), nil
		}
	}
	return big.NewRat(int64(piece.Days()), 1), big.NewRat(int64(active.Days()), 1), nil
}

// step returns the share of a full target that the ramp leaves in a month.
func (p Presence) step(month kam.Period, cal *kam.Calendar) (*big.Rat, error) {
	first, err := cal.Containing(kam.Month, p.Active.From)
	if err != nil {
		return nil, fmt.Errorf("breakdown: month of %s: %w", p.Active.From, err)
	}
	late := p.Ramp.CutoffDay > 0 && p.Active.From.Sub(first.From)+1 >= p.Ramp.CutoffDay
	number := 0
	for at := first; at.From.Before(month.From) && number <= len(p.Ramp.Steps); number++ {
		if at, err = cal.Containing(kam.Month, at.Until); err != nil {
			return nil, fmt.Errorf("breakdown: month of %s: %w", at.Until, err)
		}
	}
	if late {
		number--
	}
	switch {
	case number < 0:
		return new(big.Rat), nil
	case number < len(p.Ramp.Steps):
		return p.Ramp.Steps[number].Rat(), nil
	}
	return big.NewRat(1, 1), nil
}
