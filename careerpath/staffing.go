package careerpath

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Staffing says who stands where on a day.
type Staffing struct {
	On kam.Day
	// Posts are the stages of the ladder in the order of [Program.Stages].
	Posts []Post
	// Elsewhere are people whose files have positions on the day, none of which is on the ladder; Nowhere those without
	// one, of whom it is not known where they stand. Both by kind and ID.
	Elsewhere, Nowhere []kam.Subject
}

// Post is a stage with those who hold it.
type Post struct {
	Stage string
	// Holders are by kind and ID, each once.
	Holders []kam.Subject
	// Limited says that the ladder states a head count, which Headcount is.
	Limited   bool
	Headcount int
	// Open is the head count less the holders, below 0 where more stand here than it allows. It means nothing unless
	// Limited. While [Staffing].Nowhere has people, one of them may hold the post, so that it is the most that can be open.
	Open int
}

// Staffing returns who stands where on a day, by the positions in files. It tells of openings what the files tell: pass
// those of everybody who may hold a stage. A person with two positions counts in both; a person of several files once. The
// order of files does not matter.
//
// The error is an [*kam.InvalidError] with every file that does not say whom it is about, and a day that is not set.
func (p *Program) Staffing(files []evidence.File, on kam.Day) (Staffing, error) {
	found := &wording.Faults{Prefix: prefix}
	for i, f := range files {
		found.Subject(wording.At("$.files", i)+".person", f.Person)
	}
	if !on.IsSet() {
		found.Add("day", "$.on", wording.Say("the day is not stated", "未填日期"), wording.Say("state the day to look at", "请填写要查看的日期"))
	}
	if err := found.Err(); err != nil {
		return Staffing{}, err
	}
	s := Staffing{On: on, Posts: make([]Post, len(p.order))}
	place := make(map[string]int, len(p.order))
	for i, at := range p.order {
		stage := &p.ladder.Stages[at]
		s.Posts[i].Stage = stage.ID
		if stage.Headcount != nil {
			s.Posts[i].Limited, s.Posts[i].Headcount = true, *stage.Headcount
		}
		place[stage.ID] = i
	}
	for _, f := range files {
		held := f.PositionsOn(on)
		here := false
		for _, position := range held {
			if i, ok := place[position.Stage]; ok {
				here = true
				s.Posts[i].Holders = append(s.Posts[i].Holders, f.Person)
			}
		}
		switch {
		case here:
		case len(held) > 0:
			s.Elsewhere = append(s.Elsewhere, f.Person)
		default:
			s.Nowhere = append(s.Nowhere, f.Person)
		}
	}
	seen := map[kam.Subject]bool{}
	for i := range s.Posts {
		post := &s.Posts[i]
		post.Holders = people(post.Holders)
		post.Open = post.Headcount - len(post.Holders)
		if !post.Limited {
			post.Open = 0
		}
		for _, h := range post.Holders {
			seen[h] = true
		}
	}
	s.Elsewhere = people(slices.DeleteFunc(s.Elsewhere, func(h kam.Subject) bool { return seen[h] }))
	for _, h := range s.Elsewhere {
		seen[h] = true
	}
	s.Nowhere = people(slices.DeleteFunc(s.Nowhere, func(h kam.Subject) bool { return seen[h] }))
	return s, nil
}

// Post returns the post of a stage, and false when the ladder has no such stage.
func (s Staffing) Post(stage string) (Post, bool) {
	for _, post := range s.Posts {
		if post.Stage == stage {
			return post, true
		}
	}
	return Post{}, false
}

// people sorts a list and leaves out those that stand twice.
func people(list []kam.Subject) []kam.Subject {
	slices.SortFunc(list, func(a, b kam.Subject) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	return slices.Compact(list)
}
