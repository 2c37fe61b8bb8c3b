package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/verify"
)

// tree is a statement as any JSON reader sees it.
func tree(t testing.TB, data []byte) map[string]any {
	t.Helper()
	var out map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	require.NoError(t, d.Decode(&out))
	return out
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(v))
	return out.Bytes()
}

// leaves calls visit for every leaf of a tree, with a function that replaces it.
func leaves(v any, path string, visit func(path string, leaf any, set func(any))) {
	step := func(path string, child any, set func(any)) {
		switch child.(type) {
		case map[string]any, []any:
			leaves(child, path, visit)
		default:
			visit(path, child, set)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			step(path+"."+k, v[k], func(x any) { v[k] = x })
		}
	case []any:
		for i := range v {
			step(fmt.Sprintf("%s[%d]", path, i), v[i], func(x any) { v[i] = x })
		}
	}
}

// changed returns a leaf with one character exchanged: the last digit, else the last letter.
func changed(leaf any) any {
	switch x := leaf.(type) {
	case bool:
		return !x
	case json.Number:
		return json.Number(bump(x.String(), "0123456789"))
	case string:
		if s := bump(x, "0123456789"); s != x {
			return s
		}
		if s := bump(x, "abcdefghijklmnopqrstuvwxyz"); s != x {
			return s
		}
		return x + "x"
	default:
		return x
	}
}

// bump exchanges the last character of s that is in the alphabet for the next one.
func bump(s, alphabet string) string {
	i := strings.LastIndexAny(s, alphabet)
	if i < 0 {
		return s
	}
	next := alphabet[(strings.IndexByte(alphabet, s[i])+1)%len(alphabet)]
	return s[:i] + string(next) + s[i+1:]
}

// tampered are the statements whose leaves are changed: some of the shapes, all with KAM_LONG=1, and the special ones.
func tampered(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for i, s := range shapes {
		if i%6 == 2 || long() {
			all[s.name] = export(t, planOf(s, refundReadings[i%len(refundReadings)], roundings[i%len(roundings)], ""), nil)["anna"]
		}
	}
	for name, exports := range special(t) {
		who := "anna"
		if strings.HasPrefix(name, "roll-up") {
			who = "mia"
		}
		all[name] = exports[who]
	}
	for name, exports := range features(t) {
		all[name] = exports["anna"]
	}
	return all
}

func long() bool { return os.Getenv("KAM_LONG") != "" }

// later are the leaves of later entries of long lists, which are left to KAM_LONG=1.
var later = regexp.MustCompile(`(moves|lines|unpaid|conversions|deals)\[([3-9]|\d\d)|(quotas|slices)\[[2-9]`)

// fresh are the leaves that the cases of features are about; the others are left to KAM_LONG=1.
var fresh = regexp.MustCompile(`ramps|absences|relief|changes|targets|conversions|carried|earned_before|quota|\.(pay|deals|multipliers|adjustments|rate)\b|sum$|^\$\.components\[0\]\.amount`)

// given are the leaves that only the inputs of a run can tell: a forger who computes the digest anew may change them
// where nothing else depends on them. No figure that is computed is among them.
var given = regexp.MustCompile(`^\$(\.payee\.(id|name|open)|\.input_hash|\.digest|\.assignment\.period` +
	`|\.assignment\.target\.(amount|per)` + // in plans without a multiple of it
	`|\.assignment\.target\.changes\[\d+\]\.(from|amount)` + // after the period, or in plans without a multiple of it
	`|\.assignment\.ramps\[\d+\]\.period|\.assignment\.absences\[\d+\]\.(id|period)` + // of other days
	`|\.assignment\.quotas\[\d+\]\.(measure|period|amount)` + // of other stretches, or where no attainment is asked for
	`|\.assignment\.quotas\[\d+\]\.relief\[\d+\]\.(amount|share|reason|approved_by)` + // of such quotas
	`|\.earned_before|\.adjustments\[\d+\]\.exact|\.components\[\d+\]\.posted` + // what was posted before, where the grid is coarser
	`|\.measures\[\d+\]\.(observation|periods|quota_period)` + // of which only the tier or gate reached counts, or no attainment
	`|\.measures\[\d+\]\.moves\[\d+\]\.credit\.(place|transaction|reverses|date|participant)` + // of credits that stand nowhere else
	`|\.components\[\d+\]\.pay\.contest\.(contestants|standings\[\d+\]\.(value|then\[\d+\]))` + // of others who stay where they are
	`|\.components\[\d+\]\.pay\.pool\.(members|total|placed\.(units|rank))|\.components\[\d+\]\.deals\[\d+\]\.(payees|total|placed\.(units|rank))` + // of others
	`|\.components\[\d+\]\.judged\[\d+\]\.(place|date)` + // of sales before the gate is passed, in their order
	`|\.conversions\[\d+\]\.(day|stated|credit\.(transaction|date|currency))` + // of credits that stand nowhere else, or as near as the rounding
	`|\.components\[\d+\]\.lines\[\d+\]\.(share|prior_before|prior_after|credit\.(place|transaction|reverses|date|participant)))$`)

// TestEveryLeafCounts changes one character of each leaf of many statements. With the digest left as it was, every
// change but that of the payee's name is found. With the digest computed anew, as a forger would, what is left
// unnoticed is something that only the inputs of the run can tell, never a figure that is computed.
func TestEveryLeafCounts(t *testing.T) {
	unnoticed, n, featured := map[string]int{}, 0, map[string]bool{}
	for name := range features(t) {
		featured[name] = true
	}
	for name, data := range tampered(t) {
		doc := tree(t, data)
		plan := name == "to date" // the plan's own leaves once: one hash covers them all
		sealed := doc["digest"]
		leaves(doc, "$", func(path string, leaf any, set func(any)) {
			if strings.HasPrefix(path, "$.plan.") && !plan || !long() && (later.MatchString(path) || featured[name] && !fresh.MatchString(path)) {
				return
			}
			n++
			set(changed(leaf))
			if path != "$.digest" {
				doc["digest"] = verify.Digest(encoded(t, doc))
			}
			if incentive.VerifyStatement(encoded(t, doc)) == nil {
				unnoticed[regexp.MustCompile(`\d+`).ReplaceAllString(path, "n")]++
				assert.Regexp(t, given, path, "%s: %v", name, leaf)
				doc["digest"] = sealed
				err := incentive.VerifyStatement(encoded(t, doc))
				assert.Equal(t, path == "$.payee.name", err == nil, "%s: %s", name, path)
			}
			doc["digest"] = sealed
			set(leaf)
		})
		require.NoError(t, incentive.VerifyStatement(encoded(t, doc)))
	}
	require.Greater(t, n, 1000)
	for _, path := range slices.Sorted(maps.Keys(unnoticed)) {
		t.Log(path, unnoticed[path])
	}
}

// TestForgedPlan changes each number of the embedded plan and computes both hashes anew: money that depends on it no longer follows.
func TestForgedPlan(t *testing.T) {
	for _, s := range []int{2, 7, 16, 18, 20} {
		data := export(t, planOf(shapes[s], refundReadings[0], roundings[1], ""), nil)["anna"]
		doc := tree(t, data)
		forged := 0
		leaves(doc["plan"], "$.plan", func(path string, leaf any, set func(any)) {
			if !regexp.MustCompile(`rate"?$|\.amount$|bands\[[12]\]\.from$|rounding\.(mode|places)$`).MatchString(path) {
				return
			}
			set(changed(leaf))
			if strings.HasSuffix(path, "mode") {
				set("up")
			}
			forgery, err := incentive.ParsePlan(encoded(t, doc["plan"]))
			require.NoError(t, err)
			doc["plan_hash"] = forgery.Hash()
			doc["digest"] = verify.Digest(encoded(t, doc))
			if err = incentive.VerifyStatement(encoded(t, doc)); err != nil {
				forged++
				assert.NotContains(t, err.Error(), "hash", path)
			}
			set(leaf)
		})
		assert.GreaterOrEqual(t, forged, 3, shapes[s].name)
	}
}

// TestFindingsNameTheFigures checks the words of a difference in both languages, and that all are told at once.
func TestFindingsNameTheFigures(t *testing.T) {
	doc := tree(t, export(t, planOf(shapes[0], refundReadings[0], roundings[1], ""), nil)["anna"])
	doc["earned"], doc["payable"] = "1000000.00", "2000000.00"
	doc["digest"] = verify.Digest(encoded(t, doc))
	found := verify.Check(encoded(t, doc))
	require.Len(t, found, 2)
	assert.Equal(t, "$.earned", found[0].Place)
	assert.Equal(t, verify.CodeDifference, found[0].Code)
	assert.Contains(t, found[0].In(kam.English), "the statement says 1000000.00, the plan and the credits give ")
	assert.Contains(t, found[0].In(kam.Chinese), "结算单写的是 1000000.00，按方案与业绩归属计算应为 ")
	assert.Equal(t, "found", found[0].Evidence[1].Name)
	assert.Equal(t, "1000000.00", found[0].Evidence[1].Value)
	assert.Equal(t, "$.payable", found[1].Place)
}
