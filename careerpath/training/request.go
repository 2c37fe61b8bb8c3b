package training

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a report, all inclusive.
const (
	// MaxPeople is the most people in all teams of a report.
	MaxPeople = 100_000
	MaxTeams  = 5000
	// MaxOutcomes is the most outcomes, MaxComparisons the most pulses and the most effects.
	MaxOutcomes    = 100_000
	MaxComparisons = 1000
	// MaxIdeas is the largest number of ideas of one outcome.
	MaxIdeas = 1_000_000
)

// Request is what a report is asked for. The zero value asks for nothing and is refused.
type Request struct {
	// About is whom the totals are about, such as a company or a department.
	About kam.Subject `json:"about"`
	// Period is the time reported on; it has an end.
	Period kam.Period `json:"period"`
	// AsOf is the day of the report; what lies after it has not happened yet.
	AsOf kam.Day `json:"asOf"`
	// Teams are whose activities are counted, at least one; everybody is in one team.
	Teams []Team `json:"teams"`
	// Whole says that the teams are everybody the catalogue is for, so that the cost of sessions to which nobody came is
	// theirs, see [Report].Unshared. A report on a part of a company leaves it out, and those of all parts sum up.
	Whole bool `json:"whole,omitempty"`
	// Budget is what may be spent in the period; not valid is not stated.
	Budget decimal.NullDecimal `json:"budget,omitzero"`
	// Outcomes are the ideas that sessions produced. The latest of a session up to AsOf counts.
	Outcomes []Outcome `json:"outcomes,omitempty"`
	// Pulses are what people said before and after, Effects what metrics were.
	Pulses  []Comparison `json:"pulses,omitempty"`
	Effects []Comparison `json:"effects,omitempty"`
	// Benefit is the money that the activities of the period brought, as somebody reckons; not valid is not stated.
	Benefit decimal.NullDecimal `json:"benefit,omitzero"`
	// Soon is within how many days after AsOf a certificate that ends is told, at least 0.
	Soon int `json:"soon,omitempty"`
}

// Team is people whose activities are counted together.
type Team struct {
	ID     string        `json:"id"`
	Name   kam.Text      `json:"name"`
	People []kam.Subject `json:"people"`
}

// Outcome is how many ideas a session has produced so far, and how many of them have been adopted so far. It counts where
// somebody of the teams had a part in the session.
type Outcome struct {
	Offering string `json:"offering"`
	// Session is empty for an offering without sessions, whose outcomes are those of the period they were counted in.
	Session string `json:"session,omitempty"`
	// On is the day of counting, not before the session.
	On    kam.Day `json:"on"`
	Ideas int     `json:"ideas"`
	// Adopted is at most Ideas.
	Adopted int `json:"adopted"`
}

// Comparison is one metric before and after the activities.
type Comparison struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Metric is that of all observations: they carry its key and its unit, or one currency where it has no unit.
	Metric kam.Metric `json:"metric"`
	// Before and After are combined by [kam.Combine]. They are of the same subjects and scopes, all ratios or all plain
	// values; no period of Before reaches into one of After, and all of After is over on the day of the report. Plain
	// values add up, so that each subject has to be measured for as many days, or as many whole months, after as before.
	// Means travel as ratios, and need no equal time.
	Before []kam.Observation `json:"before"`
	After  []kam.Observation `json:"after"`
	// Fewest is how many records, the sum of [kam.Observation] Count, there must be on either side for anything to be shown;
	// 0 counts as [DefaultFewest].
	Fewest int64 `json:"fewest,omitempty"`
}

// DefaultFewest is how many records a comparison needs on either side when none is stated: with fewer, a difference is chance,
// and what single people said can be told.
const DefaultFewest = 5

// check reports every fault of a request.
func (l *Log) check(r Request) error {
	f := wording.Faults{Prefix: prefix}
	if f.Subject("$.about", r.About) && slices.ContainsFunc(r.Teams, func(t Team) bool { return r.About == teamSubject(t.ID) }) {
		f.Add("twice", "$.about", wording.Say("the whole is one of its teams", "汇总对象与其中一个团队相同"), wording.Say("name the whole otherwise", "请为汇总对象使用其他标识"))
	}
	f.Period("$.period", r.Period, true)
	if !r.AsOf.IsSet() {
		f.Add("day", "$.asOf", wording.Say("no day is stated", "未填写日期"), wording.Say("state the day of the report", "请填写报告日期"))
	}
	if r.Soon < 0 {
		f.Add("day", "$.soon", wording.Say("%d days lie in the past", "%d 天为过去", r.Soon), wording.Say("use 0 or more", "请使用 0 或更大的数"))
	}
	c := checker{Faults: &f}
	if r.Budget.Valid {
		c.quantity("cost", "$.budget", r.Budget.Decimal, MaxAmount)
	}
	if r.Benefit.Valid {
		c.quantity("cost", "$.benefit", r.Benefit.Decimal, MaxAmount)
	}
	checkTeams(&f, r.Teams)
	if f.Count("$.outcomes", len(r.Outcomes), 0, MaxOutcomes) {
		l.checkOutcomes(&f, r.Outcomes)
	}
	ids := map[string]bool{}
	checkComparisons(&f, "$.pulses", r.Pulses, ids, r.AsOf)
	checkComparisons(&f, "$.effects", r.Effects, ids, r.AsOf)
	return f.Err()
}

func checkTeams(f *wording.Faults, teams []Team) {
	if !f.Count("$.teams", len(teams), 1, MaxTeams) {
		return
	}
	ids, people := map[string]bool{}, map[kam.Subject]bool{}
	total := 0
	for i, t := range teams {
		place := wording.At("$.teams", i)
		f.ID(place+".id", t.ID, ids)
		total += len(t.People)
		if !f.Count(place+".people", len(t.People), 1, MaxPeople) {
			continue
		}
		for j, p := range t.People {
			at := wording.At(place+".people", j)
			if f.Subject(at, p) && people[p] {
				f.Add("twice", at, wording.Say("%s is in two teams, or in one twice", "%s 出现在两个团队，或在同一团队中重复", wording.Quote(p.ID)),
					wording.Say("put everybody in one team", "每人只能列入一个团队"))
			}
			people[p] = true
		}
	}
	f.Count("$.teams", total, 0, MaxPeople)
}

func (l *Log) checkOutcomes(f *wording.Faults, list []Outcome) {
	seen := map[Outcome]bool{}
	for i, o := range list {
		place := wording.At("$.outcomes", i)
		_, s, known := l.where(f, place, Record{Offering: o.Offering, Session: o.Session})
		switch {
		case !o.On.IsSet():
			f.Add("day", place+".on", wording.Say("no day is stated", "未填写日期"), wording.Say("state the day of counting", "请填写统计日期"))
			known = false
		case s != nil && s.Cancelled:
			f.Add("cancelled", place+".session", wording.Say("session %s was cancelled: it produced no ideas", "场次 %s 已取消，不会产生创意", wording.Quote(s.ID)),
				wording.Say("correct the catalogue, or leave the outcome out", "请更正目录，或去掉此结果"))
		case s != nil && o.On.Before(s.Held.From):
			f.Add("day", place+".on", wording.Say("%s is before the session, which begins on %s", "%s 早于场次首日 %s", o.On, s.Held.From),
				wording.Say("state a day on or after it", "请填写当日或之后的日期"))
		default:
		}
		if o.Ideas < 0 || o.Ideas > MaxIdeas || o.Adopted < 0 || o.Adopted > o.Ideas {
			f.Add("ideas", place, wording.Say("%d of %d ideas cannot be adopted", "%[2]d 个创意中不可能采纳 %[1]d 个", o.Adopted, o.Ideas),
				wording.Say("state at most %d ideas, and no more adopted than there are", "创意最多 %d 个，采纳数不超过创意数", MaxIdeas))
		}
		key := Outcome{Offering: o.Offering, Session: o.Session, On: o.On}
		if known && seen[key] {
			f.Add("twice", place, wording.Say("the session was counted on %s before", "该场次在 %s 已有统计", o.On), wording.Say("keep one count a day", "每天只保留一次统计"))
		}
		seen[key] = true
	}
}
