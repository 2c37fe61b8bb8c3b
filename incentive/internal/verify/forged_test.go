package verify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/verify"
)

// at follows keys and indexes into a tree.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(map[string]any)[step]
		case int:
			list := v.([]any)
			v = list[(step+len(list))%len(list)]
		}
	}
	return v
}

// TestForgeries changes several places of a statement at once so that its sums still agree, and computes the digest anew.
func TestForgeries(t *testing.T) {
	gated := slices.IndexFunc(shapes, func(s shape) bool { return s.name == "gate by survey" })
	object := func(v any, path ...any) map[string]any { return at(v, path...).(map[string]any) }
	for _, c := range []struct {
		name  string
		forge func(doc map[string]any)
		code  string
		place string
	}{
		{"a deal that moves one measure and not the other", func(doc map[string]any) {
			units := object(doc, "measures", 1)
			moves := units["moves"].([]any)
			units["moves"], units["final"] = moves[:len(moves)-1], "2"
		}, verify.CodeMissing, "$.measures[1].moves"},
		{"a line left out that earns nothing", func(doc map[string]any) {
			k := object(doc, "components", 0)
			k["lines"] = slices.DeleteFunc(k["lines"].([]any), func(l any) bool { return at(l, "credit", "transaction") == "d5" })
		}, verify.CodeMissing, "$.components[0].lines"},
		{"one credit under two names", func(doc map[string]any) {
			object(doc, "measures", 1, "moves", 0, "credit")["transaction"] = "d9"
		}, verify.CodeConflict, "$.measures[1].moves[0].credit"},
		{"a credit of another day", func(doc map[string]any) {
			for _, list := range []any{at(doc, "measures", 0, "moves", 0), at(doc, "measures", 1, "moves", 0), at(doc, "components", 0, "lines", 0), at(doc, "components", 1, "lines", 0), at(doc, "components", 2, "lines", 0)} {
				object(list, "credit")["date"] = "2025-12-31"
			}
		}, verify.CodeConflict, "$.measures[0].moves[0].credit.date"},
		{"credits out of order", func(doc map[string]any) {
			for _, list := range []any{at(doc, "measures", 0, "moves", -1), at(doc, "measures", 1, "moves", -1), at(doc, "components", 0, "lines", -1), at(doc, "components", 1, "lines", -1), at(doc, "components", 2, "lines", -1)} {
				object(list, "credit")["date"] = "2026-01-02"
			}
		}, verify.CodeConflict, "$.measures[0].moves[10].credit.date"},
		{"something posted before the only period", func(doc map[string]any) {
			k := object(doc, "components", 0)
			k["posted"], k["before"] = "5", "5.00"
		}, verify.CodeDifference, "$.components[0].posted"},
		{"a rule that the plan does not have", func(doc map[string]any) {
			object(doc, "measures", 1, "moves", 0, "credit")["rule"] = "other"
		}, verify.CodeConflict, "$.measures[1].moves[0].credit.rule"},
		{"a longer window", func(doc map[string]any) {
			object(doc, "measures", 0)["window"] = "2025-10-01/2026-04-01"
		}, verify.CodeConflict, "$.measures[0].window"},
		{"a position to start from", func(doc map[string]any) {
			object(doc, "measures", 1)["start"] = "1"
		}, verify.CodeDifference, "$.measures[1].start"},
		{"measures in another order", func(doc map[string]any) {
			m := doc["measures"].([]any)
			m[0], m[1] = m[1], m[0]
		}, verify.CodeDifference, "$.measures[0].name"},
		{"a component too few", func(doc map[string]any) { doc["components"] = doc["components"].([]any)[:1] }, verify.CodeMissing, "$.components"},
		{"another currency", func(doc map[string]any) { doc["currency"] = "USD" }, verify.CodeDifference, "$.currency"},
		{"a quota that nobody assigned", func(doc map[string]any) { object(doc, "measures", 1)["quota"] = "9" }, verify.CodeDifference, "$.measures[1].quota"},
		{"an adjustment that nothing asks for", func(doc map[string]any) {
			doc["adjustments"] = []any{map[string]any{"kind": "posted-earlier", "exact": "-5", "amount": "-5.00"}}
		}, verify.CodeConflict, "$.adjustments[0]"},
		{"a period after the plan", func(doc map[string]any) { doc["period"] = "2027-01-01/2027-04-01" }, verify.CodeConflict, "$.period"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := tree(t, export(t, planOf(shapes[gated], refundReadings[0], roundings[1], ""), nil)["anna"])
			c.forge(doc)
			doc["digest"] = verify.Digest(encoded(t, doc))
			found := verify.Check(encoded(t, doc))
			assert.True(t, slices.ContainsFunc(found, func(f kam.Finding) bool { return f.Code == c.code && f.Place == c.place }), "%v", found)
			assert.False(t, slices.ContainsFunc(found, func(f kam.Finding) bool { return f.Code == verify.CodeDigest }), "%v", found)
		})
	}
}

// TestForgedJudgements changes which sales a gate is said to have judged for their refunds.
func TestForgedJudgements(t *testing.T) {
	sales := func(doc map[string]any) []any { return at(doc, "components", 0, "judged").([]any) }
	for _, c := range []struct {
		name  string
		forge func(doc map[string]any)
		code  string
		place string
	}{
		{"one left out", func(doc map[string]any) {
			doc["components"].([]any)[0].(map[string]any)["judged"] = sales(doc)[:1]
		}, verify.CodeDifference, "$.components[0].lines[0].shut"},
		{"out of order", func(doc map[string]any) {
			list := sales(doc)
			list[0], list[1] = list[1], list[0]
		}, verify.CodeConflict, "$.components[0].judged[1].place"},
		{"one that was not refunded", func(doc map[string]any) {
			sales(doc)[0].(map[string]any)["transaction"] = "d3"
		}, verify.CodeConflict, "$.components[0].judged[0]"},
		{"a refund", func(doc map[string]any) {
			sales(doc)[0].(map[string]any)["reverses"] = "d1"
		}, verify.CodeConflict, "$.components[0].judged[0]"},
		{"one from before the gate's year", func(doc map[string]any) {
			sales(doc)[0].(map[string]any)["date"] = "2025-12-31"
		}, verify.CodeConflict, "$.components[0].judged[0]"},
		{"one of an unknown rule", func(doc map[string]any) {
			sales(doc)[0].(map[string]any)["rule"] = "other"
		}, verify.CodeConflict, "$.components[0].judged[0].rule"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := tree(t, judgedBefore(t)["anna"])
			assert.Len(t, sales(doc), 2)
			c.forge(doc)
			doc["digest"] = verify.Digest(encoded(t, doc))
			found := verify.Check(encoded(t, doc))
			assert.True(t, slices.ContainsFunc(found, func(f kam.Finding) bool { return f.Code == c.code && f.Place == c.place }), "%v", found)
		})
	}
}
