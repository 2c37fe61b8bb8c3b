package zohotest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/kam-go/kam/crm/zoho"
)

// Credentials that the server accepts. They are made up.
const (
	ClientID     = "1000.EXAMPLECLIENT"
	ClientSecret = "example-client-secret"
	RefreshToken = "1000.example.refresh.token"
)

// firstID is before the first id that the server gives: 19 digits, as Zoho's have.
const firstID = 5725767000000400000

// Server behaves as Zoho CRM. It is safe for use by several goroutines.
type Server struct {
	options Options

	mu      sync.Mutex
	modules map[string]*module
	last    uint64
	tokens  []issued
	issues  []time.Time // when tokens were given
	pages   map[string]pageToken
	counter int64
	active  int
	queries int
	spent   []spending
	stats   Stats
	unique  []string // Module.Field
}

// Stats counts what came in.
type Stats struct {
	// Calls are all, Tokens the access tokens given.
	Calls  int64
	Tokens int64
	// ByKind counts calls by what was called, Faults those that something went wrong with on purpose.
	ByKind map[CallKind]int64
	Faults map[Fault]int64
	// Refused counts answers by HTTP status from 400 on, faults included.
	Refused map[int]int64
}

// New returns a server without records.
func New(o Options) *Server {
	s := &Server{options: o.complete(), modules: map[string]*module{}, last: firstID, pages: map[string]pageToken{}}
	for name, line := range schema() {
		s.modules[name] = newModule(name, fieldsOf(name, line, s.options))
	}
	s.modules[usersTable] = newModule(usersTable, nil)
	s.Reset()
	return s
}

// Start listens on this machine and returns the address and a function that ends it.
func (s *Server) Start() (address string, stop func()) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // it always ends with an error
	}()
	return "http://" + listener.Addr().String(), func() {
		_ = server.Close()
		<-done
	}
}

// Config is a configuration of a client for a server at an address.
func (s *Server) Config(address string) zoho.Config {
	return zoho.Config{
		DataCentre: zoho.US, Accounts: address, API: address,
		ClientID: ClientID, ClientSecret: zoho.NewSecret(ClientSecret), RefreshToken: zoho.NewSecret(RefreshToken),
		Clock: zoho.Clock{Now: s.options.Now},
	}
}

// Stats returns what was counted since the start or the last reset.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.stats
	out.ByKind, out.Faults, out.Refused = maps.Clone(out.ByKind), maps.Clone(out.Faults), maps.Clone(out.Refused)
	return out
}

// Reset begins to count anew.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats = Stats{ByKind: map[CallKind]int64{}, Faults: map[Fault]int64{}, Refused: map[int]int64{}}
}

// reply is an answer in the making.
type reply struct {
	status int
	body   any // nil: none
	header map[string]string
}

// failure is an error of the API [S: crm-oas, every file]: {"code", "message", "details", "status": "error"}.
func failure(status int, code, message string, details map[string]any) reply {
	if details == nil {
		details = map[string]any{}
	}
	return reply{status: status, body: map[string]any{"code": code, "message": message, "details": details, "status": "error"}}
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := classify(r)
	s.mu.Lock()
	s.counter++
	call.Number = s.counter
	s.stats.Calls++
	s.stats.ByKind[call.Kind]++
	s.enter(call.Kind, 1)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.enter(call.Kind, -1)
		s.mu.Unlock()
	}()
	fault := Fault("")
	if s.options.Fault != nil {
		fault = s.options.Fault(call)
	}
	if fault != "" {
		s.mu.Lock()
		s.stats.Faults[fault]++
		s.mu.Unlock()
	}
	answer, done := s.faulty(fault, r)
	if !done {
		answer = s.answer(call, r)
	}
	s.send(w, r, answer, fault)
}

// enter counts calls under way.
func (s *Server) enter(kind CallKind, n int) {
	if kind != TokenCall {
		s.active += n
	}
	if kind == QueryCall {
		s.queries += n
	}
}

// classify says what is called.
func classify(r *http.Request) Call {
	c := Call{Method: r.Method, Kind: ListCall}
	path, api := strings.CutPrefix(r.URL.Path, "/crm/v8/")
	first, rest, _ := strings.Cut(path, "/")
	switch {
	case !api:
		c.Kind = TokenCall
	case path == "coql":
		c.Kind = QueryCall
	case path == "users":
		c.Kind = UsersCall
	case path == "settings/fields":
		c.Kind, c.Module = FieldsCall, r.URL.Query().Get("module")
	case first == "org":
		c.Kind = OrgCall
	case rest == "deleted":
		c.Kind, c.Module = DeletedCall, first
	case r.Method == http.MethodPost:
		c.Kind, c.Module = WriteCall, first
	default:
		c.Module = first
	}
	return c
}

// answer carries a call out.
func (s *Server) answer(call Call, r *http.Request) reply {
	if call.Kind == TokenCall {
		return s.token(r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// A token goes behind "Zoho-oauthtoken " [D: every page of the API].
	if a, ok := s.authorised(r); !ok {
		return a
	}
	if a, ok := s.admit(call); !ok {
		return a
	}
	var a reply
	cost := 1
	switch call.Kind {
	case QueryCall:
		a, cost = s.coql(r)
	case DeletedCall:
		cost = 2 // [D: api-limits, older table]
		a = s.listDeleted(call.Module, r)
	case FieldsCall:
		a = s.describe(call.Module)
	case UsersCall:
		a = s.users(r)
	case OrgCall:
		a = s.org(r)
	case WriteCall:
		a = s.write(call.Module, r)
	case ListCall, TokenCall:
		a = s.list(call.Module, r)
	}
	s.charge(&a, cost)
	return a
}

// send writes an answer, or as much of it as a fault leaves.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a reply, fault Fault) {
	if a.status >= 400 {
		s.mu.Lock()
		s.stats.Refused[a.status]++
		s.mu.Unlock()
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	var body []byte
	if a.body != nil {
		text, err := json.Marshal(a.body)
		if err != nil {
			panic(err)
		}
		body = text
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	}
	switch fault {
	case DropAfter:
		panic(http.ErrAbortHandler)
	case Truncate:
		w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
		w.WriteHeader(a.status)
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case Garble:
		w.WriteHeader(a.status)
		_, _ = fmt.Fprint(w, "<html>")
	case Slow:
		w.WriteHeader(a.status)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	case Flood:
		w.WriteHeader(a.status)
		for line := []byte(strings.Repeat(" ", 32<<10)); r.Context().Err() == nil; {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	default:
		w.WriteHeader(a.status)
		_, _ = w.Write(body)
	}
}

// faulty is what a fault answers in place of the call.
func (s *Server) faulty(fault Fault, r *http.Request) (reply, bool) {
	switch fault {
	case Drop:
		panic(http.ErrAbortHandler)
	case TooMany:
		return s.tooMany(), true
	case Internal:
		return failure(http.StatusInternalServerError, "INTERNAL_ERROR", "Internal Server Error", nil), true
	case Unavailable:
		return reply{status: http.StatusServiceUnavailable}, true
	case NoScope:
		return failure(http.StatusUnauthorized, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", nil), true
	case Forbid:
		return failure(http.StatusForbidden, "NO_PERMISSION", "permission denied", nil), true
	case Redirect:
		return reply{status: http.StatusTemporaryRedirect, header: map[string]string{"Location": "http://127.0.0.1:9/elsewhere"}}, true
	case Revoke:
		s.mu.Lock()
		s.revoke(bearer(r))
		s.mu.Unlock()
	case DropAfter, Truncate, Garble, Slow, Flood, "":
	}
	return reply{}, false
}
