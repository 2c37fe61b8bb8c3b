package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
)

// Pages call measures and components by the labels of the plan; addresses and data have their names.
func TestPagesHaveLabels(t *testing.T) {
	s := newSite(t, nil)
	anna, dora := s.signIn("anna.berg"), s.signIn("dora.weiss")
	for _, b := range []*browser{anna, dora} {
		b.cookies["kam_lang"] = "zh-CN"
	}
	statement := "/people/anna.berg/statements/key-account-manager/2026-Q3"
	page := anna.get(statement + "?component=commission").body
	for _, want := range []string{
		`<a href="?component=commission#deals" aria-current="true">提成</a>`, `<a href="?component=new-customers#deals">新客户奖</a>`,
		"<li>销售额：", "交易明细：提成</h2>", `/2026-Q3/commission/1">`,
	} {
		assert.Contains(t, page, want)
	}
	for _, name := range []string{">commission<", ">new-customers<", "<li>sales", "：commission"} {
		assert.NotContains(t, page, name)
	}
	assert.Contains(t, anna.get(statement+"/commission/1").body, "<dd>提成</dd>")
	manager := dora.get("/people/chen.yu/statements/sales-manager/2026-Q3").body
	assert.Contains(t, manager, ">管理提成</a>")
	assert.Contains(t, manager, "<li>团队销售额：")
	period := dora.get("/periods/2026-Q3").body
	assert.Contains(t, period, "<td>提成</td>")
	assert.NotContains(t, period, "<td>commission</td>")
	assert.NotContains(t, anna.get(annaCurve).body, "sales 的完成率")
	data := anna.get("/api/people/anna.berg/statements/key-account-manager/2026-Q3?component=commission")
	require.Equal(t, http.StatusOK, data.status)
	assert.Contains(t, data.body, `"Name":"commission"`)

	anna.cookies["kam_lang"] = "en"
	assert.Contains(t, anna.get(statement).body, ">Bonus for new customers</a>")
}

// What was written before plans had labels reads by its names.
func TestViewsWithoutLabels(t *testing.T) {
	name := kam.Text{EN: "commission", ZH: "commission"}
	for i, got := range []kam.Text{
		desk.Component{Name: "commission"}.Called(), desk.Measure{Name: "commission"}.Called(),
		desk.Adjustment{Component: "commission"}.Called(), desk.Variance{Component: "commission"}.Called(),
	} {
		assert.Equal(t, name, got, fmt.Sprint(i))
	}
	label := kam.Text{EN: "Commission", ZH: "提成"}
	assert.Equal(t, label, desk.Variance{Component: "commission", Label: label}.Called())
}
