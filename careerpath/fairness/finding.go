package fairness

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// finding builds what was found at a place; its code begins with the name of the package.
func finding(severity kam.Severity, code, place string, message, remedy kam.Text, evidence ...kam.Evidence) kam.Finding {
	return kam.Finding{
		Code: "fairness." + code, Severity: severity, Place: place, Message: message, Remedy: remedy, Evidence: evidence,
	}
}

func fact(name, value string) kam.Evidence { return kam.Evidence{Name: name, Value: value} }

// placeOf is where something was found: a kind of thing and its name.
func placeOf(kind, name string) string { return kind + " " + wording.Clip(name) }

// find tells what the lines come to.
func (r Report) find() kam.Findings {
	var out kam.Findings
	reference, known := r.Line(r.Reference)
	known = known && reference.Verdict == Reference
	compared := 0
	for _, l := range r.Lines {
		switch l.Verdict {
		case Reference:
		case NotJudged:
			if !r.judged(l.Group) {
				out.Add(r.tooSmall(l))
			}
		default:
			compared++
			if f, ok := l.find(reference.Group, r.Rule); ok {
				out.Add(f)
			}
			if !l.TwoSided.Valid {
				out.Add(finding(kam.Info, "large", placeOf("group", l.Name),
					wording.Say("with %s there are more than %d people: the exact probability is not counted, two standard deviations decide",
						"与%s合计超过 %d 人，不计算精确概率，以两个标准差为判定依据", nameOf(reference.Name), MaxTable),
					wording.Say("nothing needs doing", "无需处理"), fact("z", number(l.Z))))
			}
		}
	}
	switch {
	case known && reference.Selected == 0:
		out.Add(finding(kam.Info, "nobody", placeOf("group", reference.Name),
			wording.Say("nobody of %s was selected: there is no rate to compare with", "%s无人入选，没有可供比较的入选率", nameOf(reference.Name)),
			wording.Say("compare once somebody is selected, or over a longer time", "待有人入选后再比较，或合并更长时间的数据")))
	case compared == 0:
		out.Add(finding(kam.Info, "alone", "groups",
			wording.Say("there are not two groups large enough to compare", "没有两个足够大的组可供比较"),
			wording.Say("join the data of several cycles", "合并多个周期的数据后再比较")))
	}
	if len(r.Tied) > 0 && reference.Selected > 0 {
		out.Add(finding(kam.Info, "tie", placeOf("group", r.Reference),
			wording.Say("%s and %s have the same highest rate; the others are compared with %[1]s", "%s与%s的入选率同为最高，其他组与%[1]s比较",
				nameOf(r.Reference), names(r.Tied)),
			wording.Say("name a reference to compare with another", "如需与其他组比较，请指定参照组")))
	}
	if compared > 1 {
		out.Add(r.several(compared))
	}
	return out
}

// tooSmall tells that there are too few people to say anything of a group.
func (r Report) tooSmall(l Line) kam.Finding {
	why := wording.Say("fewer than %d", "少于 %d 人", r.Rule.MinPool)
	if l.Pool >= r.Rule.MinPool {
		why = wording.Say("less than %s %% of all %d", "不到总人数 %[2]d 人的 %[1]s%%", hundredths(r.Rule.MinShare), r.Total.Pool)
	}
	return finding(kam.Info, "too-small", placeOf("group", l.Name),
		wording.Say("the sample is too small to say anything of %s: %d people, %s", "%s样本过小，无法得出结论：共 %d 人，%s", nameOf(l.Name), l.Pool, why),
		wording.Say("join the data of several cycles", "合并多个周期的数据后再比较"), fact("pool", strconv.Itoa(l.Pool)))
}

// several tells that more comparisons find more by chance.
func (r Report) several(compared int) kam.Finding {
	message := wording.Say("%d groups are compared: each is judged by its own probability, so that one of them is below %s by chance more often than in %[2]s of cases",
		"共比较 %d 组，每组按各自的概率判定，因此至少一组偶然低于 %s 的机会会大于该值", compared, r.Rule.Level)
	remedy := wording.Say("read the adjusted probability too, or set the rule to decide by it", "请同时参考校正概率，或在规则中改用校正概率判定")
	if r.Rule.Holm {
		message = wording.Say("%d groups are compared: the probabilities are adjusted for that by Holm's method", "共比较 %d 组，概率已按霍尔姆法校正", compared)
		remedy = wording.Say("nothing needs doing", "无需处理")
	}
	return finding(kam.Info, "several", "groups", message, remedy)
}

// find tells what the verdict on a group says; false when it passes.
func (l Line) find(reference Group, rule Rule) (kam.Finding, bool) {
	worked := wording.Say("%d of %d of %s were selected (%s %%), %d of %d of %s (%s %%): %s %% of that rate",
		"%[3]s %[2]d 人中入选 %[1]d 人（%[4]s%%），%[7]s %[6]d 人中入选 %[5]d 人（%[8]s%%），前者入选率为后者的 %[9]s%%",
		l.Selected, l.Pool, nameOf(l.Name), percent(l.Group), reference.Selected, reference.Pool, nameOf(reference.Name), percent(reference),
		ratioPercent(l.Group, reference))
	chance := wording.Say("by chance alone, what is as unlikely has a probability of %s", "若纯属偶然，出现同样不可能的结果的概率为 %s", l.chance(rule))
	if !l.TwoSided.Valid {
		chance = wording.Say("they lie %s standard deviations apart", "两者相差 %s 个标准差", number(l.Z))
	}
	evidence := []kam.Evidence{
		fact("selected", strconv.Itoa(l.Selected)), fact("pool", strconv.Itoa(l.Pool)),
		fact("referenceSelected", strconv.Itoa(reference.Selected)), fact("referencePool", strconv.Itoa(reference.Pool)),
		fact("ratio", number(l.Ratio)), fact("twoSided", number(l.TwoSided)), fact("z", number(l.Z)), fact("shortage", strconv.Itoa(l.Shortage)),
	}
	enough := wording.Say("with %d more selected it would have four fifths", "再多入选 %d 人即达到五分之四", l.Shortage)
	cause := wording.Say("find what makes the difference, and whether the work needs it", "查明造成差异的原因，并核实其是否为工作所必需")
	place := placeOf("group", l.Name)
	switch l.Verdict {
	case Adverse:
		return finding(kam.Warning, "adverse", place,
			wording.Say("%s, less than four fifths; %s", "%s，低于五分之四；%s", worked, chance),
			wording.Say("%s; %s", "%s；%s", cause, enough), evidence...), true
	case BelowFourFifths:
		return finding(kam.Warning, "four-fifths", place,
			wording.Say("%s, less than four fifths; %s: the sample is too small to rule out chance",
				"%s，低于五分之四；%s，样本过小，不能排除偶然", worked, chance),
			wording.Say("%s; watch the next cycles, joined with this one; %s", "%s；并与后续周期合并观察；%s", cause, enough), evidence...), true
	case Significant:
		return finding(kam.Warning, "significant", place,
			wording.Say("%s, not less than four fifths; %s, so chance does not explain it", "%s，不低于五分之四；%s，不能用偶然解释", worked, chance),
			wording.Say("%s; among many people small differences are significant, so weigh how much it matters",
				"%s；人数众多时微小差异也会显著，请权衡其实际影响", cause), evidence...), true
	case Inconclusive:
		return finding(kam.Info, "inconclusive", place,
			wording.Say("%s, less than four fifths; but with one selection the other way %s would be ahead: inconclusive",
				"%s，低于五分之四；但只要有一个名额换到另一组，%s就会领先，无法得出结论", worked, nameOf(l.Name)),
			wording.Say("join the data of several cycles", "合并多个周期的数据后再比较"), evidence...), true
	case Reference, Passes, NotJudged:
	}
	return kam.Finding{}, false
}

// chance tells the probability that decides.
func (l Line) chance(rule Rule) kam.Text {
	if rule.Holm {
		return wording.Say("%s (adjusted)", "%s（已校正）", probability(l.Adjusted))
	}
	return wording.Same(probability(l.TwoSided))
}

func percent(g Group) string {
	rate, ok := g.Rate()
	if !ok {
		return "?"
	}
	return wording.Percent(rate)
}

// hundredths writes a fraction in per cent.
func hundredths(f kam.Fraction) string {
	r := f.Rat()
	return wording.Number(r.Mul(r, ratio(100, 1)))
}

func ratioPercent(g, reference Group) string {
	r, ok := ImpactRatio(g, reference)
	if !ok {
		return "?"
	}
	return wording.Percent(r)
}

// number writes what may be unknown.
func number(d decimal.NullDecimal) string {
	if !d.Valid {
		return "?"
	}
	return num.Format(d.Decimal)
}

// probability writes a rounded probability; one that was rounded to 0 is not 0.
func probability(d decimal.NullDecimal) string {
	if d.Valid && d.Decimal.IsZero() {
		return "<" + num.Format(decimal.New(1, -Places))
	}
	return number(d)
}

// nameOf writes the name of a group or a person in a sentence.
func nameOf(s string) kam.Text {
	return kam.Text{EN: wording.Clip(s), ZH: "“" + wording.Clip(s) + "”"}
}

func names(list []string) kam.Text {
	texts := make([]kam.Text, len(list))
	for i, s := range list {
		texts[i] = nameOf(s)
	}
	return wording.Join(texts)
}
