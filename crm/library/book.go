package library

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// resource is one resource with its words, folded, by aspect.
type resource struct {
	ref   crm.Ref
	data  *crm.Resource
	words map[Aspect]map[string]bool
	used  map[crm.Ref]bool // deals that it was used in by the day
}

// named is a word of an aspect, folded.
type named struct {
	aspect Aspect
	word   string
}

// deal is one deal with what it asks for.
type deal struct {
	ref  crm.Ref
	data *crm.Opportunity
	used bool // a resource was used in it in time
}

// book is the records.
type book struct {
	resources []*resource     // by ref
	about     map[named][]int // indices of resources
	deals     []*deal         // by ref
	byDeal    map[crm.Ref]*deal
	accounts  map[crm.Ref]*crm.Account
	contacts  map[crm.Ref]*crm.Contact
	people    map[crm.Ref][]*crm.Contact // of an account, by ref
	products  map[crm.Ref]*crm.Product
	users     map[crm.Ref]*crm.User
	known     map[crm.System]bool // systems whose users are known
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

// gather reads what concerns the library.
func gather(records []crm.Record) *book {
	b := &book{
		about: map[named][]int{}, byDeal: map[crm.Ref]*deal{}, accounts: map[crm.Ref]*crm.Account{}, contacts: map[crm.Ref]*crm.Contact{}, people: map[crm.Ref][]*crm.Contact{},
		products: map[crm.Ref]*crm.Product{}, users: map[crm.Ref]*crm.User{}, known: map[crm.System]bool{},
	}
	for _, rec := range latest(records) {
		switch d := rec.Data.(type) {
		case *crm.Resource:
			x := &resource{ref: rec.Ref, data: d, words: wordsOf(d), used: map[crm.Ref]bool{}}
			for aspect, words := range x.words {
				for word := range words {
					b.about[named{aspect, word}] = append(b.about[named{aspect, word}], len(b.resources))
				}
			}
			b.resources = append(b.resources, x)
		case *crm.Opportunity:
			x := &deal{ref: rec.Ref, data: d}
			b.deals = append(b.deals, x)
			b.byDeal[rec.Ref] = x
		case *crm.Account:
			b.accounts[rec.Ref] = d
		case *crm.Contact:
			b.contacts[rec.Ref] = d
			account := crm.Ref{System: rec.Ref.System, Kind: crm.KindAccount, ID: d.Account}
			b.people[account] = append(b.people[account], d)
		case *crm.Product:
			b.products[rec.Ref] = d
		case *crm.User:
			b.users[rec.Ref] = d
			b.known[rec.Ref.System] = true
		}
	}
	return b
}

func wordsOf(d *crm.Resource) map[Aspect]map[string]bool {
	out := map[Aspect]map[string]bool{}
	for aspect, list := range map[Aspect][]string{Industry: d.Industries, Stage: d.Stages, Need: d.Needs, Product: d.Products, Language: {d.Language}} {
		set := map[string]bool{}
		for _, word := range list {
			if fold(word) != "" {
				set[fold(word)] = true
			}
		}
		out[aspect] = set
	}
	return out
}

// works reports whether a user of a system can be given something to do. Where no users are known, everybody can.
func (b *book) works(system crm.System, user string) bool {
	if user == "" || !b.known[system] {
		return user != ""
	}
	u := b.users[crm.Ref{System: system, Kind: crm.KindUser, ID: user}]
	return u != nil && !u.Inactive
}

// On returns how all resources stand on a day, what they were used in by then, and what open deals lack. Records are
// resources, deals, accounts, contacts, products and users, in any order and of any number of systems; of two with one ref
// the one modified later counts, deleted ones are none, other kinds are passed over. A day that is not set is an error that
// wraps [kam.ErrDay]; more than [MaxRecords] records wrap [ErrRecords].
func (r *Rules) On(day kam.Day, records []crm.Record) (*Shelf, error) {
	if !day.IsSet() {
		return nil, fmt.Errorf("%w: the day of the question is not set", kam.ErrDay)
	}
	if len(records) > MaxRecords {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrRecords, len(records), MaxRecords)
	}
	s := &Shelf{On: day, rules: r, book: gather(records)}
	for _, x := range s.book.resources {
		s.Items = append(s.Items, s.item(x))
	}
	s.gaps()
	return s, nil
}

// item says how a resource stands.
func (s *Shelf) item(x *resource) Item {
	d := x.data
	i := Item{Resource: x.ref, Title: d.Title, Type: d.Type, Owner: d.Owner, Link: d.Link, Published: d.Published, State: Fresh}
	months := s.rules.lives[d.Type]
	switch {
	case d.Expires.IsSet():
		i.From = d.Expires
		i.State, i.Why = s.expiry(i.From)
	case months == 0:
		i.Why = say("does not expire", "长期有效")
	case d.Published.IsSet():
		i.From = d.Published.AddMonths(months)
		i.State, i.Why = s.expiry(i.From)
		i.Why = say("published on %s and good for %d months; %s", "发布于 %s，有效 %d 个月，%s", d.Published, months, i.Why)
	default:
		i.Why = say("states neither when it was published nor when it expires", "未注明发布日期和失效日期")
		if s.rules.policy.Undated == UndatedStale {
			i.State = Stale
		}
		s.warn("undated", x.ref, i.Why, say("state one of the days", "请填写其中一个日期"))
	}
	if d.Published.After(s.On) {
		i.State = Scheduled
		i.Why = say("is published on %s", "将于 %s 发布", d.Published)
	}
	i.Use = s.usage(x, i.From)
	return i
}

// expiry says how something stands that is stale from a day on; unset: it is so late that there is none.
func (s *Shelf) expiry(from kam.Day) (State, kam.Text) {
	switch {
	case !from.IsSet():
		return Fresh, say("does not expire", "长期有效")
	case s.On.Before(from):
		return Fresh, say("expires on %s", "%s 失效", from)
	}
	return Stale, say("expired on %s", "已于 %s 失效", from)
}

func (s *Shelf) warn(code string, at crm.Ref, message, remedy kam.Text) {
	s.Findings.Add(kam.Finding{Code: prefix + "." + code, Severity: kam.Warning, Place: at.String(), Message: message, Remedy: remedy})
}

// usage counts the deals that a resource was used in.
func (s *Shelf) usage(x *resource, stale kam.Day) Usage {
	var u Usage
	late := kam.Day{}
	for _, use := range x.data.Uses {
		if use.Opportunity == "" || use.On.After(s.On) {
			continue
		}
		ref := crm.Ref{System: x.ref.System, Kind: crm.KindOpportunity, ID: use.Opportunity}
		d := s.book.byDeal[ref]
		if d != nil && (d.data.Status == crm.Void || d.closed() && d.data.Close.IsSet() && use.On.After(d.data.Close)) {
			continue
		}
		if use.On.After(u.Last) {
			u.Last = use.On
		}
		if stale.IsSet() && use.On.After(late) && !use.On.Before(stale) && d != nil && d.data.Status == crm.Open {
			late = use.On
		}
		if x.used[ref] {
			continue
		}
		x.used[ref] = true
		u.Deals++
		if d == nil {
			continue
		}
		d.used = true
		switch d.data.Status {
		case crm.Won:
			u.Won++
		case crm.Lost:
			u.Lost++
		case crm.Open:
			u.Open++
		default:
		}
	}
	u.Little = u.Won+u.Lost < int64(s.rules.policy.Decided)
	if late.IsSet() {
		s.warn("used-stale", x.ref, say("%s was used in an open deal on %s, when it was stale since %s", "%s 自 %[3]s 起已过期，却于 %[2]s 用于进行中的商机", wording.Quote(x.data.Title), late, stale),
			say("give the customer what holds now", "请向客户提供最新资料"))
	}
	return u
}

func (d *deal) closed() bool { return d.data.Status == crm.Won || d.data.Status == crm.Lost }

// WinRate returns the share of won deals among won and lost ones, and false when there are none.
func (u Usage) WinRate() (kam.Fraction, bool) {
	if u.Won+u.Lost == 0 {
		return kam.Fraction{}, false
	}
	return lowest(u.Won, u.Won+u.Lost), true
}

func lowest(n, d int64) kam.Fraction {
	if n == 0 {
		return kam.Fraction{}
	}
	a, b := n, d
	for b != 0 {
		a, b = b, a%b
	}
	return kam.Fraction{Num: n / a, Den: d / a}
}

// Stale returns what is stale, by the first day of that, those without one first, then by ref.
func (s *Shelf) Stale() []Item {
	return s.pick(func(i Item) bool { return i.State == Stale }, func(a, b Item) int { return a.From.Compare(b.From) })
}

// NeverUsed returns what is fresh and was used in no deal, the oldest first, those without a day of publishing before them,
// then by ref.
func (s *Shelf) NeverUsed() []Item {
	return s.pick(func(i Item) bool { return i.State == Fresh && i.Use.Deals == 0 }, func(a, b Item) int { return a.Published.Compare(b.Published) })
}

func (s *Shelf) pick(want func(Item) bool, order func(a, b Item) int) []Item {
	var out []Item
	for _, i := range s.Items {
		if want(i) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, order)
	return out
}
