package rulebook

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Checks are what rules must be beyond what their types say. The zero value has none.
type Checks struct{ found kam.Findings }

// That notes, unless something holds, that the value of a key must be as en and zh say: "must end".
func (c *Checks) That(holds bool, key, en, zh string) {
	if !holds {
		c.found.Add(findings.Fault("rules.check", "$."+key, kam.Text{EN: "it " + en, ZH: "该项" + zh}, findings.Say("correct it, or what it depends on", "请更正该项或其所依据的内容")))
	}
}

// IsName says whether a text can stand for something that a program names, such as a company: 1 to 64 bytes of valid UTF-8,
// none of them of a control character, and no blank at an end. What is made of it, such as an ID, has room for more.
func IsName(text string) bool {
	return text != "" && len(text) <= 64 && utf8.ValidString(text) && text == strings.TrimSpace(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// Err returns what does not hold, nil when all does.
func (c *Checks) Err() error { return c.found.Err() }
