package incentive

import "github.com/kam-go/kam"

// holdOutside reports a refund that needs what its original earned in a period that this run does not calculate.
func (c *calculation) holdOutside(u *unit, i int) {
	original := clip(c.book.deals[i].Reverses)
	if u.plan.Refunds.Method == Mirror {
		c.outsideFor(u, i, kam.Text{}, say(`state what %q earned %q, for each component that paid it, under "earned" in the opening's prior deals`, `在期初 prior 的 "earned" 中按组成部分写明 %q 为 %q 赚得的金额`, original, clip(u.payee.ID)))
		return
	}
	c.outsideFor(u, i, say(", and the plan nets refunds into their originals", "，而方案将退款冲减在原交易上"),
		say("leave it out here and run the period of %q anew with it, which gives a correction", "本次运行不含该退款，改为连同该退款重新运行 %q 所在期间，由此得到更正", original))
}

// holdUncapped reports a refund of a deal of which a cap per transaction may have cut a part, in a period that this run
// does not calculate.
func (c *calculation) holdUncapped(u *unit, k *part, i int) {
	c.outsideFor(u, i, say(", so that nothing says how much of it the cap per transaction of %q has cut", "，因此无从得知 %q 的按交易封顶削减了其中多少", k.label()),
		say(`write "refunds": {"method": "mirror"} in the plan and state what %q earned %q under "earned" in the opening's prior deals, or give the measure a window that holds both`, `在方案中写 "refunds": {"method": "mirror"}，并在期初 prior 的 "earned" 中写明 %q 为 %q 赚得的金额；或使用同时包含两者的累计窗口`, clip(c.book.deals[i].Reverses), clip(u.payee.ID)))
}

// outsideFor holds a unit for a refund whose original lies outside, once. The way is what makes the run calculate it;
// what always helps is to settle it by hand.
func (c *calculation) outsideFor(u *unit, i int, why, way kam.Text) {
	d := &c.book.deals[i]
	at := "transaction " + clip(d.ID)
	if u.hasHeldAt(CodeRefundOutside, at) {
		return
	}
	message := say("%q takes back %q, which lies before what this run calculates", "%q 所冲销的 %q 早于本次运行的计算范围", clip(d.ID), clip(d.Reverses))
	hand := say("; or leave it out and take the commission back by an adjustment of the settlement", "；或本次运行不含该退款，并在结算中以手工调整收回提成")
	u.hold(CodeRefundOutside, at, kam.Text{EN: message.EN + why.EN, ZH: message.ZH + why.ZH}, kam.Text{EN: way.EN + hand.EN, ZH: "请" + way.ZH + hand.ZH})
}
