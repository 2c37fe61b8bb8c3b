package criteria_test

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// The records of a file, day by day.

func (x reference) complete(of evidence.Kind, name string, d kam.Day) bool {
	return slices.ContainsFunc(x.file.Complete, func(c evidence.Completeness) bool {
		return c.Of == of && (c.Name == "" || c.Name == name) && c.Period.Contains(d)
	})
}

// amiss tells of a time that it does not begin, or ends before it has begun.
func amiss(from, until kam.Day) bool {
	return from == (kam.Day{}) || until != (kam.Day{}) && !from.Before(until)
}

func (x reference) tenure(t *criteria.Tenure) criteria.State {
	place := func(p evidence.Position) string {
		switch t.In {
		case criteria.InStage:
			return p.Stage
		case criteria.InTrack:
			return p.Track
		case criteria.InDepartment:
			return p.Department
		default:
			return "everywhere"
		}
	}
	odd := false
	x.file = x.file.Clone()
	x.file.Positions = slices.DeleteFunc(x.file.Positions, func(p evidence.Position) bool {
		bad := p.Stage == "" || amiss(p.Held.From, p.Held.Until)
		odd = odd || bad
		return bad
	})
	name := t.Name
	if t.In == criteria.InCompany {
		name = "everywhere"
	}
	if name == "" {
		here := map[string]bool{}
		for _, p := range x.file.Positions {
			if p.Held.Contains(x.asOf) && place(p) != "" {
				here[place(p)] = true
				name = place(p)
			}
		}
		if len(here) > 1 {
			return criteria.Unknown
		}
	}
	there := func(d kam.Day) bool {
		return name != "" && slices.ContainsFunc(x.file.Positions, func(p evidence.Position) bool { return place(p) == name && p.Held.Contains(d) })
	}
	enough, start := false, x.asOf
	if there(x.asOf) {
		for there(start.AddDays(-1)) {
			start = start.AddDays(-1)
		}
		if t.Days > 0 {
			enough = !start.AddDays(t.Days).After(x.asOf)
		} else {
			enough = !start.AddMonths(t.Months).After(x.asOf)
		}
		start = start.AddDays(-1)
	}
	somewhere := slices.ContainsFunc(x.file.Positions, func(p evidence.Position) bool { return place(p) == "" && p.Held.Contains(start) })
	maybe := enough || odd || somewhere || !x.complete(evidence.Positions, "", start)
	if t.Comparison == criteria.Below {
		return between(!maybe, !enough)
	}
	return between(enough, maybe)
}

func (x reference) skill(s *criteria.Skill) criteria.State {
	latest := map[kam.Subject]evidence.Assessment{}
	for _, a := range x.file.Skills {
		if a.Skill == s.Skill && a.Assessor != x.file.Person && (amiss(a.On, a.Until) || a.Assessor.ID == "" || a.Level < 0 || a.Level > 3) {
			return criteria.Unknown
		}
		if a.Skill != s.Skill || a.Assessor == x.file.Person || a.On.After(x.asOf) {
			continue
		}
		old, seen := latest[a.Assessor]
		if !seen || a.On.After(old.On) || a.On == old.On && a.Level < old.Level {
			latest[a.Assessor] = a
		}
	}
	var levels []int
	for _, a := range latest {
		if !a.Until.IsSet() || a.Until.After(x.asOf) {
			levels = append(levels, a.Level)
		}
	}
	if len(levels) < max(s.Assessors, 1) {
		return criteria.Unknown
	}
	slices.Sort(levels)
	level := levels[0]
	switch s.Combine {
	case criteria.Median:
		level = levels[(len(levels)-1)/2]
	case criteria.Highest:
		level = levels[len(levels)-1]
	default:
	}
	return between(level >= s.Level, level >= s.Level)
}

func (x reference) certificate(c *criteria.Certificate) criteria.State {
	odd := slices.ContainsFunc(x.file.Certificates, func(h evidence.Certificate) bool { return h.Kind == c.Kind && amiss(h.Earned, h.Until) })
	held := slices.ContainsFunc(x.file.Certificates, func(h evidence.Certificate) bool {
		return h.Kind == c.Kind && !amiss(h.Earned, h.Until) && !h.Earned.After(x.asOf) && (!h.Until.IsSet() || h.Until.After(x.asOf))
	})
	return between(held, held || odd || !x.complete(evidence.Certificates, c.Kind, x.asOf))
}

func (x reference) flag(f *criteria.Flag) criteria.State {
	found, complete := false, true
	for d := x.asOf.AddMonths(-f.Months); !d.After(x.asOf); d = d.AddDays(1) {
		complete = complete && x.complete(evidence.Flags, f.Kind, d)
		for _, flag := range x.file.Flags {
			if flag.Kind == f.Kind && amiss(flag.Held.From, flag.Held.Until) {
				complete = false
				continue
			}
			found = found || flag.Kind == f.Kind && flag.Held.Contains(d)
		}
	}
	if f.Be == criteria.Absent {
		return between(!found && complete, !found)
	}
	return between(found, found || !complete)
}

func (x reference) review(r *criteria.Review) criteria.State {
	counts := map[kam.Period]evidence.Review{}
	clash := map[kam.Period]bool{}
	for _, v := range x.file.Reviews {
		if v.Kind == r.Kind && (amiss(v.Period.From, v.Period.Until) || v.Period.IsOpen() || v.Rating == "" || v.Revision < 0) {
			return criteria.Unknown
		}
		if v.Kind != r.Kind || v.Period.Until.After(x.asOf) || r.Within > 0 && v.Period.Until.AddDays(-1).Before(x.asOf.AddMonths(-r.Within)) {
			continue
		}
		old, seen := counts[v.Period]
		switch {
		case !seen || v.Revision > old.Revision:
			counts[v.Period], clash[v.Period] = v, false
		case v.Revision == old.Revision && v.Rating != old.Rating:
			clash[v.Period] = true
		}
	}
	var periods []kam.Period
	for p := range counts {
		periods = append(periods, p)
	}
	slices.SortFunc(periods, func(a, b kam.Period) int {
		if c := b.Until.Compare(a.Until); c != 0 {
			return c
		}
		return b.From.Compare(a.From)
	})
	last, need := max(r.Last, 1), r.Hits
	if need == 0 {
		need = last
	}
	scale := vocabulary().Reviews[0].Ratings
	sure, maybe := 0, 0
	for _, p := range periods[:min(last, len(periods))] {
		rank := slices.Index(scale, counts[p].Rating)
		if clash[p] || rank < 0 {
			maybe++
			continue
		}
		c := criteria.AtLeast
		if r.Comparison != "" {
			c = r.Comparison
		}
		limit := int64(slices.Index(scale, r.Rating))
		if pass(criteria.Test{Comparison: c, Threshold: stated(decInt(limit))}, big.NewRat(int64(rank), 1)) {
			sure, maybe = sure+1, maybe+1
		}
	}
	complete := r.Within > 0
	if complete {
		for d := x.asOf.AddMonths(-r.Within); d.Before(x.asOf); d = d.AddDays(1) {
			complete = complete && x.complete(evidence.Reviews, r.Kind, d)
		}
	}
	if !complete {
		maybe += max(last-len(periods), 0)
	}
	return between(sure >= need, maybe >= need)
}
