package training

import (
	"bytes"
	"unicode/utf8"

	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// MaxText is the longest reason of an [Entry], in bytes, inclusive.
const MaxText = 8_000

// Entry is one record, as a [Store] keeps it. The zero value is none.
type Entry struct {
	// Stream is what is counted together: whose numbers tell whether somebody else recorded something since. All records of
	// one participation are in one stream. A stream for each person keeps people who record at once out of each other's
	// way; one for the whole catalogue keeps the order of everything.
	Stream string `json:"stream"`
	// Seq is the number of the entry in its stream: 1, 2, 3 and so on.
	Seq    int64  `json:"seq"`
	Record Record `json:"record"`
}

// states returns every state of a record.
func states() []State {
	return []State{Invited, Accepted, Declined, Attended, Absent, Completed, Failed, Voided}
}

// ParseEntry reads one entry from a JSON object, strictly, as [ParseCatalogue] does; [Entry.Check] tells whether it is
// complete.
func ParseEntry(data []byte) (Entry, error) {
	var e Entry
	if err := strictjson.Decode(data, &e, prefix).Err(); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// JSON returns e as indented JSON that [ParseEntry] reads back.
func (e Entry) JSON() ([]byte, error) { return strictjson.Pretty(e) }

// Canonical returns e as JSON bytes that depend on what it says alone; [ParseEntry] reads them back.
func (e Entry) Canonical() ([]byte, error) { return strictjson.Canonical(e) }

// Same reports whether e and o say the same, to the last field. Decimals are compared by value, so 1.0 is 1. What cannot be
// written as JSON is the same as nothing.
func (e Entry) Same(o Entry) bool {
	a, err := e.Canonical()
	if err != nil {
		return false
	}
	b, err := o.Canonical()
	return err == nil && bytes.Equal(a, b)
}

// Check returns nil when e is complete by itself, else an [*kam.InvalidError] with every fault: no stream or number, a
// record without person, offering, state or day, hours and cost out of bounds, hours of somebody who did not take part, a
// reason that is missing or longer than [MaxText]. Whether the record may follow the ones before it is for
// [Program.Replay].
func (e Entry) Check() error {
	f := wording.Faults{Prefix: prefix}
	f.ID("$.stream", e.Stream, nil)
	if e.Seq < 1 {
		f.Add("seq", "$.seq", wording.Say("number %d is before the first, which is 1", "序号 %d 小于首个序号 1", e.Seq), wording.Say("number the entries 1, 2, 3", "记录依次编号 1、2、3"))
	}
	r := e.Record
	f.ID("$.record.offering", r.Offering, nil)
	if r.Session != "" {
		f.ID("$.record.session", r.Session, nil)
	}
	r.check(&f, "$.record")
	remedy := wording.Say("write at most %d bytes of UTF-8", "请填写不超过 %d 字节的 UTF-8 文字", MaxText)
	switch {
	case len(r.Reason) > MaxText:
		f.Add("reason", "$.record.reason", wording.Say("it has %d bytes", "长 %d 字节", len(r.Reason)), remedy)
	case !utf8.ValidString(r.Reason):
		f.Add("reason", "$.record.reason", wording.Say("it is not UTF-8", "不是 UTF-8 编码"), remedy)
	}
	return f.Err()
}
