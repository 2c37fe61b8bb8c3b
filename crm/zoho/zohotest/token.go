package zohotest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// issued is an access token.
type issued struct {
	text    string
	expires time.Time
}

// spending is credits at a time.
type spending struct {
	at     time.Time
	amount int
}

// window is the time in which tokens are counted [D: accounts/protocol/oauth/token-limits].
const window = 10 * time.Minute

// token answers at /oauth/v2/token. Failures have the status 200 and an "error" in place of the token [C: PostHog;
// issues Weble/ZohoBooksApi#84, zoho/zcrm-csharp-sdk#7].
func (s *Server) token(r *http.Request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path != "/oauth/v2/token" || r.Method != http.MethodPost {
		return reply{status: http.StatusNotFound}
	}
	// In the query as documented, or as a form [C: PostHog].
	if err := r.ParseForm(); err != nil {
		return reply{status: http.StatusBadRequest}
	}
	deny := func(code string) reply { return reply{status: http.StatusOK, body: map[string]any{"error": code}} }
	switch {
	case r.Form.Get("grant_type") != "refresh_token":
		return deny("invalid_grant")
	case r.Form.Get("client_id") != ClientID:
		return deny("invalid_client")
	case r.Form.Get("client_secret") != ClientSecret:
		return deny("invalid_client_secret")
	case r.Form.Get("refresh_token") != RefreshToken:
		return deny("invalid_code")
	}
	now := s.options.Now()
	s.issues = slices.DeleteFunc(s.issues, func(t time.Time) bool { return !t.Add(window).After(now) })
	if len(s.issues) >= s.options.TokensPerWindow {
		// Status 200 and Access Denied [D: help.zoho.com Kaizen #43]; the keys "error" and "status" [M].
		return reply{status: http.StatusOK, body: map[string]any{
			"error_description": "You have made too many requests continuously. Please try again after some time.", "error": "Access Denied", "status": "failure",
		}}
	}
	s.issues = append(s.issues, now)
	s.stats.Tokens++
	token := issued{text: fmt.Sprintf("1000.%032x.%016x", s.counter*7919, len(s.tokens)+1), expires: now.Add(s.options.TokenLife)}
	s.tokens = append(s.tokens, token)
	if over := len(s.tokens) - s.options.LiveTokens; over > 0 {
		s.tokens = slices.Delete(s.tokens, 0, over)
	}
	domain := s.options.APIDomain
	if domain == "" {
		domain = "http://" + r.Host
	}
	seconds := int64(s.options.TokenLife / time.Second)
	body := map[string]any{"access_token": token.text, "api_domain": domain, "token_type": "Bearer", "expires_in": seconds}
	if s.options.ExpiryInMillis {
		body["expires_in_sec"], body["expires_in"] = seconds, seconds*1000
	}
	return reply{status: http.StatusOK, body: body}
}

// bearer is the token of a call.
func bearer(r *http.Request) string {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Zoho-oauthtoken ")
	return token
}

// authorised reports whether a call has a token that is good, else what to answer [D: status-codes].
func (s *Server) authorised(r *http.Request) (reply, bool) {
	token := bearer(r)
	now := s.options.Now()
	s.tokens = slices.DeleteFunc(s.tokens, func(t issued) bool { return !t.expires.After(now) })
	if token != "" && slices.ContainsFunc(s.tokens, func(t issued) bool { return t.text == token }) {
		return reply{}, true
	}
	code := "INVALID_TOKEN"
	if s.options.AuthenticationFailure {
		code = "AUTHENTICATION_FAILURE"
	}
	return failure(http.StatusUnauthorized, code, "invalid oauth token", nil), false
}

// RevokeTokens ends every access token.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens = nil
}

func (s *Server) revoke(token string) {
	s.tokens = slices.DeleteFunc(s.tokens, func(t issued) bool { return t.text == token })
}

// admit reports whether there is room and credit for a call under way, else 429: the two cannot be told apart [D: api-limits].
func (s *Server) admit(call Call) (reply, bool) {
	if s.active > s.options.Concurrency || call.Kind == QueryCall && s.queries > s.options.SubConcurrency || s.options.Credits > 0 && s.used() >= s.options.Credits {
		return s.tooMany(), false
	}
	return reply{}, true
}

func (s *Server) tooMany() reply {
	a := failure(http.StatusTooManyRequests, "TOO_MANY_REQUESTS", "too many requests fired in concurrent", nil)
	if s.options.RetryAfter > 0 {
		a.header = map[string]string{"Retry-After": fmt.Sprint(int64(s.options.RetryAfter / time.Second))}
	}
	return a
}

// used are the credits of the last 24 hours.
func (s *Server) used() int {
	now := s.options.Now()
	s.spent = slices.DeleteFunc(s.spent, func(x spending) bool { return !x.at.Add(24 * time.Hour).After(now) })
	sum := 0
	for _, x := range s.spent {
		sum += x.amount
	}
	return sum
}

// charge takes credits. The header comes when half of them are used [D: api-limits v8].
func (s *Server) charge(a *reply, cost int) {
	if s.options.Credits <= 0 {
		return
	}
	minute := s.options.Now().Truncate(time.Minute)
	if n := len(s.spent); n > 0 && s.spent[n-1].at.Equal(minute) {
		s.spent[n-1].amount += cost
	} else {
		s.spent = append(s.spent, spending{at: minute, amount: cost})
	}
	if used := s.used(); used*2 >= s.options.Credits {
		if a.header == nil {
			a.header = map[string]string{}
		}
		a.header["X-API-CREDITS-REMAINING"] = fmt.Sprint(max(s.options.Credits-used, 0))
	}
}
