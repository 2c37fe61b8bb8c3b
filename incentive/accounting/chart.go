package accounting

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Format is the version of the form in which a [Chart] and a [Policy] are written.
const Format = 1

// Chart says on which accounts of the general ledger commission stands. The zero value is none. Account names are the
// host's, of 1 to 128 bytes; several may be the same account.
type Chart struct {
	// Format is [Format].
	Format int `json:"format"`
	// Detail is how finely a journal is cut.
	Detail Detail `json:"detail"`
	// Expense is charged with what is earned, unless Components names another account.
	Expense string `json:"expense"`
	// Components are the expense accounts of single components, each once.
	Components []ComponentAccount `json:"components,omitempty"`
	// Waiting is the liability for what payees have earned and payroll has not got yet: [ledger.PayeeAccount].
	Waiting string `json:"waiting"`
	// Held is the liability for what is held back: [ledger.HeldAccount].
	Held string `json:"held"`
	// Payable is the liability for what was handed over to payroll: [ledger.PaidAccount].
	Payable string `json:"payable"`
	// Advances is the claim for what payees owe: [ledger.DebtAccount].
	Advances string `json:"advances"`
	// Opening stands against balances that were brought in.
	Opening string `json:"opening"`
	// Exchange stands against amounts that change their currency.
	Exchange string `json:"exchange"`
	// Others say what stands against kinds of postings that are the host's own, each once.
	Others []KindAccount `json:"others,omitempty"`
	// Costs are the accounts of capitalised costs. Needed by [Book.Journal] alone.
	Costs *CostAccounts `json:"costs,omitempty"`
}

// ComponentAccount is the expense account of one component of a plan.
type ComponentAccount struct {
	Plan      string `json:"plan"`
	Component string `json:"component"`
	Account   string `json:"account"`
}

// KindAccount says which side of the house a kind of posting comes from: [ledger.ExpenseAccount], [ledger.OpeningAccount]
// or [ledger.ExchangeAccount]; [ledger.PayeeAccount] says that it moves money between a payee's own accounts.
type KindAccount struct {
	Kind    ledger.Kind    `json:"kind"`
	Against ledger.Account `json:"against"`
}

// CostAccounts are the accounts of costs to obtain contracts.
type CostAccounts struct {
	// Asset holds what is capitalised and not amortised yet.
	Asset string `json:"asset"`
	// Amortisation, Impairment and WriteOff are charged with what leaves the asset.
	Amortisation string `json:"amortisation"`
	Impairment   string `json:"impairment"`
	WriteOff     string `json:"writeOff"`
	// OnCosts is the expense account that the employer's on-costs were charged to.
	OnCosts string `json:"onCosts"`
}

// Detail is how finely a journal is cut; it changes no amount of an account. The zero value is none and refused.
type Detail string

// Details.
const (
	ByComponent Detail = "component" // an entry for each component, with all payees together
	ByPayee     Detail = "payee"     // an entry for each component and payee
)

// Limits of a chart, both inclusive.
const (
	// MaxAccounts is the largest number of components.
	MaxAccounts = 10_000
	// MaxKinds is the largest number of kinds of the host's own.
	MaxKinds = 100
)

// ParseChart returns the chart that a JSON text writes, checked. All faults are reported at once in an
// [*kam.InvalidError].
func ParseChart(data []byte) (Chart, error) {
	var c Chart
	found := strictjson.Decode(data, &c, prefix)
	if err := found.Err(); err != nil {
		return Chart{}, err
	}
	if err := c.Check(); err != nil {
		return Chart{}, err
	}
	return c, nil
}

// JSON returns the chart for people to read and [ParseChart] to read back.
func (c Chart) JSON() ([]byte, error) { return strictjson.Pretty(c) }

// Check returns nil for a usable chart, else all faults in one [*kam.InvalidError].
func (c Chart) Check() error {
	f := newFaults()
	checkFormat(f, c.Format)
	wording.Choice(f, "choice", "$.detail", c.Detail, ByComponent, ByPayee)
	for _, a := range []struct{ key, name string }{
		{"expense", c.Expense},
		{"waiting", c.Waiting},
		{"held", c.Held},
		{"payable", c.Payable},
		{"advances", c.Advances},
		{"opening", c.Opening},
		{"exchange", c.Exchange},
	} {
		f.ID("$."+a.key, a.name, nil)
	}
	if f.Count("$.components", len(c.Components), 0, MaxAccounts) {
		seen := map[[2]string]bool{}
		for i, a := range c.Components {
			at := wording.At("$.components", i)
			f.ID(at+".plan", a.Plan, nil)
			f.ID(at+".component", a.Component, nil)
			f.ID(at+".account", a.Account, nil)
			twice(f, at, seen, [2]string{a.Plan, a.Component})
		}
	}
	if f.Count("$.others", len(c.Others), 0, MaxKinds) {
		seen := map[[2]string]bool{}
		for i, o := range c.Others {
			at := wording.At("$.others", i)
			f.ID(at+".kind", string(o.Kind), nil)
			wording.Choice(f, "choice", at+".against", o.Against, ledger.ExpenseAccount, ledger.OpeningAccount, ledger.ExchangeAccount, ledger.PayeeAccount)
			twice(f, at, seen, [2]string{string(o.Kind)})
			if _, ok := kinds[o.Kind]; ok {
				f.Add("kind", at+".kind", wording.Say("%s is a kind of the library", "%s 是本库自有的类别", wording.Quote(string(o.Kind))),
					wording.Say("leave it out", "请删除该项"))
			}
		}
	}
	if c.Costs != nil {
		for _, a := range []struct{ key, name string }{
			{"asset", c.Costs.Asset},
			{"amortisation", c.Costs.Amortisation},
			{"impairment", c.Costs.Impairment},
			{"writeOff", c.Costs.WriteOff},
			{"onCosts", c.Costs.OnCosts},
		} {
			f.ID("$.costs."+a.key, a.name, nil)
		}
	}
	return f.Err()
}

// twice reports what stands in a list already.
func twice(f *wording.Faults, at string, seen map[[2]string]bool, key [2]string) {
	if seen[key] {
		f.Add("twice", at, wording.Say("%s stands twice", "%s 重复出现", wording.Quote(strings.TrimSpace(key[0]+" "+key[1]))),
			wording.Say("state it once", "请只填写一次"))
	}
	seen[key] = true
}

// own returns the general account of one of the accounts of a payee.
func (c Chart) own(a ledger.Account) (string, bool) {
	switch a {
	case ledger.PayeeAccount:
		return c.Waiting, true
	case ledger.HeldAccount:
		return c.Held, true
	case ledger.PaidAccount:
		return c.Payable, true
	case ledger.DebtAccount:
		return c.Advances, true
	default:
		return "", false
	}
}

// against returns what stands against a kind, [ledger.PayeeAccount] when it stays among the payee's own accounts.
func (c Chart) against(k ledger.Kind) (ledger.Account, bool) {
	if known, ok := kinds[k]; ok {
		return known.against, true
	}
	for _, o := range c.Others {
		if o.Kind == k {
			return o.Against, true
		}
	}
	return "", false
}

// kinds is what the library's postings come from, and what people call them.
var kinds = map[ledger.Kind]struct {
	against ledger.Account
	name    kam.Text
}{
	ledger.Earning:      {ledger.ExpenseAccount, kam.Text{EN: "commission earned", ZH: "提成计提"}},
	ledger.Correction:   {ledger.ExpenseAccount, kam.Text{EN: "correction", ZH: "更正"}},
	ledger.Opened:       {ledger.OpeningAccount, kam.Text{EN: "opening balance", ZH: "期初余额"}},
	ledger.Manual:       {ledger.ExpenseAccount, kam.Text{EN: "manual adjustment", ZH: "手工调整"}},
	ledger.TopUp:        {ledger.ExpenseAccount, kam.Text{EN: "top-up to a guarantee", ZH: "保底补足"}},
	ledger.DrawAdvance:  {ledger.PayeeAccount, kam.Text{EN: "draw advanced", ZH: "预支"}},
	ledger.DrawRecovery: {ledger.PayeeAccount, kam.Text{EN: "draw recovered", ZH: "预支追收"}},
	ledger.Forgiveness:  {ledger.ExpenseAccount, kam.Text{EN: "debt forgiven", ZH: "欠款豁免"}},
	ledger.Holdback:     {ledger.PayeeAccount, kam.Text{EN: "holdback", ZH: "暂扣"}},
	ledger.Release:      {ledger.PayeeAccount, kam.Text{EN: "release", ZH: "释放"}},
	ledger.Clawback:     {ledger.ExpenseAccount, kam.Text{EN: "clawback", ZH: "追回"}},
	ledger.Shortfall:    {ledger.PayeeAccount, kam.Text{EN: "shortfall", ZH: "不足转欠款"}},
	ledger.Recovery:     {ledger.PayeeAccount, kam.Text{EN: "debt recovered", ZH: "欠款追收"}},
	ledger.Payout:       {ledger.PayeeAccount, kam.Text{EN: "payout", ZH: "发放"}},
	ledger.PayoutReturn: {ledger.PayeeAccount, kam.Text{EN: "payout returned", ZH: "发放退回"}},
	ledger.Conversion:   {ledger.ExchangeAccount, kam.Text{EN: "currency conversion", ZH: "货币折算"}},
}

// nameOf is what people call a kind; one of the host's own is its word.
func nameOf(k ledger.Kind) kam.Text {
	if known, ok := kinds[k]; ok {
		return known.name
	}
	return wording.Same(wording.Clip(string(k)))
}
