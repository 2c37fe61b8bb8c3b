package fieldmap

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of a CSV file. Its length has none: it is read as it comes.
const (
	// MaxColumns is the most columns.
	MaxColumns = 1_000
	// MaxLine is the longest record, in bytes.
	MaxLine = 1 << 20
)

// CSV says how a file is read.
type CSV struct {
	// Name is what findings call the file. Defaults to "csv".
	Name string
	// System is the system that the records are of, where the map does not say.
	System crm.System
	// Headers are the columns of fields that the file calls otherwise: field to header. A field without an entry has the
	// column of its own name.
	Headers map[string]string
	// Comma stands between cells. Defaults to ",".
	Comma rune
	// Modified is when the records were last modified, for maps without a field for it, such as the time of the export.
	Modified time.Time
}

// Row is a record of a file.
type Row struct {
	// Line is where it begins, from 1.
	Line   int
	Record crm.Record
	// Findings are about the record's cells, with file:line:column. One of the severity [kam.Error] says that the row is no record.
	Findings kam.Findings
}

// ReadCSV yields the records of a CSV file in UTF-8, with or without a byte order mark, one at a time in the order of
// the file. Columns are found by their headers; those that the map does not mention stay in Extra. Cells are texts: the
// map's formats read numbers, days and lists ("a;b") from them.
//
// An error ends the file: an [*kam.InvalidError] for a header that lacks the column of the id, has a column twice or
// too many, for broken CSV, a line of another width, and another encoding, which it names; otherwise what the reader returned.
func ReadCSV(r io.Reader, m *Mapper, o CSV) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		f, err := open(r, m, o)
		for err == nil {
			var row Row
			if row, err = f.next(); err != nil {
				break
			}
			if !yield(row, nil) {
				return
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(Row{}, err)
		}
	}
}

// file is a CSV file being read.
type file struct {
	m     *Mapper
	o     CSV
	raw   *utf8Reader
	in    *csv.Reader
	names []string // the fields by column
	index map[string]int
	line  int
}

func open(r io.Reader, m *Mapper, o CSV) (*file, error) {
	if o.Name == "" {
		o.Name = "csv"
	}
	if o.System == "" {
		o.System = m.spec.System
	}
	raw := newUTF8Reader(r)
	f := &file{m: m, o: o, raw: raw, in: csv.NewReader(raw), index: map[string]int{}}
	f.in.ReuseRecord, f.in.FieldsPerRecord = true, -1
	if o.Comma != 0 {
		f.in.Comma = o.Comma
	}
	header, err := f.read()
	if errors.Is(err, io.EOF) {
		return nil, f.invalid("csv-header", ":1:1", wording.Say("the file is empty", "文件为空"), wording.Say("export it again, with a header line", "请重新导出，并包含表头行"))
	}
	if err != nil {
		return nil, err
	}
	return f, f.header(header)
}

func (f *file) header(header []string) error {
	var found kam.Findings
	fields := map[string]string{}
	for field, column := range f.o.Headers {
		fields[column] = field
	}
	for i, name := range header {
		name = strings.TrimSpace(name)
		if field, ok := fields[name]; ok {
			name = field
		}
		if _, twice := f.index[name]; twice && name != "" {
			found.Add(f.finding("csv-column-twice", f.cell(i), wording.Say("the column %s is there twice", "列 %s 重复出现", wording.Quote(header[i])), wording.Say("leave one of the two out", "请删去其中一列")))
		}
		f.index[name] = i
		f.names = append(f.names, name)
	}
	if len(header) > MaxColumns {
		found.Add(f.finding("csv-columns", ":1", wording.Say("there are %d columns, at most %d are read", "共 %d 列，最多读取 %d 列", len(header), MaxColumns), wording.Say("leave columns out", "请减少列数")))
	}
	need := func(place string) {
		names := f.m.Names(place)
		for _, name := range names {
			if _, ok := f.index[name]; ok {
				return
			}
		}
		columns := make([]string, len(names))
		for i, name := range names {
			columns[i] = name
			if column, ok := f.o.Headers[name]; ok {
				columns[i] = column
			}
		}
		found.Add(f.finding("csv-column-missing", ":1:1", wording.Say("the column %s is missing", "缺少列 %s", wording.Quote(strings.Join(columns, ", "))), wording.Say("add it, or name the file's own column in Headers", "请补上该列，或在 Headers 中写明文件中的列名")))
	}
	need(ID)
	if f.o.Modified.IsZero() {
		if len(f.m.Names(Modified)) == 0 {
			found.Add(f.finding("csv-modified", ":1", wording.Say("neither the map nor the call says when the records were modified", "映射与调用都没有说明记录的修改时间"), wording.Say("state Modified, such as the time of the export", "请填写 Modified，如导出时间")))
		} else {
			need(Modified)
		}
	}
	return found.Err()
}

// next returns the next record.
func (f *file) next() (Row, error) {
	cells, err := f.read()
	if err != nil {
		return Row{}, err
	}
	if len(cells) != len(f.names) {
		return Row{}, f.invalid("csv-columns", fmt.Sprintf(":%d", f.line), wording.Say("the line has %d cells, the header has %d", "该行有 %d 个单元格，表头有 %d 个", len(cells), len(f.names)),
			wording.Say("put cells that hold a comma in double quotes; a line that is cut off means that the file is not complete", "含逗号的单元格需要加双引号；如果该行被截断，说明文件不完整"))
	}
	raw := make(map[string]json.RawMessage, len(cells))
	for i, cell := range cells {
		if cell == "" || f.names[i] == "" && strings.TrimSpace(cell) == "" {
			continue
		}
		name := f.names[i]
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		text, err := json.Marshal(cell)
		if err != nil {
			return Row{}, fmt.Errorf("fieldmap: %s%s: %w", f.o.Name, f.cell(i), err)
		}
		raw[name] = text
	}
	row := Row{Line: f.line}
	m := f.m
	if !f.o.Modified.IsZero() && len(m.Names(Modified)) == 0 {
		row.Record, row.Findings = m.recordAt(f.o.System, raw, f.place, f.o.Modified)
	} else {
		row.Record, row.Findings = m.record(f.o.System, raw, f.place)
	}
	if f.raw.cut(f.in.InputOffset()) {
		row.Findings.Add(kam.Finding{
			Code: prefix + ".csv-cut", Severity: kam.Warning, Place: fmt.Sprintf("%s:%d", f.o.Name, f.line),
			Message: wording.Say("the file ends without a line break, as files do that were not written to their end", "文件末尾没有换行，可能没有写完整"),
			Remedy:  wording.Say("compare the last record with the system", "请与系统核对最后一条记录"),
		})
	}
	return row, nil
}

// read returns the cells of the next record.
func (f *file) read() ([]string, error) {
	f.raw.allow(MaxLine + 8192)
	cells, err := f.in.Read()
	if err == nil {
		f.line, _ = f.in.FieldPos(0)
		return cells, nil
	}
	if bad, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, f.invalid("csv", fmt.Sprintf(":%d:%d", bad.Line, bad.Column), wording.Say("broken CSV: %s", "CSV 格式错误：%s", wording.Clip(bad.Err.Error())),
			wording.Say("close every double quote, and write a double quote inside a cell twice", "双引号要成对，单元格内的双引号要写两次"))
	}
	if bad, ok := errors.AsType[*encodingError](err); ok {
		return nil, f.invalid("csv-encoding", fmt.Sprintf(":%d", f.raw.line), wording.Say("the file is not UTF-8: %s", "文件不是 UTF-8：%s", bad.name), wording.Say("save the file as CSV UTF-8", "请将文件另存为 CSV UTF-8"))
	}
	if errors.Is(err, errLong) {
		return nil, f.invalid("csv", fmt.Sprintf(":%d", f.line+1), wording.Say("the record has more than %d bytes", "该记录超过 %d 字节", MaxLine), wording.Say("close every double quote", "双引号要成对"))
	}
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	return nil, fmt.Errorf("fieldmap: %s: %w", f.o.Name, err)
}

// place says where a field's cell is.
func (f *file) place(name string) string {
	if i, ok := f.index[name]; ok {
		return f.o.Name + f.cell(i)
	}
	return fmt.Sprintf("%s:%d", f.o.Name, f.line)
}

// cell is line and column, in bytes from 1, of a cell of the record that was read last.
func (f *file) cell(i int) string {
	line, column := f.in.FieldPos(i)
	return fmt.Sprintf(":%d:%d", line, column)
}

func (f *file) finding(code, at string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: prefix + "." + code, Severity: kam.Error, Place: f.o.Name + at, Message: message, Remedy: remedy}
}

func (f *file) invalid(code, at string, message, remedy kam.Text) error {
	return &kam.InvalidError{Findings: kam.Findings{f.finding(code, at, message, remedy)}}
}
