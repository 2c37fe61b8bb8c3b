package web

import (
	"crypto/rand"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
)

const (
	// formCookie is what a form has to state before anybody is signed in.
	formCookie = "kam_form"
	langCookie = "kam_lang"
	// year is how long a language is remembered.
	year = 365 * 24 * time.Hour
)

// formToken returns the token of forms: that of the session, and before it one of the browser.
func (x *exchange) formToken() string {
	if x.session != nil {
		return x.session.token
	}
	if c, err := x.r.Cookie(formCookie); err == nil && c.Value != "" {
		return c.Value
	}
	if x.token == "" {
		x.token = rand.Text()
		x.setCookie(formCookie, x.token, longestSession)
	}
	return x.token
}

// sentToken returns the token that a form of this browser has to have.
func (x *exchange) sentToken() string {
	if x.session != nil {
		return x.session.token
	}
	if c, err := x.r.Cookie(formCookie); err == nil {
		return c.Value
	}
	return ""
}

func signInPage(x *exchange) error {
	if x.session != nil {
		x.redirect("/")
		return nil
	}
	return x.page("sign-in", kam.Text{EN: "Sign in", ZH: "登录"}, signInView{})
}

type signInView struct {
	Name  string
	Fault kam.Text
}

func signIn(x *exchange) error {
	if err := x.checkToken(x.sentToken()); err != nil {
		return err
	}
	name, password := strings.TrimSpace(x.r.PostForm.Get("name")), x.r.PostForm.Get("password")
	x.object = name
	address, tried := "address "+x.from(), "name "+clip(name)
	if wait := x.limits.try(x.Now(), address, tried); wait > 0 {
		x.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		x.status, x.outcome = http.StatusTooManyRequests, "too many attempts"
		return x.page("sign-in", kam.Text{EN: "Sign in", ZH: "登录"}, signInView{name, kam.Text{
			EN: "Too many attempts. Wait some minutes and try again.", ZH: "尝试次数过多，请几分钟后再试。",
		}})
	}
	account, ok := x.SignIn(name, password)
	if !ok {
		x.status, x.outcome = http.StatusUnauthorized, "wrong name or password"
		return x.page("sign-in", kam.Text{EN: "Sign in", ZH: "登录"}, signInView{name, kam.Text{EN: "Wrong name or password.", ZH: "用户名或密码错误。"}})
	}
	x.limits.forget(address, tried)
	x.sessions.end(x.r)
	id, ok := x.sessions.begin(account, x.Now())
	if !ok {
		return failure{http.StatusServiceUnavailable, kam.Text{EN: "Too many people are signed in.", ZH: "登录人数已达上限。"}}
	}
	x.setCookie(sessionCookie, id, longestSession)
	x.setCookie(formCookie, "", 0)
	x.account, x.outcome = account, "signed in"
	x.redirect("/")
	return nil
}

func signOut(x *exchange) error {
	x.sessions.end(x.r)
	x.setCookie(sessionCookie, "", 0)
	x.outcome = "signed out"
	x.redirect("/sign-in")
	return nil
}

// language changes the language and goes back to where the form was.
func language(x *exchange) error {
	if err := x.checkToken(x.sentToken()); err != nil {
		return err
	}
	lang := kam.English
	if x.r.PostForm.Get("lang") == string(kam.Chinese) {
		lang = kam.Chinese
	}
	x.setCookie(langCookie, string(lang), year)
	x.redirect(local(x.r.PostForm.Get("back")))
	return nil
}

// mostBack is how long an address to go back to may be.
const mostBack = 2_000

// local returns an address of these pages, and "/" for every other.
func local(to string) string {
	odd := func(r rune) bool { return r == '\\' || unicode.IsControl(r) || r == unicode.ReplacementChar }
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsFunc(to, odd) || len(to) > mostBack {
		return "/"
	}
	return to
}

// languageOf returns the language of a request: the one chosen, else Chinese for browsers that ask for it first.
func languageOf(r *http.Request) kam.Lang {
	if c, err := r.Cookie(langCookie); err == nil {
		if c.Value == string(kam.Chinese) {
			return kam.Chinese
		}
		return kam.English
	}
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "zh") {
		return kam.Chinese
	}
	return kam.English
}

// home sends everybody to the page that they need first.
func home(x *exchange) error {
	if x.account.Role == desk.Salesperson {
		x.redirect("/people/" + segment(x.account.ID))
		return nil
	}
	x.redirect("/team")
	return nil
}

// notFound answers what no address is for; where another method would reach one, it says which.
func notFound(x *exchange) error {
	x.object = x.r.URL.Path
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := x.r.Clone(x.r.Context())
		other.Method = method
		if _, pattern := x.mux.Handler(other); pattern == nowhere {
			continue
		}
		if x.allow = append(x.allow, method); method == http.MethodGet {
			x.allow = append(x.allow, http.MethodHead)
		}
	}
	if len(x.allow) > 0 {
		return errMethod
	}
	return errMissing
}

// refuseSite answers a form that another site has sent.
func refuseSite(x *exchange) error {
	x.object, x.outcome = x.r.URL.Path, "refused"
	return failure{http.StatusForbidden, kam.Text{
		EN: "The form was sent by another site, and nothing was done. Open these pages themselves and send it from there.", ZH: "表单来自其他网站，未执行任何操作。请直接打开本站页面后提交。",
	}}
}

// refuseHost answers a request for a host that is none of these pages'.
func refuseHost(x *exchange) error {
	x.object, x.outcome = x.r.Host+" "+x.r.URL.Path, "refused"
	return failure{http.StatusMisdirectedRequest, kam.Text{
		EN: "These pages are not called by this host name. Ask for them by the address that you were given.", ZH: "本站不使用此主机名。请使用所告知的地址访问。",
	}}
}
