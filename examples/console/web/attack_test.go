package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/console/web"
	"github.com/kam-go/kam/incentive"
)

// TestIdsThatLookLikeKeys has somebody whose id is that of another one and a separator: the other one cannot ask for what is theirs by a
// plan that ends where the id does.
func TestIdsThatLookLikeKeys(t *testing.T) {
	const odd = "anna.berg|second"
	s := newSite(t, func(c *sample.Company) {
		c.Roster.Payees = append(c.Roster.Payees, incentive.Payee{ID: odd, Name: "Odd"})
		for _, a := range c.Roster.Assignments {
			if a.Payee == "he.jun" {
				a.Payee = odd
				c.Roster.Assignments = append(c.Roster.Assignments, a)
				break
			}
		}
	})
	admin := s.signIn("dora.weiss")
	path := "/statements/key-account-manager/2026-Q3"
	require.Equal(t, http.StatusOK, admin.get("/people/"+url.PathEscape(odd)+path).status)
	b := s.signIn("anna.berg")
	for _, ref := range []string{"second|key-account-manager", "second%7Ckey-account-manager", "key-account-manager|commission"} {
		for _, prefix := range []string{"/people/", "/api/people/"} {
			assert.Equal(t, http.StatusNotFound, b.get(prefix+"anna.berg/statements/"+url.PathEscape(ref)+"/2026-Q3").status, ref)
		}
	}
	assert.Equal(t, http.StatusNotFound, b.get("/people/"+url.PathEscape(odd)+path).status)
}

// TestNobodyIsToldWhoThereIs compares the answer about somebody whom one may not see with that about a stranger.
func TestNobodyIsToldWhoThereIs(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	for _, path := range []string{"/people/%s", "/people/%s/goals", "/people/%s/statements/key-account-manager/2026-Q3", "/api/people/%s/pay/key-account-manager/2026-Q3?at=1"} {
		there, stranger := b.get(fmt.Sprintf(path, "he.jun")), b.get(fmt.Sprintf(path, "no.one"))
		assert.Equal(t, http.StatusNotFound, there.status)
		assert.Equal(t, stranger.body, strings.ReplaceAll(there.body, "he.jun", "no.one"))
	}
}

// TestWhoHangsUpIsInTheAudit ends the request while it is answered.
func TestWhoHangsUpIsInTheAudit(t *testing.T) {
	s := newSite(t, nil)
	b := s.browser()
	b.token = tokenOf(t, b.get("/sign-in"))
	ctx, hangUp := context.WithCancel(t.Context())
	s.knocked = hangUp
	form := url.Values{"token": {b.token}, "name": {"anna.berg"}, "password": {password}}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "kam_form", Value: b.token})
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	assert.Equal(t, http.StatusSeeOther, w.Code)
	row := s.newest()
	assert.Equal(t, []string{"anna.berg", "signed in"}, []string{row.Person, row.Outcome})
}

// TestFaultsAreInTheAudit has a handler that panics.
func TestFaultsAreInTheAudit(t *testing.T) {
	s := newSite(t, nil)
	b := s.browser()
	b.token = tokenOf(t, b.get("/sign-in"))
	s.knocked = func() { panic("nobody foresaw this") }
	got := b.post("/sign-in", url.Values{"name": {"anna.berg"}, "password": {password}})
	assert.Equal(t, http.StatusInternalServerError, got.status)
	assert.NotContains(t, got.body, "foresaw")
}

// TestStrangersFillNothing has one address try names and addresses without end: others can still sign in, and the audit has some of it.
func TestStrangersFillNothing(t *testing.T) {
	from := "203.0.113.9"
	s := newSiteOn(t, nil, func(book sample.Writable) sample.Writable { return book }, func(c *web.Config) {
		c.Address = func(*http.Request) string { return from }
	})
	count := func() int64 { return s.newest().Number }
	before := count()
	b := s.browser()
	for range 150 {
		assert.Equal(t, http.StatusUnauthorized, b.get("/api/team").status)
	}
	assert.LessOrEqual(t, count()-before, int64(100))
	assert.Greater(t, count()-before, int64(50))

	b.token = tokenOf(t, b.get("/sign-in"))
	for i := range 40 {
		b.post("/sign-in", url.Values{"name": {fmt.Sprint("name-", i)}, "password": {"x"}})
	}
	got := b.post("/sign-in", url.Values{"name": {"anna.berg"}, "password": {password}})
	assert.Equal(t, http.StatusTooManyRequests, got.status, "the address has tried too often")
	assert.LessOrEqual(t, web.Tried(s.handler), 11, "the address, and the names before it had tried too often")
	for _, other := range []string{"203.0.113.10", "2001:db8::1"} {
		from = other
		assert.NotNil(t, s.signIn("anna.berg"))
	}
	// Addresses of one network are one guest.
	for i := range 10 {
		from = fmt.Sprintf("[2001:db8:0:7::%x]:443", i+1)
		assert.Equal(t, http.StatusUnauthorized, b.post("/sign-in", url.Values{"name": {fmt.Sprint("other-", i)}, "password": {"x"}}).status)
	}
	from = "2001:db8:0:7:ffff::1"
	assert.Equal(t, http.StatusTooManyRequests, b.post("/sign-in", url.Values{"name": {"anna.berg"}, "password": {password}}).status)
	from = "2001:db8:0:8::1"
	assert.Equal(t, http.StatusSeeOther, b.post("/sign-in", url.Values{"name": {"anna.berg"}, "password": {password}}).status)
}

func TestForwarded(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.RemoteAddr = "192.0.2.1:99"
	assert.Equal(t, "192.0.2.1:99", web.Forwarded(r))
	r.Header["X-Forwarded-For"] = []string{"made.up", "127.0.0.1, 198.51.100.7"}
	assert.Equal(t, "198.51.100.7", web.Forwarded(r), "what the nearest proxy has added")
}

// TestSecureCookies are sent over HTTPS alone where a proxy speaks it.
func TestSecureCookies(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSiteOn(t, nil, func(book sample.Writable) sample.Writable { return book }, func(c *web.Config) { c.Secure = secure })
		b := s.browser()
		first := b.get("/sign-in")
		b.token = tokenOf(t, first)
		got := b.post("/sign-in", url.Values{"name": {"anna.berg"}, "password": {password}})
		for _, a := range []answer{first, got} {
			require.NotEmpty(t, a.header.Values("Set-Cookie"))
			for _, c := range a.header.Values("Set-Cookie") {
				assert.Equal(t, secure, strings.Contains(c, "Secure"), c)
			}
			assert.Equal(t, secure, a.header.Get("Strict-Transport-Security") != "")
		}
	}
}

// TestOneAccountHasSomeSessions signs one account in again and again: its first session ends, and others can sign in.
func TestOneAccountHasSomeSessions(t *testing.T) {
	s := newSite(t, nil)
	first, other := s.signIn("anna.berg"), s.signIn("he.jun")
	s.later(time.Second)
	var second *browser
	for i := range 200 {
		b := s.signIn("anna.berg")
		if i == 0 {
			second = b
		}
		s.later(time.Second)
	}
	assert.Equal(t, http.StatusSeeOther, first.get("/people/anna.berg").status, "the one that was not used for the longest")
	assert.Equal(t, http.StatusOK, second.get("/people/anna.berg").status)
	assert.Equal(t, http.StatusOK, other.get("/people/he.jun").status)
}

var location = regexp.MustCompile(`^/($|[^/\\])`)

// TestAddressesLeadNowhereElse tries what has led browsers and proxies astray: every redirect stays on the site, no file beside the assets
// is served, and no header can be added.
func TestAddressesLeadNowhereElse(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	host := strings.TrimPrefix(s.server.URL, "http://")
	for _, target := range []string{
		"//elsewhere.example/..", "//elsewhere.example/%2e%2e", "/%2f%2felsewhere.example", "/\\elsewhere.example", "/people/..//elsewhere.example", "/people/%0d%0aX-Made: up",
		"/people/anna.berg/../he.jun", "/people/anna.berg/%2e%2e/he.jun", "/people/anna.berg%2f..%2fhe.jun", "/people/he.jun%00", "/people/he.jun;x=1", "/people/HE.JUN",
		"/assets/../pages/team.html", "/assets/%2e%2e/pages/team.html", "/assets/..%2fpages%2fteam.html", "/assets/", "/assets", "/assets/console.css/", "/assets//etc/passwd",
		"/pages/team.html", "/.git/config", "http://elsewhere.example/people/he.jun", "/language?back=//elsewhere.example", "/sign-in?next=//elsewhere.example", "*",
	} {
		connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", host)
		require.NoError(t, err)
		require.NoError(t, connection.SetDeadline(time.Now().Add(30*time.Second)))
		_, err = fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: kam_session=%s\r\nConnection: close\r\n\r\n", target, b.cookies["kam_session"])
		require.NoError(t, err)
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		require.NoError(t, err, target)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err, target)
		require.NoError(t, response.Body.Close())
		require.NoError(t, connection.Close())
		assert.NotEqual(t, http.StatusOK, response.StatusCode, target+" must not be served")
		assert.Empty(t, response.Header.Get("X-Made"), target)
		assert.NotContains(t, string(body), "define", target)
		if to := response.Header.Get("Location"); to != "" {
			assert.Regexp(t, location, to, target)
		}
	}
	for _, back := range []string{"/team", "/people/anna.berg?x=1#y"} {
		assert.Equal(t, back, b.post("/language", url.Values{"lang": {"en"}, "back": {back}}).header.Get("Location"))
	}
	for _, back := range []string{"/x\r\nSet-Cookie: a=b", "/x\x00", "/x\x7f", "/x\u0085", "///elsewhere.example", "/" + strings.Repeat("x", 3_000)} {
		got := b.post("/language", url.Values{"lang": {"en"}, "back": {back}})
		assert.Equal(t, "/", got.header.Get("Location"), "%q", back)
		assert.Len(t, got.header.Values("Set-Cookie"), 1)
	}
}

// TestBodiesAreBounded sends forms that are too long, of another kind, or that break off.
func TestBodiesAreBounded(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("anna.berg")
	notes := "/people/anna.berg/customers/customer-000001/notes"
	big := url.Values{"token": {b.token}, "note": {strings.Repeat("x", 10<<20)}}
	assert.Equal(t, http.StatusBadRequest, b.post(notes, big).status)
	many := url.Values{"token": {b.token}, "note": {"hello"}}
	for i := range 9_000 {
		many.Set(fmt.Sprint("key-", i), "v")
	}
	assert.Equal(t, http.StatusBadRequest, b.post(notes, many).status)
	for name, note := range map[string]string{"empty": " \n ", "too long": strings.Repeat("x", store.MaxNote+1)} {
		assert.Equal(t, http.StatusBadRequest, b.post(notes, url.Values{"note": {note}}).status, name)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+notes, strings.NewReader(`{"token":"`+b.token+`","note":"x"}`))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "kam_session", Value: b.cookies["kam_session"]})
	response, err := s.server.Client().Do(r)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusForbidden, response.StatusCode, "what is no form has no token")
	for _, query := range []string{"further=1e400", "further=" + strings.Repeat("9", 500), "further=-1", "further=0.001", "at=NaN", "at=1e9999", strings.Repeat("deal=x&", 21)} {
		got := b.get("/people/anna.berg/explorer/key-account-manager/2026-Q3?" + query)
		assert.Equal(t, http.StatusBadRequest, got.status, query)
	}
	for _, query := range []string{"page=0", "page=-1", "page=99999999999999999999", "page=2", "order=height"} {
		assert.Equal(t, http.StatusNotFound, s.signIn("chen.yu").get("/team?"+query).status, query)
	}
	notesKept, err := s.store.Notes(t.Context(), "anna.berg")
	require.NoError(t, err)
	assert.Empty(t, notesKept)
}

// TestEveryAnswerSaysHowToKeepIt checks what caches and browsers are told, of every address and of what is refused before any is reached.
func TestEveryAnswerSaysHowToKeepIt(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("dora.weiss")
	check := func(told string, a answer) {
		assert.Equal(t, "no-store", a.header.Get("Cache-Control"), told)
		assert.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"), told)
		assert.NotEmpty(t, a.header.Get("Content-Security-Policy"), told)
		assert.Equal(t, "DENY", a.header.Get("X-Frame-Options"), told)
	}
	fill := strings.NewReplacer("{person}", "anna.berg", "{plan}", "key-account-manager", "{period}", "2026-Q3", "{component}", "commission", "{line}", "1", "{picture}", "radar.svg", "{$}", "")
	for _, a := range web.Addresses() {
		assert.NotEmpty(t, a.Called.EN, a.Path)
		assert.NotEmpty(t, a.Called.ZH, a.Path)
		if a.Method == http.MethodGet {
			check(a.Path, b.get(fill.Replace(a.Path)))
		}
	}
	check("another method", b.do(http.MethodDelete, "/team", nil, nil))
	check("another site", b.do(http.MethodPost, "/sign-out", url.Values{}, http.Header{"Sec-Fetch-Site": {"cross-site"}}))
	check("another host", b.do(http.MethodGet, "/team", nil, http.Header{"Host": {"attacker.example"}}))
	check("nobody", s.browser().get("/team"))
	check("no token", b.post("/periods/2026-Q3/close", url.Values{"token": {""}}))
}

// TestAuditIsFiltered asks who saw somebody, what somebody did, and what happened on a day.
func TestAuditIsFiltered(t *testing.T) {
	s := newSite(t, nil)
	manager := s.signIn("chen.yu")
	manager.get("/people/anna.berg/goals")
	manager.get("/people/li.wen/goals")
	s.signIn("anna.berg").get("/people/anna.berg/customers")
	s.later(24 * time.Hour)
	admin := s.signIn("dora.weiss")
	rows := func(query string) (out []string) {
		page := admin.get("/audit" + query)
		require.Equal(t, http.StatusOK, page.status, query)
		for _, row := range regexp.MustCompile(`(?s)<tbody>(.*)</tbody>`).FindStringSubmatch(page.body)[1:] {
			for _, line := range strings.Split(row, "</tr>") {
				if strings.Contains(line, "<td") {
					out = append(out, regexp.MustCompile(`<[^>]*>`).ReplaceAllString(line, "|"))
				}
			}
		}
		return out
	}
	about := strings.Join(rows("?about=anna.berg"), "\n")
	assert.Contains(t, about, "chen.yu")
	assert.Contains(t, about, "customers")
	assert.NotContains(t, about, "li.wen")
	by := strings.Join(rows("?by=chen.yu&day=2026-09-18"), "\n")
	assert.Contains(t, by, "li.wen")
	assert.NotContains(t, by, "dora.weiss")
	assert.Len(t, rows("?by=chen.yu&day=2026-09-19"), 1, "none")
	assert.Contains(t, strings.Join(rows("?day=2026-09-19"), "\n"), "dora.weiss")
	assert.Equal(t, http.StatusBadRequest, admin.get("/audit?day=18.9.2026").status)
	for range 120 {
		admin.get("/people/li.wen/goals")
	}
	page := admin.get("/audit?about=li.wen&by=dora.weiss")
	next := regexp.MustCompile(`href="(\?[^"]*before=[^"]*)"`).FindStringSubmatch(page.body)
	require.NotNil(t, next)
	earlier := admin.get("/audit" + strings.ReplaceAll(next[1], "&amp;", "&")).body
	assert.Contains(t, earlier, "li.wen")
	assert.NotContains(t, earlier, "chen.yu", "the filter holds on the next page")
	assert.Equal(t, kam.MustDay("2026-09-19"), kam.DayAt(s.clock(), time.UTC))
}

// TestTeamIsOrdered reads the list of people in every order.
func TestTeamIsOrdered(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("chen.yu")
	first := func(query string) string {
		body := b.get("/team" + query).body
		_, list, _ := strings.Cut(body, `id="people-table"`)
		return regexp.MustCompile(`<th scope="row"><a href="/people/([^"]+)"`).FindStringSubmatch(list)[1]
	}
	assert.Equal(t, "anna.berg", first(""))
	assert.Equal(t, "anna.berg", first("?order=name"))
	assert.Equal(t, "sun.bo", first("?order=name&turned=1"))
	assert.Equal(t, "li.wen", first("?order=attainment&turned=1"))
	assert.Equal(t, "li.wen", first("?order=pay&turned=1"))
	body := b.get("/team?order=pay").body
	assert.Contains(t, body, `aria-sort="descending"><a href="?period=2026-Q3&amp;order=pay&amp;turned=1#people-title">Commission`)
	assert.Contains(t, body, `<a href="?period=2026-Q3&amp;order=name#people-title">Name</a>`)
	assert.Contains(t, b.get("/team?order=name").body, `aria-sort="ascending"`)
}

// TestTextsThatDoNotFit sends texts with control characters in every field of every form: what is kept is refused with what would be right,
// what is only looked for is answered, and nothing fails.
func TestTextsThatDoNotFit(t *testing.T) {
	s := newSite(t, nil)
	tang := s.signIn("tang.rui")
	require.Equal(t, http.StatusSeeOther, tang.post("/periods/2026-Q3/approve", nil).status)
	kept := map[string]string{"/periods/2026-Q3/reopen": "reason", "/people/anna.berg/customers/customer-000001/notes": "note"}
	said := map[string][2]string{
		"a\tb":   {"has a tab, a line break or another control character. Write it on one line", "含有制表符、换行符或其他控制字符。请写成一行"},
		"a\r\nb": {"control character", "控制字符"}, "a\x00b": {"control character", "控制字符"}, "a\x7fb": {"control character", "控制字符"},
		"a\u0085b": {"control character", "控制字符"}, "a\u2028b": {"control character", "控制字符"}, "a\xffb": {"is not UTF-8. Write it", "不是 UTF-8 文本。请写成一行"}, " \t ": {"is empty. Write it", "为空。请写成一行"},
		strings.Repeat("x", 2_001): {"is 2001 bytes long. Write it", "长 2001 字节。请写成一行"},
	}
	for text, words := range said {
		for path, field := range kept {
			for i, lang := range []string{"en", "zh-CN"} {
				tang.cookies["kam_lang"] = lang
				got := tang.post(path, url.Values{field: {text}})
				assert.Equal(t, http.StatusBadRequest, got.status, "%s %.20q", path, text)
				assert.Contains(t, got.body, words[i], "%s %.20q", path, text)
			}
		}
		for _, path := range []string{"/find?q=", "/audit?by=", "/audit?about=", "/people/anna.berg/statements/key-account-manager/2026-Q3?component=", annaCurve + "?deal=", annaCurve + "?further="} {
			assert.Less(t, tang.get(path+url.QueryEscape(text)).status, http.StatusInternalServerError, "%s %.20q", path, text)
		}
		b := s.browser()
		b.token = tokenOf(t, b.get("/sign-in"))
		assert.Less(t, b.post("/sign-in", url.Values{"name": {text}, "password": {text}}).status, http.StatusInternalServerError, "%.20q", text)
		assert.Equal(t, http.StatusSeeOther, b.post("/language", url.Values{"lang": {text}, "back": {text}}).status, "%.20q", text)
	}
	notes, err := s.store.Notes(t.Context(), "anna.berg")
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Equal(t, http.StatusSeeOther, tang.post("/periods/2026-Q3/reopen", url.Values{"reason": {" 迟到的交易\r\n"}}).status, "what is around it does not matter")
}
