package incentive

import (
	"fmt"
	"strings"

	"github.com/kam-go/kam"
)

// say builds a text in both languages from the same arguments.
func say(en, zh string, args ...any) kam.Text {
	return kam.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// faults collects findings about one document.
type faults struct{ list kam.Findings }

func (f *faults) add(code Code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	f.list.Add(kam.Finding{
		Code: string(code), Severity: kam.Error, Place: place,
		Message: message, Remedy: remedy, Evidence: evidence,
	})
}

func (f *faults) warn(code Code, place string, message, remedy kam.Text) {
	f.list.Add(kam.Finding{Code: string(code), Severity: kam.Warning, Place: place, Message: message, Remedy: remedy})
}

// choice is one way to state a reading.
type choice struct {
	value  string
	effect kam.Text
}

// oneOf checks a word against its choices and reports a missing or unknown one with a line to paste for each choice.
func (f *faults) oneOf(place, key, value string, choices ...choice) bool {
	for _, c := range choices {
		if c.value == value {
			return true
		}
	}
	var en, zh strings.Builder
	for i, c := range choices {
		if i > 0 {
			en.WriteString("; ")
			zh.WriteString("；")
		}
		fmt.Fprintf(&en, `"%s": "%s" %s`, key, c.value, c.effect.EN)
		fmt.Fprintf(&zh, `"%s": "%s" %s`, key, c.value, c.effect.ZH)
	}
	remedy := kam.Text{EN: "choose one: " + en.String(), ZH: "请选择其一：" + zh.String()}
	at := place + "." + key
	if value == "" {
		f.add(CodeReadingMissing, at, say("the plan does not state %q", "方案没有写明 %q", key), remedy)
	} else {
		f.add(CodeUnknownWord, at, say("%q is no known %s", "%q 不是 %s 的有效取值", clip(value), key), remedy)
	}
	return false
}

// clip shortens a text from outside for a message.
func clip(s string) string {
	const limit = 60
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}
