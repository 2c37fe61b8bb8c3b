package plandoc

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// meaning is what a word of a plan means.
type meaning struct {
	word   string
	en, zh string
}

// told returns what a word means; the word itself when nothing is said of it.
func told[T ~string](list []meaning, w T) kam.Text {
	for _, m := range list {
		if m.word == string(w) {
			return kam.Text{EN: m.en, ZH: m.zh}
		}
	}
	return wording.Same(markdown.Escape(string(w)))
}

func periods() []meaning {
	return []meaning{{"month", "month", "月"}, {"quarter", "quarter", "季度"}, {"half-year", "half-year", "半年"}, {"year", "year", "年"}}
}

func dates() []meaning {
	return []meaning{{"booked", "booked", "签约"}, {"invoiced", "invoiced", "开票"}, {"cash", "paid by the customer", "回款"}, {"delivered", "delivered", "交付"}}
}

func roundingModes() []meaning {
	return []meaning{
		{"half-up", "halves away from zero", "四舍五入（逢五远离零）"},
		{"half-even", "halves to the even digit", "四舍六入五成双"},
		{"half-down", "halves towards zero", "五舍六入"},
		{"up", "away from zero", "远离零进位"},
		{"down", "towards zero", "向零截断"},
		{"ceil", "upwards", "向上取整"},
		{"floor", "downwards", "向下取整"},
	}
}

// number writes a number with commas between thousands.
func number(d decimal.Decimal) string {
	s := num.Format(d)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, found := strings.Cut(s, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if found {
		b.WriteString("." + frac)
	}
	return sign + b.String()
}

// percent writes a share as a percentage, all digits.
func percent(d decimal.Decimal) string { return number(d.Shift(2)) + " %" }

// part writes a fraction: a percentage where that is exact, else the fraction.
func part(f kam.Fraction) string {
	hundred := new(big.Rat).Mul(f.Rat(), big.NewRat(100, 1))
	if places, ok := hundred.FloatPrec(); ok && places <= 4 {
		return hundred.FloatString(places) + " %"
	}
	return f.String()
}

// money writes an amount of the plan.
func (w *writer) money(d decimal.Decimal) string { return string(w.plan.Currency) + " " + number(d) }

// at writes a bound in a basis.
func (w *writer) at(d decimal.Decimal, b incentive.Basis) string {
	switch b {
	case incentive.ByAttainment:
		return w.Say("%s of the quota", "%s（完成率）", percent(d))
	case incentive.ByAmount:
		return w.money(d)
	default:
		return number(d)
	}
}

// bound writes a bound in a table whose title names the basis.
func (w *writer) bound(d decimal.Decimal, b incentive.Basis) string {
	if b == incentive.ByAttainment {
		return percent(d)
	}
	return w.at(d, b)
}

// axis is the title of a column of bounds.
func (w *writer) axis(measure string, b incentive.Basis) page.Column {
	title := w.Escape(w.plan.MeasureLabel(measure))
	if b == incentive.ByAttainment {
		return page.Text(title+", part of the quota", title+"（完成率）")
	}
	return page.Text(title, title)
}

// spaced is an amount in a Chinese sentence, set off from the word before it.
func (w *writer) spaced(d decimal.Decimal) kam.Text {
	return say("%s", " %s", w.money(d))
}

// name writes the name of a credit rule.
func name(s string) string { return "**" + markdown.Escape(s) + "**" }

// on writes what a measure is called.
func (w *writer) on(measure string) string {
	return "**" + w.Escape(w.plan.MeasureLabel(measure)) + "**"
}

// introduced writes what a part is called where it is told, with the name that other parts of the plan, files and exports
// know it by: "Commission (commission)".
func (w *writer) introduced(label kam.Text, name string) (called, known string) {
	if label == (kam.Text{}) {
		return markdown.Escape(name), ""
	}
	return w.Escape(label), w.Say(" (%s)", "（%s）", markdown.Escape(name))
}

// componentLabel returns what people read for a component of this plan, or of another one as credit rules name it.
func (w *writer) componentLabel(name string) kam.Text {
	for _, p := range append([]incentive.Plan{w.plan}, w.options.With...) {
		label := p.ComponentLabel(strings.TrimPrefix(name, p.ID+"/"))
		if label != wording.Same(strings.TrimPrefix(name, p.ID+"/")) {
			return label
		}
	}
	return wording.Same(name)
}

// componentNames writes what components are called as a list.
func (w *writer) componentNames(list []string) string {
	texts := make([]kam.Text, len(list))
	for i, s := range list {
		texts[i] = page.Escaped(w.componentLabel(s))
	}
	return wording.Join(texts).In(w.Lang)
}

// names writes names as a list.
func (w *writer) names(list []string) string {
	texts := make([]kam.Text, len(list))
	for i, s := range list {
		texts[i] = wording.Same(markdown.Escape(s))
	}
	return wording.Join(texts).In(w.Lang)
}

// gap writes a blank line where there is none.
func (w *writer) gap() {
	if !strings.HasSuffix(w.String(), "\n\n") {
		w.WriteByte('\n')
	}
}

// measure returns a measure of the plan by name.
func (w *writer) measure(name string) incentive.Measure {
	for _, m := range w.plan.Measures {
		if m.Name == name {
			return m
		}
	}
	return incentive.Measure{Name: name}
}

// counted reports whether a measure counts pieces, so that its rates are money.
func (w *writer) counted(measure string) bool {
	b := w.measure(measure).Base
	return b == incentive.BaseUnits || b == incentive.BaseCount
}

// rate writes a rate of a component.
func (w *writer) rate(d decimal.Decimal, measure string) string {
	if w.counted(measure) {
		return w.Say("%s each", "每件 %s", w.money(d))
	}
	return percent(d)
}

// condition writes a condition as a clause.
func (w *writer) condition(c incentive.Condition) kam.Text {
	switch {
	case len(c.All) > 0:
		return w.conditions(c.All, " and ", "，且")
	case len(c.Any) > 0:
		return w.conditions(c.Any, " or ", "，或")
	case c.Not != nil:
		return say("not (%s)", "非（%s）", w.condition(*c.Not))
	case c.Attribute != "":
		texts := make([]kam.Text, len(c.In))
		for i, v := range c.In {
			texts[i] = say("“%s”", "“%s”", markdown.Escape(v))
		}
		return say("%s is one of %s", "%s 为%s之一", markdown.Escape(c.Attribute), wording.Join(texts))
	case c.Date != "":
		return dated(c)
	}
	var texts []kam.Text
	for _, b := range []struct {
		d      decimal.NullDecimal
		en, zh string
	}{{c.AtLeast, "at least %s", "不低于 %s"}, {c.MoreThan, "more than %s", "高于 %s"}, {c.AtMost, "at most %s", "不高于 %s"}, {c.Below, "below %s", "低于 %s"}} {
		if b.d.Valid {
			texts = append(texts, say(b.en, b.zh, number(b.d.Decimal)))
		}
	}
	return say("%s is %s", "%s%s", w.quantity(c.Number), wording.Join(texts))
}

// dated writes a condition on a date of a deal, by its first and its last day, as people do.
func dated(c incentive.Condition) kam.Text {
	date := told(dates(), c.Date)
	last := c.Until.AddDays(-1)
	switch {
	case c.From.IsSet() && c.From == last:
		return say("the deal is %s on %s", "%s日期为 %s", date, c.From)
	case c.From.IsSet() && last.IsSet():
		return say("the deal is %s from %s to %s", "%s日期为 %s 至 %s", date, c.From, last)
	case c.From.IsSet():
		return say("the deal is %s on or after %s", "%s日期不早于 %s", date, c.From)
	case last.IsSet():
		return say("the deal is %s on or before %s", "%s日期不晚于 %s", date, last)
	}
	return say("the deal is %s before %s", "%s日期早于 %s", date, c.Until)
}

// quantity tells a number of a deal; in Chinese what has no Chinese name is set off from what follows.
func (w *writer) quantity(name string) kam.Text {
	t := told(numbers(), name)
	if t.EN == t.ZH {
		t.ZH += " "
	}
	return t
}

// numbers are the quantities of a deal that conditions and tables ask for.
func numbers() []meaning {
	return []meaning{{"amount", "amount", "金额"}, {"margin", "margin", "毛利"}, {"units", "number of units", "数量"}, {"cash", "cash collected", "回款"}}
}

func (w *writer) conditions(list []incentive.Condition, en, zh string) kam.Text {
	var e, z []string
	for _, c := range list {
		t := w.condition(c)
		if len(c.All) > 1 || len(c.Any) > 1 {
			t = say("(%s)", "（%s）", t)
		}
		if len(z) > 0 {
			t = wording.Following(t)
		}
		e, z = append(e, t.EN), append(z, t.ZH)
	}
	return kam.Text{EN: strings.Join(e, en), ZH: strings.Join(z, zh)}
}

func joined(texts []kam.Text) kam.Text { return wording.Join(texts) }

func days(p kam.Period) kam.Text { return wording.Days(p) }
