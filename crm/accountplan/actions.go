package accountplan

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/internal/wording"
)

// actions says how the actions stand.
func (v *Review) actions() {
	v.served = map[Aim]bool{}
	for _, a := range v.Plan.Actions {
		for _, aim := range a.For {
			v.served[aim] = true
		}
		s := ActionStatus{ID: a.ID, Title: a.Title, Owner: a.Owner, Status: Pending}
		switch {
		case v.done(a):
			s.Status = Done
		case a.Due.IsSet() && a.Due.Before(v.AsOf):
			s.Status, s.Late = Overdue, v.AsOf.Sub(a.Due)
		}
		v.Actions = append(v.Actions, s)
	}
}

// done reports whether an action was done on or before the day of the review.
func (v *Review) done(a Action) bool { return a.Done.IsSet() && !a.Done.After(v.AsOf) }

// serves reports whether an action serves an item.
func (v *Review) serves(part Part, id string) bool { return v.served[Aim{part, id}] }

// risks weighs the risks.
func (v *Review) risks() {
	for _, x := range v.Plan.Risks {
		s := RiskStatus{ID: x.ID, Title: x.Title, Score: x.Likelihood * x.Impact, Open: !x.Closed.IsSet() || x.Closed.After(v.AsOf), Answered: v.serves(Risks, x.ID)}
		s.High = s.Open && s.Score >= v.rules.policy.HighRisk
		v.Risks = append(v.Risks, s)
	}
}

// Tasks returns the actions that are not done as tasks for a [crm.TaskWriter], by due day, those without one last, then in
// the order of the plan. Each is done by its owner, else by the owner of the plan, else by the owner of the account; one
// that has nobody who works here is left out, and a finding tells. The ID is made of the account, the plan and the action:
// it is the same in every version.
func (v *Review) Tasks() []kam.Task {
	var tasks []kam.Task
	for _, a := range v.todo() {
		tasks = append(tasks, kam.Task{
			ID: v.taskOf(a), Title: v.actionText(a), Owner: v.doer(a), About: kam.Subject{Kind: string(crm.KindAccount), ID: v.Plan.Account.ID},
			Due: a.Due, Origin: prefix + ".action",
		})
	}
	return tasks
}

// Wishes returns the actions that are visits or meetings and not done, for [followup.WeekSpec], in the order of
// [Review.Tasks] and with their IDs. Who does the action visits; one that nobody who works here does is left out. Of more
// than 200 contacts the first are named: a wish has no more.
func (v *Review) Wishes() []followup.Wish {
	var out []followup.Wish
	for _, a := range v.todo() {
		if a.visits() {
			out = append(out, followup.Wish{ID: v.taskOf(a), Account: v.Plan.Account, Contacts: slices.Clone(a.Contacts[:min(len(a.Contacts), followup.MaxAway)]), User: v.doer(a), Due: a.Due, Why: wording.Same(a.Title)})
		}
	}
	return out
}

// todo lists the actions that are not done and that somebody does, by due day, those without one last.
func (v *Review) todo() []Action {
	var out []Action
	for _, a := range v.Plan.Actions {
		if !v.done(a) && v.doer(a) != "" {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Action) int {
		if a.Due.IsSet() != b.Due.IsSet() {
			return b.Due.Compare(a.Due)
		}
		return a.Due.Compare(b.Due)
	})
	return out
}

// doer is who does an action: empty when nobody who works here does.
func (v *Review) doer(a Action) string {
	owners := []string{a.Owner, v.Plan.Owner}
	if v.book.account != nil {
		owners = append(owners, v.book.account.Owner)
	}
	for _, user := range owners {
		if user != "" && !v.book.gone(user) {
			return user
		}
	}
	return ""
}

// taskOf is the ID of the task of an action.
func (v *Review) taskOf(a Action) string {
	return taskID(string(v.Plan.Account.System), v.Plan.Account.ID, v.Plan.ID, a.ID)
}

// actionText says what is to be done and for which customer.
func (v *Review) actionText(a Action) kam.Text {
	text := say("%s: %s", "%s：%s", v.Plan.Name, a.Title)
	if len(a.Contacts) == 0 {
		return text
	}
	var people []kam.Text
	for _, id := range a.Contacts {
		people = append(people, wording.Same(v.personOf(id)))
	}
	return say("%s (%s)", "%s（%s）", text, wording.Join(people))
}

// personOf names a contact as the plan does, else as the record does.
func (v *Review) personOf(id string) string {
	name := ""
	for _, s := range v.Plan.Stakeholders {
		if s.Contact == id {
			name = s.Name
		}
	}
	return v.book.person(name, id)
}

// visits reports whether an action is a visit of the customer.
func (a Action) visits() bool { return a.Type == crm.Visit || a.Type == crm.Meeting }

// taskID strings parts together so that different parts never give one ID; one too long for a task is replaced by its hash.
func taskID(parts ...string) string {
	for i, p := range parts {
		parts[i] = strings.NewReplacer("~", "~0", "/", "~1").Replace(p)
	}
	id := prefix + "/" + strings.Join(parts, "/")
	if len(id) > wording.MaxName || !wording.IsName(id) {
		sum := sha256.Sum256([]byte(id))
		return prefix + "/" + hex.EncodeToString(sum[:])
	}
	return id
}
