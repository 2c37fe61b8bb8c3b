package fairness

import (
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// find tells what criteria, judges and equal totals come to.
func (t *trial) find(r AuditReport) kam.Findings {
	var out kam.Findings
	for _, c := range r.Criteria {
		switch {
		case c.Named:
			out.Add(t.criterionFinding(c))
		case c.Masked:
			out.Add(finding(kam.Info, "criterion-masked", placeOf("criterion", c.Criterion),
				wording.Say("%s would treat %s differently (probability by chance %s, adjusted), but leaving it out alone changes no rate: others exclude the same people",
					"标准%s对%s存在差异（偶然出现的概率为 %s，已校正），但单独去掉它不改变任何通过率：其他标准排除的是同一批人",
					nameOf(c.Criterion), nameOf(c.Group), probability(c.Adjusted)),
				wording.Say("look at the criteria that exclude the same people together", "请将排除同一批人的标准放在一起核查")))
		}
		t.turnsFinding(&out, "criterion", c.Criterion, c.Without)
	}
	for _, j := range r.Judges {
		if j.Named {
			out.Add(judgeFinding(j))
		}
		t.turnsFinding(&out, "judge", j.Judge.ID, j.Without)
	}
	if few := untested(r, func(j JudgeEffect) bool { return j.TooFew }); len(few) > 0 {
		out.Add(finding(kam.Info, "too-few", "judges",
			wording.Say("the sample is too small to say anything of %s: with so few candidates no scores could be told from chance",
				"样本过小，无法对%s得出结论：候选人太少，任何评分差异都无法与偶然区分", names(few)),
			wording.Say("join the records of several cycles", "合并多个周期的记录后再核查")))
	}
	if alone := untested(r, func(j JudgeEffect) bool { return j.Alone }); len(alone) > 0 {
		out.Add(finding(kam.Info, "judge-alone", "judges",
			wording.Say("it cannot be told of %s: no other judge is left who scored the same candidates", "无法对%s得出结论：没有其他可对照的评委为同一批候选人评分", names(alone)),
			wording.Say("let two judges or more score every candidate", "请由至少两位评委为每位候选人评分")))
	}
	if unlike := untested(r, func(j JudgeEffect) bool { return j.Unlike }); len(unlike) > 0 {
		out.Add(finding(kam.Info, "judge-unlike", "judges",
			wording.Say("it cannot be told of %s: not the same judges scored the candidates of all groups, so that strictness and unequal treatment look alike",
				"无法对%s得出结论：各组候选人并非由相同的评委评分，评分宽严与区别对待无法区分", names(unlike)),
			wording.Say("let the same judges score candidates of all groups", "请由相同的评委为各组候选人评分")))
	}
	t.pairsFinding(&out, r.Pairs)
	if r.Ungrouped > 0 {
		out.Add(finding(kam.Info, "ungrouped", "candidates",
			wording.Say("of %d of %d candidates no group is stated; they are not counted", "%[2]d 名候选人中有 %[1]d 名未说明组别，未计入", r.Ungrouped, r.People),
			wording.Say("state their groups, if you may know them", "如依法可以知悉，请补充其组别")))
	}
	return out
}

func (t *trial) criterionFinding(c CriterionEffect) kam.Finding {
	groups := make([]Group, len(c.Passed.Lines))
	at := 0
	for i, l := range c.Passed.Lines {
		groups[i] = l.Group
		if l.Name == c.Group {
			at = i
		}
	}
	own, rest := others(groups, at)
	shift := c.Without.Eligible.Shifts[at]
	return finding(kam.Warning, "criterion", placeOf("criterion", c.Criterion),
		wording.Say("%s treats groups differently: %d of %d of %s met it (%s %%), %d of %d of all others (%s %%); by chance alone, what is as unlikely has a probability of %s (adjusted)",
			"标准%s对各组存在差异：%[4]s %[3]d 人中 %[2]d 人达标（%[5]s%%），其他各组 %[7]d 人中 %[6]d 人达标（%[8]s%%）；若纯属偶然，出现同样不可能的结果的概率为 %[9]s（已校正）",
			nameOf(c.Criterion), own.Selected, own.Pool, nameOf(own.Name), percent(own), rest.Selected, rest.Pool, percent(rest), probability(c.Adjusted)),
		wording.Say("show that the work needs it, or ask for the same by a criterion that does not make this difference",
			"请证明该标准确为工作所必需，或改用能衡量同一能力而不造成此差异的标准"),
		fact("group", own.Name), fact("probability", number(c.Probability)), fact("adjusted", number(c.Adjusted)),
		fact("eligibleWith", strconv.Itoa(shift.With)), fact("eligibleWithout", strconv.Itoa(shift.Without)), fact("spread", num.Format(c.Without.Eligible.Spread)))
}

func judgeFinding(j JudgeEffect) kam.Finding {
	how := wording.Say("lower", "低")
	if !j.Behind {
		how = wording.Say("higher", "高")
	}
	size := num.Format(j.Difference.Decimal.Abs())
	return finding(kam.Warning, "judge", placeOf("judge", j.Judge.ID),
		wording.Say("%s scores %s %s than all others, next to what the other judges gave the same candidates: by %s hundredths of the scale; by chance alone, what is as unlikely has a probability of %s (adjusted)",
			"评委%s与其他评委对同一批候选人的评分相比，给%s的分数偏%s，相差量表的 %s%%；若纯属偶然，出现同样不可能的结果的概率为 %s（已校正）",
			nameOf(j.Judge.ID), nameOf(j.Group), how, size, probability(j.Adjusted)),
		wording.Say("have the scores read again with their reasons, and the candidates scored by another judge if these do not bear them out",
			"请结合评分理由复核这些分数；若理由不足，请由其他评委重新评分"),
		fact("group", j.Group), fact("difference", number(j.Difference)), fact("probability", number(j.Probability)),
		fact("adjusted", number(j.Adjusted)), fact("spread", num.Format(j.Without.Selected.Spread)))
}

// turnsFinding tells for which groups the four-fifths rule reads otherwise without something.
func (t *trial) turnsFinding(out *kam.Findings, kind, name string, e Effect) {
	for _, stage := range []struct {
		id    StageID
		turns []string
		name  kam.Text
	}{
		{Eligibility, e.Eligible.Turns, wording.Say("of eligibility", "资格通过率")},
		{Overall, e.Selected.Turns, wording.Say("of selection", "入选率")},
	} {
		if len(stage.turns) == 0 {
			continue
		}
		out.Add(finding(kam.Info, "turns", placeOf(kind, name),
			wording.Say("without %s the four-fifths rule on the rates %s reads otherwise for %s", "去掉%s后，按五分之四规则衡量的%s结论会改变：%s",
				nameOf(name), stage.name, names(stage.turns)),
			wording.Say("see the numbers with and without it", "请对照去掉前后的数字"), fact("stage", string(stage.id))))
	}
}

// untested returns the IDs of judges of whom nothing could be said for a reason.
func untested(r AuditReport, why func(JudgeEffect) bool) []string {
	var out []string
	for _, j := range r.Judges {
		if why(j) && !j.Named {
			out = append(out, j.Judge.ID)
		}
	}
	return out
}

// pairsFinding tells of equal totals with unequal outcomes between groups.
func (t *trial) pairsFinding(out *kam.Findings, pairs []Pair) {
	all, between := 0, 0
	for _, p := range pairs {
		all += p.Pairs
		if p.Selected != p.Other {
			between += p.Pairs
		}
	}
	if all == 0 {
		return
	}
	out.Add(finding(kam.Info, "same-score", "candidates",
		wording.Say("%d pairs of candidates have the same total and only one of each was selected; %d of the pairs are of two groups",
			"有 %d 对候选人总分相同而只有一人入选，其中 %d 对分属两组", all, between),
		wording.Say("check that the tie-breaks that parted them were announced", "请核对用于区分的并列规则是否事先公布")))
}
