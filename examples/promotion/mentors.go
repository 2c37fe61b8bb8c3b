package main

import (
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// readMentors returns who can be a mentor; nobody when there is no file. The levels stand under the IDs of the skills, and an
// empty cell is not known.
func readMentors(f crmfile.File, names evidence.Vocabulary, found *kam.Findings) []develop.Mentor {
	if !there(f) {
		return nil
	}
	var list []develop.Mentor
	crmfile.Read(f, []string{"id", "department", "capacity"}, found, func(in *crmfile.Record) {
		m := develop.Mentor{Person: subject(in.Cell("id")), Department: in.Cell("department"), Levels: skills.Levels{}}
		m.Capacity = whole(in, "capacity", develop.MaxCapacity)
		for _, s := range names.Skills {
			if in.Cell(s.ID) != "" {
				m.Levels[s.ID] = whole(in, s.ID, len(s.Levels)-1)
			}
		}
		if !in.Bad() {
			list = append(list, m)
		}
	})
	return list
}

// whole reads a whole number from 0 to the largest.
func whole(in *crmfile.Record, column string, largest int) int {
	n, err := strconv.Atoi(in.Cell(column))
	if err != nil || n < 0 || n > largest {
		in.Fail(column, "promotion.whole", findings.Say("%s is not from 0 to %d", "%s 不在 0 至 %d 之间", findings.Quote(in.Cell(column)), largest), findings.Say("write a whole number", "请填写整数"))
	}
	return n
}

// match gives those who are to learn something a mentor for what they lack: neither their manager nor a judge who scores
// them in the next cycle.
func (r *result) match() (develop.Matching, error) {
	var request develop.MentorRequest
	request.Mentors = r.mentors
	for _, l := range r.learn {
		m := develop.Mentee{Person: subject(l.id), Department: l.file.Positions[0].Department, Manager: subject(l.manager)}
		for _, g := range l.gaps {
			if g.Gap.State == skills.NotMet {
				m.Wants = append(m.Wants, skills.Requirement{Skill: g.Gap.Skill, Level: g.Gap.Required})
			}
		}
		for _, j := range r.spec.Panel {
			m.Not = append(m.Not, j.Person)
		}
		if len(m.Wants) > 0 {
			request.Mentees = append(request.Mentees, m)
		}
	}
	if len(request.Mentees) == 0 {
		return develop.Matching{}, nil
	}
	return develop.MatchMentors(request)
}
