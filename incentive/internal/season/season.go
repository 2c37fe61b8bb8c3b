// Package season has the days on which a condition on a date of deals holds, for whatever reads plans: an end may be open,
// as a [kam.Period] cannot be at its beginning.
package season

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Days are days from one inclusive until another exclusive. An unset day is no bound; the zero value is all days.
type Days struct{ From, Until kam.Day }

// Of returns the days of a condition on a date.
func Of(c incentive.Condition) Days { return Days{c.From, c.Until} }

// Contains reports whether a day is one of them; no date never is.
func (x Days) Contains(day kam.Day) bool {
	return day.IsSet() && !day.Before(x.From) && (!x.Until.IsSet() || day.Before(x.Until))
}

// Both returns the days that lie in both.
func (x Days) Both(o Days) Days {
	if o.From.After(x.From) {
		x.From = o.From
	}
	if !x.Until.IsSet() || o.Until.IsSet() && o.Until.Before(x.Until) {
		x.Until = o.Until
	}
	return x
}

// Empty reports whether there is no day.
func (x Days) Empty() bool {
	return x.Until.IsSet() && (!x.From.Before(x.Until) || !x.Until.AddDays(-1).IsSet())
}

// Within reports whether all days lie in others.
func (x Days) Within(o Days) bool { return x.Both(o) == x }

// Nearest returns the one that lies nearest to a day; there must be one.
func (x Days) Nearest(day kam.Day) kam.Day {
	switch {
	case day.Before(x.From):
		return x.From
	case x.Until.IsSet() && !day.Before(x.Until):
		return x.Until.AddDays(-1)
	}
	return day
}

// Dates are the names of the dates of deals.
func Dates() []incentive.DateName {
	return []incentive.DateName{incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered}
}

// SetDate sets a date of a deal; it does nothing for a name that is none.
func SetDate(t *incentive.Transaction, name incentive.DateName, day kam.Day) {
	switch name {
	case incentive.Booked:
		t.Booked = day
	case incentive.Invoiced:
		t.Invoiced = day
	case incentive.CashReceived:
		t.CashDate = day
	case incentive.Delivered:
		t.Delivered = day
	}
}
