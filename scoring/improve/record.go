package improve

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/feedback"
)

// Record is one thing of the room scoring that is kept, as a [Store] keeps it: records are added and never changed.
// Exactly one of Card, Result, Response, Publication, Review, PIP and Plan is there. The zero value is no record.
type Record struct {
	// Stream is what the record belongs to, such as one card, the results of one person, or one review, in the host's own
	// name; Seq is the number of the record in its stream: 1, 2, 3 and so on.
	Stream string `json:"stream"`
	Seq    int64  `json:"seq"`
	// On is the day on which the record was made, and By the person or system that made it.
	On kam.Day `json:"on"`
	By string  `json:"by"`
	// About is whom the record is about: required, but for a card, which is about nobody.
	About kam.Subject `json:"about,omitzero"`
	// Card is an edition of a scorecard.
	Card *scoring.Card `json:"card,omitempty"`
	// Result is a score; its subject is About.
	Result *scoring.Result `json:"result,omitempty"`
	// Response is what one person answered in a feedback round.
	Response *Response `json:"response,omitempty"`
	// Publication is what a report of a feedback round told. Its number in the stream is its sequence in the round, so that
	// of two reports made at the same time the store takes one: keep the publications of a round in a stream of their own.
	Publication *feedback.Publication `json:"publication,omitempty"`
	// Review is a step of a review, and PIP one of a performance-improvement plan; neither is dated after On.
	Review *ReviewEvent `json:"review,omitempty"`
	PIP    *PIPEvent    `json:"pip,omitempty"`
	// Plan is an improvement plan, as first made or with tasks that were done; its subject is About.
	Plan *Plan `json:"plan,omitempty"`
}

// Response is what one person answered in a feedback round. The zero value is none and refused.
type Response struct {
	// Round is the ID of the round and Rater the name under which the person answers, which should not tell who it is.
	Round string `json:"round"`
	Rater string `json:"rater"`
	// Document is the response as the program that runs the round writes it: 1 to [MaxDocument] bytes of UTF-8, kept byte
	// for byte.
	Document string `json:"document"`
}

// Kind names what a record holds. The zero value is none.
type Kind string

// Kinds of records.
const (
	CardKind     Kind = "card"
	ResultKind   Kind = "result"
	ResponseKind Kind = "response"
	// PublicationKind is what a report told of a feedback round.
	PublicationKind Kind = "publication"
	ReviewKind      Kind = "review"
	PIPKind         Kind = "pip"
	PlanKind        Kind = "plan"
)

func kinds() []Kind {
	return []Kind{CardKind, ResultKind, ResponseKind, PublicationKind, ReviewKind, PIPKind, PlanKind}
}

// contents returns the kinds of what r holds.
func (r Record) contents() []Kind {
	var held []Kind
	for i, there := range []bool{r.Card != nil, r.Result != nil, r.Response != nil, r.Publication != nil, r.Review != nil, r.PIP != nil, r.Plan != nil} {
		if there {
			held = append(held, kinds()[i])
		}
	}
	return held
}

// Kind returns what r holds, and the zero value when that is nothing or several things.
func (r Record) Kind() Kind {
	if held := r.contents(); len(held) == 1 {
		return held[0]
	}
	return ""
}

// ParseRecord reads one record from a JSON object and returns it as written; [Record.Check] tells whether it is
// complete. Reading is strict, as [ParsePlan] is.
func ParseRecord(data []byte) (Record, error) {
	var r Record
	if err := strictjson.Decode(data, &r, codePrefix).Err(); err != nil {
		return Record{}, err
	}
	return r, nil
}

// JSON returns r as indented JSON that [ParseRecord] reads back. A number out of bounds, a text that is not UTF-8 and a
// period or fraction that is none are an error.
func (r Record) JSON() ([]byte, error) { return strictjson.Pretty(r) }

// Canonical returns r as JSON bytes that depend on what it says alone: keys sorted, decimals normalised, absent fields
// left out, so that equal records give equal bytes. [ParseRecord] reads them back. Errors are those of [Record.JSON].
func (r Record) Canonical() ([]byte, error) { return strictjson.Canonical(r) }

// Same reports whether r and o say the same, to the last field. Decimals are compared by value, so 1.0 is 1. What cannot
// be written as JSON is the same as nothing.
func (r Record) Same(o Record) bool {
	a, err := r.Canonical()
	if err != nil {
		return false
	}
	b, err := o.Canonical()
	return err == nil && bytes.Equal(a, b)
}

// Check returns nil when r is complete by itself, else an [*kam.InvalidError] with every fault: no stream, number, day,
// maker or subject, none or several contents, what the checks of the content find, a content about somebody else or of
// a later day, and a content that cannot be written as JSON. Whether a card compiles and a result adds up is for
// [scoring.Compile] and [scoring.VerifyResult] before it is kept.
func (r Record) Check() error {
	var f faults
	f.name("$.stream", r.Stream)
	if r.Seq < 1 {
		f.add("seq", "$.seq", say("number %d is before the first, which is 1", "序号 %d 小于首个序号 1", r.Seq),
			say("number the records of a stream 1, 2, 3", "同一序列的记录依次编号 1、2、3"))
	}
	f.day("$.on", r.On)
	f.name("$.by", r.By)
	r.checkAbout(&f)
	r.checkContent(&f)
	if f.list.Err() == nil {
		if _, err := r.Canonical(); err != nil {
			f.unwritable("$", err)
		}
	}
	return f.list.Err()
}

func (r Record) checkAbout(f *faults) {
	if r.Card != nil {
		if r.About != (kam.Subject{}) {
			f.add("about", "$.about", say("a card is about nobody", "评分卡不涉及具体对象"), say("leave it out", "请删去"))
		}
		return
	}
	f.name("$.about.kind", r.About.Kind)
	f.name("$.about.id", r.About.ID)
}

func (r Record) checkContent(f *faults) {
	if held := r.contents(); len(held) != 1 {
		f.add("content", "$", say("it holds %d of card, result, response, publication, review, pip and plan", "card、result、response、publication、review、pip、plan 中填写了 %d 项", len(held)),
			say("state exactly one", "请只填一项"))
	}
	other := func(place string, s kam.Subject) {
		if s != r.About {
			f.add("about", place, say("%q %q is not whom the record is about", "%q %q 与记录的对象不一致", clip(s.Kind), clip(s.ID)),
				say("state the same subject in both", "两处请填写同一对象"))
		}
	}
	late := func(place string, d kam.Day) {
		if r.On.IsSet() && d.After(r.On) {
			f.add("day", place, say("%s is after %s, when it was recorded", "%s 晚于记录日 %s", d, r.On), say("record it on the day or later", "请在当日或之后记录"))
		}
	}
	if c := r.Card; c != nil {
		f.edition("$.card", c.Format, c.ID, c.Version)
	}
	if s := r.Result; s != nil {
		f.edition("$.result", s.Format, s.Card, s.Version)
		f.period("$.result.period", s.Period)
		other("$.result.subject", s.Subject)
	}
	if r.Response != nil {
		r.Response.check(f, "$.response")
	}
	if p := r.Publication; p != nil {
		f.publication("$.publication", *p, r.Seq)
		late("$.publication.on", p.On)
	}
	if r.Review != nil {
		r.Review.check(f, "$.review")
		late("$.review.on", r.Review.On)
	}
	if r.PIP != nil {
		r.PIP.check(f, "$.pip")
		late("$.pip.on", r.PIP.On)
	}
	if r.Plan != nil {
		r.Plan.check(f, "$.plan")
		other("$.plan.subject", r.Plan.Subject)
	}
}

// edition reports a card, or a result of it, that does not say which one.
func (f *faults) edition(place string, format int, card string, version int) {
	if format != scoring.Format {
		f.add("format", place+".format", say("format %d is not known", "未知的格式 %d", format), say("use %d", "请使用 %d", scoring.Format))
	}
	id := ".id"
	if strings.HasSuffix(place, ".result") {
		id = ".card"
	}
	f.name(place+id, card)
	if version < 1 {
		f.add("number", place+".version", say("%d is before the first version, which is 1", "%d 小于首个版本 1", version), say("state the version of the card", "请填写评分卡的版本"))
	}
}

func (r Response) check(f *faults, place string) {
	f.name(place+".round", r.Round)
	f.name(place+".rater", r.Rater)
	var message kam.Text
	switch n := len(r.Document); {
	case n == 0 || n > MaxDocument:
		message = say("it has %d bytes", "长 %d 字节", n)
	case !utf8.ValidString(r.Document):
		message = say("it is not UTF-8", "不是 UTF-8 编码")
	default:
		return
	}
	f.add("document", place+".document", message, say("write 1 to %d bytes of UTF-8", "请填写 1 至 %d 字节的 UTF-8 文本", MaxDocument))
}

// publication reports a publication that no ledger can hold, that is too large to be kept, or that has another number
// than its record.
func (f *faults) publication(place string, p feedback.Publication, number int64) {
	data, err := p.JSON()
	if err != nil {
		f.merge(place, err)
		return
	}
	if len(data) > MaxPublication {
		f.add("document", place, say("it has %d bytes of JSON", "其 JSON 长 %d 字节", len(data)),
			say("publish less at once: at most %d bytes", "请分批发布：最多 %d 字节", MaxPublication))
	}
	if p.Sequence != number {
		f.add("seq", place+".sequence", say("the sequence is %d, and the number of the record %d", "发布序号为 %d，而记录序号为 %d", p.Sequence, number),
			say("keep the publications of a round in a stream of their own, each under its sequence", "每轮的发布记录须单独成一序列，并以发布序号编号"))
	}
}
