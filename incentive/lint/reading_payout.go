package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
)

// payoutReadings reports the order in which a draw or guarantee, clawback and holdback see each other, where another
// order pays other money: the places of clawback and recovery, and what a draw or guarantee is compared with.
func (s *subject) payoutReadings() {
	t := s.plan.Payout
	if t == nil || s.period.IsZero() || len(s.plan.Components) == 0 {
		return
	}
	root, floor := s.root+".payout", s.floor()
	tenths := func(n int64) decimal.Decimal { return num.Round(floor.Mul(decimal.New(n, -1)), s.places(), num.Up) }
	usual := month{first: tenths(12), second: tenths(6)}
	position := map[payout.Position]payout.Position{payout.BeforeDraw: payout.AfterDraw, payout.AfterDraw: payout.BeforeDraw}
	against := map[payout.Against]payout.Against{payout.AgainstEarned: payout.AgainstReleased, payout.AgainstReleased: payout.AgainstEarned}
	if c := t.Clawback; c != nil && c.Position != "" {
		other := *t
		other.Clawback = new(*c)
		other.Clawback.Position = position[c.Position]
		s.comparePayout(root+".clawback.position", "position", string(c.Position), string(other.Clawback.Position), other, month{first: usual.first, second: usual.second, cancelled: true})
	}
	if r := t.Recovery; r != nil && r.Position != "" {
		other := *t
		other.Recovery = new(*r)
		other.Recovery.Position = position[r.Position]
		s.comparePayout(root+".recovery.position", "position", string(r.Position), string(other.Recovery.Position), other, month{first: tenths(5), second: tenths(3), owed: tenths(2)})
	}
	if d := t.Draw; d != nil && d.Against != "" {
		other := *t
		other.Draw = new(*d)
		other.Draw.Against = against[d.Against]
		s.comparePayout(root+".draw.against", "against", string(d.Against), string(other.Draw.Against), other, usual)
	}
	if g := t.Guarantee; g != nil && g.Against != "" {
		other := *t
		other.Guarantee = new(*g)
		other.Guarantee.Against = against[g.Against]
		s.comparePayout(root+".guarantee.against", "against", string(g.Against), string(other.Guarantee.Against), other, usual)
	}
}

// floor is what a draw or guarantee lifts pay to, half a target incentive where each payee has one of his own.
func (s *subject) floor() decimal.Decimal {
	t := s.plan.Payout
	if t.Draw != nil && t.Draw.Amount.Valid {
		return t.Draw.Amount.Decimal
	}
	if t.Guarantee != nil && t.Guarantee.Amount.Valid {
		return t.Guarantee.Amount.Decimal
	}
	return num.Round(s.policy.target.Mul(decimal.New(5, -1)), s.places(), num.Up)
}

// month is what happens to a payee in an example of payout: what two deals earn, the first of which may be cancelled, and
// what is owed before.
type month struct {
	first, second, owed decimal.Decimal
	cancelled           bool
}

// comparePayout reports terms that leave another amount payable.
func (s *subject) comparePayout(place, key, word, other string, terms payout.Terms, m month) {
	component := s.drawn()
	x, ok := s.payable(*s.plan.Payout, component, m)
	y, there := s.payable(terms, component, m)
	if !ok || !there || x.Equal(y) {
		return
	}
	first, second, floor := s.money(m.first), s.money(m.second), s.money(s.floor())
	text := say("deals that earn %s and %s, beside a draw or guarantee of %s,", "两笔交易所得 %s 与 %s、预支或保底为 %s 时", first, second, floor)
	if m.cancelled {
		text = say("deals that earn %s and %s of which the first is cancelled, beside a draw or guarantee of %s,", "两笔交易所得 %s 与 %s、第一笔被取消、预支或保底为 %s 时", first, second, floor)
	}
	if m.owed.IsPositive() {
		text = say("deals that earn %s and %s while %s is owed, beside a draw or guarantee of %s,", "两笔交易所得 %s 与 %s、原欠 %s、预支或保底为 %s 时", first, second, s.money(m.owed), floor)
	}
	s.add(CodeReading, place,
		say("%s leave %s payable %s and %s %s", "%[1]s：%[3]s应付 %[2]s，%[5]s应付 %[4]s", text, s.money(x), writing(key, word), s.money(y), writing(key, other)),
		readingRemedy(), fact(word, x), fact(other, y))
}

// drawn is a component that holds back and claws back, where one does.
func (s *subject) drawn() string {
	t := s.plan.Payout
	for _, h := range t.Holdbacks {
		if len(h.Components) > 0 && (t.Clawback == nil || len(t.Clawback.Components) == 0 || slices.Contains(t.Clawback.Components, h.Components[0])) {
			return h.Components[0]
		}
	}
	if t.Clawback != nil && len(t.Clawback.Components) > 0 {
		return t.Clawback.Components[0]
	}
	return s.plan.Components[0].Name
}

// payable is what terms leave payable of two deals in the first commission period of the plan.
func (s *subject) payable(terms payout.Terms, component string, m month) (decimal.Decimal, bool) {
	terms.Convert = nil
	rules, err := payout.Compile(terms, payout.Money{Currency: s.plan.Currency, Places: s.places(), Mode: s.plan.Rounding.Mode})
	if err != nil {
		return decimal.Zero, false
	}
	year, err := s.calendar.Containing(kam.Year, s.period.From)
	if err != nil {
		return decimal.Zero, false
	}
	own := &payout.Entitlement{Amount: s.floor()}
	c := payout.Case{
		Payee: examplePayee, Plan: s.plan.ID, Version: s.plan.Version, Period: s.period, Year: year,
		Earned: []payout.Earned{
			{Component: component, Transaction: "d1", Amount: m.first, CreditDate: s.period.From},
			{Component: component, Transaction: "d2", Amount: m.second, CreditDate: s.period.From},
		},
		Deals: []payout.Deal{{Transaction: "d1", Component: component, CreditDate: s.period.From}, {Transaction: "d2", Component: component, CreditDate: s.period.From}},
	}
	if d := terms.Draw; d != nil && !d.Amount.Valid {
		c.Draw = own
	}
	if g := terms.Guarantee; g != nil && !g.Amount.Valid {
		c.Guarantee = own
	}
	if m.cancelled {
		c.Events = []payout.Event{{Transaction: "d1", Kind: payout.Cancelled, Day: s.period.From.AddDays(1)}}
		if terms.Clawback != nil && terms.Clawback.Method == payout.ClawSchedule {
			c.Events[0].Instalments = new(0)
		}
	}
	if m.owed.IsPositive() {
		before, err := s.calendar.Containing(s.plan.Period, s.period.From.AddDays(-1))
		if err != nil {
			return decimal.Zero, false
		}
		c.Posted = []ledger.Posted{{
			Payee: c.Payee, Plan: c.Plan, Version: c.Version, Component: component, Kind: ledger.Opened, Period: before, Into: before,
			Account: ledger.DebtAccount, Currency: s.plan.Currency, Amount: m.owed.Neg(),
		}}
	}
	r, err := rules.Settle(c)
	if err != nil {
		return decimal.Zero, false
	}
	return r.After.Payable, true
}
