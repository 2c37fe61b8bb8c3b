// Package reports collects what is written for people, in English and Chinese, as Markdown.
package reports

import (
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// Text writes something in a language, as the methods Markdown of the library do.
type Text = func(lang kam.Lang) string

// Set is reports by name. The zero value is empty and ready to use.
type Set struct{ parts map[string][]Text }

// Add adds parts to a report.
func (s *Set) Add(name string, parts ...Text) {
	if s.parts == nil {
		s.parts = map[string][]Text{}
	}
	s.parts[name] = append(s.parts[name], parts...)
}

// Names returns the names of all reports, in alphabetical order.
func (s *Set) Names() []string { return slices.Sorted(maps.Keys(s.parts)) }

// In returns a report in a language, with a rule between its parts.
func (s *Set) In(name string, lang kam.Lang) string {
	texts := make([]string, len(s.parts[name]))
	for i, part := range s.parts[name] {
		texts[i] = strings.TrimRight(part(lang), "\n")
	}
	return strings.Join(texts, "\n\n---\n\n") + "\n"
}

// File returns the name of a report's file.
func File(name string, lang kam.Lang) string { return name + "." + string(lang) + ".md" }

// Others returns the names of files in a folder that are named as reports are and are none of the set: those of another run.
func (s *Set) Others(dir string) []string {
	var others []string
	entries, _ := os.ReadDir(dir) // a folder that cannot be read has none to tell of
	for _, e := range entries {
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			if name, ok := strings.CutSuffix(e.Name(), File("", lang)); ok && s.parts[name] == nil {
				others = append(others, e.Name())
			}
		}
	}
	return others
}

// Write writes every report in both languages to a folder: all of them or, when something fails before the last is written,
// none. Other files in it stay as they are, see [Set.Others].
func (s *Set) Write(dir string) error {
	files, err := staged.New(dir)
	if err != nil {
		return err
	}
	defer files.Discard()
	for _, name := range s.Names() {
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			if err := files.Add(File(name, lang), func(w io.Writer) error {
				_, err := io.WriteString(w, s.In(name, lang))
				return err
			}); err != nil {
				return err
			}
		}
	}
	return files.Commit()
}

// Escape returns a text from outside as one line of Markdown in which nothing marks up.
func Escape(text string) string {
	return strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", "&", "&amp;", "~", "\\~", "|", "\\|").Replace(terminal.Clean(text))
}

// Named returns a text that calls people, customers and deals as names say.
func Named(names kam.Names, write func(lang kam.Lang, names kam.Names) string) Text {
	return func(lang kam.Lang) string { return write(lang, names) }
}

// Noted returns a text with a note at its end.
func Noted(note kam.Text, text Text) Text {
	return func(lang kam.Lang) string {
		return strings.TrimRight(text(lang), "\n") + "\n\n" + Escape(note.In(lang)) + "\n"
	}
}

// Held returns a text that says why there is no statement for somebody.
func Held(name string, why kam.Findings) Text {
	return func(lang kam.Lang) string {
		word := map[kam.Lang]string{kam.English: ": held", kam.Chinese: "：暂缓"}[lang]
		var b strings.Builder
		b.WriteString("# " + Escape(name+word) + "\n\n")
		for _, f := range why {
			b.WriteString("- " + Escape(f.In(lang)) + "\n")
		}
		return b.String()
	}
}

// None returns a text that says why there is no plan for somebody.
func None(name string, why kam.Text) Text {
	return func(lang kam.Lang) string {
		word := map[kam.Lang]string{kam.English: ": no plan", kam.Chinese: "：没有计划"}[lang]
		return "# " + Escape(name+word) + "\n\n" + Escape(why.In(lang)) + "\n"
	}
}

// Heading returns what a report is called as its heading.
func Heading(titles []Title, report string, lang kam.Lang) string {
	for _, t := range titles {
		if t.Report == report {
			return "# " + Escape(t.Text.In(lang)) + "\n\n"
		}
	}
	return "# " + Escape(report) + "\n\n"
}

// Links returns a list of links to the reports in a language, by what each is called, in the order of titles.
func Links(titles []Title, lang kam.Lang) string {
	var b strings.Builder
	for _, t := range titles {
		b.WriteString("- [" + Escape(t.Text.In(lang)) + "](" + File(t.Report, lang) + ")\n")
	}
	return b.String()
}

// Each says whether titles are of all reports, whose names are apart by blanks, of each once, and of no other.
func Each(titles []Title, reports string) bool {
	var titled []string
	for _, t := range titles {
		titled = append(titled, t.Report)
	}
	slices.Sort(titled)
	return slices.Equal(titled, slices.Sorted(slices.Values(strings.Fields(reports))))
}

// Lines returns texts in a language.
func Lines[T interface{ In(lang kam.Lang) string }](lang kam.Lang, texts ...T) []string {
	lines := make([]string, len(texts))
	for i, t := range texts {
		lines[i] = t.In(lang)
	}
	return lines
}

// Title is what a report is called.
type Title struct {
	Report string   `json:"report"`
	Text   kam.Text `json:"text"`
}
