package incentive

import (
	"context"
	"math/big"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/bulk"
)

// stretch is where one worker turns its part of the transactions into records.
type stretch struct {
	q      *bulkRun
	writer bulk.Writer
	// odd are transactions that records cannot say, house those of which an owner is credited nothing, and back those that
	// take others back.
	odd, house, back []uint32
	// ids are those of the stretch, after the last one before it; mixed is true when plans have several orders.
	ids   idOrder
	mixed bool
	// found are the records of the transaction at hand, unowned is true when one of its owners is credited nothing.
	found   []found
	unowned bool
	// values are those of the attributes that the run reads, of the transaction at hand.
	values []string
	// block are the deals at hand, drafts the records that are not yet written, so many, and auxes what those of them have
	// that say so.
	block   block
	drafts  []bulk.Draft
	auxes   []bulk.Aux
	drafted int
	// maps are some maps of attributes that were looked into.
	maps [knownMaps]knownMap
}

// found is a record before it is written: either all records of a transaction are, or none.
type found struct {
	to  *target
	day uint32
	q   int64
	aux bulk.Aux
}

// shares numbers the shares of payouts that a run has met.
type shares struct {
	mu     sync.Mutex
	number map[kam.Fraction]int
	list   []kam.Fraction
}

func newShares() *shares {
	return &shares{number: map[kam.Fraction]int{kam.Whole(): 0}, list: []kam.Fraction{kam.Whole()}}
}

// of returns the number of a share; false when there are too many.
func (s *shares) of(f kam.Fraction) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.number[f]
	if !ok && len(s.list) < bulk.MaxShares {
		n, ok = len(s.list), true
		s.number[f] = n
		s.list = append(s.list, f)
	}
	return n, ok
}

// scatter turns all transactions into records, each worker a stretch of them.
func (q *bulkRun) scatter(ctx context.Context) {
	if sheet, ok := q.rows.(*Sheet); ok {
		q.columns = sheet.columns(q)
	}
	var wg sync.WaitGroup
	for i, w := range q.workers {
		from, until := q.part(i)
		w.q = q
		wg.Go(func() { w.run(ctx, from, until) })
	}
	wg.Wait()
}

// reset makes a stretch ready for another run.
func (w *stretch) reset(b bulk.Buckets, records int, mixed bool) {
	w.writer.Reset(b, records)
	if w.drafts == nil {
		w.drafts, w.auxes = make([]bulk.Draft, batchSize+maxLanes), make([]bulk.Aux, batchSize+maxLanes)
	}
	w.drafted = 0
	w.ids, w.maps, w.mixed = newIDOrder(), [knownMaps]knownMap{}, mixed
	w.odd, w.house, w.back = w.odd[:0], w.house[:0], w.back[:0]
}

// run turns the transactions of a stretch into records.
func (w *stretch) run(ctx context.Context, from, until uint32) {
	switch rows := w.q.rows.(type) {
	case list:
		if from > 0 {
			w.ids.next(rows[from-1].ID, rows[from-1].Sequence, w.counted())
		}
		for row := from; row < until && ctx.Err() == nil; row += blockSize {
			w.deals(rows[row:min(row+blockSize, until)], row)
		}
	case *Sheet:
		columns := &w.q.columns
		if columns.tidy {
			w.ids = rows.order
		} else if from > 0 {
			w.ids.next(rows.id(from-1), rows.sequence.at(from-1), w.counted())
		}
		for row := from; row < until && ctx.Err() == nil; row += blockSize {
			w.columns(columns, int(min(blockSize, until-row)), row)
		}
	}
	w.flush()
}

// counted tells whether it matters that ids are whole numbers.
func (w *stretch) counted() bool { return w.q.numeric || w.q.order == ByNumericID }

// any writes the records of any transaction, or notes why there are none.
func (w *stretch) any(t *Transaction, row uint32) {
	if t.Reverses != "" {
		w.back = append(w.back, row)
		return
	}
	if !w.unremarkable(t) || !w.credit(t, nil) {
		w.odd = append(w.odd, row)
		return
	}
	w.write(row)
	if w.unowned {
		w.house = append(w.house, row)
	}
}

// write writes the records of a transaction: for one unit rule by rule, and participant by participant within each.
func (w *stretch) write(row uint32) {
	if len(w.found) > 2 {
		slices.SortStableFunc(w.found, func(a, b found) int { return a.to.f.rule - b.to.f.rule })
	}
	for j := range w.found {
		f := &w.found[j]
		x := &w.drafts[w.drafted]
		x.Q, x.Row, x.Unit, x.Key = f.q, row, f.to.unit, bulk.DraftKey(f.aux, f.day)
		w.auxes[w.drafted] = f.aux
		if w.drafted++; w.drafted >= batchSize {
			w.flush()
		}
	}
}

// flush writes the drafts.
func (w *stretch) flush() {
	w.writer.Add(w.drafts[:w.drafted], w.auxes)
	w.drafted = 0
}

// unremarkable reports whether a transaction is a deal that nothing is wrong with, as far as that is cheap to see.
func (w *stretch) unremarkable(t *Transaction) bool {
	if w.q.numeric && !wholeNumber(t.ID) {
		return false
	}
	if !plainID(t.ID) || t.Amount.IsNegative() != (t.Reverses != "" && !t.Amount.IsZero()) || !short(t.Amount, maxDecimals) {
		return false
	}
	if t.Margin.Valid && !short(t.Margin.Decimal, maxDecimals) || t.Units.Valid && !short(t.Units.Decimal, maxDecimals) || t.Cash.Valid && !short(t.Cash.Decimal, maxDecimals) {
		return false
	}
	if !w.attributes(t) {
		return false
	}
	for _, x := range t.Numbers {
		if !short(x, maxRateDecimals) {
			return false
		}
	}
	return true
}

// attributes reads the values of the attributes that rules weigh by; false when a text of the transaction needs a closer look.
func (w *stretch) attributes(t *Transaction) bool {
	w.values = w.values[:0]
	found := 0
	for _, name := range w.q.read {
		value, ok := t.Attributes[name]
		if ok {
			if !plainText(value) {
				return false
			}
			found++
		}
		w.values = append(w.values, value)
	}
	if found == len(t.Attributes) {
		return true
	}
	for name, value := range t.Attributes {
		if !plainText(name) || !plainText(value) {
			return false
		}
	}
	return true
}

// short reports whether a number has at most 15 digits and so many decimals, as far as that is cheap to see.
func short(d decimal.Decimal, places int32) bool {
	exponent := d.Exponent()
	return exponent <= 0 && exponent >= -places && d.NumDigits() <= maxDigits || fits(d, places)
}

// credit finds the records of a transaction; false when records cannot say it.
func (w *stretch) credit(t *Transaction, back *reversal) bool {
	w.found, w.unowned = w.found[:0], false
	if len(t.Participants) == 0 {
		return t.Owner != "" && w.participant(t, back, t.Owner, roleOwner, kam.Whole())
	}
	if t.Owner != "" || !sumToOne(t.Participants) {
		return false
	}
	for i, p := range t.Participants {
		role := p.Role
		if role == "" {
			role = roleOwner
		}
		for _, o := range t.Participants[:i] {
			if o.Payee == p.Payee {
				return false
			}
		}
		if p.Share.Num <= 0 || p.Share.Den <= 0 || p.Share.Den > maxDenominator || !w.participant(t, back, p.Payee, role, p.Share) {
			return false
		}
	}
	return true
}

// sumToOne reports whether the shares of a deal's owners are its whole.
func sumToOne(participants []Participant) bool {
	num, den := int64(0), int64(0)
	for _, p := range participants {
		if p.Role != "" && p.Role != roleOwner {
			continue
		}
		if den != 0 && den != p.Share.Den || p.Share.Num > maxDenominator || p.Share.Den <= 0 {
			return sumExactly(participants)
		}
		num, den = num+p.Share.Num, p.Share.Den
	}
	return den > 0 && num == den
}

// sumExactly is sumToOne for shares of any kind.
func sumExactly(participants []Participant) bool {
	total := new(big.Rat)
	for _, p := range participants {
		if p.Share.Den <= 0 {
			return false
		}
		if p.Role == "" || p.Role == roleOwner {
			total.Add(total, p.Share.Rat())
		}
	}
	return total.Cmp(big.NewRat(1, 1)) == 0
}

// participant finds the records of one participant; false when records cannot say them.
func (w *stretch) participant(t *Transaction, back *reversal, payee, role string, share kam.Fraction) bool {
	credited := false
	targets := w.q.targets[payee]
	for j := range targets {
		to := &targets[j]
		if to.role != role {
			continue
		}
		ok, sayable := w.record(to, t, back, share)
		if !sayable {
			return false
		}
		credited = credited || ok && to.f.weigher.r.To != ToManager
	}
	w.unowned = w.unowned || !credited && (role == roleOwner || w.q.c.people.payees[payee] == nil)
	return true
}

// product returns a × b in lowest terms; both have denominators that are bounded.
func product(a, b kam.Fraction) kam.Fraction {
	num, den := a.Num*b.Num, a.Den*b.Den
	x, y := num, den
	for y != 0 {
		x, y = y, x%y
	}
	return kam.Fraction{Num: num / x, Den: den / x}
}
