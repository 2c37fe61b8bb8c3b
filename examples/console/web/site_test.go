package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/console/web"
	"github.com/kam-go/kam/examples/sqlstore"
)

// password is everybody's.
const password = "correct horse"

// site is a running console with a clock that the test moves.
type site struct {
	t       *testing.T
	company sample.Company
	desk    *desk.Desk
	book    *sqlstore.Store
	store   *store.Store
	server  *httptest.Server

	handler *web.Server
	// knocked is called when somebody signs in.
	knocked func()

	mu  sync.Mutex
	now time.Time
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// newSite starts a console with the built-in team, as change has left it.
func newSite(t *testing.T, change func(*sample.Company)) *site {
	t.Helper()
	return newSiteOn(t, change, func(book sample.Writable) sample.Writable { return book }, nil)
}

// newSiteOn starts a console whose desk reads its book through another, and which is configured otherwise unless configure is nil.
func newSiteOn(t *testing.T, change func(*sample.Company), through func(sample.Writable) sample.Writable, configure func(*web.Config)) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{t: t, company: sample.New(sample.Size{}), now: time.Date(2026, 9, 18, 9, 0, 0, 0, time.UTC)}
	if change != nil {
		change(&s.company)
	}
	var err error
	s.book, err = sqlstore.Open(t.Context(), filepath.Join(dir, "kam.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.book.Close()) })
	s.store, err = store.SQLite(t.Context(), filepath.Join(dir, "console.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.store.Close()) })
	s.desk, err = s.company.Open(t.Context(), through(s.book), s.store, func(int, int) {})
	require.NoError(t, err)
	t.Cleanup(s.desk.Wait)
	accounts, names := map[string]desk.Account{}, map[string]string{}
	for _, a := range s.company.Accounts() {
		accounts[a.ID], names[a.ID] = a, a.Name
	}
	config := web.Config{
		Desk: s.desk, Store: s.store, Names: names, Hosts: []string{"127.0.0.1"}, Now: s.clock, Background: t.Context(), Log: slog.New(slog.DiscardHandler),
		SignIn: func(name, given string) (desk.Account, bool) {
			if s.knocked != nil {
				s.knocked()
			}
			a, ok := accounts[name]
			return a, ok && given == password
		},
	}
	if configure != nil {
		configure(&config)
	}
	s.handler, err = web.New(config)
	require.NoError(t, err)
	s.server = httptest.NewServer(s.handler)
	t.Cleanup(s.server.Close)
	return s
}

// jar keeps cookies, those for the server's address alone.
type jar struct{ cookies map[string]string }

// browser is somebody who looks at the site. It follows no redirects.
type browser struct {
	*site
	jar
	token string
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (s *site) browser() *browser {
	return &browser{site: s, jar: jar{map[string]string{}}}
}

func (b *browser) do(method, path string, form url.Values, header http.Header) answer {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL+path, body)
	require.NoError(b.t, err)
	for name, values := range header {
		r.Header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		r.Host = host
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.server.Client().Transport.RoundTrip(r)
	require.NoError(b.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(b.t, err)
	for _, c := range response.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

func (b *browser) get(path string) answer { return b.do(http.MethodGet, path, nil, nil) }

// post sends a form with the browser's token.
func (b *browser) post(path string, form url.Values) answer {
	if form == nil {
		form = url.Values{}
	}
	if !form.Has("token") {
		form.Set("token", b.token)
	}
	return b.do(http.MethodPost, path, form, nil)
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

func tokenOf(t *testing.T, a answer) string {
	t.Helper()
	found := tokenField.FindStringSubmatch(a.body)
	require.NotNil(t, found, a.body)
	return found[1]
}

// signIn returns a browser in which somebody is signed in.
func (s *site) signIn(name string) *browser {
	s.t.Helper()
	b := s.browser()
	b.token = tokenOf(s.t, b.get("/sign-in"))
	a := b.post("/sign-in", url.Values{"name": {name}, "password": {password}})
	require.Equal(s.t, http.StatusSeeOther, a.status, a.body)
	b.token = tokenOf(s.t, b.get("/sign-out-is-no-page"))
	return b
}

// newest returns the last row of the audit.
func (s *site) newest() store.Event {
	events, err := s.store.Audit(s.t.Context(), store.Which{}, 0, 1)
	require.NoError(s.t, err)
	if len(events) == 0 {
		return store.Event{}
	}
	return events[0]
}
