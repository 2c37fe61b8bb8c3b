package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/store"
)

// mostAudit is how many rows a page of the audit has.
const mostAudit = 100

type auditView struct {
	Which  store.Which
	Day    string
	Events []store.Event
	// Earlier is the query of the next page; empty for none.
	Earlier string
}

// audit is who saw and did what, the latest first: of everybody, or by somebody, about somebody, on a day.
func audit(x *exchange) error {
	query := x.r.URL.Query()
	v := auditView{Which: store.Which{By: strings.TrimSpace(clip(query.Get("by"))), About: strings.TrimSpace(clip(query.Get("about")))}}
	if v.Day = strings.TrimSpace(query.Get("day")); v.Day != "" {
		day, err := kam.ParseDay(v.Day)
		if err != nil {
			return wrong("A day is written as 2026-09-18.", "日期应写作 2026-09-18。")
		}
		v.Which.Day = day
	}
	before := int64(0)
	if text := query.Get("before"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 {
			return errMissing
		}
		before = n
	}
	var err error
	if v.Events, err = x.Store.Audit(x.r.Context(), v.Which, before, mostAudit); err != nil {
		return err
	}
	if len(v.Events) == mostAudit {
		earlier := url.Values{"before": {strconv.FormatInt(v.Events[len(v.Events)-1].Number, 10)}}
		for name, value := range map[string]string{"by": v.Which.By, "about": v.Which.About, "day": v.Day} {
			if value != "" {
				earlier.Set(name, value)
			}
		}
		v.Earlier = "?" + earlier.Encode()
	}
	return x.page("audit", kam.Text{EN: "Audit", ZH: "审计记录"}, v)
}

// AccountRole returns what the role of a row of the audit is called.
func (v *view) AccountRole(role string) string { return v.Role(desk.Role(role)) }

// outcomes are what the outcomes of the audit are called.
var outcomes = map[string]kam.Text{
	"seen": {EN: "seen", ZH: "已查看"}, "done": {EN: "done", ZH: "已执行"}, "refused": {EN: "refused", ZH: "已拒绝"}, "failed": {EN: "failed", ZH: "失败"},
	"signed in": {EN: "signed in", ZH: "已登录"}, "signed out": {EN: "signed out", ZH: "已退出"},
	"too many attempts": {EN: "too many attempts", ZH: "尝试次数过多"}, "wrong name or password": {EN: "wrong name or password", ZH: "用户名或密码错误"},
}

// Outcome returns what an outcome of the audit is called.
func (v *view) Outcome(s string) string {
	if t, ok := outcomes[s]; ok {
		return t.In(v.lang)
	}
	return s
}

// Called returns what an address is called.
func (v *view) Called(method, path string) string {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, r := range refusals {
		if r.Path == path {
			return v.Say(r.Called)
		}
	}
	for _, r := range routes {
		if r.Method == method && r.Path == path {
			return v.Say(r.Called)
		}
	}
	return method + " " + path
}
