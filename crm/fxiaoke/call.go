package fxiaoke

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/kam-go/kam/crm/internal/wire"
)

// The errorCodes that say what to do. Others refuse the request.
const (
	codeOK          = 0
	codeBusy        = -1
	codeSystem      = -2
	codeTimeout     = 50009
	codeRate        = 30004
	codeLimit       = 14001
	codeDay         = 30002
	codeNotBought   = 30003
	codeToken       = 20016
	codeNoToken     = 20017
	codeCredentials = 20006
	codePermanent   = 20015
	codeExpired     = 20005
	codeOff         = 20021
	codeNotGranted  = 20022
	codeNoData      = 20014
	codeNoCorpData  = 20020
	codeNoAccess    = 15003
	codeNoDept      = 20023
)

// envelope is around every answer.
type envelope struct {
	Code        json.RawMessage `json:"errorCode"`
	Message     string          `json:"errorMessage"`
	Description string          `json:"errorDescription"`
	Trace       string          `json:"traceId"`
	Data        json.RawMessage `json:"data"`
}

// request is a call of the API.
type request struct {
	path string
	body map[string]any
	// once: a write, whose fate may be unknown.
	once bool
}

func headers() http.Header {
	return http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}
}

// traced is an address with a thirdTraceId of its own.
func (c *Client) traced(path string) *url.URL {
	u := c.home.JoinPath(path)
	u.RawQuery = url.Values{"thirdTraceId": {c.config.TraceID()}}.Encode()
	return u
}

// call sends a request and decodes the whole answer into a value.
func (c *Client) call(ctx context.Context, r request, into any) error {
	header := headers()
	if c.config.Auth == OAuth {
		header.Set("X-Fs-Userid", c.config.User)
	}
	_, err := c.caller.Do(ctx, wire.Request{
		Method: http.MethodPost, URL: c.home.JoinPath(r.path), Header: header, Once: r.once, Tokens: c.tokens,
		Authorize: func(h http.Header, t wire.Token) {
			if c.config.Auth == OAuth {
				h.Set("Authorization", "Bearer "+t.Secret.Reveal())
				h.Set("X-Fs-Ea", t.About["ea"])
			}
		},
		Prepare: func(ctx context.Context, t wire.Token) (*url.URL, []byte, error) {
			text, err := json.Marshal(c.bodyOf(r, t))
			if err != nil {
				return nil, nil, err
			}
			return c.traced(r.path), text, c.pacer.wait(ctx, r.path, c.config.Pace)
		},
		Judge: func(a wire.Answer) wire.Verdict { return c.judge(a, r.path, into, r.once) },
	})
	return wire.Redirected(err, ErrHost)
}

// bodyOf is the body of a request with what goes around it.
func (c *Client) bodyOf(r request, t wire.Token) map[string]any {
	body := maps.Clone(r.body)
	if c.config.Auth == Corp {
		body["corpAccessToken"], body["corpId"], body["currentOpenUserId"] = t.Secret.Reveal(), t.About["corpId"], c.config.User
	} else if c.config.OpenUserIDs {
		body["convertUserId"] = true
	}
	return body
}

// judge says what an answer of the API means. Its HTTP status is 200 in failures too.
func (c *Client) judge(a wire.Answer, path string, into any, write bool) wire.Verdict {
	var e envelope
	code, err := 0, json.Unmarshal(a.Body, &e)
	if err == nil {
		code, err = strconv.Atoi(string(bytes.Trim(e.Code, `"`)))
	}
	if err != nil {
		return c.judgeOther(a, write)
	}
	if code == codeOK {
		if a.Status >= 300 {
			return wire.Verdict{Action: wire.Unknown, Message: http.StatusText(a.Status), Causes: []error{ErrAnswer}}
		}
		if into != nil && json.Unmarshal(a.Body, into) != nil {
			return wire.Verdict{Action: wire.Unknown, Message: "the answer is not the JSON that was expected", Causes: []error{ErrAnswer}}
		}
		return wire.Verdict{Action: wire.Accept}
	}
	v := wire.Verdict{Action: wire.Refuse, Code: strconv.Itoa(code), Message: e.Message}
	if e.Description != "" && e.Description != e.Message {
		v.Message += ": " + e.Description
	}
	if e.Trace != "" {
		v.Message = fmt.Sprintf("%s (traceId %s)", v.Message, e.Trace)
	}
	switch code {
	case codeRate, codeLimit:
		v.Action, v.Wait, v.Causes = wire.Retry, c.config.Pace.Window/3, []error{ErrTooMany}
	case codeBusy, codeSystem, codeTimeout:
		v.Action = wire.Unknown
	case codeDay:
		// The count begins anew at midnight, and nothing before then helps.
		v.Action, v.Wait, v.Causes = wire.Retry, untilMidnight(c.clock.Now()), []error{ErrQuota}
	case codeNotBought:
		v.Causes = []error{ErrQuota}
	case codeToken:
		v.Action = wire.Renew
	case codeNoToken, codeCredentials, codePermanent, codeExpired:
		v.Causes = []error{ErrUnauthorized}
	case codeOff, codeNotGranted:
		v.Causes = []error{ErrApp}
	case codeNoData, codeNoCorpData, codeNoAccess, codeNoDept:
		v.Causes = []error{ErrPermission}
	default:
		v.Causes = []error{ErrRequest}
	}
	return v
}

// judgeOther is about answers that are none of the API's JSON.
func (c *Client) judgeOther(a wire.Answer, write bool) wire.Verdict {
	v := wire.Verdict{Action: wire.Refuse, Message: string(a.Body)}
	switch looks := bytes.TrimSpace(a.Body); {
	case a.Status == http.StatusTooManyRequests:
		v.Action, v.Causes = wire.Retry, []error{ErrTooMany}
	case a.Status >= 500, a.Status == http.StatusRequestTimeout:
		v.Action = wire.Unknown
	case len(looks) == 0 || looks[0] == '{':
		v.Action, v.Message, v.Causes = wire.Unknown, "the answer is not the JSON that was expected", []error{ErrAnswer}
	case write && a.Status < 300:
		v.Action, v.Causes = wire.Unknown, []error{ErrHost}
	default:
		v.Causes = []error{ErrHost}
	}
	return v
}

// untilMidnight is how long it is to the next day in Beijing.
func untilMidnight(now time.Time) time.Duration {
	const offset, day = 8 * time.Hour, 24 * time.Hour
	local := now.UTC().Add(offset)
	return local.Truncate(day).Add(day).Sub(local)
}
