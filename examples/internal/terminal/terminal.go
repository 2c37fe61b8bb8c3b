// Package terminal lays text out for a terminal: columns that line up in
// English and Chinese, and a progress bar that is not there when nobody looks.
package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/text/width"

	"github.com/kam-go/kam"
)

// Is tells whether w is a terminal.
func Is(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && info.Name() != os.DevNull && info.Name() != "null"
}

// Width is how many columns the text takes: two for each wide East Asian character, one for others, none for control characters.
func Width(text string) int {
	columns := 0
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case r < ' ' || r == 0x7f:
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			columns += 2
		default:
			columns++
		}
	}
	return columns
}

// Clean returns the text without control characters, so that what a file says cannot steer the terminal.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			return -1
		}
		return r
	}, text)
}

// Tell writes a line to the console, the parts with blanks between them. A console that is gone cannot be told about it.
func Tell(w io.Writer, parts ...any) {
	_, _ = fmt.Fprintln(w, parts...)
}

// Table is rows of cells in columns. The zero value is an empty table.
type Table struct {
	// Right lists the columns, from 0, that are set to the right.
	Right []int
	rows  [][]string
}

// Row adds a row. Control characters are taken out.
func (t *Table) Row(cells ...string) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = Clean(cell)
	}
	t.rows = append(t.rows, row)
}

// String returns the rows, two blanks between columns, each ending in a line feed.
func (t *Table) String() string {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], Width(cell))
		}
	}
	right := make(map[int]bool, len(t.Right))
	for _, column := range t.Right {
		right[column] = true
	}
	var out strings.Builder
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			fill := strings.Repeat(" ", widths[i]-Width(cell))
			if right[i] {
				line.WriteString(fill + cell)
			} else {
				line.WriteString(cell + fill)
			}
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return out.String()
}

// Bar is a progress bar in one line of a terminal. One goroutine at a time may use it.
type Bar struct {
	out   io.Writer
	label string
	shown string
}

// NewBar returns a bar that writes to w, or one that writes nothing when w is no terminal.
func NewBar(w io.Writer, label string) *Bar {
	if !Is(w) {
		w = io.Discard
	}
	return &Bar{out: w, label: label}
}

// Set shows how much is done. It writes only when the picture changes.
func (b *Bar) Set(done, total int) { b.show(done, total, fmt.Sprintf("%d/%d", done, total)) }

// SetText shows how much is done, with a text in place of the numbers. It writes only when the picture changes.
func (b *Bar) SetText(done, total int, text string) { b.show(done, total, text) }

func (b *Bar) show(done, total int, text string) {
	const cells = 30
	full := cells
	if total > 0 && done < total {
		full = max(done, 0) * cells / total
	}
	picture := fmt.Sprintf("%s [%s%s] %s", b.label, strings.Repeat("#", full), strings.Repeat(".", cells-full), text)
	if picture != b.shown {
		b.shown = picture
		b.write("\r" + picture + "\x1b[K")
	}
}

// Done takes the bar away.
func (b *Bar) Done() {
	if b.shown != "" {
		b.write("\r\x1b[K")
		b.shown = ""
	}
}

// write ignores errors: a terminal that is gone needs no bar.
func (b *Bar) write(text string) {
	_, _ = io.WriteString(b.out, text)
}

// Estimate says how long it still takes when done of total took a time: the empty text before a second has passed or
// anything is done, and when all is.
func Estimate(took time.Duration, done, total int64, lang kam.Lang) string {
	if took < time.Second || done <= 0 || done >= total {
		return ""
	}
	left := time.Duration(min(float64(took)*float64(total-done)/float64(done), 1e18)).Round(time.Second)
	if left >= 100*time.Second {
		minutes := (left + time.Minute - 1) / time.Minute
		return kam.Text{EN: fmt.Sprintf("about %d min left", minutes), ZH: fmt.Sprintf("约剩 %d 分钟", minutes)}.In(lang)
	}
	return kam.Text{EN: fmt.Sprintf("about %d s left", left/time.Second), ZH: fmt.Sprintf("约剩 %d 秒", left/time.Second)}.In(lang)
}
