package support

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Tasks returns a task for each escalation of one system that reaches somebody, in the order of the desk, for a
// [crm.TaskWriter]. It is due on the day on which the target is used up, or on that of the desk when that has passed or is
// not known. The same step of a clock has the same ID at every instant.
func (d *Desk) Tasks(system crm.System) []kam.Task {
	var tasks []kam.Task
	today := kam.DayAt(d.At, d.terms.zone)
	for _, e := range d.Escalations {
		if e.Request.System != system || e.User == "" {
			continue
		}
		due := kam.DayAt(e.Due, d.terms.zone)
		if e.Due.IsZero() || due.Before(today) {
			due = today
		}
		tasks = append(tasks, kam.Task{
			ID:    taskID(string(system), e.Request.ID, string(e.Step.Of), e.from.UTC().Format(time.RFC3339Nano), e.Step.At.String(), string(e.Step.To), e.Step.User),
			Title: say("request %s: %s", "工单 %s：%s", strings.TrimSpace(wording.Clip(cmp.Or(e.Number, e.Request.ID))+" "+wording.Clip(e.Subject)), e.Why),
			Owner: e.User, About: kam.Subject{Kind: string(crm.KindRequest), ID: e.Request.ID}, Due: due, Origin: prefix + ".escalation",
		})
	}
	return tasks
}

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
