package likelihood

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Deal is a deal that will be won as a whole or not at all. The zero value is a deal of nothing that is never won.
type Deal struct {
	// ID names the deal; it may be empty. An ID that comes twice is a fault, because the deal would count twice.
	ID string `json:"id,omitempty"`
	// Amount is what winning adds, in the unit of the target. It may be negative: a contract that may shrink.
	Amount decimal.Decimal `json:"amount"`
	// Win is the probability of winning, 0 to 1 inclusive.
	Win kam.Fraction `json:"win"`
}

// FromDeals returns the distribution of the sum of deals that are won or lost independently of each other. No deals
// sum to 0 for certain. The order of deals changes nothing.
//
// When few enough distinct sums occur the distribution is exact: see [Distribution.Exact]. There are at most
// [MaxDeals] deals. Faults are findings in one [*kam.InvalidError] with the index of each: likelihood.number,
// likelihood.win, likelihood.deal-id, likelihood.deal-twice, likelihood.too-many.
func FromDeals(deals []Deal) (*Distribution, error) {
	if err := checkDeals(deals); err != nil {
		return nil, err
	}
	return distribute(deals), nil
}

func checkDeals(deals []Deal) error {
	var found kam.Findings
	if !checkCount(&found, "$", len(deals), MaxDeals) {
		return found.Err()
	}
	seen := make(map[string]int, len(deals))
	for i, d := range deals {
		place := fmt.Sprintf("$[%d]", i)
		checkNumber(&found, place+".amount", d.Amount)
		checkShare(&found, "win", place+".win", d.Win, false)
		if !checkID(&found, "deal-id", place, d.ID) || d.ID == "" {
			continue
		}
		if before, twice := seen[d.ID]; twice {
			found.Add(fault("deal-twice", place+".id", say("deal %q is already entry %d", "交易 %q 已是第 %d 项（自 0 起）", d.ID, before),
				say("list each deal once", "每笔交易只列一次")))
			continue
		}
		seen[d.ID] = i
	}
	return found.Err()
}

// chance is a deal in whole units of the distribution: amount above 0, and a probability above 0 and below 1 in lowest
// terms.
type chance struct {
	amount   *big.Int
	win, den int64
}
