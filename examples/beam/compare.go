package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/incentive"
)

// compare computes the period in this process, at once, and returns what differs from the files that the pipeline wrote.
func (j Job) compare(ctx context.Context) error {
	program, err := madeup.Program()
	if err != nil {
		return err
	}
	in := j.Quarter.Inputs()
	in.Transactions = incentive.Sequence(j.Quarter.All())
	run, err := program.Run(ctx, in, incentive.RunOptions{})
	if err != nil {
		return err
	}
	batch, err := run.Batch()
	if err != nil {
		return err
	}
	var found error
	for _, kind := range kinds {
		found = errors.Join(found, j.same(ctx, kind.name, func(out io.Writer) error { return kind.writeLines(out, run) }))
	}
	return errors.Join(found, j.same(ctx, posted, func(out io.Writer) error { return json.NewEncoder(out).Encode(batch) }))
}

// same returns how a file differs from what is written; nil where it does not.
func (j Job) same(ctx context.Context, name string, write func(io.Writer) error) error {
	file, err := open(ctx, j.file(name))
	if err != nil {
		return err
	}
	c := &comparison{file: bufio.NewReaderSize(file, 1<<20)}
	err = write(c)
	if err == nil {
		err = c.end()
	}
	if err != nil {
		err = fmt.Errorf("%s, byte %d: %w", j.file(name), c.at, err)
	}
	return errors.Join(err, file.Close())
}

// errDiffers is the error of a comparison.
var errDiffers = errors.New("not the same")

// comparison is a writer that compares what is written with a file.
type comparison struct {
	file *bufio.Reader
	buf  []byte
	at   int64
}

func (c *comparison) Write(p []byte) (int, error) {
	c.buf = append(c.buf[:0], p...)
	n, err := io.ReadFull(c.file, c.buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err != nil {
		return 0, err
	}
	if !bytes.Equal(c.buf[:n], p) {
		return 0, errDiffers
	}
	c.at += int64(n)
	return len(p), nil
}

// end reports a file that goes on.
func (c *comparison) end() error {
	if _, err := c.file.Peek(1); err == nil {
		return errDiffers
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}
