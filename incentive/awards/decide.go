package awards

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Decide says who gets what in a period, and of everybody else why not. It reads no clock and gives the same result for the
// same inputs in whatever order. An award that Prior has already is never given again, so that deciding again after what was
// not known has become known gives the rest and nothing twice.
//
// Faulty inputs are an [*kam.InvalidError] with all faults, and nothing is decided.
func (p *Program) Decide(in Inputs) (Result, error) {
	facts, err := p.gather(in)
	if err != nil {
		return Result{}, err
	}
	d := &decision{p: p, in: facts, awards: map[string]Award{}, year: map[exemptKey]decimal.Decimal{}}
	d.out = Result{Format: Format, Catalogue: p.c.ID, Version: p.c.Version, Hash: p.hash, Period: in.Period, Currency: p.c.Currency}
	d.revoke()
	for _, a := range facts.Prior {
		if now := d.current(a); now.Revoked == nil {
			key := d.exempt(now)
			d.year[key] = d.year[key].Add(now.Value)
		}
	}
	d.gifts()
	for _, b := range p.c.Benefits {
		d.benefit(b)
	}
	for _, r := range p.c.Recognitions {
		if r.Points == 0 {
			d.recognition(r)
		}
	}
	if p.c.Innovation != nil {
		d.innovation(*p.c.Innovation)
	}
	for _, id := range slices.Sorted(maps.Keys(d.awards)) {
		a := d.awards[id]
		d.out.Awards = append(d.out.Awards, a)
		d.pay(a)
	}
	slices.SortFunc(d.out.Pay, func(a, b PayItem) int { return cmp.Or(cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Award, b.Award)) })
	return d.out, nil
}

// decision is one run of [Program.Decide].
type decision struct {
	p      *Program
	in     *facts
	out    Result
	awards map[string]Award
	// year is what a person got of an item in the fiscal year.
	year map[exemptKey]decimal.Decimal
}

// exemptKey is what an exempt amount for a year is for: an item, a person and the fiscal year of the award's period.
type exemptKey struct {
	of   itemKey
	year kam.Day
}

func (d *decision) exempt(a Award) exemptKey {
	year, err := d.p.calendar.Containing(kam.Year, a.Period.From)
	if err != nil {
		return exemptKey{payeeOf(a), a.Period.From} // at the edge of the days that there are
	}
	return exemptKey{payeeOf(a), year.From}
}

// current returns an award of Prior as this decision has left it so far.
func (d *decision) current(a Award) Award {
	if now, ok := d.awards[a.ID]; ok {
		return now
	}
	return a
}

// prior returns an award as it is now, and whether there is one.
func (d *decision) prior(id string) (Award, bool) {
	if a := d.in.prior[id]; a != nil {
		return d.current(*a), true
	}
	return Award{}, false
}

// revoke takes back what is to be taken back.
func (d *decision) revoke() {
	for _, r := range d.in.Revocations {
		a := *d.in.prior[r.Award]
		a.Revoked = &Revoked{On: r.On, By: r.By, Reason: r.Reason, Value: a.Value}
		a.Value, a.Taxable = decimal.Zero, decimal.Zero
		a.Revision++
		d.awards[a.ID] = a
	}
}

// give adds an award with its taxable value and returns its ID.
func (d *decision) give(a Award, t Taxable) string {
	a.Catalogue, a.Currency, a.On = d.p.c.ID, d.p.c.Currency, d.in.last
	a.ID = a.id()
	key := d.exempt(a)
	a.Taxable = d.p.taxable(t, a.Value, d.year[key])
	d.year[key] = d.year[key].Add(a.Value)
	d.awards[a.ID] = a
	return a.ID
}

// pay tells payroll how an award changed.
func (d *decision) pay(a Award) {
	item := PayItem{
		Payee: a.Payee, Award: a.ID, Kind: a.Kind, Sort: d.sort(a), Period: d.in.Period, Currency: a.Currency,
		Amount: a.Value, Taxable: a.Taxable, Cash: a.Cash, Revision: a.Revision,
	}
	if was := d.in.prior[a.ID]; was != nil {
		item.Amount, item.Taxable = item.Amount.Sub(was.Value), item.Taxable.Sub(was.Taxable)
	}
	if !item.Amount.IsZero() || !item.Taxable.IsZero() {
		d.out.Pay = append(d.out.Pay, item)
	}
}

func (d *decision) sort(a Award) string {
	switch a.Kind {
	case OfBenefit:
		b, _ := d.p.benefit(a.Item)
		return string(b.Kind)
	case OfRecognition:
		r, _ := d.p.recognition(a.Item)
		return string(r.Kind)
	default:
		return a.Tier
	}
}

// budget returns a budget before the decision: what it is less what awards before took of it.
func (d *decision) budget(b Budget, of itemKey) BudgetState {
	s := BudgetState{}
	if b.Unlimited {
		return s
	}
	s.Per = b.Per
	spent, heads := decimal.Zero, map[string]bool{}
	for _, id := range d.in.byItem[of] {
		a, _ := d.prior(id)
		value, own := d.spentOn(b, a)
		if value.IsZero() && (!own || a.Kind == OfInnovation) {
			continue
		}
		spent = spent.Add(value)
		switch {
		case !own:
		case a.Kind == OfInnovation:
			heads[a.Item] = true
		default:
			heads[a.ID] = true
		}
	}
	if b.Amount.Valid {
		s.Before = nullable(b.Amount.Decimal.Sub(spent))
		s.After = s.Before
	}
	if b.Heads != nil {
		before := *b.Heads - len(heads)
		after := before
		s.HeadsBefore, s.HeadsAfter = &before, &after
	}
	return s
}

// spentOn returns what an award took of a budget, and whether it counts as one of its own: of an award of an earlier period
// it is what was changed in this one.
func (d *decision) spentOn(b Budget, a Award) (value decimal.Decimal, own bool) {
	value = a.Value
	if a.Revoked != nil {
		if b.Revoked == ComesBack {
			return decimal.Zero, false
		}
		value = a.Revoked.Value
	}
	span := d.in.Period
	if b.Per == PerYear {
		span = d.in.year
	}
	switch {
	case span.Contains(a.Period.From):
		return value, true
	case span.Contains(a.On):
		return value.Sub(a.Before), false
	}
	return decimal.Zero, false
}

// take spends from a budget.
func (s *BudgetState) take(amount decimal.Decimal, heads int) {
	s.Spent = s.Spent.Add(amount)
	s.Heads += heads
	if s.After.Valid {
		s.After.Decimal = s.After.Decimal.Sub(amount)
	}
	if s.HeadsAfter != nil {
		*s.HeadsAfter -= heads
	}
}

// room returns for how many awards of a cost the budget lasts; at most most.
func (s *BudgetState) room(cost decimal.Decimal, most int) int {
	if s.HeadsAfter != nil {
		most = min(most, max(*s.HeadsAfter, 0))
	}
	if s.After.Valid && cost.Sign() > 0 {
		if s.After.Decimal.Sign() <= 0 {
			return 0
		}
		q := num.Rat(s.After.Decimal)
		q.Quo(q, num.Rat(cost))
		whole := num.RoundRat(q, 0, num.Floor)
		if whole.Cmp(decimal.NewFromInt(int64(most))) < 0 {
			most = int(whole.IntPart())
		}
	}
	return most
}

// reasonOf says the criteria that are in the way.
func reasonOf(checks []Check, state State) kam.Text {
	var texts []kam.Text
	for _, c := range checks {
		if c.State == state {
			texts = append(texts, c.Text)
		}
	}
	return wording.Clauses(texts)
}
