package payout

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds on what terms may state.
const (
	maxHoldbacks   = 100
	maxParts       = 60
	maxComponents  = 500
	maxForgive     = 12
	maxSpanMonths  = 120
	maxPartMonths  = 240
	maxWindowDays  = 3660
	maxInstalments = 10_000
	maxPlaces      = 6
)

// Check returns every fault of the terms that stand at a JSON path, such as "$.payout"; the codes stand in the package
// text. Warnings alone leave the terms usable.
func Check(terms Terms, at string) kam.Findings {
	c := &checker{Faults: wording.Faults{Prefix: "payout"}}
	c.convert(at+".convert", terms.Convert)
	c.holdbacks(at+".holdbacks", terms.Holdbacks)
	if g := terms.Guarantee; g != nil {
		c.guarantee(at+".guarantee", *g)
	}
	if d := terms.Draw; d != nil {
		c.draw(at+".draw", *d)
	}
	lifted := terms.Draw != nil || terms.Guarantee != nil
	if b := terms.Clawback; b != nil {
		c.clawback(at+".clawback", *b, lifted)
	}
	c.recovery(at, terms.Recovery, lifted)
	c.leavers(at, terms)
	if m := terms.Minimum; m != nil {
		c.above(at+".minimum", "amount", m.Amount)
	}
	return c.Findings()
}

// checker finds every fault of terms.
type checker struct{ wording.Faults }

// choice is one way to state a reading.
type choice struct {
	value  string
	effect kam.Text
}

// oneOf reports a word that is none of its choices, with a line to paste for each.
func (c *checker) oneOf(at, key, value string, choices ...choice) bool {
	if slices.ContainsFunc(choices, func(o choice) bool { return o.value == value }) {
		return true
	}
	lines := make([]kam.Text, len(choices))
	for i, o := range choices {
		lines[i] = wording.Say(`"%s": "%s" %s`, `"%s": "%s" %s`, key, o.value, o.effect)
	}
	remedy := wording.Say("choose one: %s", "请选择其一：%s", wording.Clauses(lines))
	if value == "" {
		c.Add("reading-missing", at+"."+key, wording.Say("the terms do not state %q", "条款没有写明 %q", key), remedy)
	} else {
		c.Add("unknown-word", at+"."+key, wording.Say("%s is no known %s", "%s 不是 %s 的有效取值", wording.Quote(value), key), remedy)
	}
	return false
}

// none reports a word or number that has no meaning beside another.
func (c *checker) none(at string, stated bool, en, zh string) {
	if stated {
		c.Add("conflict", at, kam.Text{EN: en, ZH: zh}, wording.Say("remove it", "请删除"))
	}
}

// share reports a share that is missing or outside 0 to 1, or 0 where zero means nothing.
func (c *checker) share(at, key string, share *kam.Fraction, zero bool) {
	place := at + "." + key
	if share == nil {
		c.Add("missing", place, wording.Say("the terms do not state %q", "条款没有写明 %q", key),
			wording.Say(`write a share, such as "%s": "0.5"`, `请写明比例，例如 "%s": "0.5"`, key))
		return
	}
	c.shareIn(place, *share, zero)
}

func (c *checker) shareIn(place string, share kam.Fraction, zero bool) {
	if share.Check() != nil || share.Cmp(kam.Fraction{}) < 0 || share.Cmp(kam.Whole()) > 0 || !zero && share.IsZero() {
		least := wording.Say("above 0", "大于 0")
		if zero {
			least = wording.Say("from 0", "不小于 0")
		}
		c.Add("range", place, wording.Say("the share is out of range", "比例超出范围"),
			wording.Say("use a share %s and at most 1", "请使用%s且不超过 1 的比例", least))
	}
}

// above reports an amount that is missing, out of bounds or not above zero.
func (c *checker) above(at, key string, amount decimal.NullDecimal) {
	place := at + "." + key
	if !amount.Valid {
		c.Add("missing", place, wording.Say("the terms do not state %q", "条款没有写明 %q", key),
			wording.Say(`write an amount, such as "%s": "1000"`, `请写明金额，例如 "%s": "1000"`, key))
		return
	}
	if c.Number(place, amount.Decimal) && !amount.Decimal.IsPositive() {
		c.Add("range", place, wording.Say("the amount is not above zero", "金额不大于零"), wording.Say("use an amount above zero", "请使用大于零的金额"))
	}
}

// between reports a whole number out of range.
func (c *checker) between(place string, n, least, most int) bool {
	if n >= least && n <= most {
		return true
	}
	c.Add("range", place, wording.Say("%d is out of range", "%d 超出范围", n), wording.Say("use %d to %d", "请使用 %d 至 %d", least, most))
	return false
}

// components reports names that are none, or that stand twice in a list.
func (c *checker) components(at string, names []string, seen map[string]bool) {
	c.Count(at, len(names), 0, maxComponents)
	for i, name := range names {
		c.ID(wording.At(at, i), name, seen)
	}
}

// mode reports a rounding mode that is none; empty is allowed where the plan's own holds.
func (c *checker) mode(at, mode string, plans bool) {
	if plans && mode == "" {
		return
	}
	ok := c.oneOf(at, "mode", mode,
		choice{"half-up", wording.Say("takes halves away from zero", "四舍五入（逢五远离零）")},
		choice{"half-even", wording.Say("takes halves to the even digit", "四舍六入五成双")},
		choice{"half-down", wording.Say("takes halves towards zero", "五舍六入")},
		choice{"up", wording.Say("away from zero", "远离零进位")},
		choice{"down", wording.Say("towards zero", "向零截断")},
		choice{"ceil", wording.Say("upwards; refunds may not cancel", "向上取整；退款可能无法完全抵销")},
		choice{"floor", wording.Say("downwards; refunds may not cancel", "向下取整；退款可能无法完全抵销")})
	if ok && !num.Mode(mode).Symmetric() {
		c.Warn("asymmetric-rounding", at+".mode",
			wording.Say("%q rounds a refund differently from its sale, so that the two may not cancel", "%q 对退款与销售的舍入不对称，两者可能无法完全抵销", mode),
			wording.Say(`"mode": "half-up" treats both alike`, `"mode": "half-up" 对两者一致`))
	}
}

func (c *checker) convert(at string, conv *Convert) {
	if conv == nil {
		return
	}
	c.policy(at, conv.Policy, conv.Table)
	c.oneOf(at, "refunds", string(conv.Refunds),
		choice{string(RefundsOriginal), wording.Say("takes a refund back at the rate of the deal's own period", "退款按原交易所属结算期的汇率扣回")},
		choice{string(RefundsOwn), wording.Say("takes a refund back at the rate of the period of the refund", "退款按退款所在结算期的汇率扣回")})
	seen := map[string]bool{}
	c.Count(at+".components", len(conv.Components), 0, maxComponents)
	for i, own := range conv.Components {
		place := wording.At(at+".components", i)
		c.ID(place+".component", own.Component, seen)
		c.policy(place, own.Policy, own.Table)
	}
	if conv.Places != nil {
		c.between(at+".places", int(*conv.Places), 0, maxPlaces)
	}
	c.mode(at, conv.Mode, false)
}

func (c *checker) policy(at string, policy RatePolicy, table string) {
	c.oneOf(at, "policy", string(policy),
		choice{string(RateAtPeriodEnd), wording.Say("takes the rate of the period's last day", "采用结算期最后一天的汇率")},
		choice{string(RatePeriodAverage), wording.Say("takes the period's average rate", "采用结算期平均汇率")},
		choice{string(RateOfPlan), wording.Say("takes the rate of the plan's first day", "采用方案生效首日的汇率")})
	if table != "" && !wording.IsName(table) {
		c.Add("id", at+".table", wording.Say("%s is no name", "%s 不是有效名称", wording.Quote(table)),
			wording.Say("use 1 to %d bytes of printable text", "请使用 1 至 %d 字节的可打印文字", wording.MaxName))
	}
}

func (c *checker) position(at string, position Position, lifted bool) {
	if lifted {
		c.oneOf(at, "position", string(position),
			choice{string(BeforeDraw), wording.Say("lowers the pay that draw and guarantee are compared with", "先行扣减，再与预支或保底比较")},
			choice{string(AfterDraw), wording.Say("comes off what draw and guarantee have lifted", "在预支或保底补足之后扣减")})
		return
	}
	c.none(at+".position", position != "", "a position has no meaning without a draw or a guarantee", "没有预支或保底时，position 没有意义")
}

func (c *checker) recovery(root string, r *Recovery, lifted bool) {
	at := root + ".recovery"
	if r == nil {
		line := `"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}`
		if lifted {
			line = strings.Replace(line, "}", `, "position": "after-draw"}`, 1)
		}
		c.Add("missing", at, wording.Say("the terms do not say how debts are paid back", "条款没有写明如何追收欠款"),
			wording.Say("to recover from all pay, write %s", "如从全部净提成中追收，请写 %s", line))
		return
	}
	if c.oneOf(at, "order", string(r.Order),
		choice{string(OldestFirst), wording.Say("pays the oldest debt first", "先清偿最早的欠款")},
		choice{string(ByKind), wording.Say(`goes by kind: add "kinds": ["shortfall", "opening", "draw"]`, `按类别清偿：另请写 "kinds": ["shortfall", "opening", "draw"]`)}) {
		known := []DebtKind{DrawDebt, OpeningDebt, ShortfallDebt}
		sorted := slices.Sorted(slices.Values(r.Kinds))
		switch {
		case r.Order == ByKind && !slices.Equal(sorted, known):
			c.Add("conflict", at+".kinds", wording.Say("the kinds are not each of the three once", "kinds 未恰好列出三种欠款各一次"),
				wording.Say(`list all three in the order wanted: "kinds": ["shortfall", "opening", "draw"]`, `请按所需顺序列出全部三种："kinds": ["shortfall", "opening", "draw"]`))
		case r.Order != ByKind:
			c.none(at+".kinds", len(r.Kinds) > 0, `kinds belong to "order": "by-kind"`, `kinds 仅与 "order": "by-kind" 搭配使用`)
		}
	}
	c.share(at, "maxShareOfPay", r.MaxShareOfPay, true)
	switch p := r.ProtectedMinimum; {
	case !p.Valid:
		c.Add("missing", at+".protectedMinimum", wording.Say("the terms do not state %q", "条款没有写明 %q", "protectedMinimum"),
			wording.Say(`write "protectedMinimum": "0", or what must be left to the payee`, `请写 "protectedMinimum": "0"，或写明须保留给本人的金额`))
	case c.Number(at+".protectedMinimum", p.Decimal) && p.Decimal.IsNegative():
		c.Add("range", at+".protectedMinimum", wording.Say("the amount is below zero", "金额小于零"), wording.Say("use 0 or more", "请使用不小于 0 的金额"))
	}
	c.position(at, r.Position, lifted)
}

func (c *checker) leavers(root string, terms Terms) {
	at, l := root+".leavers", terms.Leavers
	if l == nil {
		if len(terms.Holdbacks) > 0 {
			c.Add("missing", at, wording.Say("the terms do not say what leavers get of what is held back", "条款没有写明离职人员的暂扣金额如何处理"),
				wording.Say(`write, for example, "leavers": {"held": "as-events", "debts": "as-terms"}`, `例如请写 "leavers": {"held": "as-events", "debts": "as-terms"}`))
		}
		return
	}
	ok := c.oneOf(at, "held", string(l.Held),
		choice{string(LeaverForfeits), wording.Say("forfeits what is held on the last day", "最后在职日仍暂扣的部分作废")},
		choice{string(LeaverReceives), wording.Say("releases all of it", "全部释放")},
		choice{string(LeaverWaits), wording.Say("releases it as for everybody", "与在职人员一样按条件释放")})
	if m := l.TrailingMonths; m != nil {
		c.between(at+".trailingMonths", *m, 0, maxSpanMonths)
		c.none(at+".trailingMonths", ok && l.Held != LeaverWaits, `trailing months belong to "held": "as-events"`, `trailingMonths 仅与 "held": "as-events" 搭配使用`)
	}
	c.oneOf(at, "debts", string(l.Debts),
		choice{string(DebtsAsTerms), wording.Say("recovers them as before", "按原规则继续追收")},
		choice{string(DebtsFromFinalPay), wording.Say("recovers them from all that is still paid", "从剩余应发中全额追收")})
}

// CheckComponents reports components that terms name and a plan does not have, at the JSON path of the terms.
func CheckComponents(terms Terms, at string, known []string) kam.Findings {
	c := &checker{Faults: wording.Faults{Prefix: "payout"}}
	check := func(place, name string) {
		if name != "" && !slices.Contains(known, name) {
			c.Add("unknown-component", place, wording.Say("%s is no component of the plan", "%s 不是方案的组成部分", wording.Quote(name)),
				wording.Say("use one of %s", "请选用其一：%s", wording.Words(known)))
		}
	}
	if terms.Convert != nil {
		for i, own := range terms.Convert.Components {
			check(wording.At(at+".convert.components", i)+".component", own.Component)
		}
	}
	for i, h := range terms.Holdbacks {
		for j, name := range h.Components {
			check(wording.At(wording.At(at+".holdbacks", i)+".components", j), name)
		}
	}
	if terms.Clawback != nil {
		for i, name := range terms.Clawback.Components {
			check(wording.At(at+".clawback.components", i), name)
		}
	}
	return c.Findings()
}
