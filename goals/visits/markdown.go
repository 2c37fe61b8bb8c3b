package visits

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// columns is how many lines stand beside each other in one table.
const columns = 8

// Summary returns the plan in one sentence: its days, the total of each activity, whether people can do it, and the
// revenue that is late or due later.
func (p *WeeklyPlan) Summary() kam.Text {
	totals := make([]kam.Text, 0, len(p.activities))
	for _, a := range p.activities {
		totals = append(totals, a.count(p.Total(a)))
	}
	if len(totals) == 0 {
		totals = append(totals, say("nothing", "无活动"))
	}
	return say("%s, %d weeks: %s; %s%s.", "%s，共 %d 周：%s；%s%s。", p.window, len(p.weeks), joined(totals), p.verdict(), p.outside())
}

// Markdown returns the plan as a Markdown document in one language: its summary, the funnel of each segment, the weeks
// with every line and the totals, the capacity of each week, and the findings. Texts from outside are escaped, and
// every figure is one of the plan's; those marked ≈ are rounded half up to two places to be read.
func (p *WeeklyPlan) Markdown(lang kam.Lang) string {
	d := &document{p: p, lang: lang}
	d.line(say("# Weekly plan %s", "# 周计划 %s", p.window))
	d.blank()
	d.WriteString(markdown.Escape(p.Summary().In(lang)) + "\n")
	d.blank()
	d.ladders()
	d.needs()
	d.weeks()
	d.capacity()
	d.findings()
	return d.String()
}

// document builds a text in one language.
type document struct {
	strings.Builder
	p    *WeeklyPlan
	lang kam.Lang
}

func (d *document) line(t kam.Text) {
	d.WriteString(t.In(d.lang))
	d.WriteByte('\n')
}

func (d *document) blank() { d.WriteByte('\n') }

// row writes one row of a table.
func (d *document) row(cells []string) {
	d.WriteString(markdown.Row(cells...))
}

// head writes the head of a table: so many columns of text, then columns of numbers.
func (d *document) head(words int, names []kam.Text) {
	cells, rule := make([]string, len(names)), make([]string, len(names))
	for i, n := range names {
		cells[i], rule[i] = n.In(d.lang), "--:"
		if i < words {
			rule[i] = "---"
		}
	}
	d.row(cells)
	d.row(rule)
}

// ladders writes what the targets of each segment take.
func (d *document) ladders() {
	if len(d.p.ladders) == 0 {
		return
	}
	d.line(say("## From revenue to activities", "## 从收入到活动"))
	d.blank()
	d.head(2, []kam.Text{say("Segment", "细分"), say("Stage", "阶段"), say("Exact", "精确值"), say("Whole", "取整")})
	for i, l := range d.p.ladders {
		name := markdown.Escape(d.p.spec.Segments[i].Name)
		for _, r := range l.Stages {
			d.row([]string{name, markdown.Escape(r.Name), exactly(r.Exact), strconv.FormatInt(r.Count, 10)})
		}
		deals := say("deals, %s", "成交，%s", d.p.money(l.Target))
		d.row([]string{name, deals.In(d.lang), exactly(l.Deals.Exact), strconv.FormatInt(l.Deals.Count, 10)})
	}
	d.blank()
}

// needs writes each line's totals.
func (d *document) needs() {
	if len(d.p.lines) == 0 {
		return
	}
	d.line(say("## What it takes", "## 所需活动"))
	d.blank()
	d.head(2, []kam.Text{
		say("For", "对象"), say("Activity", "活动"), say("Needed", "需要"), say("Too late", "已迟"), say("Planned", "计划"), say("After the plan", "计划期后"),
	})
	for _, l := range d.p.lines {
		cells := []string{markdown.Escape(l.Name), markdown.Escape(l.Activity.Name().In(d.lang))}
		for _, n := range []int64{l.Need, l.Late, l.Planned(), l.Later} {
			cells = append(cells, strconv.FormatInt(n, 10))
		}
		d.row(cells)
	}
	d.blank()
}

// column is one column of numbers beside the weeks.
type column struct {
	head  kam.Text
	weeks []int64
}

// weeks writes the weeks with every line, and last the totals of each activity.
func (d *document) weeks() {
	d.line(say("## Week by week", "## 逐周计划"))
	d.blank()
	var all []column
	for _, l := range d.p.lines {
		name := say("%s: %s", "%s：%s", l.Name, l.Activity.Name())
		all = append(all, column{head: kam.Text{EN: markdown.Escape(name.EN), ZH: markdown.Escape(name.ZH)}, weeks: l.Weeks})
	}
	for _, a := range d.p.activities {
		name := say("all %s", "合计：%s", a.Name())
		all = append(all, column{head: kam.Text{EN: markdown.Escape(name.EN), ZH: markdown.Escape(name.ZH)}, weeks: d.p.Of(a)})
	}
	for len(all) > columns {
		d.table(all[:columns])
		all = all[columns:]
	}
	d.table(all)
}

// table writes the weeks with some columns and their sums.
func (d *document) table(cols []column) {
	heads := []kam.Text{say("Week", "周"), say("From", "起始日"), say("Working days", "工作日")}
	for _, c := range cols {
		heads = append(heads, c.head)
	}
	d.head(2, heads)
	working := 0
	for w, week := range d.p.weeks {
		working += week.Working
		cells := []string{week.Label, week.Days.From.String(), strconv.Itoa(week.Working)}
		for _, c := range cols {
			cells = append(cells, strconv.FormatInt(c.weeks[w], 10))
		}
		d.row(cells)
	}
	total := say("**Total**", "**合计**")
	cells := []string{total.In(d.lang), "", strconv.Itoa(working)}
	for _, c := range cols {
		var sum int64
		for _, n := range c.weeks {
			sum += n
		}
		cells = append(cells, strconv.FormatInt(sum, 10))
	}
	d.row(cells)
	d.blank()
}

// capacity writes need and capacity of each week.
func (d *document) capacity() {
	c := d.p.capacity
	if c == nil {
		return
	}
	for _, r := range c.Resources {
		name := r.Name()
		d.line(say("## Capacity: %s", "## 产能：%s", kam.Text{EN: markdown.Escape(name.EN), ZH: markdown.Escape(name.ZH)}))
		d.blank()
		d.head(1, []kam.Text{say("Week", "周"), say("Need", "需求"), say("Capacity", "产能"), say("Missing", "缺口")})
		for _, l := range r.Loads {
			d.row([]string{l.Week, exactly(l.Need), exactly(l.Capacity), exactly(l.Missing)})
		}
		use := "–"
		if r.Utilisation != nil {
			use = percent(r.Utilisation)
		}
		total := say("**Total**, used %s", "**合计**，利用率 %s", use)
		d.row([]string{total.In(d.lang), exactly(r.Need), exactly(r.Capacity), ""})
		d.blank()
	}
}

// findings writes what the plan cannot do.
func (d *document) findings() {
	if len(d.p.found) == 0 {
		return
	}
	d.line(say("## Findings", "## 提示"))
	d.blank()
	for _, f := range d.p.found {
		d.WriteString("- " + markdown.Escape(f.In(d.lang)) + "\n")
		if f.More > 0 {
			d.line(say("- ... and %d more of %s", "- ……另有 %d 项 %s", f.More, f.Code))
		}
	}
}

// money writes an amount in the currency of the plan.
func (p *WeeklyPlan) money(d decimal.Decimal) string {
	if p.spec.Currency == "" {
		return wording.Amount(d, 0)
	}
	return wording.Money(d, p.spec.Currency)
}

// percent writes a ratio as a percentage of at most one decimal place, rounded half up.
func percent(r *big.Rat) string {
	return num.Format(num.RoundRat(new(big.Rat).Mul(r, big.NewRat(100, 1)), 1, num.HalfUp)) + "%"
}
