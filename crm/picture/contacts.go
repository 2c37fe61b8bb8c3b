package picture

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/internal/wording"
)

// Person is a contact of a customer, made of the contacts of all systems that are the same person.
type Person struct {
	// ID is the first of Contacts; Name the name that counts.
	ID   crm.Ref `json:"id"`
	Name string  `json:"name"`
	// Contacts are the records, in order of refs.
	Contacts []crm.Ref `json:"contacts"`
	Fields   []Field   `json:"fields"`

	merged   crm.Contact
	modified time.Time
}

// contactFields are the fields of a contact in the order in which a picture shows them.
func contactFields() []spec[crm.Contact] {
	text := func(name string, label kam.Text, kind sort, at func(*crm.Contact) *string) spec[crm.Contact] {
		return textSpec(name, label, kind, at)
	}
	return []spec[crm.Contact]{
		text("name", wording.Say("name", "姓名"), texts, func(c *crm.Contact) *string { return &c.Name }),
		{
			name: "role", label: wording.Say("buying role", "采购角色"), sort: choices, by: BySystem,
			get: func(_ *builder, _ crm.Ref, c *crm.Contact) (string, string) { return string(c.Role), string(c.Role) },
			set: func(to, from *crm.Contact) { to.Role = from.Role },
		},
		text("title", wording.Say("title", "职务"), texts, func(c *crm.Contact) *string { return &c.Title }),
		text("department", wording.Say("department", "部门"), texts, func(c *crm.Contact) *string { return &c.Department }),
		{
			name: "email", label: wording.Say("e-mail", "邮箱"), sort: choices, by: BySystem,
			get: func(_ *builder, _ crm.Ref, c *crm.Contact) (string, string) { return c.Email, mailKey(c.Email) },
			set: func(to, from *crm.Contact) { to.Email = from.Email },
		},
		{
			name: "mobile", label: wording.Say("mobile", "手机"), sort: choices, by: BySystem,
			get: func(_ *builder, _ crm.Ref, c *crm.Contact) (string, string) { return c.Mobile, phoneKey(c.Mobile) },
			set: func(to, from *crm.Contact) { to.Mobile = from.Mobile },
		},
		{
			name: "phone", label: wording.Say("telephone", "电话"), sort: choices, by: BySystem,
			get: func(_ *builder, _ crm.Ref, c *crm.Contact) (string, string) { return c.Phone, phoneKey(c.Phone) },
			set: func(to, from *crm.Contact) { to.Phone = from.Phone },
		},
		{
			name: "reportsTo", label: wording.Say("reports to", "汇报对象"), sort: choices, by: BySystem,
			get: func(b *builder, ref crm.Ref, c *crm.Contact) (string, string) {
				return b.name(ref.System, crm.KindContact, c.ReportsTo), b.id(ref.System, crm.KindContact, c.ReportsTo)
			},
			set: func(to, from *crm.Contact) { to.ReportsTo = from.ReportsTo },
		},
		{
			name: "owner", label: wording.Say("owner", "负责人"), sort: choices, by: BySystem,
			get: func(b *builder, ref crm.Ref, c *crm.Contact) (string, string) {
				return b.name(ref.System, crm.KindUser, c.Owner), b.id(ref.System, crm.KindUser, c.Owner)
			},
			set: func(to, from *crm.Contact) { to.Owner = from.Owner },
		},
		{
			name: "birthday", label: wording.Say("birthday", "生日"), sort: days, by: BySystem,
			get: func(_ *builder, _ crm.Ref, c *crm.Contact) (string, string) { return dayText(c.Birthday) },
			set: func(to, from *crm.Contact) { to.Birthday = from.Birthday },
		},
		{
			name: "created", label: wording.Say("created", "创建时间"), sort: days, by: ByEarliest, combined: true,
			get: func(_ *builder, _ crm.Ref, c *crm.Contact) (string, string) { return timeText(c.Created) },
			set: func(to, from *crm.Contact) { to.Created = from.Created },
		},
	}
}

func mailKey(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// human is a contact as it is compared with others.
type human struct {
	version[crm.Contact]
	name, mail string
	mobile     string
}

// samePeople puts contacts of one customer together that are one person, by e-mail, by mobile, then by name. The order of
// contacts does not matter; they are given in order of refs.
func (b *builder) samePeople(contacts []version[crm.Contact]) [][]version[crm.Contact] {
	all := make([]human, len(contacts))
	for i, c := range contacts {
		all[i] = human{version: c, name: match.Letters(c.data.Name), mail: mailKey(c.data.Email), mobile: match.Phone(c.data.Mobile)}
	}
	s := newSets(len(all))
	b.joinBy(all, s, func(h human) string { return h.mail })
	b.joinBy(all, s, func(h human) string { return h.mobile })
	b.joinByName(all, s)
	groups := make([][]version[crm.Contact], len(contacts))
	for i, c := range contacts {
		groups[s.of(i)] = append(groups[s.of(i)], c)
	}
	return slices.DeleteFunc(groups, func(g []version[crm.Contact]) bool { return len(g) == 0 })
}

// joinBy joins contacts with a key in common, unless two of them have different names and contradict each other otherwise:
// then the key is that of an office, and joins nobody.
func (b *builder) joinBy(all []human, s sets, key func(human) string) {
	by := map[string][]int{}
	var keys []string
	for i, h := range all {
		if k := key(h); k != "" {
			if by[k] == nil {
				keys = append(keys, k)
			}
			by[k] = append(by[k], i)
		}
	}
	for _, k := range keys {
		list := by[k]
		if i, j, shared := sharedKey(all, list); shared {
			b.found.Add(kam.Finding{
				Code: prefix + ".shared", Severity: kam.Info, Place: wording.Clip(all[i].ref.String()),
				Message: wording.Say("%s is of %s and of %s, who are two people: it makes nobody the same", "%s 同属 %s 与 %s 两人，不用于判断同一人", wording.Quote(k),
					wording.Quote(all[i].data.Name), wording.Quote(all[j].data.Name)),
				Remedy: wording.Say("give each person an address of his own", "请为每人填写各自的联系方式"),
			})
			continue
		}
		for _, i := range list[1:] {
			s.join(list[0], i)
		}
	}
}

// sharedKey returns two of a list that have different names and different mail or mobile.
func sharedKey(all []human, list []int) (x, y int, shared bool) {
	for n, i := range list[:min(len(list), maxShared)] {
		for _, j := range list[n+1 : min(len(list), maxShared)] {
			a, b := all[i], all[j]
			if a.name != b.name && a.name != "" && b.name != "" && (differ(a.mail, b.mail) || differ(a.mobile, b.mobile)) {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// maxShared is how many contacts with one key are compared with each other.
const maxShared = 200

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// joinByName joins those of one name when none of them contradicts another.
func (b *builder) joinByName(all []human, s sets) {
	by := map[string][]int{}
	var names []string
	for i, h := range all {
		if h.name == "" {
			continue
		}
		if by[h.name] == nil {
			names = append(names, h.name)
		}
		by[h.name] = append(by[h.name], i)
	}
	for _, name := range names {
		list := by[name]
		if namesakes(all, s, list) {
			b.found.Add(kam.Finding{
				Code: prefix + ".namesakes", Severity: kam.Info, Place: wording.Clip(all[list[0]].ref.String()),
				Message: wording.Say("several contacts are called %s and have different addresses: they stay apart", "多位联系人同名 %s 且联系方式不同，未合并", wording.Quote(all[list[0]].data.Name)),
				Remedy:  wording.Say("enter the same e-mail or mobile where they are one person", "若为同一人，请填写相同的邮箱或手机"),
			})
			continue
		}
		for _, i := range list[1:] {
			s.join(list[0], i)
		}
	}
}

// namesakes reports whether two of a list that are not joined yet have different mail or mobile, or are too many to tell.
func namesakes(all []human, s sets, list []int) bool {
	if len(list) > maxShared {
		return true
	}
	for n, i := range list {
		for _, j := range list[n+1:] {
			if s.of(i) != s.of(j) && (differ(all[i].mail, all[j].mail) || differ(all[i].mobile, all[j].mobile)) {
				return true
			}
		}
	}
	return false
}

// person makes one person of contacts.
func (b *builder) person(contacts []version[crm.Contact]) Person {
	p := Person{ID: contacts[0].ref}
	for _, c := range contacts {
		p.Contacts = append(p.Contacts, c.ref)
		p.merged.Primary = p.merged.Primary || c.data.Primary
		p.merged.Preferences = united(p.merged.Preferences, c.data.Preferences)
		if p.modified.Before(c.modified) {
			p.modified = c.modified
		}
	}
	p.Fields = chosen(b, crm.KindContact, contactFields(), contacts, &p.merged)
	p.Name = p.merged.Name
	for _, f := range p.Fields {
		b.resolve(f, &p.merged.Owner, crm.KindUser, "owner")
		b.resolve(f, &p.merged.ReportsTo, crm.KindContact, "reportsTo")
	}
	return p
}

// united adds preferences: the first channel and language that are stated, all times and interests, and no e-mail when
// any record says so.
func united(p, q crm.Preferences) crm.Preferences {
	p.Channel, p.Language = cmp.Or(p.Channel, q.Channel), cmp.Or(p.Language, q.Language)
	p.NoEmail = p.NoEmail || q.NoEmail
	p.Times = slices.Clone(p.Times)
	for _, h := range q.Times {
		if !slices.Contains(p.Times, h) {
			p.Times = append(p.Times, h)
		}
	}
	p.Interests = slices.Clone(p.Interests)
	for _, s := range q.Interests {
		if !slices.Contains(p.Interests, s) {
			p.Interests = append(p.Interests, s)
		}
	}
	return p
}
