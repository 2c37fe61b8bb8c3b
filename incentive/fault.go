package incentive

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
)

// say builds a text in both languages from the same arguments. Arguments of type [kam.Text], such as labels, are written in
// the language of the text, in Chinese without blanks between them and Chinese characters. What the Chinese format writes with
// %q stands in Chinese quotation marks; a value behind a colon is part of a line to paste, and keeps those of JSON.
func say(en, zh string, args ...any) kam.Text {
	format := chineseQuotes(zh)
	english, chinese := args, args
	if format != zh || slices.ContainsFunc(args, isText) {
		english, chinese = slices.Clone(args), make([]any, len(args))
		for i, arg := range args {
			chinese[i] = chineseArg{arg, ""}
			if t, ok := arg.(kam.Text); ok {
				english[i], chinese[i] = t.In(kam.English), chineseArg{t.In(kam.Chinese), seam}
			}
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: sewn(fmt.Sprintf(format, chinese...))}
}

func isText(arg any) bool {
	_, ok := arg.(kam.Text)
	return ok
}

// chineseQuotes makes the verb %q of a format, but for that of a line to paste, into the verb of [chineseArg], without the
// blanks around it: quotation marks set a name apart by themselves.
func chineseQuotes(format string) string {
	var b strings.Builder
	rest := format
	for {
		at := strings.IndexByte(rest, '%')
		if at < 0 || at == len(rest)-1 {
			break
		}
		end := at + 1
		if rest[end] == '[' {
			end += strings.IndexByte(rest[end:], ']') + 1
		}
		before, verb, after := rest[:at], rest[at:end], rest[end+1:]
		if rest[end] == 'q' && !strings.HasSuffix(before, ": ") {
			b.WriteString(strings.TrimSuffix(before, " ") + verb + string(chineseVerb))
			rest = strings.TrimPrefix(after, " ")
			continue
		}
		b.WriteString(rest[:end+1])
		rest = after
	}
	return b.String() + rest
}

// chineseVerb is the verb that writes a value in Chinese quotation marks.
const chineseVerb = 'Q'

// chineseArg is an argument that [chineseVerb] can write; other verbs write it as they do, between the marks of its ends.
type chineseArg struct {
	value any
	ends  string
}

// Format implements [fmt.Formatter].
func (a chineseArg) Format(f fmt.State, verb rune) {
	if verb == chineseVerb {
		_, _ = fmt.Fprint(f, inChineseQuotes(fmt.Sprint(a.value)))
		return
	}
	_, _ = fmt.Fprintf(f, a.ends+fmt.FormatString(f, verb)+a.ends, a.value)
}

// inChineseQuotes puts a text in Chinese quotation marks; what cannot be printed is written as in a Go string.
func inChineseQuotes(s string) string {
	quoted := strconv.Quote(s)
	return "“" + strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`) + "”"
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
