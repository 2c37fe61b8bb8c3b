// Command quarter plays a quarter of a sales team, from the CRM to pay and promotion, and writes what each room of the
// library says of it as Markdown, in English (NAME.en.md) and Chinese (NAME.zh-CN.md); index links the others.
// Without arguments it syncs a built-in sample from a test server of Zoho CRM; with -export FOLDER it plays the last quarter of
// the practice set "CRM Sales Opportunities". What a company decides, the quarter too, is data in sample and realset, or in a
// folder that -rules names: no clock is read, and two runs write the same bytes. The index compares what was sold with what is
// measured and paid on. Exit codes: 0 done, 2 bad input, nothing written, 3 done and somebody is held.
package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/examples/internal/customers"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/reports"
	"github.com/kam-go/kam/examples/internal/rulebook"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
	"github.com/kam-go/kam/incentive/lint"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

//go:embed sample realset
var embedded embed.FS

func main() { os.Exit(program.Main()) }

var program = reports.Program[*quarter]{
	Name: "quarter", Does: "quarter plays a quarter of a sales team, from the CRM to pay and promotion, and writes a report of each step.",
	Sample: rulebook.Folder(embedded, "sample"), Realset: rulebook.Folder(embedded, "realset"), Play: play,
}

// setting is the quarter: when it is, what its targets grow from, and the days on which people look at it.
type setting struct {
	rulebook.Times
	Company  string          `needed:"\"Kam Industrial\""`
	Currency kam.Currency    `needed:"\"CNY\""`
	Growth   kam.Fraction    `needed:"\"1/10\""`
	Goal     goals.Goal      `needed:"{\"metric\": \"kpi.revenue\", \"scope\": \"*\", \"direction\": \"higher\", \"tracking\": \"flow\"}"` // what all goals have in common
	Lapse    kpi.LapseSpec   `needed:"{\"purchases\": 3, \"times\": \"2\"}"`
	Pages    []reports.Title `needed:"[{\"report\": \"commission\", \"text\": {\"en\": \"Statements\", \"zh\": \"结算单\"}}]"`
	Roles    []improve.RoleHolder
}

// check returns a setting that is whole, and whose periods and days lie one after the other.
func check(s setting) (setting, error) {
	if _, err := rulebook.Whole(s); err != nil {
		return s, err
	}
	c := rulebook.ChecksOf(s.Times)
	c.That(reports.Each(s.Pages, rooms), "pages", "must have each of these reports once, and no other: "+rooms, "必须恰好列出以下各报告一次："+rooms)
	c.That(rulebook.IsName(s.Company), "company", "must be a name of at most 64 bytes, no blank at an end", "必须是不超过 64 字节、首尾无空格的名称")
	_, none := kam.ParseCurrency(string(s.Currency))
	c.That(none == nil, "currency", "must be a currency of ISO 4217, such as CNY", "必须是 ISO 4217 货币代码，如 CNY")
	c.Like("goal", s.Goal, goals.Goal{ // of revenue to be reached, else the reports would say other things
		Metric: kpi.MetricRevenue, Scope: goals.All, Direction: kam.HigherIsBetter, Tracking: goals.Flow,
		Source: s.Goal.Source, Cadence: s.Goal.Cadence, Weight: s.Goal.Weight,
	})
	return s, c.Err()
}

// quarter is a quarter that is played.
type quarter struct {
	setting
	reports.Set
	rules    fs.FS
	calendar *kam.Calendar
	records  []crm.Record
	book     *kpi.Book
	names    kam.Names
	people   []*person
	subjects []kam.Subject // the same
	facts    kpi.Figures
	run      *incentive.Run
	warned   kam.Findings // what holds nobody
}

// person is somebody with a target, and what comes of it.
type person struct {
	kam.Subject
	goal  goals.Goal
	reach tracking.Progress
	score scoring.Result
	pay   decimal.Decimal
	held  kam.Findings // why there is no pay
	ready careerpath.Readiness
}

// play plays a quarter, room after room.
func play(ctx context.Context, export string, rules fs.FS) (q *quarter, err error) {
	defer rulebook.Catch(&err)
	q = &quarter{rules: rules}
	q.setting = rulebook.Must(rules, "quarter.json", rulebook.JSON[setting], check)
	q.Goal.Currency = q.Currency
	q.calendar = rulebook.Must(rules, "calendar.json", rulebook.JSON[kam.CalendarSpec], q.Calendar)
	rulebook.Take(q.calendar, q.Fit(q.calendar)).By("quarter.json")
	figures := rulebook.Must(rules, "kpi.json", kpi.ParsePolicy, func(p kpi.Policy) (*kpi.Rules, error) { return kpi.Compile(p, q.Synced.Location()) })
	q.records = rulebook.Take(customers.Read(ctx, crm.NewMemory(), export, q.Synced)).By("") // no rules are in it
	q.book = rulebook.Take(figures.Read(q.records)).By("kpi.json")
	q.names = breakdown.PathNames(q.Company, crm.Names(q.records, crm.KindUser, crm.KindAccount, crm.KindOpportunity))
	q.setTargets()
	q.planWork()
	q.pay(ctx)
	q.develop()
	return q, nil
}

// setTargets grows what was sold before into targets, from the team to the account and the week, and says how SMART they are.
func (q *quarter) setTargets() {
	var sold []breakdown.Row
	for _, d := range rulebook.Take(fromcrm.Sold(q.records, q.Before, q.Currency)).By("quarter.json", "$.period", "quarter.json:$.before") {
		sold = append(sold, breakdown.Row{Path: []string{q.Company, d.Owner, d.Account}, History: d.Amount.Decimal})
	}
	spec := rulebook.Must(q.rules, "targets.json", breakdown.ParseBothSpec, rulebook.As[breakdown.BothSpec])
	spec = rulebook.Take(spec.Grow(sold, q.Growth, q.Quarter)).By("targets.json", "$.growth", "quarter.json:$.growth")
	grid := rulebook.Take(breakdown.OverBoth(spec, q.calendar)).By("targets.json")
	q.Add("targets", func(l kam.Lang) string {
		return reports.Heading(q.Pages, "targets", l) + grid.Markdown(l, kam.Month, q.names) + "\n" + grid.Markdown(l, kam.Week, q.names)
	})
	past := rulebook.Take(kpi.Over(q.Past, q.question(q.Quarter), q.book.Revenue)).By("quarter.json")
	all := grid.Goals(q.Goal, kam.Month)
	for _, g := range all {
		if path := breakdown.Path(g.ID); len(path) == 2 { // company, person
			p := &person{Subject: kam.Subject{Kind: string(kpi.ByUser), ID: path[1]}, goal: g}
			p.goal.Owners, p.goal.Title = path[1:], findings.Say("%s: win %s %s", "%s：赢单 %s %s", q.names.Of(p.ID), q.Currency, reports.Amount(g.Target, 2))
			q.people, q.subjects = append(q.people, p), append(q.subjects, p.Subject)
			known := goals.Situation{AsOf: q.Agreed, Names: q.names, Metrics: kpi.Metrics(), Calendar: q.calendar, Subject: p.Subject}.Around(p.goal, all, past)
			q.Add("smart", goals.Check(p.goal, known, goals.DefaultBands()).Markdown)
		}
	}
}

// planWork plans the first week's visits by who is to be met, and a meeting by how the targets stand then.
func (q *quarter) planWork() {
	rhythm := rulebook.Must(q.rules, "followup.json", followup.ParsePolicy, func(p followup.Policy) (*followup.Rules, error) {
		return followup.Compile(p, q.calendar, q.Synced.Location())
	})
	spec := rulebook.Must(q.rules, "week.json", followup.ParseWeekSpec, func(s followup.WeekSpec) (followup.WeekSpec, error) { return s, q.Within("days", s.Days) })
	overview := rulebook.Take(rhythm.On(spec.Days.From, q.records)).By("week.json")
	week := rulebook.Take(overview.Week(spec)).By("week.json")
	q.Add("followup", week.Markdown, overview.Markdown)
	q.warned = append(rulebook.Warnings("week.json", week.Findings), rulebook.Warnings("followup.json", overview.Findings)...)
	talk := meetings.AgendaSpec{Format: meetings.WeeklyReview(), On: q.Meeting, Currency: q.Currency, Limits: meetings.Limits{Relative: kam.Fraction{Num: 1, Den: 10}}}
	for _, l := range rulebook.Take(q.book.Lapsed(q.Meeting, q.Lapse)).By("quarter.json:$.lapse") {
		talk.Accounts = append(talk.Accounts, meetings.AtRisk{Account: l.Account.ID, Name: l.Name, Why: l.Finding().Message})
	}
	for _, p := range q.people {
		talk.Topics = append(talk.Topics, q.track(p, q.Meeting.AddDays(-1)).Topic(kam.Text{EN: q.names.Of(p.ID), ZH: q.names.Of(p.ID)}, ""))
	}
	q.Add("agenda", rulebook.Take(meetings.NewAgenda(talk)).By("quarter.json").Markdown)
}

// track says how far somebody is on a day, by what was sold up to it.
func (q *quarter) track(p *person, day kam.Day) tracking.Progress {
	sold := rulebook.Take(q.book.Revenue(q.question(kam.Period{From: q.Quarter.From, Until: day.AddDays(1)}))).By("quarter.json")
	in := tracking.Input{Goal: p.goal, Observations: sold.Of(p.Subject, kpi.MetricRevenue), Calendar: q.calendar, AsOf: day, Basis: tracking.WorkingDays}
	return rulebook.Take(tracking.Track(in)).By("quarter.json")
}

// pay measures the quarter, scores everybody, and computes the commission on the won deals, multiplied by the score.
func (q *quarter) pay(ctx context.Context) {
	card := rulebook.Must(q.rules, "card.json", scoring.ParseCard, scoring.Compile)
	plans := rulebook.Must(q.rules, "plan.json", incentive.ParsePlan, func(p incentive.Plan) (*incentive.Program, error) {
		return incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}, Calendar: q.calendar})
	})
	q.facts = rulebook.Take(q.book.Facts(q.question(q.Quarter))).By("quarter.json")
	won, found := rulebook.Must(q.rules, "deals.json", rulebook.JSON[fromcrm.Policy], fromcrm.Compile).Transactions(fromcrm.Revisions(fromcrm.Owned(q.records)))
	won = rulebook.Take(won, found.Err()).By("") // it is the records that do not fit
	in, plan := incentive.Inputs{Period: q.Quarter, Transactions: incentive.Transactions(won)}, plans.Plans()[0]
	for _, p := range q.people {
		p.reach = q.track(p, q.Closed)
		targets := []scoring.Target{{Measure: "revenue", Target: decimal.NewNullDecimal(p.goal.Target)}}
		facts := scoring.Inputs{Subject: p.Subject, Period: q.Quarter, Targets: targets, Observations: q.facts.Of(p.Subject), OtherMetrics: true}
		p.score = rulebook.Take(card.Score(facts)).By("card.json")
		q.Add("scores", reports.Noted(p.reach.Explain(), reports.Named(q.names, p.score.MarkdownWith)))
		in.Observations = append(in.Observations, p.score.Observation(kam.Subject{Kind: "payee", ID: p.ID}))
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: p.ID, Name: q.names.Of(p.ID)})
		quotas := []incentive.Quota{{Measure: "revenue", Period: q.Quarter, Amount: p.goal.Target}}
		in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{Payee: p.ID, Plan: plan.ID, Version: plan.Version, Period: q.Quarter, Quotas: quotas})
	}
	q.run = rulebook.Take(plans.Run(ctx, in, incentive.RunOptions{})).By("plan.json")
	unwise := rulebook.Warnings("plan.json", lint.Check(incentive.Book{Plans: plans.Plans(), Calendar: q.calendar}, lint.Policy{}))
	q.warned = slices.Concat(q.warned, found, q.run.Findings(), unwise)
	for _, p := range q.people {
		if statement, ok := q.run.Statement(p.ID, plan.ID); ok {
			p.pay = statement.Earned()
			q.Add("commission", reports.Named(q.names, statement.MarkdownWith))
			continue
		}
		p.held = q.run.WhyHeld(p.ID)
		q.Add("commission", reports.Held(q.names.Of(p.ID), p.held))
	}
}

// develop says what to do better in the next quarter, who is ready for promotion, and what there is to learn for it.
func (q *quarter) develop() {
	levers := rulebook.Must(q.rules, "levers.json", rulebook.JSON[[]improve.Lever], rulebook.As[[]improve.Lever])
	files := rulebook.Must(q.rules, "people.json", evidence.ParseFiles, rulebook.As[[]evidence.File])
	ladder := rulebook.Must(q.rules, "ladder.json", careerpath.ParseLadder, func(l careerpath.Ladder) (careerpath.Ladder, error) { return l, l.CheckOn(q.Quarter.Until) })
	career := rulebook.Must(q.rules, "ladder.json", careerpath.ParseLadder, careerpath.Compile)
	courses := rulebook.Must(q.rules, "courses.json", training.ParseCatalogue, func(c training.Catalogue) (*training.Program, error) { return training.Compile(c, ladder.Vocabulary) })
	for i, r := range q.Roles {
		q.warned = append(q.warned, customers.Stranger(q.records, r.Person, fmt.Sprintf("quarter.json:$.roles[%d].person", i))...)
	}
	for _, p := range q.people {
		better := improve.Request{ID: p.ID, Result: p.score, Levers: levers, MaxLevers: 3, Owner: p.ID, Roles: q.Roles, Period: q.Next}
		q.Add("improvement", reports.Named(q.names, rulebook.Take(improve.NewPlan(better, q.calendar)).By("levers.json", "$.roles", "quarter.json:$.roles", "$.period", "quarter.json:$.next").MarkdownWith))
		file := evidence.Of(files, kam.Subject{Kind: "agent", ID: p.ID})
		reached := rulebook.Take(p.reach.Observation(file.Person)).By("people.json")
		reached.Metric, reached.Scope = "sales.attainment", "" // as the ladder calls it
		file.Observations = append(file.Observations, reached)
		p.ready = rulebook.Take(career.Readiness(file, q.Quarter.Until)).By("people.json:" + evidence.Place(files, file.Person))
		q.Add("promotion", reports.Named(q.names, p.ready.MarkdownWith))
		if len(p.ready.Moves) == 0 {
			q.Add("development", reports.None(q.names.Of(p.ID), p.ready.Verdict()))
		}
		for _, m := range p.ready.Moves {
			stage, _ := career.Stage(m.To)
			want := develop.Request{ID: p.ID, Person: file.Person, Aim: m.To, AimName: m.Title, Levels: m.Levels(), Requirements: stage.Skills, Unknown: develop.LeaveOut, Period: q.Next, Partly: true, CheckEvery: 1}
			learn := rulebook.Take(develop.NewPlan(courses, q.calendar, want)).By("courses.json")
			q.Add("development", func(l kam.Lang) string { return learn.MarkdownWith(l, ladder.Vocabulary.Skills, q.names) })
		}
	}
}

// question asks of the company, of who sold, and of everybody with a target: no sale is a revenue of 0 where the copy knows the period.
func (q *quarter) question(p kam.Period) kpi.Question {
	return kpi.Question{Whole: kam.Subject{Kind: "company", ID: q.Company}, Subjects: q.subjects, Period: p, AsOf: q.Closed, By: []kpi.Dimension{kpi.ByUser}}
}
