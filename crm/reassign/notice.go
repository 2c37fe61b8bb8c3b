package reassign

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Notice is what somebody is told about a change.
type Notice struct {
	User    string   `json:"user"`
	Subject kam.Text `json:"subject"`
	// Body is plain text, a line for each account and for the sums of the other records.
	Body kam.Text `json:"body"`
}

// Notices returns what old and new owners are to be told, by user: which accounts they give and get, from and to whom, and
// how much of what is open goes along. Users who leave are told too; who has nothing to give or get is not.
func (p *Preview) Notices() []Notice {
	users := map[string]*share{}
	of := func(user string) *share {
		if users[user] == nil {
			users[user] = &share{gives: map[crm.Kind]int{}, gets: map[crm.Kind]int{}}
		}
		return users[user]
	}
	for _, c := range p.made.changes {
		if c.Owner != nil {
			of(c.Owner.Old).gives[c.Ref.Kind]++
			of(c.Owner.New).gets[c.Ref.Kind]++
		}
	}
	for _, h := range p.made.order {
		if h.moves() {
			old, now := of(h.account.Owner), of(h.to)
			old.accounts, now.accounts = append(old.accounts, h), append(now.accounts, h)
		}
	}
	delete(users, "")
	out := make([]Notice, 0, len(users))
	for _, user := range slices.Sorted(maps.Keys(users)) {
		out = append(out, p.made.notice(user, users[user]))
	}
	return out
}

// share is what a user gives and gets: the accounts, by ref, and how many records by kind.
type share struct {
	accounts    []*holding
	gives, gets map[crm.Kind]int
}

// name is what a user is called.
func (d *draft) name(user string) string {
	if u := d.users[user]; u != nil && u.Name != "" {
		return wording.Clip(u.Name)
	}
	return wording.Clip(user)
}

func (d *draft) notice(user string, of *share) Notice {
	c := d.change
	lines := []kam.Text{say("Dear %s,", "%s，您好：", d.name(user)), say("from %s on accounts change hands: %s (approved by %s).", "自 %s 起客户负责人有所调整：%s（批准人：%s）。", c.On, wording.Clip(c.Reason), wording.Clip(c.ApprovedBy))}
	var gives, gets []kam.Text
	for _, h := range of.accounts {
		name := label(h.account.Name, h.rec)
		switch user {
		case h.account.Owner:
			gives = append(gives, say("- %s goes to %s%s", "- %s 转给 %s%s", name, d.name(h.to), d.along(h)))
		case h.to:
			from := say(", from %s", "，原负责人 %s", d.name(h.account.Owner))
			if h.account.Owner == "" {
				from = say(", which had no owner", "，此前没有负责人")
			}
			gets = append(gets, say("- %s%s%s", "- %s%s%s", name, from, d.along(h)))
		}
	}
	lines = section(lines, say("You hand over:", "您将移交："), gives)
	lines = section(lines, say("You take over:", "您将接手："), gets)
	lines = section(lines, say("In all, of what is open:", "未结记录合计："), of.sums())
	en, zh := make([]string, len(lines)), make([]string, len(lines))
	for i, l := range lines {
		en[i], zh[i] = l.EN, l.ZH
	}
	return Notice{
		User: user, Subject: say("Accounts change hands on %s", "%s 客户负责人调整通知", c.On),
		Body: kam.Text{EN: strings.Join(en, "\n") + "\n", ZH: strings.Join(zh, "\n") + "\n"},
	}
}

func section(lines []kam.Text, head kam.Text, rows []kam.Text) []kam.Text {
	if len(rows) == 0 {
		return lines
	}
	return append(append(lines, kam.Text{}, head), rows...)
}

// along says what goes with an account.
func (d *draft) along(h *holding) kam.Text {
	var parts []kam.Text
	for _, k := range belongings() {
		if n := h.moved[k]; n > 0 {
			parts = append(parts, say("%d %s", "%d %s", n, kindText(k, n)))
		}
	}
	out := kam.Text{}
	if len(parts) > 0 {
		out = say(" (with %s)", "（含 %s）", wording.Join(parts))
	}
	if next := h.account.NextContact; next.IsSet() {
		out = say("%s, next contact on %s", "%s，下次联系 %s", out, next)
	}
	return out
}

// sums tells the records besides accounts that a user gives and gets.
func (s *share) sums() []kam.Text {
	var out []kam.Text
	for _, k := range belongings() {
		if n := s.gives[k]; n > 0 {
			out = append(out, say("- you give %d %s", "- 移交 %d %s", n, kindText(k, n)))
		}
		if n := s.gets[k]; n > 0 {
			out = append(out, say("- you get %d %s", "- 接手 %d %s", n, kindText(k, n)))
		}
	}
	return out
}

// kindText names some records of a kind.
func kindText(k crm.Kind, n int) kam.Text {
	words := map[crm.Kind][3]string{
		crm.KindContact: {"contact", "contacts", "位联系人"}, crm.KindOpportunity: {"open opportunity", "open opportunities", "个未结商机"},
		crm.KindActivity: {"planned activity", "planned activities", "项待办活动"}, crm.KindRequest: {"open request", "open requests", "个未结工单"},
		crm.KindAccount: {"account", "accounts", "个客户"},
	}[k]
	return kam.Text{EN: words[min(max(n, 1), 2)-1], ZH: cmp.Or(words[2], string(k))}
}
