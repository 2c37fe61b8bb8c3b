package kpi

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// ThreadSpec says what a relationship with an account must rest on. The zero value is refused.
type ThreadSpec struct {
	// Days is within how many days up to the day of the question somebody must have been met, 1 to 3,660.
	Days int `json:"days"`
	// People is how many different people must have been met, at least 1.
	People int `json:"people"`
	// Roles are the buying roles that must be known at the account. Defaults to none.
	Roles []crm.BuyingRole `json:"roles,omitempty"`
	// All says that accounts without an open deal are looked at too. Defaults to accounts with one alone.
	All bool `json:"all,omitempty"`
}

// Thread is an account whose relationship hangs on too few people.
type Thread struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name,omitempty"`
	Owner   string  `json:"owner,omitempty"`
	// Deals are its open deals, by ref.
	Deals []crm.Ref `json:"deals,omitempty"`
	// Met are the people met within the days, Known all of the account, by ref.
	Met   []crm.Ref `json:"met,omitempty"`
	Known []crm.Ref `json:"known,omitempty"`
	// Missing are the roles of the spec that nobody plays. RolesUnknown says that no role is stated for anybody: then nothing
	// is missing, and nothing known.
	Missing      []crm.BuyingRole `json:"missing,omitempty"`
	RolesUnknown bool             `json:"rolesUnknown,omitempty"`
	// People are how many should have been met.
	People int `json:"people"`
}

// SingleThreaded returns accounts of which fewer people were met than the spec says, or of which a buying role is played by
// nobody that is known. A role is that of the contact, or that which an open deal gives it; roles of contacts of other
// accounts count where a deal names them. The order is by people met, the fewest first, then by missing roles, the most
// first, then by account.
func (b *Book) SingleThreaded(asOf kam.Day, spec ThreadSpec) ([]Thread, error) {
	found := &wording.Faults{Prefix: prefix}
	checkAsOf(found, asOf)
	if spec.Days < 1 || spec.Days > 3660 {
		found.Add("days", "$.days", say("%d is not from 1 to 3,660", "%d 不在 1 与 3,660 之间", spec.Days), say("state days", "请填写天数"))
	}
	if spec.People < 1 {
		found.Add("count", "$.people", say("%d is below 1", "%d 小于 1", spec.People), say("write 2: with one the relationship ends when he leaves", "建议填写 2：只有一人时，其离职即关系中断"))
	}
	if found.Count("$.roles", len(spec.Roles), 0, maxList) {
		names(found, "$.roles", spec.Roles)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	met, deals, roles := b.met(asOf, spec.Days), make([][]crm.Ref, len(b.accounts)), make([]map[crm.BuyingRole]bool, len(b.accounts))
	play := func(account int, role crm.BuyingRole) {
		if account == nobody || role == "" {
			return
		}
		if roles[account] == nil {
			roles[account] = map[crm.BuyingRole]bool{}
		}
		roles[account][role] = true
	}
	for _, d := range b.deals {
		if d.account == nobody || d.data.Status != crm.Open {
			continue
		}
		deals[d.account] = append(deals[d.account], d.ref)
		for _, s := range d.data.Contacts {
			play(d.account, s.Role)
		}
	}
	for _, p := range b.people {
		play(p.account, p.who.Role)
	}
	var out []Thread
	for account, c := range b.accounts {
		if len(deals[account]) == 0 && !spec.All {
			continue
		}
		t := Thread{Account: c.ref, Name: c.account.Name, Owner: c.account.Owner, Deals: deals[account], Met: met[account], RolesUnknown: len(roles[account]) == 0, People: spec.People}
		for _, id := range c.people {
			t.Known = append(t.Known, crm.Ref{System: b.system, Kind: crm.KindContact, ID: id})
		}
		for _, role := range spec.Roles {
			if !t.RolesUnknown && !roles[account][role] {
				t.Missing = append(t.Missing, role)
			}
		}
		if len(t.Met) < spec.People || len(t.Missing) > 0 {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(x, y Thread) int {
		return cmp.Or(cmp.Compare(len(x.Met), len(y.Met)), cmp.Compare(len(y.Missing), len(x.Missing)), x.Account.Compare(y.Account))
	})
	return out, nil
}

// met returns the people of every account that were met within so many days up to a day.
func (b *Book) met(asOf kam.Day, days int) [][]crm.Ref {
	out := make([][]crm.Ref, len(b.accounts))
	within := kam.Period{From: asOf.AddDays(1 - days), Until: asOf.AddDays(1)}
	for i := range b.activities {
		a := &b.activities[i]
		if a.account == nobody || !within.Contains(a.on) {
			continue
		}
		for _, id := range a.data.Contacts {
			out[a.account] = append(out[a.account], crm.Ref{System: b.system, Kind: crm.KindContact, ID: id})
		}
	}
	for i := range out {
		slices.SortFunc(out[i], crm.Ref.Compare)
		out[i] = slices.Compact(out[i])
	}
	return out
}

// Finding tells on whom the relationship hangs.
func (t Thread) Finding() kam.Finding {
	why := []kam.Text{say("%[1]s met, %[3]d should be", "近期仅接触 %[2]d 人，应不少于 %[3]d 人", counted(len(t.Met), "person", "people"), len(t.Met), t.People)}
	if len(t.Met) >= t.People {
		why = nil
	}
	if len(t.Missing) > 0 {
		var names []kam.Text
		for _, role := range t.Missing {
			names = append(names, roleText(role))
		}
		why = append(why, say("nobody is known as %s", "缺少%s", wording.Join(names)))
	}
	if t.RolesUnknown {
		why = append(why, say("no buying role is stated for anybody", "所有联系人均未填写采购角色"))
	}
	return kam.Finding{
		Code: prefix + ".single-threaded", Severity: kam.Warning, Place: t.Account.String(),
		Message: say("%s: %s", "%s：%s", wording.Clip(t.Name), wording.Clauses(why)),
		Remedy:  say("meet more of the people who decide", "请接触更多参与决策的人"),
	}
}

// roleText names a buying role.
func roleText(r crm.BuyingRole) kam.Text {
	switch r {
	case crm.Economic:
		return kam.Text{EN: "economic buyer", ZH: "经济决策者"}
	case crm.UserBuyer:
		return kam.Text{EN: "user buyer", ZH: "使用者"}
	case crm.Technical:
		return kam.Text{EN: "technical buyer", ZH: "技术把关者"}
	case crm.Coach:
		return kam.Text{EN: "coach", ZH: "内部支持者"}
	default:
		return wording.Same(wording.Clip(string(r)))
	}
}
