package settlement

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// payOfPeriod says what the pay is that draws and debts are measured by under the terms of the plan, as a sum of what the
// steps change: with it a reader adds the limits of recovery up.
func (d *document) payOfPeriod(t payout.Terms) kam.Text {
	after := t.Recovery == nil || t.Recovery.Position != payout.BeforeDraw
	total := decimal.Zero
	var text kam.Text
	add := func(name kam.Text, amount decimal.Decimal) {
		total = total.Add(amount)
		part := wording.Say("%s %s", "%[2]s %[1]s", d.money(amount.Abs()), name)
		switch {
		case text == kam.Text{} && amount.IsNegative():
			text = wording.Say("−%s %s", "%[2]s −%[1]s", d.money(amount.Abs()), name)
		case text == kam.Text{}:
			text = part
		case amount.IsNegative():
			text = wording.Say("%s − %s", "%s − %s", text, part)
		default:
			text = wording.Say("%s + %s", "%s + %s", text, part)
		}
	}
	add(kam.Text{EN: "earned and corrected", ZH: "所得与更正"}, d.changed(payout.StepEarned, payout.StepCorrected))
	add(kam.Text{EN: "held back", ZH: "暂扣"}, d.changed(payout.StepHeld))
	add(kam.Text{EN: "released", ZH: "释放"}, d.changed(payout.StepReleased))
	if x := d.changed(payout.StepForfeited); !x.IsZero() {
		add(kam.Text{EN: "forfeited", ZH: "离职作废"}, x)
	}
	if c := t.Clawback; c != nil && (after || c.Position == payout.BeforeDraw) {
		add(kam.Text{EN: "clawed back", ZH: "追回"}, d.changed(payout.StepClawback))
	}
	if after && t.Guarantee != nil {
		add(kam.Text{EN: "added by the guarantee", ZH: "保底补足"}, d.changed(payout.StepGuaranteed))
	}
	switch {
	case !after || t.Draw == nil || t.Draw.Kind == payout.OnTop:
	case t.Draw.Kind == payout.StartOfPeriod:
		add(kam.Text{EN: "of the period's own draw paid back", ZH: "归还本期预支"}, d.ownDraw())
	default:
		add(kam.Text{EN: "added by the draw", ZH: "预支补足"}, d.changed(payout.StepDrawn))
	}
	return wording.Say("Pay of the period: %s = %s. What was payable before and manual adjustments do not count.", "本期净提成：%s = %s；不含期初应付与手工调整。", text, d.money(total))
}

// changed returns by how much the steps of some kinds change what is payable.
func (d *document) changed(kinds ...payout.StepKind) decimal.Decimal {
	sum := decimal.Zero
	for _, step := range d.s.Payout().Steps {
		if slices.Contains(kinds, step.Kind) {
			sum = sum.Add(step.Amount)
		}
	}
	return sum
}

// ownDraw returns what the period pays back of the draw that was advanced at its start.
func (d *document) ownDraw() decimal.Decimal {
	sum := decimal.Zero
	for _, step := range d.s.Payout().Steps {
		if step.Kind == payout.StepRecovered && step.Component == payout.DrawComponent && step.Origin == d.s.Period() {
			sum = sum.Add(step.Amount)
		}
	}
	return sum
}
