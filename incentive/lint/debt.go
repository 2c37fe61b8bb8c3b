package lint

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// debts reports refunds that can leave a debt which nothing recovers.
func (s *subject) debts() {
	if s.plan.Payout == nil {
		s.unrecovered()
		return
	}
	r := s.plan.Payout.Recovery
	if r == nil {
		return
	}
	place := s.root + ".payout.recovery"
	if r.MaxShareOfPay != nil && r.MaxShareOfPay.Rat().Sign() == 0 {
		s.add(CodeDebt, place+".maxShareOfPay", say("no part of pay may pay back: a debt of %[1]s is still %[1]s after any number of periods", "所得不得用于偿还：%[1]s 的欠款经过任意期数后仍为 %[1]s", s.money(s.policy.target)),
			say(`write the part that may: "maxShareOfPay": "0.5"`, `请写明可用于偿还的比例："maxShareOfPay": "0.5"`))
	}
	if r.ProtectedMinimum.Valid && r.ProtectedMinimum.Decimal.GreaterThanOrEqual(s.policy.target) {
		s.add(CodeDebt, place+".protectedMinimum",
			say("the payee keeps %s of each period's pay, which is no less than a target incentive of %s: at target nothing is ever paid back", "每期须为收款人保留 %s，不低于目标奖金 %s：按目标所得计，欠款永远不会偿还", s.money(r.ProtectedMinimum.Decimal), s.money(s.policy.target)),
			say("protect less than what a period pays at target", "请将保留金额降到按目标所得的每期提成以下"))
	}
}

// unrecovered reports a plan without payout terms whose pay can fall below zero, with what the engine says of a refund.
func (s *subject) unrecovered() {
	for i, k := range s.plan.Components {
		sold, back, ok := s.laterRefund(k)
		if !ok || !back.IsNegative() {
			continue
		}
		size := s.assumed().quota[k.Measure]
		s.weigh(kam.Info, CodeDebt, at(s.root, "components", i),
			say("a deal of %s of %q earns %s, and its refund in the next period %s: that is not paid out, and the plan has no payout terms that recover it", "%[2]q 为 %[1]s 的交易所得 %[3]s，下一期退款所得 %[4]s：该金额不予发放，而方案没有追收欠款的发放条款",
				s.quantity(k.Measure, size), k.Measure, s.money(sold), s.money(back)),
			say(`state "payout" with "recovery": how debts are paid back from later pay`, `请写 "payout" 及其 "recovery"，说明欠款如何从后续所得中追收`),
			fact("sold", sold), fact("refunded", back))
		return
	}
}

// laterRefund returns what a deal of the size of the quota earns in a component, and what its refund in the next period
// earns.
func (s *subject) laterRefund(k incentive.Component) (sold, back decimal.Decimal, ok bool) {
	if s.measures[k.Measure].Base == incentive.BaseCount || s.period.IsZero() {
		return sold, back, false
	}
	return s.refundedLater(s.trialOf(k), k)
}

// refundedLater is [subject.laterRefund] in a trial.
func (s *subject) refundedLater(t *trial, k incentive.Component) (sold, back decimal.Decimal, ok bool) {
	next, err := s.calendar.Containing(s.plan.Period, s.period.Until)
	if err != nil || t == nil || !s.plan.Effective.ContainsPeriod(next) || k.Curve != nil || k.Every != nil {
		return sold, back, false
	}
	f := s.assumed()
	e, ok := t.at(f, nil)
	first := t.run([]example{e})
	if !ok || !first[0].Valid {
		return sold, back, false
	}
	var own, others []incentive.Transaction
	for _, d := range e.deals {
		d = owned(d, examplePayee)
		if d.Attributes[exampleGroup] == k.Measure {
			own = append(own, d)
			continue
		}
		d.Booked = next.From
		others = append(others, d)
	}
	if len(own) != 1 {
		return sold, back, false
	}
	refund := own[0]
	refund.ID, refund.Reverses, refund.Booked, refund.Attributes = "refund", own[0].ID, next.From, nil
	negate(&refund)
	a := t.assign(examplePayee, f)
	a.Period = s.plan.Effective
	for i := range a.Quotas {
		a.Quotas[i].Period = next
	}
	in := incentive.Inputs{
		Period: next, Roster: incentive.Roster{Payees: []incentive.Payee{{ID: examplePayee}}, Assignments: []incentive.Assignment{a}},
		Transactions: incentive.Transactions(append(others, refund)),
		Opening: incentive.Opening{Prior: []incentive.Prior{{
			Payee: examplePayee, Plan: t.plan.ID, Transaction: own[0], Earned: map[string]decimal.Decimal{k.Name: first[0].Decimal},
		}}},
	}
	for metric, x := range e.scores {
		in.Observations = append(in.Observations, kam.Observation{Subject: kam.Subject{Kind: "payee", ID: examplePayee}, Metric: metric, Period: next, Value: decimal.NewNullDecimal(x), Unit: "points"})
	}
	run, err := t.program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
	if err != nil {
		return sold, back, false
	}
	st, ok := run.Statement(examplePayee, t.plan.ID)
	if !ok {
		return sold, back, false
	}
	return first[0].Decimal, st.Earned(), true
}
