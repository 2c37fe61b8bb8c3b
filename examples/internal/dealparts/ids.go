package dealparts

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"io"
	"math"
	"os"
	"slices"
	"strings"
)

// IDs finds ids that come with more than one key, in files as [Parts] has them. One goroutine uses it.
type IDs struct {
	parts Parts
	b     []byte
}

// ID is an id with what is known of it.
type ID struct {
	ID  string
	Key uint64
	// Line is where it comes from.
	Line int
}

// NewIDs makes an empty set of ids in n files of a folder.
func NewIDs(dir string, n int) (*IDs, error) {
	p, err := New(dir, n, 0)
	if err != nil {
		return nil, err
	}
	return &IDs{parts: *p}, nil
}

// Close removes the files.
func (x *IDs) Close() { x.parts.Close() }

// Hash returns a number of a text, the same in every process.
func Hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h ^ h>>29 // the low bits of near texts differ little
}

// Part returns the file that an id is in.
func (x *IDs) Part(id string) int { return int(Hash(id) % uint64(len(x.parts.files))) }

// Parts returns the number of files.
func (x *IDs) Parts() int { return len(x.parts.files) }

// Add appends an id.
func (x *IDs) Add(id ID) error {
	part := x.Part(id.ID)
	x.b = binary.AppendUvarint(binary.AppendUvarint(appendText(x.b[:0], id.ID), id.Key), uint64(id.Line))
	x.parts.rows[part]++
	if _, err := x.parts.out[part].Write(x.b); err != nil {
		return failed(err)
	}
	return nil
}

// Sorted reads a file: its ids ordered by id, then line.
func (x *IDs) Sorted(part int) ([]ID, error) {
	f := x.parts.files[part]
	if err := x.parts.out[part].Flush(); err != nil {
		return nil, failed(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, failed(err)
	}
	list, err := readIDs(f, x.parts.rows[part])
	if err != nil {
		return nil, failed(err)
	}
	slices.SortFunc(list, func(a, b ID) int { return cmp.Or(strings.Compare(a.ID, b.ID), cmp.Compare(a.Line, b.Line)) })
	return list, nil
}

func readIDs(f *os.File, n int) ([]ID, error) {
	in := bufio.NewReaderSize(f, 1<<18)
	list := make([]ID, 0, n)
	var all strings.Builder // one text for all, of which each id is a part
	ends := make([]int, 0, n)
	for range n {
		length, err := binary.ReadUvarint(in)
		if err != nil || length > math.MaxUint16 {
			return nil, cmp.Or(err, io.ErrUnexpectedEOF)
		}
		text, err := in.Peek(int(length))
		if err != nil {
			return nil, err
		}
		all.Write(text)
		_, _ = in.Discard(len(text)) // it was peeked
		key, keyErr := binary.ReadUvarint(in)
		line, lineErr := binary.ReadUvarint(in)
		if err := cmp.Or(keyErr, lineErr); err != nil {
			return nil, err
		}
		list, ends = append(list, ID{Key: key, Line: int(line)}), append(ends, all.Len())
	}
	from := 0
	for i := range list {
		list[i].ID = all.String()[from:ends[i]]
		from = ends[i]
	}
	return list, nil
}
