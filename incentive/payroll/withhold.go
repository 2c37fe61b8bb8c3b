package payroll

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// maxRates is how many rates may be withheld at a time.
const maxRates = 100

// Rate is a share of pay that is withheld.
type Rate struct {
	// Name is such as "income tax"; 1 to 128 bytes, each once.
	Name string `json:"name"`
	// Rate is a share of the whole amount: 0.03 is 3 %. It is 0 or more, and all together are at most 1.
	Rate decimal.Decimal `json:"rate"`
}

// Rounding says how each part that is withheld is rounded.
type Rounding struct {
	// Places is the number of decimal places, 0 to 6. Absent: the minor units of the currency.
	Places *int32 `json:"places,omitempty"`
	// Mode is one of half-up, half-even, half-down, up, down, ceil and floor.
	Mode string `json:"mode"`
}

// Withheld is what was withheld of an amount.
type Withheld struct {
	// Parts are the rates in their order, each with what was withheld for it.
	Parts []Part `json:"parts"`
	// Total is the sum of the parts and Net the amount without it.
	Total kam.Money `json:"total"`
	Net   kam.Money `json:"net"`
}

// Part is what was withheld for one rate.
type Part struct {
	Name   string          `json:"name"`
	Rate   decimal.Decimal `json:"rate"`
	Amount decimal.Decimal `json:"amount"`
}

// Withhold returns what is withheld of an amount that is zero or more: each rate of the whole amount, rounded by itself.
// It is a help for hosts; what is to be withheld is payroll's to say. Where rounding makes the parts more than the
// amount, they are refused with the code payroll.rate; other faults are those of the package text.
func Withhold(amount kam.Money, rates []Rate, rounding Rounding) (Withheld, error) {
	f := wording.Faults{Prefix: "payroll"}
	places := amount.Currency.MinorUnits()
	if rounding.Places != nil {
		places = *rounding.Places
	}
	if places < 0 || places > 6 {
		f.Add("rounding", "$.rounding.places", wording.Say("%d decimal places", "小数位数为 %d", places),
			wording.Say("use 0 to 6", "请使用 0 至 6"))
	}
	mode := num.Mode(rounding.Mode)
	wording.Choice(&f, "rounding", "$.rounding.mode", mode, num.HalfUp, num.HalfEven, num.HalfDown, num.Up, num.Down, num.Ceil, num.Floor)
	currency(&f, "$.amount.currency", amount.Currency)
	if f.Number("$.amount", amount.Amount) && amount.Amount.IsNegative() {
		f.Add("number", "$.amount", wording.Say("the amount is %s, below zero", "金额为 %s，小于零", amount.Amount),
			wording.Say("withhold from what is paid, which is zero or more", "请对实际发放的金额（不小于零）扣缴"))
	}
	if f.Count("$.rates", len(rates), 0, maxRates) {
		checkRates(&f, rates)
	}
	if err := f.Err(); err != nil {
		return Withheld{}, err
	}
	w := Withheld{Total: kam.Money{Currency: amount.Currency}, Net: kam.Money{Currency: amount.Currency}}
	for _, r := range rates {
		part := num.Round(amount.Amount.Mul(r.Rate), places, mode)
		w.Parts = append(w.Parts, Part{Name: r.Name, Rate: r.Rate, Amount: part})
		w.Total.Amount = w.Total.Amount.Add(part)
	}
	w.Net.Amount = amount.Amount.Sub(w.Total.Amount)
	if w.Net.Amount.IsNegative() {
		f.Add("rate", "$.rates", wording.Say("%s would be withheld from %s", "将从 %[2]s 中扣缴 %[1]s", w.Total, amount),
			wording.Say("round down, or withhold less", "请向下取整，或减少扣缴"))
		return Withheld{}, f.Err()
	}
	return w, nil
}

func checkRates(f *wording.Faults, rates []Rate) {
	seen := map[string]bool{}
	sum := decimal.Zero
	for i, r := range rates {
		place := wording.At("$.rates", i)
		f.ID(place+".name", r.Name, seen)
		if !f.Number(place+".rate", r.Rate) {
			return
		}
		if r.Rate.IsNegative() {
			f.Add("rate", place+".rate", wording.Say("the rate is %s, below zero", "比例为 %s，小于零", r.Rate),
				wording.Say("state a share such as 0.03", "请填写如 0.03 的比例"))
		}
		sum = sum.Add(r.Rate)
	}
	if sum.GreaterThan(decimal.NewFromInt(1)) {
		f.Add("rate", "$.rates", wording.Say("the rates are %s together, more than everything", "各比例合计 %s，超过全额", sum),
			wording.Say("let them be at most 1 together", "各比例合计不得超过 1"))
	}
}
