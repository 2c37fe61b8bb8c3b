package main

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/analysis"
)

// payTable is what is paid at the usual places.
func (d drawn) payTable(id string) *table {
	t := &table{
		ID:      id + "-pay",
		Caption: say("What is paid, in %s, before rounding", "支付金额（%s，取整前）", d.data.Currency),
		Heads:   []head{numbers("At", "位置")},
	}
	shares := d.paysMoney()
	if d.attainment {
		t.Heads = append(t.Heads, numbers("Sold", "业绩"))
	}
	t.Heads = append(t.Heads, numbers("Pay", "支付"))
	if shares {
		t.Heads = append(t.Heads, numbers("Cost share", "成本占比"))
	}
	for _, p := range d.data.PaysAt {
		row := []cell{says(d.place(p.At))}
		if d.attainment {
			row = append(row, says(plain(shown(p.Quantity, 1, 4))))
		}
		row = append(row, says(d.money(p.Pay)))
		if shares {
			share := dash("")
			if p.Share != nil {
				share = says(percent(shown(*p.Share, 100, 4)))
			}
			row = append(row, share)
		}
		t.add(row...)
	}
	return t
}

// partsTable is what each component pays at the usual places; nil for a plan of one.
func (d drawn) partsTable(id string) *table {
	if len(d.data.Components) < 2 {
		return nil
	}
	t := &table{
		ID: id + "-parts", Caption: kam.Text{EN: "What each component pays, before caps of the whole plan", ZH: "各组成部分的支付（方案整体封顶之前）"},
		Heads: []head{numbers("At", "位置")},
	}
	for _, name := range d.data.Components {
		t.Heads = append(t.Heads, head{Text: plain(name), Number: true})
	}
	for _, p := range d.data.PaysAt {
		row := []cell{says(d.place(p.At))}
		for _, k := range p.Components {
			row = append(row, says(d.money(k)))
		}
		t.add(row...)
	}
	return t
}

// keyFigures are what a reader looks for first.
func (d drawn) keyFigures() []fact {
	var out []fact
	add := func(en, zh string, value kam.Text) {
		out = append(out, fact{kam.Text{EN: en, ZH: zh}, value})
	}
	currency := string(d.data.Currency)
	one := big.NewRat(1, 1)
	if pay, ok := d.At(one); ok && d.attainment {
		at := say("%s %s", "%s %s", d.money(analysis.Exactly(pay)), currency)
		if share, ok := d.CostShare(one); ok && d.paysMoney() {
			at = say("%s, %s of sales", "%s，占业绩的 %s", at, percent(groups(percentOf(share), 4)))
		}
		add("Pay at 100 %", "完成率 100% 时的支付", at)
	}
	add("Most that can be paid", "最高支付", d.most(currency))
	if d.data.LargestCliff == nil {
		add("Largest cliff", "最大跳变", kam.Text{EN: "none", ZH: "无"})
	} else {
		add("Largest cliff", "最大跳变", say("%s %s at %s", "%[3]s 处 %[1]s %[2]s", d.money(d.data.LargestCliff.Size), currency, d.near(d.data.LargestCliff.At)))
	}
	rates := d.rate(d.data.Rates.Lowest)
	if d.data.Rates.Lowest.Cmp(d.data.Rates.Highest) != 0 {
		rates = say("%s to %s", "%s 至 %s", rates, d.rate(d.data.Rates.Highest))
	}
	add("Marginal rates", "边际提成比例", rates)
	capped := say("nowhere up to %s", "%s 以内均不生效", d.near(d.data.Axis.Until))
	for _, b := range d.data.Bindings {
		if b.IsCap() {
			capped = say("from %s on", "自 %s 起", d.near(b.Stretches[0].From))
			break
		}
	}
	add("A cap bites", "封顶生效", capped)
	falls := kam.Text{EN: "never", ZH: "从不"}
	if len(d.data.Falls) > 0 {
		falls = say("at %s", "在 %s 处", d.near(d.data.Falls[0].From))
	}
	add("More pays less", "业绩更高反而少付", falls)
	return out
}

// most is the most that the plan can pay.
func (d drawn) most(currency string) kam.Text {
	l := d.data.Liability
	switch {
	case l.Unbounded && l.Slope != nil:
		return say("no limit: %s of everything further", "没有上限：此后按 %s 递增", d.rate(analysis.Exactly(l.Slope)))
	case l.Unbounded:
		return kam.Text{EN: "no limit", ZH: "没有上限"}
	case !l.Known && l.Ceiling != nil:
		return say("%s %s, as caps allow", "%s %s（封顶允许的最高额）", d.money(analysis.Exactly(l.Ceiling)), currency)
	case !l.Known:
		return say("not known; at least %s %s", "未知；至少 %s %s", d.money(l.Most.Pay), currency)
	case !l.Most.Reached:
		return say("below %s %s, near %s", "低于 %s %s，接近 %s 处", d.money(l.Most.Pay), currency, d.near(l.Most.At))
	}
	return say("%s %s, from %s on", "%s %s，自 %s 起", d.money(l.Most.Pay), currency, d.near(l.Most.At))
}

// courseTable is the curve from break point to break point, with its marginal rates.
func (d drawn) courseTable(id string) *table {
	t := &table{
		ID: id + "-course", Caption: kam.Text{EN: "From break point to break point", ZH: "逐段走势"},
		Heads: []head{numbers("Above", "高于"), numbers("Up to", "至"), numbers("Pay at the start", "起点支付"), numbers("Pay at the end", "终点支付"), numbers("Marginal rate", "边际提成比例"), column("In force", "生效的限制")},
	}
	for i, piece := range d.data.Pieces {
		if i == tableRows || i+1 >= len(d.data.Breaks) {
			break
		}
		from, until := d.data.Breaks[i], d.data.Breaks[i+1]
		rate := d.rate(from.SlopeAfter)
		if from.SlopeAfter.Cmp(until.SlopeBefore) != 0 {
			rate = joined([]kam.Text{rate, d.rate(until.SlopeBefore)}, " → ", " → ")
		}
		limits := dash("")
		if len(piece.Limits) > 0 {
			var list []kam.Text
			for _, l := range piece.Limits {
				list = append(list, l.Text())
			}
			limits = says(joined(list, ", ", "、"))
		}
		t.add(says(d.place(piece.From)), says(d.place(piece.Until)), says(d.money(from.After)), says(d.money(until.Before)), says(rate), limits)
	}
	t.After = more(len(d.data.Pieces))
	return t
}

// more says how many rows are left out.
func more(n int) kam.Text {
	if n <= tableRows {
		return kam.Text{}
	}
	return say("%d more are left out.", "另有 %d 项未列出。", n-tableRows)
}

// jumpTable is where pay jumps; nil where it never does.
func (d drawn) jumpTable(id string) *table {
	if len(d.data.Jumps) == 0 {
		return nil
	}
	t := &table{
		ID: id + "-jumps", Caption: kam.Text{EN: "Cliffs: where pay jumps", ZH: "跳变：支付突变之处"},
		Heads: []head{numbers("At", "位置"), numbers("Just below", "略低于"), numbers("Exactly at", "恰在"), numbers("Just above", "略高于"), numbers("Jump", "跳变")},
	}
	for i, j := range d.data.Jumps {
		if i == tableRows {
			break
		}
		t.add(says(d.place(j.At)), says(d.money(j.Before)), says(d.money(j.Pay)), says(d.money(j.After)), says(d.money(j.Size)))
	}
	t.After = more(len(d.data.Jumps))
	return t
}

// limitTable is where gates, caps and floors change pay; nil where none does.
func (d drawn) limitTable(id string) *table {
	t := &table{
		ID: id + "-limits", Caption: kam.Text{EN: "Where gates, caps and floors change pay", ZH: "门槛、封顶与保底生效之处"},
		Heads: []head{column("Limit", "限制"), numbers("From", "自"), numbers("To", "至")},
	}
	for _, b := range d.data.Bindings {
		for _, s := range b.Stretches {
			if len(t.Rows) < tableRows {
				t.add(says(b.Text()), says(d.place(s.From)), says(d.place(s.Until)))
			}
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// breakEven says where the margin covers pay and cost.
func (d drawn) breakEven(margin, cost decimal.NullDecimal) []kam.Text {
	if !margin.Valid || !d.paysMoney() {
		return nil
	}
	e := analysis.Economics{Margin: margin.Decimal.Rat(), Cost: new(big.Rat)}
	if cost.Valid {
		e.Cost = cost.Decimal.Rat()
	}
	var out []kam.Text
	for _, s := range d.BreakEven(e) {
		from, until := d.place(s.From), d.place(s.Until)
		if s.Covered {
			out = append(out, say("From %s to %s a margin of %s covers commission and a cost of %s %s.", "自 %s 至 %s，%s 的毛利足以覆盖提成和 %s %s 的成本。", from, until, percent(groups(percentOf(e.Margin), 4)), groups(e.Cost, 4), d.data.Currency))
		} else {
			out = append(out, say("From %s to %s a margin of %s does not cover commission and a cost of %s %s.", "自 %s 至 %s，%s 的毛利不足以覆盖提成和 %s %s 的成本。", from, until, percent(groups(percentOf(e.Margin), 4)), groups(e.Cost, 4), d.data.Currency))
		}
	}
	return out
}

// days writes a period with both days inclusive.
func days(p kam.Period) string {
	if p == (kam.Period{}) {
		return ""
	}
	return fmt.Sprintf("%s – %s", p.From, p.Until.AddDays(-1))
}
