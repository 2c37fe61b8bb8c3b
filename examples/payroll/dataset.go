package main

import (
	"embed"
	"encoding/csv"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/textfile"
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
	mapping             mapping
	deals, team, quotas file
	products            *file
	plans               []file
	calendar            *kam.Calendar
	// builtIn says which parts are built in although the deals are not.
	builtIn []string
}

// choose finds out what to read: what the flags name, and the built-in parts that belong to the header of the opportunities.
func choose(o options, found *kam.Findings) (dataset, bool) {
	folder := "sample"
	var set dataset
	if o.deals != "" {
		set.deals = onDisk(o.deals)
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
		set.mapping, _ = readMapping(onDisk(o.mapping), found)
	} else if folder == "" {
		found.Add(fault("mapping", o.deals+":1", say("the columns are those of no export that is known here", "无法识别该导出文件的列"),
			say("say with -mapping FILE which column means what", "请用 -mapping FILE 说明各列的含义")))
	}
	set.override(o)
	for _, need := range []struct {
		flag string
		here bool
	}{{"-team", set.team.open != nil}, {"-quotas", set.quotas.open != nil}, {"-plan", len(set.plans) > 0}} {
		if !need.here {
			found.Add(fault("missing-input", need.flag, say("nothing is built in for these opportunities", "没有适用于这些商机的内置数据"),
				say("name a file with %s FILE", "请用 %s FILE 指定文件", need.flag)))
		}
	}
	return set, !found.HasErrors()
}

// fill takes the built-in parts of a folder; the deals and the team with the sample alone.
func (s *dataset) fill(folder string, whole bool, found *kam.Findings) {
	inside := func(name string) file { return builtIn(embedded, path.Join(folder, name)) }
	s.mapping, _ = readMapping(inside("mapping.json"), found)
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
	var spec kam.CalendarSpec
	if calendar := inside("calendar.json"); readJSON(calendar, &spec, found) {
		built, err := kam.NewCalendar(spec)
		if err != nil {
			found.Merge(faultsOf(err, calendar.name))
		}
		s.calendar = built
	}
	if !whole {
		s.builtIn = append([]string{folder + "/quotas.csv"}, plansOf[:]...)
	}
}

// override takes the files that the flags name. Plans are told apart by their id when they are read.
func (s *dataset) override(o options) {
	if o.team != "" {
		s.team = onDisk(o.team)
	}
	if o.quotas != "" {
		s.quotas = onDisk(o.quotas)
	}
	for _, name := range o.plans {
		s.plans = append(s.plans, onDisk(name))
	}
	if o.products != "" {
		products := onDisk(o.products)
		s.products = &products
	} else if o.deals != "" {
		beside := onDisk(filepath.Join(filepath.Dir(o.deals), "products.csv"))
		if _, err := os.Stat(beside.name); err == nil {
			s.products = &beside
		}
	}
}

// recognise returns the folder whose mapping has the most columns in common
// with the file's header, or "" when none has at least half of them.
func recognise(deals file, found *kam.Findings) string {
	header := readColumns(deals, found)
	best, share := "", 0
	for _, folder := range []string{"realset", "sample"} {
		m, ok := readMapping(builtIn(embedded, path.Join(folder, "mapping.json")), found)
		if !ok {
			continue
		}
		if matches := m.Deals.matches(header); matches*2 >= len(m.Deals.columns()) && matches > share {
			best, share = folder, matches
		}
	}
	return best
}

// readColumns returns the header of a file, without a fault when it is unreadable as CSV: that is found when it is read.
func readColumns(f file, found *kam.Findings) []string {
	survey, ok := look(f, found)
	if !ok {
		return nil
	}
	raw, err := f.open()
	if err != nil {
		found.Add(unreadable(f, err))
		return nil
	}
	defer func() { _ = raw.Close() }() // it was only read
	header, err := csv.NewReader(textfile.Decode(raw, survey)).Read()
	if err != nil {
		found.Add(broken(f, err))
	}
	for i := range header {
		header[i] = strings.TrimSpace(header[i])
	}
	return header
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
