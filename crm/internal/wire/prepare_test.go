package wire_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm/internal/wire"
)

// sender is a transport.
type sender func(*http.Request) (*http.Response, error)

func (f sender) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestEachTryIsPrepared(t *testing.T) {
	var sent []string
	client := &http.Client{Transport: sender(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		sent = append(sent, r.URL.String()+" "+string(body))
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("")), Request: r}, err
	})}
	clock := wire.Clock{Now: func() time.Time { return time.Unix(0, 0) }, Sleep: func(context.Context, time.Duration) error { return nil }}
	caller := wire.NewCaller(client, clock, wire.Limits{Tries: 2}, &wire.Redactor{})
	n := 0
	request := wire.Request{
		Method: http.MethodPost, URL: &url.URL{Scheme: "https", Host: "a.example"},
		Prepare: func(context.Context, wire.Token) (*url.URL, []byte, error) {
			n++
			return &url.URL{Scheme: "https", Host: "a.example", RawQuery: "n=" + strings.Repeat("I", n)}, []byte("body"), nil
		},
		Judge: func(wire.Answer) wire.Verdict { return wire.Verdict{Action: wire.Retry} },
	}
	_, err := caller.Do(t.Context(), request)
	require.ErrorIs(t, err, wire.ErrTries)
	assert.Equal(t, []string{"https://a.example?n=I body", "https://a.example?n=II body"}, sent)
	assert.NotContains(t, err.Error(), "n=")
	lost := errors.New("secret")
	request.Prepare = func(context.Context, wire.Token) (*url.URL, []byte, error) { return nil, nil, lost }
	_, err = caller.Do(t.Context(), request)
	require.ErrorIs(t, err, lost)
	assert.NotContains(t, err.Error(), "secret")
	assert.Len(t, sent, 2)
	assert.EqualValues(t, 2, caller.Sent())
}
