package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/internal/svg"
)

// mostFound is how many people a search lists.
const mostFound = 50

// errNothingYet says that there is no overview.
var errNothingYet = failure{http.StatusNotFound, kam.Text{
	EN: "There is nothing to show: this period was not calculated yet, or nobody reports to you.", ZH: "暂无内容：本期尚未计算，或您没有下属。",
}}

type teamView struct {
	desk.Overview
	Periods []desk.Life
	Rows    []desk.Member
	Pages   pages
	First   int
	// Order is what the list of people is ordered by, Turned whether that order is turned round.
	Order  desk.Order
	Turned bool
}

// chosenPeriod returns the period that the query names, and the last one that was calculated where it names none.
func (x *exchange) chosenPeriod() (kam.Period, error) {
	label := x.r.URL.Query().Get("period")
	if label == "" {
		return x.Desk.Latest(), nil
	}
	p, ok := x.Desk.Period(label)
	if !ok {
		return kam.Period{}, errMissing
	}
	return p, nil
}

// overview returns what the account is to know of its people.
func (x *exchange) overview() (teamView, error) {
	var v teamView
	p, err := x.chosenPeriod()
	if err != nil {
		return v, err
	}
	scope, ok := x.Desk.Scope(x.account)
	if !ok {
		return v, errForbidden
	}
	if v.Overview, err = x.Desk.Overview(x.r.Context(), scope, p); errors.Is(err, desk.ErrUnknown) {
		return v, errNothingYet
	}
	if err != nil {
		return v, err
	}
	n, err := x.pageNumber()
	if err != nil {
		return v, err
	}
	v.Order, v.Turned = desk.ByAttainment, x.r.URL.Query().Get("turned") == "1"
	if order := x.r.URL.Query().Get("order"); order != "" {
		if v.Order = desk.Order(order); !slices.Contains(desk.Orders(), v.Order) {
			return v, errMissing
		}
	}
	v.Pages = pagesOf(n, v.Overview.Members, desk.PageMembers, v.query(v.Order, v.Turned)+"&page=", "people-title")
	v.First = (n - 1) * desk.PageMembers
	if n > v.Pages.Of {
		return v, errMissing
	}
	if v.Overview.Members > 0 {
		if v.Rows, err = x.Desk.Members(x.r.Context(), scope, p, v.Order, v.Turned, n-1); err != nil {
			return v, err
		}
	}
	v.Periods = x.Desk.Lives()
	x.object = v.Label
	return v, nil
}

// query is the query of the list in an order.
func (v teamView) query(order desk.Order, turned bool) string {
	q := "?period=" + url.QueryEscape(v.Label) + "&order=" + string(order)
	if turned {
		q += "&turned=1"
	}
	return q
}

// head is the head of a column by which the list can be ordered.
type head struct {
	// Query orders by it, or turns its order round; Sorted says how it is ordered now, in the words of aria-sort; empty for not at all.
	Query, Sorted, Arrow string
}

// Head returns the head of a column.
func (v teamView) Head(order desk.Order) head {
	if v.Order != order {
		return head{Query: v.query(order, false)}
	}
	h := head{Query: v.query(order, !v.Turned), Sorted: "descending", Arrow: "↓"}
	if (order == desk.ByName) != v.Turned {
		h.Sorted, h.Arrow = "ascending", "↑"
	}
	return h
}

func team(x *exchange) error {
	v, err := x.overview()
	if err != nil {
		return err
	}
	return x.page("team", kam.Text{EN: "Team", ZH: "团队"}, v)
}

func teamData(x *exchange) error {
	v, err := x.overview()
	if err != nil {
		return err
	}
	x.data(map[string]any{"overview": v.Overview, "people": v.Rows, "order": v.Order, "turned": v.Turned, "page": v.Pages.Number, "pages": v.Pages.Of})
	return nil
}

type findView struct {
	Query string
	Found []desk.Person
	More  bool
}

// find looks for people below the account.
func find(x *exchange) error {
	scope, _ := x.Desk.Scope(x.account)
	v := findView{Query: strings.TrimSpace(clip(x.r.URL.Query().Get("q")))}
	if v.Query != "" {
		v.Found = x.Desk.Find(scope, v.Query, mostFound+1)
		if v.More = len(v.Found) > mostFound; v.More {
			v.Found = v.Found[:mostFound]
		}
	}
	x.object = v.Query
	return x.page("find", kam.Text{EN: "Find people", ZH: "查找人员"}, v)
}

// spreadPicture draws how attainment is spread.
func spreadPicture(x *exchange) error {
	p, err := x.chosenPeriod()
	if err != nil {
		return err
	}
	scope, _ := x.Desk.Scope(x.account)
	o, err := x.Desk.Overview(x.r.Context(), scope, p)
	if err != nil {
		return err
	}
	x.object = o.Label
	x.picture(spread(o, x.lang, x.width(480)))
	return nil
}

// width returns how wide a picture is, in pixels: as the query says, within limits.
func (x *exchange) width(usual int) int {
	n, err := strconv.Atoi(x.r.URL.Query().Get("width"))
	if err != nil || n < 320 || n > 2000 {
		return usual
	}
	return n
}

// spread draws a bar for each band of attainment, with the number of people at it.
func spread(o desk.Overview, lang kam.Lang, width int) []byte {
	const height, left, top, bottom = 220, 8, 30, 170
	size := 12
	if width < 440 {
		size = 10
	}
	px := func(n int) svg.Px { return svg.Px(n) * svg.Pixel }
	most := 1
	for _, b := range o.Spread {
		most = max(most, b.People)
	}
	step := (width - 2*left) / len(o.Spread)
	var body []svg.Element
	description := ""
	for i, b := range o.Spread {
		label := fmt.Sprintf("%d–%d", b.From, b.Until)
		if b.Until == 0 {
			label = fmt.Sprintf("≥ %d", b.From)
		}
		h := (bottom - top - 18) * b.People / most
		x := left + i*step
		colour := svg.Series1
		if b.From < 100 {
			colour = svg.Series2
		}
		body = append(
			body,
			svg.Rect{At: svg.At(px(x+6), px(bottom-h)), Width: px(step - 12), Height: px(h), Fill: colour, Note: label},
			svg.Text{At: svg.At(px(x+step/2), px(bottom-h-6)), Content: fmt.Sprint(b.People), Anchor: svg.Middle, Font: svg.Font{Size: px(13), Bold: true}},
			svg.Text{At: svg.At(px(x+step/2), px(bottom+18)), Content: label, Anchor: svg.Middle, Font: svg.Font{Size: px(size)}, Fill: svg.Muted},
		)
		description += fmt.Sprintf("%s %%: %d. ", label, b.People)
	}
	title := kam.Text{EN: "People by attainment (%)", ZH: "达成率（%）分布人数"}.In(lang)
	body = append(
		body,
		svg.Line{From: svg.At(px(left), px(bottom)), To: svg.At(px(width-left), px(bottom)), Stroke: svg.Stroke{Colour: svg.Edge}},
		svg.Text{At: svg.At(px(left), px(16)), Content: title, Font: svg.Font{Size: px(13)}},
	)
	return svg.Document{ID: "spread", Lang: string(lang), Title: title, Description: description, Width: px(width), Height: px(height), Body: body}.SVG()
}

// picture answers with a picture, whose style sheet its own policy allows and nothing else.
func (x *exchange) picture(drawing []byte) {
	x.body.Reset()
	x.body.Write(drawing)
	x.header.Set("Content-Type", "image/svg+xml")
	x.header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	x.status = http.StatusOK
}
