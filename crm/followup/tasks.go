package followup

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Tasks returns what is to be done about the accounts of one system up to a day, that day included, for a [crm.TaskWriter]:
//
//   - a task for each line that is due until then, unless an appointment is made that comes in time or follows the day of
//     the overview when the due day has passed; due on the line's due day;
//   - one for each account and cadence never contacted that has no appointment; without a due day;
//   - one for each recall, due on the last working day before it; none once it has passed;
//   - one for each account that nobody answers for, without a due day.
//
// They come in this order, within each in that of the overview. The owner of the account does them; what has no owner
// who works here is done by the policy's steward, or is left out when there is none. The same follow-up has the same ID
// in every overview until it is done: the ID is made of the account, the cadence and the contact counted from.
func (o *Overview) Tasks(system crm.System, until kam.Day) []kam.Task {
	var tasks []kam.Task
	add := func(account crm.Ref, id []string, title kam.Text, due kam.Day, origin string) {
		c := o.book.index[account]
		if account.System != system || c == nil {
			return
		}
		owner := c.account.Owner
		if !c.active {
			owner = o.rules.policy.Steward
		}
		if owner == "" {
			return
		}
		tasks = append(tasks, kam.Task{
			ID: taskID(append([]string{string(system), account.ID}, id...)), Title: title, Owner: owner,
			About: kam.Subject{Kind: string(crm.KindAccount), ID: account.ID}, Due: due, Origin: prefix + "." + origin,
		})
	}
	for _, l := range o.Lines {
		if l.Due.After(until) || l.Planned != nil && (!l.Planned.On.After(l.Due) || l.Due.Before(o.AsOf)) {
			continue
		}
		add(l.Account, []string{l.Cadence, l.counted}, say("%s with %s by %s", "%[3]s 前对 %[2]s 进行：%[1]s", cadenceText(l.Cadence), called(l.Name, l.Account), l.Due), l.Due, string(l.Status))
	}
	for _, n := range o.Never {
		if n.Planned == nil {
			add(n.Account, []string{n.Cadence, "never"}, say("first %s with %s", "对 %[2]s 进行首次：%[1]s", cadenceText(n.Cadence), called(n.Name, n.Account)), kam.Day{}, "never")
		}
	}
	for _, r := range o.Recalls {
		if r.Left > 0 {
			add(r.Account, []string{"recall", string(r.Rule), r.On.String()}, say("%s goes back into the pool on %s: follow up, or let it go", "%s 将于 %s 收回公海：请跟进或放弃", called(r.Name, r.Account), r.On), r.ActBy, "recall")
		}
	}
	for _, u := range o.Unowned {
		add(u.Account, []string{"owner", string(u.Reason)}, say("%s has no owner: find one", "%s 没有负责人：请指定", called(u.Name, u.Account)), kam.Day{}, "unowned")
	}
	return tasks
}

// taskID strings parts together so that different parts never give one ID; one too long for a task is replaced by its hash.
func taskID(parts []string) string {
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
