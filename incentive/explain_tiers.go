package incentive

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// tiers writes the tiers that a component pays by: the bounds, the rates, and in which tier the payee is with how much is
// missing to the next. It writes nothing for a component without tiers.
func (d *document) tiers(k *part) {
	if k.tiers == nil {
		return
	}
	d.line("%s: %s.", "%s：%s。", d.tierTitle(k), d.tierMode(k.tiers.Mode))
	d.line("", "")
	pays := kam.Text{EN: "Rate", ZH: "提成比例"}
	if k.tiers.Mode == InterpolatedAmount {
		pays = kam.Text{EN: "Pays when full", ZH: "满档金额"}
	}
	d.line("| Tier | From | Below | %s | Where you stand |", "| 档次 | 起（含） | 止（不含） | %s | 您的位置 |", pays.In(d.lang))
	d.line("|--:|--:|--:|--:|---|", "|--:|--:|--:|--:|---|")
	here := d.tierReached(k)
	for i, b := range k.tiers.Bands {
		until := "–"
		switch {
		case i+1 < len(k.tiers.Bands):
			until = d.tierBound(k, k.tiers.Bands[i+1].From)
		case b.Until.Valid:
			until = d.tierBound(k, b.Until.Decimal)
		}
		pays := plain(b.Amount.Decimal)
		if b.Rate.Valid {
			pays = d.rate(k, b.Rate.Decimal)
		}
		stands := ""
		switch {
		case i == here:
			stands = d.standing(k, i)
		case d.keeps(k, i):
			stands = say("reached earlier: its rate stays", "曾达到本档，继续适用其提成比例").In(d.lang)
		}
		d.line("| %d | %s | %s | %s | %s |", "| %d | %s | %s | %s | %s |", i+1, d.tierBound(k, b.From), until, pays, stands)
	}
	d.line("", "")
}

// tierTitle says what divides the tiers.
func (d *document) tierTitle(k *part) string {
	def := d.s.r.unit.plan.Measures[k.axis]
	name := escaped(def.label())
	switch {
	case def.Window == PerTransaction:
		return say("Tiers by %s of each deal", "按单笔交易的 %s 分档", name).In(d.lang)
	case k.tiers.Basis == ByAttainment:
		return say("Tiers by attainment of %s", "按 %s 的完成率分档", name).In(d.lang)
	default:
		return say("Tiers by %s", "按 %s 分档", name).In(d.lang)
	}
}

// tierMode says how the rates of tiers apply.
func (d *document) tierMode(m TierMode) string {
	switch m {
	case Whole:
		return say("everything is paid at the rate of the tier reached", "全部按所达档次的提成比例计付（全额累进）").In(d.lang)
	case InterpolatedRate:
		return say("everything is paid at one rate, which runs in a straight line from the rate of a tier to that of the next", "全部按同一提成比例计付，该比例在相邻两档之间按直线变化").In(d.lang)
	case InterpolatedAmount:
		return say("a tier pays its amount in proportion to how far it is filled", "各档按已完成部分占该档的比例计付满档金额").In(d.lang)
	default:
		return say("each part is paid at the rate of the tier that it lies in", "各部分按所在档次的提成比例计付（超额累进）").In(d.lang)
	}
}

// tierBound writes a bound: a share of the quota with the amount that it comes to, "50 % (60,000)".
func (d *document) tierBound(k *part, at decimal.Decimal) string {
	text := boundText(at, k.tiers.Basis)
	axis := &d.s.r.unit.state.measures[k.axis]
	if k.tiers.Basis != ByAttainment || axis.fixed != nil || axis.quota == nil {
		return text
	}
	amount := new(big.Rat).Mul(num.Rat(at), axis.quota)
	return say("%s (%s)", "%s（%s）", text, grouped(num.Format(num.RoundRat(amount, shownPlaces(amount), num.Ceil)))).In(d.lang)
}

// tierReached returns the tier in which the payee is, counted from 0; -1 where each deal is rated by itself, and below the
// first tier.
func (d *document) tierReached(k *part) int {
	axis := &d.s.r.unit.state.measures[k.axis]
	if d.s.r.unit.plan.Measures[k.axis].Window == PerTransaction {
		return -1
	}
	return reached(k.tiers, axis, axis.final)
}

// reached returns the last tier whose bound a position reaches, counted from 0; -1 for none.
func reached(t *Tiers, axis *measured, position *big.Rat) int {
	here := -1
	for i, b := range t.Bands {
		if axis.compare(position, num.Rat(b.From), t.Basis) >= 0 {
			here = i
		}
	}
	return here
}

// keeps tells whether a tier was reached in the period, lost again, and pays all the same.
func (d *document) keeps(k *part, tier int) bool {
	axis := &d.s.r.unit.state.measures[k.axis]
	return k.tiers.Lost == Latched && d.s.r.unit.plan.Measures[k.axis].Window != PerTransaction && reached(k.tiers, axis, axis.highest) == tier
}

// standing says where in its tier the payee is, and how far it is to the next.
func (d *document) standing(k *part, tier int) string {
	axis := &d.s.r.unit.state.measures[k.axis]
	m, _ := d.s.measure(k.axis) // the component was computed from it
	at := plain(m.Value)
	if k.tiers.Basis == ByAttainment && m.Attainment.Valid {
		at = say("%s (%s)", "%s（%s）", at, percent(m.Attainment.Decimal)).In(d.lang)
	}
	switch last := k.tiers.Bands[len(k.tiers.Bands)-1]; {
	case axis.stated(k.tiers.Basis):
		return say("**you are here**: %s, which the plan states for a quota of zero", "**当前档**：%s（目标为零时方案约定的完成率）", percent(m.Attainment.Decimal)).In(d.lang)
	case !d.s.stillPays(k): // no deal comes any more
		return say("**you are here**: %s", "**当前档**：%s", at).In(d.lang)
	case tier+1 < len(k.tiers.Bands):
		short := d.s.missing(k.tiers.Bands[tier+1].From, k.tiers.Basis, axis)
		return say("**you are here**: %s; %s more to tier %d", "**当前档**：%s；距第 %[3]d 档还差 %[2]s", at, short, tier+2).In(d.lang)
	case last.Until.Valid && axis.compare(axis.final, num.Rat(last.Until.Decimal), k.tiers.Basis) < 0:
		short := d.s.missing(last.Until.Decimal, k.tiers.Basis, axis)
		return say("**you are here**: %s; %s more to the end of the last tier", "**当前档**：%s；距最高档满档还差 %s", at, short).In(d.lang)
	default:
		return say("**you are here**: %s; no tier is higher", "**当前档**：%s；已是最高档", at).In(d.lang)
	}
}

// tierOf writes the tier that a slice of a component's line was paid in: "2: 60,000 – 120,000".
func (d *document) tierOf(k *part, s Slice) string {
	text := ""
	switch {
	case s.From.Valid && s.Until.Valid:
		text = plain(s.From.Decimal) + " – " + plain(s.Until.Decimal)
	case s.From.Valid:
		text = say("from %s on", "%s 及以上", plain(s.From.Decimal)).In(d.lang)
	case s.Until.Valid:
		text = say("below %s", "%s 以下", plain(s.Until.Decimal)).In(d.lang)
	}
	if k.tiers == nil || !s.From.Valid {
		return text
	}
	scale := (*big.Rat)(nil)
	if k.tiers.Basis == ByAttainment {
		scale = d.s.r.unit.state.measures[k.axis].quota
	}
	for i, b := range k.tiers.Bands {
		if bound(scaled(b.From, scale)).Decimal.Equal(s.From.Decimal) {
			return say("%d: %s", "%d：%s", i+1, text).In(d.lang)
		}
	}
	return text
}

// rate writes a rate of a component as it stands in the plan, with its percentage where it is a share of money.
func (d *document) rate(k *part, rate decimal.Decimal) string {
	return rateText(rate, d.s.r.unit.plan.Measures[k.measure].Base)
}
