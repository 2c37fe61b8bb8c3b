package settlement_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wordtest"
)

// labelledPlan is quotaPlan with what people call its parts.
var labelledPlan = strings.NewReplacer(
	`"name": "revenue"`, `"name": "revenue", "label": {"en": "Net sales", "zh": "净销售额"}`,
	`"name": "commission"`, `"name": "commission", "label": {"en": "Pay on *sales*", "zh": "销售提成"}`,
).Replace(quotaPlan)

// A statement calls parts of the plan as people do; its amounts, changes and export have the names.
func TestStatementWithLabels(t *testing.T) {
	bare, st := april(t), aprilUnder(t, labelledPlan)
	assert.True(t, bare.Payable().Equal(st.Payable()))
	en, zh := st.Markdown(kam.English), st.Markdown(kam.Chinese)
	wordtest.Formatted(t, en, zh)
	for _, name := range []string{"commission", "revenue"} {
		assert.NotContains(t, zh, name)
		assert.NotContains(t, strings.ReplaceAll(en, "commission period", "period"), name)
	}
	golden(t, "labels.zh-CN.md", zh)
	assert.Contains(t, en, "| Pay on \\*sales\\* |")
	assert.Equal(t, kam.Text{EN: "Pay on *sales*", ZH: "销售提成"}, st.ComponentLabel("commission"))
	assert.Equal(t, kam.Text{EN: "(draw)", ZH: "(draw)"}, st.ComponentLabel("(draw)"))
	_, was := bare.Changes()
	_, changes := st.Changes()
	require.Len(t, changes, len(was))
	for i, c := range changes {
		assert.Equal(t, was[i].Component, c.Component)
	}
	data, err := st.Export()
	require.NoError(t, err)
	require.NoError(t, settlement.VerifyExport(data))
	assert.Contains(t, string(data), `"commission"`)
	assert.Equal(t, kam.Text{EN: "commission", ZH: "commission"}, settlement.Statement{}.ComponentLabel("commission"))
}
