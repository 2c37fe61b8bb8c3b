package visits

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Revenue says how much of the targets the weeks of a plan can bring. A step's revenue lies evenly on its closing days,
// and each closing day belongs to one part: Within + Late + Later is Target. Late, and Late and Later together, are
// rounded up once to the smallest unit of the currency (to two places without one); Within is the rest.
// The zero value is no revenue.
type Revenue struct {
	// Target is the revenue of all steps of all segments.
	Target decimal.Decimal `json:"target"`
	// Within is that of deals all of whose stages lie in the weeks of the plan; the close may come after them.
	Within decimal.Decimal `json:"within"`
	// Late is that of deals of which a stage lies before the first day of the plan: by the leads it cannot be won in
	// time any more.
	Late decimal.Decimal `json:"late"`
	// Later is that of deals of which a stage lies after the plan, and none before it.
	Later decimal.Decimal `json:"later"`
}

// Revenue returns how much of the targets the weeks of the plan can bring, and how much is late or due later.
func (p *WeeklyPlan) Revenue() Revenue { return p.revenue }

// split divides the revenue of all steps into what is within the plan, late and later.
func (p *WeeklyPlan) split() {
	var daily []*big.Rat // revenue of one closing day of each step
	for _, f := range p.funnels {
		for m, s := range f.steps {
			each := num.Rat(s.Target)
			daily = append(daily, each.Quo(each, new(big.Rat).SetInt64(int64(f.days[m]))))
		}
	}
	units, common := inUnits(daily)
	late, outside, term := new(big.Int), new(big.Int), new(big.Int)
	i := 0
	for _, f := range p.funnels {
		for m := range f.steps {
			late.Add(late, term.Mul(units[i], big.NewInt(int64(f.late[m]))))
			outside.Add(outside, term.Mul(units[i], big.NewInt(int64(f.late[m]+f.later[m]))))
			i++
		}
	}
	r := &p.revenue
	up := func(n *big.Int) decimal.Decimal {
		amount := num.RoundRat(new(big.Rat).SetFrac(n, common), p.spec.Currency.MinorUnits(), num.Ceil)
		return decimal.Min(amount, r.Target) // a target may be finer than the unit
	}
	r.Late = up(late)
	r.Later = up(outside).Sub(r.Late)
	r.Within = r.Target.Sub(r.Late).Sub(r.Later)
}
