package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/ledger"
)

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
