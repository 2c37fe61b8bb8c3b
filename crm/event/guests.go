package event

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// candidate is a guest with what the order needs.
type candidate struct {
	Guest
	tier, role int // rows of the policy, behind them what is not listed
	account    *account
}

// Guests returns who is to be invited to an event, who is in reserve, and who is left out and why, as it stands on a day.
// Everybody among the records is looked at who belongs to the system of the event. Of two records with one ref the one
// modified later counts; deleted ones are none. Who accepted takes a whole place; who has not answered, and who is to be
// invited, as much as the policy expects to come. Ask again after answers have come in: the reserve moves up.
//
// It returns [ErrEvent], [ErrRecords], [kam.ErrDay] when on is not set, and [kam.ErrNoHolidays] for a year without
// working-day data.
func (r *Rules) Guests(event crm.Ref, on kam.Day, records []crm.Record) (*List, error) {
	b, err := r.gather(event, on, records)
	if err != nil {
		return nil, err
	}
	l := &List{Event: event, Name: b.data.Name, Day: b.days.From, On: on}
	if l.due, err = r.calendar.AddWorkingDays(b.days.From, -r.policy.Invite.Notice); err != nil {
		return nil, err
	}
	l.due = earlier(l.due, b.days.From)
	answers := map[string]crm.Answer{}
	for _, i := range b.invitations {
		if i.data.Contact != "" {
			answers[i.data.Contact] = cmp.Or(i.data.Answer, "none")
		}
	}
	topics := map[string]string{}
	for _, t := range b.data.Topics {
		if fold(t) != "" {
			topics[fold(t)] = t
		}
	}
	var may []candidate
	for _, c := range b.contacts {
		x := r.candidate(b, c, topics)
		reason, because := r.refused(b, c, x, answers[c.ref.ID], on)
		if reason != "" {
			l.Left = append(l.Left, Left{x.Guest, reason, because})
			continue
		}
		may = append(may, x)
	}
	slices.SortFunc(may, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.Points, x.Points), cmp.Compare(x.tier, y.tier), cmp.Compare(x.role, y.role), x.Contact.Compare(y.Contact))
	})
	r.fill(l, b, may)
	order := map[LeftReason]int{}
	for i, reason := range leftReasons() {
		order[reason] = i
	}
	slices.SortStableFunc(l.Left, func(x, y Left) int {
		return cmp.Or(cmp.Compare(order[x.Reason], order[y.Reason]), cmp.Compare(y.Points, x.Points), x.Contact.Compare(y.Contact))
	})
	if b.data.Cancelled {
		b.warn("cancelled", event, say("the event is cancelled", "活动已取消"), say("invite nobody", "请勿发出邀约"))
	}
	if on.After(b.days.From) {
		b.warn("begun", event, say("the event began on %s", "活动已于 %s 开始", b.days.From), say("invite to one that is to come", "请邀约参加尚未开始的活动"))
	}
	if len(topics) == 0 {
		b.warn("no-topics", event, say("the event states no topics; nobody can need one", "活动未填写主题，无法与客户需求匹配"), say("state what the event is about", "请填写活动主题"))
	}
	l.Findings = b.findings
	return l, nil
}

func earlier(a, b kam.Day) kam.Day {
	if b.Before(a) {
		return b
	}
	return a
}

// candidate says what speaks for a contact.
func (r *Rules) candidate(b *book, c *contact, topics map[string]string) candidate {
	p := r.policy.Invite
	x := candidate{Guest: Guest{Contact: c.ref, Name: c.data.Name, Role: c.data.Role}, tier: len(p.Tiers), role: len(p.Roles), account: c.account}
	give := func(points int, ref crm.Ref, text kam.Text) {
		x.Points += points
		x.Why = append(x.Why, Reason{points, text, ref})
	}
	if a := c.account; a != nil {
		x.Account, x.AccountName, x.Tier = a.ref, a.data.Name, a.data.Tier
		x.By = b.first(a.data.Owner, b.data.Owner)
		for _, topic := range needed(a, topics) {
			x.OnTopic = true
			if p.Need > 0 {
				give(p.Need, topic.deal.ref, say("the deal %s needs %s", "商机 %s 需要 %s", wording.Quote(named(topic.deal.data.Name, topic.deal.ref.ID)), wording.Quote(topic.word)))
			}
		}
	}
	seen := map[string]bool{}
	for _, word := range c.data.Preferences.Interests {
		key := fold(word)
		if topic, ok := topics[key]; ok && !seen[key] {
			seen[key], x.OnTopic = true, true
			if p.Interest > 0 {
				give(p.Interest, c.ref, say("is interested in %s", "对 %s 感兴趣", wording.Quote(topic)))
			}
		}
	}
	if c.account == nil {
		return x
	}
	if i, ok := r.tiers[c.account.data.Tier]; ok {
		if x.tier = i; p.Tiers[i].Points > 0 {
			give(p.Tiers[i].Points, c.account.ref, say("the account is of tier %s", "客户等级为 %s", wording.Clip(x.Tier)))
		}
	}
	role, ref := r.role(c)
	if i, ok := r.roles[string(role)]; ok {
		x.role, x.Role = i, role
		if p.Roles[i].Points > 0 {
			give(p.Roles[i].Points, ref, say("is the %s", "是%s", roleText(role)))
		}
	}
	return x
}

// wanted is a topic with the first deal that needs it.
type wanted struct {
	word string
	deal deal
}

// needed returns the topics that open deals of an account need, as they first come in its deals.
func needed(a *account, topics map[string]string) []wanted {
	var out []wanted
	seen := map[string]bool{}
	for _, d := range a.deals {
		if d.data.Status != crm.Open {
			continue
		}
		for _, need := range d.data.Needs {
			key := fold(need)
			if topic, ok := topics[key]; ok && !seen[key] {
				seen[key] = true
				out = append(out, wanted{topic, d})
			}
		}
	}
	return out
}

// role returns the role of a person that has the most points, of equals the one that the policy lists first, and the record
// that says so: the person's own, and those in open deals of the account.
func (r *Rules) role(c *contact) (crm.BuyingRole, crm.Ref) {
	best, ref := c.data.Role, c.ref
	rank := func(role crm.BuyingRole) (points, row int) {
		i, ok := r.roles[string(role)]
		if !ok {
			return -1, 0
		}
		return r.policy.Invite.Roles[i].Points, -i
	}
	for _, d := range c.account.deals {
		if d.data.Status != crm.Open {
			continue
		}
		for _, s := range d.data.Contacts {
			if s.Contact != c.ref.ID {
				continue
			}
			points, row := rank(s.Role)
			if most, first := rank(best); points > most || points == most && row > first {
				best, ref = s.Role, d.ref
			}
		}
	}
	return best, ref
}

// refused says why somebody cannot be invited, whatever room there is.
func (r *Rules) refused(b *book, c *contact, x candidate, answer crm.Answer, on kam.Day) (LeftReason, kam.Text) {
	p := r.policy.Invite
	mail := p.By == crm.Email
	asked := b.asked[c.ref.ID]
	switch {
	case answer == crm.Declined:
		return LeftDeclined, say("declined", "已婉拒")
	case answer != "":
		return LeftInvited, say("is invited already", "已邀约")
	case c.account == nil:
		return LeftNoAccount, say("belongs to no account that is known", "不属于任何已知客户")
	case mail && c.data.Preferences.NoEmail:
		return LeftNoEmail, say("wants no e-mail", "不希望收到邮件")
	case mail && c.data.Email == "":
		return LeftNoAddress, say("has no e-mail address", "没有邮箱地址")
	case asked.on.IsSet() && on.Sub(asked.on) < p.Rest:
		return LeftRest, say("was invited to %s on %s, less than %d days ago", "曾于 %[2]s 受邀参加 %[1]s，距今不足 %[3]d 天", wording.Quote(asked.event), asked.on, p.Rest)
	case p.OnTopic && !x.OnTopic:
		return LeftOffTopic, say("needs no topic of the event and is interested in none", "对活动主题既无需求也无兴趣")
	case x.Points < p.Least:
		return LeftPoints, say("has %d points, fewer than %d", "得 %d 分，低于 %d 分", x.Points, p.Least)
	}
	return "", kam.Text{}
}

// fill puts candidates in order on the lists.
func (r *Rules) fill(l *List, b *book, may []candidate) {
	p := r.policy.Invite
	l.Room, l.Limited = r.room(b)
	taken := map[*account]int{}
	for _, x := range may {
		of := x.account.guests + taken[x.account]
		switch {
		case p.PerAccount > 0 && of >= p.PerAccount:
			l.Left = append(l.Left, Left{x.Guest, LeftPerAccount, say("%d of the account are invited or in reserve already", "该客户已有 %d 人受邀或候补", of)})
			continue
		case !l.Limited || int64(len(l.Invite)) < l.Room:
			l.Invite = append(l.Invite, x.Guest)
		case len(l.Reserve) < p.Reserve:
			l.Reserve = append(l.Reserve, x.Guest)
		default:
			l.Left = append(l.Left, Left{x.Guest, LeftCapacity, say("there is no room", "名额已满")})
			continue
		}
		taken[x.account]++
		if x.By == "" {
			b.warn("nobody", x.Contact, say("nobody who works here can invite %s", "没有在职人员可邀约 %s", named(x.Name, x.Contact.ID)), say("give the account or the event an owner", "请为客户或活动指定负责人"))
		}
	}
}

// room returns how many more can be invited, and whether there is a limit.
func (r *Rules) room(b *book) (int64, bool) {
	capacity := b.data.Capacity
	if !capacity.Valid || num.Check(capacity.Decimal) != nil {
		return 0, false
	}
	expect := r.policy.Invite.Expect.Rat()
	room := num.Rat(capacity.Decimal)
	for _, i := range b.invitations {
		switch i.data.Answer {
		case crm.Accepted:
			room.Sub(room, big.NewRat(1, 1))
		case crm.Declined:
		default:
			room.Sub(room, expect)
		}
	}
	room.Quo(room, expect)
	whole := new(big.Int).Quo(room.Num(), room.Denom())
	switch {
	case room.Sign() <= 0:
		return 0, true
	case !whole.IsInt64():
		return 0, false
	}
	return whole.Int64(), true
}
