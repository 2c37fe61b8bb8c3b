package web

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/num"
)

const (
	// mostChosen is how many open deals a what-if takes.
	mostChosen = 20
	// pageOpen is how many open deals a page has, beside those chosen on other pages.
	pageOpen = 50
)

type explorerView struct {
	Plan   string
	Period kam.Period
	Label  string
	// Drawn tells whether there is a curve; otherwise Why says why not.
	Drawn      bool
	Why        []kam.Text
	Attainment bool
	// At is where the reader asks, in percent or as an amount, between From and Until in steps of Step.
	At, From, Until, Step string
	Point                 pointData
	Paid                  []pointData
	Jumps                 []jumpData
	Says                  []kam.Text
	// Open are the open deals of the period that are on this page of them, Elsewhere those chosen on other pages.
	Open, Elsewhere []chosenDeal
	Pages           pages
	Further         string
	// Own tells whether a deal of the person's own can count for them.
	Own            bool
	WhatIf         desk.WhatIf
	Asked, TooMany bool
}

// Form tells whether there is anything to try out.
func (v explorerView) Form() bool { return v.Own || len(v.Open)+len(v.Elsewhere) > 0 }

// NotOpen are the chosen deals that are not open, as far as a page shows an id.
func (v explorerView) NotOpen() []string {
	var out []string
	for _, id := range v.WhatIf.NotOpen {
		out = append(out, clip(id))
	}
	return out
}

// Ends says from where to where the curve goes.
func (v explorerView) Ends(page *view) string {
	unit := ""
	if v.Attainment {
		unit = " %"
	}
	return page.T(fmt.Sprintf("The curve goes from %s%s to %s%s: this is its end.", v.From, unit, v.Until, unit),
		fmt.Sprintf("曲线范围为 %s%s 至 %s%s，此处为端点。", v.From, unit, v.Until, unit))
}

type pointData struct {
	At       string `json:"at"`
	Quantity string `json:"quantity"`
	Pay      string `json:"pay"`
	Marginal string `json:"marginal"`
	// Beyond says that the place asked for is beyond an end of the curve, which is shown instead.
	Beyond bool `json:"beyond,omitempty"`
}

type jumpData struct{ At, Before, After string }

type chosenDeal struct {
	desk.OpenDeal
	Chosen bool
}

// attainment tells whether the axis of a curve counts shares of quota.
func attainment(c *analysis.Curve) bool {
	return c.Question().Axis.Basis == incentive.ByAttainment
}

// readPlace reads a place of a curve from percent, or an amount.
func readPlace(c *analysis.Curve, text string) (*big.Rat, bool) {
	d, err := num.Parse(strings.TrimSpace(text))
	if err != nil {
		return nil, false
	}
	if attainment(c) {
		d = d.Shift(-2)
	}
	return d.Rat(), true
}

// showPlace writes a place of a curve in percent, or as an amount.
func showPlace(c *analysis.Curve, at *big.Rat) string {
	if attainment(c) {
		at = new(big.Rat).Mul(at, big.NewRat(100, 1))
	}
	return trimmed(at)
}

// trimmed writes a number with at most 2 decimals.
func trimmed(r *big.Rat) string {
	text := r.FloatString(2)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func pointOn(c *analysis.Curve, at *big.Rat) pointData {
	p := desk.PointOn(c, at)
	marginal := "–"
	if p.Marginal != nil {
		marginal = trimmed(new(big.Rat).Mul(p.Marginal, big.NewRat(100, 1))) + " %"
	}
	return pointData{At: showPlace(c, p.At), Quantity: grouped(p.Quantity.FloatString(2)), Pay: grouped(p.Pay.FloatString(2)), Marginal: marginal, Beyond: p.At.Cmp(at) != 0}
}

// shown writes a number of a curve, with "≈" before what is no fraction.
func shown(n analysis.Number) string {
	if r, ok := n.Rat(); ok {
		return grouped(r.FloatString(2))
	}
	return n.String()
}

func explorer(x *exchange) error {
	plan, p, err := x.asked()
	if err != nil {
		return err
	}
	v := explorerView{Plan: plan, Period: p, Label: x.Desk.Label(p)}
	query := x.r.URL.Query()
	curve, err := x.Desk.Curve(x.person, plan, p)
	invalid, none := errors.AsType[*kam.InvalidError](err)
	switch {
	case none:
		for _, f := range invalid.Findings {
			v.Why = append(v.Why, f.Message)
		}
	case err != nil:
		return err
	default:
		if err := v.draw(x, curve, query.Get("at")); err != nil {
			return err
		}
	}
	if err := v.ask(x, query["deal"], query.Get("further")); err != nil {
		return err
	}
	x.object = x.person + " / " + plan + " / " + v.Label
	return x.page("explorer", called("Pay curve of %s", "%s 的支付曲线", x.Desk.Name(x.person)), v)
}

// draw fills in what the curve says, at the place asked for or, where none is, where the measure stands.
func (v *explorerView) draw(x *exchange, c *analysis.Curve, asked string) error {
	v.Drawn, v.Attainment = true, attainment(c)
	from, until := c.Range()
	v.From, v.Until, v.Step = showPlace(c, from), showPlace(c, until), "1"
	at, stands, err := x.standing(c, v.Plan, v.Period)
	if err != nil {
		return err
	}
	if !stands {
		if at = until; v.Attainment {
			at = big.NewRat(1, 1)
		}
	}
	if asked != "" {
		place, ok := readPlace(c, asked)
		if !ok {
			return wrong("The attainment is no number.", "达成率不是数字。")
		}
		at = meant(c, place, at, stands)
	}
	v.Point = pointOn(c, at)
	v.At = v.Point.At
	for _, paid := range c.PaysAt() {
		if r, ok := paid.At.Rat(); ok {
			v.Paid = append(v.Paid, pointOn(c, r))
		}
	}
	for _, j := range c.Jumps() {
		if r, ok := j.At.Rat(); ok {
			v.Jumps = append(v.Jumps, jumpData{showPlace(c, r), shown(j.Before), shown(j.After)})
		}
	}
	v.Says = c.Conclusions()
	return nil
}

// meant is the place that a reader means who asks for one: where the measure stands, if that is written the same.
func meant(c *analysis.Curve, asked, standing *big.Rat, stands bool) *big.Rat {
	if stands && showPlace(c, asked) == showPlace(c, standing) {
		return standing
	}
	return asked
}

// standing is where the measure of a curve stands in the person's statement; false where there is none.
func (x *exchange) standing(c *analysis.Curve, plan string, p kam.Period) (*big.Rat, bool, error) {
	s, err := x.Desk.Statement(x.r.Context(), x.person, plan, p)
	if errors.Is(err, desk.ErrUnknown) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	for _, m := range s.Measures {
		switch {
		case m.Name != c.Question().Axis.Measure:
		case !attainment(c):
			return m.Value.Rat(), true, nil
		case m.Quota.Valid && m.Quota.Decimal.IsPositive():
			return new(big.Rat).Quo(m.Value.Rat(), m.Quota.Decimal.Rat()), true, nil // the attainment itself is rounded
		}
	}
	return nil, false, nil
}

// ask fills in what the chosen open deals would change.
func (v *explorerView) ask(x *exchange, chosen []string, further string) error {
	if len(chosen) > mostChosen {
		return wrong("Choose at most 20 deals.", "最多选择 20 个商机。")
	}
	known, err := x.Desk.Dossier(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	picked := map[string]bool{}
	for _, id := range chosen {
		picked[id] = true
	}
	if err := v.list(x, known.Open, picked); err != nil {
		return err
	}
	amount := decimal.Zero
	v.Own = x.Desk.OwnDeals(x.person, v.Period)
	if v.Further = strings.TrimSpace(further); v.Further != "" && v.Own {
		if amount, err = num.Parse(v.Further); err != nil || !amount.IsPositive() || amount.GreaterThan(decimal.New(1, 12)) || !amount.Equal(amount.Round(2)) {
			return wrong("The amount of a further deal is above zero, at most 10^12, with at most 2 decimals, and without commas or blanks between the digits, such as 1000 or 1000.50.",
				"新增商机金额应大于零、不超过 10^12，最多两位小数，数字之间不加逗号或空格，例如 1000 或 1000.50。")
		}
	}
	if v.Asked = len(chosen) > 0 || amount.IsPositive(); !v.Asked {
		return nil
	}
	v.WhatIf, err = x.Desk.WhatIf(x.r.Context(), x.person, v.Period, chosen, amount)
	if errors.Is(err, desk.ErrTooMany) {
		v.TooMany, err = true, nil
	}
	return err
}

// list fills in a page of the open deals of the period. Those that are chosen on other pages come with each, so that they stay chosen.
func (v *explorerView) list(x *exchange, open []desk.OpenDeal, picked map[string]bool) error {
	var list []chosenDeal
	for _, o := range open {
		if v.Period.Contains(o.Deal.Booked) {
			list = append(list, chosenDeal{o, picked[o.Deal.ID]})
		}
	}
	n, err := x.pageNumber()
	if err != nil {
		return err
	}
	if v.Pages = pagesOf(n, len(list), pageOpen, "", "whatif"); n > v.Pages.Of {
		return errMissing
	}
	from, until := (n-1)*pageOpen, min(n*pageOpen, len(list))
	v.Open = list[from:until]
	for i, o := range list {
		if o.Chosen && (i < from || i >= until) {
			v.Elsewhere = append(v.Elsewhere, o)
		}
	}
	return nil
}

// curvePicture draws the curve, with where the person stands and the place that the query asks for; narrow for a phone where the query
// says so.
func curvePicture(x *exchange) error {
	plan, p, err := x.asked()
	if err != nil {
		return err
	}
	curve, err := x.Desk.Curve(x.person, plan, p)
	if _, none := errors.AsType[*kam.InvalidError](err); none {
		return errMissing
	}
	if err != nil {
		return err
	}
	standing, stands, err := x.standing(curve, plan, p)
	if err != nil {
		return err
	}
	drawing := analysis.Picture{Lang: x.lang, Width: x.width(680)}
	if text := x.r.URL.Query().Get("at"); text != "" {
		at, ok := readPlace(curve, text)
		if !ok {
			return wrong("The attainment is no number.", "达成率不是数字。")
		}
		drawing.Marks = append(drawing.Marks, analysis.Mark{At: desk.PointOn(curve, meant(curve, at, standing, stands)).At, Label: kam.Text{EN: "chosen", ZH: "所选位置"}})
	}
	if stands {
		drawing.Marks = append(drawing.Marks, analysis.Mark{At: standing, Label: kam.Text{EN: "now", ZH: "目前位置"}})
	}
	x.object = x.person + " / " + plan + " / " + x.Desk.Label(p)
	x.picture(curve.SVG(drawing))
	return nil
}

// payData is what the curve pays at a place, for the script that follows a slider.
func payData(x *exchange) error {
	plan, p, err := x.asked()
	if err != nil {
		return err
	}
	curve, err := x.Desk.Curve(x.person, plan, p)
	if _, none := errors.AsType[*kam.InvalidError](err); none {
		return errMissing
	}
	if err != nil {
		return err
	}
	at, ok := readPlace(curve, x.r.URL.Query().Get("at"))
	if !ok {
		return wrong("The attainment is no number.", "达成率不是数字。")
	}
	standing, stands, err := x.standing(curve, plan, p)
	if err != nil {
		return err
	}
	x.object = x.person + " / " + plan + " / " + x.Desk.Label(p)
	x.data(pointOn(curve, meant(curve, at, standing, stands)))
	return nil
}

// Chance writes how likely a deal is won.
func (v *view) Chance(f kam.Fraction) string {
	if f.Den == 0 {
		return "0 %"
	}
	return fmt.Sprintf("%s %%", trimmed(new(big.Rat).Mul(f.Rat(), big.NewRat(100, 1))))
}
