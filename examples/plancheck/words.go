package main

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/incentive/scenario/boundary"
)

// say returns a text in both languages with the same arguments, of which texts stand in the language of the text.
func say(en, zh string, args ...any) kam.Text {
	in := func(lang kam.Lang) []any {
		out := slices.Clone(args)
		for i, a := range out {
			if t, ok := a.(kam.Text); ok {
				out[i] = t.In(lang)
			}
		}
		return out
	}
	return kam.Text{EN: fmt.Sprintf(en, in(kam.English)...), ZH: fmt.Sprintf(zh, in(kam.Chinese)...)}
}

// plain is the same text in both languages.
func plain(s string) kam.Text { return kam.Text{EN: s, ZH: s} }

// groups writes a number with thousands apart and at most so many decimals. What that rounds has "≈" before it.
func groups(r *big.Rat, places int) string {
	text := r.FloatString(places)
	exact, _ := new(big.Rat).SetString(text)
	sign, mark := "", ""
	if exact.Cmp(r) != 0 {
		mark = "≈"
	}
	if strings.HasPrefix(text, "-") {
		text = text[1:]
		if exact.Sign() != 0 {
			sign = "-"
		}
	}
	whole, rest, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest = strings.TrimRight(rest, "0"); rest != "" {
		whole += "." + rest
	}
	return mark + sign + whole
}

// width is how closely an irrational number is shown.
var width = big.NewRat(1, 1_000_000_000_000)

// shown writes a number of a curve as groups does; an irrational one is always marked.
func shown(n analysis.Number, factor int64, places int) string {
	by := big.NewRat(factor, 1)
	if r, ok := n.Rat(); ok {
		return groups(new(big.Rat).Mul(r, by), places)
	}
	low, high := n.Bounds(width)
	middle := new(big.Rat).Add(low, high)
	return "≈" + strings.TrimPrefix(groups(middle.Mul(middle, new(big.Rat).Mul(by, big.NewRat(1, 2))), places), "≈")
}

var (
	longPercent = regexp.MustCompile(`(^|[^0-9.,])([0-9]{4,})((?:\.[0-9]+)? ?%)`)
	zhPercent   = regexp.MustCompile(`([0-9]) %`)
)

// tidy writes percentages of other packages as the page does: thousands apart, and in Chinese without a blank.
func tidy(lang kam.Lang, text string) string {
	text = longPercent.ReplaceAllStringFunc(text, func(s string) string {
		m := longPercent.FindStringSubmatch(s)
		whole, _ := new(big.Rat).SetString(m[2])
		return m[1] + groups(whole, 0) + m[3]
	})
	if lang == kam.Chinese {
		text = zhPercent.ReplaceAllString(text, "$1%")
	}
	return text
}

// tidied is tidy of a text.
func tidied(t kam.Text) kam.Text {
	return kam.Text{EN: tidy(kam.English, t.EN), ZH: tidy(kam.Chinese, t.ZH)}
}

// percent writes a share as per cent.
func percent(text string) kam.Text { return kam.Text{EN: text + " %", ZH: text + "%"} }

// place writes a place of the axis.
func (d drawn) place(n analysis.Number) kam.Text {
	if d.attainment {
		return percent(shown(n, 100, 4))
	}
	return plain(shown(n, 1, 4))
}

// near writes a place of the axis for a reader in a hurry.
func (d drawn) near(n analysis.Number) kam.Text {
	if d.attainment {
		return percent(shown(n, 100, 2))
	}
	return plain(shown(n, 1, 2))
}

// money writes an amount at the places of the plan's rounding.
func (d drawn) money(n analysis.Number) kam.Text { return plain(shown(n, 1, d.places())) }

func (d drawn) places() int {
	if p := d.Plan().Rounding.Places; p != nil {
		return int(*p)
	}
	return int(d.data.Currency.MinorUnits())
}

// paysMoney tells whether the measure counts money, so that what is paid is a share of it.
func (d drawn) paysMoney() bool {
	for _, m := range d.Plan().Measures {
		if m.Name == d.data.Axis.Measure {
			return m.Base == incentive.BaseAmount || m.Base == incentive.BaseMargin || m.Base == incentive.BaseCash
		}
	}
	return false
}

// rate writes a marginal rate: per cent of money, or money for each.
func (d drawn) rate(n analysis.Number) kam.Text {
	if d.paysMoney() {
		return percent(shown(n, 100, 4))
	}
	return plain(shown(n, 1, 6))
}

// axis says what the curve runs over.
func (d drawn) axis() kam.Text {
	name := d.data.Axis.Measure
	switch d.data.Axis.Basis {
	case incentive.ByAttainment:
		return say("attainment of %s", "%s 的完成率", name)
	case incentive.ByUnits:
		return say("%s in units", "%s（数量）", name)
	case incentive.ByScore:
		return say("%s as a score", "%s（评分）", name)
	case incentive.ByAmount:
	}
	return say("%s in %s", "%s（%s）", name, d.data.Currency)
}

// profile says for which deals the curve holds.
func (d drawn) profile() kam.Text { return joined(d.profiles, " or ", "或") }

// joined joins texts.
func joined(list []kam.Text, en, zh string) kam.Text {
	var e, z []string
	for _, t := range list {
		e, z = append(e, t.In(kam.English)), append(z, t.In(kam.Chinese))
	}
	return kam.Text{EN: strings.Join(e, en), ZH: strings.Join(z, zh)}
}

// texts are names as texts.
func texts(list []string) []kam.Text {
	var out []kam.Text
	for _, s := range list {
		out = append(out, plain(s))
	}
	return out
}

// title is what people call a plan.
func title(p incentive.Plan) kam.Text {
	if p.Title == (kam.Text{}) {
		return plain(p.ID)
	}
	return kam.Text{EN: p.Title.In(kam.English), ZH: p.Title.In(kam.Chinese)}
}

// periodName names how often a plan pays.
func periodName(k kam.PeriodKind) kam.Text {
	switch k {
	case kam.Month:
		return kam.Text{EN: "month", ZH: "每月"}
	case kam.Quarter:
		return kam.Text{EN: "quarter", ZH: "每季度"}
	case kam.HalfYear:
		return kam.Text{EN: "half-year", ZH: "每半年"}
	case kam.Year:
		return kam.Text{EN: "year", ZH: "每年"}
	case kam.Week: // no plan is calculated so
	}
	return plain(string(k))
}

// boundName names what changes at a bound.
func boundName(k boundary.Kind) kam.Text {
	switch k {
	case boundary.Tier:
		return kam.Text{EN: "tier", ZH: "档位"}
	case boundary.Gate:
		return kam.Text{EN: "gate", ZH: "门槛"}
	case boundary.Deadband:
		return kam.Text{EN: "deadband", ZH: "死区"}
	case boundary.Cap:
		return kam.Text{EN: "cap", ZH: "封顶"}
	case boundary.Floor:
		return kam.Text{EN: "floor", ZH: "保底"}
	case boundary.Multiplier:
		return kam.Text{EN: "multiplier", ZH: "系数"}
	case boundary.Curve:
		return kam.Text{EN: "point of the curve", ZH: "曲线点"}
	case boundary.Every:
		return kam.Text{EN: "each step", ZH: "每满一档"}
	case boundary.Table:
		return kam.Text{EN: "row of the table", ZH: "提成表行"}
	case boundary.Condition:
		return kam.Text{EN: "condition", ZH: "条件"}
	case boundary.Contest:
		return kam.Text{EN: "contest", ZH: "竞赛"}
	case boundary.Probe:
	}
	return plain(string(k))
}

// capital begins an English text with a capital letter.
func capital(t kam.Text) kam.Text {
	if first, size := utf8.DecodeRuneInString(t.EN); size > 0 {
		t.EN = string(unicode.ToUpper(first)) + t.EN[size:]
	}
	return t
}

// sentence begins an English text with a capital letter and ends both with a full stop.
func sentence(t kam.Text) kam.Text {
	t = capital(t)
	if t.EN != "" && !strings.HasSuffix(t.EN, ".") {
		t.EN += "."
	}
	if t.ZH != "" && !strings.HasSuffix(t.ZH, "。") {
		t.ZH += "。"
	}
	return t
}
