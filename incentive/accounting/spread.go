package accounting

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Length is how long something brings benefit, from its first day. Exactly one of the two is stated. The zero value is none.
type Length struct {
	// Months are calendar months, 1 to [MaxMonths]: a year from 31 January ends before 31 January.
	Months int `json:"months,omitempty"`
	// Days are civil days, 1 to [MaxDays].
	Days int `json:"days,omitempty"`
}

// Bounds of a [Length], both inclusive.
const (
	MaxMonths = 1_200
	MaxDays   = 36_600
)

// From returns the days from a first day on; the zero period when l is none or it would end after the last day of kam.Day.
func (l Length) From(d kam.Day) kam.Period {
	until := d.AddDays(l.Days)
	if l.Months > 0 {
		until = d.AddMonths(l.Months)
	}
	p, err := kam.NewPeriod(d, until)
	if err != nil || p.IsOpen() {
		return kam.Period{}
	}
	return p
}

// text says how long it is.
func (l Length) text() kam.Text {
	if l.Months > 0 {
		return wording.Say("%d months", "%d 个月", l.Months)
	}
	return wording.Say("%d days", "%d 天", l.Days)
}

// IsZero reports whether nothing is stated.
func (l Length) IsZero() bool { return l == Length{} }

// Convention is how the first month of an amortisation counts. The zero value is none and refused.
type Convention string

// Conventions.
const (
	// FullMonth: the month of the first day counts in full, and so does each until as many months are over. Needs months.
	FullMonth Convention = "full-month"
	// MidMonth: the month of the first day counts half, and so does the one after the last full one. Needs months.
	MidMonth Convention = "mid-month"
	// DailyShare: each month counts as many days as it has of the length.
	DailyShare Convention = "by-days"
)

// Remainder says which months get what rounding leaves. The zero value is none and refused.
type Remainder string

// Readings of what rounding leaves.
const (
	// LargestRemainder: each month is rounded down, and the minor units left go to the largest remainders, the earlier month
	// first among equals.
	LargestRemainder Remainder = "largest-remainder"
	// LastMonth: each month is rounded by itself, never to more than is left, and the last takes what is left.
	LastMonth Remainder = "last-month"
)

// Delivery is how much of what was promised is transferred to the customer on a day. Weights have any unit: only their
// proportion counts.
type Delivery struct {
	On kam.Day `json:"on"`
	// Weight is at least 0.
	Weight decimal.Decimal `json:"weight"`
}

// MaxDeliveries is the largest number of deliveries of one contract.
const MaxDeliveries = 10_000

// Spread is one amount and the time over which it becomes an expense. The zero value is none.
type Spread struct {
	// Amount is of any sign: a refund is spread as the mirror of a cost. It has no more decimal places than its currency.
	Amount     kam.Money  `json:"amount"`
	From       kam.Day    `json:"from"`
	Over       Length     `json:"over"`
	Convention Convention `json:"convention"`
	Remainder  Remainder  `json:"remainder"`
	// Rounding is how [LastMonth] rounds a month; [LargestRemainder] needs none.
	Rounding Mode `json:"rounding,omitempty"`
	// Deliveries make the months count by what is transferred in them, whatever the convention. None: evenly. Each lies
	// within the length, and together they are above 0.
	Deliveries []Delivery `json:"deliveries,omitempty"`
}

// Instalment is what becomes an expense in one month.
type Instalment struct {
	Month kam.Period `json:"month"`
	// Amount is on the grid of the currency; Left is what is amortised later.
	Amount decimal.Decimal `json:"amount"`
	Left   decimal.Decimal `json:"left"`
}

// Schedule returns the instalments of s by the months of a calendar, nil being the Gregorian one: from the month of the
// first day to the last one that counts, without gaps. They sum to the amount exactly. Faults are an [*kam.InvalidError].
func (s Spread) Schedule(calendar *kam.Calendar) ([]Instalment, error) {
	f := newFaults()
	checkMoney(f, "$.amount", s.Amount)
	wording.Choice(f, "choice", "$.convention", s.Convention, FullMonth, MidMonth, DailyShare)
	wording.Choice(f, "choice", "$.remainder", s.Remainder, LargestRemainder, LastMonth)
	if s.Remainder == LastMonth || s.Rounding != "" {
		checkMode(f, "$.rounding", s.Rounding)
	}
	checkLength(f, "$.over", s.Over, s.Convention)
	checkDeliveries(f, "$.deliveries", s.Deliveries, s.Over.From(s.From))
	switch {
	case !s.From.IsSet():
		f.Add("day", "$.from", wording.Say("the first day is missing", "缺少首日"), wording.Say("state it as 2026-01-31", "请按 2026-01-31 填写"))
	case s.Over.From(s.From).IsZero():
		f.Add("period", "$.over", wording.Say("it ends after the year 9999", "止日超出 9999 年"), wording.Say("state a shorter time", "请缩短期限"))
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	months, weights, err := weigh(calendar, s.From, s.Over, s.Convention, s.Deliveries)
	if err != nil {
		f.Merge("$.from", err)
		return nil, f.Err()
	}
	amounts := cut(s.Amount.Amount, weights, s.Amount.Currency.MinorUnits(), s.Remainder, num.Mode(s.Rounding))
	out := make([]Instalment, len(months))
	left := s.Amount.Amount
	for i, amount := range amounts {
		left = left.Sub(amount)
		out[i] = Instalment{Month: months[i], Amount: amount, Left: left}
	}
	return out, nil
}

// weigh returns the months of a length and how much each counts.
func weigh(calendar *kam.Calendar, from kam.Day, over Length, convention Convention, deliveries []Delivery) ([]kam.Period, []*big.Rat, error) {
	span := over.From(from)
	month, err := calendar.Containing(kam.Month, from)
	if err != nil {
		return nil, nil, err
	}
	deliveries = slices.SortedFunc(slices.Values(deliveries), func(a, b Delivery) int { return a.On.Compare(b.On) })
	byDelivery := len(deliveries) > 0
	var months []kam.Period
	var weights []*big.Rat
	count := over.Months
	if convention == MidMonth {
		count++
	}
	for i := 0; ; i++ {
		if byDelivery || convention == DailyShare {
			if !month.From.Before(span.Until) {
				break
			}
		} else if i == count {
			break
		}
		weight := big.NewRat(1, 1)
		switch {
		case byDelivery:
			weight.SetInt64(0)
			for len(deliveries) > 0 && deliveries[0].On.Before(month.Until) {
				weight.Add(weight, num.Rat(deliveries[0].Weight))
				deliveries = deliveries[1:]
			}
		case convention == DailyShare:
			part, _ := month.Intersect(span)
			weight.SetInt64(int64(part.Days()))
		case convention == MidMonth && (i == 0 || i == count-1):
			weight.SetFrac64(1, 2)
		}
		months, weights = append(months, month), append(weights, weight)
		next, err := calendar.Containing(kam.Month, month.Until)
		if err != nil {
			return nil, nil, err
		}
		month = next
	}
	return months, weights, nil
}

// cut returns what of an amount falls to each weight: whole units of 10^-places that sum to the amount. When nothing
// counts, the first gets all of it.
func cut(amount decimal.Decimal, weights []*big.Rat, places int32, remainder Remainder, mode num.Mode) []decimal.Decimal {
	out := make([]decimal.Decimal, len(weights))
	total := sum(weights)
	switch {
	case len(weights) == 0:
		return out
	case total.Sign() == 0:
		out[0] = amount
		return out
	case remainder == LargestRemainder:
		if parts, err := num.Split(amount, weights, places); err == nil {
			return parts
		}
	}
	last := len(weights) - 1
	for last > 0 && weights[last].Sign() == 0 {
		last--
	}
	left := amount
	for i, weight := range weights[:last] {
		exact := new(big.Rat).Mul(num.Rat(amount), weight)
		part := num.RoundRat(exact.Quo(exact, total), places, mode)
		if part.Abs().Cmp(left.Abs()) > 0 {
			part = left
		}
		out[i], left = part, left.Sub(part)
	}
	out[last] = left
	return out
}

func sum(weights []*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, w := range weights {
		total.Add(total, w)
	}
	return total
}

// checkLength reports a length that is none, out of bounds, or of days where months are needed.
func checkLength(f *wording.Faults, at string, l Length, c Convention) {
	switch {
	case (l.Months != 0) == (l.Days != 0) || l.Months < 0 || l.Months > MaxMonths || l.Days < 0 || l.Days > MaxDays:
		f.Add("length", at, wording.Say("%d months and %d days are no length", "%d 个月、%d 天不是有效的期限", l.Months, l.Days),
			wording.Say("state one of them: months from 1 to %d, or days from 1 to %d", "请只填写其一：1 至 %d 个月，或 1 至 %d 天", MaxMonths, MaxDays))
	case l.Days != 0 && (c == FullMonth || c == MidMonth):
		f.Add("length", at, wording.Say("%d days do not consist of months, as %s needs", "%d 天无法按月计，而 %s 需要整月", l.Days, wording.Same(string(c))),
			wording.Say("state months, or use by-days", "请填写月数，或改用 by-days"))
	}
}

// checkDeliveries reports deliveries outside the time, or that come to nothing.
func checkDeliveries(f *wording.Faults, at string, list []Delivery, span kam.Period) {
	if !f.Count(at, len(list), 0, MaxDeliveries) || len(list) == 0 {
		return
	}
	some := false
	for i, d := range list {
		place := wording.At(at, i)
		if !span.IsZero() && !span.Contains(d.On) {
			f.Add("delivery", place+".on", wording.Say("%s is not within %s", "%s 不在 %s 之内", dayText(d.On), wording.Days(span)),
				wording.Say("state a day within it", "请填写其中的一天"))
		}
		if f.Number(place+".weight", d.Weight) && d.Weight.Sign() < 0 {
			f.Add("delivery", place+".weight", wording.Say("the weight %s is below 0", "权重 %s 小于 0", d.Weight), wording.Say("state 0 or more", "请填写不小于 0 的数"))
		}
		some = some || d.Weight.Sign() > 0
	}
	if !some {
		f.Add("delivery", at, wording.Say("the weights come to nothing", "权重合计为零"), wording.Say("state one above 0, or none at all", "请至少填写一个大于 0 的权重，或全部删除"))
	}
}

// dayText writes a day, and a dash for none.
func dayText(d kam.Day) string {
	if !d.IsSet() {
		return "-"
	}
	return d.String()
}

func choiceText(en, zh []string) kam.Text {
	return kam.Text{EN: "state one of " + strings.Join(en, ", "), ZH: "请填写其一：" + strings.Join(zh, "、")}
}
