package strictjson

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// The codes of the findings; [Decode] puts its prefix before them.
const (
	CodeSyntax       = ".json-syntax"   // the text is not JSON
	CodeUnknownKey   = ".unknown-key"   // the object has no such key
	CodeDuplicateKey = ".duplicate-key" // the key stands twice in its object
	CodeKeyCase      = ".key-case"      // the key is a known one but for upper and lower case
	CodeWrongType    = ".wrong-type"    // a string where a list should stand, and the like
	CodeTrailingData = ".trailing-data" // something follows the value
	CodeNumber       = ".number"        // a number that is out of bounds, or would lose digits
	CodeText         = ".text"          // a string that its type refuses, such as an impossible date
	CodeNull         = ".null"          // null
	CodeTooDeep      = ".too-deep"      // nested deeper than MaxDepth
	CodeTooLarge     = ".too-large"     // longer than MaxSize
	CodeEncoding     = ".encoding"      // not UTF-8, a byte order mark, or half a surrogate pair
)

// report collects faults, at most [kam.MaxPerCode] of each code, and counts the rest.
type report struct {
	src    []byte
	prefix string
	faults []fault
	kept   map[string]int
	left   map[string]int
}

// fault is a finding whose place is still a path and an offset.
type fault struct {
	off     int32
	path    string
	finding kam.Finding
}

func newReport(src []byte, prefix string) *report {
	return &report{src: src, prefix: prefix, kept: map[string]int{}, left: map[string]int{}}
}

// add reports a fault at byte off under the path of steps. It calls say for the message and the remedy only when the
// finding is kept.
func (r *report) add(code string, off int32, steps []step, say func() (message, remedy kam.Text)) {
	if r.kept[code] == kam.MaxPerCode {
		r.left[code]++
		return
	}
	r.kept[code]++
	message, remedy := say()
	r.faults = append(r.faults, fault{off: off, path: r.path(steps), finding: kam.Finding{
		Code: r.prefix + code, Severity: kam.Error, Message: message, Remedy: remedy,
	}})
}

// findings returns what was reported in the order of the text, nil when nothing was.
func (r *report) findings() kam.Findings {
	if len(r.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(r.faults, func(a, b fault) int { return int(a.off) - int(b.off) })
	out := make(kam.Findings, len(r.faults))
	last := map[string]int{}
	at, line, column := int32(0), 1, 1
	for i, f := range r.faults {
		for at < f.off && int(at) < len(r.src) {
			size := 1
			if r.src[at] == '\n' {
				line, column = line+1, 1
			} else {
				_, size = utf8.DecodeRune(r.src[at:])
				column++
			}
			at += int32(size)
		}
		f.finding.Place = f.path + " (" + strconv.Itoa(line) + ":" + strconv.Itoa(column) + ")"
		out[i] = f.finding
		last[f.finding.Code] = i
	}
	for code, n := range r.left {
		out[last[r.prefix+code]].More = n
	}
	return out
}

// path writes steps as a JSON path such as $.credits[0]["sales team"].
func (r *report) path(steps []step) string {
	out := []byte{'$'}
	for _, s := range steps {
		if s.end == 0 {
			out = append(out, '[')
			out = strconv.AppendInt(out, int64(s.index), 10)
			out = append(out, ']')
			continue
		}
		out = appendKey(out, unquote(r.src[s.off:s.end]))
	}
	return string(out)
}

// appendKey appends .key, or ["key"] when the key is no word.
func appendKey(out []byte, key string) []byte {
	key = clip(key)
	word := key != ""
	for _, c := range key {
		word = word && (c == '_' || c == '-' || unicode.IsLetter(c) || unicode.IsDigit(c))
	}
	if word {
		return append(append(out, '.'), key...)
	}
	out = append(out, '[')
	out = strconv.AppendQuote(out, key)
	return append(out, ']')
}
