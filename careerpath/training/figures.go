package training

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Figures are what was counted of participations. The zero value is none.
type Figures struct {
	// Invited is how many invitations there were: Accepted, Declined, and those that nobody answered.
	Invited  int `json:"invited"`
	Accepted int `json:"accepted"`
	Declined int `json:"declined"`
	// Attended and Absent are participations that are known of, Unrecorded those that have begun, were not declined, and
	// of which nobody recorded whether the person came.
	Attended   int `json:"attended"`
	Absent     int `json:"absent"`
	Unrecorded int `json:"unrecorded"`
	// Withdrawn are those who declined, invited or not.
	Withdrawn int `json:"withdrawn"`
	Completed int `json:"completed"`
	Failed    int `json:"failed"`
	// People is how many different people attended.
	People int `json:"people"`
	// Hours and Cost are sums, the cost of sessions included.
	Hours decimal.Decimal `json:"hours"`
	Cost  decimal.Decimal `json:"cost"`
}

// Response returns invitations answered by invitations; false without any.
func (f Figures) Response() (*big.Rat, bool) { return quotient(f.Accepted+f.Declined, f.Invited) }

// Acceptance returns invitations accepted by invitations answered; false without any.
func (f Figures) Acceptance() (*big.Rat, bool) { return quotient(f.Accepted, f.Accepted+f.Declined) }

// Participation returns attended by attended, absent and declined; false without any. What nobody recorded has no part.
func (f Figures) Participation() (*big.Rat, bool) { return quotient(f.Attended, f.settled()) }

func (f Figures) settled() int { return f.Attended + f.Absent + f.Withdrawn }

// Completion returns completed by completed and failed; false without any.
func (f Figures) Completion() (*big.Rat, bool) { return quotient(f.Completed, f.Completed+f.Failed) }

// CostPerPerson returns the cost by the people who attended; false without any.
func (f Figures) CostPerPerson() (*big.Rat, bool) { return perHead(f.Cost, f.People) }

func perHead(total decimal.Decimal, heads int) (*big.Rat, bool) {
	if heads == 0 {
		return nil, false
	}
	return new(big.Rat).Quo(num.Rat(total), big.NewRat(int64(heads), 1)), true
}

// quotient returns a by b, and false when b is 0.
func quotient(a, b int) (*big.Rat, bool) {
	if b == 0 {
		return nil, false
	}
	return big.NewRat(int64(a), int64(b)), true
}

// add counts a participation of which the records up to the day of the report are known; people and the cost of sessions
// are counted elsewhere.
func (f *Figures) add(o *Offering, records []Record) {
	var invited bool
	var answer, last State
	for _, r := range records {
		switch r.State {
		case Invited:
			invited = true
		case Accepted, Declined:
			answer = r.State
		default:
		}
		last = r.State
	}
	came := last.present()
	if invited {
		f.Invited++
		switch {
		case answer == Declined:
			f.Declined++
		case answer == Accepted || came:
			f.Accepted++
		}
	}
	switch {
	case came:
		f.Attended++
	case last == Absent:
		f.Absent++
	case last == Declined:
		f.Withdrawn++
	default:
		f.Unrecorded++
	}
	switch last {
	case Completed:
		f.Completed++
	case Failed:
		f.Failed++
	default:
	}
	hours, cost := quantities(o, records, came)
	f.Hours, f.Cost = f.Hours.Add(hours), f.Cost.Add(cost)
}

// quantities returns the hours and the cost of a participation: the hours that its records state last, and the sum of what
// they cost; else the offering's for whoever came.
func quantities(o *Offering, records []Record, came bool) (hours, cost decimal.Decimal) {
	var hoursStated, costStated bool
	for _, r := range records {
		if r.Hours.Valid {
			hours, hoursStated = r.Hours.Decimal, true
		}
		if r.Cost.Valid {
			cost, costStated = cost.Add(r.Cost.Decimal), true
		}
	}
	if came && !hoursStated {
		hours = o.Hours.Decimal
	}
	if came && !costStated {
		cost = o.PerHead.Decimal
	}
	return hours, cost
}

// ROI returns (benefit - cost) / cost as an exact ratio: 0 at break-even, 7/5 when 120 come of 50. It is false when either
// is unknown, when nothing was spent, and when a number is out of bounds or the cost negative.
func ROI(benefit, cost decimal.NullDecimal) (*big.Rat, bool) {
	if !benefit.Valid || !cost.Valid || num.Check(benefit.Decimal) != nil || num.Check(cost.Decimal) != nil || !cost.Decimal.IsPositive() {
		return nil, false
	}
	return new(big.Rat).Quo(num.Rat(benefit.Decimal.Sub(cost.Decimal)), num.Rat(cost.Decimal)), true
}

// Change is a comparison as it came out.
type Change struct {
	ID     string     `json:"id"`
	Name   kam.Text   `json:"name"`
	Metric kam.Metric `json:"metric"`
	// BeforeCount and AfterCount are the records on either side; Fewest is how many there had to be.
	BeforeCount int64 `json:"beforeCount"`
	AfterCount  int64 `json:"afterCount"`
	Fewest      int64 `json:"fewest"`
	// Before, After and Difference, which is after less before, are nil unless Trend is one that knows them.
	Before     *big.Rat `json:"before,omitempty"`
	After      *big.Rat `json:"after,omitempty"`
	Difference *big.Rat `json:"difference,omitempty"`
	Trend      Trend    `json:"trend,omitempty"`
}

// Trend is what became of a metric. The zero value is unknown.
type Trend string

// Trends.
const (
	Better Trend = "better"
	Worse  Trend = "worse"
	Same   Trend = "same"
	// TooFew: there are too few records to say, and to show.
	TooFew Trend = "tooFew"
)

// change computes a comparison that was checked.
func (c Comparison) change() Change {
	out := Change{ID: c.ID, Name: c.Name, Metric: c.Metric, BeforeCount: count(c.Before), AfterCount: count(c.After), Fewest: c.Fewest}
	if out.Fewest == 0 {
		out.Fewest = DefaultFewest
	}
	if min(out.BeforeCount, out.AfterCount) < out.Fewest {
		out.Trend = TooFew
		return out
	}
	out.Before, out.After = combined(c.Before), combined(c.After)
	if out.Before == nil || out.After == nil {
		return out
	}
	out.Difference = new(big.Rat).Sub(out.After, out.Before)
	sign := out.Difference.Sign()
	if c.Metric.Direction == kam.LowerIsBetter {
		sign = -sign
	}
	switch {
	case sign > 0:
		out.Trend = Better
	case sign < 0:
		out.Trend = Worse
	default:
		out.Trend = Same
	}
	return out
}

// count sums records, as many as an int64 holds.
func count(list []kam.Observation) int64 {
	total := int64(0)
	for _, o := range list {
		if total += o.Count; total < 0 {
			return 1<<63 - 1
		}
	}
	return total
}

// combined returns the value of observations together; nil when it is unknown.
func combined(list []kam.Observation) *big.Rat {
	top, bottom, err := kam.Combine(list)
	if err != nil || !top.Valid || !bottom.Valid || bottom.Decimal.IsZero() {
		return nil
	}
	return new(big.Rat).Quo(num.Rat(top.Decimal), num.Rat(bottom.Decimal))
}
