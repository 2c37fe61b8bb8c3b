package wording

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// clipLength is how many characters of a text from outside a message shows.
const clipLength = 60

// Say builds a text in both languages from two formats of package fmt and the same arguments. Arguments of type
// [kam.Text] are written in the language of the text, decimals in plain notation, and a [*big.Rat] as [Number] writes it.
func Say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case kam.Text:
			english[i], chinese[i] = v.In(kam.English), v.In(kam.Chinese)
			continue
		case decimal.Decimal:
			arg = Decimal(v)
		case *big.Rat:
			arg = Number(v)
		}
		english[i], chinese[i] = arg, arg
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

// Same returns a text that reads alike in both languages, such as an ID or a number.
func Same(s string) kam.Text { return kam.Text{EN: s, ZH: s} }

// Join strings texts together: with ", " in English, with "、" in Chinese.
func Join(texts []kam.Text) kam.Text { return join(texts, ", ", "、") }

// Clauses strings texts together that are sentences of their own: with "; " in English, with "；" in Chinese.
func Clauses(texts []kam.Text) kam.Text { return join(texts, "; ", "；") }

// Leading returns a text that a Chinese sentence goes on behind: with a blank at its end where that is no Chinese character.
func Leading(t kam.Text) kam.Text {
	zh := t.In(kam.Chinese)
	if last, _ := utf8.DecodeLastRuneInString(zh); zh != "" && !Wide(last) {
		zh += " "
	}
	return kam.Text{EN: t.In(kam.English), ZH: zh}
}

// Following returns a text that stands behind others in a Chinese sentence: with a blank at its beginning where that is no
// Chinese character.
func Following(t kam.Text) kam.Text {
	zh := t.In(kam.Chinese)
	if first, _ := utf8.DecodeRuneInString(zh); zh != "" && !Wide(first) {
		zh = " " + zh
	}
	return kam.Text{EN: t.In(kam.English), ZH: zh}
}

// Wide tells whether a character is as wide as Chinese ones are, so that no blank stands beside it.
func Wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60
}

// Words strings words together that are alike in both languages, as [Join] does.
func Words[T ~string](words []T) kam.Text {
	texts := make([]kam.Text, len(words))
	for i, w := range words {
		texts[i] = Same(string(w))
	}
	return Join(texts)
}

func join(texts []kam.Text, en, zh string) kam.Text {
	english, chinese := make([]string, len(texts)), make([]string, len(texts))
	for i, t := range texts {
		english[i], chinese[i] = t.In(kam.English), t.In(kam.Chinese)
	}
	return kam.Text{EN: strings.Join(english, en), ZH: strings.Join(chinese, zh)}
}

// Decimal writes d in plain notation, and "?" when it is beyond the bounds of [num.Check], which would take for ever.
func Decimal(d decimal.Decimal) string {
	if num.Check(d) != nil {
		return "?"
	}
	return num.Format(d)
}

// Amount writes d with thousands apart and at least so many decimal places, as "1,234.50"; no digit is rounded away. It
// is "?" for a number beyond the bounds of [num.Check].
func Amount(d decimal.Decimal, places int32) string {
	if num.Check(d) != nil {
		return "?"
	}
	sign, plain := "", num.Format(d)
	if strings.HasPrefix(plain, "-") {
		sign, plain = "-", plain[1:]
	}
	whole, part, _ := strings.Cut(plain, ".")
	if missing := int(places) - len(part); missing > 0 {
		part += strings.Repeat("0", missing)
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if part != "" {
		b.WriteByte('.')
		b.WriteString(part)
	}
	return b.String()
}

// Money writes an amount as people read it in every document, its currency first: "CNY 1,234.50". It has at least the
// decimal places of the smallest unit, and no digit is rounded away. Without a currency it is the amount alone.
func Money(d decimal.Decimal, c kam.Currency) string {
	amount := Amount(d, c.MinorUnits())
	if c == "" {
		return amount
	}
	return Clip(string(c)) + " " + amount
}

// Number writes r in full when it has at most six decimal places, else rounded to four with a leading "≈"; "?" for nil.
func Number(r *big.Rat) string {
	if r == nil {
		return "?"
	}
	if places, finite := r.FloatPrec(); finite && places <= 6 {
		return r.FloatString(places)
	}
	return "≈" + num.Format(num.RoundRat(r, 4, num.HalfUp))
}

// Percent writes r in per cent with at most one decimal place and without a sign for it: 0.951 is 95.1. Where rounding would
// make it read like the whole, as 0.9999 would, it is rounded down instead: 99.9. "?" stands for nil.
func Percent(r *big.Rat) string {
	if r == nil {
		return "?"
	}
	hundred := new(big.Rat).Mul(r, big.NewRat(100, 1))
	mode := num.HalfUp
	if r.Cmp(big.NewRat(1, 1)) < 0 && hundred.Cmp(big.NewRat(9995, 100)) >= 0 {
		mode = num.Down
	}
	return num.Format(num.RoundRat(hundred, 1, mode))
}

// Clip makes a text from outside fit for a message or a table: what cannot be printed becomes "?", and what is longer than
// sixty characters ends in an ellipsis.
func Clip(s string) string {
	if len(s) > clipLength*utf8.UTFMax {
		s = s[:clipLength*utf8.UTFMax+1]
	}
	var b strings.Builder
	count := 0
	for _, r := range s {
		if count == clipLength {
			return b.String() + "…"
		}
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			r = '?'
		}
		b.WriteRune(r)
		count++
	}
	return b.String()
}

// Quote returns s clipped and in quotes.
func Quote(s string) string { return strconv.Quote(Clip(s)) }

// Days tells a period by its first and its last day, as people do: "2026-01-01 to 2026-03-31". One without an end reads
// "from 2026-01-01 on".
func Days(p kam.Period) kam.Text {
	switch {
	case p.IsZero():
		return kam.Text{EN: "no period", ZH: "未定期间"}
	case p.IsOpen():
		return Say("from %s on", "%s 起", p.From)
	case p.Days() == 1:
		return Same(p.From.String())
	}
	return Say("%s to %s", "%s 至 %s", p.From, p.Until.AddDays(-1))
}
