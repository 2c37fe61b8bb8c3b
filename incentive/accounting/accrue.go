package accounting

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// MaxRows is the largest number of ledger sums in one call.
const MaxRows = 5_000_000

// Accrue returns the journal of what was posted into a period: every earning charged as an expense of the commission
// period it belongs to and owed on the waiting account; what is paid out moves from there to the payable one. Rows of other
// periods are passed over; the rows are those of a [ledger.Snapshot], in any order.
//
// An expense entry is one component, origin and kind; entries of movements between accounts of payees, such as a payout,
// are one kind. With [ByPayee] both are cut by payee too.
//
// A faulty chart, period or row is an [*kam.InvalidError] with all faults; a kind that moves money between a payee's own
// accounts and does not sum to zero is the code accounting.unbalanced.
func Accrue(chart Chart, rows []ledger.Posted, into kam.Period) (Journal, error) {
	f := newFaults()
	f.Merge("chart", chart.Check())
	f.Period("into", into, true)
	checkRows(f, chart, rows)
	if err := f.Err(); err != nil {
		return Journal{}, err
	}
	j := Journal{Period: into}
	groups := group(chart, rows, func(row ledger.Posted) bool { return row.Into == into })
	for _, key := range slices.SortedFunc(maps.Keys(groups), groupKey.compare) {
		sums := groups[key]
		if !balanced(f, key, sums) {
			continue
		}
		entry, some := newEntry(into, Entry{
			Origin: key.origin, Plan: key.plan, Component: key.component, Payee: key.payee,
			Kind: string(key.kind), Currency: key.currency, Text: key.text(),
		}, sums)
		if some {
			j.Entries = append(j.Entries, entry)
		}
	}
	if err := f.Err(); err != nil {
		return Journal{}, err
	}
	slices.SortFunc(j.Entries, Entry.compare)
	return j, nil
}

// group adds up the rows that are kept: for each entry the amount of each account, debits positive.
func group(chart Chart, rows []ledger.Posted, keep func(ledger.Posted) bool) map[groupKey]map[string]decimal.Decimal {
	expense := map[[2]string]string{}
	for _, a := range chart.Components {
		expense[[2]string{a.Plan, a.Component}] = a.Account
	}
	groups := map[groupKey]map[string]decimal.Decimal{}
	for _, row := range rows {
		if !keep(row) {
			continue
		}
		against, _ := chart.against(row.Kind)
		key := groupKey{kind: row.Kind, currency: row.Currency}
		if chart.Detail == ByPayee {
			key.payee = row.Payee
		}
		if against != ledger.PayeeAccount {
			key.origin, key.plan, key.component = row.Period, row.Plan, row.Component
		}
		sums := groups[key]
		if sums == nil {
			sums = map[string]decimal.Decimal{}
			groups[key] = sums
		}
		own, _ := chart.own(row.Account)
		sums[own] = sums[own].Sub(row.Amount) // what is owed to the payee is a credit
		other := ""
		switch against {
		case ledger.ExpenseAccount:
			other = cmp.Or(expense[[2]string{row.Plan, row.Component}], chart.Expense)
		case ledger.OpeningAccount:
			other = chart.Opening
		case ledger.ExchangeAccount:
			other = chart.Exchange
		default:
			continue
		}
		sums[other] = sums[other].Add(row.Amount)
	}
	return groups
}

// balanced reports a kind whose postings do not stay among the accounts of payees.
func balanced(f *wording.Faults, key groupKey, sums map[string]decimal.Decimal) bool {
	total := decimal.Zero
	for _, sum := range sums {
		total = total.Add(sum)
	}
	if total.IsZero() {
		return true
	}
	f.Add("unbalanced", "rows", wording.Say("postings of the kind %s sum to %s %s", "类别 %s 的分录合计为 %s %s", wording.Quote(string(key.kind)), key.currency, total.Neg()),
		wording.Say("pass all accounts of the snapshot", "请传入快照中的全部账户"))
	return false
}

// Position returns the balance of every account on the day before a day: of everything posted into periods that end on it
// or earlier. Accounts at zero are left out; the order is by account and currency. Faults are those of [Accrue].
func Position(chart Chart, rows []ledger.Posted, on kam.Day) ([]Balance, error) {
	f := newFaults()
	if !on.IsSet() {
		f.Add("day", "on", wording.Say("the day is missing", "缺少日期"), wording.Say("state the first day after the last period", "请填写最后一个期间之后的第一天"))
	}
	f.Merge("chart", chart.Check())
	checkRows(f, chart, rows)
	if err := f.Err(); err != nil {
		return nil, err
	}
	sums := map[balanceKey]decimal.Decimal{}
	groups := group(chart, rows, func(row ledger.Posted) bool { return row.Into.Until.Compare(on) <= 0 })
	for _, key := range slices.SortedFunc(maps.Keys(groups), groupKey.compare) {
		balanced(f, key, groups[key])
		for account, sum := range groups[key] {
			at := balanceKey{account, key.currency}
			sums[at] = sums[at].Add(sum)
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return balances(sums), nil
}

// Expense is what one component cost in one commission period, whenever it was posted.
type Expense struct {
	Origin    kam.Period      `json:"origin"`
	Plan      string          `json:"plan"`
	Component string          `json:"component"`
	Currency  kam.Currency    `json:"currency"`
	Amount    decimal.Decimal `json:"amount"`
}

// Expenses returns what each component cost by the commission period that it belongs to, in the order of period, plan,
// component and currency; what comes to zero is left out. Faults are those of [Accrue].
func Expenses(chart Chart, rows []ledger.Posted) ([]Expense, error) {
	f := newFaults()
	f.Merge("chart", chart.Check())
	checkRows(f, chart, rows)
	if err := f.Err(); err != nil {
		return nil, err
	}
	sums := map[groupKey]decimal.Decimal{}
	for _, row := range rows {
		if against, _ := chart.against(row.Kind); against == ledger.ExpenseAccount {
			key := groupKey{origin: row.Period, plan: row.Plan, component: row.Component, currency: row.Currency}
			sums[key] = sums[key].Add(row.Amount)
		}
	}
	var out []Expense
	for _, key := range slices.SortedFunc(maps.Keys(sums), groupKey.compare) {
		if sum := sums[key]; !sum.IsZero() {
			out = append(out, Expense{Origin: key.origin, Plan: key.plan, Component: key.component, Currency: key.currency, Amount: sum})
		}
	}
	return out, nil
}

// checkRows reports sums that no ledger gives, and kinds of which nobody says what they come from.
func checkRows(f *wording.Faults, chart Chart, rows []ledger.Posted) {
	if !f.Count("rows", len(rows), 0, MaxRows) {
		return
	}
	for i, row := range rows {
		at := wording.At("rows", i)
		f.Period(at+".period", row.Period, true)
		f.Period(at+".into", row.Into, true)
		f.Number(at+".amount", row.Amount)
		if _, err := kam.ParseCurrency(string(row.Currency)); err != nil {
			f.Add("currency", at+".currency", wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(string(row.Currency))),
				wording.Say("state a code of ISO 4217, such as CNY", "请填写 ISO 4217 货币代码，例如 CNY"))
		}
		if _, ok := chart.own(row.Account); !ok {
			f.Add("account", at+".account", wording.Say("%s is no account of a payee", "%s 不是收款人账户", wording.Quote(string(row.Account))),
				wording.Say("pass the sums of a snapshot, which leave the house's own side out", "请传入快照的汇总，其中不含公司一方的账户"))
		}
		if _, ok := chart.against(row.Kind); !ok {
			f.Add("kind", at+".kind", wording.Say("nobody says what the kind %s comes from", "未说明类别 %s 的对方账户", wording.Quote(string(row.Kind))),
				wording.Say("add {\"kind\": %s, \"against\": \"expense\"} to others of the chart for a cost, \"payee\" for a movement between accounts of a payee",
					"请在科目表的 others 中添加 {\"kind\": %s, \"against\": \"expense\"}（费用），在收款人账户之间移动的请填 \"payee\"", wording.Quote(string(row.Kind))))
		}
	}
}

// groupKey is what one entry of an accrual is about.
type groupKey struct {
	origin          kam.Period
	plan, component string
	payee           string
	kind            ledger.Kind
	currency        kam.Currency
}

func (k groupKey) compare(o groupKey) int {
	return cmp.Or(
		k.origin.Compare(o.origin), cmp.Compare(k.plan, o.plan), cmp.Compare(k.component, o.component),
		cmp.Compare(k.payee, o.payee), cmp.Compare(k.kind, o.kind), cmp.Compare(k.currency, o.currency),
	)
}

func (k groupKey) text() kam.Text {
	if k.plan == "" {
		return nameOf(k.kind)
	}
	return wording.Say("%s, %s of %s, %s", "%s，%[3]s 的 %[2]s，%[4]s", nameOf(k.kind), wording.Clip(k.component), wording.Clip(k.plan), wording.Days(k.origin))
}

// stableID returns an ID of 32 hex digits that depends on all texts and on how they are cut.
func stableID(texts ...string) string {
	d := sha256.New()
	for _, text := range texts {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(text)))
		d.Write(length[:])
		d.Write([]byte(text))
	}
	return hex.EncodeToString(d.Sum(nil)[:16])
}

// onGrid reports whether an amount has no more decimal places than stated.
func onGrid(d decimal.Decimal, places int32) bool { return num.Round(d, places, num.Down).Equal(d) }
