package incentive

import (
	"iter"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/internal/num"
)

// Line is what one credit of one transaction earns in one component. It is a
// small view of a [Run]: copy it freely. Its slices and its [Line.Cut] sum to
// [Line.Amount] exactly.
type Line struct {
	r    *result
	part int
	line int
}

// Lines yields the lines of the period, component by component in the plan's
// order, each in the order of its credits.
func (s Statement) Lines() iter.Seq[Line] { return s.lines(false) }

// EarlierLines yields the lines of earlier periods in the windows of to-date
// measures, at today's rates; [AdjustEarlier] has their sum.
func (s Statement) EarlierLines() iter.Seq[Line] { return s.lines(true) }

func (s Statement) lines(earlier bool) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		s = s.whole()
		for i := range s.r.unit.state.parts {
			part := &s.r.unit.state.parts[i]
			for n, l := range part.lines {
				if s.r.earlier(part.credit[l.Credit]) == earlier && !yield(Line{s.r, i, n}) {
					return
				}
			}
		}
	}
}

func (l Line) state() *partState    { return &l.r.unit.state.parts[l.part] }
func (l Line) kernel() *kernel.Line { return &l.state().lines[l.line] }
func (l Line) credit() *credit      { return l.state().credit[l.kernel().Credit] }

// Transaction returns the transaction's id; empty for an override on a sum that belongs to no deal.
func (l Line) Transaction() string {
	if i := l.credit().deal; i >= 0 {
		return l.r.calc.book.deals[i].ID
	}
	return ""
}

// Reverses returns the id of the transaction that this one takes back; empty for a sale.
func (l Line) Reverses() string {
	if i := l.credit().deal; i >= 0 {
		return l.r.calc.book.deals[i].Reverses
	}
	return ""
}

// From returns the payee whose commission an override is taken from; empty for other lines.
func (l Line) From() string { return l.credit().from }

// Component returns the component's name.
func (l Line) Component() string { return l.r.unit.plan.parts[l.part].Name }

// label returns what people read for the component.
func (l Line) label() kam.Text { return l.r.unit.plan.parts[l.part].label() }

// Credit returns the name of the credit rule.
func (l Line) Credit() string { return l.r.unit.plan.Credits[l.credit().rule].Name }

// Date returns the day on which the transaction counts.
func (l Line) Date() kam.Day { return l.credit().date }

// Amount returns what the line earns, in the plan's currency and at its places.
func (l Line) Amount() decimal.Decimal { return l.state().final[l.line] }

// Base returns what the rates multiply, the sum over the slices, at most 4 decimals shown, half-up.
func (l Line) Base() decimal.Decimal {
	sum := new(big.Rat)
	for _, s := range l.kernel().Slices {
		sum.Add(sum, s.Base)
	}
	return shown(sum)
}

// Position returns where the measure stood before and after the line, at most 4 decimals shown, half-up.
func (l Line) Position() (before, after decimal.Decimal) {
	return shown(l.kernel().Before), shown(l.kernel().After)
}

// Share returns the payee's part of the payout, "1" unless the plan splits payouts.
func (l Line) Share() string { return l.share().RatString() }

// share returns the payee's part of the payout.
func (l Line) share() *big.Rat {
	if s := l.credit().share; s != nil {
		return s
	}
	return big.NewRat(1, 1)
}

// Slice is the part of a line that one tier pays.
type Slice struct {
	// From and Until are the tier's bounds on the measure, inclusive and exclusive. Invalid: open, or no tiers.
	From, Until decimal.NullDecimal
	// Base is what the rate multiplies, at most 4 decimals shown, half-up; more where [Slice.Rate] says so.
	Base decimal.Decimal
	// Rate is the tier's rate, at most 10 decimals shown, half-up. Base and Rate show more decimals where the product of those,
	// with the line's share, would not round to what the exact ones make. Invalid when a tier pays a fixed amount or a refund
	// mirrors its original.
	Rate decimal.NullDecimal
	// Amount is the slice's money at the plan's places, rounded together with that of the others.
	Amount decimal.Decimal
}

// Slices yields the line's tier slices in the order in which the deal crosses them.
func (l Line) Slices() iter.Seq[Slice] {
	return func(yield func(Slice) bool) {
		amounts := l.sliceAmounts()
		for i, s := range l.kernel().Slices {
			out := Slice{From: bound(s.From), Until: bound(s.Until), Base: shown(s.Base), Amount: amounts[i]}
			if s.Rate != nil {
				var rate decimal.Decimal
				out.Base, rate = l.r.unit.plan.legibleFactors(s.Base, s.Rate, l.share(), [2]int32{maxDecimals, rateShown})
				out.Rate = decimal.NewNullDecimal(rate)
			}
			if !yield(out) {
				return
			}
		}
	}
}

const rateShown = 10

// together says that a slice was rounded together with others, where what it shows makes another amount.
func (l Line) together(s Slice) kam.Text {
	if l.formula(s).Equal(s.Amount) {
		return kam.Text{}
	}
	return say(" (rounded together with other amounts)", "（与其他金额合并舍入）")
}

// formula returns what a slice shows: its base times its rate and the line's share, on the plan's places.
func (l Line) formula(s Slice) decimal.Decimal {
	x := num.Rat(s.Base)
	x.Mul(x, num.Rat(s.Rate.Decimal))
	grid := l.r.unit.plan.grid
	return num.RoundRat(x.Mul(x, l.share()), grid.Places, grid.Mode)
}

// Cut returns what a gate, floor, cap or the roundings of the deal's other
// lines add to the slices, or take from them: Amount less the sum of the slices.
func (l Line) Cut() decimal.Decimal {
	cut := l.Amount()
	for _, a := range l.sliceAmounts() {
		cut = cut.Sub(a)
	}
	return cut
}

// touched reports whether something beyond rounding changed the line.
func (l Line) touched() bool {
	k := l.kernel()
	return k.Shut || k.Floored || k.Capped
}

// sliceAmounts places the slices on the grid: on the line's own amount when only rounding lies between.
func (l Line) sliceAmounts() []decimal.Decimal {
	k, grid := l.kernel(), l.r.unit.plan.grid
	parts := make([]*big.Rat, len(k.Slices))
	for i, s := range k.Slices {
		parts[i] = s.Amount
	}
	if l.touched() {
		return grid.Spread(k.Raw, parts)
	}
	return num.Distribute(l.Amount(), parts, grid.Places)
}

func bound(x *big.Rat) decimal.NullDecimal {
	if x == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(x, 2*maxDecimals, num.HalfUp))
}

// Note returns in words what happened to the line beyond its rates; empty texts when nothing did.
func (l Line) Note() kam.Text {
	k := l.kernel()
	switch {
	case k.Mirrored:
		return say("takes back what %s earned", "扣回 %s 的所得", l.Reverses())
	case k.Shut:
		return say("the gate was not passed when the deal counted", "交易计入时尚未达到门槛")
	case k.Capped:
		return say("cut to the cap on each deal", "按单笔封顶截断")
	case k.Floored:
		return say("lifted to the floor on each deal", "按单笔保底提高")
	case l.netted() > 0:
		return say("less %d refunds", "已扣除 %d 笔退款", l.netted())
	case l.Reverses() != "":
		return say("takes back %s", "冲销 %s", l.Reverses())
	case l.From() != "":
		return say("commission of %s", "%s 的提成", l.From())
	default:
		return kam.Text{}
	}
}

// netted returns how many refunds are netted into the line.
func (l Line) netted() int {
	c, p := l.credit(), l.r.unit.plan
	if c.deal < 0 || c.value != nil || c.deal != c.source || p.Refunds.Period != Origin || p.Refunds.Method != Recalculate {
		return 0
	}
	return len(l.r.calc.book.deals[c.deal].refunds)
}

// AppendText appends the line as tab-separated text and returns the extended
// buffer: transaction, component, credit, date, base, amount.
func (l Line) AppendText(buf []byte) []byte {
	buf = append(buf, l.Transaction()...)
	for _, s := range []string{l.Component(), l.Credit(), l.Date().String(), num.Format(l.Base())} {
		buf = append(buf, '\t')
		buf = append(buf, s...)
	}
	buf = append(buf, '\t')
	return append(buf, l.Amount().StringFixed(l.r.unit.plan.grid.Places)...)
}
