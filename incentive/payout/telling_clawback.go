package payout

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// tellClawed tells what pay loses for a deal, or gets back.
func (s *settlement) tellClawed(c *claim, position Position, amount decimal.Decimal) {
	at := phaseClawedAfter
	if position == BeforeDraw {
		at = phaseClawedBefore
	}
	name := nameOf(called(s.c.Labels, c.component), c.transaction, kam.Period{})
	var because kam.Text
	switch {
	case c.share == nil && c.event.Kind == "":
		because = wording.Say("%s has earned %s in all, and no more than that is taken back", "%s累计所得 %s，追回合计不超过该金额", name, s.format(c.earned))
	case !c.active:
		because = wording.Say("%s was %s on %s, and nothing is taken back for it any more", "%s于 %[3]s %[2]s，不再追回", name, happened(c.event.Kind), c.event.Day)
	default:
		because = wording.Say("%s was %s on %s: %s", "%s于 %[3]s %[2]s：%[4]s", name, happened(c.event.Kind), c.event.Day, s.netting(c))
	}
	s.step(at, Step{Kind: StepClawback, Component: c.component, Transaction: c.transaction, Amount: amount.Neg(), Because: because})
}

// netting says how what is taken back of a deal comes about: what it earned, what of that is cancelled because it was still
// held back, and what comes off pay.
func (s *settlement) netting(c *claim) kam.Text {
	parts := []kam.Text{wording.Say("it had earned %s in all", "累计所得 %s", s.format(c.earned))}
	switch part := percent(c.share); {
	case c.rules.terms.Clawback.Base == BasePaid:
		parts = append(parts, wording.Say("%s of the %s that had been released is to be taken back", "应追回已释放部分 %[2]s 的 %[1]s", part, s.format(c.paid)))
	case c.share.Cmp(big.NewRat(1, 1)) != 0:
		parts = append(parts, wording.Say("%s of that is to be taken back", "应追回其中的 %s", part))
	}
	if len(c.items) > 0 {
		cancelled := decimal.Zero
		for _, it := range c.items {
			for i := range it.now {
				cancelled = cancelled.Add(it.now[i].cancelled)
			}
		}
		if !cancelled.IsZero() {
			parts = append(parts, wording.Say("%s that was still held back is cancelled", "仍暂扣的 %s 予以作废", s.format(cancelled)))
		}
	}
	if before := s.h.clawed[c.dealKey]; !before.IsZero() {
		parts = append(parts, wording.Say("%s was taken back in earlier periods", "以前期间已追回 %s", s.format(before)))
	}
	if amount := c.take.Sub(s.h.clawed[c.dealKey]); amount.IsNegative() {
		parts = append(parts, wording.Say("%s of it is given back", "退还 %s", s.format(amount.Neg())))
	} else {
		parts = append(parts, wording.Say("%s that had become payable is taken back", "已计入应付的 %s 予以追回", s.format(amount)))
	}
	text := parts[0]
	for i, p := range parts[1:] {
		if i == len(parts)-2 {
			return wording.Say("%s, and %s", "%s，%s", text, p)
		}
		text = wording.Say("%s, %s", "%s，%s", text, p)
	}
	return text
}
