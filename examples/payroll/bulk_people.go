package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// company is who is paid, ordered by payee id, and found by it.
type company struct {
	incentive.Roster
	rank map[string]int
	// assignment and line are where each payee's stand in the roster, -1 for none.
	assignment, line []int
}

// measureColumn begins the names of the columns with the quotas of measures beyond the first.
const measureColumn = "quota:"

// readPeople reads one row a payee: payee, name, manager, plan, quota, target_incentive, and quota:MEASURE for the measures
// of the plan beyond the first. All but payee may be missing; plan when there is one plan. Quotas and target incentives are
// those of the period. Payees are on their plan, and report to their manager, all the time.
func readPeople(f crmfile.File, program *incentive.Program, period kam.Period, found *kam.Findings) company {
	header := crmfile.Header(f, found)
	if found.HasErrors() {
		return company{}
	}
	column := func(names ...string) string {
		for _, name := range names {
			if slices.Contains(header, name) {
				return name
			}
		}
		return ""
	}
	payee, manager, target := cmp.Or(column("payee", "payee_id", "id"), "payee"), column("manager", "manager_id"), column("target_incentive", "target")
	plans := map[string]incentive.Plan{}
	for _, p := range program.Plans() {
		if p.Effective.Overlaps(period) {
			plans[p.ID] = p // of several versions the latest one
		}
	}
	names := []string{payee}
	if len(program.Plans()) > 1 && column("plan") == "" {
		names = append(names, "plan")
	}
	c := company{rank: map[string]int{}}
	always := kam.Period{From: period.From}
	if since := kam.MustPeriod("2000-01-01/.."); since.From.Before(always.From) {
		always = since
	}
	seen := map[string]bool{}
	managers := map[string]string{}
	crmfile.Read(f, names, found, func(in *crmfile.Record) {
		id := strings.Clone(in.Cell(payee))
		switch {
		case id == "":
			in.Fail(payee, "payroll.people", findings.Say("the row names nobody", "该行没有人员"), findings.Say("write the payee's id", "请填写人员编号"))
			return
		case seen[id]:
			in.Fail(payee, "payroll.people-twice", findings.Say("%s has two rows", "%s 有两行", findings.Quote(id)), findings.Say("leave one of them out", "请删去其中一行"))
			return
		}
		seen[id] = true
		c.Payees = append(c.Payees, incentive.Payee{ID: id, Name: strings.Clone(in.Cell("name"))})
		if m := in.Cell(manager); manager != "" && m != "" {
			m = strings.Clone(m)
			c.Reporting = append(c.Reporting, incentive.ReportingLine{Payee: id, Manager: m, Period: always})
			if _, ok := managers[m]; !ok {
				managers[m] = in.Place(manager)
			}
		}
		plan, ok := planOf(in, plans)
		if !ok {
			return
		}
		a := incentive.Assignment{Payee: id, Plan: plan.ID, Version: plan.Version, Period: plan.Effective}
		if amount := in.Number(target); target != "" && amount.Valid {
			a.Target = incentive.Target{Amount: amount, Per: plan.Period}
		}
		for i, m := range plan.Measures {
			name := measureColumn + m.Name
			if i == 0 && column(name) == "" {
				name = "quota"
			}
			if amount := in.Number(name); amount.Valid {
				a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: period, Amount: amount.Decimal})
			}
		}
		c.Assignments = append(c.Assignments, a)
	})
	for _, id := range slices.Sorted(func(yield func(string) bool) {
		for id := range managers {
			if !seen[id] && !yield(id) {
				return
			}
		}
	}) {
		found.Add(findings.Fault("payroll.people-manager", managers[id], findings.Say("the manager %s has no row", "主管 %s 没有单独的行", findings.Quote(id)), findings.Say("add a row, or leave the manager out", "请添加一行，或删去该主管")))
	}
	if !found.HasErrors() {
		c.sort()
	}
	return c
}

// planOf returns the plan of a row.
func planOf(in *crmfile.Record, plans map[string]incentive.Plan) (incentive.Plan, bool) {
	id := in.Cell("plan")
	if id == "" && len(plans) == 1 {
		for _, p := range plans {
			return p, true
		}
	}
	p, ok := plans[id]
	switch {
	case ok:
		return p, true
	case id == "":
		return p, false // on no plan
	}
	in.Fail("plan", "payroll.people-plan", findings.Say("%s is no plan of the period", "%s 不是该期间的方案", findings.Quote(id)), findings.Say("name a plan of -plan, or correct the id", "请用 -plan 指定该方案，或更正编号"))
	return p, false
}

// sort orders everything by payee, so that parts of the company are stretches or picks of it.
func (c *company) sort() {
	slices.SortFunc(c.Payees, func(a, b incentive.Payee) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Assignments, func(a, b incentive.Assignment) int { return cmp.Compare(a.Payee, b.Payee) })
	slices.SortFunc(c.Reporting, func(a, b incentive.ReportingLine) int { return cmp.Compare(a.Payee, b.Payee) })
	for i, p := range c.Payees {
		c.rank[p.ID] = i
		c.assignment, c.line = append(c.assignment, -1), append(c.line, -1)
	}
	for i, a := range c.Assignments {
		c.assignment[c.rank[a.Payee]] = i
	}
	for i, l := range c.Reporting {
		c.line[c.rank[l.Payee]] = i
	}
}

// pick returns the roster of some payees, by their ranks; with reporting lines where whole trees are picked.
func (c *company) pick(ranks []int, reporting bool) incentive.Roster {
	var out incentive.Roster
	for _, rank := range ranks {
		out.Payees = append(out.Payees, c.Payees[rank])
		if i := c.assignment[rank]; i >= 0 {
			out.Assignments = append(out.Assignments, c.Assignments[i])
		}
		if i := c.line[rank]; i >= 0 && reporting {
			out.Reporting = append(out.Reporting, c.Reporting[i])
		}
	}
	return out
}

// trees joins those who report to each other, directly or not, and returns a number for each payee that is the same
// for all of a tree; without reporting each payee is a tree.
func (c *company) trees(reporting bool) []int {
	root := make([]int, len(c.Payees))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, l := range c.Reporting {
		if a, b := find(c.rank[l.Payee]), find(c.rank[l.Manager]); reporting && a != b {
			root[max(a, b)] = min(a, b)
		}
	}
	for i := range root {
		root[i] = find(i)
	}
	return root
}
