package chart

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
)

// say builds a text in both languages. Arguments of type [kam.Text] are rendered in the language of the text.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.In(kam.English), t.In(kam.Chinese)
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

func fault(code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: "chart." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// short makes a text from outside fit for a message.
func short(s string) string { return svg.Font{}.Fit(s, 400*svg.Pixel) }

// sentences joins the parts of a description.
func sentences(l kam.Lang, parts []kam.Text) string {
	sep, end := ". ", "."
	if l == kam.Chinese {
		sep, end = "。", "。"
	}
	out := make([]string, 0, len(parts))
	for _, p := range parts {
		out = append(out, svg.Clean(p.In(l)))
	}
	return strings.Join(out, sep) + end
}

// places is with how many decimal places the parts of a result are shown.
func places(r scoring.Result) int32 { return min(max(r.Rounding.Places, 1), 4) }

// shown returns a number as it is shown, and false when it is not known.
func shown(e scoring.Exact, places int32) (decimal.Decimal, bool) {
	d := e.Round(places)
	return d.Decimal, d.Valid
}

// write is the plain text of a number, "?" when it is out of bounds.
func write(d decimal.Decimal) string {
	if num.Check(d) != nil {
		return "?"
	}
	return num.Format(d)
}

// figure writes a number for people: a true minus sign, no trailing zeros.
func figure(d decimal.Decimal) string { return strings.Replace(num.Format(d), "-", "−", 1) }

// signed writes a difference: "+3", "−2", "±0".
func signed(d decimal.Decimal) string {
	switch d.Sign() {
	case 1:
		return "+" + figure(d)
	case 0:
		return "±0"
	}
	return figure(d)
}

// score writes the score of a known result as the card rounds it.
func score(r scoring.Result) string {
	return fixed(r.Score.Decimal, r.Rounding.Places)
}

// fixed writes a number with all its decimal places.
func fixed(d decimal.Decimal, places int32) string {
	return strings.Replace(d.StringFixed(places), "-", "−", 1)
}

// nameOf returns what a node is called.
func nameOf(n scoring.Node, l kam.Lang) string {
	if name := svg.Clean(n.Name.In(l)); name != "" {
		return name
	}
	return n.ID
}

// gradeOf returns what the grade of a result is called; the zero value when it has none.
func gradeOf(r scoring.Result) kam.Text {
	for _, g := range r.Grades {
		if g.Key == r.Grade && r.Grade != "" {
			return gradeName(g)
		}
	}
	return kam.Text{EN: r.Grade, ZH: r.Grade}
}

// gradeName returns the key of a grade and its name, when it has one that says more.
func gradeName(g scoring.Grade) kam.Text {
	one := func(name string) string {
		if name = svg.Clean(name); name == "" || name == g.Key {
			return g.Key
		}
		return g.Key + " " + name
	}
	return kam.Text{EN: one(g.Name.In(kam.English)), ZH: one(g.Name.In(kam.Chinese))}
}

// headline is the outcome of a result in one line.
func headline(r scoring.Result) kam.Text {
	if !r.Known {
		return say("Not known: %s", "结果未知：%s", why(r.Unknown))
	}
	top := figure(r.Scale.Max)
	if grade := gradeOf(r); grade != (kam.Text{}) {
		return say("%s of %s · %s", "%s / %s · %s", score(r), top, grade)
	}
	return say("%s of %s", "%s / %s", score(r), top)
}

func why(u scoring.UnknownReason) kam.Text {
	switch u {
	case scoring.UnknownNothing:
		return say("no value is known", "没有任何已知数值")
	case scoring.UnknownBlocked:
		return say("a value that must be known is missing", "缺少必须具备的数值")
	case scoring.UnknownCoverage:
		return say("too little weight is known", "已知数值的权重不足")
	}
	return say("no reason is given", "未说明原因")
}

// dated adds a period to a title, when there is one.
func dated(title kam.Text, p kam.Period) kam.Text {
	if when := span(p); when != (kam.Text{}) {
		return say("%s, %s", "%s，%s", title, when)
	}
	return title
}

// span writes a period by its first and its last day.
func span(p kam.Period) kam.Text {
	switch {
	case p.Check() != nil:
		return kam.Text{}
	case p.IsOpen():
		return say("from %s", "自 %s 起", p.From)
	}
	last := p.Until.AddDays(-1)
	if last == p.From {
		return say("%s", "%s", p.From)
	}
	return say("%s to %s", "%s 至 %s", p.From, last)
}

// shortSpan writes a period as briefly as it can be told: a calendar year, half, quarter or month, or its first day.
func shortSpan(p kam.Period) string {
	whole := p.From.DayOfMonth() == 1 && p.Until.DayOfMonth() == 1
	year, month := p.From.String()[:4], int(p.From.Month())
	is := func(months int) bool {
		return whole && (month-1)%months == 0 && p.From.AddMonths(months) == p.Until
	}
	switch {
	case is(12):
		return year
	case is(6):
		return fmt.Sprintf("%s-H%d", year, (month+5)/6)
	case is(3):
		return fmt.Sprintf("%s-Q%d", year, (month+2)/3)
	case is(1):
		return p.From.String()[:7]
	}
	return p.From.String()
}

// sum adds exact numbers, all of them known.
func sum(list []*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, r := range list {
		total.Add(total, r)
	}
	return total
}
