package accounting

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// prefix stands before every code of this package.
const prefix = "accounting"

func newFaults() *wording.Faults { return &wording.Faults{Prefix: prefix} }

func checkFormat(f *wording.Faults, format int) {
	if format != Format {
		f.Add("format", "$.format", wording.Say("format %d is not known", "未知的格式 %d", format), wording.Say("write \"format\": %d", "请填写 \"format\": %d", Format))
	}
}

// checkMoney reports an amount out of bounds, of no currency, or with more decimal places than its currency has.
func checkMoney(f *wording.Faults, at string, m kam.Money) bool {
	ok := f.Number(at+".amount", m.Amount)
	if _, err := kam.ParseCurrency(string(m.Currency)); err != nil {
		f.Add("currency", at+".currency", wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(string(m.Currency))),
			wording.Say("state a code of ISO 4217, such as CNY", "请填写 ISO 4217 货币代码，例如 CNY"))
		return false
	}
	if places := m.Currency.MinorUnits(); ok && !onGrid(m.Amount, places) {
		f.Add("places", at+".amount", wording.Say("%s has more than the %d decimal places of %s", "%s 超出 %[3]s 的 %[2]d 位小数", m.Amount, places, m.Currency),
			wording.Say("round it before", "请先行舍入"))
		return false
	}
	return ok
}
