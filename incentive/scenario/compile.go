package scenario

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of what one file may hold, all inclusive.
const (
	// MaxScenarios is the largest number of scenarios, MaxSteps that of the steps of one.
	MaxScenarios = 10_000
	MaxSteps     = 240
	// MaxDeals is the largest number of deals of one scenario.
	MaxDeals = 10_000
	// MaxPayees is the largest number of payees of one scenario, MaxPlans that of plans of a file.
	MaxPayees = 1_000
	MaxPlans  = 100
)

// Suite is compiled scenarios of one file or several, with the plans they are about. It is immutable and safe for
// concurrent use. The zero value has no scenario.
type Suite struct {
	books []*book
}

// book is a compiled file.
type book struct {
	// name is the file's; empty for a file made in Go. data are its bytes, nil for such a file.
	name string
	data []byte
	// file is what it says.
	file File
	// plans are those of the file, with readings written out.
	plans    []incentive.Plan
	calendar *kam.Calendar
	program  *incentive.Program
	worlds   []*world
}

// world is a scenario with everything written out.
type world struct {
	name      string
	index     int
	roster    incentive.Roster
	people    []settlement.Person
	rates     []incentive.ExchangeRate
	positions []incentive.Position
	prior     []incentive.Prior
	posted    []ledger.Posted
	settle    bool
	stages    []stage
}

// stage is a step with everything that is known in it.
type stage struct {
	period       kam.Period
	late         []kam.Period
	deals        []incentive.Transaction
	observations []kam.Observation
	events       []payout.Event
	adjustments  []settlement.Adjustment
	facts        []settlement.Deal
	payOut       bool
	expect       Expectation
}

// Compile checks a file and the plans it is about: those of the file itself, else those given. Files that name plan
// files are read by [Load]; here, the plans given are those.
//
// The error is a *[kam.InvalidError] with every fault of file and plans, each with its JSON path.
func Compile(f File, plans ...incentive.Plan) (*Suite, error) {
	b, err := compile("", nil, f, plans)
	if err != nil {
		return nil, err
	}
	return &Suite{books: []*book{b}}, nil
}

func compile(name string, data []byte, f File, plans []incentive.Plan) (*book, error) {
	c := &compiler{Faults: wording.Faults{Prefix: "scenario"}, file: f}
	b := &book{name: name, data: data, file: f, calendar: kam.Gregorian()}
	if f.Format != Format {
		c.Add("format", "$.format", wording.Say("format %d is not known", "不支持格式 %d", f.Format), wording.Say(`write "format": %d`, `请写 "format": %d`, Format))
	}
	if f.Calendar != nil {
		calendar, err := kam.NewCalendar(*f.Calendar)
		if err != nil {
			c.Merge("$.calendar", err)
		} else {
			b.calendar = calendar
		}
	}
	c.calendar = b.calendar
	c.Count("$.scenarios", len(f.Scenarios), 1, MaxScenarios)
	all := append(slices.Clone(f.Inline), plans...)
	if c.Count("$.plans", len(all), 1, MaxPlans) {
		program, err := incentive.Compile(incentive.Book{Plans: all, Calendar: b.calendar})
		if err != nil {
			c.Merge("plan $", err)
		} else {
			b.program, b.plans = program, program.Plans()
		}
	}
	if c.HasErrors() {
		return nil, c.Err()
	}
	c.plans = b.plans
	c.worlds(b)
	return b, c.Err()
}

// Base is compiled plans, with their calendar, that scenarios are compiled against. It is immutable and safe for
// concurrent use. The zero value has no plans.
type Base struct {
	program *incentive.Program
	plans   []incentive.Plan
}

// On returns the plans of a program as what scenarios are compiled against.
func On(program *incentive.Program) Base { return Base{program, program.Plans()} }

// Compile compiles the scenarios of a file: what the file says of plans and of a calendar is left aside, and so is its
// format.
//
// The error is a *[kam.InvalidError] with every fault, each with its JSON path.
func (p Base) Compile(f File) (*Suite, error) {
	c := &compiler{Faults: wording.Faults{Prefix: "scenario"}, file: f, plans: p.plans}
	b := &book{file: f, plans: p.plans, program: p.program}
	if c.Count("$.plans", len(p.plans), 1, MaxPlans) && c.Count("$.scenarios", len(f.Scenarios), 1, MaxScenarios) {
		b.calendar = p.program.Calendar()
		c.calendar = b.calendar
		c.worlds(b)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return &Suite{books: []*book{b}}, nil
}

// Part is what one file gives a suite.
type Part struct {
	// Name is the file's; empty of a file made in Go.
	Name string
	// File is what it says; the plans of files that it names are in Program.
	File File
	// Program is its plans, compiled with its calendar.
	Program *incentive.Program
	// Suite has its scenarios alone.
	Suite *Suite
}

// Parts returns what each file gives the suite, in the order in which they run.
func (s *Suite) Parts() []Part {
	out := make([]Part, 0, len(s.books))
	for _, b := range s.books {
		out = append(out, Part{Name: b.name, File: b.file, Program: b.program, Suite: &Suite{books: []*book{b}}})
	}
	return out
}

// Plans returns the plans of the suite, each once, ordered by id and version, with their readings written out.
func (s *Suite) Plans() []incentive.Plan {
	seen := map[string]bool{}
	var out []incentive.Plan
	for _, b := range s.books {
		for _, p := range b.plans {
			if hash := p.Hash(); !seen[hash] {
				seen[hash] = true
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, comparePlans)
	return out
}

// Names returns the names of the scenarios in the order in which they run. Where the suite has several files, each
// begins with its file's name and a colon.
func (s *Suite) Names() []string {
	var out []string
	for _, b := range s.books {
		for _, w := range b.worlds {
			out = append(out, s.title(b, w))
		}
	}
	return out
}

func (s *Suite) title(b *book, w *world) string {
	if len(s.books) > 1 {
		return b.name + ": " + w.name
	}
	return w.name
}

// With returns the suite with another edition of a plan in place of the one of the same id and version. People, deals
// and expectations stay as they are. The error is that of [incentive.Compile].
func (s *Suite) With(p incentive.Plan) (*Suite, error) {
	out := &Suite{}
	for _, b := range s.books {
		i := slices.IndexFunc(b.plans, func(q incentive.Plan) bool { return q.ID == p.ID && q.Version == p.Version })
		if i < 0 {
			out.books = append(out.books, b)
			continue
		}
		other := *b
		other.plans = slices.Clone(b.plans)
		other.plans[i] = p
		program, err := incentive.Compile(incentive.Book{Plans: other.plans, Calendar: b.calendar})
		if err != nil {
			return nil, err
		}
		other.program, other.plans = program, program.Plans()
		out.books = append(out.books, &other)
	}
	return out, nil
}

// Join returns a suite with the scenarios of all.
func Join(suites ...*Suite) *Suite {
	out := &Suite{}
	for _, s := range suites {
		out.books = append(out.books, s.books...)
	}
	return out
}
