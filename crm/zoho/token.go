package zoho

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kam-go/kam/crm/internal/wire"
)

// Zoho gives at most ten access tokens in ten minutes for one refresh token.
const (
	tokensPerWindow = 10
	tokenWindow     = 10 * time.Minute
	tokenEarly      = 5 * time.Minute
)

func (c *Client) newTokens() *wire.Tokens {
	maxWait := c.config.Limits.MaxWait
	if maxWait <= 0 {
		maxWait = 2 * time.Minute
	}
	return &wire.Tokens{
		Fetch: c.fetchToken, Clock: c.clock, Early: tokenEarly, Most: tokensPerWindow, Window: tokenWindow,
		MaxWait: maxWait, Redact: c.redact,
	}
}

// tokenAnswer is what accounts return: with the status 200 in failures too.
type tokenAnswer struct {
	AccessToken  string      `json:"access_token"`
	APIDomain    string      `json:"api_domain"`
	ExpiresIn    json.Number `json:"expires_in"`
	ExpiresInSec json.Number `json:"expires_in_sec"`
	Error        string      `json:"error"`
	Description  string      `json:"error_description"`
}

// fetchToken refreshes the access token. The credentials go in the body, which no log of addresses has.
func (c *Client) fetchToken(ctx context.Context) (wire.Token, error) {
	form := url.Values{
		"grant_type": {"refresh_token"}, "client_id": {c.config.ClientID},
		"client_secret": {c.config.ClientSecret.Reveal()}, "refresh_token": {c.config.RefreshToken.Reveal()},
	}
	var got tokenAnswer
	_, err := c.caller.Do(ctx, wire.Request{
		Method: http.MethodPost, URL: c.token, Body: []byte(form.Encode()),
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"application/json"}},
		Judge: func(a wire.Answer) wire.Verdict {
			got = tokenAnswer{}
			if a.Status >= 500 || a.Status == http.StatusTooManyRequests {
				return wire.Verdict{Action: wire.Retry, Message: http.StatusText(a.Status)}
			}
			if err := json.Unmarshal(a.Body, &got); err != nil {
				return wire.Verdict{Action: wire.Retry, Message: "the answer is not JSON"}
			}
			c.redact.Recent(NewSecret(got.AccessToken))
			switch {
			case got.AccessToken != "" && got.Error == "":
				return wire.Verdict{Action: wire.Accept}
			case strings.EqualFold(got.Error, "Access Denied") || strings.Contains(got.Description, "too many requests"):
				// It is the throttle, not the credentials.
				c.tokens.Hold(c.clock.Now().Add(tokenWindow))
				return wire.Verdict{Action: wire.Retry, Code: got.Error, Message: got.Description, Wait: tokenWindow}
			default:
				return wire.Verdict{Action: wire.Refuse, Code: got.Error, Message: got.Description, Causes: []error{ErrUnauthorized}}
			}
		},
	})
	if err != nil {
		return wire.Token{}, wire.Redirected(err, ErrHost)
	}
	api := c.home
	if !c.fixed && got.APIDomain != "" {
		if api = known(got.APIDomain); api == nil {
			return wire.Token{}, (&Error{Call: "POST " + c.token.String(), Message: "the token belongs to a host that Zoho is not known to have: " + c.redact.Excerpt(got.APIDomain)}).Because(ErrHost)
		}
	}
	return wire.Token{Secret: NewSecret(got.AccessToken), Expires: c.clock.Now().Add(life(got)), About: map[string]string{"api": api.String()}}, nil
}

// life is how long a token is good. Where both times are given, expires_in is in milliseconds.
func life(a tokenAnswer) time.Duration {
	unit, text := time.Second, a.ExpiresIn.String()
	if a.ExpiresInSec != "" {
		text = a.ExpiresInSec.String()
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return time.Hour // as documented
	}
	return time.Duration(min(n, int64(24*time.Hour/time.Second))) * unit
}

// known returns the address of an API that Zoho has, or nil.
func known(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil
	}
	for _, d := range DataCentres() {
		_, host := d.hosts()
		domain := strings.TrimPrefix(host, "www.")
		if slices.Contains([]string{host, "sandbox." + domain, "developer." + domain}, u.Host) {
			return &url.URL{Scheme: "https", Host: u.Host, Path: "/"}
		}
	}
	return nil
}
