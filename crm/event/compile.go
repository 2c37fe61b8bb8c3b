package event

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// prefix begins every code and every metric of the package.
const prefix = "event"

func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// Rules is a checked policy with the calendar and the zone that it is read in. It is immutable and safe for concurrent use.
type Rules struct {
	policy   Policy
	tiers    map[string]int // indices of rows
	roles    map[string]int
	stages   map[string]int
	rates    map[kam.Currency]decimal.Decimal
	calendar *kam.Calendar
	zone     *time.Location
}

// Compile checks a policy and returns its rules, or every fault of it in one [*kam.InvalidError]. Working days are those
// of the calendar, of [kam.Gregorian] when it is nil; instants become days in the zone, UTC when it is nil.
func Compile(p Policy, c *kam.Calendar, zone *time.Location) (*Rules, error) {
	p = clonePolicy(p)
	if c == nil {
		c = kam.Gregorian()
	}
	if zone == nil {
		zone = time.UTC
	}
	if p.Invite.Expect.IsZero() {
		p.Invite.Expect = kam.Whole()
	}
	r := &Rules{policy: p, stages: map[string]int{}, rates: map[kam.Currency]decimal.Decimal{}, calendar: c, zone: zone}
	f := &wording.Faults{Prefix: prefix}
	r.checkInvite(f)
	r.checkFollowUp(f)
	r.checkPipeline(f)
	wording.Choice(f, "missing", "$.missing", p.Missing, MissingUnknown, MissingLeftOut)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Policy returns the policy with its defaults, which shares no memory with the rules.
func (r *Rules) Policy() Policy { return clonePolicy(r.policy) }

func clonePolicy(p Policy) Policy {
	p.Invite.Tiers, p.Invite.Roles = slices.Clone(p.Invite.Tiers), slices.Clone(p.Invite.Roles)
	p.FollowUp.Types = slices.Clone(p.FollowUp.Types)
	p.Pipeline.Stages, p.Pipeline.Rates = slices.Clone(p.Pipeline.Stages), slices.Clone(p.Pipeline.Rates)
	return p
}

func between(f *wording.Faults, code, at string, n, least, most int) {
	if n < least || n > most {
		f.Add(code, at, say("%d is out of range", "%d 超出范围", n), say("use %d to %d", "请使用 %d 至 %d", least, most))
	}
}

func share(f *wording.Faults, code, at string, x kam.Fraction) {
	if x.Check() != nil || x.Cmp(kam.Fraction{}) < 0 || x.Cmp(kam.Whole()) > 0 {
		f.Add(code, at, say("%s is no share from 0 to 1", "%s 不是 0 至 1 之间的份额", x.String()), say("write 0.5 for one half", "一半请写作 0.5"))
	}
}

func (r *Rules) checkInvite(f *wording.Faults) {
	p := r.policy.Invite
	f.ID("$.invite.by", string(p.By), nil)
	between(f, "points", "$.invite.need", p.Need, 0, MaxPoints)
	between(f, "points", "$.invite.interest", p.Interest, 0, MaxPoints)
	r.tiers = rows(f, "$.invite.tiers", p.Tiers)
	r.roles = rows(f, "$.invite.roles", p.Roles)
	between(f, "least", "$.invite.least", p.Least, 1, MaxPoints*MaxRows)
	between(f, "rest", "$.invite.rest", p.Rest, 0, MaxDays)
	between(f, "per-account", "$.invite.perAccount", p.PerAccount, 0, MaxGuests)
	between(f, "reserve", "$.invite.reserve", p.Reserve, 0, MaxGuests)
	between(f, "notice", "$.invite.notice", p.Notice, 0, 250)
	share(f, "expect", "$.invite.expect", p.Expect)
}

func rows(f *wording.Faults, at string, list []Points) map[string]int {
	index, seen := map[string]int{}, map[string]bool{}
	if !f.Count(at, len(list), 0, MaxRows) {
		return index
	}
	for i, row := range list {
		where := wording.At(at, i)
		if f.ID(where+".name", row.Name, seen) {
			index[row.Name] = i
		}
		between(f, "points", where+".points", row.Points, 0, MaxPoints)
	}
	return index
}

func (r *Rules) checkFollowUp(f *wording.Faults) {
	p := r.policy.FollowUp
	between(f, "within", "$.followUp.within", p.Within, 1, 250)
	if f.Count("$.followUp.types", len(p.Types), 1, MaxRows) {
		seen := map[string]bool{}
		for i, kind := range p.Types {
			where := wording.At("$.followUp.types", i)
			if f.ID(where, string(kind), seen) && kind == crm.ToDo {
				f.Add("types", where, say("a task is no contact", "任务不算联系"), say("name the activity itself, such as visit", "请填写活动本身的类型，如 visit"))
			}
		}
	}
	wording.Choice(f, "reach", "$.followUp.reach", p.Reach, ReachGuest, ReachAccount)
}

func (r *Rules) checkPipeline(f *wording.Faults) {
	p := r.policy.Pipeline
	between(f, "within", "$.pipeline.within", p.Within, 1, MaxDays)
	if f.Count("$.pipeline.stages", len(p.Stages), 1, MaxRows) {
		seen := map[string]bool{}
		for i, stage := range p.Stages {
			if f.ID(wording.At("$.pipeline.stages", i), stage, seen) {
				r.stages[stage] = i
			}
		}
	}
	wording.Choice(f, "compare", "$.pipeline.compare", p.Compare, NotAttended, NotInvited)
	wording.Choice(f, "size", "$.pipeline.size", p.Size, SizeAmount, SizeDeals)
	share(f, "tolerance", "$.pipeline.tolerance", p.Tolerance)
	if p.Size == SizeAmount || p.Currency != "" {
		r.currency(f, "$.pipeline.currency", p.Currency)
	}
	if len(p.Rates) > 0 && p.Currency == "" {
		f.Add("rates", "$.pipeline.rates", say("there is no currency that they lead to", "未说明换算成哪种货币"), say("state the currency, or remove the rates", "请填写 currency，或删除汇率"))
	}
	if !f.Count("$.pipeline.rates", len(p.Rates), 0, MaxRows) {
		return
	}
	for i, rate := range p.Rates {
		where := wording.At("$.pipeline.rates", i)
		if !r.currency(f, where+".from", rate.From) || !f.Number(where+".per", rate.Per) {
			continue
		}
		_, twice := r.rates[rate.From]
		switch {
		case twice || rate.From == p.Currency:
			f.Add("twice", where+".from", say("%s has a rate already", "%s 已有汇率", string(rate.From)), say("state each currency once, and not the policy's own", "每种货币只写一次，且不写目标货币本身"))
		case !rate.Per.IsPositive():
			f.Add("rates", where+".per", say("%s is not above 0", "%s 不大于 0", rate.Per), say("state what one %[1]s is worth in %[2]s", "请填写 1 %[1]s 折合多少 %[2]s", string(rate.From), string(p.Currency)))
		default:
			r.rates[rate.From] = rate.Per
		}
	}
}

func (r *Rules) currency(f *wording.Faults, at string, c kam.Currency) bool {
	if _, err := kam.ParseCurrency(string(c)); err != nil {
		f.Add("currency", at, say("%s is no currency", "%s 不是货币代码", wording.Quote(string(c))), say("use a code such as CNY", "请使用 CNY 之类的代码"))
		return false
	}
	return true
}

// fold makes words that people write alike equal: without the case of letters and blanks at the ends.
func fold(word string) string { return strings.ToLower(strings.TrimSpace(word)) }
