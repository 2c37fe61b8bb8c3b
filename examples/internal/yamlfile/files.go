package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// CodeUnread is the code of a plan that a scenario file names and that cannot be read.
const CodeUnread = "scenario.plan-unread"

// Suffixes are how the names of scenario files end in a folder.
var Suffixes = []string{scenario.Suffix, ".scenarios.yaml", ".scenarios.yml"}

// IsYAML tells whether a file is YAML by its name.
func IsYAML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// Files is a file system in which files whose names end in .yaml or .yml read as the JSON that says the same, and all
// others as they are. Make it by [New]; it remembers the files that were read, and is not safe for concurrent use.
type Files struct {
	inner fs.FS
	read  map[string]*Document // nil for JSON, and for YAML that was refused
}

// New returns the files of a file system. Names are handed on to it as they are, so that one that takes "../ae.plan.yaml"
// does here.
func New(fsys fs.FS) *Files {
	return &Files{inner: fsys, read: map[string]*Document{}}
}

// ReadFile implements [fs.ReadFileFS]. The error of a YAML file that is refused is a *[kam.InvalidError].
func (f *Files) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(f.inner, name)
	if err != nil {
		return nil, err
	}
	f.read[name] = nil
	if !IsYAML(name) {
		return data, nil
	}
	doc, err := JSON(data)
	if err != nil {
		return nil, err
	}
	f.read[name] = doc
	return doc.JSON(), nil
}

// Stat implements [fs.StatFS]; the size is that of the file as it is.
func (f *Files) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.inner, name) }

// ReadDir implements [fs.ReadDirFS].
func (f *Files) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(f.inner, name) }

// Open implements [fs.FS].
func (f *Files) Open(name string) (fs.File, error) {
	if !IsYAML(name) {
		return f.inner.Open(name)
	}
	data, err := f.ReadFile(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	info, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	return &file{bytes.NewReader(data), info}, nil
}

// file is a YAML file that reads as JSON.
type file struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *file) Stat() (fs.FileInfo, error) { return sized{f.info, f.Size()}, nil }
func (f *file) Close() error               { return nil }

// sized is what is known of a file, with another size.
type sized struct {
	info fs.FileInfo
	size int64
}

func (s sized) Name() string       { return s.info.Name() }
func (s sized) Size() int64        { return s.size }
func (s sized) Mode() fs.FileMode  { return s.info.Mode() }
func (s sized) ModTime() time.Time { return s.info.ModTime() }
func (s sized) IsDir() bool        { return false }
func (s sized) Sys() any           { return nil }

// Load reads scenario files and the plans they name, JSON and YAML, as [scenario.Load] does for JSON alone. A name is that
// of a file, or of a folder of which all files are read whose names end in one of [Suffixes], in the order of their names.
//
// Faults are a *[kam.InvalidError] with all of all files, with places such as "ae.scenarios.yaml:12:9: $.scenarios[0].name".
// Line and column of a JSON file are known for what strict JSON refuses alone. Any other error is one of the file system.
func (f *Files) Load(name string, plans ...incentive.Plan) (*scenario.Suite, error) {
	names, err := f.list(name)
	if err != nil {
		return nil, err
	}
	var suites []*scenario.Suite
	var found kam.Findings
	for _, name := range names {
		lenient := &lenient{Files: f, file: name, broken: map[string]kam.Findings{}, unread: map[string]error{}}
		suite, err := scenario.Load(lenient, name, plans...)
		if err == nil {
			suites = append(suites, suite)
			continue
		}
		list, ok := errors.AsType[*kam.InvalidError](err)
		if !ok {
			return nil, err
		}
		found = append(found, lenient.findings(list.Findings)...)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return scenario.Join(suites...), nil
}

// list returns the names of the scenario files.
func (f *Files) list(name string) ([]string, error) {
	info, err := f.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("yamlfile: %w", err)
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	entries, err := f.ReadDir(name)
	if err != nil {
		return nil, fmt.Errorf("yamlfile: %w", err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && slices.ContainsFunc(Suffixes, func(suffix string) bool { return strings.HasSuffix(e.Name(), suffix) }) {
			out = append(out, path.Join(name, e.Name()))
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("yamlfile: %s has no file *%s: %w", name, strings.Join(Suffixes, ", *"), fs.ErrNotExist)
	}
	slices.Sort(out)
	return out, nil
}

// Plan reads a plan from a JSON or a YAML file; [incentive.Compile] checks what it says. Faults are a
// *[kam.InvalidError]; their places are those of [Files.Load].
func (f *Files) Plan(name string) (incentive.Plan, error) {
	data, err := f.ReadFile(name)
	if err == nil {
		var p incentive.Plan
		if p, err = incentive.ParsePlan(data); err == nil {
			return p, nil
		}
	}
	if list, ok := errors.AsType[*kam.InvalidError](err); ok {
		return incentive.Plan{}, &kam.InvalidError{Findings: f.In(name, list.Findings)}
	}
	return incentive.Plan{}, err
}

// In returns findings about a file that was read, such as those of [incentive.Compile] about a plan, with the file in their
// places: "ae.plan.yaml:3:5: $.id" for YAML, "ae.plan.json: $.id" for JSON whose line is not known.
func (f *Files) In(name string, found kam.Findings) kam.Findings {
	out := slices.Clone(found)
	for i := range out {
		out[i].Place = f.Place(name, out[i].Place)
	}
	return out
}

// Place is a place in a file that was read, such as that of an expectation, with the file in it, as in [Files.In].
func (f *Files) Place(name, place string) string {
	if doc := f.read[name]; doc != nil {
		path, at := doc.place(place)
		if at == (Position{}) {
			return name + ": " + place
		}
		return fmt.Sprintf("%s:%d:%d: %s", name, at.Line, at.Column, path)
	}
	if path, at, ok := cutPosition(place); ok {
		return name + ":" + at + ": " + path
	}
	return name + ": " + place
}

var positioned = regexp.MustCompile(`^(\$.*) \(([0-9]+:[0-9]+)\)$`)

// cutPosition takes "(3:11)" off the end of a path and returns it as "3:11".
func cutPosition(place string) (path, at string, ok bool) {
	match := positioned.FindStringSubmatch(place)
	if match == nil {
		return place, "", false
	}
	return match[1], match[2], true
}

// lenient reads a YAML file that is refused, and a plan that cannot be read, as an empty object and remembers why, so that
// all files are read.
type lenient struct {
	*Files
	// file is the scenario file.
	file   string
	broken map[string]kam.Findings
	// unread are the errors of the plans that it names.
	unread map[string]error
}

// ReadFile implements [fs.ReadFileFS].
func (l *lenient) ReadFile(name string) ([]byte, error) {
	data, err := l.Files.ReadFile(name)
	if list, ok := errors.AsType[*kam.InvalidError](err); ok {
		l.broken[name] = list.Findings
		return []byte("{}"), nil
	}
	if err != nil && name != l.file {
		l.unread[name] = err
		l.read[name] = nil
		return []byte("{}"), nil
	}
	return data, err
}

// findings returns findings of [scenario.Load], whose places begin with the name of a file, with the lines of YAML files.
// Those about a file that was refused give way to why it was.
func (l *lenient) findings(found kam.Findings) kam.Findings {
	var out kam.Findings
	told := map[string]bool{}
	for _, x := range found {
		name, place := l.cut(x.Place)
		if err, is := l.unread[name]; is {
			if !told[name] {
				told[name] = true
				out = append(out, l.named(name, err)...)
			}
			continue
		}
		if why, is := l.broken[name]; is {
			if !told[name] {
				told[name] = true
				out = append(out, l.In(name, why)...)
			}
			continue
		}
		if name != "" {
			x.Place = l.Place(name, place)
		}
		out = append(out, x)
	}
	return out
}

// named are the places of the scenario file that name a plan that cannot be read.
func (l *lenient) named(plan string, err error) kam.Findings {
	message := kam.Text{EN: fmt.Sprintf("the plan %q cannot be read: %s", plan, err), ZH: fmt.Sprintf("无法读取方案文件 %q：%s", plan, err)}
	if errors.Is(err, fs.ErrNotExist) {
		message = kam.Text{EN: fmt.Sprintf("there is no plan file %q", plan), ZH: fmt.Sprintf("没有方案文件 %q", plan)}
	}
	remedy := kam.Text{EN: "write its path as seen from the folder of the scenario file", ZH: "请写出相对于场景文件所在文件夹的路径"}
	var out kam.Findings
	if data, err := l.Files.ReadFile(l.file); err == nil {
		if f, err := scenario.Parse(data); err == nil {
			for i, file := range f.Plans {
				if path.Join(path.Dir(l.file), file) == plan {
					out.Add(kam.Finding{Code: CodeUnread, Place: l.Place(l.file, fmt.Sprintf("$.plans[%d]", i)), Message: message, Remedy: remedy})
				}
			}
		}
	}
	return out
}

// cut divides a place into the file that was read and that it begins with, "" for none, and the rest.
func (l *lenient) cut(place string) (name, rest string) {
	for file := range l.read {
		if strings.HasPrefix(place, file+": ") && len(file) > len(name) {
			name = file
		}
	}
	if name == "" {
		return "", place
	}
	return name, place[len(name)+len(": "):]
}
