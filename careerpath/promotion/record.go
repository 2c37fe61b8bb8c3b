package promotion

import (
	"bytes"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Record is all that happened in a cycle, in the order in which it was recorded: first the cycle, then the events. Each
// entry carries a digest of itself and of everything before it, so that nothing can be changed, left out or put between
// without all later digests changing too. The zero value is no record.
type Record struct {
	// Format is [Format].
	Format  int     `json:"format"`
	Entries []Entry `json:"entries"`
}

// Entry is one thing in a record, as a [Store] keeps it: exactly one of Cycle and Event is there. The zero value is none.
type Entry struct {
	// Stream is the ID of the cycle, and Seq the number of the entry: 1 of the cycle, then 2, 3 and so on.
	Stream string `json:"stream"`
	Seq    int64  `json:"seq"`
	Cycle  *Cycle `json:"cycle,omitempty"`
	Event  *Event `json:"event,omitempty"`
	// Digest is the SHA-256 of the digest of the entry before, a line break, and the canonical JSON of the cycle or the
	// event; for the first entry the digest before is empty.
	Digest string `json:"digest"`
}

// Cycle returns the cycle of r, and false when r does not begin with one.
func (r Record) Cycle() (Cycle, bool) {
	if len(r.Entries) == 0 || r.Entries[0].Cycle == nil {
		return Cycle{}, false
	}
	return *r.Entries[0].Cycle, true
}

// Head returns the digest of the last entry, and "" of an empty record. Who keeps it can tell later, with
// [Record.Extends], that nothing before was changed and nothing was cut off.
func (r Record) Head() string {
	if len(r.Entries) == 0 {
		return ""
	}
	return r.Entries[len(r.Entries)-1].Digest
}

// Extends reports whether r has an entry with the digest head: whether r, when it replays, is the record that had that
// head then, with what was added since. Every record extends the empty one, whose head is "".
func (r Record) Extends(head string) bool {
	return head == "" || slices.ContainsFunc(r.Entries, func(e Entry) bool { return e.Digest == head })
}

// ParseRecord reads a record from a JSON object, strictly, as [ParseCycle] does, of at most 16 MiB: that is some ten thousand
// events, fewer where they freeze evidence. A longer record is kept entry by entry, see [Entry.JSON], [ParseEntry] and [Store],
// which take all of [MaxEvents]. Whether it holds together is for [Replay].
func ParseRecord(data []byte) (Record, error) {
	var r Record
	if err := strictjson.Decode(data, &r, prefix).Err(); err != nil {
		return Record{}, err
	}
	return r, nil
}

// JSON returns r as indented JSON, of any size; [ParseRecord] reads back at most 16 MiB of it.
func (r Record) JSON() ([]byte, error) { return strictjson.Pretty(r) }

// chained returns the digest of an entry with this content after one with the digest before.
func chained(before string, content []byte) string {
	return digestOf(append(append([]byte(before), '\n'), content...))
}

// ParseEntry reads one entry from a JSON object, strictly, as [ParseCycle] does; [Entry.Check] tells whether it is
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

// Check returns nil when e is complete by itself, else an [*kam.InvalidError] with every fault: no stream, number or
// digest, none or both contents, a cycle that is not number 1 or belongs to another stream, an event that is number 1 or
// fails its own check. Whether the digest is right and the event allowed is for [Replay].
func (e Entry) Check() error {
	f := wording.Faults{Prefix: prefix}
	f.ID("$.stream", e.Stream, nil)
	checkDigest(&f, "$.digest", e.Digest)
	if e.Seq < 1 {
		f.Add("seq", "$.seq", say("number %d is before the first, which is 1", "序号 %d 小于首个序号 1", e.Seq), say("number the entries 1, 2, 3", "记录依次编号 1、2、3"))
	}
	switch {
	case (e.Cycle == nil) == (e.Event == nil):
		f.Add("content", "$", say("it holds not exactly one of cycle and event", "cycle 与 event 须恰好填写一项"), say("state one of them", "请只填写其中一项"))
	case (e.Cycle != nil) != (e.Seq == 1):
		f.Add("seq", "$.seq", say("the cycle is number 1, and every event a later one", "评审方案的序号为 1，事件的序号在其后"), say("number the entries 1, 2, 3", "记录依次编号 1、2、3"))
	}
	if e.Event != nil {
		f.Merge("$.event", e.Event.Check())
	}
	if e.Cycle != nil && e.Cycle.ID != e.Stream {
		f.Add("stream", "$.stream", say("%s is not the ID %s of the cycle", "%s 不是评审方案的标识 %s", wording.Quote(e.Stream), wording.Quote(e.Cycle.ID)),
			say("keep a cycle in the stream of its ID", "请以评审方案的标识作为序列名"))
	}
	if !f.HasErrors() {
		_, err := e.Canonical()
		f.Merge("$", err)
	}
	return f.Err()
}

// On returns the day of the event, and of a cycle the first day of application.
func (e Entry) On() kam.Day {
	switch {
	case e.Event != nil:
		return e.Event.On
	case e.Cycle != nil:
		return e.Cycle.Schedule.Apply.From
	}
	return kam.Day{}
}

// About returns the candidate whom the event is about; the zero value is nobody.
func (e Entry) About() kam.Subject {
	if e.Event == nil {
		return kam.Subject{}
	}
	return e.Event.Person
}

// StepCycle is the step of an entry that holds a cycle; it is no step of an event.
const StepCycle Step = "cycle"

// Step returns what the entry records: the step of the event, or [StepCycle].
func (e Entry) Step() Step {
	switch {
	case e.Event != nil:
		return e.Event.Step
	case e.Cycle != nil:
		return StepCycle
	}
	return ""
}

// Replay returns the state to which r leads. Every event is applied anew, under the cycle as it was compiled from the
// record alone, every digest is computed again, and every ranking and decision is worked out again and compared with
// what was published and decided. The error is an [*kam.InvalidError] about the first entry that does not fit, with its
// place, such as $.entries[17].by.
func Replay(r Record) (State, error) {
	f := wording.Faults{Prefix: prefix}
	if r.Format != Format {
		f.Add("format", "$.format", say("format %d is not known", "未知的格式 %d", r.Format), say("use %d", "请使用 %d", Format))
		return State{}, f.Err()
	}
	if !f.Count("$.entries", len(r.Entries), 1, MaxEvents) {
		return State{}, f.Err()
	}
	c, ok := r.Cycle()
	if !ok {
		f.Add("content", "$.entries[0]", say("the first entry holds no cycle", "首条记录不是评审方案"), say("begin with the cycle", "请以评审方案开始"))
		return State{}, f.Err()
	}
	p, err := Compile(c)
	if err != nil {
		f.Merge("$.entries[0].cycle", err)
		return State{}, f.Err()
	}
	s := p.Start()
	for i, e := range r.Entries {
		at := wording.At("$.entries", i)
		if f.Merge(at, e.Check()); f.HasErrors() {
			return State{}, f.Err()
		}
		if e.Seq != int64(i)+1 || e.Stream != c.ID {
			f.Add("seq", at, say("it is number %d of %s, and should be number %d of %s", "序列 %[2]s 的第 %[1]d 条，应为序列 %[4]s 的第 %[3]d 条", e.Seq, wording.Quote(e.Stream), i+1, wording.Quote(c.ID)),
				say("an entry is missing or stands in another place", "有记录缺失或次序有误"))
			return State{}, f.Err()
		}
		if i > 0 {
			if err := s.in.apply(*e.Event); err != nil {
				f.Merge(at+".event", err)
				return State{}, f.Err()
			}
		}
		if want := s.in.entries[i].Digest; e.Digest != want {
			f.Add("digest", at+".digest", say("it says %s and computes as %s", "填写为 %s，重算为 %s", e.Digest, want),
				say("this entry, or one before it, was changed after it was recorded", "该记录或其前的记录在登记后被改动"))
			return State{}, f.Err()
		}
	}
	return s, nil
}

// Verify returns nil when r replays, else the error of [Replay], which names the first entry that does not fit.
func Verify(r Record) error {
	_, err := Replay(r)
	return err
}
