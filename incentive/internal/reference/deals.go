package reference

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// deal is one transaction with what is known about it.
type deal struct {
	incentive.Transaction
	// original is what a reversal takes back; nil for other deals and where it is not known.
	original *deal
	// refunds are the deal's reversals.
	refunds []*deal
	// prior says that the deal is known from Opening.Prior alone.
	prior bool
	// fault holds everybody whom the deal would credit.
	fault hold
}

func (d *deal) isRefund() bool { return d.Reverses != "" }

// root is the deal that a reversal is about, or the deal itself: it has the participants, attributes and numbers.
func (d *deal) root() *deal {
	for range 5 {
		if d.original == nil {
			return d
		}
		d = d.original
	}
	return d
}

// participants are the root's, with the sole owner as the first.
func (d *deal) participants() []incentive.Participant {
	return stated(d.root().Transaction)
}

func stated(t incentive.Transaction) []incentive.Participant {
	var all []incentive.Participant
	if t.Owner != "" {
		all = append(all, incentive.Participant{Payee: t.Owner, Role: "owner", Share: kam.Whole()})
	}
	for _, p := range t.Participants {
		if p.Role == "" {
			p.Role = "owner"
		}
		all = append(all, p)
	}
	return all
}

func owners(t incentive.Transaction) []incentive.Participant {
	return slices.DeleteFunc(stated(t), func(p incentive.Participant) bool { return p.Role != "owner" })
}

// readDeals checks the transactions, drops repeats and finds each reversal's original. An error stops the run.
func (w *world) readDeals() error {
	w.byID = map[string]*deal{}
	for t, err := range w.in.Transactions.All() {
		if err != nil {
			return err
		}
		if err := checkDeal(t); err != nil {
			return err
		}
		if first, ok := w.byID[t.ID]; ok {
			if !sameDeal(first.Transaction, t) {
				return fmt.Errorf("transaction-conflict: %q", t.ID)
			}
			continue
		}
		w.byID[t.ID] = &deal{Transaction: t}
	}
	for _, p := range w.in.Opening.Prior {
		if _, ok := w.byID[p.Transaction.ID]; !ok {
			w.byID[p.Transaction.ID] = &deal{Transaction: p.Transaction, prior: true}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.byID)) {
		w.deals = append(w.deals, w.byID[id])
	}
	for _, d := range w.deals {
		if d.isRefund() {
			w.findOriginal(d)
		}
	}
	for _, d := range w.deals {
		left := d.Amount
		for _, r := range refundsInOrder(d) {
			if left = left.Add(r.Amount); left.IsNegative() {
				d.fault, r.fault = "run.refund-exceeds", "run.refund-exceeds"
			}
		}
	}
	return nil
}

func (w *world) findOriginal(d *deal) {
	original, ok := w.byID[d.Reverses]
	if !ok {
		d.fault = "run.refund-without-original"
		return
	}
	d.original = original
	switch {
	case original.isRefund():
		d.fault = "run.refund-without-original"
	case original.Currency != d.Currency:
		d.fault = "run.refund-mismatch"
	case len(owners(d.Transaction)) > 0 && !sameOwners(original.Transaction, d.Transaction):
		d.fault = "run.refund-mismatch"
	}
	if !original.isRefund() {
		original.refunds = append(original.refunds, d)
	}
}

func sameOwners(a, b incentive.Transaction) bool {
	key := func(p incentive.Participant) string { return p.Payee + "\x00" + p.Share.Rat().RatString() }
	keys := func(t incentive.Transaction) []string {
		var all []string
		for _, p := range owners(t) {
			all = append(all, key(p))
		}
		slices.Sort(all)
		return all
	}
	return slices.Equal(keys(a), keys(b))
}

func checkDeal(t incentive.Transaction) error {
	bad := func(what string) error { return fmt.Errorf("transaction %q: %s", t.ID, what) }
	if t.ID == "" || len(t.ID) > 128 {
		return bad("id")
	}
	numbers := []decimal.Decimal{t.Amount}
	for _, n := range []decimal.NullDecimal{t.Margin, t.Units, t.Cash} {
		if n.Valid {
			numbers = append(numbers, n.Decimal)
		}
	}
	for _, n := range numbers {
		if tooFine(n) {
			return bad("number")
		}
	}
	if t.Reverses == "" && t.Amount.IsNegative() || t.Reverses != "" && t.Amount.IsPositive() {
		return bad("sign")
	}
	who := owners(t)
	if t.Owner != "" && len(who) > 1 {
		return bad("owner twice")
	}
	total := zero()
	for _, p := range stated(t) {
		if p.Share.Rat().Sign() <= 0 {
			return bad("share")
		}
	}
	for _, p := range who {
		total = add(total, p.Share.Rat())
	}
	if (t.Reverses == "" || len(who) > 0) && total.Cmp(whole(1)) != 0 {
		return bad("split-not-whole")
	}
	return nil
}

// tooFine tells whether a number has more than 15 significant digits or 4 decimals.
func tooFine(d decimal.Decimal) bool {
	scaled := mul(exact(d), whole(10_000))
	if !scaled.IsInt() {
		return true
	}
	limit := power10(15)
	r := abs(exact(d))
	for !r.IsInt() {
		r = mul(r, whole(10))
	}
	return r.Cmp(limit) >= 0
}

func sameDeal(a, b incentive.Transaction) bool {
	sameNumber := func(a, b decimal.NullDecimal) bool {
		return a.Valid == b.Valid && (!a.Valid || a.Decimal.Equal(b.Decimal))
	}
	sameShares := slices.EqualFunc(a.Participants, b.Participants, func(p, q incentive.Participant) bool {
		return p.Payee == q.Payee && p.Role == q.Role && p.Share.Rat().Cmp(q.Share.Rat()) == 0
	})
	return a.Sequence == b.Sequence && a.Owner == b.Owner && sameShares && a.Amount.Equal(b.Amount) &&
		a.Currency == b.Currency && sameNumber(a.Margin, b.Margin) && sameNumber(a.Units, b.Units) && sameNumber(a.Cash, b.Cash) &&
		a.Booked == b.Booked && a.Invoiced == b.Invoiced && a.CashDate == b.CashDate && a.Delivered == b.Delivered &&
		maps.Equal(a.Attributes, b.Attributes) && maps.EqualFunc(a.Numbers, b.Numbers, decimal.Decimal.Equal) && a.Reverses == b.Reverses
}

// quantity is what a measure of that base adds up for the deal alone, in the plan's currency: what the deal says of
// itself, or the part of its original's.
func (u *unit) quantity(d *deal, base incentive.Base) (*big.Rat, error) {
	of, part := d, whole(1)
	switch base {
	case incentive.BaseAmount:
		return u.converted(d, exact(d.Amount))
	case incentive.BaseCount:
		if !d.isRefund() {
			return whole(1), nil
		}
		return d.refundedPart(), nil
	default: // margin, units and cash
	}
	if !d.extra(base).Valid {
		if d.original == nil {
			return nil, hold("run.missing-number")
		}
		of, part = d.original, d.refundedPart()
	}
	n := of.extra(base)
	if !n.Valid {
		return nil, hold("run.missing-number")
	}
	if base == incentive.BaseUnits {
		return mul(exact(n.Decimal), part), nil
	}
	if u.atOwnRate() {
		return u.converted(d, mul(exact(n.Decimal), part))
	}
	money, err := u.converted(of, exact(n.Decimal))
	if err != nil {
		return nil, err
	}
	return mul(money, part), nil
}

// atOwnRate tells whether reversals are converted at a rate of its own.
func (u *unit) atOwnRate() bool {
	return u.plan.Conversion != nil && u.plan.Conversion.Refunds == incentive.RefundAtOwn
}

// refundedPart is a reversal's amount as a part of its original's: between -1 and 0.
func (d *deal) refundedPart() *big.Rat {
	if d.original == nil || d.original.Amount.IsZero() {
		return zero()
	}
	return quo(exact(d.Amount), exact(d.original.Amount))
}

// leftBefore is the part of a deal that was left before one of its reversals, between 0 and 1.
func (d *deal) leftBefore(refund *deal) *big.Rat {
	if d.Amount.IsZero() {
		return whole(1)
	}
	taken := zero()
	for _, r := range refundsInOrder(d) {
		if r == refund {
			break
		}
		taken = sub(taken, exact(r.Amount))
	}
	return sub(whole(1), quo(taken, exact(d.Amount)))
}

func (d *deal) extra(base incentive.Base) decimal.NullDecimal {
	switch base {
	case incentive.BaseMargin:
		return d.Margin
	case incentive.BaseUnits:
		return d.Units
	default:
		return d.Cash
	}
}

// number is a number of the root that conditions and tables name, in the plan's currency.
func (u *unit) number(d *deal, name string) (*big.Rat, error) {
	root := d.root()
	var n decimal.NullDecimal
	switch name {
	case "amount":
		n = decimal.NewNullDecimal(root.Amount)
	case "margin":
		n = root.Margin
	case "units":
		n = root.Units
	case "cash":
		n = root.Cash
	default:
		v, ok := root.Numbers[name]
		n = decimal.NullDecimal{Decimal: v, Valid: ok}
	}
	if !n.Valid {
		return nil, hold("run.missing-number")
	}
	if isMoney(name) {
		return u.converted(root, exact(n.Decimal))
	}
	return exact(n.Decimal), nil
}

func (d *deal) attribute(name string) string { return d.root().Attributes[name] }

// compare ranks deals by the plan's order of one day.
func (d *deal) compare(o *deal, order incentive.Order) int {
	switch order {
	case incentive.BySequence:
		if c := cmp.Compare(d.Sequence, o.Sequence); c != 0 {
			return c
		}
	case incentive.ByNumericID:
		a, okA := wholeNumber(d.ID)
		b, okB := wholeNumber(o.ID)
		if okA && okB {
			if c := a.Cmp(b); c != 0 {
				return c
			}
		}
	case incentive.ByID: // the id alone
	}
	return cmp.Compare(d.ID, o.ID)
}

func wholeNumber(s string) (*big.Int, bool) {
	for _, r := range s {
		if r < '0' || r > '9' {
			return nil, false
		}
	}
	return new(big.Int).SetString(s, 10)
}
