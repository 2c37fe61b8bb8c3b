package analysis

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// Curve is what a plan pays, before rounding, as an exact function of its axis. It is immutable and safe for
// concurrent use. The zero value is no curve; see [Payout].
type Curve struct {
	model  *model
	points []point
	spans  []stretchOf
	// tail is what is paid beyond every number, whole steps read as a line; tailed says that there is such a polynomial.
	tail   Polynomial
	tailed bool
}

// point is what is paid at a break point or at an end of the range.
type point struct {
	at  place
	pay outcome
}

// stretchOf is what is paid between two points.
type stretchOf struct{ pay outcome }

// Payout derives the curve that q asks for. It evaluates the plan symbolically: at a place of the axis every comparison
// that the plan makes is decided, and the polynomials that were compared are kept; the nearest root of any of them is
// where the plan may change its mind next. Nothing is sampled.
//
// Error: *kam.InvalidError with the reasons for which there is no curve, see [Code], or with the findings of a run that
// holds the payee.
func Payout(program *incentive.Program, q Question) (*Curve, error) {
	m, err := newModel(program, q)
	if err != nil {
		return nil, err
	}
	c := &Curve{model: m}
	if err := c.walk(); err != nil {
		return nil, err
	}
	if beyond, err := m.evaluate(place{}); err == nil {
		c.tail, c.tailed = beyond.pay, true
	}
	return c, nil
}

// spare is how many places are looked at for each piece that is allowed: most change something.
const spare = 4

// walk goes along the axis from break point to break point.
func (c *Curve) walk() error {
	limit := c.model.q.MaxPieces
	if limit <= 0 {
		limit = DefaultPieces
	}
	at := place{rat: c.model.from}
	if err := c.add(at); err != nil {
		return err
	}
	for looked := 1; ; looked++ {
		pay, next, _, err := c.model.evaluateAfter(at, c.model.until)
		if err != nil {
			return err
		}
		c.spans = append(c.spans, stretchOf{pay})
		if err := c.add(next); err != nil {
			return err
		}
		c.merge()
		if next.rat != nil && next.rat.Cmp(c.model.until) == 0 {
			return nil
		}
		if at = next; len(c.spans) > limit || looked > spare*limit {
			f := faults{}
			f.Add(string(CodePieces), "axis", say("the curve has more than %d pieces before %s", "曲线在 %[2]s 之前已超过 %[1]d 段", limit, exactly(c.model.until)), say("ask about a shorter range, or raise the limit", "请缩短范围，或提高上限"))
			return f.Err()
		}
	}
}

func (c *Curve) add(at place) error {
	pay, err := c.model.evaluate(at)
	if err != nil {
		return err
	}
	c.points = append(c.points, point{at, pay})
	return nil
}

// merge drops the point before the last stretch where nothing changes there.
func (c *Curve) merge() {
	n := len(c.spans)
	if n < 2 {
		return
	}
	middle := c.points[n-1]
	if same(c.spans[n-2].pay, c.spans[n-1].pay) && c.continues(middle, c.spans[n-1].pay) {
		c.spans = slices.Delete(c.spans, n-1, n)
		c.points = slices.Delete(c.points, n-1, n)
	}
}

func same(a, b outcome) bool {
	return a.pay.Equal(b.pay) && slices.Equal(a.limits, b.limits) && slices.EqualFunc(a.components, b.components, Polynomial.Equal)
}

// continues reports whether a point is paid what a stretch says, components included.
func (c *Curve) continues(p point, o outcome) bool {
	for i := range o.components {
		if p.at.sign(p.pay.components[i].minus(o.components[i])) != 0 {
			return false
		}
	}
	return p.at.sign(p.pay.pay.minus(o.pay)) == 0
}

// Question returns what was asked, with what it leaves out filled in.
func (c *Curve) Question() Question {
	q := c.model.q
	q.Axis = Axis{c.model.axis.Name, c.model.q.Axis.Basis}
	from, until := c.Range()
	q.From, q.Until = exactDecimal(from, q.From), exactDecimal(until, q.Until)
	q.Deals, q.Fixed = nil, nil
	profile := len(c.model.q.Deals)
	for _, d := range c.model.deals {
		if d.place < profile {
			q.Deals = append(q.Deals, d.Transaction)
		} else {
			q.Fixed = append(q.Fixed, d.Transaction)
		}
	}
	q.Observations, q.Positions = slices.Clone(q.Observations), slices.Clone(q.Positions)
	q.Payees, q.Reporting = slices.Clone(q.Payees), slices.Clone(q.Reporting)
	return q
}

// exactDecimal is an end of the range as a decimal, where it is one; else what the question stated.
func exactDecimal(r *big.Rat, stated decimal.NullDecimal) decimal.NullDecimal {
	if n, exact := r.FloatPrec(); exact && n <= 30 {
		return decimal.NewNullDecimal(num.RoundRat(r, int32(n), num.HalfUp))
	}
	return stated
}

// Plan returns the plan that was asked about, with its readings written out.
func (c *Curve) Plan() incentive.Plan { return c.model.plan }

// Range returns the ends of the curve, both inclusive, in the axis's basis.
func (c *Curve) Range() (from, until *big.Rat) {
	return new(big.Rat).Set(c.model.from), new(big.Rat).Set(c.model.until)
}

// Unit returns how much of the measure's own quantity one of the axis is: the quota on an axis of attainment, else 1.
func (c *Curve) Unit() *big.Rat { return new(big.Rat).Set(c.model.unit) }

// At returns what is paid at x, before rounding; false outside the range.
func (c *Curve) At(x *big.Rat) (*big.Rat, bool) {
	if x.Cmp(c.model.from) < 0 || x.Cmp(c.model.until) > 0 {
		return nil, false
	}
	return c.outcomeAt(x).pay.At(x), true
}

// outcomeAt is what is paid at a place of the range.
func (c *Curve) outcomeAt(x *big.Rat) outcome {
	i, found := slices.BinarySearchFunc(c.points, place{rat: x}, func(p point, at place) int { return p.at.compare(at) })
	if found {
		return c.points[i].pay
	}
	return c.spans[i-1].pay
}

// Inputs returns the inputs of a run in which the axis stands at x; false where no run can: a deal's amount would have
// more than 4 decimals or 15 digits, or x lies outside the range.
func (c *Curve) Inputs(x *big.Rat) (incentive.Inputs, bool) {
	if x.Cmp(c.model.from) < 0 || x.Cmp(c.model.until) > 0 {
		return incentive.Inputs{}, false
	}
	ok := true
	at := func(r *big.Rat) decimal.Decimal {
		d := num.RoundRat(r, amountPlaces, num.HalfUp)
		ok = ok && d.Rat().Cmp(r) == 0 && d.Abs().LessThan(amountLimit)
		return d
	}
	if c.model.axis.Base == incentive.BaseObservation {
		value := at(x)
		return c.model.inputs(func(t incentive.Transaction) incentive.Transaction { return t }, &value), ok
	}
	size := c.model.size.At(x)
	scaled := func(d decimal.Decimal) decimal.Decimal { return at(new(big.Rat).Mul(d.Rat(), size)) }
	in := c.model.inputs(func(t incentive.Transaction) incentive.Transaction {
		t.Amount = scaled(t.Amount)
		for _, n := range []*decimal.NullDecimal{&t.Margin, &t.Units, &t.Cash} {
			if n.Valid {
				n.Decimal = scaled(n.Decimal)
			}
		}
		return t
	}, nil)
	return in, ok
}

// amountPlaces and amountLimit are what a run accepts: 4 decimals, and 15 digits of which 4 may be decimals.
const amountPlaces = 4

var amountLimit = decimal.New(1, 11)

// Profile returns the deals of the profile as they were asked, what they left out filled in, in the plan's order.
func (c *Curve) Profile() []incentive.Transaction {
	var out []incentive.Transaction
	for _, d := range c.model.deals {
		if d.scaled {
			out = append(out, d.Transaction)
		}
	}
	return out
}
