package main

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/goals/likelihood"
)

// wonRevenue is the key of the metric of all goals here.
const wonRevenue = "won-revenue"

// metrics is the registry of what is measured.
func metrics() []kam.Metric {
	return []kam.Metric{{Key: wonRevenue, Name: kam.Text{EN: "won revenue", ZH: "赢单金额"}, Direction: kam.HigherIsBetter}}
}

// account is one account of one person.
type account struct{ owner, name string }

// history is what the deals say about the last year with a win, and what is open after it.
type history struct {
	calendar   *kam.Calendar
	currency   kam.Currency
	source     string
	year, next kam.Period
	asOf       kam.Day       // the last day of the year
	deals      []crmset.Deal // won and refunded in the year, by day and id
	closed     []crmset.Deal // won and lost in the year
	open       []crmset.Deal
	accounts   []account // with a win, in order of owner and name
}

// newHistory sorts the deals. Without a win in a year there is nothing to plan from.
func newHistory(deals []crmset.Deal, set crmset.Set, found *kam.Findings) (history, bool) {
	h := history{calendar: set.Calendar, currency: set.Currency, source: set.Mapping.Name}
	var last kam.Day
	for _, d := range deals {
		if d.Outcome == crmset.Won && d.Closed.After(last) {
			last = d.Closed
		}
	}
	var errYear, errNext error
	h.year, errYear = h.calendar.Containing(kam.Year, last)
	if errYear == nil {
		h.next, errNext = h.calendar.Containing(kam.Year, h.year.Until)
	}
	if errYear != nil || errNext != nil {
		found.Add(findings.Fault("targets.no-wins", set.Deals.Name, findings.Say("there is no won deal to plan from", "没有可用于制定计划的赢单"),
			findings.Say("export the won deals of the last year", "请导出上一年的赢单")))
		return h, false
	}
	h.asOf = h.next.From.AddDays(-1)
	earlier := 0
	wins := map[account]bool{}
	for _, d := range slices.SortedFunc(slices.Values(deals), func(a, b crmset.Deal) int { return cmp.Or(a.Closed.Compare(b.Closed), cmp.Compare(a.ID, b.ID)) }) {
		switch inside := h.year.Contains(d.Closed); {
		case d.Outcome == crmset.Open:
			h.open = append(h.open, d)
		case !inside:
			earlier++
		case d.Outcome == crmset.Refunded:
			h.deals = append(h.deals, d)
		default:
			h.closed = append(h.closed, d)
			if d.Outcome == crmset.Won {
				h.deals = append(h.deals, d)
				wins[account{d.Owner, d.Account}] = true
			}
		}
	}
	h.accounts = slices.SortedFunc(maps.Keys(wins), func(a, b account) int { return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.name, b.name)) })
	if earlier > 0 {
		found.Add(findings.Remark(kam.Info, "targets.other-years", set.Deals.Name,
			findings.Say("%d closed deals are of other years than %s and not counted", "有 %d 条已关闭商机不属于 %s 年，未计入", earlier, h.calendar.Label(h.year)), kam.Text{}))
	}
	h.blemishes(found)
	return h, true
}

// anyone and anything stand for no restriction in sum.
const anyone, anything = "", ""

// sum returns what an owner won from an account in a period, less refunds, and the number of deals.
func (h history) sum(owner, name string, p kam.Period) (total decimal.Decimal, count int64) {
	for _, d := range h.deals {
		if (owner == anyone || d.Owner == owner) && (name == anything || d.Account == name) && p.Contains(d.Closed) {
			total = total.Add(d.Amount.Decimal)
			count++
		}
	}
	return total, count
}

// observation returns that as what flows between the rooms.
func (h history) observation(owner, name string, p kam.Period) kam.Observation {
	total, count := h.sum(owner, name, p)
	subject := kam.Subject{Kind: "payee", ID: owner}
	if owner == anyone {
		subject = kam.Subject{Kind: "company", ID: company}
	}
	return kam.Observation{
		Subject: subject, Metric: wonRevenue, Scope: name, Period: p, Value: decimal.NewNullDecimal(total),
		Currency: h.currency, Count: count, Source: h.source, AsOf: h.asOf,
	}
}

// observations returns one for each month or quarter of the year.
func (h history) observations(owner, name string, kind kam.PeriodKind) ([]kam.Observation, error) {
	parts, err := h.calendar.Split(h.year, kind)
	if err != nil {
		return nil, err
	}
	out := make([]kam.Observation, len(parts))
	for i, p := range parts {
		out[i] = h.observation(owner, name, p)
	}
	return out, nil
}

// fewest is how many closed deals a person's own rates need; with fewer those of everybody stand in.
const fewest = 10

// rates are what became of deals: the share that was won, and what a won one came to on average.
type rates struct {
	win     kam.Fraction
	average decimal.Decimal
	cycle   []int // working days from the first contact to the win, sorted
}

// rates returns those of an owner.
func (h history) rates(owner string) (rates, error) {
	var r rates
	var wins, all int64
	total := decimal.Zero
	for _, d := range h.closed {
		if owner != anyone && d.Owner != owner {
			continue
		}
		if all++; d.Outcome != crmset.Won {
			continue
		}
		wins++
		total = total.Add(d.Amount.Decimal)
		if !d.Opened.IsSet() || !d.Opened.Before(d.Closed) {
			continue
		}
		days, err := h.calendar.WorkingDays(kam.Period{From: d.Opened, Until: d.Closed})
		switch {
		case errors.Is(err, kam.ErrNoHolidays) && d.Opened.Before(h.year.From):
			continue // begun before the years that the calendar knows
		case err != nil:
			return r, err
		}
		r.cycle = append(r.cycle, days)
	}
	if owner != anyone && (all < fewest || wins == 0) {
		return h.rates(anyone)
	}
	slices.Sort(r.cycle)
	r.win = kam.Fraction{Num: wins, Den: all}
	r.average = total.DivRound(decimal.NewFromInt(wins), h.currency.MinorUnits())
	return r, nil
}

// pipeline returns the open deals of an owner, each won with the owner's rate. One without an amount counts as the
// owner's average.
func (h history) pipeline(owner string, r rates) []likelihood.Deal {
	var deals []likelihood.Deal
	for _, d := range h.open {
		if d.Owner != owner {
			continue
		}
		amount := d.Amount.Decimal
		if unvalued(d) {
			amount = r.average
		}
		deals = append(deals, likelihood.Deal{ID: d.ID, Amount: amount, Win: r.win})
	}
	return deals
}

// unvalued tells whether an open deal has no amount yet.
func unvalued(d crmset.Deal) bool { return !d.Amount.Valid || d.Amount.Decimal.IsZero() }

// blemishes tells what the figures of the history rest on.
func (h history) blemishes(found *kam.Findings) {
	count := 0
	for _, d := range h.open {
		if unvalued(d) {
			count++
		}
	}
	if count > 0 {
		found.Add(findings.Remark(kam.Info, "targets.open-without-value", "open deals",
			findings.Say("%d of %d have no amount; each counts as its owner's average win", "%[2]d 条在手商机中有 %[1]d 条没有金额，按其负责人的平均赢单额计", count, len(h.open)), kam.Text{}))
	}
	if first := h.deals[0].Closed; first.Sub(h.year.From) > 31 {
		found.Add(findings.Remark(kam.Warning, "targets.late-start", "won deals",
			findings.Say("the first win of %s is of %s: what was won before is not in the export, and the targets lack it", "%s 年的首笔赢单在 %s：此前的赢单不在导出文件中，目标未包含该部分", h.calendar.Label(h.year), first),
			findings.Say("export the whole year, or raise -growth", "请导出全年数据，或提高 -growth")))
	}
}

// wins counts the won deals of the year.
func (h history) wins() int {
	count := 0
	for _, d := range h.deals {
		if d.Outcome == crmset.Won {
			count++
		}
	}
	return count
}
