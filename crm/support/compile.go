package support

import (
	"cmp"
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

const prefix = "support"

// say builds a text in both languages.
func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// Terms is a checked agreement with the calendar and the zone that it is read in. It is immutable and safe for concurrent use.
type Terms struct {
	agreement Agreement
	hours     map[string]*hours
	targets   map[[2]string]int
	zone      *time.Location
}

// Compile checks an agreement and returns its terms, or every fault of it in one [*kam.InvalidError]. Working days are
// those of the calendar; hours are read in the zone, UTC when it is nil.
func Compile(a Agreement, c *kam.Calendar, zone *time.Location) (*Terms, error) {
	a = cloneAgreement(a)
	if c == nil {
		c = kam.Gregorian()
	}
	if zone == nil {
		zone = time.UTC
	}
	f := wording.Faults{Prefix: prefix}
	t := &Terms{agreement: a, hours: map[string]*hours{}, targets: map[[2]string]int{}, zone: zone}
	if f.Count("$.schedules", len(a.Schedules), 1, MaxSchedules) {
		seen := map[string]bool{}
		for i, s := range a.Schedules {
			at := wording.At("$.schedules", i)
			f.ID(at+".name", s.Name, seen)
			t.hours[s.Name] = checkSchedule(&f, at, s, c, zone)
		}
	}
	if f.Count("$.targets", len(a.Targets), 1, MaxTargets) {
		for i, target := range a.Targets {
			t.checkTarget(&f, wording.At("$.targets", i), i, target)
		}
	}
	if r := a.AtRisk; r.Check() != nil || r.Rat().Sign() <= 0 || r.Cmp(kam.Whole()) >= 0 {
		f.Add("at-risk", "$.atRisk", say("%s is no part of a target", "%s 不是目标时长的有效比例", wording.Quote(r.String())), say(`use a share above 0 and below 1, such as "0.8"`, `请使用大于 0 且小于 1 的比例，如 "0.8"`))
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// Agreement returns the agreement, which shares no memory with the terms.
func (t *Terms) Agreement() Agreement { return cloneAgreement(t.agreement) }

func cloneAgreement(a Agreement) Agreement {
	a.Schedules, a.Targets = slices.Clone(a.Schedules), slices.Clone(a.Targets)
	for i := range a.Schedules {
		s := &a.Schedules[i]
		s.Hours = slices.Clone(s.Hours)
		if s.MakeUp != nil {
			s.MakeUp = new(*s.MakeUp)
		}
	}
	for i := range a.Targets {
		a.Targets[i].Escalation = slices.Clone(a.Targets[i].Escalation)
	}
	return a
}

func checkSchedule(f *wording.Faults, at string, s Schedule, c *kam.Calendar, zone *time.Location) *hours {
	h := &hours{calendar: c, zone: zone, everyDay: s.Days == EveryDay, makeUp: -1}
	wording.Choice(f, "days", at+".days", s.Days, WorkingDays, EveryDay)
	if !f.Count(at+".hours", len(s.Hours), 1, 100) {
		return h
	}
	for i, part := range s.Hours {
		if part.Weekday < time.Sunday || part.Weekday > time.Saturday || part.From < 0 || part.From >= part.Until || part.Until > 24*60 {
			f.Add("hours", wording.At(at+".hours", i), say("it is no part of a weekday", "不是一周中某日的时段"),
				say("state a weekday from 0, Sunday, to 6 and minutes after midnight with 0 <= from < until <= 1440", "请填写星期（0 为周日，至 6）及零点后的分钟数，且 0 <= from < until <= 1440"))
			continue
		}
		h.week[part.Weekday] = append(h.week[part.Weekday], part)
	}
	for day := range h.week {
		slices.SortFunc(h.week[day], func(a, b crm.Hours) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until)) })
		for i := 1; i < len(h.week[day]); i++ {
			if h.week[day][i].From < h.week[day][i-1].Until {
				f.Add("overlap", at+".hours", say("hours of weekday %d overlap", "星期 %d 的时段重叠", day), say("state each minute once", "每一分钟只写一次"))
				break
			}
		}
	}
	switch m := s.MakeUp; {
	case m == nil:
	case *m < time.Sunday || *m > time.Saturday || len(h.week[*m]) == 0 || s.Days != WorkingDays:
		f.Add("make-up", at+".makeUp", say("weekday %d has no hours, or there are no make-up days", "星期 %d 没有营业时段，或不适用调休日", int(*m)),
			say(`name a weekday with hours, and only with "days": "working-days"`, `请填写有营业时段的星期，且仅用于 "days": "working-days"`))
	default:
		h.makeUp = *m
	}
	return h
}

func (t *Terms) checkTarget(f *wording.Faults, at string, i int, target Target) {
	for _, part := range []struct{ key, text string }{{"level", target.Level}, {"priority", target.Priority}} {
		if part.text != "" {
			f.ID(at+"."+part.key, part.text, nil)
		}
	}
	key := [2]string{target.Level, target.Priority}
	if _, twice := t.targets[key]; twice {
		f.Add("twice", at, say("level %s and priority %s stand twice", "等级 %s 与优先级 %s 重复", wording.Quote(target.Level), wording.Quote(target.Priority)), say("state each pair once", "每种组合只写一次"))
	}
	t.targets[key] = i
	if t.hours[target.Schedule] == nil {
		f.Add("schedule", at+".schedule", say("there is no schedule %s", "没有名为 %s 的营业时间", wording.Quote(target.Schedule)), say("name one of the schedules", "请填写 schedules 中的名称"))
	}
	for _, part := range []struct {
		key     string
		minutes int
	}{{"response", target.Response}, {"resolution", target.Resolution}} {
		if part.minutes < 0 || part.minutes > MaxMinutes {
			f.Add("minutes", at+"."+part.key, say("%d minutes are out of range", "%d 分钟超出范围", part.minutes), say("use 0 to %d", "请使用 0 至 %d", MaxMinutes))
		}
	}
	if target.Response == 0 && target.Resolution == 0 {
		f.Add("minutes", at, say("nothing is promised", "未作任何承诺"), say("state response, resolution, or both, in minutes", "请以分钟填写 response、resolution 或两者"))
	}
	if target.Resolution != 0 {
		wording.Choice(f, "waiting", at+".waiting", target.Waiting, WaitingStops, WaitingRuns)
		wording.Choice(f, "reopened", at+".reopened", target.Reopened, ReopenedContinues, ReopenedAnew)
	}
	if f.Count(at+".escalation", len(target.Escalation), 0, MaxSteps) {
		for j, step := range target.Escalation {
			checkStep(f, wording.At(at+".escalation", j), target, step)
		}
	}
}

func checkStep(f *wording.Faults, at string, target Target, s Step) {
	if wording.Choice(f, "step", at+".of", s.Of, Response, Resolution) && (s.Of == Response && target.Response == 0 || s.Of == Resolution && target.Resolution == 0) {
		f.Add("step", at+".of", say("there is no %s promised", "未承诺 %s", wording.Quote(string(s.Of))), say("promise it, or remove the step", "请填写该目标，或删除此升级步骤"))
	}
	if s.At.Check() != nil || s.At.Rat().Sign() <= 0 || s.At.Cmp(kam.Fraction{Num: 10, Den: 1}) > 0 {
		f.Add("step", at+".at", say("%s is no part of a target", "%s 不是目标时长的有效比例", wording.Quote(s.At.String())), say(`use a share above 0 and at most 10, such as "0.5"`, `请使用大于 0 且不超过 10 的比例，如 "0.5"`))
	}
	if wording.Choice(f, "step", at+".to", s.To, ToOwner, ToManager, ToUser) && (s.To == ToUser) != (s.User != "") {
		f.Add("step", at+".user", say("a user is named with \"user\" alone, and always with it", "仅当 to 为 \"user\" 时填写用户，且必须填写"), say(`write "to": "user", "user": "anna", or remove the user`, `请写 "to": "user", "user": "anna"，或删除 user`))
	} else if s.User != "" {
		f.ID(at+".user", s.User, nil)
	}
}
