package kam

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// ErrLang is wrapped by the error of [ParseLang].
var ErrLang = errors.New("kam: unknown language")

// Lang is a language in which messages are written. The zero value reads as [English] wherever a text is shown.
type Lang string

// Languages of every message of the library.
const (
	English Lang = "en"
	Chinese Lang = "zh-CN"
)

// ParseLang returns the language that s names: "en", "zh-CN" or its short form "zh", in any mix of letter cases.
// Anything else is an error that wraps [ErrLang].
func ParseLang(s string) (Lang, error) {
	switch {
	case strings.EqualFold(s, string(English)):
		return English, nil
	case strings.EqualFold(s, string(Chinese)), strings.EqualFold(s, "zh"):
		return Chinese, nil
	}
	return "", fmt.Errorf("%w: %s; the languages are %q and %q", ErrLang, quote(s), English, Chinese)
}

// Text is one message in English and in Simplified Chinese. The zero value is the empty message.
type Text struct {
	EN string `json:"en,omitempty"`
	ZH string `json:"zh,omitempty"`
}

// In returns the message in l. A message that exists in one language only is returned in that one.
// Any l other than [Chinese] reads as [English].
func (t Text) In(l Lang) string {
	if l == Chinese && t.ZH != "" || t.EN == "" {
		return t.ZH
	}
	return t.EN
}

// Severity says how much a [Finding] weighs. The zero value counts as [Error].
type Severity string

// Severities, heaviest first.
const (
	// Error: the input cannot be used as it stands.
	Error Severity = "error"
	// Warning: the input is usable and probably not what was meant.
	Warning Severity = "warning"
	// Info: a fact worth knowing.
	Info Severity = "info"
)

// Evidence is one named fact behind a [Finding], as text.
type Evidence struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Finding is one thing found in data that a person wrote or a system exported: what, where, and what would be right.
// A Finding is a value; the zero value is an empty error without a place.
type Finding struct {
	// Code is stable and names the kind of fault, such as "calendar.pattern". Programs decide by it, never by the message.
	Code string `json:"code"`
	// Severity is [Error] when empty.
	Severity Severity `json:"severity"`
	// Place leads to the spot: a JSON path, file:line:column, an index, or a name such as "payee anna".
	Place string `json:"place"`
	// Message says what is so.
	Message Text `json:"message"`
	// Remedy says what would be right.
	Remedy Text `json:"remedy,omitzero"`
	// Evidence lists the facts the finding rests on, in the order a reader wants them.
	Evidence []Evidence `json:"evidence,omitempty"`
	// More is how many further findings of this code and severity were left out after this one.
	More int `json:"more,omitempty"`
}

// String returns the finding as one English line: "place: message (remedy)". Parts that are empty are left out,
// and control characters read as blanks.
func (f Finding) String() string { return f.In(English) }

// In returns the finding as one line in l, in the form of [Finding.String].
func (f Finding) In(l Lang) string {
	var b strings.Builder
	open, end, colon := " (", ")", ": "
	if l == Chinese {
		open, end, colon = "（", "）", "："
	}
	message := f.Message.In(l)
	if message == "" {
		message = f.Code
	}
	if f.Place != "" {
		b.WriteString(f.Place)
		b.WriteString(colon)
	}
	b.WriteString(message)
	if remedy := f.Remedy.In(l); remedy != "" {
		b.WriteString(open)
		b.WriteString(remedy)
		b.WriteString(end)
	}
	return oneLine(b.String())
}

// isError reports whether f makes its input unusable. Any severity other than [Warning] and [Info] does.
func (f Finding) isError() bool { return f.Severity != Warning && f.Severity != Info }

// sameKind reports whether f and o are counted together by [Findings.Add].
func (f Finding) sameKind(o Finding) bool {
	return f.Code == o.Code && (f.Severity == o.Severity || f.isError() && o.isError())
}

// MaxPerCode is the largest number of findings of one code and severity that [Findings.Add] keeps.
const MaxPerCode = 100

// Findings is what was found in one input, in the order of finding. The zero value is empty and ready to use.
// It is not safe for use by several goroutines while one of them adds.
type Findings []Finding

// Add appends f, so that all faults are reported at once. Beyond [MaxPerCode] findings of one code and severity
// a further one is only counted, in More of the last one kept.
func (fs *Findings) Add(f Finding) {
	kept, last := 0, -1
	for i := len(*fs) - 1; i >= 0; i-- {
		if !(*fs)[i].sameKind(f) {
			continue
		}
		if last < 0 {
			last = i
		}
		if kept++; kept >= MaxPerCode {
			(*fs)[last].More += 1 + f.More
			return
		}
	}
	*fs = append(*fs, f)
}

// Merge adds every finding of o, in order, as [Findings.Add] does.
func (fs *Findings) Merge(o Findings) {
	for _, f := range o {
		fs.Add(f)
	}
}

// HasErrors reports whether any finding makes the input unusable. An empty or unknown severity counts as [Error].
func (fs Findings) HasErrors() bool { return slices.ContainsFunc(fs, Finding.isError) }

// Err returns nil when there is no finding of severity [Error], else an [*InvalidError] with a copy of all findings,
// warnings included.
func (fs Findings) Err() error {
	if !fs.HasErrors() {
		return nil
	}
	return &InvalidError{Findings: slices.Clone(fs)}
}

// Sorted returns a copy in the order of place, code and English message; equal findings keep their order.
// Numbers inside a place are compared as numbers, so that "deals.csv:9:1" stands before "deals.csv:10:1".
func (fs Findings) Sorted() Findings {
	out := slices.Clone(fs)
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(comparePlaces(a.Place, b.Place), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message.EN, b.Message.EN))
	})
	return out
}

// InvalidError says that an input cannot be used, with everything found in it. It is always handed out as a pointer:
//
//	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok { ... }
type InvalidError struct {
	// Findings holds at least one finding of severity [Error], in the order of finding.
	Findings Findings
}

// Error returns every finding, one English line each; lines that are no faults begin with their severity.
func (e *InvalidError) Error() string { return e.In(English) }

// In returns every finding in l, one line each; lines that are no faults begin with their severity.
func (e *InvalidError) In(l Lang) string {
	if e == nil || len(e.Findings) == 0 {
		return Text{EN: "kam: invalid input", ZH: "kam：输入无效"}.In(l)
	}
	lines := make([]string, 0, len(e.Findings))
	for _, f := range e.Findings {
		line := f.In(l)
		if !f.isError() {
			line = severityName(f.Severity).In(l) + line
		}
		lines = append(lines, line)
		if f.More > 0 {
			more := Text{
				EN: fmt.Sprintf("... and %d more of %s", f.More, f.Code),
				ZH: fmt.Sprintf("……另有 %d 项 %s", f.More, f.Code),
			}
			lines = append(lines, oneLine(more.In(l)))
		}
	}
	return strings.Join(lines, "\n")
}

func severityName(s Severity) Text {
	if s == Warning {
		return Text{EN: "warning: ", ZH: "警告："}
	}
	return Text{EN: "info: ", ZH: "提示："}
}

// comparePlaces orders two places; runs of ASCII digits compare as numbers. Only equal texts compare as 0.
func comparePlaces(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		n, m := digitsAhead(x), digitsAhead(y)
		if n == 0 || m == 0 {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		p, q := strings.TrimLeft(x[:n], "0"), strings.TrimLeft(y[:m], "0")
		if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
			return c
		}
		x, y = x[n:], y[m:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// digitsAhead returns how many ASCII digits s begins with.
func digitsAhead(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// oneLine returns s with every control character and line separator replaced by a blank.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}

// maxQuoted is the longest part of an outside text, in bytes, that an error repeats.
const maxQuoted = 40

// quote returns s in quotes for an error message, cut when it is long.
func quote(s string) string {
	if len(s) > maxQuoted {
		return fmt.Sprintf("%q... (%d bytes)", strings.ToValidUTF8(s[:maxQuoted], "\uFFFD"), len(s))
	}
	return fmt.Sprintf("%q", s)
}
