// Package findings is how the programs here state and print what they found in their input: in English and Chinese,
// from the same data.
package findings

import (
	"errors"
	"fmt"
	"io"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// Say returns a text in both languages with the same arguments.
func Say(en, zh string, args ...any) kam.Text {
	return kam.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// Quote shows text from a file in a message: in quotes, control characters escaped, at most 40 characters.
func Quote(text string) string {
	const limit = 40
	if runes := []rune(text); len(runes) > limit {
		return fmt.Sprintf("%q…", string(runes[:limit]))
	}
	return fmt.Sprintf("%q", text)
}

// Fault returns an error about input, with the place and what would be right.
func Fault(code, place string, message, remedy kam.Text) kam.Finding {
	return Remark(kam.Error, code, place, message, remedy)
}

// Remark returns a finding of another severity, which stops nothing.
func Remark(severity kam.Severity, code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: code, Severity: severity, Place: place, Message: message, Remedy: remedy}
}

// Of returns the findings of an error about input; their places get the prefix. Any other error becomes one finding
// with the code, at the prefix.
func Of(err error, code, prefix string) kam.Findings {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return kam.Findings{Fault(code, prefix, kam.Text{EN: err.Error(), ZH: err.Error()}, kam.Text{})}
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

// Print writes one line a finding, with a word for its severity and without control characters.
func Print(w io.Writer, found kam.Findings, lang kam.Lang) {
	for _, f := range found {
		word := map[kam.Severity]kam.Text{
			kam.Warning: {EN: "warning", ZH: "警告"},
			kam.Info:    {EN: "note", ZH: "提示"},
		}[f.Severity]
		if word.EN == "" {
			word = kam.Text{EN: "error", ZH: "错误"}
		}
		terminal.Tell(w, Say("%s: %s", "%s：%s", word.In(lang), terminal.Clean(f.In(lang))).In(lang))
		if f.More > 0 {
			terminal.Tell(w, "  "+Say("and %d more of this kind", "另有 %d 条同类情况", f.More).In(lang))
		}
	}
}
