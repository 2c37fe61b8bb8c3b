package fromcrm

import (
	"slices"

	"github.com/kam-go/kam/incentive"
)

// Policy says what a change of an opportunity does to its transactions, as
// plain data. Every field must be stated: each choice leads to other pay. The
// zero value is no valid policy; [Standard] is one.
type Policy struct {
	// Won are the stages that count as won, compared byte by byte. At least one.
	Won []string `json:"won"`
	// CreditDate is the date that the plans credit deals on, as in [incentive.Plan.CreditDate].
	// A won deal counts from the revision on that has this date. Booked is the close date.
	// Plans that credit on different dates need a converter, and a run, each.
	CreditDate incentive.DateName `json:"creditDate"`
	// Repriced is what a change of amount, margin, units or cash does.
	Repriced Repriced `json:"repriced"`
	// Reowned is what a change of owner or participants does.
	Reowned Change `json:"reowned"`
	// Attributes is what a change of attributes or numbers does.
	Attributes Change `json:"attributes"`
	// Moved is what a change of the credit date does.
	Moved Change `json:"moved"`
	// Dates is what a change of one of the other dates does, such as an invoice date that arrives later.
	Dates Change `json:"dates"`
	// Reopened is what leaving the won stages does.
	Reopened Reopened `json:"reopened"`
	// Deleted is what deleting a won opportunity does.
	Deleted Deleted `json:"deleted"`
	// Dating is the credit date of every transaction but an opportunity's first.
	Dating Dating `json:"dating"`
	// Faulty is what a faulty revision does once a later one has replaced it.
	Faulty Faulty `json:"faulty"`
}

// Repriced is what a change of amount, margin, units or cash does.
type Repriced string

// The choices. A change of currency always reverses and books anew.
const (
	// RepricedRebook reverses the deal in whole and books it anew: it stays one deal.
	RepricedRebook Repriced = "reverse-and-rebook"
	// RepricedDifference reverses the part that a lower price takes off, the latest addition first,
	// and books what a higher price adds as a further transaction. The addition is a deal of its own
	// for counts, for caps and floors per credit, and for rates by the size of one deal; a lower price
	// takes the same part off the count. Where a difference cannot be booked (amount, margin, units
	// and cash do not move the same way, one of them becomes known or unknown, the amount stays the
	// same, or the difference has too many digits), the deal is reversed and booked anew, and a
	// finding says so.
	RepricedDifference Repriced = "difference"
)

// Change is what a change of anything but the price does.
type Change string

// The choices.
const (
	// Rebook reverses the deal in whole and books it anew with what is now recorded.
	Rebook Change = "reverse-and-rebook"
	// Keep leaves that part as it was when the deal was won.
	Keep Change = "keep"
)

// Reopened is what leaving the won stages does.
type Reopened string

// ReopenedReverse reverses the deal in whole.
const ReopenedReverse Reopened = "reverse"

// Deleted is what deleting a won opportunity does.
type Deleted string

// The choices.
const (
	// DeletedReverse reverses the deal in whole; restoring it books it anew.
	DeletedReverse Deleted = "reverse"
	// DeletedKeep ignores the deletion: the deal stays as it was.
	DeletedKeep Deleted = "keep"
)

// Dating is the credit date of the transactions that a change causes. Reversal
// and new booking always follow the same rule: mixed, a change to a deal of a
// closed period would be paid twice or not at all.
type Dating string

// The choices.
const (
	// OnChange dates reversals and new bookings on the day of the change, or on the deal's own
	// credit date when that is later. Periods that were paid stay as they are.
	OnChange Dating = "change"
	// OnOriginal dates a reversal as its original and a new booking by the deal's own dates, as if
	// the CRM had always said so. Periods that were paid change and must be run again.
	OnOriginal Dating = "original"
)

// Faulty is what a faulty revision does once a later one has replaced it. The
// latest revision, when faulty, is always an error.
type Faulty string

// The choices.
const (
	// PassOver ignores it, with a warning: the later revision is compared with the last good one.
	PassOver Faulty = "pass-over"
	// Hold makes it an error: the opportunity yields nothing until its history is repaired.
	Hold Faulty = "hold"
)

// Standard returns a complete policy for the won stages: deals are credited on
// their close date, the CRM's latest record counts in all its parts, every
// change reverses the deal and books it anew on the day of the change, losing
// or deleting a won deal reverses it, and a faulty revision that has been
// replaced is passed over. It is an ordinary value; change what differs.
func Standard(won ...string) Policy {
	return Policy{
		Won:        slices.Clone(won),
		CreditDate: incentive.Booked,
		Repriced:   RepricedRebook,
		Reowned:    Rebook,
		Attributes: Rebook,
		Moved:      Rebook,
		Dates:      Rebook,
		Reopened:   ReopenedReverse,
		Deleted:    DeletedReverse,
		Dating:     OnChange,
		Faulty:     PassOver,
	}
}
