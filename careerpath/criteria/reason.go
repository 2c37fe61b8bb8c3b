package criteria

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// maxListed is how many things a sentence lists.
const maxListed = 3

// gapWords says how far a figure is from its threshold.
func gapWords(gap *big.Rat, upward, pass bool, write func(*big.Rat) kam.Text) kam.Text {
	switch {
	case !pass && gap.Sign() == 0:
		return wording.Say("the threshold itself is not enough", "恰为门槛值，不符合要求")
	case gap.Sign() > 0 && upward:
		return wording.Say("%s more needed", "还差 %s", write(gap))
	case gap.Sign() > 0:
		return wording.Say("%s too much", "超出 %s", write(gap))
	}
	return wording.Say("%s to spare", "余量 %s", write(new(big.Rat).Neg(gap)))
}

// stepsReason says how the state of a criterion on steps came about.
func (lf *leaf) stepsReason(c *Criterion, f figure) kam.Text {
	if len(c.Steps) == 0 {
		return wording.Say("no step of the window is over yet", "窗口内尚无已结束的期间")
	}
	if lf.kind == KindStreak {
		return lf.streakReason(c, f)
	}
	m := lf.rule.Metric
	write := func(r *big.Rat) kam.Text { return amount(r, m.Be.Scale, lf.unit) }
	asked := wording.Say("%s %s asked", "要求%s %s", m.Be.Comparison.words(), write(lf.mark.exact))
	switch {
	case f.early:
		return wording.Say("%s; what is known decides, whatever the rest brings: %s", "%s；已知数据足以判定，与其余期间无关：%s", asked, missingWords(c.Steps))
	case f.verdict == unknown:
		return wording.Say("%s; %s", "%s；%s", asked, m.unknownWords(c))
	}
	text := wording.Say("%s %s, %s; %s", "%s %s，%s；%s", m.Aggregate.words(), write(f.value), asked, gapWords(f.gap, m.Be.Comparison.upward(), f.verdict == met, write))
	if c.Next != nil && f.verdict == notMet && c.Next.Amount.r.Sign() > 0 {
		text = wording.Say("%s; the step that ends before %s has to bring %s", "%s；%s 前结束的一期须达到 %s", text, c.Next.By, write(c.Next.Amount.r))
	}
	return text
}

// unknownWords says why a figure is unknown.
func (m *Metric) unknownWords(c *Criterion) kam.Text {
	missing := 0
	for _, s := range c.Steps {
		if !s.Value.Known() && (m.Aggregate != Ratio || s.Why != NoDenominator) {
			missing++
		}
	}
	switch {
	case missing > 0:
		return missingWords(c.Steps)
	case m.Aggregate == Growth:
		return wording.Say("the base is not above 0, so that growth means nothing", "基数不大于 0，增长率没有意义")
	default:
		return wording.Say("the denominators sum to 0", "分母合计为 0")
	}
}

// missingWords lists the steps without a value.
func missingWords(steps []Step) kam.Text {
	var list []kam.Text
	missing := 0
	for _, s := range steps {
		if s.Value.Known() {
			continue
		}
		if missing++; missing <= maxListed {
			list = append(list, wording.Say("%s: %s", "%s：%s", s.label(), s.whyWords()))
		}
	}
	text := wording.Say("%d of %d steps without a value (%s", "%[2]d 期中有 %[1]d 期没有数值（%[3]s", missing, len(steps), wording.Join(list))
	if missing > maxListed {
		return wording.Say("%s and more)", "%s等）", text)
	}
	return wording.Say("%s)", "%s）", text)
}

// whyWords says why the value of a step is unknown.
func (s *Step) whyWords() kam.Text {
	if s.Why == OtherUnit && s.Other != "" {
		text := wording.Say("only in %s", "只有以 %s 计的数据", wording.Clip(s.Other))
		english, chinese := spoken(wording.Same(s.Other))
		if !english {
			text.EN = "only in another unit"
		}
		if !chinese {
			text.ZH = "只有以其他单位计的数据"
		}
		return text
	}
	return s.Why.words()
}

func (s *Step) label() string {
	if s.Label != "" {
		return s.Label
	}
	return s.Period.String()
}

func (lf *leaf) streakReason(c *Criterion, f figure) kam.Text {
	s := lf.rule.Streak
	run := c.Steps[c.Run:min(c.Run+s.Length, len(c.Steps))]
	text := wording.Say("%s to %s: ", "%s 至 %s：", run[0].label(), run[len(run)-1].label())
	if len(run) == 1 {
		text = wording.Say("%s: ", "%s：", run[0].label())
	}
	parts := []kam.Text{s.countWords(run, lf.hits, lf.mark.exact, lf.limit(s.Be, lf.mark.exact))}
	for i, a := range s.Also {
		parts = append(parts, s.countWords(run, a.Count, lf.also[i].exact, lf.limit(s.Be, lf.also[i].exact)))
	}
	text = wording.Say("%s%s", "%s%s", text, wording.Clauses(parts))
	switch {
	case f.early || f.verdict == unknown:
		return wording.Say("%s; %s", "%s；%s", text, missingWords(run))
	case f.gap.Sign() > 0:
		return wording.Say("%s; %s", "%s；%s", text, gapWords(f.gap, true, false, func(r *big.Rat) kam.Text { return wording.Same(wording.Number(r)) }))
	}
	return text
}

// countWords says how many steps of a run pass a threshold.
func (s *Streak) countWords(run []Step, need int, threshold *big.Rat, limit kam.Text) kam.Text {
	sure := 0
	for _, step := range run {
		if step.Value.Known() && s.Be.Comparison.passes(step.Value.r.Cmp(threshold)) {
			sure++
		}
	}
	return wording.Say("%d of %d %s %s, %d asked", "%[2]d 期中 %[1]d 期%[3]s %[4]s，要求 %[5]d 期", sure, len(run), s.Be.Comparison.words(), limit, need)
}

// recordsReason says how the state of a criterion on records came about.
func (lf *leaf) recordsReason(c *Criterion, p *proof, asOf kam.Day) kam.Text {
	if !asOf.IsSet() {
		return wording.Say("no day is stated on which the rule is to be met", "未填判定日期")
	}
	if p.unusable > 0 && p.verdict == unknown {
		return wording.Say("unusable records about it: %d; correct them in the file", "有 %d 条相关记录无法使用，请先更正档案", p.unusable)
	}
	switch lf.kind {
	case KindTenure:
		return lf.rule.Tenure.reason(p, asOf)
	case KindSkill:
		return lf.rule.Skill.reason(p)
	case KindCertificate:
		switch p.verdict {
		case met:
			return wording.Say("held on %s", "%s 当日有效", asOf)
		case notMet:
			return wording.Say("not held on %s", "%s 当日未持有", asOf)
		default:
			return wording.Say("no valid one is in the file, which does not say that its certificates are complete on %s", "档案中没有有效证书，且未声明 %s 的证书记录完整", asOf)
		}
	case KindReview:
		return lf.reviewReason(c, p)
	default:
		return p.flagReason()
	}
}

// flagReason says how the state of a criterion on flags came about.
func (p *proof) flagReason() kam.Text {
	switch {
	case !p.looked.From.IsSet():
		return wording.Say("the time to look at lies outside of the days there are", "回溯时间超出日期范围")
	case p.value > 0:
		return wording.Say("%d found in %s", "%[2]s 有 %[1]d 条记录", p.value, wording.Days(p.looked))
	case p.complete:
		return wording.Say("none in %s, for which the file is complete", "%s 无记录，且该期间档案完整", wording.Days(p.looked))
	}
	return wording.Say("none is in the file, which does not say that its flags are complete in %s", "档案中没有记录，但未声明 %s 的标记记录完整", wording.Days(p.looked))
}

func (t *Tenure) reason(p *proof, asOf kam.Day) kam.Text {
	need := t.span(t.need())
	switch {
	case p.several:
		return wording.Say("the person holds several positions on %s; name the one that is meant", "%s 当日任职不止一处，请指明所指的一处", asOf)
	case p.blank && p.verdict == unknown:
		return wording.Say("a position in the file does not say in which track or department it is", "档案中有任职未写明所属通道或部门")
	case !p.there && p.complete:
		return wording.Say("not there on %s", "%s 当日不在任", asOf)
	case !p.there:
		return wording.Say("no position there on %s is in the file, which does not say that its positions are complete then", "档案中没有 %s 当日的任职，且未声明当日任职记录完整", asOf)
	}
	since := wording.Say("%s since %s", "自 %[2]s 起 %[1]s", t.span(p.value), p.looked.From)
	switch {
	case p.verdict == unknown:
		return wording.Say("%s proved, %s asked; the file does not say that its positions are complete on %s, so that it may be more", "%s可证明，要求 %s；档案未声明 %s 的任职记录完整，实际可能更长", since, need, p.looked.From.AddDays(-1))
	case t.Comparison == Below && p.verdict == met:
		return wording.Say("%s, less than %s asked", "%s，要求不满 %s", since, need)
	case t.Comparison == Below:
		return wording.Say("%s, less than %s asked; the time has passed", "%s，要求不满 %s，已超过", since, need)
	case p.verdict == met:
		return wording.Say("%s, %s asked", "%s，要求 %s", since, need)
	}
	return wording.Say("%s, %s asked; %s more needed", "%s，要求 %s，还差 %s", since, need, t.span(t.need()-p.value))
}

func (s *Skill) reason(p *proof) kam.Text {
	n := len(p.records)
	switch {
	case n == 0:
		return wording.Say("no assessment by somebody else is valid", "没有他人作出的有效评估")
	case n < s.assessors():
		if n == 1 {
			return wording.Say("%d valid assessment by somebody else, %d needed", "他人作出的有效评估 %d 份，须有 %d 份", n, s.assessors())
		}
		return wording.Say("%d valid assessments by others, %d needed", "他人作出的有效评估 %d 份，须有 %d 份", n, s.assessors())
	case n == 1:
		return wording.Say("level %d, %d asked", "%d 级，要求 %d 级", p.value, s.Level)
	}
	return wording.Say("level %d of %d assessments, %s; %d asked", "%[2]d 份评估，%[3]s，为 %[1]d 级；要求 %[4]d 级", p.value, n, s.Combine.words(), s.Level)
}

func (lf *leaf) reviewReason(c *Criterion, p *proof) kam.Text {
	r := lf.rule.Review
	ratings := make([]kam.Text, 0, len(c.Records))
	for _, v := range c.Records {
		rating := wording.Same(wording.Clip(v.Rating))
		if v.Rating == "" {
			rating = wording.Say("contradictory", "相互矛盾")
		}
		ratings = append(ratings, rating)
	}
	if len(ratings) == 0 {
		return wording.Say("no review is in the file", "档案中没有考评记录")
	}
	return wording.Say("%d of %d ratings pass (%s), %d of the last %d asked", "%[2]d 次评级中 %[1]d 次符合（%[3]s），要求最近 %[5]d 次中 %[4]d 次", p.value, len(ratings), wording.Join(ratings), lf.hits, r.last())
}
