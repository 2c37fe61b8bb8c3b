package main

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// quotaColumns are the columns of the quotas, one row a payee, plan, measure and period.
var quotaColumns = []string{"payee", "plan", "version", "measure", "period", "quota", "target", "target_per"}

// assignmentKey is what rows are gathered by.
type assignmentKey struct {
	payee, plan string
	version     int
}

// quotaReader gathers rows to assignments.
type quotaReader struct {
	calendar    *kam.Calendar
	payees      map[string]bool
	assignments map[assignmentKey]*incentive.Assignment
	seen        map[string]string // payee, plan, version, measure and period to place
}

// readQuotas reads who is on which plan. An assignment covers the whole fiscal
// years that its rows name: a period whose row is missing, or whose quota is
// empty, is a missing quota, never the quota zero. The target incentive is the same in all rows of an assignment.
func readQuotas(f crmfile.File, calendar *kam.Calendar, roster *incentive.Roster, found *kam.Findings) {
	r := &quotaReader{
		calendar: calendar, payees: map[string]bool{},
		assignments: map[assignmentKey]*incentive.Assignment{}, seen: map[string]string{},
	}
	for _, p := range roster.Payees {
		r.payees[p.ID] = true
	}
	crmfile.Read(f, quotaColumns, found, r.row)
	for _, a := range r.assignments {
		roster.Assignments = append(roster.Assignments, *a)
	}
	slices.SortFunc(roster.Assignments, func(a, b incentive.Assignment) int {
		return cmp.Or(cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Plan, b.Plan), cmp.Compare(a.Version, b.Version))
	})
	for _, p := range roster.Payees {
		if !slices.ContainsFunc(roster.Assignments, func(a incentive.Assignment) bool { return a.Payee == p.ID }) {
			found.Add(findings.Remark(kam.Warning, "payroll.no-plan", f.Name, findings.Say("%s is on no plan", "%s 没有任何方案", findings.Quote(p.ID)),
				findings.Say("add rows for each period", "请为每个期间添加一行")))
		}
	}
}

func (r *quotaReader) row(in *crmfile.Record) {
	key := assignmentKey{payee: in.Cell("payee"), plan: in.Cell("plan")}
	version, err := strconv.Atoi(in.Cell("version"))
	if err != nil || version < 1 || version > 1_000_000 {
		in.Fail("version", "payroll.quota-version", findings.Say("%s is no version", "%s 不是版本号", findings.Quote(in.Cell("version"))), findings.Say("write 1 or more", "请填写不小于 1 的整数"))
		return
	}
	key.version = version
	if !r.payees[key.payee] {
		in.Fail("payee", "payroll.quota-payee", findings.Say("%s is not in the team", "团队中没有 %s", findings.Quote(key.payee)), findings.Say("add a row to the team, or correct the id", "请在团队文件中添加，或更正编号"))
		return
	}
	label := in.Cell("period")
	period, err := r.calendar.Parse(label)
	if err != nil || period.IsOpen() {
		in.Fail("period", "payroll.quota-period", findings.Say("%s is no period", "%s 不是有效期间", findings.Quote(label)), findings.Say("write it as 2017-Q4 or 2017-01-01/2017-04-01", "请写成 2017-Q4 或 2017-01-01/2017-04-01"))
		return
	}
	years, ok := r.years(period)
	if !ok {
		in.Fail("period", "payroll.quota-period", findings.Say("%s is in no fiscal year of the calendar", "%s 不在日历的任何财年内", findings.Quote(label)), kam.Text{})
		return
	}
	measure := in.Cell("measure")
	id := key.payee + "\x00" + key.plan + "\x00" + strconv.Itoa(version) + "\x00" + measure + "\x00" + period.String()
	if other, twice := r.seen[id]; twice {
		in.Fail("period", "payroll.quota-twice", findings.Say("the quota of %s for %s is stated twice, first at %s", "%s 在 %s 的目标重复填写，首次见 %s", findings.Quote(key.payee), label, other),
			findings.Say("leave one of the two out", "请删去其中一行"))
		return
	}
	r.seen[id] = in.Place("period")
	r.add(in, key, measure, period, years)
}

// years is the stretch of whole fiscal years around a period.
func (r *quotaReader) years(period kam.Period) (kam.Period, bool) {
	first, err := r.calendar.Containing(kam.Year, period.From)
	if err != nil {
		return kam.Period{}, false
	}
	last, err := r.calendar.Containing(kam.Year, period.Until.AddDays(-1))
	return kam.Period{From: first.From, Until: last.Until}, err == nil
}

// add adds the row's quota to its assignment.
func (r *quotaReader) add(in *crmfile.Record, key assignmentKey, measure string, period, years kam.Period) {
	target := incentive.Target{Amount: in.Number("target")}
	if target.Amount.Valid {
		target.Per = kam.PeriodKind(in.Cell("target_per"))
	}
	a, ok := r.assignments[key]
	if !ok {
		a = &incentive.Assignment{Payee: key.payee, Plan: key.plan, Version: key.version, Period: years, Target: target}
		r.assignments[key] = a
	}
	if years.From.Before(a.Period.From) {
		a.Period.From = years.From
	}
	if years.Until.After(a.Period.Until) {
		a.Period.Until = years.Until
	}
	if a.Target.Amount.Valid != target.Amount.Valid || !a.Target.Amount.Decimal.Equal(target.Amount.Decimal) || a.Target.Per != target.Per {
		in.Fail("target", "payroll.quota-target", findings.Say("the target incentive differs from that of an earlier row of %s", "目标奖金与 %s 之前的行不一致", findings.Quote(key.payee)),
			findings.Say("state the same one in all rows, or give the plan a new version", "请在各行填写相同的目标奖金，或为方案建立新版本"))
	}
	if amount := in.Number("quota"); amount.Valid {
		a.Quotas = append(a.Quotas, incentive.Quota{Measure: measure, Period: period, Amount: amount.Decimal})
	}
}
