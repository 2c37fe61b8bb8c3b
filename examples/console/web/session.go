package web

import (
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"sync"
	"time"

	"github.com/kam-go/kam/examples/console/desk"
)

const (
	// sessionCookie is the name of the cookie of a session.
	sessionCookie = "kam_session"
	// idle is after how long without a request a session ends, and longest after how long in any case.
	idle           = 30 * time.Minute
	longestSession = 12 * time.Hour
	// mostSessions is how many there may be, and mostOfOne how many of one account: then the one that was not used for the longest ends.
	mostSessions = 10_000
	mostOfOne    = 200
)

// session is one signed-in browser. It does not change.
type session struct {
	account desk.Account
	// token stands in every form of the session.
	token string
}

// kept is a session with its times.
type kept struct {
	*session
	began, used time.Time
}

func (k kept) over(now time.Time) bool {
	return now.Sub(k.used) > idle || now.Sub(k.began) > longestSession
}

// sessions are those in this process, by the digest of their id: who reads memory finds none that can be used.
type sessions struct {
	mu   sync.Mutex
	byID map[[sha256.Size]byte]kept
}

func newSessions() *sessions { return &sessions{byID: map[[sha256.Size]byte]kept{}} }

// begin starts a session and returns its id; false when there are too many.
func (s *sessions) begin(a desk.Account, now time.Time) (string, bool) {
	id := rand.Text() + rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	own := 0
	var oldest [sha256.Size]byte
	for digest, k := range s.byID {
		switch {
		case k.over(now):
			delete(s.byID, digest)
		case k.account.ID == a.ID:
			if own++; own == 1 || k.used.Before(s.byID[oldest].used) {
				oldest = digest
			}
		}
	}
	if own >= mostOfOne {
		delete(s.byID, oldest)
	}
	if len(s.byID) >= mostSessions {
		return "", false
	}
	s.byID[sha256.Sum256([]byte(id))] = kept{session: &session{account: a, token: rand.Text()}, began: now, used: now}
	return id, true
}

// find returns the session of a request, nil for none.
func (s *sessions) find(r *http.Request, now time.Time) *session {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	digest := sha256.Sum256([]byte(cookie.Value))
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.byID[digest]
	if !ok {
		return nil
	}
	if k.over(now) {
		delete(s.byID, digest)
		return nil
	}
	k.used = now
	s.byID[digest] = k
	return k.session
}

// end ends the session of a request.
func (s *sessions) end(r *http.Request) {
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.byID, sha256.Sum256([]byte(cookie.Value)))
	}
}

// setCookie adds a cookie that scripts cannot read and other sites do not send.
func (x *exchange) setCookie(name, value string, life time.Duration) {
	c := &http.Cookie{
		Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: x.Secure || x.r.TLS != nil, MaxAge: int(life.Seconds()),
	}
	if value == "" {
		c.MaxAge = -1
	}
	x.header.Add("Set-Cookie", c.String())
}
