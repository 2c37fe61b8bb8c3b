// Package staged writes a set of files so that each is either the old one or the new one, never half of it.
package staged

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Set is files that are written beside their places and moved there together.
// A full or read-only disk is found while writing, before anything is moved.
// It is not safe for concurrent use.
type Set struct {
	dir   string
	made  bool
	temps []string
	names []string
}

// New returns an empty set for the files of a folder, which is made when it is missing.
func New(dir string) (*Set, error) {
	_, statErr := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("output folder: %w", err)
	}
	return &Set{dir: dir, made: errors.Is(statErr, os.ErrNotExist)}, nil
}

// Add writes one file of the set. The name is relative to the folder and may have folders of its own.
func (s *Set) Add(name string, write func(io.Writer) error) error {
	file, err := s.Create(name)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	if err := errors.Join(write(buffered), buffered.Flush()); err != nil {
		_ = file.Close() // what it says first is told
		return fmt.Errorf("output file %q: %w", name, err)
	}
	return s.Close(name, file)
}

// Create makes one file of the set for the caller to write, and to hand to [Set.Close]. The name is as for [Set.Add].
func (s *Set) Create(name string) (*os.File, error) {
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("output file %q: outside the output folder", name)
	}
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("output file %q: %w", name, err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return nil, fmt.Errorf("output file %q: %w", name, err)
	}
	s.temps, s.names = append(s.temps, file.Name()), append(s.names, path)
	return file, nil
}

// Close puts what was written to a file of [Set.Create] on the disk.
func (s *Set) Close(name string, file *os.File) error {
	if err := errors.Join(file.Chmod(0o644), file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("output file %q: %w", name, err)
	}
	return nil
}

// Commit moves every file to its place. A move that fails leaves the files after it as they were.
func (s *Set) Commit() error {
	for i, temp := range s.temps {
		if err := os.Rename(temp, s.names[i]); err != nil {
			s.temps, s.names = s.temps[i:], s.names[i:]
			return fmt.Errorf("output file: %w", err)
		}
	}
	s.temps, s.names = nil, nil
	return nil
}

// Discard removes what was written and not moved. After Commit it does nothing.
func (s *Set) Discard() {
	for i, temp := range s.temps {
		_ = os.Remove(temp)                     // best effort: the file has a name of its own and is never read
		_ = os.Remove(filepath.Dir(s.names[i])) // only when it is empty
	}
	if s.made {
		_ = os.Remove(s.dir) // only when it is empty
	}
	s.temps, s.names = nil, nil
}
