package accounting

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Policy says which commission is a cost to obtain a contract, and how it becomes an expense (ASC 340-40, IFRS 15.91 to 104).
// Every word is stated: each reading moves profit between periods. The zero value is none.
type Policy struct {
	// Format is [Format].
	Format int `json:"format"`
	// Standard decides whether an impairment may be reversed.
	Standard Standard `json:"standard"`
	// Components say which commission is incremental, that is would not have been paid without the contract.
	Components []ComponentRule `json:"components,omitempty"`
	// Other is what becomes of components that are not listed.
	Other Treatment `json:"other"`
	// OnCosts is the employer's share on top of commission, such as social security: 0.2 adds 20 %. At least 0; "0" for none.
	// Each cost's share is rounded to the minor unit of its currency by Rounding.
	OnCosts decimal.NullDecimal `json:"onCosts,omitzero"`
	// Expedient is "one-year" to expense at once what would be amortised over twelve months or less, or "none".
	Expedient Expedient `json:"expedient"`
	// Renewals says whether renewing pays as much as the first sale.
	Renewals Renewals `json:"renewals"`
	// Unit is what one asset is.
	Unit Unit `json:"unit"`
	// Portfolios are the groups of like contracts; needed for [PerPortfolio], refused elsewhere.
	Portfolios []Portfolio `json:"portfolios,omitempty"`
	// Convention is how the first month counts.
	Convention Convention `json:"convention"`
	// Remainder says which months get what rounding leaves.
	Remainder Remainder `json:"remainder"`
	// Late is what a cost does that comes after amortisation has begun.
	Late Late `json:"late"`
	// Rounding is how one amount is rounded to the minor unit of its currency.
	Rounding Mode `json:"rounding"`
}

// ComponentRule is the treatment of one component of a plan.
type ComponentRule struct {
	Plan      string    `json:"plan"`
	Component string    `json:"component"`
	Treatment Treatment `json:"treatment"`
}

// Portfolio is a group of contracts alike enough to be accounted for together. Contracts that begin in one month are one
// asset of it.
type Portfolio struct {
	ID string `json:"id"`
	// Over is how long they are expected to bring benefit, renewals that are expected included unless these pay their own way.
	Over Length `json:"over,omitzero"`
}

// Treatment is what becomes of a cost. The zero value is none and refused.
type Treatment string

// Treatments.
const (
	Capitalise Treatment = "capitalise" // it becomes an asset
	ExpenseNow Treatment = "expense"    // it stays an expense of its period
	Refuse     Treatment = "refuse"     // it is a fault: somebody has to decide first
)

// Standard is the set of rules. The zero value is none and refused.
type Standard string

// Standards.
const (
	ASC340 Standard = "asc-340-40" // an impairment is never reversed (340-40-35-6)
	IFRS15 Standard = "ifrs-15"    // it is, up to what would stand without it (IFRS 15.104)
)

// Expedient is the practical expedient of one year. The zero value is none and refused.
type Expedient string

// Expedients.
const (
	OneYear     Expedient = "one-year" // costs amortised over twelve months or less are expensed at once
	NoExpedient Expedient = "none"
)

// Renewals says over which time the cost of a first contract brings benefit. The zero value is none and refused.
type Renewals string

// Readings of renewals.
const (
	// Commensurate: a renewal pays commission in proportion, so each cost is amortised over the term of its own contract.
	Commensurate Renewals = "commensurate"
	// NotCommensurate: the first commission buys renewals too, and is amortised over [Contract].Over, which includes them.
	NotCommensurate Renewals = "not-commensurate"
)

// Unit is what one asset is. The zero value is none and refused.
type Unit string

// Units.
const (
	PerContract  Unit = "contract"
	PerPortfolio Unit = "portfolio"
)

// Late is what a cost above zero does that comes after amortisation has begun. The zero value is none and refused. A refund,
// a cost below zero, always takes from the asset the share of it that is not amortised yet, and from the expense the rest.
type Late string

// Readings of late costs.
const (
	CatchUp     Late = "catch-up"    // the share of past months is amortised at once, as if it had been there from the start
	Prospective Late = "prospective" // all of it is spread over the months that are left
)

// Mode names what happens to an amount between two minor units; "half" modes go to the nearest.
type Mode string

// Modes. All of them treat a refund as the mirror of a cost.
const (
	HalfUp   Mode = "half-up"   // a half away from zero
	HalfEven Mode = "half-even" // a half to the even neighbour
	HalfDown Mode = "half-down" // a half towards zero
	Up       Mode = "up"        // away from zero
	Down     Mode = "down"      // towards zero
)

// MaxPortfolios is the largest number of portfolios in a policy.
const MaxPortfolios = 10_000

// ParsePolicy returns the policy that a JSON text writes, checked. All faults are reported at once in an
// [*kam.InvalidError].
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	found := strictjson.Decode(data, &p, prefix)
	if err := found.Err(); err != nil {
		return Policy{}, err
	}
	if err := p.Check(); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// JSON returns the policy for people to read and [ParsePolicy] to read back.
func (p Policy) JSON() ([]byte, error) { return strictjson.Pretty(p) }

// Check returns nil for a usable policy, else all faults in one [*kam.InvalidError].
func (p Policy) Check() error {
	f := newFaults()
	checkFormat(f, p.Format)
	state(f, "$.standard", p.Standard, effect(ASC340, "an impairment is never reversed", "减值不得转回"), effect(IFRS15, "an impairment may be reversed", "减值可以转回"))
	if f.Count("$.components", len(p.Components), 0, MaxAccounts) {
		seen := map[[2]string]bool{}
		for i, c := range p.Components {
			at := wording.At("$.components", i)
			f.ID(at+".plan", c.Plan, nil)
			f.ID(at+".component", c.Component, nil)
			wording.Choice(f, "choice", at+".treatment", c.Treatment, Capitalise, ExpenseNow, Refuse)
			twice(f, at, seen, [2]string{c.Plan, c.Component})
		}
	}
	state(f, "$.other", p.Other, effect(Capitalise, "components not listed are capitalised", "未列出的组成项予以资本化"),
		effect(ExpenseNow, "components not listed stay an expense", "未列出的组成项计入当期费用"), effect(Refuse, "a component not listed is a fault", "出现未列出的组成项即报错"))
	switch {
	case !p.OnCosts.Valid:
		f.Add("missing", "$.onCosts", wording.Say("the share of on-costs is missing", "缺少雇主附加成本比例"), wording.Say(`write "onCosts": "0" for none`, `没有时请填写 "onCosts": "0"`))
	case f.Number("$.onCosts", p.OnCosts.Decimal) && (p.OnCosts.Decimal.Sign() < 0 || p.OnCosts.Decimal.Cmp(maxShare) > 0):
		f.Add("share", "$.onCosts", wording.Say("a share of %s is not from 0 to 10", "比例 %s 不在 0 至 10 之间", p.OnCosts.Decimal), wording.Say("write 0.2 for 20 %%", "20%% 请填写 0.2"))
	}
	state(f, "$.expedient", p.Expedient, effect(OneYear, "what is amortised over twelve months or less is expensed", "摊销期不超过十二个月的计入当期费用"),
		effect(NoExpedient, "it is capitalised too", "同样资本化"))
	state(f, "$.renewals", p.Renewals, effect(Commensurate, "amortised over the term of the contract", "按合同期限摊销"),
		effect(NotCommensurate, "amortised over the stated time with renewals", "按含续约的受益期摊销"))
	if state(f, "$.unit", p.Unit, effect(PerContract, "one asset for each contract", "每份合同一项资产"), effect(PerPortfolio, "one asset for each portfolio and month", "每个组合每月一项资产")) {
		p.checkPortfolios(f)
	}
	state(f, "$.convention", p.Convention, effect(FullMonth, "the first month counts in full", "首月按整月"), effect(MidMonth, "the first month counts half", "首月按半月"),
		effect(DailyShare, "by days", "按天数"))
	state(f, "$.remainder", p.Remainder, effect(LargestRemainder, "cents go to the largest remainders", "尾差按最大余数分配"), effect(LastMonth, "cents go to the last month", "尾差计入最后一个月"))
	state(f, "$.late", p.Late, effect(CatchUp, "past months are made up at once", "以前月份一次补提"), effect(Prospective, "spread over the months left", "在剩余月份内摊销"))
	checkMode(f, "$.rounding", p.Rounding)
	return f.Err()
}

// maxShare is the largest share of on-costs.
var maxShare = decimal.New(10, 0)

func (p Policy) checkPortfolios(f *wording.Faults) {
	if p.Unit == PerContract {
		f.Count("$.portfolios", len(p.Portfolios), 0, 0)
		return
	}
	if !f.Count("$.portfolios", len(p.Portfolios), 1, MaxPortfolios) {
		return
	}
	seen := map[string]bool{}
	for i, o := range p.Portfolios {
		at := wording.At("$.portfolios", i)
		f.ID(at+".id", o.ID, seen)
		checkLength(f, at+".over", o.Over, p.Convention)
	}
}

func checkMode(f *wording.Faults, at string, m Mode) {
	if wording.Choice(f, "choice", at, m, HalfUp, HalfEven, HalfDown, Up, Down) && !num.Mode(m).Valid() {
		f.Add("choice", at, wording.Say("%s is not known", "%s 不是可选项", wording.Quote(string(m))), wording.Say("use half-up", "请填写 half-up"))
	}
}

// option is a word and what it does.
type option[T ~string] struct {
	word   T
	en, zh string
}

func effect[T ~string](word T, en, zh string) option[T] { return option[T]{word, en, zh} }

// state reports a word that is missing or unknown with a line to paste for each choice.
func state[T ~string](f *wording.Faults, at string, word T, options ...option[T]) bool {
	for _, o := range options {
		if o.word == word {
			return true
		}
	}
	key := at[len("$."):]
	var lines []string
	var texts []string
	for _, o := range options {
		lines = append(lines, `"`+key+`": "`+string(o.word)+`" (`+o.en+")")
		texts = append(texts, `"`+key+`": "`+string(o.word)+`"（`+o.zh+"）")
	}
	message := wording.Say("nothing is chosen", "未作选择")
	if word != "" {
		message = wording.Say("%s is not known", "%s 不是可选项", wording.Quote(string(word)))
	}
	f.Add("choice", at, message, choiceText(lines, texts))
	return false
}
