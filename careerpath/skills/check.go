package skills

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// check reports every fault and returns the column of each skill.
func (r Request) check(f *wording.Faults) map[string]int {
	r.Policy.check(f, "$.policy")
	if !r.AsOf.IsSet() {
		f.Add("day", "$.asOf", wording.Say("no day is stated", "未填写日期"), wording.Say("state the day of the matrix", "请填写技能矩阵的日期"))
	}
	column, top := checkSkills(f, r.Skills)
	if !f.Count("$.files", len(r.Files), 0, MaxPeople) {
		return column
	}
	if cells := len(r.Files) * len(r.Skills); cells > MaxCells {
		f.Add("too-many", "$.files", wording.Say("%d people and %d skills make %d cells, more than %d", "%d 人与 %d 项技能共 %d 格，超过 %d", len(r.Files), len(r.Skills), cells, MaxCells),
			wording.Say("make one matrix for each part of the company", "请按部门分别建立矩阵"))
		return column
	}
	people := make(map[kam.Subject]bool, len(r.Files))
	for i, file := range r.Files {
		place := wording.At("$.files", i)
		if f.Subject(place+".person", file.Person) {
			if people[file.Person] {
				f.Add("twice", place+".person", wording.Say("%s has a file before", "%s 已有档案", wording.Quote(file.Person.ID)),
					wording.Say("put all of a person in one file", "请将同一人的资料放入一份档案"))
			}
			people[file.Person] = true
		}
		if f.Count(place+".skills", len(file.Skills), 0, MaxAssessments) {
			checkAssessments(f, place+".skills", file.Skills, top)
		}
	}
	return column
}

func checkSkills(f *wording.Faults, list []evidence.Skill) (column, top map[string]int) {
	column, top = map[string]int{}, map[string]int{}
	if !f.Count("$.skills", len(list), 1, MaxSkills) {
		return column, top
	}
	seen := make(map[string]bool, len(list))
	for i, s := range list {
		place := wording.At("$.skills", i)
		if !f.ID(place+".id", s.ID, seen) {
			continue
		}
		f.Count(place+".levels", len(s.Levels), 2, MaxLevel+1)
		column[s.ID], top[s.ID] = i, len(s.Levels)-1
	}
	return column, top
}

// checkAssessments reports what is wrong with the assessments of a file, and two of one assessor and day that contradict
// each other.
func checkAssessments(f *wording.Faults, place string, list []evidence.Assessment, top map[string]int) {
	type judged struct {
		skill    string
		assessor kam.Subject
		on       kam.Day
	}
	first := make(map[judged]int, len(list))
	for i, a := range list {
		at := wording.At(place, i)
		checkAssessment(f, at, a, top)
		key := judged{a.Skill, a.Assessor, a.On}
		switch k, old := first[key]; {
		case !old:
			first[key] = i
		case list[k].Level != a.Level:
			f.Add("conflict", at, wording.Say("it contradicts assessment %d of the same assessor, skill and day", "与同一评估人同日对同一技能的第 %d 条评估矛盾", k),
				wording.Say("keep the right one", "请保留正确的一条"))
		}
	}
}

func checkAssessment(f *wording.Faults, place string, a evidence.Assessment, top map[string]int) {
	checkLevel(f, place, a.Skill, a.Level, 0, top)
	f.Subject(place+".assessor", a.Assessor)
	switch {
	case !a.On.IsSet():
		f.Add("day", place+".on", wording.Say("no day is stated", "未填写日期"), wording.Say("state the day of the assessment", "请填写评估日期"))
	case a.Until.IsSet() && !a.Until.After(a.On):
		f.Add("until", place+".until", wording.Say("it expires on %s and was made on %s", "于 %s 失效，而评估日为 %s", a.Until, a.On),
			wording.Say("state a day after that of the assessment, or none", "失效日须晚于评估日，或不填写"))
	}
}
