package main

import (
	"strconv"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/examples/internal/terminal"
)

func count(n int) string { return strconv.Itoa(n) }

// followUps shows who is to be met: what is overdue, who was never met, and which accounts are about to be taken back.
func (t *teller) followUps(records []crm.Record) error {
	overview, err := t.followUp.On(t.day, records)
	if err != nil {
		return err
	}
	t.heading("Follow-up on %s", "跟进情况（%s）", t.day)
	var table terminal.Table
	table.Right = []int{3}
	table.Row(t.say("customer", "客户"), t.say("rhythm", "节奏"), t.say("due", "应跟进日"), t.say("days late", "逾期工作日"), t.say("owner", "负责人"))
	overdue := 0
	for _, l := range overview.Lines {
		if l.Status == followup.Overdue {
			overdue++
			table.Row(l.Name, l.Cadence, l.Due.String(), count(l.Late), t.name(l.Owner))
		}
	}
	t.line(t.say("%d of %d rhythms are overdue:", "共 %[2]d 项节奏，其中 %[1]d 项逾期：", overdue, len(overview.Lines)))
	t.table(table)
	for _, n := range overview.Never {
		t.line(t.say("%s (%s): %s", "%s（%s）：%s", n.Name, n.Cadence, n.Why.In(t.lang)))
	}
	for _, r := range overview.Recalls {
		t.line(t.say("%s goes back into the pool on %s, act by %s: %s", "%s 将于 %s 收回公海，请在 %s 前跟进：%s", r.Name, r.On, r.ActBy, r.Why.In(t.lang)))
	}
	for _, u := range overview.Unowned {
		t.line(t.say("%s: nobody answers for it", "%s：无人负责", u.Name))
	}
	t.found("", overview.Findings...)
	t.line(t.say("%d tasks for the coming week can be written into the CRM", "未来一周可写入 CRM 的任务 %d 项", len(overview.Tasks("merged", t.day.AddDays(7)))))
	return nil
}
