package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wording"
)

// compiler writes the scenarios of one file out and reports their faults.
type compiler struct {
	wording.Faults
	file     File
	plans    []incentive.Plan
	calendar *kam.Calendar
}

func comparePlans(a, b incentive.Plan) int {
	return cmp.Or(strings.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version))
}

// worlds writes all scenarios out.
func (c *compiler) worlds(b *book) {
	names := map[string]bool{}
	for i, s := range c.file.Scenarios {
		place := wording.At("$.scenarios", i)
		c.ID(place+".name", s.Name, names)
		b.worlds = append(b.worlds, c.world(place, i, s))
	}
}

// world writes a scenario out.
func (c *compiler) world(place string, index int, s Scenario) *world {
	w := &world{name: s.Name, index: index}
	files, own := c.file.Given, s.Given
	w.settle = files.Settle || own.Settle
	w.rates = slices.Concat(files.Rates, own.Rates)
	w.positions = slices.Concat(files.Positions, own.Positions)
	w.prior = slices.Concat(files.Prior, own.Prior)
	w.posted = slices.Concat(files.Posted, own.Posted)
	if !c.Count(place+".steps", len(s.Steps), 1, MaxSteps) {
		return w
	}
	for i, step := range s.Steps {
		c.period(w, fmt.Sprintf("%s.steps[%d]", place, i), i, step)
	}
	payees := c.payees(place, w)
	if c.HasErrors() {
		return w
	}
	c.people(w, payees, files, own)
	d := dealer{c: c, owners: payees}
	at := w.stages[0].period
	d.take("$.given", at, files.Deals, files.Transactions)
	d.take(place+".given", at, own.Deals, own.Transactions)
	observations := slices.Concat(files.Observations, own.Observations)
	var events []payout.Event
	var facts []settlement.Deal
	for i, step := range s.Steps {
		at, stage := fmt.Sprintf("%s.steps[%d]", place, i), &w.stages[i]
		d.take(at, stage.period, step.Deals, step.Transactions)
		observations = slices.Concat(observations, step.Observations, c.scores(at, stage.period, step.Scores, payees))
		events = slices.Concat(events, step.Events)
		for j, x := range step.Adjustments {
			stage.adjustments = append(stage.adjustments, settlement.Adjustment{
				Payee: x.Payee, Plan: c.onlyPlan(fmt.Sprintf("%s.adjustments[%d].plan", at, j), x.Plan),
				Adjustment: payout.Adjustment{ID: x.ID, Amount: x.Amount, Component: x.Component, Reason: x.Reason, ApprovedBy: x.ApprovedBy, RequestedBy: x.RequestedBy},
			})
		}
		for j, x := range step.Facts {
			facts = append(facts, settlement.Deal{
				Payee: x.Payee, Plan: c.onlyPlan(fmt.Sprintf("%s.facts[%d].plan", at, j), x.Plan),
				Deal: payout.Deal{Transaction: x.Transaction, Component: x.Component, CreditDate: x.CreditDate, Earned: x.Earned},
			})
		}
		stage.deals, stage.observations = slices.Clone(d.deals), slices.Clone(observations)
		stage.events, stage.facts = slices.Clone(events), slices.Clone(facts)
		stage.payOut, stage.expect = step.PayOut, step.Expect
	}
	c.Count(place+".deals", len(d.deals), 0, MaxDeals)
	return w
}

// period finds the period of a step, and those of its late runs.
func (c *compiler) period(w *world, place string, i int, step Step) {
	var stage stage
	var err error
	switch {
	case step.Period != "":
		stage.period, err = c.named(step.Period)
	case i > 0 && w.stages[i-1].period.From.IsSet():
		stage.period, err = c.calendar.Containing(c.plans[0].Period, w.stages[i-1].period.Until)
	case i == 0:
		stage.period, err = parts.First(c.calendar, c.plans[0])
	}
	if err != nil || !stage.period.From.IsSet() || stage.period.IsOpen() {
		c.Add("period", place+".period", wording.Say("%s is no period of the calendar", "%s 不是日历中的期间", wording.Quote(step.Period)),
			wording.Say("write its name, such as 2026-01 or 2026-Q1, or its days, such as 2026-01-01/2026-02-01", "请填写期间名称，如 2026-01、2026-Q1，或起止日，如 2026-01-01/2026-02-01"))
	}
	for j, name := range step.Late {
		late, err := c.named(name)
		if err != nil || stage.period.From.IsSet() && !late.From.Before(stage.period.From) {
			c.Add("period", fmt.Sprintf("%s.late[%d]", place, j), wording.Say("%s is no earlier period", "%s 不是更早的期间", wording.Quote(name)),
				wording.Say("name a period before that of the step", "请填写本步骤之前的期间"))
			continue
		}
		stage.late = append(stage.late, late)
	}
	slices.SortFunc(stage.late, kam.Period.Compare)
	w.stages = append(w.stages, stage)
}

func (c *compiler) named(name string) (kam.Period, error) {
	if strings.Contains(name, "/") {
		return kam.ParsePeriod(name)
	}
	return c.calendar.Parse(name)
}

// payees returns the people of a scenario: those of the file, with those of the scenario in their place or after them.
func (c *compiler) payees(place string, w *world) []Payee {
	own := c.file.Scenarios[w.index].Given
	out := slices.Clone(c.file.Given.Payees)
	for _, p := range own.Payees {
		if i := slices.IndexFunc(out, func(q Payee) bool { return q.ID == p.ID }); i >= 0 {
			out[i] = p
			continue
		}
		out = append(out, p)
	}
	if len(out) == 0 && len(c.file.Given.Assignments)+len(own.Assignments) == 0 {
		out = []Payee{{ID: Rep}}
		c.plansOf(place+".given.payees", "")
	}
	c.Count(place+".given.payees", len(out), 0, MaxPayees)
	c.listed("$.given.payees", c.file.Given.Payees)
	c.listed(place+".given.payees", own.Payees)
	return out
}

// listed reports payees that stand twice in a list, or say what no plan has.
func (c *compiler) listed(place string, payees []Payee) {
	seen := map[string]bool{}
	for i, p := range payees {
		at := wording.At(place, i)
		c.ID(at+".id", p.ID, seen)
		plans, ok := c.plansOf(at+".plan", p.Plan)
		for _, name := range slices.Sorted(maps.Keys(p.Quotas)) {
			known := func(q incentive.Plan) bool {
				return slices.ContainsFunc(q.Measures, func(m incentive.Measure) bool { return m.Name == name })
			}
			if ok && !slices.ContainsFunc(plans, known) {
				c.Add("measure", at+".quotas", wording.Say("the payee's plan has no measure %s", "该人员的方案没有指标 %s", wording.Quote(name)),
					wording.Say("name a measure of the plan", "请填写方案中的指标"))
			}
		}
	}
}

// plansOf returns the versions of the plan that a payee names, ascending.
func (c *compiler) plansOf(place, name string) ([]incentive.Plan, bool) {
	if name == NoPlan {
		return nil, true
	}
	if name = c.onlyPlan(place, name); name == "" {
		return nil, false
	}
	out := c.versions(name)
	if len(out) == 0 {
		c.Add("plan", place, wording.Say("there is no plan %s", "没有方案 %s", wording.Quote(name)),
			wording.Say(`name one of the file's plans, as "id" or "id/version", or %q`, `请填写文件中的方案，写作“编号”或“编号/版本”；不适用方案请写 %q`, NoPlan))
		return nil, false
	}
	return out, true
}

// versions returns the versions of the plan with that name, ascending; of the only plan without one.
func (c *compiler) versions(name string) []incentive.Plan {
	if name == "" {
		name = c.plans[0].ID
	}
	id, version, exact := strings.Cut(name, "/")
	return slices.DeleteFunc(slices.Clone(c.plans), func(p incentive.Plan) bool {
		return p.ID != id || exact && strconv.Itoa(p.Version) != version
	})
}

// onlyPlan returns the id that is stated, and without one that of the only plan.
func (c *compiler) onlyPlan(place, name string) string {
	if name != "" {
		return name
	}
	for _, p := range c.plans {
		if p.ID != c.plans[0].ID {
			c.Add("which-plan", place, wording.Say("there are several plans", "方案不止一个"), wording.Say("name the plan", "请写明方案"))
			return ""
		}
	}
	return c.plans[0].ID
}

// people makes the roster and the facts of settlements.
func (c *compiler) people(w *world, payees []Payee, files, own Given) {
	full := slices.Concat(files.Assignments, own.Assignments)
	for _, p := range payees {
		w.roster.Payees = append(w.roster.Payees, incentive.Payee{ID: p.ID, Name: p.Name, Open: p.Open, Currency: p.Currency})
		if p.Manager != "" {
			w.roster.Reporting = append(w.roster.Reporting, incentive.ReportingLine{Payee: p.ID, Manager: p.Manager, Period: kam.MustPeriod("0001-01-01/..")})
		}
		if !slices.ContainsFunc(full, func(a incentive.Assignment) bool { return a.Payee == p.ID }) {
			c.assign(w, p)
		}
	}
	for _, a := range full {
		if !slices.ContainsFunc(w.roster.Payees, func(p incentive.Payee) bool { return p.ID == a.Payee }) {
			w.roster.Payees = append(w.roster.Payees, incentive.Payee{ID: a.Payee})
		}
	}
	w.roster.Assignments = append(w.roster.Assignments, full...)
	w.roster.Reporting = slices.Concat(w.roster.Reporting, files.Reporting, own.Reporting)
	for _, p := range slices.Concat(files.People, own.People) {
		w.people = append(w.people, settlement.Person{
			Payee: p.Payee, Plan: p.Plan, Employment: payout.Employment{Hired: p.Hired, Left: p.Left},
			Draw: entitlement(p.Draw), Guarantee: entitlement(p.Guarantee), ProtectedMinimum: p.ProtectedMinimum,
		})
	}
}

func entitlement(d decimal.NullDecimal) *payout.Entitlement {
	if !d.Valid {
		return nil
	}
	return &payout.Entitlement{Amount: d.Decimal}
}

// assign puts a payee on the versions of a plan.
func (c *compiler) assign(w *world, p Payee) {
	plans := c.versions(p.Plan)
	for i, plan := range plans {
		period := plan.Effective
		if i+1 < len(plans) {
			if next := plans[i+1].Effective.From; period.IsOpen() || next.Before(period.Until) {
				period.Until = next
			}
		}
		if !p.Period.IsZero() {
			both, overlaps := period.Intersect(p.Period)
			if !overlaps {
				continue
			}
			period = both
		}
		if period.Check() != nil {
			continue // a later version is effective from the same day on
		}
		a := incentive.Assignment{Payee: p.ID, Plan: plan.ID, Version: plan.Version, Period: period}
		if p.Target.Valid {
			a.Target = incentive.Target{Amount: p.Target, Per: p.Per}
			if p.Per == "" {
				a.Target.Per = plan.Period
			}
		}
		for _, m := range plan.Measures {
			if amount, ok := p.Quotas[m.Name]; ok {
				a.Quotas = append(a.Quotas, c.quotas(w, plan, m, amount)...)
			}
		}
		w.roster.Assignments = append(w.roster.Assignments, a)
	}
}

// quotas returns a quota for each stretch of the fiscal years that the steps lie in.
func (c *compiler) quotas(w *world, plan incentive.Plan, m incentive.Measure, amount decimal.Decimal) []incentive.Quota {
	kind := plan.Period
	if m.Denominator == incentive.FullPeriod {
		switch m.Window {
		case incentive.YearToDate:
			kind = kam.Year
		case incentive.HalfToDate:
			kind = kam.HalfYear
		case incentive.QuarterToDate:
			kind = kam.Quarter
		case incentive.PerTransaction, incentive.PerPeriod: // the plan's own
		}
	}
	var years []kam.Period
	for _, s := range w.stages {
		for _, p := range append(slices.Clone(s.late), s.period) {
			if year, err := c.calendar.Containing(kam.Year, p.From); err == nil && !slices.Contains(years, year) {
				years = append(years, year)
			}
		}
	}
	var out []incentive.Quota
	for _, year := range years {
		stretches, err := c.calendar.Split(year, kind)
		if err != nil {
			continue
		}
		for _, stretch := range stretches {
			out = append(out, incentive.Quota{Measure: m.Name, Period: stretch, Amount: amount})
		}
	}
	return out
}

// scores reads one-line observations.
func (c *compiler) scores(place string, period kam.Period, lines []string, payees []Payee) []kam.Observation {
	var out []kam.Observation
	for i, line := range lines {
		metric, value, who, err := ParseScore(line)
		if err != nil {
			c.Add("score", fmt.Sprintf("%s.scores[%d]", place, i), wording.Say("%s cannot be read: %s", "无法读取 %s：%s", wording.Quote(line), err),
				wording.Say(`write "metric value" or "metric value payee"`, `请写“指标 数值”或“指标 数值 人员”`))
			continue
		}
		for _, p := range payees {
			if who != "" && who != p.ID {
				continue
			}
			out = append(out, kam.Observation{
				Subject: kam.Subject{Kind: "payee", ID: p.ID}, Metric: metric, Period: period, Value: decimal.NewNullDecimal(value), Unit: "points",
			})
		}
		if who != "" && !slices.ContainsFunc(payees, func(p Payee) bool { return p.ID == who }) {
			c.Add("payee", fmt.Sprintf("%s.scores[%d]", place, i), wording.Say("there is no payee %s", "没有人员 %s", wording.Quote(who)), wording.Say("name a payee of the scenario", "请填写场景中的人员"))
		}
	}
	return out
}

// dealer collects the deals of a scenario and fills in what they leave out.
type dealer struct {
	c        *compiler
	owners   []Payee
	deals    []incentive.Transaction
	sequence int64
}

func (d *dealer) take(place string, period kam.Period, lines []string, full []incentive.Transaction) {
	for i, line := range lines {
		t, err := ParseDeal(line)
		if err != nil {
			d.c.Add("deal", fmt.Sprintf("%s.deals[%d]", place, i), wording.Say("%s cannot be read: %s", "无法读取 %s：%s", wording.Quote(line), err),
				wording.Say(`write an id, an amount and what else it has, such as "D1 80000 anna 2026-01-05"`, `请依次写编号、金额及其他内容，如 "D1 80000 anna 2026-01-05"`))
			continue
		}
		d.add(fmt.Sprintf("%s.deals[%d]", place, i), period, t)
	}
	for i, t := range full {
		t.Attributes, t.Numbers, t.Participants = maps.Clone(t.Attributes), maps.Clone(t.Numbers), slices.Clone(t.Participants)
		d.add(fmt.Sprintf("%s.transactions[%d]", place, i), period, t)
	}
}

func (d *dealer) add(place string, period kam.Period, t incentive.Transaction) {
	d.sequence++
	if t.Sequence == 0 {
		t.Sequence = d.sequence
	}
	if !t.Booked.IsSet() && !t.Invoiced.IsSet() && !t.CashDate.IsSet() && !t.Delivered.IsSet() {
		t.Booked, t.Invoiced, t.CashDate, t.Delivered = period.From, period.From, period.From, period.From
	}
	if t.Owner == "" && len(t.Participants) == 0 && t.Reverses == "" {
		earning := slices.DeleteFunc(slices.Clone(d.owners), func(p Payee) bool { return p.Plan == NoPlan })
		if len(earning) != 1 {
			d.c.Add("owner", place, wording.Say("the deal %s has no owner", "交易 %s 没有负责人", wording.Quote(t.ID)),
				wording.Say("name the owner; only where one payee alone earns it may be left out", "请写明负责人；仅当只有一名计提人员时才可省略"))
			return
		}
		t.Owner = earning[0].ID
	}
	t.Place = place
	d.deals = append(d.deals, t)
}
