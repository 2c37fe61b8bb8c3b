package followup

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Overview says how the follow-up of all customers stands on a day. It is the caller's own.
type Overview struct {
	AsOf kam.Day `json:"asOf"`
	// Lines has a line for each account and cadence with at least one contact: overdue ones first, then what is due, then
	// what is in time; within each by urgency, the highest first, then by due day, account and the policy's order of cadences.
	Lines []Line `json:"lines,omitempty"`
	// Never are the accounts and cadences without any contact: no due day is made up for them. They are ordered by tier as
	// in the policy, then by when the account came into the system, unknown last, then by account and cadence.
	Never []Never `json:"never,omitempty"`
	// Recalls are the accounts that go back into their pool soon, or should have gone: by day, then account.
	Recalls []Recall `json:"recalls,omitempty"`
	// Unowned are the accounts that nobody answers for, by tier as in the policy, then by account.
	Unowned []Unowned `json:"unowned,omitempty"`
	// Outside are the accounts whose tier has no cadence in the policy, by account.
	Outside []Outside `json:"outside,omitempty"`
	// Findings are what could not be read from the records: followup.undated, .recall-unknown, .no-pool and .no-email, and,
	// as .no-tier, how many accounts state a tier that the policy has not.
	Findings kam.Findings `json:"findings,omitempty"`

	rules *Rules
	book  *book
}

// Line is one rhythm of one account.
type Line struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	Tier    string  `json:"tier,omitempty"`
	// Owner is the account's owner, empty when there is none, OwnerName what people call them where the records say it.
	Owner     string `json:"owner,omitempty"`
	OwnerName string `json:"ownerName,omitempty"`
	Cadence   string `json:"cadence"`
	Status    Status `json:"status"`
	// Due is the day on which the next contact is to be made at the latest, moved as the policy says.
	Due kam.Day `json:"due"`
	// Late is how many working days have passed since the due day, up to the day of the overview; 0 until then.
	Late int `json:"late,omitempty"`
	// Last is the day of the last contact that counts, and Contact its activity.
	Last    kam.Day `json:"last"`
	Contact crm.Ref `json:"contact"`
	// Urgency is the days passed since the contact by those of the interval, as it ends before it is moved: 1 when it is
	// over, 2 when as much time again has passed. Of a number in each period it is the same of the part whose turn it is.
	Urgency kam.Fraction `json:"urgency,omitzero"`
	// Made and Wanted are the days with a contact in the period of the day, and how many there are to be; 0 of intervals.
	Made   int `json:"made,omitempty"`
	Wanted int `json:"wanted,omitempty"`
	// Planned is the next appointment that is of a type that counts.
	Planned *Appointment `json:"planned,omitempty"`
	// Why says how the due day came about.
	Why kam.Text `json:"why"`

	counted string // what the due day was counted from, for ids of tasks
	rank    int    // of the cadence in its tier
}

// Status says how a rhythm stands.
type Status string

// Statuses, the worst first.
const (
	// Overdue: more working days have passed since the due day than the grace allows.
	Overdue Status = "overdue"
	// Due: the due day is today, or passed within the grace.
	Due Status = "due"
	// OnTime: the due day is still to come.
	OnTime Status = "on-time"
)

// rankOf orders statuses.
func rankOf(s Status) int { return slices.Index([]Status{Overdue, Due, OnTime}, s) }

// Appointment is an activity that is planned.
type Appointment struct {
	Activity crm.Ref `json:"activity"`
	On       kam.Day `json:"on"`
}

// Never is a rhythm of an account that had no contact that counts yet.
type Never struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	Tier    string  `json:"tier,omitempty"`
	// Owner is the account's owner, OwnerName what people call them where the records say it.
	Owner     string `json:"owner,omitempty"`
	OwnerName string `json:"ownerName,omitempty"`
	Cadence   string `json:"cadence"`
	// Since is the day on which the account came into the system; unset when it does not say.
	Since   kam.Day      `json:"since,omitzero"`
	Planned *Appointment `json:"planned,omitempty"`
	Why     kam.Text     `json:"why"`

	rank int
}

// Unowned is an account that nobody answers for.
type Unowned struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	Tier    string  `json:"tier,omitempty"`
	Pool    string  `json:"pool,omitempty"`
	// Owner is who the account names; empty when it names nobody. OwnerName is what people call them where the records say it.
	Owner     string        `json:"owner,omitempty"`
	OwnerName string        `json:"ownerName,omitempty"`
	Reason    UnownedReason `json:"reason"`
}

// UnownedReason says why nobody answers for an account.
type UnownedReason string

// Reasons. The last two are found where the users of the system are among the records.
const (
	NoOwner       UnownedReason = "no-owner"
	InactiveOwner UnownedReason = "inactive-owner"
	UnknownOwner  UnownedReason = "unknown-owner"
)

// Outside is an account whose tier has no cadence.
type Outside struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	Tier    string  `json:"tier,omitempty"`
}

// On returns how the follow-up of the customers among the records stands on a day. Records are accounts, contacts,
// activities, opportunities and users, in any order and of any number of systems; of two with one ref the one modified
// later counts, deleted ones are no customers, and other kinds are passed over. Contacts after the day are not seen, so
// that an earlier day can be looked at.
//
// An unset day wraps [kam.ErrDay], a year without working-day data [kam.ErrNoHolidays], more than [MaxRecords] records
// [ErrRecords].
func (r *Rules) On(asOf kam.Day, records []crm.Record) (*Overview, error) {
	if !asOf.IsSet() {
		return nil, fmt.Errorf("followup: %w: the day of the overview is not set", kam.ErrDay)
	}
	if len(records) > MaxRecords {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrRecords, len(records), MaxRecords)
	}
	b := r.gather(records, asOf)
	o := &Overview{AsOf: asOf, rules: r, book: b, Findings: b.findings}
	for _, c := range b.customers {
		if c.why != "" {
			o.Unowned = append(o.Unowned, Unowned{Account: c.ref, Name: c.account.Name, Tier: c.account.Tier, Pool: c.account.Pool, Owner: c.account.Owner, OwnerName: b.ownerName(c), Reason: c.why})
		}
		if err := o.addRecalls(c); err != nil {
			return nil, err
		}
		i, ok := r.tiers[c.account.Tier]
		if !ok {
			o.Outside = append(o.Outside, Outside{Account: c.ref, Name: c.account.Name, Tier: c.account.Tier})
			continue
		}
		for rank, cadence := range r.policy.Tiers[i].Cadences {
			if err := o.addLine(c, rank, cadence); err != nil {
				return nil, err
			}
		}
	}
	o.sort()
	o.tellOutside()
	return o, nil
}

// tellOutside counts the accounts outside by their tiers; those that state none are told of nowhere but in Outside.
func (o *Overview) tellOutside() {
	counts := map[string]int{}
	for _, a := range o.Outside {
		counts[a.Tier]++
	}
	delete(counts, "")
	for _, tier := range slices.Sorted(maps.Keys(counts)) {
		n := counts[tier]
		o.Findings.Add(kam.Finding{
			Code: prefix + ".no-tier", Severity: kam.Warning, Place: "$.tiers",
			Message: say("the policy has no tier %[1]s, and so no cadence for %[2]s of it", "策略中没有等级 %[1]s，该等级的 %[3]d 个客户没有跟进节奏", wording.Quote(tier), counted(n), n),
			Remedy:  say("add the tier, or correct its name", "请添加该等级，或更正其名称"),
		})
	}
}

// counted writes a number of accounts in English.
func counted(n int) string {
	if n == 1 {
		return "1 account"
	}
	return fmt.Sprintf("%d accounts", n)
}

func (o *Overview) addLine(c *customer, rank int, cadence Cadence) error {
	o.checkEmail(c, cadence)
	last, met := c.last(cadence.Counts, o.AsOf)
	planned := c.next(cadence.Counts, o.AsOf)
	if !met {
		n := Never{
			Account: c.ref, Name: c.account.Name, Tier: c.account.Tier, Owner: c.account.Owner, OwnerName: o.book.ownerName(c), Cadence: cadence.Name,
			Planned: planned, rank: rank, Why: say("never contacted", "从未联系"),
		}
		if !c.account.Created.IsZero() {
			n.Since = kam.DayAt(c.account.Created, o.rules.zone)
			n.Why = say("never contacted since the account came in on %s", "自 %s 建档以来从未联系", n.Since)
		}
		o.Never = append(o.Never, n)
		return nil
	}
	l := Line{
		Account: c.ref, Name: c.account.Name, Tier: c.account.Tier, Owner: c.account.Owner, OwnerName: o.book.ownerName(c), Cadence: cadence.Name,
		Last: last.on, Contact: last.ref, Planned: planned, rank: rank,
	}
	if err := o.rules.due(&l, c, cadence, o.AsOf); err != nil {
		return fmt.Errorf("followup: %s, %s: %w", c.ref, cadence.Name, err)
	}
	o.Lines = append(o.Lines, l)
	return nil
}

// checkEmail reports an account that is to be met by e-mail and has people of whom none wants any.
func (o *Overview) checkEmail(c *customer, cadence Cadence) {
	if len(c.people) == 0 || slices.ContainsFunc(cadence.Counts.Types, func(t crm.ActivityType) bool { return t != crm.Email }) {
		return
	}
	if !slices.ContainsFunc(c.people, func(p person) bool { return !p.who.Preferences.NoEmail }) {
		o.Findings.Add(kam.Finding{
			Code: prefix + ".no-email", Severity: kam.Warning, Place: c.ref.String(),
			Message: say("no contact of %s wants e-mail, and %s is by e-mail alone", "%s 的联系人均不接受邮件，而节奏 %s 仅限邮件", c.label(), wording.Quote(cadence.Name)),
			Remedy:  say("let another type of activity count, or ask for another contact", "请增加其他联系方式，或补充联系人"),
		})
	}
}

func (o *Overview) sort() {
	r := o.rules
	tier := func(name string) int {
		if i, ok := r.tiers[name]; ok {
			return i
		}
		return len(r.tiers)
	}
	slices.SortFunc(o.Lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(rankOf(a.Status), rankOf(b.Status)), b.Urgency.Cmp(a.Urgency), a.Due.Compare(b.Due), a.Account.Compare(b.Account), cmp.Compare(a.rank, b.rank))
	})
	slices.SortFunc(o.Never, func(a, b Never) int {
		return cmp.Or(cmp.Compare(tier(a.Tier), tier(b.Tier)), unsetLast(a.Since, b.Since), a.Account.Compare(b.Account), cmp.Compare(a.rank, b.rank))
	})
	slices.SortFunc(o.Recalls, func(a, b Recall) int { return cmp.Or(a.On.Compare(b.On), a.Account.Compare(b.Account)) })
	slices.SortStableFunc(o.Unowned, func(a, b Unowned) int {
		return cmp.Or(cmp.Compare(tier(a.Tier), tier(b.Tier)), a.Account.Compare(b.Account))
	})
}

func unsetLast(a, b kam.Day) int {
	switch {
	case a.IsSet() == b.IsSet():
		return a.Compare(b)
	case a.IsSet():
		return -1
	}
	return 1
}

// errRange says that a day lies outside of the days that there are.
var errRange = errors.New("the due day is out of range")
