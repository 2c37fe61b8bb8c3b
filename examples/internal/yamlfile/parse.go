package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// parse returns the one value of a text, or why it cannot be read.
func parse(data []byte) (*yaml.Node, kam.Findings) {
	one := func(code, place string, message, remedy kam.Text) (*yaml.Node, kam.Findings) {
		return nil, kam.Findings{findings.Fault(code, place, message, remedy)}
	}
	if len(data) > MaxSize {
		return one("yaml.too-large", "$ (1:1)", findings.Say("the text is %d bytes long, at most %d are read", "文本长 %d 字节，上限为 %d 字节", len(data), MaxSize),
			findings.Say("split the file", "请拆分文件"))
	}
	if found := checkCharacters(data); found != nil {
		return nil, found
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	doc, err := next(decoder)
	switch {
	case errors.Is(err, io.EOF), err == nil && len(doc.Content) != 1:
		return one("yaml.nothing", "$ (1:1)", findings.Say("the text is empty", "文本为空"), findings.Say("write what it should say", "请写入内容"))
	case err != nil:
		return nil, kam.Findings{syntax(data, err)}
	}
	switch second, err := next(decoder); {
	case errors.Is(err, io.EOF):
		return doc.Content[0], nil
	case err != nil:
		return nil, kam.Findings{syntax(data, err)}
	default:
		return one("yaml.documents", fmt.Sprintf("$ (%d:%d)", second.Line, second.Column), findings.Say("a second document begins", "此处开始了第二个文档"),
			findings.Say("write each document to a file of its own, without --- between", "请把每个文档写成单独的文件，中间不用 ---"))
	}
}

// errGaveUp says that the parser met something that it does not expect of itself.
var errGaveUp = errors.New("the parser gave up")

// next reads a document.
func next(decoder *yaml.Decoder) (doc *yaml.Node, err error) {
	defer func() { // it panics on what it calls internal errors
		if recover() != nil {
			doc, err = nil, errGaveUp
		}
	}()
	doc = &yaml.Node{}
	err = decoder.Decode(doc)
	return doc, err
}

// checkCharacters reports the first thing in a text that is no character of YAML, that readers count differently as a line
// break, or that stands before the document and changes how it is read.
func checkCharacters(data []byte) kam.Findings {
	line, column := 1, 1
	before, comment := true, false // before the document; in a comment there
	report := func(code string, message, remedy kam.Text) kam.Findings {
		return kam.Findings{findings.Fault(code, fmt.Sprintf("$ (%d:%d)", line, column), message, remedy)}
	}
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1, bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
			return report("yaml.encoding", findings.Say("byte 0x%02X is not UTF-8", "字节 0x%02X 不是 UTF-8", rest[0]),
				findings.Say("save the file as UTF-8; it may be GBK or UTF-16", "请另存为 UTF-8；文件可能是 GBK 或 UTF-16 编码"))
		case r == '\ufeff':
			return report("yaml.encoding", findings.Say("there is a byte order mark (BOM)", "有字节顺序标记 (BOM)"),
				findings.Say("save the file as UTF-8 without BOM", "请另存为无 BOM 的 UTF-8"))
		case r == '\r' && !bytes.HasPrefix(rest, []byte("\r\n")), r == '\u2028', r == '\u2029', r == '\u0085',
			r < ' ' && r != '\t' && r != '\n' && r != '\r', r >= 0x7f && r < 0xa0, r == '\ufffe', r == '\uffff':
			return report("yaml.character", findings.Say("the character U+%04X is none of YAML, or a line break to some readers alone", "字符 U+%04X 不是 YAML 字符，或只被部分程序视为换行", r),
				findings.Say(`write it in double quotes as \u%04x, or end lines as usual`, `请在双引号内写作 \u%04x，换行请用通常方式`, r))
		case before && column == 1 && r == '%':
			return report("yaml.directive", findings.Say("a directive of YAML", "YAML 指令"), findings.Say("remove the line", "请删除该行"))
		}
		comment = comment || r == '#'
		before = before && (comment || strings.ContainsRune(" \t\r\n", r))
		if r == '\n' {
			line, column, comment = line+1, 1, false
		} else {
			column++
		}
		rest = rest[size:]
	}
	return nil
}

var lineOf = regexp.MustCompile(`^(?:yaml: )?(?:line ([0-9]+): )?`)

// syntax tells why the parser refused a text.
func syntax(data []byte, err error) kam.Finding {
	reason := err.Error()
	match := lineOf.FindStringSubmatch(reason)
	reason = strings.TrimPrefix(reason, match[0])
	line, err := strconv.Atoi(match[1])
	if err != nil {
		line = 0 // the parser does not name a first line
	}
	switch { // it counts from 0 where it names where something began
	case strings.HasPrefix(reason, "did not find expected key"), strings.HasPrefix(reason, "did not find expected '-'"):
		line = firstLine(data, reason)
	case strings.HasPrefix(reason, "did not find expected"), line == 0:
		line++
	}
	line = min(line, bytes.Count(data, []byte("\n"))+1)
	code, message, remedy := explain(reason, lineAt(data, line))
	return findings.Fault(code, fmt.Sprintf("$ (%d:1)", line), message, remedy)
}

// firstLine returns how many lines of a text it takes for the parser to give a reason. What does not fit those before it
// it finds where it stands, but names where those before it began.
func firstLine(data []byte, reason string) int {
	var ends []int
	for i, c := range data {
		if c == '\n' || i == len(data)-1 {
			ends = append(ends, i+1)
		}
	}
	return 1 + sort.Search(len(ends)-1, func(i int) bool {
		_, err := next(yaml.NewDecoder(bytes.NewReader(data[:ends[i]])))
		return err != nil && strings.HasSuffix(err.Error(), reason)
	})
}

// explain says in both languages what a message of the parser means.
func explain(reason, line string) (code string, message, remedy kam.Text) {
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(reason, part) {
				return true
			}
		}
		return false
	}
	code = "yaml.syntax"
	switch {
	case has("unknown anchor"):
		return "yaml.alias", findings.Say("an alias stands for a value somewhere else", "别名指向别处的值"),
			findings.Say("write the value itself; a text that begins with * goes in quotes", "请直接写出其值；以 * 开头的文本请加引号")
	case has("<document start>"):
		return "yaml.documents", findings.Say("something follows the end of the document", "文档结束之后还有内容"), findings.Say("remove the line ... or what follows", "请删除 ... 一行或其后的内容")
	case has("max depth"):
		return "yaml.too-deep", findings.Say("nested more than %d levels deep", "嵌套超过 %d 层", MaxDepth), findings.Say("use fewer levels", "请减少层数")
	case has("tag"):
		return "yaml.tag", findings.Say("a tag says what type a value has", "标签为值指定类型"), findings.Say("write the value itself; a text that begins with ! goes in quotes", "请直接写出其值；以 ! 开头的文本请加引号")
	case has("tab character"), has("cannot start any token") && strings.HasPrefix(strings.TrimLeft(line, " "), "\t"):
		return code, findings.Say("the line is indented with a tab", "该行用制表符缩进"), findings.Say("indent with blanks", "请用空格缩进")
	case has("cannot start any token"):
		return code, findings.Say("a text begins with a character that means something to YAML", "文本以 YAML 的特殊字符开头"),
			findings.Say("put texts that begin with @, `, %% or , in double quotes", "以 @、`、%% 或 , 开头的文本请加双引号")
	case has("mapping values are not allowed"):
		return code, findings.Say("a colon stands where no key can", "冒号出现在不能有键的地方"),
			findings.Say("put a text that contains \": \" in double quotes, and check the indent", "含有冒号加空格的文本请加双引号，并检查缩进")
	case has("block sequence entries", "did not find expected '-' indicator", "did not find expected key", "mapping keys are not allowed"):
		return code, findings.Say("the line does not fit those before it", "该行与前面各行对不齐"),
			findings.Say("give keys of one object, and items of one list, the same indent, and put texts with special characters in double quotes",
				"同一对象的键、同一列表的项须缩进一致；含特殊字符的文本请加双引号")
	case has("could not find expected ':'"):
		return code, findings.Say("a key has no colon after it", "键之后缺少冒号"), findings.Say("write a colon and a blank between key and value", "请在键与值之间写冒号和空格")
	case has("unexpected end of stream", "did not find expected ',' or"):
		return code, findings.Say("a quote or a bracket is not closed", "引号或括号没有闭合"), findings.Say("close every \" ' [ and {", "请补全每个 \" ' [ 和 {")
	case has("unknown escape", "hexdecimal", "escape code", "surrogate"):
		return code, findings.Say("\\ does not start an escape here", "此处的 \\ 不构成转义"), findings.Say("write a backslash in double quotes as \\\\, and a character as itself", "双引号内反斜杠请写作 \\\\，字符请直接写出")
	}
	return code, findings.Say("the text is not YAML here", "此处不是有效的 YAML"),
		findings.Say("check the indent, the brackets and the quotes of this line and the ones before", "请检查本行及前面各行的缩进、括号和引号")
}

// lineAt returns a line of a text.
func lineAt(data []byte, line int) string {
	for range line - 1 {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	text, _, _ := bytes.Cut(data, []byte("\n"))
	return string(text)
}
