package handover

import (
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// placeAll moves accounts and territories into territories.
func (d *draft) placeAll() {
	for i, p := range d.change.Places {
		at := wording.At("$.places", i)
		of := Source{Account: p.Account, Territory: p.Territory}
		ok := d.known(at, of)
		var rows []Placement
		if p.Into != "" {
			ok = d.known(at+".into", Source{Territory: p.Into}) && ok
			rows = []Placement{{p.Into, kam.Period{From: d.change.On}}}
		}
		if ok {
			d.setPlaces(of, rows)
		}
	}
}

// keepAll lets listed deals stay with the team of the day before the change.
func (d *draft) keepAll() {
	seen := map[string]bool{}
	for i, k := range d.change.Keep {
		at := wording.At("$.keep", i)
		ok := d.known(at, Source{Account: k.Account}) && d.f.Count(at+".deals", len(k.Deals), 1, MaxRows)
		if !k.Until.After(d.change.On) {
			d.f.Add("period", at+".until", say("%s is not after the day of the change, %s", "%s 不晚于变更日 %s", wording.Quote(k.Until.String()), d.change.On), say("state the first credit date that is not kept any more", "请填写不再保留的首个计入日期"))
			ok = false
		}
		for j, id := range k.Deals {
			ok = d.f.ID(wording.At(at+".deals", j), id, seen) && ok
		}
		if !ok {
			continue
		}
		team := d.before.TeamOn(k.Account, d.change.On.AddDays(-1))
		if len(team) == 0 || team[0].Role != RoleOwner {
			d.f.Add("unowned", at, say("nobody owns the account %s on %s, so that there is no team to keep", "客户 %s 在 %s 无人负责，没有可保留的团队", wording.Quote(k.Account), d.change.On.AddDays(-1)), say("leave the deals out", "请删除这些交易"))
			continue
		}
		for _, id := range k.Deals {
			kept := Kept{Deal: id, Period: kam.Period{From: d.change.On, Until: k.Until}}
			for _, s := range team {
				kept.Team = append(kept.Team, Share{s.Payee, s.Role, s.Share})
			}
			d.kept[id] = true
			d.after.kept[id] = &kept
		}
	}
}

// own deals with accounts that the change leaves without an owner: days that had one before.
func (d *draft) own() {
	for _, id := range slices.Sorted(maps.Keys(d.after.accounts)) {
		a := d.after.accounts[id]
		active, ok := since(a.Active, d.change.On)
		if !ok {
			continue
		}
		gaps := d.after.gaps(id, active)
		if len(gaps) == 0 {
			continue
		}
		var fresh []kam.Period
		for _, s := range d.before.stretches(id, "", active) {
			for _, gap := range gaps {
				if both, ok := gap.Intersect(s.period); ok && len(s.owners) > 0 {
					fresh = append(fresh, both)
				}
			}
		}
		for _, gap := range fresh {
			message := say("nobody would own the account %s: %s", "客户 %s 将无人负责：%s", wording.Quote(id), wording.Days(gap))
			if d.change.Unowned == UnownedLeave {
				d.f.Warn("unowned", "account "+wording.Clip(id), message, say("its deals are the house's until an owner is named", "在指定负责人之前其交易计入公司账户"))
				continue
			}
			if d.change.Unowned == UnownedRefuse {
				d.f.Add("unowned", "account "+wording.Clip(id), message, say(`name who takes over, or write "unowned": "house"`, `请写明接手人，或写 "unowned": "house"`))
				continue
			}
			d.f.Warn("unowned", "account "+wording.Clip(id), message, say("the house owns it until somebody is named", "在指定负责人之前由公司账户负责"))
			rows := []Member{{d.before.policy.House, RoleOwner, kam.Whole(), gap}}
			for _, m := range d.after.accounts[id].Team {
				if p, ok := since(m.Period, d.change.On); ok {
					m.Period = p
					rows = append(rows, m)
				}
			}
			d.setTeam(Source{Account: id}, rows)
		}
	}
}
