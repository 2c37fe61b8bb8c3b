package criteria

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

// proof is what a criterion on records found. The records are kept only where somebody wants to read them.
type proof struct {
	verdict  verdict
	value    int
	complete bool
	looked   kam.Period
	records  []Record
	// several tells that the person is in more than one place at once, place is the one that was looked at.
	several bool
	place   string
	// there tells that the person is in that place on the as-of day.
	there bool
	// blank tells that a position does not say whether it is in that place.
	blank bool
	// unusable is how many records of what is asked for cannot be used.
	unusable int
}

// records decides a criterion on records.
func (lf *leaf) records(f *evidence.File, asOf kam.Day, keep bool) proof {
	if !asOf.IsSet() {
		return proof{verdict: unknown}
	}
	switch lf.kind {
	case KindTenure:
		return lf.rule.Tenure.look(f, asOf, keep)
	case KindSkill:
		return lf.rule.Skill.look(f, lf.top, asOf, keep)
	case KindCertificate:
		return lf.rule.Certificate.look(f, asOf, keep)
	case KindReview:
		return lf.review(f, asOf, keep)
	default:
		return lf.rule.Flag.look(f, asOf, keep)
	}
}

// on is the period of one day.
func on(day kam.Day) kam.Period { return kam.Period{From: day, Until: day.AddDays(1)} }

// look finds the stretch that ends on the as-of day.
func (t *Tenure) look(f *evidence.File, asOf kam.Day, keep bool) proof {
	p := proof{verdict: unknown, place: t.Name}
	if t.In != InCompany && t.Name == "" {
		if p.place, p.several = t.present(f, asOf); p.several {
			return p
		}
	}
	for i := range f.Positions {
		if !f.Positions[i].Usable() {
			p.unusable++
		}
	}
	start := t.start(f, asOf, p.place)
	edge := asOf
	if p.there = start.IsSet(); p.there {
		p.value = t.length(start, asOf)
		p.looked = kam.Period{From: start, Until: asOf.AddDays(1)}
		edge = start.AddDays(-1)
	} else {
		p.looked = on(asOf)
	}
	// Nothing is before the first day there is.
	p.complete = !edge.IsSet() || f.Covers(evidence.Positions, "", on(edge))
	p.blank = edge.IsSet() && t.blankOn(f, edge)
	p.complete = p.complete && !p.blank && p.unusable == 0
	p.verdict = t.decide(p.value, p.complete)
	if keep {
		for i := range f.Positions {
			if at := &f.Positions[i]; t.counts(at, p.place) && at.Held.Overlaps(p.looked) {
				p.records = append(p.records, Record{Of: evidence.Positions, Name: at.Stage, Held: at.Held})
			}
		}
		sortRecords(p.records)
	}
	return p
}

// start returns the first day of the stretch that ends on the as-of day, the unset day when the person is not there then.
func (t *Tenure) start(f *evidence.File, asOf kam.Day, place string) kam.Day {
	start := kam.Day{}
	var before []kam.Period
	for i := range f.Positions {
		switch at := &f.Positions[i]; {
		case !t.counts(at, place):
		case !at.Held.Contains(asOf):
			if !at.Held.IsOpen() && !at.Held.Until.After(asOf) && at.Held.From.IsSet() {
				before = append(before, at.Held)
			}
		case !start.IsSet() || at.Held.From.Before(start):
			start = at.Held.From
		}
	}
	if !start.IsSet() || len(before) == 0 {
		return start
	}
	slices.SortFunc(before, func(a, b kam.Period) int { return b.Until.Compare(a.Until) })
	for _, held := range before {
		if held.Until.Before(start) {
			break
		}
		if held.From.Before(start) {
			start = held.From
		}
	}
	return start
}

// decide compares a stretch that is proved; that it is no longer is known only when the records are complete.
func (t *Tenure) decide(value int, complete bool) verdict {
	switch enough := value >= t.need(); {
	case enough:
		return verdictOf(t.Comparison != Below)
	case !complete:
		return unknown
	}
	return verdictOf(t.Comparison == Below)
}

// need is the number of months or days that is compared with.
func (t *Tenure) need() int { return max(t.Months, t.Days) }

// length returns the full months or the days from a day to another one.
func (t *Tenure) length(from, to kam.Day) int {
	if t.Days != 0 {
		return to.Sub(from)
	}
	months := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	if day := from.AddMonths(months); !day.IsSet() || day.After(to) {
		months--
	}
	return months
}

// blankOn reports whether a position on a day does not say in which track or department it is.
func (t *Tenure) blankOn(f *evidence.File, day kam.Day) bool {
	for i := range f.Positions {
		at := &f.Positions[i]
		if (t.In == InTrack && at.Track == "" || t.In == InDepartment && at.Department == "") && at.Held.Contains(day) {
			return true
		}
	}
	return false
}

// counts reports whether a position is one that the tenure is about.
func (t *Tenure) counts(at *evidence.Position, place string) bool {
	if !at.Usable() {
		return false
	}
	switch t.In {
	case InStage:
		return place != "" && at.Stage == place
	case InTrack:
		return place != "" && at.Track == place
	case InDepartment:
		return place != "" && at.Department == place
	default:
		return true
	}
}

// present returns the place of the as-of day, none when there is none, and whether there are several.
func (t *Tenure) present(f *evidence.File, asOf kam.Day) (place string, several bool) {
	for i := range f.Positions {
		at := &f.Positions[i]
		if !at.Held.Contains(asOf) || !at.Usable() {
			continue
		}
		here := at.Stage
		switch t.In {
		case InTrack:
			here = at.Track
		case InDepartment:
			here = at.Department
		default: // the stage
		}
		if here == "" || here == place {
			continue
		}
		if place != "" {
			return "", true
		}
		place = here
	}
	return place, false
}

// assessors is the least number of assessors.
func (s *Skill) assessors() int { return max(s.Assessors, 1) }

// look combines the latest assessments of others, of which none is above the top level of the skill.
func (s *Skill) look(f *evidence.File, top int, asOf kam.Day, keep bool) proof {
	p := proof{looked: on(asOf)}
	var counts [evidence.MaxLevel + 1]int32
	total := 0
	last := s.latest(f, asOf)
	for i := range f.Skills {
		a := &f.Skills[i]
		if a.Skill == s.Skill && a.Assessor != f.Person && (!a.Usable() || a.Level > top) {
			p.unusable++
			continue
		}
		if !s.about(a, f.Person, asOf) || a.Until.IsSet() && !a.Until.After(asOf) || s.overruled(f, i, asOf, last) {
			continue
		}
		counts[a.Level]++
		total++
		if keep {
			p.records = append(p.records, Record{Of: evidence.Skills, Name: a.Skill, Held: kam.Period{From: a.On, Until: a.Until}, Level: a.Level, By: a.Assessor})
		}
	}
	sortRecords(p.records)
	if p.value, p.verdict = s.decide(&counts, total); p.unusable > 0 {
		p.verdict = unknown
	}
	return p
}

// decide combines levels, of which counts says how often each was seen.
func (s *Skill) decide(counts *[evidence.MaxLevel + 1]int32, total int) (int, verdict) {
	if total == 0 {
		return 0, unknown
	}
	rank := 0 // from the lowest, counted from 0
	switch s.Combine {
	case Median:
		rank = (total - 1) / 2
	case Highest:
		rank = total - 1
	default: // the lowest
	}
	level := 0
	for seen := int(counts[0]); seen <= rank; seen += int(counts[level]) {
		level++
	}
	if total < s.assessors() {
		return level, unknown
	}
	return level, verdictOf(level >= s.Level)
}

// about reports whether an assessment is of the skill by somebody else on or before a day.
func (s *Skill) about(a *evidence.Assessment, person kam.Subject, asOf kam.Day) bool {
	return a.Skill == s.Skill && a.Assessor != person && a.On.IsSet() && !a.On.After(asOf) && a.Level >= 0 && a.Level <= evidence.MaxLevel
}

// overruled reports whether the assessor of an assessment gave a later one, or a lower one on the same day.
func (s *Skill) overruled(f *evidence.File, i int, asOf kam.Day, last map[kam.Subject]int) bool {
	a := &f.Skills[i]
	if last != nil {
		return last[a.Assessor] != i
	}
	for j := range f.Skills {
		b := &f.Skills[j]
		if j != i && s.about(b, f.Person, asOf) && b.Assessor == a.Assessor && later(f, j, i) {
			return true
		}
	}
	return false
}

// fewAssessments is how many assessments are compared each with each.
const fewAssessments = 16

// latest returns the assessment of each assessor that counts, and nil where there are so few that a map costs more.
func (s *Skill) latest(f *evidence.File, asOf kam.Day) map[kam.Subject]int {
	if len(f.Skills) <= fewAssessments {
		return nil
	}
	last := map[kam.Subject]int{}
	for i := range f.Skills {
		a := &f.Skills[i]
		if !s.about(a, f.Person, asOf) {
			continue
		}
		if j, ok := last[a.Assessor]; !ok || later(f, i, j) {
			last[a.Assessor] = i
		}
	}
	return last
}

// later reports whether assessment j goes before assessment i of the same assessor.
func later(f *evidence.File, j, i int) bool {
	a, b := &f.Skills[i], &f.Skills[j]
	return cmp.Or(b.On.Compare(a.On), cmp.Compare(a.Level, b.Level), b.Until.Compare(a.Until), cmp.Compare(i, j)) > 0
}

// look finds certificates that are held on the as-of day.
func (c *Certificate) look(f *evidence.File, asOf kam.Day, keep bool) proof {
	p := proof{looked: on(asOf)}
	for i := range f.Certificates {
		held := &f.Certificates[i]
		if held.Kind != c.Kind {
			continue
		}
		if !held.Usable() {
			p.unusable++
			continue
		}
		valid := kam.Period{From: held.Earned, Until: held.Until}
		if valid.Contains(asOf) {
			p.value++
		}
		if keep {
			p.records = append(p.records, Record{Of: evidence.Certificates, Name: held.Kind, Held: valid})
		}
	}
	sortRecords(p.records)
	p.complete = p.unusable == 0 && f.Covers(evidence.Certificates, c.Kind, p.looked)
	p.verdict = presence(Present, p.value, p.complete)
	return p
}

// presence decides on the number of records found.
func presence(be Presence, found int, complete bool) verdict {
	switch {
	case found > 0:
		return verdictOf(be == Present)
	case complete:
		return verdictOf(be == Absent)
	}
	return unknown
}

// look finds flags from so many months before the as-of day to that day.
func (c *Flag) look(f *evidence.File, asOf kam.Day, keep bool) proof {
	p := proof{looked: kam.Period{From: asOf.AddMonths(-c.Months), Until: asOf.AddDays(1)}}
	if p.looked.Check() != nil {
		p.looked = kam.Period{}
		p.verdict = unknown
		return p
	}
	for i := range f.Flags {
		flag := &f.Flags[i]
		if flag.Kind != c.Kind {
			continue
		}
		if !flag.Usable() {
			p.unusable++
			continue
		}
		if !flag.Held.Overlaps(p.looked) {
			continue
		}
		p.value++
		if keep {
			p.records = append(p.records, Record{Of: evidence.Flags, Name: flag.Kind, Held: flag.Held})
		}
	}
	sortRecords(p.records)
	p.complete = p.unusable == 0 && f.Covers(evidence.Flags, c.Kind, p.looked)
	p.verdict = presence(c.Be, p.value, p.complete)
	return p
}

// review looks at the last ratings.
func (lf *leaf) review(f *evidence.File, asOf kam.Day, keep bool) proof {
	r := lf.rule.Review
	p := proof{}
	if r.Within != 0 {
		if p.looked = (kam.Period{From: asOf.AddMonths(-r.Within), Until: asOf}); p.looked.Check() != nil {
			return proof{verdict: unknown}
		}
		p.complete = f.Covers(evidence.Reviews, r.Kind, p.looked)
	}
	var last [maxReviews]rated
	n := 0
	for i := range f.Reviews {
		v := &f.Reviews[i]
		if v.Kind != r.Kind {
			continue
		}
		if !v.Usable() {
			p.unusable++
			continue
		}
		if v.Period.Until.After(asOf) || p.looked.From.IsSet() && !v.Period.Until.After(p.looked.From) {
			continue
		}
		n = insert(&last, n, r.last(), rated{v, false})
	}
	hits, maybe := 0, 0
	for i := range n {
		sure, known := false, false
		if rank := slices.Index(lf.scale.Ratings, last[i].review.Rating); rank >= 0 && !last[i].conflict {
			sure, known = r.comparison().passes(cmp.Compare(rank, lf.first)), true
		}
		if sure {
			hits++
		}
		if !known {
			maybe++
		}
		if keep {
			rating := last[i].review.Rating
			if last[i].conflict {
				rating = ""
			}
			p.records = append(p.records, Record{Of: evidence.Reviews, Name: r.Kind, Held: last[i].review.Period, Rating: rating, Revision: last[i].review.Revision})
		}
	}
	slices.Reverse(p.records)
	p.value, p.complete = hits, p.complete && p.unusable == 0
	if p.verdict = lf.decideReviews(hits, maybe, r.last()-n, p.complete); p.unusable > 0 {
		p.verdict = unknown
	}
	return p
}

// decideReviews decides on ratings that pass, on those that might, and on reviews that are not there.
func (lf *leaf) decideReviews(hits, maybe, missing int, complete bool) verdict {
	if !complete {
		maybe += missing
	}
	switch {
	case hits >= lf.hits:
		return met
	case hits+maybe < lf.hits:
		return notMet
	}
	return unknown
}

// rated is a review; in conflict it has two ratings of one revision.
type rated struct {
	review   *evidence.Review
	conflict bool
}

// insert puts a review among the latest, the last first, and returns how many of them there are, at most the limit.
func insert(last *[maxReviews]rated, n, limit int, r rated) int {
	at := 0
	for at < n {
		c := cmp.Or(last[at].review.Period.Until.Compare(r.review.Period.Until), last[at].review.Period.From.Compare(r.review.Period.From))
		if c == 0 {
			old := last[at]
			switch {
			case r.review.Revision > old.review.Revision:
				last[at] = r
			case r.review.Revision == old.review.Revision && r.review.Rating != old.review.Rating:
				last[at].conflict = true
			}
			return n
		}
		if c < 0 {
			break
		}
		at++
	}
	if at == limit {
		return n
	}
	n = min(n+1, limit)
	copy(last[at+1:n], last[at:n-1])
	last[at] = r
	return n
}

// sortRecords puts records in the order of time, then of what they say.
func sortRecords(list []Record) {
	slices.SortStableFunc(list, func(a, b Record) int {
		return cmp.Or(a.Held.Compare(b.Held), cmp.Compare(a.Name, b.Name), cmp.Compare(a.By.Kind, b.By.Kind), cmp.Compare(a.By.ID, b.By.ID), cmp.Compare(a.Level, b.Level))
	})
}
