package skills

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Combine says how the levels that several assessors saw become one. The zero value is not stated and refused.
type Combine string

// Ways to combine.
const (
	// Lowest takes the lowest level: what all of them vouch for.
	Lowest Combine = "lowest"
	// Median takes the middle level, of an even number the lower one of the two in the middle: what at least half of them
	// vouch for.
	Median Combine = "median"
	// Named takes the level that the first of the policy's named assessors saw who saw one.
	Named Combine = "named"
)

// maxNamed is the largest number of named assessors.
const maxNamed = 1000

// Policy says how assessments become a level. The zero value is no policy: Combine has to be chosen.
type Policy struct {
	Combine Combine `json:"combine"`
	// Named are the assessors of [Named], whose opinion goes first first; with the others there are none.
	Named []kam.Subject `json:"named,omitempty"`
	// Fewest is how many assessors it takes for a level to be known, the person not counted; 0 counts as 1. With [Named] it
	// is 0 or 1.
	Fewest int `json:"fewest,omitempty"`
}

func (p Policy) check(f *wording.Faults, place string) {
	wording.Choice(f, "combine", place+".combine", p.Combine, Lowest, Median, Named)
	if p.Combine == Named {
		if f.Count(place+".named", len(p.Named), 1, maxNamed) {
			for i, s := range p.Named {
				f.Subject(wording.At(place+".named", i), s)
			}
		}
	} else if len(p.Named) > 0 {
		f.Add("named", place+".named", wording.Say("assessors are named, and combine does not ask for them", "已指定评估人，但合并方式并未使用"),
			wording.Say("set combine to %s, or name nobody", "请将 combine 设为 %s，或不指定评估人", string(Named)))
	}
	most := maxNamed
	if p.Combine == Named {
		most = 1
	}
	if p.Fewest < 0 || p.Fewest > most {
		f.Add("fewest", place+".fewest", wording.Say("%d assessors cannot be asked for", "不能要求 %d 位评估人", p.Fewest),
			wording.Say("use 0 to %d", "请使用 0 到 %d", most))
	}
}

// level makes one level of the views of others, at most one of each assessor.
func (p Policy) level(views []View) Level {
	if len(views) < max(p.Fewest, 1) {
		return Level{}
	}
	switch p.Combine {
	case Named:
		for _, who := range p.Named {
			if i := slices.IndexFunc(views, func(v View) bool { return v.Assessor == who }); i >= 0 {
				return Level{Known: true, Value: views[i].Level}
			}
		}
		return Level{}
	case Median:
		return Level{Known: true, Value: ranked(views)[(len(views)-1)/2]}
	default:
		return Level{Known: true, Value: ranked(views)[0]}
	}
}

// ranked returns the levels of views in ascending order.
func ranked(views []View) []int {
	levels := make([]int, len(views))
	for i, v := range views {
		levels[i] = v.Level
	}
	slices.Sort(levels)
	return levels
}
