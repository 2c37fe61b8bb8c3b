package web_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
