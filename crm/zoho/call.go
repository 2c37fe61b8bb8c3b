package zoho

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/kam-go/kam/crm/internal/wire"
)

// request is a call of the API.
type request struct {
	method string
	path   string // behind /crm/v8/
	query  url.Values
	header http.Header
	body   any
	// once: a write, whose fate may be unknown.
	once bool
}

// envelope is an error of the API.
type envelope struct {
	Code    string          `json:"code"`
	Message string          `json:"message"`
	Details json.RawMessage `json:"details"`
}

// call sends a request and decodes its answer into a value. It reports false for 204 and 304, which have none.
func (c *Client) call(ctx context.Context, r request, into any) (bool, error) {
	var body []byte
	header := r.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Accept", "application/json")
	if r.body != nil {
		text, err := json.Marshal(r.body)
		if err != nil {
			return false, fmt.Errorf("zoho: %w", err)
		}
		body = text
		header.Set("Content-Type", "application/json")
	}
	token, err := c.tokens.Get(ctx)
	if err != nil {
		return false, err
	}
	address, err := url.Parse(token.About["api"])
	if err != nil {
		return false, fmt.Errorf("zoho: %w", ErrHost)
	}
	address = address.JoinPath("/crm/v8/", r.path)
	address.RawQuery = r.query.Encode()
	answer, err := c.caller.Do(ctx, wire.Request{
		Method: r.method, URL: address, Header: header, Body: body, Once: r.once, Tokens: c.tokens,
		Authorize: func(h http.Header, t wire.Token) { h.Set("Authorization", "Zoho-oauthtoken "+t.Secret.Reveal()) },
		Judge:     func(a wire.Answer) wire.Verdict { return c.judge(a, into, r.once) },
	})
	if err != nil {
		return false, wire.Redirected(err, ErrHost)
	}
	return answer.Status != http.StatusNoContent && answer.Status != http.StatusNotModified, nil
}

// judge says what an answer of the API means.
func (c *Client) judge(a wire.Answer, into any, write bool) wire.Verdict {
	if n, err := strconv.ParseInt(a.Header.Get("X-API-CREDITS-REMAINING"), 10, 64); err == nil && n >= 0 {
		c.credits.Store(n + 1)
	}
	switch {
	case a.Status == http.StatusNoContent, a.Status == http.StatusNotModified:
		return wire.Verdict{Action: wire.Accept}
	case a.Status >= 200 && a.Status < 300:
		if into != nil {
			if err := json.Unmarshal(a.Body, into); err != nil {
				return wire.Verdict{Action: wire.Unknown, Message: "the answer is not the JSON that was expected", Causes: []error{ErrAnswer}}
			}
		}
		return wire.Verdict{Action: wire.Accept}
	}
	var e envelope
	v := wire.Verdict{Action: wire.Refuse}
	var each struct {
		Data []json.RawMessage `json:"data"`
	}
	if a.Status == http.StatusBadRequest && write && json.Unmarshal(a.Body, &each) == nil && len(each.Data) > 0 && json.Unmarshal(a.Body, into) == nil {
		return wire.Verdict{Action: wire.Accept} // a write that says of each record why not
	}
	if json.Unmarshal(a.Body, &e) == nil {
		v.Code, v.Message = e.Code, e.Message
		if len(e.Details) > 2 {
			v.Message += " " + string(e.Details)
		}
	} else {
		v.Message = string(a.Body)
	}
	switch {
	case e.Code == "OAUTH_SCOPE_MISMATCH":
		v.Causes = []error{ErrScope}
	case a.Status == http.StatusUnauthorized, e.Code == "INVALID_TOKEN", e.Code == "AUTHENTICATION_FAILURE":
		v.Action = wire.Renew
	case a.Status == http.StatusForbidden:
		v.Causes = []error{ErrPermission}
	case a.Status == http.StatusTooManyRequests, e.Code == "TOO_MANY_REQUESTS":
		v.Action, v.Causes = wire.Retry, []error{ErrTooMany}
	case a.Status >= 500, a.Status == http.StatusRequestTimeout:
		v.Action = wire.Unknown
	case e.Code == "INVALID_HOST":
		v.Causes = []error{ErrHost}
	default:
		v.Causes = []error{ErrRequest}
	}
	return v
}
