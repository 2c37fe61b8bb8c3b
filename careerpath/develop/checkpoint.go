package develop

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// CheckPoints returns the working days on which the progress of a period is looked at, in rising order: those every so many
// months after its first day, moved to the next working day where they are none, and always its last working day. Days that
// fall together count once.
//
// A period that is none, has no end, more than [MaxDays] days or no working day, and months out of 1 to [MaxMonths] are an
// [*kam.InvalidError]; a year without working-day data is an error that wraps [kam.ErrNoHolidays].
func CheckPoints(calendar *kam.Calendar, period kam.Period, months int) ([]kam.Day, error) {
	f := wording.Faults{Prefix: prefix}
	if months < 1 || months > MaxMonths {
		f.Add("range", "$.checkEvery", wording.Say("%d is out of range", "%d 超出范围", months), wording.Say("use 1 to %d", "请使用 1 到 %d", MaxMonths))
	}
	if f.Period("$.period", period, true) && period.Days() > MaxDays {
		f.Add("period", "$.period", wording.Say("it has %d days", "共 %d 天", period.Days()), wording.Say("plan at most %d days", "最多 %d 天", MaxDays))
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	worked, err := calendar.WorkingDays(period)
	if err != nil {
		return nil, fmt.Errorf("develop: check points: %w", err)
	}
	if worked == 0 {
		f.Add("period", "$.period", wording.Say("it has no working day", "没有工作日"), wording.Say("choose a period with working days", "请选择有工作日的期间"))
		return nil, f.Err()
	}
	last, err := calendar.AddWorkingDays(period.Until, -1)
	if err != nil {
		return nil, fmt.Errorf("develop: check points: %w", err)
	}
	var days []kam.Day
	for k := months; ; k += months {
		due := period.From.AddMonths(k)
		if !due.IsSet() || !due.Before(last) {
			break
		}
		d, err := calendar.AddWorkingDays(due.AddDays(-1), 1) // the day itself when it is worked
		if err != nil {
			return nil, fmt.Errorf("develop: check points: %w", err)
		}
		if d.Before(last) && (len(days) == 0 || d.After(days[len(days)-1])) {
			days = append(days, d)
		}
	}
	return append(days, last), nil
}

// Tasks returns what is to be done: the skills to be assessed, due on the first day of the plan, then the steps in their
// order, each due on its last day. The person owns all of them. IDs are the plan's with "/assess-1" or "/step-1" behind.
func (p Plan) Tasks() []kam.Task {
	var tasks []kam.Task
	for i, skill := range p.AssessFirst {
		tasks = append(tasks, kam.Task{
			ID: fmt.Sprintf("%s/assess-%d", p.ID, i+1), Owner: p.Person.ID, About: p.Person, Due: p.Period.From, Origin: "develop.assess",
			Title: wording.Say("Have the skill %s assessed", "请安排评估技能 %s", wording.Clip(skill)),
		})
	}
	for i, s := range p.Steps {
		tasks = append(tasks, kam.Task{
			ID: fmt.Sprintf("%s/step-%d", p.ID, i+1), Owner: p.Person.ID, About: p.Person, Due: s.Due(), Origin: "develop.step",
			Title: wording.Say("%s: %s", "%s：%s", s.Kind.Name(), s.Name),
		})
	}
	return tasks
}
