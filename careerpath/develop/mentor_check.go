package develop

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wording"
)

// wantBits is the size of the largest sum of the weights of one mentee, in bits, so that gains are whole numbers.
const wantBits = 26

// check reports every fault, and returns the weights of each mentee's wants in a common unit.
func (r MentorRequest) check(f *wording.Faults) [][]int64 {
	if r.Above < 0 || r.Above > skills.MaxLevel {
		f.Add("range", "$.above", wording.Say("%d is out of range", "%d 超出范围", r.Above), wording.Say("use %d to %d", "请使用 %d 到 %d", 0, skills.MaxLevel))
	}
	if !f.Count("$.mentees", len(r.Mentees), 1, MaxMentees) || !f.Count("$.mentors", len(r.Mentors), 0, MaxMentors) {
		return nil
	}
	seen := map[kam.Subject]bool{}
	for i, m := range r.Mentees {
		at := wording.At("$.mentees", i)
		person(f, at+".person", m.Person, seen)
		if f.Count(at+".wants", len(m.Wants), 1, MaxWishes) {
			f.Merge(at+".wants", skills.CheckRequirements(m.Wants, levelsOf(m.Wants)))
		}
		if m.Manager != (kam.Subject{}) {
			f.Subject(at+".manager", m.Manager)
		}
		people(f, at+".not", m.Not)
		people(f, at+".prefers", m.Prefers)
	}
	seen = map[kam.Subject]bool{}
	for j, m := range r.Mentors {
		at := wording.At("$.mentors", j)
		person(f, at+".person", m.Person, seen)
		if f.Count(at+".levels", len(m.Levels), 0, MaxList) {
			checkLevels(f, at+".levels", m.Levels)
		}
		if m.Capacity < 0 || m.Capacity > MaxCapacity {
			f.Add("range", at+".capacity", wording.Say("%d is out of range", "%d 超出范围", m.Capacity), wording.Say("use %d to %d", "请使用 %d 到 %d", 0, MaxCapacity))
		}
		people(f, at+".not", m.Not)
	}
	if f.HasErrors() {
		return nil
	}
	return r.weigh(f)
}

func person(f *wording.Faults, place string, who kam.Subject, seen map[kam.Subject]bool) {
	if f.Subject(place, who) && seen[who] {
		f.Add("twice", place, wording.Say("%s stands twice", "%s 重复出现", wording.Quote(who.ID)), wording.Say("list everybody once", "每人只列一次"))
	}
	seen[who] = true
}

func people(f *wording.Faults, place string, list []kam.Subject) {
	if !f.Count(place, len(list), 0, MaxWishes) {
		return
	}
	seen := map[kam.Subject]bool{}
	for i, who := range list {
		person(f, wording.At(place, i), who, seen)
	}
}

// weigh returns the weights of all wants in one unit, by mentee.
func (r MentorRequest) weigh(f *wording.Faults) [][]int64 {
	var shares []*big.Rat
	for _, m := range r.Mentees {
		shares = append(shares, sharesOf(m.Wants)...)
	}
	units, _, ok := wholeWeights(shares, 2*weightBits-1)
	if !ok {
		unwieldy(f, "$.mentees")
		return nil
	}
	weights := make([][]int64, len(r.Mentees))
	for i, m := range r.Mentees {
		weights[i], units = units[:len(m.Wants)], units[len(m.Wants):]
		var sum int64
		for _, w := range weights[i] {
			sum += w
		}
		if sum >= 1<<wantBits {
			unwieldy(f, wording.At("$.mentees", i)+".wants")
		}
	}
	return weights
}

// unknownNames warns of people whom a wish or an exclusion names and who are not there. A manager may be a mentor or another
// mentee.
func (r MentorRequest) unknownNames() kam.Findings {
	f := wording.Faults{Prefix: prefix}
	mentees, mentors := map[kam.Subject]bool{}, map[kam.Subject]bool{}
	for _, m := range r.Mentees {
		mentees[m.Person] = true
	}
	for _, m := range r.Mentors {
		mentors[m.Person] = true
	}
	warn := func(place string, who kam.Subject, en, zh string) {
		f.Warn("unknown-person", place, wording.Say("%s %s is "+en, "%s %s "+zh, who.Kind, wording.Quote(who.ID)),
			wording.Say("check the name; as it stands it has no effect", "请核对名称；目前不起作用"))
	}
	for i, m := range r.Mentees {
		at := wording.At("$.mentees", i)
		if m.Manager != (kam.Subject{}) && !mentors[m.Manager] && !mentees[m.Manager] {
			warn(at+".manager", m.Manager, "neither among the mentors nor among the mentees", "既不在导师之中，也不在学员之中")
		}
		for n, who := range m.Not {
			if !mentors[who] {
				warn(wording.At(at+".not", n), who, "not among the mentors", "不在导师之中")
			}
		}
		for n, who := range m.Prefers {
			if !mentors[who] {
				warn(wording.At(at+".prefers", n), who, "not among the mentors", "不在导师之中")
			}
		}
	}
	for j, m := range r.Mentors {
		for n, who := range m.Not {
			if !mentees[who] {
				warn(wording.At(wording.At("$.mentors", j)+".not", n), who, "not among the mentees", "不在学员之中")
			}
		}
	}
	return f.Findings()
}
