package main

import (
	"embed"
	"path"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// The sample is complete. For the public set "CRM Sales Opportunities" there are its columns and a calendar; its deals
// and team come with -opportunities and -team.
//
//go:embed sample realset
var embedded embed.FS

// dataset is where everything that one call reads comes from.
type dataset struct {
	mapping     crmfile.Mapping
	deals, team crmfile.File
	calendar    *kam.Calendar
	currency    kam.Currency
	// declared says that the calendar is built in and knows no holidays.
	declared bool
}

// known are the exports whose columns are known.
var known = []struct {
	folder   string
	currency kam.Currency
	declared bool
}{{"realset", "USD", true}, {"sample", "CNY", false}}

// choose finds out what to read: what the flags name, and the built-in parts that belong to the header of the opportunities.
func choose(o options, found *kam.Findings) (dataset, bool) {
	var set dataset
	mappings := make([]crmfile.Mapping, len(known))
	for i, k := range known {
		mappings[i], _ = crmfile.ReadMapping(crmfile.BuiltIn(embedded, path.Join(k.folder, "mapping.json")), found)
	}
	at := len(known) - 1
	if o.deals == "" {
		set.deals = crmfile.BuiltIn(embedded, "sample/deals.csv")
		set.team = crmfile.BuiltIn(embedded, "sample/team.csv")
	} else {
		set.deals = crmfile.OnDisk(o.deals)
		if at = -1; o.mapping == "" {
			at = crmfile.Recognise(set.deals, mappings, found)
		}
	}
	if found.HasErrors() {
		return set, false
	}
	if at >= 0 {
		k := known[at]
		set.mapping, set.currency, set.declared = mappings[at], k.currency, k.declared
		set.calendar = crmfile.ReadCalendar(crmfile.BuiltIn(embedded, path.Join(k.folder, "calendar.json")), found)
	}
	set.override(o, found)
	for _, need := range []struct {
		flag string
		here bool
	}{
		{"-mapping", set.mapping.Deals.ID != ""},
		{"-team", set.team.Open != nil},
		{"-calendar", set.calendar != nil},
		{"-currency", set.currency != ""},
	} {
		if !need.here && !found.HasErrors() {
			found.Add(findings.Fault("targets.missing-input", need.flag,
				findings.Say("nothing is built in for these opportunities", "没有适用于这些商机的内置数据"),
				findings.Say("state it with %s", "请用 %s 指定", need.flag)))
		}
	}
	return set, !found.HasErrors()
}

// override takes what the flags name.
func (s *dataset) override(o options, found *kam.Findings) {
	if o.mapping != "" {
		s.mapping, _ = crmfile.ReadMapping(crmfile.OnDisk(o.mapping), found)
	}
	if o.team != "" {
		s.team = crmfile.OnDisk(o.team)
	}
	if o.calendar != "" {
		s.calendar, s.declared = crmfile.ReadCalendar(crmfile.OnDisk(o.calendar), found), false
	}
	if o.currency != "" {
		s.currency = o.currency
	}
	if column := s.mapping.Deals.Attributes[customer]; s.mapping.Deals.ID != "" && column == "" {
		found.Add(findings.Fault("targets.mapping", "-mapping:$.deals.attributes.customer",
			findings.Say("the column with the account is not named", "未指定客户所在的列"),
			findings.Say("name it as the attribute customer", "请将其填写为属性 customer")))
	}
}
