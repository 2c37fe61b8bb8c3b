package verify

import (
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
)

// exchange is a rate while it holds.
type exchange struct {
	holds kam.Period
	rate  string
	path  string
}

// money are the amounts that conversions give credits: by place, then by number.
type money map[int]map[string]*big.Rat

// conversions recomputes the numbers of deals in another currency, and compares moves and lines with them.
func (v *verifier) conversions() {
	rates := map[kam.Currency][]exchange{}
	parts, got := map[int]string{}, money{}
	last, number := 0, ""
	for i := range v.doc.Conversions {
		x := &v.doc.Conversions[i]
		c, path := &x.Credit, index("$.conversions", i)
		r := v.meet(path+".credit", c)
		if r == nil || c.Place < 1 || c.From != "" || c.Currency == "" || v.doc.Plan.Conversion == nil {
			v.conflict(path+".credit", say("nothing of the credit is converted", "该业绩归属无需折算"))
			continue
		}
		if c.Place < last || c.Place == last && x.Number <= number || !isMoney(x.Number) {
			v.conflict(path+".number", say("%s is no number of money, or out of order", "%s 不是金额，或排列有误", show(x.Number)))
			continue
		}
		last, number = c.Place, x.Number
		rates[c.Currency] = append(rates[c.Currency], exchange{x.Holds, x.Rate, path})
		v.holds(path, x)
		if old, known := parts[c.Place]; known && old != x.Part {
			v.conflict(path+".part", say("the credit has another part of another number", "该业绩归属在其他数值中的比例不同"))
		}
		parts[c.Place] = x.Part
		amount := v.converted(path, x)
		if got[c.Place] == nil {
			got[c.Place] = map[string]*big.Rat{}
		}
		got[c.Place][x.Number] = mul(amount, v.number(path+".part", x.Part))
	}
	for _, list := range rates {
		v.overlapping(list)
	}
	sums := v.netted(got)
	for _, t := range v.tracks {
		v.convertedMoves(t, got, sums)
	}
	if v.doc.Plan.Refunds.Method == "mirror" {
		sums = got // refunds have lines of their own
	}
	for _, k := range v.parts {
		for _, l := range k.lines {
			v.convertedLine(k, l, got, sums)
		}
	}
}

// holds checks the day of a conversion and when its rate holds, as far as they follow from the statement.
func (v *verifier) holds(path string, x *conversion) {
	p, c := v.doc.Plan, &x.Credit
	switch original, listed := v.sales[c.sale()]; {
	case p.Conversion.Policy == "plan":
		v.same(path+".day", p.Effective.From.String(), x.Day.String())
	case !c.refund():
		v.same(path+".day", c.Date.String(), x.Day.String())
	case p.Conversion.Refunds == "original" && listed:
		v.same(path+".day", v.credits[original].credit.Date.String(), x.Day.String())
	case p.Conversion.Refunds == "own" && p.Refunds.Period == "current" && x.Day != c.Date &&
		(x.Day.After(c.Date) || listed && v.credits[original].credit.Date != c.Date): // it counts on its own day, or with its original
		v.same(path+".day", c.Date.String(), x.Day.String())
	}
	day := x.Day
	switch own := v.doc.Period.Contains(day); {
	case p.Conversion.Policy == "period-average":
		if own && x.Holds != v.doc.Period || !x.Holds.Contains(day) {
			v.conflict(path+".holds", say("%s is not the commission period of %s", "%s 不是 %s 所在的结算期", x.Holds.String(), day.String()))
		}
		return
	case p.Conversion.Policy == "period-end" && !own:
		return // where other commission periods end is given
	case p.Conversion.Policy == "period-end":
		day = v.doc.Period.Until.AddDays(-1)
	}
	if !x.Holds.Contains(day) {
		v.conflict(path+".holds", say("a rate for %s does not hold on %s", "适用于 %s 的汇率不适用于 %s", x.Holds.String(), day.String()))
	}
}

// converted recomputes a number in the plan's currency.
func (v *verifier) converted(path string, x *conversion) *big.Rat {
	c := v.doc.Plan.Conversion
	rate := v.number(path+".rate", x.Rate)
	if rate.Sign() <= 0 {
		v.conflict(path+".rate", say("the rate is not above zero", "汇率不大于零"))
	}
	to := func(n *big.Rat) *big.Rat {
		n = mul(n, rate)
		if c.Places != nil {
			return grid{*c.Places, v.grid.mode}.round(n)
		}
		return n
	}
	amount := v.number(path+".stated", x.Stated)
	switch {
	case x.ShareBefore == "" && x.ShareAfter == "":
		amount = to(amount)
	case !x.Credit.refund():
		v.conflict(path+".share_before", say("only a refund takes a part of another deal", "仅退款才取其他交易的一部分"))
	default:
		v.taken(path+".share_before", &x.Credit, x.ShareBefore, x.ShareAfter)
		part := sub(v.number(path+".share_before", x.ShareBefore), v.number(path+".share_after", x.ShareAfter))
		if c.Refunds == "original" {
			amount = mul(part, to(amount))
		} else {
			amount = to(mul(part, amount))
		}
	}
	v.same(path+".amount", text(amount), x.Amount)
	return amount
}

// overlapping checks that one rate holds at a time.
func (v *verifier) overlapping(list []exchange) {
	slices.SortStableFunc(list, func(a, b exchange) int { return a.holds.Compare(b.holds) })
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if a.holds == b.holds && a.rate != b.rate || a.holds != b.holds && a.holds.Overlaps(b.holds) {
			v.conflict(b.path+".rate", say("another rate holds at the same time", "同一时间另有一条汇率"))
		}
	}
}

// netted adds up what counts at the same place: refunds that reduce a measure at their original are added to it.
func (v *verifier) netted(got money) money {
	sums := money{}
	for _, place := range slices.Sorted(maps.Keys(got)) {
		at := place
		if c := v.credits[place].credit; c.refund() && v.doc.Plan.Refunds.Period == "origin" {
			if original, listed := v.sales[c.sale()]; listed {
				at = original
			}
		}
		if sums[at] == nil {
			sums[at] = map[string]*big.Rat{}
		}
		for number, x := range got[place] {
			if sums[at][number] == nil {
				sums[at][number] = zero()
			}
			sums[at][number] = v.plus("$.conversions", sums[at][number], x)
		}
	}
	return sums
}

// convertedMoves compares the moves of a measure with what was converted.
func (v *verifier) convertedMoves(t *track, got, sums money) {
	if t.doc.Unknown || !isMoney(t.plan.Base) {
		return
	}
	for i, m := range t.moves {
		if m.credit.Currency != "" && v.isConverted(m.credit, t.plan.Base, got) {
			v.same(index(t.path+".moves", i)+".move", text(sums[m.place][t.plan.Base]), text(m.by))
		}
	}
}

// convertedLine compares what a line rests on with what was converted.
func (v *verifier) convertedLine(k *part, l *result, got, sums money) {
	c := &l.doc.Credit
	if c.Currency == "" {
		return
	}
	if base := k.own.plan.Base; isMoney(base) && v.isConverted(c, base, got) {
		v.same(l.path+".base", text(sums[c.Place][base]), text(l.base))
	}
	if base := k.way.plan.Base; isMoney(base) && v.isConverted(c, base, got) {
		v.same(l.path+".span", text(sums[c.Place][base]), text(l.span))
	}
}

// isConverted reports whether a number of a credit is listed, and that it is missing otherwise.
func (v *verifier) isConverted(c *credit, number string, got money) bool {
	if got[c.Place][number] != nil {
		return true
	}
	v.fault(CodeMissing, "$.conversions", say("the %s of the credit with place %d is not listed", "未列出位置 %[2]d 的业绩归属的 %[1]s", number, c.Place), say("ask for the statement to be issued again", "请要求重新出具结算单"))
	return false
}

func isMoney(number string) bool {
	return number == "amount" || number == "margin" || number == "cash"
}
