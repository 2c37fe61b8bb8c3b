package migration

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of a file.
const (
	maxFile = 64 << 20 // bytes
	maxRows = 1_000_000
)

// Read reads a file whole, or returns every fault of it in one *[kam.InvalidError]; of a file with faults nothing is
// imported. Name is what places in faults begin with.
func Read(name string, data []byte, source Source) (*Import, error) {
	p := parser{Faults: wording.Faults{Prefix: "migration"}, name: name, source: source, seen: map[string]int{}, deals: map[string]incentive.Transaction{}}
	if p.checkSource() {
		switch {
		case len(data) > maxFile:
			p.Add("too-many", name, wording.Say("the file has %d bytes, more than %d", "文件长 %d 字节，超过 %d", len(data), maxFile),
				wording.Say("split it into several files", "请拆分为多个文件"))
		case !utf8.Valid(data):
			p.Add("csv", name, wording.Say("the file is not UTF-8", "文件不是 UTF-8 编码"), wording.Say("save it as CSV in UTF-8", "请另存为 UTF-8 编码的 CSV"))
		default:
			p.read(bytes.TrimPrefix(data, []byte("\ufeff")))
			p.countedTwice()
			p.compareTotals()
		}
	}
	if err := p.Findings().Err(); err != nil { // in the order of the file
		return nil, err
	}
	return newImport(p.rows, p.totals(), source, p.deals), nil
}

// parser collects rows, control totals and faults.
type parser struct {
	wording.Faults
	name     string
	source   Source
	rows     []Row
	controls []statedTotal
	deals    map[string]incentive.Transaction
	seen     map[string]int // key -> line
	last     int            // the last line read
	spoilt   bool           // a row could not be read, so that sums are not known
}

// statedTotal is a control total and where it stands.
type statedTotal struct {
	totalKey
	amount decimal.Decimal
	place  string
}

// checkSource reports what is wrong with what the host hands in.
func (p *parser) checkSource() bool {
	if p.source.Program == nil {
		p.Add("source", "source.program", wording.Say("there is no program", "缺少已编译的方案"), wording.Say("compile the plans that the rows name", "请先编译各行所用的方案"))
	}
	p.Period("source.into", p.source.Into, true)
	for i, d := range p.source.Deals {
		if _, twice := p.deals[d.ID]; twice {
			p.Add("twice", wording.At("source.deals", i), wording.Say("the deal %s is there twice", "交易 %s 重复出现", wording.Quote(d.ID)), wording.Say("hand in each deal once", "每笔交易只提供一次"))
		}
		p.deals[d.ID] = d
	}
	for i, c := range p.source.Controls {
		place := wording.At("source.controls", i)
		if rank(c.Kind) == len(Kinds()) {
			p.Add("kind", place+".kind", wording.Say("%s is no kind of rows", "%s 不是行类型", wording.Quote(string(c.Kind))), kinds())
			continue
		}
		if p.Number(place+".amount", c.Amount) {
			p.controls = append(p.controls, statedTotal{totalKey{c.Kind, c.Currency}, c.Amount, place})
		}
	}
	return !p.HasErrors()
}

// kinds lists the kinds.
func kinds() kam.Text {
	return wording.Say("use one of %s", "请使用以下之一：%s", wording.Words(Kinds()))
}

// at is a place in the file; a column of 0 is the whole line.
func (p *parser) at(line, column int) string {
	if column == 0 {
		return fmt.Sprintf("%s:%d", p.name, line)
	}
	return fmt.Sprintf("%s:%d:%d", p.name, line, column)
}

func (p *parser) read(data []byte) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	header := true
	for n := 0; ; n++ {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line, column := p.last+1, 0
			if fault, ok := errors.AsType[*csv.ParseError](err); ok {
				line, column = fault.Line, fault.Column
			}
			p.spoilt, header = true, false
			p.Add("csv", p.at(line, column), wording.Say("the line is no CSV", "该行不是有效的 CSV"),
				wording.Say("put a text with quotes, commas or line breaks into quotes, and double the quotes in it", "含引号、逗号或换行的文字须用引号括起，其中的引号须成双"))
			continue
		}
		p.last, _ = r.FieldPos(0)
		column := func(i int) int { _, c := r.FieldPos(i); return c }
		switch {
		case header:
			header = false
			if !slices.Equal(fields, Columns()) {
				p.Add("header", p.at(p.last, 0), wording.Say("the columns are not those of the format", "列与格式不符"), wording.Say("begin with the line %s", "首行须为 %s", strings.Join(Columns(), ",")))
				return
			}
		case n > maxRows:
			p.Add("too-many", p.at(p.last, 0), wording.Say("there are more than %d rows", "超过 %d 行", maxRows), wording.Say("split the file into several", "请拆分为多个文件"))
			return
		case len(fields) != columnCount:
			p.spoilt = true
			p.Add("csv", p.at(p.last, 0), wording.Say("the row has %d fields and not %d", "该行有 %d 个字段，应为 %d 个", len(fields), columnCount), wording.Say("keep every comma, also of empty fields", "空字段的逗号也须保留"))
		case strings.HasPrefix(fields[colKind], totalPrefix):
			p.control(fields, column)
		default:
			p.row(fields, column)
		}
	}
	if len(p.rows) == 0 && !p.HasErrors() {
		p.Add("empty", p.at(max(p.last, 1), 0), wording.Say("the file has no rows", "文件没有数据行"), wording.Say("state at least one balance, position or prior deal", "请至少填写一行余额、指标数值或以前的交易"))
	}
}

// control reads a row with a control total.
func (p *parser) control(fields []string, column func(int) int) {
	kind := Kind(strings.TrimPrefix(fields[colKind], totalPrefix))
	if rank(kind) == len(Kinds()) {
		p.Add("kind", p.at(p.last, column(colKind)), wording.Say("%s is no kind of rows", "%s 不是行类型", wording.Quote(string(kind))), kinds())
		return
	}
	for i, text := range fields {
		if text != "" && i != colKind && i != colAmount && (i != colCurrency || !kind.posts()) {
			p.unused(i, column(i), fields[colKind])
		}
	}
	amount, ok := p.amount(fields[colAmount], column(colAmount))
	currency, known := kam.Currency(""), true
	if kind.posts() {
		currency, known = p.currency(fields[colCurrency], column(colCurrency))
	}
	if ok && known {
		p.controls = append(p.controls, statedTotal{totalKey{kind, currency}, amount, p.at(p.last, column(colAmount))})
	}
}

func (p *parser) unused(i, column int, kind string) {
	p.Add("unused", p.at(p.last, column), wording.Say("%s means nothing in a row of the kind %s", "列 %s 在 %s 行中没有含义", Columns()[i], wording.Quote(kind)), wording.Say("leave it empty", "请留空"))
}

func (p *parser) amount(text string, column int) (decimal.Decimal, bool) {
	d, err := num.Parse(text)
	if err == nil && (!num.Round(d, 4, num.Down).Equal(d) || !d.Abs().LessThan(decimal.New(1, 15))) {
		err = num.ErrNumber
	}
	if err != nil {
		p.spoilt = true
		p.Add("number", p.at(p.last, column), wording.Say("%s is no usable number", "%s 不是可用的数值", wording.Quote(text)),
			wording.Say("write a plain decimal such as -1250.50, with at most 15 digits before the point and 4 after it", "请按 -1250.50 的形式书写，整数至多 15 位，小数至多 4 位"))
		return decimal.Zero, false
	}
	return d, true
}

func (p *parser) currency(text string, column int) (kam.Currency, bool) {
	c, err := kam.ParseCurrency(text)
	if err != nil {
		p.spoilt = true
		p.Add("currency", p.at(p.last, column), wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(text)), wording.Say("write an ISO 4217 code such as CNY", "请使用 ISO 4217 代码，如 CNY"))
		return "", false
	}
	return c, true
}

// row reads a row of a kind.
func (p *parser) row(fields []string, column func(int) int) {
	at := func(i int) string { return p.at(p.last, column(i)) }
	r := Row{Line: p.last, Kind: Kind(fields[colKind]), Payee: fields[colPayee], Plan: fields[colPlan], Component: fields[colComponent], Measure: fields[colMeasure], Reference: fields[colReference]}
	if rank(r.Kind) == len(Kinds()) {
		p.spoilt = true
		p.Add("kind", at(colKind), wording.Say("%s is no kind of rows", "%s 不是行类型", wording.Quote(fields[colKind])), kinds())
		return
	}
	ok := true
	for i, text := range fields {
		needed, allowed := r.Kind.needs(i)
		switch {
		case text == "" && needed:
			ok, p.spoilt = false, true
			p.Add("missing", at(i), wording.Say("%s is missing", "缺少 %s", Columns()[i]), wording.Say("a row of the kind %s needs it", "%s 行必须填写", string(r.Kind)))
		case text != "" && !allowed:
			ok = false
			p.unused(i, column(i), string(r.Kind))
		case text != "" && (i == colPayee || i == colComponent || i == colMeasure):
			ok = p.ID(at(i), text, nil) && ok
		case text != "" && i == colReference && (len(text) > 256 || strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x7f })):
			ok = false
			p.Add("reference", at(i), wording.Say("the reference is too long or has control characters", "引用过长或含控制字符"), wording.Say("use at most 256 bytes of printable text", "最多 256 字节的可打印文字"))
		}
	}
	read := func(i int, f func(string, int) bool) {
		if needed, _ := r.Kind.needs(i); needed && fields[i] != "" {
			ok = f(fields[i], column(i)) && ok
		}
	}
	read(colAmount, func(s string, c int) (good bool) { r.Amount, good = p.amount(s, c); return good })
	read(colCurrency, func(s string, c int) (good bool) { r.Currency, good = p.currency(s, c); return good })
	read(colVersion, func(s string, c int) bool {
		v, err := strconv.Atoi(s)
		if err != nil || v < 1 || strconv.Itoa(v) != s {
			p.Add("version", p.at(p.last, c), wording.Say("%s is no version", "%s 不是版本号", wording.Quote(s)), wording.Say("write a whole number from 1 on", "请填写从 1 开始的整数"))
			return false
		}
		r.Version = v
		return true
	})
	read(colPeriod, func(s string, c int) bool {
		period, err := p.source.Program.Calendar().Parse(s)
		if err != nil || period.IsOpen() || period.Until.After(p.source.Into.Until) {
			p.Add("period", p.at(p.last, c), wording.Say("%s is no period that ends by %s", "%s 不是在 %s 之前结束的期间", wording.Quote(s), p.source.Into.Until.String()),
				wording.Say("write a period of the old system, such as 2026-06 or 2026-06-01/2026-07-01", "请填写原系统的期间，如 2026-06 或 2026-06-01/2026-07-01"))
			return false
		}
		r.Period = period
		return true
	})
	if !ok || !p.fits(r, at) {
		p.spoilt = true
		return
	}
	if first, twice := p.seen[r.key()]; twice {
		p.Add("twice", p.at(p.last, 0), wording.Say("line %d says the same already", "第 %d 行已有相同内容", first), wording.Say("add the two up, or tell them apart", "请合并两行，或加以区分"))
		p.spoilt = true
		return
	}
	p.seen[r.key()] = r.Line
	p.rows = append(p.rows, r)
}

// totals returns what was read, by kind and currency.
func (p *parser) totals() []Total {
	sums := map[totalKey]Total{}
	for _, r := range p.rows {
		k := totalKey{r.Kind, r.Currency}
		t := sums[k]
		t.Kind, t.Currency, t.Rows, t.Amount = r.Kind, r.Currency, t.Rows+1, t.Amount.Add(r.Amount)
		sums[k] = t
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b Total) int {
		return cmp.Or(cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(a.Currency, b.Currency))
	})
}

// compareTotals reports control totals that are missing, and those that differ where every row could be read.
func (p *parser) compareTotals() {
	read, stated := map[totalKey]decimal.Decimal{}, map[totalKey]bool{}
	for _, t := range p.totals() {
		read[totalKey{t.Kind, t.Currency}] = t.Amount
	}
	for _, c := range p.controls {
		stated[c.totalKey] = true
		if sum := read[c.totalKey]; !p.spoilt && !sum.Equal(c.amount) {
			p.Add("total-differs", c.place, wording.Say("the rows of the kind %s sum to %s, the control total is %s", "%s 行合计 %s，控制总额为 %s", string(c.kind), sum, c.amount),
				wording.Say("look for the difference of %s in the old system", "请在原系统中查找差额 %s", sum.Sub(c.amount)))
		}
	}
	for _, t := range p.totals() {
		if k := (totalKey{t.Kind, t.Currency}); !stated[k] {
			p.Add("total-missing", p.at(p.last, 0), wording.Say("nothing says what the %d rows of the kind %s %s must sum to", "没有写明 %d 行 %s %s 应合计多少", t.Rows, string(t.Kind), string(t.Currency)),
				wording.Say("add a row %s%s with the total of the old system", "请添加一行 %s%s，填写原系统的总额", totalPrefix, string(t.Kind)))
		}
	}
}
