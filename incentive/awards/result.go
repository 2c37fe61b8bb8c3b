package awards

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Result is what was decided, and why. It is plain data; [VerifyResult] works it out again from itself.
type Result struct {
	// Format is [Format].
	Format    int    `json:"format"`
	Catalogue string `json:"catalogue"`
	Version   int    `json:"version"`
	// Hash is the SHA-256, in hex, of the catalogue.
	Hash     string       `json:"hash"`
	Period   kam.Period   `json:"period"`
	Currency kam.Currency `json:"currency"`
	// Items are the benefits and the recognitions by criteria, in the order of the catalogue.
	Items []Item `json:"items,omitempty"`
	// Gifts say of each gift what became of it, in the order of day and ID.
	Gifts []GiftResult `json:"gifts,omitempty"`
	// Allowances are those of givers who gave or tried to, ascending by giver and month.
	Allowances []Allowance `json:"allowances,omitempty"`
	// Ideas are in the order of points, those without any last, then day of submission and ID.
	Ideas []IdeaResult `json:"ideas,omitempty"`
	// IdeaBudget is the money for ideas.
	IdeaBudget *BudgetState `json:"ideaBudget,omitempty"`
	// Awards are new, revised or revoked ones, ascending by ID.
	Awards []Award `json:"awards,omitempty"`
	// Pay is what payroll takes over, ascending by payee and award; what changes nothing is left out.
	Pay []PayItem `json:"pay,omitempty"`
}

// Item is what became of one benefit or recognition.
type Item struct {
	Kind AwardKind `json:"kind"`
	ID   string    `json:"id"`
	Name kam.Text  `json:"name"`
	// Cost is that of one award.
	Cost   decimal.Decimal `json:"cost"`
	Budget BudgetState     `json:"budget"`
	// Candidates are all people of the inputs, ascending by payee.
	Candidates []Candidate `json:"candidates,omitempty"`
}

// BudgetState is a budget before and after a decision. Amounts and heads that are not limited are not valid and nil.
type BudgetState struct {
	Per    Per                 `json:"per,omitempty"`
	Before decimal.NullDecimal `json:"before,omitzero"`
	Spent  decimal.Decimal     `json:"spent"`
	After  decimal.NullDecimal `json:"after,omitzero"`
	// HeadsBefore less Heads is HeadsAfter.
	HeadsBefore *int `json:"headsBefore,omitempty"`
	Heads       int  `json:"heads,omitempty"`
	HeadsAfter  *int `json:"headsAfter,omitempty"`
	// Reserved is how many places are kept for those who cannot be decided yet; they are part of what is left.
	Reserved int `json:"reserved,omitempty"`
}

// Candidate is one person and one item.
type Candidate struct {
	Payee   string  `json:"payee"`
	Outcome Outcome `json:"outcome"`
	// Reason says it for people.
	Reason kam.Text `json:"reason"`
	// State is that of all criteria together, and Checks are they.
	State  State   `json:"state"`
	Checks []Check `json:"checks,omitempty"`
	// Rank, by RankDivisor where it is a ratio, is the figure that the order is by; not valid when it is not known or not needed.
	Rank        decimal.NullDecimal `json:"rank,omitzero"`
	RankDivisor decimal.NullDecimal `json:"rankDivisor,omitzero"`
	// Award is the ID of what was given, now or before.
	Award string `json:"award,omitempty"`
}

// Outcome is what became of somebody, a gift or an idea.
type Outcome string

// Outcomes.
const (
	Granted     Outcome = "granted"
	Already     Outcome = "already"      // given before, and not again
	NotEligible Outcome = "not-eligible" // a criterion is not met, points reach no tier, or a gift breaks a rule
	Undecided   Outcome = "undecided"    // something is not known yet: neither given nor refused
	NoBudget    Outcome = "no-budget"    // eligible, but others came first
	Tied        Outcome = "tied"         // eligible, and level with others where the budget ends
	Gone        Outcome = "gone"         // not with the company on the last day of the period
	Duplicate   Outcome = "duplicate"    // says what an earlier idea says
)

// Name returns what people call the outcome.
func (o Outcome) Name() kam.Text {
	switch o {
	case Granted:
		return kam.Text{EN: "granted", ZH: "授予"}
	case Already:
		return kam.Text{EN: "given before", ZH: "此前已授予"}
	case NotEligible:
		return kam.Text{EN: "not eligible", ZH: "不符合条件"}
	case NoBudget:
		return kam.Text{EN: "no budget left", ZH: "预算不足"}
	case Tied:
		return kam.Text{EN: "tied", ZH: "并列待定"}
	case Gone:
		return kam.Text{EN: "not with the company", ZH: "不在职"}
	case Duplicate:
		return kam.Text{EN: "duplicate", ZH: "重复提案"}
	default:
		return kam.Text{EN: "not decided yet", ZH: "尚未确定"}
	}
}

// AwardKind is what sort of award it is.
type AwardKind string

// Kinds of awards.
const (
	OfBenefit     AwardKind = "benefit"
	OfRecognition AwardKind = "recognition"
	OfInnovation  AwardKind = "innovation"
)

// Award is something given to somebody.
type Award struct {
	// ID is [AwardID] of the fields up to Period: the same whenever it is decided again.
	ID        string    `json:"id"`
	Catalogue string    `json:"catalogue"`
	Kind      AwardKind `json:"kind"`
	// Item is the benefit or the recognition; of innovation it is the idea.
	Item  string `json:"item"`
	Payee string `json:"payee"`
	// Occasion is the gift that it came with; empty: none.
	Occasion string     `json:"occasion,omitempty"`
	Period   kam.Period `json:"period"`
	// On is the day that a certificate shows.
	On kam.Day `json:"on"`
	// Tier is that of an idea.
	Tier string `json:"tier,omitempty"`
	// Value is what it costs or pays, and Taxable what of it counts as pay; Cash says that it is money.
	Value    decimal.Decimal `json:"value"`
	Taxable  decimal.Decimal `json:"taxable"`
	Currency kam.Currency    `json:"currency"`
	Cash     bool            `json:"cash,omitempty"`
	// Before is what it was worth before the period of On, where that is not the period it was first given in.
	Before decimal.Decimal `json:"before"`
	// By is who gave it, where somebody did, and Reason what for.
	By     string `json:"by,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Revision grows each time its value changes; 0 is the first.
	Revision int `json:"revision,omitempty"`
	// Revoked says that it was taken back; its value is 0 then.
	Revoked *Revoked `json:"revoked,omitempty"`
}

// Revoked is when, by whom and why an award was taken back, and what it was worth.
type Revoked struct {
	On     kam.Day         `json:"on"`
	By     string          `json:"by"`
	Reason string          `json:"reason"`
	Value  decimal.Decimal `json:"value"`
}

// PayItem is a change of what somebody is given, for payroll: of a new award all of it, of a revised or revoked one the
// difference, which may be below zero.
type PayItem struct {
	Payee string    `json:"payee"`
	Award string    `json:"award"`
	Kind  AwardKind `json:"kind"`
	// Sort is the kind of the benefit or of the recognition.
	Sort     string          `json:"sort,omitempty"`
	Period   kam.Period      `json:"period"`
	Currency kam.Currency    `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
	Taxable  decimal.Decimal `json:"taxable"`
	// Cash says that payroll pays the amount; else it is a benefit in kind of which the taxable part counts.
	Cash bool `json:"cash,omitempty"`
	// Revision is that of the award, so that (award, revision) names the change.
	Revision int `json:"revision,omitempty"`
}

// GiftResult is what became of a gift.
type GiftResult struct {
	Gift    string   `json:"gift"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	On      kam.Day  `json:"on"`
	Points  int      `json:"points"`
	Outcome Outcome  `json:"outcome"`
	Reason  kam.Text `json:"reason"`
	Award   string   `json:"award,omitempty"`
}

// Allowance is what one giver could give in one calendar month, and gave.
type Allowance struct {
	Giver  string     `json:"giver"`
	Month  kam.Period `json:"month"`
	Points int        `json:"points"`
	Given  int        `json:"given"`
	Left   int        `json:"left"`
}

// AwardID returns the ID of an award: 16 letters and digits in four groups, made of a SHA-256 of the catalogue, the kind, the
// item, the occasion, the payee and the period, so that one award has one ID however often it is decided.
func AwardID(catalogue string, kind AwardKind, item, occasion, payee string, period kam.Period) string {
	d := sha256.New()
	for _, text := range []string{"kam award 1", catalogue, string(kind), item, occasion, payee, period.String()} {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(text)))
		d.Write(length[:])
		d.Write([]byte(text))
	}
	s := base32.StdEncoding.EncodeToString(d.Sum(nil)[:10])
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// id returns the ID that the award has to have.
func (a Award) id() string {
	return AwardID(a.Catalogue, a.Kind, a.Item, a.Occasion, a.Payee, a.Period)
}

// JSON returns the result for people to read and [ParseResult] to read back.
func (r Result) JSON() ([]byte, error) { return strictjson.Pretty(r) }

// Canonical returns the same bytes for the same result, to be hashed. [ParseResult] reads them back.
func (r Result) Canonical() ([]byte, error) { return strictjson.Canonical(r) }

// ParseResult returns the result that a JSON text writes. Whether it is right is told by [VerifyResult].
func ParseResult(data []byte) (Result, error) {
	var r Result
	found := strictjson.Decode(data, &r, "result")
	if err := found.Err(); err != nil {
		return Result{}, err
	}
	return r, nil
}
