package tracking

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

// reading is an observation that counts.
type reading struct {
	index   int        // its place among the observations
	days    kam.Period // the days it covers, none after the as-of day
	value   *big.Rat   // nil when nobody knows it
	subject kam.Subject
	stated  kam.Period // the period as stated
	// Of two readings of a fact the one with the higher revision counts, then the one known later.
	revision int64
	known    kam.Day
}

// last returns the last day that the reading covers.
func (r reading) last() kam.Day { return r.days.Until.AddDays(-1) }

// fact orders readings by what they are about.
func (r reading) fact(o reading) int {
	return cmp.Or(cmp.Compare(r.subject.Kind, o.subject.Kind), cmp.Compare(r.subject.ID, o.subject.ID), r.stated.Compare(o.stated))
}

// readings returns the observations that count, one per fact, in an order that does not depend on theirs, and reports
// the faults of all. What is left out without harm is told in notes. When the goal has milestones, all has the readings
// that were known earlier too.
func (in Input) readings(found, notes *kam.Findings) (list, all []reading) {
	if len(in.Observations) > MaxObservations {
		return nil, nil
	}
	for i, o := range in.Observations {
		place := fmt.Sprintf("$.observations[%d]", i)
		if !in.matches(o, place, found) {
			continue
		}
		if r, ok := in.reading(i, o, place, found, notes); ok {
			list = append(list, r)
		}
	}
	if len(in.Goal.Milestones) > 0 {
		all = slices.Clone(list)
	}
	list = latestRevisions(list, found, notes)
	if in.Goal.Tracking == goals.Flow {
		apart(list, found)
	} else {
		sameSubject(list, found)
	}
	return list, all
}

// matches reports what makes o no reading of the goal, and whether there is nothing.
func (in Input) matches(o kam.Observation, place string, found *kam.Findings) bool {
	good := true
	if err := o.Check(); err != nil {
		good = false
		inside(err, place, found)
	}
	g := in.Goal
	if o.Metric != g.Metric {
		good = false
		found.Add(fault("metric", place+".metric", say("it measures %q and the goal is about %q", "其指标为 %q，目标的指标为 %q", show(o.Metric), show(g.Metric)),
			say("pass the readings of the goal's metric only", "只传入目标指标的读数")))
	}
	scope := g.Scope
	if scope == goals.All {
		scope = ""
	}
	if o.Scope != scope {
		good = false
		found.Add(fault("scope", place+".scope", say("its scope is %q and that of the goal %q", "其范围为 %q，目标的范围为 %q", show(o.Scope), show(scope)),
			say("pass the readings of the goal's scope only", "只传入目标范围内的读数")))
	}
	if o.Unit != g.Unit || o.Currency != g.Currency {
		good = false
		found.Add(fault("unit", place+".unit",
			say("it is in %q and the goal in %q", "其单位或币种为 %q，目标为 %q", show(o.Unit+string(o.Currency)), show(g.Unit+string(g.Currency))),
			say("convert it at a stated rate first", "请先按约定比率换算")))
	}
	if o.IsRatio() && g.Tracking == goals.Flow {
		good = false
		found.Add(fault("form", place, say("a ratio does not add up over a period", "比率不能按期累加"),
			say("track the goal as a stock and pass the ratio to date, or pass amounts", "请将目标改为存量并传入截至当日的比率，或传入数额")))
	}
	return good
}

// reading returns o as a reading of in, and false when it is left out or faulty.
func (in Input) reading(i int, o kam.Observation, place string, found, notes *kam.Findings) (reading, bool) {
	whole := in.Goal.Period
	if whole.Check() != nil || whole.IsOpen() || !in.AsOf.IsSet() {
		return reading{}, false // reported with the goal
	}
	flow := in.Goal.Tracking == goals.Flow
	switch {
	case o.Period.IsOpen():
		found.Add(fault("reading", place+".period", say("its period has no end", "其期间没有止日"),
			say("state the days that the value covers", "请填写数值所覆盖的起止日期")))
		return reading{}, false
	case flow && whole.Overlaps(o.Period) && !whole.ContainsPeriod(o.Period):
		found.Add(fault("reading", place+".period", say("%s lies in the goal's period %s with a part of its days only", "%s 只有一部分在目标期间 %s 内", o.Period, whole),
			say("pass the value of the days inside", "请传入期间内各日的数值")))
		return reading{}, false
	}
	days := o.Period
	if o.AsOf.IsSet() && o.AsOf.Before(days.Until.AddDays(-1)) {
		days.Until = o.AsOf.AddDays(1)
	}
	last := days.Until.AddDays(-1)
	switch {
	case flow && !whole.Overlaps(o.Period), !flow && !whole.Contains(last):
		notes.Add(note(kam.Info, "outside", place, say("%s is outside the goal's period and does not count", "%s 在目标期间之外，不计入", o.Period),
			say("pass the readings of the period only", "只传入期间内的读数")))
		return reading{}, false
	case !days.From.Before(days.Until):
		found.Add(fault("reading", place+".asOf", say("it was known on %s, before its first day", "其获知日 %s 早于首日", o.AsOf),
			say("pass what was measured, not what was planned", "请传入实测值，而非计划值")))
		return reading{}, false
	case o.Period.From.After(in.AsOf), last.After(in.AsOf) && (o.AsOf.IsSet() || !flow):
		notes.Add(note(kam.Info, "later", place, say("it is from after %s and does not count", "其时间晚于 %s，不计入", in.AsOf),
			say("move the as-of day to count it", "如需计入，请推后截止日")))
		return reading{}, false
	case last.After(in.AsOf):
		found.Add(fault("reading", place+".period", say("it reaches past %s and does not say through which day it is known", "其期间超过 %s，且未说明数据截至哪一天", in.AsOf),
			say("state in asOf the last day that the value covers", "请在 asOf 中填写数值所覆盖的最后一天")))
		return reading{}, false
	}
	r := reading{index: i, days: days, subject: o.Subject, stated: o.Period, revision: o.Revision, known: o.AsOf}
	if v, ok := o.Exact(); ok {
		r.value = v
	}
	return r, true
}

// rank orders readings of one fact, the one that counts last.
func (r reading) rank(o reading) int {
	return cmp.Or(cmp.Compare(r.revision, o.revision), r.known.Compare(o.known))
}

// same reports whether two readings say the same.
func (r reading) same(o reading) bool {
	if r.value == nil || o.value == nil {
		return r.value == o.value
	}
	return r.value.Cmp(o.value) == 0
}

// latestRevisions returns of each fact the reading with the highest revision, among these the one known last.
func latestRevisions(list []reading, found, notes *kam.Findings) []reading {
	slices.SortFunc(list, func(a, b reading) int {
		return cmp.Or(a.fact(b), b.rank(a), cmp.Compare(a.index, b.index))
	})
	kept := list[:0]
	for _, r := range list {
		if len(kept) == 0 || kept[len(kept)-1].fact(r) != 0 {
			kept = append(kept, r)
			continue
		}
		first := kept[len(kept)-1]
		if first.rank(r) != 0 {
			continue
		}
		place := fmt.Sprintf("$.observations[%d]", r.index)
		if first.same(r) {
			notes.Add(note(kam.Info, "repeated", place, say("it says the same as observation %d and counts once", "与第 %d 项相同，只计一次", first.index),
				say("pass each reading once", "每个读数只传入一次")))
			continue
		}
		found.Add(fault("conflict", place, say("it contradicts observation %d of the same subject, period and revision", "与同一对象、期间、修订号的第 %d 项矛盾", first.index),
			say("give the right one a higher revision", "请为正确的一项填写更高的修订号")))
	}
	return kept
}

// apart reports readings of one subject that count the same days twice. The list is in the order of facts.
func apart(list []reading, found *kam.Findings) {
	reaching := -1 // the reading of the same subject that ends last so far
	for i, r := range list {
		if reaching < 0 || list[reaching].subject != r.subject {
			reaching = i
			continue
		}
		if list[reaching].stated.Overlaps(r.stated) {
			found.Add(fault("overlap", fmt.Sprintf("$.observations[%d]", r.index),
				say("its period %s overlaps that of observation %d of the same subject", "其期间 %s 与同一对象的第 %d 项重叠", r.stated, list[reaching].index),
				say("pass each day once: parts or their sum, not both", "每一天只计一次：传入各部分或其合计，不要两者都传")))
		}
		if r.stated.Until.After(list[reaching].stated.Until) {
			reaching = i
		}
	}
}

// sameSubject reports readings of a stock about several subjects, whose levels do not say what the whole is.
func sameSubject(list []reading, found *kam.Findings) {
	for _, r := range list {
		if r.subject != list[0].subject {
			found.Add(fault("subject", fmt.Sprintf("$.observations[%d].subject", r.index),
				say("it is about another subject than observation %d, and levels do not add up", "其对象与第 %d 项不同，存量值不能相加", list[0].index),
				say("pass the readings of one subject, or roll several goals up", "只传入一个对象的读数，或对多个目标做汇总")))
		}
	}
}

// latest returns the index of the reading of a stock that covers the last day, -1 when there is none. Two that end on
// one day and differ are a fault.
func latest(list []reading, found *kam.Findings) int {
	best := -1
	for i, r := range list {
		if best < 0 || r.days.Until.After(list[best].days.Until) {
			best = i
		}
	}
	for i, r := range list {
		if i != best && r.days.Until == list[best].days.Until && !r.same(list[best]) {
			found.Add(fault("conflict", fmt.Sprintf("$.observations[%d]", r.index),
				say("it ends on the same day as observation %d and says something else", "与第 %d 项同日截止但数值不同", list[best].index),
				say("pass the readings of one length of period", "请传入同一期间长度的读数")))
		}
	}
	return best
}

// unread returns the days of a period that no reading of the list covers.
func unread(list []reading, of kam.Period) []kam.Period {
	days := make([]kam.Period, len(list))
	for i, r := range list {
		days[i] = r.days
	}
	slices.SortFunc(days, kam.Period.Compare)
	var gaps []kam.Period
	reached := of.From
	for _, p := range days {
		if p.From.After(reached) {
			gaps = append(gaps, kam.Period{From: reached, Until: p.From})
		}
		if p.Until.After(reached) {
			reached = p.Until
		}
	}
	if reached.Before(of.Until) {
		gaps = append(gaps, kam.Period{From: reached, Until: of.Until})
	}
	return gaps
}

// bySubject returns the readings of each subject. The list is in the order of facts.
func bySubject(list []reading) [][]reading {
	var out [][]reading
	from := 0
	for i := range list {
		if i+1 == len(list) || list[i+1].subject != list[i].subject {
			out = append(out, list[from:i+1])
			from = i + 1
		}
	}
	return out
}
