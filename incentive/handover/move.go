package handover

import (
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// moveAll hands accounts over, move after move.
func (d *draft) moveAll() {
	for i, m := range d.change.Moves {
		at := wording.At("$.moves", i)
		if d.checkMove(at, m) {
			d.move(at, m)
		}
	}
}

func (d *draft) checkMove(at string, m Move) bool {
	ok := d.person(at+".from", m.From, true)
	if m.Role != "" {
		ok = d.f.ID(at+".role", m.Role, nil) && ok
	}
	if n := count(len(m.Accounts) > 0, len(m.Territories) > 0, m.All); n != 1 {
		d.f.Add("one-of", at, say("it states %d of accounts, territories and all", "accounts、territories、all 写了 %d 个", n), say("state exactly one", "请只写一个"))
		ok = false
	}
	for _, list := range []struct {
		key string
		ids []string
	}{{"accounts", m.Accounts}, {"territories", m.Territories}} {
		seen := map[string]bool{}
		for j, id := range list.ids {
			of := Source{Account: id}
			if list.key == "territories" {
				of = Source{Territory: id}
			}
			where := wording.At(at+"."+list.key, j)
			ok = d.f.ID(where, id, seen) && d.known(where, of) && ok
		}
	}
	ok = d.receivers(at+".to", m.To, true) && ok
	owner := roleOf(m.Role) == RoleOwner
	switch {
	case !owner && m.Opportunities != "":
		d.f.Add("opportunities", at+".opportunities", say("opportunities go with the owners alone", "商机仅随负责人交接"), say("remove it", "请删除"))
		ok = false
	case owner && len(d.after.opportunities) > 0:
		ok = wording.Choice(&d.f, "opportunities", at+".opportunities", m.Opportunities, OpportunitiesMove, OpportunitiesStay) && ok
	}
	return ok
}

// receivers checks those who take over: known, each once, and together exactly 1 or at most 1.
func (d *draft) receivers(at string, list []Receiver, complete bool) bool {
	if len(list) == 0 {
		return true
	}
	ok := d.f.Count(at, len(list), 1, MaxRows)
	sum, seen := new(big.Rat), map[string]bool{}
	for i, r := range list {
		where := wording.At(at, i)
		ok = d.f.ID(where+".payee", r.Payee, seen) && d.person(where+".payee", r.Payee, complete) && ok
		ok = checkShare(&d.f, where+".share", r.Share, false) && ok
		sum.Add(sum, r.Share.Rat())
	}
	if over := sum.Cmp(whole()); ok && (over > 0 || complete && over < 0) {
		remedy := say("state shares that total exactly 1", "请使份额合计恰为 1")
		if !complete {
			remedy = say("state shares that total at most 1", "请使份额合计不超过 1")
		}
		d.f.Add("shares", at, say("the shares total %s", "份额合计为 %s", sum.RatString()), remedy)
		ok = false
	}
	return ok
}

// move hands over what one payee has.
func (d *draft) move(at string, m Move) {
	explicit, holders := d.selected(m)
	was := d.after.copied()
	found := false
	for _, of := range holders {
		if d.substitute(at, of, m, explicit[of]) {
			found = true
			delete(explicit, of)
		}
	}
	if len(m.Accounts) > 0 {
		for _, of := range holders {
			if explicit[of] {
				d.notTheirs(at+".accounts", of.Account, m)
			}
		}
	} else if !found {
		d.notTheirs(at, "", m)
	}
	if m.Opportunities == OpportunitiesMove && len(m.To) > 0 {
		d.moveStages(m, was)
	}
}

func (d *draft) notTheirs(at, account string, m Move) {
	message := say("%s has nothing there with the role %s", "%s 在此没有 %s 角色", wording.Quote(m.From), wording.Quote(roleOf(m.Role)))
	if account != "" {
		message = say("%s does not have the role %s in the account %s", "%s 在客户 %[3]s 中没有 %[2]s 角色", wording.Quote(m.From), wording.Quote(roleOf(m.Role)), wording.Quote(account))
	}
	d.f.Add("not-theirs", at, message, say("name who has it on %s, or leave it out", "请写明 %s 当日的负责人，或删除该项", d.change.On))
}

// selected returns the holders of a move in order, and which of them are named themselves.
func (d *draft) selected(m Move) (map[Source]bool, []Source) {
	explicit := map[Source]bool{}
	var out []Source
	switch {
	case m.All:
		for _, id := range slices.Sorted(maps.Keys(d.after.territories)) {
			out = append(out, Source{Territory: id})
		}
		for _, id := range slices.Sorted(maps.Keys(d.after.accounts)) {
			out = append(out, Source{Account: id})
		}
	case len(m.Accounts) > 0:
		for _, id := range m.Accounts {
			out = append(out, Source{Account: id})
			explicit[Source{Account: id}] = true
		}
	default:
		named := map[string]bool{}
		for _, id := range m.Territories {
			named[id] = true
			explicit[Source{Territory: id}] = true
		}
		for _, id := range slices.Sorted(maps.Keys(d.after.territories)) {
			if named[id] || d.inside(d.after.territories[id].Within, named) {
				out = append(out, Source{Territory: id})
			}
		}
		for _, id := range slices.Sorted(maps.Keys(d.after.accounts)) {
			if d.inside(d.after.accounts[id].Within, named) {
				out = append(out, Source{Account: id})
			}
		}
	}
	return explicit, out
}

// inside reports whether a place leads up to one of the territories on the day of the change.
func (d *draft) inside(rows []Placement, named map[string]bool) bool {
	for range MaxDepth + 1 {
		up := placeOn(rows, d.change.On)
		if up == "" {
			return false
		}
		if named[up] {
			return true
		}
		rows = d.after.territories[up].Within
	}
	return false
}

// substitute puts the receivers where the payee stands in a team from the day on; an inherited team is written out
// first where the holder is named itself. It reports whether the payee was found.
func (d *draft) substitute(at string, of Source, m Move, named bool) bool {
	role := roleOf(m.Role)
	var rows []Member
	for _, r := range d.after.holder(of.Account, of.Territory).team {
		if p, ok := since(r.Period, d.change.On); ok {
			r.Period = p
			rows = append(rows, r)
		}
	}
	found := false
	for _, s := range d.after.stretches(of.Account, of.Territory, kam.Period{From: d.change.On}) {
		list := s.owners
		if role != RoleOwner {
			list = s.others
		}
		i := slices.IndexFunc(list, func(x Seat) bool { return x.Payee == m.From && x.Role == role })
		if i < 0 || list[i].Of != of && !named {
			continue
		}
		found = true
		inherited := list[i].Of != of
		for _, step := range d.steps(s.period, len(m.To) > 0) {
			rows = cutOut(rows, m.From, role, step.period)
			switch {
			case inherited && role == RoleOwner:
				for _, other := range list {
					if other.Payee != m.From {
						rows = append(rows, Member{other.Payee, role, other.Share, step.period})
					}
				}
			case inherited:
				rows = append(rows, Member{Payee: m.From, Role: role, Period: step.period})
			}
			if inherited && role == RoleOwner && len(m.To) == 0 {
				d.house(at, &rows, m, list[i].Share.Rat(), step.period)
			}
			d.grant(at, &rows, m.From, role, list[i].Share.Rat(), step.old, step.period)
			fresh := new(big.Rat).Sub(whole(), step.old)
			for _, r := range m.To {
				d.grant(at, &rows, r.Payee, role, list[i].Share.Rat(), new(big.Rat).Mul(fresh, r.Share.Rat()), step.period)
			}
		}
	}
	if found {
		d.setTeam(of, rows)
	}
	return found
}

// house gives the house what a payee has by the team of a territory and nobody takes over.
func (d *draft) house(at string, rows *[]Member, m Move, share *big.Rat, period kam.Period) {
	if d.change.Unowned != UnownedRefuse {
		d.grant(at, rows, d.before.policy.House, RoleOwner, share, whole(), period)
		return
	}
	d.f.Add("unowned", at, say("nobody takes over what %s has by the team of a territory: %s", "%s 经由区域团队负责的部分无人接手：%s", wording.Quote(m.From), wording.Days(period)),
		say(`name who takes over, or write "unowned": "house"`, `请写明接手人，或写 "unowned": "house"`))
}

// part is a stretch in which the old owners keep one part.
type part struct {
	period kam.Period
	old    *big.Rat
}

// steps cuts a period by the transition.
func (d *draft) steps(period kam.Period, taken bool) []part {
	if !taken || len(d.change.Transition) == 0 {
		return []part{{period, new(big.Rat)}}
	}
	var out []part
	from, months := d.change.On, 0
	for _, s := range d.change.Transition {
		months += s.Months
		to := d.change.On.AddMonths(months)
		if both, ok := period.Intersect(kam.Period{From: from, Until: to}); ok {
			out = append(out, part{both, s.Old.Rat()})
		}
		from = to
	}
	if rest, ok := since(period, from); ok {
		out = append(out, part{rest, new(big.Rat)})
	}
	return out
}

// cutOut takes a payee's role out of rows for a period.
func cutOut(rows []Member, payee, role string, period kam.Period) []Member {
	var out []Member
	for _, r := range rows {
		if r.Payee != payee || roleOf(r.Role) != role || !r.Period.Overlaps(period) {
			out = append(out, r)
			continue
		}
		if p, ok := until(r.Period, period.From); ok {
			left := r
			left.Period = p
			out = append(out, left)
		}
		if !period.IsOpen() {
			if p, ok := since(r.Period, period.Until); ok {
				r.Period = p
				out = append(out, r)
			}
		}
	}
	return out
}

// grant gives a payee a part of a share for a period, on top of what the payee has in the rows already.
func (d *draft) grant(at string, rows *[]Member, payee, role string, share, of *big.Rat, period kam.Period) {
	if of.Sign() == 0 {
		return
	}
	add := new(big.Rat).Mul(share, of)
	var had []Member
	for _, r := range *rows {
		if r.Payee == payee && roleOf(r.Role) == role {
			if both, ok := r.Period.Intersect(period); ok {
				r.Period = both
				had = append(had, r)
			}
		}
	}
	edges := make([]kam.Period, len(had))
	for i, h := range had {
		edges[i] = h.Period
	}
	*rows = cutOut(*rows, payee, role, period)
	for _, piece := range pieces(period, edges) {
		sum := new(big.Rat).Set(add)
		for _, h := range had {
			if h.Period.Contains(piece.From) {
				sum.Add(sum, h.Share.Rat())
			}
		}
		f, ok := fractionOf(sum)
		if !ok {
			d.f.Add("share", at, say("the share %s of %s is too fine for a transaction", "%[2]s 的份额 %[1]s 过细，交易无法承载", sum.RatString(), wording.Quote(payee)),
				say("use shares with fewer decimals or smaller denominators: at most %d decimals or a denominator up to %d", "请使用更少的小数位或更小的分母：最多 %d 位小数，或分母不超过 %d", sharePlaces, shareDenominator))
			return
		}
		*rows = append(*rows, Member{payee, role, f, piece})
	}
}

// moveStages gives the stages of open opportunities of the accounts handed over to the receiver with the largest share.
func (d *draft) moveStages(m Move, was *Ownership) {
	lead := m.To[0]
	for _, r := range m.To[1:] {
		if r.Share.Cmp(lead.Share) > 0 {
			lead = r
		}
	}
	kept := map[string]kam.Day{}
	for _, k := range d.change.Keep {
		for _, id := range k.Deals {
			kept[id] = k.Until
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.after.opportunities)) {
		o := d.after.opportunities[id]
		if !endOf(o.Open).After(d.change.On) {
			continue
		}
		from := d.change.On
		if until, ok := kept[id]; ok && until.After(from) {
			from = until
		}
		var rows []StageOwner
		touched := false
		for _, s := range o.Stages {
			p, ok := since(s.Period, d.change.On)
			if !ok {
				continue
			}
			s.Period = p
			if s.Payee != m.From {
				rows = append(rows, s)
				continue
			}
			touched = true
			if left, ok := until(p, from); ok {
				rows = append(rows, StageOwner{s.Stage, s.Payee, left})
			}
			if taken, ok := since(p, from); ok {
				rows = append(rows, StageOwner{s.Stage, lead.Payee, taken})
			}
		}
		if touched && d.lost(o.Account, m.From, was) {
			d.setStages(id, rows)
		}
	}
}

// lost reports whether a payee has less of an account on the day of the change than before the move.
func (d *draft) lost(account, payee string, was *Ownership) bool {
	old, now := was.ownerShares(account, d.change.On)[payee], d.after.ownerShares(account, d.change.On)[payee]
	return old != nil && (now == nil || now.Cmp(old) < 0)
}
