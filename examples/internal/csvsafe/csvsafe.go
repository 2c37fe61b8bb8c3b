// Package csvsafe writes CSV cells that a spreadsheet shows and does not run.
package csvsafe

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell returns the text with an apostrophe before it when a spreadsheet would
// run it as a formula: when it starts with "=", "+", "-", "@", a tab or a line
// break, also behind blanks or in their full-width forms. A plain number such as -12.50 stays
// as it is. Cell of what Cell returned is the same text again.
func Cell(text string) string {
	start := strings.TrimLeft(text, " \u00a0\u3000")
	if start == "" || plainNumber(text) {
		return text
	}
	first := []rune(start)[0]
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠\u2212", first) {
		return "'" + text
	}
	return text
}

// plainNumber tells whether text is a minus sign at most, digits, and at most one point between digits.
func plainNumber(text string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return digits(whole) && (!point || digits(fraction))
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// Writer writes rows of safe cells, each line ending in a line feed. Its first
// error stays: see Flush. It is not safe for concurrent use.
type Writer struct {
	csv     *csv.Writer
	columns int
	row     []string
	err     error
}

// NewWriter returns a writer that has written the header to w.
func NewWriter(w io.Writer, header ...string) *Writer {
	out := &Writer{csv: csv.NewWriter(w), columns: len(header)}
	out.Row(header...)
	return out
}

// Row writes one row. A row with another number of cells than the header is an error.
func (w *Writer) Row(cells ...string) {
	if w.err != nil {
		return
	}
	if len(cells) != w.columns {
		w.err = fmt.Errorf("csvsafe: row of %d cells under a header of %d", len(cells), w.columns)
		return
	}
	w.row = w.row[:0]
	for _, cell := range cells {
		w.row = append(w.row, Cell(cell))
	}
	w.err = w.csv.Write(w.row)
}

// Flush writes what is buffered and returns the first error of all calls.
func (w *Writer) Flush() error {
	if w.err != nil {
		return w.err
	}
	w.csv.Flush()
	return w.csv.Error()
}

// Append appends the text as a cell, safe and in quotes where it needs them: the bytes that a [Writer] writes for it. It
// returns the extended slice.
func Append(b []byte, text string) []byte {
	for i := range len(text) {
		c := text[i]
		if c-'0' < 10 || (c|0x20)-'a' < 26 || c == '_' || i > 0 && (c == '-' || c == '.') {
			continue // digits and letters most of all
		}
		return appendOdd(b, Cell(text))
	}
	return append(b, text...)
}

// appendOdd appends a cell by the rules of encoding/csv.
func appendOdd(b []byte, cell string) []byte {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell == "" || cell != `\.` && !strings.ContainsAny(cell, ",\"\r\n") && !unicode.IsSpace(first) {
		return append(b, cell...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(cell, `"`, `""`)...)
	return append(b, '"')
}
