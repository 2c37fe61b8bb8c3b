package strictjson

import (
	"bytes"
	"reflect"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// Limits of what [Decode] reads. Both are inclusive.
const (
	// MaxSize is the longest text, in bytes.
	MaxSize = 16 << 20
	// MaxDepth is how many lists and objects may be nested, the outermost included.
	MaxDepth = 64
)

// Decode reads the JSON object data into the struct that into points to, and returns every fault it finds, in the
// order of the text, or nil. With findings, what into holds is not meant to be used.
//
// Each finding has the severity [kam.Error], codePrefix followed by one of the Code constants as its code, and as its
// place the JSON path, then line and column in characters, counted from 1: "$.credits[0].share (12:34)". At most
// [kam.MaxPerCode] of a code are returned; More of the last one counts the others.
//
// Syntax: RFC 8259 in UTF-8 without byte order mark, at most [MaxSize] bytes and [MaxDepth] levels. A text with faults
// of syntax is still read as far as possible, so that its other faults are found too.
//
// Keys: those of the json tags of exported fields, "-" and fields without a key aside; the options omitempty and
// omitzero change nothing here. A key that is unknown, stands twice in its object or differs from a known one in case
// is a fault. Keys that are absent leave their fields as they are; into is best the zero value.
//
// Values: see the package's table. Null is a fault everywhere. Decimals as bare numbers are read when they have at
// most 15 significant digits and no exponent; the bounds of numbers in strings are those of the package num.
//
// Into must be a pointer that is not nil; an into that is none, and a field of a type that the package does not read,
// are findings too.
func Decode(data []byte, into any, codePrefix string) kam.Findings {
	return DecodeWithin(MaxSize, data, into, codePrefix)
}

// DecodeWithin is [Decode] for texts of at most so many bytes instead of [MaxSize]. limit lies below 2 GiB.
func DecodeWithin(limit int, data []byte, into any, codePrefix string) kam.Findings {
	r := newReport(data, codePrefix)
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		r.add(CodeWrongType, 0, nil, func() (kam.Text, kam.Text) {
			return say("the program gave no place to read into", "程序没有给出读取目标"), say("pass a pointer to a struct", "请传入结构体指针")
		})
		return r.findings()
	}
	if len(data) > limit {
		r.add(CodeTooLarge, 0, nil, func() (kam.Text, kam.Text) {
			return say("the text is %d bytes long, at most %d are read", "文本长 %d 字节，上限为 %d 字节", len(data), limit),
				say("split the file", "请拆分文件")
		})
		return r.findings()
	}
	start, ok := checkEncoding(data, r)
	if !ok {
		return r.findings()
	}
	t := parse(data, start, r)
	if len(t.nodes) > 0 {
		b := &binder{tree: t, report: r, types: types{}}
		b.bind(0, target.Elem())
	}
	return r.findings()
}

// checkEncoding reports a byte order mark and bytes that are not UTF-8. It returns where the text starts, and false
// when it cannot be read.
func checkEncoding(data []byte, r *report) (start int, ok bool) {
	mark := func(name string) {
		r.add(CodeEncoding, 0, nil, func() (kam.Text, kam.Text) {
			return say("the text starts with a byte order mark (BOM) of %s", "文本以 %s 的字节顺序标记 (BOM) 开头", name),
				say("save it as UTF-8 without BOM", "请另存为无 BOM 的 UTF-8")
		})
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		mark("UTF-8")
		start = 3
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		mark("UTF-16")
		return 0, false
	}
	if utf8.Valid(data[start:]) {
		return start, true
	}
	at := start
	for {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	r.add(CodeEncoding, int32(at), nil, func() (kam.Text, kam.Text) {
		return say("byte %d (0x%02X) is not UTF-8", "第 %d 字节 (0x%02X) 不是 UTF-8", at+1, data[at]),
			say("save the file as UTF-8; it may be GBK or cut off", "请另存为 UTF-8；文件可能是 GBK 编码或被截断")
	})
	return 0, false
}
