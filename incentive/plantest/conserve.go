package plantest

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// Conserves asserts, at every break point of the curve, next to it and at the usual places, that nothing is made or lost:
// lines and adjustments sum to what is earned, to the last place, and a refund of every deal leaves exactly what is paid
// without the deals.
func (p *Plan) Conserves(t testing.TB) {
	t.Helper()
	for _, x := range p.places() {
		in, ok := p.Curve.Inputs(x)
		if !ok {
			continue
		}
		s, err := p.statement(in)
		if err != nil {
			t.Errorf("%v%s", err, p.told(in))
			return
		}
		if sum := parts(s); !sum.Equal(s.Earned()) {
			t.Errorf("the parts sum to %s, and %s is earned%s", money(sum), money(s.Earned()), p.told(in))
			return
		}
		if !p.refunds(t, in) {
			return
		}
	}
}

// parts sums everything on a statement.
func parts(s incentive.Statement) decimal.Decimal {
	sum := decimal.Zero
	for l := range s.Lines() {
		slices := l.Cut()
		for x := range l.Slices() {
			slices = slices.Add(x.Amount)
		}
		sum = sum.Add(slices)
	}
	for a := range s.Adjustments() {
		sum = sum.Add(a.Amount)
	}
	return sum
}

// refunds asserts that a refund of everything leaves what is paid without the deals of the profile.
func (p *Plan) refunds(t testing.TB, in incentive.Inputs) bool {
	t.Helper()
	deals := collected(in)
	profile := map[string]bool{}
	for _, d := range p.profile() {
		profile[d] = true
	}
	without, all := in, in
	var left, back []incentive.Transaction
	for i, d := range deals {
		if !profile[d.ID] {
			left = append(left, d)
			continue
		}
		r := incentive.Transaction{
			ID: refundID(d.ID, i), Sequence: int64(len(deals) + 1 + i), Amount: d.Amount.Neg(), Reverses: d.ID, Currency: d.Currency,
			Booked: d.Booked, Invoiced: d.Invoiced, CashDate: d.CashDate, Delivered: d.Delivered,
		}
		for _, n := range []struct{ to, from *decimal.NullDecimal }{{&r.Margin, &d.Margin}, {&r.Units, &d.Units}, {&r.Cash, &d.Cash}} {
			if n.from.Valid {
				*n.to = decimal.NewNullDecimal(n.from.Decimal.Neg())
			}
		}
		back = append(back, r)
	}
	without.Transactions = incentive.Transactions(left)
	all.Transactions = incentive.Transactions(slices.Concat(deals, back))
	want, err := p.statement(without)
	if err != nil {
		return true // without the deals there is nobody to pay, such as when a table asks for one
	}
	got, err := p.statement(all)
	if err != nil {
		t.Errorf("the refund of every deal: %v%s", err, p.told(all))
		return false
	}
	if !got.Earned().Equal(want.Earned()) {
		t.Errorf("the refund of every deal leaves %s instead of %s%s", money(got.Earned()), money(want.Earned()), p.told(all))
		return false
	}
	return true
}

// refundID is an id that no deal has: a number for plans that rank deals by number.
func refundID(id string, i int) string {
	if _, err := strconv.ParseUint(id, 10, 64); err == nil {
		return strconv.Itoa(1_000_000 + i)
	}
	return id + "-refund"
}

// OrderIndependent asserts, at every break point of the curve, next to it and at the usual places, that pay does not depend
// on the order in which the deals count. Deals are those of the profile, or, where there is one alone, three of 1, 2
// and 3 parts. Profiles of up to five deals are tried in every order, larger ones in their own, reversed and rotated; of
// the first place that fails the shortest beginning of the list is shown. A copy of the plan that rounds the statement
// alone is run, so that a cent that a line gains by rounding is no difference.
func (p *Plan) OrderIndependent(t testing.TB) {
	t.Helper()
	p = p.roundedOnce()
	for _, x := range p.places() {
		in, ok := p.Curve.Inputs(x)
		if !ok {
			continue
		}
		deals, fixed := p.split(in)
		if len(deals) == 1 {
			deals = thirds(deals[0])
		}
		for size := 2; size <= len(deals) && size <= 5; size++ {
			if !p.sameInEveryOrder(t, in, deals[:size], fixed) {
				return
			}
		}
		if len(deals) > 5 && !p.sameInEveryOrder(t, in, deals, fixed) {
			return
		}
	}
}

// roundedOnce is the plan under test with a plan that rounds the statement and nothing finer.
func (p *Plan) roundedOnce() *Plan {
	plan := p.Curve.Plan()
	plan.Rounding.Step = incentive.RoundStatement
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}, Calendar: p.Program.Calendar()})
	if err != nil {
		return p
	}
	return &Plan{Program: program, Curve: p.Curve}
}

// thirds cuts a deal into three of 1, 2 and 3 parts, as near as four decimals allow.
func thirds(d incentive.Transaction) []incentive.Transaction {
	out := make([]incentive.Transaction, 3)
	for i := range out {
		out[i] = d
		out[i].ID = d.ID + "-" + strconv.Itoa(i+1)
		if _, err := strconv.ParseUint(d.ID, 10, 64); err == nil {
			out[i].ID = d.ID + strconv.Itoa(i+1)
		}
		out[i].Sequence = d.Sequence*10 + int64(i)
		out[i].Amount = part(d.Amount, int64(i))
		for _, n := range []*decimal.NullDecimal{&out[i].Margin, &out[i].Units, &out[i].Cash} {
			if n.Valid {
				n.Decimal = part(n.Decimal, int64(i))
			}
		}
	}
	return out
}

// part is part i of three of an amount; they sum to it.
func part(d decimal.Decimal, i int64) decimal.Decimal {
	sixth := num.RoundRat(new(big.Rat).Quo(d.Rat(), big.NewRat(6, 1)), 4, num.Down)
	if i == 2 {
		return d.Sub(sixth.Mul(decimal.NewFromInt(3)))
	}
	return sixth.Mul(decimal.NewFromInt(i + 1))
}

// sameInEveryOrder asserts that deals pay the same in every order.
func (p *Plan) sameInEveryOrder(t testing.TB, in incentive.Inputs, deals, fixed []incentive.Transaction) bool {
	t.Helper()
	var first incentive.Statement
	var firstIn incentive.Inputs
	for n, order := range orders(len(deals)) {
		in.Transactions = incentive.Transactions(slices.Concat(fixed, ordered(deals, order)))
		s, err := p.statement(in)
		if err != nil {
			t.Errorf("%v%s", err, p.told(in))
			return false
		}
		if n == 0 {
			first, firstIn = s, in
		} else if !s.Earned().Equal(first.Earned()) {
			t.Errorf("the order of %d deals changes pay from %s to %s%s%s", len(deals), money(first.Earned()), money(s.Earned()), p.told(firstIn), p.told(in))
			return false
		}
	}
	return true
}

// ordered puts deals into an order: each takes the id, sequence and dates of the place that it moves to.
func ordered(deals []incentive.Transaction, order []int) []incentive.Transaction {
	out := make([]incentive.Transaction, len(deals))
	for at, i := range order {
		d, slot := deals[i], deals[at]
		d.ID, d.Sequence = slot.ID, slot.Sequence
		d.Booked, d.Invoiced, d.CashDate, d.Delivered = slot.Booked, slot.Invoiced, slot.CashDate, slot.Delivered
		out[at] = d
	}
	return out
}

// orders are the orders that are tried: all of up to five, else the first, reversed and rotated.
func orders(n int) [][]int {
	first := make([]int, n)
	for i := range first {
		first[i] = i
	}
	if n > 5 {
		back := slices.Clone(first)
		slices.Reverse(back)
		return [][]int{first, back, append(slices.Clone(first[1:]), 0), append([]int{n - 1}, first[:n-1]...)}
	}
	var out [][]int
	var place func(done, left []int)
	place = func(done, left []int) {
		if len(left) == 0 {
			out = append(out, slices.Clone(done))
			return
		}
		for i := range left {
			place(append(slices.Clone(done), left[i]), slices.Delete(slices.Clone(left), i, i+1))
		}
	}
	place(nil, first)
	return out
}

// places are where runs are compared: every break point, its neighbours, and the usual places.
func (p *Plan) places() []*big.Rat {
	const most = 200
	var out []*big.Rat
	from, until := p.Curve.Range()
	add := func(x *big.Rat) {
		if len(out) < most && x.Cmp(from) >= 0 && x.Cmp(until) <= 0 {
			out = append(out, x)
		}
	}
	step := p.Curve.Step()
	for _, paid := range p.Curve.PaysAt() {
		below, _ := p.Curve.Around(paid.At)
		add(below)
	}
	for _, b := range p.Curve.Breaks() {
		below, above := p.Curve.Around(b.At)
		add(new(big.Rat).Sub(below, step))
		add(below)
		add(above)
	}
	slices.SortFunc(out, (*big.Rat).Cmp)
	return slices.CompactFunc(out, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
}

// profile are the ids of the profile's deals.
func (p *Plan) profile() []string {
	var ids []string
	for _, d := range p.Curve.Profile() {
		ids = append(ids, d.ID)
	}
	return ids
}

// split separates the deals of the profile from the others.
func (p *Plan) split(in incentive.Inputs) (profile, fixed []incentive.Transaction) {
	ids := p.profile()
	for _, d := range collected(in) {
		if slices.Contains(ids, d.ID) {
			profile = append(profile, d)
		} else {
			fixed = append(fixed, d)
		}
	}
	return profile, fixed
}

func collected(in incentive.Inputs) []incentive.Transaction {
	var deals []incentive.Transaction
	for d, err := range in.Transactions.All() {
		if err == nil { // they are in memory
			deals = append(deals, d)
		}
	}
	return deals
}

// told writes the deals and the statement of one run.
func (p *Plan) told(in incentive.Inputs) string {
	var b strings.Builder
	b.WriteString("\n  with")
	p.tell(&b, in)
	return b.String()
}
