package scenario

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/strictjson"
)

// Format is the format of scenario files that this version reads and writes.
const Format = 1

// File is a scenario file as plain data: what [Parse] reads from JSON and what Go code may write as a literal.
// [Compile] checks it. The zero value is no valid file.
type File struct {
	// Format is the version of the format: 1.
	Format int `json:"format"`
	// About is what people read: what the file tests. Optional.
	About string `json:"about"`
	// Plans are the names of plan files, relative to the scenario file. Absent with Inline: the plans that [Compile] is given.
	Plans []string `json:"plans"`
	// Inline are plans written in the file itself.
	Inline []incentive.Plan `json:"inline"`
	// Calendar is the fiscal calendar. Absent: the calendar year.
	Calendar *kam.CalendarSpec `json:"calendar"`
	// Given is what all scenarios of the file start from.
	Given Given `json:"given"`
	// Scenarios are the tests, at least one.
	Scenarios []Scenario `json:"scenarios"`
}

// Scenario is one test: what is given, then one commission period after the other.
type Scenario struct {
	// Name is unique in the file; 1 to 128 bytes.
	Name string `json:"name"`
	// About is what people read. Optional.
	About string `json:"about"`
	// Given is added to that of the file. A payee of the same id replaces the file's.
	Given Given `json:"given"`
	// Steps are the commission periods that are calculated, in their order. At least one expects something.
	Steps []Step `json:"steps"`
}

// Given is what a scenario starts from. All of it is optional.
type Given struct {
	// Payees are the people. None at all: one payee, [Rep], who is on the only plan.
	Payees []Payee `json:"payees"`
	// Assignments are further assignments, in full. A payee who has one here is assigned by them alone.
	Assignments []incentive.Assignment `json:"assignments"`
	// Reporting are further reporting lines, in full.
	Reporting []incentive.ReportingLine `json:"reporting"`
	// People are facts that settlements need.
	People []Person `json:"people"`
	// Rates are exchange rates.
	Rates []incentive.ExchangeRate `json:"rates"`
	// Deals are one-line deals, see [ParseDeal], and Transactions deals in full. They stand beside those of the steps.
	Deals        []string                `json:"deals"`
	Transactions []incentive.Transaction `json:"transactions"`
	// Observations are those of all steps, in full.
	Observations []kam.Observation `json:"observations"`
	// Positions and Prior are what happened before, see [incentive.Opening].
	Positions []incentive.Position `json:"positions"`
	Prior     []incentive.Prior    `json:"prior"`
	// Posted is what stands in the ledger before the first step.
	Posted []ledger.Posted `json:"posted"`
	// Settle settles every step, see package settlement; else what is earned is posted as it is.
	Settle bool `json:"settle"`
}

// Payee is somebody who earns, with what most tests need to say.
type Payee struct {
	// ID is the payee's id.
	ID string `json:"id"`
	// Name is what people read. Optional.
	Name string `json:"name"`
	// Open marks a position without a person.
	Open bool `json:"open"`
	// Currency is what the payee is paid in. Empty: each plan's own.
	Currency kam.Currency `json:"currency"`
	// Plan is the plan's id, with "/" and a version when it is one version alone, or [NoPlan]. Absent: the only plan. Without a
	// version each is assigned for as long as it is effective, up to the day on which a later one is.
	Plan string `json:"plan"`
	// Period is when the payee is assigned. Absent: as long as the plan is effective.
	Period kam.Period `json:"period"`
	// Quotas are by measure. A quota is for each commission period; where attainment is measured against the full fiscal year,
	// half or quarter, for each of these. A day on which it changes needs an assignment in full.
	Quotas map[string]decimal.Decimal `json:"quotas"`
	// Target is the target incentive, Per the stretch it is for. Per absent: the commission period.
	Target decimal.NullDecimal `json:"target"`
	Per    kam.PeriodKind      `json:"per"`
	// Manager is who the payee reports to, all the time. Empty: nobody.
	Manager string `json:"manager"`
}

// Rep is the payee of scenarios that name none.
const Rep = "rep"

// NoPlan is the plan of somebody who is on none.
const NoPlan = "none"

// Person is a fact about a payee that a settlement needs; see [settlement.Person].
type Person struct {
	Payee string `json:"payee"`
	// Plan is the plan that the row is about. Empty: every plan.
	Plan string `json:"plan"`
	// Hired is the first day, Left the last one. Unset: employed all the time.
	Hired kam.Day `json:"hired"`
	Left  kam.Day `json:"left"`
	// Draw and Guarantee are the payee's own for a commission period. Absent: those of the plan.
	Draw      decimal.NullDecimal `json:"draw"`
	Guarantee decimal.NullDecimal `json:"guarantee"`
	// ProtectedMinimum is what recovery leaves of a period's pay. Absent: that of the plan.
	ProtectedMinimum decimal.NullDecimal `json:"protectedMinimum"`
}

// Step is one commission period.
type Step struct {
	// Period is the commission period: its name in the calendar, such as "2026-01" or "2026-Q1", or its days, as
	// "2026-01-01/2026-02-01". Absent: the one after the step before, and in the first step the first one of the plan.
	Period string `json:"period"`
	// Late are earlier periods that are calculated anew in this step; what they change is posted as corrections.
	Late []string `json:"late"`
	// Deals and Transactions are what has happened since the step before. They stay known in later steps.
	Deals        []string                `json:"deals"`
	Transactions []incentive.Transaction `json:"transactions"`
	// Scores are one-line observations, "metric value" for everybody or "metric value payee"; Observations are in full.
	Scores       []string          `json:"scores"`
	Observations []kam.Observation `json:"observations"`
	// Events, Adjustments and Facts are what a settlement reads beside the run. The credit dates of deals that events cancel
	// are known without a fact.
	Events      []payout.Event `json:"events"`
	Adjustments []Adjustment   `json:"adjustments"`
	Facts       []Fact         `json:"facts"`
	// PayOut pays out what is payable once the step is settled.
	PayOut bool `json:"payOut"`
	// Expect is what must come out. What it leaves out is not compared, but for who is held.
	Expect Expectation `json:"expect"`
}

// Adjustment is a manual change of one payee's pay; see [settlement.Adjustment].
type Adjustment struct {
	Payee string `json:"payee"`
	// Plan is the plan's id. Empty: the only one.
	Plan        string          `json:"plan"`
	ID          string          `json:"id"`
	Amount      decimal.Decimal `json:"amount"`
	Component   string          `json:"component"`
	Reason      string          `json:"reason"`
	RequestedBy string          `json:"requestedBy"`
	ApprovedBy  string          `json:"approvedBy"`
}

// Fact is what a clawback needs to know of a deal of an earlier time; see [payout.Deal].
type Fact struct {
	Payee string `json:"payee"`
	// Plan is the plan's id. Empty: the only one.
	Plan        string              `json:"plan"`
	Transaction string              `json:"transaction"`
	Component   string              `json:"component"`
	CreditDate  kam.Day             `json:"creditDate"`
	Earned      decimal.NullDecimal `json:"earned"`
}

// Parse reads a scenario file from JSON; [Compile] checks what it says.
//
// Reading is strict: unknown, duplicate and wrong-case keys, trailing data, null, and bare numbers that other readers
// would lose digits of are refused. The error is a *[kam.InvalidError] with every fault, its JSON path and its line and
// column.
func Parse(data []byte) (File, error) {
	var f File
	if err := strictjson.Decode(data, &f, "scenario").Err(); err != nil {
		return File{}, err
	}
	return f, nil
}

// JSON returns the file as indented JSON that [Parse] reads back.
func (f File) JSON() ([]byte, error) {
	out, err := strictjson.Pretty(f)
	if err != nil {
		return nil, err
	}
	return append(out, '\n'), nil
}
