package feedback

import (
	"bytes"
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
)

// Kind says what of a set of answers is told. The zero value is the sum.
type Kind string

// Kinds of aggregates. Each has variables of its own, so that an aggregate of one kind tells nothing about another.
const (
	// KindSum tells the sum of the answers, and with their number the mean.
	KindSum Kind = ""
	// KindSquares tells the sum of the squares of the answers, and with the mean the spread. Its threshold is at least
	// [SpreadFrom].
	KindSquares Kind = "squares"
	// KindComments tells what those who answered wrote, all together. Its parts name no question.
	KindComments Kind = "comments"
)

// SpreadFrom is from how many answers on a spread is shown: a spread beside a mean tells more than the mean does, of two
// or three answers the answers themselves.
const SpreadFrom = 5

// Part is the answers of some raters of one group to one question about one subject.
type Part struct {
	Subject string `json:"subject"`
	Group   string `json:"group"`
	// Question is empty for comments only.
	Question string `json:"question,omitempty"`
	// Raters are the pseudonyms of those who answered, each once.
	Raters []string `json:"raters"`
}

// Aggregate is a set of answers of which one figure is told. The zero value is none.
//
// It names raters by their pseudonyms and belongs into the ledger of whoever runs the round, never to a reader.
type Aggregate struct {
	// ID is what to call it, such as "peers/listens"; it is not used to tell aggregates apart.
	ID    string `json:"id"`
	Kind  Kind   `json:"kind,omitempty"`
	Parts []Part `json:"parts"`
	// Sum is what is told, the exact sum of the answers or of their squares; not valid for comments, and where the host
	// does not keep it. An aggregate without it cannot be compared with another, see [ErrRevised].
	Sum decimal.NullDecimal `json:"sum,omitzero"`
	// Written are the comments that are told, in rising order, each as the first 16 bytes of the SHA-256 digest of its
	// question and of its content without names, letter case, width and the amount of white space, in hexadecimal; what was
	// written twice stands twice. They do not say who wrote which: whoever tries texts learns from them what the
	// report shows, and how often it was written.
	Written []string `json:"written,omitempty"`
}

// Publication is what one report told: an entry of the ledger of a round. The zero value is none.
type Publication struct {
	// Round and Report are IDs.
	Round  string `json:"round"`
	Report string `json:"report"`
	// Sequence counts the publications of a round, from 1. A store that refuses a number it has keeps two reports that
	// are made at the same time from missing each other.
	Sequence int64 `json:"sequence"`
	// On is the day of the report.
	On         kam.Day     `json:"on"`
	Aggregates []Aggregate `json:"aggregates,omitempty"`
}

// ErrRevised is wrapped by the error about a figure that what was published contradicts: answers or comments were changed
// after they were published. That is a sum, a sum of squares or a collection of comments of the same raters that is
// another, or that is not what a combination of published ones makes it; and comments of which some are missing that
// fewer raters wrote before, or some are new that more raters did not write.
var ErrRevised = errors.New("feedback: published answers were changed")

// ErrSize is wrapped by the error about a ledger that is too large; see [MaxCells].
var ErrSize = errors.New("feedback: ledger too large")

// MaxCells is how many answers the aggregates may hold that a call of [Publish] compares, comments included, each counted
// in every aggregate that it is in. Publications about other subjects, with whom no team report connects, do not count.
const MaxCells = 2_000_000

// ParsePublication returns the publication that data holds as JSON, checked, or an [*kam.InvalidError] with every fault.
func ParsePublication(data []byte) (Publication, error) {
	var p Publication
	if err := strictjson.Decode(data, &p, "feedback").Err(); err != nil {
		return Publication{}, err
	}
	if err := p.Check(); err != nil {
		return Publication{}, err
	}
	return p, nil
}

// JSON returns p as compact JSON that [ParsePublication] reads back, the same bytes for the same content, or the error of
// [Publication.Check].
func (p Publication) JSON() ([]byte, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	return strictjson.Canonical(p)
}

// Check returns nil for a publication that a ledger can hold, else an [*kam.InvalidError] with every fault.
func (p Publication) Check() error {
	c := checker{}
	c.id("$.round", p.Round)
	c.id("$.report", p.Report)
	c.day("$.on", p.On)
	if p.Sequence < 1 {
		c.add("aggregate", "$.sequence",
			say("the sequence is %d", "序号为 %d", p.Sequence),
			say("publications count from 1", "发布记录从 1 开始编号"))
	}
	for i, a := range p.Aggregates {
		c.aggregate(at("$.aggregates", i), a)
	}
	return c.found.Err()
}

// Same reports whether p and o tell the same: the same aggregates, in the same order, of the same report of the same
// round, on whatever day and under whatever number. A publication that the ledger has is not entered again. What cannot be
// written as JSON is the same as nothing.
func (p Publication) Same(o Publication) bool {
	p.On, p.Sequence = o.On, o.Sequence
	a, err := strictjson.Canonical(p)
	if err != nil {
		return false
	}
	b, err := strictjson.Canonical(o)
	return err == nil && bytes.Equal(a, b)
}

func (c *checker) aggregate(place string, a Aggregate) {
	c.id(place+".id", a.ID)
	if !slices.Contains([]Kind{KindSum, KindSquares, KindComments}, a.Kind) {
		c.add("aggregate", place+".kind",
			say("%s is not known", "%s 未知", quote(string(a.Kind))),
			say("leave it out, or use %q or %q", "请删去该项，或使用 %q 或 %q", KindSquares, KindComments))
	}
	if a.Sum.Valid && num.Check(a.Sum.Decimal) != nil {
		c.add("aggregate", place+".sum",
			say("the sum %s is out of bounds", "合计 %s 超出范围", number(a.Sum.Decimal)),
			say("use at most %d digits and %d decimal places", "最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent))
	}
	c.written(place, a)
	if len(a.Parts) == 0 {
		c.add("aggregate", place+".parts", say("the aggregate is of nothing", "汇总为空"), say("state whose answers it is of", "请填写汇总了谁的回答"))
	}
	seen := map[[3]string]bool{}
	for i, p := range a.Parts {
		where := at(place+".parts", i)
		c.id(where+".subject", p.Subject)
		c.id(where+".group", p.Group)
		if (p.Question == "") != (a.Kind == KindComments) {
			c.add("aggregate", where+".question",
				say("the question is %s", "问题为 %s", quote(p.Question)),
				say("state the question of answers, and none of comments", "回答须填写问题，评语则不填"))
		}
		if len(p.Raters) == 0 {
			c.add("aggregate", where+".raters", say("nobody answered", "无人回答"), say("leave the part out", "请删去该部分"))
		}
		for j, rater := range p.Raters {
			c.id(at(where+".raters", j), rater)
			cell := [3]string{p.Subject, p.Question, rater}
			if seen[cell] {
				c.twice(at(where+".raters", j), rater)
			}
			seen[cell] = true
		}
	}
}

// written checks the comments of an aggregate.
func (c *checker) written(place string, a Aggregate) {
	switch {
	case a.Kind != KindComments:
		if len(a.Written) > 0 {
			c.add("aggregate", place+".written",
				say("%d comments stand with the kind %s", "种类 %[2]s 却带有 %[1]d 条评语", len(a.Written), quote(string(a.Kind))),
				say("state them with the kind %q only", "只有种类 %q 才填写评语", KindComments))
		}
		return
	case a.Sum.Valid:
		c.add("aggregate", place+".sum", say("comments have a sum", "评语带有合计"), say("leave the sum out", "请删去合计"))
	}
	if most := a.raters() * MaxComments; len(a.Written) > most {
		c.add("aggregate", place+".written",
			say("%d raters wrote %d comments", "%d 名评价者写了 %d 条评语", a.raters(), len(a.Written)),
			say("state at most %d, %d of each", "最多 %d 条，每人 %d 条", most, MaxComments))
		return
	}
	for i, w := range a.Written {
		if !isDigest(w) || i > 0 && w < a.Written[i-1] {
			c.add("aggregate", at(place+".written", i),
				say("%s is no digest, or out of order", "%s 不是摘要，或顺序不对", quote(w)),
				say("state %d hexadecimal digits in lower case, in rising order", "请填写 %d 位小写十六进制数字，并按升序排列", digestDigits))
			return
		}
	}
}

// raters returns how many answers the aggregate is of.
func (a Aggregate) raters() int {
	n := 0
	for _, p := range a.Parts {
		n += len(p.Raters)
	}
	return n
}

// size returns how many answers and comments the aggregate is of.
func (a Aggregate) size() int { return a.raters() + len(a.Written) }

// clone returns a copy that shares nothing with a.
func (a Aggregate) clone() Aggregate {
	a.Parts, a.Written = slices.Clone(a.Parts), slices.Clone(a.Written)
	for i, p := range a.Parts {
		a.Parts[i].Raters = slices.Clone(p.Raters)
	}
	return a
}
