package web

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/store"
)

// Config is what the pages stand on.
type Config struct {
	Desk  *desk.Desk
	Store *store.Store
	// SignIn tells who has a name and a password, and false for nobody. See [Passwords].
	SignIn func(name, password string) (desk.Account, bool)
	// Names are what people call the accounts that are not in the roster, by id.
	Names map[string]string
	// Hosts are the names without a port under which the pages are asked for, such as "127.0.0.1".
	Hosts []string
	// Secure says that browsers reach the pages over HTTPS, through a proxy where the server itself does not speak it: cookies are then sent
	// over HTTPS alone. Defaults to what each request came over.
	Secure bool
	// Address tells where a request comes from, for counting attempts: needed behind a proxy, which is where all of them come from
	// otherwise. Defaults to the other end of the connection.
	Address func(*http.Request) string
	// Now is the clock.
	Now func() time.Time
	// Background ends when the program does: calculations go on until then.
	Background context.Context
	Log        *slog.Logger
}

// Server is the pages. It is safe for concurrent use. Get one from [New].
type Server struct {
	Config
	pages    map[string]*template.Template
	sessions *sessions
	limits   *limits // of signing in
	noise    *limits // of what strangers put into the audit
	parts    *parts  // that the audit has already
	mux      *http.ServeMux
	handler  http.Handler
}

// New returns the pages.
func New(c Config) (*Server, error) {
	if c.Desk == nil || c.Store == nil || c.SignIn == nil || c.Now == nil || c.Background == nil || c.Log == nil || len(c.Hosts) == 0 {
		return nil, errors.New("web: incomplete configuration")
	}
	s := &Server{Config: c, sessions: newSessions(), limits: newLimits(attempts), noise: newLimits(mostNoise), parts: newParts()}
	var err error
	if s.pages, err = parsePages(); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	s.mux = mux
	for _, r := range routes {
		mux.Handle(r.Method+" "+r.Path, s.serve(r))
	}
	mux.Handle("GET /assets/", assets())
	mux.Handle(elsewhere.Path, s.serve(elsewhere))
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(s.serve(otherSite))
	s.handler = s.outer(protection.Handler(mux), s.serve(unknownHost))
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// policy is the content security policy of every page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// bodyBytes is how long a form may be.
const bodyBytes = 64 << 10

// outer does what holds for every answer; stray answers requests for hosts that are not these pages'.
func (s *Server) outer(next, stray http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		h.Set("Cache-Control", "no-store")
		if s.Secure || r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyBytes)
		if !s.hosted(r.Host) {
			stray.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) hosted(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return slices.Contains(s.Hosts, strings.Trim(host, "[]"))
}
