package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"io"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// publish writes a file that is there as a whole or not at all, on any of Beam's file systems. Two workers that write the same
// file at once, as runners let them when one seems slow, do not meet.
func publish(ctx context.Context, name string, write func(io.Writer) error) error {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return err
	}
	partial := name + ".partial-" + rand.Text()
	file, err := fs.OpenWrite(ctx, partial)
	if err != nil {
		return errors.Join(err, fs.Close())
	}
	out := bufio.NewWriterSize(file, 1<<20)
	err = errors.Join(write(out), out.Flush(), file.Close())
	if err == nil {
		err = filesystem.Rename(ctx, fs, partial, name)
	}
	if remover, ok := fs.(filesystem.Remover); err != nil && ok {
		err = errors.Join(err, remover.Remove(ctx, partial))
	}
	return errors.Join(err, fs.Close())
}

// opened is a file that is read; closing it closes its file system too.
type opened struct {
	io.ReadCloser
	fs filesystem.Interface
}

func (o opened) Close() error { return errors.Join(o.ReadCloser.Close(), o.fs.Close()) }

func open(ctx context.Context, name string) (io.ReadCloser, error) {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, err
	}
	file, err := fs.OpenRead(ctx, name)
	if err != nil {
		return nil, errors.Join(err, fs.Close())
	}
	return opened{file, fs}, nil
}

// exists reports whether a file is there.
func exists(ctx context.Context, name string) (bool, error) {
	found, err := list(ctx, name)
	return len(found) > 0, err
}

func list(ctx context.Context, glob string) ([]string, error) {
	fs, err := filesystem.New(ctx, glob)
	if err != nil {
		return nil, err
	}
	found, err := fs.List(ctx, glob)
	return found, errors.Join(err, fs.Close())
}

// remove removes the files of a pattern.
func remove(ctx context.Context, glob string) error {
	found, err := list(ctx, glob)
	if err != nil || len(found) == 0 {
		return err
	}
	fs, err := filesystem.New(ctx, glob)
	if err != nil {
		return err
	}
	remover, ok := fs.(filesystem.Remover)
	if !ok {
		return errors.Join(errors.New("files cannot be removed there: "+glob), fs.Close())
	}
	for _, name := range found {
		err = errors.Join(err, remover.Remove(ctx, name))
	}
	return errors.Join(err, fs.Close())
}
