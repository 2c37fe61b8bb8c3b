package bulk_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/incentive/internal/kernel"
)

// rates are in thousandths, and the grid is of whole units.
const thousand = 1000

// situation is one component of one unit, as both evaluators take it.
type situation struct {
	part    bulk.Part
	terms   bulk.Terms
	shared  bulk.Shared
	records []bulk.Record
	rule    kernel.Rule
	credits []kernel.Credit
	at      []int // the record of each credit
	// refused says that the fast evaluator may decline it.
	declines bool
}

func rat(x int64) *big.Rat { return new(big.Rat).SetInt64(x) }

func perThousand(x int64) *big.Rat { return big.NewRat(x, thousand) }

// random makes a situation. Size is the largest quantity.
func random(r *rand.Rand, size int64) *situation {
	s := &situation{part: bulk.Part{Feeds: 0b0111, Moves: 0b1011, Pays: 0b0101}, terms: bulk.Terms{Div: thousand}}
	names := []bulk.Rounding{bulk.HalfUp, bulk.HalfUp, bulk.HalfUp, bulk.HalfUp, bulk.HalfEven, bulk.HalfDown, bulk.Up, bulk.Down, bulk.Ceil, bulk.Floor}
	s.part.Mode = names[r.IntN(len(names))]
	s.rule.Rounding = modes[s.part.Mode]
	switch r.IntN(4) {
	case 0:
		s.part.RoundSlices, s.rule.RoundSlices = true, true
	case 1:
	default:
		s.part.RoundLines, s.rule.RoundLines = true, true
	}
	if r.IntN(3) == 0 {
		s.part.Feeds, s.part.Moves, s.part.Pays = 0b1111, 0b1111, 0b1111
	}
	if r.IntN(3) == 0 {
		s.terms.Start = r.Int64N(size) - size/4
		s.rule.Start = rat(s.terms.Start)
	}
	if r.IntN(3) == 0 {
		s.part.Mirror = true
	}
	if r.IntN(4) == 0 {
		s.part.PerDeal, s.rule.PerDeal = true, true
		s.terms.Start, s.rule.Start = 0, nil
	}
	if r.IntN(3) == 0 {
		s.rule.Cap = rat(r.Int64N(size/4 + 1))
		s.terms.Cap = bulk.Limit{At: bulk.Product(s.rule.Cap.Num().Int64(), thousand), Set: true}
	}
	if r.IntN(4) == 0 && !s.part.Mirror {
		s.rule.Floor = rat(r.Int64N(size/40 + 1))
		s.terms.Floor = bulk.Limit{At: bulk.Product(s.rule.Floor.Num().Int64(), thousand), Set: true}
	}
	s.deals(r, size)
	s.rates(r, size)
	return s
}

// deals makes records and credits of the same deals.
func (s *situation) deals(r *rand.Rand, size int64) {
	type sold struct {
		row   uint32
		q     [4]int64
		rules []int
		taken int64
		of    [4]int
	}
	var before []sold
	s.shared.Reversals = make([]bulk.Reversal, 1)
	if r.IntN(4) == 0 {
		s.shared.Shares = []int64{1_000_000, 333_333, 500_000}
	}
	reversals, several := r.IntN(2) == 0, r.IntN(3) == 0
	reversals = reversals && s.shared.Shares == nil
	for row := range uint32(r.IntN(14)) {
		if reversals && len(before) > 0 && r.IntN(3) == 0 {
			o := &before[r.IntN(len(before))]
			if o.taken == 10 {
				continue
			}
			part := 1 + r.Int64N(10-o.taken)
			s.shared.Reversals = append(s.shared.Reversals, bulk.Reversal{Row: row, Original: o.row, Before: o.taken, After: o.taken + part, Whole: 10})
			for _, rule := range o.rules {
				q := -o.q[rule] / 10 * part
				c := s.add(row, rule, q, 0, len(s.shared.Reversals)-1)
				if c == nil {
					continue
				}
				c.Deal, c.Refund = int(o.row), true
				if s.part.Mirror {
					c.Mirror = &kernel.Mirror{Of: o.of[rule], Before: big.NewRat(o.taken, 10), After: big.NewRat(o.taken+part, 10)}
				}
			}
			if len(o.rules) > 1 {
				s.declines = true
			}
			o.taken += part
			continue
		}
		o := sold{row: row}
		rules := []int{r.IntN(4)}
		if several && r.IntN(2) == 0 {
			rules = []int{0, 1 + r.IntN(3)}
		}
		o.rules = rules
		for _, rule := range rules {
			q := r.Int64N(size) / 10 * 10
			if r.IntN(9) == 0 {
				q = 0
			}
			o.q[rule] = q
			share := 0
			if s.shared.Shares != nil {
				share = r.IntN(3)
			}
			o.of[rule] = len(s.credits)
			s.add(row, rule, q, share, 0)
		}
		before = append(before, o)
	}
}

// add makes a record of a rule, and the credit that the kernel would see; nil when it sees none.
func (s *situation) add(row uint32, rule int, q int64, share, reversal int) *kernel.Credit {
	s.records = append(s.records, bulk.Record{Q: q, Row: row, Key: bulk.Key(0, row/3), Aux: bulk.AuxOf(rule, 0, int(row%3), share, reversal)})
	bit := uint64(1) << rule
	if s.part.Feeds&bit == 0 {
		return nil
	}
	c := kernel.Credit{Deal: int(row), Member: int(row), Strand: rule, Axis: rat(q), Base: rat(q), Pays: s.part.Pays&bit != 0}
	if s.part.Moves&bit != 0 {
		c.Move = rat(q)
	}
	if share != 0 {
		c.Share = big.NewRat(s.shared.Shares[share], 1_000_000)
	}
	s.credits = append(s.credits, c)
	s.at = append(s.at, len(s.records)-1)
	return &s.credits[len(s.credits)-1]
}

// rates makes the rule of the kernel and the curve of the same rates.
func (s *situation) rates(r *rand.Rand, size int64) {
	if s.shared.Shares != nil {
		s.terms.Div *= 1_000_000
		for _, l := range []*bulk.Limit{&s.terms.Cap, &s.terms.Floor} {
			if l.Set {
				l.At = bulk.Product(int64(big.NewInt(0).Quo(l.At.Int(), big.NewInt(thousand)).Int64()), int64(s.terms.Div))
			}
		}
	}
	limits := func() {
		from, until := int64(bulk.Least), int64(bulk.Most)
		if r.IntN(3) == 0 {
			from = r.Int64N(2 * size)
			s.rule.PayFrom = rat(from)
		}
		if r.IntN(3) == 0 {
			until = r.Int64N(3 * size)
			s.rule.PayUntil = rat(until)
		}
		s.terms.Curve.Between(from, until)
	}
	curve := &s.terms.Curve
	switch n := r.IntN(4); {
	case n == 0:
		rate := r.Int64N(200)
		s.rule.Rate = perThousand(rate)
		curve.Reset(rate)
		limits()
	case n == 1:
		curve.Reset(1)
		s.part.Cells = []int64{r.Int64N(100), 0, r.Int64N(300)}
		for i := range s.credits {
			s.credits[i].Rate = perThousand(s.part.Cells[s.records[s.at[i]].Aux.Cell()])
		}
		limits()
	case n == 2 && s.part.PerDeal:
		s.part.Sized, s.rule.Mode = true, kernel.Whole
		s.part.Latched = r.IntN(2) == 0
		s.rule.Latched = s.part.Latched
		s.bands(r, size/2)
	default:
		s.rule.Mode = kernel.Marginal
		s.bands(r, 3*size)
		limits()
	}
	curve.Close()
	if r.IntN(4) == 0 {
		s.terms.Shut = make([]uint64, 1)
		for i := range s.credits {
			if r.IntN(3) == 0 && s.credits[i].Mirror == nil {
				s.credits[i].Shut = true
				s.terms.Shut[0] |= 1 << s.at[i]
			}
		}
	}
	s.terms.Narrow = size < 1<<30 && s.shared.Shares == nil
}

func (s *situation) bands(r *rand.Rand, size int64) {
	at := []int64{0}
	for range r.IntN(4) {
		at = append(at, 1+r.Int64N(size))
	}
	slices.Sort(at)
	at = slices.Compact(at)
	var rates []int64
	for _, x := range at {
		rates = append(rates, r.Int64N(200))
		s.rule.Bands = append(s.rule.Bands, kernel.Band{From: rat(x), Rate: perThousand(rates[len(rates)-1])})
	}
	below := int64(0)
	if r.IntN(2) == 0 {
		s.rule.Below, below = kernel.BelowFirstRate, rates[0]
	}
	s.terms.Curve.Reset(below)
	for i, x := range at {
		s.terms.Curve.From(x, rates[i])
	}
}

func TestEvaluate(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var w bulk.Work
	var lines []bulk.Line
	plain, done, declined, short := 0, 0, 0, 0
	var shortLines []bulk.Line
	var maker shortMaker
	for n := range 60_000 {
		size := []int64{40, 2000, 1 << 30, 1 << 45}[n%4]
		s := random(r, size)
		seen := bulk.Look(s.records)
		got, ok := w.Evaluate(&s.part, &s.terms, &s.shared, s.records, seen, &lines)
		if !ok {
			require.True(t, s.declines || s.part.Mirror || s.shared.Shares != nil, "%d: %+v", n, s)
			declined++
			continue
		}
		done++
		if !seen.Again && seen.Aux.Reversal() == 0 {
			plain++
		}
		want := kernel.Evaluate(s.rule, s.credits)
		require.Len(t, lines, len(want.Lines), "%d", n)
		sum := new(big.Rat)
		for i, l := range want.Lines {
			own := lines[i]
			amount := new(big.Rat).SetInt(own.Amount.Int())
			if !s.part.RoundLines && !s.part.RoundSlices {
				amount.SetFrac(own.Amount.Int(), new(big.Int).SetUint64(s.terms.Div))
			}
			require.Zero(t, l.Amount.Cmp(amount), "%d line %d: %s, want %s\n%+v\n%+v", n, i, amount, l.Amount, s.part, s.terms)
			require.Equal(t, s.at[l.Credit], int(own.Record))
			require.Equal(t, l.Before.Num().Int64(), own.Before, "%d", n)
			require.Equal(t, l.After.Num().Int64(), own.After, "%d", n)
			require.Equal(t, []bool{l.Shut, l.Capped, l.Floored, l.Mirrored}, []bool{own.What&bulk.Shut != 0, own.What&bulk.Capped != 0, own.What&bulk.Lifted != 0, own.What&bulk.Mirrored != 0}, "%d", n)
			sum.Add(sum, l.Amount)
		}
		whole := new(big.Rat).SetInt(got.Sum.Int())
		if !s.part.RoundLines && !s.part.RoundSlices {
			whole.Quo(whole, new(big.Rat).SetInt(new(big.Int).SetUint64(s.terms.Div)))
		}
		require.Zero(t, sum.Cmp(whole))
		lowest := want.Lowest
		if s.part.Sized {
			if lowest = want.Rated; lowest == nil {
				lowest = new(big.Rat)
			}
		}
		require.Equal(t, min(lowest.Num().Int64(), 0), min(got.Lowest, 0), "%d", n)
		bare, ok := w.Evaluate(&s.part, &s.terms, &s.shared, s.records, seen, nil)
		require.True(t, ok)
		require.Equal(t, got, bare)
		shorts := maker.shorts(t, s.records)
		require.Equal(t, seen.Size, bulk.LookShort(shorts).Size)
		require.Equal(t, []any{seen.Rules, seen.Again}, []any{bulk.LookShort(shorts).Rules, bulk.LookShort(shorts).Again})
		if result, ok := w.EvaluateShort(&s.part, &s.terms, shorts, seen, &shortLines); ok {
			short++
			require.Equal(t, got, result)
			require.Equal(t, lines, shortLines)
			result, ok = w.EvaluateShort(&s.part, &s.terms, shorts, seen, nil)
			require.True(t, ok)
			require.Equal(t, got, result)
		}
	}
	t.Logf("%d done, %d of them plain, %d from short records, %d declined", done, plain, short, declined)
	require.Greater(t, short, 100)
}

// shortMaker makes short records of sorted ones.
type shortMaker struct {
	writer bulk.Writer
	bucket bulk.Bucket
	sorter bulk.Sorter
}

func (m *shortMaker) shorts(t *testing.T, records []bulk.Record) []bulk.Short {
	t.Helper()
	m.writer.Reset(bulk.BucketsFor(1, len(records)), len(records))
	days := 0
	for i := range records {
		r := &records[i]
		days = max(days, int(r.Day())+1)
		m.writer.Add([]bulk.Draft{{Q: r.Q, Row: r.Row, Key: bulk.DraftKey(bulk.AuxOf(r.Aux.Rule(), 0, 0, 0, 0), r.Day())}}, nil)
	}
	m.bucket.Gather([]*bulk.Writer{&m.writer}, 0)
	shorts, _, ok := m.sorter.SortShort(&m.bucket, 1, days)
	require.True(t, ok)
	for i, x := range bulk.Widen(nil, shorts) {
		r := &records[i]
		if want := (bulk.Record{Q: r.Q, Row: r.Row, Key: r.Key, Aux: bulk.AuxOf(r.Aux.Rule(), 0, 0, 0, 0)}); x != want {
			t.Fatalf("short record %d is %+v, want %+v", i, x, want)
		}
	}
	return shorts
}
