package crmfile

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// ParseNumber reads plain decimal notation: an optional minus sign, 1 to 15
// digits and, after a point, 1 to 4 more. Anything else is refused before it is
// computed with: 12,50 is not 1250, and 1e999999 is not a number of this world.
func ParseNumber(text string) (decimal.Decimal, bool) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if !digits(whole, 15) || (point && !digits(fraction, 4)) {
		return decimal.Decimal{}, false
	}
	units, ok := new(big.Int).SetString(strings.Replace(text, ".", "", 1), 10)
	if !ok {
		return decimal.Decimal{}, false
	}
	return decimal.NewFromBigInt(units, -int32(len(fraction))), true
}

func digits(text string, limit int) bool {
	return text != "" && len(text) <= limit && strings.Trim(text, "0123456789") == ""
}

// Number reads the number under a column; the empty text is unknown, which is not zero.
func (r *Record) Number(column string) decimal.NullDecimal {
	text := r.Cell(column)
	if text == "" {
		return decimal.NullDecimal{}
	}
	d, ok := ParseNumber(text)
	if !ok {
		r.Fail(column, "crmfile.number", findings.Say("%s is no number", "%s 不是数字", findings.Quote(text)),
			findings.Say("write it as 1250.50: a point for decimals, no separators, no exponent, at most 15 digits and 4 decimals",
				"请写成 1250.50：小数点用“.”，不用千位分隔符和指数，最多 15 位数字和 4 位小数"))
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d)
}

// Day reads the date under a column, written in the order of the pattern; the empty text is no date.
func (r *Record) Day(column, pattern string) kam.Day {
	text := r.Cell(column)
	if text == "" {
		return kam.Day{}
	}
	if day, ok := ParseDay(text, pattern); ok {
		return day
	}
	r.Fail(column, "crmfile.date", findings.Say("%s is no day of the calendar in the form %s", "%s 不是 %s 格式的有效日期", findings.Quote(text), pattern),
		findings.Say("write a day that exists, such as %s", "请填写存在的日期，例如 %s", strings.NewReplacer("YYYY", "2017", "MM", "02", "DD", "28").Replace(pattern)))
	return kam.Day{}
}

// ParseDay reads a date whose year, month and day stand where YYYY, MM and DD stand in the pattern.
func ParseDay(text, pattern string) (kam.Day, bool) {
	if len(text) != len(pattern) {
		return kam.Day{}, false
	}
	parts := map[byte]string{}
	for i := range len(pattern) {
		switch letter := pattern[i]; letter {
		case 'Y', 'M', 'D':
			parts[letter] += text[i : i+1]
		default:
			if text[i] != letter {
				return kam.Day{}, false
			}
		}
	}
	day, err := kam.ParseDay(parts['Y'] + "-" + parts['M'] + "-" + parts['D'])
	return day, err == nil
}
