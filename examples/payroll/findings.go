package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// say builds a text in both languages from the same arguments.
func say(en, zh string, args ...any) kam.Text {
	return kam.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// fault is an error about input, with the place and what would be right.
func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: "payroll." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// remark is a finding that stops nothing.
func remark(severity kam.Severity, code, place string, message, remedy kam.Text) kam.Finding {
	f := fault(code, place, message, remedy)
	f.Severity = severity
	return f
}

// faultsOf returns the findings of an error about input; their places get the prefix. Other errors become one finding.
func faultsOf(err error, prefix string) kam.Findings {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return kam.Findings{fault("unreadable", prefix, kam.Text{EN: err.Error(), ZH: err.Error()}, kam.Text{})}
	}
	var out kam.Findings
	for _, f := range invalid.Findings {
		if prefix != "" {
			f.Place = prefix + ":" + f.Place
		}
		out = append(out, f)
	}
	return out
}

// printFindings writes one line a finding, with a word for its severity.
func printFindings(w io.Writer, found kam.Findings, lang kam.Lang) {
	for _, f := range found {
		word := map[kam.Severity]kam.Text{
			kam.Warning: {EN: "warning", ZH: "警告"},
			kam.Info:    {EN: "note", ZH: "提示"},
		}[f.Severity]
		if word.EN == "" {
			word = kam.Text{EN: "error", ZH: "错误"}
		}
		tell(w, say("%s: %s", "%s：%s", word.In(lang), terminal.Clean(f.In(lang))).In(lang))
		if f.More > 0 {
			tell(w, "  "+say("and %d more of this kind", "另有 %d 条同类情况", f.More).In(lang))
		}
	}
}

// quote shows text from a file in a message: in quotes, control characters escaped, at most 40 characters.
func quote(text string) string {
	const limit = 40
	if runes := []rune(text); len(runes) > limit {
		return fmt.Sprintf("%q…", string(runes[:limit]))
	}
	return fmt.Sprintf("%q", text)
}

// tell writes lines to the console. A console that is gone cannot be told about it.
func tell(w io.Writer, parts ...any) {
	_, _ = fmt.Fprintln(w, parts...)
}
