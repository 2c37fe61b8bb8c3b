package payout

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

func (c *checker) holdbacks(at string, list []Holdback) {
	c.Count(at, len(list), 0, maxHoldbacks)
	seen, rest := map[string]bool{}, -1
	for i, h := range list {
		place := wording.At(at, i)
		if len(h.Components) == 0 {
			if rest >= 0 {
				c.Add("conflict", place+".components", wording.Say("two holdbacks are for all other components", "有两项暂扣规则适用于其余所有组成部分"),
					wording.Say("name the components of one of them", "请为其中一项写明 components"))
			}
			rest = i
		}
		c.components(place+".components", h.Components, seen)
		c.parts(place+".parts", h.Parts)
		c.oneOf(place, "sums", string(h.Sums),
			choice{string(SumsSpread), wording.Say("spreads sums without a deal over the deals of the period", "将不属于任何交易的金额按比例摊入当期各交易")},
			choice{string(SumsAtOnce), wording.Say("pays or takes them at once", "立即发放或扣减")},
			choice{string(SumsHold), wording.Say("holds a part of them back like a deal's", "与交易一样按比例暂扣")})
		c.mode(place, h.Mode, true)
	}
}

func (c *checker) parts(at string, parts []Part) {
	if !c.Count(at, len(parts), 1, maxParts) {
		return
	}
	shares, usable := make([]kam.Fraction, len(parts)), true
	for i, p := range parts {
		place := wording.At(at, i)
		c.shareIn(place+".share", p.Share, false)
		usable = usable && p.Share.Check() == nil
		shares[i] = p.Share
		if !c.oneOf(place, "on", string(p.On), triggers()...) {
			continue
		}
		if p.On == OnDate && !p.Date.IsSet() {
			c.Add("missing", place+".date", wording.Say("the day of release is not stated", "没有写明释放日期"), wording.Say(`write "date": "2026-12-31"`, `请写 "date": "2026-12-31"`))
		}
		if p.On == OnAfter {
			c.between(place+".months", p.Months, 1, maxPartMonths)
		}
		c.none(place+".date", p.On != OnDate && p.Date.IsSet(), `a date belongs to "on": "date"`, `date 仅与 "on": "date" 搭配使用`)
		c.none(place+".months", p.On != OnAfter && p.Months != 0, `months belong to "on": "after"`, `months 仅与 "on": "after" 搭配使用`)
	}
	if total := kam.Sum(shares...); usable && total.Cmp(kam.Whole().Rat()) != 0 {
		c.Add("shares", at, wording.Say("the shares total %s, not 1", "各部分比例合计为 %s，不等于 1", total),
			wording.Say("make them total exactly 1; fractions such as 1/3 are allowed", "请使合计恰好为 1，可使用 1/3 这样的分数"))
	}
}

func triggers() []choice {
	return []choice{
		{string(OnBooking), wording.Say("pays at once", "立即发放")},
		{string(OnInvoice), wording.Say("pays as invoices are written", "按开票比例释放")},
		{string(OnCollection), wording.Say("pays as cash is collected", "按回款比例释放")},
		{string(OnAcceptance), wording.Say("pays as the customer accepts", "按验收比例释放")},
		{string(OnYearEnd), wording.Say("pays at the end of the fiscal year", "财年末释放")},
		{string(OnDate), wording.Say("pays on a day", "于指定日期释放")},
		{string(OnAfter), wording.Say("pays after some months", "若干个月后释放")},
	}
}

func (c *checker) span(at string, s Span) {
	if !s.Period.IsZero() {
		c.Period(at+".period", s.Period, false)
		c.none(at+".monthsFromHire", s.MonthsFromHire != 0, "a period and months from hire exclude each other", "period 与 monthsFromHire 只能写一项")
	} else if s.MonthsFromHire != 0 {
		c.between(at+".monthsFromHire", s.MonthsFromHire, 1, maxSpanMonths)
	}
	c.oneOf(at, "partial", string(s.Partial),
		choice{string(PartialFull), wording.Say("counts a period in full that is covered in part", "部分覆盖的结算期按全额计")},
		choice{string(PartialByDays), wording.Say("counts the calendar days that are covered", "按覆盖的日历天数折算")},
		choice{string(PartialNone), wording.Say("does not count it", "部分覆盖的结算期不计")})
}

func (c *checker) floor(at string, against Against) {
	c.oneOf(at, "against", string(against),
		choice{string(AgainstEarned), wording.Say("compares with what was earned", "与当期所得比较")},
		choice{string(AgainstReleased), wording.Say("compares with what is not held back, and what was released", "与扣除暂扣并计入释放后的金额比较")})
}

func (c *checker) belowZero(at string, below BelowZero) {
	c.oneOf(at, "belowZero", string(below),
		choice{string(BelowZeroLift), wording.Say("lifts a negative period to the full floor", "负数结算期也补足到全额")},
		choice{string(BelowZeroKeep), wording.Say("lifts from zero and lets the negative amount come off it", "自零起补足，负数部分照扣")})
}

func (c *checker) guarantee(at string, g Guarantee) {
	if g.Amount.Valid {
		c.above(at, "amount", g.Amount)
	}
	c.span(at+".for", g.For)
	c.floor(at, g.Against)
	c.belowZero(at, g.BelowZero)
}

func (c *checker) draw(at string, d Draw) {
	known := c.oneOf(at, "kind", string(d.Kind),
		choice{string(NonRecoverable), wording.Say("lifts pay to the draw level; nothing is owed", "补足到预支保底额，无须归还")},
		choice{string(Recoverable), wording.Say("lifts pay to the draw level; what was added is owed", "补足到预支保底额，补足部分须归还")},
		choice{string(OnTop), wording.Say("is paid on top of earnings and owed", "在所得之外另行预支，须归还")},
		choice{string(StartOfPeriod), wording.Say("is paid before the period is calculated and taken out of its earnings", "期初预支，期末从所得中扣回")})
	if d.Amount.Valid {
		c.above(at, "amount", d.Amount)
	}
	c.span(at+".for", d.For)
	c.floor(at, d.Against)
	if known {
		if d.Kind == NonRecoverable || d.Kind == Recoverable {
			c.belowZero(at, d.BelowZero)
		} else {
			c.none(at+".belowZero", d.BelowZero != "", "this kind of draw lifts nothing to a floor", "此类预支不补足到下限")
		}
		c.drawRecovery(at, d)
	}
	c.Count(at+".forgive", len(d.Forgive), 0, maxForgive)
	for i, f := range d.Forgive {
		place := wording.At(at+".forgive", i)
		if c.oneOf(place, "on", string(f.On),
			choice{string(ForgiveOnDate), wording.Say("forgives on a day", "于指定日期豁免")},
			choice{string(ForgiveOnLeaving), wording.Say("forgives on leaving", "离职时豁免")}) {
			if f.On == ForgiveOnDate && !f.Date.IsSet() {
				c.Add("missing", place+".date", wording.Say("the day is not stated", "没有写明日期"), wording.Say(`write "date": "2026-12-31"`, `请写 "date": "2026-12-31"`))
			}
			c.none(place+".date", f.On != ForgiveOnDate && f.Date.IsSet(), `a date belongs to "on": "date"`, `date 仅与 "on": "date" 搭配使用`)
		}
		c.share(place, "share", f.Share, false)
	}
}

func (c *checker) drawRecovery(at string, d Draw) {
	r := d.Recovery
	if d.Kind == NonRecoverable {
		c.none(at+".recovery", r != nil, "a draw that is not recoverable is not recovered", "不可追回的预支没有追收")
		c.none(at+".forgive", len(d.Forgive) > 0, "a draw that is not recoverable is not forgiven", "不可追回的预支无须豁免")
		return
	}
	if r == nil {
		c.Add("missing", at+".recovery", wording.Say("the terms do not say how the draw is paid back", "条款没有写明预支如何归还"),
			wording.Say(`write, for example, "recovery": {"of": "above-draw", "share": "1"}`, `例如请写 "recovery": {"of": "above-draw", "share": "1"}`))
		return
	}
	at += ".recovery"
	c.oneOf(at, "of", string(r.Of),
		choice{string(AboveDraw), wording.Say("recovers from what exceeds the draw of the period", "从超出当期预支（保底）额的部分追收")},
		choice{string(AllPay), wording.Say("recovers from all pay", "从全部净提成中追收")})
	c.share(at, "share", r.Share, false)
	if r.AfterMonths == 0 {
		return
	}
	c.between(at+".afterMonths", r.AfterMonths, 1, maxSpanMonths)
	c.none(at+".afterMonths", r.From.IsSet(), "a first day and months exclude each other", "from 与 afterMonths 只能写一项")
}

func (c *checker) clawback(at string, b Clawback, lifted bool) {
	c.components(at+".components", b.Components, map[string]bool{})
	if c.oneOf(at, "method", string(b.Method),
		choice{string(ClawFull), wording.Say("takes all back", "全额追回")},
		choice{string(ClawPercent), wording.Say("takes a fixed part back", "按固定比例追回")},
		choice{string(ClawByDays), wording.Say("takes the part of the window that is left", "按窗口剩余天数比例追回")},
		choice{string(ClawSchedule), wording.Say("takes a part by the instalments elapsed", "按已履行期数的比例追回")}) {
		c.method(at, b)
	}
	if b.Withdrawn != nil {
		c.shareIn(at+".withdrawn", *b.Withdrawn, true)
	}
	if b.Days != 0 {
		c.between(at+".days", b.Days, 1, maxWindowDays)
	}
	if b.Months != 0 {
		c.between(at+".months", b.Months, 1, maxSpanMonths)
		c.none(at+".months", b.Days != 0, "days and months exclude each other", "days 与 months 只能写一项")
	}
	based := c.oneOf(at, "base", string(b.Base),
		choice{string(BaseEarned), wording.Say("takes a part of all that the deal earned", "以该交易全部所得为基数")},
		choice{string(BasePaid), wording.Say("takes a part of what was not held back any more", "仅以已释放的部分为基数")})
	held := c.oneOf(at, "held", string(b.Held),
		choice{string(HeldCancel), wording.Say("cancels what is held back", "取消仍暂扣的部分")},
		choice{string(HeldFirst), wording.Say("takes from it first", "先从暂扣部分中追回")},
		choice{string(HeldKeep), wording.Say("leaves it to be released", "暂扣部分照常释放")})
	if b.Sums != "" {
		c.clawbackSums(at, b.Sums)
	}
	if based && held && b.Base == BasePaid && b.Held != HeldCancel {
		c.Add("conflict", at+".held", wording.Say("what was paid is settled only when nothing is released after it", "仅以已释放部分为基数时，其后不得再有释放"),
			wording.Say(`write "held": "cancel", or "base": "earned"`, `请写 "held": "cancel"，或改为 "base": "earned"`))
	}
	c.position(at, b.Position, lifted)
}

func (c *checker) clawbackSums(at string, sums ClawbackSums) {
	c.oneOf(at, "sums", string(sums),
		choice{string(ClawSpread), wording.Say("lets a cap, gate or multiplier on a sum lower what each deal of the period has earned, in proportion", "合计上的封顶、门槛或系数按比例计入当期各交易的所得")},
		choice{string(ClawLeave), wording.Say("takes deals back as if there were none", "追回交易时不考虑这些合计调整")})
}

// CheckClawbackSums reports a clawback that does not say what sums without a deal are to it, where something is done to the sum of
// a component of the plan whose deals are taken back and not held back; and one that says it where all those have a holdback, whose
// own reading holds. Places are below the JSON path of the terms.
func CheckClawbackSums(terms Terms, at string, components, summed []string) kam.Findings {
	c, r, b := &checker{Faults: wording.Faults{Prefix: "payout"}}, newRules(terms), terms.Clawback
	if b == nil {
		return nil
	}
	taken := func(name string) bool { return r.clawsBack(name) && r.holdback(name) == r.booked }
	if b.Sums == "" && slices.ContainsFunc(summed, taken) {
		c.clawbackSums(at+".clawback", "")
	}
	c.none(at+".clawback.sums", b.Sums != "" && !slices.ContainsFunc(components, taken), "the holdbacks say what sums are to deals, for every component that is taken back", "凡可追回的组成部分，其暂扣规则均已写明合计金额的处理")
	return c.Findings()
}

func (c *checker) method(at string, b Clawback) {
	if b.Method == ClawPercent {
		c.share(at, "share", b.Share, false)
	} else {
		c.none(at+".share", b.Share != nil, `a share belongs to "method": "percent"`, `share 仅与 "method": "percent" 搭配使用`)
	}
	if b.Method == ClawByDays && b.Days == 0 && b.Months == 0 {
		c.Add("missing", at+".days", wording.Say("days left are counted to the end of a window, and none is stated", "按剩余天数追回需要窗口，但没有写明"),
			wording.Say(`write "days": 365 or "months": 12`, `请写 "days": 365 或 "months": 12`))
	}
	if b.Method != ClawSchedule {
		c.none(at+".bands", len(b.Bands) > 0, `bands belong to "method": "schedule"`, `bands 仅与 "method": "schedule" 搭配使用`)
		return
	}
	if !c.Count(at+".bands", len(b.Bands), 1, maxParts) {
		return
	}
	for i, band := range b.Bands {
		place := wording.At(at+".bands", i)
		c.between(place+".from", band.From, 0, maxInstalments)
		switch {
		case i == 0 && band.From != 0:
			c.Add("order", place+".from", wording.Say("the first band starts at %d, not at 0", "第一档自 %d 起，而非自 0 起", band.From), wording.Say(`write "from": 0`, `请写 "from": 0`))
		case i > 0 && band.From <= b.Bands[i-1].From:
			c.Add("order", place+".from", wording.Say("the bands are not ascending", "各档未按升序排列"), wording.Say("start each band above the one before", "请使每档的起点高于前一档"))
		}
		c.share(place, "share", band.Share, true)
	}
}
