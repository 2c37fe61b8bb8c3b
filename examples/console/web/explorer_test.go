package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/incentive"
)

const annaCurve = "/people/anna.berg/explorer/key-account-manager/2026-Q3"

// shownAs returns what a page shows for a value of the curve.
func shownAs(t *testing.T, page answer, value string) string {
	t.Helper()
	found := regexp.MustCompile(`data-value="` + value + `">([^<]*)<`).FindStringSubmatch(page.body)
	require.NotNil(t, found, value)
	return found[1]
}

// TestCurveStandsWhereTheStatementDoes compares the pay curve with the statement, to the cent: 1,240,890 of 900,000 is no share with 4 or
// 6 decimals. Who moves the slider there and back is shown the same.
func TestCurveStandsWhereTheStatementDoes(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	for _, query := range []string{"", "?at=137.88"} {
		page := b.get(annaCurve + query)
		assert.Equal(t, []string{"137.88", "1,240,890.00", "38,453.40"}, []string{shownAs(t, page, "at"), shownAs(t, page, "quantity"), shownAs(t, page, "pay")}, query)
	}
	assert.JSONEq(t, `{"at": "137.88", "quantity": "1,240,890.00", "pay": "38,453.40", "marginal": "6 %"}`, b.get("/api/people/anna.berg/pay/key-account-manager/2026-Q3?at=137.88").body)
	page := b.get(annaCurve + "?at=137.89")
	assert.Equal(t, "1,241,010.00", shownAs(t, page, "quantity"), "another place is another one")
	plain, chosen := b.get(annaCurve+"/curve.svg").body, b.get(annaCurve+"/curve.svg?at=137.88").body
	assert.Contains(t, chosen, "now")
	assert.NotEqual(t, plain, chosen)
}

// TestWhatIfTellsWhatIsNotOpen asks with deals that are not open any more, or never were.
func TestWhatIfTellsWhatIsNotOpen(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	got := b.get(annaCurve + "?deal=gone")
	require.Equal(t, http.StatusOK, got.status)
	assert.Contains(t, got.body, "Not open in this period, and not counted: gone")
	assert.NotContains(t, got.body, "<dt>Then</dt>", "nothing is left to calculate")
	got = b.get(annaCurve + "?deal=gone&deal=gone&deal=lost&further=5")
	assert.Contains(t, got.body, "Not open in this period, and not counted: gone, lost<")
	assert.Contains(t, got.body, "<dt>Now</dt><dd>43,050.70</dd>", "the further deal is calculated")
	b.cookies["kam_lang"] = "zh-CN"
	assert.Contains(t, b.get(annaCurve+"?deal=gone&deal=lost").body, "以下商机在本期已非进行中，未计入：gone、lost<")
}

// TestPlacesBeyondTheCurve are shown as its ends, and the page says so.
func TestPlacesBeyondTheCurve(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	for at, shown := range map[string]string{"-5": "0", "9999999": "200"} {
		page := b.get(annaCurve + "?at=" + at)
		assert.Equal(t, shown, shownAs(t, page, "at"))
		assert.Contains(t, page.body, "The curve goes from 0 % to 200 %: this is its end.", at)
		assert.Contains(t, b.get("/api/people/anna.berg/pay/key-account-manager/2026-Q3?at="+at).body, `"beyond":true`)
	}
	for _, at := range []string{"", "?at=0", "?at=200"} {
		assert.NotContains(t, b.get(annaCurve+at).body, "this is its end", at)
	}
}

// TestAmountsAreWrittenPlainly refuses an amount with signs between its digits, and says how it is written.
func TestAmountsAreWrittenPlainly(t *testing.T) {
	s := newSite(t, nil)
	got := s.signIn("anna.berg").get(annaCurve + "?further=1,000")
	assert.Equal(t, http.StatusBadRequest, got.status)
	assert.Contains(t, got.body, "without commas or blanks between the digits")
	assert.Contains(t, got.body, `<a href="`+annaCurve+`">`, "a way back to the page")
}

// TestOpenDealsComeInPages gives a salesperson 10,000 open deals. A page of them is short, whatever is chosen stays chosen on every
// page, and both buttons and the sum count what was chosen elsewhere.
func TestOpenDealsComeInPages(t *testing.T) {
	s := newSite(t, nil)
	known, err := s.desk.Dossier(t.Context(), "anna.berg")
	require.NoError(t, err)
	known.Open = nil
	for i := range 10_000 {
		known.Open = append(known.Open, desk.OpenDeal{
			Deal:     incentive.Transaction{ID: fmt.Sprintf("open-%05d", i), Owner: "anna.berg", Amount: decimal.NewFromInt(1000), Booked: kam.MustDay("2026-09-20")},
			Customer: fmt.Sprintf("Customer %05d", i), Chance: kam.Fraction{Num: 1, Den: 2},
		})
	}
	w := s.store.Writer()
	require.NoError(t, w.Put(t.Context(), desk.DossierKey("anna.berg"), known))
	require.NoError(t, w.Flush(t.Context()))
	b := s.signIn("anna.berg")
	boxes := func(a answer) (all, checked []string) {
		for _, found := range regexp.MustCompile(`name="deal" value="([^"]+)"( checked)?`).FindAllStringSubmatch(a.body, -1) {
			if all = append(all, found[1]); found[2] != "" {
				checked = append(checked, found[1])
			}
		}
		return all, checked
	}

	first := b.get(annaCurve)
	require.Equal(t, http.StatusOK, first.status)
	all, checked := boxes(first)
	assert.Len(t, all, 50)
	assert.Empty(t, checked)
	assert.Less(t, len(first.body), 100_000)
	assert.Contains(t, first.body, "<li>1 / 200</li>")
	assert.NotContains(t, first.body, ">Previous</button>")

	second := b.get(annaCurve + "?deal=open-00007&deal=open-00051&further=&page=2&page=1")
	all, checked = boxes(second)
	assert.Equal(t, []string{"open-00007", "open-00050", "open-00051"}, all[:3], "what is chosen elsewhere, then the page")
	assert.Equal(t, []string{"open-00007", "open-00051"}, checked)
	assert.Len(t, all, 51)
	assert.Contains(t, second.body, "Chosen on other pages:")
	assert.Contains(t, second.body, `<button name="page" value="1">Previous</button>`)
	assert.Contains(t, second.body, `<button name="page" value="3">Next</button>`)
	assert.Contains(t, second.body, `<input type="hidden" name="page" value="2">`, "a calculation stays on the page")
	assert.Less(t, strings.Index(second.body, ">Calculate<"), strings.Index(second.body, `name="page"`), "the Enter key calculates")
	assert.Contains(t, second.body, `<th scope="row">Customer 00007</th>`)
	assert.Contains(t, second.body, `<th scope="row">Customer 00051</th>`)

	last := b.get(annaCurve + "?page=200")
	all, _ = boxes(last)
	assert.Equal(t, "open-09999", all[len(all)-1])
	assert.NotContains(t, last.body, ">Next</button>")
	for _, page := range []string{"0", "201", "x", "9999999"} {
		assert.Equal(t, http.StatusNotFound, b.get(annaCurve+"?page="+page).status, page)
	}
	b.cookies["kam_lang"] = "zh-CN"
	assert.Contains(t, b.get(annaCurve+"?deal=open-00007&page=2").body, "已在其他页选择：")
}

// TestManagersAreToldWhyThereIsNothing looks at the pages of somebody who leads people and sells nothing: what is empty says why, and a
// form that would change nothing is not there.
func TestManagersAreToldWhyThereIsNothing(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("chen.yu")
	const path = "/people/chen.yu/explorer/sales-manager/2026-Q3"
	for lang, said := range map[string][4]string{
		"en": {
			"A further deal of one&#39;s own would change nothing here: the plan pays for the deals of the people below",
			"There are no %s here: none are recorded for Chen Yu 陈宇. Those of the people below are on the page of each of them.", "Calculate",
			"What this plan pays follows from what the people below sell and earn, and not from one figure of one&#39;s own.",
		},
		"zh-CN": {"本方案按下属的成交计提，不计本人的成交", "暂无%s：尚未录入 Chen Yu 陈宇 的资料。其下属的资料见各自页面。", "测算", "本方案的提成取决于下属的成交与提成，而非本人的单一指标。"},
	} {
		b.cookies["kam_lang"] = lang
		for _, query := range []string{"", "?further=1000000", "?further=x"} {
			page := b.get(path + query)
			require.Equal(t, http.StatusOK, page.status)
			assert.Contains(t, page.body, said[0])
			assert.Contains(t, page.body, said[3])
			assert.NotContains(t, page.body, `id="further"`)
			assert.NotContains(t, page.body, ">"+said[2]+"</button>")
			assert.NotContains(t, page.body, `<dl class="figures" role="status">`, "nothing is calculated")
		}
		for page, words := range map[string][2]string{
			"": {"goals", "目标"}, "/goals": {"goals", "目标"}, "/scorecard": {"figures for a scorecard", "评分卡数据"},
			"/development": {"records for promotions", "晋升资料"}, "/customers": {"customers", "客户"},
		} {
			word := words[0]
			if lang != "en" {
				word = words[1]
			}
			assert.Contains(t, b.get("/people/chen.yu"+page).body, fmt.Sprintf(said[1], word), page)
		}
		assert.Contains(t, b.get(annaCurve).body, `id="further"`)
		assert.NotContains(t, b.get(annaCurve).body, said[0])
	}
}
