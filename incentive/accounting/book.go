package accounting

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Book is what a policy makes of costs: which of them are assets, and what each month takes from these. It is plain data;
// nothing in it is rounded again.
type Book struct {
	// Assets are ascending by ID and currency.
	Assets []Asset `json:"assets,omitempty"`
	// Decisions say of every cost what became of it, ascending by ID.
	Decisions []Decision `json:"decisions,omitempty"`
}

// Asset is a capitalised cost to obtain a contract, or a portfolio's contracts of one month.
type Asset struct {
	// ID is that of the contract, or PORTFOLIO/DAY with the first day of the month.
	ID       string       `json:"id"`
	Currency kam.Currency `json:"currency"`
	// Over are the days over which it was to be amortised when it was made.
	Over kam.Period `json:"over"`
	// Movements are its months, without gaps, to the one after which nothing is left. Those after today are the plan.
	Movements []Movement `json:"movements"`
}

// Decision is what became of one cost, and why.
type Decision struct {
	Cost      string    `json:"cost"`
	Contract  string    `json:"contract"`
	Plan      string    `json:"plan"`
	Component string    `json:"component"`
	On        kam.Day   `json:"on"`
	Treatment Treatment `json:"treatment"`
	// Because is the rule that decided.
	Because Because `json:"because"`
	// Text says it for people.
	Text kam.Text `json:"text"`
	// Amount is the commission, and OnCost what the employer's on-costs add when it is capitalised.
	Amount kam.Money       `json:"amount"`
	OnCost decimal.Decimal `json:"onCost"`
	// Asset is where it stands when it is capitalised.
	Asset string `json:"asset,omitempty"`
}

// Because is the rule that decided about a cost.
type Because string

// Rules that decide.
const (
	ByRule      Because = "component" // the component is listed
	ByOther     Because = "other"     // it is not
	ByExpedient Because = "expedient" // it would be amortised over twelve months or less
)

// NewBook applies a policy to facts by the months of a calendar, nil being the Gregorian one. Every fault of both is
// reported at once in an [*kam.InvalidError]; the codes stand in the package text.
func NewBook(p Policy, calendar *kam.Calendar, in Inputs) (Book, error) {
	f := newFaults()
	f.Merge("policy", p.Check())
	if f.HasErrors() {
		return Book{}, f.Err()
	}
	b := &booking{policy: p, calendar: calendar, found: f, portfolios: map[string]Portfolio{}, contracts: map[string]Contract{}, rules: map[[2]string]Treatment{}, assets: map[assetKey]*asset{}, ids: map[string]bool{}}
	for _, o := range p.Portfolios {
		b.portfolios[o.ID] = o
	}
	for _, c := range p.Components {
		b.rules[[2]string{c.Plan, c.Component}] = c.Treatment
	}
	b.takeContracts(in.Contracts)
	if f.HasErrors() {
		return Book{}, f.Err()
	}
	b.takeCosts(in.Costs)
	b.takeEvents(in.Events)
	if f.HasErrors() {
		return Book{}, f.Err()
	}
	out := Book{Decisions: b.decisions}
	slices.SortFunc(out.Decisions, func(x, y Decision) int { return cmp.Compare(x.Cost, y.Cost) })
	for _, a := range b.assets {
		sortCosts(a.costs)
		sortEvents(a.events)
		movements, err := p.movements(calendar, a)
		if err != nil {
			f.Merge("asset "+wording.Clip(a.id), err)
			continue
		}
		out.Assets = append(out.Assets, Asset{ID: a.id, Currency: a.currency, Over: a.over.From(a.from), Movements: movements})
	}
	if err := f.Err(); err != nil {
		return Book{}, err
	}
	slices.SortFunc(out.Assets, func(x, y Asset) int { return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Currency, y.Currency)) })
	return out, nil
}

type assetKey struct {
	id       string
	currency kam.Currency
}

type booking struct {
	policy     Policy
	calendar   *kam.Calendar
	found      *wording.Faults
	portfolios map[string]Portfolio
	contracts  map[string]Contract
	rules      map[[2]string]Treatment
	assets     map[assetKey]*asset
	ids        map[string]bool // of assets, in whatever currency
	decisions  []Decision
}

func (b *booking) takeContracts(list []Contract) {
	if !b.found.Count("contracts", len(list), 0, MaxContracts) {
		return
	}
	seen := map[string]bool{}
	for i, c := range list {
		at := wording.At("contracts", i)
		if b.found.ID(at+".id", c.ID, seen) {
			b.contracts[c.ID] = c
		}
		b.policy.checkContract(b.found, at, c, b.portfolios)
	}
}

func (b *booking) takeCosts(list []Cost) {
	if !b.found.Count("costs", len(list), 0, MaxCosts) {
		return
	}
	seen := map[string]bool{}
	for i, c := range list {
		at := wording.At("costs", i)
		ok := b.found.ID(at+".id", c.ID, seen)
		ok = b.found.ID(at+".plan", c.Plan, nil) && ok
		ok = b.found.ID(at+".component", c.Component, nil) && ok
		ok = checkMoney(b.found, at+".amount", c.Amount) && ok
		contract, known := b.contracts[c.Contract]
		if !known {
			b.found.Add("contract", at+".contract", wording.Say("there is no contract %s", "没有合同 %s", wording.Quote(c.Contract)), wording.Say("state the contract, or correct its ID", "请提供该合同，或更正其标识"))
			continue
		}
		if b.near(at+".on", c.On, contract.Term.From) && ok {
			b.decide(at, c, contract)
		}
	}
}

// near reports a day that is missing or too far from the first day of what it belongs to.
func (b *booking) near(at string, on, from kam.Day) bool {
	earliest, latest := from.AddMonths(-MaxDistance), from.AddMonths(MaxDistance)
	if on.IsSet() && on.Compare(earliest) >= 0 && (on.Compare(latest) <= 0 || !latest.IsSet()) {
		return true
	}
	b.found.Add("day", at, wording.Say("the day %s is missing or more than %d months away from %s", "日期 %s 缺失，或与 %[3]s 相距超过 %[2]d 个月", dayText(on), MaxDistance, from),
		wording.Say("correct the day", "请更正日期"))
	return false
}

// decide says what becomes of a cost, and takes it into its asset.
func (b *booking) decide(at string, c Cost, contract Contract) {
	d := Decision{Cost: c.ID, Contract: c.Contract, Plan: c.Plan, Component: c.Component, On: c.On, Amount: c.Amount, Because: ByRule}
	treatment, listed := b.rules[[2]string{c.Plan, c.Component}]
	if !listed {
		treatment, d.Because = b.policy.Other, ByOther
	}
	over := b.policy.over(contract, b.portfolios)
	name := wording.Clip(c.Component)
	switch {
	case treatment == Refuse:
		b.found.Add("component", at+".component", wording.Say("the policy does not say what becomes of component %s of plan %s", "会计政策未规定方案 %[2]s 的组成项 %[1]s 如何处理", wording.Quote(c.Component), wording.Quote(c.Plan)),
			wording.Say(`add {"plan": …, "component": …, "treatment": "capitalise"} to components for a cost that a contract alone brings, "expense" for others`,
				`因取得合同而新增的成本请在 components 中添加 {"plan": …, "component": …, "treatment": "capitalise"}，其他请填 "expense"`))
		return
	case treatment == ExpenseNow:
		d.Text = wording.Say("%s is expensed: it is not a cost of obtaining a contract", "%s 计入当期费用：不属于取得合同的增量成本", name)
	case b.policy.Expedient == OneYear && over.short(contract.Term.From):
		treatment, d.Because = ExpenseNow, ByExpedient
		d.Text = wording.Say("%s is expensed: the benefit of %s lasts %s, not more than a year", "%s 计入当期费用：%s 的受益期为 %s，不超过一年", name, wording.Clip(contract.ID), over.text())
	default:
		d.Text = wording.Say("%s is capitalised and amortised over %s", "%s 资本化，并在 %s内摊销", name, over.text())
		d.OnCost = num.RoundRat(num.Rat(c.Amount.Amount.Mul(b.policy.OnCosts.Decimal)), c.Amount.Currency.MinorUnits(), num.Mode(b.policy.Rounding))
		a := b.asset(at, contract, over, c.Amount.Currency)
		if a == nil {
			return
		}
		d.Asset = a.id
		a.costs = append(a.costs, booked{id: c.ID, on: c.On, amount: c.Amount.Amount.Add(d.OnCost)})
	}
	d.Treatment = treatment
	b.decisions = append(b.decisions, d)
}

// asset returns the asset of a contract in a currency, a new one when it has none yet.
func (b *booking) asset(at string, c Contract, over Length, currency kam.Currency) *asset {
	id, from := c.ID, c.Term.From
	if b.policy.Unit == PerPortfolio {
		month, err := b.calendar.Containing(kam.Month, from)
		if err != nil {
			b.found.Merge(at, err)
			return nil
		}
		from = month.From
		id = c.Portfolio + "/" + from.String()
	}
	key := assetKey{id, currency}
	a := b.assets[key]
	if a == nil {
		a = &asset{id: id, from: from, over: over, deliveries: c.Deliveries, currency: currency}
		b.assets[key], b.ids[id] = a, true
	}
	return a
}

func (b *booking) takeEvents(list []Event) {
	if !b.found.Count("events", len(list), 0, MaxEvents) {
		return
	}
	byID := map[string][]*asset{}
	for key, a := range b.assets {
		byID[key.id] = append(byID[key.id], a)
	}
	seen := map[string]bool{}
	for i, e := range list {
		at := wording.At("events", i)
		b.found.ID(at+".id", e.ID, seen)
		b.policy.checkEvent(b.found, at, e)
		targets := byID[e.Asset]
		if len(targets) == 0 {
			if _, contract := b.contracts[e.Asset]; contract && b.policy.Unit == PerContract {
				continue // a contract of which nothing was capitalised
			}
			b.found.Add("asset", at+".asset", wording.Say("there is no asset %s", "没有资产 %s", wording.Quote(e.Asset)), wording.Say("state the ID of a contract, or PORTFOLIO/DAY with the first day of the month", "请填写合同标识，或“组合/当月首日”"))
			continue
		}
		if len(targets) > 1 && e.Kind == Impairment {
			b.found.Add("currency", at+".asset", wording.Say("%s has costs in %d currencies", "%s 有 %d 种货币的成本", wording.Quote(e.Asset), len(targets)), wording.Say("convert the costs into one currency before", "请先将成本折算为同一货币"))
			continue
		}
		for _, a := range targets {
			b.near(at+".on", e.On, a.from)
			if e.Recoverable.Valid && num.Check(e.Recoverable.Decimal) == nil && !onGrid(e.Recoverable.Decimal, a.currency.MinorUnits()) {
				b.found.Add("places", at+".recoverable", wording.Say("%s has more decimal places than %s", "%s 的小数位数超过 %s", e.Recoverable.Decimal, a.currency), wording.Say("round it before", "请先行舍入"))
			}
			if e.Kind == Modification {
				checkDeliveries(b.found, at+".deliveries", e.Deliveries, e.Over.From(a.from))
				if e.Over.From(a.from).IsZero() {
					b.found.Add("period", at+".over", wording.Say("it ends after the year 9999", "止日超出 9999 年"), wording.Say("state a shorter time", "请缩短期限"))
				}
			}
			a.events = append(a.events, e)
		}
	}
}
