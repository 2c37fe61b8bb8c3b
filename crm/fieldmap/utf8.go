package fieldmap

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

var errLong = errors.New("fieldmap: record too long")

// encodingError says which encoding a file has instead.
type encodingError struct{ name kam.Text }

func (e *encodingError) Error() string { return "fieldmap: not UTF-8: " + e.name.EN }

// utf8Reader passes UTF-8 on without a byte order mark, and refuses everything else.
type utf8Reader struct {
	from    io.Reader
	store   []byte // all that is read goes here
	buffer  []byte // checked, not yet passed on
	partial []byte // the beginning of a character
	begun   bool
	err     error
	left    int // bytes that may be passed on
	passed  int64
	line    int
	last    byte
}

const chunk = 32 << 10

func newUTF8Reader(r io.Reader) *utf8Reader { return &utf8Reader{from: r, line: 1} }

// allow says how many bytes the next record may have.
func (u *utf8Reader) allow(n int) { u.left = n }

// cut reports whether the file ends at an offset, in the middle of a line.
func (u *utf8Reader) cut(offset int64) bool {
	return errors.Is(u.err, io.EOF) && len(u.buffer) == 0 && u.passed == offset && u.last != '\n' && u.last != '\r'
}

// Read implements [io.Reader].
func (u *utf8Reader) Read(p []byte) (int, error) {
	for len(u.buffer) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	if u.left <= 0 {
		return 0, errLong
	}
	n := copy(p[:min(len(p), u.left)], u.buffer)
	u.line += bytes.Count(u.buffer[:n], []byte("\n"))
	u.last = u.buffer[n-1]
	u.buffer = u.buffer[n:]
	u.left -= n
	u.passed += int64(n)
	return n, nil
}

// fill reads more and checks it.
func (u *utf8Reader) fill() {
	if u.store == nil {
		u.store = make([]byte, chunk)
	}
	data := u.store[:copy(u.store, u.partial)]
	u.partial = nil
	n, err := io.ReadAtLeast(u.from, data[len(data):chunk], 4)
	data = data[:len(data)+n]
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	u.err = err
	if !u.begun {
		u.begun = true
		if name, ok := marked(data); ok {
			u.err = &encodingError{name}
			return
		}
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	}
	whole := data
	if err == nil {
		whole = data[:len(data)-unfinished(data)]
		u.partial = bytes.Clone(data[len(whole):])
	}
	if !utf8.Valid(whole) || bytes.IndexByte(whole, 0) >= 0 {
		u.err = &encodingError{guess(whole)}
		whole = whole[:sound(whole)] // what comes before is read, so that the fault has its line
	}
	u.buffer = whole
}

// unfinished counts the bytes at the end that begin a character.
func unfinished(data []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(data); n++ {
		if b := data[len(data)-n]; utf8.RuneStart(b) {
			if !utf8.FullRune(data[len(data)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// marked names the encoding that a byte order mark stands for.
func marked(data []byte) (kam.Text, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return wording.Same("UTF-32"), true
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return wording.Same("UTF-16"), true
	}
	return kam.Text{}, false
}

// sound counts the bytes before the first that is no UTF-8, or zero.
func sound(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 || r == 0 {
			return i
		}
		i += n
	}
	return len(data)
}

// guess names the encoding that bytes look like. In Chinese text in GBK most characters are two bytes beyond ASCII; in
// one-byte encodings such bytes stand alone.
func guess(data []byte) kam.Text {
	if bytes.IndexByte(data, 0) >= 0 {
		return wording.Say("it has zero bytes, as UTF-16 has", "含零字节，类似 UTF-16")
	}
	pairs, alone := 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		if i+1 < len(data) && data[i+1] >= 0x80 {
			pairs++
			i++
		} else {
			alone++
		}
	}
	if alone > pairs {
		return wording.Say("a one-byte encoding such as Windows-1252", "单字节编码，如 Windows-1252")
	}
	return wording.Say("it looks like GBK", "看起来是 GBK")
}
