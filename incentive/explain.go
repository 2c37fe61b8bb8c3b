package incentive

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Markdown returns the statement as a Markdown document in one language: what
// is paid, where the measures stand, the tiers with where the payee is in them,
// every line with its tier slices, every adjustment with its reason, what all
// of it comes to, how far it is to the next tier and gate, and the hashes that
// identify it. Texts from outside are escaped. Every figure is on
// the statement; nothing is computed anew.
func (s Statement) Markdown(lang kam.Lang) string { return s.MarkdownWith(lang, nil) }

// MarkdownWith returns what [Statement.Markdown] does, with deals, and the
// payees that an override is taken from, called as names say; a deal keeps its
// ID behind its name. The payee of the statement is called as in the roster,
// else as names say.
func (s Statement) MarkdownWith(lang kam.Lang, names kam.Names) string {
	d := document{s: s.whole(), lang: lang, names: names}
	d.head()
	d.measures()
	d.grounds()
	for i := range d.s.r.components {
		d.component(i)
	}
	d.planAdjustments()
	d.total()
	d.outlook()
	d.foot()
	return d.String()
}

// document builds a text in one language.
type document struct {
	strings.Builder
	s     Statement
	lang  kam.Lang
	names kam.Names
}

// line writes one line in the document's language.
func (d *document) line(en, zh string, args ...any) {
	d.WriteString(say(en, zh, args...).In(d.lang))
	d.WriteByte('\n')
}

// measure returns what people call a measure, escaped.
func (d *document) measure(name string) kam.Text { return escaped(d.s.MeasureLabel(name)) }

func (d *document) money(x decimal.Decimal) string { return grouped(x.StringFixed(d.s.Places())) }

// fine writes an amount with the places of money, or with as many more as it shows.
func (d *document) fine(x decimal.Decimal) string {
	if x.Equal(x.Truncate(d.s.Places())) {
		return d.money(x)
	}
	return plain(x)
}

// product returns what the base of an adjustment times its factor comes to.
func (d *document) product(a Adjustment) decimal.Decimal {
	grid := d.s.r.unit.plan.grid
	return num.Round(a.Base.Decimal.Mul(a.Factor.Decimal), grid.Places, grid.Mode)
}

func (d *document) head() {
	s := d.s
	payee := s.Payee()
	name := payee.Name
	if name == "" {
		name = d.names.Of(payee.ID)
	}
	d.line("# Commission statement: %s, %s", "# 提成结算单：%s，%s", escape(name), escape(s.PeriodLabel()))
	d.line("", "")
	d.line("| | |", "| | |")
	d.line("|---|---|", "|---|---|")
	d.line("| Payee | %s (%s) |", "| 人员 | %s（%s） |", escape(name), escape(payee.ID))
	d.line("| Period | %s, %s |", "| 结算期 | %s，%s |", escape(s.PeriodLabel()), d.days(s.Period()))
	d.line("| Plan | %s (%s, version %d) |", "| 方案 | %s（%s，第 %d 版） |", escape(s.PlanTitle().In(d.lang)), escape(s.PlanID()), s.PlanVersion())
	d.line("| Earned in this period | **%s %s** |", "| 本期所得 | **%s %s** |", s.Currency(), d.money(s.Earned()))
	d.line("| Payable | **%s %s** |", "| 应付 | **%s %s** |", s.Currency(), d.money(s.Payable()))
	d.line("", "")
	switch {
	case s.Open():
		d.line("This is an open position: it is calculated, and nothing is posted or paid for it.", "该岗位空缺：仅作计算，不入账、不支付。")
		d.line("", "")
	case s.Earned().IsNegative():
		d.line("More is taken back than was earned, so that nothing is payable.", "本期扣回多于所得，因此无应付金额。")
		d.line("", "")
	}
}

func (d *document) measures() {
	d.line("## Where you stand", "## 完成情况")
	d.line("", "")
	d.line("| Measure | Counted since | Carried in | Now | Quota | Attainment |", "| 指标 | 累计自 | 结转 | 目前 | 目标 | 完成率 |")
	d.line("|---|---|--:|--:|--:|--:|", "|---|---|--:|--:|--:|--:|")
	for m := range d.s.Measures() {
		quota, attainment := "–", "–"
		if m.Quota.Valid {
			quota = grouped(num.Format(m.Quota.Decimal))
		}
		if m.Attainment.Valid {
			attainment = percent(m.Attainment.Decimal)
		}
		since, carried := d.s.Period().From, "–" // an observation is told anew, and carries nothing in
		def := d.s.r.unit.plan.Measures[d.s.r.unit.plan.measures[m.Name]]
		if m.Base != BaseObservation {
			since, carried = d.s.countedSince(def.Window), grouped(num.Format(m.Opening))
		}
		d.line("| %s | %s | %s | %s | %s | %s |", "| %s | %s | %s | %s | %s | %s |", escaped(def.label()), since, carried, grouped(num.Format(m.Value)), quota, attainment)
	}
	d.line("", "")
}

// countedSince returns the first day on which a deal counts: where the window starts, or the assignment within it.
func (s Statement) countedSince(w Window) kam.Day {
	start, own := s.r.calc.starts[w], s.r.unit.Period.From
	if own.After(start) {
		return own
	}
	return start
}

// component writes one component: its lines with their slices, its adjustments and its sum.
func (d *document) component(i int) {
	s := d.s
	k, part := &s.r.unit.plan.parts[i], &s.r.unit.state.parts[i]
	d.line("## %s", "## %s", escaped(k.label()))
	d.line("", "")
	d.tiers(k)
	rows := 0
	for n, l := range part.lines {
		if s.r.earlier(part.credit[l.Credit]) {
			continue
		}
		if rows == 0 {
			d.line("| Date | Deal | Base × rate | Tier | Amount |", "| 日期 | 交易 | 基数 × 提成比例 | 档次 | 金额 |")
			d.line("|---|---|--:|---|--:|", "|---|---|--:|---|--:|")
		}
		rows++
		d.deal(Line{s.r, i, n})
	}
	switch {
	case part.pay != nil:
		d.formula(k, part.pay)
	case rows == 0:
		d.line("No deal paid here in this period.", "本期没有交易在此计提。")
	}
	d.factors(k)
	d.line("", "")
	wrote := false
	for _, a := range s.adjustments(i) {
		d.adjustment(a, k)
		wrote = true
	}
	if wrote {
		d.line("", "")
	}
	x := s.r.components[i]
	d.line("**%s: %s %s**", "**%s：%s %s**", escaped(k.label()), s.Currency(), d.money(x.toDate.Sub(x.before)))
	d.line("", "")
}

// called returns what people call a deal, with its ID.
func (d *document) called(deal string) string {
	if d.names.Of(deal) == deal {
		return deal
	}
	return say("%s (%s)", "%s（%s）", d.names.Of(deal), deal).In(d.lang)
}

// deal writes one line of a component, a row a slice.
func (d *document) deal(l Line) {
	k := &d.s.r.unit.plan.parts[l.part]
	name := d.called(l.Transaction())
	if name == "" {
		name = say("sum of %s", "%s 的合计", d.names.Of(l.From())).In(d.lang)
	} else if l.From() != "" {
		name = say("%s of %s", "%s（%s）", name, d.names.Of(l.From())).In(d.lang)
	}
	date, rounded := l.Date().String(), false
	for slice := range l.Slices() {
		formula := "–"
		if slice.Rate.Valid {
			formula = grouped(num.Format(slice.Base)) + " × " + d.rate(k, slice.Rate.Decimal)
			if l.Share() != "1" {
				formula += " × " + l.Share()
			}
			rounded = rounded || !l.formula(slice).Equal(slice.Amount)
		}
		d.line("| %s | %s | %s | %s | %s |", "| %s | %s | %s | %s | %s |", date, escape(name), formula, d.tierOf(k, slice), d.money(slice.Amount))
		date, name = "", ""
	}
	note := escape(l.Note().In(d.lang))
	if cut := l.Cut(); !cut.IsZero() {
		if note == "" {
			note = say("rounded together with the deal's other lines", "与该交易其他行合并舍入").In(d.lang)
		}
		d.line("| | | | %s | %s |", "| | | | %s | %s |", note, d.money(cut))
		return
	}
	switch {
	case rounded && note == "":
		note = say("rounded together with other amounts", "与其他金额合并舍入").In(d.lang)
	case rounded:
		note = say("%s; rounded together with other amounts", "%s；与其他金额合并舍入", note).In(d.lang)
	}
	if note != "" {
		d.line("| | | | %s | |", "| | | | %s | |", note)
	}
}

// adjustment writes one adjustment with its reason.
func (d *document) adjustment(a Adjustment, k *part) {
	amount := d.money(a.Amount)
	limit := ""
	if a.Limit.Valid {
		limit = d.money(a.Limit.Decimal)
	}
	switch a.Kind {
	case AdjustCurve, AdjustEvery, AdjustContest, AdjustPool:
		d.sum(a)
	case AdjustTransactionCap:
		d.line("- Deal %s would pay all payees together %s, above its cap of %s; your part of what is cut: %s", "- 交易 %s 对所有人员合计应付 %s，超过单笔封顶 %s；您分担的扣减：%s", escape(d.called(a.Transaction)), d.money(a.Total.Decimal), limit, amount)
	case AdjustMultiplier:
		d.line("- %s stands at %s: %s × %s = %s, which changes the sum by %s", "- %s 为 %s：%s × %s = %s，合计变动 %s", d.measure(a.Measure), positionText(a), d.fine(a.Base.Decimal), num.Format(a.Factor.Decimal), d.money(d.product(a)), amount)
	case AdjustGate:
		for _, g := range k.Gates {
			d.gate(g, k)
		}
		if k.form() != "" {
			d.line("- The gate is not passed, so that this is not paid: %s", "- 未达到门槛，以上金额不予计付：%s", amount)
		} else {
			d.line("- The gate is not passed, so that the lines above are not paid: %s", "- 未达到门槛，以上各行不予计付：%s", amount)
		}
	case AdjustCap:
		d.line("- The component is capped at %s: %s", "- 本组成部分封顶 %s：%s", limit, amount)
	case AdjustFloor:
		d.line("- The component pays at least %s: %s", "- 本组成部分保底 %s：%s", limit, amount)
	case AdjustEarlier:
		d.line("- Deals counted before %s, at the rates reached by now: %s", "- %s 之前计入的交易，按目前所达提成比例：%s", d.s.Period().From, amount)
	case AdjustPosted:
		d.line("- Of these posted in earlier periods: %s", "- 其中此前期间已入账：%s", amount)
	case AdjustPlanCap:
		d.line("- The plan is capped at %s to date: %s", "- 方案累计封顶 %s：%s", limit, amount)
	case AdjustCarriedIn, AdjustLifetimeCap:
		d.balance(a)
	case AdjustPeriodCap:
		d.line("- The period is capped at %s: %s", "- 本期封顶 %s：%s", limit, amount)
	}
}

// gate says what a gate asks for.
func (d *document) gate(g Gate, k *part) {
	name := g.Measure
	if name == "" {
		name = k.Component.Measure
	}
	d.line("- Gate: %s must reach %s", "- 门槛：%s 须达到 %s", d.measure(name), boundText(g.At, g.Basis))
}

func (d *document) planAdjustments() {
	wrote := false
	for a := range d.s.Adjustments() {
		if a.Component != "" {
			continue
		}
		if !wrote {
			d.line("## Limits of the plan", "## 方案限额")
			d.line("", "")
		}
		wrote = true
		d.adjustment(a, nil)
	}
	if wrote {
		d.line("", "")
	}
}

// total writes what the components and the limits of the plan come to together, where there is more than one of them.
func (d *document) total() {
	parts := len(d.s.r.components)
	for a := range d.s.Adjustments() {
		if a.Component == "" {
			parts++
		}
	}
	if parts > 1 {
		d.line("**Earned in all: %s %s**", "**所得合计：%s %s**", d.s.Currency(), d.money(d.s.Earned()))
		d.line("", "")
	}
}

// outlook says how far it is to the next tier and to gates that are not passed.
func (d *document) outlook() {
	var lines []kam.Text
	u := d.s.r.unit
	for i := range u.plan.parts {
		k := &u.plan.parts[i]
		if t, ok := d.s.nextTier(k); ok {
			lines = append(lines, t)
		}
		lines = append(lines, d.s.nextOnSum(k, &u.state.parts[i])...)
		for _, g := range k.Gates {
			at := &u.state.measures[u.plan.gateMeasure(k, g)]
			if !at.stated(g.Basis) && at.compare(at.final, num.Rat(g.At), g.Basis) < 0 {
				lines = append(lines, d.s.distance(k, g.At, g.Basis, at, say("the gate at %s", "%s 的门槛", boundText(g.At, g.Basis))))
			}
		}
	}
	if len(lines) == 0 {
		return
	}
	d.line("## What comes next", "## 下一步")
	d.line("", "")
	for _, t := range lines {
		d.WriteString("- " + escape(t.In(d.lang)) + "\n")
	}
	d.line("", "")
}

func (d *document) foot() {
	d.line("---", "---")
	d.line("", "")
	d.line("Everything above sums to %s %s. Plan `%s`, inputs `%s`.", "以上各项合计为 %s %s。方案 `%s`，输入 `%s`。", d.s.Currency(), d.money(d.s.Earned()), d.s.PlanHash(), d.s.InputHash())
}

// rateText writes a rate as it stands in the plan: a share of money with its percentage, money for each unit or deal alone.
func rateText(rate decimal.Decimal, of Base) string {
	if of == BaseUnits || of == BaseCount {
		return plain(rate)
	}
	return fmt.Sprintf("%s (%s)", num.Format(rate), percent(rate))
}

// percent writes a share as a percentage, all digits.
func percent(share decimal.Decimal) string {
	return grouped(num.Format(share.Shift(2))) + " %"
}

func boundText(at decimal.Decimal, basis Basis) string {
	if basis == ByAttainment {
		return percent(at)
	}
	return grouped(num.Format(at))
}

// grouped puts commas between thousands.
func grouped(s string) string {
	sign, rest := "", s
	if strings.HasPrefix(rest, "-") {
		sign, rest = "-", rest[1:]
	}
	whole, frac, found := strings.Cut(rest, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if found {
		b.WriteByte('.')
		b.WriteString(frac)
	}
	return sign + b.String()
}

// escape keeps a text from outside from being read as Markdown or HTML.
func escape(s string) string {
	return strings.NewReplacer(
		"\\", "\\\\", "|", "\\|", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "]", "\\]",
		"<", "&lt;", ">", "&gt;", "&", "&amp;", "#", "\\#", "\n", " ", "\r", " ",
	).Replace(s)
}
