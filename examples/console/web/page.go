package web

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/internal/wording"
)

//go:embed pages
var pageFiles embed.FS

//go:embed assets
var assetFiles embed.FS

// parsePages reads all pages, each with the frame around it.
func parsePages() (map[string]*template.Template, error) {
	functions := template.FuncMap{"segment": segment, "list": func(items ...any) []any { return items }}
	frame, err := template.New("frame.html").Funcs(functions).ParseFS(pageFiles, "pages/frame.html")
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "frame" {
			continue
		}
		page, err := frame.Clone()
		if err != nil {
			return nil, err
		}
		if pages[name], err = page.ParseFS(pageFiles, file); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// assets serves style and script. They may be kept, and are asked for again when the program is another one.
func assets() http.Handler {
	files := http.FileServerFS(assetFiles)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		files.ServeHTTP(w, r)
	})
}

// segment writes an id as one part of a path.
func segment(id string) string { return url.PathEscape(id) }

// view is what a page is made of.
type view struct {
	*exchange
	Title kam.Text
	// Page is the name of the page, and Data what it shows.
	Page string
	Data any
}

// page answers with a page.
func (x *exchange) page(name string, title kam.Text, data any) error {
	x.body.Reset()
	x.header.Set("Content-Type", "text/html; charset=utf-8")
	return x.pages[name].ExecuteTemplate(&x.body, "frame.html", &view{exchange: x, Title: title, Page: name, Data: data})
}

// The methods below are for pages.

// T returns a text in the language of the page.
func (v *view) T(en, zh string) string { return kam.Text{EN: en, ZH: zh}.In(v.lang) }

// Say returns a text that comes in both languages.
func (v *view) Say(t kam.Text) string { return t.In(v.lang) }

// Lang returns the language for the lang attribute.
func (v *view) Lang() string {
	if v.lang == kam.Chinese {
		return "zh-Hans"
	}
	return "en"
}

// Chinese tells whether the page is in Chinese.
func (v *view) Chinese() bool { return v.lang == kam.Chinese }

// Account returns who is signed in, nil for nobody.
func (v *view) Account() *desk.Account {
	if v.session == nil || v.Bare() {
		return nil
	}
	return &v.account
}

// Bare tells whether the page shows nothing of these pages.
func (v *view) Bare() bool { return v.route.Bare }

// Leads tells whether the account sees a team, Administers whether it is an administrator's.
func (v *view) Leads() bool { return v.session != nil && v.account.Role != desk.Salesperson }

func (v *view) Administers() bool { return v.session != nil && v.account.Role == desk.Administrator }

// InRoster tells whether the account is somebody of the roster.
func (v *view) InRoster() bool {
	_, ok := v.Desk.Person(v.account.ID)
	return v.session != nil && ok
}

// Token returns the token of forms.
func (v *view) Token() string { return v.formToken() }

// Back returns the address of the page, for forms that come back to it.
func (v *view) Back() string {
	if v.r.Method != http.MethodGet {
		return "/"
	}
	return v.r.URL.RequestURI()
}

// Way returns the page from which somebody came to an error, as far as the address tells; empty for none.
func (v *view) Way() string {
	path := v.r.URL.EscapedPath()
	switch {
	case v.status == http.StatusNotFound && v.person != "":
		return "/people/" + segment(v.person)
	case v.status == http.StatusNotFound, v.session == nil, v.route.Path == nowhere:
		return ""
	case v.r.Method == http.MethodGet && v.r.URL.RawQuery != "":
		return path
	case v.person != "" && v.r.Method == http.MethodPost:
		return "/people/" + segment(v.person) + "/customers"
	case strings.HasPrefix(v.route.Path, "/periods/{period}/"):
		return "/periods/" + segment(v.r.PathValue("period"))
	}
	return ""
}

// Person returns whom the page is about, nil for nobody.
func (v *view) Person() *desk.Person {
	if v.person == "" {
		return nil
	}
	p, _ := v.Desk.Person(v.person)
	return &p
}

// None says that a page about a person has nothing to show, and why.
func (v *view) None(en, zh string) string {
	name := v.Desk.Name(v.person)
	text := kam.Text{EN: fmt.Sprintf("There are no %s here: none are recorded for %s.", en, name), ZH: fmt.Sprintf("暂无%s：尚未录入 %s 的资料。", zh, name)}
	if v.Desk.Leads(v.person) {
		text.EN += " Those of the people below are on the page of each of them."
		text.ZH += "其下属的资料见各自页面。"
	}
	return v.Say(text)
}

// Name returns what people call somebody, and the id of a stranger.
func (v *view) Name(id string) string {
	if _, known := v.Desk.Person(id); !known && v.Names[id] != "" {
		return v.Names[id]
	}
	return v.Desk.Name(id)
}

// Sees tells whether the account may see what is about somebody.
func (v *view) Sees(id string) bool { return v.Desk.MaySee(v.account, id) }

// Role returns what a role is called.
func (v *view) Role(r desk.Role) string {
	switch r {
	case desk.Salesperson:
		return v.T("Salesperson", "销售人员")
	case desk.Manager:
		return v.T("Manager", "主管")
	case desk.Administrator:
		return v.T("Compensation administrator", "薪酬管理员")
	}
	return string(r)
}

// Today returns the day that everything is as of.
func (v *view) Today() kam.Day { return v.Desk.Today }

// Amount writes an amount with 2 decimals and groups of three digits.
func (v *view) Amount(d decimal.Decimal) string { return grouped(d.StringFixed(2)) }

// Round writes an amount without decimals, half away from zero.
func (v *view) Round(d decimal.Decimal) string { return grouped(d.StringFixed(0)) }

// Days writes the first and the last day of a period.
func (v *view) Days(p kam.Period) string { return v.Say(wording.Days(p)) }

// Maybe writes a number that may be unknown.
func (v *view) Maybe(d decimal.NullDecimal) string {
	if !d.Valid {
		return "–"
	}
	return grouped(d.Decimal.String())
}

// Percent writes a share as percent with one decimal, half away from zero.
func (v *view) Percent(share decimal.Decimal) string { return share.Shift(2).StringFixed(1) + " %" }

// Fixed writes a number with one decimal, half away from zero.
func (v *view) Fixed(d decimal.Decimal) string { return grouped(d.StringFixed(1)) }

// MaybePercent writes a share that may be unknown.
func (v *view) MaybePercent(share decimal.NullDecimal) string {
	if !share.Valid {
		return "–"
	}
	return v.Percent(share.Decimal)
}

// Rate writes a rate as percent, exactly.
func (v *view) Rate(r decimal.NullDecimal) string {
	if !r.Valid {
		return "–"
	}
	return r.Decimal.Shift(2).String() + " %"
}

// Part returns a part of a whole.
func (v *view) Part(part, whole decimal.Decimal) decimal.Decimal { return desk.Portion(part, whole) }

// Less returns a less b.
func (v *view) Less(a, b decimal.Decimal) decimal.Decimal { return a.Sub(b) }

// Count returns the share of two numbers of people.
func (v *view) Count(part, whole int) decimal.Decimal {
	return desk.Portion(decimal.NewFromInt(int64(part)), decimal.NewFromInt(int64(whole)))
}

// Number is the number of a row, counted from 1, of those that begin after first.
func (v *view) Number(first, i int) int { return first + i + 1 }

// exact is a number that may be unknown, of goals and scores.
type exact interface {
	Round(places int32) decimal.NullDecimal
}

// Exact writes a number that may be unknown, rounded.
func (v *view) Exact(e exact, places int) string { return v.Maybe(e.Round(int32(places))) } //nolint:gosec // a literal of a page

// ExactAmount writes an amount that may be unknown with 2 decimals and groups of three digits, half away from zero.
func (v *view) ExactAmount(e exact) string {
	amount := e.Round(2)
	if !amount.Valid {
		return "–"
	}
	return v.Amount(amount.Decimal)
}

// ExactPercent writes a share that may be unknown as percent.
func (v *view) ExactPercent(e exact) string { return v.MaybePercent(e.Round(6)) }

// ExactMeter returns a share for a meter that ends at 150 %.
func (v *view) ExactMeter(e exact) string {
	share := e.Round(4)
	return decimal.Max(decimal.Zero, decimal.Min(share.Decimal, decimal.New(15, -1))).String()
}

// Stamp writes an instant.
func (v *view) Stamp(t time.Time) string { return t.Format("2006-01-02 15:04:05") }

// With is the data of a part of a page: the page and something of it.
func (v *view) With(data any) any {
	return struct {
		V    *view
		Data any
	}{v, data}
}

// grouped puts a narrow blank between groups of three digits.
func grouped(number string) string {
	digits, decimals, _ := strings.Cut(number, ".")
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	var out strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteRune(',')
		}
		out.WriteRune(d)
	}
	if decimals != "" {
		return sign + out.String() + "." + decimals
	}
	return sign + out.String()
}

// pageNumber reads the page of a list, counted from 1; 1 where there is none.
func (x *exchange) pageNumber() (int, error) {
	text := x.r.URL.Query().Get("page")
	if text == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, errMissing
	}
	return n, nil
}

// pages is the links between the parts of a long list.
type pages struct {
	Number, Of int
	// Query is what stands before the number of a page, At the id of the list.
	Query, At string
}

func (p pages) Before() int { return p.Number - 1 }
func (p pages) After() int {
	if p.Number >= p.Of {
		return 0
	}
	return p.Number + 1
}

func pagesOf(number, rows, perPage int, query, at string) pages {
	return pages{Number: number, Of: max(1, (rows+perPage-1)/perPage), Query: query, At: at}
}

// called is a title with a name in it.
func called(en, zh, name string) kam.Text {
	return kam.Text{EN: fmt.Sprintf(en, name), ZH: fmt.Sprintf(zh, name)}
}
