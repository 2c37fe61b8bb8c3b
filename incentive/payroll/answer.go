package payroll

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of a file of answers.
const (
	maxFile    = 64 << 20 // bytes
	maxAnswers = 1_000_000
)

// Status is what payroll did with a line.
type Status string

// The answers of payroll.
const (
	// Paid is a line that was paid as it was asked for.
	Paid Status = "paid"
	// Rejected is a line that was not paid.
	Rejected Status = "rejected"
)

// Answer is what payroll says about a line. The zero value is none.
type Answer struct {
	LineID string `json:"lineId"`
	Status Status `json:"status"`
	// Amount is what was paid, or rejected, in Currency.
	Amount   decimal.Decimal `json:"amount"`
	Currency kam.Currency    `json:"currency"`
	// Date is the day on which it was.
	Date kam.Day `json:"date"`
	// Reason says why a line was rejected.
	Reason string `json:"reason,omitempty"`
	// Place is where the answer stands, as file:line.
	Place string `json:"place"`
}

// answerColumns is the header of a file of answers.
func answerColumns() []string {
	return []string{"line_id", "status", "amount", "currency", "date", "reason"}
}

// ParseAnswers reads payroll's answers from a CSV file (RFC 4180, UTF-8, with or without a byte order mark) that has
// exactly the columns line_id, status (paid or rejected), amount, currency, date (YYYY-MM-DD) and reason, which a
// rejected line must have. Each line id stands once. The error is a *[kam.InvalidError] with every fault, each at
// name:line; nothing is read of a file with faults. Amounts are plain decimals without separators of thousands.
func ParseAnswers(name string, data []byte) ([]Answer, error) {
	p := answerParser{name: name, seen: map[string]int{}, Faults: wording.Faults{Prefix: "payroll"}}
	switch {
	case len(data) > maxFile:
		p.Add("csv", name, wording.Say("the file has %d bytes, more than %d", "文件长 %d 字节，超过 %d", len(data), maxFile),
			wording.Say("split it into several files", "请拆分为多个文件"))
	case !utf8.Valid(data):
		p.Add("csv", name, wording.Say("the file is not UTF-8", "文件不是 UTF-8 编码"),
			wording.Say("save it as CSV in UTF-8", "请另存为 UTF-8 编码的 CSV"))
	default:
		p.read(bytes.TrimPrefix(data, []byte("\ufeff")))
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return p.answers, nil
}

// answerParser collects answers and faults.
type answerParser struct {
	wording.Faults
	name    string
	answers []Answer
	seen    map[string]int // line id -> line of the file
}

func (p *answerParser) read(data []byte) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	header := true
	for rows := 0; ; rows++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line := 0
			if fault, ok := errors.AsType[*csv.ParseError](err); ok {
				line = fault.Line
			}
			p.Add("csv", p.at(line), wording.Say("the line is no CSV", "该行不是有效的 CSV"),
				wording.Say("put a text with quotes, commas or line breaks into quotes, and double the quotes in it",
					"含引号、逗号或换行的文字须用引号括起，其中的引号须成双"))
			header = false
			continue
		}
		line, _ := r.FieldPos(0)
		switch {
		case header:
			header = false
			p.header(line, row)
			continue
		case rows > maxAnswers:
			p.Add("too-many", p.at(line), wording.Say("there are more than %d lines", "超过 %d 行", maxAnswers),
				wording.Say("split the file into several", "请拆分为多个文件"))
			return
		}
		p.row(line, row)
	}
	if header {
		p.header(1, nil)
	}
}

func (p *answerParser) at(line int) string { return p.name + ":" + strconv.Itoa(line) }

func (p *answerParser) header(line int, row []string) {
	if slices.Equal(row, answerColumns()) {
		return
	}
	p.Add("header", p.at(line), wording.Say("the columns are %s", "列名为：%s", wording.Clip(strings.Join(row, ","))),
		wording.Say("begin the file with the line %s", "文件首行应为 %s", strings.Join(answerColumns(), ",")))
}

func (p *answerParser) row(line int, row []string) {
	at := p.at(line)
	if len(row) != len(answerColumns()) {
		p.Add("columns", at, wording.Say("the line has %d columns", "该行有 %d 列", len(row)),
			wording.Say("write %d columns", "应为 %d 列", len(answerColumns())))
		return
	}
	a := Answer{LineID: row[0], Status: Status(row[1]), Currency: kam.Currency(row[3]), Reason: row[5], Place: at}
	if p.ID(at, a.LineID, nil) {
		if first, twice := p.seen[a.LineID]; twice {
			p.Add("twice", at, wording.Say("%s stands in line %d already", "%s 已出现在第 %d 行", wording.Quote(a.LineID), first),
				wording.Say("keep one answer for each line id", "每个行号只保留一条答复"))
		} else {
			p.seen[a.LineID] = line
		}
	}
	wording.Choice(&p.Faults, "status", at, a.Status, Paid, Rejected)
	var err error
	if a.Amount, err = num.Parse(row[2]); err != nil || !a.Amount.IsPositive() {
		p.Add("number", at, wording.Say("%s is no amount above zero", "%s 不是大于零的金额", wording.Quote(row[2])),
			wording.Say("write a plain number such as 1234.50", "请填写如 1234.50 的数字"))
	}
	currency(&p.Faults, at, a.Currency)
	if a.Date, err = kam.ParseDay(row[4]); err != nil {
		p.Add("day", at, wording.Say("%s is no day", "%s 不是日期", wording.Quote(row[4])),
			wording.Say("write it as 2026-02-10", "请按 2026-02-10 的格式填写"))
	}
	if a.Status == Rejected || a.Reason != "" {
		reason(&p.Faults, at, a.Reason)
	}
	p.answers = append(p.answers, a)
}

// String returns the answer as one line of English.
func (a Answer) String() string {
	return fmt.Sprintf("%s %s %s on %s", a.LineID, a.Status, money(a.Amount, a.Currency), a.Date)
}
