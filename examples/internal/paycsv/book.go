package paycsv

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/examples/internal/csvsafe"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/incentive"
)

// Detail says what is written of lines.
type Detail string

// The details.
const (
	// None writes no lines.
	None Detail = "none"
	// Brief writes six columns; a plan of one component and one credit rule needs no more.
	Brief Detail = "brief"
	// Full adds five columns.
	Full Detail = "full"
)

// The headers.
const (
	briefHeader     = "deal,payee,credited,tier_first,tier_last,amount"
	fullHeader      = briefHeader + ",plan,component,credit,date,reverses"
	statementHeader = "payee,lines,credited,attainment_bp,commission,earned,plan,version,currency,quota,status\n"
)

// Options say what a book writes.
type Options struct {
	Detail Detail
	// InParts says that several runs follow, each with payees of its own.
	InParts bool
	// Rank is the place of a payee among all, by id.
	Rank func(payee string) int
	// Workers is how many goroutines format lines. It does not change what is written.
	Workers int
}

// Totals sum up what was written.
type Totals struct {
	Lines, Statements, Held int
	// Earned is by currency.
	Earned map[string]decimal.Decimal
}

// Book is the two files of one period. One goroutine uses it.
type Book struct {
	opt               Options
	set               *staged.Set
	lines, statements *stretch
	held              []incentive.Held
	totals            Totals
}

// New makes a book whose files are part of a set, which the caller commits after [Book.Close], or discards. Parts that
// wait for their place lie in nameless files of the folder.
func New(set *staged.Set, dir string, opt Options) (*Book, error) {
	b := &Book{opt: opt, set: set, totals: Totals{Earned: map[string]decimal.Decimal{}}}
	var err error
	if opt.Detail != None {
		header := briefHeader + "\n"
		if opt.Detail == Full {
			header = fullHeader + "\n"
		}
		if b.lines, err = newStretch(set, dir, "lines.csv", header, opt.InParts); err != nil {
			return nil, err
		}
	}
	if b.statements, err = newStretch(set, dir, "statements.csv", statementHeader, opt.InParts); err != nil {
		b.Discard()
		return nil, err
	}
	return b, nil
}

// Discard closes the files of a book that is given up. After [Book.Close] it does nothing.
func (b *Book) Discard() {
	for _, s := range []*stretch{b.lines, b.statements} {
		if s != nil {
			s.discard()
		}
	}
}

// Close puts the files together.
func (b *Book) Close(ctx context.Context) (Totals, error) {
	slices.SortFunc(b.held, func(x, y incentive.Held) int {
		return cmp.Or(cmp.Compare(x.Payee.ID, y.Payee.ID), cmp.Compare(x.Plan, y.Plan), cmp.Compare(x.Version, y.Version))
	})
	var tail []byte
	for _, h := range b.held {
		tail = csvsafe.Append(tail, h.Payee.ID)
		tail = append(csvsafe.Append(append(tail, ",,,,,,"...), h.Plan), ',')
		if h.Version > 0 {
			tail = fmt.Append(tail, h.Version)
		}
		tail = append(tail, ",,,held\n"...)
	}
	b.totals.Held = len(b.held)
	if b.lines != nil {
		if err := b.lines.close(ctx, nil); err != nil {
			return Totals{}, err
		}
	}
	return b.totals, b.statements.close(ctx, tail)
}

// Held returns the held payees, once the book is closed in the order of their rows.
func (b *Book) Held() []incentive.Held { return b.held }

// stretch is one file, and where in it each payee's bytes are.
type stretch struct {
	set  *staged.Set
	name string
	file *os.File // what is written to: the file itself, or the parts
	out  *bufio.Writer
	// header is written again when parts are put together.
	header  string
	inParts bool
	written int64
	index   []mark
}

// mark is where the bytes of a payee start; they end where the next ones start.
type mark struct {
	rank  int
	start int64
	n     int64
}

func newStretch(set *staged.Set, dir, name, header string, inParts bool) (*stretch, error) {
	s := &stretch{set: set, name: name, header: header, inParts: inParts}
	var err error
	if !inParts {
		s.file, err = set.Create(name)
	} else {
		if s.file, err = os.CreateTemp(dir, ".part-*"); err == nil {
			_ = os.Remove(s.file.Name()) // where the system cannot, it is removed in the end
		}
	}
	if err != nil {
		return nil, s.failed(err)
	}
	s.out = bufio.NewWriterSize(s.file, 1<<16)
	if !inParts {
		_, err = s.out.WriteString(header)
	}
	return s, err
}

func (s *stretch) failed(err error) error { return fmt.Errorf("output file %q: %w", s.name, err) }

// at notes that what is written next belongs to a payee.
func (s *stretch) at(rank int) {
	if !s.inParts || len(s.index) > 0 && s.index[len(s.index)-1].rank == rank {
		return
	}
	s.index = append(s.index, mark{rank: rank, start: s.written})
}

func (s *stretch) write(b []byte) error {
	n, err := s.out.Write(b)
	s.written += int64(n)
	if len(s.index) > 0 {
		s.index[len(s.index)-1].n += int64(n)
	}
	if err != nil {
		return s.failed(err)
	}
	return nil
}

// close writes the tail behind everything, after the parts have been put in order.
func (s *stretch) close(ctx context.Context, tail []byte) error {
	if s.inParts {
		if err := s.assemble(ctx); err != nil {
			return err
		}
	}
	_, err := s.out.Write(tail)
	if err := errors.Join(err, s.out.Flush()); err != nil {
		return s.failed(err)
	}
	file := s.file
	s.file = nil
	return s.set.Close(s.name, file)
}

// assemble copies the parts payee by payee to the file.
func (s *stretch) assemble(ctx context.Context) error {
	if err := s.out.Flush(); err != nil {
		return s.failed(err)
	}
	whole, err := s.set.Create(s.name)
	if err != nil {
		return err
	}
	parts := s.file
	s.file = whole
	defer remove(parts)
	s.out = bufio.NewWriterSize(whole, 1<<16)
	_, err = s.out.WriteString(s.header)
	slices.SortStableFunc(s.index, func(a, b mark) int { return cmp.Compare(a.rank, b.rank) })
	buf := make([]byte, 1<<16)
	for i, m := range s.index {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			_, err = io.CopyBuffer(onlyWriter{s.out}, io.NewSectionReader(parts, m.start, m.n), buf)
		}
	}
	if err != nil {
		return s.failed(err)
	}
	return nil
}

// onlyWriter hides that a writer can read by itself, so that the buffer given is used.
type onlyWriter struct{ io.Writer }

func (s *stretch) discard() {
	if s.file == nil {
		return
	}
	if s.inParts {
		remove(s.file)
	} else {
		_ = s.file.Close() // the set removes it
	}
	s.file = nil
}

// remove closes and removes a file that nobody will read.
func remove(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name()) // it may have no name any more
}

// sum is the number of lines of a statement and what they come to.
type sum struct {
	of    incentive.Statement
	lines int
	units int64
	// wide has what does not fit into units.
	wide decimal.Decimal
}

func (s *sum) add(i incentive.Item, places int32) {
	s.lines++
	units, ok := i.AmountUnits()
	if !ok {
		s.wide = s.wide.Add(i.Amount())
		return
	}
	total, _ := bits.Add64(uint64(s.units), uint64(units), 0)
	if next := int64(total); (units > 0) == (next > s.units) || units == 0 {
		s.units = next
		return
	}
	s.wide = s.wide.Add(decimal.New(s.units, -places))
	s.units = units
}

// total returns what the lines come to.
func (s *sum) total(places int32) decimal.Decimal { return s.wide.Add(decimal.New(s.units, -places)) }
