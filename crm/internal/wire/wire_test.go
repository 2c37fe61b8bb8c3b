package wire_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm/internal/wire"
)

func TestSecretPrintsNothing(t *testing.T) {
	s := wire.NewSecret("canary")
	held := struct {
		In  wire.Secret
		out wire.Secret
		p   *wire.Secret
	}{s, s, &s}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T %v"} {
		assert.NotContains(t, fmt.Sprintf(verb, s), "canary")
		assert.NotContains(t, fmt.Sprintf(verb, held), "canary")
		assert.NotContains(t, fmt.Sprintf(verb, &held), "canary")
		assert.NotContains(t, fmt.Sprintf(verb, s), "63616e617279", "in hexadecimal")
	}
	text, err := json.Marshal(held)
	require.NoError(t, err)
	assert.JSONEq(t, `{"In":"[secret]"}`, string(text))
	assert.Equal(t, "canary", s.Reveal())
	assert.Equal(t, "[secret]", fmt.Sprint(held.out))
	assert.Empty(t, wire.Secret{}.Reveal())
	assert.Empty(t, wire.Secret{}.String())
	assert.True(t, wire.NewSecret("").IsZero())
	assert.False(t, held.p.IsZero())
}

func TestRedactor(t *testing.T) {
	var r wire.Redactor
	r.Know(wire.NewSecret("s3cr+t/="), wire.Secret{})
	r.Recent(wire.NewSecret("tkn-1"))
	r.Recent(wire.NewSecret("tkn-1-long"))
	for text, want := range map[string]string{
		"plain text":                            "plain text",
		"with s3cr+t/= inside":                  "with [secret] inside",
		"escaped s3cr%2Bt%2F%3D":                "escaped [secret]",
		"the longer one: tkn-1-long.":           "the longer one: [secret].",
		"https://u:p@host/x?y=z#f":              "https://[secret]@host/x?[secret]",
		`{"access_token":"abc"}`:                `{"access_token":"[secret]"}`,
		"Authorization: Bearer abc.def":         "Authorization: Bearer [secret]",
		"Authorization: Zoho-oauthtoken 1000.a": "Authorization: Zoho-oauthtoken [secret]",
		"client_secret=abc&x=1":                 "client_secret=[secret]&x=1",
		`"appSecret": "x", "b": 1`:              `"appSecret": "[secret]", "b": 1`,
	} {
		assert.Equal(t, want, r.Clean(text))
	}
	for i := range 100 {
		r.Recent(wire.NewSecret(fmt.Sprintf("t-%d-t", i)))
	}
	assert.Equal(t, "[secret] [secret]", r.Clean("t-99-t s3cr+t/="))
	assert.LessOrEqual(t, len(r.Excerpt(strings.Repeat("ab ", 10000))), 200)
	assert.NotContains(t, r.Excerpt(strings.Repeat("x", 4095)+"s3cr+t/="), "s3cr", "a secret across the end")
	assert.Equal(t, "[secret]", r.Clean("s3cr%2bt%2f%3d"), "with small figures")
}

// What is shown is at the beginning, and no more of a long answer is looked at; where the look ends, a secret may begin.
func TestExcerptOfALongAnswer(t *testing.T) {
	const secret = "c4nary-and-more-of-it"
	var r wire.Redactor
	r.Know(wire.NewSecret(secret))
	for begins := 16<<10 - len(secret) - 2; begins < 16<<10+2; begins++ {
		text := "client_secret=" + strings.Repeat("y", begins-len("client_secret= ")) + " " + secret + strings.Repeat(" more", 1000)
		shown := r.Excerpt(text)
		require.Contains(t, shown, "client_secret=[secret]")
		require.NotContains(t, shown, "c4")
	}
	long := strings.Repeat("secret secret ", 4<<20/14)
	assert.Equal(t, r.Excerpt(long[:32<<10]), r.Excerpt(long))
}

func FuzzRedactor(f *testing.F) {
	f.Add("abc https://u:p@h/?q=1 secret=canary-value bearer canary-value")
	var r wire.Redactor
	r.Know(wire.NewSecret("canary-value"))
	f.Fuzz(func(t *testing.T, text string) {
		assert.NotContains(t, r.Clean(text), "canary-value")
		assert.NotContains(t, r.Excerpt("canary-value"+text+"canary-value"), "canary-value")
	})
}

func tokensAt(now *atomic.Int64, fetch func(ctx context.Context) (wire.Token, error)) *wire.Tokens {
	return &wire.Tokens{
		Fetch: fetch, Early: time.Minute, Redact: &wire.Redactor{},
		Clock: wire.Clock{Now: func() time.Time { return time.Unix(now.Load(), 0) }, Sleep: func(_ context.Context, d time.Duration) error {
			now.Add(int64(d / time.Second))
			return nil
		}},
	}
}

func TestTokensSingleFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetched := 0
		tokens := &wire.Tokens{Clock: wire.Clock{Now: time.Now}, Early: time.Minute, Fetch: func(context.Context) (wire.Token, error) {
			fetched++ // never twice at a time, so this is no race
			time.Sleep(time.Second)
			return wire.Token{Secret: wire.NewSecret(fmt.Sprint("t", fetched)), Expires: time.Now().Add(time.Hour)}, nil
		}}
		var wait sync.WaitGroup
		for range 50 {
			wait.Go(func() {
				got, err := tokens.Get(t.Context())
				assert.True(t, err == nil && got.Secret.Reveal() == "t1")
			})
		}
		wait.Wait()
		assert.Equal(t, 1, fetched)
		old, _ := tokens.Get(t.Context())
		for range 20 { // all of them were refused: one of them fetches
			wait.Go(func() {
				got, err := tokens.Renew(t.Context(), old)
				assert.True(t, err == nil && got.Secret.Reveal() == "t2")
			})
		}
		wait.Wait()
		late, err := tokens.Renew(t.Context(), old) // the answer that refused it was slow
		require.NoError(t, err)
		assert.Equal(t, "t2", late.Secret.Reveal())
		assert.Equal(t, 2, fetched)
		time.Sleep(59 * time.Minute)
		_, err = tokens.Get(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 3, fetched, "early")
	})
}

func TestCancellationOfOneCallerDoesNotFailTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetched, ended := 0, 0
		tokens := &wire.Tokens{Clock: wire.Clock{Now: time.Now}, Fetch: func(ctx context.Context) (wire.Token, error) {
			fetched++
			select {
			case <-ctx.Done():
				ended++
				return wire.Token{}, ctx.Err()
			case <-time.After(time.Minute):
				return wire.Token{Secret: wire.NewSecret("t"), Expires: time.Now().Add(time.Hour)}, nil
			}
		}}
		first, cancel := context.WithCancel(t.Context())
		var wait sync.WaitGroup
		wait.Go(func() { _, err := tokens.Get(first); assert.ErrorIs(t, err, context.Canceled) })
		synctest.Wait()
		wait.Go(func() { _, err := tokens.Get(t.Context()); assert.NoError(t, err) })
		synctest.Wait()
		cancel()
		wait.Wait()
		assert.Equal(t, 1, fetched)
		assert.Zero(t, ended)

		// When nobody waits any more the fetch ends, and who comes then gets one of his own.
		old, _ := tokens.Get(t.Context())
		alone, cancel := context.WithCancel(t.Context())
		wait.Go(func() { _, err := tokens.Renew(alone, old); assert.ErrorIs(t, err, context.Canceled) })
		synctest.Wait()
		cancel()
		synctest.Wait()
		_, err := tokens.Get(t.Context())
		require.NoError(t, err)
		wait.Wait()
		assert.Equal(t, 3, fetched)
		assert.Equal(t, 1, ended)
	})
}

func TestTokensThrottle(t *testing.T) {
	var now atomic.Int64
	n := 0
	tokens := tokensAt(&now, func(context.Context) (wire.Token, error) {
		n++
		return wire.Token{Secret: wire.NewSecret(fmt.Sprint(n)), Expires: time.Unix(now.Load()+3600, 0)}, nil
	})
	tokens.Most, tokens.Window = 3, 10*time.Minute
	token := wire.Token{}
	for range 3 {
		var err error
		token, err = tokens.Renew(t.Context(), token)
		require.NoError(t, err)
		now.Add(60)
	}
	_, err := tokens.Renew(t.Context(), token)
	require.ErrorIs(t, err, wire.ErrThrottled)
	until, ok := wire.Throttled(err)
	assert.True(t, ok)
	assert.EqualValues(t, 600, until.Unix())
	tokens.MaxWait = time.Hour
	_, err = tokens.Get(t.Context())
	require.NoError(t, err, "it waits")
	assert.EqualValues(t, 600, now.Load())
	tokens.Hold(time.Unix(5000, 0))
	got, err := tokens.Get(t.Context())
	require.NoError(t, err, "the token at hand is good")
	assert.Equal(t, "4", got.Secret.Reveal())
	now.Store(600 + 3550)
	got, err = tokens.Get(t.Context())
	require.NoError(t, err, "a token near its end serves until then")
	assert.Equal(t, "4", got.Secret.Reveal())
	_, ok = wire.Throttled(errors.New("x"))
	assert.False(t, ok)
}

func TestFetchThatFails(t *testing.T) {
	var now atomic.Int64
	for _, fetch := range []func(context.Context) (wire.Token, error){
		func(context.Context) (wire.Token, error) { panic("canary") },
		func(context.Context) (wire.Token, error) { return wire.Token{}, nil },
		func(context.Context) (wire.Token, error) { return wire.Token{}, io.ErrUnexpectedEOF },
	} {
		_, err := tokensAt(&now, fetch).Get(t.Context())
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "canary")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := tokensAt(&now, nil).Get(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

// accept judges by status alone.
func accept(a wire.Answer) wire.Verdict {
	switch {
	case a.Status < 300:
		return wire.Verdict{Action: wire.Accept}
	case a.Status == http.StatusTooManyRequests:
		return wire.Verdict{Action: wire.Retry}
	case a.Status >= 500:
		return wire.Verdict{Action: wire.Unknown, Code: fmt.Sprint(a.Status)}
	}
	return wire.Verdict{Action: wire.Refuse}
}

func TestDo(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers []string // status, or status and Retry-After
		once    bool
		want    string // ok, or part of the error
		waits   []time.Duration
	}{
		{"at once", []string{"200"}, false, "ok", nil},
		{"after two failures", []string{"503", "500", "200"}, false, "ok", []time.Duration{750 * time.Millisecond, 1500 * time.Millisecond}},
		{"never", []string{"503"}, false, "5 tries", []time.Duration{750 * time.Millisecond, 1500 * time.Millisecond, 3 * time.Second, 3 * time.Second}},
		{"a write", []string{"503"}, true, "status 503", nil},
		{"a write that was turned away", []string{"429", "200"}, true, "ok", []time.Duration{750 * time.Millisecond}},
		{"refused", []string{"404"}, false, "status 404", nil},
		{"seconds", []string{"429 7", "200"}, false, "ok", []time.Duration{7500 * time.Millisecond}},
		{"a date", []string{"429 Mon, 02 Nov 2026 08:00:30 GMT", "200"}, false, "ok", []time.Duration{30500 * time.Millisecond}},
		{"a date that passed", []string{"429 Mon, 02 Nov 2020 08:00:30 GMT", "200"}, false, "ok", []time.Duration{750 * time.Millisecond}},
		{"too long", []string{"429 121"}, false, "again from 2026-11-02T08:02:01Z", nil},
		{"nonsense", []string{"429 soon", "200"}, false, "ok", []time.Duration{750 * time.Millisecond}},
		{"elsewhere", []string{"302"}, false, "redirects", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				assert.Equal(t, "body", string(body), "whole at each try")
				status, after, _ := strings.Cut(c.answers[min(n, len(c.answers)-1)], " ")
				n++
				if after != "" {
					w.Header().Set("Retry-After", after)
				}
				var code int
				_, _ = fmt.Sscan(status, &code)
				w.Header().Set("Location", "/other")
				w.WriteHeader(code)
			}))
			defer server.Close()
			var waits []time.Duration
			now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
			caller := wire.NewCaller(nil, wire.Clock{
				Now: func() time.Time { return now }, Jitter: func(most time.Duration) time.Duration { return most },
				Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil },
			}, wire.Limits{Backoff: 750 * time.Millisecond, MaxBackoff: 3 * time.Second}, &wire.Redactor{})
			u, _ := url.Parse(server.URL + "/path?secret=canary")
			_, err := caller.Do(t.Context(), wire.Request{Method: "POST", URL: u, Body: []byte("body"), Once: c.once, Judge: accept})
			if c.want == "ok" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
				assert.NotContains(t, err.Error(), "canary")
				assert.Contains(t, err.Error(), "POST "+server.URL+"/path")
			}
			want := c.waits
			for i, a := range c.answers { // the wait that was asked for and a little more
				if strings.Contains(a, "429 ") && i < len(want) && want[i] > 2*time.Second {
					want[i] += 250 * time.Millisecond
				}
			}
			assert.Equal(t, want, waits)
			assert.EqualValues(t, n, caller.Sent())
		})
	}
}

func TestJitterStaysWithinBounds(t *testing.T) {
	for range 200 {
		var waited time.Duration
		caller := wire.NewCaller(&http.Client{Transport: transport(func(*http.Request) (*http.Response, error) { return nil, io.EOF })}, wire.Clock{
			Now: time.Now, Sleep: func(_ context.Context, d time.Duration) error { waited = d; return io.ErrNoProgress },
		}, wire.Limits{}, &wire.Redactor{})
		_, err := caller.Do(t.Context(), wire.Request{Method: "GET", URL: &url.URL{Scheme: "http", Host: "x"}, Judge: accept})
		require.ErrorIs(t, err, io.EOF)
		require.ErrorIs(t, err, io.ErrNoProgress)
		require.GreaterOrEqual(t, waited, 250*time.Millisecond)
		require.LessOrEqual(t, waited, 500*time.Millisecond)
	}
}

func TestFirstWaitIsBounded(t *testing.T) {
	var waited []time.Duration
	caller := wire.NewCaller(&http.Client{Transport: transport(func(*http.Request) (*http.Response, error) { return nil, io.EOF })}, wire.Clock{
		Now: time.Now, Jitter: func(most time.Duration) time.Duration { return most }, Sleep: func(_ context.Context, d time.Duration) error { waited = append(waited, d); return nil },
	}, wire.Limits{Backoff: time.Hour, MaxBackoff: time.Second, Tries: 3}, &wire.Redactor{})
	_, err := caller.Do(t.Context(), wire.Request{Method: "GET", URL: &url.URL{Scheme: "http", Host: "x"}, Judge: accept})
	require.ErrorIs(t, err, wire.ErrTries)
	assert.Equal(t, []time.Duration{time.Second, time.Second}, waited)
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestBudgetAndConcurrency(t *testing.T) {
	var active, most atomic.Int64
	caller := wire.NewCaller(&http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
		most.Store(max(most.Load(), active.Add(1)))
		time.Sleep(2 * time.Millisecond)
		active.Add(-1)
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("{}"))}, nil
	})}, wire.Clock{Now: time.Now}, wire.Limits{Concurrency: 3, Calls: 20}, &wire.Redactor{})
	var wait sync.WaitGroup
	var refused atomic.Int64
	for range 30 {
		wait.Go(func() {
			_, err := caller.Do(t.Context(), wire.Request{Method: "GET", URL: &url.URL{Scheme: "http", Host: "x"}, Judge: accept})
			if errors.Is(err, wire.ErrBudget) {
				refused.Add(1)
			}
		})
	}
	wait.Wait()
	assert.EqualValues(t, 10, refused.Load())
	assert.EqualValues(t, 20, caller.Sent())
	assert.LessOrEqual(t, most.Load(), int64(3))
}

func TestRealWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		caller := wire.NewCaller(&http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
			if n++; n < 3 {
				return nil, io.ErrUnexpectedEOF
			}
			return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
		})}, wire.Clock{Now: time.Now}, wire.Limits{}, &wire.Redactor{})
		began := time.Now()
		_, err := caller.Do(t.Context(), wire.Request{Method: "GET", URL: &url.URL{Scheme: "http", Host: "x"}, Judge: accept})
		require.NoError(t, err)
		assert.GreaterOrEqual(t, time.Since(began), 750*time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		n = -10
		_, err = caller.Do(ctx, wire.Request{Method: "GET", URL: &url.URL{Scheme: "http", Host: "x"}, Judge: accept})
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestError(t *testing.T) {
	e := &wire.Error{Call: "GET x", Status: 400, Code: "BAD", Message: "no", Tries: 2}
	wrapped := fmt.Errorf("zoho: %w", e.Because(io.EOF))
	assert.Equal(t, "zoho: GET x: status 400: BAD: no (2 tries)", wrapped.Error())
	require.ErrorIs(t, wrapped, io.EOF)
	assert.NotErrorIs(t, e, io.EOF)
}
