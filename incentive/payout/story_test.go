package payout_test

import (
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wordtest"
)

// golden compares a text with a file, or writes it where KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/golden/" + name
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata/golden", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// told returns a month in which everything happens.
func told(t *testing.T) payout.Result {
	t.Helper()
	return toldWith(t, nil)
}

func toldWith(t *testing.T, labels map[string]kam.Text) payout.Result {
	t.Helper()
	rules, b := compile(t, `{
		"holdbacks": [{"parts": [{"share": "0.5", "on": "booking"}, {"share": "0.3", "on": "collection"}, {"share": "0.2", "on": "after", "months": 6}], "sums": "spread"}],
		"guarantee": {"amount": "200", "for": {"partial": "full"}, "against": "released", "belowZero": "lift"},
		"draw": {"kind": "recoverable", "amount": "2480", "for": {"partial": "by-days"}, "against": "released", "belowZero": "lift", "recovery": {"of": "above-draw", "share": "1"}, "forgive": [{"on": "date", "date": "2026-03-31", "share": "1/3"}]},
		"clawback": {"method": "percent", "share": "0.5", "base": "paid-only", "held": "cancel", "position": "after-draw"},
		"recovery": {"order": "oldest-first", "maxShareOfPay": "0.5", "protectedMinimum": "0", "position": "after-draw"},
		"leavers": {"held": "as-events", "trailingMonths": 3, "debts": "as-terms"}
	}`), newBook()
	settle(t, rules, b, open(b, 0, deal("D-1", "1000")))
	b.pay(month(0), dec("2480"), "CNY")
	february := open(b, 1, deal("D-2", "8000"))
	february.Adjustments = []payout.Adjustment{{ID: "A-6", Amount: dec("-3000"), Reason: "car paid privately", ApprovedBy: "lin"}}
	settle(t, rules, b, february)
	fix := deal("D-2", "-100")
	fix.Origin = month(1)
	c := open(b, 2, deal("D|3", "300"), fix)
	c.Labels = labels
	c.Employment = employed("", "2026-03-20")
	c.Events = []payout.Event{event("D-2", payout.Collected, "2026-03-15", "1/4"), event("D-1", payout.Cancelled, "2026-03-03", "")}
	c.Adjustments = []payout.Adjustment{{ID: "A-7", Amount: dec("150"), Reason: "fair *in* Wuhan", ApprovedBy: "lin"}}
	return settle(t, rules, b, c)
}

func TestStory(t *testing.T) {
	r := told(t)
	golden(t, "story.en.md", r.Story(kam.English))
	golden(t, "story.zh-CN.md", r.Story(kam.Chinese))
}

// What people read calls components as their labels say; steps, balances and postings keep the names.
func TestStoryWithLabels(t *testing.T) {
	bare, r := told(t), toldWith(t, map[string]kam.Text{"sales": {EN: "Pay | for *sales*", ZH: "销售提成"}, "other": {EN: "Other", ZH: "其他"}})
	assert.Equal(t, strings.ReplaceAll(bare.Story(kam.English), "sales", "Pay \\| for \\*sales\\*"), r.Story(kam.English))
	assert.Equal(t, strings.ReplaceAll(strings.ReplaceAll(bare.Story(kam.Chinese), "sales ", "销售提成"), "sales", "销售提成"), r.Story(kam.Chinese))
	assert.Contains(t, r.Story(kam.Chinese), "| 所得 | 销售提成所得 300.00 |")
	assert.Contains(t, r.Story(kam.Chinese), "交易 D\\|3（销售提成）")
	assert.Equal(t, "销售提成", r.Labels["sales"].ZH)
	assert.Equal(t, bare.Postings, r.Postings)
	for i, s := range r.Steps {
		assert.Equal(t, bare.Steps[i].Component, s.Component)
	}
	for i, h := range r.After.Held {
		assert.Equal(t, bare.After.Held[i].Component, h.Component)
	}
}

func TestStoryOfNothing(t *testing.T) {
	b := newBook()
	r := settle(t, compile(t, "{"+plain+"}"), b, open(b, 0))
	assert.Contains(t, r.Story(kam.English), "Payable: **CNY 0.00**.")
	assert.Contains(t, r.Story(kam.English), "Nothing is held back.")
	assert.Contains(t, r.Story(kam.Chinese), "没有欠款。")
}

func TestDescribe(t *testing.T) {
	everyKind := map[string]string{"full": full}
	for _, kind := range []string{"non-recoverable", "advance", "start-of-period"} {
		more := `, "recovery": {"from": "2026-03-01", "of": "all", "share": "1/3"}`
		if kind == "non-recoverable" {
			more = `, "belowZero": "lift"`
		}
		everyKind[kind] = "{" + draw(kind, more) + `, "clawback": {"method": "prorated-days", "days": 90, "base": "earned", "held": "first", "position": "after-draw"}, "leavers": {"held": "forfeit", "debts": "as-terms"}, ` + beside + "}"
	}
	everyKind["plain"] = `{"holdbacks": [{"parts": [{"share": "1", "on": "acceptance"}], "sums": "at-once"}], "clawback": {"method": "full", "base": "earned", "held": "keep"}, "leavers": {"held": "release", "debts": "as-terms"}, ` + plain + `}`
	var en, zh strings.Builder
	for _, name := range []string{"full", "non-recoverable", "advance", "start-of-period", "plain"} {
		en.WriteString("# " + name + "\n\n")
		zh.WriteString("# " + name + "\n\n")
		for _, sentence := range compile(t, everyKind[name]).Describe() {
			en.WriteString(sentence.EN + "\n")
			zh.WriteString(sentence.ZH + "\n")
			wordtest.Formatted(t, sentence.EN+sentence.ZH)
			assert.True(t, strings.ContainsFunc(sentence.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) }), sentence.ZH)
		}
		en.WriteString("\n")
		zh.WriteString("\n")
	}
	golden(t, "terms.en.txt", en.String())
	golden(t, "terms.zh-CN.txt", zh.String())
}
