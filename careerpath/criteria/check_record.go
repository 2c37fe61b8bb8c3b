package criteria

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of criteria on records, all inclusive.
const (
	// maxMonths and maxDays limit a tenure.
	maxMonths = 1_200
	maxDays   = 36_600
	// maxAssessors limits the assessors that a skill asks for, maxReviews the reviews that count back.
	maxAssessors = 100
	maxReviews   = 24
)

// leaf checks a criterion and makes it ready.
func (k *compiler) leaf(place string, r *Rule, negated bool) *leaf {
	kinds, _ := r.kinds()
	l := &leaf{kind: kinds[0], rule: *r}
	switch l.kind {
	case KindMetric:
		k.metric(place, r.Metric, l, negated)
	case KindStreak:
		k.streak(place, r.Streak, l, negated)
	case KindTenure:
		k.tenure(place, r.Tenure, l)
	case KindSkill:
		k.skill(place, r.Skill, l)
	case KindCertificate:
		if t, known := k.p.index.Certificate(r.Certificate.Kind); known {
			l.name = named(t.Name, t.ID)
		} else {
			k.unknownName("certificate", place+".kind", r.Certificate.Kind, wording.Say("certificate", "证书"))
		}
	case KindReview:
		k.review(place, r.Review, l, negated)
	default:
		k.flag(place, r.Flag, l)
	}
	return l
}

func (k *compiler) tenure(place string, t *Tenure, l *leaf) {
	wording.Choice(k.found, "tenure", place+".in", t.In, InCompany, InStage, InTrack, InDepartment)
	switch {
	case t.In == InCompany && t.Name != "":
		k.found.Add("tenure", place+".name", wording.Say("%s is stated, but the company is asked for", "填写了 %s，但要求的是公司工龄", wording.Quote(t.Name)), wording.Say("leave it out", "请删去"))
	case t.Name != "":
		k.found.ID(place+".name", t.Name, nil)
	}
	if t.Comparison != "" {
		wording.Choice(k.found, "comparison", place+".comparison", t.Comparison, AtLeast, Below)
	}
	if t.Months < 0 || t.Months > maxMonths || t.Days < 0 || t.Days > maxDays || (t.Months == 0) == (t.Days == 0) {
		k.found.Add("tenure", place, wording.Say("%d months and %d days are stated", "填写了 %d 个月与 %d 天", t.Months, t.Days),
			wording.Say("state months, 1 to %d, or days, 1 to %d", "请只填一项：1 至 %d 个月，或 1 至 %d 天", maxMonths, maxDays))
	}
	l.unit = wording.Say("months", "个月")
	if t.Days != 0 {
		l.unit = wording.Say("days", "天")
	}
}

func (k *compiler) skill(place string, s *Skill, l *leaf) {
	if skill, known := k.p.index.Skill(s.Skill); !known {
		k.unknownName("skill", place+".skill", s.Skill, wording.Say("skill", "技能"))
	} else {
		l.name, l.top = named(skill.Name, skill.ID), len(skill.Levels)-1
		k.useSkill(s.Skill, l.top)
		if s.Level < 1 || s.Level >= len(skill.Levels) {
			k.found.Add("skill", place+".level", wording.Say("level %d of %s", "%[2]s 的等级 %[1]d", s.Level, wording.Quote(s.Skill)), wording.Say("state 1 to %d", "请填 1 至 %d", len(skill.Levels)-1))
		}
	}
	if s.Assessors < 0 || s.Assessors > maxAssessors {
		k.found.Add("skill", place+".assessors", wording.Say("%d assessors", "评估人数为 %d", s.Assessors), wording.Say("state 1 to %d", "请填 1 至 %d", maxAssessors))
	}
	if s.Combine != "" {
		wording.Choice(k.found, "skill", place+".combine", s.Combine, Lowest, Median, Highest)
	}
	l.unit = wording.Say("level", "级")
}

// useSkill notes that the rule takes its meaning from the levels of a skill.
func (k *compiler) useSkill(id string, top int) {
	if used := (skillUsed{id, top}); !slices.Contains(k.p.known.Skills, used) {
		k.p.known.Skills = append(k.p.known.Skills, used)
	}
}

func (k *compiler) review(place string, r *Review, l *leaf, negated bool) {
	if scale, known := k.p.index.Review(r.Kind); !known {
		k.unknownName("review", place+".kind", r.Kind, wording.Say("review", "考评"))
	} else {
		l.name, l.scale = named(scale.Name, scale.ID), scale
		if l.first = slices.Index(scale.Ratings, r.Rating); l.first < 0 {
			k.found.Add("rating", place+".rating", wording.Say("%s is no rating of %s", "%s 不是 %s 的评级", wording.Quote(r.Rating), wording.Quote(r.Kind)), wording.Say("use one of %s", "请选用其一：%s", wording.Words(scale.Ratings)))
		}
		if !slices.ContainsFunc(k.p.known.Reviews, func(o evidence.ReviewScale) bool { return o.ID == scale.ID }) {
			k.p.known.Reviews = append(k.p.known.Reviews, scale)
		}
	}
	last := max(r.Last, 1)
	if r.Last < 0 || r.Last > maxReviews {
		k.found.Add("review", place+".last", wording.Say("the last %d reviews", "最近 %d 次考评", r.Last), wording.Say("state 1 to %d", "请填 1 至 %d", maxReviews))
	} else if r.Hits < 0 || r.Hits > last {
		k.found.Add("review", place+".hits", wording.Say("%d of %d reviews", "%[2]d 次考评中须达标 %[1]d 次", r.Hits, last), wording.Say("state 1 to %d, or leave it out for all", "请填 1 至 %d；全部达标则不填", last))
	}
	if l.hits = r.Hits; l.hits == 0 {
		l.hits = last
	}
	k.lookBack(place+".within", r.Within)
	c := r.comparison()
	if wording.Choice(k.found, "comparison", place+".comparison", c, AtLeast, Above, AtMost, Below) {
		k.direction(place, c, r.Against, true, negated)
	}
	l.unit = wording.Say("reviews", "次考评")
}

func (r *Review) comparison() Comparison {
	if r.Comparison == "" {
		return AtLeast
	}
	return r.Comparison
}

func (r *Review) last() int { return max(r.Last, 1) }

func (k *compiler) flag(place string, f *Flag, l *leaf) {
	if t, known := k.p.index.Flag(f.Kind); known {
		l.name = named(t.Name, t.ID)
	} else {
		k.unknownName("flag", place+".kind", f.Kind, wording.Say("flag", "标记"))
	}
	wording.Choice(k.found, "flag", place+".be", f.Be, Absent, Present)
	k.lookBack(place+".months", f.Months)
	l.unit = wording.Say("records", "条记录")
}

// lookBack reports a number of months that is negative or further than files reach.
func (k *compiler) lookBack(place string, months int) {
	switch {
	case months < 0:
		k.found.Add("window", place, wording.Say("%d months back", "回溯 %d 个月", months), wording.Say("state 0 or more", "请填 0 或以上"))
	case months > k.p.history:
		k.tooLong(place, wording.Say("%d months", "%d 个月", months))
	}
}

// groupName says what a group asks for.
func groupName(kind Kind, k int) kam.Text {
	switch kind {
	case KindAny:
		return wording.Say("any of", "满足任一项")
	case KindAtLeast:
		return wording.Say("at least %d of", "至少满足 %d 项", k)
	case KindNot:
		return wording.Say("not", "不得出现")
	default:
		return wording.Say("all of", "全部满足")
	}
}
