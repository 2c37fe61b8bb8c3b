package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// pageMark begins every page, so that a page may be written over one and over nothing else.
const pageMark = "<!DOCTYPE html>\n<!-- plancheck -->\n"

// guard looks whether what is to be written would destroy a file. What would is in found.
func (in *inputs) guard(o options, found *kam.Findings) {
	read := in.onDisk(o)
	refuse := func(flag, name string, message, remedy kam.Text) {
		found.Add(findings.Fault("plancheck.overwrites", "-"+flag+" "+name, message, remedy))
	}
	for _, f := range []struct{ flag, name string }{{"out", o.out}, {"suggest", o.suggest}} {
		if f.name == "" {
			continue
		}
		switch info, err := os.Stat(f.name); {
		case isOneOf(f.name, read):
			refuse(f.flag, f.name, say("this file is read as input, and would be overwritten", "该文件是输入文件，将被覆盖"), say("name a file that is not there yet", "请指定一个尚不存在的文件"))
		case f.flag == "suggest" && isOneOf(f.name, []string{o.out}):
			refuse(f.flag, f.name, say("the page is written to the same file", "报告页也写入同一文件"), say("give -out and -suggest different files", "请为 -out 和 -suggest 指定不同的文件"))
		case errors.Is(err, fs.ErrNotExist) && !isLink(f.name), err == nil && info.IsDir(): // what writes it tells about folders
		case f.flag == "suggest" && (err == nil || isLink(f.name)):
			refuse(f.flag, f.name, say("there is such a file already, and it is left as it is", "该文件已存在，予以保留"),
				say("name a new file, and take over from it what is meant; or remove the old one first", "请指定新的文件名，再从中挑选需要的场景；或先删除旧文件"))
		case f.flag == "out" && (isLink(f.name) || err == nil && (!info.Mode().IsRegular() || info.Size() > 0 && !isPage(f.name))):
			refuse(f.flag, f.name, say("this is no page that plancheck has written, and it is left as it is", "该文件不是 plancheck 写出的报告页，予以保留"),
				say("name a new file, such as report.html, or remove the old one first", "请指定新的文件名，例如 report.html，或先删除旧文件"))
		}
	}
}

// onDisk are the names of all files that are read, with the plans that scenario files name.
func (in *inputs) onDisk(o options) []string {
	if len(o.files) == 0 {
		return nil
	}
	out := append([]string{}, in.names...)
	if o.calendar != "" {
		out = append(out, o.calendar)
	}
	for _, name := range in.scenarios {
		for _, f := range in.listed(name) {
			out = append(out, f)
			for _, plan := range in.parse(f).Plans {
				out = append(out, path.Join(path.Dir(f), plan))
			}
		}
	}
	return out
}

// isOneOf tells whether a name is one of others, or another name of the same file.
func isOneOf(name string, others []string) bool {
	at, err := filepath.Abs(name)
	info, missing := os.Stat(name)
	for _, other := range others {
		other = filepath.FromSlash(other)
		if there, bad := filepath.Abs(other); err == nil && bad == nil && there == at {
			return true
		}
		if there, bad := os.Stat(other); missing == nil && bad == nil && os.SameFile(info, there) {
			return true
		}
	}
	return false
}

func isLink(name string) bool {
	info, err := os.Lstat(name)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// isPage tells whether a file begins as every page does.
func isPage(name string) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // it is only read
	begin := make([]byte, len(pageMark))
	_, err = io.ReadFull(file, begin)
	return err == nil && bytes.Equal(begin, []byte(pageMark))
}
