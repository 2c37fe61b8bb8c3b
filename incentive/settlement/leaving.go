package settlement

import (
	"maps"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// leftBefore warns of somebody who is assigned to the plan and has no last day now, where the ledger has what only leaving
// does: deals that were not paid because he had left, amounts that were forfeited, draws that were forgiven for it.
func (b *builder) leftBefore(st *statement, c payout.Case) {
	if len(st.earnings) == 0 || c.Employment.Left.IsSet() {
		return
	}
	lost := map[ledger.Kind]decimal.Decimal{}
	for _, p := range st.posted {
		again := c.Employment.Hired.IsSet() && !p.Into.Until.After(c.Employment.Hired)
		if p.Into.From.Before(b.s.period.From) && !again && b.byLeaving(p) {
			lost[p.Kind] = lost[p.Kind].Add(p.Amount)
		}
	}
	maps.DeleteFunc(lost, func(_ ledger.Kind, amount decimal.Decimal) bool { return amount.IsZero() })
	if len(lost) == 0 {
		return
	}
	b.found.Warn("left-before", st.place(), wording.Say("%s has lost or been forgiven something on leaving, is assigned to plan %s in this period, and no last day is stated: he counts as employed all the time",
		"%s 曾因离职而有金额作废或豁免，本期仍分配于方案 %s，且未写明离职日：按一直在职处理", wording.Quote(st.account.payee), wording.Quote(st.account.plan)),
		wording.Say("state the last day in people in every period, or end the assignment; of somebody who came back, state the day of hire", "请在每一期的 people 中写明离职日，或终止其分配；如系重新入职，请写明入职日"))
}

// byLeaving tells whether a row is one that only leaving posts under the terms of its version.
func (b *builder) byLeaving(p ledger.Posted) bool {
	t := b.terms(p.Plan, p.Version)
	if t == nil || t.plan.Payout == nil {
		return false
	}
	terms := t.plan.Payout
	switch {
	case p.Kind == ledger.Clawback && p.Account == ledger.PayeeAccount:
		return strings.HasSuffix(p.Reference, leftMark)
	case p.Kind == ledger.Clawback && p.Account == ledger.HeldAccount:
		return terms.Clawback == nil
	case p.Kind == ledger.Forgiveness && p.Account == ledger.DebtAccount && terms.Draw != nil:
		for _, f := range terms.Draw.Forgive {
			if f.On != payout.ForgiveOnLeaving {
				return false
			}
		}
		return true
	}
	return false
}

// lastDay returns the last day on which what was earned under a plan version can still be released to somebody who leaves;
// false when there is none, or nobody leaves.
func (s Statement) lastDay(version int) (kam.Day, bool) {
	left, t := s.known().left, s.known().of.plans[planKey{s.known().account.plan, version}]
	if !left.IsSet() || t == nil || t.plan.Payout == nil || t.plan.Payout.Leavers == nil {
		return kam.Day{}, false
	}
	switch terms := t.plan.Payout.Leavers; {
	case terms.Held == payout.LeaverForfeits:
		return left, true
	case terms.Held == payout.LeaverWaits && terms.TrailingMonths != nil:
		return left.AddMonths(*terms.TrailingMonths), true
	}
	return kam.Day{}, false
}

// leftMark ends the reference of what somebody who left is not paid for a deal.
const leftMark = "#left"
