package compare

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Limits of what is read. All are inclusive.
const (
	// MaxEntries is the number of elements of the longest list of ratings, people, values or points.
	MaxEntries = 100_000
	// MaxName is the length of the longest name of a person, rater, dimension, band, key or attribute, in bytes.
	MaxName = 128
	// MaxBands is the number of bands of a distribution.
	MaxBands = 50
	// MaxAttributes is the number of levels of a chain of peer groups, of attributes in one level or of one person, and
	// of keys that split ties.
	MaxAttributes = 16
	// MaxDimensions is the number of dimensions that one diagnosis of raters tells apart.
	MaxDimensions = 50
	// MaxScalePlaces is the largest number of decimal places of an adjusted score.
	MaxScalePlaces = 6
)

// Scale is the range of scores, both ends inclusive, and how finely an adjusted score is written. The zero value is no
// scale and refused.
type Scale struct {
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
	// Places is the number of decimal places of adjusted scores, 0 to [MaxScalePlaces]; 0 gives whole points.
	// Low and High have no more of them.
	Places int32 `json:"places"`
}

// Deviation says which standard deviation is meant. The zero value is not stated, and refused where it matters.
type Deviation string

// The two standard deviations.
const (
	// Population divides the sum of squared distances by the number of values: those who are compared are all there are.
	Population Deviation = "population"
	// Sample divides by the number of values less one: those who are compared stand for others.
	Sample Deviation = "sample"
)

// spot is where something stands: a list, an index in it unless negative, and a field.
type spot struct {
	list  string
	index int
	field string
}

func (s spot) String() string {
	if s.index < 0 {
		return s.list + s.field
	}
	return s.list + "[" + strconv.Itoa(s.index) + "]" + s.field
}

// field is a spot outside of lists.
func field(name string) spot { return spot{list: "$." + name, index: -1} }

// checker collects the faults of one input.
type checker struct {
	found kam.Findings
}

func (c *checker) add(code string, at spot, message, remedy kam.Text) {
	c.found.Add(kam.Finding{
		Code: "compare." + code, Severity: kam.Error, Place: at.String(), Message: message, Remedy: remedy,
	})
}

// name checks a name that must be stated.
func (c *checker) name(at spot, s string) {
	if bad := badName(s); bad != (kam.Text{}) {
		c.add("name", at, bad, say("give a name of 1 to %d bytes", "请填写 1 至 %d 字节的名称", MaxName))
	}
}

// word reports a word that is none of its choices, or is not stated.
func (c *checker) word(code string, at spot, what kam.Text, word string, remedy kam.Text) {
	message := say("unknown %s %q", "未知的%s %q", what, show(word))
	if word == "" {
		message = say("no %s is stated", "未填写%s", what)
	}
	c.add(code, at, message, remedy)
}

func (c *checker) twice(at spot, s string) {
	c.add("twice", at, say("%q is stated already", "%q 重复出现", show(s)), say("state it once", "每项只填一次"))
}

// number checks the bounds of a number.
func (c *checker) number(at spot, d decimal.Decimal) bool {
	if num.Check(d) == nil {
		return true
	}
	c.add("number", at, outOfBounds(d), say("use at most %d digits, %d of them after the point", "最多 %d 位数字，其中小数不超过 %d 位", num.MaxDigits, num.MaxExponent))
	return false
}

// value checks a number that may be unknown, and tells whether it is known and good.
func (c *checker) value(at spot, d decimal.NullDecimal) bool {
	return d.Valid && c.number(at, d.Decimal)
}

// atLeast checks a number against its least value.
func (c *checker) atLeast(code string, at spot, d decimal.Decimal, low int64, inclusive bool) {
	if !c.number(at, d) {
		return
	}
	switch order := d.Cmp(decimal.New(low, 0)); {
	case inclusive && order < 0:
		c.add(code, at, say("%s is below %d", "%s 小于 %d", write(d), low), say("use a number of at least %d", "请填不小于 %d 的数", low))
	case !inclusive && order <= 0:
		c.add(code, at, say("%s is not above %d", "%s 不大于 %d", write(d), low), say("use a number above %d", "请填大于 %d 的数", low))
	}
}

// size checks the length of a list.
func (c *checker) size(at spot, n, limit int) bool {
	if n > limit {
		c.add("size", at, say("there are %d entries, more than %d", "共有 %d 项，超过 %d 项", n, limit), say("use at most %d", "最多填写 %d 项", limit))
		return false
	}
	return true
}

// least checks a smallest number of something; 0 stands for the default.
func (c *checker) least(at spot, n, low int) {
	if n != 0 && (n < low || n > MaxEntries) {
		c.add("least", at, say("the smallest number %d is not from %d to %d", "最小数量 %d 不在 %d 至 %d 之间", n, low, MaxEntries),
			say("use %d to %d, or 0 for the default", "请填 %d 至 %d，填 0 表示默认值", low, MaxEntries))
	}
}

func (c *checker) deviation(at spot, d Deviation) {
	if d != Population && d != Sample {
		c.word("deviation", at, say("kind of standard deviation", "标准差种类"), string(d),
			say("use population or sample", "请填 population（总体）或 sample（样本）"))
	}
}

func (c *checker) direction(at spot, d kam.Direction) {
	if d != "" && d != kam.HigherIsBetter && d != kam.LowerIsBetter {
		c.word("direction", at, say("direction", "方向"), string(d),
			say("use higher or lower, whichever is better", "请按何者为优填 higher（越高越好）或 lower（越低越好）"))
	}
}

// scale checks a scale, and tells whether scores can be checked against it.
func (c *checker) scale(at string, s Scale) bool {
	low, high := c.number(field(at+".low"), s.Low), c.number(field(at+".high"), s.High)
	if !low || !high {
		return false
	}
	if s.Low.Cmp(s.High) >= 0 {
		c.add("scale", field(at), say("the lowest score %s is not below the highest %s", "最低分 %s 不低于最高分 %s", write(s.Low), write(s.High)),
			say("state a lowest score below the highest", "最低分须低于最高分"))
		return false
	}
	if s.Places < 0 || s.Places > MaxScalePlaces {
		c.add("scale", field(at+".places"), say("%d decimal places are not from 0 to %d", "小数位数 %d 不在 0 至 %d 之间", s.Places, MaxScalePlaces),
			say("use 0 to %d", "请填 0 至 %d", MaxScalePlaces))
		return true
	}
	for _, end := range []decimal.Decimal{s.Low, s.High} {
		if !num.Round(end, s.Places, num.Down).Equal(end) {
			c.add("scale", field(at), say("%s has more than %d decimal places", "%s 的小数超过 %d 位", write(end), s.Places),
				say("give the scale as many places as its ends have", "量表的小数位数应不少于其两端的位数"))
		}
	}
	return true
}

// within checks a score against a scale.
func (c *checker) within(at spot, d decimal.NullDecimal, s Scale) {
	if d.Valid && (d.Decimal.LessThan(s.Low) || d.Decimal.GreaterThan(s.High)) {
		c.add("score", at, say("%s is outside the scale from %s to %s", "%s 不在量表 %s 至 %s 之内", write(d.Decimal), write(s.Low), write(s.High)),
			say("give a score of the scale", "请填量表内的分数"))
	}
}

// orDefault returns n, or the default when n is 0.
func orDefault(n, standard int) int {
	if n == 0 {
		return standard
	}
	return n
}

// orNumber returns d, or the default when d is 0.
func orNumber(d decimal.Decimal, standard *big.Rat) *big.Rat {
	if d.IsZero() {
		return standard
	}
	return num.Rat(d)
}
