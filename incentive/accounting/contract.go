package accounting

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Inputs are the facts that a [Policy] is applied to, each list in any order. The zero value is no contract.
type Inputs struct {
	Contracts []Contract `json:"contracts,omitempty"`
	Costs     []Cost     `json:"costs,omitempty"`
	Events    []Event    `json:"events,omitempty"`
}

// Contract is what commission obtained: a first contract, or one renewal of it, which is a contract of its own.
type Contract struct {
	ID string `json:"id"`
	// Term are the days for which the customer is bound. Amortisation begins with its first day.
	Term kam.Period `json:"term"`
	// Renewal says that it renews an earlier contract.
	Renewal bool `json:"renewal,omitempty"`
	// Over is the time over which obtaining it brings benefit, expected renewals included, from the first day of the term and
	// not shorter than it. Needed with [NotCommensurate] unless it is a renewal or in a portfolio; elsewhere the term decides.
	Over Length `json:"over,omitzero"`
	// Portfolio is the group it is accounted for in; needed with [PerPortfolio], refused elsewhere.
	Portfolio string `json:"portfolio,omitempty"`
	// Deliveries say when what was promised is transferred, where it is not evenly. Refused with [PerPortfolio].
	Deliveries []Delivery `json:"deliveries,omitempty"`
}

// Cost is commission that a contract brought, or a refund of it: one component's pay for one contract.
type Cost struct {
	// ID names it, such as the transaction and the component.
	ID        string `json:"id"`
	Contract  string `json:"contract"`
	Plan      string `json:"plan"`
	Component string `json:"component"`
	Payee     string `json:"payee,omitempty"`
	// On is the day in whose month it is booked.
	On kam.Day `json:"on"`
	// Amount is the commission without on-costs, below zero when it is taken back.
	Amount kam.Money `json:"amount"`
}

// Event changes an asset.
type Event struct {
	ID string `json:"id"`
	// Asset is the ID of the asset: that of the contract, or PORTFOLIO/DAY with the first day of the month, such as
	// "smb/2026-01-01".
	Asset string    `json:"asset"`
	On    kam.Day   `json:"on"`
	Kind  EventKind `json:"kind"`
	// Recoverable is what the asset can still bring in at the end of the month: the consideration still expected less the
	// costs of fulfilling, at least 0. Needed for an impairment, refused elsewhere.
	Recoverable decimal.NullDecimal `json:"recoverable,omitzero"`
	// Over is the new length from the first day of the asset, and Deliveries the new pattern, for a modification. What is left
	// is spread over the months that are left, the one of the event included.
	Over       Length     `json:"over,omitzero"`
	Deliveries []Delivery `json:"deliveries,omitempty"`
	// Reason is why, at most 1,024 bytes.
	Reason string `json:"reason"`
}

// EventKind is what happens to an asset. The zero value is none and refused.
type EventKind string

// Kinds of events.
const (
	// Impairment tests the asset: what it exceeds Recoverable by is lost; with [IFRS15] an earlier loss may come back.
	Impairment EventKind = "impairment"
	// Modification changes how long the benefit lasts, or its pattern, from that month on.
	Modification EventKind = "modification"
	// Termination ends the contract: from that month on nothing is amortised, and everything left is written off.
	Termination EventKind = "termination"
)

// Limits of [Inputs].
const (
	MaxContracts = 100_000
	MaxCosts     = 1_000_000
	MaxEvents    = 100_000
	MaxReason    = 1_024
	// MaxDistance is how many months a cost or an event may lie before or after the first day of its asset.
	MaxDistance = 1_200
)

// ParseInputs returns the facts that a JSON text writes. What they say is checked by [NewBook].
func ParseInputs(data []byte) (Inputs, error) {
	var in Inputs
	found := strictjson.Decode(data, &in, prefix)
	if err := found.Err(); err != nil {
		return Inputs{}, err
	}
	return in, nil
}

// asset is what is amortised together, with all that happens to it.
type asset struct {
	id         string
	from       kam.Day
	over       Length
	deliveries []Delivery
	currency   kam.Currency
	costs      []booked
	events     []Event
}

// booked is a capitalised cost with its on-costs.
type booked struct {
	id     string
	on     kam.Day
	amount decimal.Decimal
}

// over returns how long a contract brings benefit under a policy.
func (p Policy) over(c Contract, portfolios map[string]Portfolio) Length {
	switch {
	case p.Unit == PerPortfolio:
		return portfolios[c.Portfolio].Over
	case p.Renewals == NotCommensurate && !c.Over.IsZero():
		return c.Over
	}
	return lengthOf(c.Term)
}

// lengthOf returns a period as months where it consists of them, else as days.
func lengthOf(p kam.Period) Length {
	months := 12*(p.Until.Year()-p.From.Year()) + int(p.Until.Month()) - int(p.From.Month())
	if months > 0 && p.From.AddMonths(months) == p.Until {
		return Length{Months: months}
	}
	return Length{Days: p.Days()}
}

// short reports whether a length is twelve months or less.
func (l Length) short(from kam.Day) bool { return l.From(from).Until.Compare(from.AddMonths(12)) <= 0 }

// check reports the faults of a contract under a policy.
func (p Policy) checkContract(f *wording.Faults, at string, c Contract, portfolios map[string]Portfolio) {
	ok := f.Period(at+".term", c.Term, true)
	if !c.Over.IsZero() {
		checkLength(f, at+".over", c.Over, "")
		if ok && c.Over.From(c.Term.From).Until.Before(c.Term.Until) {
			f.Add("length", at+".over", wording.Say("%s end before the term %s", "%s 短于合同期限 %s", c.Over.text(), wording.Days(c.Term)),
				wording.Say("include the term, and the renewals that are expected", "请包含合同期限及预期续约"))
		}
	}
	if p.Unit == PerPortfolio {
		if _, known := portfolios[c.Portfolio]; !known {
			f.Add("portfolio", at+".portfolio", wording.Say("%s is no portfolio of the policy", "会计政策中没有组合 %s", wording.Quote(c.Portfolio)),
				wording.Say("name one of the policy", "请填写政策中的组合"))
		}
		f.Count(at+".deliveries", len(c.Deliveries), 0, 0)
		return
	}
	if c.Portfolio != "" {
		f.Add("portfolio", at+".portfolio", wording.Say("the policy has one asset for each contract", "政策规定每份合同一项资产"), wording.Say("leave it out", "请删除该项"))
	}
	if p.Renewals == NotCommensurate && !c.Renewal && c.Over.IsZero() {
		f.Add("length", at+".over", wording.Say("the time over which the first commission brings benefit is missing", "缺少首次提成的受益期"),
			wording.Say(`state it with the renewals that are expected, such as "over": {"months": 60}`, `请按含预期续约的期限填写，例如 "over": {"months": 60}`))
		return
	}
	if !ok {
		return
	}
	over := p.over(c, portfolios)
	checkLength(f, at+".term", over, p.Convention)
	if over.From(c.Term.From).IsZero() {
		f.Add("period", at+".over", wording.Say("it ends after the year 9999", "止日超出 9999 年"), wording.Say("state a shorter time", "请缩短期限"))
		return
	}
	checkDeliveries(f, at+".deliveries", c.Deliveries, over.From(c.Term.From))
}

// checkEvent reports the faults of an event that need nothing of its asset.
func (p Policy) checkEvent(f *wording.Faults, at string, e Event) {
	wording.Choice(f, "choice", at+".kind", e.Kind, Impairment, Modification, Termination)
	if len(e.Reason) > MaxReason || wording.Clip(e.Reason) == "" {
		f.Add("reason", at+".reason", wording.Say("a reason of %d bytes is none", "%d 字节的原因无效", len(e.Reason)), wording.Say("state 1 to %d bytes", "请填写 1 至 %d 字节", MaxReason))
	}
	switch {
	case e.Kind == Impairment && !e.Recoverable.Valid:
		f.Add("missing", at+".recoverable", wording.Say("what can still be recovered is missing", "缺少可收回金额"), wording.Say(`write "recoverable": "0" for nothing`, `全部不可收回时请填写 "recoverable": "0"`))
	case e.Kind != Impairment && e.Recoverable.Valid:
		f.Add("unused", at+".recoverable", wording.Say("only an impairment has it", "仅减值事项使用"), wording.Say("leave it out", "请删除该项"))
	case e.Recoverable.Valid && f.Number(at+".recoverable", e.Recoverable.Decimal) && e.Recoverable.Decimal.Sign() < 0:
		f.Add("negative", at+".recoverable", wording.Say("%s is below 0", "%s 小于 0", e.Recoverable.Decimal), wording.Say("state 0 or more", "请填写不小于 0 的数"))
	}
	switch {
	case e.Kind == Modification:
		checkLength(f, at+".over", e.Over, p.Convention)
	case !e.Over.IsZero() || len(e.Deliveries) > 0:
		f.Add("unused", at+".over", wording.Say("only a modification has it", "仅合同变更使用"), wording.Say("leave it out", "请删除该项"))
	}
}

// sortEvents puts events in the order of day, then ID.
func sortEvents(list []Event) {
	slices.SortFunc(list, func(a, b Event) int { return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.ID, b.ID)) })
}

// sortCosts puts costs in the order of day, those above zero first, then ID.
func sortCosts(list []booked) {
	slices.SortFunc(list, func(a, b booked) int {
		return cmp.Or(a.on.Compare(b.on), -cmp.Compare(a.amount.Sign(), b.amount.Sign()), cmp.Compare(a.id, b.id))
	})
}
