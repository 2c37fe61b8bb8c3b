// Package rulebook reads the rules that are part of a program: plain data, each in a file of its own, embedded into it. A
// fault in one of them is a fault of the program, which its tests are to find.
package rulebook

import (
	"encoding/json"
	"fmt"
	"io/fs"
)

// Must returns a file as parse reads it and compile makes it ready. It panics, naming the file, when one of them fails. For
// files that people bring, call both and return the error.
func Must[A, B any](files fs.FS, file string, parse func(text []byte) (A, error), compile func(A) (B, error)) B {
	text, err := fs.ReadFile(files, file)
	var spec A
	if err == nil {
		spec, err = parse(text)
	}
	var out B
	if err == nil {
		out, err = compile(spec)
	}
	if err != nil {
		panic(fmt.Sprintf("%s: %s", file, err))
	}
	return out
}

// JSON parses a file that has no parser of its own.
func JSON[A any](text []byte) (out A, err error) {
	err = json.Unmarshal(text, &out)
	return out, err
}

// As takes what was parsed as it is.
func As[A any](spec A) (A, error) { return spec, nil }

// Folder returns a folder of the files of a program. It panics for a name that is no path.
func Folder(files fs.FS, name string) fs.FS {
	folder, err := fs.Sub(files, name)
	if err != nil {
		panic(err)
	}
	return folder
}
