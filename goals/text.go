package goals

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// Bounds of texts, in bytes, inclusive.
const (
	maxName      = 128
	maxStatement = 4096
	maxReason    = 4096
)

// say builds a text in both languages from the same arguments. Those of type [kam.Text] are rendered in the language of
// the text.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := slices.Clone(args), slices.Clone(args)
	for i, a := range args {
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.EN, t.ZH
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

// kindName returns the name of a period in words.
func kindName(k kam.PeriodKind) kam.Text {
	switch k {
	case kam.Year:
		return kam.Text{EN: "year", ZH: "年"}
	case kam.HalfYear:
		return kam.Text{EN: "half-year", ZH: "半年"}
	case kam.Quarter:
		return kam.Text{EN: "quarter", ZH: "季度"}
	case kam.Month:
		return kam.Text{EN: "month", ZH: "月"}
	case kam.Week:
		return kam.Text{EN: "week", ZH: "周"}
	default:
		return kam.Text{EN: string(k), ZH: string(k)}
	}
}

// faults collects findings about one document.
type faults struct{ list kam.Findings }

func (f *faults) add(code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	f.list.Add(kam.Finding{
		Code: "goals." + code, Severity: kam.Error, Place: place,
		Message: message, Remedy: remedy, Evidence: evidence,
	})
}

// name reports a key, an ID or a person's name that is empty, too long, not UTF-8, or has control characters or
// blanks at its ends. It returns whether there is no fault.
func (f *faults) name(code, place, name string) bool {
	var fault kam.Text
	switch {
	case name == "":
		fault = say("it is empty", "为空")
	case len(name) > maxName:
		fault = say("it has %d bytes, more than %d", "长 %d 字节，超过 %d", len(name), maxName)
	case !utf8.ValidString(name):
		fault = say("it is not UTF-8", "不是 UTF-8")
	case strings.ContainsFunc(name, unicode.IsControl) || strings.TrimSpace(name) != name:
		fault = say("%q has a control character, or a blank at an end", "%q 含控制字符或首尾空白", clip(name))
	default:
		return true
	}
	f.add(code, place, fault, say("give a name of 1 to %d bytes", "请填 1 至 %d 字节的名称", maxName))
	return false
}

// optionalName reports what [faults.name] does, the empty name aside.
func (f *faults) optionalName(code, place, name string) {
	if name != "" {
		f.name(code, place, name)
	}
}

// prose reports a text in sentences that is too long or not UTF-8, and an empty one when it is required.
func (f *faults) prose(code, place, text string, limit int, required bool) {
	remedy := say("write a text of at most %d bytes", "请填写不超过 %d 字节的文字", limit)
	switch {
	case required && strings.TrimSpace(text) == "":
		f.add(code, place, say("it is empty", "为空"), remedy)
	case len(text) > limit:
		f.add(code, place, say("it has %d bytes, more than %d", "长 %d 字节，超过 %d", len(text), limit), remedy)
	case !utf8.ValidString(text):
		f.add(code, place, say("it is not UTF-8", "不是 UTF-8"), remedy)
	}
}

// clip shortens a text from outside for a message.
func clip(s string) string {
	const limit = 60
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// said returns what an error says in both languages; errors that are no findings speak English only.
func said(err error) kam.Text {
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		return kam.Text{EN: invalid.In(kam.English), ZH: invalid.In(kam.Chinese)}
	}
	return kam.Text{EN: err.Error(), ZH: err.Error()}
}
