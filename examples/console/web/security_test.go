package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSessions(t *testing.T) {
	s := newSite(t, nil)
	b := s.browser()
	first := b.get("/sign-in")
	cookie := first.header.Get("Set-Cookie")
	assert.Contains(t, cookie, "HttpOnly")
	assert.Contains(t, cookie, "SameSite=Strict")
	b.token = tokenOf(t, first)
	b.cookies["kam_session"] = "chosen-by-an-attacker"
	got := b.post("/sign-in", url.Values{"name": {"anna.berg"}, "password": {password}})
	require.Equal(t, http.StatusSeeOther, got.status)
	assert.NotEqual(t, "chosen-by-an-attacker", b.cookies["kam_session"], "a new id with each sign-in")
	for _, c := range got.header.Values("Set-Cookie") {
		assert.Contains(t, c, "HttpOnly")
		assert.Contains(t, c, "SameSite=Strict")
	}
	assert.Equal(t, http.StatusOK, b.get("/people/anna.berg").status)

	stolen := b.cookies["kam_session"]
	b.token = tokenOf(t, b.get("/people/anna.berg"))
	assert.Equal(t, http.StatusSeeOther, b.post("/sign-out", nil).status)
	b.cookies["kam_session"] = stolen
	assert.Equal(t, "/sign-in", b.get("/people/anna.berg").header.Get("Location"), "signed out is signed out")

	b = s.signIn("anna.berg")
	former := b.cookies["kam_session"]
	b.cookies["kam_form"] = b.token
	require.Equal(t, http.StatusSeeOther, b.post("/sign-in", url.Values{"name": {"anna.berg"}, "password": {password}}).status)
	b.cookies["kam_session"] = former
	assert.Equal(t, http.StatusSeeOther, b.get("/people/anna.berg").status, "signing in again ends the session before")

	b = s.signIn("anna.berg")
	s.later(29 * time.Minute)
	assert.Equal(t, http.StatusOK, b.get("/people/anna.berg").status)
	s.later(31 * time.Minute)
	assert.Equal(t, http.StatusSeeOther, b.get("/people/anna.berg").status, "idle")

	b = s.signIn("anna.berg")
	for range 26 {
		s.later(28 * time.Minute)
		b.get("/people/anna.berg")
	}
	assert.Equal(t, http.StatusSeeOther, b.get("/people/anna.berg").status, "after twelve hours in any case")
}

func TestSigningInIsLimited(t *testing.T) {
	s := newSite(t, nil)
	b := s.browser()
	b.token = tokenOf(t, b.get("/sign-in"))
	try := func(name, given string) answer {
		return b.post("/sign-in", url.Values{"name": {name}, "password": {given}})
	}
	for range 10 {
		assert.Equal(t, http.StatusUnauthorized, try("anna.berg", "guess").status)
		s.later(time.Second)
	}
	got := try("anna.berg", password)
	assert.Equal(t, http.StatusTooManyRequests, got.status, "even the right one")
	assert.NotEmpty(t, got.header.Get("Retry-After"))
	assert.Equal(t, "too many attempts", s.newest().Outcome)
	s.later(6 * time.Minute)
	assert.Equal(t, http.StatusSeeOther, try("anna.berg", password).status)
	assert.Equal(t, "signed in", s.newest().Outcome)
	assert.Equal(t, "anna.berg", s.newest().Person)
}

// TestOneNameLocksNobodyElseOut tries one name too often: others at the address still sign in, and who does so cannot go on trying names.
func TestOneNameLocksNobodyElseOut(t *testing.T) {
	s := newSite(t, nil)
	b := s.browser()
	b.token = tokenOf(t, b.get("/sign-in"))
	try := func(name, given string) int {
		return b.post("/sign-in", url.Values{"name": {name}, "password": {given}}).status
	}
	for range 12 {
		try("anna.berg", "guess")
	}
	assert.Equal(t, http.StatusTooManyRequests, try("anna.berg", password))
	assert.NotNil(t, s.signIn("he.jun"), "a colleague at the same address")

	for i := range 9 { // anna.berg is the tenth
		assert.Equal(t, http.StatusUnauthorized, try(fmt.Sprint("other-", i), "guess"))
		if i < 8 {
			s.signIn("he.jun")
		}
	}
	assert.Equal(t, http.StatusTooManyRequests, try("li.wen", "guess"), "signing in has not cleared what else the address has tried")
	s.later(6 * time.Minute)
	assert.Equal(t, http.StatusUnauthorized, try("li.wen", "guess"))
}

// TestWhatReachesNoAddressIsInTheAudit has another site send a form of somebody who is signed in, and asks for another host: nothing is
// done, the audit has it, and the answer is in the reader's language and shows nothing of who is signed in.
func TestWhatReachesNoAddressIsInTheAudit(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	notes := "/people/anna.berg/customers/customer-000001/notes"
	cases := map[string]struct {
		ask              func() answer
		status           int
		object, says, zh string
	}{
		"another site": {
			func() answer {
				return b.do(http.MethodPost, notes, url.Values{"token": {b.token}, "note": {"hello"}}, http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://elsewhere.example"}})
			}, http.StatusForbidden, notes, "The form was sent by another site", "表单来自其他网站",
		},
		"another host": {
			func() answer { return b.do(http.MethodGet, "/team", nil, http.Header{"Host": {"attacker.example"}}) },
			http.StatusMisdirectedRequest, "attacker.example /team", "These pages are not called by this host name", "本站不使用此主机名",
		},
	}
	admin := s.signIn("dora.weiss")
	for name, c := range cases {
		delete(b.cookies, "kam_lang")
		before := s.newest().Number
		got := c.ask()
		assert.Equal(t, c.status, got.status, name)
		assert.Contains(t, got.body, c.says, name)
		assert.NotContains(t, got.body, "Anna Berg", name)
		assert.NotContains(t, got.body, "As of", name)
		assert.NotContains(t, got.body, b.token, name)
		assert.Empty(t, got.header.Values("Set-Cookie"), name)
		row := s.newest()
		assert.Greater(t, row.Number, before, name)
		assert.Equal(t, []string{"anna.berg", c.object, "refused"}, []string{row.Person, row.Object, row.Outcome}, name)
		assert.NotContains(t, admin.get("/audit").body, ">"+row.Method+" "+row.Route+"<", "the audit has a name for it")
		b.cookies["kam_lang"] = "zh-CN"
		assert.Contains(t, c.ask().body, c.zh, name)
	}
	kept, err := s.store.Notes(t.Context(), "anna.berg")
	require.NoError(t, err)
	assert.Empty(t, kept)
	before := s.newest().Number
	stranger := s.browser()
	for range 150 {
		stranger.do(http.MethodGet, "/", nil, http.Header{"Host": {"attacker.example"}})
	}
	assert.LessOrEqual(t, s.newest().Number-before, int64(100), "strangers do not fill the disk")
}

// TestAnotherMethodIsToldWhichOne asks for pages in a way that they are not there for.
func TestAnotherMethodIsToldWhichOne(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("dora.weiss")
	for _, c := range []struct{ method, path, allow string }{
		{http.MethodDelete, "/team", "GET, HEAD"},
		{http.MethodPut, "/periods/2026-Q3/close", "POST"},
		{http.MethodGet, "/sign-out", "POST"},
		{http.MethodDelete, "/sign-in", "GET, HEAD, POST"},
		{http.MethodDelete, "/api/team", "GET, HEAD"},
		{http.MethodDelete, "/", "GET, HEAD"},
	} {
		got := b.do(c.method, c.path, nil, nil)
		assert.Equal(t, http.StatusMethodNotAllowed, got.status, c.path)
		assert.Equal(t, c.allow, got.header.Get("Allow"), c.path)
	}
	got := b.get("/nothing")
	assert.Equal(t, http.StatusNotFound, got.status)
	assert.Empty(t, got.header.Get("Allow"))
}

func TestFormsAreOfThisSite(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	notes := "/people/anna.berg/customers/customer-000001/notes"
	form := url.Values{"token": {b.token}, "note": {"hello"}}
	assert.Equal(t, http.StatusForbidden, b.do(http.MethodPost, notes, form, http.Header{"Sec-Fetch-Site": {"cross-site"}}).status)
	assert.Equal(t, http.StatusForbidden, b.do(http.MethodPost, notes, form, http.Header{"Origin": {"https://elsewhere.example"}}).status)
	other := s.signIn("he.jun")
	assert.Equal(t, http.StatusForbidden, b.post(notes, url.Values{"token": {other.token}, "note": {"hello"}}).status, "the token of another session")
	assert.Equal(t, http.StatusSeeOther, b.do(http.MethodPost, notes, form, nil).status)

	stranger := s.browser()
	got := stranger.post("/sign-in", url.Values{"token": {""}, "name": {"anna.berg"}, "password": {password}})
	assert.Equal(t, http.StatusForbidden, got.status, "nobody is signed in by a form of another site")
}

func TestAnswersAreGuarded(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("chen.yu")
	for _, path := range []string{"/sign-in", "/team", "/nothing", "/api/team", "/assets/console.css", "/people/anna.berg", "/team/spread.svg"} {
		h := b.get(path).header
		policy := h.Get("Content-Security-Policy")
		assert.Contains(t, policy, "default-src 'none'", path)
		assert.Contains(t, policy, "frame-ancestors 'none'", path)
		if !strings.HasSuffix(path, ".svg") {
			assert.NotContains(t, policy, "unsafe", path)
		}
		assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "no-referrer", h.Get("Referrer-Policy"), path)
		if !strings.HasPrefix(path, "/assets/") {
			assert.Equal(t, "no-store", h.Get("Cache-Control"), path)
		}
	}
	assert.Equal(t, http.StatusMisdirectedRequest, b.do(http.MethodGet, "/team", nil, http.Header{"Host": {"attacker.example"}}).status)
	for _, back := range []string{"https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "\t//x", ""} {
		got := b.post("/language", url.Values{"lang": {"zh-CN"}, "back": {back}})
		assert.Equal(t, "/", got.header.Get("Location"), back)
	}
	assert.Contains(t, b.get("/team").body, "团队")
	assert.Equal(t, http.StatusBadRequest, b.post("/language", url.Values{"lang": {strings.Repeat("x", 70<<10)}}).status, "too long a form")
}

func TestAuditTellsWhoSawWhat(t *testing.T) {
	s := newSite(t, nil)
	manager := s.signIn("chen.yu")
	manager.get("/people/anna.berg/statements/key-account-manager/2026-Q3")
	row := s.newest()
	assert.Equal(t, []string{"chen.yu", "manager", "GET", "anna.berg / key-account-manager / 2026-Q3", "seen"}, []string{row.Person, row.Role, row.Method, row.Object, row.Outcome})
	manager.get("/people/xu.lan")
	row = s.newest()
	assert.Equal(t, []string{"chen.yu", "xu.lan", "refused"}, []string{row.Person, row.Object, row.Outcome})
	admin := s.signIn("dora.weiss")
	page := admin.get("/audit")
	assert.Contains(t, page.body, "xu.lan")
	assert.Contains(t, page.body, "refused")
}

// TestAuditHasPartsOfPages asks for pictures and data without the pages that they are parts of: each is in the audit, and a slider that is
// moved does not flood it.
func TestAuditHasPartsOfPages(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("chen.yu")
	first := s.newest().Number
	seen := [][2]string{
		{"/people/li.wen/scorecard/radar.svg", "li.wen / radar.svg"},
		{"/people/li.wen/scorecard/contributions.svg", "li.wen / contributions.svg"},
		{"/people/li.wen/explorer/key-account-manager/2026-Q3/curve.svg?at=50", "li.wen / key-account-manager / 2026-Q3"},
		{"/api/people/li.wen/pay/key-account-manager/2026-Q3?at=100", "li.wen / key-account-manager / 2026-Q3"},
		{"/team/spread.svg", "2026-Q3"},
		{"/people/he.jun/scorecard/radar.svg", "he.jun / radar.svg"},
	}
	for _, c := range seen {
		require.Equal(t, http.StatusOK, b.do(http.MethodHead, c[0], nil, nil).status, "shows nothing, and stands for nothing that is shown")
		first++
	}
	for range 2 {
		for i, c := range seen {
			require.Equal(t, http.StatusOK, b.get(c[0]).status, c[0])
			row := s.newest()
			assert.Equal(t, first+int64(i)+1, row.Number, c[0])
			assert.Equal(t, []string{"chen.yu", c[1], "seen"}, []string{row.Person, row.Object, row.Outcome}, c[0])
		}
		for _, c := range seen { // again and again, at other places too
			require.Equal(t, http.StatusOK, b.get(c[0]).status)
			require.Equal(t, http.StatusOK, b.get(strings.ReplaceAll(c[0], "at=50", "at=60")).status)
		}
		assert.Equal(t, first+int64(len(seen)), s.newest().Number, "once each")
		first += int64(len(seen))
		s.later(6 * time.Minute)
	}
	require.Equal(t, http.StatusOK, s.signIn("lin.hao").get(seen[0][0]).status)
	assert.Equal(t, []string{"lin.hao", "li.wen"}, []string{s.newest().Person, s.newest().About}, "somebody else has a row of their own")
	for range 2 {
		before := s.newest().Number
		require.Equal(t, http.StatusNotFound, b.get("/people/xu.lan/scorecard/radar.svg").status)
		assert.Equal(t, before+1, s.newest().Number, "what is refused has a row each time")
	}
}
