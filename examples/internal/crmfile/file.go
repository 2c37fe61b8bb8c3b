package crmfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/textfile"
)

// The bounds of what is read.
const (
	maxFile  = 1 << 30  // bytes of a CSV file
	maxCell  = 4 << 10  // bytes of a cell
	maxWhole = 16 << 20 // bytes of a file that is held whole
)

// File is an input: one of the user's or a built-in one. The zero value is none.
type File struct {
	// Name is how messages call it.
	Name string
	// Open returns its content from the start. It may be called several times; each result is closed once.
	Open func() (io.ReadCloser, error)
}

// OnDisk returns the file at a path. That it cannot be opened shows when it is read.
func OnDisk(path string) File {
	return File{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// BuiltIn returns a file of a file system, such as an embedded one.
func BuiltIn(files fs.FS, name string) File {
	return File{Name: name, Open: func() (io.ReadCloser, error) { return files.Open(name) }}
}

// ReadJSON reads one JSON value and tells whether it could, else why in found. Unknown keys and what follows the value are refused.
func ReadJSON(f File, into any, found *kam.Findings) bool {
	data, ok := ReadAll(f, found)
	if !ok {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more text after the value")
		}
	}
	if err != nil {
		line := 1 + bytes.Count(data[:min(int(decoder.InputOffset()), len(data))], []byte("\n"))
		found.Add(findings.Fault("crmfile.json", f.Name, findings.Say("after line %d: %v", "第 %d 行之后：%v", line, err), findings.Say("correct the file", "请更正文件")))
	}
	return err == nil
}

// ReadCalendar reads a calendar as [kam.CalendarSpec] describes it, and returns nil when it cannot, and why in found.
func ReadCalendar(f File, found *kam.Findings) *kam.Calendar {
	var spec kam.CalendarSpec
	if !ReadJSON(f, &spec, found) {
		return nil
	}
	calendar, err := kam.NewCalendar(spec)
	if err != nil {
		found.Merge(findings.Of(err, "crmfile.unreadable", f.Name))
		return nil
	}
	return calendar
}

// ReadAll returns the content of a file of at most 16 MiB, and whether it could be read, else why in found.
func ReadAll(f File, found *kam.Findings) ([]byte, bool) {
	raw, err := f.Open()
	if err != nil {
		found.Add(unreadable(f, err))
		return nil, false
	}
	defer func() { _ = raw.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(raw, maxWhole+1))
	if err == nil && len(data) > maxWhole {
		err = errors.New("the file has more than 16 MiB")
	}
	if err != nil {
		found.Add(unreadable(f, err))
	}
	return data, err == nil
}

// look finds out the encoding and whether the file is complete.
func look(f File, found *kam.Findings) (textfile.Survey, bool) {
	raw, err := f.Open()
	if err != nil {
		found.Add(unreadable(f, err))
		return textfile.Survey{}, false
	}
	defer func() { _ = raw.Close() }() // it was only read
	survey, err := textfile.Look(io.LimitReader(raw, maxFile+1))
	switch {
	case errors.Is(err, textfile.ErrEncoding):
		found.Add(findings.Fault("crmfile.encoding", f.Name, kam.Text{EN: err.Error(), ZH: "文件不是 UTF-8，也不是 GBK：" + err.Error()}, findings.Say("save the file as CSV UTF-8", "请将文件另存为 CSV UTF-8")))
	case err != nil:
		found.Add(unreadable(f, err))
	case survey.Bytes > maxFile:
		found.Add(findings.Fault("crmfile.too-large", f.Name, findings.Say("the file has more than %d bytes", "文件超过 %d 字节", maxFile), findings.Say("split it", "请拆分文件")))
	case survey.Bytes == 0:
		found.Add(findings.Fault("crmfile.csv-header", f.Name+":1:1", findings.Say("the file is empty", "文件为空"), findings.Say("export it again, with a header line", "请重新导出，并包含表头行")))
	case !survey.Complete:
		found.Add(findings.Fault("crmfile.csv-truncated", fmt.Sprintf("%s:%d", f.Name, survey.Lines+1),
			findings.Say("the file ends in the middle of a line, as files do that were not written to their end", "文件在一行中间结束，很可能没有写完整"),
			findings.Say("export or copy it again; if it is complete, add a line break at its end", "请重新导出或复制；如果文件是完整的，请在末尾加一个换行")))
	default:
		if survey.Encoding != textfile.UTF8 {
			found.Add(findings.Remark(kam.Info, "crmfile.encoding-gbk", f.Name, findings.Say("read as %s", "按 %s 编码读取", survey.Encoding), kam.Text{}))
		}
		return survey, true
	}
	return survey, false
}

// unreadable says why a file cannot be read; its name is the place and not said again.
func unreadable(f File, err error) kam.Finding {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err
	}
	return findings.Fault("crmfile.unreadable", f.Name, findings.Say("cannot be read: %v", "无法读取：%v", err), findings.Say("check the path and its permissions", "请检查路径和权限"))
}
