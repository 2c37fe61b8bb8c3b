package zoho_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

// once makes the first call of a kind go wrong so many times.
func once(kind zohotest.CallKind, fault zohotest.Fault, times int) func(zohotest.Call) zohotest.Fault {
	var mu sync.Mutex
	return func(c zohotest.Call) zohotest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if c.Kind == kind && times > 0 {
			times--
			return fault
		}
		return ""
	}
}

func TestFaultsThatPass(t *testing.T) {
	for _, c := range []struct {
		name    string
		options zohotest.Options
		kind    zohotest.CallKind
		fault   zohotest.Fault
		times   int
		calls   int64 // queries
		tokens  int64
		slept   int
	}{
		{"a dropped connection", zohotest.Options{}, zohotest.QueryCall, zohotest.Drop, 2, 3, 1, 2},
		{"an answer that breaks off", zohotest.Options{}, zohotest.QueryCall, zohotest.Truncate, 1, 2, 1, 1},
		{"no JSON", zohotest.Options{}, zohotest.QueryCall, zohotest.Garble, 1, 2, 1, 1},
		{"too many requests", zohotest.Options{}, zohotest.QueryCall, zohotest.TooMany, 3, 4, 1, 3},
		{"too many requests, with a time to wait", zohotest.Options{RetryAfter: 20 * time.Second}, zohotest.QueryCall, zohotest.TooMany, 1, 2, 1, 1},
		{"an internal error", zohotest.Options{}, zohotest.QueryCall, zohotest.Internal, 1, 2, 1, 1},
		{"unavailable", zohotest.Options{}, zohotest.QueryCall, zohotest.Unavailable, 1, 2, 1, 1},
		{"a token that ended", zohotest.Options{}, zohotest.QueryCall, zohotest.Revoke, 1, 2, 2, 0},
		{"a token that ended, by another name", zohotest.Options{AuthenticationFailure: true}, zohotest.QueryCall, zohotest.Revoke, 1, 2, 2, 0},
		{"a dropped connection to accounts", zohotest.Options{}, zohotest.TokenCall, zohotest.Drop, 1, 1, 1, 1},
		{"accounts unavailable", zohotest.Options{}, zohotest.TokenCall, zohotest.Unavailable, 1, 1, 1, 1},
		{"no JSON from accounts", zohotest.Options{}, zohotest.TokenCall, zohotest.Garble, 1, 1, 2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.Fault = once(c.kind, c.fault, c.times)
			w := start(t, c.options, nil)
			w.Put("Accounts", map[string]any{"Account_Name": "Acme"})
			page, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
			require.NoError(t, err)
			assert.Len(t, page.Records, 1)
			stats := w.Stats()
			assert.Equal(t, c.calls, stats.ByKind[zohotest.QueryCall])
			assert.Equal(t, c.tokens, stats.Tokens)
			slept := w.clock.Slept()
			assert.Len(t, slept, c.slept)
			if c.options.RetryAfter > 0 {
				assert.GreaterOrEqual(t, slept[0], c.options.RetryAfter)
			}
		})
	}
}

func TestFaultsThatStay(t *testing.T) {
	always := func(f zohotest.Fault) func(zohotest.Call) zohotest.Fault { return once(zohotest.QueryCall, f, 1000) }
	for _, c := range []struct {
		name    string
		options zohotest.Options
		change  func(*zoho.Config)
		is      []error
		calls   int64
	}{
		{"connections drop", zohotest.Options{Fault: always(zohotest.Drop)}, nil, []error{zoho.ErrTries}, 5},
		{"answers break off", zohotest.Options{Fault: always(zohotest.Truncate)}, nil, []error{zoho.ErrTries, io.ErrUnexpectedEOF}, 5},
		{"too many requests", zohotest.Options{Fault: always(zohotest.TooMany)}, nil, []error{zoho.ErrTries, zoho.ErrTooMany}, 5},
		{"wait for an hour", zohotest.Options{Fault: always(zohotest.TooMany), RetryAfter: time.Hour}, nil, []error{zoho.ErrThrottled}, 1},
		{"no token is good", zohotest.Options{Fault: always(zohotest.Revoke)}, nil, []error{zoho.ErrUnauthorized}, 2},
		{"no scope", zohotest.Options{Fault: always(zohotest.NoScope)}, nil, []error{zoho.ErrScope}, 1},
		{"no permission", zohotest.Options{Fault: always(zohotest.Forbid)}, nil, []error{zoho.ErrPermission}, 1},
		{"sent elsewhere", zohotest.Options{Fault: always(zohotest.Redirect)}, nil, []error{zoho.ErrHost}, 1},
		{"accounts are elsewhere", zohotest.Options{Fault: once(zohotest.TokenCall, zohotest.Redirect, 1000)}, nil, []error{zoho.ErrHost}, 0},
		{"an endless answer", zohotest.Options{Fault: always(zohotest.Flood)}, func(c *zoho.Config) { c.Limits.Body = 1 << 20 }, []error{zoho.ErrTooLarge}, 1},
		{"a slow answer", zohotest.Options{Fault: always(zohotest.Slow)}, func(c *zoho.Config) { c.Limits.Timeout, c.Limits.Tries = 100*time.Millisecond, 2 }, []error{zoho.ErrTries, context.DeadlineExceeded}, 2},
		{"a field that is not there", zohotest.Options{Without: []string{"Accounts.Rating"}}, nil, []error{zoho.ErrRequest}, 1},
		{"the budget", zohotest.Options{}, func(c *zoho.Config) { c.Limits.Calls = 1 }, []error{zoho.ErrBudget}, 0},
		{"no credits", zohotest.Options{Credits: 1, Fault: nil}, nil, nil, 1},
		{"a wrong secret", zohotest.Options{}, func(c *zoho.Config) { c.ClientSecret = zoho.NewSecret("wrong-secret-1") }, []error{zoho.ErrUnauthorized}, 0},
		{"a wrong refresh token", zohotest.Options{}, func(c *zoho.Config) { c.RefreshToken = zoho.NewSecret("wrong-token-1") }, []error{zoho.ErrUnauthorized}, 0},
		{"an unknown host", zohotest.Options{APIDomain: "https://evil.example"}, func(c *zoho.Config) { c.API = "" }, []error{zoho.ErrHost}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := start(t, c.options, c.change)
			w.Put("Accounts", map[string]any{"Account_Name": "Acme"})
			_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
			if c.name == "no credits" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			for _, is := range c.is {
				require.ErrorIs(t, err, is)
			}
			failure, ok := errors.AsType[*zoho.Error](err)
			require.True(t, ok)
			assert.NotEmpty(t, failure.Call)
			assert.Equal(t, c.calls, w.Stats().ByKind[zohotest.QueryCall])
		})
	}
}

func TestThrottleOfTokensIsNoFaultOfCredentials(t *testing.T) {
	w := start(t, zohotest.Options{TokensPerWindow: 2, TokenLife: time.Minute}, nil)
	w.Put("Accounts", map[string]any{"Account_Name": "Acme"})
	read := func() error {
		_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
		return err
	}
	for range 2 {
		require.NoError(t, read())
		w.clock.Move(2 * time.Minute)
	}
	err := read()
	require.ErrorIs(t, err, zoho.ErrThrottled)
	require.NotErrorIs(t, err, zoho.ErrUnauthorized)
	failure, _ := errors.AsType[*zoho.Error](err)
	assert.WithinDuration(t, w.clock.Now().Add(10*time.Minute), failure.Until, time.Minute)
	before := w.Stats().ByKind[zohotest.TokenCall]
	require.ErrorIs(t, read(), zoho.ErrThrottled)
	assert.Equal(t, before, w.Stats().ByKind[zohotest.TokenCall], "accounts are left alone until then")
	w.clock.Move(11 * time.Minute)
	require.NoError(t, read())
	assert.Empty(t, w.clock.Slept())
}

func TestOwnThrottleOfTokens(t *testing.T) {
	w := start(t, zohotest.Options{Fault: func(c zohotest.Call) zohotest.Fault {
		if c.Kind == zohotest.QueryCall {
			return zohotest.Revoke
		}
		return ""
	}}, nil)
	var err error
	for range 20 {
		if _, err = w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now()); errors.Is(err, zoho.ErrThrottled) {
			break
		}
	}
	require.ErrorIs(t, err, zoho.ErrThrottled)
	assert.EqualValues(t, 10, w.Stats().ByKind[zohotest.TokenCall], "the eleventh is not asked for")
}

func TestTokenIsFetchedOnceForAll(t *testing.T) {
	w := start(t, zohotest.Options{TokenLife: time.Hour, ExpiryInMillis: true}, func(c *zoho.Config) { c.Limits.Concurrency = 8 })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 50, 1)
	var wait sync.WaitGroup
	for range 30 {
		wait.Go(func() {
			_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
			assert.NoError(t, err)
		})
	}
	wait.Wait()
	assert.EqualValues(t, 1, w.Stats().Tokens)
	w.clock.Move(56 * time.Minute) // within the last five minutes and more
	_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.NoError(t, err)
	assert.EqualValues(t, 2, w.Stats().Tokens, "replaced before its end")
	assert.Empty(t, w.Stats().Refused)
}

func TestCreditsAndConcurrency(t *testing.T) {
	w := start(t, zohotest.Options{Credits: 10, SubConcurrency: 2}, func(c *zoho.Config) { c.Limits.Concurrency = 2 })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 5, 1)
	_, known := w.client.Credits()
	assert.False(t, known)
	for range 2 {
		readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
	}
	left, known := w.client.Credits()
	assert.True(t, known)
	assert.EqualValues(t, 4, left, "three credits for each query of 2,000")
	for range 2 {
		readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
	}
	_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.ErrorIs(t, err, zoho.ErrTries)
	assert.Contains(t, err.Error(), "TOO_MANY_REQUESTS")
	assert.Equal(t, w.client.Calls(), w.Stats().Calls)
}

func TestCancelled(t *testing.T) {
	w := start(t, zohotest.Options{Fault: once(zohotest.QueryCall, zohotest.Slow, 1)}, nil)
	w.Put("Accounts", map[string]any{"Account_Name": "Acme"})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := w.client.Changes(ctx, crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
	require.ErrorIs(t, err, context.Canceled)
	assert.EqualValues(t, 1, w.Stats().ByKind[zohotest.QueryCall])
}

// roundTrip is a transport.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestHostsOfEveryDataCentre(t *testing.T) {
	for _, dc := range zoho.DataCentres() {
		for _, domain := range []string{"", "https://sandbox.zohoapis.eu", "https://www.zohoapis.in"} {
			clock := newClock()
			server := zohotest.New(zohotest.Options{Now: clock.Now, APIDomain: domain})
			var hosts []string
			client, err := zoho.New(zoho.Config{
				DataCentre: dc, ClientID: zohotest.ClientID, ClientSecret: zoho.NewSecret(zohotest.ClientSecret), RefreshToken: zoho.NewSecret(zohotest.RefreshToken),
				Clock: zoho.Clock{Now: clock.Now},
				HTTP: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					hosts = append(hosts, r.URL.Scheme+"://"+r.URL.Host)
					require.Empty(t, r.URL.Query().Get("client_secret"), "credentials are in the body")
					w := httptest.NewRecorder()
					if domain == "" && strings.Contains(r.URL.Path, "oauth") {
						_, _ = fmt.Fprint(w, `{"access_token":"1000.x","expires_in":3600}`)
						return w.Result(), nil
					}
					server.ServeHTTP(w, r)
					return w.Result(), nil
				})},
			})
			require.NoError(t, err)
			_, err = client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, clock.Now())
			if domain == "" {
				require.ErrorIs(t, err, zoho.ErrUnauthorized, "the made-up token")
			} else {
				require.NoError(t, err)
			}
			require.GreaterOrEqual(t, len(hosts), 2)
			assert.Contains(t, hosts[0], "https://accounts.zoho")
			if domain == "" {
				assert.Contains(t, hosts[1], "https://www.zohoapis.")
			} else {
				assert.Equal(t, domain, hosts[1], "the host that comes with the token")
			}
		}
	}
}

func TestConfigIsChecked(t *testing.T) {
	_, err := zoho.New(zoho.Config{System: " ", DataCentre: "mars", Accounts: "http://accounts.example", API: "https://user:pass@x.example", PageSize: 5000, Columns: 1, TaskField: "a'b", Language: "fr"})
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	var told []string
	for _, f := range invalid.Findings {
		told = append(told, f.Code+" "+f.Place)
		assert.NotEmpty(t, f.Message.ZH)
		assert.NotEmpty(t, f.Remedy.ZH)
	}
	assert.ElementsMatch(t, []string{
		"zoho.system System", "zoho.data-centre DataCentre", "zoho.host Accounts", "zoho.host API", "zoho.credentials ClientID", "zoho.credentials ClientSecret",
		"zoho.credentials RefreshToken", "zoho.clock Clock.Now", "zoho.bounds PageSize", "zoho.bounds Columns", "zoho.field TaskField", "zoho.language Language",
	}, told)
	assert.NotContains(t, err.Error(), "pass")

	maps := zoho.Maps("")
	maps[2].Fields[1].From = "Created_Time"
	maps[3].Object = "Accounts"
	maps[7].Prefix = ""
	maps[4].Also = []string{"x' or 'y"}
	config := zohotest.New(zohotest.Options{}).Config("http://127.0.0.1:1")
	config.Maps = maps
	_, err = zoho.New(config)
	for _, code := range []string{"zoho.keys", "zoho.module", "zoho.prefix", "zoho.field"} {
		invalid, _ := errors.AsType[*kam.InvalidError](err)
		require.NotNil(t, invalid)
		found := false
		for _, f := range invalid.Findings {
			found = found || f.Code == code
		}
		assert.True(t, found, code)
	}
}

// TestSecretsAreNowhere drives every path that fails, with a system that echoes what it was sent, and looks for the
// secrets in all that is told.
func TestSecretsAreNowhere(t *testing.T) {
	const secret, refresh, access = "canary+secret/1=", "canary&refresh%2", "1000.canary~access-3"
	canaries := []string{"canary", url.QueryEscape(secret), url.QueryEscape(refresh), url.PathEscape(secret)}
	clean := func(t *testing.T, texts ...string) {
		t.Helper()
		for _, text := range texts {
			for _, c := range canaries {
				require.NotContains(t, strings.ToLower(text), c)
			}
		}
	}
	var logged bytes.Buffer
	log.SetOutput(&logged)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	tell := func(t *testing.T, err error) {
		t.Helper()
		for e := err; e != nil; e = errors.Unwrap(e) {
			clean(t, e.Error(), fmt.Sprintf("%v %+v %#v %q", e, e, e, e))
		}
		text, _ := json.Marshal(err)
		clean(t, string(text))
	}
	echo := func(r *http.Request) string {
		body := ""
		if r.Body != nil {
			text, _ := io.ReadAll(r.Body)
			body = string(text)
		}
		return r.URL.String() + " " + body + " " + fmt.Sprint(r.Header) + " secret=" + secret + " " + strings.ToLower(url.QueryEscape(secret)) + " https://user:" + refresh + "@host/?token=" + access
	}
	good := `{"access_token":"` + access + `","expires_in":3600,"api_domain":"https://www.zohoapis.com"}`
	answer := func(status int, body string) func(*http.Request) (*http.Response, error) {
		return func(r *http.Request) (*http.Response, error) {
			h := http.Header{"X-Echo": {echo(r)}, "Location": {"https://elsewhere.example/?t=" + access}}
			return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(strings.ReplaceAll(body, "ECHO", strings.Trim(fmt.Sprintf("%q", echo(r)), `"`)))), Request: r}, nil
		}
	}
	broken := func(r *http.Request) (*http.Response, error) { return nil, errors.New("broken: " + echo(r)) }
	breaking := func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(io.MultiReader(strings.NewReader(`{"data":`), failing{echo(r)})), Request: r}, nil
	}
	panicking := func(*http.Request) (*http.Response, error) { panic(secret + access) }
	tokens := map[string]func(*http.Request) (*http.Response, error){
		"good": answer(200, good), "refused": answer(200, `{"error":"invalid_code ECHO","error_description":"ECHO"}`), "denied": answer(200, `{"error":"Access Denied","error_description":"ECHO"}`),
		"no JSON": answer(200, "ECHO"), "unavailable": answer(503, "ECHO"), "broken": broken, "breaking": breaking, "redirect": answer(302, "ECHO"), "panic": panicking,
		"another host": answer(200, `{"access_token":"`+access+`","expires_in":3600,"api_domain":"https://`+access+`.example/ECHO"}`),
	}
	calls := map[string]func(*http.Request) (*http.Response, error){"broken": broken, "breaking": breaking, "redirect": answer(307, "ECHO"), "no JSON": answer(200, "ECHO"), "large": answer(200, strings.Repeat("ECHO", 2000))}
	for name, body := range map[string]string{
		"a currency": `{"currencies":[{"iso_code":"ECHO"}]}`, "a rate": `{"currencies":[{"iso_code":"CNY","exchange_rate":"ECHO"}]}`,
		"odd rows": `{"data":[{"id":"ECHO","Modified_Time":"2026-01-01T00:00:00Z","deleted_time":"2026-01-01T00:00:00Z"}]}`,
	} {
		calls[name] = answer(200, body)
	}
	for _, status := range []int{200, 400, 401, 403, 404, 429, 500, 503} {
		calls[fmt.Sprint(status)] = answer(status, `{"code":"INVALID_TOKEN ECHO","message":"ECHO","details":{"x":"ECHO"},"status":"error","data":"ECHO"}`)
		calls[fmt.Sprint(status)+" in text"] = answer(status, "<html>ECHO")
		calls[fmt.Sprint(status)+" by record"] = answer(status, `{"data":[{"code":"BAD ECHO","message":"ECHO","status":"error"}]}`)
	}
	paths := map[string]func(*zoho.Client) error{
		"changes": func(c *zoho.Client) error {
			_, err := c.Changes(t.Context(), crm.KindActivity, crm.Mark{}, time.Now())
			return err
		},
		"users": func(c *zoho.Client) error {
			_, err := c.Changes(t.Context(), crm.KindUser, crm.Mark{}, time.Now())
			return err
		},
		"deleted": func(c *zoho.Client) error {
			_, err := c.Deleted(t.Context(), crm.KindAccount, time.Now(), "")
			return err
		},
		"ids": func(c *zoho.Client) error { _, err := c.IDs(t.Context(), crm.KindAccount, ""); return err },
		"records": func(c *zoho.Client) error {
			_, err := c.Records(t.Context(), []crm.Ref{{System: "zoho", Kind: crm.KindAccount, ID: "1"}})
			return err
		},
		"fields":     func(c *zoho.Client) error { _, err := c.CheckMaps(t.Context()); return err },
		"currencies": func(c *zoho.Client) error { _, err := c.Currencies(t.Context()); return err },
		"tasks": func(c *zoho.Client) error {
			out, err := c.WriteTasks(t.Context(), []kam.Task{{ID: "t1", Title: kam.Text{EN: "x"}, Owner: "1"}})
			for _, w := range out {
				err = errors.Join(err, w.Err)
			}
			return err
		},
		"list": func(c *zoho.Client) error {
			for _, err := range c.List(t.Context(), zoho.List{Module: "Leads", Fields: []string{"Last_Name"}}) {
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	failed := 0
	run := func(t *testing.T, token, call func(*http.Request) (*http.Response, error)) {
		clock := newClock()
		config := zoho.Config{
			DataCentre: zoho.US, ClientID: "1000.id", ClientSecret: zoho.NewSecret(secret), RefreshToken: zoho.NewSecret(refresh), Limits: zoho.Limits{Tries: 2, Body: 64 << 10},
			Clock: zoho.Clock{Now: clock.Now, Sleep: clock.Sleep},
			HTTP: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				if strings.HasPrefix(r.URL.Path, "/oauth") {
					return token(r)
				}
				return call(r)
			})},
		}
		client, err := zoho.New(config)
		require.NoError(t, err)
		for name, path := range paths {
			if err := path(client); err != nil {
				failed++
				tell(t, err)
				require.NotContains(t, name, "canary")
			}
		}
		text, _ := json.Marshal(config.ClientSecret)
		clean(t, fmt.Sprintf("%v %+v %#v %s", client, client, client, client), string(text), fmt.Sprintf("%v %+v %#v %s %x %q", config, config, config, config.ClientSecret, config.ClientSecret, config.RefreshToken))
	}
	for name, token := range tokens {
		t.Run("token "+name, func(t *testing.T) { run(t, token, calls["200 by record"]) })
	}
	for name, call := range calls {
		t.Run("call "+name, func(t *testing.T) { run(t, tokens["good"], call) })
	}
	assert.Greater(t, failed, 200)
	clean(t, logged.String())
}

type failing struct{ text string }

func (f failing) Read([]byte) (int, error) { return 0, errors.New("reading failed: " + f.text) }
