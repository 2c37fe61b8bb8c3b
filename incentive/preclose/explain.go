package preclose

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// explanation collects the parts of a variance.
type explanation struct {
	parts  []Part
	places int32
}

// add takes a part; one of zero says nothing.
func (x *explanation) add(cause Cause, amount decimal.Decimal, text kam.Text) {
	if !amount.IsZero() {
		x.parts = append(x.parts, Part{cause, amount, text})
	}
}

// round rounds to the plan's places, half-up.
func (x *explanation) round(r *big.Rat) decimal.Decimal { return num.RoundRat(r, x.places, num.HalfUp) }

// explain divides the variance of a row.
func (b *builder) explain(r Row) []Part {
	x := explanation{places: r.Places}
	x.add(CauseLate, r.Late, b.lateText(r))
	rest := r.Variance.Decimal.Sub(r.Late)
	if b.in.Before == nil {
		x.add(CauseUnexplained, rest, wording.Say("the run of the last period was not handed in", "未提供上一期的运行结果"))
		return x.parts
	}
	at := account{r.Payee, r.Plan}
	now, before := b.now.units[at], b.before.units[at]
	if now != nil && now.last.Currency() != r.Currency {
		now = nil
	}
	if before != nil && before.last.Currency() != r.Currency {
		before = nil
	}
	ran := decimal.Zero
	if before != nil {
		ran = before.of(r.Component).amount
	}
	x.add(CausePostedDiffers, ran.Sub(r.Last.Decimal), wording.Say("posted %s, while the run of the last period earned %s", "上期入账 %s，而其运行结果为 %s", r.money(r.Last.Decimal), r.money(ran)))
	switch {
	case b.before.held[at]:
		x.add(CauseHeldBefore, r.Earned, kam.Text{})
	case now == nil:
		x.add(CauseLeft, ran.Neg(), kam.Text{})
	case before == nil:
		x.add(CauseJoined, r.Earned, kam.Text{})
	default:
		x.compare(r, now, before)
	}
	return x.parts
}

// compare divides what two runs say of a component.
func (x *explanation) compare(r Row, now, before *unit) {
	_, has := now.facts[r.Component]
	_, had := before.facts[r.Component]
	n, o := now.of(r.Component), before.of(r.Component)
	version := now.version != before.version
	versions := wording.Say("version %d after %d", "由第 %[2]d 版变为第 %[1]d 版", now.version, before.version)
	if version && has != had {
		x.add(CauseVersion, n.amount.Sub(o.amount), versions)
		return
	}
	volume := n.gross.Sub(o.gross)
	text := wording.Say("the base is %s after %s", "基数由 %[2]s 变为 %[1]s", wording.Amount(n.base, 0), wording.Amount(o.base, 0))
	if !o.base.IsZero() {
		effect := new(big.Rat).Mul(num.Rat(o.gross), new(big.Rat).Quo(num.Rat(n.base.Sub(o.base)), num.Rat(o.base)))
		volume = x.round(effect)
	}
	x.add(CauseVolume, volume, text)
	rate := n.gross.Sub(o.gross).Sub(volume)
	rates := wording.Say("the effective rate is %s after %s", "实际提成比例由 %[2]s 变为 %[1]s", effective(n), effective(o))
	switch {
	case !version || o.pays(n):
		x.rest(CauseRate, rate, n, o, rates)
	case n.rule.Rate.Valid && o.rule.Rate.Valid: // one rate pays the same at any volume: the version makes all of it
		x.add(CauseVersion, rate, versions)
	default:
		x.rest(CauseRate, rate, n, o, besides(rates, versions))
	}
	x.curve(r, n, o, version, versions)
	for _, s := range []struct {
		cause Cause
		kinds []incentive.AdjustmentKind
	}{
		{CauseEvery, []incentive.AdjustmentKind{incentive.AdjustEvery}},
		{CauseContest, []incentive.AdjustmentKind{incentive.AdjustContest}},
		{CausePool, []incentive.AdjustmentKind{incentive.AdjustPool}},
		{CauseGate, []incentive.AdjustmentKind{incentive.AdjustGate}},
		{CauseMultiplier, []incentive.AdjustmentKind{incentive.AdjustMultiplier}},
		{CauseCap, []incentive.AdjustmentKind{
			incentive.AdjustTransactionCap, incentive.AdjustCap, incentive.AdjustPlanCap, incentive.AdjustCarriedIn, incentive.AdjustPeriodCap, incentive.AdjustLifetimeCap,
		}},
		{CauseFloor, []incentive.AdjustmentKind{incentive.AdjustFloor}},
		{CauseTrueUp, []incentive.AdjustmentKind{incentive.AdjustEarlier, incentive.AdjustPosted}},
	} {
		is, was := n.sum(s.kinds), o.sum(s.kinds)
		switch s.cause {
		case CauseCap: // caps and floors on deals show in their lines
			is, was = is.Add(n.cut), was.Add(o.cut)
		case CauseGate: // and so do gates that are tested deal by deal
			is, was = is.Add(n.shut), was.Add(o.shut)
		default: // on sums alone
		}
		x.add(s.cause, is.Sub(was), wording.Say("%s after %s", "由 %[2]s 变为 %[1]s", r.money(is), r.money(was)))
	}
}

// curve divides what a curve pays differently into its base and its factor.
func (x *explanation) curve(r Row, n, o *facts, version bool, versions kam.Text) {
	change := n.adjusted[incentive.AdjustCurve].Sub(o.adjusted[incentive.AdjustCurve])
	is, was := n.detail[incentive.AdjustCurve], o.detail[incentive.AdjustCurve]
	if is.Base.Valid && was.Base.Valid && was.Factor.Valid {
		effect := x.round(num.Rat(is.Base.Decimal.Sub(was.Base.Decimal).Mul(was.Factor.Decimal)))
		x.add(CauseTarget, effect, wording.Say("the base is %s after %s", "基数由 %[2]s 变为 %[1]s", r.money(is.Base.Decimal), r.money(was.Base.Decimal)))
		change = change.Sub(effect)
	}
	text := wording.Say("the factor is %s after %s", "系数由 %[2]s 变为 %[1]s", shown(is.Factor), shown(was.Factor))
	switch {
	case version && (n.rule.Curve == nil) != (o.rule.Curve == nil):
		x.add(CauseVersion, change, versions)
		return
	case version && n.rule.Curve != nil && !sameCurve(n.rule.Curve, o.rule.Curve):
		text = besides(text, versions)
	}
	x.rest(CauseCurve, change, n, o, text)
}

// besides says beside a cause that the version changed too, where it cannot be told how much of it is the version's.
func besides(text, versions kam.Text) kam.Text {
	return wording.Say("%s; the plan version changed as well: %s", "%s；方案版本也有变化：%s", text, versions)
}

// rest divides what rates or a curve change into the quota's part and the rest.
func (x *explanation) rest(cause Cause, change decimal.Decimal, n, o *facts, text kam.Text) {
	if n.axis.quota != nil && o.axis.quota != nil && n.axis.quota.Cmp(o.axis.quota) != 0 {
		from, to := new(big.Rat).Quo(o.axis.position, o.axis.quota), new(big.Rat).Quo(n.axis.position, n.axis.quota)
		middle := new(big.Rat).Quo(n.axis.position, o.axis.quota)
		if moved := new(big.Rat).Sub(to, from); moved.Sign() != 0 {
			part := new(big.Rat).Mul(num.Rat(change), new(big.Rat).Quo(new(big.Rat).Sub(to, middle), moved))
			quota := x.round(part)
			x.add(CauseQuota, quota, wording.Say("the quota is %s after %s", "目标由 %[2]s 变为 %[1]s", quantity(n.axis.quota), quantity(o.axis.quota)))
			change = change.Sub(quota)
		}
	}
	x.add(cause, change, text)
}

func (f *facts) sum(kinds []incentive.AdjustmentKind) decimal.Decimal {
	total := decimal.Zero
	for _, k := range kinds {
		total = total.Add(f.adjusted[k])
	}
	return total
}

// effective is what lines earn for each unit of their base, for people: at most 6 decimal places.
func effective(f *facts) string {
	if f.base.IsZero() {
		return "—"
	}
	return num.Format(num.RoundRat(new(big.Rat).Quo(num.Rat(f.gross), num.Rat(f.base)), 6, num.HalfUp))
}

// quantity writes a number that has at most 4 decimal places.
func quantity(r *big.Rat) string { return wording.Amount(num.RoundRat(r, 4, num.HalfUp), 0) }

func shown(d decimal.NullDecimal) string {
	if !d.Valid {
		return "—"
	}
	return wording.Decimal(d.Decimal)
}

// money writes an amount of the row.
func (r Row) money(d decimal.Decimal) string { return wording.Amount(d, r.Places) }
