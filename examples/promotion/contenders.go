package main

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
)

// What the columns of candidates.csv become in the vocabulary of the preset ladder.
const (
	attainment = "sales.attainment"
	jointDeals = "sales.joint-deals"
	compliance = "compliance"
	plan       = "improvement-plan"
	breach     = "compliance-breach"
)

// contender is somebody who may compete.
type contender struct {
	id, name, manager, place string
	file                     evidence.File
	// applied is the day of the application, unset for none, and openings what it is for, the one liked best first.
	applied  kam.Day
	openings []string
}

// reader reads contenders as of the day of the freeze.
type reader struct {
	calendar *kam.Calendar
	asOf     kam.Day
	quarters []kam.Period // the last four that are over
	months   []kam.Period // the last twelve
	names    evidence.Vocabulary
	unit     string // of joint deals
	source   string
	crm      export
}

// readContenders returns everybody of the file, and adds to the cycle that each reports to their manager.
func readContenders(f crmfile.File, crm crmset.Flags, l ladder, cycle *promotion.Cycle, found *kam.Findings) []contender {
	calendar, err := kam.NewCalendar(cycle.Calendar)
	if err != nil || !cycle.Schedule.Freeze.IsSet() {
		return nil // the cycle is refused
	}
	r := reader{calendar: calendar, asOf: cycle.Schedule.Freeze, names: l.names, source: filepath.Base(f.Name)}
	if m, known := evidence.NewIndex(l.names).Metric(jointDeals); known {
		r.unit = m.Unit
	}
	r.quarters, r.months = r.last(kam.Quarter, 4), r.last(kam.Month, 12)
	r.crm = readExport(crm, r.quarters, found)
	columns := []string{"id", "name", "manager", "department", "stage", "since", "applied", "openings"}
	var people []contender
	first := map[string]string{}
	crmfile.Read(f, columns, found, func(in *crmfile.Record) {
		c := r.read(in)
		if before, twice := first[c.id]; twice {
			in.Fail("id", "promotion.twice", findings.Say("%s has two rows, the first at %s", "%s 有两行，首次见 %s", findings.Quote(c.id), before), findings.Say("leave one of them out", "请删去其中一行"))
		}
		first[c.id] = c.place
		if _, known := l.Stage(in.Cell("stage")); !known {
			in.Fail("stage", "promotion.stage", findings.Say("the ladder has no stage %s", "职级体系中没有职级 %s", findings.Quote(in.Cell("stage"))), findings.Say("name a stage of the ladder", "请填写职级体系中的职级"))
		}
		if in.Bad() {
			return
		}
		if err := c.file.Check(); err != nil {
			found.Merge(of(err, c.place))
			return
		}
		people = append(people, c)
		if c.manager != "" && c.manager != c.id {
			cycle.Relations = append(cycle.Relations, promotion.Relation{Kind: promotion.ReportsTo, Of: subject(c.id), To: subject(c.manager)})
		}
	})
	return people
}

// last returns the last n periods of a kind that are over, the oldest first.
func (r reader) last(kind kam.PeriodKind, n int) []kam.Period {
	var out []kam.Period
	for day := r.asOf; len(out) < n; {
		p, err := r.calendar.Containing(kind, day)
		if err != nil {
			break // before the first day there is
		}
		if !r.asOf.Before(p.Until) {
			out = append(out, p)
		}
		day = p.From.AddDays(-1)
	}
	slices.Reverse(out)
	return out
}

// read makes a file of a row. A cell that is empty says nothing: what nobody knows is never zero.
func (r reader) read(in *crmfile.Record) contender {
	c := contender{
		id: in.Cell("id"), name: in.Cell("name"), manager: in.Cell("manager"), place: in.Place("id"),
		applied: in.Day("applied", "YYYY-MM-DD"), openings: strings.Fields(in.Cell("openings")),
	}
	since := in.Day("since", "YYYY-MM-DD")
	c.file.Person = subject(c.id)
	c.file.Positions = []evidence.Position{{Stage: in.Cell("stage"), Department: in.Cell("department"), Held: kam.Period{From: since}}}
	if !since.IsSet() && !in.Bad() {
		in.Fail("since", "promotion.incomplete", findings.Say("the position has no first day", "任职没有起始日"), findings.Say("fill it in", "请补充"))
	}
	r.results(in, &c.file)
	for _, s := range r.names.Skills {
		r.skill(in, s, &c.file)
	}
	if until := in.Day(compliance, "YYYY-MM-DD"); until.IsSet() {
		c.file.Certificates = []evidence.Certificate{{Kind: compliance, Earned: until.AddMonths(-12), Until: until}}
	}
	for column, kind := range map[string]string{"improvement-plan": plan, "breach": breach} {
		if day := in.Day(column, "YYYY-MM-DD"); day.IsSet() {
			c.file.Flags = append(c.file.Flags, evidence.Flag{Kind: kind, Held: kam.Period{From: day, Until: day.AddDays(1)}})
		}
	}
	slices.SortFunc(c.file.Flags, func(a, b evidence.Flag) int { return strings.Compare(a.Kind, b.Kind) })
	// The personnel register has every position, certificate and flag there is, so that what is not in it is not there.
	for _, kind := range []evidence.Kind{evidence.Positions, evidence.Certificates, evidence.Flags} {
		c.file.Complete = append(c.file.Complete, evidence.Completeness{Of: kind, Period: kam.Period{From: r.asOf.AddMonths(-120), Until: r.asOf.AddDays(1)}})
	}
	return c
}

// results reads revenue by quarter under the labels of the quarters, the quota of a quarter, and the months in which a deal
// was won together with another department.
func (r reader) results(in *crmfile.Record, file *evidence.File) {
	quota := in.Number("quota")
	for _, q := range r.quarters {
		revenue := in.Number(r.calendar.Label(q))
		if revenue.Valid && quota.Valid {
			file.Observations = append(file.Observations, kam.Observation{
				Subject: file.Person, Metric: attainment, Period: q, Numerator: revenue, Denominator: quota, Source: r.source,
			})
		}
	}
	r.crm.correct(in.Cell("id"), quota, r.quarters, file)
	text := in.Cell("joint-deals")
	if text == "" {
		return
	}
	deals := map[string]int64{}
	if text != "none" {
		for label := range strings.FieldsSeq(text) {
			deals[label]++
		}
	}
	for _, m := range r.months {
		label := r.calendar.Label(m)
		file.Observations = append(file.Observations, kam.Observation{
			Subject: file.Person, Metric: jointDeals, Period: m, Unit: r.unit, Value: decimal.NewNullDecimal(decimal.NewFromInt(deals[label])), Source: r.source,
		})
		delete(deals, label)
	}
	for label := range deals {
		in.Fail("joint-deals", "promotion.month", findings.Say("%s is none of the last twelve months", "%s 不在最近十二个月内", findings.Quote(label)),
			findings.Say("list months such as %s, or none", "请列出 %s 之类的月份，没有则填 none", r.calendar.Label(r.months[0])))
	}
}

// skill reads the level under the ID of a skill, as the manager sees it.
func (r reader) skill(in *crmfile.Record, s evidence.Skill, file *evidence.File) {
	text := in.Cell(s.ID)
	if text == "" {
		return
	}
	level, err := strconv.Atoi(text)
	if err != nil || level < 0 || level >= len(s.Levels) {
		in.Fail(s.ID, "promotion.level", findings.Say("%s is no level of the skill", "%s 不是该技能的等级", findings.Quote(text)), findings.Say("write 0 to %d, or nothing when nobody assessed it", "请填写 0 至 %d，无人评估则留空", len(s.Levels)-1))
		return
	}
	file.Skills = append(file.Skills, evidence.Assessment{Skill: s.ID, Level: level, Assessor: subject(in.Cell("manager")), On: r.asOf.AddMonths(-1)})
}

// application returns the event of an application, and false when the person did not apply.
func (c contender) application() (happened, bool) {
	if !c.applied.IsSet() {
		return happened{}, false
	}
	return happened{place: c.place, event: promotion.Event{
		Step: promotion.StepApply, On: c.applied, By: subject(c.id), Person: subject(c.id), Name: c.name, Openings: c.openings,
	}}, true
}
