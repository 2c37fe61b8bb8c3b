package training

import (
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// MaxRecords is the largest number of records in a log.
const MaxRecords = 2_000_000

// Log is all records of a catalogue so far, followed. It is immutable and safe for concurrent use.
type Log struct {
	program *Program
	parts   []Participation
	last    map[partKey]int // the latest participation in parts
	count   int
}

type partKey struct {
	person            kam.Subject
	offering, session string
}

// Replay follows records in the order in which they were appended, or returns an [*kam.InvalidError] with every fault and
// places such as $[12].state. A record that is refused is skipped while the others are checked.
func (p *Program) Replay(records []Record) (*Log, error) {
	l := &Log{program: p, last: map[partKey]int{}}
	if err := l.take(records); err != nil {
		return nil, err
	}
	return l, nil
}

// Append returns a new log with further records at the end, or every fault of them as [Program.Replay] does. The log itself
// stays as it is. It takes time in proportion to the whole log.
func (l *Log) Append(records ...Record) (*Log, error) {
	longer := &Log{program: l.program, parts: slices.Clone(l.parts), last: maps.Clone(l.last), count: l.count}
	if err := longer.take(records); err != nil {
		return nil, err
	}
	return longer, nil
}

// Program returns what the log was replayed with.
func (l *Log) Program() *Program { return l.program }

// Of returns a person's participations in the order of their first records, taken back ones included.
func (l *Log) Of(person kam.Subject) []Participation {
	var list []Participation
	for _, p := range l.parts {
		if p.Person == person {
			p.Records = slices.Clone(p.Records)
			list = append(list, p)
		}
	}
	return list
}

func (l *Log) take(records []Record) error {
	f := wording.Faults{Prefix: prefix}
	if f.Count("$", l.count+len(records), 0, MaxRecords) {
		for i, r := range records {
			l.add(&f, wording.At("$", i), r)
		}
	}
	return f.Err()
}

// add takes a record in when nothing speaks against it.
func (l *Log) add(f *wording.Faults, place string, r Record) {
	o, s, known := l.where(f, place, r)
	good := r.check(f, place)
	if !good || !known || !r.fits(f, place, s) {
		return
	}
	key := partKey{r.Person, r.Offering, r.Session}
	before, last := State(""), Participation{}
	at, old := l.last[key]
	if old {
		last = l.parts[at]
		before = last.Records[len(last.Records)-1].State
	}
	anew, ok := r.State.follows(before, len(o.Sessions) > 0)
	if !ok {
		l.refuse(f, place, before, r.State, len(o.Sessions) > 0)
		return
	}
	if old && before != Voided && r.On.Before(last.Records[len(last.Records)-1].On) {
		f.Add("day", place+".on", wording.Say("%s is before %s, the day of the record before", "%s 早于上一条记录的日期 %s", r.On, last.Records[len(last.Records)-1].On),
			wording.Say("append records in the order of their days; take wrong ones back with %s", "请按日期先后追加记录；错误记录以 %s 撤销", string(Voided)))
		return
	}
	l.count++
	if anew {
		l.last[key] = len(l.parts)
		l.parts = append(l.parts, Participation{Person: r.Person, Offering: r.Offering, Session: r.Session, Records: []Record{r}})
		return
	}
	last.Records = append(slices.Clip(last.Records), r)
	l.parts[at] = last
}

// check reports what a record lacks by itself, and tells whether it is complete.
func (r Record) check(f *wording.Faults, place string) bool {
	good := f.Subject(place+".person", r.Person)
	good = wording.Choice(f, "state", place+".state", r.State, states()...) && good
	if !r.On.IsSet() {
		f.Add("day", place+".on", wording.Say("no day is stated", "未填写日期"), wording.Say("state from which day it is so", "请填写状态生效日"))
		good = false
	}
	good = r.quantities(f, place) && good
	if r.State == Voided && r.Reason == "" {
		f.Add("reason", place+".reason", wording.Say("records are taken back without a reason", "撤销记录未说明原因"), wording.Say("state why", "请填写原因"))
		good = false
	}
	return good
}

// where returns the offering and the session of a record; the session is nil for an offering that has none.
func (l *Log) where(f *wording.Faults, place string, r Record) (*Offering, *Session, bool) {
	o := l.program.offering(r.Offering)
	if o == nil {
		f.Add("offering", place+".offering", wording.Say("the catalogue has no offering %s", "目录中没有项目 %s", wording.Quote(r.Offering)),
			wording.Say("use the ID of an offering of the catalogue", "请使用目录中项目的标识"))
		return nil, nil, false
	}
	if len(o.Sessions) == 0 && r.Session == "" {
		return o, nil, true
	}
	s := l.program.session(r.Offering, r.Session)
	if s == nil {
		f.Add("session", place+".session", wording.Say("%s has no session %s", "%s 没有场次 %s", wording.Quote(o.ID), wording.Quote(r.Session)),
			wording.Say("state one of its sessions, and none for an offering without sessions", "请填写其场次之一；无场次的项目请留空"))
		return o, nil, false
	}
	return o, s, true
}

func (r Record) quantities(f *wording.Faults, place string) bool {
	c, good := checker{Faults: f}, true
	if r.Hours.Valid {
		good = c.quantity("hours", place+".hours", r.Hours.Decimal, MaxHours)
		if !r.State.present() {
			good = false
			f.Add("hours", place+".hours", wording.Say("hours are stated for somebody who did not take part", "未参加者不应填写学时"),
				wording.Say("state hours with %s, %s or %s", "学时请随 %s、%s 或 %s 填写", string(Attended), string(Completed), string(Failed)))
		}
	}
	if r.Cost.Valid {
		good = c.quantity("cost", place+".cost", r.Cost.Decimal, MaxAmount) && good
	}
	return good
}

// fits reports a record that cannot be so on its day in its session.
func (r Record) fits(f *wording.Faults, place string, s *Session) bool {
	if s == nil || r.State == Voided {
		return true
	}
	took := r.State.present() || r.State == Absent
	switch {
	case took && s.Cancelled:
		f.Add("cancelled", place+".state", wording.Say("session %s was cancelled: nobody came or was missed", "场次 %s 已取消，不会有人参加或缺席", wording.Quote(s.ID)),
			wording.Say("correct the catalogue, or leave the record out", "请更正目录，或去掉此记录"))
	case took && r.On.Before(s.Held.From):
		f.Add("day", place+".on", wording.Say("%s is before the session, which begins on %s", "%s 早于场次首日 %s", r.On, s.Held.From),
			wording.Say("state a day on or after it", "请填写当日或之后的日期"))
	case !took && !r.On.Before(s.Held.Until):
		f.Add("day", place+".on", wording.Say("%s is after the session, which ended on %s", "%s 晚于场次末日 %s", r.On, s.Held.Until.AddDays(-1)),
			wording.Say("state a day on or before it", "请填写当日或之前的日期"))
	default:
		return true
	}
	return false
}

func (l *Log) refuse(f *wording.Faults, place string, before, state State, sessions bool) {
	allowed := before.next()
	if !sessions && before.ended() {
		for _, s := range State("").next() {
			if !slices.Contains(allowed, s) {
				allowed = append(allowed, s)
			}
		}
	}
	from := wording.Say("at the beginning", "最初")
	if before != "" {
		from = wording.Say("after %s", "在%s之后", before.say())
	}
	texts := make([]kam.Text, len(allowed))
	for i, s := range allowed {
		texts[i] = wording.Same(string(s))
	}
	f.Add("transition", place+".state", wording.Say("%[2]s, %[1]s cannot be", "%[2]s不能为%[1]s", state.say(), from),
		wording.Say("what can be: %s", "可以为：%s", wording.Join(texts)))
}
