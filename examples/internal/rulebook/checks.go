package rulebook

import (
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

// Err returns what does not hold, nil when all does.
func (c *Checks) Err() error { return c.found.Err() }
