package dealcsv

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"strconv"
	"sync"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
)

// Options say how a file is read. They never change what comes out.
type Options struct {
	// Workers is how many goroutines turn text into rows. Defaults to GOMAXPROCS.
	Workers int
	// Block is how many bytes are read at once. Defaults to 1 MiB.
	Block int
	// Size is the size of the file, when it is known: a sheet then gets its memory in one piece.
	Size int64
	// Progress is called from one goroutine at a time with the number of bytes done. Defaults to none.
	Progress func(done int64)
}

// Reader reads one file. It is used once, by one goroutine.
type Reader struct {
	name   string
	cutter cutter
	layout layout
}

// NewReader reads the header, and finds the columns that choose names in it. The error is a *kam.InvalidError with every
// fault of the header, at file:line:column with the name as file.
func NewReader(in io.Reader, name string, choose func(header []string) (Columns, kam.Findings)) (*Reader, error) {
	r := &Reader{name: name, cutter: cutter{in: in, line: 1}}
	cells, err := r.readHeader()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = string(c.text)
	}
	columns, found := choose(names)
	if !found.HasErrors() {
		r.layout = layOut(name, cells, columns, &found)
	}
	return r, found.Err()
}

// Names returns the names of the attributes, in the order of each row's.
func (r *Reader) Names() []string {
	names := make([]string, len(r.layout.attributes))
	for i, at := range r.layout.attributes {
		names[i] = r.layout.names[at]
	}
	return names
}

// readHeader reads the first record.
func (r *Reader) readHeader() ([]cell, error) {
	r.cutter.size = 1 << 14
	data, line, err := r.cutter.header()
	if err != nil {
		return nil, unreadable(r.name, err)
	}
	refuse := func(code string, message, remedy kam.Text) ([]cell, error) {
		return nil, (&kam.Findings{findings.Fault(code, r.name+":"+strconv.Itoa(line)+":1", message, remedy)}).Err()
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return refuse("dealcsv.encoding", findings.Say("the file is UTF-16", "文件是 UTF-16 编码"), findings.Say("save it as CSV UTF-8", "请将文件另存为 CSV UTF-8"))
	case len(bytes.TrimSpace(data)) == 0:
		return refuse("dealcsv.header", findings.Say("the file is empty", "文件为空"), findings.Say("export it again, with a header line", "请重新导出，并包含表头行"))
	case len(data) > maxRecord:
		return refuse("dealcsv.header", findings.Say("the header has more than %d bytes", "表头超过 %d 字节", maxRecord), findings.Say("export the file as CSV with a header line", "请导出为带表头行的 CSV"))
	}
	p := parser{file: r.name, classes: newClasses(), layout: &layout{}}
	if _, _, quoted := p.fast(data, line); quoted {
		broken := faults{file: r.name}
		if _, _, ok := p.slow(data, line, &broken); !ok {
			return nil, broken.list.Err()
		}
	}
	var found kam.Findings
	cells := make([]cell, p.count())
	for i := range cells {
		c := p.cell(i)
		if !clean(c.text) {
			found.Add(findings.Fault("dealcsv.header", c.place(r.name), findings.Say("the column name %s is not UTF-8, has a control character, or has blanks at its ends", "列名 %s 不是 UTF-8，或含控制字符，或首尾有空格", shown(c)), findings.Say("correct it, and save the file as CSV UTF-8", "请更正，并将文件另存为 CSV UTF-8")))
		}
		c.text = bytes.Clone(c.text)
		cells[i] = c
	}
	return cells, found.Err()
}

// Each calls each with all rows of the file in its order, some at a time; each row and its texts hold until it returns. The
// error is a *kam.InvalidError with every fault, the first error of each, or ctx.Err(). Rows before the first fault have
// been handed out; later ones are not.
func (r *Reader) Each(ctx context.Context, opt Options, each func([]Row) error) error {
	workers := opt.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	r.cutter.unread()
	r.cutter.size = opt.Block
	if opt.Block < 1 {
		r.cutter.size = 1 << 20
	}
	ctx, stop := context.WithCancelCause(ctx)
	blocks := make(chan *block, 2*workers+1) // in the order of the file
	work, free := make(chan *block, cap(blocks)), make(chan *block, cap(blocks))
	for range cap(free) {
		free <- &block{done: make(chan struct{}, 1)}
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop(nil)
	var ended kam.Findings // what the end of the reading has to tell
	var failed error
	wg.Go(func() {
		defer close(blocks)
		defer close(work)
		ended, failed = r.cutter.run(ctx, r.name, free, func(b *block) {
			blocks <- b
			work <- b
		})
	})
	for range workers {
		wg.Go(func() {
			p := parser{file: r.name, layout: &r.layout, classes: newClasses()}
			for b := range work {
				p.parse(b)
				b.done <- struct{}{}
			}
		})
	}
	var found kam.Findings
	for b := range blocks {
		<-b.done
		found.Merge(b.faults.list)
		if ctx.Err() == nil && len(found) == 0 && len(b.rows) > 0 {
			if err := each(b.rows); err != nil {
				stop(err)
			}
		}
		if opt.Progress != nil && ctx.Err() == nil {
			opt.Progress(b.end)
		}
		free <- b
	}
	found.Merge(ended)
	found = found.Sorted()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case failed != nil:
		found.Add(findingOf(r.name, failed))
	}
	return found.Err()
}

// Sheet reads the whole file into a sheet, whose deals have file:line as their places.
func (r *Reader) Sheet(ctx context.Context, opt Options) (*incentive.Sheet, error) {
	names := r.Names()
	sheet := incentive.NewSheet(names...)
	places := &Places{File: r.name}
	sheet.PlaceOf = places.Of
	progress, grown := opt.Progress, opt.Size <= 0
	opt.Progress = func(done int64) {
		if n := int64(sheet.Len()); !grown && n > 0 {
			sheet.Grow(int((opt.Size - done) / max(done/n, minRow)))
			grown = true
		}
		if progress != nil {
			progress(done)
		}
	}
	err := r.Each(ctx, opt, func(rows []Row) error {
		for i := range rows {
			places.Add(rows[i].Line)
			rows[i].AddTo(sheet, names)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return sheet, nil
}

// minRow is the fewest bytes that a row is taken to have, so that short ones at the start do not ask for too much memory.
const minRow = 16

// unreadable is an error about a file that cannot be read.
func unreadable(name string, err error) error {
	return (&kam.Findings{findingOf(name, err)}).Err()
}

func findingOf(name string, err error) kam.Finding {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err
	}
	return findings.Fault("dealcsv.unreadable", name, findings.Say("cannot be read: %v", "无法读取：%v", err), findings.Say("check the path, its permissions and the disk", "请检查路径、权限和磁盘"))
}

// Places says where the rows of a sheet come from: in one step for all rows whose lines follow each other.
type Places struct {
	File       string
	rows       int
	from, line []uint32
	last       int
}

// Add appends the line of a row.
func (p *Places) Add(line int) {
	if p.rows == 0 || line != p.last+1 {
		p.from, p.line = append(p.from, uint32(p.rows)), append(p.line, uint32(line))
	}
	p.rows, p.last = p.rows+1, line
}

// Of returns file:line of a row.
func (p *Places) Of(row int) string {
	low, high := 0, len(p.from) // the last stretch that starts at the row or before is in [low, high)
	for high-low > 1 {
		if middle := (low + high) / 2; int(p.from[middle]) <= row {
			low = middle
		} else {
			high = middle
		}
	}
	if low == len(p.from) {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(int(p.line[low])+row-int(p.from[low]))
}
