// Package rulebook reads the rules of a program: plain data, each in a file of its own, in a folder that is embedded into the
// program or that people bring.
package rulebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// fault is what [Must] and [Taken.By] panic with.
type fault struct{ error }

// Must returns a file as parse reads it and compile makes it ready. Where one of them fails it panics, and [Catch] in the
// function that calls it makes an error of that: an [*kam.InvalidError] with every fault of the file, each with the file before
// its place. So rules read like literals, and a function that reads ten of them has one place for what is wrong with them.
func Must[A, B any](files fs.FS, file string, parse func(text []byte) (A, error), compile func(A) (B, error)) B {
	text, err := fs.ReadFile(files, file)
	if errors.Is(err, fs.ErrNotExist) {
		panic(fault{kam.Findings{findings.Fault("rules.missing", file, findings.Say("the file is missing", "缺少该文件"), findings.Say("put it into the folder with the rules", "请将其放入规则文件夹"))}.Err()})
	}
	var spec A
	if err == nil {
		spec, err = parse(text)
	}
	var out B
	if err == nil {
		out, err = compile(spec)
	}
	if err != nil {
		panic(fault{findings.Of(err, "rules.fault", file).Err()})
	}
	return out
}

// Taken is what something returned.
type Taken[V any] struct {
	value V
	err   error
}

// Take takes what something returned, for [Taken.By].
func Take[V any](value V, err error) Taken[V] { return Taken[V]{value, err} }

// By returns the value that the rules of a file led to, "" for what is no matter of rules. Where there was an error it panics
// with what [In] makes of it, and [Catch] in the function that calls it returns that: week := Take(plan.Week(spec)).By("week.json").
func (t Taken[V]) By(file string, moved ...string) V {
	if t.err != nil {
		panic(fault{In(file, t.err, moved...)})
	}
	return t.value
}

// Catch, deferred, makes an error of what [Must] or [Taken.By] panicked with. Any other panic goes on.
func Catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case fault:
		*err = r.error
	default:
		panic(r)
	}
}

// In returns an error about what the rules of a file lead to with the file before its places, or before the whole of an error
// that has none; that somebody has stopped the program, and every error where no file is named, stays as it is. A file may be
// named with the place of what was handed over, "quarter.json:$.lapse": places are below it then. Moved are pairs of a place
// and where it comes from, with the file: "$.roles", "quarter.json:$.roles". Places that begin with the first are told with
// the second in its stead.
func In(file string, err error, moved ...string) error {
	if err == nil || file == "" || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return fmt.Errorf("%s: %w", file, err)
	}
	found := slices.Clone(invalid.Findings)
	for i, f := range found {
		found[i].Place = placeIn(file, f.Place, moved)
	}
	return found.Err()
}

// placeIn returns the place in a file of what was told of at a place, see [In].
func placeIn(file, place string, moved []string) string {
	for pair := range slices.Chunk(moved, 2) {
		if rest, ok := strings.CutPrefix(place, pair[0]); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return pair[1] + rest
		}
	}
	if rest, ok := strings.CutPrefix(place, "$"); ok && strings.Contains(file, ":$") {
		return file + rest
	}
	return file + ":" + place
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
