package main

import (
	"context"
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
)

// What curves are drawn for where nobody states a figure; those of package lint.
var (
	usualQuota  = decimal.NewFromInt(100_000)
	usualUnits  = decimal.NewFromInt(100)
	usualTarget = decimal.NewFromInt(10_000)
)

// drawn is the curve of one measure for one profile of deals.
type drawn struct {
	*analysis.Curve
	data analysis.Data
	// profiles are the profiles that pay this, in words.
	profiles []kam.Text
	// attainment says that the axis is one of attainment.
	attainment bool
}

// profile is a list of deals in their proportions.
type profile struct {
	name  kam.Text
	deals []incentive.Transaction
}

// curving draws the curves of a plan.
type curving struct {
	options
	in      inputs
	program *incentive.Program
	plan    incentive.Plan
	// assumed says what the plan leaves open and what was taken for it, lacks why there is no curve.
	assumed []kam.Text
	lacks   []lacking
	curves  []drawn
}

// draw asks for every measure that the plan pays by what it pays.
func (c *curving) draw(ctx context.Context) {
	if part := c.curvesPart(); part > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, part)
		defer cancel()
	}
	profiles := c.profiles()
	c.leaveOut()
	terms := c.terms()
	for _, m := range c.plan.Measures {
		if !c.matters(m.Name) {
			continue
		}
		for _, p := range profiles {
			c.measure(ctx, m, p, terms)
			if m.Base == incentive.BaseObservation {
				break // the deals stand still
			}
		}
	}
}

// leaveOut takes the components that depend on others out of the plan that curves are drawn of.
func (c *curving) leaveOut() {
	plan, left := reduced(c.plan)
	if len(left) == 0 || len(plan.Components) == 0 {
		return
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}, Calendar: c.in.book.Calendar})
	if err != nil {
		return // the curve of the whole plan says why there is none
	}
	c.plan, c.program = plan, program
	c.assumed = append(c.assumed, say("Left out of the curves, since it is paid by what others reach: %s.", "曲线不含取决于他人业绩的组成部分：%s。", joined(texts(left), ", ", "、")))
}

// profiles are those of -deal, else one deal and ten equal ones.
func (c *curving) profiles() []profile {
	if len(c.deals) == 0 {
		return []profile{
			{say("one deal", "一笔交易"), analysis.OneDeal()},
			{say("ten equal deals", "十笔等额交易"), analysis.EqualDeals(10)},
		}
	}
	return []profile{{say("the deals given", "所给交易"), c.deals}}
}

// terms are the quotas and the target incentive, from flags, from the scenarios' people, or assumed.
func (c *curving) terms() analysis.Terms {
	t := analysis.Terms{Plan: c.plan.ID, Version: c.plan.Version, Quotas: map[string]decimal.Decimal{}, Target: c.target}
	assume := func(en, zh string, args ...any) { c.assumed = append(c.assumed, say(en, zh, args...)) }
	for _, m := range c.plan.Measures {
		stated, ok := c.quotas[m.Name]
		switch people, known := c.in.quotas[m.Name]; {
		case ok:
			t.Quotas[m.Name] = stated
			assume("The quota of %s is %s, as -quota says.", "%s 的目标额为 %s，取自 -quota。", m.Name, groups(stated.Rat(), 4))
		case !byAttainment(c.plan, m.Name):
		case known:
			t.Quotas[m.Name] = people
			assume("The quota of %s is %s, that of the first payee in the scenarios; -quota %[1]s=NUMBER draws another.", "%s 的目标额为 %s，取自场景中的第一位人员；可用 -quota %[1]s=数值 更改。", m.Name, groups(people.Rat(), 4))
		default:
			t.Quotas[m.Name] = usualQuota
			if m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount || m.Base == incentive.BaseObservation {
				t.Quotas[m.Name] = usualUnits
			}
			assume("A quota of %[2]s is assumed for %[1]s, since a plan states none; give yours with -quota %[1]s=NUMBER.", "方案不含目标额，此处假定 %s 的目标额为 %s；请用 -quota %[1]s=数值 给出实际目标额。", m.Name, groups(t.Quotas[m.Name].Rat(), 4))
		}
	}
	switch {
	case c.target.Valid:
		assume("The target incentive is %s %s each commission period, as -target says.", "每个结算期的目标奖金为 %s %s，取自 -target。", groups(c.target.Decimal.Rat(), 4), c.plan.Currency)
	case c.in.target.Valid:
		t.Target = c.in.target
		if byTarget(c.plan) {
			assume("The target incentive is %s %s each commission period, that of the first payee in the scenarios; -target draws another.", "每个结算期的目标奖金为 %s %s，取自场景中的第一位人员；可用 -target 更改。", groups(c.in.target.Decimal.Rat(), 4), c.plan.Currency)
		}
	case byTarget(c.plan):
		t.Target = decimal.NewNullDecimal(usualTarget)
		assume("A target incentive of %s %s each commission period is assumed, since a plan states none; give yours with -target.", "方案不含目标奖金，此处假定每个结算期为 %s %s；请用 -target 给出实际数额。", groups(usualTarget.Rat(), 4), c.plan.Currency)
	}
	for _, m := range names(c.scores) {
		assume("%s stands at %s, as -score says.", "%s 固定为 %s，取自 -score。", m, groups(c.scores[m].Rat(), 6))
	}
	return t
}

// measure draws one curve, or says why there is none.
func (c *curving) measure(ctx context.Context, m incentive.Measure, p profile, terms analysis.Terms) {
	q, err := analysis.Ask(c.program, m.Name, terms)
	if err == nil {
		q.Deals = slices.Clone(p.deals)
		for _, metric := range names(c.scores) {
			q.Observations = append(q.Observations, kam.Observation{Metric: metric, Value: decimal.NewNullDecimal(c.scores[metric]), Source: "plancheck", Revision: 1})
		}
		if q.Axis.Basis != incentive.ByAttainment {
			q.Until = decimal.NewNullDecimal(c.reach(m))
		}
		if c.byTeam(m) {
			below(&q)
		}
		var curve *analysis.Curve
		if err = ctx.Err(); err == nil {
			curve, err = within(ctx, 0, func(context.Context) (*analysis.Curve, error) { return analysis.Payout(c.program, q) })
		}
		if err == nil {
			c.add(curve, p.name)
			return
		}
	}
	if ctx.Err() != nil {
		c.lack(findings.Fault("plancheck.curve-left-out", "", say("it does not come to its end within the %s that curves may take", "未能在曲线的限时 %s 内完成", c.curvesPart()),
			say("with -limit 0 it takes as long as it needs", "使用 -limit 0 可不限时间")), m)
		return
	}
	for _, f := range findings.Of(err, "plancheck.curve", "") {
		if f.Code != string(analysis.CodeHeld) { // the findings of the run beside it say why
			c.lack(f, m)
		}
	}
}

// lacking is one reason for which there is no curve.
type lacking struct {
	finding  kam.Finding
	measures []string
}

// lack keeps a reason for which there is no curve of a measure.
func (c *curving) lack(f kam.Finding, m incentive.Measure) {
	f.Severity, f.Place = kam.Info, ""
	if flag := c.flagFor(f.Code, m); flag != "" {
		f.Remedy = kam.Text{EN: "give it with " + flag, ZH: "请用 " + strings.NewReplacer("NUMBER", "数值", "ATTRIBUTE", "属性", "VALUE", "值").Replace(flag) + " 给出"}
	}
	i := slices.IndexFunc(c.lacks, func(l lacking) bool { return l.finding.Message == f.Message && l.finding.Remedy == f.Remedy })
	if i < 0 {
		i, c.lacks = len(c.lacks), append(c.lacks, lacking{finding: f})
	}
	if !slices.Contains(c.lacks[i].measures, m.Name) {
		c.lacks[i].measures = append(c.lacks[i].measures, m.Name)
	}
}

// undrawn are the findings about curves that there are none of.
func (c *curving) undrawn() kam.Findings {
	var out kam.Findings
	for _, l := range c.lacks {
		l.finding.Message = say("no curve of %s: %s", "无法绘制 %s 的曲线：%s", joined(texts(l.measures), ", ", "、"), l.finding.Message)
		out.Add(l.finding)
	}
	return out
}

// byTeam tells whether a measure counts the deals of a team alone.
func (c *curving) byTeam(m incentive.Measure) bool {
	if len(m.Credits) == 0 {
		return false
	}
	for _, r := range c.plan.Credits {
		if slices.Contains(m.Credits, r.Name) && r.To != incentive.ToManager {
			return false
		}
	}
	return true
}

// below lets somebody sell who reports to the payee.
func below(q *analysis.Question) {
	const report = "report"
	q.Assignment.Payee = "payee"
	q.Payees = []incentive.Payee{{ID: report}}
	q.Reporting = []incentive.ReportingLine{{Payee: report, Manager: q.Assignment.Payee, Period: q.Assignment.Period}}
	for i := range q.Deals {
		if q.Deals[i].Owner == "" && len(q.Deals[i].Participants) == 0 {
			q.Deals[i].Owner = report
		}
	}
}

// add keeps a curve; profiles that pay the same share one.
func (c *curving) add(curve *analysis.Curve, name kam.Text) {
	d := drawn{Curve: curve, data: curve.Data(), profiles: []kam.Text{name}, attainment: curve.Question().Axis.Basis == incentive.ByAttainment}
	for i, other := range c.curves {
		if other.data.Axis.Measure == d.data.Axis.Measure && same(other.data, d.data) {
			c.curves[i].profiles = append(c.curves[i].profiles, name)
			return
		}
	}
	c.curves = append(c.curves, d)
}

// same tells whether two curves of a measure pay the same everywhere.
func same(a, b analysis.Data) bool {
	x, err := json.Marshal([]any{a.Pieces, a.Breaks, a.Liability})
	y, other := json.Marshal([]any{b.Pieces, b.Breaks, b.Liability})
	return err == nil && other == nil && string(x) == string(y)
}

// flagFor is the flag that gives what a curve lacks; empty where none does.
func (c *curving) flagFor(code string, m incentive.Measure) string {
	switch code {
	case string(analysis.CodeRange):
		return "-until " + m.Name + "=NUMBER"
	case string(analysis.CodeBasis):
		return "-quota " + m.Name + "=NUMBER"
	case string(analysis.CodeStill), string(analysis.CodeDeals), string(incentive.CodeMissingNumber):
		return `-deal "D1 1 ATTRIBUTE=VALUE"`
	case string(incentive.CodeMissingObservation):
		for _, x := range c.plan.Measures {
			if _, given := c.scores[x.Metric]; x.Metric != "" && !given {
				return "-score " + x.Metric + "=NUMBER"
			}
		}
	}
	return ""
}

// matters tells whether pay depends on a measure.
func (c *curving) matters(measure string) bool {
	found := false
	eachBound(c.plan, func(b bound) { found = found || b.measure == measure })
	return found
}

// reach is where the curve of a measure without quota ends: twice its highest bound.
func (c *curving) reach(m incentive.Measure) decimal.Decimal {
	if d, ok := c.until[m.Name]; ok {
		return d
	}
	highest := decimal.Zero
	eachBound(c.plan, func(b bound) {
		if b.measure == m.Name && b.basis != incentive.ByAttainment {
			highest = decimal.Max(highest, b.at)
		}
	})
	switch {
	case highest.IsPositive():
		return highest.Add(highest)
	case m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount || m.Base == incentive.BaseObservation:
		return usualUnits.Add(usualUnits)
	}
	return usualQuota.Add(usualQuota)
}

// percentOf returns a share as per cent.
func percentOf(r *big.Rat) *big.Rat { return new(big.Rat).Mul(r, big.NewRat(100, 1)) }
