package incentive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// ExportFormat is the format of the statements that [Statement.Export] writes.
const ExportFormat = "kam-statement-1"

// Exported is a statement as [Statement.Export] writes it, for programs that
// read one. [VerifyStatement] recomputes it.
//
// Every number is a text. A field documented as exact holds the number itself:
// a plain decimal such as "12.5" when it has finitely many digits, else a
// fraction in lowest terms such as "1000/3". A field documented as money holds
// an amount in the plan's currency with all decimal places of the plan's
// rounding, such as "12.50". A text left out is a number that does not apply.
type Exported struct {
	// Format is [ExportFormat].
	Format string `json:"format"`
	// Period is the commission period.
	Period kam.Period `json:"period"`
	// Payee is whose statement it is.
	Payee ExportedPayee `json:"payee"`
	// Plan is the plan's canonical JSON, see [Plan.Canonical]. Without white space it is what PlanHash is the SHA-256 of.
	Plan json.RawMessage `json:"plan"`
	// PlanHash is the [Plan.Hash], InputHash the [Statement.InputHash].
	PlanHash  string `json:"plan_hash"`
	InputHash string `json:"input_hash"`
	// Currency is the plan's.
	Currency kam.Currency `json:"currency"`
	// Assignment is what the payee was assigned to.
	Assignment ExportedAssignment `json:"assignment"`
	// Measures are the plan's measures, in its order.
	Measures []ExportedMeasure `json:"measures"`
	// Components are the plan's components, in its order.
	Components []ExportedComponent `json:"components"`
	// Targets are the target incentives that something of the plan asks for, by stretch; left out where it is the
	// assigned amount's plain part: where it does not change and is not prorated.
	Targets []ExportedStretch `json:"targets,omitempty"`
	// Conversions are the numbers of deals in another currency, by place of their credit.
	Conversions []ExportedConversion `json:"conversions,omitempty"`
	// Carried is exact: what the plan's cap per period cut before and this period may pay, less what it takes back; left
	// out when the plan carries nothing into the period. EarnedBefore is exact: what all versions of the plan earned the
	// payee in earlier periods, and under earlier assignments of this one; left out when no cap for life asks for it.
	Carried      string `json:"carried,omitempty"`
	EarnedBefore string `json:"earned_before,omitempty"`
	// Adjustments are the plan's own: plan-cap, posted-earlier, carried-in, period-cap, lifetime-cap, in this order.
	Adjustments []ExportedAdjustment `json:"adjustments,omitempty"`
	// Earned is money: what the period adds. Payable is money: Earned, and zero when that is negative or the position is open.
	Earned  string `json:"earned"`
	Payable string `json:"payable"`
	// Digest is the SHA-256 of the rest of the document without the plan, which PlanHash covers, and without the payee's
	// name: as JSON with sorted keys, without white space and without members that are false, 0 or empty. It
	// guards against slips; whoever changes a statement on purpose can compute it anew.
	Digest string `json:"digest,omitempty"`
}

// ExportedPayee is whose statement it is.
type ExportedPayee struct {
	ID string `json:"id"`
	// Name is for people alone: nothing depends on it.
	Name string `json:"name,omitempty"`
	// Open marks a position without a person: nothing is payable.
	Open bool `json:"open,omitempty"`
}

// ExportedAssignment is what the payee was assigned to.
type ExportedAssignment struct {
	Plan    string     `json:"plan"`
	Version int        `json:"version"`
	Period  kam.Period `json:"period"`
	// Target is left out when no target incentive is stated.
	Target *ExportedTarget `json:"target,omitempty"`
	// Ramps and Absences are in the order in which they start.
	Ramps    []ExportedRamp    `json:"ramps,omitempty"`
	Absences []ExportedAbsence `json:"absences,omitempty"`
	// Quotas are ordered by measure and period.
	Quotas []ExportedQuota `json:"quotas,omitempty"`
}

// ExportedTarget is a target incentive.
type ExportedTarget struct {
	// Amount is exact.
	Amount string         `json:"amount"`
	Per    kam.PeriodKind `json:"per"`
	// Changes replace Amount from a day on.
	Changes []ExportedTargetChange `json:"changes,omitempty"`
}

// ExportedQuota is one quota.
type ExportedQuota struct {
	Measure string     `json:"measure"`
	Period  kam.Period `json:"period"`
	// Amount is exact.
	Amount string `json:"amount"`
	// Relief lowers it by decisions, in this order.
	Relief []ExportedRelief `json:"relief,omitempty"`
}

// ExportedMeasure is a measure with everything that moved it. A measure of observations has a name, a window,
// periods and an observation alone.
type ExportedMeasure struct {
	Name string `json:"name"`
	// Window is the stretch in which credits count, Periods how many commission periods it has.
	Window  kam.Period `json:"window"`
	Periods int64      `json:"periods"`
	// Unknown marks a measure of which something is not known: it could have broken a tie in a contest, and there was none.
	Unknown bool `json:"unknown,omitempty"`
	// Observation is exact.
	Observation string `json:"observation,omitempty"`
	// Start is exact: the position before the first move.
	Start string `json:"start,omitempty"`
	// Moves are in the order in which they count.
	Moves []ExportedMove `json:"moves,omitempty"`
	// Final is exact: the position after the last move.
	Final string `json:"final,omitempty"`
	// QuotaPeriod is the stretch whose quotas make up Quota, which is exact and what attainment divides by.
	// Quota is left out when it is zero or not stated.
	QuotaPeriod kam.Period `json:"quota_period,omitzero"`
	Quota       string     `json:"quota,omitempty"`
	// Quotas are what makes up Quota, where the plan prorates quotas or one of them is relieved.
	Quotas []ExportedCountedQuota `json:"quotas,omitempty"`
	// FixedAttainment is exact: the attainment that the plan states for a quota of zero.
	FixedAttainment string `json:"fixed_attainment,omitempty"`
}

// ExportedCredit says which credit something belongs to.
type ExportedCredit struct {
	// Place numbers the payee's credits from 1 in the order in which they count; a credit has the same place everywhere.
	Place int `json:"place"`
	// Transaction is the deal; left out for commission that belongs to no deal. Reverses is the deal it takes back.
	Transaction string `json:"transaction,omitempty"`
	Reverses    string `json:"reverses,omitempty"`
	// Currency is the deal's when it is another than the plan's; left out for commission.
	Currency kam.Currency `json:"currency,omitempty"`
	// From is the payee whose commission is credited, FromComponent numbers the component of that payee's plan from 1.
	// Both are left out for credits of deals.
	From          string `json:"from,omitempty"`
	FromComponent int    `json:"from_component,omitempty"`
	// Participant numbers the deal's participant through whom the payee is credited, from 1; left out for commission.
	Participant int     `json:"participant,omitempty"`
	Date        kam.Day `json:"date"`
	// Rule is the credit rule's name.
	Rule string `json:"rule"`
}

// ExportedMove is how far one credit moves a measure, refunds that are netted into it included.
type ExportedMove struct {
	Credit ExportedCredit `json:"credit"`
	// Move is exact.
	Move string `json:"move"`
}

// ExportedUnpaid is a credit that is part of a deal's size and is not paid.
type ExportedUnpaid struct {
	Credit ExportedCredit `json:"credit"`
	// Span is exact: what the credit covers on the axis. PriorSize is that of [ExportedLine].
	Span      string `json:"span"`
	PriorSize string `json:"prior_size,omitempty"`
}

// ExportedComponent is a component with all lines of its measure's window, or with what it pays in one sum.
type ExportedComponent struct {
	Name  string         `json:"name"`
	Lines []ExportedLine `json:"lines,omitempty"`
	// Pay is what a component pays that has no lines.
	Pay *ExportedPay `json:"pay,omitempty"`
	// Unpaid are credits that make up the size of a deal without being paid here, where tiers start anew with each deal.
	Unpaid []ExportedUnpaid `json:"unpaid,omitempty"`
	// Judged are sales that move no measure and lie before the window of Lines, and that a gate tested as they came: what it
	// said of them decides whether their refunds, which are lines, take anything back. In the order of their places.
	Judged []ExportedCredit `json:"judged,omitempty"`
	// Deals are those on which a cap per transaction looks, Multipliers the factors on the sum.
	Deals       []ExportedSharedDeal `json:"deals,omitempty"`
	Multipliers []ExportedMultiplier `json:"multipliers,omitempty"`
	// Adjustments are curve, every, contest or pool, then gate, transaction-cap, multiplier, cap and floor, in this order.
	Adjustments []ExportedAdjustment `json:"adjustments,omitempty"`
	// Sum is exact: the lines and adjustments, rounded when the plan rounds components, and when it rounds something
	// finer that the sum does not have: it is no sum of lines, or a multiplier or a cap per transaction changed it.
	Sum string `json:"sum"`
	// Posted is exact: what the ledger holds for earlier periods of the window, corrections included.
	Posted string `json:"posted"`
	// ToDate and Before are money: the places of Sum and Posted on the statement. Amount is their difference.
	ToDate string `json:"to_date"`
	Before string `json:"before"`
	Amount string `json:"amount"`
}

// ExportedLine is what one credit earns in one component.
type ExportedLine struct {
	Credit ExportedCredit `json:"credit"`
	// Earlier marks a line of an earlier period of the window.
	Earlier bool `json:"earlier,omitempty"`
	// PositionBefore and PositionAfter are exact: the axis around the credit. Span is exact: what the credit covers from PositionBefore.
	PositionBefore string `json:"position_before"`
	PositionAfter  string `json:"position_after"`
	Span           string `json:"span"`
	// Base is exact: what rates multiply.
	Base string `json:"base"`
	// Share is exact: the payee's part of the payout, in plans that split payouts.
	Share string `json:"share,omitempty"`
	// Cell are the coordinates of the rate in the plan's table; NoCell says that the table pays nothing for the deal.
	Cell   []string `json:"cell,omitempty"`
	NoCell bool     `json:"no_cell,omitempty"`
	// PriorBefore, PriorAfter, PriorSize and PriorBase are exact, on recalculated refunds of deals that are not listed:
	// the parts of the deal taken back before and after the refund, and, in components that start anew with each deal, what was
	// left of its size and, where one rate applies to the whole deal, of what that rate multiplied.
	PriorBefore string `json:"prior_before,omitempty"`
	PriorAfter  string `json:"prior_after,omitempty"`
	PriorSize   string `json:"prior_size,omitempty"`
	PriorBase   string `json:"prior_base,omitempty"`
	// Mirror is set on a refund that takes back what its original earned.
	Mirror *ExportedMirror `json:"mirror,omitempty"`
	// Shut says that a running gate kept the credit from paying, Floored and Capped that a limit on credits changed it.
	Shut    bool            `json:"shut,omitempty"`
	Floored bool            `json:"floored,omitempty"`
	Capped  bool            `json:"capped,omitempty"`
	Slices  []ExportedSlice `json:"slices"`
	// Raw is exact: the sum of the slices. Gross is exact: what the line earns before the cap on credits. Earned is
	// exact: what it earns after it. Gross and Earned are rounded when the plan rounds slices or credits.
	Raw    string `json:"raw"`
	Gross  string `json:"gross"`
	Earned string `json:"earned"`
	// Amount is money: the place of Earned on the statement.
	Amount string `json:"amount"`
}

// ExportedMirror says which part of which line a refund takes back.
type ExportedMirror struct {
	// Of is the place of the original's credit; left out when Earned, which is exact, says what the original earned.
	Of     int    `json:"of,omitempty"`
	Earned string `json:"earned,omitempty"`
	// ShareBefore and ShareAfter are exact: the parts of the original taken back before and after this refund, 0 to 1.
	ShareBefore string `json:"share_before"`
	ShareAfter  string `json:"share_after"`
}

// ExportedSlice is the part of a line that one band pays.
type ExportedSlice struct {
	// From and Until are exact: the band's bounds on the axis, inclusive and exclusive. Left out: open, or no band.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
	// Base and Rate are exact. Rate is left out when the band pays a fixed amount and for mirrored refunds.
	Base string `json:"base"`
	Rate string `json:"rate,omitempty"`
	// Exact is exact: the payee's share applied, and rounded when the plan rounds slices. Amount is money: its place on the line.
	Exact  string `json:"exact"`
	Amount string `json:"amount"`
}

// ExportedAdjustment is an amount that belongs to a sum and to no single deal.
type ExportedAdjustment struct {
	Kind AdjustmentKind `json:"kind"`
	// Exact is exact, Amount money: its place on the statement. Limit is money: the cap or floor that was met.
	Exact  string `json:"exact"`
	Amount string `json:"amount"`
	Limit  string `json:"limit,omitempty"`
	// Transaction is the deal of a cap per transaction.
	Transaction string `json:"transaction,omitempty"`
}

// Export returns the statement as JSON of the form of [Exported]: one line,
// the same bytes for the same statement. It contains everything that
// [VerifyStatement] needs to recompute it, the plan included. Of other people
// it has the ids of those whose commission is credited, and without names: the
// standings of the contestants whom a contest gives prizes, and sums over those
// who share a pool or a deal.
//
// The error says which text JSON cannot hold; there is none for names and ids
// in UTF-8.
func (s Statement) Export() ([]byte, error) {
	x, err := s.exported()
	if err != nil {
		return nil, err
	}
	sealed := x
	sealed.Plan, sealed.Payee.Name = nil, ""
	canonical, err := strictjson.Canonical(sealed)
	if err != nil {
		return nil, fmt.Errorf("incentive: exporting the statement of %q: %w", clip(x.Payee.ID), err)
	}
	sum := sha256.Sum256(canonical)
	x.Digest = hex.EncodeToString(sum[:])
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // the plan's bytes stay those that are hashed
	if err := encoder.Encode(x); err != nil {
		return nil, fmt.Errorf("incentive: exporting the statement of %q: %w", clip(x.Payee.ID), err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
