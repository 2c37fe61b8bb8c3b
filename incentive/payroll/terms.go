package payroll

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// maxRows is how many rows of a kind terms may have; maxReason is the length of the longest reason, in bytes.
const (
	maxRows   = 10_000
	maxReason = 1024
)

// Terms say what payroll pays of what is payable. The zero value lacks Unapproved, which has no default.
type Terms struct {
	// Unapproved says what happens to amounts posted into periods that are neither approved nor closed.
	Unapproved Unapproved `json:"unapproved"`
	// Minimums are the least amounts that are paid at a time. What is below rolls over to the next pay run. Those that plans
	// state come from Minimums of the settlement; none is known without a row here.
	Minimums []Minimum `json:"minimums,omitempty"`
	// BegunDraws pays draws that a commission period began with while that period is open: what was posted as a draw advance
	// into a period that has begun by the pay date, in which nothing else stands for the payee under the plan. They are
	// neither too late nor unapproved then; everything else is, as it was. Where such draws are paid, let every pay run say
	// so: one that does not takes what was paid for them off what else is due, and pays it later.
	BegunDraws bool `json:"begunDraws,omitempty"`
	// Holds stop the payment of a payee, or of a part of it, for a while. What is held stays payable.
	Holds []Hold `json:"holds,omitempty"`
	// Currencies say what payees are paid in. A payee without one is paid in whatever is payable; what is payable
	// in another currency than the one stated stays behind.
	Currencies []PayeeCurrency `json:"currencies,omitempty"`
}

// Unapproved says what happens to amounts of periods that nobody approved.
type Unapproved string

// The answers.
const (
	// UnapprovedWaits leaves such amounts for a later pay run.
	UnapprovedWaits Unapproved = "wait"
	// UnapprovedPays pays them as any other.
	UnapprovedPays Unapproved = "pay"
)

// Scope says what a minimum is compared with.
type Scope string

// The scopes.
const (
	// PerPayee compares the sum of all plans of a payee in the currency.
	PerPayee Scope = "payee"
	// PerPlan compares each plan by itself.
	PerPlan Scope = "plan"
)

// Minimum is the least amount that is paid at a time.
type Minimum struct {
	Per Scope `json:"per"`
	// Plan is whose minimum it is, of [PerPlan]; empty: every plan that has none of its own.
	Plan     string       `json:"plan,omitempty"`
	Currency kam.Currency `json:"currency"`
	// Amount is above zero; exactly this much is paid.
	Amount decimal.Decimal `json:"amount"`
}

// Hold stops the payment of a payee: all of it, or an amount that is disputed.
type Hold struct {
	Payee string `json:"payee"`
	// Plan is which plan's; empty: all.
	Plan string `json:"plan,omitempty"`
	// Amount is how much of what is due under the plan in Currency is held, above zero; several rows add up. Not valid: all.
	// An amount needs a plan and a currency, and only an amount has a currency.
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
	// Days are the pay dates that it stops; without an end, all from the first on.
	Days kam.Period `json:"days"`
	// Reason and By say why and who decided it. Reason has 1 to 1024 bytes.
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// PayeeCurrency is what a payee is paid in.
type PayeeCurrency struct {
	Payee    string       `json:"payee"`
	Currency kam.Currency `json:"currency"`
}

// ParseTerms reads terms from JSON and checks them. The error is a *[kam.InvalidError] with every fault.
func ParseTerms(data []byte) (Terms, error) {
	var t Terms
	if err := strictjson.Decode(data, &t, "payroll").Err(); err != nil {
		return Terms{}, err
	}
	if err := t.Check(); err != nil {
		return Terms{}, err
	}
	return t, nil
}

// JSON returns the terms as indented JSON that [ParseTerms] reads back.
func (t Terms) JSON() ([]byte, error) { return strictjson.Pretty(t) }

// Check returns nil for terms that can be used, and otherwise every fault in one *[kam.InvalidError].
func (t Terms) Check() error {
	f := wording.Faults{Prefix: "payroll"}
	t.check(&f, "$")
	return f.Err()
}

func (t Terms) check(f *wording.Faults, at string) {
	if t.Unapproved == "" {
		f.Add("unapproved", at+".unapproved",
			wording.Say("nothing says whether amounts of periods that are not approved are paid", "未说明未审批结算期的金额是否发放"),
			wording.Say(`state "unapproved": "wait" to leave them, or "unapproved": "pay" to pay them`,
				`请写明 "unapproved": "wait"（暂不发放）或 "unapproved": "pay"（照常发放）`))
	} else {
		wording.Choice(f, "unapproved", at+".unapproved", t.Unapproved, UnapprovedWaits, UnapprovedPays)
	}
	if f.Count(at+".minimums", len(t.Minimums), 0, maxRows) {
		t.checkMinimums(f, at+".minimums")
	}
	if f.Count(at+".holds", len(t.Holds), 0, maxRows) {
		for i, h := range t.Holds {
			place := wording.At(at+".holds", i)
			f.ID(place+".payee", h.Payee, nil)
			if h.Plan != "" {
				f.ID(place+".plan", h.Plan, nil)
			}
			h.checkAmount(f, place)
			f.Period(place+".days", h.Days, false)
			reason(f, place+".reason", h.Reason)
			f.ID(place+".by", h.By, nil)
		}
	}
	if f.Count(at+".currencies", len(t.Currencies), 0, maxRows) {
		seen := map[string]bool{}
		for i, c := range t.Currencies {
			place := wording.At(at+".currencies", i)
			f.ID(place+".payee", c.Payee, seen)
			currency(f, place+".currency", c.Currency)
		}
	}
}

// checkAmount reports an amount without its plan or currency, one that is not above zero, and a currency without one.
func (h Hold) checkAmount(f *wording.Faults, place string) {
	if !h.Amount.Valid {
		if h.Currency != "" {
			f.Add("scope", place+".currency", wording.Say("a hold of everything has no currency", "暂停全部发放时不应填写币种"),
				wording.Say(`remove "currency", or state the "amount" that is held`, `请删除 "currency"，或填写暂停的 "amount"`))
		}
		return
	}
	if h.Plan == "" {
		f.Add("scope", place+".plan", wording.Say("an amount is held under a plan, and none is named", "暂停部分金额须指定方案"),
			wording.Say(`state the "plan" whose pay it is part of`, `请填写该金额所属的 "plan"`))
	}
	currency(f, place+".currency", h.Currency)
	if f.Number(place+".amount", h.Amount.Decimal) && !h.Amount.Decimal.IsPositive() {
		f.Add("number", place+".amount", wording.Say("the amount held is %s", "暂停金额为 %s", h.Amount.Decimal),
			wording.Say("state an amount above zero, or leave it out to hold everything", "请填写大于零的金额；不填则暂停全部"))
	}
}

func (t Terms) checkMinimums(f *wording.Faults, at string) {
	type key struct {
		per      Scope
		plan     string
		currency kam.Currency
	}
	seen := map[key]bool{}
	for i, m := range t.Minimums {
		place := wording.At(at, i)
		if wording.Choice(f, "scope", place+".per", m.Per, PerPayee, PerPlan) && m.Per == PerPayee && m.Plan != "" {
			f.Add("scope", place+".plan",
				wording.Say("a minimum per payee adds all plans up, so it names none", "按收款人设定的最低发放额合并所有方案，不能指定方案"),
				wording.Say(`remove "plan", or state "per": "plan"`, `请删除 "plan"，或写明 "per": "plan"`))
		}
		if m.Plan != "" {
			f.ID(place+".plan", m.Plan, nil)
		}
		currency(f, place+".currency", m.Currency)
		if f.Number(place+".amount", m.Amount) && !m.Amount.IsPositive() {
			f.Add("number", place+".amount", wording.Say("the minimum is %s", "最低发放额为 %s", m.Amount),
				wording.Say("state an amount above zero, or leave the row out", "请填写大于零的金额，或删除该行"))
		}
		if k := (key{m.Per, m.Plan, m.Currency}); seen[k] {
			f.Add("twice", place, wording.Say("there is such a minimum already", "该最低发放额重复出现"),
				wording.Say("keep one of them", "请只保留一条"))
		} else {
			seen[k] = true
		}
	}
}

// reason reports a reason that is missing or too long.
func reason(f *wording.Faults, place, text string) bool {
	if strings.TrimSpace(text) != "" && len(text) <= maxReason {
		return true
	}
	f.Add("reason", place, wording.Say("the reason is missing, or longer than %d bytes", "缺少原因，或超过 %d 字节", maxReason),
		wording.Say("state the reason in a sentence", "请用一句话写明原因"))
	return false
}
