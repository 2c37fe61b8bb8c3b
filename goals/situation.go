package goals

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

const (
	// maxEvidenceList is how many entries each list of a situation may have.
	maxEvidenceList = 10_000
	// maxCycle is the longest sales cycle, in working days.
	maxCycle = 100_000
)

// Situation is what is known around a goal on a day: the facts that [Check] judges it by. Everything may be left out;
// what is not there is not judged, and the report says so. The zero value knows nothing.
type Situation struct {
	// AsOf is the day of the judgement.
	AsOf kam.Day `json:"asOf,omitzero"`
	// Metrics is the registry of what can be measured; empty is no registry.
	Metrics []kam.Metric `json:"metrics,omitempty"`
	// Drivers declares which metrics move which others, so that a goal may serve a parent about another metric.
	Drivers []Driver `json:"drivers,omitempty"`
	// Calendar cuts periods and counts working days; nil is the Gregorian calendar, which knows no working days.
	Calendar *kam.Calendar `json:"-"`
	// Names says what people call the owners and the goals, so that the report speaks of them by name. Nil is by ID.
	Names kam.Names `json:"-"`
	// Top says that no goal stands above this one.
	Top bool `json:"top,omitempty"`
	// Parent is the goal that the goal serves, nil when not given; Siblings are all other children of that parent.
	Parent   *Goal  `json:"parent,omitempty"`
	Siblings []Goal `json:"siblings,omitempty"`
	// Others are the live goals among which conflicts are looked for. The goal itself and its parent may be among them.
	Others []Goal `json:"others,omitempty"`
	// Subject is whose results are the goal's own, such as a team or an account. Zero reads as the one person who owns
	// the goal, whatever the kind of the subject, and without one as whomever the first result is about.
	Subject kam.Subject `json:"subject,omitzero"`
	// History are the subject's results in earlier periods like the goal's: for a quarter the same quarter of earlier
	// years where business is seasonal, else earlier quarters, always at one distance up to the goal's period. Results of
	// anybody else are left out with a finding, unknown values without one; neither is ever zero.
	History []kam.Observation `json:"history,omitempty"`
	// Peers are results of others in periods as long as the goal's that were over on AsOf; of each subject the latest
	// counts. The subject's own are not among them.
	Peers []kam.Observation `json:"peers,omitempty"`
	// Deals is the open pipeline that may close inside the period, and Reached what is reached already; not valid is 0.
	Deals   []likelihood.Deal   `json:"deals,omitempty"`
	Reached decimal.NullDecimal `json:"reached,omitzero"`
	// Capacity compares the working days of visits.
	Capacity Capacity `json:"capacity,omitzero"`
	// CycleDays are the working days from first contact to win of earlier deals; given for goals of new business.
	CycleDays []int `json:"cycleDays,omitempty"`
	// AccountTargets are the targets of the accounts that the goal is made of.
	AccountTargets []decimal.Decimal `json:"accountTargets,omitempty"`
	// Polled lists the metrics that are asked for and not counted, such as satisfaction: their goals need a [Survey].
	Polled []string `json:"polled,omitempty"`
	// ScopeMembers is how many accounts the goal's scope holds; nil is unknown.
	ScopeMembers *int `json:"scopeMembers,omitempty"`
}

// Driver says that the metric From moves the metric To, as visits move revenue. The zero value is none.
type Driver struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Capacity is how many working days of visits the goal takes and how many there are; not valid is unknown.
type Capacity struct {
	Needed    decimal.NullDecimal `json:"needed,omitzero"`
	Available decimal.NullDecimal `json:"available,omitzero"`
}

// usable returns g without what cannot be computed with, and whether its target can.
func (g Goal) usable(input *kam.Findings, place string) (Goal, bool) {
	err := g.Check()
	if err == nil {
		return g, true
	}
	out := g.Clone()
	unusable := func(part string) {
		input.Add(kam.Finding{
			Code: "smart.input", Severity: kam.Warning, Place: place + part,
			Message: say("it cannot be computed with and was left out", "该项无法用于计算，已略去"),
			Remedy:  say("mend what Goal.Check reports", "请按 Goal.Check 的报告修正"),
		})
	}
	sound := func(part string, check func(*faults)) bool {
		var f faults
		check(&f)
		if len(f.list) > 0 {
			unusable(part)
			return false
		}
		return true
	}
	if !sound(".statement", func(f *faults) { f.prose("", "", g.Statement, maxStatement, false) }) {
		out.Statement = ""
	}
	if !sound(".title", func(f *faults) { g.checkTitle(f, "") }) {
		out.Title = kam.Text{}
	}
	if g.Baseline.Valid && !sound(".baseline", func(f *faults) { f.number("", g.Baseline.Decimal) }) {
		out.Baseline = decimal.NullDecimal{}
	}
	if !sound(".share", func(f *faults) { f.part("", g.Share) }) {
		out.Share = kam.Fraction{}
	}
	if !sound(".weight", func(f *faults) { f.part("", g.Weight) }) {
		out.Weight = kam.Fraction{}
	}
	if g.Survey != nil && !sound(".survey", func(f *faults) { g.Survey.check(f, "") }) {
		out.Survey = nil
	}
	if !sound(".milestones", func(f *faults) { g.checkMilestones(f, "") }) {
		out.Milestones = nil
	}
	if !sound(".amendments", func(f *faults) { g.checkAmendments(f, "") }) {
		out.Amendments = nil
	}
	if !sound(".owners", func(f *faults) { f.atMost("", "", len(g.Owners), maxOwners) }) {
		out.Owners = nil
	}
	return out, sound(".target", func(f *faults) { f.number("", g.Target) })
}

// final returns the target in force at the end of g's period.
func (g Goal) final() decimal.Decimal {
	if n := len(g.Amendments); n > 0 {
		return g.Amendments[n-1].Target
	}
	return g.Target
}

// judged is a goal and its situation, without what cannot be computed with.
type judged struct {
	goal      Goal
	hasTarget bool
	bands     Bands
	Situation
	input kam.Findings
}

func newJudged(g Goal, s Situation, b Bands) *judged {
	j := &judged{Situation: s}
	j.bands = b.stated(&j.input)
	j.goal, j.hasTarget = g.usable(&j.input, "goal")
	if s.Parent != nil {
		parent, ok := s.Parent.usable(&j.input, "parent")
		if j.Parent = &parent; !ok {
			j.Parent = nil
		}
	}
	j.Metrics = short(j, "metrics", s.Metrics)
	j.Drivers = short(j, "drivers", s.Drivers)
	j.Siblings = j.goals("siblings", s.Siblings)
	j.Others = j.goals("others", s.Others)
	j.History = j.observations("history", s.History)
	j.Peers = j.observations("peers", s.Peers)
	j.Polled = short(j, "polled", s.Polled)
	j.Deals = short(j, "deals", s.Deals)
	j.AccountTargets = short(j, "accountTargets", s.AccountTargets)
	for i, t := range j.AccountTargets {
		if num.Check(t) != nil { // without one of them the sum says nothing
			j.cannot(fmt.Sprintf("accountTargets[%d]", i), say("the number is out of bounds; the account targets were left out", "数值超出范围，已略去全部客户目标"))
			j.AccountTargets = nil
			break
		}
	}
	j.CycleDays = slices.Clone(short(j, "cycleDays", s.CycleDays))
	if slices.ContainsFunc(j.CycleDays, func(n int) bool { return n < 0 || n > maxCycle }) {
		j.cannot("cycleDays", say("a cycle outside 0 to %d days; the cycles were left out", "存在 0 至 %d 天以外的周期，已略去全部周期", maxCycle))
		j.CycleDays = nil
	}
	for _, d := range []struct {
		place string
		value *decimal.NullDecimal
	}{{"reached", &j.Reached}, {"capacity.needed", &j.Capacity.Needed}, {"capacity.available", &j.Capacity.Available}} {
		if d.value.Valid && num.Check(d.value.Decimal) != nil {
			j.cannot(d.place, say("the number is out of bounds and was left out", "数值超出范围，已略去"))
			*d.value = decimal.NullDecimal{}
		}
	}
	return j
}

// called returns what people call an owner or a goal, shortened for a message.
func (j *judged) called(id string) string { return clip(j.Names.Of(id)) }

// named is what people call another goal: as the host says, else its title, else its ID.
func (j *judged) named(g Goal) kam.Text {
	if j.Names.Known(g.ID) || g.Title == (kam.Text{}) {
		return kam.Text{EN: j.called(g.ID), ZH: j.called(g.ID)}
	}
	return kam.Text{EN: clip(g.Title.In(kam.English)), ZH: clip(g.Title.In(kam.Chinese))}
}

// cannot says that something given to judge by cannot be used.
func (j *judged) cannot(place string, message kam.Text) {
	j.input.Add(kam.Finding{
		Code: "smart.input", Severity: kam.Warning, Place: place, Message: message,
		Remedy: say("mend it and check again", "请修正后重新检查"),
	})
}

// short returns list, or nothing when it is too long to be judged by.
func short[T any](j *judged, place string, list []T) []T {
	if len(list) <= maxEvidenceList {
		return list
	}
	j.cannot(place, say("%d entries, more than %d; they were left out", "共 %d 项，超过 %d 项，已略去", len(list), maxEvidenceList))
	return nil
}

// goals returns those that can be computed with.
func (j *judged) goals(place string, list []Goal) []Goal {
	var out []Goal
	for i, g := range short(j, place, list) {
		if clean, ok := g.usable(&j.input, fmt.Sprintf("%s[%d]", place, i)); ok {
			out = append(out, clean)
		}
	}
	return out
}

// observations returns the known values of the goal's metric and scope: of one subject and period the highest
// revision, in the order of periods and then of subjects.
func (j *judged) observations(place string, list []kam.Observation) []kam.Observation {
	var out []kam.Observation
	for i, o := range short(j, place, list) {
		at := fmt.Sprintf("%s[%d]", place, i)
		if invalid, ok := errors.AsType[*kam.InvalidError](o.Check()); ok {
			for _, f := range invalid.Findings {
				j.cannot(at+strings.TrimPrefix(f.Place, "$"), say("%s; the observation was left out", "%s；该观测值已略去", f.Message))
			}
			continue
		}
		scope := o.Scope
		if scope == "" {
			scope = All
		}
		if _, known := o.Exact(); !known || o.Metric != j.goal.Metric || j.goal.Scope != "" && scope != j.goal.Scope {
			continue
		}
		if o.Unit != j.goal.Unit || o.Currency != j.goal.Currency {
			j.cannot(at, say("it counts %q and the goal %q; it was left out", "其单位为 %q，目标为 %q，已略去",
				clip(cmp.Or(o.Unit, string(o.Currency))), clip(cmp.Or(j.goal.Unit, string(j.goal.Currency)))))
			continue
		}
		out = append(out, o)
	}
	fact := func(a, b kam.Observation) int {
		return cmp.Or(a.Period.Compare(b.Period), cmp.Compare(a.Subject.Kind, b.Subject.Kind), cmp.Compare(a.Subject.ID, b.Subject.ID))
	}
	slices.SortStableFunc(out, func(a, b kam.Observation) int { return cmp.Or(fact(a, b), cmp.Compare(b.Revision, a.Revision)) })
	return slices.CompactFunc(out, func(a, b kam.Observation) bool { return fact(a, b) == 0 })
}

// own reports whether s is whose results are the goal's own.
func (j *judged) own(s kam.Subject) bool {
	switch {
	case j.Subject != (kam.Subject{}):
		return s == j.Subject
	case len(j.goal.Owners) == 1:
		return s.ID == j.goal.Owners[0]
	}
	return len(j.History) > 0 && s == j.History[0].Subject
}
