package visits

import (
	"math/big"
	"strings"

	"github.com/kam-go/kam"
)

// Codes of what a plan cannot do.
const (
	codeLate     = "visits.late"
	codeLater    = "visits.later"
	codeOverload = "visits.overload"
	codeLevel    = "visits.level"
	codeShort    = "visits.short"
)

// report sets the findings of p.
func (p *WeeklyPlan) report() {
	p.reportLate()
	p.reportLater()
	if p.capacity == nil {
		return
	}
	for _, r := range p.capacity.Resources {
		p.reportLoads(r)
	}
	p.reportVerdict()
}

// joined returns texts in a row.
func joined(list []kam.Text) kam.Text {
	var en, zh []string
	for _, t := range list {
		en, zh = append(en, t.EN), append(zh, t.ZH)
	}
	return kam.Text{EN: strings.Join(en, ", "), ZH: strings.Join(zh, "、")}
}

// reportLate tells what was needed before the plan, once for each step.
func (p *WeeklyPlan) reportLate() {
	for i := 0; i < len(p.late); {
		first := p.late[i]
		var parts []kam.Text
		var evidence []kam.Evidence
		for ; i < len(p.late) && p.late[i].Segment == first.Segment && p.late[i].Closes == first.Closes; i++ {
			l := p.late[i]
			parts = append(parts, say("%d of %s", "%[2]s %[1]d 项", l.Count, show(l.Stage)))
			evidence = append(evidence, kam.Evidence{Name: l.Stage, Value: exactly(l.Items) + " / " + exactly(l.Of)})
		}
		p.found.Add(kam.Finding{
			Code: codeLate, Severity: kam.Warning, Place: first.Segment + " " + p.calendar.Label(first.Closes),
			Message: say("deals of %s needed %s before %s, the first day that can be planned", "%s 的成交需要在首个可规划日 %[3]s 之前完成：%[2]s",
				p.calendar.Label(first.Closes), joined(parts), p.window.From),
			Remedy:   say("move these deals to a later step, shorten the leads, or win them from what is already under way", "请把这部分成交移到之后的步骤、缩短提前期，或由在途商机完成"),
			Evidence: evidence,
		})
	}
}

// reportLater tells what is due after the plan, once for each segment.
func (p *WeeklyPlan) reportLater() {
	for i := 0; i < len(p.lines) && p.lines[i].Kind == NewBusiness; {
		name := p.lines[i].Name
		var parts []kam.Text
		var evidence []kam.Evidence
		for ; i < len(p.lines) && p.lines[i].Kind == NewBusiness && p.lines[i].Name == name; i++ {
			if l := p.lines[i]; l.Later > 0 {
				parts = append(parts, l.Activity.count(l.Later))
				evidence = append(evidence, kam.Evidence{Name: string(l.Activity), Value: exactly(new(big.Rat).SetInt64(l.Later))})
			}
		}
		if len(parts) == 0 {
			continue
		}
		p.found.Add(kam.Finding{
			Code: codeLater, Severity: kam.Info, Place: name,
			Message:  say("due from %[2]s on, after the plan: %[1]s", "计划期结束后（自 %[2]s 起）应完成：%[1]s", joined(parts), p.window.Until),
			Remedy:   say("plan a longer period to see them by week", "如需逐周查看，请延长计划期"),
			Evidence: evidence,
		})
	}
}

// amount returns r of a resource in words: "12 hours", "12 visits".
func (r Resource) amount(x *big.Rat) kam.Text {
	if r.Activity == "" {
		return say("%s hours", "%s 小时", exactly(x))
	}
	if x.IsInt() && x.Num().IsInt64() {
		return r.Activity.count(x.Num().Int64())
	}
	return say("%s %s", "%s 次%s", exactly(x), r.Activity.Name())
}

// reportLoads tells which weeks hold more than people can do.
func (p *WeeklyPlan) reportLoads(r Resource) {
	for _, l := range r.Loads {
		if l.Missing.Sign() == 0 {
			continue
		}
		p.found.Add(kam.Finding{
			Code: codeOverload, Severity: kam.Warning, Place: l.Week,
			Message: say("planned are %s, possible %s, missing %s", "计划 %s，可完成 %s，尚缺 %s", r.amount(l.Need), r.amount(l.Capacity), r.amount(l.Missing)),
			Remedy:  say("bring work forward to earlier weeks, or add people", "请把工作提前到之前的周，或增加人手"),
			Evidence: []kam.Evidence{
				{Name: "resource", Value: r.Name().EN},
				{Name: "need", Value: exactly(l.Need)},
				{Name: "capacity", Value: exactly(l.Capacity)},
				{Name: "missing", Value: exactly(l.Missing)},
			},
		})
	}
}

// reportVerdict tells the verdict on the whole plan unless it fits.
func (p *WeeklyPlan) reportVerdict() {
	c := p.capacity
	if c.Verdict == Fits {
		return
	}
	f := kam.Finding{Code: codeLevel, Severity: kam.Info, Place: p.window.String(), Message: p.verdict(), Remedy: say(
		"bring the work of overloaded weeks forward", "请把超负荷周的工作提前")}
	if c.Verdict == Short {
		f.Code, f.Severity = codeShort, kam.Warning
		f.Remedy = say("lower the target, add people, or raise the conversion rates", "请调低目标、增加人手或提高转化率")
	}
	for _, r := range c.Resources {
		f.Evidence = append(f.Evidence,
			kam.Evidence{Name: r.Name().EN + " need", Value: exactly(r.Need)},
			kam.Evidence{Name: r.Name().EN + " capacity", Value: exactly(r.Capacity)},
			kam.Evidence{Name: r.Name().EN + " missing", Value: exactly(r.Missing)})
	}
	if c.Unplaced != nil && c.Verdict == Short {
		f.Evidence = append(f.Evidence, kam.Evidence{Name: "hours unplaced", Value: exactly(c.Unplaced)})
	}
	p.found.Add(f)
}

// verdict returns the verdict on the whole plan as a sentence.
func (p *WeeklyPlan) verdict() kam.Text {
	if p.capacity == nil {
		return say("capacity was not checked: no people are stated", "未核对产能：没有填写人员")
	}
	switch p.capacity.Verdict {
	case Fits:
		return say("people can do every week what is planned in it", "每周的计划人员均可完成")
	case Level:
		return say("people can do the plan when work of overloaded weeks is brought forward", "把超负荷周的工作提前后，人员可以完成计划")
	default:
		return p.short()
	}
}

// short returns what people lack, and what revenue they support.
func (p *WeeklyPlan) short() kam.Text {
	c, r := p.capacity, p.revenue
	lack := make([]kam.Text, 0, len(c.Resources))
	for _, r := range c.Resources {
		if r.Verdict == Short {
			lack = append(lack, r.amount(r.Missing))
		}
	}
	text := say("people cannot do the plan even when work is brought forward; missing: %s", "即使提前安排，人员也无法完成计划，尚缺 %s", joined(lack))
	if len(lack) == 0 {
		text = say("people cannot do the plan even when work is brought forward: each limit alone would do, with all of them %s hours of work are not done in time",
			"即使提前安排，人员也无法完成计划：各项上限单独看均够用，同时计入则有 %s 小时的工作无法按期完成", exactly(c.Unplaced))
	}
	switch {
	case c.Scale == nil || r.Within.IsZero():
		return text
	case r.Within.Equal(r.Target):
		return say("%s; they support a revenue of %s, %s less than the target", "%s；可支撑的收入为 %s，比目标少 %s", text, p.money(c.Supported), p.money(c.Shortfall))
	default:
		return say("%s; of the revenue of %s that the work of these weeks is to bring, they support %s", "%s；这些周的工作应带来收入 %s，人员可支撑 %s",
			text, p.money(r.Within), p.money(c.Supported))
	}
}

// outside returns what revenue the weeks do not bring, each part after a semicolon; nothing when they bring all.
func (p *WeeklyPlan) outside() kam.Text {
	text := kam.Text{}
	if r := p.revenue; !r.Late.IsZero() {
		text = say("; by the leads it is too late for a revenue of %s", "；按提前期，%s 的收入已来不及", p.money(r.Late))
	}
	if r := p.revenue; !r.Later.IsZero() {
		text = say("%s; a revenue of %s takes work after the plan", "%s；另有 %s 的收入需要计划期后的工作", text, p.money(r.Later))
	}
	return text
}
