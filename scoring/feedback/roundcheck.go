package feedback

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

func (c *checker) round(s RoundSpec) {
	c.id("$.id", s.ID)
	c.title("$.name", s.Name)
	subjects := map[string]bool{}
	if c.list("$.subjects", len(s.Subjects), 1, MaxSubjects) {
		for i, id := range s.Subjects {
			c.newID(at("$.subjects", i), id, subjects)
		}
	}
	groups := c.groups(s)
	if s.LeastOverall < 0 || s.LeastOverall > MaxThreshold {
		c.add("threshold", "$.leastOverall",
			say("the threshold is %d", "阈值为 %d", s.LeastOverall),
			say("use 1 to %d", "请使用 1 到 %d", MaxThreshold))
	}
	c.dimensions(s.Dimensions)
	c.commentRule("$.comments", s.Comments)
	c.invitations(s.Invitations, subjects, groups)
	c.closes("$.due", s.Due, s.Closes)
	for i, in := range s.Invitations[:min(len(s.Invitations), MaxInvitations)] {
		c.closes(at("$.invitations", i)+".due", in.Due, s.Closes)
	}
}

// closes checks that a day by which to answer is not after that on which the round closes.
func (c *checker) closes(place string, due, closes kam.Day) {
	if closes.IsSet() && due.After(closes) {
		c.add("day", place, say("%s is after %s, when the round closes", "%s 晚于本轮关闭日 %s", due, closes),
			say("state a day on or before %s", "请填写 %s 当天或之前的日期", closes))
	}
}

// groups checks groups and merges, and returns the groups by their IDs.
func (c *checker) groups(s RoundSpec) map[string]Group {
	groups, seen := map[string]Group{}, map[string]bool{}
	if !c.list("$.groups", len(s.Groups), 1, MaxGroups) {
		return groups
	}
	total, whole := new(big.Rat), true
	for i, g := range s.Groups {
		place := at("$.groups", i)
		c.newID(place+".id", g.ID, seen)
		c.optionalTitle(place+".name", g.Name)
		groups[g.ID] = g
		if err := g.Weight.Check(); err != nil || g.Weight.Num < 0 {
			whole = false
			c.add("weight", place+".weight",
				say("the weight %d/%d is out of range", "权重 %d/%d 超出范围", g.Weight.Num, g.Weight.Den),
				say("write a fraction of 0 to 1, such as 1/4 or 0.25", "请填写 0 到 1 的分数，例如 1/4 或 0.25"))
		} else {
			total.Add(total, g.Weight.Rat())
		}
		c.threshold(place+".threshold", g)
	}
	if whole && total.Cmp(big.NewRat(1, 1)) != 0 {
		c.add("weight", "$.groups",
			say("the weights sum to %s", "权重合计为 %s", total.RatString()),
			say("make them sum to 1 exactly", "请使权重合计恰好为 1"))
	}
	c.merges(s.Merges, groups, seen)
	return groups
}

func (c *checker) threshold(place string, g Group) {
	k := g.threshold()
	switch {
	case g.ID == Self && k != 1:
		c.add("threshold", place,
			say("the threshold of self is %d", "本人的阈值为 %d", k),
			say("leave it out: everybody knows their own answers", "请删去该项：每个人都知道自己的回答"))
	case k < 1 || k == 2 || k > MaxThreshold:
		c.add("threshold", place,
			say("the threshold is %d", "阈值为 %d", k),
			say("use 1 for a group that is not anonymous, else %d to %d: of a total of two, each works out the other",
				"不匿名的群体用 1，否则用 %d 到 %d：两人的合计会让彼此推算出对方的回答", LeastThreshold, MaxThreshold))
	}
}

func (c *checker) merges(merges []Merge, groups map[string]Group, seen map[string]bool) {
	if !c.list("$.merges", len(merges), 0, MaxGroups) {
		return
	}
	used := map[string]bool{}
	for i, m := range merges {
		place := at("$.merges", i)
		c.newID(place+".id", m.ID, seen)
		c.optionalTitle(place+".name", m.Name)
		if !c.list(place+".groups", len(m.Groups), 2, MaxGroups) {
			continue
		}
		weights := make([]kam.Fraction, 0, len(m.Groups))
		for j, id := range m.Groups {
			g, ok := groups[id]
			switch where := at(place+".groups", j); {
			case !ok:
				c.unknown("group", where, id, say("$.groups", " $.groups "))
			case used[id]:
				c.twice(where, id)
			case g.threshold() == 1:
				c.add("merge", where,
					say("%s is not anonymous", "%s 不是匿名群体", quote(id)),
					say("merge groups with a threshold of %d or more", "请只合并阈值不低于 %d 的群体", LeastThreshold))
			}
			used[id] = true
			if g.Weight.Check() == nil {
				weights = append(weights, g.Weight)
			}
		}
		if _, err := kam.ParseFraction(kam.Sum(weights...).RatString()); err != nil {
			c.add("weight", place,
				say("the weights of the groups have no common fraction", "各群体的权重之和无法写成分数"),
				say("use weights with small denominators", "请使用分母较小的权重"))
		}
	}
}

func (c *checker) dimensions(dimensions []Dimension) {
	if !c.list("$.dimensions", len(dimensions), 1, MaxQuestions) {
		return
	}
	ids, questions := map[string]bool{}, map[string]bool{}
	count := 0
	for i, d := range dimensions {
		place := at("$.dimensions", i)
		c.newID(place+".id", d.ID, ids)
		c.title(place+".name", d.Name)
		c.scale(place+".scale", d.Scale)
		count += len(d.Questions)
		if !c.list(place+".questions", len(d.Questions), 1, MaxQuestions) {
			continue
		}
		for j, q := range d.Questions {
			where := at(place+".questions", j)
			c.newID(where+".id", q.ID, questions)
			c.title(where+".text", q.Text)
		}
	}
	if count > MaxQuestions {
		c.list("$.dimensions", count, 1, MaxQuestions)
	}
}

func (c *checker) scale(place string, s Scale) {
	ok := c.onScale(place+".least", s.Least)
	ok = c.onScale(place+".most", s.Most) && ok
	if ok && !s.Least.LessThan(s.Most) {
		c.add("scale", place,
			say("the scale runs from %s to %s", "量表从 %s 到 %s", num.Format(s.Least), num.Format(s.Most)),
			say("state a least that is below the most", "最小值须小于最大值"))
		ok = false
	}
	if step := s.Step; step.Valid && c.positive(place+".step", step.Decimal) && ok && !multiple(s.Most.Sub(s.Least), step.Decimal) {
		c.add("scale", place+".step",
			say("steps of %s do not lead from %s to %s", "步长 %s 无法从 %s 到达 %s", num.Format(step.Decimal), num.Format(s.Least), num.Format(s.Most)),
			say("use a step that divides the scale evenly", "请使用能整除量表范围的步长"))
	}
	if s.Level.Valid {
		c.positive(place+".level", s.Level.Decimal)
	}
}

// onScale checks a number that answers are compared with.
func (c *checker) onScale(place string, d decimal.Decimal) bool {
	if scaleNumber(d) {
		return true
	}
	c.add("scale", place,
		say("%s is out of bounds", "%s 超出范围", number(d)),
		say("use a number within plus and minus %d with at most %d decimal places", "请使用绝对值不超过 %d、最多 %d 位小数的数字", MaxScale, MaxPlaces))
	return false
}

// positive checks a distance on a scale.
func (c *checker) positive(place string, d decimal.Decimal) bool {
	if scaleNumber(d) && d.IsPositive() {
		return true
	}
	c.add("scale", place,
		say("%s is out of bounds", "%s 超出范围", number(d)),
		say("use a number above 0 with at most %d decimal places", "请使用大于 0、最多 %d 位小数的数字", MaxPlaces))
	return false
}

// scaleNumber tells whether d is within the limits of answers and scales.
func scaleNumber(d decimal.Decimal) bool {
	return num.Check(d) == nil && !d.Abs().GreaterThan(decimal.NewFromInt(MaxScale)) && num.Round(d, MaxPlaces, num.Down).Equal(d)
}

// multiple tells whether d is a whole multiple of step.
func multiple(d, step decimal.Decimal) bool {
	return new(big.Rat).Quo(num.Rat(d), num.Rat(step)).IsInt()
}

func (c *checker) invitations(list []Invitation, subjects map[string]bool, groups map[string]Group) {
	if !c.list("$.invitations", len(list), 1, MaxInvitations) {
		return
	}
	seen, selves := map[pair]bool{}, map[string]bool{}
	for i, in := range list {
		place := at("$.invitations", i)
		c.id(place+".rater", in.Rater)
		if !subjects[in.Subject] {
			c.unknown("subject", place+".subject", in.Subject, say("$.subjects", " $.subjects "))
		}
		if _, ok := groups[in.Group]; !ok {
			c.unknown("group", place+".group", in.Group, say("$.groups", " $.groups "))
		}
		who := pair{in.Subject, in.Rater}
		if seen[who] {
			c.twice(place, in.Rater)
		}
		seen[who] = true
		switch {
		case in.Rater == in.Subject && in.Group != Self:
			c.add("self", place+".group",
				say("%s rates themselves as one of %s", "%s 以 %s 的身份评价自己", quote(in.Rater), quote(in.Group)),
				say("use the group %q", "请使用群体 %q", Self))
		case in.Group == Self && selves[in.Subject]:
			c.add("self", place+".group",
				say("%s has two selves", "%s 有两个本人评价者", quote(in.Subject)),
				say("invite one rater of the group %q for each subject", "每个评价对象在群体 %q 中只邀请一人", Self))
		}
		if in.Group == Self {
			selves[in.Subject] = true
		}
	}
}

// inScale returns what is wrong with an answer.
func (s Scale) inScale(d decimal.Decimal) (message, remedy kam.Text, ok bool) {
	remedy = say("answer from %s to %s", "请在 %s 到 %s 之间作答", num.Format(s.Least), num.Format(s.Most))
	if s.Step.Valid {
		remedy = say("answer from %s to %s in steps of %s", "请在 %s 到 %s 之间以 %s 为步长作答",
			num.Format(s.Least), num.Format(s.Most), num.Format(s.Step.Decimal))
	}
	switch {
	case !scaleNumber(d):
		return say("the answer %s is no number within plus and minus %d with at most %d decimal places",
			"回答 %s 不是绝对值不超过 %d、最多 %d 位小数的数字", number(d), MaxScale, MaxPlaces), remedy, false
	case d.LessThan(s.Least) || d.GreaterThan(s.Most):
		return say("the answer %s is out of the scale", "回答 %s 超出量表", num.Format(d)), remedy, false
	case s.Step.Valid && !multiple(d.Sub(s.Least), s.Step.Decimal):
		return say("the answer %s is between two steps", "回答 %s 介于两个刻度之间", num.Format(d)), remedy, false
	}
	return kam.Text{}, remedy, true
}
