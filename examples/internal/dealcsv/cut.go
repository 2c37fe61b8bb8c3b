package dealcsv

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// cutter cuts a file into blocks of whole records.
type cutter struct {
	in io.Reader
	// size is how many bytes are read at once.
	size int
	// rest is what was read and is in no block yet; it starts with a record, on the line.
	rest []byte
	line int
	// read is how many bytes have been read, started that any were, ended that there are no more.
	read           int64
	started, ended bool
}

// unread makes what was read and is in no block yet the next to be read.
func (c *cutter) unread() {
	c.in = io.MultiReader(bytes.NewReader(c.rest), c.in)
	c.read -= int64(len(c.rest))
	c.rest, c.ended = nil, false
}

// fill appends what is read next: as much as the buffer has at least, so that a long record is not looked at again and again.
func (c *cutter) fill(buf []byte) ([]byte, error) {
	from := len(buf)
	buf = append(buf, make([]byte, max(c.size, from))...)
	n, err := io.ReadFull(c.in, buf[from:])
	c.read += int64(n)
	buf = buf[:from+n]
	if !c.started {
		c.started = true
		buf = bytes.TrimPrefix(buf, []byte("\ufeff"))
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		c.ended, err = true, nil
	}
	return buf, err
}

// header returns the first record that is no empty line, the line it is on, and how many bytes of the file it ends.
func (c *cutter) header() (record []byte, line int, err error) {
	for {
		n, _ := recordEnd(c.rest, true)
		if n == 0 && !c.ended && len(c.rest) <= maxRecord {
			if c.rest, err = c.fill(c.rest); err != nil {
				return nil, 0, err
			}
			continue
		}
		if n == 0 {
			n = len(c.rest)
		}
		record, line = bytes.Clone(c.rest[:n]), c.line
		c.rest, c.line = c.rest[n:], c.line+bytes.Count(record, []byte{'\n'})
		if len(bytes.Trim(record, "\r\n")) > 0 || c.ended && len(c.rest) == 0 {
			return record, line, nil
		}
	}
}

// run cuts the file to its end, or to where it cannot go on, and says why that is.
func (c *cutter) run(ctx context.Context, name string, free <-chan *block, emit func(*block)) (found kam.Findings, err error) {
	tooLong := func() {
		found.Add(findings.Fault("dealcsv.record", name+":"+strconv.Itoa(c.line)+":1", findings.Say("the record has more than %d bytes", "该记录超过 %d 字节", maxRecord),
			findings.Say("a double quote may be missing in it or before it; or shorten it", "其中或之前可能缺少双引号；否则请缩短")))
	}
	for ctx.Err() == nil {
		b := <-free
		buf, end := append(b.data[:0], c.rest...), 0
		for end == 0 {
			if !c.ended {
				if buf, err = c.fill(buf); err != nil {
					return found, err
				}
			}
			if c.ended {
				end = len(buf)
				break
			}
			var open bool
			if end, open = lastEnd(buf); end > 0 || len(buf) <= maxRecord {
				continue
			}
			tooLong()
			if open {
				return found, nil // nobody knows where the next record starts
			}
			if buf, err = c.skip(buf); err != nil {
				return found, err
			}
		}
		if end == 0 {
			return found, nil
		}
		c.rest = append(c.rest[:0], buf[end:]...)
		b.data, b.line, b.end = buf[:end], c.line, c.read-int64(len(c.rest))
		c.line += bytes.Count(b.data, []byte{'\n'})
		emit(b)
	}
	return found, nil
}

// skip leaves out the line that the buffer is the start of, and returns the start of the next one.
func (c *cutter) skip(buf []byte) ([]byte, error) {
	for {
		if n := bytes.IndexByte(buf, '\n'); n >= 0 {
			c.line++
			return append(buf[:0], buf[n+1:]...), nil
		}
		var err error
		if buf, err = c.fill(buf[:0]); err != nil || c.ended && bytes.IndexByte(buf, '\n') < 0 {
			return buf[:0], err
		}
	}
}

// lastEnd returns where the last record of the buffer ends that ends in it, 0 when none does, and whether the buffer ends
// inside quotes.
func lastEnd(buf []byte) (end int, open bool) {
	if bytes.IndexByte(buf, '"') < 0 {
		return bytes.LastIndexByte(buf, '\n') + 1, false
	}
	return recordEnd(buf, false)
}

// recordEnd follows the quotes of a buffer that starts with a record, and returns where its first or its last record ends.
// It agrees with what the parser does of each record, broken ones included.
func recordEnd(buf []byte, first bool) (end int, open bool) {
	const (
		start = iota // of a cell
		inside
		quoted
		closed
		returned // after a carriage return after a closed quote
		broken   // what is left of the line is no cell
	)
	state := start
	for i, b := range buf {
		if b == '\n' && state != quoted {
			if end = i + 1; first {
				return end, false
			}
			state = start
			continue
		}
		switch state {
		case start, inside:
			switch {
			case b == ',':
				state = start
			case b == '"' && state == start:
				state = quoted
			case b == '"':
				state = broken
			default:
				state = inside
			}
		case quoted:
			if b == '"' {
				state = closed
			}
		case closed:
			switch b {
			case '"':
				state = quoted
			case ',':
				state = start
			case '\r':
				state = returned
			default:
				state = broken
			}
		case returned:
			state = broken
		}
	}
	return end, state == quoted
}
