package fxiaoke_test

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
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

func TestFaultsThatPass(t *testing.T) {
	for _, c := range []struct {
		name    string
		options fxiaoketest.Options
		kind    fxiaoketest.CallKind
		fault   fxiaoketest.Fault
		times   int
		calls   int64 // queries
		tokens  int64
		slept   int
	}{
		{"a dropped connection", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Drop, 2, 3, 1, 2},
		{"an answer that breaks off", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Truncate, 1, 2, 1, 1},
		{"half an answer", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Cut, 1, 2, 1, 1},
		{"no errorCode", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.NoEnvelope, 1, 2, 1, 1},
		{"too many calls", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Rate, 3, 4, 1, 3},
		{"too many calls, by another code", fxiaoketest.Options{LimitCode: 14001}, fxiaoketest.QueryCall, fxiaoketest.Rate, 1, 2, 1, 1},
		{"busy", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Busy, 1, 2, 1, 1},
		{"a system error", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.System, 1, 2, 1, 1},
		{"a service that ran out of time", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Timeout, 1, 2, 1, 1},
		{"unavailable", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Unavailable, 1, 2, 1, 1},
		{"a token that ended", fxiaoketest.Options{}, fxiaoketest.QueryCall, fxiaoketest.Revoke, 1, 2, 2, 0},
		{"failures with a status of their own", fxiaoketest.Options{HTTPStatus: 500}, fxiaoketest.QueryCall, fxiaoketest.Revoke, 1, 2, 2, 0},
		{"a dropped connection for the token", fxiaoketest.Options{}, fxiaoketest.TokenCall, fxiaoketest.Drop, 1, 1, 1, 1},
		{"busy for the token", fxiaoketest.Options{}, fxiaoketest.TokenCall, fxiaoketest.Busy, 1, 1, 1, 1},
		{"too many calls for a token", fxiaoketest.Options{}, fxiaoketest.TokenCall, fxiaoketest.Rate, 1, 1, 1, 1},
		{"half an answer for the token", fxiaoketest.Options{}, fxiaoketest.TokenCall, fxiaoketest.Cut, 1, 1, 1, 1},
	} {
		for _, auth := range []fxiaoke.Auth{fxiaoke.OAuth, fxiaoke.Corp} {
			t.Run(c.name+" "+string(auth), func(t *testing.T) {
				options := c.options
				options.Fault = once(c.kind, c.fault, c.times)
				w := startAs(t, auth, options, nil)
				w.Put("AccountObj", map[string]any{"name": "A"})
				page, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
				require.NoError(t, err)
				assert.Len(t, page.Records, 1)
				stats := w.Stats()
				assert.Equal(t, c.calls, stats.ByKind[fxiaoketest.QueryCall])
				assert.Equal(t, c.tokens, stats.Tokens)
				assert.Len(t, w.clock.Slept(), c.slept)
			})
		}
	}
}

func TestFaultsThatStay(t *testing.T) {
	always := func(f fxiaoketest.Fault) func(fxiaoketest.Call) fxiaoketest.Fault {
		return once(fxiaoketest.QueryCall, f, 1000)
	}
	forToken := func(f fxiaoketest.Fault) func(fxiaoketest.Call) fxiaoketest.Fault {
		return once(fxiaoketest.TokenCall, f, 1000)
	}
	for _, c := range []struct {
		name    string
		options fxiaoketest.Options
		change  func(*fxiaoke.Config)
		is      []error
		calls   int64
	}{
		{"connections drop", fxiaoketest.Options{Fault: always(fxiaoketest.Drop)}, nil, []error{fxiaoke.ErrTries}, 5},
		{"answers break off", fxiaoketest.Options{Fault: always(fxiaoketest.Truncate)}, nil, []error{fxiaoke.ErrTries, io.ErrUnexpectedEOF}, 5},
		{"half answers", fxiaoketest.Options{Fault: always(fxiaoketest.Cut)}, nil, []error{fxiaoke.ErrTries, fxiaoke.ErrAnswer}, 5},
		{"too many calls", fxiaoketest.Options{Fault: always(fxiaoketest.Rate)}, nil, []error{fxiaoke.ErrTries, fxiaoke.ErrTooMany}, 5},
		{"busy", fxiaoketest.Options{Fault: always(fxiaoketest.Busy)}, nil, []error{fxiaoke.ErrTries}, 5},
		{"the day's calls are used up", fxiaoketest.Options{Fault: always(fxiaoketest.Day)}, nil, []error{fxiaoke.ErrThrottled, fxiaoke.ErrQuota}, 1},
		{"no calls were bought", fxiaoketest.Options{Fault: always(fxiaoketest.NotBought)}, nil, []error{fxiaoke.ErrQuota}, 1},
		{"the application is off", fxiaoketest.Options{Fault: always(fxiaoketest.Off)}, nil, []error{fxiaoke.ErrApp}, 1},
		{"the application is not authorised", fxiaoketest.Options{Fault: always(fxiaoketest.NotGranted)}, nil, []error{fxiaoke.ErrApp}, 1},
		{"no token is good", fxiaoketest.Options{Fault: always(fxiaoketest.Revoke)}, nil, []error{fxiaoke.ErrUnauthorized}, 2},
		{"no permission", fxiaoketest.Options{Fault: always(fxiaoketest.Forbid)}, nil, []error{fxiaoke.ErrPermission}, 1},
		{"wrong arguments", fxiaoketest.Options{Fault: always(fxiaoketest.BadArgument)}, nil, []error{fxiaoke.ErrRequest}, 1},
		{"a page for people", fxiaoketest.Options{Fault: always(fxiaoketest.Page)}, nil, []error{fxiaoke.ErrHost}, 1},
		{"sent elsewhere", fxiaoketest.Options{Fault: always(fxiaoketest.Redirect)}, nil, []error{fxiaoke.ErrHost}, 1},
		{"an endless answer", fxiaoketest.Options{Fault: always(fxiaoketest.Flood)}, func(c *fxiaoke.Config) { c.Limits.Body = 1 << 20 }, []error{fxiaoke.ErrTooLarge}, 1},
		{"a slow answer", fxiaoketest.Options{Fault: always(fxiaoketest.Slow)}, func(c *fxiaoke.Config) { c.Limits.Timeout, c.Limits.Tries = 100*time.Millisecond, 2 }, []error{fxiaoke.ErrTries, context.DeadlineExceeded}, 2},
		{"an object that is not there", fxiaoketest.Options{Inactive: []string{"AccountObj"}}, nil, []error{fxiaoke.ErrRequest}, 1},
		{"the budget", fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.Limits.Calls = 1 }, []error{fxiaoke.ErrBudget}, 0},
		{"a wrong secret", fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.AppSecret = fxiaoke.NewSecret("wrong-secret-1") }, []error{fxiaoke.ErrUnauthorized}, 0},
		{"a wrong permanent code", fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.PermanentCode = fxiaoke.NewSecret("wrong-code-1") }, []error{fxiaoke.ErrUnauthorized}, 0},
		{"an unknown employee", fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.User = "9" }, []error{fxiaoke.ErrRequest}, 1},
		{"no token in the answer", fxiaoketest.Options{Fault: forToken(fxiaoketest.NoToken)}, nil, []error{fxiaoke.ErrAnswer}, 0},
		{"a page for people for the token", fxiaoketest.Options{Fault: forToken(fxiaoketest.Page)}, nil, []error{fxiaoke.ErrHost}, 0},
		{"the application is off for the token", fxiaoketest.Options{Fault: forToken(fxiaoketest.Off)}, nil, []error{fxiaoke.ErrApp}, 0},
		{"the day's calls are used up for the token", fxiaoketest.Options{Fault: forToken(fxiaoketest.Day)}, nil, []error{fxiaoke.ErrThrottled, fxiaoke.ErrQuota}, 0},
		{"sent elsewhere for the token", fxiaoketest.Options{Fault: forToken(fxiaoketest.Redirect)}, nil, []error{fxiaoke.ErrHost}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := start(t, c.options, c.change)
			w.Put("AccountObj", map[string]any{"name": "A"})
			_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
			require.Error(t, err)
			for _, is := range c.is {
				require.ErrorIs(t, err, is)
			}
			failure, ok := errors.AsType[*fxiaoke.Error](err)
			require.True(t, ok)
			assert.NotEmpty(t, failure.Call)
			assert.Equal(t, c.calls, w.Stats().ByKind[fxiaoketest.QueryCall])
		})
	}
}

func TestQuotaOfTheDay(t *testing.T) {
	w := start(t, fxiaoketest.Options{Quota: 2}, nil)
	w.Put("AccountObj", map[string]any{"name": "A"})
	read := func() error {
		_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
		return err
	}
	require.NoError(t, read())
	require.NoError(t, read())
	err := read()
	require.ErrorIs(t, err, fxiaoke.ErrQuota)
	failure, ok := errors.AsType[*fxiaoke.Error](err)
	require.True(t, ok)
	assert.WithinDuration(t, time.Date(2026, 11, 2, 16, 0, 0, 0, time.UTC), failure.Until, time.Second, "midnight at +08:00")
	assert.Contains(t, err.Error(), "30002")
	assert.Contains(t, err.Error(), "traceId")
	w.clock.Move(failure.Until.Sub(w.clock.Now()) - time.Minute)
	require.NoError(t, read(), "a minute is waited for")
	assert.Equal(t, w.client.Calls(), w.Stats().Calls)
}

func TestPace(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.PageSize = 1 })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 150, 1)
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now()), 150)
	assert.Empty(t, w.Stats().Refused, "the server has nothing to refuse")
	assert.NotEmpty(t, w.clock.Slept())
	// Many at once keep it too.
	w = start(t, fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.Limits.Concurrency = 8 })
	var wait sync.WaitGroup
	for range 250 {
		wait.Go(func() {
			_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
			assert.NoError(t, err)
		})
	}
	wait.Wait()
	assert.EqualValues(t, 1, w.Stats().ByKind[fxiaoketest.TokenCall])
	// A client that is too fast is told, and comes again.
	w = start(t, fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.PageSize, c.Pace.Calls = 1, 1000 })
	accounts(w.Server, w.clock.Now().Add(-time.Hour), 150, 1)
	assert.Len(t, readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now()), 150)
	assert.Positive(t, w.Stats().Refused[30004])
}

func TestTokenIsFetchedOnceForAll(t *testing.T) {
	for _, auth := range []fxiaoke.Auth{fxiaoke.OAuth, fxiaoke.Corp} {
		w := startAs(t, auth, fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.Limits.Concurrency = 8 })
		var wait sync.WaitGroup
		for range 30 {
			wait.Go(func() {
				_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
				assert.NoError(t, err)
			})
		}
		wait.Wait()
		read := func() {
			_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
			require.NoError(t, err)
		}
		assert.EqualValues(t, 1, w.Stats().ByKind[fxiaoketest.TokenCall])
		w.clock.Move(6599 * time.Second)
		read()
		assert.EqualValues(t, 1, w.Stats().ByKind[fxiaoketest.TokenCall], "good for 6,600 seconds")
		w.clock.Move(time.Second)
		read()
		assert.EqualValues(t, 2, w.Stats().ByKind[fxiaoketest.TokenCall], "then another")
		assert.EqualValues(t, 2, w.Stats().Tokens)
		assert.Empty(t, w.Stats().Refused)
	}
}

// A second client is given the same token, with what is left of its time.
func TestTokenOfAnother(t *testing.T) {
	w := start(t, fxiaoketest.Options{}, nil)
	read := func(c *fxiaoke.Client) {
		_, err := c.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
		require.NoError(t, err)
	}
	read(w.client)
	w.clock.Move(6500 * time.Second)
	other, err := fxiaoke.New(w.config)
	require.NoError(t, err)
	read(other)
	assert.EqualValues(t, 1, w.Stats().Tokens)
	w.clock.Move(640 * time.Second)
	read(other)
	assert.EqualValues(t, 2, w.Stats().Tokens)
	assert.Empty(t, w.Stats().Refused)
}

func TestThrottleOfTokens(t *testing.T) {
	w := start(t, fxiaoketest.Options{Fault: func(c fxiaoketest.Call) fxiaoketest.Fault {
		if c.Kind == fxiaoketest.QueryCall {
			return fxiaoketest.Revoke
		}
		return ""
	}}, func(c *fxiaoke.Config) { c.Limits.MaxWait = time.Second })
	var err error
	for range 20 {
		if _, err = w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now()); errors.Is(err, fxiaoke.ErrThrottled) {
			break
		}
	}
	require.ErrorIs(t, err, fxiaoke.ErrThrottled)
	assert.EqualValues(t, 10, w.Stats().ByKind[fxiaoketest.TokenCall], "the eleventh of a minute is not asked for")
}

func TestTraceIDs(t *testing.T) {
	n := 0
	w := start(t, fxiaoketest.Options{}, func(c *fxiaoke.Config) {
		c.TraceID = func() string {
			n++
			return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
		}
	})
	readAll(t, w.client, crm.KindAccount, crm.Mark{}, w.clock.Now())
	assert.Equal(t, 2, n, "one for the token, one for the query")
	w = start(t, fxiaoketest.Options{}, func(c *fxiaoke.Config) { c.TraceID = func() string { return "x" } })
	_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.ErrorIs(t, err, fxiaoke.ErrRequest)
}

func TestCancelled(t *testing.T) {
	w := start(t, fxiaoketest.Options{Fault: once(fxiaoketest.QueryCall, fxiaoketest.Slow, 1)}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := w.client.Changes(ctx, crm.KindAccount, crm.Mark{}, w.clock.Now().Add(time.Hour))
	require.ErrorIs(t, err, context.Canceled)
	assert.EqualValues(t, 1, w.Stats().ByKind[fxiaoketest.QueryCall])
	// While the pace is waited for.
	config := w.config
	config.Clock.Sleep = nil
	config.Pace = fxiaoke.Pace{Calls: 1, Window: time.Hour}
	client, err := fxiaoke.New(config)
	require.NoError(t, err)
	_, err = client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.NoError(t, err)
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = client.Changes(ctx, crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// roundTrip is a transport.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAddressOfEveryCloud(t *testing.T) {
	seen := map[string]bool{}
	for _, cloud := range append(fxiaoke.Clouds(), "") {
		clock := newClock()
		server := fxiaoketest.New(fxiaoketest.Options{Now: clock.Now})
		config := server.Config("", fxiaoke.OAuth)
		config.Cloud = cloud
		config.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			assert.Equal(t, "https", r.URL.Scheme)
			assert.NotContains(t, r.URL.String(), "secret", "credentials are in the body")
			seen[r.URL.Host] = true
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			return w.Result(), nil
		})}
		client, err := fxiaoke.New(config)
		require.NoError(t, err)
		_, err = client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, clock.Now())
		require.NoError(t, err)
		assert.Contains(t, client.String(), "client of open")
	}
	assert.Len(t, seen, 6)
}

func TestConfigIsChecked(t *testing.T) {
	told := func(err error) []string {
		invalid, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok)
		var told []string
		for _, f := range invalid.Findings {
			told = append(told, f.Code+" "+f.Place)
			assert.NotEmpty(t, f.Message.ZH)
			assert.NotEmpty(t, f.Remedy.ZH)
		}
		return told
	}
	_, err := fxiaoke.New(fxiaoke.Config{
		System: " ", Cloud: "mars", Address: "https://user:pass@x.example", Auth: "magic", PageSize: 500, Gone: []fieldmap.When{{Field: "a b"}},
		Tasks: fxiaoke.Tasks{Key: "a'b", Language: "fr", Zone: "Nowhere", Fields: map[string]json.RawMessage{"x": json.RawMessage("{")}, Content: "-"},
	})
	assert.ElementsMatch(t, []string{
		"fxiaoke.system System", "fxiaoke.cloud Cloud", "fxiaoke.host Address", "fxiaoke.auth Auth", "fxiaoke.credentials AppID", "fxiaoke.credentials AppSecret",
		"fxiaoke.credentials PermanentCode", "fxiaoke.user User", "fxiaoke.clock Clock.Now", "fxiaoke.bounds PageSize", "fxiaoke.gone Gone[0]",
		"fxiaoke.task Tasks", "fxiaoke.field Tasks", "fxiaoke.task Tasks", "fxiaoke.language Tasks.Language", "fxiaoke.zone Tasks.Zone",
	}, told(err))
	assert.NotContains(t, err.Error(), "pass")

	good := fxiaoketest.New(fxiaoketest.Options{}).Config("http://127.0.0.1:1", fxiaoke.OAuth)
	for _, address := range []string{"https://www.fxiaoke.com", "http://open.fxiaoke.com", "https://open.fxiaoke.com/cgi", "open.fxiaoke.com", "https://open.fxiaoke.com?x=1"} {
		config := good
		config.Address = address
		_, err = fxiaoke.New(config)
		assert.Equal(t, []string{"fxiaoke.host Address"}, told(err), address)
	}
	config := good
	config.Gone = make([]fieldmap.When, 20)
	_, err = fxiaoke.New(config)
	assert.Equal(t, []string{"fxiaoke.gone Gone"}, told(err))

	maps := fxiaoke.Maps("")
	maps[2].Fields[1].From = "create_time"
	maps[3].Object = "AccountObj"
	maps[9].Prefix = maps[8].Prefix
	maps[4].Also = []string{"x' or 'y", "owner.name"}
	maps[5].Kind = "nothing"
	maps = append(maps, fieldmap.Spec{Object: "PersonnelObj", Kind: crm.KindUser, Prefix: "p/", Fields: maps[1].Fields[:2]})
	config = good
	config.Maps = maps
	_, err = fxiaoke.New(config)
	codes := told(err)
	for _, want := range []string{"fxiaoke.keys Maps[2]", "fxiaoke.object Maps[3].object", "fxiaoke.prefix Maps[9].prefix", "fxiaoke.field Maps[4]", "fxiaoke.object Maps[11].object", "fxiaoke.prefix Maps[11].prefix"} {
		assert.Contains(t, codes, want)
	}
}

// TestSecretsAreNowhere drives every path that fails, with a system that echoes what it was sent, and looks for the
// secrets in all that is told.
func TestSecretsAreNowhere(t *testing.T) {
	const secret, code, access = "canary+secret/1=", "canary&code%2", "BC-canary~access-3"
	canaries := []string{"canary", url.QueryEscape(secret), url.QueryEscape(code), url.PathEscape(secret)}
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
		return r.URL.String() + " " + body + " " + fmt.Sprint(r.Header) + " secret=" + secret + " " + strings.ToLower(url.QueryEscape(secret)) + " https://user:" + code + "@host/?token=" + access
	}
	answer := func(status int, body string) func(*http.Request) (*http.Response, error) {
		return func(r *http.Request) (*http.Response, error) {
			text := strings.Trim(fmt.Sprintf("%q", echo(r)), `"`)
			h := http.Header{"X-Echo": {text}, "Location": {"https://elsewhere.example/?t=" + access}}
			return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(strings.ReplaceAll(body, "ECHO", text))), Request: r}, nil
		}
	}
	broken := func(r *http.Request) (*http.Response, error) { return nil, errors.New("broken: " + echo(r)) }
	breaking := func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(io.MultiReader(strings.NewReader(`{"errorCode":`), failing{echo(r)})), Request: r}, nil
	}
	panicking := func(*http.Request) (*http.Response, error) { panic(secret + access) }
	good := answer(200, `{"errorCode":0,"accessToken":"`+access+`","ea":"e1","corpAccessToken":"`+access+`","corpId":"FSCID_1","expiresIn":7084}`)
	tokens := map[string]func(*http.Request) (*http.Response, error){
		"good": good, "no JSON": answer(200, "ECHO"), "a page": answer(200, "<html>ECHO"), "unavailable": answer(503, "ECHO"), "broken": broken, "breaking": breaking, "redirect": answer(302, "ECHO"),
		"panic": panicking, "no token": answer(200, `{"errorCode":0,"errorMessage":"ECHO"}`), "odd": answer(200, `{"errorCode":0,"accessToken":["ECHO"]}`),
	}
	calls := map[string]func(*http.Request) (*http.Response, error){
		"broken": broken, "breaking": breaking, "redirect": answer(307, "ECHO"), "no JSON": answer(200, "ECHO"), "half": answer(200, `{"errorCode":0,"data":"ECHO`), "large": answer(200, strings.Repeat("ECHO", 2000)),
		"odd code": answer(200, `{"errorCode":"ECHO","errorMessage":"ECHO"}`), "odd data": answer(200, `{"errorCode":0,"data":"ECHO"}`), "odd rows": answer(200, `{"errorCode":0,"data":{"dataList":["ECHO"]}}`),
		"rows without id": answer(200, `{"errorCode":0,"data":{"dataList":[{"name":"ECHO"}]}}`), "an odd row": answer(200, `{"errorCode":0,"data":{"dataList":[{"_id":"ECHO","last_modified_time":1}]}}`),
		"a row that was not asked for": answer(200, `{"errorCode":0,"data":{"dataList":[{"_id":"`+access+`","last_modified_time":1},{"_id":"`+access+`","last_modified_time":0}]}}`),
		"an odd list":                  answer(200, `{"errorCode":0,"userList":[{"name":"ECHO"}]}`),
	}
	for _, n := range []int{-2, -1, 10006, 10013, 14001, 15003, 20005, 20006, 20012, 20014, 20015, 20016, 20017, 20021, 20022, 30002, 30003, 30004, 32000, 50009, 99999} {
		body := fmt.Sprintf(`{"errorCode":%d,"errorMessage":"ECHO","errorDescription":"ECHO","traceId":"ECHO","data":"ECHO"}`, n)
		calls[fmt.Sprint(n)], tokens[fmt.Sprint(n)] = answer(200, body), answer(200, body)
	}
	for _, status := range []int{400, 401, 403, 404, 429, 500, 503} {
		calls[fmt.Sprint("status ", status)] = answer(status, "<html>ECHO")
	}
	paths := map[string]func(*fxiaoke.Client) error{
		"changes": func(c *fxiaoke.Client) error {
			_, err := c.Changes(t.Context(), crm.KindActivity, crm.Mark{}, time.Now())
			return err
		},
		"users": func(c *fxiaoke.Client) error {
			_, err := c.Changes(t.Context(), crm.KindUser, crm.Mark{}, time.Now())
			return err
		},
		"ids": func(c *fxiaoke.Client) error { _, err := c.IDs(t.Context(), crm.KindAccount, ""); return err },
		"count": func(c *fxiaoke.Client) error {
			_, err := c.Count(t.Context(), crm.KindAccount, crm.Mark{}, time.Now())
			return err
		},
		"records": func(c *fxiaoke.Client) error {
			_, err := c.Records(t.Context(), []crm.Ref{{System: "fxiaoke", Kind: crm.KindAccount, ID: "1"}})
			return err
		},
		"maps":   func(c *fxiaoke.Client) error { _, err := c.CheckMaps(t.Context()); return err },
		"labels": func(c *fxiaoke.Client) error { _, err := c.Labelled(t.Context()); return err },
		"tasks": func(c *fxiaoke.Client) error {
			out, err := c.WriteTasks(t.Context(), []kam.Task{{ID: "t1", Title: kam.Text{EN: "x"}, Owner: "1"}})
			for _, w := range out {
				err = errors.Join(err, w.Err)
			}
			return err
		},
		"writing": func(c *fxiaoke.Client) error { _, err := c.CheckTasks(t.Context()); return err },
	}
	failed := 0
	run := func(t *testing.T, token, call func(*http.Request) (*http.Response, error)) {
		for _, auth := range []fxiaoke.Auth{fxiaoke.OAuth, fxiaoke.Corp} {
			clock := newClock()
			config := fxiaoke.Config{
				Auth: auth, User: "1000", AppID: "FSAID_1", AppSecret: fxiaoke.NewSecret(secret), PermanentCode: fxiaoke.NewSecret(code), Limits: fxiaoke.Limits{Tries: 2, Body: 64 << 10},
				Clock: fxiaoke.Clock{Now: clock.Now, Sleep: clock.Sleep},
				HTTP: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					if strings.HasSuffix(r.URL.Path, "/oauth2.0/token") || strings.Contains(r.URL.Path, "corpAccessToken") {
						return token(r)
					}
					return call(r)
				})},
			}
			client, err := fxiaoke.New(config)
			require.NoError(t, err)
			for _, path := range paths {
				if err := path(client); err != nil {
					failed++
					tell(t, err)
				}
			}
			text, _ := json.Marshal(config.AppSecret)
			clean(t, fmt.Sprintf("%v %+v %#v %s", client, client, client, client), string(text), fmt.Sprintf("%v %+v %#v %s %x %q", config, config, config, config.AppSecret, config.AppSecret, config.PermanentCode))
		}
	}
	for name, token := range tokens {
		t.Run("token "+name, func(t *testing.T) { run(t, token, calls["32000"]) })
	}
	for name, call := range calls {
		t.Run("call "+name, func(t *testing.T) { run(t, tokens["good"], call) })
	}
	assert.Greater(t, failed, 1000)
	clean(t, logged.String())
}

type failing struct{ text string }

func (f failing) Read([]byte) (int, error) { return 0, errors.New("reading failed: " + f.text) }

// Tries count against the calls for a token too.
func TestTriesForATokenKeepThePace(t *testing.T) {
	w := start(t, fxiaoketest.Options{Fault: once(fxiaoketest.TokenCall, fxiaoketest.Drop, 12)}, func(c *fxiaoke.Config) { c.Limits.Tries = 20 })
	before := w.clock.Now()
	_, err := w.client.Changes(t.Context(), crm.KindAccount, crm.Mark{}, w.clock.Now())
	require.NoError(t, err)
	assert.GreaterOrEqual(t, w.clock.Now().Sub(before), time.Minute)
	assert.Empty(t, w.Stats().Refused)
}
