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
		c.add("name", at, bad, say("give a name of 1 to %d bytes", "请填 1 至 %d 字节的名称", MaxName))
	}
}

func (c *checker) twice(at spot, s string) {
	c.add("twice", at, say("%q stands twice", "%q 重复出现", show(s)), say("state it once", "每项只填一次"))
}

// number checks the bounds of a number.
func (c *checker) number(at spot, d decimal.Decimal) bool {
	if err := num.Check(d); err != nil {
		c.add("number", at, kam.Text{EN: err.Error(), ZH: "数值超出范围"},
			say("use at most %d digits and %d decimal places", "最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent))
		return false
	}
	return true
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
	if order := d.Cmp(decimal.New(low, 0)); order > 0 || order == 0 && inclusive {
		return
	}
	remedy := say("use a number above %d", "请填大于 %d 的数", low)
	if inclusive {
		remedy = say("use a number of at least %d", "请填不小于 %d 的数", low)
	}
	c.add(code, at, say("%s is too small", "%s 过小", write(d)), remedy)
}

// size checks the length of a list.
func (c *checker) size(at spot, n, limit int) bool {
	if n > limit {
		c.add("size", at, say("%d entries", "共 %d 项", n), say("use at most %d", "最多 %d 项", limit))
		return false
	}
	return true
}

// least checks a smallest number of something; 0 stands for the default.
func (c *checker) least(at spot, n, low int) {
	if n != 0 && (n < low || n > MaxEntries) {
		c.add("least", at, say("%d is no smallest number here", "最小数量不能为 %d", n),
			say("use %d to %d, or 0 for the default", "请填 %d 至 %d，或填 0 使用默认值", low, MaxEntries))
	}
}

func (c *checker) deviation(at spot, d Deviation) {
	if d != Population && d != Sample {
		c.add("deviation", at, say("it is not stated which standard deviation: %q", "未说明采用哪种标准差：%q", show(string(d))),
			say("use population or sample", "请填 population（总体）或 sample（样本）"))
	}
}

func (c *checker) direction(at spot, d kam.Direction) {
	if d != "" && d != kam.HigherIsBetter && d != kam.LowerIsBetter {
		c.add("direction", at, say("unknown direction %q", "未知的方向 %q", show(string(d))),
			say("use higher or lower, whichever is better", "请填较好的一侧：higher 或 lower"))
	}
}

// scale checks a scale, and tells whether scores can be checked against it.
func (c *checker) scale(at string, s Scale) bool {
	low, high := c.number(field(at+".low"), s.Low), c.number(field(at+".high"), s.High)
	if !low || !high {
		return false
	}
	if s.Low.Cmp(s.High) >= 0 {
		c.add("scale", field(at), say("a scale from %s to %s has no room", "量表从 %s 到 %s 没有区间", write(s.Low), write(s.High)),
			say("state the lowest score, then a higher one", "请先填最低分，再填更高的最高分"))
		return false
	}
	if s.Places < 0 || s.Places > MaxScalePlaces {
		c.add("scale", field(at+".places"), say("%d decimal places", "小数位数为 %d", s.Places),
			say("use 0 to %d", "请填 0 至 %d", MaxScalePlaces))
		return true
	}
	for _, end := range []decimal.Decimal{s.Low, s.High} {
		if !num.Round(end, s.Places, num.Down).Equal(end) {
			c.add("scale", field(at), say("%s has more than %d decimal places", "%s 的小数超过 %d 位", write(end), s.Places),
				say("give the scale as many places as its ends have", "小数位数应不少于量表两端的位数"))
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
