package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Limits bound what calls take. Zero values stand for the defaults that are named.
type Limits struct {
	// Timeout bounds one try. Defaults to 60 s.
	Timeout time.Duration
	// Body bounds an answer, in bytes. Defaults to 32 MiB.
	Body int64
	// Tries is how often a request is sent that may be sent again. Defaults to 5.
	Tries int
	// Backoff is the first wait, which doubles with each try, and none is more than MaxBackoff; half of each is by chance.
	// Default to 500 ms and 30 s.
	Backoff    time.Duration
	MaxBackoff time.Duration
	// MaxWait is the longest wait that a call accepts when the system asks for one. Defaults to 2 minutes.
	MaxWait time.Duration
	// Concurrency is how many requests are under way at once. Defaults to 5.
	Concurrency int
	// Calls is how many requests may be sent in all. Defaults to no limit.
	Calls int64
}

func (l Limits) complete() Limits {
	set := func(d *time.Duration, by time.Duration) {
		if *d <= 0 {
			*d = by
		}
	}
	set(&l.Timeout, time.Minute)
	set(&l.Backoff, 500*time.Millisecond)
	set(&l.MaxBackoff, 30*time.Second)
	set(&l.MaxWait, 2*time.Minute)
	if l.Body <= 0 {
		l.Body = 32 << 20
	}
	if l.Tries <= 0 {
		l.Tries = 5
	}
	if l.Concurrency <= 0 {
		l.Concurrency = 5
	}
	return l
}

// Caller sends requests. It is safe for use by several goroutines.
type Caller struct {
	http   *http.Client
	clock  Clock
	limits Limits
	redact *Redactor
	slots  chan struct{}
	sent   atomic.Int64
}

// NewCaller returns a caller that sends with a client, of which it changes nothing: redirects are not followed by it.
func NewCaller(client *http.Client, clock Clock, limits Limits, redact *Redactor) *Caller {
	if client == nil {
		client = http.DefaultClient
	}
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	limits = limits.complete()
	return &Caller{http: &own, clock: clock.complete(), limits: limits, redact: redact, slots: make(chan struct{}, limits.Concurrency)}
}

// Sent is how many requests were sent.
func (c *Caller) Sent() int64 { return c.sent.Load() }

// Request is a call.
type Request struct {
	Method string
	URL    *url.URL
	Header http.Header
	Body   []byte
	// Once says that the request must not be sent again when its fate is unknown, as writes must not.
	Once bool
	// Tokens give the access token that Authorize puts into each try; nil: none is needed.
	Tokens    *Tokens
	Authorize func(h http.Header, t Token)
	// Prepare, if there is one, returns the address and the body of each try, and may wait before; the time-out of the try
	// begins after it.
	Prepare func(ctx context.Context, t Token) (*url.URL, []byte, error)
	// Judge says what an answer means.
	Judge func(a Answer) Verdict
}

// Answer is what a system returned, its body whole.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Verdict is what an answer means.
type Verdict struct {
	Action Action
	// Code and Message are the system's own, for the error.
	Code, Message string
	// Wait is at least how long to wait before the next try, where the system says so.
	Wait time.Duration
	// Causes are conditions that the error stands for.
	Causes []error
}

// Action is what to do with an answer.
type Action int

// Actions.
const (
	Accept  Action = iota // it is what was asked for
	Refuse                // asking again would not help
	Retry                 // the request was not carried out, and may be later
	Renew                 // the token is refused
	Unknown               // whether it was carried out is not known
)

// Do sends a request, again where that may help, and returns the answer that was accepted. Its errors are [*Error], or
// the context's.
func (c *Caller) Do(ctx context.Context, r Request) (Answer, error) {
	call := r.Method + " " + plain(r.URL)
	renewed := false
	for try := 1; ; try++ {
		token, err := c.token(ctx, r)
		if err != nil {
			return Answer{}, err
		}
		answer, verdict, err := c.try(ctx, r, token)
		if err != nil {
			return Answer{}, err
		}
		if verdict.Action == Accept {
			return answer, nil
		}
		fail := &Error{Call: call, Status: answer.Status, Code: c.redact.Excerpt(verdict.Code), Message: c.redact.Excerpt(verdict.Message), Tries: try}
		fail = fail.because(verdict.Causes...)
		switch {
		case verdict.Action == Refuse:
			return Answer{}, fail
		case verdict.Action == Renew:
			if renewed || r.Tokens == nil {
				return Answer{}, fail.because(ErrUnauthorized)
			}
			renewed = true
			if _, err := r.Tokens.Renew(ctx, token); err != nil {
				return Answer{}, err
			}
			continue
		case verdict.Action == Unknown && r.Once:
			return Answer{}, fail
		case try >= c.limits.Tries:
			return Answer{}, fail.because(ErrTries)
		}
		renewed = false // the token may end while we wait
		wait := c.wait(try, verdict.Wait)
		if wait > c.limits.MaxWait {
			fail.Until = c.clock.Now().Add(wait)
			return Answer{}, fail.because(ErrThrottled)
		}
		if err := c.clock.Sleep(ctx, wait); err != nil {
			return Answer{}, fail.because(err)
		}
	}
}

func (c *Caller) token(ctx context.Context, r Request) (Token, error) {
	if r.Tokens == nil {
		return Token{}, ctx.Err()
	}
	return r.Tokens.Get(ctx)
}

// wait is how long to wait after a try: the half of a growing time and by chance up to all of it, and no less than asked for.
func (c *Caller) wait(try int, asked time.Duration) time.Duration {
	most := min(c.limits.Backoff, c.limits.MaxBackoff)
	for n := 1; n < try && most < c.limits.MaxBackoff; n++ {
		most = min(2*most, c.limits.MaxBackoff)
	}
	own := most/2 + min(max(c.clock.Jitter(most-most/2), 0), most-most/2)
	if asked > 0 {
		// All who were sent away at once come back spread.
		return max(asked+c.clock.Jitter(c.limits.Backoff), own)
	}
	return own
}

// try sends a request once. An error ends the call; all else is in the verdict.
func (c *Caller) try(ctx context.Context, r Request, token Token) (Answer, Verdict, error) {
	call := r.Method + " " + plain(r.URL)
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Answer{}, Verdict{}, (&Error{Call: call, Message: "cancelled"}).because(context.Cause(ctx), ctx.Err())
	}
	if n := c.sent.Add(1); c.limits.Calls > 0 && n > c.limits.Calls {
		c.sent.Add(-1)
		return Answer{}, Verdict{}, (&Error{Call: call, Message: fmt.Sprintf("%s (%d)", ErrBudget, c.limits.Calls)}).because(ErrBudget)
	}
	address, content := r.URL, r.Body
	if r.Prepare != nil {
		var err error
		if address, content, err = r.Prepare(ctx, token); err != nil {
			c.sent.Add(-1)
			return Answer{}, Verdict{}, (&Error{Call: call, Message: "the request cannot be prepared"}).because(err)
		}
	}
	own, stop := context.WithTimeout(ctx, c.limits.Timeout)
	defer stop()
	request, err := http.NewRequestWithContext(own, r.Method, address.String(), bytes.NewReader(content))
	if err != nil {
		return Answer{}, Verdict{}, (&Error{Call: call, Message: "the request cannot be made"}).because(err)
	}
	if r.Once {
		// Otherwise the transport itself sends again on a connection that was closed.
		request.GetBody = nil
	}
	for name, values := range r.Header {
		request.Header[name] = values
	}
	if r.Authorize != nil {
		r.Authorize(request.Header, token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return c.lost(ctx, call, 0, err)
	}
	defer func() { _ = response.Body.Close() }() // it was read or given up
	body, err := io.ReadAll(io.LimitReader(response.Body, c.limits.Body+1))
	answer := Answer{Status: response.StatusCode, Header: response.Header, Body: body}
	switch {
	case int64(len(body)) > c.limits.Body:
		return Answer{}, Verdict{}, (&Error{Call: call, Status: answer.Status, Message: fmt.Sprintf("%s: more than %d bytes", ErrTooLarge, c.limits.Body)}).because(ErrTooLarge)
	case err != nil:
		return c.lost(ctx, call, answer.Status, err)
	case answer.Status >= 300 && answer.Status < 400 && answer.Status != http.StatusNotModified:
		return answer, Verdict{Action: Refuse, Message: ErrRedirect.Error(), Causes: []error{ErrRedirect}}, nil
	}
	verdict := r.Judge(answer)
	if verdict.Wait == 0 {
		verdict.Wait = RetryAfter(answer.Header, c.clock.Now())
	}
	return answer, verdict, nil
}

// lost is the verdict on a connection that failed, unless the caller's own context ended.
func (c *Caller) lost(ctx context.Context, call string, status int, err error) (Answer, Verdict, error) {
	if ctx.Err() != nil {
		return Answer{}, Verdict{}, (&Error{Call: call, Message: "cancelled"}).because(context.Cause(ctx), ctx.Err())
	}
	if inner, ok := errors.AsType[*url.Error](err); ok {
		err = inner.Err
	}
	return Answer{Status: status}, Verdict{Action: Unknown, Message: err.Error(), Causes: []error{err}}, nil
}

// RetryAfter is the wait that a Retry-After header asks for, in seconds or until a date; 0 without one. At most a day.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	const most = 24 * time.Hour
	text := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), int64(most/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(at.Sub(now), 0), most)
	}
	return 0
}

// plain is a URL as messages show it: without user, query and fragment.
func plain(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + u.EscapedPath()
}
