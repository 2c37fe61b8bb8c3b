package likelihood

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Pipeline is a quota and the open deals that are to fill it. The zero value is none, and refused: it has no quota.
type Pipeline struct {
	// Quota is what is still to be won, above 0.
	Quota decimal.Decimal `json:"quota"`
	// Open is the sum of the open deals, 0 or more, in the unit of Quota.
	Open decimal.Decimal `json:"open"`
	// Win is the share of open amounts that is won, above 0 and at most 1.
	Win kam.Fraction `json:"win"`
	// Places is the number of decimal places of the amounts in [Coverage], 0 to [MaxPlaces]. Defaults to whole units.
	Places int32 `json:"places,omitempty"`
}

// Coverage says how far a pipeline fills its quota. Every number is rounded once, from the exact value, amounts to Places
// of the pipeline, and so that no shortfall is hidden: what is missing up, what there is down. The zero value is none.
type Coverage struct {
	// Ratio is the pipeline in quotas, open/quota, rounded down, and Required what it takes, 1/win, rounded up; both with
	// 4 decimal places.
	Ratio    decimal.Decimal `json:"ratio"`
	Required decimal.Decimal `json:"required"`
	// Needed is the pipeline that fills the quota, quota/win, rounded half up.
	Needed decimal.Decimal `json:"needed"`
	// Weighted is what the pipeline is expected to bring, open*win, rounded down.
	Weighted decimal.Decimal `json:"weighted"`
	// Gap is what is expected to be missing, quota - weighted, or 0, and Missing the pipeline that is missing, needed -
	// open, or 0; both rounded up, so that they are 0 only when it is Enough.
	Gap     decimal.Decimal `json:"gap"`
	Missing decimal.Decimal `json:"missing"`
	// Enough reports whether the exact weighted pipeline is the quota or more.
	Enough bool `json:"enough"`
	// Text is the answer in one sentence.
	Text kam.Text `json:"text"`
}

// Cover returns how far p fills its quota on average. How likely it does is another question, which [FromDeals] answers.
//
// Faults are findings in one [*kam.InvalidError]: likelihood.number, .quota, .open, .win, .places.
func Cover(p Pipeline) (Coverage, error) {
	var found kam.Findings
	checkPositive(&found, "quota", "$.quota", p.Quota)
	checkNotNegative(&found, "open", "$.open", p.Open)
	checkWinRate(&found, p.Win)
	checkPlaces(&found, "$.places", p.Places)
	if err := found.Err(); err != nil {
		return Coverage{}, err
	}
	quota, open, win := num.Rat(p.Quota), num.Rat(p.Open), p.Win.Rat()
	weighted := new(big.Rat).Mul(open, win)
	needed := new(big.Rat).Quo(quota, win)
	up := func(r *big.Rat) decimal.Decimal { return num.RoundRat(r, p.Places, num.Ceil) }
	c := Coverage{
		Ratio:    num.RoundRat(new(big.Rat).Quo(open, quota), 4, num.Floor),
		Required: num.RoundRat(new(big.Rat).Inv(win), 4, num.Ceil),
		Needed:   num.RoundRat(needed, p.Places, num.HalfUp),
		Weighted: num.RoundRat(weighted, p.Places, num.Floor),
		Gap:      up(shortfall(quota, weighted)),
		Missing:  up(shortfall(needed, open)),
		Enough:   weighted.Cmp(quota) >= 0,
	}
	verdict := say("enough", "足够")
	if !c.Enough {
		verdict = say("%s is missing, which takes %s more of pipeline", "尚缺 %s，需再增加商机 %s", num.Format(c.Gap), num.Format(c.Missing))
	}
	c.Text = say("a pipeline of %s times the quota, where %s times is needed: it brings %s of %s on average; %s",
		"商机储备为目标的 %s 倍，需要 %s 倍：平均可得 %s，目标为 %s；%s",
		num.Format(c.Ratio), num.Format(c.Required), num.Format(c.Weighted), num.Format(p.Quota), verdict)
	return c, nil
}

// shortfall returns what has falls short of wanted, or 0.
func shortfall(wanted, has *big.Rat) *big.Rat {
	gap := new(big.Rat).Sub(wanted, has)
	if gap.Sign() < 0 {
		return gap.SetInt64(0)
	}
	return gap
}

func checkWinRate(found *kam.Findings, win kam.Fraction) {
	if checkShare(found, "win", "$.win", win, false) && win.IsZero() {
		found.Add(fault("win", "$.win", say("a win rate of 0 never fills anything", "赢单率为 0，永远无法完成"),
			say("give a share above 0", "请填大于 0 的比例")))
	}
}

// Flow is a stream of deals. The zero value is none, and refused: its cycle has no days.
type Flow struct {
	// Deals is the number of open deals, 0 to 10^12.
	Deals int64 `json:"deals"`
	// Amount is the average amount of a deal that is won, 0 or more.
	Amount decimal.Decimal `json:"amount"`
	// Win is the share of deals that is won, above 0 and at most 1.
	Win kam.Fraction `json:"win"`
	// CycleDays is the average number of days from opening to winning, above 0.
	CycleDays decimal.Decimal `json:"cycleDays"`
	// Places is the number of decimal places of the result, 0 to [MaxPlaces]. Defaults to whole units.
	Places int32 `json:"places,omitempty"`
}

// maxFlowDeals is the largest number of deals in a flow.
const maxFlowDeals = 1_000_000_000_000

// Velocity returns the sales velocity of f, the amount won per day: deals * amount * win / cycle days, rounded half up
// once to f.Places. Faults are findings in one [*kam.InvalidError]: likelihood.number, .deals, .amount, .win, .cycle,
// .places.
func Velocity(f Flow) (decimal.Decimal, error) {
	var found kam.Findings
	if f.Deals < 0 || f.Deals > maxFlowDeals {
		found.Add(fault("deals", "$.deals", say("%d deals are not 0 to %d", "交易数 %d 不在 0 至 %d 之间", f.Deals, int64(maxFlowDeals)),
			say("give the number of open deals", "请填未结交易数")))
	}
	checkNotNegative(&found, "amount", "$.amount", f.Amount)
	checkWinRate(&found, f.Win)
	checkPositive(&found, "cycle", "$.cycleDays", f.CycleDays)
	checkPlaces(&found, "$.places", f.Places)
	if err := found.Err(); err != nil {
		return decimal.Decimal{}, err
	}
	v := new(big.Rat).SetInt64(f.Deals)
	v.Mul(v, num.Rat(f.Amount))
	v.Mul(v, f.Win.Rat())
	return num.RoundRat(v.Quo(v, num.Rat(f.CycleDays)), f.Places, num.HalfUp), nil
}
