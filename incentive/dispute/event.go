package dispute

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of an event.
const (
	maxText  = 1000 // bytes, as many as the reason of an adjustment has
	maxID    = 100  // bytes, so that the adjustment's id has room
	maxSteps = 1000 // of one dispute
)

// Step is what an [Event] does.
type Step string

// The steps; the package text says who may do them and when.
const (
	StepOpen     Step = "open"
	StepAnswer   Step = "answer"
	StepAccept   Step = "accept"
	StepReject   Step = "reject"
	StepWithdraw Step = "withdraw"
	StepReopen   Step = "reopen"
)

// Steps returns all steps.
func Steps() []Step {
	return []Step{StepOpen, StepAnswer, StepAccept, StepReject, StepWithdraw, StepReopen}
}

// About is what a dispute is about.
type About string

// The causes, in the order of statistics.
const (
	AboutDeal      About = "deal"
	AboutComponent About = "component"
	AboutQuota     About = "quota"
	AboutCredit    About = "credit"
	AboutOther     About = "other"
)

// Causes returns all that a dispute may be about.
func Causes() []About {
	return []About{AboutDeal, AboutComponent, AboutQuota, AboutCredit, AboutOther}
}

// Claim is what a payee says is wrong. The zero value is none.
type Claim struct {
	Payee string `json:"payee"`
	Plan  string `json:"plan"`
	// Period is the commission period. It has an end.
	Period kam.Period `json:"period"`
	About  About      `json:"about"`
	// Subject is the deal, component, measure or credit it is about; empty for AboutOther alone.
	Subject string `json:"subject,omitempty"`
	// Amount is the part of the calculated pay that is in question, above zero, in Currency. Invalid: not stated.
	Amount   decimal.NullDecimal `json:"amount,omitzero"`
	Currency kam.Currency        `json:"currency,omitempty"`
}

// Award is what an accepted dispute changes.
type Award struct {
	// Amount is added to pay, or taken from it when below zero, in Currency, the one that the payee is paid in. Zero:
	// no adjustment follows, and the event's text says what is done.
	Amount   decimal.Decimal `json:"amount"`
	Currency kam.Currency    `json:"currency,omitempty"`
	// Component is what the adjustment belongs to. Empty: none.
	Component string `json:"component,omitempty"`
	// ProposedBy is who worked the award out: neither the payee nor who decides.
	ProposedBy string `json:"proposedBy"`
}

// Event is one step of one dispute. Events are never changed and never removed. The zero value is no event.
type Event struct {
	// Dispute is the dispute's id, 1 to 100 bytes.
	Dispute string `json:"dispute"`
	// Seq counts the events of the dispute from 1.
	Seq  int     `json:"seq"`
	Step Step    `json:"step"`
	By   string  `json:"by"`
	On   kam.Day `json:"on"`
	// Text is what the person writes, in their own language; 1 to 1,000 bytes. A withdrawal may leave it out.
	Text string `json:"text,omitempty"`
	// Claim is there on opening alone, Award on accepting alone.
	Claim *Claim `json:"claim,omitempty"`
	Award *Award `json:"award,omitempty"`
}

// Canonical returns the event as JSON bytes that depend on what it says alone.
func (e Event) Canonical() ([]byte, error) { return strictjson.Canonical(e) }

// ParseEvent reads an event from JSON, strictly: every fault of its form comes at once in one *[kam.InvalidError].
// [Event.Check] checks what it says.
func ParseEvent(data []byte) (Event, error) {
	var e Event
	if err := strictjson.Decode(data, &e, "dispute").Err(); err != nil {
		return Event{}, err
	}
	return e, nil
}

// Check returns nil for an event that a store takes, and otherwise every fault in one *[kam.InvalidError].
func (e Event) Check() error {
	f := wording.Faults{Prefix: "dispute"}
	if f.ID("$.dispute", e.Dispute, nil) && len(e.Dispute) > maxID {
		f.Add("id", "$.dispute", wording.Say("it has %d bytes, more than %d", "长 %d 字节，超过 %d", len(e.Dispute), maxID), wording.Say("use at most %d bytes", "最多 %d 字节", maxID))
	}
	f.ID("$.by", e.By, nil)
	wording.Choice(&f, "step", "$.step", e.Step, Steps()...)
	if e.Seq < 1 || e.Seq > maxSteps {
		f.Add("number", "$.seq", wording.Say("it is %d", "为 %d", e.Seq), wording.Say("count the events of a dispute from 1 to %d", "争议的事件从 1 至 %d 编号", maxSteps))
	}
	if !e.On.IsSet() {
		f.Add("day", "$.on", wording.Say("the day is missing", "缺少日期"), wording.Say("state the day of the step", "请填写该步骤的日期"))
	}
	if strings.TrimSpace(e.Text) == "" && e.Step != StepWithdraw || len(e.Text) > maxText || !utf8.ValidString(e.Text) {
		f.Add("text", "$.text", wording.Say("the text is missing, too long or not UTF-8", "文字缺失、过长或不是 UTF-8 编码"), wording.Say("write 1 to %d bytes", "请填写 1 至 %d 字节", maxText))
	}
	if (e.Claim != nil) != (e.Step == StepOpen) {
		f.Add("claim", "$.claim", wording.Say("a claim stands on opening, and on no other step", "诉求只能且必须出现在提出争议时"), wording.Say("state the claim when the dispute is opened", "请在提出争议时填写诉求"))
	}
	if (e.Award != nil) != (e.Step == StepAccept) {
		f.Add("award", "$.award", wording.Say("an award stands on accepting, and on no other step", "裁定只能且必须出现在接受争议时"), wording.Say("state the award, of amount 0 where no money follows", "请填写裁定，不涉及金额时填 0"))
	}
	if e.Claim != nil {
		e.Claim.check(&f)
	}
	if e.Award != nil {
		e.Award.check(&f)
	}
	return f.Err()
}

func (c *Claim) check(f *wording.Faults) {
	f.ID("$.claim.payee", c.Payee, nil)
	f.ID("$.claim.plan", c.Plan, nil)
	f.Period("$.claim.period", c.Period, true)
	wording.Choice(f, "about", "$.claim.about", c.About, Causes()...)
	if c.Subject != "" || c.About != AboutOther {
		f.ID("$.claim.subject", c.Subject, nil)
	}
	if c.Amount.Valid {
		if money(f, "$.claim", c.Amount.Decimal, c.Currency) && !c.Amount.Decimal.IsPositive() {
			f.Add("amount", "$.claim.amount", wording.Say("it is not above zero", "须大于零"), wording.Say("state the part of the pay that is in question", "请填写有争议的金额"))
		}
	}
}

func (a *Award) check(f *wording.Faults) {
	f.ID("$.award.proposedBy", a.ProposedBy, nil)
	if a.Component != "" {
		f.ID("$.award.component", a.Component, nil)
	}
	if !a.Amount.IsZero() || a.Currency != "" {
		money(f, "$.award", a.Amount, a.Currency)
	}
}

// money reports an amount that is out of bounds or has more places than its currency.
func money(f *wording.Faults, place string, amount decimal.Decimal, currency kam.Currency) bool {
	if _, err := kam.ParseCurrency(string(currency)); err != nil {
		f.Add("currency", place+".currency", wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(string(currency))), wording.Say("write an ISO 4217 code such as CNY", "请使用 ISO 4217 代码，如 CNY"))
		return false
	}
	if !f.Number(place+".amount", amount) {
		return false
	}
	if !num.Round(amount, currency.MinorUnits(), num.Down).Equal(amount) {
		f.Add("amount", place+".amount", wording.Say("%s has more decimal places than %s", "%s 的小数位多于 %s 的最小单位", amount, string(currency)), wording.Say("round it to what is paid", "请舍入到可发放的金额"))
		return false
	}
	return true
}

// Same reports whether two events say the same; how an amount is written (1.5 or 1.50) does not matter.
func (e Event) Same(o Event) bool {
	if e.Dispute != o.Dispute || e.Seq != o.Seq || e.Step != o.Step || e.By != o.By || e.On != o.On || e.Text != o.Text ||
		(e.Claim == nil) != (o.Claim == nil) || (e.Award == nil) != (o.Award == nil) {
		return false
	}
	if e.Claim != nil {
		a, b := *e.Claim, *o.Claim
		if a.Amount.Valid != b.Amount.Valid || !a.Amount.Decimal.Equal(b.Amount.Decimal) ||
			a.Payee != b.Payee || a.Plan != b.Plan || a.Period != b.Period || a.About != b.About || a.Subject != b.Subject || a.Currency != b.Currency {
			return false
		}
	}
	if e.Award != nil {
		a, b := *e.Award, *o.Award
		return a.Amount.Equal(b.Amount) && a.Currency == b.Currency && a.Component == b.Component && a.ProposedBy == b.ProposedBy
	}
	return true
}

// clone returns a copy that shares nothing with the event.
func (e Event) clone() Event {
	if e.Claim != nil {
		c := *e.Claim
		e.Claim = &c
	}
	if e.Award != nil {
		a := *e.Award
		e.Award = &a
	}
	return e
}

// samePerson tells whether two names are one person.
func samePerson(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
