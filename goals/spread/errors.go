package spread

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Conditions that make a request impossible though each of its numbers is fine.
var (
	// ErrHeld is wrapped by [HeldError].
	ErrHeld = errors.New("spread: held beyond the total")
	// ErrReach is wrapped by [ReachError] and [CutError].
	ErrReach = errors.New("spread: bounds leave no way to the total")
	// ErrTotals is wrapped by [TotalsError].
	ErrTotals = errors.New("spread: row and column totals differ")
	// ErrZero says that something is left to spread and all weights of the free cells are zero.
	ErrZero = errors.New("spread: weights of the free cells are all zero")
	// ErrOdd says that what is to be spread is no multiple of the grain.
	ErrOdd = errors.New("spread: total is no multiple of the grain")
)

// HeldError says that the held cells leave a rest that has the other sign than the total, or that no free cell is there
// to take. It wraps [ErrHeld] and is handed out as a pointer.
type HeldError struct {
	Total decimal.Decimal
	Held  decimal.Decimal // sum of the holds
	Rest  decimal.Decimal // Total - Held
	Free  int             // how many cells are not held
}

// Error returns the condition with its numbers in one English line.
func (e *HeldError) Error() string {
	return fmt.Sprintf("%v: total %s, held %s, rest %s for %s", ErrHeld, num.Format(e.Total), num.Format(e.Held), num.Format(e.Rest), counted(e.Free, "free cell").EN)
}

// Unwrap returns [ErrHeld].
func (e *HeldError) Unwrap() error { return ErrHeld }

// Finding returns the condition as a finding with the code [CodeHeld], for a person who wrote the holds.
func (e *HeldError) Finding(place string) kam.Finding {
	return fault(CodeHeld, place,
		say("of a total of %s, %s is held; the rest %s is left for %s", "总额 %s 中已锁定 %s，剩余 %s 需由 %s 个未锁定的单元格承担", num.Format(e.Total), num.Format(e.Held), num.Format(e.Rest), counted(e.Free, "free cell")),
		say("release a hold, lower it, or change the total", "请解除或调低锁定值，或调整总额"))
}

// ReachError says that the minima and maxima of the free cells do not let them sum to the rest. It wraps [ErrReach] and
// is handed out as a pointer.
type ReachError struct {
	Rest  decimal.Decimal     // what the free cells are to sum to
	Least decimal.NullDecimal // the least they can sum to; not valid when there is no bound
	Most  decimal.NullDecimal // the most they can sum to; not valid when there is no bound
}

// Error returns the condition with its numbers in one English line.
func (e *ReachError) Error() string {
	return fmt.Sprintf("%v: free cells sum to %s at least and %s at most, not to %s", ErrReach, bound(e.Least), bound(e.Most), num.Format(e.Rest))
}

// Unwrap returns [ErrReach].
func (e *ReachError) Unwrap() error { return ErrReach }

// Finding returns the condition as a finding with the code [CodeReach], for a person who wrote the bounds.
func (e *ReachError) Finding(place string) kam.Finding {
	return fault(CodeReach, place,
		say("the free cells can sum to %s at least and %s at most, and %s is to be spread", "未锁定的单元格合计下限为 %s、上限为 %s，而待分摊额为 %s", bound(e.Least), bound(e.Most), num.Format(e.Rest)),
		say("widen a minimum or maximum, or change the total", "请放宽上下限，或调整总额"))
}

func bound(d decimal.NullDecimal) string {
	if !d.Valid {
		return "∞"
	}
	return num.Format(d.Decimal)
}
