package evidence

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// CheckAgainst returns nil for a file without a fault that uses the names of a vocabulary only, else an
// [*kam.InvalidError] with every fault: those of [File.Check], and each metric, skill, certificate, kind of review and kind
// of flag that the vocabulary does not have, each observation in another unit than its metric, each level above the last of
// its skill, and each rating that is not on its scale. A misspelt flag is no flag for a rule that rules it out, so a file
// is checked against the vocabulary before anything is decided by it. The vocabulary itself is checked by
// [Vocabulary.Check].
func (f File) CheckAgainst(v Vocabulary) error {
	found := wording.Faults{Prefix: "file"}
	found.Merge("$", f.Check())
	a := against{found: &found, index: NewIndex(v)}
	a.observations(f.Observations)
	a.skills(f.Skills)
	for i, c := range f.Certificates {
		_, known := a.index.Certificate(c.Kind)
		a.name(wording.At("$.certificates", i)+".kind", c.Kind, known, certificateWord())
	}
	a.reviews(f.Reviews)
	for i, flag := range f.Flags {
		_, known := a.index.Flag(flag.Kind)
		a.name(wording.At("$.flags", i)+".kind", flag.Kind, known, flagWord())
	}
	a.complete(f.Complete)
	return found.Err()
}

type against struct {
	found *wording.Faults
	index *Index
}

func skillWord() kam.Text       { return wording.Say("skill", "技能") }
func certificateWord() kam.Text { return wording.Say("certificate", "证书") }
func reviewWord() kam.Text      { return wording.Say("kind of review", "考评类型") }
func flagWord() kam.Text        { return wording.Say("kind of flag", "标记类型") }

// name reports a name that the vocabulary does not have. An empty one is reported by [File.Check].
func (a *against) name(place, name string, known bool, what kam.Text) {
	if known || name == "" {
		return
	}
	a.found.Add("unknown", place, wording.Say("%s is no %s of the vocabulary", "词汇表中没有 %s 这一%s", wording.Quote(name), what),
		wording.Say("use a name of the vocabulary, or add it there", "请使用词汇表中的名称，或先加入词汇表"))
}

func (a *against) observations(list []kam.Observation) {
	for i, o := range list {
		place := wording.At("$.observations", i)
		m, known := a.index.Metric(o.Metric)
		a.name(place+".metric", o.Metric, known, wording.Say("metric", "指标"))
		if known && o.Unit != m.Unit {
			a.found.Add("unit", place+".unit", wording.Say("the unit is %s, that of the metric %s", "单位为 %s，而该指标的单位为 %s", wording.Quote(o.Unit), wording.Quote(m.Unit)),
				wording.Say("state the value in the unit of the metric", "请按该指标的单位填写数值"))
		}
	}
}

func (a *against) skills(list []Assessment) {
	for i, s := range list {
		place := wording.At("$.skills", i)
		skill, known := a.index.Skill(s.Skill)
		a.name(place+".skill", s.Skill, known, skillWord())
		if top := len(skill.Levels) - 1; known && s.Level > top && s.Level <= MaxLevel {
			a.found.Add("level", place+".level", wording.Say("level %d is above %d, the last of %s", "等级 %d 超过 %[3]s 的最高等级 %[2]d", s.Level, top, wording.Quote(s.Skill)),
				wording.Say("use 0 to %d", "请填 0 至 %d", top))
		}
	}
}

func (a *against) reviews(list []Review) {
	for i, r := range list {
		place := wording.At("$.reviews", i)
		scale, known := a.index.Review(r.Kind)
		a.name(place+".kind", r.Kind, known, reviewWord())
		if known && r.Rating != "" && !slices.Contains(scale.Ratings, r.Rating) {
			a.found.Add("rating", place+".rating", wording.Say("%s is no rating of %s", "%s 不是 %s 的评级", wording.Quote(r.Rating), wording.Quote(r.Kind)),
				wording.Say("use one of %s", "请选用其一：%s", wording.Words(scale.Ratings)))
		}
	}
}

func (a *against) complete(list []Completeness) {
	for i, c := range list {
		known, what := true, kam.Text{}
		switch c.Of {
		case Skills:
			what = skillWord()
			_, known = a.index.Skill(c.Name)
		case Certificates:
			what = certificateWord()
			_, known = a.index.Certificate(c.Name)
		case Reviews:
			what = reviewWord()
			_, known = a.index.Review(c.Name)
		case Flags:
			what = flagWord()
			_, known = a.index.Flag(c.Name)
		case Positions: // stages and departments are not in a vocabulary
		}
		a.name(wording.At("$.complete", i)+".name", c.Name, known, what)
	}
}
