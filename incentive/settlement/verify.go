package settlement

import (
	"encoding/json"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// VerifyExport adds a statement up anew from the bytes that [Statement.Export] gave, and returns nil when every figure
// follows. Else the error is a *kam.InvalidError with every difference: the JSON path, the figure found and the one
// expected, in English and Chinese.
//
// What nil proves: each earnings part is right as [incentive.VerifyStatement] says, and is this payee's, plan's and period's;
// the earnings, corrections and adjustments are those that the steps count; what was payable, paid, held and owed before,
// with the steps, is what stands now; the entries of the ledger balance in each currency and make the same changes; each
// holdback has parts in the shares that it states, and what is left of them is what is held; and the document is as it was
// exported.
//
// What nil does not prove: that a draw, a guarantee, a clawback, a recovery or a rate is what the terms say, and that the
// balances before, the events and the facts about people are the right ones. For that, settle anew from the host's own records
// and compare the settlement's id.
//
// It reads at most 16 MiB, never panics, whatever the bytes are, does no I/O and is safe for concurrent use.
func VerifyExport(exported []byte) error {
	v := verifier{faults: newFaults()}
	if found := strictjson.Decode(exported, &v.x, "settlement"); len(found) > 0 {
		return found.Err()
	}
	if v.x.Format != ExportFormat {
		v.Add("format", "$.format", wording.Say("%s is not the format", "%s 不是该格式", wording.Quote(v.x.Format)), wording.Say("export the statement as %s", "请以 %s 格式导出", ExportFormat))
		return v.Err()
	}
	if v.x.Places < 0 || v.x.Places > maxPlaces || v.x.PlanPlaces < 0 || v.x.PlanPlaces > maxPlaces {
		v.Add("format", "$.places", wording.Say("the decimal places are not 0 to %d", "小数位数不在 0 至 %d 之间", maxPlaces), wording.Say("export the statement again", "请重新导出结算单"))
		return v.Err()
	}
	v.digest()
	v.sums = v.steps()
	v.earnings()
	v.balances()
	v.postings()
	v.holdbacks()
	return v.Err()
}

// maxPlaces is the largest number of decimal places of amounts.
const maxPlaces = 6

// verifier checks one exported statement.
type verifier struct {
	*faults
	x    Exported
	sums map[payout.StepKind]change
}

// amount reads money.
func (v *verifier) amount(place, text string, places int32) decimal.Decimal {
	d, err := num.Parse(text)
	if err != nil || d.StringFixed(places) != text {
		v.Add("number", place, wording.Say("%s is not money with %d decimal places", "%s 不是 %d 位小数的金额", wording.Quote(text), places), wording.Say("export the statement again", "请重新导出结算单"))
		return decimal.Zero
	}
	return d
}

func (v *verifier) money(place, text string) decimal.Decimal {
	return v.amount(place, text, v.x.Places)
}

func (v *verifier) earns(place, text string) decimal.Decimal {
	return v.amount(place, text, v.x.PlanPlaces)
}

// same reports two amounts that differ.
func (v *verifier) same(place string, found, expected decimal.Decimal) {
	if !found.Equal(expected) {
		v.Add("difference", place, wording.Say("%s is stated, and %s follows from the rest", "所列为 %s，而按其余数据应为 %s", found, expected),
			wording.Say("export the statement again, and ask why it was changed", "请重新导出结算单，并查明改动原因"))
	}
}

func (v *verifier) digest() {
	expected, err := v.x.digest()
	if err != nil || expected != v.x.Digest {
		v.Add("digest", "$.digest", wording.Say("the document was changed after its export", "文件在导出后被改动"), wording.Say("export the statement again, and ask why it was changed", "请重新导出结算单，并查明改动原因"))
	}
}

// earnings checks what was earned, corrected and adjusted, and that the steps count the same.
func (v *verifier) earnings() {
	earned := decimal.Zero
	for i, text := range v.x.Earnings {
		place := wording.At("$.earnings", i)
		if err := incentive.VerifyStatement([]byte(text)); err != nil {
			v.Merge(place, err)
			continue
		}
		var part incentive.Exported
		if err := json.Unmarshal([]byte(text), &part); err != nil {
			v.Merge(place, err)
			continue
		}
		if part.Format != incentive.ExportFormat || part.Payee.ID != v.x.Payee.ID || part.Assignment.Plan != v.x.Plan || part.Period != v.x.Period || part.Currency != v.x.PlanCurrency {
			v.Add("conflict", place, wording.Say("it is of another format, payee, plan, period or currency", "其格式、人员、方案、期间或货币与本结算单不符"), wording.Say("embed the statement that was settled", "请嵌入本次结算的结算单"))
			continue
		}
		amount, err := num.Parse(part.Earned)
		if err != nil {
			v.Merge(place, err)
			continue
		}
		earned = earned.Add(amount)
	}
	v.same("$.earned", v.earns("$.earned", v.x.Earned), earned)
	corrected := decimal.Zero
	for i, c := range v.x.Corrections {
		place := wording.At("$.corrections", i)
		amount := v.earns(place+".amount", c.Amount)
		corrected = corrected.Add(amount)
		if c.Before != "" || c.Now != "" {
			v.same(place+".amount", amount, v.earns(place+".now", c.Now).Sub(v.earns(place+".before", c.Before)))
		}
	}
	adjusted := decimal.Zero
	for i, a := range v.x.Adjustments {
		adjusted = adjusted.Add(v.money(wording.At("$.adjustments", i)+".amount", a.Amount))
	}
	sums := v.sums
	v.same("$.adjustments", sums[payout.StepAdjusted].amount, adjusted)
	if v.x.Currency == v.x.PlanCurrency {
		v.same("$.earned", earned, sums[payout.StepEarned].amount)
		v.same("$.corrections", corrected, sums[payout.StepCorrected].amount)
		return
	}
	converted, given := decimal.Zero, decimal.Zero
	for i, p := range v.x.Postings {
		if p.Kind == ledger.Conversion && p.Account == ledger.PayeeAccount {
			if place := wording.At("$.postings", i) + ".amount"; p.Currency == v.x.Currency {
				converted = converted.Add(v.money(place, p.Amount))
			} else {
				given = given.Sub(v.earns(place, p.Amount))
			}
		}
	}
	v.same("$.postings", given, earned.Add(corrected))
	v.same("$.postings", converted, sums[payout.StepEarned].amount.Add(sums[payout.StepCorrected].amount))
}

// change is what steps change in all.
type change struct{ amount, held, owed decimal.Decimal }

// steps adds the steps up by kind.
func (v *verifier) steps() map[payout.StepKind]change {
	sums := map[payout.StepKind]change{}
	for i, s := range v.x.Steps {
		place := wording.At("$.steps", i)
		c := sums[s.Kind]
		c.amount = c.amount.Add(v.money(place+".amount", s.Amount))
		c.held = c.held.Add(v.money(place+".held", s.Held))
		c.owed = c.owed.Add(v.money(place+".owed", s.Owed))
		sums[s.Kind] = c
	}
	return sums
}

// stand is where a payee stands.
type stand struct{ payable, paid, held, owed decimal.Decimal }

func (v *verifier) stand(place string, b ExportedBalances) stand {
	s := stand{payable: v.money(place+".payable", b.Payable), paid: v.money(place+".paid", b.Paid)}
	for i, h := range b.Held {
		s.held = s.held.Add(v.money(wording.At(place+".held", i)+".amount", h.Amount))
	}
	for i, d := range b.Debts {
		s.owed = s.owed.Add(v.money(wording.At(place+".debts", i)+".amount", d.Amount))
	}
	return s
}

// balances checks that the balances before and the steps make the balances now.
func (v *verifier) balances() {
	before, after := v.stand("$.before", v.x.Before), v.stand("$.after", v.x.After)
	var all change
	sums := v.sums
	for _, c := range sums {
		all.amount, all.held, all.owed = all.amount.Add(c.amount), all.held.Add(c.held), all.owed.Add(c.owed)
	}
	v.same("$.after.payable", after.payable, before.payable.Add(all.amount))
	v.same("$.after.held", after.held, before.held.Add(all.held))
	v.same("$.after.debts", after.owed, before.owed.Add(all.owed))
	v.same("$.after.paid", after.paid, before.paid.Sub(sums[payout.StepPaid].amount))
	v.same("$.payable", v.money("$.payable", v.x.Payable), after.payable)
	if after.payable.IsNegative() {
		v.Add("conflict", "$.after.payable", wording.Say("the payable is below zero", "应付金额小于零"), wording.Say("what pay cannot cover is a debt", "应付不足部分应转为欠款"))
	}
}

// postings checks that the entries balance and make the changes that the steps tell.
func (v *verifier) postings() {
	total := map[kam.Currency]decimal.Decimal{}
	sums := map[ledger.Account]decimal.Decimal{}
	for i, p := range v.x.Postings {
		place := wording.At("$.postings", i) + ".amount"
		var amount decimal.Decimal
		switch p.Currency {
		case v.x.Currency:
			amount = v.money(place, p.Amount)
			sums[p.Account] = sums[p.Account].Add(amount)
		case v.x.PlanCurrency:
			amount = v.earns(place, p.Amount)
		default:
			v.Add("conflict", place, wording.Say("%s is neither the payee's currency nor the plan's", "%s 既非发放货币，也非方案货币", wording.Quote(string(p.Currency))), wording.Say("export the statement again", "请重新导出结算单"))
			continue
		}
		total[p.Currency] = total[p.Currency].Add(amount)
	}
	for _, sum := range total {
		v.same("$.postings", sum, decimal.Zero)
	}
	var all change
	for kind, c := range v.sums {
		all.held, all.owed = all.held.Add(c.held), all.owed.Add(c.owed)
		earning := kind == payout.StepEarned || kind == payout.StepCorrected
		if kind != payout.StepPaid && (!earning || v.x.Currency != v.x.PlanCurrency) {
			all.amount = all.amount.Add(c.amount)
		}
	}
	v.same("$.postings", sums[ledger.PayeeAccount], all.amount)
	v.same("$.postings", sums[ledger.HeldAccount], all.held)
	v.same("$.postings", sums[ledger.DebtAccount], all.owed.Neg())
}

// partKey is one part of a holdback.
type partKey struct {
	holdbackKey
	part int
}

// split returns the parts of what was earned: each rounded and at most what is left, the last the rest. What is below zero
// comes off what was brought in, from the last part backwards, and the rest of it is the first part's.
func (h ExportedHoldback) split(earned decimal.Decimal, broughtIn []decimal.Decimal, places int32) []decimal.Decimal {
	parts, rest := make([]decimal.Decimal, len(h.Parts)), earned
	if !earned.IsPositive() {
		for n := len(parts) - 1; n > 0; n-- {
			parts[n] = decimal.Max(decimal.Zero, decimal.Min(rest.Neg(), broughtIn[n])).Neg()
			rest = rest.Sub(parts[n])
		}
		parts[0] = rest
		return parts
	}
	for n, p := range h.Parts {
		parts[n] = rest
		if n < len(parts)-1 {
			exact := num.Rat(earned)
			parts[n] = decimal.Min(rest, num.RoundRat(exact.Mul(exact, p.Share.Rat()), places, num.Mode(h.Mode)))
		}
		rest = rest.Sub(parts[n])
	}
	return parts
}

// holdbacks checks the shares of each holdback, and that what is left of its parts is what is held.
func (v *verifier) holdbacks() {
	left := map[partKey]decimal.Decimal{}
	for i, h := range v.x.Holdbacks {
		place := wording.At("$.holdbacks", i)
		if !num.Mode(h.Mode).Valid() || len(h.Parts) == 0 {
			v.Add("conflict", place, wording.Say("it has no parts or no rounding mode", "缺少分项或舍入方式"), wording.Say("export the statement again", "请重新导出结算单"))
			continue
		}
		earned := v.money(place+".earned", h.Earned)
		whole := new(big.Rat)
		broughtIn := make([]decimal.Decimal, len(h.Parts))
		for n, p := range h.Parts {
			at := wording.At(place+".parts", n)
			if p.Share.Check() != nil {
				v.Add("number", at+".share", wording.Say("the share is no fraction", "比例不是有效的分数"), wording.Say("export the statement again", "请重新导出结算单"))
				return
			}
			whole.Add(whole, p.Share.Rat())
			broughtIn[n] = v.money(at+".brought_in", p.BroughtIn)
		}
		parts := h.split(earned, broughtIn, v.x.Places)
		for n, p := range h.Parts {
			at := wording.At(place+".parts", n)
			kept := v.money(at+".kept", p.Kept)
			v.same(at+".kept", kept, parts[n])
			remains := kept.Add(broughtIn[n]).Sub(v.money(at+".released", p.Released)).Sub(v.money(at+".cancelled", p.Cancelled))
			v.same(at+".left", v.money(at+".left", p.Left), remains)
			left[partKey{holdbackKey{h.Version, h.Component, h.Transaction, h.Origin}, n + 1}] = remains
		}
		if whole.Cmp(big.NewRat(1, 1)) != 0 {
			v.Add("difference", place+".parts", wording.Say("the shares total %s and not 1", "各分项比例合计为 %s，而非 1", whole), wording.Say("export the statement again", "请重新导出结算单"))
		}
	}
	for i, h := range v.x.After.Held {
		if h.On == "" {
			continue // no rule knows it
		}
		key := partKey{holdbackKey{version: h.Version, component: h.Component, transaction: h.Transaction}, h.Part}
		if h.Transaction == "" {
			key.origin = h.Origin
		}
		place := wording.At("$.after.held", i) + ".amount"
		v.same(place, v.money(place, h.Amount), left[key])
		delete(left, key)
	}
	for _, amount := range left {
		v.same("$.after.held", decimal.Zero, amount)
	}
}
