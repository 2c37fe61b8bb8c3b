package settlement

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// kindName says what amounts of a kind are.
func kindName(k ledger.Kind) kam.Text {
	switch k {
	case ledger.Earning:
		return kam.Text{EN: "earned", ZH: "所得"}
	case ledger.Correction:
		return kam.Text{EN: "corrections", ZH: "更正"}
	case ledger.Manual:
		return kam.Text{EN: "manual adjustment", ZH: "手工调整"}
	case ledger.TopUp:
		return kam.Text{EN: "added by guarantee or draw", ZH: "保底或预支补足"}
	case ledger.DrawAdvance:
		return kam.Text{EN: "draw advanced", ZH: "预支"}
	case ledger.DrawRecovery:
		return kam.Text{EN: "draw advance paid back", ZH: "追收预支"}
	case ledger.Forgiveness:
		return kam.Text{EN: "debt forgiven", ZH: "豁免欠款"}
	case ledger.Holdback:
		return kam.Text{EN: "held back in the period", ZH: "当期暂扣"}
	case ledger.Release:
		return kam.Text{EN: "released in the period", ZH: "当期释放"}
	case ledger.Clawback:
		return kam.Text{EN: "clawed back in the period", ZH: "当期追回"}
	case ledger.Shortfall:
		return kam.Text{EN: "turned into a debt", ZH: "转为欠款"}
	case ledger.Recovery:
		return kam.Text{EN: "debt paid back", ZH: "追收欠款"}
	case ledger.Opened:
		return kam.Text{EN: "carried in", ZH: "期初转入"}
	case ledger.Payout:
		return kam.Text{EN: "paid out", ZH: "发放"}
	case ledger.PayoutReturn:
		return kam.Text{EN: "payout returned", ZH: "发放退回"}
	case ledger.Conversion:
		return kam.Text{EN: "converted", ZH: "货币折算"}
	}
	return wording.Same(string(k))
}

// debtName says what a debt is.
func debtName(k payout.DebtKind) kam.Text {
	switch k {
	case payout.DrawDebt:
		return kam.Text{EN: "draw advance", ZH: "预支"}
	case payout.ShortfallDebt:
		return kam.Text{EN: "shortfall (what pay could not cover)", ZH: "应付不足（扣减超出应付）"}
	case payout.OpeningDebt:
		return kam.Text{EN: "balance brought in from another system", ZH: "期初欠款（由其他系统转入）"}
	}
	return wording.Same(string(k))
}

// recovery says how debts are paid back under the terms of a plan. Own is the payee's own protected minimum.
func recovery(t payout.Terms, own decimal.NullDecimal, places int32) []kam.Text {
	var out []kam.Text
	if d := t.Draw; d != nil && d.Recovery != nil {
		of := kam.Text{EN: "pay of the period", ZH: "本期净提成"}
		if d.Against == payout.AgainstEarned {
			of = kam.Text{EN: "what the period earned", ZH: "本期所得"}
		}
		switch advanced := d.Kind == payout.OnTop || d.Kind == payout.StartOfPeriod; {
		case d.Recovery.Of != payout.AboveDraw:
		case advanced:
			of = wording.Say("the part of %s that is above the period's draw", "%s超出本期预支的部分", of)
		default:
			of = wording.Say("the part of %s that is above the draw level", "%s超出预支保底额的部分", of)
		}
		out = append(out, wording.Say("Draw advances are paid back out of %s %% of %s.", "预支按%[2]s的 %[1]s %% 追收。", wording.Percent(share(d.Recovery.Share)), of))
		if d.Recovery.From.IsSet() {
			out = append(out, wording.Say("That begins on %s.", "自 %s 起追收。", d.Recovery.From))
		}
		if d.Recovery.AfterMonths > 0 {
			out = append(out, wording.Say("That begins %d months after the first day of the draw.", "自预支首日起 %d 个月后开始追收。", d.Recovery.AfterMonths))
		}
	}
	if r := t.Recovery; r != nil {
		order := kam.Text{EN: "the oldest debt first", ZH: "先追收最早的欠款"}
		if r.Order == payout.ByKind {
			kinds := make([]kam.Text, len(r.Kinds))
			for i, k := range r.Kinds {
				kinds[i] = debtName(k)
			}
			order = wording.Say("debts in this order: %s", "按以下顺序追收：%s", wording.Join(kinds))
		}
		protected := r.ProtectedMinimum
		if own.Valid {
			protected = own
		}
		least := wording.Amount(protected.Decimal, places)
		out = append(out, wording.Say("Paying debts back takes at most %s %% of the pay of a period and leaves at least %s of it, %s.",
			"每期至多追收当期净提成的 %s %%，且至少保留 %s，%s。", wording.Percent(share(r.MaxShareOfPay)), least, order))
	}
	if t.Leavers != nil && t.Leavers.Debts == payout.DebtsFromFinalPay {
		what := kam.Text{EN: "all that is payable", ZH: "全部应付"}
		if t.Draw != nil && t.Draw.Kind != payout.NonRecoverable {
			what = kam.Text{EN: "all that is payable but a draw of the same period", ZH: "除当期预支外的全部应付"}
		}
		out = append(out, wording.Say("From the period of leaving on, %s goes into it.", "自离职所在结算期起，%s用于追收。", what))
	}
	return out
}

// share returns a fraction as a number; 1 when it is not stated.
func share(f *kam.Fraction) *big.Rat {
	if f == nil {
		return big.NewRat(1, 1)
	}
	return f.Rat()
}
