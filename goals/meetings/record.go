package meetings

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// MaxRecord is the size of the largest record, as JSON in bytes, inclusive.
const MaxRecord = 1 << 20

// Kind says what a [Record] holds. The zero value is nothing.
type Kind string

// Kinds of records.
const (
	KindAction   Kind = "action"
	KindFeedback Kind = "feedback"
	KindMeeting  Kind = "meeting"
	KindReport   Kind = "report"
	KindRequest  Kind = "request"
	KindSuccess  Kind = "success"
)

// Kinds returns all kinds of records, in the order of their texts.
func Kinds() []Kind {
	return []Kind{KindAction, KindFeedback, KindMeeting, KindReport, KindRequest, KindSuccess}
}

// Valid reports whether k is one of [Kinds].
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Record is one revision of one thing that is kept: exactly one of its pointers is set. A record is told apart from
// others by its kind and ID, its revisions by their number. The zero value holds nothing.
//
// Records are values: whoever changes what a pointer points to works on a [Record.Clone].
type Record struct {
	// Revision counts the versions of the thing, from 1.
	Revision int64     `json:"revision"`
	Action   *Action   `json:"action,omitempty"`
	Feedback *Feedback `json:"feedback,omitempty"`
	Meeting  *Meeting  `json:"meeting,omitempty"`
	Report   *Report   `json:"report,omitempty"`
	Request  *Request  `json:"request,omitempty"`
	Success  *Success  `json:"success,omitempty"`
}

// Key tells a record from others. Keys are comparable with == and usable as map keys.
type Key struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"`
}

// head is what a record says of itself, whatever it holds.
type head struct {
	key    Key
	on     kam.Day
	person string
}

// heads returns the head of everything that r holds; it is one of a valid record.
func (r Record) heads() []head {
	var heads []head
	if x := r.Action; x != nil {
		heads = append(heads, head{Key{KindAction, x.Task.ID}, x.Opened, x.Task.Owner})
	}
	if x := r.Feedback; x != nil {
		heads = append(heads, head{Key{KindFeedback, x.ID}, x.On, x.To})
	}
	if x := r.Meeting; x != nil {
		heads = append(heads, head{Key{KindMeeting, x.ID}, x.On, x.Chair})
	}
	if x := r.Report; x != nil {
		heads = append(heads, head{Key{KindReport, x.ID}, x.On, x.Person})
	}
	if x := r.Request; x != nil {
		heads = append(heads, head{Key{KindRequest, x.ID}, x.Requested, x.By})
	}
	if x := r.Success; x != nil {
		heads = append(heads, head{Key{KindSuccess, x.ID}, x.On, x.Person})
	}
	return heads
}

// one returns the head of r, or nothing when r holds nothing or several things.
func (r Record) one() head {
	if heads := r.heads(); len(heads) == 1 {
		return heads[0]
	}
	return head{}
}

// Key returns the kind and the ID of what r holds; the zero value when it holds nothing or several things.
func (r Record) Key() Key { return r.one().key }

// On returns the day that r is filed under: when an action was agreed, feedback told, a meeting held, a report given,
// a resource asked for, and when a success happened. It is unset when r holds nothing or several things.
func (r Record) On() kam.Day { return r.one().on }

// Person returns whom r is filed under: the owner of an action, the receiver of feedback, the chair of a meeting, who
// reported, who asked for a resource, and whose success it is. It is empty when r holds nothing or several things.
func (r Record) Person() string { return r.one().person }

// Check returns nil for a record that a [Store] takes, else an [*kam.InvalidError] with every fault.
func (r Record) Check() error {
	c := checker{}
	c.record("$", r)
	return c.found.Err()
}

// record checks one record and returns it as canonical JSON, or nothing when it has faults.
func (c *checker) record(place string, r Record) []byte {
	before := len(c.found)
	if r.Revision < 1 {
		c.add("revision", place+".revision",
			say("the revision is %d", "版本号为 %d", r.Revision),
			say("revisions count from 1", "版本号从 1 开始"))
	}
	if held := len(r.heads()); held != 1 {
		c.add("content", place,
			say("the record holds %d things", "该记录包含 %d 项内容", held),
			say("state one of action, feedback, meeting, report, request and success", "请在 action、feedback、meeting、report、request、success 中只填写一项"))
	}
	if r.Action != nil {
		c.action(place+".action", *r.Action)
	}
	if r.Feedback != nil {
		c.feedback(place+".feedback", *r.Feedback)
	}
	if r.Meeting != nil {
		c.meeting(place+".meeting", *r.Meeting)
	}
	if r.Report != nil {
		c.report(place+".report", *r.Report)
	}
	if r.Request != nil {
		c.request(place+".request", *r.Request)
	}
	if r.Success != nil {
		c.success(place+".success", *r.Success)
	}
	if len(c.found) > before {
		return nil
	}
	data, err := strictjson.Canonical(r)
	switch {
	case err != nil:
		c.add("content", place,
			say("the record cannot be written as JSON", "该记录无法写成 JSON"),
			say("state plain values", "请填写普通数值"))
	case len(data) > MaxRecord:
		c.add("size", place,
			say("the record takes %d bytes as JSON", "该记录的 JSON 占 %d 字节", len(data)),
			say("use at most %d bytes: shorten it, or make several of it", "最多 %d 字节：请缩短或拆成几条", MaxRecord))
	default:
		return data
	}
	return nil
}

// ParseRecord returns the record that data holds as JSON, checked. Everything that does not belong is refused: unknown
// and doubled keys, null, impossible days, and whatever [Record.Check] finds. The error is an [*kam.InvalidError] with
// every fault; faults of the JSON come alone, with their path, line and column.
func ParseRecord(data []byte) (Record, error) {
	var r Record
	if err := strictjson.Decode(data, &r, "meetings").Err(); err != nil {
		return Record{}, err
	}
	if err := r.Check(); err != nil {
		return Record{}, err
	}
	return r, nil
}

// JSON returns r as compact JSON that [ParseRecord] reads back: the same bytes for the same content, however its
// numbers are written and whether an empty list is nil. A record that fails [Record.Check] is that error.
func (r Record) JSON() ([]byte, error) {
	c := checker{}
	data := c.record("$", r)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	return data, nil
}

// Digest returns the SHA-256 of [Record.JSON] as 64 hexadecimal digits, and "" for a record that fails [Record.Check].
// Records of equal digests have the same content.
func (r Record) Digest() string {
	data, err := r.JSON()
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Clone returns a copy of r that shares nothing with it.
func (r Record) Clone() Record {
	r.Action, r.Feedback = pointed(r.Action), pointed(r.Feedback)
	r.Meeting, r.Report = pointed(r.Meeting), pointed(r.Report)
	r.Request, r.Success = pointed(r.Request), pointed(r.Success)
	if m := r.Meeting; m != nil {
		m.Present, m.Absent = slices.Clone(m.Present), slices.Clone(m.Absent)
		m.Discussed, m.Carried = slices.Clone(m.Discussed), slices.Clone(m.Carried)
		m.Decisions, m.Actions = slices.Clone(m.Decisions), slices.Clone(m.Actions)
	}
	if p := r.Report; p != nil {
		p.Figures, p.Obstacles = slices.Clone(p.Figures), slices.Clone(p.Obstacles)
		p.Requests, p.Next = slices.Clone(p.Requests), slices.Clone(p.Next)
		p.Successes = slices.Clone(p.Successes)
		for i := range p.Successes {
			p.Successes[i].Seen = slices.Clone(p.Successes[i].Seen)
		}
	}
	if s := r.Success; s != nil {
		s.Seen = slices.Clone(s.Seen)
	}
	return r
}

// pointed returns a pointer to a copy, nil for nil.
func pointed[T any](p *T) *T {
	if p == nil {
		return nil
	}
	fresh := *p
	return &fresh
}
