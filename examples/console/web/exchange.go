package web

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/store"
)

// exchange is one request and its answer, which is sent when the audit has it.
type exchange struct {
	*Server
	r       *http.Request
	route   route
	session *session // nil when nobody is signed in
	account desk.Account
	lang    kam.Lang
	// token is that of a browser that had none.
	token string
	// person is who the address is about, whom the account may see.
	person string

	status  int
	header  http.Header
	body    bytes.Buffer
	outcome string   // for the audit; empty for what follows from the status
	object  string   // for the audit, when it is no person
	allow   []string // the methods that the path can be asked for with, where it was asked for with another one
}

// failure is an answer that is no page.
type failure struct {
	status int
	text   kam.Text
}

func (f failure) Error() string { return f.text.EN }

// The usual failures.
var (
	errForbidden = failure{http.StatusForbidden, kam.Text{EN: "Your role does not allow this.", ZH: "您的角色无权进行此操作。"}}
	errMissing   = failure{http.StatusNotFound, kam.Text{EN: "There is no such page.", ZH: "没有此页面。"}}
	errMethod    = failure{http.StatusMethodNotAllowed, kam.Text{EN: "This page cannot be asked for in this way.", ZH: "此页面不支持该请求方式。"}}
	errToken     = failure{http.StatusForbidden, kam.Text{
		EN: "The form is of another session or too old. Go back, reload the page and try again.", ZH: "表单属于其他会话或已过期。请返回并刷新页面后重试。",
	}}
	errForm = failure{http.StatusBadRequest, kam.Text{EN: "The form cannot be read.", ZH: "无法读取表单。"}}
)

// wrong is an answer to input that is not right.
func wrong(en, zh string) failure {
	return failure{http.StatusBadRequest, kam.Text{EN: en, ZH: zh}}
}

// textField reads a text that somebody wrote in a form, without the blanks around it: one line of 1 to most bytes. What does not fit is
// refused and never changed in silence. What is how the message begins.
func (x *exchange) textField(name string, most int, what kam.Text) (string, error) {
	text := strings.TrimSpace(x.r.PostForm.Get(name))
	var fault kam.Text
	switch {
	case text == "":
		fault = kam.Text{EN: "is empty", ZH: "为空"}
	case len(text) > most:
		fault = kam.Text{EN: fmt.Sprintf("is %d bytes long", len(text)), ZH: fmt.Sprintf("长 %d 字节", len(text))}
	case !utf8.ValidString(text):
		fault = kam.Text{EN: "is not UTF-8", ZH: "不是 UTF-8 文本"}
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) }): // as in the ledger
		fault = kam.Text{EN: "has a tab, a line break or another control character", ZH: "含有制表符、换行符或其他控制字符"}
	default:
		return text, nil
	}
	return "", wrong(fmt.Sprintf("%s %s. Write it on one line, in 1 to %d bytes without control characters.", what.EN, fault.EN, most),
		fmt.Sprintf("%s%s。请写成一行，1 至 %d 字节，不含控制字符。", what.ZH, fault.ZH, most))
}

// serve answers the requests of one address: who it is, whether they may, and only then what.
func (s *Server) serve(route route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{Server: s, r: r, route: route, lang: languageOf(r), status: http.StatusOK, header: http.Header{}}
		x.session = s.sessions.find(r, s.Now())
		if x.session != nil {
			x.account = x.session.account
		}
		err := x.allowed()
		if err == nil {
			err = x.handled()
		}
		if err != nil {
			x.fail(err)
		}
		if err := x.record(); err != nil {
			s.Log.Error("audit", "error", err)
			http.Error(w, "the audit cannot be written", http.StatusServiceUnavailable)
			return
		}
		for name, values := range x.header {
			w.Header()[name] = values
		}
		w.WriteHeader(x.status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(x.body.Bytes()) // whoever has gone away needs no answer
		}
	})
}

// handled does what the address is for. A fault that nobody foresaw ends the request and not its audit.
func (x *exchange) handled() (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("web: %v\n%s", fault, debug.Stack())
		}
	}()
	return x.route.handle(x)
}

// allowed tells whether the account may call the address: the only place where that is enforced.
func (x *exchange) allowed() error {
	if x.route.Public {
		return nil
	}
	if x.session == nil {
		if x.r.Method == http.MethodGet && !strings.HasPrefix(x.r.URL.Path, "/api/") {
			x.redirect("/sign-in")
		} else {
			x.status = http.StatusUnauthorized
		}
		return errSignedOut
	}
	if !slices.Contains(x.route.Roles, x.account.Role) {
		return errForbidden
	}
	if x.route.Person != "" {
		id := x.r.PathValue(x.route.Person)
		if !x.Desk.MaySee(x.account, id) {
			x.outcome = "refused"
			return errMissing
		}
		x.person = id
	}
	if x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
		return x.checkToken(x.session.token)
	}
	return nil
}

// errSignedOut says that nobody is signed in; the answer is made.
var errSignedOut = errors.New("web: nobody is signed in")

// checkToken tells whether a form has the token that it was sent with.
func (x *exchange) checkToken(token string) error {
	if err := x.r.ParseForm(); err != nil {
		return errForm
	}
	given := x.r.PostForm.Get("token")
	if token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(token)) != 1 {
		return errToken
	}
	return nil
}

// fail makes the answer to an error.
func (x *exchange) fail(err error) {
	if errors.Is(err, errSignedOut) {
		return
	}
	f, ok := errors.AsType[failure](err)
	switch {
	case ok:
	case errors.Is(err, desk.ErrUnknown):
		f = errMissing
	default:
		x.Log.Error("request", "method", x.r.Method, "route", x.route.Path, "error", err)
		f = failure{http.StatusInternalServerError, kam.Text{EN: "Something went wrong. It is in the log of the server.", ZH: "出现错误，详情已记入服务器日志。"}}
	}
	x.body.Reset()
	x.header = http.Header{}
	if len(x.allow) > 0 {
		x.header.Set("Allow", strings.Join(x.allow, ", "))
	}
	x.status = f.status
	if strings.HasPrefix(x.r.URL.Path, "/api/") {
		x.data(map[string]string{"error": f.text.In(x.lang)})
		x.status = f.status
		return
	}
	if err := x.page("error", kam.Text{EN: http.StatusText(f.status), ZH: "无法显示"}, f.text); err != nil {
		x.Log.Error("error page", "error", err)
	}
	x.status = f.status
}

// auditTime is how long writing a row of the audit may take.
const auditTime = 10 * time.Second

// from is where the request comes from, as far as attempts are counted by it: of an IPv6 address its network, which one guest has to
// themself.
func (x *exchange) from() string {
	text := x.r.RemoteAddr
	if x.Address != nil {
		text = x.Address(x.r)
	}
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return clip(text)
	}
	if address = address.Unmap().WithZone(""); address.Is6() {
		if network, err := address.Prefix(64); err == nil {
			return network.String()
		}
	}
	return address.String()
}

// Forwarded tells where a request comes from as the nearest proxy says it: the last entry of X-Forwarded-For. Entries before that one are
// whatever a stranger has written. It is for servers that nothing but the proxy can reach.
func Forwarded(r *http.Request) string {
	lines := r.Header.Values("X-Forwarded-For")
	if len(lines) == 0 {
		return r.RemoteAddr
	}
	entries := strings.Split(lines[len(lines)-1], ",")
	return strings.TrimSpace(entries[len(entries)-1])
}

// record writes what happened to the audit.
func (x *exchange) record() error {
	refused := x.outcome == "refused" || x.status == http.StatusForbidden || x.status == http.StatusUnauthorized
	if !refused && (x.route.Quiet || x.session == nil && x.outcome == "") || x.status == http.StatusSeeOther && x.session == nil && x.outcome == "" {
		return nil
	}
	if x.session == nil && x.account.ID == "" && x.noise.take(x.Now(), "address "+x.from()) > 0 {
		return nil // a stranger does not fill the disk
	}
	outcome := x.outcome
	if outcome == "" {
		switch {
		case refused:
			outcome = "refused"
		case x.status >= http.StatusBadRequest:
			outcome = "failed"
		case x.r.Method == http.MethodGet, x.r.Method == http.MethodHead:
			outcome = "seen"
		default:
			outcome = "done"
		}
	}
	object := x.object
	if object == "" && x.route.Person != "" {
		object = x.r.PathValue(x.route.Person)
	}
	if object == "" {
		object = x.r.PathValue("period")
	}
	about := ""
	if x.route.Person != "" {
		about = x.r.PathValue(x.route.Person)
	}
	e := store.Event{
		At: x.Now(), Person: x.account.ID, Role: string(x.account.Role), Method: x.r.Method, Route: x.route.Path, Object: clip(object), About: clip(about), Outcome: outcome,
	}
	if x.route.Part && !refused && x.parts.has(e) {
		return nil
	}
	// Who hangs up does not keep what was done out of the audit.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(x.r.Context()), auditTime)
	defer cancel()
	if err := x.Store.Record(ctx, e); err != nil {
		return err
	}
	if x.route.Part && !refused {
		x.parts.add(e)
	}
	return nil
}

// clip shortens what came from outside.
func clip(s string) string {
	const most = 200
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// redirect sends the browser to another address of these pages.
func (x *exchange) redirect(to string) {
	x.status = http.StatusSeeOther
	x.header.Set("Location", to)
}

// data answers with JSON.
func (x *exchange) data(v any) {
	x.header.Set("Content-Type", "application/json; charset=utf-8")
	x.body.Reset()
	encoder := json.NewEncoder(&x.body)
	if err := encoder.Encode(v); err != nil {
		x.Log.Error("JSON", "error", err)
	}
}
