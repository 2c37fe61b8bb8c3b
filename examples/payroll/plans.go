package main

import (
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// readPlans reads and compiles the plans. A later file replaces an earlier one with the same id.
func readPlans(files []crmfile.File, calendar *kam.Calendar, found *kam.Findings) (*incentive.Program, []incentive.Plan) {
	var plans []incentive.Plan
	var names []string
	for _, f := range files {
		data, ok := crmfile.ReadAll(f, found)
		if !ok {
			continue
		}
		plan, err := incentive.ParsePlan(data)
		if err != nil {
			found.Merge(findings.Of(err, "payroll.unreadable", f.Name))
			continue
		}
		at := 0
		for at < len(plans) && plans[at].ID != plan.ID {
			at++
		}
		if at == len(plans) {
			plans, names = append(plans, plan), append(names, f.Name)
		} else {
			plans[at], names[at] = plan, f.Name
		}
	}
	if found.HasErrors() {
		return nil, nil
	}
	program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: calendar})
	if err != nil {
		for _, f := range findings.Of(err, "payroll.unreadable", "") {
			found.Add(inFile(f, plans, names))
		}
		return nil, nil
	}
	return program, plans
}

// inFile turns a place such as $.plans[0].credits[1], or $(my-plan).credits[1] between plans, into the file of that
// plan and $.credits[1]. One plan alone has the place $.
func inFile(f kam.Finding, plans []incentive.Plan, names []string) kam.Finding {
	if len(names) == 1 && strings.HasPrefix(f.Place, "$") {
		f.Place = names[0] + ":" + f.Place
		return f
	}
	for i, name := range names {
		for _, root := range []string{fmt.Sprintf("$.plans[%d]", i), "$(" + plans[i].ID + ")"} {
			if rest, ok := strings.CutPrefix(f.Place, root); ok {
				f.Place = name + ":$" + rest
				return f
			}
		}
	}
	return f
}
