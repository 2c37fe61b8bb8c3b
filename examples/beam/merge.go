package main

import (
	"bufio"
	"bytes"
	"container/heap"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// mergeFn makes one file of each kind out of those of the shares.
type mergeFn struct{ Job Job }

// ProcessElement merges the files of all shares in the memory of one line of each, and puts together what is posted. It may be
// repeated: the files of the shares stay until the pipeline has ended.
func (f *mergeFn) ProcessElement(ctx context.Context, _ int64, elements func(*[]byte) bool) error {
	tallies := make([][]byte, f.Job.Shares)
	count := 0
	var text []byte
	for elements(&text) {
		var done finished
		if err := json.Unmarshal(text, &done); err != nil {
			return err
		}
		if done.Share < 0 || done.Share >= int64(f.Job.Shares) {
			return fmt.Errorf("share %d of %d is done", done.Share, f.Job.Shares)
		}
		tallies[done.Share] = done.Tally
		count++
	}
	if count != f.Job.Shares {
		return fmt.Errorf("%d of %d shares are done", count, f.Job.Shares)
	}
	enrolment, err := f.Job.enrolment()
	if err != nil {
		return err
	}
	joined, err := enrolment.Join(tallies)
	if err != nil {
		return err
	}
	batch, err := joined.Batch()
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		if err := f.merge(ctx, kind.name); err != nil {
			return err
		}
	}
	return publish(ctx, f.Job.file(posted), func(out io.Writer) error { return json.NewEncoder(out).Encode(batch) })
}

// merge writes the lines of the files of one kind by their keys.
func (f *mergeFn) merge(ctx context.Context, kind string) (err error) {
	var waiting readers
	defer func() {
		for _, r := range waiting {
			err = errors.Join(err, r.close())
		}
	}()
	for share := range int64(f.Job.Shares) {
		file, err := open(ctx, f.Job.share(kind, share))
		if err != nil {
			return err
		}
		r := &reader{share: share, in: bufio.NewReader(file), close: file.Close}
		if err := r.next(); err != nil {
			return errors.Join(err, r.close())
		}
		waiting = append(waiting, r)
	}
	heap.Init(&waiting)
	return publish(ctx, f.Job.file(kind), func(out io.Writer) error {
		for len(waiting) > 0 && !waiting[0].ended {
			if _, err := out.Write(append(waiting[0].record.line, '\n')); err != nil {
				return err
			}
			if err := waiting[0].next(); err != nil {
				return fmt.Errorf("%s of share %d: %w", kind, waiting[0].share, err)
			}
			heap.Fix(&waiting, 0)
		}
		return nil
	})
}

// record is a line with the key that orders it.
type record struct {
	key  string
	line []byte
}

// maxRecord bounds what is read of a file that is none of these.
const maxRecord = 1 << 30

func writeRecord(out io.Writer, r record) error {
	head := binary.AppendUvarint(nil, uint64(len(r.key)))
	head = binary.AppendUvarint(head, uint64(len(r.line)))
	if _, err := out.Write(append(head, r.key...)); err != nil {
		return err
	}
	_, err := out.Write(r.line)
	return err
}

// reader reads the records of one share.
type reader struct {
	share  int64
	in     *bufio.Reader
	close  func() error
	record record
	ended  bool
}

// next reads a record, or finds that there are no more.
func (r *reader) next() error {
	size, err := binary.ReadUvarint(r.in)
	if errors.Is(err, io.EOF) {
		r.ended = true
		return nil
	}
	if err != nil {
		return err
	}
	rest, err := binary.ReadUvarint(r.in)
	if err != nil {
		return errors.Join(io.ErrUnexpectedEOF, err)
	}
	if size > maxRecord || rest > maxRecord {
		return errors.New("no record")
	}
	var text bytes.Buffer // which grows with what is there, whatever the head promises
	if n, err := io.CopyN(&text, r.in, int64(size+rest)); err != nil {
		return fmt.Errorf("%w: %d of %d bytes: %w", io.ErrUnexpectedEOF, n, size+rest, err)
	}
	r.record = record{string(text.Next(int(size))), text.Bytes()}
	return nil
}

// readers are a heap: first who has the least key, last who has ended.
type readers []*reader

func (r readers) Len() int      { return len(r) }
func (r readers) Swap(i, j int) { r[i], r[j] = r[j], r[i] }
func (r *readers) Push(x any)   { *r = append(*r, x.(*reader)) }

func (r *readers) Pop() any {
	last := (*r)[len(*r)-1]
	*r = (*r)[:len(*r)-1]
	return last
}

func (r readers) Less(i, j int) bool {
	a, b := r[i], r[j]
	if a.ended != b.ended {
		return b.ended
	}
	if c := strings.Compare(a.record.key, b.record.key); c != 0 {
		return c < 0
	}
	return a.share < b.share
}
