package weights

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Weight is the share of one item: from 0 to 1, with at most [MaxPlaces] decimal places where this package made it.
// The shares of one result sum to exactly 1. The zero value is nobody's and weighs nothing.
type Weight struct {
	ID    string          `json:"id"`
	Share decimal.Decimal `json:"share"`
}

// Fraction returns the share as an exact fraction in lowest terms, as a scorecard states its weights. A share beyond
// the bounds of a fraction is an error that wraps [kam.ErrFraction]; the shares that this package returns are within.
func (w Weight) Fraction() (kam.Fraction, error) {
	if err := num.Check(w.Share); err != nil {
		return kam.Fraction{}, err
	}
	return kam.ParseFraction(num.Format(w.Share))
}

// String returns "growth 0.45", and "growth ?" when the share is beyond the bounds of the library.
func (w Weight) String() string {
	return show(w.ID) + " " + write(w.Share)
}

// whole rounds exact shares, which sum to 1 but for an error far below the places, to weights that do so exactly.
func whole(ids []string, shares []*big.Rat, places int32) []Weight {
	out := make([]Weight, len(ids))
	for i, share := range num.Distribute(decimal.New(1, 0), shares, places) {
		out[i] = Weight{ID: ids[i], Share: share}
	}
	return out
}

// listed returns weights as per cent, in their order: "growth 45 %, retention 55 %".
func listed(ws []Weight) kam.Text {
	en, zh := make([]string, len(ws)), make([]string, len(ws))
	for i, w := range ws {
		percent := "?"
		if num.Check(w.Share) == nil {
			percent = num.Format(w.Share.Shift(2))
		}
		en[i] = show(w.ID) + " " + percent + " %"
		zh[i] = show(w.ID) + " " + percent + "%"
	}
	return kam.Text{EN: strings.Join(en, ", "), ZH: strings.Join(zh, "、")}
}
