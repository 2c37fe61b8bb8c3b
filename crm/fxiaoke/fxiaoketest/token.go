package fxiaoketest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	oauthPath = "/oauth2.0/token"
	corpPath  = "/cgi/corpAccessToken/get/V2"
)

// token is a token that was given.
type token struct {
	text string
	at   time.Time
}

// giveToken answers both addresses [X: auth.md]: wrong credentials are 10006 whatever is wrong with them [P].
func (s *Server) giveToken(r *http.Request, body map[string]json.RawMessage) reply {
	now := s.options.Now()
	// No two at once [X: auth.md]; with which code they are refused is not documented [M].
	if s.issuing > 1 {
		return failure(14001, "concurrent calls for a token")
	}
	s.issues = slices.DeleteFunc(s.issues, func(t time.Time) bool { return !t.Add(time.Minute).After(now) })
	if s.options.TokensPerMinute > 0 && len(s.issues) >= s.options.TokensPerMinute {
		return failure(14001, "more than 10 calls for a token in a minute")
	}
	s.issues = append(s.issues, now)
	oauth := r.URL.Path == oauthPath
	switch {
	case text(body["appId"]) != AppID:
		return failure(10006, "the parameter appId is missing or illegal")
	case text(body["appSecret"]) != AppSecret:
		return failure(10006, "the parameter appSecret is missing or illegal")
	case text(body["permanentCode"]) != PermanentCode:
		return failure(20015, "永久授权码错误") // [X: code table]
	case oauth && text(body["grantType"]) != "app_secret":
		return failure(10006, "the parameter grantType is missing or illegal")
	}
	if s.issued.text == "" || now.Sub(s.issued.at) >= s.options.TokenSame {
		if s.issued.text != "" {
			s.old = append(s.old, s.issued)
		}
		s.stats.Tokens++
		s.issued = token{text: fmt.Sprintf("BC%016X%08X", s.counter*7919, s.stats.Tokens), at: now}
	}
	// What is left of it [X: an example has 7084].
	left := int64(s.issued.at.Add(s.options.TokenLife).Sub(now) / time.Second)
	if s.options.ExpiresInMillis {
		left *= 1000
	}
	if oauth {
		return ok(map[string]any{"accessToken": s.issued.text, "ea": EA, "expiresIn": left, "openUserId": CorpID, "appId": AppID})
	}
	return ok(map[string]any{"corpAccessToken": s.issued.text, "corpId": CorpID, "expiresIn": left})
}

// credentials are those of a call.
type credentials struct {
	token, org, user string
	oauth, corp      bool
}

func credential(r *http.Request, body map[string]json.RawMessage) credentials {
	c := credentials{oauth: r.Header.Get("Authorization") != "" || r.Header.Get("X-Fs-Ea") != "", corp: body["corpAccessToken"] != nil}
	if c.corp {
		c.token, c.org, c.user = text(body["corpAccessToken"]), text(body["corpId"]), text(body["currentOpenUserId"])
		return c
	}
	c.token, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	c.org, c.user = r.Header.Get("X-Fs-Ea"), r.Header.Get("X-Fs-Userid")
	return c
}

// acting is in whose name a call is made, and whether people are openUserIds in it.
type acting struct {
	open bool
}

// authorised reports whether a call has a token that is good, else what to answer.
func (s *Server) authorised(r *http.Request, body map[string]json.RawMessage) (acting, reply, bool) {
	c := credential(r, body)
	now := s.options.Now()
	good := func(t token) bool {
		return t.text != "" && t.text == c.token && t.at.Add(s.options.TokenLife).After(now)
	}
	s.old = slices.DeleteFunc(s.old, func(t token) bool { return !t.at.Add(s.options.TokenLife).After(now) })
	who := acting{open: c.corp || text(body["convertUserId"]) == "true"}
	switch {
	case !c.oauth && !c.corp:
		return who, failure(20017, "corpAccessToken为必填项，不能为空"), false // [P]
	case c.oauth && c.corp:
		return who, failure(20016, "both ways to authorise in one call"), false // [X: one of them only; the code is M]
	case c.corp && c.org != CorpID, c.oauth && c.org != EA, !good(s.issued) && !slices.ContainsFunc(s.old, good):
		return who, failure(20016, "the cropId,cropAccessToken or authorization is error"), false // [P]
	}
	id := c.user
	if c.corp {
		var is bool
		if id, is = strings.CutPrefix(c.user, openID); !is {
			id = ""
		}
	}
	if !slices.ContainsFunc(s.users, func(u map[string]any) bool { return u["openUserId"] == id && u["isStop"] != true }) {
		return who, failure(20012, "openUserId 未找到"), false // [X: code table; the code is M]
	}
	return who, reply{}, true
}

// RevokeTokens ends every token.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issued, s.old = token{}, nil
}

func (s *Server) revoke(t string) {
	if s.issued.text == t {
		s.issued = token{}
	}
	s.old = slices.DeleteFunc(s.old, func(x token) bool { return x.text == t })
}

// text is a string, a number or a boolean as it is written.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}
