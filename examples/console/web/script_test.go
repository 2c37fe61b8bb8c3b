package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/incentive"
)

// hostile breaks out of a text, an attribute, a script and a title, where anything can.
const hostile = `</title></textarea></script><script>alert("kam")</script><img src=x onerror=alert(1)>"' onmouseover=alert(2) x='{{.}}`

var (
	linkTo   = regexp.MustCompile(`(?:href|src|srcset)="([^"#]*)"`)
	handlers = regexp.MustCompile(`<[^>]*\s(on[a-z]+|style)\s*=`)
	quoted   = regexp.MustCompile(`"[^"]*"`)
	scripts  = regexp.MustCompile(`<script[^>]*>`)
)

// hostileSite is a console in which somebody has written a script wherever that can be done.
func hostileSite(t *testing.T) *site {
	t.Helper()
	s := newSite(t, func(c *sample.Company) {
		for i := range c.Roster.Payees {
			c.Roster.Payees[i].Name += hostile
		}
	})
	known, err := s.desk.Dossier(t.Context(), "anna.berg")
	require.NoError(t, err)
	for i := range known.Records {
		if a, ok := known.Records[i].Data.(*crm.Account); ok {
			a.Name, a.Tier = hostile, "A"
		}
	}
	for i := range known.Open {
		known.Open[i].Customer = hostile
	}
	for i := range known.Due {
		known.Due[i].Customer, known.Due[i].Due = hostile, s.company.Today.AddDays(-3)
	}
	for i := range known.Goals {
		known.Goals[i].Goal.Title = kam.Text{EN: hostile, ZH: hostile}
	}
	w := s.store.Writer()
	require.NoError(t, w.Put(t.Context(), desk.DossierKey("anna.berg"), known))
	require.NoError(t, w.Flush(t.Context()))
	_, err = s.book.PutTransactions(t.Context(), incentive.Transactions([]incentive.Transaction{
		{ID: `d-<script>alert("id")</script>`, Owner: "anna.berg", Amount: decimal.NewFromInt(999_999), Booked: kam.MustDay("2026-09-10"), Attributes: map[string]string{"customer": hostile, "kind": "new"}},
	}).All())
	require.NoError(t, err)
	require.NoError(t, s.desk.CalculateNow(t.Context(), s.company.Current, sample.FirstAdministrator, kam.MustDay("2026-09-18"), func(int, int) {}))
	return s
}

// TestScriptInNamesAndNotesDoesNothing puts one wherever somebody may write, and reads every page that anybody can reach.
func TestScriptInNamesAndNotesDoesNothing(t *testing.T) {
	s := hostileSite(t)
	pages := 0
	for _, account := range []string{"anna.berg", "chen.yu", "dora.weiss"} {
		b := s.signIn(account)
		b.post("/people/anna.berg/customers/customer-000001/notes", url.Values{"note": {hostile}})
		todo := []string{"/", "/people/anna.berg", "/find?q=" + url.QueryEscape(hostile), "/people/anna.berg/explorer/key-account-manager/2026-Q3?further=%3Cscript%3Ealert(1)%3C/script%3E"}
		seen := map[string]bool{}
		for len(todo) > 0 {
			path := todo[0]
			todo = todo[1:]
			if seen[path] || len(seen) > 250 {
				continue
			}
			seen[path] = true
			got := b.get(path)
			if got.status == http.StatusSeeOther {
				todo = append(todo, got.header.Get("Location"))
				continue
			}
			pages++
			assert.NotContains(t, got.body, "<script>alert", path)
			assert.NotContains(t, got.body, "<img src=x", path)
			switch kind := got.header.Get("Content-Type"); {
			case strings.HasPrefix(kind, "text/html"):
				for _, tag := range scripts.FindAllString(got.body, -1) {
					assert.Equal(t, `<script src="/assets/console.js" defer>`, tag, path)
				}
				assert.Empty(t, handlers.FindAllString(quoted.ReplaceAllString(got.body, `""`), -1), path)
				for _, found := range linkTo.FindAllStringSubmatch(got.body, -1) {
					to := html.UnescapeString(found[1])
					if strings.HasPrefix(to, "?") {
						to, _, _ = strings.Cut(path, "?")
						to += html.UnescapeString(found[1])
					}
					assert.True(t, strings.HasPrefix(to, "/"), "%s links to %s", path, to)
					todo = append(todo, to)
				}
			case strings.HasPrefix(kind, "image/svg+xml"):
				assert.Contains(t, got.header.Get("Content-Security-Policy"), "default-src 'none'", path)
				assert.NotContains(t, got.body, "<script", path)
			default:
				assert.Contains(t, "application/json; charset=utf-8 text/css; charset=utf-8 text/javascript; charset=utf-8", kind, path)
			}
		}
	}
	require.Greater(t, pages, 300)
	t.Logf("%d pages", pages)
	b := s.signIn("anna.berg")
	assert.Contains(t, b.get("/people/anna.berg/customers").body, "&lt;script&gt;alert", "it is there, as a text")
}
