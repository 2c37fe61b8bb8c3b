package scenario

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// Suffix is how the names of scenario files end in a folder; PlanSuffix is how those of plan files should.
const (
	Suffix     = ".scenarios.json"
	PlanSuffix = ".plan.json"
)

// Load reads scenario files and the plans they name, and compiles them. A name is that of a file, or of a folder of
// which all files are read whose names end in [Suffix], in the order of their names. The plans given are those of files
// that name none.
//
// The error is one of fsys, or a *[kam.InvalidError] with every fault of all files, each with the file's name and its
// JSON path.
func Load(fsys fs.FS, name string, plans ...incentive.Plan) (*Suite, error) {
	names, err := files(fsys, name)
	if err != nil {
		return nil, err
	}
	var faults wording.Faults
	out := &Suite{}
	for _, name := range names {
		b, err := load(fsys, name, plans, &faults)
		if err != nil {
			return nil, err
		}
		if b != nil {
			out.books = append(out.books, b)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// files returns the names of the scenario files.
func files(fsys fs.FS, name string) ([]string, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), Suffix) {
			out = append(out, path.Join(name, e.Name()))
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("scenario: %s has no file *%s: %w", name, Suffix, fs.ErrNotExist)
	}
	slices.Sort(out)
	return out, nil
}

// load reads one file; a nil book has faults.
func load(fsys fs.FS, name string, plans []incentive.Plan, faults *wording.Faults) (*book, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	f, err := Parse(data)
	if err != nil {
		merge(faults, name, err)
		return nil, nil
	}
	ok := true
	if len(f.Plans)+len(f.Inline) > 0 {
		plans = nil
	}
	for _, file := range f.Plans {
		at := path.Join(path.Dir(name), file)
		text, err := fs.ReadFile(fsys, at)
		if err != nil {
			return nil, fmt.Errorf("scenario: %s: %w", name, err)
		}
		p, err := incentive.ParsePlan(text)
		if err == nil {
			_, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
			if err != nil && foreign(err) { // it may need the other plans
				err = nil
			}
		}
		if err != nil {
			merge(faults, at, err)
			ok = false
			continue
		}
		plans = append(plans, p)
	}
	if !ok {
		return nil, nil
	}
	b, err := compile(name, data, f, plans)
	if err != nil {
		merge(faults, name, err)
		return nil, nil
	}
	return b, nil
}

// foreign tells whether a plan may be right beside others: all that is wrong with it alone are names that it does not have.
func foreign(err error) bool {
	invalid, ok := asInvalid(err)
	return ok && !slices.ContainsFunc(invalid.Findings, func(f kam.Finding) bool {
		return f.Severity == kam.Error && f.Code != string(incentive.CodeUnknownName)
	})
}

// merge takes over faults of a file.
func merge(faults *wording.Faults, name string, err error) {
	invalid, ok := asInvalid(err)
	if !ok {
		faults.Merge(name, err)
		return
	}
	list := slices.Clone(invalid.Findings)
	for i := range list { // Take cuts the first $ off
		list[i].Place = "$" + name + ": " + list[i].Place
	}
	faults.Take("", list)
}
