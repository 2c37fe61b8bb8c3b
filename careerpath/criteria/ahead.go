package criteria

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// maxChanges is on how many days to come the records of a criterion are looked at.
const maxChanges = 60

// course is what becomes of a rule: its state from each day on, in the order of time. Here notMet is not by then, and
// unknown is what depends on what others decide.
type course []turn

type turn struct {
	day   kam.Day
	state verdict
}

// on returns the state on a day.
func (c course) on(day kam.Day) verdict {
	at, found := slices.BinarySearchFunc(c, day, func(t turn, d kam.Day) int { return t.day.Compare(d) })
	if found {
		return c[at].state
	}
	if at == 0 {
		return unknown
	}
	return c[at-1].state
}

// course returns what becomes of a criterion on steps, which is taken to stay as it gets.
func (x *Prospect) course(asOf kam.Day) course {
	switch x.When {
	case MetNow:
		return course{{asOf, met}}
	case OnDay:
		return course{{asOf, notMet}, {x.On, met}}
	case NotWithin:
		return course{{asOf, notMet}}
	default:
		return course{{asOf, unknown}}
	}
}

// asItStands returns a file to look at on days to come: what it is complete in on the as-of day, it stays complete in.
func (p *Program) asItStands(f *evidence.File, asOf kam.Day) *evidence.File {
	out := *f
	out.Complete = slices.Clone(f.Complete)
	seen := map[evidence.Completeness]bool{}
	for _, at := range p.leaves {
		c := p.nodes[at].leaf.restsOn()
		if c.Period.From = asOf; c.Of == "" || seen[c] || !f.Covers(c.Of, c.Name, on(asOf)) {
			continue
		}
		seen[c] = true
		out.Complete = append(out.Complete, c)
	}
	return &out
}

// restsOn returns what a file has to be complete in for a criterion on records, without a period.
func (lf *leaf) restsOn() evidence.Completeness {
	switch lf.kind {
	case KindTenure:
		return evidence.Completeness{Of: evidence.Positions}
	case KindCertificate:
		return evidence.Completeness{Of: evidence.Certificates, Name: lf.rule.Certificate.Kind}
	case KindReview:
		return evidence.Completeness{Of: evidence.Reviews, Name: lf.rule.Review.Kind}
	case KindFlag:
		return evidence.Completeness{Of: evidence.Flags, Name: lf.rule.Flag.Kind}
	default:
		return evidence.Completeness{}
	}
}

// recordsAhead says what becomes of a criterion on records by what is in the file; base is what its kind is forecast by.
func (lf *leaf) recordsAhead(f *evidence.File, asOf, until kam.Day, base Prospect) (Prospect, course) {
	if !asOf.IsSet() || !until.IsSet() {
		return base, base.course(asOf)
	}
	c := lf.courseOf(f, asOf, until)
	if c[0].state == met {
		out := Prospect{When: MetNow, Basis: wording.Say("met now", "目前已达标")}
		if ends := c.first(asOf, false); ends.IsSet() {
			out.Basis = endsWords(ends)
		}
		return out, c
	}
	day := c.first(asOf, true)
	switch {
	case !day.IsSet() && base.When == OnDay:
		return Prospect{When: WhenUnknown, Basis: wording.Say("what is in the file would not prove it on %s", "至 %s，档案现有记录不足以证明", base.On)}, c
	case !day.IsSet():
		return base, c
	case base.When == OnDay && base.On == day:
		return base, c
	}
	return Prospect{When: OnDay, On: day, Basis: wording.Say("by what is in the file, if nothing is added", "依据档案现有记录，以不再新增为前提")}, c
}

func endsWords(day kam.Day) kam.Text {
	return wording.Say("met now; no longer on %s, if nothing is added to the file", "目前已达标；若档案不再新增记录，%s 起不再达标", day)
}

// first returns the first day after another one from which the rule is met, or is not; unset when there is none.
func (c course) first(after kam.Day, isMet bool) kam.Day {
	for _, t := range c {
		if t.day.After(after) && (t.state == met) == isMet {
			return t.day
		}
	}
	return kam.Day{}
}

// courseOf looks at the records on each day on which they say something else.
func (lf *leaf) courseOf(f *evidence.File, asOf, until kam.Day) course {
	days := lf.changes(f)
	days = slices.DeleteFunc(days, func(d kam.Day) bool { return !d.After(asOf) || d.After(until) })
	slices.SortFunc(days, kam.Day.Compare)
	days = slices.Compact(days)
	out := course{{asOf, lf.status(f, asOf)}}
	for i, day := range days {
		state := unknown
		if i < maxChanges {
			state = lf.status(f, day)
		}
		if out[len(out)-1].state != state {
			out = append(out, turn{day, state})
		}
		if i == maxChanges {
			break
		}
	}
	return out
}

// status is the state of a criterion on records as forecasts see it.
func (lf *leaf) status(f *evidence.File, day kam.Day) verdict {
	p := lf.records(f, day, false)
	switch {
	case p.verdict == met:
		return met
	case lf.kind == KindTenure && p.there && (lf.rule.Tenure.Comparison != Below || p.verdict == notMet):
		return notMet // time alone will tell, or has told
	case lf.kind == KindFlag && lf.rule.Flag.Be == Absent && p.verdict == notMet && !lf.rule.Flag.heldOpen(f, day):
		return notMet
	}
	return unknown
}

// heldOpen reports whether a flag holds on a day without an end.
func (c *Flag) heldOpen(f *evidence.File, day kam.Day) bool {
	return slices.ContainsFunc(f.Flags, func(flag evidence.Flag) bool {
		return flag.Kind == c.Kind && flag.Usable() && flag.Held.IsOpen() && flag.Held.Contains(day)
	})
}

// changes returns the days on which the records of a criterion may say something else than on the day before.
func (lf *leaf) changes(f *evidence.File) []kam.Day {
	var out []kam.Day
	back := 0 // months that are looked at
	switch lf.kind {
	case KindTenure:
		for i := range f.Positions {
			if at := &f.Positions[i]; at.Usable() {
				out = append(out, at.Held.From, at.Held.Until, lf.rule.Tenure.after(at.Held.From))
			}
		}
	case KindSkill:
		for i := range f.Skills {
			if a := &f.Skills[i]; a.Skill == lf.rule.Skill.Skill {
				out = append(out, a.On, a.Until)
			}
		}
	case KindCertificate:
		for i := range f.Certificates {
			if c := &f.Certificates[i]; c.Kind == lf.rule.Certificate.Kind {
				out = append(out, c.Earned, c.Until)
			}
		}
	case KindReview:
		back = lf.rule.Review.Within
		for i := range f.Reviews {
			if v := &f.Reviews[i]; v.Kind == lf.rule.Review.Kind {
				out = append(out, v.Period.Until, left(v.Period.Until, back))
			}
		}
	default:
		back = lf.rule.Flag.Months
		for i := range f.Flags {
			if flag := &f.Flags[i]; flag.Kind == lf.rule.Flag.Kind {
				out = append(out, flag.Held.From, left(flag.Held.Until, back))
			}
		}
	}
	rests := lf.restsOn()
	for i := range f.Complete {
		if c := &f.Complete[i]; c.Of == rests.Of {
			out = append(out, c.Period.From, c.Period.Until, left(c.Period.From, back), left(c.Period.Until, back))
		}
	}
	return out
}

// after returns the day on which a stay from a day on is as long as the tenure asks.
func (t *Tenure) after(from kam.Day) kam.Day {
	if t.Days != 0 {
		return from.AddDays(t.Days)
	}
	return from.AddMonths(t.Months)
}

// left returns the first day on which the time that is looked at, of so many months, begins on a day or after it.
func left(day kam.Day, months int) kam.Day {
	out := day.AddMonths(months)
	// From the end of a short month it is looked back to a day before.
	for out.IsSet() && out.AddMonths(-months).Before(day) {
		out = out.AddDays(1)
	}
	return out
}

// whole says when the rule would be met by what becomes of its criteria, which it looks at together on each day on which
// something changes.
func (p *Program) whole(courses []course, now []verdict, asOf kam.Day) Prospect {
	root := &p.nodes[0]
	out := Prospect{ID: root.id, Name: root.text, When: NotWithin}
	days := []kam.Day{asOf}
	dated := false
	for _, at := range p.leaves {
		for _, t := range courses[at] {
			days = append(days, t.day)
		}
		dated = dated || p.nodes[at].leaf.lasts()
	}
	slices.SortFunc(days, kam.Day.Compare)
	days = slices.Compact(days)
	states := make([]verdict, len(p.nodes))
	best, open, members := 0, 0, 0
	for _, day := range days {
		if day.Before(asOf) {
			continue
		}
		p.foldAhead(states, courses, now, day)
		count := tally{}
		members = 0
		for child := 1; child < root.end; child = p.nodes[child].end {
			count.add(states[child])
			members++
		}
		switch {
		case now[0] == met && states[0] != met:
			out.When, out.Basis = MetNow, endsWords(day)
			return out
		case now[0] == met:
		case states[0] == met && day.After(asOf):
			out.When, out.On = OnDay, day
			out.Basis = wording.Say("%d of %d rules would be met by then", "届时 %[2]d 项规则中可有 %[1]d 项达标", count[met], members)
			if dated {
				out.Basis = wording.Say("%s, if nothing else is added to the file", "%s，以档案不再新增记录为前提", out.Basis)
			}
			return out
		case states[0] == unknown:
			out.When = WhenUnknown
		}
		if count[met]+count[unknown] >= best+open {
			best, open = count[met], count[unknown]
		}
	}
	switch {
	case now[0] == met:
		out.When, out.Basis = MetNow, wording.Say("met now", "目前已达标")
	case root.kind == KindNot:
		out.When, out.Basis = WhenUnknown, wording.Say("what must not be is not forecast", "不得出现的情形不作预测")
	case out.When == WhenUnknown:
		out.Basis = wording.Say("%d of %d rules would be met, %d are unknown", "%[2]d 项规则中可有 %[1]d 项达标，%[3]d 项未知", best, members, open)
	default:
		need := tally{met: members}.need(root)
		out.Basis = wording.Say("%d of %d rules would be met, %d are asked", "%[2]d 项规则中仅可有 %[1]d 项达标，要求 %[3]d 项", best, members, need)
	}
	return out
}

// lasts reports whether a criterion is met by records, which may begin and end on days that the file states.
func (lf *leaf) lasts() bool { return lf.kind != KindMetric && lf.kind != KindStreak }

// need is how many of its members a group asks for.
func (t tally) need(n *node) int {
	switch n.kind {
	case KindAny:
		return 1
	case KindAtLeast:
		return n.k
	default:
		return t[met] + t[unknown] + t[notMet]
	}
}

// foldAhead gives every node its state on a day to come. A not that is met stays so until the rule in it is met.
func (p *Program) foldAhead(states []verdict, courses []course, now []verdict, day kam.Day) {
	for at := len(p.nodes) - 1; at >= 0; at-- {
		n := &p.nodes[at]
		switch {
		case n.leaf != nil:
			states[at] = courses[at].on(day)
		case n.kind == KindNot && now[at] == met && states[at+1] != met:
			states[at] = met
		case n.kind == KindNot:
			states[at] = unknown
		default:
			count := tally{}
			for child := at + 1; child < n.end; child = p.nodes[child].end {
				count.add(states[child])
			}
			states[at] = count.of(n.kind, n.k)
		}
	}
}
