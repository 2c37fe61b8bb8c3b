package main

import (
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// readTeam reads who is paid and who reports to whom. A manager without a row
// of their own is a payee too. Reporting lines hold from the year 2000 on: an
// export of the present team knows no other dates.
func readTeam(f crmfile.File, columns crmfile.TeamColumns, found *kam.Findings) incentive.Roster {
	var team incentive.Roster
	since := kam.MustPeriod("2000-01-01/..")
	rows := map[string]bool{}
	managers := map[string]string{}
	var order []string
	crmfile.Read(f, columns.Names(), found, func(in *crmfile.Record) {
		id := in.Cell(columns.Payee)
		if id == "" {
			in.Fail(columns.Payee, "payroll.team", findings.Say("the row names nobody", "该行没有人员"), findings.Say("write the payee's id", "请填写人员编号"))
			return
		}
		if rows[id] {
			in.Fail(columns.Payee, "payroll.team-twice", findings.Say("%s has two rows", "%s 有两行", findings.Quote(id)), findings.Say("leave one of them out", "请删去其中一行"))
			return
		}
		rows[id] = true
		payee := incentive.Payee{ID: id}
		if columns.Name != "" {
			payee.Name = in.Cell(columns.Name)
		}
		team.Payees = append(team.Payees, payee)
		if columns.Manager == "" {
			return
		}
		if manager := in.Cell(columns.Manager); manager != "" {
			team.Reporting = append(team.Reporting, incentive.ReportingLine{Payee: id, Manager: manager, Period: since})
			if _, ok := managers[manager]; !ok {
				managers[manager] = in.Place(columns.Manager)
				order = append(order, manager)
			}
		}
	})
	var added []string
	for _, manager := range order {
		if !rows[manager] {
			team.Payees = append(team.Payees, incentive.Payee{ID: manager})
			added = append(added, manager)
		}
	}
	if len(added) > 0 {
		found.Add(findings.Remark(kam.Info, "payroll.manager-without-row", managers[added[0]],
			findings.Say("managers without a row of their own are added: %s", "以下主管没有单独的行，已自动添加：%s", strings.Join(added, ", ")), kam.Text{}))
	}
	return team
}

// readProducts reads the product list.
func readProducts(f *crmfile.File, found *kam.Findings) map[string]bool {
	if f == nil {
		return nil
	}
	products := map[string]bool{}
	crmfile.Read(*f, []string{"product"}, found, func(in *crmfile.Record) { products[in.Cell("product")] = true })
	return products
}

// withoutDeals tells which payees of a plan for deals own no opportunity at all, won or not.
func withoutDeals(roster incentive.Roster, owners map[string]bool, found *kam.Findings) {
	leads := map[string]bool{}
	for _, line := range roster.Reporting {
		leads[line.Manager] = true
	}
	var idle []string
	for _, p := range roster.Payees {
		if !owners[p.ID] && !leads[p.ID] {
			idle = append(idle, p.ID)
		}
	}
	slices.Sort(idle)
	if len(idle) > 0 {
		found.Add(findings.Remark(kam.Info, "payroll.without-deals", "team",
			findings.Say("without any opportunity: %s", "没有任何商机：%s", strings.Join(idle, ", ")), kam.Text{}))
	}
}
