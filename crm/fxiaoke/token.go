package fxiaoke

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/kam-go/kam/crm/internal/wire"
)

// Fxiaoke gives the same token for 6,600 seconds and another for the rest of its 7,200; it is asked at most ten times in
// a minute and never twice at once.
const (
	tokenLife      = 7200 * time.Second
	tokenEarly     = 600 * time.Second
	tokensPerMin   = 10
	tokenWindow    = time.Minute
	defaultMaxWait = 2 * time.Minute

	oauthPath = "/oauth2.0/token"
	corpPath  = "/cgi/corpAccessToken/get/V2"
)

func (c *Client) newTokens() *wire.Tokens {
	maxWait := c.config.Limits.MaxWait
	if maxWait <= 0 {
		maxWait = defaultMaxWait
	}
	return &wire.Tokens{
		Fetch: c.fetchToken, Clock: c.clock, Early: tokenEarly, Most: tokensPerMin, Window: tokenWindow,
		MaxWait: maxWait, Redact: c.redact,
	}
}

// tokenAnswer is what both addresses return, each with its own names.
type tokenAnswer struct {
	AccessToken     string      `json:"accessToken"`
	EA              string      `json:"ea"`
	CorpAccessToken string      `json:"corpAccessToken"`
	CorpID          string      `json:"corpId"`
	ExpiresIn       json.Number `json:"expiresIn"`
}

// fetchToken gets a token. The credentials go in the body, which no log of addresses has.
func (c *Client) fetchToken(ctx context.Context) (wire.Token, error) {
	path, body := oauthPath, map[string]any{"appId": c.config.AppID, "appSecret": c.config.AppSecret.Reveal(), "permanentCode": c.config.PermanentCode.Reveal()}
	if c.config.Auth == Corp {
		path = corpPath
	} else {
		body["grantType"] = "app_secret"
	}
	text, err := json.Marshal(body)
	if err != nil {
		return wire.Token{}, err
	}
	var got tokenAnswer
	_, err = c.caller.Do(ctx, wire.Request{
		Method: http.MethodPost, URL: c.home.JoinPath(path), Header: headers(),
		Prepare: func(ctx context.Context, _ wire.Token) (*url.URL, []byte, error) {
			// Tries count as well, and it makes no difference whether they were answered.
			return c.traced(path), text, c.pacer.wait(ctx, path, Pace{Calls: tokensPerMin, Window: tokenWindow + time.Second})
		},
		Judge: func(a wire.Answer) wire.Verdict {
			got = tokenAnswer{}
			v := c.judge(a, path, nil, false)
			if v.Action == wire.Accept && json.Unmarshal(a.Body, &got) != nil {
				return wire.Verdict{Action: wire.Retry, Message: "the answer is not the JSON that was expected", Causes: []error{ErrAnswer}}
			}
			c.redact.Recent(NewSecret(got.AccessToken))
			c.redact.Recent(NewSecret(got.CorpAccessToken))
			switch {
			case v.Action == wire.Renew, v.Action == wire.Refuse && has(v.Causes, ErrRequest):
				// Wrong credentials come under codes for parameters: 10006 for a wrong appSecret.
				v.Action, v.Causes = wire.Refuse, []error{ErrUnauthorized}
			case has(v.Causes, ErrTooMany):
				v.Wait = tokenWindow // calls of a minute are counted here
			case v.Action != wire.Accept:
			case c.config.Auth == Corp && (got.CorpAccessToken == "" || got.CorpID == ""), c.config.Auth == OAuth && (got.AccessToken == "" || got.EA == ""):
				v = wire.Verdict{Action: wire.Refuse, Message: "there is no token in the answer, or no organisation", Causes: []error{ErrAnswer}}
			}
			return v
		},
	})
	if err != nil {
		return wire.Token{}, wire.Redirected(err, ErrHost)
	}
	token := wire.Token{Secret: NewSecret(got.AccessToken), Expires: c.clock.Now().Add(life(got.ExpiresIn)), About: map[string]string{"ea": got.EA}}
	if c.config.Auth == Corp {
		token.Secret, token.About = NewSecret(got.CorpAccessToken), map[string]string{"corpId": got.CorpID}
	}
	return token, nil
}

func has(causes []error, cause error) bool {
	return slices.ContainsFunc(causes, func(c error) bool { return errors.Is(c, cause) })
}

// life is how many seconds of a token are left: 1 to 7,200.
func life(left json.Number) time.Duration {
	n, err := strconv.ParseInt(left.String(), 10, 64)
	if err != nil || n <= 0 || n > int64(tokenLife/time.Second) {
		return tokenLife
	}
	return time.Duration(n) * time.Second
}
