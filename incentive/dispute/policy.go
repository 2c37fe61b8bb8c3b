package dispute

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// maxDays is the longest deadline.
const maxDays = 3660

// Count says which days a deadline counts.
type Count string

// The counts.
const (
	CalendarDays Count = "calendar-days"
	WorkingDays  Count = "working-days"
)

// Deadline is a number of days, 0 to 3,660. It ends with that day after its start, inclusive. The zero value is none and
// refused: Count is needed.
type Deadline struct {
	Days  int   `json:"days"`
	Count Count `json:"count"`
}

// Withhold says what is not paid while a dispute is undecided.
type Withhold string

// The choices.
const (
	// Nothing pays as calculated.
	Nothing Withhold = "nothing"
	// Disputed withholds the amounts that claims state; every claim then needs one.
	Disputed Withhold = "disputed-amount"
	// WholePay withholds all pay of the payee under the plan.
	WholePay Withhold = "whole-pay"
)

// Policy says how disputes are handled. Every field is needed.
type Policy struct {
	// Open is how long after the last day of a commission period it may be disputed.
	Open Deadline `json:"open"`
	// Answer is how long the first answer may take, and Decide the decision, both from opening or reopening.
	Answer Deadline `json:"answer"`
	Decide Deadline `json:"decide"`
	// Reopen is how long after a rejection or a withdrawal a dispute may be reopened.
	Reopen Deadline `json:"reopen"`
	// Withhold is what is not paid meanwhile.
	Withhold Withhold `json:"withhold"`
}

// Rules is a compiled policy. It is immutable and safe for concurrent use.
type Rules struct {
	policy   Policy
	calendar *kam.Calendar
}

// Compile returns the rules of a policy, or every fault of it in one *[kam.InvalidError]. The calendar counts working
// days; nil is Gregorian without any.
func Compile(p Policy, calendar *kam.Calendar) (*Rules, error) {
	f := wording.Faults{Prefix: "dispute"}
	for _, d := range []struct {
		place    string
		deadline Deadline
	}{{"$.open", p.Open}, {"$.answer", p.Answer}, {"$.decide", p.Decide}, {"$.reopen", p.Reopen}} {
		if d.deadline.Days < 0 || d.deadline.Days > maxDays {
			f.Add("days", d.place+".days", wording.Say("%d days", "%d 天", d.deadline.Days), wording.Say("use 0 to %d days", "请使用 0 至 %d 天", maxDays))
		}
		if d.deadline.Count != CalendarDays && d.deadline.Count != WorkingDays {
			f.Add("count", d.place+".count", wording.Say("it does not say which days count", "没有写明按哪种天数计算"),
				wording.Say(`write "count": "calendar-days" for all days, or "count": "working-days" for those of the calendar`, `按自然日写 "count": "calendar-days"，按工作日写 "count": "working-days"`))
		}
	}
	if p.Withhold != Nothing && p.Withhold != Disputed && p.Withhold != WholePay {
		f.Add("withhold", "$.withhold", wording.Say("it does not say what is withheld meanwhile", "没有写明争议期间暂停发放什么"),
			wording.Say(`write "withhold": "nothing" to pay as calculated, "withhold": "disputed-amount" to keep what is disputed, or "withhold": "whole-pay" to keep all`,
				`照常发放写 "withhold": "nothing"，只暂停争议金额写 "withhold": "disputed-amount"，全部暂停写 "withhold": "whole-pay"`))
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return &Rules{policy: p, calendar: calendar}, nil
}

// Policy returns the policy.
func (r *Rules) Policy() Policy { return r.policy }

// ends returns the last day of a deadline. The error wraps kam.ErrNoHolidays where working days of a year are not known.
func (r *Rules) ends(d Deadline, start kam.Day) (kam.Day, error) {
	if d.Count == CalendarDays {
		return start.AddDays(d.Days), nil
	}
	day, err := r.calendar.AddWorkingDays(start, d.Days)
	if err != nil {
		return kam.Day{}, fmt.Errorf("dispute: %w", err)
	}
	return day, nil
}
