package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/console/web"
)

// below says whom each account may see, written down anew and not taken from the program.
var below = map[string][]string{
	"anna.berg": {"anna.berg"},
	"he.jun":    {"he.jun"},
	"chen.yu":   {"chen.yu", "anna.berg", "he.jun", "li.wen", "lin.yue", "pedro.costa", "sun.bo"},
	"lin.hao": {
		"lin.hao", "chen.yu", "anna.berg", "he.jun", "li.wen", "lin.yue", "pedro.costa", "sun.bo", "maria.keller", "james.wood", "nina.olsen", "wu.jie", "xu.lan",
		"zhao.qing", "emil.novak",
	},
}

// mayCall says which addresses that are about no person an account may call.
func mayCall(account, path string) bool {
	switch {
	case path == "/{$}", path == "/sign-out":
		return account != ""
	case strings.HasPrefix(path, "/team"), path == "/find", path == "/api/team":
		return account == "chen.yu" || account == "lin.hao" || account == "dora.weiss"
	}
	return account == "dora.weiss"
}

// TestNobodySeesWhatTheyMayNot calls every address as everybody, about every person and some that are none, as a page, as a form and as
// data. An address that is new is in the test by being in the table.
func TestNobodySeesWhatTheyMayNot(t *testing.T) {
	s := newSite(t, nil)
	var ids []string
	for _, p := range s.company.Roster.Payees {
		ids = append(ids, p.ID)
	}
	everybody := slices.Clone(ids)
	below["dora.weiss"] = everybody
	ids = append(ids, "nobody", "olga.petrova", "dora.weiss", "ANNA.BERG", "anna.berg ", "anna.berg\x00", "anna.berg/../he.jun", "../he.jun", "%", "*", "' OR 1=1 --")
	plans := map[string]string{"chen.yu": "sales-manager", "maria.keller": "sales-manager"}
	tried, refused, allowed := 0, 0, 0
	for _, account := range []string{"", "anna.berg", "he.jun", "chen.yu", "lin.hao", "dora.weiss"} {
		b := s.browser()
		if account != "" {
			b = s.signIn(account)
		}
		for _, address := range web.Addresses() {
			if address.Public || address.Path == "/sign-out" {
				continue
			}
			about := []string{""}
			if address.Person != "" {
				about = ids
			}
			for _, id := range about {
				may := mayCall(account, address.Path)
				if address.Person != "" {
					may = slices.Contains(below[account], id)
				}
				plan := plans[id]
				if plan == "" {
					plan = "key-account-manager"
				}
				path := strings.NewReplacer("{person}", url.PathEscape(id), "{plan}", plan, "{period}", "2026-Q3", "{component}", "commission", "{line}", "1",
					"{picture}", "radar.svg", "{customer}", "customer-000001", "{check}", "beyond", "{$}", "").Replace(address.Path)
				if may && address.Method == http.MethodPost && strings.HasPrefix(path, "/periods/") {
					continue // would move the period on; see TestPeriodTakesFourEyes
				}
				for _, attempt := range attempts(b, address.Method, path) {
					tried++
					before := s.newest().Number
					got := b.do(attempt.method, path+attempt.query, attempt.form, attempt.header)
					row := s.newest()
					told := fmt.Sprintf("%q %s %s%s: %d", account, attempt.method, path, attempt.query, got.status)
					if may && attempt.good {
						allowed++
						assert.NotContains(t, []int{http.StatusForbidden, http.StatusUnauthorized, http.StatusInternalServerError}, got.status, told)
						continue
					}
					refused++
					turned := got.status == http.StatusSeeOther && got.header.Get("Location") == "/sign-in"
					assert.True(t, turned || slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed}, got.status), told)
					if account != "" && got.status != http.StatusMethodNotAllowed {
						assert.Greater(t, row.Number, before, "in the audit: "+told)
						assert.Equal(t, "refused", row.Outcome, told)
						assert.Equal(t, account, row.Person, told)
					}
					for _, secret := range []string{"43,050.70", "43050.7", "1,240,890", "Longteng", "customer-0000", "<svg"} { // anna.berg's pay, customers and pictures
						assert.NotContains(t, got.body, secret, told)
					}
				}
			}
		}
	}
	t.Logf("%d attempts: %d refused, %d allowed", tried, refused, allowed)
	require.Greater(t, refused, 2_000)
	require.Greater(t, allowed, 400)
}

// attempt is one way to call an address.
type attempt struct {
	method, query string
	form          url.Values
	header        http.Header
	good          bool // the request itself is as it is to be
}

// attempts are the ways to call an address: as it is meant, and around what guards it.
func attempts(b *browser, method, path string) []attempt {
	if method == http.MethodPost {
		form := func(token string) url.Values {
			return url.Values{"token": {token}, "note": {"hello"}, "reason": {"because"}}
		}
		return []attempt{
			{method: method, form: form(b.token), good: true},
			{method: method, form: form("")},
			{method: method, form: form("another")},
		}
	}
	out := []attempt{{method: method, good: true}}
	if !strings.HasPrefix(path, "/api/") {
		out = append(out, attempt{method: http.MethodHead, good: true})
	}
	return append(out, attempt{method: method, query: "?person=anna.berg&period=2026-Q3&id=anna.berg", good: true, header: http.Header{"X-Original-Url": {"/people/anna.berg"}, "X-Http-Method-Override": {"GET"}}})
}
