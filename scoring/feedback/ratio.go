package feedback

import (
	"strconv"

	"github.com/kam-go/kam"
)

// Ratio is how many of how many, so that ratios can be added up. With a Den of 0, the zero value included, it is
// unknown: there was nothing to divide.
type Ratio struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// Known reports whether there is something to divide.
func (r Ratio) Known() bool { return r.Den != 0 }

// Fraction returns r as an exact fraction, and false when it is unknown.
func (r Ratio) Fraction() (kam.Fraction, bool) {
	if !r.Known() {
		return kam.Fraction{}, false
	}
	return kam.Fraction{Num: r.Num, Den: r.Den}, true
}

// String returns "3/4", not in lowest terms, or "unknown".
func (r Ratio) String() string {
	if !r.Known() {
		return "unknown"
	}
	return strconv.FormatInt(r.Num, 10) + "/" + strconv.FormatInt(r.Den, 10)
}

// count adds one to Den, and to Num when it is a hit.
func (r *Ratio) count(hit bool) {
	r.Den++
	if hit {
		r.Num++
	}
}
