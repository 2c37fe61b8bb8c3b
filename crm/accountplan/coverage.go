package accountplan

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Coverage is who at the customer is known and met.
type Coverage struct {
	// Stakeholders are in the order of the plan.
	Stakeholders []Standing `json:"stakeholders,omitempty"`
	// Roles are those of the policy, in its order, at the account.
	Roles []RoleCover `json:"roles"`
	// Met are the stakeholders met within the days, by ref. SingleThread says that they are fewer than the policy says.
	Met          []crm.Ref `json:"met,omitempty"`
	SingleThread bool      `json:"singleThread,omitempty"`
	// Deals are the open deals of the account and of the units of its grid, by ref.
	Deals []DealCover `json:"deals,omitempty"`
}

// Standing is a stakeholder as the plan and the records show him.
type Standing struct {
	Contact crm.Ref `json:"contact"`
	Name    string  `json:"name"`
	// Role is that of the plan, else that of the contact's record.
	Role      crm.BuyingRole `json:"role,omitempty"`
	Champion  bool           `json:"champion,omitempty"`
	Attitude  *int           `json:"attitude,omitempty"`
	Influence int            `json:"influence,omitempty"`
	// Met is who of us met the person, the latest first, then by user.
	Met []Meeter `json:"met,omitempty"`
	// Last is the day of the last meeting; unset: never. State says what it comes to.
	Last  kam.Day   `json:"last,omitzero"`
	State Contacted `json:"state"`
	// Missing are the users who are to meet the person and have not within the days, in the order of the plan.
	Missing []string `json:"missing,omitempty"`
}

// Meeter is one of our people with the day on which he last met somebody.
type Meeter struct {
	User     string  `json:"user,omitempty"`
	Last     kam.Day `json:"last"`
	Times    int     `json:"times"`
	Activity crm.Ref `json:"activity"`
}

// Contacted says whether a person is met often enough.
type Contacted string

// The answers.
const (
	Recently Contacted = "recently" // within the days of the policy; of a champion within those of champions
	LongAgo  Contacted = "long-ago"
	Never    Contacted = "never"
)

// RoleCover is a buying role and the people who play it.
type RoleCover struct {
	Role  crm.BuyingRole `json:"role"`
	State RoleState      `json:"state"`
	// People play the role, by ref.
	People []crm.Ref `json:"people,omitempty"`
}

// RoleState says how well a buying role is covered.
type RoleState string

// How roles are covered, the best first.
const (
	Covered RoleState = "covered" // somebody plays it and was met within the days of the policy
	Unmet   RoleState = "unmet"   // somebody plays it, and nobody of them was met
	Unnamed RoleState = "unnamed" // of a deal: somebody plays it at the account, and the deal does not name him
	Vacant  RoleState = "vacant"  // nobody is known
)

// DealCover is who is known and met of those who decide about a deal.
type DealCover struct {
	Deal     crm.Ref             `json:"deal"`
	Name     string              `json:"name"`
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	Roles    []RoleCover         `json:"roles"`
	// Named are the people that the deal names, Met those of them met within the days, by ref. SingleThread says that fewer
	// were met than the policy says; of a deal that names nobody it is not known.
	Named        []crm.Ref `json:"named,omitempty"`
	Met          []crm.Ref `json:"met,omitempty"`
	SingleThread bool      `json:"singleThread,omitempty"`
}

// cover looks at who is known and met.
func (v *Review) cover() {
	c := &v.Coverage
	v.roles = map[string]crm.BuyingRole{}
	for _, s := range v.Plan.Stakeholders {
		v.roles[s.Contact] = s.Role
	}
	for _, s := range v.Plan.Stakeholders {
		c.Stakeholders = append(c.Stakeholders, v.standing(s))
	}
	atAccount := map[crm.BuyingRole][]string{}
	var all []string
	for _, s := range c.Stakeholders {
		all = append(all, s.Contact.ID)
		if s.Role != "" {
			atAccount[s.Role] = append(atAccount[s.Role], s.Contact.ID)
		}
	}
	c.Roles = v.covers(atAccount)
	c.Met = v.met(all)
	c.SingleThread = len(c.Met) < v.rules.policy.People
	for _, d := range v.book.deals {
		if d.open() {
			c.Deals = append(c.Deals, v.dealCover(d, atAccount))
		}
	}
}

func (v *Review) standing(s Stakeholder) Standing {
	days := v.rules.policy.MetWithin
	if s.Champion {
		days = v.rules.policy.ChampionWithin
	}
	out := Standing{
		Contact: v.book.ref(crm.KindContact, s.Contact), Name: v.book.person(s.Name, s.Contact), Role: v.roleOf(s.Contact), Champion: s.Champion,
		Influence: s.Influence, Last: v.book.last(s.Contact), State: Never,
	}
	if s.Attitude != nil {
		out.Attitude = new(*s.Attitude)
	}
	if out.Last.IsSet() {
		out.State = LongAgo
		if within(out.Last, v.AsOf, days) {
			out.State = Recently
		}
	}
	by := map[string]*Meeter{}
	for _, m := range v.book.meetings[s.Contact] {
		if by[m.user] == nil {
			by[m.user] = &Meeter{User: m.user}
		}
		x := by[m.user]
		x.Last, x.Activity = m.on, m.ref
		x.Times++
	}
	for _, m := range by {
		out.Met = append(out.Met, *m)
	}
	slices.SortFunc(out.Met, func(a, b Meeter) int { return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.User, b.User)) })
	for _, user := range s.MetBy {
		if m := by[user]; m == nil || !within(m.Last, v.AsOf, days) {
			out.Missing = append(out.Missing, user)
		}
	}
	return out
}

// roleOf is the role that the plan gives a contact, else the one of the record.
func (v *Review) roleOf(contact string) crm.BuyingRole {
	if role := v.roles[contact]; role != "" {
		return role
	}
	if c := v.book.contacts[contact]; c != nil {
		return c.Role
	}
	return ""
}

// met returns those of some contacts who were met within the days, by ref, each once.
func (v *Review) met(contacts []string) []crm.Ref {
	var out []crm.Ref
	for _, id := range contacts {
		if within(v.book.last(id), v.AsOf, v.rules.policy.MetWithin) {
			out = append(out, v.book.ref(crm.KindContact, id))
		}
	}
	return refsOf(out)
}

// refsOf returns refs in their order, each once.
func refsOf(list []crm.Ref) []crm.Ref {
	out := slices.Clone(list)
	slices.SortFunc(out, crm.Ref.Compare)
	return slices.Compact(out)
}

// covers says how the roles of the policy are covered by the people who play them.
func (v *Review) covers(play map[crm.BuyingRole][]string) []RoleCover {
	var out []RoleCover
	for _, role := range v.rules.policy.Roles {
		cover := RoleCover{Role: role, State: Vacant}
		if people := play[role]; len(people) > 0 {
			cover.State = Unmet
			if len(v.met(people)) > 0 {
				cover.State = Covered
			}
			for _, id := range people {
				cover.People = append(cover.People, v.book.ref(crm.KindContact, id))
			}
			cover.People = refsOf(cover.People)
		}
		out = append(out, cover)
	}
	return out
}

func (v *Review) dealCover(d deal, atAccount map[crm.BuyingRole][]string) DealCover {
	play := map[crm.BuyingRole][]string{}
	var named []string
	out := DealCover{Deal: d.ref, Name: d.label(), Currency: d.data.Currency}
	if usable(d.data.Amount.Decimal) {
		out.Amount = d.data.Amount
	}
	for _, s := range d.data.Contacts {
		if s.Contact == "" {
			continue
		}
		named = append(named, s.Contact)
		out.Named = append(out.Named, v.book.ref(crm.KindContact, s.Contact))
		if role := cmp.Or(s.Role, v.roleOf(s.Contact)); role != "" {
			play[role] = append(play[role], s.Contact)
		}
	}
	out.Named = refsOf(out.Named)
	out.Met = v.met(named)
	out.SingleThread = len(named) > 0 && len(out.Met) < v.rules.policy.People
	out.Roles = v.covers(play)
	for i, role := range out.Roles {
		if role.State != Vacant {
			continue
		}
		for _, id := range atAccount[role.Role] {
			out.Roles[i].State = Unnamed
			out.Roles[i].People = append(out.Roles[i].People, v.book.ref(crm.KindContact, id))
		}
		out.Roles[i].People = refsOf(out.Roles[i].People)
	}
	return out
}

// coveredRoles counts the roles that are covered.
func coveredRoles(roles []RoleCover) int {
	n := 0
	for _, r := range roles {
		if r.State == Covered {
			n++
		}
	}
	return n
}
