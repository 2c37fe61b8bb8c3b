package reassign

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// draft is a change being worked out.
type draft struct {
	change Change
	f      wording.Faults

	records  []crm.Record // of the system, by ref
	users    map[string]*crm.User
	accounts map[string]*holding
	order    []*holding        // accounts by ref
	deals    map[string]string // accounts of opportunities
	people   map[string]string // accounts of contacts
	heads    map[string]string // of hierarchies, as far as they were asked for
	follow   map[crm.Kind]bool
	leaving  map[string]string // to the successor
	limits   map[string]int
	load     map[string]int // accounts after the change, as far as it is worked out

	stays    []Stay
	changes  map[crm.Ref]*RecordChange
	warnings kam.Findings
}

// holding is an account and who has it.
type holding struct {
	rec     crm.Record
	account *crm.Account
	move    int // index of the move that selects it; -1: none
	to      string
	why     kam.Text
	moved   map[crm.Kind]int
}

// owner is who has the account after the change.
func (h *holding) owner() string {
	if h.to != "" {
		return h.to
	}
	return h.account.Owner
}

// moves reports whether the account gets another owner.
func (h *holding) moves() bool { return h.to != "" && h.to != h.account.Owner }

func newDraft(c Change, records []crm.Record) *draft {
	d := &draft{
		change: c, f: wording.Faults{Prefix: prefix}, users: map[string]*crm.User{}, accounts: map[string]*holding{}, deals: map[string]string{}, people: map[string]string{}, heads: map[string]string{},
		follow: map[crm.Kind]bool{}, leaving: map[string]string{}, limits: map[string]int{}, load: map[string]int{}, changes: map[crm.Ref]*RecordChange{},
	}
	for _, r := range latest(records) {
		if r.Ref.System != c.System {
			continue
		}
		d.records = append(d.records, r)
		switch data := r.Data.(type) {
		case *crm.User:
			d.users[r.Ref.ID] = data
		case *crm.Opportunity:
			d.deals[r.Ref.ID] = data.Account
		case *crm.Contact:
			d.people[r.Ref.ID] = data.Account
		case *crm.Account:
			h := &holding{rec: r, account: data, move: -1, moved: map[crm.Kind]int{}}
			d.accounts[r.Ref.ID] = h
			d.order = append(d.order, h)
		}
	}
	return d
}

// latest returns the records that are not deleted, each ref once, by ref.
func latest(records []crm.Record) []crm.Record {
	out := slices.Clone(records)
	slices.SortStableFunc(out, func(a, b crm.Record) int { return cmp.Or(a.Ref.Compare(b.Ref), a.Modified.Compare(b.Modified)) })
	kept := out[:0]
	for i, rec := range out {
		if i+1 < len(out) && out[i+1].Ref == rec.Ref || rec.Deleted || crm.KindOf(rec.Data) != rec.Ref.Kind {
			continue
		}
		kept = append(kept, rec)
	}
	return kept
}

// gone reports whether nothing may stay with a user: he leaves, works here no more, or is nobody.
func (d *draft) gone(user string) bool {
	if _, leaves := d.leaving[user]; leaves || user == "" {
		return true
	}
	u := d.users[user]
	return u == nil || u.Inactive
}

// selector says which accounts a move selects.
type selector struct {
	ids     map[string]bool // nil: by the lists
	unowned bool
	lists   [6]map[string]bool // nil: any
}

func selectorOf(m Move) selector {
	w := m.Where
	s := selector{ids: setOf(m.Accounts), unowned: w.Unowned}
	for i, list := range [][]string{w.Owners, w.Industries, w.Provinces, w.Cities, w.Districts, w.Tiers} {
		s.lists[i] = setOf(list)
	}
	return s
}

func setOf(list []string) map[string]bool {
	if len(list) == 0 {
		return nil
	}
	out := make(map[string]bool, len(list))
	for _, s := range list {
		out[s] = true
	}
	return out
}

func (s selector) selects(id string, a *crm.Account) bool {
	if s.ids != nil {
		return s.ids[id]
	}
	if s.unowned && a.Owner != "" {
		return false
	}
	for i, value := range []string{a.Owner, a.Industry, a.Address.Province, a.Address.City, a.Address.District, a.Tier} {
		if s.lists[i] != nil && !s.lists[i][value] {
			return false
		}
	}
	return true
}

// assign gives every account that is selected to a receiver.
func (d *draft) assign() {
	selected := make([][]*holding, len(d.change.Moves))
	selectors := make([]selector, len(d.change.Moves))
	for i, m := range d.change.Moves {
		selectors[i] = selectorOf(m)
	}
	for _, h := range d.order {
		for i, s := range selectors {
			if s.selects(h.rec.Ref.ID, h.account) {
				h.move = i
				selected[i] = append(selected[i], h)
				break
			}
		}
		if h.move < 0 {
			d.load[h.account.Owner]++
		}
	}
	for i, m := range d.change.Moves {
		for _, group := range d.groups(m, selected[i]) {
			d.give(m, group)
		}
	}
	d.within()
}

// within checks that nobody who gets accounts has too many in the end: what stays with him by a later move counts too.
func (d *draft) within() {
	gets := map[string]bool{}
	for _, h := range d.order {
		if h.moves() {
			gets[h.to] = true
		}
	}
	for i, l := range d.change.Limits {
		if n := d.load[l.User]; gets[l.User] && n > l.Most {
			d.f.Add("full", wording.At("$.limits", i), say("%s would have %d accounts, more than %d", "%s 将有 %d 个客户，超过 %d 个", wording.Clip(l.User), n, l.Most),
				say("raise the limit, name further receivers, or put the moves that take accounts away from %s first", "请提高上限、增加接收人，或将移出 %s 客户的 move 排在前面", wording.Clip(l.User)))
		}
	}
}

// groups cuts the accounts of a move into those that go to one receiver, by the ref of their first.
func (d *draft) groups(m Move, list []*holding) [][]*holding {
	var out [][]*holding
	index := map[string]int{}
	for _, h := range list {
		if m.Together {
			head := d.head(h)
			if i, ok := index[head]; ok {
				out[i] = append(out[i], h)
				continue
			}
			index[head] = len(out)
		}
		out = append(out, []*holding{h})
	}
	return out
}

// head is the id at the top of the hierarchy of an account, as far as it is known; of one that goes round the least id of
// the round.
func (d *draft) head(h *holding) string {
	id := h.rec.Ref.ID
	var way []string
	place := map[string]int{} // on the way
	for d.heads[id] == "" && d.accounts[id] != nil && d.accounts[id].account.Parent != "" {
		if i, seen := place[id]; seen {
			id = slices.Min(way[i:])
			break
		}
		place[id] = len(way)
		way = append(way, id)
		id = d.accounts[id].account.Parent
	}
	id = cmp.Or(d.heads[id], id)
	for _, x := range way {
		d.heads[x] = id
	}
	return id
}

// give finds the receiver of a group.
func (d *draft) give(m Move, group []*holding) {
	to, why := d.receiver(m, group)
	if to == "" {
		for _, h := range group {
			d.load[h.account.Owner]++
			if d.change.Full == FullRefuse {
				d.f.Add("full", "account "+wording.Clip(h.rec.Ref.ID), say("no receiver of %s has room for it", "%s 的接收人均已满额", wording.Quote(m.Name)), say("raise a limit, or name further receivers", "请提高上限或增加接收人"))
				continue
			}
			d.stay(h.rec, h.account.Name, h.account.Owner, StayFull)
		}
		return
	}
	for _, h := range group {
		d.load[to]++
		h.to, h.why = to, why
		if !h.moves() {
			d.stay(h.rec, h.account.Name, to, StayAlready)
		}
	}
}

// receiver chooses who takes a group; empty: nobody has room.
func (d *draft) receiver(m Move, group []*holding) (string, kam.Text) {
	room := func(user string) bool {
		most, limited := d.limits[user]
		return !limited || d.load[user]+len(group) <= most
	}
	if m.PreferTeam {
		for _, user := range m.To {
			in := func(h *holding) bool {
				return h.account.Owner == user || slices.ContainsFunc(h.account.Team, func(t crm.Member) bool { return t.User == user && t.On(d.change.On) })
			}
			if room(user) && slices.ContainsFunc(group, in) {
				return user, say("%s: %s knows the account already", "%s：%s 已在客户团队中", m.Name, user)
			}
		}
	}
	best := ""
	for _, user := range m.To {
		if !room(user) {
			continue
		}
		if best == "" || m.By == ByLoad && d.load[user] < d.load[best] {
			best = user
		}
	}
	if m.By == ByLoad {
		return best, say("%s: %s has the fewest accounts, %d", "%s：%s 的客户最少，为 %d 个", m.Name, best, d.load[best])
	}
	return best, say("%s", "%s", m.Name)
}

func (d *draft) stay(r crm.Record, name, owner string, reason StayReason) {
	d.stays = append(d.stays, Stay{Ref: r.Ref, Name: name, Owner: owner, Reason: reason})
}

// owned checks that everything that has an owner after the change has one who works here.
func (d *draft) owned() {
	for _, h := range d.order {
		owner := h.owner()
		if !d.gone(owner) {
			continue
		}
		at := "account " + wording.Clip(h.rec.Ref.ID)
		_, leaves := d.leaving[owner]
		switch {
		case leaves:
			d.f.Add("left", at, say("%s would stay with %s, who leaves", "%s 仍归即将离开的 %s 负责", label(h.account.Name, h.rec), wording.Clip(owner)), say("select it by a move", "请用一项 move 选中该客户"))
		case h.move >= 0:
			d.f.Add("left", at, say("%s would stay without an active owner", "%s 仍没有在职负责人", label(h.account.Name, h.rec)), say("give it a receiver with room", "请指定尚有余量的接收人"))
		case owner == "":
			d.warn("unowned", h.rec, say("%s has no owner, and no move selects it", "%s 没有负责人，且未被选中", label(h.account.Name, h.rec)))
		default:
			d.warn("inactive", h.rec, say("%s belongs to %s, who does not work here, and no move selects it", "%s 的负责人 %s 已不在职，且未被选中", label(h.account.Name, h.rec), wording.Clip(owner)))
		}
	}
}

func (d *draft) warn(code string, r crm.Record, message kam.Text) {
	d.warnings.Add(kam.Finding{Code: prefix + "." + code, Severity: kam.Warning, Place: r.Ref.String(), Message: message, Remedy: say("add it to the change, if it should not stay so", "如不应如此，请加入本次变更")})
}

// label names a record.
func label(name string, r crm.Record) string { return wording.Clip(cmp.Or(name, r.Ref.ID)) }
