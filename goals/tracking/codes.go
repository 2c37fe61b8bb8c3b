package tracking

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// ErrOrder is wrapped by the error of [NextStatus] for a reading from before the one that the status rests on.
var ErrOrder = errors.New("tracking: the reading is older than the status")

// Limits of one call. All are inclusive.
const (
	// MaxObservations is the largest number of observations that [Track] reads.
	MaxObservations = 1_000_000
	// MaxSteps is the largest number of steps of a plan, and of amendments of a goal.
	MaxSteps = 10_000
	// MaxNodes is the largest number of nodes of [RollUp], and of members of [TeamPicture].
	MaxNodes = 100_000
	// maxName is the longest ID, in bytes.
	maxName = 128
)

// say builds a text in both languages. Arguments of type [kam.Text] are rendered in the language of the text.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.EN, t.ZH
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: "tracking." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// note is a finding that stops nothing.
func note(severity kam.Severity, code, place string, message, remedy kam.Text) kam.Finding {
	f := fault(code, place, message, remedy)
	f.Severity = severity
	return f
}

// badName reports an ID that is empty, too long, not UTF-8, or has control characters.
func badName(found *kam.Findings, place, id string) {
	var why kam.Text
	switch {
	case id == "":
		why = say("the ID is empty", "标识为空")
	case len(id) > maxName:
		why = say("the ID has %d bytes, more than %d", "标识长 %d 字节，超过 %d", len(id), maxName)
	case !utf8.ValidString(id):
		why = say("the ID is not UTF-8", "标识不是 UTF-8 编码")
	case strings.ContainsFunc(id, unicode.IsControl):
		why = say("the ID %s has control characters", "标识 %s 含控制字符", show(id))
	default:
		return
	}
	found.Add(fault("id", place, why, say("give an ID of 1 to %d bytes", "请填 1 至 %d 字节的标识", maxName)))
}

// show makes a text from outside fit for a message: printable, and at most 60 characters and an ellipsis long.
func show(s string) string {
	const limit = 60
	var b strings.Builder
	shown := 0
	for _, r := range s {
		if shown == limit {
			b.WriteString("…")
			break
		}
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			r = '?'
		}
		b.WriteRune(r)
		shown++
	}
	return b.String()
}
