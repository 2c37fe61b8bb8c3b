package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// ErrNotConserved says that money came from nowhere or went nowhere. See [Conserved].
var ErrNotConserved = errors.New("ledger: the sums are not conserved")

// Accounts returns the accounts of payees that a kind of this library moves money on, and nil for other kinds.
func (k Kind) Accounts() []Account {
	switch k {
	case Earning, Correction, Manual, TopUp, Conversion:
		return []Account{PayeeAccount}
	case Opened, Clawback:
		return []Account{PayeeAccount, HeldAccount, DebtAccount}
	case Forgiveness:
		return []Account{DebtAccount}
	case DrawAdvance, DrawRecovery, Shortfall, Recovery:
		return []Account{PayeeAccount, DebtAccount}
	case Holdback, Release:
		return []Account{PayeeAccount, HeldAccount}
	case Payout, PayoutReturn:
		return []Account{PayeeAccount, PaidAccount}
	}
	return nil
}

// Within tells whether the kind moves money between two accounts of the payee, so that it adds nothing to and takes
// nothing from [Balance.Total].
func (k Kind) Within() bool {
	switch k {
	case DrawAdvance, DrawRecovery, Shortfall, Recovery, Holdback, Release, Payout, PayoutReturn:
		return true
	case Earning, Correction, Manual, TopUp, Conversion, Opened, Clawback, Forgiveness:
	}
	return false
}

// Conserved returns nil when the sums of a whole book are conserved, and otherwise every fault in one
// *[kam.InvalidError], wrapped with [ErrNotConserved]. For each payee, plan and currency,
//
//	earned + corrections + top-ups + forgiven + adjustments - clawed back + opened + converted
//	  = payable + held + paid + debt (which is below zero)
//
// holds exactly when each kind that is [Kind.Within] sums to zero over the payee's accounts. Besides, each kind of this
// library stands on its own accounts alone, a debt is never above zero, and neither what is held for one reference nor
// what is paid is ever below zero. The code is ledger.conservation. Sums on the house's accounts are passed over.
func Conserved(posted []Posted) error {
	c := conservation{kinds: map[flowKey]decimal.Decimal{}, floors: map[flowKey]decimal.Decimal{}}
	for _, p := range posted {
		c.add(p)
	}
	for _, k := range slices.SortedFunc(maps.Keys(c.kinds), flowKey.compare) {
		if sum := c.kinds[k]; !sum.IsZero() {
			c.fault(k, wording.Say("%s moves money between accounts of the payee, but its entries sum to %s",
				"%s 只在收款人各账户之间划转，但其分录合计为 %s", string(k.kind), num.Format(sum)))
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(c.floors), flowKey.compare) {
		sum := c.floors[k]
		switch {
		case k.account == DebtAccount && sum.IsPositive():
			c.fault(k, wording.Say("the debt is %s, above zero", "欠款为 %s，大于零", num.Format(sum)))
		case k.account == PaidAccount && sum.IsNegative():
			c.fault(k, wording.Say("%s was paid, below zero", "已发放金额为 %s，小于零", num.Format(sum)))
		case k.account == HeldAccount && sum.IsNegative():
			c.fault(k, wording.Say("%s is held for the reference %s, below zero", "引用 %[2]s 的暂扣金额为 %[1]s，小于零", num.Format(sum), quote(k.reference)))
		}
	}
	if err := c.found.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrNotConserved, err)
	}
	return nil
}

// conservation collects what [Conserved] looks at.
type conservation struct {
	kinds  map[flowKey]decimal.Decimal // by kind, over all accounts
	floors map[flowKey]decimal.Decimal // by account and, where held, reference
	found  kam.Findings
}

type flowKey struct {
	balanceKey
	kind      Kind
	account   Account
	reference string
}

func (k flowKey) compare(o flowKey) int {
	return cmp.Or(k.balanceKey.compare(o.balanceKey), cmp.Compare(k.kind, o.kind), cmp.Compare(k.account, o.account),
		cmp.Compare(k.reference, o.reference))
}

func (c *conservation) add(p Posted) {
	if !p.Account.OfPayee() {
		return
	}
	key := flowKey{balanceKey: balanceKey{p.Payee, p.Plan, p.Currency}}
	if known := p.Kind.Accounts(); known != nil && !slices.Contains(known, p.Account) {
		c.fault(key, wording.Say("%s of %s stands on the account %s", "%s 类金额 %s 记在 %s 账户", string(p.Kind), num.Format(p.Amount), string(p.Account)))
	}
	if p.Kind.Within() {
		k := key
		k.kind = p.Kind
		c.kinds[k] = c.kinds[k].Add(p.Amount)
	}
	if p.Account != PayeeAccount {
		k := key
		k.account = p.Account
		if p.Account == HeldAccount {
			k.reference = p.Reference
		}
		c.floors[k] = c.floors[k].Add(p.Amount)
	}
}

func (c *conservation) fault(k flowKey, message kam.Text) {
	c.found.Add(kam.Finding{
		Code: "ledger.conservation", Severity: kam.Error,
		Place:   fmt.Sprintf("%s/%s/%s", clip(k.payee), clip(k.plan), clip(string(k.currency))),
		Message: message,
		Remedy: wording.Say("correct it with a further batch, made of moves between the accounts of its kind",
			"请追加一批更正分录，在该类金额所用的账户之间划转"),
	})
}
