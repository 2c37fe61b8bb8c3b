package awards

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Format is the version of the form in which a [Catalogue] and a [Result] are written.
const Format = 1

// Catalogue is what a company gives beside commission: plain data, to be compiled by [Compile]. The zero value is none.
type Catalogue struct {
	// Format is [Format].
	Format int      `json:"format"`
	ID     string   `json:"id"`
	Name   kam.Text `json:"name"`
	// Version counts from 1.
	Version int `json:"version"`
	// Currency is that of every amount; amounts have no more decimal places than it has.
	Currency kam.Currency `json:"currency"`
	// Rounding is how a taxable value is rounded to the minor unit of Currency.
	Rounding Mode `json:"rounding"`
	// Benefits, Recognitions and Innovation are what there is, each list in the order in which results show it.
	Benefits     []Benefit     `json:"benefits,omitempty"`
	Recognitions []Recognition `json:"recognitions,omitempty"`
	// Points are what colleagues may give each other; nil: nothing.
	Points *Points `json:"points,omitempty"`
	// Innovation awards ideas; nil: it does not.
	Innovation *Innovation `json:"innovation,omitempty"`
}

// Benefit is something other than money that whoever is eligible gets, such as a journey or an insurance.
type Benefit struct {
	ID   string      `json:"id"`
	Name kam.Text    `json:"name"`
	Kind BenefitKind `json:"kind"`
	// Criteria have all to be met. None: everybody is eligible.
	Criteria []Criterion `json:"criteria,omitempty"`
	// Cost is what it costs for one person, at least 0. It must be stated.
	Cost decimal.NullDecimal `json:"cost,omitzero"`
	// Taxable is what of the cost counts as pay.
	Taxable Taxable `json:"taxable"`
	// Budget limits how many get it.
	Budget Budget `json:"budget"`
	// Again says how often one person may get it.
	Again Again `json:"again"`
	// Order says who gets it when the budget is short; needed for a budget with a limit, refused elsewhere.
	Order *Order `json:"order,omitempty"`
}

// BenefitKind is what sort of benefit it is, for payroll and for reports. The zero value is none and refused.
type BenefitKind string

// Kinds of benefits.
const (
	Travel    BenefitKind = "travel"
	Insurance BenefitKind = "insurance"
	Training  BenefitKind = "training"
	Health    BenefitKind = "health"
	Equipment BenefitKind = "equipment"
	Housing   BenefitKind = "housing"
	Leave     BenefitKind = "leave"
	OtherKind BenefitKind = "other"
)

// Taxable says what of a value counts as pay. The zero value is none and refused.
type Taxable struct {
	Rule TaxRule `json:"rule"`
	// Share is the part for [TaxShare], from 0 to 1: 0.5 is half of the value, rounded by [Catalogue].Rounding.
	Share decimal.NullDecimal `json:"share,omitzero"`
	// Exempt is the limit for [TaxAbove], at least 0, and Per what it applies to.
	Exempt decimal.NullDecimal `json:"exempt,omitzero"`
	Per    Per                 `json:"per,omitempty"`
}

// TaxRule says what of a value counts as pay. The zero value is none and refused.
type TaxRule string

// Rules of taxation.
const (
	TaxFull  TaxRule = "full"  // all of it
	TaxNone  TaxRule = "none"  // nothing of it
	TaxShare TaxRule = "share" // a stated share of it
	TaxAbove TaxRule = "above" // what exceeds an exempt amount
)

// Per is what an exempt amount or a budget applies to. The zero value is none and refused where it is needed.
type Per string

// What a limit applies to.
const (
	PerAward  Per = "award"  // each award by itself; for exempt amounts alone
	PerPeriod Per = "period" // all awards of the item in the period; for budgets alone
	PerYear   Per = "year"   // all awards of the item in the fiscal year of the period, of one person for exempt amounts
)

// Budget limits what is spent. Either Unlimited is true or at least one of Amount and Heads is stated; both may be.
type Budget struct {
	Unlimited bool `json:"unlimited,omitempty"`
	// Amount is the most that is spent, at least 0.
	Amount decimal.NullDecimal `json:"amount,omitzero"`
	// Heads is how many awards there are at most, at least 0.
	Heads *int `json:"heads,omitempty"`
	// Per is [PerPeriod] or [PerYear].
	Per Per `json:"per,omitempty"`
	// Revoked says whether a revoked award gives its cost back to the budget that paid for it.
	Revoked Returns `json:"revoked,omitempty"`
}

// Returns says what a revoked award does to the budget. The zero value is none and refused for a budget with a limit.
type Returns string

// Readings of a revoked award.
const (
	ComesBack Returns = "comes-back"  // somebody else can have it
	StaysGone Returns = "stays-spent" // it is spent all the same
)

// Again says how often one person may get a benefit. The zero value is none and refused.
type Again string

// How often.
const (
	EveryPeriod Again = "every-period"
	EveryYear   Again = "every-year" // once in a fiscal year
	Once        Again = "once"       // once and never again
)

// Order says who comes first when the budget does not last for all who are eligible.
type Order struct {
	By OrderBy `json:"by"`
	// Series is the figure for [ByMetric].
	Series *Series `json:"series,omitempty"`
	// First is which end of it comes first; needed for [ByMetric] and [ByTenure].
	First First `json:"first,omitempty"`
	// Ties says who comes first among equals where the budget ends.
	Ties Ties `json:"ties"`
	// Unknown says whether those of whom something is not known yet keep their places.
	Unknown Waiting `json:"unknown"`
}

// OrderBy is what the order is by. The zero value is none and refused.
type OrderBy string

// Orders.
const (
	ByMetric OrderBy = "metric"
	ByTenure OrderBy = "tenure" // the day of joining
	ByPayee  OrderBy = "payee"  // the ID of the person, byte by byte
)

// First is which end comes first. The zero value is none.
type First string

// Ends.
const (
	Highest First = "highest" // the largest figure, the longest tenure
	Lowest  First = "lowest"
)

// Ties says what becomes of equals where the budget ends. The zero value is none and refused.
type Ties string

// Rules for equals.
const (
	LongestTenure Ties = "tenure" // whoever joined first, then by ID; whose day of joining is not known comes last
	IDOrder       Ties = "payee"  // by ID
	NobodyOfThem  Ties = "nobody" // none of the equals gets it, and somebody has to decide
)

// Waiting says what those do who cannot be decided yet. The zero value is none and refused.
type Waiting string

// Rules for those who wait.
const (
	Reserve  Waiting = "reserve"   // each keeps a place until it is decided; who would have it otherwise waits too
	PassOver Waiting = "pass-over" // others may take their places
)

// Recognition is praise that can be shown: given to whoever meets criteria, or by a colleague for points. Exactly one of
// Criteria and Points is stated.
type Recognition struct {
	ID   string          `json:"id"`
	Name kam.Text        `json:"name"`
	Kind RecognitionKind `json:"kind"`
	// Criteria have all to be met.
	Criteria []Criterion `json:"criteria,omitempty"`
	// Points is what it takes of a giver's allowance.
	Points int `json:"points,omitempty"`
	// Citation is what the certificate says it is for. Defaults to the name.
	Citation kam.Text `json:"citation,omitzero"`
	// Prize is money that comes with it; nil: none.
	Prize *Prize `json:"prize,omitempty"`
}

// RecognitionKind is what sort of recognition it is. The zero value is none and refused.
type RecognitionKind string

// Kinds of recognition.
const (
	Commendation RecognitionKind = "commendation"
	Diploma      RecognitionKind = "certificate"
	Badge        RecognitionKind = "badge"
)

// Prize is an amount of money.
type Prize struct {
	// Amount is at least 0 and must be stated.
	Amount  decimal.NullDecimal `json:"amount,omitzero"`
	Taxable Taxable             `json:"taxable"`
}

// Points are what colleagues give each other. Each giver has an allowance that begins anew on the first of each calendar
// month; what is left of the old one is lost.
type Points struct {
	// Monthly is the allowance of one giver, 1 to [MaxPoints].
	Monthly int `json:"monthly"`
	// Changes replace it from the month after the one of their day on; at most one on a day, the last one of a month counts.
	Changes []AllowanceChange `json:"changes,omitempty"`
	// PerReceiver is the most that one giver gives one colleague in a month; 0 is no limit.
	PerReceiver int `json:"perReceiver,omitempty"`
	// Counted is the most of what one colleague receives in a month that counts; 0 is all of it.
	Counted int `json:"counted,omitempty"`
	// Metric is the key under which criteria see what counts, in the unit "points". Unlike other figures it is known to be 0
	// when nobody gave anything.
	Metric string `json:"metric"`
}

// AllowanceChange sets another allowance.
type AllowanceChange struct {
	On      kam.Day `json:"on"`
	Monthly int     `json:"monthly"`
}

// Mode names what happens to an amount between two minor units.
type Mode string

// Modes.
const (
	HalfUp   Mode = "half-up"   // to the nearest, a half away from zero
	HalfEven Mode = "half-even" // to the nearest, a half to the even neighbour
	HalfDown Mode = "half-down" // to the nearest, a half towards zero
	Up       Mode = "up"        // away from zero
	Down     Mode = "down"      // towards zero
)

// Limits of a catalogue and of inputs, all inclusive.
const (
	MaxItems    = 1_000
	MaxCriteria = 64
	MaxPoints   = 1_000_000
	MaxPeople   = 200_000
	MaxGifts    = 1_000_000
	MaxIdeas    = 100_000
	MaxPrior    = 1_000_000
	MaxReason   = 1_024
)

// ParseCatalogue returns the catalogue that a JSON text writes. Faults of the text are reported all at once in an
// [*kam.InvalidError] with line and column; what the catalogue says is checked by [Compile].
func ParseCatalogue(data []byte) (Catalogue, error) {
	var c Catalogue
	found := strictjson.Decode(data, &c, prefix)
	if err := found.Err(); err != nil {
		return Catalogue{}, err
	}
	return c, nil
}

// JSON returns the catalogue for people to read and [ParseCatalogue] to read back.
func (c Catalogue) JSON() ([]byte, error) { return strictjson.Pretty(c) }

// prefix stands before every code of this package.
const prefix = "awards"
