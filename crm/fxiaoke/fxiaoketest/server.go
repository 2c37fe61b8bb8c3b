package fxiaoketest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/kam-go/kam/crm/fxiaoke"
)

// Credentials that the server accepts. They are made up.
const (
	AppID         = "FSAID_example"
	AppSecret     = "example-app-secret"
	PermanentCode = "EXAMPLE-PERMANENT-CODE"
	// EA and CorpID name the organisation, Admin the employee in whose name calls are made.
	EA     = "example1"
	CorpID = "FSCID_EXAMPLE"
	Admin  = "1000"
)

// openID is before an employee's id in an openUserId.
const openID = "FSUID_"

// Server behaves as Fxiaoke. It is safe for use by several goroutines.
type Server struct {
	options Options

	mu      sync.Mutex
	objects map[string]*object
	users   []map[string]any
	last    uint64
	issued  token
	old     []token
	issues  []time.Time // calls for tokens
	issuing int         // under way
	calls   map[string][]time.Time
	day     int64 // since 1970, at +08:00
	spent   int
	traces  map[string]bool
	counter int64
	stats   Stats
}

// Stats counts what came in.
type Stats struct {
	// Calls are all, Tokens the different tokens given.
	Calls  int64
	Tokens int64
	// ByKind counts calls by what was called, Faults those that something went wrong with on purpose.
	ByKind map[CallKind]int64
	Faults map[Fault]int64
	// Refused counts answers by errorCode other than 0, faults included.
	Refused map[int]int64
	// Approvals and Workflows count records whose writing began such.
	Approvals int64
	Workflows int64
}

// New returns a server without records and with one employee, [Admin].
func New(o Options) *Server {
	s := &Server{options: o.complete(), objects: map[string]*object{}, calls: map[string][]time.Time{}, traces: map[string]bool{}}
	for name, line := range schema() {
		s.objects[name] = newObject(name, fieldsOf(name, line, s.options))
	}
	s.AddUser(map[string]any{"openUserId": Admin, "name": "Admin"})
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
func (s *Server) Config(address string, auth fxiaoke.Auth) fxiaoke.Config {
	user := Admin
	if auth == fxiaoke.Corp {
		user = openID + Admin
	}
	return fxiaoke.Config{
		Address: address, Auth: auth, User: user, Clock: fxiaoke.Clock{Now: s.options.Now},
		AppID: AppID, AppSecret: fxiaoke.NewSecret(AppSecret), PermanentCode: fxiaoke.NewSecret(PermanentCode),
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

// reply is an answer in the making: the fields around "data" and beside it.
type reply struct {
	code    int
	message string
	fields  map[string]any
	status  int    // instead of 200; 0: 200
	text    string // instead of JSON
	header  map[string]string
}

func ok(fields map[string]any) reply { return reply{message: "OK", fields: fields} }

// failure is an error: HTTP says 200, and errorCode what it is [P].
func failure(code int, message string) reply { return reply{code: code, message: message} }

// wrong is about arguments [X: 32000 参数错误].
func wrong(format string, args ...any) reply { return failure(32000, fmt.Sprintf(format, args...)) }

// maxBody bounds what is read of a call.
const maxBody = 4 << 20

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	var body map[string]json.RawMessage
	parsed := json.Unmarshal(text, &body) == nil && body != nil
	call := classify(r.URL.Path, body)
	s.mu.Lock()
	s.counter++
	call.Number = s.counter
	s.stats.Calls++
	s.stats.ByKind[call.Kind]++
	if call.Kind == TokenCall {
		s.issuing++
	}
	s.mu.Unlock()
	defer func() {
		if call.Kind == TokenCall {
			s.mu.Lock()
			s.issuing--
			s.mu.Unlock()
		}
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
	answer, done := s.faulty(fault, r, body)
	switch {
	case done:
	case r.Method != http.MethodPost || call.Kind == "":
		answer = reply{status: http.StatusNotFound, text: "<html>404</html>"}
	case !parsed:
		answer = failure(12004, "the body is empty or no JSON") // [X: 12004 POST 的数据包为空]
	default:
		answer = s.answer(call, r, body, fault)
	}
	if fault == Timeout {
		answer = failure(50009, "service timeout")
	}
	s.send(w, r, answer, call, fault)
}

// classify says what is called.
func classify(path string, body map[string]json.RawMessage) Call {
	c := Call{Path: path}
	var data struct {
		Object string `json:"dataObjectApiName"`
		Name   string `json:"apiName"`
		Record struct {
			Object string `json:"dataObjectApiName"`
		} `json:"object_data"`
	}
	_ = json.Unmarshal(body["data"], &data) // whatever it is, the call is looked at again
	c.Object = data.Object + data.Record.Object + data.Name
	rest, custom := strings.CutPrefix(path, "/cgi/crm/custom/v2/data/")
	if !custom {
		rest, _ = strings.CutPrefix(path, "/cgi/crm/v2/data/")
	}
	switch {
	case path == oauthPath, path == corpPath:
		c.Kind = TokenCall
	case path == "/cgi/crm/v2/object/describe":
		c.Kind = DescribeCall
	case path == "/cgi/crm/v2/object/list":
		c.Kind = ObjectsCall
	case path == "/cgi/user/list":
		c.Kind = UsersCall
	case rest == "query":
		c.Kind = QueryCall
	case rest == "get":
		c.Kind = GetCall
	case rest == "create":
		c.Kind = WriteCall
	}
	return c
}

// answer carries a call out.
func (s *Server) answer(call Call, r *http.Request, body map[string]json.RawMessage, fault Fault) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if call.Kind == TokenCall {
		return s.giveToken(r, body)
	}
	who, a, good := s.authorised(r, body)
	if !good {
		return a
	}
	if a, good := s.admit(r, call); !good {
		return a
	}
	switch call.Kind {
	case QueryCall:
		return s.query(call, body, who, fault)
	case GetCall:
		return s.get(call, body, who)
	case DescribeCall:
		return s.describe(call.Object)
	case ObjectsCall:
		return s.list()
	case UsersCall:
		return s.listUsers(body, who)
	case WriteCall:
		return s.create(call, body, who, fault)
	case TokenCall:
	}
	return wrong("unknown call")
}

// admit reports whether a call is within the limits [X: errors-and-limits.md].
func (s *Server) admit(r *http.Request, call Call) (reply, bool) {
	trace := r.URL.Query().Get("thirdTraceId")
	if !s.options.TraceOptional {
		if !isUUID4(trace) || s.traces[trace] {
			return wrong("thirdTraceId %q is no new UUID of version 4", trace), false
		}
		if len(s.traces) > 10_000 {
			clear(s.traces)
		}
		s.traces[trace] = true
	}
	now := s.options.Now()
	if s.options.Calls > 0 {
		recent := slices.DeleteFunc(s.calls[call.Path], func(t time.Time) bool { return !t.Add(s.options.Window).After(now) })
		if len(recent) >= s.options.Calls {
			s.calls[call.Path] = recent
			return s.tooMany(), false
		}
		s.calls[call.Path] = append(recent, now)
	}
	if s.options.Quota > 0 {
		if today := now.Add(8*time.Hour).Unix() / 86400; today != s.day {
			s.day, s.spent = today, 0
		}
		if s.spent >= s.options.Quota {
			return failure(30002, "当天访问频次超限"), false
		}
		s.spent++
	}
	return reply{}, true
}

func (s *Server) tooMany() reply { return failure(s.options.LimitCode, "too many calls") }

func isUUID4(text string) bool {
	if len(text) != 36 || text[14] != '4' || !strings.ContainsRune("89ab", rune(text[19])) {
		return false
	}
	for i, c := range text {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (c == '-') || !dash && !strings.ContainsRune("0123456789abcdef", c) {
			return false
		}
	}
	return true
}

// send writes an answer, or as much of it as a fault leaves.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a reply, call Call, fault Fault) {
	status := a.status
	if a.code != 0 {
		s.mu.Lock()
		s.stats.Refused[a.code]++
		s.mu.Unlock()
		status = s.options.HTTPStatus
	}
	if status == 0 {
		status = http.StatusOK
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	body := []byte(a.text)
	if a.text == "" {
		all := map[string]any{"errorCode": a.code, "errorMessage": a.message, "traceId": fmt.Sprintf("E-O.%s.%d", EA, call.Number)}
		maps.Copy(all, a.fields)
		if fault == NoEnvelope {
			delete(all, "errorCode")
		}
		text, err := json.Marshal(all)
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
		w.WriteHeader(status)
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case Cut:
		w.WriteHeader(status)
		_, _ = w.Write(body[:len(body)/2])
	case Slow:
		w.WriteHeader(status)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	case Flood:
		w.WriteHeader(status)
		for line := []byte(strings.Repeat(" ", 32<<10)); r.Context().Err() == nil; {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	default:
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

// faulty is what a fault answers in place of the call.
func (s *Server) faulty(fault Fault, r *http.Request, body map[string]json.RawMessage) (reply, bool) {
	switch fault {
	case Drop:
		panic(http.ErrAbortHandler)
	case Rate:
		return s.tooMany(), true
	case Busy, System, Day, NotBought, Off, NotGranted, Forbid, BadArgument:
		code, err := strconv.Atoi(string(fault))
		if err != nil {
			panic(err)
		}
		return failure(code, "refused on purpose"), true
	case Unavailable:
		return reply{status: http.StatusServiceUnavailable, text: "<html>503</html>"}, true
	case Page:
		return reply{text: "<html>纷享销客</html>"}, true
	case Redirect:
		return reply{status: http.StatusFound, text: "moved", header: map[string]string{"Location": "http://127.0.0.1:9/elsewhere"}}, true
	case NoToken:
		return ok(nil), true
	case Revoke:
		s.mu.Lock()
		s.revoke(credential(r, body).token)
		s.mu.Unlock()
	case DropAfter, Truncate, Cut, Slow, Flood, Timeout, Disorder, NoID, NoEnvelope, "":
	}
	return reply{}, false
}
