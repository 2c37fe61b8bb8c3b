package crmset

import (
	"embed"
	"path"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

//go:embed sample realset
var embedded embed.FS

// Set is where everything that one call reads comes from. The zero value is none.
type Set struct {
	Mapping     crmfile.Mapping
	Deals, Team crmfile.File
	Calendar    *kam.Calendar
	Currency    kam.Currency
	// Sample tells that the deals are those of the built-in sample, and Declared that the calendar is a built-in one that
	// knows no holidays; a note says so.
	Sample, Declared bool
}

// known are the exports whose columns are known.
var known = []struct {
	folder   string
	currency kam.Currency
	declared bool
}{{"realset", "USD", true}, {"sample", "CNY", false}}

// BuiltIn returns a file of the sample: deals.csv, team.csv, mapping.json or calendar.json.
func BuiltIn(name string) crmfile.File { return crmfile.BuiltIn(embedded, path.Join("sample", name)) }

// Choose finds out what to read: what the flags name, and the built-in parts that belong to the header of the
// opportunities. It tells whether that is complete, else why not in found.
func Choose(f Flags, found *kam.Findings) (Set, bool) {
	var set Set
	mappings := make([]crmfile.Mapping, len(known))
	for i, k := range known {
		mappings[i], _ = crmfile.ReadMapping(crmfile.BuiltIn(embedded, path.Join(k.folder, "mapping.json")), found)
	}
	at := len(known) - 1
	if set.Sample = f.Deals == ""; set.Sample {
		set.Deals, set.Team = BuiltIn("deals.csv"), BuiltIn("team.csv")
	} else {
		set.Deals = crmfile.OnDisk(f.Deals)
		if at = -1; f.Mapping == "" {
			at = crmfile.Recognise(set.Deals, mappings, found)
		}
	}
	if found.HasErrors() {
		return set, false
	}
	if at >= 0 {
		k := known[at]
		set.Mapping, set.Currency, set.Declared = mappings[at], k.currency, k.declared
		set.Calendar = crmfile.ReadCalendar(crmfile.BuiltIn(embedded, path.Join(k.folder, "calendar.json")), found)
	}
	set.override(f, found)
	for _, need := range []struct {
		flag string
		here bool
	}{
		{"-mapping", set.Mapping.Deals.ID != ""},
		{"-team", set.Team.Open != nil},
		{"-calendar", set.Calendar != nil},
		{"-currency", set.Currency != ""},
	} {
		if !need.here && !found.HasErrors() {
			found.Add(findings.Fault("crmset.missing-input", need.flag,
				findings.Say("nothing is built in for these opportunities", "没有适用于这些商机的内置数据"),
				findings.Say("state it with %s", "请用 %s 指定", need.flag)))
		}
	}
	if set.Declared {
		found.Add(findings.Remark(kam.Info, "crmset.no-holidays", set.Deals.Name,
			findings.Say("this export names no country; every Monday to Friday counts as a working day, without holidays, unless -calendar says otherwise",
				"该导出文件未注明国家；除非用 -calendar 另行指定，周一至周五均按工作日计算，不含节假日"), kam.Text{}))
	}
	return set, !found.HasErrors()
}

// override takes what the flags name.
func (s *Set) override(f Flags, found *kam.Findings) {
	if f.Mapping != "" {
		s.Mapping, _ = crmfile.ReadMapping(crmfile.OnDisk(f.Mapping), found)
	}
	if f.Team != "" {
		s.Team = crmfile.OnDisk(f.Team)
	}
	if f.Calendar != "" {
		s.Calendar, s.Declared = crmfile.ReadCalendar(crmfile.OnDisk(f.Calendar), found), false
	}
	if f.Currency != "" {
		s.Currency = kam.Currency(f.Currency)
	}
	if column := s.Mapping.Deals.Attributes[customer]; s.Mapping.Deals.ID != "" && column == "" {
		found.Add(findings.Fault("crmset.mapping", "-mapping:$.deals.attributes.customer",
			findings.Say("the column with the account is not named", "未指定客户所在的列"),
			findings.Say("name it as the attribute customer", "请将其填写为属性 customer")))
	}
}
