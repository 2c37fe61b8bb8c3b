package skills

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// MaxLevel is the highest level that a requirement or an assessment may state, inclusive.
const MaxLevel = evidence.MaxLevel

// MaxRequirements is the largest number of requirements in one list.
const MaxRequirements = 1000

// Requirement is a level of a skill that a place asks for. The zero value is no requirement.
type Requirement struct {
	// Skill is the ID of a skill of the vocabulary.
	Skill string `json:"skill"`
	// Level is the least level that meets the requirement, 1 to [MaxLevel].
	Level int `json:"level"`
	// Weight says how much a level of this skill matters beside one of another; above 0. The zero value is not stated and
	// counts as 1, so that plain lists need no weights; 0/1 is stated, and refused: what does not matter is not asked for.
	Weight kam.Fraction `json:"weight,omitzero"`
}

// Share returns the weight as a new exact ratio: 1 when none is stated.
func (r Requirement) Share() *big.Rat {
	if r.Weight == (kam.Fraction{}) {
		return big.NewRat(1, 1)
	}
	return r.Weight.Rat()
}

// CheckRequirements returns nil for a list that can be compared with levels, else an [*kam.InvalidError] with every fault
// and places such as $[2].level: a skill that is not among known or stands twice, a level below 1 or above the highest of
// the skill, a weight of 0 or below. It is for whoever keeps requirements inside a larger text and reports their faults there.
func CheckRequirements(list []Requirement, known []evidence.Skill) error {
	top := make(map[string]int, len(known))
	for _, s := range known {
		top[s.ID] = len(s.Levels) - 1
	}
	f := wording.Faults{Prefix: prefix}
	checkRequirements(&f, "$", list, top)
	return f.Err()
}

// checkRequirements reports what is wrong with a list; a nil top knows no vocabulary.
func checkRequirements(f *wording.Faults, place string, list []Requirement, top map[string]int) {
	if !f.Count(place, len(list), 0, MaxRequirements) {
		return
	}
	seen := make(map[string]bool, len(list))
	for i, r := range list {
		at := wording.At(place, i)
		if f.ID(at+".skill", r.Skill, seen) {
			checkLevel(f, at, r.Skill, r.Level, 1, top)
		}
		if r.Weight != (kam.Fraction{}) && (r.Weight.Check() != nil || r.Weight.Num <= 0) {
			f.Add("weight", at+".weight", wording.Say("%s is no weight", "%s 不能作为权重", r.Weight),
				wording.Say("state a fraction above 0, or leave it out for 1", "请填写大于 0 的分数，省略则为 1"))
		}
	}
}

// checkLevel reports a skill that is not in the vocabulary, and a level beyond those of the skill.
func checkLevel(f *wording.Faults, place, skill string, level, least int, top map[string]int) {
	most := MaxLevel
	if top != nil {
		highest, ok := top[skill]
		if !ok {
			f.Add("skill", place+".skill", wording.Say("the vocabulary has no skill %s", "词汇表中没有技能 %s", wording.Quote(skill)),
				wording.Say("use a skill of the vocabulary, or add it there", "请使用词汇表中的技能，或先将其加入词汇表"))
			return
		}
		most = min(highest, MaxLevel)
	}
	if level >= least && level <= most {
		return
	}
	f.Add("level", place+".level", wording.Say("%d is not a level of %s that can stand here", "%d 不是 %s 在此可用的等级", level, wording.Quote(skill)),
		wording.Say("use %d to %d", "请使用 %d 到 %d", least, most))
}

// prefix stands before every code of this package.
const prefix = "skills"
