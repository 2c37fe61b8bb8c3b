package main

import (
	"embed"
	"os"
	"path"
	"path/filepath"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// The sample is complete. For the public set "CRM Sales Opportunities" there
// are plans, quotas and a calendar; its deals and team come with -opportunities and -team.
//
//go:embed sample realset
var embedded embed.FS

// plansOf are the plan files that are built in, in each of the two folders.
var plansOf = [...]string{"account-executive.json", "key-account-manager.json", "sales-manager.json"}

// dataset is where everything that one call reads comes from.
type dataset struct {
	mapping             crmfile.Mapping
	deals, team, quotas crmfile.File
	products            *crmfile.File
	plans               []crmfile.File
	calendar            *kam.Calendar
	// builtIn says which parts are built in although the deals are not.
	builtIn []string
}

// choose finds out what to read: what the flags name, and the built-in parts that belong to the header of the opportunities.
func choose(o options, found *kam.Findings) (dataset, bool) {
	folder := "sample"
	var set dataset
	if o.deals != "" {
		set.deals = crmfile.OnDisk(o.deals)
		folder = recognise(set.deals, found)
		if o.mapping != "" {
			folder = ""
		}
	}
	if found.HasErrors() {
		return set, false
	}
	if folder != "" {
		set.fill(folder, o.deals == "", found)
	} else {
		set.calendar = kam.Gregorian()
	}
	if o.mapping != "" {
		set.mapping, _ = crmfile.ReadMapping(crmfile.OnDisk(o.mapping), found)
	} else if folder == "" {
		found.Add(findings.Fault("payroll.mapping", o.deals+":1", findings.Say("the columns are those of no export that is known here", "无法识别该导出文件的列"),
			findings.Say("say with -mapping FILE which column means what", "请用 -mapping FILE 说明各列的含义")))
	}
	set.override(o)
	for _, need := range []struct {
		flag string
		here bool
	}{{"-team", set.team.Open != nil}, {"-quotas", set.quotas.Open != nil}, {"-plan", len(set.plans) > 0}} {
		if !need.here {
			found.Add(findings.Fault("payroll.missing-input", need.flag, findings.Say("nothing is built in for these opportunities", "没有适用于这些商机的内置数据"),
				findings.Say("name a file with %s FILE", "请用 %s FILE 指定文件", need.flag)))
		}
	}
	return set, !found.HasErrors()
}

// fill takes the built-in parts of a folder; the deals and the team with the sample alone.
func (s *dataset) fill(folder string, whole bool, found *kam.Findings) {
	inside := func(name string) crmfile.File { return crmfile.BuiltIn(embedded, path.Join(folder, name)) }
	s.mapping, _ = crmfile.ReadMapping(inside("mapping.json"), found)
	s.quotas = inside("quotas.csv")
	for _, name := range plansOf {
		s.plans = append(s.plans, inside(name))
	}
	if folder == "sample" {
		s.team = inside("team.csv")
		if whole {
			s.deals = inside("deals.csv")
			products := inside("products.csv")
			s.products = &products
		}
	}
	s.calendar = crmfile.ReadCalendar(inside("calendar.json"), found)
	if !whole {
		s.builtIn = append([]string{folder + "/quotas.csv"}, plansOf[:]...)
	}
}

// override takes the files that the flags name. Plans are told apart by their id when they are read.
func (s *dataset) override(o options) {
	if o.team != "" {
		s.team = crmfile.OnDisk(o.team)
	}
	if o.quotas != "" {
		s.quotas = crmfile.OnDisk(o.quotas)
	}
	for _, name := range o.plans {
		s.plans = append(s.plans, crmfile.OnDisk(name))
	}
	if o.products != "" {
		products := crmfile.OnDisk(o.products)
		s.products = &products
	} else if o.deals != "" {
		beside := crmfile.OnDisk(filepath.Join(filepath.Dir(o.deals), "products.csv"))
		if _, err := os.Stat(beside.Name); err == nil {
			s.products = &beside
		}
	}
}

// recognise returns the folder whose mapping fits the header of the opportunities, or "" when none does.
func recognise(deals crmfile.File, found *kam.Findings) string {
	folders := []string{"realset", "sample"}
	known := make([]crmfile.Mapping, len(folders))
	for i, folder := range folders {
		known[i], _ = crmfile.ReadMapping(crmfile.BuiltIn(embedded, path.Join(folder, "mapping.json")), found)
	}
	if i := crmfile.Recognise(deals, known, found); i >= 0 {
		return folders[i]
	}
	return ""
}
