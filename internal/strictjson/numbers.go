package strictjson

import (
	"bytes"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// floatDigits is how many significant decimal digits every float64 keeps.
const floatDigits = 15

// decimal returns the decimal that node i writes, in a string or as a bare number.
func (b *binder) decimal(i int32) (decimal.Decimal, bool) {
	if b.nodes[i].kind != numberKind && !b.want(i, decimalShape) {
		return decimal.Decimal{}, false
	}
	literal, bare := "", b.nodes[i].kind == numberKind
	if bare {
		literal = string(b.text(i))
		if !b.harmless(i, literal) {
			return decimal.Decimal{}, false
		}
	} else {
		literal = b.str(i)
	}
	d, err := num.Parse(literal)
	if err != nil {
		b.fault(CodeNumber, i, func() (kam.Text, kam.Text) {
			return say("%s is no usable number", "%s 不是可用的数字", show(literal)),
				say("write it in plain notation such as \"-1250.50\", with at most %d digits and %d decimal places, without exponent, plus sign and separators",
					"请用普通写法，如 \"-1250.50\"，最多 %d 位数字、%d 位小数，不用指数、加号和分隔符", num.MaxDigits, num.MaxExponent)
		})
		return decimal.Decimal{}, false
	}
	return d, true
}

// harmless tells whether a program that reads the bare number as a float64 would keep it, and reports it otherwise.
func (b *binder) harmless(i int32, literal string) bool {
	if strings.ContainsAny(literal, "eE") {
		b.fault(CodeNumber, i, func() (kam.Text, kam.Text) {
			return say("the number %s has an exponent", "数字 %s 带有指数", clip(literal)),
				say("write it in plain notation and in quotes, such as \"1250.50\"", "请用普通写法并加引号，如 \"1250.50\"")
		})
		return false
	}
	digits := significant(literal)
	if digits <= floatDigits {
		return true
	}
	b.fault(CodeNumber, i, func() (kam.Text, kam.Text) {
		return say("the bare number %s has %d significant digits, floating point keeps only %d", "数字 %s 有 %d 位有效数字，浮点数只能保留 %d 位", clip(literal), digits, floatDigits),
			say("put it in double quotes: \"%s\"", "请加双引号：\"%s\"", clip(literal))
	})
	return false
}

// significant returns the number of digits of a number in plain notation without zeros at either end.
func significant(literal string) int {
	digits := strings.Replace(strings.TrimPrefix(literal, "-"), ".", "", 1)
	return len(strings.Trim(digits, "0"))
}

// integer writes the number node i into v, of an integer kind.
func (b *binder) integer(i int32, v reflect.Value) {
	text := b.text(i)
	if bytes.ContainsAny(text, ".eE") {
		b.fault(CodeNumber, i, func() (kam.Text, kam.Text) {
			return say("%s is not written as a whole number", "%s 不是整数写法", clip(string(text))), say("write digits only, such as 12", "请只写数字，如 12")
		})
		return
	}
	var err error
	if v.CanInt() {
		var n int64
		if n, err = strconv.ParseInt(string(text), 10, v.Type().Bits()); err == nil {
			v.SetInt(n)
		}
	} else {
		var n uint64
		if n, err = strconv.ParseUint(unsigned(text), 10, v.Type().Bits()); err == nil {
			v.SetUint(n)
		}
	}
	if err == nil {
		return
	}
	b.fault(CodeNumber, i, func() (kam.Text, kam.Text) {
		low, high := limits(v)
		return say("%s is out of range", "%s 超出范围", clip(string(text))), say("write a whole number from %s to %s", "请写入 %s 到 %s 之间的整数", low, high)
	})
}

// unsigned returns "0" for "-0", which JSON allows, and other texts as they are.
func unsigned(text []byte) string {
	if string(text) == "-0" {
		return "0"
	}
	return string(text)
}

// limits returns the least and the greatest value of an integer kind.
func limits(v reflect.Value) (low, high string) {
	bits := v.Type().Bits()
	if v.CanInt() {
		half := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
		return new(big.Int).Neg(half).String(), half.Sub(half, big.NewInt(1)).String()
	}
	return "0", strconv.FormatUint(math.MaxUint64>>(64-bits), 10)
}
