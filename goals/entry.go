package goals

import (
	"bytes"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Entry is one thing that happened to a goal, as a [Store] keeps it: entries are added and never changed. Exactly one
// of Set, Move, Amendment and Closed is there. The zero value is no entry.
type Entry struct {
	// Goal is the ID of the goal, and Seq the number of the entry among those of that goal: 1, 2, 3 and so on.
	Goal string `json:"goal"`
	Seq  int64  `json:"seq"`
	// On is the day on which the entry was recorded, and By the person who recorded it.
	On kam.Day `json:"on"`
	By string  `json:"by"`
	// Set states the goal, for the first time or anew. It carries no amendments: these are entries of their own.
	Set *Goal `json:"set,omitempty"`
	// Move is a move of the negotiation about the target.
	Move *Move `json:"move,omitempty"`
	// Amendment changes the target inside the period.
	Amendment *Amendment `json:"amendment,omitempty"`
	// Closed ends the goal.
	Closed *Closing `json:"closed,omitempty"`
}

// Closing ends a goal: because its period is over, or for another reason. The zero value has no reason and is refused.
type Closing struct {
	Reason string `json:"reason"`
	// Reached is the value that was reached; not valid when it is not known.
	Reached decimal.NullDecimal `json:"reached,omitzero"`
}

// ParseEntry reads one entry from a JSON object, strictly as [ParseGoal] does, and returns it as written; [Entry.Check]
// tells whether it is complete.
func ParseEntry(data []byte) (Entry, error) {
	var e Entry
	if err := strictjson.Decode(data, &e, codePrefix).Err(); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// Check returns nil when e is complete by itself, else an [*kam.InvalidError] with every fault: no goal, number, day or
// person, none or several of the four contents, what [Goal.Check], [Move.Check] and an amendment's rules find, a set
// goal of another ID or with amendments, and a move or decision that is dated after the day it was recorded.
func (e Entry) Check() error {
	var f faults
	f.name("entry", "$.goal", e.Goal)
	if e.Seq < 1 {
		f.add("entry", "$.seq", say("number %d is before the first, which is 1", "序号 %d 小于首个序号 1", e.Seq),
			say("number the entries of a goal 1, 2, 3", "同一目标的条目依次编号 1、2、3"))
	}
	if !e.On.IsSet() {
		f.add("entry", "$.on", say("it has no day", "没有日期"), say("state the day as YYYY-MM-DD", "请按 YYYY-MM-DD 填写日期"))
	}
	f.name("entry", "$.by", e.By)
	contents := 0
	late := func(place string, d kam.Day) {
		if e.On.IsSet() && d.After(e.On) {
			f.add("entry", place, say("%s is after %s, when it was recorded", "%s 晚于记录日 %s", d, e.On),
				say("record it on the day or later", "请在当日或之后记录"))
		}
	}
	if e.Set != nil {
		contents++
		e.checkSet(&f)
	}
	if e.Move != nil {
		contents++
		e.Move.check(&f, "$.move")
		late("$.move.on", e.Move.On)
	}
	if e.Amendment != nil {
		contents++
		e.Amendment.check(&f, "$.amendment")
		late("$.amendment.decided", e.Amendment.Decided)
	}
	if e.Closed != nil {
		contents++
		f.prose("entry", "$.closed.reason", e.Closed.Reason, maxReason, true)
		if e.Closed.Reached.Valid {
			f.number("$.closed.reached", e.Closed.Reached.Decimal)
		}
	}
	if contents != 1 {
		f.add("entry", "$", say("%d of set, move, amendment and closed are there", "set、move、amendment、closed 中填写了 %d 项", contents),
			say("state exactly one", "请只填一项"))
	}
	return f.list.Err()
}

func (e Entry) checkSet(f *faults) {
	e.Set.check(f, "$.set")
	if e.Set.ID != e.Goal {
		f.add("entry", "$.set.id", say("%q is not %q, the goal of the entry", "%q 与条目的目标 %q 不一致", clip(e.Set.ID), clip(e.Goal)),
			say("use one ID in both", "两处须用同一标识"))
	}
	if len(e.Set.Amendments) > 0 {
		f.add("entry", "$.set.amendments", say("%d amendments stand in the goal", "目标内含 %d 次变更", len(e.Set.Amendments)),
			say("record each amendment as an entry of its own", "每次变更请单独记为一条"))
	}
}

// Same reports whether e and o say the same, to the last field. Decimals are compared by value, so 1.0 is 1. What is no
// valid entry is the same as nothing.
func (e Entry) Same(o Entry) bool {
	a, err := strictjson.Canonical(e)
	if err != nil {
		return false
	}
	b, err := strictjson.Canonical(o)
	return err == nil && bytes.Equal(a, b)
}

// JSON returns e as indented JSON that [ParseEntry] reads back. A number out of bounds, a text that is not UTF-8 and a
// period or fraction that is none are an error.
func (e Entry) JSON() ([]byte, error) { return strictjson.Pretty(e) }

// Clone returns a copy of e that shares no memory with it.
func (e Entry) Clone() Entry {
	if e.Set != nil {
		set := e.Set.Clone()
		e.Set = &set
	}
	if e.Move != nil {
		move := *e.Move
		move.Evidence = append([]kam.Evidence(nil), move.Evidence...)
		e.Move = &move
	}
	if e.Amendment != nil {
		amendment := *e.Amendment
		e.Amendment = &amendment
	}
	if e.Closed != nil {
		closing := *e.Closed
		e.Closed = &closing
	}
	return e
}
