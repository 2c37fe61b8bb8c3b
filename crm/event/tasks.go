package event

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Tasks returns one task for each guest to invite, in the order of the list, for a [crm.TaskWriter]: for the user who
// invites, due so many working days before the event as the policy says. A guest whom nobody can invite has none. The ID is
// made of the event and the contact, so that a task is written once however often the list is made.
func (l *List) Tasks() []kam.Task {
	var tasks []kam.Task
	for _, g := range l.Invite {
		if g.By == "" {
			continue
		}
		tasks = append(tasks, kam.Task{
			ID:    taskID(string(l.Event.System), l.Event.ID, string(crm.KindContact), g.Contact.ID, "invite"),
			Title: say("invite %s of %s to %s by %s", "%[4]s 前邀约 %[2]s 的 %[1]s 参加 %[3]s", named(g.Name, g.Contact.ID), named(g.AccountName, g.Account.ID), named(l.Name, l.Event.ID), l.due),
			Owner: g.By, About: kam.Subject{Kind: string(crm.KindContact), ID: g.Contact.ID}, Due: l.due, Origin: prefix + ".invite",
		})
	}
	return tasks
}

// Tasks returns one task for each guest whose follow-up is due or overdue, in the order of the guests, for a
// [crm.TaskWriter]: for the user who follows up, due on the last day in time. A guest whom nobody can follow up has none.
// The ID is made of the event and the guest. It is about the contact, where there is none about the account, else about the
// event.
func (o *Outcome) Tasks() []kam.Task {
	var tasks []kam.Task
	for _, g := range o.Guests {
		f := g.FollowUp
		if f.Owner == "" || f.State != FollowDue && f.State != FollowOverdue {
			continue
		}
		guest, about := g.Contact, g.Contact
		switch {
		case g.Contact.ID != "":
		case g.Account.ID != "":
			guest, about = g.Invitation, g.Account
		default:
			guest, about = g.Invitation, o.Event
		}
		title := say("follow up %s after %s by %s", "%[3]s 前跟进 %[2]s 的嘉宾 %[1]s", g.label(), named(o.Name, o.Event.ID), f.Due)
		if g.Attendance == crm.Absent {
			title = say("ask %s, who did not come to %s, by %s", "%[3]s 前联系未能参加 %[2]s 的 %[1]s", g.label(), named(o.Name, o.Event.ID), f.Due)
		}
		tasks = append(tasks, kam.Task{
			ID: taskID(string(o.Event.System), o.Event.ID, string(guest.Kind), guest.ID, "follow-up"), Title: title,
			Owner: f.Owner, About: kam.Subject{Kind: string(about.Kind), ID: about.ID}, Due: f.Due, Origin: prefix + ".follow-up-" + string(f.State),
		})
	}
	return tasks
}

// taskID strings parts together so that different parts never give one ID. One that some system might not keep, because it
// is longer than 100 bytes or has more than letters, digits and plain marks in it, is replaced by its hash.
func taskID(parts ...string) string {
	for i, p := range parts {
		parts[i] = strings.NewReplacer("~", "~0", "/", "~1").Replace(p)
	}
	id := prefix + "/" + strings.Join(parts, "/")
	if len(id) > 100 || strings.ContainsFunc(id, awkward) {
		sum := sha256.Sum256([]byte(id))
		return prefix + "/" + hex.EncodeToString(sum[:])
	}
	return id
}

func awkward(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("/-_.~:@", r)
}
