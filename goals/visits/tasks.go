package visits

import (
	"strings"

	"github.com/kam-go/kam"
)

// Tasks returns what is to be done in week number w, counted from 0, as tasks of owner: one for each line that holds
// anything in the week, in the order of [WeeklyPlan.Lines], due on the last working day of the week. It is empty for a
// week that is none.
//
// An ID such as "2026-W05/segment/SMB/visit" is unique within one plan: in the activity, the part after the last slash, a
// slash is written ~1 and a tilde ~0 (RFC 6901). The plan itself says nothing of how its people share the work.
func (p *WeeklyPlan) Tasks(w int, owner string) []kam.Task {
	if w < 0 || w >= len(p.weeks) {
		return nil
	}
	last := strings.NewReplacer("~", "~0", "/", "~1")
	var tasks []kam.Task
	for _, l := range p.lines {
		n := l.Weeks[w]
		if n == 0 {
			continue
		}
		tasks = append(tasks, kam.Task{
			ID:     p.weeks[w].Label + "/" + string(l.Kind) + "/" + l.Name + "/" + last.Replace(string(l.Activity)),
			Title:  say("%s for %s", "%[2]s：%[1]s", l.Activity.count(n), l.Name),
			Owner:  owner,
			About:  kam.Subject{Kind: string(l.Kind), ID: l.Name},
			Due:    p.weeks[w].Last,
			Origin: "visits." + string(l.Kind),
		})
	}
	return tasks
}
