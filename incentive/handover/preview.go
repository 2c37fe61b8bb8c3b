package handover

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// ErrTotals says that a change would lose or invent quota, credit or accounts,
// or change a deal from before its day. It means a fault of this package:
// nothing a change says can bring it about.
var ErrTotals = errors.New("handover: totals are not conserved")

// ErrChanged is returned by [Ownership.Apply] when the book, the roster or the
// change is not the one that was previewed.
var ErrChanged = errors.New("handover: not what was previewed")

// Preview is what a change would do, in full: nothing is applied by it. It is
// immutable and safe for concurrent use. The zero value is no preview.
type Preview struct {
	change        Change
	before, after *Ownership
	roster        incentive.Roster
	ahead, back   Settings
	digest        string
	accounts      []AccountChange
	deals         []DealChange
	quotas        []QuotaChange
	reporting     []ReportChange
	payees        []PayeeChange
	totals        Totals
	warnings      kam.Findings
	end           kam.Day
}

// Preview works the change out against the book, the roster and the deals, and
// shows what it would do. The deals are those whose owners the reader wants to
// compare, in any order; those with a credit date before the day of the change
// never change. The error is a *kam.InvalidError with every fault, or wraps [ErrTotals].
//
// Places are moved first, then accounts handed over, deals kept, stated rows
// set, what is left unowned dealt with, quotas moved, and reporting lines; each
// sees what was done before it. Nothing given is changed or kept.
func (o *Ownership) Preview(c Change, r incentive.Roster, deals []Deal) (*Preview, error) {
	own, err := clone(c)
	if err != nil {
		f := wording.Faults{Prefix: prefix}
		f.Add("number", "$", say("the change cannot be written down: %v", "变更无法编码：%v", err), say("check its texts, shares and numbers", "请检查文本、份额与数字"))
		return nil, f.Err()
	}
	c = own
	d := o.begin(c, r)
	d.checkChange(deals)
	if err := d.f.Err(); err != nil {
		return nil, err
	}
	d.placeAll()
	d.moveAll()
	d.keepAll()
	d.set()
	d.own()
	d.quotaAll()
	d.reportAll()
	if err := d.f.Err(); err != nil {
		return nil, err
	}
	book := d.after.Book()
	after, err := Compile(book)
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		for _, f := range invalid.Findings {
			f.Place = placeIn(book, f.Place)
			d.f.Take("", kam.Findings{f})
		}
	} else {
		d.after = after
	}
	d.roster.Reporting = d.roster.Reporting[:0:0]
	for _, lines := range d.lines {
		d.roster.Reporting = append(d.roster.Reporting, lines...)
	}
	d.roster.Reporting = normalLines(d.roster.Reporting)
	checkLines(&d.f, d.roster.Reporting, c.On)
	if err := d.f.Err(); err != nil {
		return nil, err
	}
	sum, err := o.digestOf(c, r)
	if err != nil {
		return nil, fmt.Errorf("handover: %w", err)
	}
	p := &Preview{
		change: c, before: o, after: d.after, roster: d.roster, digest: sum, warnings: d.f.Findings(), end: d.end(),
		ahead: d.settings(d.after, d.lines, false), back: d.settings(o, linesOf(r), true),
	}
	if err := p.compare(r, deals); err != nil {
		return nil, err
	}
	return p, nil
}

// placeIn says by its id what a JSON path leads to, since the book that a change makes is nowhere written down.
func placeIn(b Book, place string) string {
	list, rest, ok := strings.Cut(strings.TrimPrefix(place, "$."), "[")
	index, rest, closed := strings.Cut(rest, "]")
	i, err := strconv.Atoi(index)
	if !ok || !closed || err != nil {
		return place
	}
	switch {
	case list == "accounts" && i < len(b.Accounts):
		return "account " + wording.Clip(b.Accounts[i].ID) + rest
	case list == "territories" && i < len(b.Territories):
		return "territory " + wording.Clip(b.Territories[i].ID) + rest
	case list == "opportunities" && i < len(b.Opportunities):
		return "opportunity " + wording.Clip(b.Opportunities[i].ID) + rest
	case list == "kept" && i < len(b.Kept):
		return "deal " + wording.Clip(b.Kept[i].Deal) + rest
	}
	return place
}

// clone copies data through its JSON.
func clone[T any](v T) (T, error) {
	var out T
	data, err := strictjson.Canonical(v)
	if err == nil {
		err = strictjson.Decode(data, &out, prefix).Err()
	}
	return out, err
}

// copied copies what was copied before and therefore can be.
func copied[T any](v T) T {
	out, err := clone(v)
	if err != nil {
		return v
	}
	return out
}

// linesOf returns the reporting lines of a roster by payee.
func linesOf(r incentive.Roster) map[string][]incentive.ReportingLine {
	out := map[string][]incentive.ReportingLine{}
	for _, l := range normalLines(r.Reporting) {
		out[l.Payee] = append(out[l.Payee], l)
	}
	return out
}

// digestOf names a book, a roster and a change together.
func (o *Ownership) digestOf(c Change, r incentive.Roster) (string, error) {
	return digest(struct {
		Book   Book             `json:"book"`
		Roster incentive.Roster `json:"roster"`
		Change Change           `json:"change"`
	}{o.Book(), clonedRoster(r), c})
}

// checkChange checks what needs no book.
func (d *draft) checkChange(deals []Deal) {
	c := d.change
	d.f.ID("$.id", c.ID, nil)
	if !c.On.IsSet() || c.On.Year() <= 1 || c.On.Year() >= 9000 {
		d.f.Add("day", "$.on", say("the change has no day", "变更没有生效日"), say("state the first day of the new order", "请填写新安排的首日"))
	}
	d.f.ID("$.reason", c.Reason, nil)
	d.f.ID("$.approvedBy", c.ApprovedBy, nil)
	wording.Choice(&d.f, "unowned", "$.unowned", c.Unowned, UnownedRefuse, UnownedHouse, UnownedLeave)
	for _, list := range []struct {
		key string
		n   int
	}{{"places", len(c.Places)}, {"moves", len(c.Moves)}, {"quotas", len(c.Quotas)}, {"reporting", len(c.Reporting)}, {"keep", len(c.Keep)}, {"transition", len(c.Transition)}} {
		d.f.Count("$."+list.key, list.n, 0, MaxRows)
	}
	for i, s := range c.Transition {
		at := wording.At("$.transition", i)
		if s.Months < 1 || s.Months > 120 {
			d.f.Add("transition", at+".months", say("%d months are out of range", "月数 %d 超出范围", s.Months), say("use 1 to 120", "请使用 1 至 120"))
		}
		if checkShare(&d.f, at+".old", s.Old, false) && s.Old.Rat().Cmp(whole()) == 0 {
			d.f.Add("transition", at+".old", say("the new owners would get nothing", "新负责人将一无所得"), say("use a share below 1, or a later day", "请使用小于 1 的份额，或推迟变更日"))
		}
	}
	if d.f.Count("$.deals", len(deals), 0, MaxDeals) {
		for i, deal := range deals {
			if !isAmount(wording.Decimal(deal.Amount)) {
				d.f.Add("number", wording.At("$.deals", i)+".amount", say("the amount of %s has too many digits", "%s 的金额位数过多", wording.Quote(deal.ID)), say("use at most 15 digits and 4 decimals", "最多 15 位数字、4 位小数"))
			}
		}
	}
}

// Apply does the change and returns the new book and the new roster: exactly
// those of the [Preview] whose digest is given. With another book, roster or
// change than it was made of, nothing is done and the error wraps [ErrChanged].
func (o *Ownership) Apply(c Change, r incentive.Roster, digest string) (*Ownership, incentive.Roster, error) {
	sum, err := o.digestOf(c, r)
	if err != nil {
		return nil, incentive.Roster{}, fmt.Errorf("handover: %w", err)
	}
	if sum != digest {
		return nil, incentive.Roster{}, fmt.Errorf("%w: the digest is %s, that of the preview %s", ErrChanged, sum, wording.Quote(digest))
	}
	p, err := o.Preview(c, r, nil)
	if err != nil {
		return nil, incentive.Roster{}, err
	}
	return p.after, p.Roster(), nil
}

// Change returns the change.
func (p *Preview) Change() Change { return copied(p.change) }

// Ownership returns who looks after what once the change is done.
func (p *Preview) Ownership() *Ownership { return p.after }

// Roster returns the roster once the change is done: quotas and reporting
// lines changed, everything else as it was, reporting lines in order. It is the caller's own.
func (p *Preview) Roster() incentive.Roster { return clonedRoster(p.roster) }

// Settings returns the rows that hold from the day of the change on, for
// everything that was touched: another way to say the same change.
func (p *Preview) Settings() Settings { return copied(p.ahead) }

// Digest names the book, the roster and the change that the preview is of, as 64 hexadecimal digits; see [Ownership.Apply].
func (p *Preview) Digest() string { return p.digest }

// Reverse returns the change that undoes this one from its first day on:
// applied to the new book and roster, it gives the old ones again, in their
// normal forms. What was decided between the two is undone with it.
func (p *Preview) Reverse(id, reason, approvedBy string) Change {
	return Change{ID: id, On: p.change.On, Reason: reason, ApprovedBy: approvedBy, Unowned: UnownedLeave, Set: copied(p.back)}
}

// Warnings returns what is allowed and worth knowing: accounts that the house owns now.
func (p *Preview) Warnings() kam.Findings { return slices.Clone(p.warnings) }

// AccountChange is an account whose team changes.
type AccountChange struct {
	Account string `json:"account"`
	Name    string `json:"name,omitempty"`
	// Before and After are the team on the day of the change, as it would have been and as it will be; Finally is the
	// team on the first day after the transition.
	Before  []Seat `json:"before,omitempty"`
	After   []Seat `json:"after,omitempty"`
	Finally []Seat `json:"finally,omitempty"`
}

// DealChange is a deal whose participants change.
type DealChange struct {
	Deal   Deal                    `json:"deal"`
	Before []incentive.Participant `json:"before"`
	After  []incentive.Participant `json:"after"`
}

// QuotaChange is a quota whose amount changes.
type QuotaChange struct {
	Payee   string          `json:"payee"`
	Plan    string          `json:"plan"`
	Measure string          `json:"measure"`
	Period  kam.Period      `json:"period"`
	Before  decimal.Decimal `json:"before"`
	After   decimal.Decimal `json:"after"`
}

// ReportChange is a payee whose manager changes, on the day of the change.
type ReportChange struct {
	Payee string `json:"payee"`
	// Before and After are managers; empty for nobody.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// PayeeChange is what the change means for one payee, or for the house.
type PayeeChange struct {
	Payee string `json:"payee"`
	// AccountsBefore and AccountsAfter are how many accounts the payee owns, alone or with others, on the first day after the transition:
	// without the change and with it. Gained and Lost name the difference.
	AccountsBefore int      `json:"accountsBefore"`
	AccountsAfter  int      `json:"accountsAfter"`
	Gained         []string `json:"gained,omitempty"`
	Lost           []string `json:"lost,omitempty"`
	// OpportunitiesBefore and OpportunitiesAfter are how many opportunities that are open on that day the payee owns: a
	// stage of it, or with the basis "team" its account.
	OpportunitiesBefore int `json:"opportunitiesBefore"`
	OpportunitiesAfter  int `json:"opportunitiesAfter"`
	// QuotaMoved is what the quotas grow by, by plan and measure; negative when they shrink.
	QuotaMoved []QuotaTotal `json:"quotaMoved,omitempty"`
	// CreditBefore and CreditAfter are the payee's parts, as an owner, of the deals that were compared.
	CreditBefore decimal.Decimal `json:"creditBefore"`
	CreditAfter  decimal.Decimal `json:"creditAfter"`
}

// QuotaTotal is an amount of one measure of a plan.
type QuotaTotal struct {
	Plan    string          `json:"plan"`
	Measure string          `json:"measure"`
	Amount  decimal.Decimal `json:"amount"`
}

// Totals are what a change must not alter, before and after it.
type Totals struct {
	// Accounts are those of the book. Unowned are those that are active on the first day after the transition and have no owner then.
	AccountsBefore int `json:"accountsBefore"`
	AccountsAfter  int `json:"accountsAfter"`
	UnownedBefore  int `json:"unownedBefore"`
	UnownedAfter   int `json:"unownedAfter"`
	// Quotas are the sums of all quotas of the roster, by plan and measure, in this order.
	QuotasBefore []QuotaTotal `json:"quotasBefore,omitempty"`
	QuotasAfter  []QuotaTotal `json:"quotasAfter,omitempty"`
	// Credits are the sums of all owners' parts, the house's included, of the deals that were compared: equal to the
	// sum of their amounts.
	CreditsBefore decimal.Decimal `json:"creditsBefore"`
	CreditsAfter  decimal.Decimal `json:"creditsAfter"`
	Deals         decimal.Decimal `json:"deals"`
}

// Accounts returns the accounts whose team changes on any day, by id.
func (p *Preview) Accounts() []AccountChange { return slices.Clone(p.accounts) }

// Deals returns the deals whose participants change, by id.
func (p *Preview) Deals() []DealChange { return slices.Clone(p.deals) }

// Quotas returns the quotas that change, by plan, measure, period and payee.
func (p *Preview) Quotas() []QuotaChange { return slices.Clone(p.quotas) }

// Reporting returns the payees whose manager changes, by id.
func (p *Preview) Reporting() []ReportChange { return slices.Clone(p.reporting) }

// Payees returns what the change means for each payee that it concerns, by id; the house is among them.
func (p *Preview) Payees() []PayeeChange { return slices.Clone(p.payees) }

// Totals returns the sums that the change conserves.
func (p *Preview) Totals() Totals { return p.totals }
