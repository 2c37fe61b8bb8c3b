package fromcrm

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// Revision is a whole opportunity as it stood after one change, not the change
// alone. An export of the present state is one revision for each opportunity.
type Revision struct {
	// Opportunity is the opportunity's id; 1 to 96 bytes.
	Opportunity string `json:"opportunity"`
	// Number ranks the revisions of one opportunity, ascending, 0 or more; gaps do not matter. It never
	// changes once the revision was converted. It becomes the sequence of the transactions.
	Number int64 `json:"number,omitempty"`
	// On is the day the change was made. It is needed where the change dates a transaction: see [Policy.Dating].
	On kam.Day `json:"on,omitzero"`
	// Stage is the stage as the CRM writes it.
	Stage string `json:"stage,omitempty"`
	// Deleted says that the opportunity was deleted; nothing but Opportunity, Number and On matters then.
	Deleted bool `json:"deleted,omitempty"`
	// Owner is the payee who owns the deal alone. A deal of several owners lists them in Participants instead.
	Owner string `json:"owner,omitempty"`
	// Participants share the deal, in any order. Those with the role "owner" must total exactly 1.
	Participants []incentive.Participant `json:"participants,omitempty"`
	// Amount is the deal's value, above zero when won. Invalid: unknown.
	Amount decimal.NullDecimal `json:"amount,omitzero"`
	// Currency is what Amount, Margin and Cash are in. Empty: the plan's.
	Currency kam.Currency `json:"currency,omitempty"`
	// Margin, Units and Cash are further quantities of the deal. Invalid: unknown.
	Margin decimal.NullDecimal `json:"margin,omitzero"`
	Units  decimal.NullDecimal `json:"units,omitzero"`
	Cash   decimal.NullDecimal `json:"cash,omitzero"`
	// Closed is the close date; it becomes the booking date.
	Closed kam.Day `json:"closed,omitzero"`
	// Invoiced, CashDate and Delivered are the deal's further dates.
	Invoiced  kam.Day `json:"invoiced,omitzero"`
	CashDate  kam.Day `json:"cashDate,omitzero"`
	Delivered kam.Day `json:"delivered,omitzero"`
	// Attributes are texts that rules may ask for.
	Attributes map[string]string `json:"attributes,omitempty"`
	// Numbers are further quantities that rules may ask for.
	Numbers map[string]decimal.Decimal `json:"numbers,omitempty"`
	// Place says where the revision came from, for messages: file:line, a record id. Not part of its content.
	Place string `json:"-"`
}

// date returns the revision's date of that name.
func (r Revision) date(name incentive.DateName) kam.Day {
	switch name {
	case incentive.Booked:
		return r.Closed
	case incentive.Invoiced:
		return r.Invoiced
	case incentive.CashReceived:
		return r.CashDate
	case incentive.Delivered:
		return r.Delivered
	default:
		return kam.Day{}
	}
}

// otherDates returns the dates but the one of that name.
func (r Revision) otherDates(name incentive.DateName) [4]kam.Day {
	dates := [4]kam.Day{r.Closed, r.Invoiced, r.CashDate, r.Delivered}
	for i, n := range [4]incentive.DateName{incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered} {
		if n == name {
			dates[i] = kam.Day{}
		}
	}
	return dates
}

// normal returns r with equal content written one way, sharing no memory with
// r: decimals without trailing zeros, shares in lowest terms, participants
// sorted and with their role spelt out, empty collections absent.
func (r Revision) normal() Revision {
	r.Amount, r.Margin, r.Units, r.Cash = normalNull(r.Amount), normalNull(r.Margin), normalNull(r.Units), normalNull(r.Cash)
	r.Participants = slices.Clone(r.Participants)
	for i := range r.Participants {
		p := &r.Participants[i]
		if p.Role == "" {
			p.Role = ownerRole
		}
		p.Share = normalShare(p.Share)
	}
	slices.SortFunc(r.Participants, func(a, b incentive.Participant) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Payee, b.Payee),
			cmp.Compare(a.Share.Num, b.Share.Num), cmp.Compare(a.Share.Den, b.Share.Den))
	})
	if len(r.Participants) == 0 {
		r.Participants = nil
	}
	r.Attributes = cloneMap(r.Attributes)
	r.Numbers = cloneMap(r.Numbers)
	for k, v := range r.Numbers {
		r.Numbers[k] = normalDecimal(v)
	}
	return r
}

// ownerRole is the role of the participants who own a deal.
const ownerRole = "owner"

func cloneMap[V any](m map[string]V) map[string]V {
	if len(m) == 0 {
		return nil
	}
	return maps.Clone(m)
}

// normalDecimal writes d without trailing zeros. Decimals out of bounds are left alone: they are refused later.
func normalDecimal(d decimal.Decimal) decimal.Decimal {
	if num.Check(d) != nil {
		return d
	}
	if n, err := num.Parse(num.Format(d)); err == nil {
		return n
	}
	return d
}

func normalNull(d decimal.NullDecimal) decimal.NullDecimal {
	if !d.Valid {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(normalDecimal(d.Decimal))
}

// normalShare writes a well-formed share in lowest terms.
func normalShare(f kam.Fraction) kam.Fraction {
	if f.Num == 0 && f.Den >= 0 {
		return kam.Fraction{}
	}
	if f.Den <= 0 || f.Num == math.MinInt64 {
		return f
	}
	a, b := max(f.Num, -f.Num), f.Den
	for b != 0 {
		a, b = b, a%b
	}
	return kam.Fraction{Num: f.Num / a, Den: f.Den / a}
}

// same reports whether two normalised revisions have the same content, Number and Place aside.
func (r Revision) same(o Revision) bool {
	return r.On == o.On && r.Stage == o.Stage && r.Deleted == o.Deleted && r.Currency == o.Currency &&
		r.sameOwners(o) && r.samePrice(o) && r.sameAttributes(o) &&
		r.Closed == o.Closed && r.Invoiced == o.Invoiced && r.CashDate == o.CashDate && r.Delivered == o.Delivered
}

func (r Revision) sameOwners(o Revision) bool {
	return r.Owner == o.Owner && slices.Equal(r.Participants, o.Participants)
}

func (r Revision) samePrice(o Revision) bool {
	return sameNull(r.Amount, o.Amount) && sameNull(r.Margin, o.Margin) && sameNull(r.Units, o.Units) && sameNull(r.Cash, o.Cash)
}

func (r Revision) sameAttributes(o Revision) bool {
	return maps.Equal(r.Attributes, o.Attributes) && maps.EqualFunc(r.Numbers, o.Numbers, sameDecimal)
}

func sameNull(a, b decimal.NullDecimal) bool {
	return a.Valid == b.Valid && (!a.Valid || sameDecimal(a.Decimal, b.Decimal))
}

// sameDecimal compares normalised decimals as written, which takes no time even for those out of bounds.
func sameDecimal(a, b decimal.Decimal) bool {
	return a.Exponent() == b.Exponent() && a.Coefficient().Cmp(b.Coefficient()) == 0
}
