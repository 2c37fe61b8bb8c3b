package scoring

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// checker collects the faults of a card while it is compiled.
type checker struct {
	card  Card
	p     *Program
	found kam.Findings
	// ids leads from an ID to the place that has it.
	ids map[string]string
	// sane tells that the scale can be computed with.
	sane bool
}

func (k *checker) add(code, place string, message, remedy kam.Text) {
	k.found.Add(fault(code, place, message, remedy))
}

// word reports a word that is none of the choices.
func (k *checker) word(code, place, got, choices string) {
	message := say("%q is not known", "未知的取值 %q", show(got))
	if got == "" {
		message = say("nothing is chosen", "未作选择")
	}
	k.add(code, place, message, say("choose one of %s", "请从 %s 中选择", kam.Text{EN: choices, ZH: strings.ReplaceAll(choices, ", ", "、")}))
}

// name reports an ID that is no usable name.
func (k *checker) name(place, id string) bool {
	why := badName(id)
	if why == (kam.Text{}) {
		return true
	}
	k.add("card.id", place, why, say("give an ID of 1 to %d bytes", "请填 1 至 %d 字节的标识", maxName))
	return false
}

// unique reports an ID that is no usable name, or taken.
func (k *checker) unique(place, id string) {
	if !k.name(place, id) {
		return
	}
	if first, taken := k.ids[id]; taken {
		k.add("card.id", place, say("%q is the ID of %s too", "%q 与 %s 的标识相同", show(id), first),
			say("give each dimension, measure, adjustment and veto an ID of its own", "维度、指标、加减分项与否决项须各有标识"))
		return
	}
	k.ids[id] = place
}

// label reports a name for people that is too long, not printable, or in one language only. None at all is fine.
func (k *checker) label(place string, t kam.Text) {
	if t == (kam.Text{}) || !k.text(place, t, maxLabel, unprintable) {
		return
	}
	switch {
	case strings.TrimSpace(t.EN) == "":
		k.add("card.text", place+".en", say("there is a Chinese text and no English one", "只有中文，没有英文"), say("write it in both languages, or leave both out", "请同时填写两种语言，或均不填写"))
	case strings.TrimSpace(t.ZH) == "":
		k.add("card.text", place+".zh", say("there is an English text and no Chinese one", "只有英文，没有中文"), say("write it in both languages, or leave both out", "请同时填写两种语言，或均不填写"))
	}
}

// prose reports an explanation for people that is too long or not printable; it may have several lines.
func (k *checker) prose(place string, t kam.Text) {
	k.text(place, t, maxText, func(r rune) bool { return unprintable(r) && r != '\n' && r != '\t' })
}

// text reports a text that is too long, not UTF-8, or holds a character that it may not.
func (k *checker) text(place string, t kam.Text, most int, bad func(rune) bool) bool {
	for _, part := range []struct{ key, s string }{{".en", t.EN}, {".zh", t.ZH}} {
		switch {
		case len(part.s) > most:
			k.add("card.text", place+part.key, say("the text has %d bytes, more than %d", "文字长 %d 字节，超过 %d 字节", len(part.s), most), say("shorten it", "请缩短"))
		case !utf8.ValidString(part.s):
			k.add("card.text", place+part.key, say("the text is not UTF-8", "文字不是 UTF-8 编码"), say("write it in UTF-8", "请使用 UTF-8 编码"))
		case strings.ContainsFunc(part.s, bad):
			k.add("card.text", place+part.key, say("%q holds a character that cannot be printed: a control character, or one that turns the direction of writing", "%q 含不可打印的字符：控制字符，或改变书写方向的字符", show(part.s)),
				say("remove it", "请删去该字符"))
		default:
			continue
		}
		return false
	}
	return true
}

// maxText is the longest explanation for people in one language, in bytes.
const maxText = 4096

// number returns a number of the card, and reports one that is out of bounds.
func (k *checker) number(place string, d decimal.Decimal) (Exact, bool) {
	if why := outOfBounds(d); why != (kam.Text{}) {
		k.add("card.number", place, why,
			say("state at most %d digits and %d decimal places", "最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent))
		return whole(0), false
	}
	return fromDecimal(d), true
}

// numberOr is number for one that has a default.
func (k *checker) numberOr(place string, d decimal.NullDecimal, other Exact) (Exact, bool) {
	if !d.Valid {
		return other, true
	}
	return k.number(place, d.Decimal)
}

// positive reports a number that is not above 0.
func (k *checker) positive(place string, e Exact) bool {
	if e.sign() > 0 {
		return true
	}
	k.add("card.number", place, say("%s is not above 0", "%s 不大于 0", e), say("state a number above 0", "请填大于 0 的数"))
	return false
}

// score reports a score beyond the limits of a single measure.
func (k *checker) score(place string, e Exact) bool {
	if !k.sane || !e.less(k.p.measureLow) && !k.p.measureHigh.less(e) {
		return true
	}
	k.add("card.score", place, say("%s points are outside of %s to %s, the limits of a single measure", "%s 分超出单项的范围 %s 至 %s", plain(e), plain(k.p.measureLow), plain(k.p.measureHigh)),
		say("correct it, or widen scale.measureMin and scale.measureMax", "请更正，或放宽 scale.measureMin 与 scale.measureMax"))
	return false
}

// onGrid reports a number with more decimal places than the rounding.
func (k *checker) onGrid(code, place string, d decimal.Decimal) {
	places := k.card.Rounding.Places
	if places < 0 || places > maxPlaces || num.Round(d, places, num.Down).Equal(d) {
		return
	}
	k.add(code, place, say("%s has more decimal places than the %d of the rounding", "%s 的小数位数超过舍入的 %d 位", num.Format(d), places),
		say("shorten it, or round to more places", "请缩短该数，或增加舍入位数"))
}

// missing reports a rule for missing values that is none.
func (k *checker) missing(place string, m Missing) (MissingPolicy, Exact) {
	neutral := Exact{}
	switch m.Policy {
	case MissingNeutral:
		if !m.Neutral.Valid {
			k.add("card.missing", place+".neutral", say("the neutral score is not stated", "未填中性分"), say("state the points that a missing value gets", "请填缺失值所得的分数"))
			break
		}
		if e, ok := k.number(place+".neutral", m.Neutral.Decimal); ok && k.score(place+".neutral", e) {
			neutral = e
		}
	case MissingZero, MissingRenormalise, MissingBlock:
		if m.Neutral.Valid {
			k.add("card.missing", place+".neutral", say("a neutral score is stated, but the policy is %s", "填写了中性分，但规则为 %s", m.Policy),
				say("leave it out, or choose neutral", "请删去，或选择 neutral"))
		}
	default:
		k.word("card.missing", place+".policy", string(m.Policy), "zero, renormalise, neutral, block")
	}
	return m.Policy, neutral
}

// fraction reports a fraction that is none or that is below 0, and returns whether it did not.
func (k *checker) fraction(code, place string, f kam.Fraction, remedy kam.Text) bool {
	var why kam.Text
	switch {
	case f.Den == 0 && f.Num != 0:
		why = say("%d/0 divides by 0", "%d/0 的分母为 0", f.Num)
	case f.Den < 0:
		why = say("the denominator of %d/%d is below 0", "%d/%d 的分母为负", f.Num, f.Den)
	case f.Check() != nil:
		why = say("%d/%d has a part beyond 10^12", "%d/%d 的分子或分母超过 10 的 12 次方", f.Num, f.Den)
	case f.Num < 0:
		why = say("%s is below 0", "%s 小于 0", f)
	default:
		return true
	}
	k.add(code, place, why, remedy)
	return false
}
