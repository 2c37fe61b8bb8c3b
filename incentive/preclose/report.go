package preclose

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Report is what to look at before a period is closed.
type Report struct {
	// Period is the period, and Label its name in the calendar. Run is the run's id.
	Period kam.Period `json:"period"`
	Label  string     `json:"label"`
	Run    string     `json:"run"`
	// Rows are all payees and components.
	Rows []Row `json:"rows"`
	// Totals are the sums of the rows, by currency.
	Totals []Total `json:"totals"`
	// Zero are those who get nothing, with the reasons.
	Zero []ZeroPayer `json:"zero"`
	// Held are those whose pay is not known.
	Held []HeldPayee `json:"held"`
	// Absent are those who had figures last time and have no statement now.
	Absent []Standing `json:"absent"`
	// Largest are the best paid of each currency.
	Largest []Standing `json:"largest"`
	// Uncredited is what nobody is credited for, ascending by deal.
	Uncredited []incentive.HouseCredit `json:"uncredited"`
	// Findings are what the run noticed.
	Findings kam.Findings `json:"findings"`
	// Checks are to be ticked before approval.
	Checks []Check `json:"checks"`
}

// Row is a payee's component against the last period and the forecast. Amounts are in Currency.
type Row struct {
	Payee     string `json:"payee"`
	Name      string `json:"name,omitempty"`
	Plan      string `json:"plan"`
	Component string `json:"component"`
	// Label is what people read for the component, where a version of the plan states it.
	Label    kam.Text     `json:"label,omitzero"`
	Currency kam.Currency `json:"currency"`
	Places   int32        `json:"places"`
	// Earned is what the run earns, Late what late corrections add, Now their sum.
	Earned decimal.Decimal `json:"earned"`
	Late   decimal.Decimal `json:"late"`
	Now    decimal.Decimal `json:"now"`
	// Last is the last period's figure; Variance is Now less Last, and Percent that of Last without its sign, which is invalid
	// where Last is zero.
	Last     decimal.NullDecimal `json:"last"`
	Variance decimal.NullDecimal `json:"variance"`
	Percent  decimal.NullDecimal `json:"percent"`
	// Forecast is what was expected, FromForecast Now less Forecast.
	Forecast     decimal.NullDecimal `json:"forecast"`
	FromForecast decimal.NullDecimal `json:"fromForecast"`
	// Beyond and BeyondForecast say that a variance is beyond its limit.
	Beyond         bool `json:"beyond"`
	BeyondForecast bool `json:"beyondForecast"`
	// Parts explain Variance and sum to it. None where it is zero or unknown.
	Parts []Part `json:"parts,omitempty"`
}

// Part is what one cause adds to a variance.
type Part struct {
	Cause  Cause           `json:"cause"`
	Amount decimal.Decimal `json:"amount"`
	// Text says what changed; empty where the cause says it all.
	Text kam.Text `json:"text,omitzero"`
}

// Cause is what makes a figure differ from the last one. The package text says how each is found.
type Cause string

// The causes, in the order of the parts.
const (
	CauseLate          Cause = "late"
	CausePostedDiffers Cause = "posted-differs"
	CauseHeldBefore    Cause = "held-before"
	CauseJoined        Cause = "joined"
	CauseLeft          Cause = "left"
	CauseVolume        Cause = "volume"
	CauseTarget        Cause = "target"
	CauseQuota         Cause = "quota"
	CauseRate          Cause = "rate"
	CauseCurve         Cause = "curve"
	CauseVersion       Cause = "plan-version"
	CauseEvery         Cause = "every"
	CauseContest       Cause = "contest"
	CausePool          Cause = "pool"
	CauseGate          Cause = "gate"
	CauseMultiplier    Cause = "multiplier"
	CauseCap           Cause = "cap"
	CauseFloor         Cause = "floor"
	CauseTrueUp        Cause = "true-up"
	CauseUnexplained   Cause = "unexplained"
)

// Total is the sum of the rows in one currency. Last and Variance are invalid where the last period is not known;
// Forecast sums the rows that have one.
type Total struct {
	Currency kam.Currency `json:"currency"`
	// Payees is how many payees have rows.
	Payees   int                 `json:"payees"`
	Earned   decimal.Decimal     `json:"earned"`
	Late     decimal.Decimal     `json:"late"`
	Now      decimal.Decimal     `json:"now"`
	Last     decimal.NullDecimal `json:"last"`
	Variance decimal.NullDecimal `json:"variance"`
	Forecast decimal.NullDecimal `json:"forecast"`
}

// ZeroPayer is a payee whose pay under a plan is zero.
type ZeroPayer struct {
	Payee   string       `json:"payee"`
	Plan    string       `json:"plan"`
	Reasons []ZeroReason `json:"reasons"`
}

// ZeroReason is why deals paid nothing, as [incentive.Run.Why] says, or that there are none.
type ZeroReason struct {
	// Code is the reason's, or "preclose.no-deals".
	Code string `json:"code"`
	// Deals is how many deals have it, First the first of them by id, and Text what is said of that one.
	Deals int      `json:"deals"`
	First string   `json:"first,omitempty"`
	Text  kam.Text `json:"text"`
}

// HeldPayee is a payee whose pay under a plan is not known. Last are the last figures, by currency.
type HeldPayee struct {
	Payee    string       `json:"payee"`
	Plan     string       `json:"plan"`
	Version  int          `json:"version"`
	Last     []kam.Money  `json:"last,omitempty"`
	Findings kam.Findings `json:"findings"`
}

// Standing is what a payee gets, or got, in a currency: under one plan, or under all where Plan is empty.
type Standing struct {
	Payee    string          `json:"payee"`
	Plan     string          `json:"plan,omitempty"`
	Currency kam.Currency    `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// Check is something to tick before approval.
type Check struct {
	// Code is stable, such as "held".
	Code string `json:"code"`
	// Count is how much there is to look at. Clear says that there is nothing.
	Count int      `json:"count"`
	Clear bool     `json:"clear"`
	Text  kam.Text `json:"text"`
}
