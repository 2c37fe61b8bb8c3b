package fromcrm_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
	"github.com/kam-go/kam/internal/wordtest"
)

func compileFaults(t *testing.T, p fromcrm.Policy) map[string]kam.Finding {
	t.Helper()
	c, err := fromcrm.Compile(p)
	require.Nil(t, c)
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	out := map[string]kam.Finding{}
	for _, f := range invalid.Findings {
		assert.NotContains(t, out, f.Place)
		assert.Equal(t, kam.Error, f.Severity)
		assert.NotEmpty(t, f.Message.ZH)
		assert.NotEmpty(t, f.Remedy.EN)
		assert.NotEmpty(t, f.Remedy.ZH)
		wordtest.Formatted(t, f.Message.EN+f.Message.ZH+f.Remedy.EN+f.Remedy.ZH)
		out[f.Place] = f
	}
	return out
}

func TestCompileNamesEveryMissingPart(t *testing.T) {
	faults := compileFaults(t, fromcrm.Policy{})
	var keys map[string]any
	data, err := json.Marshal(fromcrm.Policy{})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &keys))
	assert.Len(t, faults, len(keys), "every field must be stated")
	for key := range keys {
		f, ok := faults["$."+key]
		if assert.True(t, ok, key) {
			assert.Equal(t, string(fromcrm.CodePolicyMissing), f.Code)
		}
	}
	assert.Contains(t, faults["$.dating"].Remedy.EN, `"dating": "change" (`)
	assert.Contains(t, faults["$.dating"].Remedy.EN, `"dating": "original" (`)
	assert.Contains(t, faults["$.dating"].Remedy.ZH, `"dating": "original"（`)
	assert.Contains(t, faults["$.reowned"].Remedy.EN, "a change of owner or participants reverses the deal")
	assert.Contains(t, faults["$.reowned"].Remedy.ZH, "负责人或参与人变更")
}

func TestCompileRefusesUnknownWords(t *testing.T) {
	p := fromcrm.Policy{
		Won: []string{"Won"}, CreditDate: "signed", Repriced: "x", Reowned: "reverse", Attributes: "Keep", Moved: " keep",
		Dates: "difference", Reopened: "keep", Deleted: "ignore", Dating: "closed", Faulty: "skip",
	}
	faults := compileFaults(t, p)
	assert.Len(t, faults, 10)
	for place, f := range faults {
		assert.Equal(t, string(fromcrm.CodePolicyWord), f.Code, place)
	}
}

func TestCompileChecksWonStages(t *testing.T) {
	p := fromcrm.Standard("Won", "", " Won", "Won", "a\nb", strings.Repeat("x", 129), strings.Repeat("x", 128), "赢单")
	faults := compileFaults(t, p)
	assert.Len(t, faults, 5)
	for _, place := range []string{"$.won[1]", "$.won[2]", "$.won[3]", "$.won[4]", "$.won[5]"} {
		assert.Equal(t, string(fromcrm.CodePolicyWon), faults[place].Code, place)
	}
}

func TestStandardIsComplete(t *testing.T) {
	stages := []string{"Won"}
	p := fromcrm.Standard(stages...)
	stages[0] = "Lost"
	c, err := fromcrm.Compile(p)
	require.NoError(t, err)
	p.Won[0] = "Lost"
	got, found := c.Transactions([]fromcrm.Revision{won(1, "", "100")})
	assert.Empty(t, found)
	assert.Len(t, got, 1, "a converter shares nothing with its policy")
	assert.Contains(t, compileFaults(t, fromcrm.Standard()), "$.won")
}

func TestPolicyIsJSON(t *testing.T) {
	p := fromcrm.Standard("Won")
	p.CreditDate = incentive.CashReceived
	data, err := json.Marshal(p)
	require.NoError(t, err)
	assert.JSONEq(t, `{"won":["Won"],"creditDate":"cash","repriced":"reverse-and-rebook","reowned":"reverse-and-rebook",
		"attributes":"reverse-and-rebook","moved":"reverse-and-rebook","dates":"reverse-and-rebook","reopened":"reverse",
		"deleted":"reverse","dating":"change","faulty":"pass-over"}`, string(data))
	var back fromcrm.Policy
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p, back)
}

func TestZeroConverterYieldsNothing(t *testing.T) {
	var c fromcrm.Converter
	got, found := c.Transactions([]fromcrm.Revision{won(1, "", "100")})
	assert.Empty(t, got)
	assert.Empty(t, found)
}
