// Package textfile reads text files as UTF-8, whatever of the usual encodings they are in.
package textfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encoding names how a file is written.
type Encoding string

// The encodings that are read.
const (
	UTF8 Encoding = "UTF-8"
	// GBK stands for GB2312, GBK and GB18030, as Chinese editions of office programs export.
	GBK Encoding = "GBK"
)

// ErrEncoding says that a file is in an encoding that is not read. The message names the place and what would be right.
var ErrEncoding = errors.New("not UTF-8 and not GBK")

// Survey is what [Look] found out about a file.
type Survey struct {
	Encoding Encoding
	// Marked says that a UTF-8 byte order mark stands at the start. [Decode] takes it away.
	Marked bool
	// Bytes and Lines are the size. Lines counts line feeds.
	Bytes, Lines int64
	// Complete says that the last line ends in a line feed, as it does in every file that was written to its end.
	Complete bool
}

const mark = "\ufeff"

// Look reads r to its end, in constant memory, and says what it is. A file
// that is not valid UTF-8 is GBK when it decodes as such without a fault and at
// least half of its double bytes are common Chinese characters; otherwise
// the error wraps [ErrEncoding].
func Look(r io.Reader) (Survey, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	head, err := in.Peek(3)
	if err != nil && err != io.EOF {
		return Survey{}, err
	}
	s := Survey{Marked: string(head) == mark}
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return s, fmt.Errorf("%w: it is UTF-16; save it as CSV UTF-8", ErrEncoding)
	}
	var utf utf8Check
	var gbk gbkCheck
	last := byte('\n')
	for {
		b, err := in.ReadByte()
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, err
		}
		if b == 0 {
			return s, fmt.Errorf("%w: line %d holds a zero byte; save it as CSV UTF-8", ErrEncoding, s.Lines+1)
		}
		utf.next(b, s.Lines+1)
		gbk.next(b)
		if b == '\n' {
			s.Lines++
		}
		s.Bytes++
		last = b
	}
	s.Complete = last == '\n' && s.Bytes > 0
	switch {
	case utf.badLine == 0 && len(utf.pending) > 0:
		return s, fmt.Errorf("%w: line %d, the last, is cut inside a character; the file is not complete", ErrEncoding, s.Lines+1)
	case utf.badLine == 0:
		s.Encoding = UTF8
	case !s.Marked && gbk.likely():
		s.Encoding = GBK
	default:
		return s, fmt.Errorf("%w: line %d; save it as CSV UTF-8", ErrEncoding, utf.badLine)
	}
	return s, nil
}

// Decode returns r as UTF-8 without a byte order mark, given what [Look] found out about the same content.
func Decode(r io.Reader, s Survey) io.Reader {
	if s.Encoding == GBK {
		return simplifiedchinese.GB18030.NewDecoder().Reader(r)
	}
	if !s.Marked {
		return r
	}
	in := bufio.NewReader(r)
	if head, err := in.Peek(len(mark)); err == nil && string(head) == mark {
		_, _ = in.Discard(len(mark)) // it was peeked
	}
	return in
}

// utf8Check follows UTF-8 byte by byte.
type utf8Check struct {
	pending []byte
	badLine int64
}

func (c *utf8Check) next(b byte, line int64) {
	if c.badLine > 0 || (b < utf8.RuneSelf && len(c.pending) == 0) {
		return
	}
	c.pending = append(c.pending, b)
	if !utf8.FullRune(c.pending) {
		return
	}
	if r, size := utf8.DecodeRune(c.pending); (r == utf8.RuneError && size <= 1) || size != len(c.pending) {
		c.badLine = line
	}
	c.pending = c.pending[:0]
}

// gbkCheck follows GBK byte by byte. Four-byte forms of GB18030 count as faults: they are not used for names.
type gbkCheck struct {
	lead          byte
	pairs, common int
	bad           bool
}

func (c *gbkCheck) next(b byte) {
	switch {
	case c.lead != 0:
		if b < 0x40 || b == 0x7f || b == 0xff {
			c.bad = true
		}
		c.pairs++
		if c.lead >= 0xb0 && c.lead <= 0xf7 && b >= 0xa1 {
			c.common++
		}
		c.lead = 0
	case b == 0x80 || b == 0xff:
		c.bad = true
	case b > 0x80:
		c.lead = b
	}
}

func (c *gbkCheck) likely() bool {
	return !c.bad && c.lead == 0 && c.pairs > 0 && c.common*2 >= c.pairs
}
