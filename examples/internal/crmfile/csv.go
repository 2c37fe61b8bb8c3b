package crmfile

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/textfile"
)

// Record is one record of a CSV file. It and its texts hold until the next record is read; see [Read].
type Record struct {
	file   string
	line   int
	cells  []string
	starts []int // byte columns, from 1
	index  map[string]int
	found  *kam.Findings
	// bad says that a cell of the record had a fault.
	bad bool
}

// Cell returns the text under a column, without blanks around it. A file without that column has the empty text.
func (r *Record) Cell(column string) string {
	i, ok := r.index[column]
	if !ok {
		return ""
	}
	text := strings.Trim(r.cells[i], " \t\u00a0\u3000")
	if text != r.cells[i] {
		r.found.Add(findings.Remark(kam.Warning, "crmfile.blanks", r.Place(column),
			findings.Say("%s has blanks around it; they are left out", "%s 首尾有空格，已忽略", findings.Quote(r.cells[i])), kam.Text{}))
	}
	return text
}

// Place says where a column's cell is: file:line:column.
func (r *Record) Place(column string) string {
	i, ok := r.index[column]
	if !ok {
		return r.file + ":" + strconv.Itoa(r.line)
	}
	return fmt.Sprintf("%s:%d:%d", r.file, r.line, r.starts[i])
}

// Fail adds a fault of a column's cell and makes the record a bad one.
func (r *Record) Fail(column, code string, message, remedy kam.Text) {
	r.bad = true
	r.found.Add(findings.Fault(code, r.Place(column), message, remedy))
}

// Bad tells whether a cell of the record had a fault so far, such as a number that is none.
func (r *Record) Bad() bool { return r.bad }

// Read calls each for every record of the file, which must have the columns
// named, in any order and among others. It holds one record at a time. What is
// wrong with the file or a record is added to found; such a record is left out.
func Read(f File, columns []string, found *kam.Findings, each func(*Record)) {
	in, header, done := start(f, found)
	defer done()
	if header == nil {
		return
	}
	r := &Record{file: f.Name, index: map[string]int{}, found: found, starts: make([]int, len(header))}
	if !readHeader(r, in, header, columns) {
		return
	}
	width := len(header)
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			found.Add(broken(f, err))
			return
		}
		r.line, _ = in.FieldPos(0)
		r.bad = false
		if len(cells) != width {
			found.Add(findings.Fault("crmfile.csv-columns", f.Name+":"+strconv.Itoa(r.line),
				findings.Say("the line has %d cells, the header has %d", "该行有 %d 个单元格，表头有 %d 个", len(cells), width),
				findings.Say("put cells that hold a comma in double quotes; a line that is cut off means that the file is not complete",
					"含逗号的单元格需要加双引号；如果该行被截断，说明文件不完整")))
			continue
		}
		if r.cells = cells; r.fill(in) {
			each(r)
		}
	}
}

// Header returns the names of the file's columns, without blanks around them; none, and why in found, when it cannot be read.
func Header(f File, found *kam.Findings) []string {
	_, header, done := start(f, found)
	defer done()
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = strings.TrimSpace(name)
	}
	return names
}

// start opens a file and reads its header, which is nil when that fails. The caller calls done in any case.
func start(f File, found *kam.Findings) (in *csv.Reader, header []string, done func()) {
	done = func() {}
	survey, ok := look(f, found)
	if !ok {
		return nil, nil, done
	}
	raw, err := f.Open()
	if err != nil {
		found.Add(unreadable(f, err))
		return nil, nil, done
	}
	done = func() { _ = raw.Close() } // it was only read
	in = csv.NewReader(textfile.Decode(raw, survey))
	in.ReuseRecord = true
	in.FieldsPerRecord = -1
	if header, err = in.Read(); err != nil {
		found.Add(broken(f, err))
		return nil, nil, done
	}
	return in, header, done
}

// readHeader takes the columns' places, and tells whether each is there once.
func readHeader(r *Record, in *csv.Reader, header, columns []string) bool {
	good := true
	r.line, _ = in.FieldPos(0)
	for i, name := range header {
		name = strings.TrimSpace(name)
		_, r.starts[i] = in.FieldPos(i)
		if _, twice := r.index[name]; twice {
			good = false
			r.found.Add(findings.Fault("crmfile.csv-column-twice", fmt.Sprintf("%s:%d:%d", r.file, r.line, r.starts[i]),
				findings.Say("the column %s is there twice", "列 %s 重复出现", findings.Quote(name)), findings.Say("leave one of the two out", "请删去其中一列")))
			continue
		}
		r.index[name] = i
	}
	for _, name := range columns {
		if _, ok := r.index[name]; ok {
			continue
		}
		good = false
		remedy := findings.Say("add it, or name another column with -mapping", "请补上该列，或用 -mapping 指定其他列")
		for _, other := range header {
			if strings.EqualFold(strings.TrimSpace(other), name) {
				remedy = findings.Say("rename %s to it", "请把 %s 改为该名称", findings.Quote(other))
			}
		}
		r.found.Add(findings.Fault("crmfile.csv-column-missing", fmt.Sprintf("%s:%d:1", r.file, r.line), findings.Say("the column %s is missing", "缺少列 %s", findings.Quote(name)), remedy))
	}
	return good
}

// fill takes the places of the cells and checks their length.
func (r *Record) fill(in *csv.Reader) bool {
	for i, cell := range r.cells {
		_, r.starts[i] = in.FieldPos(i)
		if len(cell) > maxCell {
			r.found.Add(findings.Fault("crmfile.csv-cell", fmt.Sprintf("%s:%d:%d", r.file, r.line, r.starts[i]),
				findings.Say("the cell has %d bytes, at most %d are read", "单元格有 %d 字节，最多读取 %d 字节", len(cell), maxCell), findings.Say("shorten it", "请缩短")))
			return false
		}
	}
	return true
}

// broken is a fault of the CSV format itself.
func broken(f File, err error) kam.Finding {
	bad, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return unreadable(f, err)
	}
	return findings.Fault("crmfile.csv", fmt.Sprintf("%s:%d:%d", f.Name, bad.Line, bad.Column),
		findings.Say("broken CSV: %v; what follows was not read", "CSV 格式错误：%v；其后的内容未读取", bad.Err),
		findings.Say("close every double quote, and write a double quote inside a cell twice", "双引号要成对，单元格内的双引号要写两次"))
}
