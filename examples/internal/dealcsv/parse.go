package dealcsv

import (
	"bytes"
	"strconv"

	"github.com/kam-go/kam"
)

// maxRecord is the longest record that is read, in bytes.
const maxRecord = 1 << 20

// cell is one cell, and where it starts: its line, and its byte in the line, from 1.
type cell struct {
	text         []byte
	line, column int
	// quoted says that the text was written out of double quotes, into memory that the next record uses.
	quoted bool
}

func (c cell) place(file string) string {
	return file + ":" + strconv.Itoa(c.line) + ":" + strconv.Itoa(c.column)
}

// The classes of bytes.
const (
	plain uint8 = iota
	comma
	lineFeed
	carriage
	quote
	control
	beyond
)

// classes says which byte is what.
type classes [256]uint8

func newClasses() *classes {
	c := new(classes)
	for b := range c {
		switch {
		case b == ',':
			c[b] = comma
		case b == '\n':
			c[b] = lineFeed
		case b == '\r':
			c[b] = carriage
		case b == '"':
			c[b] = quote
		case b < ' ' || b == 0x7f:
			c[b] = control
		case b > 0x7f:
			c[b] = beyond
		}
	}
	return c
}

// parser turns blocks into rows. Each goroutine has one.
type parser struct {
	file    string
	layout  *layout
	classes *classes
	months  months
	money   kam.Currency
	// data is the line that the record is on, ends are where its cells end: without double quotes that says all.
	data []byte
	line int
	ends []int
	// cells are those of a record with double quotes, arena is where they are written out.
	slowly bool
	cells  []cell
	arena  []byte
}

// count returns the number of cells of the record.
func (p *parser) count() int {
	if p.slowly {
		return len(p.cells)
	}
	return len(p.ends)
}

// cell returns a cell of the record.
func (p *parser) cell(i int) cell {
	if p.slowly {
		return p.cells[i]
	}
	from := 0
	if i > 0 {
		from = p.ends[i-1] + 1
	}
	return cell{text: p.data[from:p.ends[i]:p.ends[i]], line: p.line, column: from + 1}
}

// bytes returns the text of a cell.
func (p *parser) bytes(i int) []byte { return p.cell(i).text }

// block is a stretch of the file from the start of a record to the end of one, and what came of it.
type block struct {
	data []byte
	// line is that of the first byte.
	line int
	// end is how many bytes of the file have been read with the block.
	end int64
	// done gets a value when what follows is filled.
	done       chan struct{}
	rows       []Row
	attributes []string
	faults     faults
}

// parse fills the rows of a block.
func (p *parser) parse(b *block) {
	b.rows, b.attributes, b.faults = b.rows[:0], b.attributes[:0], faults{file: p.file}
	if need := (bytes.Count(b.data, []byte{'\n'}) + 1) * len(p.layout.attributes); cap(b.attributes) < need {
		b.attributes = make([]string, 0, need) // rows have parts of it, so that it must not grow
	}
	line := b.line
	for rest := b.data; len(rest) > 0; {
		n, lines, quoted := p.fast(rest, line)
		ok := true
		if quoted {
			n, lines, ok = p.slow(rest, line, &b.faults)
		}
		switch {
		case n > maxRecord:
			b.faults.long(line)
		case ok:
			p.record(b)
		}
		rest, line = rest[n:], line+lines
	}
}

// fast reads the cells of one line. It reports how long the line is, and whether it has a double quote: then the cells are
// not read.
func (p *parser) fast(data []byte, line int) (n, lines int, quoted bool) {
	p.slowly, p.data, p.line, p.ends = false, data, line, p.ends[:0]
	n = len(data)
	for i, b := range data {
		class := p.classes[b]
		if class == plain {
			continue
		}
		if class == comma {
			p.ends = append(p.ends, i)
			continue
		}
		if class == quote {
			return 0, 0, true
		}
		if class == lineFeed {
			n = i + 1
			break
		}
	}
	until := n
	if until > 0 && data[until-1] == '\n' {
		until--
	}
	from := 0
	if len(p.ends) > 0 {
		from = p.ends[len(p.ends)-1] + 1
	}
	if until > from && data[until-1] == '\r' {
		until--
	}
	p.ends = append(p.ends, until)
	return n, 1, false
}

// slow reads the cells of a record that has double quotes, and tells whether the quotes are sound. Where they are not, the
// next line is a new record, as for encoding/csv.
func (p *parser) slow(data []byte, line int, broken *faults) (n, lines int, ok bool) {
	p.slowly, p.cells, p.arena = true, p.cells[:0], p.arena[:0]
	start := 0 // of the present line
	for i := 0; ; {
		c := cell{line: line + lines, column: i - start + 1}
		if i == len(data) || data[i] != '"' {
			until := i
			for until < len(data) && data[until] != ',' && data[until] != '\n' {
				if data[until] == '"' {
					broken.quote(cell{line: c.line, column: until - start + 1}, bareQuote)
					return nextLine(data, until), lines + 1, false
				}
				until++
			}
			c.text = data[i:until:until]
			if (until == len(data) || data[until] == '\n') && bytes.HasSuffix(c.text, []byte{'\r'}) {
				c.text = c.text[:len(c.text)-1]
			}
			i = until
		} else {
			from := len(p.arena)
			i++
			for closed := false; !closed; {
				switch {
				case i == len(data):
					broken.quote(c, openQuote)
					return i, lines + 1, false
				case data[i] == '"' && i+1 < len(data) && data[i+1] == '"':
					p.arena = append(p.arena, '"')
					i += 2
				case data[i] == '"':
					closed = true
					i++
				case data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n':
					i++
				case data[i] == '\n':
					p.arena = append(p.arena, '\n')
					i++
					lines, start = lines+1, i
				default:
					p.arena = append(p.arena, data[i])
					i++
				}
			}
			c.text, c.quoted = p.arena[from:len(p.arena):len(p.arena)], true
			switch rest := data[i:]; {
			case len(rest) == 0 || rest[0] == ',' || rest[0] == '\n':
			case rest[0] == '\r' && (len(rest) == 1 || rest[1] == '\n'):
				i++
			default:
				broken.quote(cell{line: line + lines, column: i - start + 1}, strayQuote)
				return nextLine(data, i), lines + 1, false
			}
		}
		p.cells = append(p.cells, c)
		if i == len(data) || data[i] == '\n' {
			return min(i+1, len(data)), lines + 1, true
		}
		i++
	}
}

// nextLine returns where the line after that of data[i] starts.
func nextLine(data []byte, i int) int {
	if n := bytes.IndexByte(data[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(data)
}

// record makes a row of the cells.
func (p *parser) record(b *block) {
	l := p.layout
	width := p.count()
	if c := p.cell(0); width == 1 && len(c.text) == 0 && !c.quoted {
		return // an empty line
	}
	if width != l.width {
		b.faults.width(p.cell(min(width, l.width+1)-1), width, l.width) // the first one too many, or the last one
		return
	}
	before := b.faults.n
	r := Row{Line: p.cell(0).line, Plain: true}
	r.ID = p.text(id, maxID, &r, b)
	r.Owner = p.text(owner, maxID, &r, b)
	if len(p.bytes(l.at[id])) == 0 {
		b.faults.empty(p.cell(l.at[id]), l.names[l.at[id]])
	}
	if i := l.at[reverses]; i >= 0 && len(p.bytes(i)) > 0 {
		r.Reverses, r.Plain = p.text(reverses, maxID, &r, b), false
	}
	var ok bool
	c := p.cell(l.at[amount])
	if r.Coefficient, r.Places, ok = parseAmount(c.text); !ok {
		b.faults.amount(c)
	} else {
		b.faults.sign(c, &r)
	}
	if r.Owner == "" && r.Reverses == "" {
		b.faults.owner(p.cell(l.at[owner]), l.names[l.at[owner]])
	}
	if i := l.at[currency]; i >= 0 {
		r.Currency = p.currency(p.cell(i), b)
	}
	if i := l.at[sequence]; i >= 0 && len(p.bytes(i)) > 0 {
		if r.Sequence, ok = parseCount(p.bytes(i)); !ok {
			b.faults.count(p.cell(i))
		}
	}
	r.Booked, r.Invoiced = p.day(booked, b), p.day(invoiced, b)
	r.CashDate, r.Delivered = p.day(cashDate, b), p.day(delivered, b)
	from := len(b.attributes)
	for _, i := range l.attributes {
		b.attributes = append(b.attributes, p.textIn(p.cell(i), maxText, &r, b))
	}
	r.Attributes = b.attributes[from:len(b.attributes):len(b.attributes)]
	if b.faults.n == before {
		b.rows = append(b.rows, r)
	} else {
		b.attributes = b.attributes[:from]
	}
}

// text reads the text under a role's column.
func (p *parser) text(r role, limit int, row *Row, b *block) string {
	return p.textIn(p.cell(p.layout.at[r]), limit, row, b)
}

// textIn reads a text. One out of double quotes is copied.
func (p *parser) textIn(c cell, limit int, row *Row, b *block) string {
	if len(c.text) == 0 {
		return ""
	}
	odd := c.text[0] == ' ' || c.text[len(c.text)-1] == ' '
	for _, x := range c.text {
		odd = odd || p.classes[x] >= control || x == '\n' || x == '\r'
	}
	if odd {
		row.Plain = false
		if !clean(c.text) {
			b.faults.text(c)
			return ""
		}
	}
	if len(c.text) > limit {
		b.faults.length(c, limit)
		return ""
	}
	if c.quoted {
		return string(c.text)
	}
	return view(c.text)
}

func (p *parser) day(r role, b *block) kam.Day {
	i := p.layout.at[r]
	if i < 0 || len(p.bytes(i)) == 0 {
		return kam.Day{}
	}
	day, ok := p.months.parse(p.bytes(i))
	if !ok {
		b.faults.day(p.cell(i))
	}
	return day
}

// currency reads a currency; files seldom have many.
func (p *parser) currency(c cell, b *block) kam.Currency {
	if string(c.text) == string(p.money) {
		return p.money
	}
	if len(c.text) == 0 {
		return ""
	}
	money, err := kam.ParseCurrency(string(c.text))
	if err != nil {
		b.faults.money(c)
		return ""
	}
	p.money = money
	return money
}
