package paycsv

import (
	"context"
	"math/big"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/examples/internal/csvsafe"
	"github.com/kam-go/kam/incentive"
)

const (
	// bufferSize is about how many bytes are formatted before they are handed on.
	bufferSize = 1 << 17
	// ahead is how many buffers of a part wait for those before it.
	ahead = 8
	// partLines is about how many lines a part has.
	partLines = 1 << 15
)

// buffer is lines of one part that follow each other, and whose they are.
type buffer struct {
	text []byte
	// owners are the payees, and where in the text each one's lines start.
	owners []owner
}

type owner struct {
	rank, at int
}

// part is a sequence of lines that one goroutine formats.
type part struct {
	buffers chan *buffer
	sums    []sum
}

// Add writes the lines and statements of a run of about so many lines. Progress, when there is one, is called with how
// much of them is written.
func (b *Book) Add(ctx context.Context, run *incentive.Run, lines int, progress func(done, total int64)) error {
	workers := b.opt.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	sequences := run.ItemsIn(min(max(workers, lines/partLines), 4096))
	parts := make([]part, len(sequences))
	for i := range parts {
		parts[i].buffers = make(chan *buffer, ahead)
	}
	free := sync.Pool{New: func() any { return &buffer{text: make([]byte, 0, bufferSize+1024)} }}
	ctx, stop := context.WithCancelCause(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop(nil)
	var next atomic.Int64
	for range workers {
		wg.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(parts); n = next.Add(1) - 1 {
				f := formatter{book: b, part: &parts[n], free: &free, items: make([]incentive.Item, 0, itemsAtOnce)}
				for i := range sequences[n] {
					if !f.add(ctx, i) {
						break
					}
				}
				f.format()
				f.flush()
				close(parts[n].buffers)
			}
		})
	}
	for i := range parts {
		for x := range parts[i].buffers {
			if ctx.Err() == nil && b.lines != nil {
				if err := b.put(x); err != nil {
					stop(err)
				}
			}
			x.text, x.owners = x.text[:0], x.owners[:0]
			free.Put(x)
		}
		if progress != nil && ctx.Err() == nil {
			progress(int64(i+1), int64(len(parts)))
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return b.addStatements(run, parts)
}

// put writes a buffer.
func (b *Book) put(x *buffer) error {
	for i, o := range x.owners {
		until := len(x.text)
		if i+1 < len(x.owners) {
			until = x.owners[i+1].at
		}
		b.lines.at(o.rank)
		if err := b.lines.write(x.text[o.at:until]); err != nil {
			return err
		}
	}
	return nil
}

// formatter formats the lines of a part.
//
// The deals of a payee lie anywhere in memory, and waiting for their ids one by one takes longer than all the rest. So the
// ids of some lines are looked at first: the processor fetches them side by side.
type formatter struct {
	book *Book
	part *part
	free *sync.Pool
	now  *buffer
	// items are lines that are not formatted yet, ids those of their deals.
	items   []incentive.Item
	ids     [itemsAtOnce]string
	touched byte
	// statement is that of the line before, with its payee's cell and its plan's.
	statement incentive.Statement
	started   bool
	places    int32
	payee     []byte
	plan      []byte
}

// itemsAtOnce is how many lines are looked at together.
const itemsAtOnce = 64

// add takes one line; false when no more are wanted.
func (f *formatter) add(ctx context.Context, i incentive.Item) bool {
	if f.items = append(f.items, i); len(f.items) < itemsAtOnce {
		return true
	}
	f.format()
	return ctx.Err() == nil
}

// format formats the lines that were taken.
func (f *formatter) format() {
	if f.book.lines != nil {
		for n := range f.items {
			f.ids[n] = f.items[n].Transaction()
		}
		for _, id := range f.ids[:len(f.items)] {
			if id != "" {
				f.touched += id[0]
			}
		}
	}
	for n := range f.items {
		f.one(&f.items[n], f.ids[n])
	}
	f.items = f.items[:0]
}

func (f *formatter) one(i *incentive.Item, id string) {
	if f.now == nil {
		f.now = f.free.Get().(*buffer)
	}
	s := i.Statement()
	if !f.started || s != f.statement {
		f.start(s)
	}
	f.part.sums[len(f.part.sums)-1].add(*i, f.places)
	if f.book.lines == nil {
		return
	}
	if len(f.now.owners) == 0 {
		f.now.owners = append(f.now.owners, owner{rank: f.book.opt.Rank(s.Payee().ID)})
	}
	f.now.text = f.line(f.now.text, i, id)
	if len(f.now.text) >= bufferSize {
		f.flush()
	}
}

// start begins another statement.
func (f *formatter) start(s incentive.Statement) {
	id := s.Payee().ID
	if f.book.lines != nil && len(f.now.owners) > 0 {
		f.now.owners = append(f.now.owners, owner{rank: f.book.opt.Rank(id), at: len(f.now.text)})
	}
	f.statement, f.started, f.places = s, true, s.Places()
	f.payee = append(csvsafe.Append(append(f.payee[:0], ','), id), ',')
	f.plan = append(csvsafe.Append(append(f.plan[:0], ','), s.PlanID()), ',')
	f.part.sums = append(f.part.sums, sum{of: s})
}

// flush hands the buffer on.
func (f *formatter) flush() {
	if f.now != nil {
		f.part.buffers <- f.now
		f.now = nil
	}
}

// line appends one line.
func (f *formatter) line(b []byte, i *incentive.Item, id string) []byte {
	b = csvsafe.Append(b, id)
	b = append(b, f.payee...)
	if units, ok := i.CreditedUnits(); ok {
		b = appendFour(b, units)
	} else {
		before, after := i.Position()
		b = append(b, after.Sub(before).StringFixed(4)...)
	}
	if first, last, ok := i.Tiers(); ok {
		b = strconv.AppendInt(append(b, ','), int64(first)+1, 10)
		b = strconv.AppendInt(append(b, ','), int64(last)+1, 10)
		b = append(b, ',')
	} else {
		b = append(b, ",,,"...)
	}
	b = i.AppendAmount(b)
	if f.book.opt.Detail == Full {
		b = append(b, f.plan...)
		b = append(csvsafe.Append(b, i.Component()), ',')
		b = append(csvsafe.Append(b, i.Credit()), ',')
		b, _ = i.Date().AppendText(b) // never fails
		b = csvsafe.Append(append(b, ','), i.Reverses())
	}
	return append(b, '\n')
}

// appendFour appends a whole number of 1/10,000 with 4 decimals.
func appendFour(b []byte, units int64) []byte {
	x := uint64(units)
	if units < 0 {
		b, x = append(b, '-'), -x
	}
	b = strconv.AppendUint(b, x/10_000, 10)
	r := x % 10_000
	return append(b, '.', '0'+byte(r/1000), '0'+byte(r/100%10), '0'+byte(r/10%10), '0'+byte(r%10))
}

// addStatements writes the statements of a run.
func (b *Book) addStatements(run *incentive.Run, parts []part) error {
	var sums []sum
	for i := range parts {
		sums = append(sums, parts[i].sums...)
	}
	var row []byte
	next := 0
	for s := range run.Statements() {
		lines := sum{of: s}
		if next < len(sums) && sums[next].of == s {
			lines = sums[next]
			next++
		}
		b.totals.Statements++
		b.totals.Lines += lines.lines
		row = appendStatement(row[:0], s, &lines)
		b.totals.Earned[string(s.Currency())] = b.totals.Earned[string(s.Currency())].Add(s.Earned())
		b.statements.at(b.opt.Rank(s.Payee().ID))
		if err := b.statements.write(row); err != nil {
			return err
		}
	}
	for h := range run.Held() {
		b.held = append(b.held, h)
	}
	return nil
}

// appendStatement appends the row of a statement.
func appendStatement(b []byte, s incentive.Statement, lines *sum) []byte {
	places := s.Places()
	b = csvsafe.Append(b, s.Payee().ID)
	b = strconv.AppendInt(append(b, ','), int64(lines.lines), 10)
	credited, attainment, quota := measure(s)
	for _, cell := range []string{credited, attainment, lines.total(places).StringFixed(places), s.Earned().StringFixed(places)} {
		b = append(append(b, ','), cell...)
	}
	b = csvsafe.Append(append(b, ','), s.PlanID())
	b = strconv.AppendInt(append(b, ','), int64(s.PlanVersion()), 10)
	status := "computed"
	if s.Open() {
		status = "open-position"
	}
	for _, cell := range []string{string(s.Currency()), quota, status} {
		b = append(append(b, ','), cell...)
	}
	return append(b, '\n')
}

// measure returns where the first measure with a quota stands, else the first one, and its attainment and quota.
func measure(s incentive.Statement) (credited, attainment, quota string) {
	for m := range s.Measures() {
		if credited == "" {
			credited = m.Value.StringFixed(4)
		}
		if m.Quota.Valid && !m.Quota.Decimal.IsZero() {
			return m.Value.StringFixed(4), basisPoints(m.Value, m.Quota.Decimal), m.Quota.Decimal.String()
		}
	}
	return credited, "", ""
}

// basisPoints returns value ÷ quota in hundredths of a percent, cut towards zero.
func basisPoints(value, quota decimal.Decimal) string {
	x := new(big.Rat).Quo(value.Shift(4).Rat(), quota.Rat())
	return new(big.Int).Quo(x.Num(), x.Denom()).String()
}
