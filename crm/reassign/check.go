package reassign

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

const prefix = "reassign"

// say builds a text in both languages.
func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// belongings are the kinds that go with an account, or stay.
func belongings() []crm.Kind {
	return []crm.Kind{crm.KindContact, crm.KindOpportunity, crm.KindActivity, crm.KindRequest}
}

// cloned copies a change through its JSON.
func cloned(c Change) (Change, error) {
	var out Change
	data, err := strictjson.Canonical(c)
	if err != nil {
		return Change{}, fmt.Errorf("reassign: %w", err)
	}
	return out, strictjson.Decode(data, &out, prefix).Err()
}

// check reports every fault of a change against the users of its system.
func (d *draft) check() {
	c, f := d.change, &d.f
	f.ID("$.id", c.ID, nil)
	f.ID("$.system", string(c.System), nil)
	f.ID("$.reason", c.Reason, nil)
	f.ID("$.approvedBy", c.ApprovedBy, nil)
	if !c.On.After(ever()) { // a role that ends has a day before
		f.Add("day", "$.on", say("the change has no day, or the first of all", "变更没有生效日，或为公元元年首日"), say("state the first day of the new order", "请填写新安排的首日"))
	}
	d.checkKinds()
	d.checkLeavers()
	if f.Count("$.moves", len(c.Moves), 0, MaxMoves) {
		seen := map[string]bool{}
		for i, m := range c.Moves {
			d.checkMove(wording.At("$.moves", i), m, seen)
		}
	}
	if len(c.Moves) == 0 && len(c.Leaving) == 0 {
		f.Add("too-few", "$", say("it changes nothing", "没有任何变更内容"), say("state moves, or people who leave", "请填写 moves 或 leaving"))
	}
	if f.Count("$.limits", len(c.Limits), 0, MaxUsers) {
		seen := map[string]bool{}
		for i, l := range c.Limits {
			at := wording.At("$.limits", i)
			if f.ID(at+".user", l.User, seen) {
				d.limits[l.User] = l.Most
				d.checkKnown(at+".user", l.User)
			}
			if l.Most < 0 || l.Most > MaxList {
				f.Add("limit", at+".most", say("%d is out of range", "%d 超出范围", l.Most), say("use 0 to %d", "请使用 0 至 %d", MaxList))
			}
		}
	}
	if len(c.Limits) > 0 || c.Full != "" {
		wording.Choice(f, "full", "$.full", c.Full, FullRefuse, FullStay)
	}
	if c.Former != nil {
		f.ID("$.former.role", string(c.Former.Role), nil)
		if !c.Former.Until.After(c.On) || c.Former.Role == crm.RoleOwner {
			f.Add("former", "$.former", say("it ends before it begins, or the role is that of the owner", "结束日不晚于生效日，或角色为负责人"), say("state a day after the change, and another role", "请填写晚于生效日的日期，并使用其他角色"))
		}
	}
}

func (d *draft) checkKinds() {
	seen := map[crm.Kind]bool{}
	for _, list := range []struct {
		key   string
		kinds []crm.Kind
	}{{"follow", d.change.Follow}, {"stay", d.change.Stay}} {
		for i, k := range list.kinds {
			at := wording.At("$."+list.key, i)
			if !wording.Choice(&d.f, "kind", at, k, belongings()...) {
				continue
			}
			if seen[k] {
				d.f.Add("twice", at, say("%s stands twice", "%s 重复出现", wording.Quote(string(k))), say("put each kind into follow or into stay", "每种类型只能放入 follow 或 stay 之一"))
			}
			seen[k] = true
			d.follow[k] = list.key == "follow"
		}
	}
	for _, k := range belongings() {
		if !seen[k] {
			d.f.Add("kind", "$.follow", say("nothing says whether a record of the kind %s goes with its account", "未说明类型 %s 是否随客户转移", wording.Quote(string(k))),
				say("put it into \"follow\" or into \"stay\"", "请放入 \"follow\" 或 \"stay\""))
		}
	}
}

func (d *draft) checkLeavers() {
	if !d.f.Count("$.leaving", len(d.change.Leaving), 0, MaxUsers) {
		return
	}
	seen := map[string]bool{}
	for i, l := range d.change.Leaving {
		if at := wording.At("$.leaving", i); d.f.ID(at+".user", l.User, seen) {
			d.leaving[l.User] = l.Successor
			if !d.has(l.User) {
				d.checkKnown(at+".user", l.User)
			}
		}
	}
	for i, l := range d.change.Leaving {
		if l.Successor != "" {
			d.checkUser(wording.At("$.leaving", i)+".successor", l.Successor)
		}
	}
}

// checkKnown reports somebody who is none of the users, such as a name misspelt: it would mean nothing.
func (d *draft) checkKnown(at, user string) {
	if d.users[user] == nil {
		d.f.Add("user", at, say("%s is none of the users", "%s 不是系统用户", wording.Quote(user)), say("name a user of the system, and give the users among the records", "请填写系统用户，并在记录中提供用户数据"))
	}
}

// has reports whether somebody who may be no user any more owns a record or has a role.
func (d *draft) has(user string) bool {
	in := func(owner string, team []crm.Member) bool {
		return owner == user || slices.ContainsFunc(team, func(m crm.Member) bool { return m.User == user })
	}
	return d.users[user] != nil || slices.ContainsFunc(d.records, func(r crm.Record) bool {
		switch data := r.Data.(type) {
		case *crm.Account:
			return in(data.Owner, data.Team)
		case *crm.Opportunity:
			return in(data.Owner, data.Team)
		case *crm.Contact:
			return in(data.Owner, nil)
		case *crm.Activity:
			return in(data.Owner, nil)
		case *crm.Request:
			return in(data.Owner, nil)
		}
		return false
	})
}

// checkUser reports somebody who cannot take anything over.
func (d *draft) checkUser(at, user string) {
	u := d.users[user]
	_, leaves := d.leaving[user]
	switch {
	case u == nil:
		d.checkKnown(at, user)
	case u.Inactive:
		d.f.Add("user", at, say("%s works here no more", "%s 已停用", wording.Quote(user)), say("name somebody who is active", "请填写在职用户"))
	case leaves:
		d.f.Add("user", at, say("%s leaves with this change", "%s 将在本次变更中离开", wording.Quote(user)), say("name somebody who stays", "请填写留任的用户"))
	}
}

func (d *draft) checkMove(at string, m Move, seen map[string]bool) {
	d.f.ID(at+".name", m.Name, seen)
	w := m.Where
	lists := [][]string{w.Owners, w.Industries, w.Provinces, w.Cities, w.Districts, w.Tiers}
	stated := w.Unowned || slices.ContainsFunc(lists, func(l []string) bool { return len(l) > 0 })
	if (len(m.Accounts) > 0) == stated {
		d.f.Add("select", at, say("it selects accounts both by id and by what they are, or not at all", "须且只能用一种方式选择客户：编号或条件"), say("state accounts, or where", "请填写 accounts 或 where"))
	}
	for i, list := range append(lists, m.Accounts) {
		d.f.Count(at+"."+[]string{"where.owners", "where.industries", "where.provinces", "where.cities", "where.districts", "where.tiers", "accounts"}[i], len(list), 0, MaxList)
	}
	if w.Unowned && len(w.Owners) > 0 {
		d.f.Add("select", at+".where", say("no account has an owner and none", "客户不可能既有负责人又没有"), say("use two moves", "请拆成两项"))
	}
	own := map[string]bool{}
	for i, id := range m.Accounts {
		where := wording.At(at+".accounts", i)
		if d.f.ID(where, id, own) && d.accounts[id] == nil {
			d.f.Add("account", where, say("there is no account %s", "没有客户 %s", wording.Quote(id)), say("name an account of the system", "请填写系统中的客户"))
		}
	}
	if d.f.Count(at+".to", len(m.To), 1, MaxUsers) {
		to := map[string]bool{}
		for i, user := range m.To {
			if where := wording.At(at+".to", i); d.f.ID(where, user, to) {
				d.checkUser(where, user)
			}
		}
	}
	if len(m.To) > 1 || m.By != "" {
		wording.Choice(&d.f, "by", at+".by", m.By, ByLoad, ByOrder)
	}
}
