package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Conversion says how amount, margin and cash of a deal in another currency
// become amounts in the plan's. A missing rate holds the payees of the deal;
// it never counts as 1, and no rate is ever inverted or chained. The commission
// of a plan in another currency that a manager is credited with is not
// converted: it holds the manager.
//
// A refund that does not state margin or cash takes its part of the original's:
// at the original's rate of what that came to, so that all parts together are
// the whole; at a rate of its own of the original's number, converted then.
type Conversion struct {
	// Policy picks the rate.
	Policy RatePolicy `json:"policy"`
	// Table is the [ExchangeRate.Table] that rates are taken from. Optional.
	Table string `json:"table"`
	// Refunds says at which rate a refund is converted.
	Refunds RefundRate `json:"refunds"`
	// Places rounds each converted number with the plan's rounding mode, 0 to 6. Absent: the product is exact.
	Places *int32 `json:"places"`
}

// RatePolicy picks the rate of a deal.
type RatePolicy string

// The policies. The commission period of a deal is the one that holds its credit date.
const (
	// RateOnDate takes the rate that holds on the credit date.
	RateOnDate RatePolicy = "transaction-date"
	// RateAtPeriodEnd takes the rate that holds on the last day of the deal's commission period.
	RateAtPeriodEnd RatePolicy = "period-end"
	// RatePeriodAverage takes the rate that is stated for exactly the deal's commission period.
	RatePeriodAverage RatePolicy = "period-average"
	// RateOfPlan takes the rate that holds on the first day on which the plan is effective, for all its time.
	RateOfPlan RatePolicy = "plan"
)

// RefundRate is the rate at which a refund is converted.
type RefundRate string

// The readings.
const (
	// RefundAtOriginal converts it at its original's rate, so that a full refund cancels the deal.
	RefundAtOriginal RefundRate = "original"
	// RefundAtOwn converts it at the rate of the refund's own date, wherever it counts; without such a date at its original's.
	RefundAtOwn RefundRate = "own"
)

// ExchangeRate is what one unit of a currency is worth in another for a while.
type ExchangeRate struct {
	// Table groups rates of one source, such as "plan" or "market". Optional.
	Table string       `json:"table,omitempty"`
	From  kam.Currency `json:"from"`
	To    kam.Currency `json:"to"`
	// Period is when it holds. Rates of a table and pair must not overlap.
	Period kam.Period `json:"period"`
	// Rate is units of To for one unit of From: above zero, at most 12 decimals and 15 digits.
	Rate decimal.Decimal `json:"rate"`
}
