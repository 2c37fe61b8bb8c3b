package verify_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/verify"
)

// FuzzCheckLeaves replaces one leaf of a statement by any text, takes it away, or doubles its list, and looks for panics.
func FuzzCheckLeaves(f *testing.F) {
	var docs [][]byte
	for i, s := range shapes {
		if i%2 == 0 {
			docs = append(docs, export(f, planOf(s, refundReadings[i%len(refundReadings)], roundings[i%len(roundings)], ""), nil)["anna"])
		}
	}
	all := features(f)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		docs = append(docs, all[name]["anna"])
	}
	for _, value := range []string{"", "0", "-1", "1/0", "1/3", "99999999999999999999", "\x00", "A", "2026-02-30", "r1"} {
		f.Add(uint16(7), uint16(40), value)
	}
	f.Fuzz(func(t *testing.T, which, at uint16, value string) {
		doc := tree(t, docs[int(which)%len(docs)])
		var all []func(any)
		leaves(doc, "$", func(_ string, _ any, set func(any)) { all = append(all, set) })
		all[int(at)%len(all)](value)
		if value == "" {
			delete(doc["plan"].(map[string]any), "rounding")
		}
		verify.Check(encoded(t, doc))
	})
}

// TestEmbeddedPlanIsTheHashedBytes checks a plan whose title has characters that JSON writers like to escape.
func TestEmbeddedPlanIsTheHashedBytes(t *testing.T) {
	data := export(t, planOf(shapes[0], refundReadings[0], roundings[1], ""), nil)["anna"]
	var raw struct {
		Plan     json.RawMessage `json:"plan"`
		PlanHash string          `json:"plan_hash"`
	}
	require.NoError(t, json.Unmarshal(data, &raw))
	require.Contains(t, string(raw.Plan), "R&D <plan>\u2028")
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, raw.Plan))
	sum := sha256.Sum256(compact.Bytes())
	assert.Equal(t, raw.PlanHash, hex.EncodeToString(sum[:]))
}

// TestHostileStatements are refused quickly, each with a finding.
func TestHostileStatements(t *testing.T) {
	whole := export(t, planOf(shapes[2], refundReadings[0], roundings[1], ""), nil)["anna"]
	replaced := func(old, with string) []byte {
		require.Contains(t, string(whole), old)
		return bytes.Replace(whole, []byte(old), []byte(with), 1)
	}
	long := bytes.Repeat([]byte("7"), 5000)
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"nothing", nil, "statement.json-syntax"},
		{"no statement", []byte(`{}`), verify.CodeFormat},
		{"another format", []byte(`{"format": "kam-statement-2"}`), verify.CodeFormat},
		{"no plan", []byte(`{"format": "kam-statement-1"}`), verify.CodePlan},
		{"an empty plan", []byte(`{"format": "kam-statement-1", "plan": {}}`), verify.CodePlan},
		{"deep", bytes.Repeat([]byte("["), 100_000), "statement.too-deep"},
		{"a key twice", replaced(`"earned":`, `"earned":"0","earned":`), "statement.duplicate-key"},
		{"a key in capitals", replaced(`"payable":`, `"Payable":`), "statement.key-case"},
		{"an unknown key", replaced(`"payable":`, `"bonus":"1","payable":`), "statement.unknown-key"},
		{"null", replaced(`"start":"0"`, `"start":null`), "statement.null"},
		{"a bare number", replaced(`"start":"0"`, `"start":0`), "statement.wrong-type"},
		{"a long number", replaced(`"start":"0"`, `"start":"`+string(long)+`"`), verify.CodeNumber},
		{"a fraction by zero", replaced(`"start":"0"`, `"start":"1/0"`), verify.CodeNumber},
		{"a fraction that can be reduced", replaced(`"start":"0"`, `"start":"2/4"`), verify.CodeNumber},
		{"a number with an exponent", replaced(`"start":"0"`, `"start":"1e9"`), verify.CodeNumber},
		{"a tier of no width", replaced(`"from":"0.5"`, `"from":"1"`), verify.CodePlan},
		{"an unknown mode", replaced(`"mode":"marginal"`, `"mode":"slab"`), verify.CodePlan},
		{"no measures", replaced(`"measures":[{"name"`, `"measures":[],"more":[{"name"`), "statement.unknown-key"},
		{"too many places", replaced(`"rounding":{`, `"rounding":{"places":900000,`), verify.CodePlan},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := verify.Check(c.data)
			require.NotEmpty(t, found)
			codes := map[string]bool{}
			for _, f := range found {
				codes[f.Code] = true
				assert.NotEmpty(t, f.Message.EN)
				assert.NotEmpty(t, f.Message.ZH)
			}
			assert.True(t, codes[c.code], "%v", found)
		})
	}
}
