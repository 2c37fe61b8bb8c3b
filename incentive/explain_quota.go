package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// grounds writes what figures of the statement rest on besides its deals: quotas that were lowered, target incentives
// that were prorated or changed, and the rates of deals in another currency. It writes nothing when there is none.
func (d *document) grounds() {
	d.quotas()
	d.targets()
	d.conversions()
}

// quotas writes the quotas that proration, ramps or reliefs changed.
func (d *document) quotas() {
	wrote := false
	for q := range d.s.Quotas() {
		if !q.Lowered() {
			continue
		}
		if !wrote {
			d.line("## How your quota comes about", "## 目标如何得出")
			d.line("", "")
		}
		wrote = true
		d.line("- %s, %s: the quota as it was set is %s", "- %s（%s）：原定目标 %s", d.measure(q.Measure), d.days(q.Period), plain(q.Stated))
		if q.Fraction.Valid && !q.Prorated.Equal(q.Stated) {
			d.coverage(q.Period, true)
			d.line("  - %s: %s", "  - %s：%s", d.counted(q.Period, q.Fraction.Decimal), plain(q.Prorated))
		}
		for _, r := range q.Relief {
			d.relief(r)
		}
		d.line("  - The quota that counts is **%s**", "  - 计入的目标为 **%s**", plain(q.Effective))
	}
	if wrote {
		d.line("", "")
	}
}

// relief writes one relief.
func (d *document) relief(r ReliefResult) {
	what := say("%s taken off", "减免 %s", plain(r.Amount.Decimal))
	if r.Share.Valid {
		what = say("%s of it taken off", "按 %s 减免", percent(r.Share.Decimal))
	}
	about := say("%s; approved by %s", "%s；批准人：%s", escape(r.Reason), escape(r.ApprovedBy))
	if r.For != "" {
		about = say("%s, for the absence recorded as %s; approved by %s", "%s，对应休假记录 %s；批准人：%s", escape(r.Reason), escape(r.For), escape(r.ApprovedBy))
	}
	d.line("  - %s (%s): %s", "  - %s（%s）：%s", what.In(d.lang), about.In(d.lang), plain(r.After))
}

// counted says how much of a stretch a proration counts: "18 of 30 calendar days count (60 %)".
func (d *document) counted(stretch kam.Period, fraction decimal.Decimal) string {
	c, p := d.s.r.calc, d.s.r.unit.plan
	var all int64
	unit, each := kam.Text{EN: "calendar days", ZH: "天"}, "天"
	switch p.Proration.By {
	case WorkingDays:
		unit, each = kam.Text{EN: "working days", ZH: "个工作日"}, "个"
		all, _ = c.days(p, stretch) // it was counted before
	case Months:
		unit, each = kam.Text{EN: "months", ZH: "个月"}, "个月"
		months, _ := c.program.calendar.Split(stretch, kam.Month) // it was split before
		all = int64(len(months))
	case CalendarDays:
		all, _ = c.days(p, stretch) // a closed stretch has days
	}
	counts := plain(fraction.Mul(decimal.NewFromInt(all)).Round(maxDecimals))
	return say("%[1]s of %[2]d %[3]s count (%[5]s)", "%[2]d %[4]s中计 %[1]s %[6]s（%[5]s）", counts, all, unit.EN, unit.ZH, percent(fraction), each).In(d.lang)
}

// coverage writes what takes days or parts out of a stretch: where the assignment starts or ends inside it, absences
// and, for quotas, ramps.
func (d *document) coverage(stretch kam.Period, ramps bool) {
	u := d.s.r.unit
	if own, ok := stretch.Intersect(u.Period); ok && own != stretch {
		d.line("  - on the plan %s", "  - 在方案内的期间：%s", d.days(own))
	}
	for _, a := range u.Absences {
		switch away, ok := stretch.Intersect(a.Period); {
		case !ok || !a.Prorates:
		case a.Reason == "":
			d.line("  - away %s (recorded as %s)", "  - 休假：%s（记录编号 %s）", d.days(away), escape(a.ID))
		default:
			d.line("  - away %s: %s (recorded as %s)", "  - 休假：%s，%s（记录编号 %s）", d.days(away), escape(leaveText(a.Reason).In(d.lang)), escape(a.ID))
		}
	}
	for _, r := range u.Ramps {
		if in, ok := stretch.Intersect(r.Period); ok && ramps {
			d.line("  - ramp-up %s: counts at %s", "  - 爬坡期（%s）：按 %s 计", d.days(in), percent(r.Share))
		}
	}
}

// targets writes the target incentives that changes or proration made differ from what is stated.
func (d *document) targets() {
	wrote := false
	for t := range d.s.Targets() {
		changed := len(d.s.r.unit.Target.Changes) > 0
		if !changed && (!t.Fraction.Valid || t.Fraction.Decimal.Equal(decimal.NewFromInt(1))) {
			continue
		}
		if !wrote {
			d.line("## How your target incentive comes about", "## 目标奖金如何得出")
			d.line("", "")
		}
		wrote = true
		formula := plain(t.Average) + " × " + num.Format(t.Months)
		if t.Fraction.Valid {
			formula += " × " + percent(t.Fraction.Decimal)
		}
		d.line("- %s: %s = **%s**", "- %s：%s = **%s**", d.days(t.Stretch), formula, plain(t.Amount))
		d.amounts(t)
		d.line("  - the period is %s of a %s", "  - 该期间折合 %s %s", num.Format(t.Months), kindUnit(t.Per).In(d.lang))
		if t.Fraction.Valid && !t.Fraction.Decimal.Equal(decimal.NewFromInt(1)) {
			d.coverage(t.Stretch, false)
			d.line("  - %s", "  - %s", d.counted(t.Stretch, t.Fraction.Decimal))
		}
	}
	if wrote {
		d.line("", "")
	}
}

// amounts writes the amounts of a target incentive that are in force in a stretch.
func (d *document) amounts(t TargetResult) {
	target := d.s.r.unit.Target
	first, changed := target.Amount.Decimal, []TargetChange(nil)
	for _, change := range target.Changes {
		switch {
		case !change.From.Before(d.s.Period().Until) || !change.From.Before(t.Stretch.Until):
		case change.From.After(t.Stretch.From):
			changed = append(changed, change)
		default:
			first = change.Amount
		}
	}
	d.line("  - %s per %s", "  - 每%[2]s %[1]s", plain(first), kindText(t.Per).In(d.lang))
	for _, change := range changed {
		d.line("  - from %s: %s", "  - 自 %s 起：%s", change.From, plain(change.Amount))
	}
	if len(changed) > 0 {
		d.line("  - on average by days (%s): %s", "  - 按天数平均（%s）：%s", d.daysOf(t), plain(t.Average))
	}
}

// daysOf says on how many days of a stretch each amount of a target incentive is in force.
func (d *document) daysOf(t TargetResult) string {
	var parts []kam.Text
	for _, p := range d.s.r.calc.inForce(d.s.r.unit, t.Stretch) {
		days, _ := d.s.r.calc.days(d.s.r.unit.plan, p.Period) // they were counted before
		parts = append(parts, say("%s on %d days", "%s 计 %d 天", plain(p.amount), days))
	}
	return strung(parts, ", ", "，").In(d.lang)
}

// conversions writes the rates of the deals in another currency, each deal and number once.
func (d *document) conversions() {
	type key struct {
		deal   string
		number Base
	}
	seen := map[key]bool{}
	for l := range d.s.Lines() {
		x, ok := l.Converted()
		if k := (key{l.Transaction(), x.Number}); !ok || seen[k] {
			continue
		} else {
			seen[k] = true
		}
		if len(seen) == 1 {
			d.line("## Deals in other currencies", "## 其他货币的交易")
			d.line("", "")
			d.line("| Deal | Number | In the deal | Rate | In %s |", "| 交易 | 数值 | 交易金额 | 汇率 | 折合 %s |", d.s.Currency())
			d.line("|---|---|--:|---|--:|", "|---|---|--:|---|--:|")
		}
		d.line("| %s | %s | %s %s | %s (%s) | %s |", "| %s | %s | %s %s | %s（%s） | %s |", escape(d.called(l.Transaction())), numberText(x.Number).In(d.lang), x.Currency, plain(x.Stated), num.Format(x.Rate.Rate), d.days(x.Rate.Period), plain(x.Amount))
	}
	if len(seen) > 0 {
		d.line("", "")
	}
}

// days writes a period for people: its first and its last day.
func (d *document) days(p kam.Period) string {
	if p.IsOpen() {
		return say("from %s", "自 %s 起", p.From).In(d.lang)
	}
	last := p.Until.AddDays(-1)
	if last == p.From {
		return p.From.String()
	}
	return say("%s to %s", "%s 至 %s", p.From, last).In(d.lang)
}

func plain(x decimal.Decimal) string { return grouped(num.Format(x)) }

// kindText names a stretch of the fiscal year.
func kindText(k kam.PeriodKind) kam.Text {
	switch k {
	case kam.Month:
		return kam.Text{EN: "month", ZH: "月"}
	case kam.Quarter:
		return kam.Text{EN: "quarter", ZH: "季"}
	case kam.HalfYear:
		return kam.Text{EN: "half-year", ZH: "半年"}
	default:
		return kam.Text{EN: "year", ZH: "年"}
	}
}

// kindUnit names a stretch of the fiscal year behind a number.
func kindUnit(k kam.PeriodKind) kam.Text {
	unit := kindText(k)
	switch k {
	case kam.Month:
		unit.ZH = "个月"
	case kam.Quarter:
		unit.ZH = "个季度"
	case kam.HalfYear:
		unit.ZH = "个半年"
	default: // 年 needs no measure word
	}
	return unit
}

// numberText names a number of a deal.
func numberText(b Base) kam.Text {
	switch b {
	case BaseMargin:
		return kam.Text{EN: "margin", ZH: "毛利"}
	case BaseCash:
		return kam.Text{EN: "cash received", ZH: "回款"}
	default:
		return kam.Text{EN: "amount", ZH: "金额"}
	}
}

// balance writes an adjustment that earlier periods have a part in: what a cap kept for later, and a cap on the lifetime.
func (d *document) balance(a Adjustment) {
	amount := d.money(a.Amount)
	u, c := d.s.r.unit, d.s.r.calc
	switch a.Kind {
	case AdjustCarriedIn:
		until := u.plan.carries().Until
		d.line("- Carried forward from the cap of earlier periods, payable in periods that start before %s: %s", "- 此前结算期因封顶而结转（可在 %s 之前开始的结算期支付）：%s", until, amount)
	case AdjustLifetimeCap:
		before := num.RoundRat(c.lifetime(u), d.s.Places(), num.HalfUp)
		d.line("- The plan pays at most %s in all; %s was posted in earlier periods: %s", "- 方案全期最多支付 %s，此前结算期已入账 %s：%s", d.money(a.Limit.Decimal), d.money(before), amount)
	default: // the others stand in the statement's own words
	}
}
