// Package dealparts puts deals aside in temporary files, for sources that are larger than memory.
package dealparts

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/dealcsv"
)

// Parts are rows in files, one a part. The files have no name where the system allows it, so that nothing stays behind when
// the program is killed. One goroutine uses it.
type Parts struct {
	files []*os.File
	out   []*bufio.Writer
	rows  []int
	width int
	row   []byte
	err   error
}

// bufferSize is what each part holds in memory before it is written.
const bufferSize = 1 << 15

// New makes n empty parts in a folder, of rows with a number of attributes.
func New(dir string, n, attributes int) (*Parts, error) {
	p := &Parts{width: attributes, rows: make([]int, n)}
	for range n {
		f, err := os.CreateTemp(dir, ".deals-*")
		if err != nil {
			p.Close()
			return nil, failed(err)
		}
		_ = os.Remove(f.Name()) // where the system cannot, it is removed in the end
		p.files, p.out = append(p.files, f), append(p.out, bufio.NewWriterSize(f, bufferSize))
	}
	return p, nil
}

func failed(err error) error { return fmt.Errorf("temporary files: %w", err) }

// Close removes the files.
func (p *Parts) Close() {
	for _, f := range p.files {
		_ = f.Close()
		_ = os.Remove(f.Name()) // it may have no name any more
	}
	p.files = nil
}

// Len returns the number of rows of a part.
func (p *Parts) Len(part int) int { return p.rows[part] }

// count numbers days from the first one of all, which is 1; the unset day is 0.
func count(d kam.Day) uint64 {
	if !d.IsSet() {
		return 0
	}
	return uint64(1 + d.Sub(firstDay()))
}

func day(n uint64) kam.Day {
	if n == 0 || n > math.MaxInt32 {
		return kam.Day{}
	}
	return firstDay().AddDays(int(n) - 1)
}

func firstDay() kam.Day {
	d, _ := kam.NewDay(1, 1, 1) // exists
	return d
}

// Add appends a row to a part. The first error stays, and reading returns it too.
func (p *Parts) Add(part int, r *dealcsv.Row) error {
	b := binary.AppendUvarint(p.row[:0], uint64(r.Line))
	for _, text := range []string{r.ID, r.Owner, r.Reverses, string(r.Currency)} {
		b = appendText(b, text)
	}
	b = binary.AppendVarint(b, r.Coefficient)
	b = binary.AppendVarint(b, r.Sequence)
	plain := byte(0)
	if r.Plain {
		plain = 1
	}
	b = append(b, byte(r.Places), plain)
	for _, d := range []kam.Day{r.Booked, r.Invoiced, r.CashDate, r.Delivered} {
		b = binary.AppendUvarint(b, count(d))
	}
	for i := range p.width {
		b = appendText(b, r.Attributes[i])
	}
	p.row = b
	if p.err == nil {
		p.rows[part]++
		if _, err := p.out[part].Write(b); err != nil {
			p.err = failed(err)
		}
	}
	return p.err
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// Each calls each with the rows of a part in the order in which they were added. Their texts are their own.
func (p *Parts) Each(part int, each func(dealcsv.Row) error) error {
	if p.err != nil {
		return p.err
	}
	if err := p.out[part].Flush(); err != nil {
		return failed(err)
	}
	if _, err := p.files[part].Seek(0, io.SeekStart); err != nil {
		return failed(err)
	}
	in := &source{r: bufio.NewReaderSize(p.files[part], 1<<18)}
	for range p.rows[part] {
		r := dealcsv.Row{Line: int(in.uvarint())}
		r.ID, r.Owner, r.Reverses, r.Currency = in.text(), in.text(), in.text(), kam.Currency(in.text())
		r.Coefficient, r.Sequence = in.varint(), in.varint()
		r.Places, r.Plain = int32(in.byte()), in.byte() == 1
		r.Booked, r.Invoiced, r.CashDate, r.Delivered = day(in.uvarint()), day(in.uvarint()), day(in.uvarint()), day(in.uvarint())
		r.Attributes = make([]string, p.width)
		for i := range r.Attributes {
			r.Attributes[i] = in.text()
		}
		if in.err != nil {
			return failed(in.err)
		}
		if err := each(r); err != nil {
			return err
		}
	}
	_, err := p.files[part].Seek(0, io.SeekEnd)
	return err
}

// source reads values; its first error stays.
type source struct {
	r     *bufio.Reader
	err   error
	texts [512]string // those of late, so that the same one is not made again and again
}

func (s *source) note(err error) {
	if s.err == nil && err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		s.err = err
	}
}

func (s *source) uvarint() uint64 {
	n, err := binary.ReadUvarint(s.r)
	s.note(err)
	return n
}

func (s *source) varint() int64 {
	n, err := binary.ReadVarint(s.r)
	s.note(err)
	return n
}

func (s *source) byte() byte {
	b, err := s.r.ReadByte()
	s.note(err)
	return b
}

func (s *source) text() string {
	n := s.uvarint()
	if s.err != nil || n == 0 || n > math.MaxUint16 {
		return ""
	}
	b, err := s.r.Peek(int(n))
	if err != nil {
		s.note(err)
		return ""
	}
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	slot := &s.texts[h%uint32(len(s.texts))]
	if *slot != string(b) {
		*slot = string(b)
	}
	_, err = s.r.Discard(int(n))
	s.note(err)
	return *slot
}
