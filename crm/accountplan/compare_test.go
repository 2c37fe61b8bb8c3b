package accountplan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func TestVersionsAreCompared(t *testing.T) {
	before, after := whole(), whole()
	after.Version, after.Owner, after.ReviewOn, after.Period = 2, "bo", kam.Day{}, kam.MustPeriod("2026-01-01/2027-07-01")
	after.Objectives[0].Target, after.Objectives[0].By = some("1200000.50"), kam.MustDay("2027-06-30")
	after.Objectives[1].Baseline = some("60.0") // the same number
	after.Objectives[0], after.Objectives[1] = after.Objectives[1], after.Objectives[0]
	after.Stakeholders[0].Attitude, after.Stakeholders[0].MetBy = new(2), []string{"anna", "bo"}
	after.Stakeholders[1].Role, after.Stakeholders[1].Champion = crm.Coach, false
	after.Stakeholders[2].Attitude = nil
	after.Needs = append(after.Needs[:2], accountplan.Need{ID: "new", Title: "New need"})
	after.Solutions[0].Fits = []accountplan.Fit{{Need: "uptime", How: accountplan.Fully}, {Need: "new", How: accountplan.NotMet}}
	after.Whitespace.Products = append(after.Whitespace.Products, accountplan.Product{ID: "hose", Name: "Hoses"})
	after.Whitespace.Cells[0].Potential = some("350000")
	after.Competitors[0].Also = nil
	after.Risks = append(after.Risks[1:2], accountplan.Risk{ID: "fx", Title: "FX"})
	after.Actions[1].Done, after.Actions[0].For = kam.MustDay("2026-06-20"), after.Actions[0].For[:1]
	c, err := accountplan.Compare(before, after)
	require.NoError(t, err)
	golden(t, "changes.en.md", c.Markdown(kam.English))
	golden(t, "changes.zh-CN.md", c.Markdown(kam.Chinese))
	for _, x := range c.Changes {
		good(t, x.Text())
	}

	back, err := accountplan.Compare(after, before)
	require.NoError(t, err)
	assert.Len(t, back.Changes, len(c.Changes), "the way back has as many changes")
	none, err := accountplan.Compare(before, whole())
	require.NoError(t, err)
	assert.Empty(t, none.Changes)
	assert.Equal(t, "# Acme：第 1 版至第 1 版\n\n没有变化。\n", none.Markdown(kam.Chinese))
}

func TestOnlyVersionsAreCompared(t *testing.T) {
	other := plan()
	other.ID = "bolt-2026"
	_, err := accountplan.Compare(plan(), other)
	require.ErrorIs(t, err, accountplan.ErrOther)
	other = plan()
	other.Account.ID = "bolt"
	_, err = accountplan.Compare(plan(), other)
	require.ErrorIs(t, err, accountplan.ErrOther)
	other.Version = 0
	_, err = accountplan.Compare(accountplan.Plan{}, other)
	assert.Contains(t, faults(t, err), "version $.after.version")
	assert.Contains(t, faults(t, err), "id $.before.id")
}
