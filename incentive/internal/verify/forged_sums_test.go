package verify_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/verify"
)

// put sets what a path leads to; nil takes it away.
func put(doc any, value any, path ...any) {
	last := path[len(path)-1]
	switch holder := at(doc, path[:len(path)-1]...).(type) {
	case map[string]any:
		if value == nil {
			delete(holder, last.(string))
			return
		}
		holder[last.(string)] = value
	case []any:
		holder[last.(int)] = value
	}
}

// TestForgedFeatures changes one word or number of the plan, with both hashes computed anew: what it decides no longer follows.
func TestForgedFeatures(t *testing.T) {
	all := features(t)
	pay := []any{"components", 0}
	in := func(path ...any) []any { return append(slices.Clone(pay), path...) }
	for _, c := range []struct {
		of    string
		path  []any
		value any
		place string
	}{
		{"curve", in("curve", "points", 3, "pays"), "1.8", ".pay.factor"},
		{"curve", in("curve", "points", 2, "at"), "1.1", ".pay.factor"},
		{"curve", in("curve", "beyond"), "flat", ".pay.factor"},
		{"curve", in("curve", "ofTargetIncentive"), "0.7", ".pay.base"},
		{"curve", in("multipliers", 0, "bands", 1, "factor"), "1.3", ".multipliers[0].factor"},
		{"curve", in("multipliers", 1, "bands", 1, "from"), "46", ".multipliers[1].factor"},
		{"curve of an amount", in("curve", "amount"), "333.34", ".pay.base"},
		{"curve of an amount", in("curve", "shape"), "linear", ".pay.factor"},
		{"every", in("every", "each"), "100", ".pay.times"},
		{"every", in("every", "pays"), "12.346", ".pay.amount"},
		{"slices", in("multipliers", 0, "bands", 1, "factor"), "1.6", ".lines[4].slices[2].rate"},
		{"slices of a rate", in("multipliers", 0, "bands", 1, "from"), "800", ".slices[0].until"},
		{"contest", in("contest", "prizes", 0), "300.02", ".pay.contest.prize"},
		{"contest", in("contest", "fund"), "300", ".pay.contest.fund"},
		{"contest of equals", in("contest", "prizes", 2), "50", ".pay.amount"},
		{"contest each", in("contest", "atLeast"), "701", ".pay.contest.place"},
		{"contest behind", in("contest", "basis"), "amount", ".pay.position"},
		{"pool", in("pool", "rate"), "0.0334", ".pay.pool.fund"},
		{"pool", in("pool", "key"), "position", ".pay.pool.weight"},
		{"pool by days", in("pool", "amount"), "101", ".pay.pool.fund"},
		{"pool by target", in("pool", "key"), "days", ".pay.pool.weight"},
		{"deal cap", in("caps", 0, "amount"), "8", ".deals[1].cut"},
		{"deal cap at the end", in("caps", 0, "amount"), "8", ".deals[1].cut"},
		{"months", []any{"proration", "partialMonth"}, "counts", ".quotas[0].proration.parts[0].counts"},
		{"months", []any{"proration", "by"}, "calendar-days", ".proration.parts"},
		{"days", []any{"proration", "quotas"}, false, "$.measures[0].quotas[0].proration"},
		{"working days", []any{"proration", "by"}, "calendar-days", ".parts[0].days"},
		{"conversion", []any{"conversion", "places"}, 1, "$.conversions[0].amount"},
		{"conversion", []any{"conversion", "refunds"}, "own", ".day"},
		{"conversion at plan", []any{"conversion", "policy"}, "transaction-date", "$.conversions[0].day"},
		{"conversion at end", []any{"conversion", "policy"}, "transaction-date", "$.conversions[0].holds"},
		{"margin", []any{"conversion", "refunds"}, "own", "$.conversions[4].amount"},
		{"lifetime and carry", []any{"caps", 0, "amount"}, "61", "$.adjustments"},
		{"lifetime and carry", []any{"caps", 1, "amount"}, "150", "$.adjustments"},
		{"lifetime and carry", []any{"caps", 0, "until"}, "2026-04-01", "$.carried"},
	} {
		doc := tree(t, all[c.of]["anna"])
		put(doc["plan"], c.value, c.path...)
		plan, err := incentive.ParsePlan(encoded(t, doc["plan"]))
		require.NoError(t, err)
		doc["plan_hash"] = plan.Hash()
		doc["digest"] = verify.Digest(encoded(t, doc))
		found := verify.Check(encoded(t, doc))
		assert.True(t, slices.ContainsFunc(found, func(f kam.Finding) bool { return strings.Contains(f.Place, c.place) }), "%s %v: %v", c.of, c.path, found)
		assert.False(t, slices.ContainsFunc(found, func(f kam.Finding) bool {
			return f.Code == verify.CodePlanHash || f.Code == verify.CodeDigest
		}), "%v", found)
	}
}

// TestForgedParts changes what a statement says of others and of the calendar, with the digest computed anew, where it
// cannot be so.
func TestForgedParts(t *testing.T) {
	all := features(t)
	pay := func(path ...any) []any { return append([]any{"components", 0, "pay"}, path...) }
	for _, c := range []struct {
		name, of, payee string
		value           any
		path            []any
		code, place     string
	}{
		{"a better standing of one's own", "contest", "anna", "9999", pay("contest", "standings", 0, "value"), verify.CodeDifference, ".standings[0].value"},
		{"standings out of order", "contest", "anna", "0.5", pay("contest", "standings", 0, "value"), verify.CodeConflict, ".standings[1]"},
		{"somebody who is not high enough", "contest", "anna", "-1", pay("contest", "standings", -1, "value"), verify.CodeConflict, ".standings[2]"},
		{"the standing of somebody else", "contest", "anna", number("3"), pay("contest", "standing"), verify.CodeDifference, ".standings[2].value"},
		{"more standings than contestants", "contest", "anna", number("2"), pay("contest", "contestants"), verify.CodeConflict, ".standings"},
		{"a comparison that nobody needed", "contest", "anna", []any{"1"}, pay("contest", "standings", 0, "then"), verify.CodeConflict, ".standings[0].then"},
		{"level people who are not compared", "contest apart", "anna", nil, pay("contest", "standings", 1, "then"), verify.CodeConflict, ".then"},
		{"a place behind and still high enough", "contest behind", "mia", number("1"), pay("contest", "place"), verify.CodeConflict, ".place"},
		{"somebody ahead who is not", "contest behind", "mia", "0.4", pay("contest", "standings", 0, "value"), verify.CodeConflict, ".standing"},
		{"a place for one who has none", "contest each", "bert", number("1"), pay("contest", "place"), verify.CodeConflict, ".place"},
		{"no contest", "contest", "anna", nil, pay("contest"), verify.CodeMissing, ".contest"},
		{"weights of all below one's own", "pool", "anna", "0.1", pay("pool", "weights"), verify.CodeConflict, ".weights"},
		{"one's own turn", "pool", "anna", number("9"), pay("pool", "placed", "rank"), verify.CodeConflict, ".placed"},
		{"a pool of one that is larger", "pool", "mia", number("1"), pay("pool", "members"), verify.CodeConflict, ".weights"},
		{"no pay", "pool", "anna", nil, pay(), verify.CodeMissing, ".pay"},
		{"no multiplier", "every", "anna", nil, []any{"components", 0, "multipliers"}, verify.CodeDifference, ".multipliers"},
		{"no deals", "deal cap", "anna", nil, []any{"components", 0, "deals"}, verify.CodeDifference, ".deals"},
		{"a deal of one that pays more", "deal cap", "anna", number("1"), []any{"components", 0, "deals", -1, "payees"}, verify.CodeConflict, ".total"},
		{"more working days than days", "working days", "anna", number("31"), []any{"measures", 0, "quotas", 0, "proration", "parts", 1, "days"}, verify.CodeConflict, ".days"},
		{"two counts of working days", "working days", "anna", number("60"), []any{"targets", 0, "proration", "of"}, verify.CodeConflict, ".of"},
		{"months that overlap", "months", "anna", "2026-01-15/2026-02-15", []any{"targets", 0, "proration", "parts", 1, "period"}, verify.CodeConflict, ".period"},
		{"no proration", "months", "anna", nil, []any{"targets", 0, "proration"}, verify.CodeMissing, ".proration"},
		{"no target", "months", "anna", nil, []any{"targets"}, verify.CodeMissing, "$.targets"},
		{"no counted quotas", "months", "anna", nil, []any{"measures", 0, "quotas"}, verify.CodeDifference, ".quotas"},
		{"a relief for an absence that prorates", "days", "anna", "leave", []any{"assignment", "quotas", 0, "relief", 0, "for"}, verify.CodeConflict, ".for"},
		{"a relief that nobody approved", "days", "anna", "", []any{"assignment", "quotas", 0, "relief", 0, "approved_by"}, verify.CodeMissing, ".relief[0]"},
		{"a ramp above all", "days", "anna", "1.5", []any{"assignment", "ramps", 0, "share"}, verify.CodeConflict, ".share"},
		{"an absence under two ids", "days", "anna", "leave", []any{"assignment", "absences", 1, "id"}, verify.CodeConflict, ".id"},
		{"no conversions", "conversion", "anna", nil, []any{"conversions"}, verify.CodeMissing, "$.conversions"},
		{"a deal in no other currency", "conversion", "anna", "CNY", []any{"conversions", 0, "credit", "currency"}, verify.CodeConflict, ".currency"},
		{"two rates at once", "conversion", "anna", "2026-01-01/2026-03-01", []any{"conversions", 0, "holds"}, verify.CodeConflict, ".rate"},
		{"a rate of another day", "conversion", "anna", "2026-02-01/2026-04-01", []any{"conversions", 0, "holds"}, verify.CodeConflict, ".holds"},
		{"another part of one credit", "conversion", "anna", "0.5", []any{"conversions", 0, "part"}, verify.CodeDifference, ".moves[0].move"},
		{"a measure that is not known", "curve", "anna", true, []any{"measures", 1, "unknown"}, verify.CodeConflict, ".unknown"},
		{"nothing carried", "lifetime and carry", "anna", nil, []any{"carried"}, verify.CodeNumber, "$.carried"},
		{"more carried", "lifetime and carry", "anna", "35", []any{"carried"}, verify.CodeDifference, "$.adjustments"},
		{"less earned before", "lifetime and carry", "anna", "100", []any{"earned_before"}, verify.CodeDifference, "$.adjustments"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, all, c.of)
			doc := tree(t, all[c.of][c.payee])
			put(doc, c.value, c.path...)
			doc["digest"] = verify.Digest(encoded(t, doc))
			found := verify.Check(encoded(t, doc))
			assert.True(t, slices.ContainsFunc(found, func(f kam.Finding) bool {
				return f.Code == c.code && strings.HasSuffix(f.Place, c.place) || f.Code == c.code && strings.HasPrefix(f.Place, c.place)
			}), "%v", found)
			assert.False(t, slices.ContainsFunc(found, func(f kam.Finding) bool { return f.Code == verify.CodeDigest }), "%v", found)
		})
	}
}

func number(s string) json.Number { return json.Number(s) }

// TestForgedUnknown strips a measure that the statement rests on of everything.
func TestForgedUnknown(t *testing.T) {
	doc := tree(t, features(t)["curve"]["anna"])
	units := at(doc, "measures", 1).(map[string]any)
	doc["measures"].([]any)[1] = map[string]any{"name": units["name"], "window": units["window"], "periods": units["periods"], "unknown": true}
	doc["digest"] = verify.Digest(encoded(t, doc))
	found := verify.Check(encoded(t, doc))
	require.NotEmpty(t, found)
	assert.Contains(t, found[0].In(kam.English), "the statement rests on the measure")
}
