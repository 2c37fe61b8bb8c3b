package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// MaxID is the length of the longest id a ledger keeps, in bytes.
const MaxID = 128

// MaxReference is the length of the longest [Entry.Reference] and MaxReason that of the longest [Mark.Reason], in bytes.
const (
	MaxReference = 256
	MaxReason    = 1024
)

// Check returns nil for a batch that a ledger takes, and otherwise every fault
// in one *[kam.InvalidError]; the codes stand in the package text. When the
// entries do not sum to zero in a currency, the error wraps [ErrUnbalanced] too.
func (b Batch) Check() error {
	c := checker{}
	c.id("$.run", b.Run)
	c.period("$.period", b.Period)
	first := make(map[entryKey]int, len(b.Entries))
	sums := map[kam.Currency]decimal.Decimal{}
	summable := true
	for i, e := range b.Entries {
		place := "$.entries[" + strconv.Itoa(i) + "]"
		if c.entry(place, e) {
			sums[e.Currency] = sums[e.Currency].Add(e.Amount)
		} else {
			summable = false
		}
		if earlier, twice := first[e.key()]; twice {
			c.duplicate(place, e, earlier)
		} else {
			first[e.key()] = i
		}
	}
	if b.Mark != nil {
		c.mark(*b.Mark, len(b.Entries))
	}
	balanced := true
	if summable {
		balanced = c.balance(sums)
	}
	err := c.found.Err()
	if err != nil && !balanced {
		return fmt.Errorf("%w: %w", ErrUnbalanced, err)
	}
	return err
}

// checker collects the faults of one batch.
type checker struct {
	found kam.Findings
}

func (c *checker) add(code, place string, message, remedy kam.Text, evidence ...kam.Evidence) {
	c.found.Add(kam.Finding{
		Code: "ledger." + code, Severity: kam.Error, Place: place,
		Message: message, Remedy: remedy, Evidence: evidence,
	})
}

// entry checks one entry by itself and tells whether its amount may be summed.
func (c *checker) entry(place string, e Entry) bool {
	c.id(place+".payee", e.Payee)
	c.id(place+".plan", e.Plan)
	if e.Version < 1 {
		c.add("version", place+".version",
			kam.Text{
				EN: fmt.Sprintf("the plan version is %d", e.Version),
				ZH: fmt.Sprintf("方案版本为 %d", e.Version),
			},
			kam.Text{EN: "versions count from 1", ZH: "版本号从 1 开始"})
	}
	c.id(place+".component", e.Component)
	c.id(place+".kind", string(e.Kind))
	c.text(place+".reference", e.Reference, "reference", MaxReference)
	c.period(place+".period", e.Period)
	if !e.Account.Valid() {
		c.add("account", place+".account",
			kam.Text{
				EN: fmt.Sprintf("there is no account %s", quote(string(e.Account))),
				ZH: fmt.Sprintf("没有名为 %s 的账户", quote(string(e.Account))),
			},
			wording.Say("use one of %s", "请使用其一：%s", wording.Words(Accounts())))
	}
	if _, err := kam.ParseCurrency(string(e.Currency)); err != nil {
		c.add("currency", place+".currency",
			kam.Text{
				EN: fmt.Sprintf("%s is no currency", quote(string(e.Currency))),
				ZH: fmt.Sprintf("%s 不是货币代码", quote(string(e.Currency))),
			},
			kam.Text{EN: "use an ISO 4217 code such as CNY", ZH: "请使用 ISO 4217 代码，例如 CNY"})
	}
	return c.amount(place+".amount", e.Amount)
}

// amount checks an amount and tells whether it may be summed.
func (c *checker) amount(place string, d decimal.Decimal) bool {
	if err := num.Check(d); err != nil {
		c.add("number", place,
			kam.Text{
				EN: fmt.Sprintf("the amount is out of bounds: %s", err),
				ZH: fmt.Sprintf("金额超出范围：%s", err),
			},
			kam.Text{
				EN: fmt.Sprintf("use at most %d digits and %d decimal places", num.MaxDigits, num.MaxExponent),
				ZH: fmt.Sprintf("最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent),
			})
		return false
	}
	if d.IsZero() {
		c.add("zero", place,
			kam.Text{EN: "the amount is zero", ZH: "金额为零"},
			kam.Text{EN: "leave the entry out", ZH: "请删除该分录"})
	}
	return true
}

func (c *checker) id(place, id string) {
	fault, bad := badText(id, MaxID)
	if id == "" {
		fault, bad = kam.Text{EN: "the text is empty", ZH: "文本为空"}, true
	}
	if !bad {
		return
	}
	c.add("id", place, fault, kam.Text{
		EN: fmt.Sprintf("use 1 to %d bytes of UTF-8 without control characters", MaxID),
		ZH: fmt.Sprintf("请使用 1 到 %d 字节、不含控制字符的 UTF-8 文本", MaxID),
	})
}

// text checks a text that may be empty.
func (c *checker) text(place, text, code string, longest int) {
	if fault, bad := badText(text, longest); bad {
		c.add(code, place, fault, kam.Text{
			EN: fmt.Sprintf("use at most %d bytes of UTF-8 without control characters", longest),
			ZH: fmt.Sprintf("请使用不超过 %d 字节、不含控制字符的 UTF-8 文本", longest),
		})
	}
}

// badText says what makes a text unfit for a ledger, if anything does.
func badText(text string, longest int) (fault kam.Text, bad bool) {
	switch {
	case len(text) > longest:
		return kam.Text{
			EN: fmt.Sprintf("the text is %d bytes long", len(text)),
			ZH: fmt.Sprintf("文本长 %d 字节", len(text)),
		}, true
	case !utf8.ValidString(text):
		return kam.Text{EN: "the text is not UTF-8: " + quote(text), ZH: "文本不是 UTF-8：" + quote(text)}, true
	case hasControl(text):
		return kam.Text{EN: "the text has control characters: " + quote(text), ZH: "文本含有控制字符：" + quote(text)}, true
	}
	return kam.Text{}, false
}

// mark checks a mark that comes with a number of entries.
func (c *checker) mark(m Mark, entries int) {
	known := []State{Calculated, Approved, Closed, Reopened}
	if !slices.Contains(known, m.State) {
		c.add("mark", "$.mark.state",
			wording.Say("no mark is named %s", "没有名为 %s 的标记", quote(string(m.State))),
			wording.Say("use one of %s", "请使用其一：%s", wording.Words(known)))
	} else if m.State != Calculated && entries > 0 {
		c.add("mark", "$.mark.state",
			wording.Say("%s comes with %d entries that nobody calculated under it", "%s 标记附带 %d 条分录，而这些分录未经核算", string(m.State), entries),
			wording.Say("post the entries in a batch of their own, and the mark after it", "请先单独过账分录，再另行提交标记"))
	}
	c.id("$.mark.by", m.By)
	c.text("$.mark.reason", m.Reason, "mark", MaxReason)
	if m.State == Reopened && strings.TrimSpace(m.Reason) == "" {
		c.add("mark", "$.mark.reason",
			wording.Say("no reason says why the period is reopened", "未说明重新打开该结算期的原因"),
			wording.Say("state the reason", "请填写原因"))
	}
	if !m.On.IsSet() {
		c.add("mark", "$.mark.on",
			wording.Say("the day of the mark is missing", "缺少标记日期"),
			wording.Say("state the day, such as 2026-02-03", "请填写日期，例如 2026-02-03"))
	}
}

func (c *checker) period(place string, p kam.Period) {
	var fault kam.Text
	switch _, err := kam.NewPeriod(p.From, p.Until); {
	case p.IsZero():
		fault = kam.Text{EN: "the period is missing", ZH: "缺少期间"}
	case err != nil:
		fault = kam.Text{EN: "the period is not valid: " + err.Error(), ZH: "期间无效：" + err.Error()}
	case p.IsOpen():
		fault = kam.Text{EN: "the period " + p.String() + " has no end", ZH: "期间 " + p.String() + " 没有结束日"}
	default:
		return
	}
	c.add("period", place, fault, kam.Text{
		EN: "state both days, such as 2026-01-01/2026-02-01",
		ZH: "请写明起止两日，例如 2026-01-01/2026-02-01",
	})
}

func (c *checker) duplicate(place string, e Entry, earlier int) {
	what := fmt.Sprintf("%s/%s v%d/%s/%s/%s/%s/%s",
		clip(e.Payee), clip(e.Plan), e.Version, clip(e.Component), clip(string(e.Kind)), e.Period, clip(string(e.Account)),
		clip(string(e.Currency)))
	if e.Reference != "" {
		what += "/" + clip(e.Reference)
	}
	c.add("duplicate", place,
		kam.Text{
			EN: fmt.Sprintf("%q stands in entry %d already", what, earlier),
			ZH: fmt.Sprintf("%q 已出现在分录 %d", what, earlier),
		},
		kam.Text{
			EN: "add the amounts up into one entry",
			ZH: "请将金额合并为一条分录",
		})
}

// balance tells whether every sum is zero.
func (c *checker) balance(sums map[kam.Currency]decimal.Decimal) bool {
	balanced := true
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		sum := sums[currency]
		if sum.IsZero() {
			continue
		}
		balanced = false
		c.add("unbalanced", "$.entries",
			kam.Text{
				EN: fmt.Sprintf("the entries in %s sum to %s", clip(string(currency)), num.Format(sum)),
				ZH: fmt.Sprintf("%s 的分录合计为 %s", clip(string(currency)), num.Format(sum)),
			},
			kam.Text{
				EN: "post each amount on one account and, with the opposite sign, on another, such as payee and expense",
				ZH: "每笔金额须记入一个账户，并以相反符号记入另一账户，例如收款人账户与费用账户",
			},
			kam.Evidence{Name: "sum", Value: num.Format(sum)})
	}
	return balanced
}

func hasControl(s string) bool {
	for _, r := range s {
		if unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) {
			return true
		}
	}
	return false
}

// clip shortens a text from outside to what a message can carry.
func clip(s string) string {
	if len(s) <= MaxID {
		return s
	}
	return s[:MaxID] + "..."
}

func quote(s string) string {
	return strconv.Quote(clip(s))
}
