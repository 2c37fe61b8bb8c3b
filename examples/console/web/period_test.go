package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/preclose"
)

// TestPeriodSaysWhatToLookAt reads the page before approval: that somebody else approves is told to who has calculated, until it is done,
// and the variances that are counted are listed.
func TestPeriodSaysWhatToLookAt(t *testing.T) {
	s := newSite(t, nil)
	dora, tang := s.signIn("dora.weiss"), s.signIn("tang.rui")
	const path, eyes = "/periods/2026-Q3", "who approves has not made this calculation"
	assert.Contains(t, dora.get(path).body, eyes)
	page := tang.get(path).body
	assert.NotContains(t, page, eyes, "who has not calculated")
	found, err := s.desk.Findings(t.Context(), s.company.Current)
	require.NoError(t, err)
	beyond, unexplained := 0, 0
	for _, v := range found.Variances {
		assert.True(t, v.Now.Sub(v.Last).Equal(v.Amount), v.Payee)
		assert.Contains(t, page, `<a href="/people/`+v.Payee+`">`)
		if v.Beyond {
			beyond++
		}
		if v.Unexplained {
			unexplained++
		}
	}
	for code, n := range map[string]int{"beyond": beyond, "unexplained": unexplained} {
		i := slices.IndexFunc(found.Checks, func(c preclose.Check) bool { return c.Code == code })
		assert.Equal(t, found.Checks[i].Count, n, code)
		assert.Positive(t, n, code)
	}
	assert.Equal(t, beyond, strings.Count(page, ">beyond the limit"))
	assert.Equal(t, unexplained, strings.Count(page, "without an explanation: the run of the last period"))
	assert.True(t, found.Variances[0].Beyond, "those beyond the limit first")

	s.later(70 * 24 * time.Hour)
	dora, tang = s.signIn("dora.weiss"), s.signIn("tang.rui")
	require.Equal(t, http.StatusSeeOther, tang.post(path+"/approve", nil).status)
	page = dora.get(path).body
	assert.NotContains(t, page, eyes, "it is approved")
	assert.Contains(t, page, "approved, Tang Rui 唐睿, 2026-11-27", "on the day of the clock, as in the audit, and by name")
	assert.Contains(t, dora.get("/periods").body, "<td>Tang Rui 唐睿</td><td class=\"day\">2026-11-27</td>")
	assert.Contains(t, dora.get("/audit").body, "Tang Rui 唐睿 <small>tang.rui</small>")
}

func TestPeriodTakesFourEyes(t *testing.T) {
	s := newSite(t, nil)
	now := func() ledger.State { return s.desk.Life(s.company.Current).Now }
	dora, tang := s.signIn("dora.weiss"), s.signIn("tang.rui")
	const path = "/periods/2026-Q3"

	require.Equal(t, ledger.Calculated, now())
	assert.Contains(t, dora.get(path).body, "another administrator has to approve it")
	assert.Equal(t, http.StatusConflict, dora.post(path+"/approve", nil).status, "who has calculated")
	assert.Equal(t, ledger.Calculated, now())
	assert.Equal(t, http.StatusConflict, tang.post(path+"/close", nil).status, "what is not approved")

	assert.Equal(t, http.StatusSeeOther, tang.post(path+"/approve", nil).status)
	assert.Equal(t, ledger.Approved, now())
	assert.Equal(t, http.StatusConflict, dora.post(path+"/calculate", nil).status, "what is approved")
	assert.Equal(t, http.StatusBadRequest, dora.post(path+"/reopen", nil).status, "without a reason")
	assert.Equal(t, http.StatusSeeOther, dora.post(path+"/reopen", url.Values{"reason": {"a late deal"}}).status)
	assert.Equal(t, ledger.Reopened, now())

	assert.Equal(t, http.StatusSeeOther, tang.post(path+"/calculate", nil).status)
	s.desk.Wait()
	assert.Equal(t, ledger.Calculated, now())
	assert.JSONEq(t, `{"done": 1000, "total": 1000, "running": false, "failed": false}`, tang.get("/api/periods/2026-Q3/progress").body)
	assert.Equal(t, http.StatusConflict, tang.post(path+"/approve", nil).status, "now it is the other one")
	assert.Equal(t, http.StatusSeeOther, dora.post(path+"/approve", nil).status)
	assert.Equal(t, http.StatusSeeOther, dora.post(path+"/close", nil).status)
	assert.Equal(t, ledger.Closed, now())
	assert.Equal(t, http.StatusConflict, dora.post(path+"/reopen", url.Values{"reason": {"again"}}).status, "what is closed stays closed")
	page := dora.get(path).body
	assert.Contains(t, page, "a late deal")
	assert.Contains(t, page, "olga.petrova", "the deal that nobody is paid for")
	require.NoError(t, s.book.Verify(t.Context()))
}

// TestTwoAdministratorsAreEnough has the second one calculate too: only who has made the last calculation may not approve, whether it changes
// something or not. Both are told before, and who is refused is told what to do.
func TestTwoAdministratorsAreEnough(t *testing.T) {
	s := newSite(t, nil)
	dora, tang := s.signIn("dora.weiss"), s.signIn("tang.rui")
	const path = "/periods/2026-Q3"
	warning := `<p id="warning">If you calculate it again, you cannot approve that calculation: Dora Weiss or another administrator has to.</p>`
	assert.Contains(t, tang.get(path).body, warning)
	assert.Contains(t, tang.get(path).body, `<button aria-describedby="warning">`)
	assert.NotContains(t, dora.get(path).body, `id="warning"`, "she may not approve anyway")
	tang.cookies["kam_lang"] = "zh-CN"
	assert.Contains(t, tang.get(path).body, "若您重新计算，则不能批准该次计算，须由Dora Weiss或其他管理员批准。")
	tang.cookies["kam_lang"] = "en"

	require.Equal(t, http.StatusSeeOther, tang.post(path+"/calculate", nil).status)
	s.desk.Wait()
	assert.NotContains(t, tang.get(path).body, path+"/approve", "the last calculation is theirs")
	refused := tang.post(path+"/approve", nil)
	assert.Equal(t, http.StatusConflict, refused.status)
	assert.Contains(t, refused.body, "Once another administrator has calculated it again, you may approve that calculation.")
	assert.Contains(t, dora.get(path).body, path+"/approve")
	require.Equal(t, http.StatusSeeOther, dora.post(path+"/approve", nil).status)
	assert.Equal(t, ledger.Approved, s.desk.Life(s.company.Current).Now)
	assert.NotContains(t, tang.get(path).body, `id="warning"`)
	require.NoError(t, s.book.Verify(t.Context()))
}
