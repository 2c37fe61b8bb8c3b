package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/textfile"
)

// The bounds of what is read.
const (
	maxFile = 1 << 30 // bytes
	maxCell = 4 << 10 // bytes
)

// file is an input: one of the user's or a built-in one.
type file struct {
	name string
	open func() (io.ReadCloser, error)
}

func onDisk(path string) file {
	return file{name: path, open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

func builtIn(files fs.FS, name string) file {
	return file{name: name, open: func() (io.ReadCloser, error) { return files.Open(name) }}
}

// row is one record of a CSV file.
type row struct {
	file   string
	line   int
	cells  []string
	starts []int // byte columns, from 1
	index  map[string]int
	found  *kam.Findings
	// bad says that a cell of the record had a fault.
	bad bool
}

// cell returns the text under a column, without blanks around it. A file without that column has the empty text.
func (r *row) cell(column string) string {
	i, ok := r.index[column]
	if !ok {
		return ""
	}
	text := strings.Trim(r.cells[i], " \t\u00a0\u3000")
	if text != r.cells[i] {
		r.found.Add(remark(kam.Warning, "blanks", r.place(column),
			say("%s has blanks around it; they are left out", "%s 首尾有空格，已忽略", quote(r.cells[i])), kam.Text{}))
	}
	return text
}

// place says where a column's cell is: file:line:column.
func (r *row) place(column string) string {
	i, ok := r.index[column]
	if !ok {
		return r.file + ":" + strconv.Itoa(r.line)
	}
	return fmt.Sprintf("%s:%d:%d", r.file, r.line, r.starts[i])
}

// fail records a fault of a column's cell.
func (r *row) fail(column, code string, message, remedy kam.Text) {
	r.bad = true
	r.found.Add(fault(code, r.place(column), message, remedy))
}

// readCSV calls each for every record of the file, which must have the columns
// named, in any order and among others. It holds one record at a time. What is
// wrong with the file or a record is added to found; such a record is left out.
func readCSV(f file, columns []string, found *kam.Findings, each func(*row)) {
	survey, ok := look(f, found)
	if !ok {
		return
	}
	raw, err := f.open()
	if err != nil {
		found.Add(unreadable(f, err))
		return
	}
	defer func() { _ = raw.Close() }() // it was only read
	in := csv.NewReader(textfile.Decode(raw, survey))
	in.ReuseRecord = true
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		found.Add(broken(f, err))
		return
	}
	r := &row{file: f.name, index: map[string]int{}, found: found, starts: make([]int, len(header))}
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
			found.Add(fault("csv-columns", f.name+":"+strconv.Itoa(r.line),
				say("the line has %d cells, the header has %d", "该行有 %d 个单元格，表头有 %d 个", len(cells), width),
				say("put cells that hold a comma in double quotes; a line that is cut off means that the file is not complete",
					"含逗号的单元格需要加双引号；如果该行被截断，说明文件不完整")))
			continue
		}
		if r.cells = cells; r.fill(in) {
			each(r)
		}
	}
}

// look finds out the encoding and whether the file is complete.
func look(f file, found *kam.Findings) (textfile.Survey, bool) {
	raw, err := f.open()
	if err != nil {
		found.Add(unreadable(f, err))
		return textfile.Survey{}, false
	}
	defer func() { _ = raw.Close() }() // it was only read
	survey, err := textfile.Look(io.LimitReader(raw, maxFile+1))
	switch {
	case errors.Is(err, textfile.ErrEncoding):
		found.Add(fault("encoding", f.name, kam.Text{EN: err.Error(), ZH: "文件不是 UTF-8，也不是 GBK：" + err.Error()}, say("save the file as CSV UTF-8", "请将文件另存为 CSV UTF-8")))
	case err != nil:
		found.Add(unreadable(f, err))
	case survey.Bytes > maxFile:
		found.Add(fault("too-large", f.name, say("the file has more than %d bytes", "文件超过 %d 字节", maxFile), say("split it", "请拆分文件")))
	case survey.Bytes == 0:
		found.Add(fault("csv-header", f.name+":1:1", say("the file is empty", "文件为空"), say("export it again, with a header line", "请重新导出，并包含表头行")))
	case !survey.Complete:
		found.Add(fault("csv-truncated", fmt.Sprintf("%s:%d", f.name, survey.Lines+1),
			say("the file ends in the middle of a line, as files do that were not written to their end", "文件在一行中间结束，很可能没有写完整"),
			say("export or copy it again; if it is complete, add a line break at its end", "请重新导出或复制；如果文件是完整的，请在末尾加一个换行")))
	default:
		if survey.Encoding != textfile.UTF8 {
			found.Add(remark(kam.Info, "encoding-gbk", f.name, say("read as %s", "按 %s 编码读取", survey.Encoding), kam.Text{}))
		}
		return survey, true
	}
	return survey, false
}

func readHeader(r *row, in *csv.Reader, header, columns []string) bool {
	good := true
	r.line, _ = in.FieldPos(0)
	for i, name := range header {
		name = strings.TrimSpace(name)
		_, r.starts[i] = in.FieldPos(i)
		if _, twice := r.index[name]; twice {
			good = false
			r.found.Add(fault("csv-column-twice", fmt.Sprintf("%s:%d:%d", r.file, r.line, r.starts[i]),
				say("the column %s is there twice", "列 %s 重复出现", quote(name)), say("leave one of the two out", "请删去其中一列")))
			continue
		}
		r.index[name] = i
	}
	for _, name := range columns {
		if _, ok := r.index[name]; ok {
			continue
		}
		good = false
		remedy := say("add it, or name another column with -mapping", "请补上该列，或用 -mapping 指定其他列")
		for _, other := range header {
			if strings.EqualFold(strings.TrimSpace(other), name) {
				remedy = say("rename %s to it", "请把 %s 改为该名称", quote(other))
			}
		}
		r.found.Add(fault("csv-column-missing", fmt.Sprintf("%s:%d:1", r.file, r.line), say("the column %s is missing", "缺少列 %s", quote(name)), remedy))
	}
	return good
}

// fill takes the places of the cells and checks their length.
func (r *row) fill(in *csv.Reader) bool {
	for i, cell := range r.cells {
		_, r.starts[i] = in.FieldPos(i)
		if len(cell) > maxCell {
			r.found.Add(fault("csv-cell", fmt.Sprintf("%s:%d:%d", r.file, r.line, r.starts[i]),
				say("the cell has %d bytes, at most %d are read", "单元格有 %d 字节，最多读取 %d 字节", len(cell), maxCell), say("shorten it", "请缩短")))
			return false
		}
	}
	return true
}

// broken is a fault of the CSV format itself.
func broken(f file, err error) kam.Finding {
	bad, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return unreadable(f, err)
	}
	return fault("csv", fmt.Sprintf("%s:%d:%d", f.name, bad.Line, bad.Column),
		say("broken CSV: %v; what follows was not read", "CSV 格式错误：%v；其后的内容未读取", bad.Err),
		say("close every double quote, and write a double quote inside a cell twice", "双引号要成对，单元格内的双引号要写两次"))
}

func unreadable(f file, err error) kam.Finding {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err
	}
	return fault("unreadable", f.name, say("cannot be read: %v", "无法读取：%v", err), say("check the path and its permissions", "请检查路径和权限"))
}
