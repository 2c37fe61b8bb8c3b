package reports

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// Digest is what came of something in a few lines. Its texts are plain.
type Digest struct {
	Title string
	// Pages are the reports that there are more of.
	Pages []Title
	// Rows are a table with its head, whose last column has the long texts.
	Rows [][]string
	Foot string
	// Notes are what the foot leaves open, one line each; the first 200 are shown, and how many more there are.
	Notes []string
	// Held says that somebody is held, for which a program has an exit code.
	Held bool
}

// leadingTo returns the digest with those of its pages that there are.
func (d Digest) leadingTo(written []string) Digest {
	d.Pages = slices.DeleteFunc(slices.Clone(d.Pages), func(t Title) bool { return !slices.Contains(written, t.Report) })
	return d
}

// Markdown returns the digest as the page that leads to the reports in a language.
func (d Digest) Markdown(lang kam.Lang) string {
	return "# " + Escape(d.Title) + "\n\n" + Links(d.Pages, lang) + "\n" + Table(d.Rows...) + "\n" + Escape(d.Foot) + "\n" + listed(d.Notes, Escape)
}

// Plain returns the digest for a terminal, without what is long.
func (d Digest) Plain() string {
	return terminal.Clean(d.Title) + "\n\n" + Columns(d.Rows...) + "\n" + terminal.Clean(d.Foot) + "\n" + listed(d.Notes, terminal.Clean)
}

// listed returns lines as a list below a blank line, as many as are read, and nothing without lines.
func listed(lines []string, clean func(string) string) string {
	const most = 200
	text := ""
	for i, line := range lines[:min(len(lines), most)] {
		if i == 0 {
			text = "\n"
		}
		text += "- " + clean(line) + "\n"
	}
	if more := len(lines) - most; more > 0 {
		text += "- … +" + strconv.Itoa(more) + "\n"
	}
	return text
}

// Table returns a table in Markdown below its head, the first and the last column to the left and those between to the right.
func Table(rows ...[]string) string {
	var b strings.Builder
	for i, row := range rows {
		for _, cell := range row {
			b.WriteString("| " + Escape(cell) + " ")
		}
		b.WriteString("|\n")
		if i == 0 {
			b.WriteString("| --- |" + strings.Repeat(" --: |", max(len(row)-2, 0)) + " --- |\n")
		}
	}
	return b.String()
}

// Columns returns a table for a terminal below its head, without its last column, whose texts are long.
func Columns(rows ...[]string) string {
	var table terminal.Table
	for i := range rows[0] {
		if i > 0 {
			table.Right = append(table.Right, i)
		}
	}
	for _, row := range rows {
		table.Row(row[:len(row)-1]...)
	}
	return table.String()
}

// Amount writes a number with decimal places, to which it is rounded half away from zero, and its thousands apart.
func Amount(d decimal.Decimal, places int32) string {
	text := d.StringFixed(places)
	from, end := 0, len(text)
	if strings.HasPrefix(text, "-") {
		from = 1
	}
	if dot := strings.IndexByte(text, '.'); dot >= 0 {
		end = dot
	}
	for at := end - 3; at > from; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// Percent writes part of whole with one decimal place, rounded half up, and down where less than the whole would read as the
// whole; "–" where there is no whole.
func Percent(part, whole decimal.Decimal) string {
	if whole.IsZero() {
		return "–"
	}
	hundred := decimal.New(100, 0)
	rounded := part.Mul(hundred).DivRound(whole, 1)
	if rounded.Equal(hundred) && part.Abs().LessThan(whole.Abs()) {
		rounded = decimal.New(999, -1)
	}
	return rounded.StringFixed(1) + " %"
}
