package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/yamlfile"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

//go:embed sample
var embedded embed.FS

// The built-in sample.
var sampleFiles = []string{"sample/kam.plan.json", "sample/kam.scenarios.json"}

// disk reads files as the command line names them, also those above its folder.
type disk struct{}

// Open implements [fs.FS].
func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// inputs are everything that was read.
type inputs struct {
	files *yamlfile.Files
	// names are those of the plan and of the plans beside it, in the order of the book.
	names []string
	plan  incentive.Plan
	book  incentive.Book
	// spec is the fiscal calendar; nil: the calendar year.
	spec *kam.CalendarSpec
	// scenarios are the names of scenario files and folders; suite is nil without them, or while the plan is refused.
	scenarios []string
	suite     *scenario.Suite
	// quotas and target are what the scenario files say of people, first come first served.
	quotas map[string]decimal.Decimal
	target decimal.NullDecimal
	// people are those with figures, each set of figures once.
	people []person
}

// read reads the plan, what stands beside it, and the scenarios. What cannot be read is in found.
func read(o options, found *kam.Findings) inputs {
	in := inputs{files: yamlfile.New(disk{}), names: append([]string{}, o.with...)}
	files := o.files
	if len(files) == 0 {
		in.files, files = yamlfile.New(embedded), sampleFiles
	}
	in.names = append([]string{slashed(files[0])}, in.names...)
	for _, name := range files[1:] {
		in.scenarios = append(in.scenarios, slashed(name))
	}
	for i, name := range in.names {
		in.names[i] = slashed(name)
		p, err := in.files.Plan(in.names[i])
		if err != nil {
			found.Merge(about(err, in.names[i]))
			continue
		}
		in.book.Plans = append(in.book.Plans, p)
	}
	if o.calendar != "" {
		in.readCalendar(crmfile.OnDisk(o.calendar), found)
	}
	if !found.HasErrors() {
		in.plan = incentive.Expand(in.book.Plans[0])
	}
	return in
}

// readCalendar reads the fiscal calendar.
func (in *inputs) readCalendar(f crmfile.File, found *kam.Findings) {
	in.spec = &kam.CalendarSpec{}
	if !crmfile.ReadJSON(f, in.spec, found) {
		return
	}
	calendar, err := kam.NewCalendar(*in.spec)
	if err != nil {
		found.Merge(findings.Of(err, "plancheck.calendar", f.Name))
		return
	}
	in.book.Calendar = calendar
}

func slashed(name string) string { return filepath.ToSlash(name) }

// about are the findings of an error of reading a file.
func about(err error, name string) kam.Findings {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return kam.Findings{findings.Fault("plancheck.missing", name, kam.Text{EN: "there is no such file", ZH: "没有这个文件"},
			kam.Text{EN: "give the path as seen from where the command runs; a folder of scenarios needs files named *.scenarios.json or *.scenarios.yaml", ZH: "请写出相对于运行目录的路径；场景文件夹中的文件名应为 *.scenarios.json 或 *.scenarios.yaml"})}
	case errors.Is(err, fs.ErrPermission):
		return kam.Findings{findings.Fault("plancheck.permission", name, kam.Text{EN: "the file may not be read", ZH: "没有读取该文件的权限"}, kam.Text{EN: "allow reading it", ZH: "请授予读取权限"})}
	}
	if _, ok := errors.AsType[*kam.InvalidError](err); ok {
		return findings.Of(err, "", "")
	}
	return findings.Of(err, "plancheck.unreadable", name)
}

// readScenarios reads the scenarios, for a plan that compiles, and puts the plan in the place of the edition that they name.
func (in *inputs) readScenarios(found *kam.Findings) {
	var suites []*scenario.Suite
	for _, name := range in.scenarios {
		suite, err := in.files.Load(name, in.book.Plans...)
		if err != nil {
			found.Merge(about(err, name))
			continue
		}
		if !slices.ContainsFunc(suite.Plans(), in.isPlan) {
			found.Add(findings.Fault("plancheck.other-plan", name,
				say("the scenarios are about %s, and not about %s", "场景针对的是 %s，而不是 %s", planNames(suite.Plans()), planName(in.plan)),
				say("let \"plans\" name the file %s, or leave it out", "请在 “plans” 中写明文件 %s，或将其省略", in.names[0])))
			continue
		}
		if suite, err = suite.With(in.plan); err != nil {
			found.Merge(about(err, name))
			continue
		}
		suites = append(suites, suite)
		in.meetAll(name)
	}
	if len(suites) > 0 && !found.HasErrors() {
		in.suite = scenario.Join(suites...)
	}
}

func (in *inputs) isPlan(p incentive.Plan) bool {
	return p.ID == in.plan.ID && p.Version == in.plan.Version
}

func planName(p incentive.Plan) string { return fmt.Sprintf("%s/%d", p.ID, p.Version) }

func planNames(plans []incentive.Plan) string {
	var out []string
	for _, p := range plans {
		out = append(out, planName(p))
	}
	return strings.Join(out, ", ")
}

// meetAll looks for quotas and target incentives in scenario files.
func (in *inputs) meetAll(name string) {
	for _, file := range in.listed(name) {
		f := in.parse(file)
		payees := f.Given.Payees
		for _, s := range f.Scenarios {
			payees = append(payees, s.Given.Payees...)
		}
		for _, p := range payees {
			if id, _, _ := strings.Cut(p.Plan, "/"); id != "" && id != in.plan.ID {
				continue
			}
			in.meet(file, p)
			for _, m := range names(p.Quotas) {
				if _, known := in.quotas[m]; known || !p.Quotas[m].IsPositive() {
					continue
				}
				if in.quotas == nil {
					in.quotas = map[string]decimal.Decimal{}
				}
				in.quotas[m] = p.Quotas[m]
			}
			if p.Target.Valid && !in.target.Valid && (p.Per == "" || p.Per == in.plan.Period) {
				in.target = p.Target
			}
		}
	}
}

// listed are the scenario files of a name: itself, or those of the folder.
func (in *inputs) listed(name string) []string {
	entries, err := in.files.ReadDir(name)
	if err != nil {
		return []string{name}
	}
	var out []string
	for _, e := range entries {
		if slices.ContainsFunc(yamlfile.Suffixes, func(s string) bool { return strings.HasSuffix(e.Name(), s) }) {
			out = append(out, path.Join(name, e.Name()))
		}
	}
	return out
}

// parse reads a scenario file on its own; what is wrong with it is told elsewhere.
func (in *inputs) parse(name string) scenario.File {
	data, err := in.files.ReadFile(name)
	if err != nil {
		return scenario.File{}
	}
	f, err := scenario.Parse(data)
	if err != nil {
		return scenario.File{}
	}
	return f
}
