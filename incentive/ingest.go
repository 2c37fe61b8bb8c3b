package incentive

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// deal is a transaction as the run knows it.
type deal struct {
	Transaction
	// owners are the participants, role filled in.
	owners []Participant
	// original is the deal that this one takes back, or -1.
	original int
	// refunds are the deals that take this one back, in order of date, sequence and id.
	refunds []int
	// before and after are the parts of the original taken back before and after this refund.
	before, after *big.Rat
	// prior is true for a deal that only the opening knows.
	prior bool
	// fault holds everybody who is credited for the deal.
	fault *kam.Finding
}

// book is the transactions of one run.
type book struct {
	deals []deal
	byID  map[string]int
	found faults
}

// ctxEvery is how many transactions pass between two looks at the context.
const ctxEvery = 4096

// ingest looks at all transactions and links reversals to their originals.
// Content that no run may build on is reported with severity error; it stops the run.
func ingest(ctx context.Context, transactions rows, prior []Prior) (*book, error) {
	b := &book{byID: make(map[string]int, transactions.count())}
	for i := range uint32(transactions.count()) {
		if i%ctxEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		b.add(*transactions.at(i), int(i))
	}
	b.complete(prior)
	return b, nil
}

// complete adds the deals that only the opening knows, and links reversals to their originals.
func (b *book) complete(prior []Prior) {
	seen := map[priorKey]bool{}
	for i, p := range prior {
		at := fmt.Sprintf("opening.prior[%d]", i)
		if k := (priorKey{p.Payee, p.Plan, p.Transaction.ID}); seen[k] {
			b.found.add(CodeTransactionConflict, at, say("the prior deal %q of %q under plan %q is there twice", "%[2]q 在方案 %[3]q 下的 prior 交易 %[1]q 重复", clip(p.Transaction.ID), clip(p.Payee), clip(p.Plan)), say("state it once", "请只写一次"))
			continue
		}
		seen[priorKey{p.Payee, p.Plan, p.Transaction.ID}] = true
		if _, known := b.byID[p.Transaction.ID]; known {
			continue
		}
		if b.check(p.Transaction, at) {
			b.byID[p.Transaction.ID] = len(b.deals)
			d := newDeal(p.Transaction)
			d.prior = true
			b.deals = append(b.deals, d)
		}
	}
	b.link()
}

// place says where a transaction came from.
func place(t Transaction, n int) string {
	if t.Place != "" {
		return t.Place
	}
	if t.ID != "" {
		return fmt.Sprintf("transactions[%d] (%s)", n, clip(t.ID))
	}
	return fmt.Sprintf("transactions[%d]", n)
}

func (b *book) add(t Transaction, n int) {
	at := place(t, n)
	if !b.check(t, at) {
		return
	}
	if i, ok := b.byID[t.ID]; ok {
		if sameTransaction(b.deals[i].Transaction, t) {
			b.found.list.Add(kam.Finding{
				Code: string(CodeTransactionRepeated), Severity: kam.Info, Place: at,
				Message: say("transaction %q came twice with the same content", "交易 %q 重复出现且内容相同", clip(t.ID)),
				Remedy:  say("nothing to do: it counts once", "无需处理：只计一次"),
			})
			return
		}
		b.found.add(CodeTransactionConflict, at, say("transaction %q came twice with different content", "交易 %q 重复出现且内容不同", clip(t.ID)),
			say("keep one of them; a change of a deal is a reversal and a new transaction", "请保留其一；交易变更应记为冲销与新交易"))
		return
	}
	b.byID[t.ID] = len(b.deals)
	b.deals = append(b.deals, newDeal(t))
}

func newDeal(t Transaction) deal { return deal{Transaction: t, owners: ownersOf(t), original: -1} }

// clone copies a transaction, so that its source may reuse what it yielded.
func (t Transaction) clone() Transaction {
	t.Participants = slices.Clone(t.Participants)
	t.Attributes = maps.Clone(t.Attributes)
	t.Numbers = maps.Clone(t.Numbers)
	return t
}

// ownersOf writes a transaction's participants out.
func ownersOf(t Transaction) []Participant {
	if t.Owner != "" && len(t.Participants) == 0 {
		return []Participant{{Payee: t.Owner, Role: roleOwner, Share: kam.Whole()}}
	}
	out := slices.Clone(t.Participants)
	for i := range out {
		if out[i].Role == "" {
			out[i].Role = roleOwner
		}
	}
	if t.Owner != "" {
		out = append([]Participant{{Payee: t.Owner, Role: roleOwner, Share: kam.Whole()}}, out...)
	}
	return out
}

// check reports what makes a transaction unusable.
func (b *book) check(t Transaction, at string) bool {
	good := true
	bad := func(code Code, message, remedy kam.Text) {
		b.found.add(code, at, message, remedy)
		good = false
	}
	if !validID(t.ID) {
		bad(CodeTransaction, say("the transaction's id %q is empty, too long or has control characters", "交易编号 %q 为空、过长或含控制字符", clip(t.ID)), say("use 1 to %d bytes of text", "请使用 1 至 %d 字节文本", maxID))
	}
	for _, x := range []struct {
		name string
		d    decimal.NullDecimal
	}{{"amount", decimal.NewNullDecimal(t.Amount)}, {"margin", t.Margin}, {"units", t.Units}, {"cash", t.Cash}} {
		if x.d.Valid && !fits(x.d.Decimal, maxDecimals) {
			bad(CodeTransaction, say("transaction %q: the %s has too many digits", "交易 %q：%s 位数过多", clip(t.ID), x.name), say("use at most %d digits and %d decimals", "最多 %d 位数字、%d 位小数", maxDigits, maxDecimals))
		}
	}
	for _, k := range sortedKeys(t.Numbers) {
		if !fits(t.Numbers[k], maxRateDecimals) {
			bad(CodeTransaction, say("transaction %q: the number %q has too many digits", "交易 %q：数值 %q 位数过多", clip(t.ID), clip(k)), say("use at most %d digits and %d decimals", "最多 %d 位数字、%d 位小数", maxDigits, maxRateDecimals))
		}
	}
	for _, k := range sortedKeys(t.Attributes) {
		if !utf8.ValidString(k) || !utf8.ValidString(t.Attributes[k]) {
			bad(CodeTransaction, say("transaction %q: an attribute is no UTF-8 text", "交易 %q：属性不是 UTF-8 文本", clip(t.ID)), say("decode the text first", "请先转换编码"))
		}
	}
	if t.Currency != "" {
		if _, err := kam.ParseCurrency(string(t.Currency)); err != nil {
			bad(CodeTransaction, say("transaction %q: %q is no ISO 4217 currency", "交易 %q：%q 不是 ISO 4217 货币代码", clip(t.ID), clip(string(t.Currency))), say("write a code such as CNY", "请写货币代码，例如 CNY"))
		}
	}
	switch {
	case t.Reverses == "" && t.Amount.IsNegative():
		bad(CodeTransaction, say("transaction %q is negative and names no original", "交易 %q 金额为负且未指明原交易", clip(t.ID)), say("name the deal it takes back in \"reverses\"", "请在 reverses 中写明所冲销的交易"))
	case t.Reverses != "" && t.Amount.IsPositive():
		bad(CodeTransaction, say("transaction %q reverses %q and is positive", "交易 %q 冲销 %q 但金额为正", clip(t.ID), clip(t.Reverses)), say("a reversal has a negative amount", "冲销交易金额须为负"))
	}
	if !b.shares(t, at) {
		good = false
	}
	return good
}

// shares checks the participants of a transaction.
func (b *book) shares(t Transaction, at string) bool {
	if t.Owner == "" && len(t.Participants) == 0 {
		if t.Reverses != "" {
			return true
		}
		b.found.add(CodeTransaction, at, say("transaction %q has no owner", "交易 %q 没有负责人", clip(t.ID)), say("name its owner", "请写明负责人"))
		return false
	}
	if len(t.Participants) > maxParts {
		b.found.add(CodeTransaction, at, say("transaction %q has too many participants", "交易 %q 参与人过多", clip(t.ID)), say("use at most %d", "最多 %d 人", maxParts))
		return false
	}
	total, owned := new(big.Rat), false
	for _, p := range ownersOf(t) {
		if !validID(p.Payee) || p.Share.Rat().Sign() <= 0 || p.Share.Den > maxDenominator && decimalsOf(p.Share) > maxRateDecimals {
			b.found.add(CodeTransaction, at, say("transaction %q: participant %q has no valid share", "交易 %q：参与人 %q 的份额无效", clip(t.ID), clip(p.Payee)),
				say("use a positive share of at most %d decimals, or a fraction with a denominator up to %d", "份额须为正，最多 %d 位小数，或分母不超过 %d 的分数", maxRateDecimals, maxDenominator))
			return false
		}
		if p.Role == roleOwner {
			total.Add(total, p.Share.Rat())
			owned = true
		}
	}
	if (owned || t.Reverses == "") && total.Cmp(big.NewRat(1, 1)) != 0 {
		percent := new(big.Rat).Mul(total, big.NewRat(100, 1))
		b.found.add(CodeSplitNotWhole, at, say("transaction %q: the owners' shares total %s %%", "交易 %q：负责人份额合计为 %s%%", clip(t.ID), num.Format(num.RoundRat(percent, 4, num.HalfUp))),
			say("owners' shares total exactly 1; write thirds as 1/3", "负责人份额合计须恰为 1；三分之一请写 1/3"))
		return false
	}
	return true
}

// link finds the original of every reversal and the order of the reversals of each deal.
func (b *book) link() {
	for i := range b.deals {
		d := &b.deals[i]
		if d.Reverses == "" {
			continue
		}
		o, ok := b.byID[d.Reverses]
		switch {
		case !ok:
			d.hold(CodeRefundWithoutOriginal, say("%q reverses %q, which is no deal known here", "%q 冲销 %q，但找不到该原交易", clip(d.ID), clip(d.Reverses)),
				say("include the original among the transactions, or in the opening's prior deals", "请将原交易包含在交易数据或期初 prior 中"))
			continue
		case o == i:
			d.hold(CodeRefundWithoutOriginal, say("%q reverses itself", "%q 冲销的是其自身", clip(d.ID)),
				say("name the deal that it takes back in \"reverses\"", "请在 reverses 中写明所冲销的交易"))
			continue
		case b.deals[o].Reverses != "":
			d.hold(CodeRefundWithoutOriginal, say("%q reverses %q, which is itself a reversal", "%q 冲销 %q，而后者本身也是冲销", clip(d.ID), clip(d.Reverses)),
				say("a reversal cannot be taken back: if the deal counts again, add a new transaction with a positive amount and an id of its own", "冲销不可再被冲销：如交易恢复计入，请新增一笔金额为正、编号独立的交易"))
			continue
		}
		d.original = o
		original := &b.deals[o]
		original.refunds = append(original.refunds, i)
		if len(d.owners) > 0 && !stated(d.owners, original.owners) {
			d.hold(CodeRefundMismatch, say("%q reverses %q and states other owners", "%q 冲销 %q，但负责人不一致", clip(d.ID), clip(d.Reverses)), say("leave a reversal's owners out", "冲销交易请勿填写负责人"))
		}
		d.owners = original.owners
		if d.Currency != original.Currency {
			d.hold(CodeRefundMismatch, say("%q reverses %q in another currency", "%q 与所冲销的 %q 货币不同", clip(d.ID), clip(d.Reverses)), say("reverse a deal in its own currency", "请用原货币冲销"))
		}
	}
	for i := range b.deals {
		b.rank(&b.deals[i])
	}
}

// rank orders the reversals of a deal, those without any date last, and says which part of it each takes back.
func (b *book) rank(o *deal) {
	if len(o.refunds) == 0 {
		return
	}
	slices.SortFunc(o.refunds, func(x, y int) int {
		a, c := &b.deals[x], &b.deals[y]
		return cmp.Or(compareBool(!a.firstDate().IsSet(), !c.firstDate().IsSet()), a.firstDate().Compare(c.firstDate()), cmp.Compare(a.Sequence, c.Sequence), strings.Compare(a.ID, c.ID))
	})
	whole, done := num.Rat(o.Amount), new(big.Rat)
	for _, i := range o.refunds {
		d := &b.deals[i]
		d.before = new(big.Rat)
		if whole.Sign() != 0 {
			d.before.Quo(done, whole)
		}
		done = new(big.Rat).Sub(done, num.Rat(d.Amount))
		d.after = new(big.Rat)
		if whole.Sign() != 0 {
			d.after.Quo(done, whole)
		}
		if done.Cmp(whole) > 0 {
			d.hold(CodeRefundExceeds, say("the reversals of %q come to more than the deal", "%q 的冲销合计超过原交易", clip(o.ID)), say("reverse at most %s", "最多冲销 %s", num.Format(o.Amount)))
			if o.fault == nil {
				o.fault = d.fault
			}
		}
	}
}

// firstDate is the earliest date a deal has; it ranks the reversals of one deal among themselves.
func (t *Transaction) firstDate() kam.Day {
	for _, day := range []kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered} {
		if day.IsSet() {
			return day
		}
	}
	return kam.Day{}
}

// hold marks a deal whose fault holds everybody credited for it. The first fault stays.
func (d *deal) hold(code Code, message, remedy kam.Text) {
	if d.fault != nil {
		return
	}
	at := d.Place
	if at == "" {
		at = "transaction " + clip(d.ID)
	}
	d.fault = &kam.Finding{Code: string(code), Severity: kam.Error, Place: at, Message: message, Remedy: remedy}
}

// fits reports whether a number of a transaction is within the bounds of the numeric contract.
func fits(d decimal.Decimal, places int32) bool {
	return num.Check(d) == nil && decimals(d) <= places && digits(d) <= maxDigits
}

func validID(s string) bool {
	if s == "" || len(s) > maxID || !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// stated reports whether a reversal names its original's owners, and nobody else beside them who had no part in it.
func stated(reversal, original []Participant) bool {
	owner := func(all []Participant) []Participant {
		return slices.DeleteFunc(slices.Clone(all), func(p Participant) bool { return p.Role != roleOwner })
	}
	if !sameParticipants(owner(reversal), owner(original)) {
		return false
	}
	for _, p := range reversal {
		if !slices.ContainsFunc(original, func(o Participant) bool {
			return o.Payee == p.Payee && o.Role == p.Role && o.Share.Cmp(p.Share) == 0
		}) {
			return false
		}
	}
	return true
}

func sameParticipants(a, b []Participant) bool {
	if len(a) != len(b) {
		return false
	}
	sorted := func(in []Participant) []Participant {
		out := slices.Clone(in)
		slices.SortFunc(out, func(x, y Participant) int {
			return cmp.Or(strings.Compare(x.Payee, y.Payee), strings.Compare(x.Role, y.Role), x.Share.Cmp(y.Share))
		})
		return out
	}
	return slices.EqualFunc(sorted(a), sorted(b), func(x, y Participant) bool {
		return x.Payee == y.Payee && x.Role == y.Role && x.Share.Cmp(y.Share) == 0
	})
}

// sameTransaction compares content; the place does not count.
func sameTransaction(a, b Transaction) bool {
	return a.fingerprint() == b.fingerprint()
}
