package dealcsv

import (
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// faults are those of a block. Beyond [kam.MaxPerCode] of a code they are only counted.
type faults struct {
	file string
	// n counts all of them.
	n    int
	list kam.Findings
	kept map[string]int
}

// add adds a fault; it makes texts only when they are kept.
func (f *faults) add(code, place string, texts func() (message, remedy kam.Text)) {
	f.n++
	if f.kept == nil {
		f.kept = map[string]int{}
	}
	if f.kept[code]++; f.kept[code] > kam.MaxPerCode {
		f.list.Add(kam.Finding{Code: code}) // is counted
		return
	}
	message, remedy := texts()
	f.list.Add(findings.Fault(code, place, message, remedy))
}

func (f *faults) at(c cell, code string, message, remedy kam.Text) {
	f.add(code, c.place(f.file), func() (kam.Text, kam.Text) { return message, remedy })
}

func (f *faults) long(line int) {
	f.add("dealcsv.record", f.file+":"+strconv.Itoa(line)+":1", func() (kam.Text, kam.Text) {
		return findings.Say("the record has more than %d bytes", "该记录超过 %d 字节", maxRecord), findings.Say("a double quote may be missing before; or shorten it", "前面可能缺少双引号；否则请缩短")
	})
}

// The ways in which quotes are broken.
var (
	bareQuote  = findings.Say("a double quote in the middle of a cell that does not start with one", "单元格不以双引号开头，中间却出现双引号")
	openQuote  = findings.Say("the double quote that opens here is never closed", "此处的双引号没有闭合")
	strayQuote = findings.Say("text after the double quote that closes the cell", "单元格的双引号闭合之后还有文字")
)

func (f *faults) quote(c cell, message kam.Text) {
	f.at(c, "dealcsv.quote", message, findings.Say("put the whole cell in double quotes, and write a double quote inside it twice", "请用双引号括住整个单元格，其中的双引号要写两次"))
}

func (f *faults) width(c cell, cells, width int) {
	f.add("dealcsv.cells", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("the row has %d cells, the header has %d", "该行有 %d 个单元格，表头有 %d 个", cells, width),
			findings.Say("put cells that hold a comma in double quotes; a row that is cut off means that the file is not complete", "含逗号的单元格需要加双引号；如果该行被截断，说明文件不完整")
	})
}

func (f *faults) empty(c cell, column string) {
	f.add("dealcsv.text", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("the cell under %s is empty", "%s 列为空", findings.Quote(column)), findings.Say("write 1 to %d bytes of text", "请填写 1 至 %d 字节文本", maxID)
	})
}

func (f *faults) text(c cell) {
	f.add("dealcsv.text", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("%s is not UTF-8, has a control character such as a line break or a zero byte, or has blanks at its ends", "%s 不是 UTF-8，或含有换行、零字节等控制字符，或首尾有空格", shown(c)),
			findings.Say("write it in one line without blanks around it, and save the file as CSV UTF-8", "请写在一行内，去掉首尾空格，并将文件另存为 CSV UTF-8")
	})
}

func (f *faults) length(c cell, limit int) {
	f.add("dealcsv.text", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("the cell has %d bytes, at most %d are read", "单元格有 %d 字节，最多读取 %d 字节", len(c.text), limit), findings.Say("shorten it", "请缩短")
	})
}

func (f *faults) amount(c cell) {
	f.add("dealcsv.amount", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("%s is no amount", "%s 不是金额", shown(c)),
			findings.Say("write it like -1204.50: at most %d digits, of them at most %d after the point, without separators", "请写成 -1204.50 的形式：最多 %d 位数字，其中小数最多 %d 位，不用千位分隔符", maxDigits, maxPlaces)
	})
}

// sign checks that an amount is below zero, or zero, exactly when it takes a deal back.
func (f *faults) sign(c cell, r *Row) {
	switch {
	case r.Coefficient < 0 && r.Reverses == "":
		f.add("dealcsv.reversal", c.place(f.file), func() (kam.Text, kam.Text) {
			return findings.Say("%s is below zero, and the row does not say which deal it takes back", "%s 小于零，但该行未写明冲销哪笔交易", shown(c)),
				findings.Say("name that deal in the column for it, or write an amount of zero or more", "请在相应列填写该交易的编号，或填写不小于零的金额")
		})
	case r.Coefficient > 0 && r.Reverses != "":
		f.add("dealcsv.reversal", c.place(f.file), func() (kam.Text, kam.Text) {
			return findings.Say("%s takes %s back and is above zero", "%s 用于冲销 %s，但大于零", shown(c), findings.Quote(r.Reverses)),
				findings.Say("write the amount with a minus sign", "请写成负数")
		})
	}
}

func (f *faults) owner(c cell, column string) {
	f.add("dealcsv.owner", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("the cell under %s is empty", "%s 列为空", findings.Quote(column)), findings.Say("write who owns the deal; only a row that takes one back may leave it out", "请填写负责人；只有冲销行可以不填")
	})
}

func (f *faults) day(c cell) {
	f.add("dealcsv.day", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("%s is no day", "%s 不是日期", shown(c)), findings.Say("write a day that exists as YYYY-MM-DD", "请写成 YYYY-MM-DD，且该日期存在")
	})
}

func (f *faults) money(c cell) {
	f.add("dealcsv.currency", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 货币代码", shown(c)), findings.Say("write a code such as CNY", "请写货币代码，例如 CNY")
	})
}

func (f *faults) count(c cell) {
	f.add("dealcsv.sequence", c.place(f.file), func() (kam.Text, kam.Text) {
		return findings.Say("%s is no whole number", "%s 不是整数", shown(c)), findings.Say("write at most 18 digits", "请填写最多 18 位的整数")
	})
}

// shown quotes a cell, of a long one its start.
func shown(c cell) string { return findings.Quote(string(c.text[:min(len(c.text), 200)])) }
