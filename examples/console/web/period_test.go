package web_test

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/preclose"
)

// TestPeriodSaysWhatToLookAt reads the page before approval: that somebody else approves is told to who has calculated, until it is done,
// and the variances that are counted are listed.
func TestPeriodSaysWhatToLookAt(t *testing.T) {
	s := newSite(t, nil)
	dora, tang := s.signIn("dora.weiss"), s.signIn("tang.rui")
	const path, eyes = "/periods/2026-Q3", "who approves has not calculated the period"
	assert.Contains(t, dora.get(path).body, eyes)
	page := tang.get(path).body
	assert.NotContains(t, page, eyes, "who has not calculated")
	found, err := s.desk.Findings(t.Context(), s.company.Current)
	require.NoError(t, err)
	beyond, unexplained, causes := 0, 0, map[string]bool{}
	for _, v := range found.Variances {
		assert.True(t, v.Now.Sub(v.Last).Equal(v.Amount), v.Payee)
		assert.Contains(t, page, `<a href="/people/`+v.Payee+`">`)
		if v.Beyond {
			beyond++
		}
		if v.Unexplained {
			unexplained++
		}
		sum := decimal.Zero
		for _, c := range v.Causes {
			sum, causes[c.Name.EN] = sum.Add(c.Amount), true
			assert.Contains(t, page, "<li>"+c.Name.EN+" ")
		}
		assert.True(t, sum.Equal(v.Amount), "the causes of %s are all there", v.Payee)
	}
	for code, n := range map[string]int{"beyond": beyond, "unexplained": unexplained} {
		i := slices.IndexFunc(found.Checks, func(c preclose.Check) bool { return c.Code == code })
		assert.Equal(t, found.Checks[i].Count, n, code)
	}
	assert.Positive(t, beyond)
	assert.Zero(t, unexplained)
	assert.Equal(t, beyond, strings.Count(page, ">beyond the limit<"))
	for _, cause := range []string{"credited volume", "rate or tier"} {
		assert.True(t, causes[cause], cause)
	}
	assert.NotContains(t, page, "was not handed in")
	assert.Contains(t, page, "The period ends on 2026-09-30, and the data are as of 2026-09-18: what is sold until then is missing.")
	last := dora.get("/periods/2026-Q2").body
	assert.NotContains(t, last, "The period ends on")
	assert.Contains(t, last, "There is no earlier period to compare with")
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
	assert.Contains(t, dora.get(path).body, "somebody else has to approve it")
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

// TestTwoAdministratorsAreEnough has the second one calculate too: who would not be able to approve any more is warned, and has to say so.
func TestTwoAdministratorsAreEnough(t *testing.T) {
	s := newSite(t, nil)
	dora, tang := s.signIn("dora.weiss"), s.signIn("tang.rui")
	const path = "/periods/2026-Q3"
	assert.Contains(t, tang.get(path).body, `<p id="warning">Who calculates a period may not approve it. If you calculate it too, somebody who has not calculated it has to approve it.</p>`)
	assert.NotContains(t, dora.get(path).body, `id="warning"`, "she may not approve anyway")
	tang.cookies["kam_lang"] = "zh-CN"
	assert.Contains(t, tang.get(path).body, "若您也执行计算，则须由未参与计算的人员批准。")
	tang.cookies["kam_lang"] = "en"
	refused := tang.post(path+"/calculate", nil)
	assert.Equal(t, http.StatusConflict, refused.status)
	assert.Contains(t, refused.body, "If you calculate it too, you cannot approve it")
	assert.Contains(t, tang.get(path).body, path+"/approve", "nothing was calculated")

	require.Equal(t, http.StatusSeeOther, tang.post(path+"/calculate", url.Values{"sure": {"yes"}}).status)
	s.desk.Wait()
	assert.NotContains(t, tang.get(path).body, path+"/approve")
	assert.Equal(t, http.StatusConflict, dora.post(path+"/approve", nil).status, "both have calculated: a third one has to approve")
	require.NoError(t, s.book.Verify(t.Context()))
}

// spoiled is a book that gets a transaction which cannot be calculated, in the last period.
type spoiled struct {
	sample.Writable
	now *atomic.Bool
}

func (s spoiled) Transactions(ctx context.Context, p kam.Period) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		odd := incentive.Transaction{ID: "odd", Owner: "anna.berg", Amount: decimal.NewFromInt(-5), Booked: kam.MustDay("2026-05-05")}
		if s.now.Load() && p.Contains(odd.Booked) && !yield(odd, nil) {
			return
		}
		s.Writable.Transactions(ctx, p)(yield)
	}
}

// TestCausesThatAreNotKnown has a last period that cannot be calculated again: the page says so, why, and what to do.
func TestCausesThatAreNotKnown(t *testing.T) {
	var now atomic.Bool
	s := newSiteOn(t, nil, func(book sample.Writable) sample.Writable { return spoiled{book, &now} }, nil)
	now.Store(true)
	b := s.signIn("tang.rui")
	require.Equal(t, http.StatusSeeOther, b.post("/periods/2026-Q3/calculate", url.Values{"sure": {"yes"}}).status)
	s.desk.Wait()
	page := b.get("/periods/2026-Q3").body
	assert.Contains(t, page, "the last period, 2026-Q2, cannot be calculated again (")
	assert.Contains(t, page, "is negative and names no original). Mend that, and calculate this period again.")
	assert.Contains(t, page, "<li>not explained ")
	assert.NotContains(t, page, "was not handed in")
	b.cookies["kam_lang"] = "zh-CN"
	assert.Contains(t, b.get("/periods/2026-Q3").body, "无法说明差异原因：上期 2026-Q2 无法重新计算（")
}

// TestChecksAreLookedAt says of one check after another that it was looked at: the page says who and when, the audit has it, and another
// calculation is to be looked at anew.
func TestChecksAreLookedAt(t *testing.T) {
	s := newSite(t, nil)
	b, other := s.signIn("tang.rui"), s.signIn("dora.weiss")
	const path = "/periods/2026-Q3"
	found, err := s.desk.Findings(t.Context(), s.company.Current)
	require.NoError(t, err)
	run := url.Values{"run": {found.Run}}
	isClear := func(code string) bool {
		return found.Checks[slices.IndexFunc(found.Checks, func(c preclose.Check) bool { return c.Code == code })].Clear
	}
	require.False(t, isClear("beyond"))
	require.False(t, isClear("uncredited"))
	before := strings.Count(b.get(path).body, "I have looked at it")
	require.Equal(t, http.StatusSeeOther, b.post(path+"/checks/beyond", run).status)
	assert.Equal(t, []string{"tang.rui", "2026-Q3 / beyond", "done"}, []string{s.newest().Person, s.newest().Object, s.newest().Outcome})
	require.Equal(t, http.StatusSeeOther, other.post(path+"/checks/beyond", url.Values{"run": {found.Run}}).status, "the first one stays")
	page := other.get(path).body
	assert.Contains(t, page, "looked at by Tang Rui 唐睿, 2026-09-18 09:00:00 UTC")
	assert.Equal(t, before-1, strings.Count(page, "I have looked at it"))
	require.True(t, isClear("held"))
	for _, code := range []string{"held", "four-eyes", "nothing", "a|b"} {
		assert.Equal(t, http.StatusNotFound, b.post(path+"/checks/"+url.PathEscape(code), url.Values{"run": {found.Run}}).status, code)
	}
	b.cookies["kam_lang"] = "zh-CN"
	assert.Contains(t, b.get(path).body, "已核查：Tang Rui 唐睿，2026-09-18 09:00:00 UTC")
	b.cookies["kam_lang"] = "en"

	require.Equal(t, http.StatusSeeOther, other.post(path+"/calculate", nil).status)
	s.desk.Wait()
	assert.Contains(t, b.post(path+"/checks/uncredited", url.Values{"run": {found.Run}}).body, "was calculated again meanwhile")
	assert.NotContains(t, b.get(path).body, "looked at by", "another calculation")
	kept, err := s.store.Of(t.Context(), "look")
	require.NoError(t, err)
	assert.Empty(t, kept)
	require.Equal(t, http.StatusSeeOther, b.post(path+"/approve", nil).status)
	assert.NotContains(t, b.get(path).body, "I have looked at it", "it is approved")
	found, err = s.desk.Findings(t.Context(), s.company.Current)
	require.NoError(t, err)
	assert.Equal(t, http.StatusConflict, b.post(path+"/checks/uncredited", url.Values{"run": {found.Run}}).status)
}
